/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the rules work with: the model, the clock, the waits that they began, and what the user set.
 * A rule's check and overdue may change it; its doubt only asks.
 */
#ifndef SL_CHECKER_H
#define SL_CHECKER_H

#include "base/timer-queue.h"
#include "model/clock.h"
#include "model/store.h"
#include "rules/rule.h"
#include "rules/trace.h"
#include "sip/catalogue.h"

struct sl_checker {
    struct sl_trace *trace; /* NULL unless one was asked for */
    struct sl_store *store;
    const struct sl_timing *timing;       /* the store's */
    const struct sl_catalogue *catalogue; /* borrowed */
    struct sl_clock clock;
    enum sl_severity severity[SL_RULES_MAX]; /* by sl_rule_index */
    struct sl_timer_queue *answers;          /* waits of 64*T1 + T1 */
    struct sl_timer_queue *finals;           /* waits of Timer C */
    unsigned waits[SL_RULES_MAX];            /* that each rule began, by sl_rule_index */
};

/* An empty checker of STORE, which is borrowed. Give back what it holds with sl_checker_clear. */
void sl_checker_init(struct sl_checker *checker, struct sl_store *store,
                     const struct sl_catalogue *catalogue, const enum sl_severity *severity);
void sl_checker_clear(struct sl_checker *checker);

/* A frame with this time came: moves the clock and ends the waits that are over. */
void sl_checker_tick(struct sl_checker *checker, int64_t time_ns);

/* The severity of a rule as the user set it. */
static inline enum sl_severity sl_checker_severity(const struct sl_checker *checker,
                                                   const struct sl_rule *rule)
{
    return checker->severity[sl_rule_index(rule)];
}

#endif
