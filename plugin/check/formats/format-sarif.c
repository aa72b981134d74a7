/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SARIF 2.1.0, for code forges. A capture is an artifact; the line of a finding is its frame, as
 * tshark prints a line a frame.
 */
#include "formats/format.h"
#include "formats/json-out.h"
#include "formats/phrase.h"
#include "formats/result-json.h"
#include "report/report.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *level_of(enum sl_severity severity)
{
    static const char *const levels[SL_SEVERITIES] = {
        [SL_SEVERITY_OFF] = "none",
        [SL_SEVERITY_NOTE] = "note",
        [SL_SEVERITY_WARN] = "warning",
        [SL_SEVERITY_ERROR] = "error",
    };

    return levels[severity];
}

/* --- pieces ---------------------------------------------------------------------------------- */

static void message(struct sl_json *j, const char *name, const char *text)
{
    sl_json_begin(j, name, '{');
    sl_json_string(j, "text", text);
    sl_json_end(j, '{');
}

/* English first: these readers show the beginning. */
static void both(struct sl_json *j, const char *name, const struct sl_text *text)
{
    const struct sl_text turned = {.zh = text->en, .en = text->zh};
    GString *whole = g_string_new(NULL);

    /* Safe for the terminals and pages that show it as it is. */
    sl_phrase_both(whole, sl_safe_terminal, &turned, "\n");
    message(j, name, whole->str);
    g_string_free(whole, TRUE);
}

static void location(struct sl_json *j, const struct sl_result *r, const struct sl_violation *v)
{
    GString *uri = g_string_new(NULL);

    sl_safe_uri(uri, r->file);
    sl_json_begin(j, "locations", '[');
    sl_json_begin(j, NULL, '{');
    sl_json_begin(j, "physicalLocation", '{');
    sl_json_begin(j, "artifactLocation", '{');
    sl_json_string(j, "uri", uri->str);
    sl_json_end(j, '{');
    if (v) {
        sl_json_begin(j, "region", '{');
        sl_json_number(j, "startLine", MAX(v->frame, 1));
        sl_json_end(j, '{');
    }
    sl_json_end(j, '{');
    if (v && v->call_id) {
        sl_json_begin(j, "logicalLocations", '[');
        sl_json_begin(j, NULL, '{');
        sl_json_string(j, "name", v->call_id);
        sl_json_string(j, "kind", "object");
        sl_json_end(j, '{');
        sl_json_end(j, '[');
    }
    sl_json_end(j, '{');
    sl_json_end(j, '[');
    g_string_free(uri, TRUE);
}

/* --- rules ----------------------------------------------------------------------------------- */

static void known_rule(struct sl_json *j, const struct sl_rule *rule)
{
    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "id", rule->name);
    both(j, "shortDescription", &rule->summary);
    both(j, "fullDescription", &rule->meaning);
    both(j, "help", &rule->next);
    sl_json_begin(j, "defaultConfiguration", '{');
    sl_json_string(j, "level", level_of(rule->severity));
    sl_json_end(j, '{');
    sl_json_begin(j, "properties", '{');
    sl_json_string(j, "group", sl_group_name(rule->group));
    sl_json_string(j, "reference", rule->reference);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
}

/* All that this siplens knows, and those that it does not but a report of another one names. */
static void rules(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, "rules", '[');
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        known_rule(j, sl_rule_at(i));
    }
    for (guint i = 0; i < audit->rules->len; i++) {
        if (!sl_audit_rule(audit, i)->rule) {
            sl_json_begin(j, NULL, '{');
            sl_json_string(j, "id", sl_audit_rule(audit, i)->name);
            sl_json_end(j, '{');
        }
    }
    sl_json_end(j, '[');
}

/* --- results --------------------------------------------------------------------------------- */

/* What stays the same when the capture is checked again, or is cut otherwise. */
static void fingerprint(struct sl_json *j, const struct sl_violation *v)
{
    g_autofree char *text = g_strdup_printf("%s\n%s\n%s", v->rule, v->call_id ? v->call_id : "",
                                            v->text.en ? v->text.en : "");
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

    sl_json_begin(j, "partialFingerprints", '{');
    sl_json_string(j, "siplens/v1", sum);
    sl_json_end(j, '{');
}

static void result(struct sl_json *j, const struct sl_result *r, const struct sl_violation *v)
{
    const struct sl_rule *rule = sl_rule_find(v->rule);

    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "ruleId", v->rule);
    if (rule) {
        sl_json_number(j, "ruleIndex", sl_rule_index(rule));
    }
    sl_json_string(j, "level", level_of(v->severity));
    both(j, "message", &v->text);
    location(j, r, v);
    fingerprint(j, v);
    sl_json_begin(j, "properties", '{');
    sl_result_json_violation(j, v);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
}

static void results(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, "results", '[');
    for (guint i = 0; i < audit->results->len; i++) {
        const struct sl_result *r = sl_audit_result(audit, i);

        for (guint v = 0; v < r->violations->len; v++) {
            if (sl_violation_at(r, v)->is_listed) {
                result(j, r, sl_violation_at(r, v));
            }
        }
    }
    sl_json_end(j, '[');
}

/* --- the run --------------------------------------------------------------------------------- */

static void clock_notification(struct sl_json *j, const struct sl_result *r)
{
    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "level", "warning");
    both(j, "message", &sl_report_clock);
    location(j, r, NULL);
    sl_json_end(j, '{');
}

static void notifications(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, "toolExecutionNotifications", '[');
    for (guint i = 0; i < audit->results->len; i++) {
        const struct sl_result *r = sl_audit_result(audit, i);

        if (r->error) {
            sl_json_begin(j, NULL, '{');
            sl_json_string(j, "level", "error");
            message(j, "message", r->error);
            location(j, r, NULL);
            sl_json_end(j, '{');
        }
        if (r->clock_is_broken) {
            clock_notification(j, r);
        }
    }
    sl_json_end(j, '[');
}

static void run(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, NULL, '{');
    sl_json_begin(j, "tool", '{');
    sl_json_begin(j, "driver", '{');
    sl_json_string(j, "name", "siplens");
    sl_json_string(j, "version", SIPLENS_VERSION);
    rules(j, audit);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
    sl_json_begin(j, "invocations", '[');
    sl_json_begin(j, NULL, '{');
    sl_json_bool(j, "executionSuccessful", audit->unusable == 0);
    sl_json_number(j, "exitCode", (uint64_t)sl_audit_exit_status(audit));
    notifications(j, audit);
    sl_json_end(j, '{');
    sl_json_end(j, '[');
    results(j, audit);
    sl_json_begin(j, "properties", '{');
    sl_json_number(j, "unlisted", audit->unlisted);
    sl_result_json_hidden(j, "hidden", audit->hidings);
    sl_result_json_changes(j, "changed", audit->changes);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
}

void sl_format_sarif(const struct sl_audit *audit, struct sl_out *out)
{
    struct sl_json j = sl_json_new(out, 4);

    sl_json_begin(&j, NULL, '{');
    sl_json_string(&j, "$schema", SCHEMA);
    sl_json_string(&j, "version", "2.1.0");
    sl_json_begin(&j, "runs", '[');
    run(&j, audit);
    sl_json_end(&j, '[');
    sl_json_end(&j, '{');
    sl_out_string(out, "\n");
}
