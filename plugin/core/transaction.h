/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An INVITE transaction on one hop: its states, and how it ended.
 */
#ifndef SL_TRANSACTION_H
#define SL_TRANSACTION_H

#include "capture.h"

/* What a message does to an INVITE transaction. */
enum sl_event {
    SL_EVENT_INVITE,
    SL_EVENT_PROVISIONAL, /* 1xx */
    SL_EVENT_SUCCESS,     /* 2xx */
    SL_EVENT_FAILURE,     /* 3xx to 6xx */
    SL_EVENT_ACK,
    SL_EVENT_OTHER, /* CANCEL, PRACK and what answers them */
    SL_EVENTS
};

enum sl_outcome {
    SL_OUTCOME_PENDING,
    SL_OUTCOME_ANSWERED,
    SL_OUTCOME_REDIRECTED,
    SL_OUTCOME_CHALLENGED,
    SL_OUTCOME_BUSY,
    SL_OUTCOME_CANCELLED,
    SL_OUTCOME_NO_ANSWER,
    SL_OUTCOME_REJECTED,
    SL_OUTCOME_FAILED,
    SL_OUTCOME_TIMEOUT
};

enum sl_verdict { SL_VERDICT_OK, SL_VERDICT_NOTE, SL_VERDICT_VIOLATION, SL_VERDICT_INCOMPLETE };

/* The state after EVENT in STATE. Total: every pair has an answer. */
enum sl_state sl_state_next(enum sl_state state, enum sl_event event);

/*
 * The state of the hop after RECORD, a message of an INVITE transaction. The newest message shows
 * timed_out once it is proven that nothing more comes.
 */
enum sl_state sl_record_state(const struct sl_capture *capture, const struct sl_record *record);

/* How TRANSACTION (INVITE) ended, as far as the capture goes. */
enum sl_outcome sl_transaction_outcome(const struct sl_capture *capture,
                                       const struct sl_transaction *transaction);

/*
 * The finding that decides the verdict on TRANSACTION (INVITE): of those that hold now the one of
 * the highest severity, and of these the earliest. NULL if there is none.
 */
const struct sl_finding *sl_transaction_worst(const struct sl_capture *capture,
                                              const struct sl_transaction *transaction);

/*
 * What TRANSACTION (INVITE) is worth. Of SL_VERDICT_INCOMPLETE, *REASON (if REASON is not NULL)
 * says what the capture does not show; otherwise it is NULL.
 */
enum sl_verdict sl_transaction_verdict(const struct sl_capture *capture,
                                       const struct sl_transaction *transaction,
                                       const struct sl_text **reason);

/* How long the steps of an INVITE transaction took. */
enum sl_span { SL_SPAN_FIRST_RESPONSE, SL_SPAN_RING, SL_SPAN_ANSWER, SL_SPAN_FINAL, SL_SPAN_ACK };
#define SL_SPANS (SL_SPAN_ACK + 1)
const char *sl_span_name(enum sl_span span); /* "first_response", for reports */

/* The time that RECORD ends, in nanoseconds; false where it ends no such span. */
bool sl_record_span(const struct sl_record *record, enum sl_span span, int64_t *ns);

/* That of whichever message of TRANSACTION ends the span; false where none does. */
bool sl_transaction_span(const struct sl_transaction *transaction, enum sl_span span, int64_t *ns);

/* Names for filters and reports ("calling"), and both languages for people. */
struct sl_name {
    const char *name;
    struct sl_text text;
};
const struct sl_name *sl_state_name(enum sl_state state);
const struct sl_name *sl_outcome_name(enum sl_outcome outcome);
const struct sl_name *sl_verdict_name(enum sl_verdict verdict);
#define SL_STATES (SL_STATE_TIMED_OUT + 1)
#define SL_OUTCOMES (SL_OUTCOME_TIMEOUT + 1)
#define SL_VERDICTS (SL_VERDICT_INCOMPLETE + 1)

#endif
