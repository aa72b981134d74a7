/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The times that the user may set, and what follows from them. */
#ifndef SL_TIMING_H
#define SL_TIMING_H

#include <stdint.h>

#define SL_NS_PER_MS INT64_C(1000000)
#define SL_NS_PER_S INT64_C(1000000000)

struct sl_timing {
    int64_t t1_ns;          /* T1, RFC 3261 §17.1.1.1; every timer follows it */
    int64_t provisional_ns; /* threshold of provisional_late */
    int64_t timer_c_ns;     /* Timer C, RFC 3261 §16.6 step 11 */
    int64_t duplicate_ns;   /* an identical message within this time is a capture duplicate */
};

/* Within this time the order of two frames is the capture's and not the network's: 2 ms by default,
 * as several queues of an interface are read. */
static inline int64_t sl_timing_swapped_ns(const struct sl_timing *timing)
{
    return timing->duplicate_ns / 50;
}

/* 64*T1: Timers B, F and H, and what RFC 3261 makes as long (§17.1.1.2, §17.1.2.2, §17.2.1). */
static inline int64_t sl_timing_64_t1_ns(const struct sl_timing *timing)
{
    return 64 * timing->t1_ns;
}

/* 64*T1 + T1, after which an answer is overdue: a full transaction and a crossing. */
static inline int64_t sl_timing_overdue_ns(const struct sl_timing *timing)
{
    return 65 * timing->t1_ns;
}

#endif
