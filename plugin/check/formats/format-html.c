/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One HTML page that needs nothing else, not even scripts: they only add the search. What could
 * ever get past the escaping is stopped by the page's own policy, which allows our script alone.
 */
#include <string.h>

#include "base/unconst.h"
#include "formats/format.h"
#include "formats/ladder.h"
#include "formats/page.h"
#include "formats/phrase.h"
#include "formats/svg.h"
#include "formats/worst.h"
#include "report/report.h"

#define CALLS 10000  /* that are shown: those with findings first, the worst before */
#define LADDERS 2000 /* calls with a ladder: those with findings first */
#define ARROWS 400   /* in one ladder */

/* What is shown, and how many ladders may still be drawn, of calls with findings and of others. */
struct budget {
    GHashTable *calls; /* those with findings that are shown; NULL: all of them */
    uint64_t other_calls;
    uint64_t broken, other;
    uint64_t undrawn;
    struct sl_left_out left;
    uint64_t left_other_calls;
};

/* --- pieces ---------------------------------------------------------------------------------- */

static void value(struct sl_out *out, const char *text)
{
    sl_out_value(out, sl_safe_markup, text);
}

static void text(struct sl_out *out, const char *whole)
{
    sl_out_text(out, sl_safe_markup, whole);
}

/* The name of a rule, that may wrap at each underscore rather than anywhere. */
static void rule_name(struct sl_out *out, const char *name)
{
    g_autoptr(GString) whole = g_string_new(NULL);
    g_auto(GStrv) words = NULL;
    g_autofree char *wrapping = NULL;

    sl_safe_value(whole, sl_safe_markup, name);
    words = g_strsplit(whole->str, "_", -1);
    wrapping = g_strjoinv("_<wbr>", words);
    sl_out_string(out, wrapping);
}

static void tag(struct sl_out *out, enum sl_severity severity)
{
    sl_out_printf(out, "<span class=\"tag s%d\">%s</span>", severity, sl_severity_name(severity));
}

static void cell(struct sl_out *out, uint64_t n)
{
    sl_out_printf(out, "<td class=\"n\">%" G_GUINT64_FORMAT "</td>", n);
}

static void tile(struct sl_out *out, const char *class, uint64_t n, const char *label)
{
    sl_out_printf(out, "<div><b class=\"%s\">%" G_GUINT64_FORMAT "</b><span>%s</span></div>\n",
                  class, n, label);
}

/* --- a call ---------------------------------------------------------------------------------- */

static void write_finding(struct sl_out *out, const struct sl_violation *v)
{
    sl_out_printf(out, "<li class=\"s%d\"><b>", v->severity);
    value(out, v->rule);
    sl_out_string(out, "</b> ");
    tag(out, v->severity);
    sl_out_printf(out, " <span class=\"ref\">#%u · ", v->frame);
    sl_phrase_seconds(sl_out_buffer(out), v->time_ns);
    sl_out_string(out, " s</span><p lang=\"zh\">");
    text(out, v->text.zh);
    sl_out_string(out, "</p><p lang=\"en\">");
    text(out, v->text.en);
    sl_out_string(out, "</p><p class=\"ref\">");
    value(out, v->reference);
    sl_out_string(out, "</p></li>\n");
}

static void write_findings(struct sl_out *out, const struct sl_result *r,
                           const struct sl_call_result *call)
{
    if (!sl_call_findings(call)) {
        return;
    }
    sl_out_string(out, "<ul class=\"fs\">\n");
    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        if (sl_violation_at(r, i)->is_listed) {
            write_finding(out, sl_violation_at(r, i));
        }
    }
    if (call->unlisted) {
        sl_out_string(out, "<li><p>");
        sl_phrase_count(sl_out_buffer(out), call->unlisted, "more finding");
        sl_out_string(out, ", beyond --max-findings</p></li>\n");
    }
    sl_out_string(out, "</ul>\n");
}

static void write_ladder(struct sl_out *out, const struct sl_result *r,
                         const struct sl_call_result *call)
{
    struct sl_ladder *ladder = sl_ladder_new(r, call, ARROWS);

    if (ladder->columns->len > 0) {
        sl_svg_write(out, ladder);
    }
    if (ladder->left_out) {
        sl_out_string(out, "<p class=\"sub\">另有 ");
        sl_out_printf(out, "%u 条消息未画出 · ", ladder->left_out);
        sl_phrase_count(sl_out_buffer(out), ladder->left_out, "more message");
        sl_out_string(out, " not drawn</p>\n");
    }
    sl_ladder_free(ladder);
}

/* The worst verdict of the call's transactions, for its line. */
static enum sl_verdict verdict_of(const struct sl_result *r, const struct sl_call_result *call)
{
    static const int rank[SL_VERDICTS] = {
        [SL_VERDICT_OK] = 0,
        [SL_VERDICT_INCOMPLETE] = 1,
        [SL_VERDICT_NOTE] = 2,
        [SL_VERDICT_VIOLATION] = 3,
    };
    enum sl_verdict worst = SL_VERDICT_OK;

    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        if (rank[sl_hop_at(r, i)->verdict] > rank[worst]) {
            worst = sl_hop_at(r, i)->verdict;
        }
    }
    return worst;
}

static void write_state(struct sl_out *out, const struct sl_result *r,
                        const struct sl_call_result *call)
{
    const struct sl_name *verdict = sl_verdict_name(verdict_of(r, call));
    enum sl_severity worst = sl_call_worst(call);

    if (worst != SL_SEVERITY_OFF) {
        tag(out, worst);
    } else if (call->first_hop == SL_NO_INDEX) {
        sl_out_string(out, "<span class=\"tag\">无 INVITE 事务 no INVITE</span>");
    } else {
        sl_out_printf(out, "<span class=\"tag%s\">%s %s</span>",
                      strcmp(verdict->name, "ok") == 0 ? " s0" : "", verdict->text.zh,
                      verdict->text.en);
    }
}

static void write_incomplete(struct sl_out *out, const struct sl_result *r,
                             const struct sl_call_result *call)
{
    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        const struct sl_hop *hop = sl_hop_at(r, i);

        if (hop->verdict == SL_VERDICT_INCOMPLETE && hop->incomplete.text.en) {
            sl_out_printf(out, "<p class=\"sub\">事务 %u · transaction %u: ", hop->number,
                          hop->number);
            sl_phrase_both(sl_out_buffer(out), sl_safe_markup, &hop->incomplete.text, " / ");
            sl_out_string(out, "</p>\n");
        }
    }
}

/* Whether CALL still gets a ladder, which is then counted. */
static bool gets_ladder(struct budget *budget, const struct sl_call_result *call)
{
    uint64_t *left = sl_call_findings(call) ? &budget->broken : &budget->other;

    if (call->first_hop == SL_NO_INDEX) {
        return false;
    }
    if (*left == 0) {
        budget->undrawn++;
        return false;
    }
    (*left)--;
    return true;
}

/* Whether CALL is shown; if not, it is counted. */
static bool gets_shown(struct budget *budget, const struct sl_call_result *call)
{
    if (sl_call_findings(call)) {
        bool is_shown = !budget->calls || g_hash_table_contains(budget->calls, call);

        budget->left.calls += !is_shown;
        budget->left.findings += is_shown ? 0 : sl_call_findings(call) - call->unlisted;
        return is_shown;
    }
    if (budget->other_calls == 0) {
        budget->left_other_calls++;
        return false;
    }
    budget->other_calls--;
    return true;
}

static void write_call(struct sl_out *out, const struct sl_result *r,
                       const struct sl_call_result *call, struct budget *budget)
{
    sl_out_printf(out, "<details class=\"call\"%s><summary>",
                  sl_call_findings(call) ? " open" : "");
    if (call->number) {
        sl_out_printf(out, "<b>呼叫 call %u</b><span class=\"k\">", call->number);
        value(out, call->call_id);
        sl_out_string(out, "</span>");
    } else {
        sl_out_string(out, "<b>不属于任何呼叫的消息 messages without a call</b>");
    }
    write_state(out, r, call);
    sl_out_string(out, "</summary><div class=\"in\">\n");
    write_findings(out, r, call);
    write_incomplete(out, r, call);
    if (gets_ladder(budget, call)) {
        write_ladder(out, r, call);
    }
    sl_out_string(out, "</div></details>\n");
}

/* --- a capture ------------------------------------------------------------------------------- */

static void write_result(struct sl_out *out, const struct sl_result *r, unsigned number,
                         struct budget *budget)
{
    const struct sl_text *lack = sl_phrase_lack(r);

    sl_out_printf(out, "<section><h2 id=\"c%u\">", number);
    text(out, r->file);
    sl_out_string(out, "</h2>\n");
    if (r->error) {
        sl_out_printf(out, "<p class=\"s3\"><b>%s %s:</b> ", lack->zh, lack->en);
        text(out, r->error);
        sl_out_string(out, "</p>\n");
    } else if (lack) {
        sl_out_printf(out, "<p class=\"sub\">%s %s</p>\n", lack->zh, lack->en);
    }
    if (r->start) {
        sl_out_string(out, "<p class=\"sub\">开始于 starts at ");
        sl_phrase_start(sl_out_buffer(out), sl_safe_markup, r->start);
        sl_out_string(out, "</p>\n");
    }
    if (r->clock_is_broken) {
        sl_out_printf(out, "<p class=\"s2\">%s · %s</p>\n", sl_report_clock.zh, sl_report_clock.en);
    }
    for (int pass = 0; pass < 2; pass++) { /* calls with findings first */
        for (guint i = 0; i < r->calls->len; i++) {
            const struct sl_call_result *call = sl_call_at(r, i);

            if ((sl_call_findings(call) > 0) == (pass == 0) &&
                (call->number || sl_call_findings(call))) {
                if (gets_shown(budget, call)) {
                    write_call(out, r, call, budget);
                }
            }
        }
    }
    sl_out_string(out, "</section>\n");
}

/* --- the summary ----------------------------------------------------------------------------- */

static void write_tiles(struct sl_out *out, const struct sl_audit *audit)
{
    sl_out_string(out, "<div class=\"sum\">\n");
    tile(out, "s3", audit->count[SL_SEVERITY_ERROR], "错误 errors");
    tile(out, "s2", audit->count[SL_SEVERITY_WARN], "警告 warnings");
    tile(out, "s1", audit->count[SL_SEVERITY_NOTE], "提示 notes");
    tile(out, "", audit->calls, "呼叫 calls");
    tile(out, "", audit->transactions, "INVITE 事务 transactions");
    tile(out, "", audit->messages, "SIP 消息 messages");
    if (audit->unusable) {
        tile(out, "s3", audit->unusable, "未能使用或未读完 captures not used, or not to the end");
    }
    if (audit->hidden) {
        tile(out, "", audit->hidden, "按设置隐去 hidden findings");
    }
    sl_out_string(out, "</div>\n");
}

static void write_rules(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->rules->len == 0) {
        return;
    }
    sl_out_string(out, "<h2>规则 Rules</h2><div class=\"tab\"><table class=\"g rules\"><tr>"
                       "<th class=\"n\">n</th>"
                       "<th>severity</th><th>rule</th><th></th></tr>\n");
    for (guint i = 0; i < audit->rules->len; i++) {
        const struct sl_rule_count *c = sl_audit_rule(audit, i);

        sl_out_string(out, "<tr>");
        cell(out, c->count);
        sl_out_string(out, "<td>");
        tag(out, c->severity);
        sl_out_string(out, "</td><td class=\"w r\"><code>");
        rule_name(out, c->name);
        sl_out_string(out, "</code></td><td>");
        if (c->rule) {
            sl_phrase_both(sl_out_buffer(out), sl_safe_markup, &c->rule->summary, "<br>");
        }
        sl_out_string(out, "</td></tr>\n");
    }
    sl_out_string(out, "</table></div>\n");
}

static void write_outcomes(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->transactions == 0) {
        return;
    }
    sl_out_string(out, "<h2>INVITE 事务 INVITE transactions</h2><div class=\"tab\"><table>\n");
    for (int v = 0; v < SL_VERDICTS; v++) {
        const struct sl_name *name = sl_verdict_name((enum sl_verdict)v);

        if (audit->verdicts[v]) {
            sl_out_string(out, "<tr>");
            cell(out, audit->verdicts[v]);
            sl_out_printf(out, "<td>结论 verdict</td><td>%s %s</td></tr>\n", name->text.zh,
                          name->text.en);
        }
    }
    for (int o = 0; o < SL_OUTCOMES; o++) {
        const struct sl_name *name = sl_outcome_name((enum sl_outcome)o);

        if (audit->outcomes[o]) {
            sl_out_string(out, "<tr>");
            cell(out, audit->outcomes[o]);
            sl_out_printf(out, "<td>结果 outcome</td><td>%s %s</td></tr>\n", name->text.zh,
                          name->text.en);
        }
    }
    sl_out_string(out, "</table></div>\n");
}

static void write_hidden(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->hidings->len == 0) {
        return;
    }
    sl_out_string(out, "<h2>按设置隐去 Hidden, as set</h2><div class=\"tab\"><table>\n");
    for (guint i = 0; i < audit->hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(audit->hidings, struct sl_hiding, i);

        sl_out_string(out, "<tr>");
        cell(out, h->count);
        sl_out_string(out, "<td class=\"w\">");
        text(out, h->why);
        sl_out_string(out, "</td></tr>\n");
    }
    sl_out_string(out, "</table></div>\n");
}

static void write_changes(struct sl_out *out, const struct sl_audit *audit)
{
    if (sl_changes_count(audit->changes) == 0) {
        return;
    }
    sl_out_string(out, "<h2>由设置文件改动 Changed by a settings file</h2><ul>\n");
    for (unsigned i = 0; i < sl_changes_count(audit->changes); i++) {
        sl_out_string(out, "<li>");
        sl_phrase_change(sl_out_buffer(out), sl_safe_markup, sl_changes_at(audit->changes, i));
        sl_out_string(out, "</li>\n");
    }
    sl_out_string(out, "</ul>\n");
}

static void write_captures(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->results->len < 2) {
        return;
    }
    sl_out_string(out,
                  "<h2>抓包 Captures</h2><div class=\"tab\"><table class=\"g caps\"><tr><th></th>"
                  "<th class=\"n\">calls</th><th class=\"n\">error</th>"
                  "<th class=\"n\">warn</th><th class=\"n\">note</th><th></th></tr>\n");
    for (guint i = 0; i < audit->results->len; i++) {
        const struct sl_result *r = sl_audit_result(audit, i);
        const struct sl_text *lack = sl_phrase_lack(r);

        sl_out_printf(out, "<tr><td class=\"w\"><a href=\"#c%u\">", i + 1);
        text(out, r->file);
        sl_out_string(out, "</a></td>");
        cell(out, r->call_count);
        for (int s = SL_SEVERITY_ERROR; s >= SL_SEVERITY_NOTE; s--) {
            cell(out, r->count[s]);
        }
        sl_out_string(out, "<td>"); /* quite empty for most: the style looks at that */
        if (lack) {
            sl_out_printf(out, "%s %s", lack->zh, lack->en);
        }
        sl_out_string(out, "</td></tr>\n");
    }
    sl_out_string(out, "</table></div>\n");
}

/* --- the page -------------------------------------------------------------------------------- */

/* What the page may run and load, by the hash of our script: nothing else at all. */
static void write_policy(struct sl_out *out)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof(digest);
    g_autofree char *base64 = NULL;

    g_checksum_update(sum, (const guchar *)sl_page_script, -1);
    g_checksum_get_digest(sum, digest, &length);
    base64 = g_base64_encode(digest, length);
    sl_out_printf(out,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; "
                  "form-action 'none'\">\n",
                  base64);
    g_checksum_free(sum);
}

static void write_head(struct sl_out *out, const struct sl_audit *audit)
{
    sl_out_string(out, "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n");
    write_policy(out);
    sl_out_string(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<title>SIP Lens</title>\n<style>\n");
    sl_out_string(out, sl_page_style);
    sl_out_string(out, sl_page_style_media);
    sl_out_string(out, "</style>\n</head>\n<body>\n<header><h1>SIP Lens 报告 report</h1>"
                       "<p class=\"sub\">siplens-check " SIPLENS_VERSION " · ");
    sl_phrase_conclusion(sl_out_buffer(out), audit);
    sl_out_string(out, "</p></header>\n");
}

static struct budget budget_for(const struct sl_audit *audit)
{
    GArray *calls = sl_worst_calls(audit);
    uint64_t broken = MIN(calls->len, LADDERS);
    struct budget budget = {
        .broken = broken, .other = LADDERS - broken, .other_calls = CALLS - MIN(calls->len, CALLS)};

    if (calls->len > CALLS) {
        budget.calls = g_hash_table_new(NULL, NULL);
        for (guint i = 0; i < CALLS; i++) {
            g_hash_table_add(budget.calls, sl_unconst(sl_worst_at(calls, i)->call));
        }
    }
    g_array_free(calls, TRUE);
    return budget;
}

static void write_left_out(struct sl_out *out, const struct budget *budget)
{
    if (budget->undrawn) {
        sl_out_printf(out,
                      "<p class=\"sub\">另有 %" G_GUINT64_FORMAT
                      " 个呼叫未画梯形图 · %" G_GUINT64_FORMAT
                      " more calls have no ladder: a page shows %d</p>\n",
                      budget->undrawn, budget->undrawn, LADDERS);
    }
    if (sl_left_out_any(&budget->left)) {
        sl_out_string(out, "<p class=\"sub\">");
        sl_phrase_left_out(sl_out_buffer(out), &budget->left, SL_ZH);
        sl_out_string(out, "<br>");
        sl_phrase_left_out(sl_out_buffer(out), &budget->left, SL_EN);
        sl_out_string(out, "</p>\n");
    }
    if (budget->left_other_calls) {
        sl_out_printf(out,
                      "<p class=\"sub\">另有 %" G_GUINT64_FORMAT
                      " 个没有发现的呼叫未列出 · %" G_GUINT64_FORMAT
                      " more calls without findings</p>\n",
                      budget->left_other_calls, budget->left_other_calls);
    }
}

void sl_format_html(const struct sl_audit *audit, struct sl_out *out)
{
    struct budget budget = budget_for(audit);

    write_head(out, audit);
    write_tiles(out, audit);
    write_rules(out, audit);
    write_outcomes(out, audit);
    write_hidden(out, audit);
    write_changes(out, audit);
    write_captures(out, audit);
    sl_out_string(out, "<div class=\"find\"><input id=\"q\" type=\"search\" aria-label=\"Search\" "
                       "placeholder=\"Call-ID, rule, 486 …\"><output id=\"n\"></output></div>\n");
    if (audit->transactions) {
        sl_out_printf(out, "<p class=\"sub\">%s · %s</p>\n", sl_phrase_ladders.zh,
                      sl_phrase_ladders.en);
    }
    sl_out_string(out, "<main>\n");
    for (guint i = 0; i < audit->results->len; i++) {
        write_result(out, sl_audit_result(audit, i), i + 1, &budget);
    }
    sl_out_string(out, "</main>\n");
    write_left_out(out, &budget);
    g_clear_pointer(&budget.calls, g_hash_table_destroy);
    sl_out_printf(out, "<script>%s</script>\n</body>\n</html>\n", sl_page_script);
}
