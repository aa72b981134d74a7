/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/markdown.h"

#include "base/escape.h"
#include "base/lines.h"
#include "formats/ladder.h"
#include "formats/phrase.h"
#include "report/report.h"

#define ARROWS 100 /* in a diagram; Mermaid refuses very long ones */
#define TEXT 1000  /* characters of a text; only reports made by others have longer ones */
#define NAME 160   /* columns of a file name */

size_t sl_markdown_length(const char *text)
{
    size_t length = 0;

    for (; *text; text++) {
        guchar byte = (guchar)*text;

        length += (byte & 0xc0) != 0x80; /* the first of a character */
        length += byte >= 0xf0;
    }
    return length;
}

static void value(struct sl_out *out, const char *text)
{
    sl_out_value(out, sl_safe_markdown, text);
}

static void text(struct sl_out *out, const char *whole)
{
    g_autofree char *cut = sl_escape_cut(whole, TEXT);

    sl_out_text(out, sl_safe_markdown, cut);
}

/* Both languages of TEXT with BETWEEN between them. */
static void both(struct sl_out *out, const struct sl_text *whole, const char *between)
{
    g_autofree char *zh = sl_escape_cut(whole->zh, TEXT);
    g_autofree char *en = sl_escape_cut(whole->en, TEXT);

    sl_phrase_both(sl_out_buffer(out), sl_safe_markdown, &(const struct sl_text){zh, en}, between);
}

/* A file name, of which the end tells more than the beginning. */
static void name(struct sl_out *out, const char *file)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    g_autoptr(GString) brief = g_string_new(NULL);

    sl_safe_terminal(clean, file);
    sl_lines_shorten(brief, clean->str, NAME);
    sl_out_text(out, sl_safe_markdown, brief->str);
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

static void participants(struct sl_out *out, const struct sl_ladder *ladder)
{
    for (guint i = 0; i < ladder->columns->len; i++) {
        sl_out_printf(out, "    participant H%u as ", i);
        sl_phrase_party(sl_out_buffer(out), sl_safe_mermaid, sl_ladder_column(ladder, i));
        sl_out_string(out, "\n");
    }
}

bool sl_markdown_diagram(struct sl_out *out, const struct sl_result *r,
                         const struct sl_call_result *call)
{
    struct sl_ladder *ladder = sl_ladder_new(r, call, ARROWS);
    bool has_any = ladder->columns->len > 0;

    if (has_any) {
        sl_out_string(out, "\n```mermaid\nsequenceDiagram\n");
        participants(out, ladder);
        for (guint i = 0; i < ladder->rungs->len; i++) {
            if (sl_ladder_rung(ladder, i)->step) {
                arrow(out, sl_ladder_rung(ladder, i));
            }
            notes(out, sl_ladder_rung(ladder, i), ladder->columns->len);
        }
        sl_out_string(out, "```\n");
    }
    if (has_any && ladder->left_out) {
        sl_out_string(out, "\nThe diagram leaves out ");
        sl_phrase_count(sl_out_buffer(out), ladder->left_out, "more message");
        sl_out_string(out, ".\n");
    }
    sl_ladder_free(ladder);
    return has_any;
}

/* --- findings -------------------------------------------------------------------------------- */

static void finding(struct sl_out *out, const struct sl_violation *v)
{
    sl_out_printf(out, "- **%s** ", sl_severity_name(v->severity));
    value(out, v->rule);
    sl_out_printf(out, ", frame %u, ", v->frame);
    sl_phrase_seconds(sl_out_buffer(out), v->time_ns);
    sl_out_string(out, " s  \n  ");
    both(out, &v->text, "  \n  ");
    sl_out_string(out, "  \n  *");
    value(out, v->reference);
    sl_out_string(out, "*\n");
}

static void call_heading(struct sl_out *out, const struct sl_call_result *call)
{
    if (call->number) {
        sl_out_printf(out, "\n### Call %u: ", call->number);
        value(out, call->call_id);
        sl_out_string(out, "\n\n");
    } else {
        sl_out_string(out, "\n### Messages without a call\n\n");
    }
}

/* Writes the finding V, unless LENGTH characters are then more than a call may have. */
static bool fits(struct sl_out *out, const struct sl_violation *v, size_t *length)
{
    struct sl_out *apart = sl_out_new_in_memory();
    size_t more;

    finding(apart, v);
    more = sl_markdown_length(sl_out_buffer(apart)->str);
    if (*length + more <= SL_MARKDOWN_CALL - 200) { /* the rest of it is ours */
        sl_out_string(out, sl_out_buffer(apart)->str);
        *length += more;
    } else {
        *length = SL_MARKDOWN_CALL; /* and no other, though it be shorter */
    }
    sl_out_discard(apart);
    return *length < SL_MARKDOWN_CALL;
}

static unsigned list_findings(struct sl_out *out, const struct sl_result *r,
                              const struct sl_call_result *call)
{
    size_t length = sl_markdown_length(sl_out_buffer(out)->str);
    unsigned shown = 0;

    for (int s = SL_SEVERITY_ERROR; s >= SL_SEVERITY_NOTE; s--) {
        int i = call->count[s] ? call->first_violation : SL_NO_INDEX;

        for (; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
            const struct sl_violation *v = sl_violation_at(r, i);

            if (v->is_listed && v->severity == (enum sl_severity)s) {
                if (!fits(out, v, &length)) {
                    return shown;
                }
                shown++;
            }
        }
    }
    return shown;
}

unsigned sl_markdown_call(struct sl_out *out, const struct sl_result *r,
                          const struct sl_call_result *call)
{
    unsigned listed = sl_call_findings(call) - call->unlisted;
    unsigned shown;

    call_heading(out, call);
    shown = list_findings(out, r, call);
    if (shown < listed) {
        sl_out_string(out, "- ");
        sl_phrase_count(sl_out_buffer(out), listed - shown, "more finding");
        sl_out_string(out, " left out\n");
    }
    if (call->unlisted) {
        sl_out_string(out, "- ");
        sl_phrase_count(sl_out_buffer(out), call->unlisted, "more finding");
        sl_out_string(out, ", beyond `--max-findings`\n");
    }
    return shown;
}

/* --- a capture ------------------------------------------------------------------------------- */

static void incomplete(struct sl_out *out, const struct sl_hop *hop)
{
    g_autofree char *zh = sl_escape_cut(hop->incomplete.text.zh, TEXT);
    g_autofree char *en = sl_escape_cut(hop->incomplete.text.en, TEXT);
    struct sl_hop brief = *hop;

    brief.incomplete.text = (struct sl_text){zh, en};
    sl_phrase_incomplete(sl_out_buffer(out), sl_safe_markdown, &brief);
}

void sl_markdown_incomplete(struct sl_out *out, const struct sl_result *r)
{
    unsigned shown = 0;

    for (guint i = 0; i < r->hops->len && shown < SL_REPORT_INCOMPLETE; i++) {
        if (sl_hop_at(r, i)->verdict == SL_VERDICT_INCOMPLETE) {
            sl_out_string(out, shown++ == 0 ? "\n### 抓包不完整 Incomplete\n\n- " : "- ");
            incomplete(out, sl_hop_at(r, i));
            sl_out_string(out, "\n");
        }
    }
    if (shown && shown < r->verdicts[SL_VERDICT_INCOMPLETE]) {
        sl_out_string(out, "- ");
        sl_phrase_more_incomplete(sl_out_buffer(out), r, shown);
        sl_out_string(out, "\n");
    }
}

void sl_markdown_capture(struct sl_out *out, const struct sl_result *r)
{
    sl_out_string(out, "\n## ");
    name(out, r->file);
    sl_out_string(out, "\n");
    if (r->error) {
        sl_out_printf(out, "\n**%s %s:** ", sl_phrase_lack(r)->zh, sl_phrase_lack(r)->en);
        text(out, r->error);
        sl_out_string(out, "\n");
    }
    if (r->clock_is_broken) {
        sl_out_printf(out, "\n%s  \n%s\n", sl_report_clock.zh, sl_report_clock.en);
    }
}

/* --- summary --------------------------------------------------------------------------------- */

void sl_markdown_capture_row(struct sl_out *out, const struct sl_result *r)
{
    const struct sl_text *lack = sl_phrase_lack(r);
    GString *buffer = sl_out_buffer(out);

    g_string_append(buffer, "| ");
    name(out, r->file);
    g_string_append(buffer, " | ");
    if (r->start) {
        sl_phrase_start(buffer, sl_safe_markdown, r->start);
    }
    g_string_append_printf(buffer, " | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT, r->call_count,
                           r->transactions);
    for (int s = SL_SEVERITY_ERROR; s >= SL_SEVERITY_NOTE; s--) {
        g_string_append_printf(buffer, " | %" G_GUINT64_FORMAT, r->count[s]);
    }
    g_string_append_printf(buffer, " | %s |\n", lack ? lack->en : "");
}

void sl_markdown_rule_row(struct sl_out *out, const struct sl_rule_count *c)
{
    sl_out_string(out, "| ");
    value(out, c->name);
    sl_out_printf(out, " | %s | %" G_GUINT64_FORMAT " | ", sl_severity_name(c->severity), c->count);
    if (c->rule) {
        both(out, &c->rule->summary, "<br>");
    }
    sl_out_string(out, " |\n");
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

void sl_markdown_transactions(struct sl_out *out, const struct sl_audit *audit)
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

void sl_markdown_hiding(struct sl_out *out, const struct sl_hiding *h)
{
    sl_out_string(out, "- ");
    sl_phrase_count(sl_out_buffer(out), h->count, "finding");
    sl_out_string(out, " hidden by ");
    text(out, h->why);
    sl_out_string(out, "\n");
}

void sl_markdown_change(struct sl_out *out, const struct sl_change *change)
{
    g_autofree char *by = sl_escape_cut(change->by, TEXT);
    g_autofree char *what = sl_escape_cut(change->what, TEXT);
    struct sl_change brief = *change;

    brief.by = by;
    brief.what = what;
    sl_out_string(out, "- ");
    sl_phrase_change(sl_out_buffer(out), sl_safe_markdown, &brief);
    sl_out_string(out, "\n");
}
