/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The branches of one request that one host sent on. */
#ifndef SL_BRANCH_SET_H
#define SL_BRANCH_SET_H

#include "model/lookup.h"

/* The branches that HOST sent of ORIGIN, an sl_invite or sl_request, or NULL. */
struct sl_branch_set *sl_find_branch_set(const struct sl_call *call, const void *origin,
                                         const struct sl_host *host, unsigned level);

/* The branches of T, an INVITE's, that its server sent on; NULL if none was captured. */
static inline struct sl_branch_set *sl_next_branches(const struct sl_transaction *t)
{
    return sl_find_branch_set(t->call, t->invite, t->server, t->level + 1);
}

/* T, a hop of ORIGIN (an sl_invite or sl_request), is one of the branches that its client sent. */
void sl_join_branch_set(struct sl_transaction *t, const void *origin);

/*
 * True if the client of TRANSACTION, an INVITE's, passed back a provisional response that none of
 * its branches is seen to have got: one that was not captured, perhaps on this branch.
 */
bool sl_has_unseen_provisional(const struct sl_transaction *transaction);

/*
 * The receiver of TRANSACTION is seen to hand the request on and itself gets no final response: its
 * own wait explains the silence.
 */
bool sl_waits_downstream(const struct sl_transaction *transaction);

#endif
