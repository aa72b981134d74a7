/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long things took. */
#ifndef SL_SPAN_H
#define SL_SPAN_H

#include "model/model.h"

/* How long the steps of an INVITE transaction took. */
enum sl_span { SL_SPAN_FIRST_RESPONSE, SL_SPAN_RING, SL_SPAN_ANSWER, SL_SPAN_FINAL, SL_SPAN_ACK };
#define SL_SPANS (SL_SPAN_ACK + 1)
const char *sl_span_name(enum sl_span span); /* "first_response", for reports */

/* The time that RECORD ends, in nanoseconds; false where it ends no such span. */
bool sl_record_span(const struct sl_record *record, enum sl_span span, int64_t *ns);

/* That of whichever message of TRANSACTION ends the span; false where none does. */
bool sl_transaction_span(const struct sl_transaction *transaction, enum sl_span span, int64_t *ns);

#endif
