/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SARIF 2.1.0, for code forges. A capture is an artifact; the line of a finding is its frame, as
 * tshark prints a line a frame. A forge refuses a file that is too large as a whole, so that what
 * is less bad is left out, and counted.
 */
#include "base/escape.h"
#include "formats/format.h"
#include "formats/json-out.h"
#include "formats/phrase.h"
#include "formats/result-json.h"
#include "formats/worst.h"
#include "read/audit.h"
#include "report/report.h"

/*
 * What GitHub takes, even if it is not packed. It takes no more than 25 000 results and as many
 * rules, and shows the 5 000 worst results; but so many do not fit, since the shortest has more
 * than 400 bytes.
 */
#define BYTES 10000000
#define UNKNOWN_RULES 1000

/* Where in the file its parts end at the latest; all but the results are short in all likelihood.
 */
enum {
    RESULTS_END = BYTES - 1000000,
    NOTIFICATIONS_END = BYTES - 400000,
    HIDDEN_END = BYTES - 200000
};

#define TEXT 1000   /* characters of a text; only reports made by others have longer ones */
#define NAME 4096   /* of a file name */
#define FRAMES 100  /* that are named as evidence */
#define CHANGES 100 /* of settings files */

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

/* TEXT is made safe by sl_safe_sarif. */
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

    sl_phrase_both(whole, sl_safe_sarif, &turned, "\n");
    message(j, name, whole->str);
    g_string_free(whole, TRUE);
}

static void location(struct sl_json *j, const struct sl_result *r, const struct sl_violation *v)
{
    g_autofree char *file = sl_escape_cut(r->file, NAME);
    GString *uri = g_string_new(NULL);

    sl_safe_uri(uri, file);
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

static void unknown_rule(struct sl_json *j, const char *name)
{
    g_autofree char *id = sl_escape_cut(name, SL_ESCAPE_CHARACTERS);

    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "id", id);
    sl_json_end(j, '{');
}

/* All that this siplens knows, and those that it does not but a report of another one names. */
static void rules(struct sl_json *j, const struct sl_audit *audit)
{
    sl_json_begin(j, "rules", '[');
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        known_rule(j, sl_rule_at(i));
    }
    for (guint i = 0, unknown = 0; i < audit->rules->len && unknown < UNKNOWN_RULES; i++) {
        if (!sl_audit_rule(audit, i)->rule) {
            unknown_rule(j, sl_audit_rule(audit, i)->name);
            unknown++;
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

/* *TEXT cut where it has more than CHARACTERS; OWNED takes over the copy. */
static void cut(const char **text, size_t characters, GPtrArray *owned)
{
    g_ptr_array_add(owned, sl_escape_cut(*text, characters));
    *text = g_ptr_array_index(owned, owned->len - 1);
}

/* V without what is so long that it would take the room of others. */
static struct sl_violation brief(const struct sl_violation *v, GPtrArray *owned)
{
    struct sl_violation b = *v;

    cut(&b.rule, SL_ESCAPE_CHARACTERS, owned);
    cut(&b.group, SL_ESCAPE_CHARACTERS, owned);
    cut(&b.reference, TEXT, owned);
    cut(&b.text.zh, TEXT, owned);
    cut(&b.text.en, TEXT, owned);
    cut(&b.call_id, TEXT, owned);
    cut(&b.source.address, SL_ESCAPE_CHARACTERS, owned);
    cut(&b.destination.address, SL_ESCAPE_CHARACTERS, owned);
    b.evidence_count = MIN(b.evidence_count, FRAMES);
    return b;
}

static void result(struct sl_json *j, const struct sl_result *r, const struct sl_violation *whole)
{
    GPtrArray *owned = g_ptr_array_new_with_free_func(g_free);
    const struct sl_violation v = brief(whole, owned);
    const struct sl_rule *rule = sl_rule_find(v.rule);

    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "ruleId", v.rule);
    if (rule) {
        sl_json_number(j, "ruleIndex", sl_rule_index(rule));
    }
    sl_json_string(j, "level", level_of(v.severity));
    both(j, "message", &v.text);
    location(j, r, &v);
    fingerprint(j, whole);
    sl_json_begin(j, "properties", '{');
    sl_result_json_violation(j, &v);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
    g_ptr_array_free(owned, TRUE);
}

/* Writes FINDING, unless the file has no room for it. */
static bool fits(struct sl_json *j, const struct sl_worst *finding)
{
    struct sl_json apart = *j;
    bool has_room;

    apart.out = sl_out_new_in_memory();
    result(&apart, finding->result, finding->violation);
    has_room = sl_out_size(j->out) + sl_out_size(apart.out) <= RESULTS_END;
    if (has_room) {
        sl_out_string(j->out, sl_out_buffer(apart.out)->str);
        j->is_first = false;
    }
    sl_out_discard(apart.out);
    return has_room;
}

/* Adds the number of a call, or of a capture where CALL is -1, to SEEN; true if it is new. */
static bool is_new(GHashTable *seen, unsigned capture, int64_t call)
{
    gint64 *key = g_new(gint64, 1);

    *key = (gint64)capture << 33 | (call + 1);
    return g_hash_table_add(seen, key);
}

/* What of FINDINGS, of which the first SHOWN are in the file, is not. */
static struct sl_left_out left_out_of(const GArray *findings, guint shown)
{
    struct sl_left_out left = {.findings = findings->len - shown};
    GHashTable *seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

    for (guint i = 0; left.findings && i < findings->len; i++) {
        const struct sl_worst *f = sl_worst_at(findings, i);
        bool is_new_call = is_new(seen, f->capture, f->violation->call);
        bool is_new_capture = is_new(seen, f->capture, -1);

        left.calls += is_new_call && i >= shown;
        left.captures += is_new_capture && i >= shown;
    }
    g_hash_table_destroy(seen);
    return left;
}

static struct sl_left_out results(struct sl_json *j, const struct sl_audit *audit)
{
    GArray *findings = sl_worst_findings(audit);
    guint shown = 0;
    struct sl_left_out left;

    sl_json_begin(j, "results", '[');
    while (shown < findings->len && fits(j, sl_worst_at(findings, shown))) {
        shown++;
    }
    sl_json_end(j, '[');
    left = left_out_of(findings, shown);
    g_array_free(findings, TRUE);
    return left;
}

/* --- the run --------------------------------------------------------------------------------- */

static void notification(struct sl_json *j, const char *level, const struct sl_text *text,
                         const struct sl_result *r)
{
    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "level", level);
    both(j, "message", text);
    if (r) {
        location(j, r, NULL);
    }
    sl_json_end(j, '{');
}

static void notify(struct sl_json *j, const struct sl_result *r, struct sl_left_out *left)
{
    if (!r->error && !r->clock_is_broken) {
        return;
    }
    if (sl_out_size(j->out) > NOTIFICATIONS_END) {
        left->notices++;
        return;
    }
    if (r->error) {
        g_autofree char *error = sl_escape_cut(r->error, TEXT);

        notification(j, "error", &(const struct sl_text){NULL, error}, r);
    }
    if (r->clock_is_broken) {
        notification(j, "warning", &sl_report_clock, r);
    }
}

static void notify_of(struct sl_json *j, const struct sl_left_out *left)
{
    g_autoptr(GString) zh = g_string_new(NULL);
    g_autoptr(GString) en = g_string_new(NULL);

    if (sl_left_out_any(left)) {
        sl_phrase_left_out(zh, left, SL_ZH);
        sl_phrase_left_out(en, left, SL_EN);
        notification(j, "warning", &(const struct sl_text){zh->str, en->str}, NULL);
    }
}

static void invocation(struct sl_json *j, const struct sl_audit *audit, struct sl_left_out *left)
{
    sl_json_begin(j, NULL, '{');
    sl_json_bool(j, "executionSuccessful", audit->unusable == 0);
    sl_json_number(j, "exitCode", (uint64_t)sl_audit_exit_status(audit));
    sl_json_begin(j, "toolExecutionNotifications", '[');
    for (guint i = 0; i < audit->results->len; i++) {
        notify(j, sl_audit_result(audit, i), left);
    }
    notify_of(j, left);
    sl_json_end(j, '[');
    sl_json_end(j, '{');
}

static void hiding(struct sl_json *j, const char *by, uint64_t count)
{
    sl_json_begin(j, NULL, '{');
    sl_json_string(j, "by", by);
    sl_json_number(j, "count", count);
    sl_json_end(j, '{');
}

static void hidings(struct sl_json *j, const struct sl_audit *audit)
{
    uint64_t others = 0;

    sl_json_begin(j, "hidden", '[');
    for (guint i = 0; i < audit->hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(audit->hidings, struct sl_hiding, i);
        g_autofree char *by = sl_escape_cut(h->why, TEXT);

        if (sl_out_size(j->out) < HIDDEN_END) {
            hiding(j, by, h->count);
        } else {
            others += h->count;
        }
    }
    if (others) {
        hiding(j, "others", others);
    }
    sl_json_end(j, '[');
}

/* What settings files changed, as in JSON Lines; a last one without a file counts the others. */
static void changes(struct sl_json *j, const struct sl_audit *audit)
{
    struct sl_changes *shown = sl_changes_new();
    unsigned count = sl_changes_count(audit->changes);
    g_autofree char *others = NULL;

    for (unsigned i = 0; i < MIN(count, CHANGES); i++) {
        const struct sl_change *c = sl_changes_at(audit->changes, i);
        g_autofree char *by = sl_escape_cut(c->by, SL_ESCAPE_CHARACTERS);
        g_autofree char *what = sl_escape_cut(c->what, SL_ESCAPE_CHARACTERS);

        sl_changes_add(shown, by, what, c->has_count, c->count);
    }
    if (count > CHANGES) {
        others = g_strdup_printf("%u more", count - CHANGES);
        sl_changes_add(shown, "", others, false, 0);
    }
    sl_result_json_changes(j, "changed", shown);
    sl_changes_free(shown);
}

static void properties(struct sl_json *j, const struct sl_audit *audit,
                       const struct sl_left_out *left)
{
    sl_json_begin(j, "properties", '{');
    sl_json_number(j, "unlisted", audit->unlisted);
    sl_json_begin(j, "left_out", '{');
    sl_json_number(j, "findings", left->findings);
    sl_json_number(j, "calls", left->calls);
    sl_json_number(j, "captures", left->captures);
    sl_json_number(j, "notices", left->notices);
    sl_json_end(j, '{');
    hidings(j, audit);
    changes(j, audit);
    sl_json_end(j, '{');
}

/* The results come before the invocation, which says what of them was left out. */
static void run(struct sl_json *j, const struct sl_audit *audit)
{
    struct sl_left_out left;

    sl_json_begin(j, NULL, '{');
    sl_json_begin(j, "tool", '{');
    sl_json_begin(j, "driver", '{');
    sl_json_string(j, "name", "siplens");
    sl_json_string(j, "version", SIPLENS_VERSION);
    rules(j, audit);
    sl_json_end(j, '{');
    sl_json_end(j, '{');
    left = results(j, audit);
    sl_json_begin(j, "invocations", '[');
    invocation(j, audit, &left);
    sl_json_end(j, '[');
    properties(j, audit, &left);
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
