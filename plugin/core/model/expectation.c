/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/expectation.h"

#include "model/keys.h"

enum what { RESPONSE, REQUEST };

static struct sl_expectation *expectation_of(struct sl_store *store, const struct sl_host *waiting,
                                             const struct sl_host *other, enum what what,
                                             enum sl_method method)
{
    const struct sl_key *key = SL_KEY(SL_STORE_EXPECTATION, SL_WORD(waiting), SL_WORD(other),
                                      (uintptr_t)what, (uintptr_t)method);
    struct sl_expectation *found = sl_index_get(&store->index, key);

    if (!found) {
        found = sl_arena_new_of(store->arena, struct sl_expectation);
        sl_index_set(&store->index, key, found);
    }
    return found;
}

struct sl_expectation *sl_expect_response(struct sl_store *store, const struct sl_host *waiting,
                                          const struct sl_host *other, enum sl_method method)
{
    return expectation_of(store, waiting, other, RESPONSE, method);
}

struct sl_expectation *sl_expect_request(struct sl_store *store, const struct sl_host *waiting,
                                         const struct sl_host *other, enum sl_method method)
{
    return expectation_of(store, waiting, other, REQUEST, method);
}
