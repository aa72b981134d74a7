/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timers of one length, in the order in which they started, which is the order in which they
 * expire. Starting and ending one takes constant time however many there are.
 */
#ifndef SL_TIMER_QUEUE_H
#define SL_TIMER_QUEUE_H

#include <stdint.h>

struct sl_record;
struct sl_rule;

struct sl_timer {
    int64_t deadline_ns;
    const struct sl_rule *rule;
    struct sl_record *record; /* the message that waits */
};

struct sl_timer_queue;

struct sl_timer_queue *sl_timer_queue_new(void);
void sl_timer_queue_free(struct sl_timer_queue *queue);

/* Starts TIMER. */
void sl_timer_queue_push(struct sl_timer_queue *queue, const struct sl_timer *timer);

/* Takes the oldest timer that is over at NOW_NS into *OUT; 0 if there is none. */
int sl_timer_queue_pop(struct sl_timer_queue *queue, int64_t now_ns, struct sl_timer *out);

#endif
