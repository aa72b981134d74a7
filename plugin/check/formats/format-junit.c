/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JUnit: a suite a capture, a case a call. A case fails where the call has a finding at or above
 * --fail-on; what else was found in it is its output.
 */
#include <string.h>

#include "base/unconst.h"
#include "formats/format.h"
#include "formats/phrase.h"
#include "report/report.h"

static bool fails(const struct sl_audit *audit, const struct sl_call_result *call)
{
    return sl_call_findings(call) && sl_audit_fails(audit, sl_call_worst(call));
}

/* What belongs to no call is a case only where something was found in it. */
static bool is_case(const struct sl_call_result *call)
{
    return call->number || sl_call_findings(call);
}

static void attribute(struct sl_out *out, const char *name, const char *text)
{
    sl_out_printf(out, " %s=\"", name);
    sl_out_text(out, sl_safe_markup, text);
    sl_out_string(out, "\"");
}

static void time_attribute(struct sl_out *out, int64_t ns)
{
    sl_out_string(out, " time=\"");
    sl_phrase_seconds(sl_out_buffer(out), MAX(ns, 0));
    sl_out_string(out, "\"");
}

/* --- a case ---------------------------------------------------------------------------------- */

/* From the first message of the call's INVITE transactions to the last. */
static int64_t duration(const struct sl_result *r, const struct sl_call_result *call)
{
    int64_t begin = INT64_MAX;
    int64_t end = INT64_MIN;

    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        const struct sl_hop *hop = sl_hop_at(r, i);

        if (hop->step_count) {
            begin = MIN(begin, sl_step_at(r, hop->first_step)->time_ns);
            end = MAX(end, sl_step_at(r, hop->first_step + hop->step_count - 1)->time_ns);
        }
    }
    return end > begin ? end - begin : 0;
}

static void write_findings(struct sl_out *out, const struct sl_result *r,
                           const struct sl_call_result *call)
{
    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        const struct sl_violation *v = sl_violation_at(r, i);

        if (v->is_listed) {
            sl_out_printf(out, "%s ", sl_severity_name(v->severity));
            sl_out_value(out, sl_safe_markup, v->rule);
            sl_out_printf(out, ", frame %u, ", v->frame);
            sl_phrase_seconds(sl_out_buffer(out), v->time_ns);
            sl_out_string(out, " s\n");
            sl_phrase_both(sl_out_buffer(out), sl_safe_markup, &v->text, "\n");
            sl_out_string(out, "\n");
            sl_out_text(out, sl_safe_markup, v->reference);
            sl_out_string(out, "\n\n");
        }
    }
    if (call->unlisted) {
        sl_phrase_count(sl_out_buffer(out), call->unlisted, "more finding");
        sl_out_string(out, ", beyond --max-findings\n");
    }
}

static void write_incomplete(struct sl_out *out, const struct sl_result *r,
                             const struct sl_call_result *call)
{
    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        const struct sl_hop *hop = sl_hop_at(r, i);

        if (hop->verdict == SL_VERDICT_INCOMPLETE) {
            sl_out_printf(out, "transaction %u incomplete: ", hop->number);
            sl_phrase_both(sl_out_buffer(out), sl_safe_markup, &hop->incomplete.text, " / ");
            sl_out_string(out, "\n");
        }
    }
}

static bool has_output(const struct sl_result *r, const struct sl_call_result *call)
{
    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        if (sl_hop_at(r, i)->verdict == SL_VERDICT_INCOMPLETE) {
            return true;
        }
    }
    return sl_call_findings(call) > 0;
}

/* "2 errors: ack_missing, …", as an attribute; the first rule is the type of the failure. */
static void write_failure_head(struct sl_out *out, const struct sl_result *r,
                               const struct sl_call_result *call)
{
    uint64_t count[SL_SEVERITIES];
    GString *buffer = sl_out_buffer(out);
    GPtrArray *named = g_ptr_array_new(); /* rules: one string each */

    for (int s = 0; s < SL_SEVERITIES; s++) {
        count[s] = call->count[s];
    }
    g_string_append(buffer, "<failure message=\"");
    sl_phrase_findings(buffer, count);
    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        const struct sl_violation *v = sl_violation_at(r, i);

        if (v->is_listed && v->severity == sl_call_worst(call) &&
            !g_ptr_array_find(named, v->rule, NULL)) {
            g_string_append(buffer, named->len ? ", " : ": ");
            sl_safe_value(buffer, sl_safe_markup, v->rule);
            g_ptr_array_add(named, sl_unconst(v->rule));
        }
    }
    g_string_append(buffer, "\" type=\"");
    sl_safe_value(buffer, sl_safe_markup, named->len ? g_ptr_array_index(named, 0) : "siplens");
    g_string_append(buffer, "\">");
    g_ptr_array_free(named, TRUE);
}

static void write_case(const struct sl_audit *audit, struct sl_out *out, const struct sl_result *r,
                       const struct sl_call_result *call)
{
    if (call->number) {
        sl_out_printf(out, "  <testcase name=\"call %u: ", call->number);
        sl_out_value(out, sl_safe_markup, call->call_id);
        sl_out_string(out, "\"");
    } else {
        sl_out_string(out, "  <testcase name=\"messages without a call\"");
    }
    attribute(out, "classname", r->file);
    time_attribute(out, duration(r, call));
    if (!has_output(r, call)) {
        sl_out_string(out, "/>\n");
        return;
    }
    sl_out_string(out, ">\n");
    if (fails(audit, call)) {
        write_failure_head(out, r, call);
        write_findings(out, r, call);
        write_incomplete(out, r, call);
        sl_out_string(out, "</failure>\n");
    } else {
        sl_out_string(out, "<system-out>");
        write_findings(out, r, call);
        write_incomplete(out, r, call);
        sl_out_string(out, "</system-out>\n");
    }
    sl_out_string(out, "  </testcase>\n");
}

/* --- a suite --------------------------------------------------------------------------------- */

struct counts {
    unsigned cases, failures, errors, skipped;
};

/* A case for a capture of which not all, or nothing, is known: no suite is silently empty. */
static void write_lack(struct sl_out *out, const struct sl_result *r)
{
    sl_out_string(out, "  <testcase name=\"the capture\"");
    attribute(out, "classname", r->file);
    sl_out_string(out, " time=\"0\">\n");
    sl_out_string(out, r->error ? "<error type=\"unusable\"" : "<skipped");
    attribute(out, "message", r->error ? r->error : sl_phrase_lack(r)->en);
    sl_out_string(out, "/>\n  </testcase>\n");
}

/* Without a zone, as the format has it; our times are UTC. */
static void write_timestamp(struct sl_out *out, const char *start)
{
    if (start && strlen(start) >= 19 && strspn(start, "0123456789-:T") >= 19) {
        sl_out_printf(out, " timestamp=\"%.19s\"", start);
    }
}

static void write_counts(struct sl_out *out, const struct counts *counts)
{
    sl_out_printf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\"", counts->cases,
                  counts->failures, counts->errors, counts->skipped);
}

static void count_cases(const struct sl_audit *audit, const struct sl_result *r,
                        struct counts *counts)
{
    counts->errors += r->error != NULL;
    counts->skipped += sl_result_has_no_sip(r);
    counts->cases += sl_phrase_lack(r) != NULL;
    for (guint i = 0; i < r->calls->len; i++) {
        counts->cases += is_case(sl_call_at(r, i));
        counts->failures += fails(audit, sl_call_at(r, i));
    }
}

/* What is to be said of the capture as a whole. */
static void write_output(struct sl_out *out, const struct sl_result *r)
{
    if (r->hidden == 0 && !r->clock_is_broken && sl_changes_count(r->changes) == 0) {
        return;
    }
    sl_out_string(out, "  <system-out>");
    if (r->clock_is_broken) {
        sl_out_printf(out, "%s\n%s\n", sl_report_clock.zh, sl_report_clock.en);
    }
    for (guint i = 0; i < r->hidings->len; i++) {
        sl_phrase_count(sl_out_buffer(out), sl_hiding_at(r, i)->count, "finding");
        sl_out_string(out, " hidden by ");
        sl_out_text(out, sl_safe_markup, sl_hiding_at(r, i)->why);
        sl_out_string(out, "\n");
    }
    for (unsigned i = 0; i < sl_changes_count(r->changes); i++) {
        sl_out_string(out, "changed by ");
        sl_phrase_change(sl_out_buffer(out), sl_safe_markup, sl_changes_at(r->changes, i));
        sl_out_string(out, "\n");
    }
    sl_out_string(out, "</system-out>\n");
}

static void write_suite(const struct sl_audit *audit, struct sl_out *out, const struct sl_result *r)
{
    struct counts counts = {0};

    count_cases(audit, r, &counts);
    sl_out_string(out, " <testsuite");
    attribute(out, "name", r->file);
    write_counts(out, &counts);
    time_attribute(out, r->duration_ns);
    write_timestamp(out, r->start);
    sl_out_string(out, ">\n");
    if (sl_phrase_lack(r)) {
        write_lack(out, r);
    }
    for (guint i = 0; i < r->calls->len; i++) {
        if (is_case(sl_call_at(r, i))) {
            write_case(audit, out, r, sl_call_at(r, i));
        }
    }
    write_output(out, r);
    sl_out_string(out, " </testsuite>\n");
}

void sl_format_junit(const struct sl_audit *audit, struct sl_out *out)
{
    struct counts counts = {0};

    for (guint i = 0; i < audit->results->len; i++) {
        count_cases(audit, sl_audit_result(audit, i), &counts);
    }
    sl_out_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"siplens\"");
    write_counts(out, &counts);
    sl_out_string(out, ">\n");
    for (guint i = 0; i < audit->results->len; i++) {
        write_suite(audit, out, sl_audit_result(audit, i));
    }
    sl_out_string(out, "</testsuites>\n");
}
