/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON Lines of somebody else, and what they come to. */
#include <glib.h>
#include <string.h>

#include "command-line.h"
#include "read/audit.h"
#include "read/jsonl-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct sl_options *options(void)
{
    static char *arguments[] = {(char *)"siplens-check", (char *)"--from-jsonl", (char *)"x.jsonl",
                                NULL};
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

/* Line by line, as siplens-check reads a file. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct sl_reader *reader = sl_reader_new("x.jsonl");
    const char *at = (const char *)bytes, *end = at + size;
    gboolean is_good = TRUE;
    GPtrArray *results;
    struct sl_audit *audit;

    while (is_good && at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        g_autofree char *line = g_malloc(length + 1);
        g_autoptr(GError) error = NULL;

        memcpy(line, at, length);
        line[length] = '\0';
        is_good = sl_reader_line(reader, line, length, &error);
        g_assert_true(is_good == (error == NULL));
        at += length + 1;
    }
    results = sl_reader_finish(reader);
    audit = sl_audit_new(options(), results);
    for (unsigned i = 0; i < results->len; i++) {
        check_result(sl_audit_result(audit, i));
    }
    sl_audit_exit_status(audit);
    sl_audit_free(audit);
    sl_reader_free(reader);
    return 0;
}
