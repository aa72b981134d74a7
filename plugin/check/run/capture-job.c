/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/capture-job.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/unconst.h"
#include "formats/format.h"
#include "read/jsonl-reader.h"
#include "run/join.h"
#include "run/source.h"

struct sl_capture_job {
    const struct sl_options *options;
    struct sl_tool *tool;
    GPtrArray *captures; /* names, owned */
    GPtrArray *results;
    uint64_t size; /* of all captures, in bytes */
    gint fd;       /* the one being read, or -1 */
    gint is_done;
    gint64 deadline; /* of g_get_monotonic_time; 0: none */
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

struct listener {
    struct sl_jsonl_reader *reader;
    GError *error;
};

/* Why the run that ended as END says is no good; NULL if it is. SAID is what it told. */
static char *fault_of(const struct sl_options *options, const struct sl_result *result,
                      const struct listener *l, const struct sl_child_end *end, const char *said)
{
    if (end->is_late) {
        return g_strdup_printf("it took longer than %u s, the time of --timeout",
                               options->timeout_s);
    }
    if (end->signal) {
        return g_strdup_printf("tshark was ended by signal %d (%s)", end->signal,
                               g_strsignal(end->signal));
    }
    if (end->exit_status != 0) {
        return said ? g_strdup(said)
                    : g_strdup_printf("tshark ended with status %d", end->exit_status);
    }
    if (l->error) {
        return g_strdup(l->error->message);
    }
    return result->is_read ? NULL : g_strdup("tshark wrote no report");
}

/*
 * tshark opens web pages, images and other files as well: as a frame without a time. A capture of
 * pcapng's simple packets has no times either, but then it is SIP that we are given.
 */
static bool is_capture(const struct sl_result *result)
{
    return result->start || !result->frames || result->messages;
}

/* --- reading --------------------------------------------------------------------------------- */

static void listen(const char *line, size_t length, void *data)
{
    struct listener *l = data;

    if (!l->error) {
        sl_jsonl_reader_line(l->reader, line, length, &l->error);
    }
}

/* The one result of LISTENER about NAME, with what went wrong. */
static struct sl_result *conclude(struct sl_capture_job *job, struct listener *l, const char *name,
                                  const struct sl_child_end *end)
{
    GPtrArray *read = sl_jsonl_reader_finish(l->reader);
    struct sl_result *r = read->len ? g_ptr_array_steal_index(read, 0) : sl_result_new(name);
    g_autofree char *said = sl_tool_telling(end->errors);
    const GError *tool_fault = r->is_read || end->is_late ? NULL : sl_tool_fault(job->tool);
    char *fault =
        tool_fault ? g_strdup(tool_fault->message) : fault_of(job->options, r, l, end, said);

    if (!fault && !r->error && !is_capture(r)) {
        fault = g_strdup("no capture: no SIP message, and nothing in it has a time");
        r->is_read = false;
    }
    r->is_tool_fault = tool_fault != NULL;
    if (fault) {
        g_free(r->error);
        r->error = fault;
    } else {
        r->warning = g_steal_pointer(&said);
    }
    g_ptr_array_free(read, TRUE);
    g_clear_error(&l->error);
    sl_jsonl_reader_free(l->reader);
    return r;
}

static void add_error(struct sl_capture_job *job, const char *name, const GError *error)
{
    struct sl_result *r = sl_result_new(name);

    r->error = g_strdup(error->message);
    g_ptr_array_add(job->results, r);
}

static struct sl_child_command ask(const struct sl_capture_job *job)
{
    struct sl_child_command command = sl_tool_command(job->tool, job->options->format->is_brief);

    command.deadline = job->deadline;
    return command;
}

static void check_one(struct sl_capture_job *job, const char *name)
{
    struct sl_child_command command = ask(job);
    struct listener l = {.reader = sl_jsonl_reader_new(sl_source_name(name))};
    struct sl_child_end end;
    GError *error = NULL;

    command.standard_input = sl_source_open(name, job->deadline, &error);
    g_atomic_int_set(&job->fd, command.standard_input);
    if (!error && sl_child_run(&command, listen, &l, &end, &error)) {
        g_ptr_array_add(job->results, conclude(job, &l, sl_source_name(name), &end));
        g_free(end.errors);
    } else {
        add_error(job, sl_source_name(name), error);
        g_error_free(error);
        sl_jsonl_reader_free(l.reader);
    }
    g_atomic_int_set(&job->fd, -1);
    if (command.standard_input >= 0) {
        close(command.standard_input);
    }
    g_strfreev(sl_unconst(command.arguments));
}

/* --- several captures as one ----------------------------------------------------------------- */

/* What came of one joining. */
struct joined {
    struct sl_result *result; /* NULL: none */
    char *said;               /* of the joining itself, by mergecap or about it; NULL: nothing */
    bool is_whole;            /* mergecap ended well, though it may have said something */
    bool is_late;
};

static void joined_clear(struct joined *joined)
{
    sl_result_free(joined->result);
    g_free(joined->said);
    *joined = (struct joined){0};
}

/* Checks what JOIN has. */
static struct joined check_join(struct sl_capture_job *job, const struct sl_join *join,
                                const char *name)
{
    struct sl_child_command command = ask(job);
    struct listener l = {.reader = sl_jsonl_reader_new(name)};
    struct sl_child_end feeder_end, end;
    struct joined joined = {0};
    GError *error = NULL;
    struct sl_child_command feeder = sl_join_command(join, &error);

    if (feeder.arguments &&
        sl_child_run_fed(&feeder, &command, listen, &l, &feeder_end, &end, &error)) {
        joined.result = conclude(job, &l, name, &end);
        joined.is_whole = feeder_end.exit_status == 0;
        joined.said = sl_tool_telling(feeder_end.errors);
        joined.is_late = end.is_late || feeder_end.is_late;
        if (feeder_end.is_late && !end.is_late) {
            g_free(joined.said);
            joined.said = g_strdup("it took longer than the time of --timeout");
        } else if (!joined.is_whole && !joined.said && !joined.is_late) {
            joined.said = g_strdup("mergecap failed");
        }
        g_free(feeder_end.errors);
        g_free(end.errors);
    } else {
        joined.said = g_strdup(error->message);
        g_error_free(error);
        sl_jsonl_reader_free(l.reader);
    }
    g_strfreev(sl_unconst(command.arguments));
    g_strfreev(sl_unconst(feeder.arguments));
    return joined;
}

/* Adds the captures that JOIN found fault with. */
static void add_faulty(struct sl_capture_job *job, const struct sl_join *join)
{
    for (unsigned i = 0; i < sl_join_fault_count(join); i++) {
        struct sl_result *bad = sl_result_new(sl_source_name(sl_join_faulty(join, i)));

        bad->error = g_strdup(sl_join_fault(join, i));
        g_ptr_array_add(job->results, bad);
    }
}

/* Adds what JOINED holds, which is taken. */
static void add_joined(struct sl_capture_job *job, const char *name, struct joined *joined)
{
    struct sl_result *r = g_steal_pointer(&joined->result);

    if (!r && !joined->said) {
        return;
    }
    r = r ? r : sl_result_new(name);
    if (joined->said) {
        char **place = joined->is_whole ? &r->warning : &r->error;
        char *more = *place;

        *place = more ? g_strconcat(joined->said, "; ", more, NULL) : g_strdup(joined->said);
        g_free(more);
        g_clear_pointer(&joined->said, g_free);
    }
    g_ptr_array_add(job->results, r);
}

static void check_joined(struct sl_capture_job *job)
{
    g_autofree char *name = sl_join_name(job->captures);
    struct sl_join *join = sl_join_new(job->tool, job->captures, job->deadline);
    struct joined joined = {0};

    if (sl_join_has_any(join)) {
        joined = check_join(job, join, name);
    }
    if (joined.said && !joined.is_late && sl_join_mend(join)) {
        /* One of them is bad: mergecap stopped there, or from 4.4 on went on without it. */
        joined_clear(&joined);
        if (sl_join_has_any(join)) {
            joined = check_join(job, join, name);
        }
    }
    add_faulty(job, join);
    add_joined(job, name, &joined);
    sl_join_free(join);
}

void sl_capture_job_run(struct sl_capture_job *job)
{
    if (job->options->timeout_s) {
        job->deadline = g_get_monotonic_time() + job->options->timeout_s * G_TIME_SPAN_SECOND;
    }
    if (job->options->join) {
        check_joined(job);
    } else {
        check_one(job, g_ptr_array_index(job->captures, 0));
    }
    g_atomic_int_set(&job->is_done, 1);
}
