/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture-job.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "reader.h"
#include "source.h"

struct sl_capture_job {
    const struct sl_options *options;
    struct sl_tool *tool;
    GPtrArray *captures; /* names, owned */
    GPtrArray *results;
    uint64_t size; /* of all captures, in bytes */
    gint fd;       /* the one being read, or -1 */
    gint is_done;
};

struct sl_capture_job *sl_capture_job_new(const struct sl_options *options, struct sl_tool *tool,
                                          char **captures)
{
    struct sl_capture_job *job = g_new0(struct sl_capture_job, 1);

    job->options = options;
    job->tool = tool;
    job->fd = -1;
    job->captures = g_ptr_array_new_with_free_func(g_free);
    job->results = g_ptr_array_new();
    for (; *captures; captures++) {
        GStatBuf status;

        g_ptr_array_add(job->captures, g_strdup(*captures));
        if (g_stat(*captures, &status) == 0) {
            job->size += (uint64_t)status.st_size;
        }
    }
    return job;
}

void sl_capture_job_free(struct sl_capture_job *job)
{
    g_ptr_array_free(job->captures, TRUE);
    g_free(job);
}

double sl_capture_job_progress(const GPtrArray *jobs)
{
    double read = 0;
    double all = 0;

    for (guint i = 0; i < jobs->len; i++) {
        struct sl_capture_job *job = g_ptr_array_index(jobs, i);
        int fd = g_atomic_int_get(&job->fd);

        all += (double)job->size;
        if (g_atomic_int_get(&job->is_done)) {
            read += (double)job->size;
        } else if (fd >= 0) {
            /* tshark reads through the same open file, so that it moves ours. */
            read += (double)sl_source_position(fd);
        }
    }
    return all > 0 ? read / all : 0;
}

GPtrArray *sl_capture_job_results(struct sl_capture_job *job)
{
    return g_steal_pointer(&job->results);
}

/* --- what tshark says ------------------------------------------------------------------------ */

/* Lines of SAID that tell the user something, as one text; NULL if there are none. */
static char *telling(const char *said)
{
    g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
    GString *text = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        const char *rest = g_strstrip(*line);

        if (!*rest || g_str_has_prefix(rest, "Running as user")) {
            continue;
        }
        rest += g_str_has_prefix(rest, "tshark: ") ? strlen("tshark: ") : 0;
        g_string_append_printf(text, "%s%s", text->len ? "; " : "", rest);
    }
    g_string_replace(text, "The standard input", "it", 0);
    return g_string_free(text, text->len == 0);
}

/* Why the run that ended as END says is no good; NULL if it is. SAID is what it told. */
static char *fault_of(struct sl_tool *tool, const struct sl_result *result,
                      const struct sl_child_end *end, const char *said)
{
    const GError *fault = result->is_read ? NULL : sl_tool_fault(tool);

    if (fault) {
        return g_strdup(fault->message);
    }
    if (end->signal) {
        return g_strdup_printf("tshark was ended by signal %d (%s)", end->signal,
                               g_strsignal(end->signal));
    }
    if (end->exit_status != 0) {
        return said ? g_strdup(said)
                    : g_strdup_printf("tshark ended with status %d", end->exit_status);
    }
    return result->is_read ? NULL : g_strdup("tshark wrote no report");
}

/* --- reading --------------------------------------------------------------------------------- */

struct listener {
    struct sl_reader *reader;
    GError *error;
};

static void listen(const char *line, size_t length, void *data)
{
    struct listener *l = data;

    if (!l->error) {
        sl_reader_line(l->reader, line, length, &l->error);
    }
}

/* The one result of LISTENER about NAME, with what went wrong. */
static struct sl_result *conclude(struct sl_capture_job *job, struct listener *l, const char *name,
                                  const struct sl_child_end *end)
{
    GPtrArray *read = sl_reader_finish(l->reader);
    struct sl_result *r = read->len ? g_ptr_array_steal_index(read, 0) : sl_result_new(name);
    g_autofree char *said = telling(end->errors);
    char *fault = fault_of(job->tool, r, end, said);

    if (!fault && l->error) {
        fault = g_strdup(l->error->message);
    }
    if (fault) {
        g_free(r->error);
        r->error = fault;
    } else {
        r->warning = g_steal_pointer(&said);
    }
    g_ptr_array_free(read, TRUE);
    g_clear_error(&l->error);
    sl_reader_free(l->reader);
    return r;
}

static void add_error(struct sl_capture_job *job, const char *name, const GError *error)
{
    struct sl_result *r = sl_result_new(name);

    r->error = g_strdup(error->message);
    g_ptr_array_add(job->results, r);
}

static const char *shown_name(const char *name)
{
    return sl_source_is_standard_input(name) ? "standard input" : name;
}

static struct sl_child_command ask(const struct sl_capture_job *job)
{
    return sl_tool_command(job->tool, job->options->format->is_brief,
                           (const char *const *)job->options->tshark_options,
                           (const char *const *)job->options->decode_as);
}

static void check_one(struct sl_capture_job *job, const char *name)
{
    struct sl_child_command command = ask(job);
    struct listener l = {.reader = sl_reader_new(shown_name(name))};
    struct sl_child_end end;
    GError *error = NULL;

    command.standard_input = sl_source_open(name, &error);
    g_atomic_int_set(&job->fd, command.standard_input);
    if (!error && sl_child_run(&command, listen, &l, &end, &error)) {
        g_ptr_array_add(job->results, conclude(job, &l, shown_name(name), &end));
        g_free(end.errors);
    } else {
        add_error(job, shown_name(name), error);
        g_error_free(error);
        sl_reader_free(l.reader);
    }
    g_atomic_int_set(&job->fd, -1);
    if (command.standard_input >= 0) {
        close(command.standard_input);
    }
    g_strfreev((char **)(gpointer)command.arguments);
}

void sl_capture_job_run(struct sl_capture_job *job)
{
    check_one(job, g_ptr_array_index(job->captures, 0));
    g_atomic_int_set(&job->is_done, 1);
}
