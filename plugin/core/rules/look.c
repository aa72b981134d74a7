/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/look.h"

static void begin_wait(const struct sl_look *look, struct sl_timer_queue *queue, int64_t length_ns)
{
    const struct sl_timer timer = {.deadline_ns = look->record->time_ns + length_ns,
                                   .rule = look->rule,
                                   .record = look->record};

    look->checker->waits[look->rule_index]++;
    sl_timer_queue_push(queue, &timer);
    if (look->checker->trace) {
        sl_trace_wait(look->checker->trace, look->rule, look->record, length_ns);
    }
}

void sl_wait_for_answer(const struct sl_look *look)
{
    struct sl_checker *c = look->checker;

    begin_wait(look, c->answers, sl_timing_overdue_ns(c->timing));
}

void sl_wait_for_final(const struct sl_look *look)
{
    struct sl_checker *c = look->checker;

    begin_wait(look, c->finals, c->timing->timer_c_ns);
}
