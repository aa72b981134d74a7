/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which findings count for the verdict on an INVITE transaction. Those without a doubt are reduced
 * to the worst at once; the others are entered one by one and asked whenever somebody looks.
 */
#ifndef SL_VERDICT_ENTRY_H
#define SL_VERDICT_ENTRY_H

#include "rules/checker.h"
#include "rules/finding.h"

/* A finding with a doubt that counts for a transaction's verdict. */
struct sl_verdict_entry {
    struct sl_finding *finding;
    struct sl_verdict_entry *next;
};

/* All that count for one transaction. */
struct sl_verdict_entries {
    /* The worst without those that have a doubt, or NULL; timed ones apart. */
    struct sl_finding *worst, *worst_timed;
    struct sl_verdict_entry *uncertain; /* newest first … */
    unsigned uncertain_count;           /* … so many at the most: SL_VERDICT_ENTRIES_MAX */
    struct sl_finding *settled; /* the worst that held when it was too many, or NULL; ask again */
};

/* FINDING, which is complete, counts from now on for those that sl_finding_transactions names. */
void sl_verdict_enter(struct sl_checker *checker, struct sl_finding *finding);

/*
 * True if FINDING is to be shown: its rule is not switched off, the clock can be trusted if the
 * rule needs it, and the capture as known now leaves no doubt.
 */
bool sl_checker_holds(const struct sl_checker *checker, const struct sl_finding *finding);

/*
 * True if FINDING is of a higher severity than THAN, or of the same and earlier. NULL for THAN
 * stands below all that is not switched off.
 */
bool sl_finding_is_worse(const struct sl_checker *checker, const struct sl_finding *finding,
                         const struct sl_finding *than);

#endif
