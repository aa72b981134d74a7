/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waits of one length, in the order in which they began, which is the order in which they end.
 * Beginning and ending a wait take constant time however many there are.
 */
#ifndef SL_TIMER_QUEUE_H
#define SL_TIMER_QUEUE_H

#include <stdint.h>

struct sl_record;
struct sl_rule;

struct sl_wait {
    int64_t deadline_ns;
    const struct sl_rule *rule;
    struct sl_record *record; /* the message that waits */
};

struct sl_waits;

struct sl_waits *sl_waits_new(void);
void sl_waits_free(struct sl_waits *waits);

/* Begins WAIT. */
void sl_waits_push(struct sl_waits *waits, const struct sl_wait *wait);

/* Takes the oldest wait that is over at NOW_NS into *OUT; 0 if there is none. */
int sl_waits_pop(struct sl_waits *waits, int64_t now_ns, struct sl_wait *out);

#endif
