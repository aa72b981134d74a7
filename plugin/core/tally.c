/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tally.h"

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

/* Numbers are given in capture order, so the first message of each is met in that order. */
static void count_flow(struct sl_tally *t, const struct sl_capture *c, const struct sl_record *r)
{
    if (r->call && r->call->number > t->calls) {
        t->calls = r->call->number;
    }
    if (r->transaction && r->transaction->number > t->transactions) {
        t->transactions = r->transaction->number;
        t->verdicts[sl_transaction_verdict(c, r->transaction, NULL)]++;
        t->outcomes[sl_transaction_outcome(c, r->transaction)]++;
    }
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

void sl_tally_count(struct sl_tally *t, const struct sl_capture *c)
{
    size_t count;
    const struct sl_record *const *records = sl_capture_records(c, &count);

    *t = (struct sl_tally){0};
    for (size_t i = 0; i < count; i++) {
        count_message(t, records[i]);
        count_flow(t, c, records[i]);
        count_findings(t, c, records[i]);
    }
}
