/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include <string.h>

#include "base/number-set.h"
#include "base/safe.h"
#include "report/tally.h"
#include "rules/doubt.h"

const struct sl_text sl_report_clock =
    SL_TEXT("抓包的时间戳有跳变：靠时间判断的规则已停用",
            "frame times of the capture jump: rules that need a timer are suspended");

void sl_text_append(GString *out, const struct sl_text *text, enum sl_languages languages)
{
    if (languages != SL_LANGUAGES_EN) {
        g_string_append(out, text->zh);
    }
    if (languages == SL_LANGUAGES_BOTH && strcmp(text->zh, text->en) != 0) {
        g_string_append(out, " / ");
    }
    if (languages == SL_LANGUAGES_EN ||
        (languages == SL_LANGUAGES_BOTH && strcmp(text->zh, text->en) != 0)) {
        g_string_append(out, text->en);
    }
}

void sl_finding_append(GString *out, const struct sl_finding *finding, enum sl_languages languages)
{
    if (languages != SL_LANGUAGES_EN) {
        sl_finding_describe(finding, SL_ZH, out);
    }
    if (languages == SL_LANGUAGES_BOTH) {
        g_string_append(out, " / ");
    }
    if (languages != SL_LANGUAGES_ZH) {
        sl_finding_describe(finding, SL_EN, out);
    }
}

/* A report being written. */
struct writer {
    const struct sl_capture *capture;
    enum sl_languages languages;
    GString *out;
    GHashTable *listed; /* k=rule and call as one number, v=how many; owns the keys */
    unsigned hidden;    /* findings that are counted only */
};

static unsigned count_listed(struct writer *w, const struct sl_finding *f)
{
    gint64 *key = g_new(gint64, 1);
    unsigned n;

    *key = (gint64)sl_rule_index(f->rule) << 32 |
           (gint64)(f->record->call ? f->record->call->number : 0);
    n = GPOINTER_TO_UINT(g_hash_table_lookup(w->listed, key)) + 1;
    g_hash_table_replace(w->listed, key, GUINT_TO_POINTER(n));
    return n;
}

static void list_finding(struct writer *w, const struct sl_finding *f)
{
    const struct sl_record *r = f->record;
    enum sl_severity severity = sl_capture_severity(w->capture, f->rule);

    if (count_listed(w, f) > SL_REPORT_LISTED) {
        w->hidden++;
        return;
    }
    g_string_append_printf(w->out, "frame %u  %-5s  %s", r->frame, sl_severity_name(severity),
                           f->rule->name);
    if (r->call) {
        g_string_append_printf(w->out, "  call %u", r->call->number);
    }
    if (r->transaction) {
        g_string_append_printf(w->out, "  transaction %u", r->transaction->number);
    }
    g_string_append_printf(w->out, "  [%s]  ", f->rule->reference);
    sl_finding_append(w->out, f, w->languages);
    g_string_append_c(w->out, '\n');
}

/* TEXT with its values, a line a language. */
static void append_lines(const struct writer *w, const struct sl_text *text,
                         const struct sl_value *values, unsigned count)
{
    for (enum sl_language l = SL_ZH; l <= SL_EN; l++) {
        if (w->languages == SL_LANGUAGES_BOTH ||
            (w->languages == SL_LANGUAGES_ZH) == (l == SL_ZH)) {
            sl_values_format(sl_text_get(text, l), values, count, l, w->out);
            g_string_append_c(w->out, '\n');
        }
    }
}

static void append_hidden(const struct writer *w)
{
    static const struct sl_text hidden = SL_TEXT(
        "另有{0}条未列出（一个呼叫中每条规则只列{1}条），都计入下面的统计",
        "{0} more are not listed (a rule is listed {1} times in one call), but counted below");
    const struct sl_value values[] = {SL_NUMBER(w->hidden), SL_NUMBER(SL_REPORT_LISTED)};

    append_lines(w, &hidden, values, G_N_ELEMENTS(values));
}

static void list_findings(struct writer *w, const struct sl_record *const *records, size_t count)
{
    w->listed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (size_t i = 0; i < count; i++) {
        for (const struct sl_finding *f = records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(w->capture, f)) {
                list_finding(w, f);
            }
        }
    }
    g_hash_table_destroy(w->listed);
    if (w->hidden) {
        append_hidden(w);
    }
}

static void heading(const struct writer *w, const struct sl_text *text)
{
    g_string_append_c(w->out, '\n');
    sl_text_append(w->out, text, w->languages);
    g_string_append_c(w->out, '\n');
}

static void line(const struct writer *w, const char *name, const struct sl_text *text,
                 unsigned count)
{
    if (count) {
        g_string_append_printf(w->out, "  %8u  %-38s", count, name);
        sl_text_append(w->out, text, w->languages);
        g_string_append_c(w->out, '\n');
    }
}

/* Why the verdict on some transactions is "incomplete". */
struct reason {
    enum sl_doubt_id id;
    unsigned count;
    GString *numbers; /* of the first of them */
};

static void clear_reason(gpointer data)
{
    struct reason *reason = data;

    g_string_free(reason->numbers, TRUE);
}

/* The reasons are few, however long the capture. */
static struct reason *reason_of(GArray *reasons, enum sl_doubt_id id)
{
    struct reason new = {.id = id};

    for (guint i = 0; i < reasons->len; i++) {
        struct reason *reason = &g_array_index(reasons, struct reason, i);

        if (reason->id == id) {
            return reason;
        }
    }
    new.numbers = g_string_new(NULL);
    g_array_append_val(reasons, new);
    return &g_array_index(reasons, struct reason, reasons->len - 1);
}

static void note_reason(GArray *reasons, enum sl_doubt_id id, uint32_t transaction)
{
    struct reason *reason = reason_of(reasons, id);

    reason->count++;
    if (reason->count <= SL_REPORT_EXAMPLES) {
        g_string_append_printf(reason->numbers, "%s%u", reason->count > 1 ? ", " : "", transaction);
    } else if (reason->count == SL_REPORT_EXAMPLES + 1) {
        g_string_append(reason->numbers, ", …");
    }
}

static GArray *reasons_of(const struct writer *w, const struct sl_record *const *records,
                          size_t count)
{
    GArray *reasons = g_array_new(FALSE, FALSE, sizeof(struct reason));
    GByteArray *seen = sl_numbers_new();
    struct sl_doubt doubt;

    g_array_set_clear_func(reasons, clear_reason);
    for (size_t i = 0; i < count; i++) {
        const struct sl_transaction *t = records[i]->transaction;

        if (t && sl_numbers_add(seen, t->number) &&
            sl_transaction_verdict(w->capture, t, &doubt) == SL_VERDICT_INCOMPLETE) {
            note_reason(reasons, doubt.id, t->number);
        }
    }
    g_byte_array_unref(seen);
    return reasons;
}

static void append_reasons(const struct writer *w, const struct sl_record *const *records,
                           size_t count)
{
    static const struct sl_text by_reason = SL_TEXT(
        "INVITE事务，抓包不完整的原因", "INVITE transactions that are incomplete, by reason");
    static const struct sl_text numbers = SL_TEXT("事务", "transaction");
    GArray *reasons = reasons_of(w, records, count);

    if (reasons->len) {
        heading(w, &by_reason);
    }
    for (guint i = 0; i < reasons->len; i++) {
        const struct reason *reason = &g_array_index(reasons, struct reason, i);

        g_string_append_printf(w->out, "  %8u  ", reason->count);
        sl_text_append(w->out, &sl_doubt_name(reason->id)->text, w->languages);
        g_string_append(w->out, " (");
        sl_text_append(w->out, &numbers, w->languages);
        g_string_append_printf(w->out, " %s)\n", reason->numbers->str);
    }
    g_array_free(reasons, TRUE);
}

static void append_totals(const struct writer *w, const struct sl_tally *t)
{
    static const struct sl_text totals =
        SL_TEXT("发现{0}；请求{1}，应答{2}（其中重传{3}，抓包副本{4}）；呼叫{5}；INVITE事务{6}",
                "findings {0}; requests {1}, responses {2} (of them repeats {3}, capture "
                "duplicates {4}); calls {5}; INVITE transactions {6}");
    const struct sl_value values[] = {SL_NUMBER(t->findings),    SL_NUMBER(t->requests),
                                      SL_NUMBER(t->responses),   SL_NUMBER(t->repeats),
                                      SL_NUMBER(t->duplicates),  SL_NUMBER(t->calls),
                                      SL_NUMBER(t->transactions)};

    g_string_append_c(w->out, '\n');
    append_lines(w, &totals, values, G_N_ELEMENTS(values));
}

static void append_counts(const struct writer *w, const struct sl_tally *t)
{
    static const struct sl_text by_rule = SL_TEXT("按规则", "By rule");
    static const struct sl_text by_verdict =
        SL_TEXT("INVITE事务，按结论", "INVITE transactions by verdict");
    static const struct sl_text by_outcome =
        SL_TEXT("INVITE事务，按结果", "INVITE transactions by outcome");
    static const struct sl_text by_class = SL_TEXT("应答，按类别", "Responses by class");

    heading(w, &by_rule);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        line(w, sl_rule_at(i)->name, &sl_rule_at(i)->summary, t->rules[i]);
    }
    heading(w, &by_verdict);
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        const struct sl_name *name = sl_verdict_name((enum sl_verdict)i);

        line(w, name->name, &name->text, t->verdicts[i]);
    }
    heading(w, &by_outcome);
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        const struct sl_name *name = sl_outcome_name((enum sl_outcome)i);

        line(w, name->name, &name->text, t->outcomes[i]);
    }
    heading(w, &by_class);
    for (unsigned i = 1; i < SL_CLASSES; i++) {
        const char name[] = {(char)('0' + i), 'x', 'x', '\0'};

        line(w, name, &sl_status_class(i * 100)->name, t->classes[i]);
    }
}

void sl_report_text(const struct sl_capture *c, enum sl_languages languages, GString *out)
{
    static const struct sl_text title = SL_TEXT("SIP Lens 报告", "SIP Lens report");
    GString *lines = g_string_new(NULL);
    struct writer w = {.capture = c, .languages = languages, .out = lines};
    struct sl_tally tally;
    size_t count;
    const struct sl_record *const *records = sl_capture_records(c, &count);

    sl_text_append(lines, &title, languages);
    g_string_append_c(lines, '\n');
    if (sl_capture_clock_is_broken(c, NULL)) {
        sl_text_append(lines, &sl_report_clock, languages);
        g_string_append_c(lines, '\n');
    }
    g_string_append_c(lines, '\n');
    list_findings(&w, records, count);
    sl_tally_init(&tally);
    sl_tally_add(&tally, c, records, count);
    append_counts(&w, &tally);
    append_reasons(&w, records, count);
    append_totals(&w, &tally);
    sl_tally_clear(&tally);
    sl_safe_log(out, lines->str);
    g_string_free(lines, TRUE);
}
