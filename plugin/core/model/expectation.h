/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one host waits for from another, over all calls of the capture: responses to a method, ACK,
 * PRACK. Over UDP a party that does not send again has its answer, even where the capture has not;
 * but where such messages never come between two hosts, that party just does not repeat.
 */
#ifndef SL_EXPECTATION_H
#define SL_EXPECTATION_H

#include "model/store.h"

/* So many waits without a single answer captured make a party that does not repeat. */
#define SL_NEVER_COMES_WAITS 3u

struct sl_expectation {
    unsigned waits; /* messages that began such a wait, first copies on their hop */
    unsigned came;  /* messages of that kind that were captured, whatever they answered */
};

/* What WAITING expects of OTHER in return for its requests of METHOD: responses, of any code. */
struct sl_expectation *sl_expect_response(struct sl_store *store, const struct sl_host *waiting,
                                          const struct sl_host *other, enum sl_method method);

/* What WAITING expects of OTHER in return for a response: requests of METHOD, ACK or PRACK. */
struct sl_expectation *sl_expect_request(struct sl_store *store, const struct sl_host *waiting,
                                         const struct sl_host *other, enum sl_method method);

/* True if what EXPECTATION is about was waited for often enough and never captured. */
static inline bool sl_never_comes(const struct sl_expectation *expectation)
{
    return expectation->waits >= SL_NEVER_COMES_WAITS && !expectation->came;
}

#endif
