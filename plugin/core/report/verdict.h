/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An INVITE transaction on one hop: how it ended, and what it is worth.
 */
#ifndef SL_VERDICT_H
#define SL_VERDICT_H

#include "capture.h"
#include "model/state.h"

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
    SL_OUTCOME_TIMEOUT,
    SL_OUTCOME_UNREACHABLE, /* nobody answered the INVITE on that hop at all */
    SL_OUTCOME_DROPPED      /* answered, then ended by a fault */
};

enum sl_verdict { SL_VERDICT_OK, SL_VERDICT_NOTE, SL_VERDICT_VIOLATION, SL_VERDICT_INCOMPLETE };

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
 * says what the capture does not show; otherwise it is SL_NO_DOUBT.
 */
enum sl_verdict sl_transaction_verdict(const struct sl_capture *capture,
                                       const struct sl_transaction *transaction,
                                       struct sl_doubt *reason);

/* "answered", "ok" … for filters and reports, and in words. */
const struct sl_name *sl_outcome_name(enum sl_outcome outcome);
const struct sl_name *sl_verdict_name(enum sl_verdict verdict);
#define SL_OUTCOMES (SL_OUTCOME_DROPPED + 1)
#define SL_VERDICTS (SL_VERDICT_INCOMPLETE + 1)

#endif
