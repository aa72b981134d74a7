/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for a terminal of 80 columns. */
#include <string.h>

#include "base/lines.h"
#include "formats/format.h"
#include "formats/phrase.h"
#include "report/report.h"

#define COLUMNS 80
#define INDENT 9
#define COUNTED 10 /* behind a count */

/* What sl_out would change in a log is changed before: the lines keep their width. */
static void wrap(GString *lines, unsigned indent, const char *safe)
{
    g_autoptr(GString) text = g_string_new(NULL);

    sl_safe_log(text, safe);
    sl_lines_wrap(lines, text->str, indent, COLUMNS - indent);
}

static void wrapped(struct sl_out *out, unsigned indent, const char *safe)
{
    wrap(sl_out_buffer(out), indent, safe);
}

static void sentence(struct sl_out *out, unsigned indent, const char *text)
{
    GString *safe = g_string_new(NULL);

    if (text) {
        sl_safe_terminal(safe, text);
        wrapped(out, indent, safe->str);
    }
    g_string_free(safe, TRUE);
}

/* --- findings -------------------------------------------------------------------------------- */

static void write_violation(struct sl_out *out, const struct sl_violation *v)
{
    GString *head = g_string_new(NULL);

    g_string_append_printf(head, "%-5s  ", sl_severity_name(v->severity));
    sl_safe_value(head, sl_safe_terminal, v->rule);
    g_string_append_printf(head, "  frame %u  ", v->frame);
    sl_phrase_seconds(head, v->time_ns);
    g_string_append(head, " s");
    if (v->transaction) {
        g_string_append_printf(head, "  transaction %u", v->transaction);
    }
    wrapped(out, 4, head->str);
    sentence(out, INDENT + 2, v->text.zh);
    sentence(out, INDENT + 2, v->text.en);
    sentence(out, INDENT + 2, v->reference);
    g_string_free(head, TRUE);
}

static void write_call(struct sl_out *out, const struct sl_result *r,
                       const struct sl_call_result *call)
{
    GString *head = g_string_new(NULL);

    if (call->number) {
        g_string_append_printf(head, "call %u  ", call->number);
        sl_safe_value(head, sl_safe_terminal, call->call_id);
    } else {
        g_string_append(head, "messages without a call");
    }
    wrapped(out, 2, head->str);
    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        if (sl_violation_at(r, i)->is_listed) {
            write_violation(out, sl_violation_at(r, i));
        }
    }
    if (call->unlisted) {
        g_string_assign(head, "");
        sl_phrase_count(head, call->unlisted, "more finding");
        g_string_append(head, ", beyond --max-findings, counted below");
        wrapped(out, 4, head->str);
    }
    g_string_free(head, TRUE);
}

static void write_incomplete(struct sl_out *out, const struct sl_result *r)
{
    GString *line = g_string_new(NULL);
    unsigned shown = 0;

    for (guint i = 0; i < r->hops->len && shown < SL_REPORT_INCOMPLETE; i++) {
        if (sl_hop_at(r, i)->verdict == SL_VERDICT_INCOMPLETE) {
            g_string_truncate(line, 0);
            sl_phrase_incomplete(line, sl_safe_terminal, sl_hop_at(r, i));
            wrapped(out, 2, line->str);
            shown++;
        }
    }
    g_string_truncate(line, 0);
    sl_phrase_more_incomplete(line, r, shown);
    wrapped(out, 2, line->str);
    g_string_free(line, TRUE);
}

static void write_counts_of(GString *line, const struct sl_result *r)
{
    sl_phrase_findings(line, r->count);
    g_string_append(line, " in ");
    sl_phrase_count(line, r->call_count, "call");
    g_string_append(line, ", ");
    sl_phrase_count(line, r->transactions, "INVITE transaction");
    g_string_append(line, ", ");
    sl_phrase_count(line, r->messages, "SIP message");
}

static void write_result(struct sl_out *out, const struct sl_result *r)
{
    GString *line = g_string_new(NULL);

    sentence(out, 0, r->file);
    if (r->error) {
        g_string_printf(line, "%s: ", sl_phrase_lack(r)->en);
        sl_safe_terminal(line, r->error);
        wrapped(out, 2, line->str);
        g_string_truncate(line, 0);
    }
    if (sl_result_has_no_sip(r)) {
        g_string_append_printf(line, "%s in ", sl_phrase_lack(r)->en);
        sl_phrase_count(line, r->frames, "frame");
        wrapped(out, 2, line->str);
    } else if (r->messages) { /* of a report that was cut, the counts may be missing */
        write_counts_of(line, r);
        wrapped(out, 2, line->str);
    }
    if (r->start) {
        g_string_assign(line, "starts at ");
        sl_phrase_start(line, sl_safe_terminal, r->start);
        wrapped(out, 2, line->str);
    }
    if (r->clock_is_broken) {
        wrapped(out, 2, sl_report_clock.zh);
        wrapped(out, 2, sl_report_clock.en);
    }
    for (guint i = 0; i < r->calls->len; i++) {
        if (sl_call_findings(sl_call_at(r, i))) {
            write_call(out, r, sl_call_at(r, i));
        }
    }
    write_incomplete(out, r);
    g_string_free(line, TRUE);
}

/* --- counts ---------------------------------------------------------------------------------- */

static void heading(struct sl_out *out, const char *zh, const char *en)
{
    sl_out_printf(out, "\n%s %s\n", zh, en);
}

/* A row of a table: a count, and our name for what was counted in both languages. */
static void row(struct sl_out *out, uint64_t count, const char *name, const struct sl_text *text)
{
    GString *line = g_string_new(NULL);

    g_string_append_printf(line, "%8" G_GUINT64_FORMAT "  ", count);
    sl_lines_pad(line, name, 14);
    sl_lines_pad(line, text->zh, 16);
    g_string_append_printf(line, "%s\n", text->en);
    sl_out_string(out, line->str);
    g_string_free(line, TRUE);
}

/* A row with a text of others, which may be long: it goes on below itself. */
static void long_row(struct sl_out *out, uint64_t count, const char *text)
{
    g_autofree char *number = g_strdup_printf("%8" G_GUINT64_FORMAT "  ", count);
    GString *safe = g_string_new(NULL);
    GString *lines = g_string_new(NULL);

    sl_safe_terminal(safe, text);
    wrap(lines, COUNTED, *safe->str ? safe->str : "?");
    memcpy(lines->str, number, COUNTED);
    sl_out_string(out, lines->str);
    g_string_free(safe, TRUE);
    g_string_free(lines, TRUE);
}

static void write_rules(struct sl_out *out, const struct sl_audit *audit)
{
    for (guint i = 0; i < audit->rules->len; i++) {
        const struct sl_rule_count *c = sl_audit_rule(audit, i);
        GString *summary = g_string_new(NULL);

        if (i == 0) {
            heading(out, "按规则", "By rule");
        }
        long_row(out, c->count, c->name);
        if (c->rule) {
            sl_phrase_both(summary, sl_safe_terminal, &c->rule->summary, " / ");
            wrapped(out, COUNTED, summary->str);
        }
        g_string_free(summary, TRUE);
    }
}

static void write_transactions(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->transactions == 0) {
        return;
    }
    heading(out, "INVITE事务，按结论", "INVITE transactions by verdict");
    for (int v = 0; v < SL_VERDICTS; v++) {
        const struct sl_name *name = sl_verdict_name((enum sl_verdict)v);

        if (audit->verdicts[v]) {
            row(out, audit->verdicts[v], name->name, &name->text);
        }
    }
    heading(out, "INVITE事务，按结果", "INVITE transactions by outcome");
    for (int o = 0; o < SL_OUTCOMES; o++) {
        const struct sl_name *name = sl_outcome_name((enum sl_outcome)o);

        if (audit->outcomes[o]) {
            row(out, audit->outcomes[o], name->name, &name->text);
        }
    }
}

static void write_classes(struct sl_out *out, const struct sl_audit *audit)
{
    bool is_first = true;

    for (unsigned i = 1; i < SL_CLASSES; i++) {
        const char name[] = {(char)('0' + i), 'x', 'x', '\0'};

        if (audit->classes[i]) {
            if (is_first) {
                heading(out, "应答，按类别", "Responses by class");
            }
            row(out, audit->classes[i], name, &sl_status_class(i * 100)->name);
            is_first = false;
        }
    }
}

static void write_hidden(struct sl_out *out, const struct sl_audit *audit)
{
    if (audit->hidden) {
        heading(out, "按设置隐去", "Hidden, as you set it");
    }
    for (guint i = 0; i < audit->hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(audit->hidings, struct sl_hiding, i);

        long_row(out, h->count, h->why);
    }
}

static void write_changes(struct sl_out *out, const struct sl_audit *audit)
{
    if (sl_changes_count(audit->changes)) {
        heading(out, "由设置文件改动", "Changed by a settings file");
    }
    for (unsigned i = 0; i < sl_changes_count(audit->changes); i++) {
        GString *line = g_string_new(NULL);

        sl_phrase_change(line, sl_safe_terminal, sl_changes_at(audit->changes, i));
        wrapped(out, COUNTED, line->str);
        g_string_free(line, TRUE);
    }
}

void sl_format_text(const struct sl_audit *audit, struct sl_out *out)
{
    GString *line = g_string_new(NULL);

    sl_out_is_log(out);
    for (guint i = 0; i < audit->results->len; i++) {
        write_result(out, sl_audit_result(audit, i));
    }
    write_rules(out, audit);
    write_transactions(out, audit);
    write_classes(out, audit);
    write_hidden(out, audit);
    write_changes(out, audit);
    sl_phrase_conclusion(line, audit);
    sl_out_string(out, "\n");
    wrapped(out, 0, line->str);
    g_string_free(line, TRUE);
}
