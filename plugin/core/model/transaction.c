/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/transaction.h"

#include "model/branch-set.h"

static struct sl_invite *make_invite(struct sl_store *store, struct sl_call *call,
                                     const char *from_tag, uint32_t cseq_number)
{
    struct sl_invite *invite = sl_find_invite(call, from_tag, cseq_number);

    if (!invite) {
        invite = sl_arena_new_of(store->arena, struct sl_invite);
        invite->call = call;
        invite->from_tag = from_tag;
        invite->cseq_number = cseq_number;
        sl_index_set(&call->index, SL_KEY(SL_INDEX_INVITE, SL_WORD(from_tag), cseq_number), invite);
    }
    return invite;
}

/* T, a hop of a request that may have been seen on other hops before. */
static void join_request(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_store *store = arrival->store;
    const struct sl_key *key =
        SL_KEY(SL_INDEX_REQUEST, SL_WORD(t->from_tag), t->cseq_number, t->method);
    struct sl_request *request = sl_index_get(&t->call->index, key);

    /* A number that comes again after such a silence is another request, rightly or not. */
    if (!request ||
        arrival->record->time_ns - request->last_ns > sl_timing_overdue_ns(&store->timing)) {
        request = sl_arena_new_of(store->arena, struct sl_request);
        request->first = arrival->record;
        sl_index_set(&t->call->index, key, request);
    }
    request->last_ns = arrival->record->time_ns;
    t->origin = request;
    sl_join_branch_set(t, request);
}

static void join_invite(struct sl_store *store, struct sl_transaction *t)
{
    t->number = ++store->transaction_count;
    t->invite = make_invite(store, t->call, t->from_tag, t->cseq_number);
    t->invite->newest_hop = t;
    t->sender_hop = sl_get_or_make(
        t->call,
        SL_KEY(SL_INDEX_SENDER_HOP, SL_WORD(t->from_tag), SL_WORD(t->client), SL_WORD(t->server)),
        sizeof *t->sender_hop);
    t->sender_hop->newest = t;
    sl_join_branch_set(t, t->invite);
    sl_index_set(
        &t->call->index,
        SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server), t->level),
        t);
    sl_index_set(&t->call->index,
                 SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server),
                        SL_ANY_LEVEL),
                 t);
}

/*
 * A request whose CSeq names another method gets answers that name it as well (§8.2.6.2): they are
 * found by that one.
 */
static void add_cseq_method(struct sl_transaction *t, struct sl_lookup at)
{
    struct sl_key key;

    at.method = t->cseq_method;
    if (at.method != t->method && at.method != SL_METHOD_INVITE && at.method != SL_METHOD_ACK &&
        at.method != SL_METHOD_CANCEL && !sl_find_transaction(&at)) {
        sl_index_set(&t->call->index, sl_lookup_key(SL_INDEX_TRANSACTION, &at, &key), t);
    }
}

struct sl_transaction *sl_make_transaction(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_transaction *t = sl_arena_new_of(store->arena, struct sl_transaction);
    struct sl_key key;

    t->method = at->method;
    t->cseq_method = m->cseq_method ? sl_method_from_name(m->cseq_method) : at->method;
    t->call = at->call;
    t->via = at->via;
    t->client = at->client;
    t->server = at->server;
    t->cseq_number = at->cseq_number;
    t->from_tag = arrival->from_tag;
    t->level = m->via_count;
    t->next_on_via = at->via->transactions;
    at->via->transactions = t;
    if (++at->via->transaction_count > SL_VIA_TRANSACTIONS_MAX) {
        sl_store_leave_out(store, SL_LIMIT_VIA_TRANSACTIONS);
    }
    sl_index_set(&t->call->index, sl_lookup_key(SL_INDEX_TRANSACTION, at, &key), t);
    if (t->method == SL_METHOD_INVITE) {
        join_invite(store, t);
    } else if (t->method != SL_METHOD_CANCEL) {
        join_request(arrival, t);
        add_cseq_method(t, *at);
    }
    return t;
}
