/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/checker.h"

#include <string.h>

void sl_checker_init(struct sl_checker *c, struct sl_store *store,
                     const struct sl_catalogue *catalogue, const enum sl_severity *severity)
{
    *c = (struct sl_checker){.store = store,
                             .timing = &store->timing,
                             .catalogue = catalogue,
                             .answers = sl_timer_queue_new(),
                             .finals = sl_timer_queue_new()};
    memcpy(c->severity, severity, sizeof c->severity);
}

void sl_checker_clear(struct sl_checker *c)
{
    sl_trace_free(c->trace);
    sl_timer_queue_free(c->answers);
    sl_timer_queue_free(c->finals);
}

static void end_waits(struct sl_checker *c, struct sl_timer_queue *queue)
{
    struct sl_timer timer;

    while (sl_timer_queue_pop(queue, c->clock.now_ns, &timer)) {
        timer.rule->overdue(c, timer.rule, timer.record);
        if (c->trace) {
            sl_trace_wait_over(c->trace, timer.rule, timer.record);
        }
    }
}

void sl_checker_tick(struct sl_checker *c, int64_t time_ns)
{
    if (sl_clock_advance(&c->clock, time_ns)) {
        end_waits(c, c->answers);
        end_waits(c, c->finals);
    }
}
