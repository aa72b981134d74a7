/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One JSON document: {format, siplens_check, fail_on, exit_status, captures: […], total}. A capture
 * holds what the lines of JSON Lines hold, findings limited to --max-findings.
 */
#include "formats/format.h"
#include "formats/result-json.h"
#include "read/audit.h"

#define BROKEN 4 /* one line for each transaction and violation */

static void write_result(struct sl_json *j, const struct sl_result *r)
{
    sl_json_begin(j, NULL, '{');
    sl_result_json_capture(j, r);
    sl_json_begin(j, "transactions", '[');
    for (guint i = 0; i < r->hops->len; i++) {
        sl_json_begin(j, NULL, '{');
        sl_result_json_transaction(j, r, sl_hop_at(r, i));
        sl_json_end(j, '{');
    }
    sl_json_end(j, '[');
    sl_json_begin(j, "violations", '[');
    for (guint i = 0; i < r->violations->len; i++) {
        if (sl_violation_at(r, i)->is_listed) {
            sl_json_begin(j, NULL, '{');
            sl_result_json_violation(j, sl_violation_at(r, i));
            sl_json_end(j, '{');
        }
    }
    sl_json_end(j, '[');
    sl_json_number(j, "unlisted", r->unlisted);
    if (r->is_read) {
        sl_json_begin(j, "summary", '{');
        sl_result_json_summary(j, r);
        sl_json_end(j, '{');
    }
    sl_json_end(j, '{');
}

static void write_total(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, "total", '{');
    sl_json_number(j, "captures", audit->results->len);
    sl_json_number(j, "failed", audit->failed);
    sl_json_number(j, "unusable", audit->unusable);
    sl_json_number(j, "messages", audit->messages);
    sl_json_number(j, "calls", audit->calls);
    sl_json_number(j, "transactions", audit->transactions);
    sl_json_number(j, "violations", sl_audit_findings(audit));
    sl_json_number(j, "unlisted", audit->unlisted);
    sl_json_begin(j, "rules", '{');
    for (guint i = 0; i < audit->rules->len; i++) {
        sl_json_number(j, sl_audit_rule(audit, i)->name, sl_audit_rule(audit, i)->count);
    }
    sl_json_end(j, '{');
    sl_result_json_counts(j, SL_MEMBER_SUMMARY_VERDICTS, audit->verdicts);
    sl_result_json_counts(j, SL_MEMBER_SUMMARY_OUTCOMES, audit->outcomes);
    sl_result_json_counts(j, SL_MEMBER_SUMMARY_CLASSES, audit->classes + 1);
    sl_result_json_hidden(j, "hidden", audit->hidings);
    sl_result_json_changes(j, "changed", audit->changes);
    sl_json_end(j, '{');
}

void sl_format_json(const struct sl_audit *audit, struct sl_out *out)
{
    struct sl_json j = sl_json_new(out, BROKEN);
    const struct sl_options *o = audit->options;

    sl_json_begin(&j, NULL, '{');
    sl_json_number(&j, "format", SL_JSON_FORMAT);
    sl_json_string(&j, "siplens_check", SIPLENS_VERSION);
    sl_json_string(&j, "fail_on", o->fails ? sl_severity_name(o->fail_on) : "never");
    sl_json_number(&j, "exit_status", (uint64_t)sl_audit_exit_status(audit));
    sl_json_begin(&j, "captures", '[');
    for (guint i = 0; i < audit->results->len; i++) {
        write_result(&j, sl_audit_result(audit, i));
    }
    sl_json_end(&j, '[');
    write_total(&j, audit);
    sl_json_end(&j, '{');
    sl_out_string(out, "\n");
}
