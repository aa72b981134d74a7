/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markdown, as code forges render it, with a sequence diagram (Mermaid) of each broken call. All
 * text of others is written with character references, see safe.c.
 */
#include "formats/format.h"
#include "formats/ladder.h"
#include "formats/phrase.h"
#include "report/report.h"

#define DIAGRAMS 50 /* a page with more is not rendered in reasonable time */
#define ARROWS 100  /* in a diagram; Mermaid refuses very long ones */

struct diagrams {
    unsigned wanted;   /* calls that should have one, whether drawn or not */
    bool is_explained; /* below the first one */
};

static void value(struct sl_out *out, const char *text)
{
    sl_out_value(out, sl_safe_markdown, text);
}

/* --- diagrams -------------------------------------------------------------------------------- */

static void arrow(struct sl_out *out, const struct sl_rung *rung)
{
    GString *buffer = sl_out_buffer(out);
    const struct sl_step *step = rung->step;

    g_string_append_printf(buffer, "    H%u%sH%u: ", rung->from, step->status ? "-->>" : "->>",
                           rung->to);
    sl_phrase_step(buffer, sl_safe_mermaid, step);
    if (step->label.zh) {
        g_string_append_c(buffer, ' ');
        sl_safe_value(buffer, sl_safe_mermaid, step->label.zh);
    }
    if (step->repeat_of) {
        g_string_append_printf(buffer, " %s %u", step->is_duplicate ? "duplicate of" : "repeat of",
                               step->repeat_of);
    }
    g_string_append_printf(buffer, " #40;%u#41;\n", rung->frame);
}

static void notes(struct sl_out *out, const struct sl_rung *rung, unsigned columns)
{
    unsigned first = rung->step ? MIN(rung->from, rung->to) : 0;
    unsigned last = rung->step ? MAX(rung->from, rung->to) : columns - 1;

    for (const struct sl_violation **v = rung->findings; v && *v; v++) {
        sl_out_printf(out, "    Note over H%u", first);
        if (last != first) {
            sl_out_printf(out, ",H%u", last);
        }
        sl_out_printf(out, ": %s ", sl_severity_name((*v)->severity));
        sl_out_value(out, sl_safe_mermaid, (*v)->rule);
        sl_out_printf(out, " #40;%u#41;\n", rung->frame);
    }
}

static void diagram(struct sl_out *out, const struct sl_result *r,
                    const struct sl_call_result *call, struct diagrams *diagrams)
{
    struct sl_ladder *ladder = sl_ladder_new(r, call, ARROWS);

    if (ladder->columns->len > 0) {
        sl_out_string(out, "\n```mermaid\nsequenceDiagram\n");
        for (guint i = 0; i < ladder->columns->len; i++) {
            sl_out_printf(out, "    participant H%u as ", i);
            sl_phrase_party(sl_out_buffer(out), sl_safe_mermaid, sl_ladder_column(ladder, i));
            sl_out_string(out, "\n");
        }
        for (guint i = 0; i < ladder->rungs->len; i++) {
            if (sl_ladder_rung(ladder, i)->step) {
                arrow(out, sl_ladder_rung(ladder, i));
            }
            notes(out, sl_ladder_rung(ladder, i), ladder->columns->len);
        }
        sl_out_string(out, "```\n");
        if (!diagrams->is_explained) {
            sl_out_printf(out, "\n%s  \n%s\n", sl_phrase_ladders.zh, sl_phrase_ladders.en);
            diagrams->is_explained = true;
        }
    }
    if (ladder->left_out) {
        sl_out_string(out, "\nThe diagram leaves out ");
        sl_phrase_count(sl_out_buffer(out), ladder->left_out, "more message");
        sl_out_string(out, ".\n");
    }
    sl_ladder_free(ladder);
}

/* --- findings -------------------------------------------------------------------------------- */

static void finding(struct sl_out *out, const struct sl_violation *v)
{
    sl_out_printf(out, "- **%s** ", sl_severity_name(v->severity));
    value(out, v->rule);
    sl_out_printf(out, ", frame %u, ", v->frame);
    sl_phrase_seconds(sl_out_buffer(out), v->time_ns);
    sl_out_string(out, " s  \n  ");
    sl_phrase_both(sl_out_buffer(out), sl_safe_markdown, &v->text, "  \n  ");
    sl_out_string(out, "  \n  *");
    value(out, v->reference);
    sl_out_string(out, "*\n");
}

static void write_call(struct sl_out *out, const struct sl_result *r,
                       const struct sl_call_result *call, struct diagrams *diagrams)
{
    if (call->number) {
        sl_out_printf(out, "\n### Call %u: ", call->number);
        value(out, call->call_id);
        sl_out_string(out, "\n\n");
    } else {
        sl_out_string(out, "\n### Messages without a call\n\n");
    }
    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        if (sl_violation_at(r, i)->is_listed) {
            finding(out, sl_violation_at(r, i));
        }
    }
    if (call->unlisted) {
        sl_out_string(out, "- ");
        sl_phrase_count(sl_out_buffer(out), call->unlisted, "more finding");
        sl_out_string(out, ", beyond `--max-findings`\n");
    }
    if (call->first_hop != SL_NO_INDEX && diagrams->wanted++ < DIAGRAMS) {
        diagram(out, r, call, diagrams);
    }
}

static void write_incomplete(struct sl_out *out, const struct sl_result *r)
{
    unsigned shown = 0;

    for (guint i = 0; i < r->hops->len && shown < SL_REPORT_INCOMPLETE; i++) {
        if (sl_hop_at(r, i)->verdict == SL_VERDICT_INCOMPLETE) {
            sl_out_string(out, shown++ == 0 ? "\n### 抓包不完整 Incomplete\n\n- " : "- ");
            sl_phrase_incomplete(sl_out_buffer(out), sl_safe_markdown, sl_hop_at(r, i));
            sl_out_string(out, "\n");
        }
    }
    if (shown < r->verdicts[SL_VERDICT_INCOMPLETE]) {
        sl_out_string(out, "- ");
        sl_phrase_more_incomplete(sl_out_buffer(out), r, shown);
        sl_out_string(out, "\n");
    }
}

static bool has_incomplete(const struct sl_result *r)
{
    for (guint i = 0; i < r->hops->len; i++) {
        if (sl_hop_at(r, i)->verdict == SL_VERDICT_INCOMPLETE) {
            return true;
        }
    }
    return false;
}

static void write_result(struct sl_out *out, const struct sl_result *r, struct diagrams *diagrams)
{
    if (!r->error && !r->clock_is_broken && !sl_result_findings(r) && !has_incomplete(r)) {
        return;
    }
    sl_out_string(out, "\n## ");
    sl_out_text(out, sl_safe_markdown, r->file);
    sl_out_string(out, "\n");
    if (r->error) {
        sl_out_printf(out, "\n**%s %s:** ", sl_phrase_lack(r)->zh, sl_phrase_lack(r)->en);
        sl_out_text(out, sl_safe_markdown, r->error);
        sl_out_string(out, "\n");
    }
    if (r->clock_is_broken) {
        sl_out_printf(out, "\n%s  \n%s\n", sl_report_clock.zh, sl_report_clock.en);
    }
    for (guint i = 0; i < r->calls->len; i++) {
        if (sl_call_findings(sl_call_at(r, i))) {
            write_call(out, r, sl_call_at(r, i), diagrams);
        }
    }
    write_incomplete(out, r);
}

/* --- summary --------------------------------------------------------------------------------- */

static void write_captures(struct sl_out *out, const struct sl_audit *audit)
{
    sl_out_string(out, "| 抓包 capture | 开始于 starts at | 呼叫 calls | INVITE 事务 transactions "
                       "| error | warn | note |  |\n|---|---|--:|--:|--:|--:|--:|---|\n");
    for (guint i = 0; i < audit->results->len; i++) {
        const struct sl_result *r = sl_audit_result(audit, i);
        const struct sl_text *lack = sl_phrase_lack(r);
        GString *buffer = sl_out_buffer(out);

        g_string_append(buffer, "| ");
        sl_safe_markdown(buffer, r->file);
        g_string_append(buffer, " | ");
        if (r->start) {
            sl_phrase_start(buffer, sl_safe_markdown, r->start);
        }
        g_string_append_printf(buffer, " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT,
                               r->call_count, r->transactions);
        for (int s = SL_SEVERITY_ERROR; s >= SL_SEVERITY_NOTE; s--) {
            g_string_append_printf(buffer, " | %" G_GUINT64_FORMAT, r->count[s]);
        }
        g_string_append_printf(buffer, " | %s |\n", lack ? lack->en : "");
    }
}

static void write_rules(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->rules->len == 0) {
        return;
    }
    sl_out_string(out, "\n| 规则 rule | severity | n |  |\n|---|---|--:|---|\n");
    for (guint i = 0; i < audit->rules->len; i++) {
        const struct sl_rule_count *c = sl_audit_rule(audit, i);

        sl_out_string(out, "| ");
        value(out, c->name);
        sl_out_printf(out, " | %s | %" G_GUINT64_FORMAT " | ", sl_severity_name(c->severity),
                      c->count);
        if (c->rule) {
            sl_phrase_both(sl_out_buffer(out), sl_safe_markdown, &c->rule->summary, "<br>");
        }
        sl_out_string(out, " |\n");
    }
}

/* A row of a table: how many transactions came to what NAME says. */
static void transactions_row(struct sl_out *out, const char *kind, const struct sl_name *name,
                             uint64_t count)
{
    if (count) {
        sl_out_printf(out, "| %s | %s %s | %" G_GUINT64_FORMAT " |\n", kind, name->text.zh,
                      name->text.en, count);
    }
}

static void write_transactions(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->transactions == 0) {
        return;
    }
    sl_out_string(out, "\n| INVITE 事务 transactions |  | n |\n|---|---|--:|\n");
    for (int v = 0; v < SL_VERDICTS; v++) {
        transactions_row(out, "结论 verdict", sl_verdict_name((enum sl_verdict)v),
                         audit->verdicts[v]);
    }
    for (int o = 0; o < SL_OUTCOMES; o++) {
        transactions_row(out, "结果 outcome", sl_outcome_name((enum sl_outcome)o),
                         audit->outcomes[o]);
    }
}

static void write_hidden(struct sl_out *out, const struct sl_audit *audit)
{
    for (guint i = 0; i < audit->hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(audit->hidings, struct sl_hiding, i);

        sl_out_string(out, i == 0 ? "\n" : "");
        sl_out_string(out, "- ");
        sl_phrase_count(sl_out_buffer(out), h->count, "finding");
        sl_out_string(out, " hidden by ");
        sl_out_text(out, sl_safe_markdown, h->why);
        sl_out_string(out, "\n");
    }
}

static void write_changes(struct sl_out *out, const struct sl_audit *audit)
{
    for (unsigned i = 0; i < sl_changes_count(audit->changes); i++) {
        sl_out_string(out, i == 0 ? "\n由设置文件改动 Changed by a settings file:\n\n" : "");
        sl_out_string(out, "- ");
        sl_phrase_change(sl_out_buffer(out), sl_safe_markdown, sl_changes_at(audit->changes, i));
        sl_out_string(out, "\n");
    }
}

void sl_format_markdown(const struct sl_audit *audit, struct sl_out *out)
{
    struct diagrams diagrams = {0};

    sl_out_string(out, "# SIP Lens\n\n");
    sl_phrase_conclusion(sl_out_buffer(out), audit);
    sl_out_string(out, ".\n\n");
    write_captures(out, audit);
    write_rules(out, audit);
    write_transactions(out, audit);
    write_hidden(out, audit);
    write_changes(out, audit);
    for (guint i = 0; i < audit->results->len; i++) {
        write_result(out, sl_audit_result(audit, i), &diagrams);
    }
    if (diagrams.wanted > DIAGRAMS) {
        sl_out_string(out, "\n");
        sl_phrase_count(sl_out_buffer(out), diagrams.wanted - DIAGRAMS, "more call");
        sl_out_string(out, " would have a diagram: the format html draws them.\n");
    }
}
