/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/run.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "progress.h"
#include "read/jsonl-reader.h"
#include "run/capture-job.h"
#include "run/source.h"

/* --- reports made elsewhere ------------------------------------------------------------------ */

/* Adds what READER has to RESULTS; FAULT, if any, is why there is no more of it. */
static void take_results(GPtrArray *results, struct sl_jsonl_reader *reader, const char *fault)
{
    GPtrArray *read;

    if (fault) {
        sl_jsonl_reader_blame(reader, fault);
    }
    read = sl_jsonl_reader_finish(reader);
    if (read->len == 0) {
        sl_jsonl_reader_blame(reader, "it holds no siplens report");
        g_ptr_array_unref(read);
        read = sl_jsonl_reader_finish(reader);
    }
    g_ptr_array_set_free_func(read, NULL);
    g_ptr_array_extend_and_steal(results, read);
}

/* All of FILE, as it comes. */
static gboolean read_file(struct sl_jsonl_reader *reader, FILE *file, GError **error)
{
    char bytes[1 << 16];
    size_t length;

    while ((length = fread(bytes, 1, sizeof bytes, file)) > 0) {
        if (!sl_jsonl_reader_feed(reader, bytes, length, error)) {
            return FALSE;
        }
    }
    if (ferror(file)) {
        g_set_error_literal(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno),
                            g_strerror(errno));
        return FALSE;
    }
    return sl_jsonl_reader_feed_end(reader, error);
}

static void read_report(GPtrArray *results, const char *name)
{
    const char *shown = sl_source_name(name);
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new(shown);
    g_autoptr(GError) error = NULL;
    g_autofree char *fault = NULL;
    int fd = sl_source_open(name, 0, &error);
    FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

    if (file) {
        read_file(reader, file, &error);
        fclose(file);
    }
    if (error) {
        /* A result bears the name of its capture, and it is the report that is broken. */
        fault = g_strdup_printf("the report %s: %s", shown, error->message);
    }
    take_results(results, reader, fault);
    sl_jsonl_reader_free(reader);
}

static GPtrArray *read_reports(char **names)
{
    GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)sl_result_free);

    for (; *names; names++) {
        read_report(results, *names);
    }
    return results;
}

/* --- captures -------------------------------------------------------------------------------- */

static void work(gpointer data, gpointer done)
{
    sl_capture_job_run(data);
    g_async_queue_push(done, data);
}

static void wait_for(GPtrArray *jobs, GAsyncQueue *done)
{
    struct sl_progress *progress = sl_progress_new(jobs->len);
    guint left = jobs->len;

    while (left > 0) {
        if (g_async_queue_timeout_pop(done, SL_PROGRESS_INTERVAL)) {
            left--;
        }
        sl_progress_show(progress, jobs->len - left, sl_capture_job_progress(jobs));
    }
    sl_progress_free(progress);
}

static void run_all(GPtrArray *jobs, unsigned at_once)
{
    GAsyncQueue *done = g_async_queue_new();
    GThreadPool *pool = g_thread_pool_new(work, done, (gint)at_once, FALSE, NULL);

    for (guint i = 0; i < jobs->len; i++) {
        g_thread_pool_push(pool, g_ptr_array_index(jobs, i), NULL);
    }
    wait_for(jobs, done);
    g_thread_pool_free(pool, FALSE, TRUE);
    g_async_queue_unref(done);
}

static GPtrArray *check_captures(const struct sl_options *options, struct sl_tool *tool)
{
    GPtrArray *jobs = g_ptr_array_new_with_free_func((GDestroyNotify)sl_capture_job_free);
    GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)sl_result_free);

    if (options->join) {
        g_ptr_array_add(jobs, sl_capture_job_new(options, tool, options->captures));
    }
    for (char **capture = options->captures; !options->join && *capture; capture++) {
        char *one[] = {*capture, NULL};

        g_ptr_array_add(jobs, sl_capture_job_new(options, tool, one));
    }
    run_all(jobs, options->jobs);
    for (guint i = 0; i < jobs->len; i++) {
        g_ptr_array_extend_and_steal(results, sl_capture_job_results(g_ptr_array_index(jobs, i)));
    }
    g_ptr_array_free(jobs, TRUE);
    return results;
}

GPtrArray *sl_run(const struct sl_options *options, GError **error)
{
    GPtrArray *results;
    struct sl_tool *tool;

    if (options->from_jsonl) {
        return read_reports(options->captures);
    }
    tool = sl_tool_find(options->as_root, error);
    if (!tool) {
        return NULL;
    }
    /* Once, before any capture: with each of them it would be a fault of that capture. */
    if (!sl_tool_take_options(tool, (const char *const *)options->tshark_options,
                              (const char *const *)options->decode_as, error)) {
        sl_tool_free(tool);
        return NULL;
    }
    results = check_captures(options, tool);
    sl_tool_free(tool);
    return results;
}
