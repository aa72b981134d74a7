/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/span.h"

/* The message of T that ends SPAN, or NULL. */
static const struct sl_record *end_of(const struct sl_transaction *t, enum sl_span span)
{
    switch (span) {
    case SL_SPAN_FIRST_RESPONSE:
        return t->first_response;
    case SL_SPAN_RING:
        return t->first_ring;
    case SL_SPAN_ANSWER:
        return t->success;
    case SL_SPAN_FINAL:
        return t->final;
    case SL_SPAN_ACK:
        return t->ack;
    }
    return NULL;
}

bool sl_record_span(const struct sl_record *record, enum sl_span span, int64_t *ns)
{
    const struct sl_transaction *t = record->transaction;
    const struct sl_record *from;

    if (!t) {
        return false;
    }
    if (span == SL_SPAN_ACK) {
        from = record->confirms; /* each fork has an ACK of its own */
    } else {
        from = end_of(t, span) == record ? t->request : NULL;
    }
    /* A capture may have the two in the wrong order. */
    if (!from || sl_record_elapsed(from, record) < 0) {
        return false;
    }
    *ns = sl_record_elapsed(from, record);
    return true;
}

bool sl_transaction_span(const struct sl_transaction *t, enum sl_span span, int64_t *ns)
{
    const struct sl_record *end = end_of(t, span);

    return end && sl_record_span(end, span, ns);
}

const char *sl_span_name(enum sl_span span)
{
    static const char *const names[SL_SPANS] = {
        [SL_SPAN_FIRST_RESPONSE] = "first_response",
        [SL_SPAN_RING] = "ring",
        [SL_SPAN_ANSWER] = "answer",
        [SL_SPAN_FINAL] = "final",
        [SL_SPAN_ACK] = "ack",
    };

    return names[span];
}
