/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/tally.h"

#include "base/number-set.h"

static void count_message(struct sl_tally *t, const struct sl_record *r)
{
    t->messages++;
    if (!sl_record_is_response(r)) {
        t->requests++;
        t->methods[r->method]++;
    } else {
        const struct sl_class *class = sl_status_class(r->status);

        t->responses++;
        if (class) {
            t->classes[class->number]++;
            t->statuses[r->status]++;
        }
    }
    if (r->original) {
        t->repeats += !r->is_duplicate;
        t->duplicates += r->is_duplicate;
    }
}

static void count_flow(struct sl_tally *t, const struct sl_capture *c, const struct sl_record *r)
{
    const struct sl_transaction *transaction = r->transaction;

    if (r->call && sl_numbers_add(t->seen_calls, r->call->number)) {
        t->calls++;
    }
    if (!transaction || !sl_numbers_add(t->seen_transactions, transaction->number)) {
        return;
    }
    t->transactions++;
    t->verdicts[sl_transaction_verdict(c, transaction, NULL)]++;
    t->outcomes[sl_transaction_outcome(c, transaction)]++;
}

static void count_findings(struct sl_tally *t, const struct sl_capture *c,
                           const struct sl_record *r)
{
    for (const struct sl_finding *f = r->findings; f; f = f->next_on_record) {
        if (sl_finding_holds(c, f)) {
            t->findings++;
            t->rules[sl_rule_index(f->rule)]++;
        }
    }
}

void sl_tally_init(struct sl_tally *t)
{
    *t = (struct sl_tally){.seen_calls = sl_numbers_new(), .seen_transactions = sl_numbers_new()};
}

void sl_tally_clear(struct sl_tally *t)
{
    g_byte_array_unref(t->seen_calls);
    g_byte_array_unref(t->seen_transactions);
}

void sl_tally_add(struct sl_tally *t, const struct sl_capture *c,
                  const struct sl_record *const *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        count_message(t, records[i]);
        count_flow(t, c, records[i]);
        count_findings(t, c, records[i]);
    }
}
