/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <string.h>

#include "transaction.h"

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

/* Counts of one capture. */
struct tally {
    const struct sl_capture *capture;
    enum sl_languages languages;
    unsigned rules[SL_RULES_MAX];
    unsigned verdicts[SL_VERDICTS];
    unsigned outcomes[SL_OUTCOMES];
    unsigned classes[7];
    unsigned requests, responses, repeats, duplicates, transactions, findings;
    uint32_t calls;
    uint32_t last_transaction; /* those up to it have been counted */
    GHashTable *listed;        /* k=rule and call as one number, v=how many; owns the keys */
};

static unsigned count_listed(struct tally *t, const struct sl_finding *f)
{
    gint64 *key = g_new(gint64, 1);
    unsigned n;

    *key = (gint64)sl_rule_index(f->rule) << 32 |
           (gint64)(f->record->call ? f->record->call->number : 0);
    n = GPOINTER_TO_UINT(g_hash_table_lookup(t->listed, key)) + 1;
    g_hash_table_replace(t->listed, key, GUINT_TO_POINTER(n));
    return n;
}

static void list_finding(struct tally *t, const struct sl_finding *f, GString *out)
{
    const struct sl_record *r = f->record;
    enum sl_severity severity = sl_capture_severity(t->capture, f->rule);
    unsigned n = count_listed(t, f);

    t->findings++;
    t->rules[sl_rule_index(f->rule)]++;
    if (n > SL_REPORT_LISTED) {
        return;
    }
    g_string_append_printf(out, "frame %u  %-5s  %s", r->frame, sl_severity_name(severity),
                           f->rule->name);
    if (r->call) {
        g_string_append_printf(out, "  call %u", r->call->number);
    }
    if (r->transaction) {
        g_string_append_printf(out, "  transaction %u", r->transaction->number);
    }
    g_string_append_printf(out, "  [%s]  ", f->rule->reference);
    sl_finding_append(out, f, t->languages);
    g_string_append_c(out, '\n');
}

static void count_record(struct tally *t, const struct sl_record *r)
{
    const struct sl_transaction *transaction = r->transaction;

    if (sl_record_is_response(r)) {
        t->responses++;
        if (r->status / 100 < G_N_ELEMENTS(t->classes)) {
            t->classes[r->status / 100]++;
        }
    } else {
        t->requests++;
    }
    if (r->original) {
        t->repeats += !r->is_duplicate;
        t->duplicates += r->is_duplicate;
    }
    if (r->call) {
        t->calls = MAX(t->calls, r->call->number);
    }
    /* Numbers are given in capture order, so the first message of each is met in that order. */
    if (transaction && transaction->number > t->last_transaction) {
        t->last_transaction = transaction->number;
        t->transactions++;
        t->verdicts[sl_transaction_verdict(t->capture, transaction, NULL)]++;
        t->outcomes[sl_transaction_outcome(t->capture, transaction)]++;
    }
}

static void list_hidden(const struct tally *t, GString *out)
{
    unsigned hidden = 0;
    GHashTableIter iter;
    gpointer n;

    g_hash_table_iter_init(&iter, t->listed);
    while (g_hash_table_iter_next(&iter, NULL, &n)) {
        if (GPOINTER_TO_UINT(n) > SL_REPORT_LISTED) {
            hidden += GPOINTER_TO_UINT(n) - SL_REPORT_LISTED;
        }
    }
    if (hidden) {
        g_string_append_printf(out,
                               "%u more, beyond %d of one rule in one call, are counted below\n",
                               hidden, SL_REPORT_LISTED);
    }
}

static void heading(const struct tally *t, GString *out, const struct sl_text *text)
{
    g_string_append_c(out, '\n');
    sl_text_append(out, text, t->languages);
    g_string_append(out, "\n");
}

static void line(const struct tally *t, GString *out, const char *name, const struct sl_text *text,
                 unsigned count)
{
    if (count) {
        g_string_append_printf(out, "  %8u  %-38s", count, name);
        sl_text_append(out, text, t->languages);
        g_string_append_c(out, '\n');
    }
}

static void append_counts(const struct tally *t, GString *out)
{
    static const struct sl_text by_rule = SL_TEXT("按规则", "By rule");
    static const struct sl_text by_verdict =
        SL_TEXT("INVITE事务，按结论", "INVITE transactions by verdict");
    static const struct sl_text by_outcome =
        SL_TEXT("INVITE事务，按结果", "INVITE transactions by outcome");
    static const struct sl_text by_class = SL_TEXT("应答，按类别", "Responses by class");

    heading(t, out, &by_rule);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        line(t, out, sl_rule_at(i)->name, &sl_rule_at(i)->summary, t->rules[i]);
    }
    heading(t, out, &by_verdict);
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        const struct sl_name *name = sl_verdict_name((enum sl_verdict)i);

        line(t, out, name->name, &name->text, t->verdicts[i]);
    }
    heading(t, out, &by_outcome);
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        const struct sl_name *name = sl_outcome_name((enum sl_outcome)i);

        line(t, out, name->name, &name->text, t->outcomes[i]);
    }
    heading(t, out, &by_class);
    for (unsigned i = 1; i < G_N_ELEMENTS(t->classes); i++) {
        const char name[] = {(char)('0' + i), 'x', 'x', '\0'};

        line(t, out, name, &sl_status_class(i * 100)->name, t->classes[i]);
    }
}

void sl_report_text(const struct sl_capture *c, enum sl_languages languages, GString *out)
{
    static const struct sl_text title = SL_TEXT("SIP Lens 报告", "SIP Lens report");
    static const struct sl_text clock =
        SL_TEXT("抓包中的时间前后跳变：与定时器有关的规则已停用",
                "frame times of the capture jump: rules that need a timer are suspended");
    struct tally t = {.capture = c, .languages = languages};
    size_t count;
    const struct sl_record *const *records = sl_capture_records(c, &count);

    t.listed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    sl_text_append(out, &title, languages);
    g_string_append_c(out, '\n');
    if (sl_capture_clock_is_broken(c, NULL)) {
        sl_text_append(out, &clock, languages);
        g_string_append_c(out, '\n');
    }
    g_string_append_c(out, '\n');
    for (size_t i = 0; i < count; i++) {
        count_record(&t, records[i]);
        for (const struct sl_finding *f = records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(c, f)) {
                list_finding(&t, f, out);
            }
        }
    }
    list_hidden(&t, out);
    append_counts(&t, out);
    g_string_append_printf(out,
                           "\n%u findings; %u requests and %u responses (%u repeats, %u capture "
                           "duplicates); %u calls; %u INVITE transactions\n",
                           t.findings, t.requests, t.responses, t.repeats, t.duplicates, t.calls,
                           t.transactions);
    g_hash_table_destroy(t.listed);
}
