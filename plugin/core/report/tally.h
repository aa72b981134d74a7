/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is counted in a capture, for all reports. */
#ifndef SL_TALLY_H
#define SL_TALLY_H

#include "capture.h"
#include "report/verdict.h"
#include "sip/status.h"

struct sl_tally {
    unsigned messages, requests, responses;
    unsigned repeats, duplicates; /* of the messages: sent again, or captured again */
    unsigned calls, transactions, findings;
    unsigned methods[SL_METHOD_OTHER + 1]; /* requests */
    unsigned classes[SL_CLASSES];          /* responses; those of no class are not in it */
    unsigned statuses[SL_STATUS_MAX + 1];  /* responses by code; those of no class are not in it */
    unsigned verdicts[SL_VERDICTS];        /* INVITE transactions */
    unsigned outcomes[SL_OUTCOMES];        /* INVITE transactions */
    unsigned rules[SL_RULES_MAX];          /* findings that hold, by sl_rule_index */
    GByteArray *seen_calls, *seen_transactions; /* their numbers */
};

/* An empty tally. Give back what it holds with sl_tally_clear. */
void sl_tally_init(struct sl_tally *tally);
void sl_tally_clear(struct sl_tally *tally);

/* Counts COUNT messages of CAPTURE, with what is known now of them and of their transactions. */
void sl_tally_add(struct sl_tally *tally, const struct sl_capture *capture,
                  const struct sl_record *const *records, size_t count);

#endif
