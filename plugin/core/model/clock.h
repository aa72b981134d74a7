/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The time of a capture: that of its newest frame, of whatever protocol. Where frame times jump by
 * more than a month or run back by more than a second it is broken, and elapsed time proves
 * nothing.
 */
#ifndef SL_CLOCK_H
#define SL_CLOCK_H

#include "model/model.h"

struct sl_clock {
    bool started;
    bool has_time; /* some frame had one */
    bool is_broken;
    int64_t broken_at_ns;
    int64_t first_ns; /* the time of the first frame */
    int64_t now_ns;   /* the newest frame time */
    int64_t last_ns;  /* the time of the previous frame */
    uint64_t frames;  /* how many there were */
};

/* A frame with this time came. True if now is later than before. */
bool sl_clock_advance(struct sl_clock *clock, int64_t time_ns);

/*
 * True until NS after RECORD: too early to tell what the next messages would take back. What a
 * later message may refute is not shown before.
 */
static inline bool sl_clock_is_within(const struct sl_clock *clock, const struct sl_record *record,
                                      int64_t ns)
{
    return !clock->is_broken && clock->now_ns - record->time_ns < ns;
}

#endif
