/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON Lines of somebody else, and what they come to. */
#include <glib.h>
#include <string.h>

#include "base/unconst.h"
#include "command-line.h"
#include "read/audit.h"
#include "read/json-scan.h"
#include "read/jsonl-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct sl_options *options(void)
{
    char *arguments[] = {sl_unconst("siplens-check"), sl_unconst("--from-jsonl"),
                         sl_unconst("x.jsonl"), NULL};
    static struct sl_options *parsed;
    char *help;

    if (!parsed) {
        parsed = sl_command_line_parse(arguments, &help, NULL);
        g_assert_nonnull(parsed);
    }
    return parsed;
}

static void check_result(const struct sl_result *result)
{
    uint64_t findings = 0;

    for (unsigned i = 0; i < result->hops->len; i++) {
        const struct sl_hop *hop = sl_hop_at(result, i);

        g_assert_cmpuint(hop->first_step + hop->step_count, <=, result->steps->len);
        g_assert_cmpint(hop->next_in_call, <, (int)result->hops->len);
    }
    for (unsigned i = 0; i < result->calls->len; i++) {
        findings += sl_call_findings(sl_call_at(result, i));
    }
    g_assert_cmpuint(findings, <=, sl_result_findings(result));
}

/* A line alone: what the reader takes is JSON; and no byte behind the line is looked at. */
static void check_line(const char *line, size_t length)
{
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new("x.jsonl");
    g_autofree char *exact = g_memdup2(line, length);
    g_autoptr(GError) error = NULL;
    gboolean is_good = sl_jsonl_reader_line(reader, exact, length, &error);
    bool is_blank = length == 0 || (length == 1 && *line == '\r');

    g_assert_true(is_good == (error == NULL));
    g_assert_true(!is_good || is_blank || sl_json_scan(exact, length));
    g_ptr_array_unref(sl_jsonl_reader_finish(reader));
    sl_jsonl_reader_free(reader);
}

/* All of it, as siplens-check reads a file; each line alone as well. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new("x.jsonl");
    const char *at = (const char *)bytes, *end = at + size;
    g_autoptr(GError) error = NULL;
    GPtrArray *results;
    struct sl_audit *audit;

    if (!sl_jsonl_reader_feed(reader, at, size, &error) ||
        !sl_jsonl_reader_feed_end(reader, &error)) {
        g_assert_nonnull(error);
        sl_jsonl_reader_blame(reader, error->message);
    }
    results = sl_jsonl_reader_finish(reader);
    audit = sl_audit_new(options(), results);
    for (unsigned i = 0; i < results->len; i++) {
        check_result(sl_audit_result(audit, i));
    }
    g_assert_true(!error || sl_audit_exit_status(audit) == 3);
    sl_audit_free(audit);
    sl_jsonl_reader_free(reader);
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);

        check_line(at, length);
        at += length + 1;
    }
    return 0;
}
