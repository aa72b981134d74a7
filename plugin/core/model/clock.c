/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/clock.h"

#include "model/timing.h"

/* Frames of several interfaces come a little out of order; more than this is a broken clock. */
#define CLOCK_BACK_NS SL_NS_PER_S
/* No capture waits silently for a month: the time jumped. */
#define CLOCK_JUMP_NS (30 * 24 * 3600 * SL_NS_PER_S)

bool sl_clock_advance(struct sl_clock *clock, int64_t time_ns)
{
    clock->frames++;
    if (!clock->started) {
        clock->started = true;
        clock->first_ns = clock->now_ns = clock->last_ns = time_ns;
        return false;
    }
    if (!clock->is_broken &&
        (time_ns < clock->last_ns - CLOCK_BACK_NS || time_ns > clock->last_ns + CLOCK_JUMP_NS)) {
        clock->is_broken = true;
        clock->broken_at_ns = time_ns;
    }
    clock->last_ns = time_ns;
    if (time_ns <= clock->now_ns) {
        return false;
    }
    clock->now_ns = time_ns;
    return true;
}
