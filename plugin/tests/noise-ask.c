/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every question that can be asked of a capture, and what all answers have in common. */
#include "noise.h"

#include <string.h>

#include "capture.h"
#include "report/message-chains.h"
#include "report/report.h"
#include "report/span.h"
#include "report/tally.h"
#include "report/verdict.h"

#define DESCRIBED 64 /* findings whose sentence is asked for: texts cost the most of all */

static void ask_findings(const struct sl_capture *capture, const struct sl_record *record,
                         GString *text, unsigned *described)
{
    for (const struct sl_finding *f = record->findings; f; f = f->next_on_record) {
        g_assert_true(f->record == record);
        if (sl_finding_holds(capture, f) && *described < DESCRIBED) {
            ++*described;
            sl_finding_describe(f, SL_ZH, text);
            sl_finding_describe(f, SL_EN, text);
        }
    }
}

static void ask_transaction(const struct sl_capture *capture,
                            const struct sl_transaction *transaction)
{
    struct sl_doubt reason;
    enum sl_verdict verdict = sl_transaction_verdict(capture, transaction, &reason);
    const struct sl_finding *worst = sl_transaction_worst(capture, transaction);
    int64_t ns;

    g_assert_cmpuint(transaction->number, >, 0);
    g_assert_true((verdict == SL_VERDICT_INCOMPLETE) == sl_is_doubt(reason));
    g_assert_true(verdict == sl_transaction_verdict(capture, transaction, NULL));
    g_assert_true(verdict != SL_VERDICT_VIOLATION || worst);
    g_assert_true(!worst || sl_finding_holds(capture, worst));
    g_assert_cmpint(sl_transaction_outcome(capture, transaction), <, SL_OUTCOMES);
    g_assert_nonnull(sl_verdict_name(verdict)->name);
    for (int span = 0; span < SL_SPANS; span++) {
        sl_transaction_span(transaction, (enum sl_span)span, &ns);
    }
}

static void ask_record(const struct sl_capture *capture, const struct sl_record *record,
                       GString *text, unsigned *described)
{
    int64_t ns;

    g_assert_true(!record->original || !record->original->original);
    ask_findings(capture, record, text, described);
    if (!record->transaction) {
        return;
    }
    ask_transaction(capture, record->transaction);
    g_assert_cmpint(sl_record_state(capture, record), <, SL_STATES);
    for (int span = 0; span < SL_SPANS; span++) {
        sl_record_span(record, (enum sl_span)span, &ns);
    }
}

static void ask_chains(const struct sl_capture *capture)
{
    struct sl_message_chains *chains = sl_message_chains_new(capture);

    for (uint32_t n = 1; n <= sl_message_chains_count(chains); n++) {
        const struct sl_record *record = sl_message_chains_first(chains, n);

        g_assert_nonnull(record);
        for (; record; record = sl_message_chains_next(chains, record)) {
            g_assert_cmpuint(record->transaction->number, ==, n);
        }
    }
    sl_message_chains_free(chains);
}

static void ask_reports(const struct sl_capture *capture)
{
    GString *first = g_string_new(NULL), *second = g_string_new(NULL);
    struct sl_tally tally;
    size_t count;
    const struct sl_record *const *records = sl_capture_records(capture, &count);

    sl_report_text(capture, SL_LANGUAGES_ZH, first);
    sl_tally_init(&tally);
    sl_tally_add(&tally, capture, records, count);
    g_assert_cmpuint(tally.messages, ==, count);
    g_assert_cmpuint(tally.requests + tally.responses, ==, count);
    sl_tally_clear(&tally);
    ask_chains(capture);
    if (count < 32) { /* asking changes nothing; texts cost the most of all */
        sl_report_text(capture, SL_LANGUAGES_ZH, second);
        g_assert_cmpstr(first->str, ==, second->str);
    }
    g_assert_true(g_utf8_validate(first->str, -1, NULL));
    g_string_free(first, TRUE);
    g_string_free(second, TRUE);
}

void noise_ask_all(const struct sl_capture *capture)
{
    GString *text = g_string_new(NULL);
    unsigned described = 0;
    size_t count;
    const struct sl_record *const *records = sl_capture_records(capture, &count);

    for (size_t i = 0; i < count; i++) {
        g_assert_cmpuint(records[i]->number, ==, i);
        ask_record(capture, records[i], text, &described);
    }
    g_assert_true(g_utf8_validate(text->str, -1, NULL));
    g_string_free(text, TRUE);
    ask_reports(capture);
}
