/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/branch-set.h"

struct sl_branch_set *sl_find_branch_set(const struct sl_call *call, const void *origin,
                                         const struct sl_host *host, unsigned level)
{
    return sl_index_get(&call->index,
                        SL_KEY(SL_INDEX_BRANCH_SET, SL_WORD(origin), SL_WORD(host), level));
}

void sl_join_branch_set(struct sl_transaction *t, const void *origin)
{
    t->branch_set = sl_get_or_make(
        t->call, SL_KEY(SL_INDEX_BRANCH_SET, SL_WORD(origin), SL_WORD(t->client), t->level),
        sizeof *t->branch_set);
    t->next_on_set = t->branch_set->newest;
    t->branch_set->newest = t;
    t->branch_set->branches++;
}

/* True if a response of FORK was captured on one of the branches that T is one of. */
static bool is_seen_on_branch(const struct sl_fork *fork, const struct sl_transaction *t)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->transaction->client == t->client && leg->transaction->level == t->level) {
            return true;
        }
    }
    return false;
}

bool sl_has_unseen_provisional(const struct sl_transaction *t)
{
    const struct sl_transaction *upstream = t->branch_set ? t->branch_set->upstream : NULL;
    unsigned n = SL_LOOK_BACK;

    if (!upstream) {
        return false;
    }
    for (const struct sl_leg *leg = upstream->legs; leg && n--; leg = leg->next_on_transaction) {
        if (leg->fork->to_tag && !is_seen_on_branch(leg->fork, t)) {
            return true;
        }
    }
    return false;
}

bool sl_waits_downstream(const struct sl_transaction *t)
{
    const void *origin = t->invite ? (const void *)t->invite : t->origin;
    const struct sl_branch_set *next = sl_find_branch_set(t->call, origin, t->server, t->level + 1);

    /* A relay without Via does not add a level. */
    if (!next && t->server != t->client) {
        next = sl_find_branch_set(t->call, origin, t->server, t->level);
    }
    return next && next->branches > next->finals;
}
