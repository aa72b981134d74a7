/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Responses: what they change on their hop. */
#include "model/flow-response.h"
#include "model/branch-set.h"
#include "model/dialog.h"
#include "model/expectation.h"
#include "model/fork.h"
#include "model/offer.h"
#include "model/path.h"
#include "model/reliable.h"
#include "model/request.h"
#include "model/retry.h"
#include "model/session.h"
#include "model/state.h"
#include "model/transaction.h"

/*
 * The request that a response answers where none went to the host it comes from: a server with
 * several addresses answers from any of them.
 */
static struct sl_transaction *find_by_requester(const struct sl_lookup *at)
{
    unsigned n = SL_LOOK_BACK;

    for (struct sl_transaction *t = at->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == at->method && t->call == at->call && t->cseq_number == at->cseq_number &&
            t->client == at->client && t->request) {
            return t;
        }
    }
    return NULL;
}

/*
 * The request that a response answers where it goes to another host than that request came from, as
 * behind a NAT without rport (RFC 3581). Where any of its responses went back to its sender, this
 * one is a look at another hop.
 */
static struct sl_transaction *find_by_server(const struct sl_lookup *at)
{
    unsigned n = SL_LOOK_BACK;

    for (struct sl_transaction *t = at->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == at->method && t->call == at->call && t->cseq_number == at->cseq_number &&
            t->server == at->server && t->request &&
            (!t->first_response || t->first_response->destination != t->client)) {
            return t;
        }
    }
    return NULL;
}

/*
 * True if a response with the key AT, with another top Via than T has, can only be one to T.
 * Another branch may be that of a branch of the request which was not captured: that one has
 * another To tag, comes from another port, or is on the same address.
 */
static bool must_be_to(const struct sl_arrival *arrival, const struct sl_lookup *at,
                       const struct sl_transaction *t)
{
    const struct sl_message *m = arrival->message;
    bool is_same_branch = sl_via_has_same_branch(at->via, t->via);

    if (t->server != at->server || !t->request || t->final) {
        return false;
    }
    if (m->via_count != t->level) {
        /* The Via of the server on top. */
        return at->client != at->server && !sl_via_has_same_sent_by(at->via, t->via);
    }
    if (!is_same_branch &&
        (at->client == at->server || arrival->record->source_port != t->server_port)) {
        return false;
    }
    return is_same_branch || t->method != SL_METHOD_INVITE || !t->legs ||
           t->legs->fork->to_tag == t->invite->to_tag || sl_find_leg(t, arrival->to_tag) ||
           !arrival->to_tag;
}

/* The one branch of ORIGIN, an INVITE or other request, with LEVEL Vias that this response can be
 * to; *COUNT is raised by how many there are. */
static struct sl_transaction *find_branch(const struct sl_arrival *arrival,
                                          const struct sl_lookup *at, const void *origin,
                                          unsigned level, unsigned *count)
{
    const struct sl_branch_set *set = sl_find_branch_set(at->call, origin, at->client, level);
    struct sl_transaction *found = NULL;
    unsigned n = SL_LOOK_BACK;

    for (struct sl_transaction *t = set ? set->newest : NULL; t && n--; t = t->next_on_set) {
        struct sl_transaction *own = at->method == SL_METHOD_CANCEL ? t->cancel : t;

        if (own && must_be_to(arrival, at, own)) {
            found = own;
            ++*count;
        }
    }
    return found;
}

/*
 * The request that a response answers by Call-ID, CSeq, From tag and hosts, though its top Via is
 * another: sent-by, branch, or one Via too many. NULL where there is none, or more than one.
 */
static struct sl_transaction *find_despite_via(struct sl_arrival *arrival,
                                               const struct sl_lookup *at)
{
    const struct sl_message *m = arrival->message;
    bool is_of_invite = at->method == SL_METHOD_INVITE || at->method == SL_METHOD_CANCEL;
    const void *origin =
        is_of_invite
            ? (const void *)sl_find_invite(at->call, arrival->from_tag, at->cseq_number)
            : sl_index_get(&at->call->index, SL_KEY(SL_INDEX_REQUEST, SL_WORD(arrival->from_tag),
                                                    at->cseq_number, at->method));
    struct sl_transaction *t = NULL, *below = NULL;
    unsigned count = 0;
    struct sl_key key;

    if (!origin || m->truncated) {
        return NULL;
    }
    t = find_branch(arrival, at, origin, m->via_count, &count);
    if (m->via_count > 1) {
        below = find_branch(arrival, at, origin, m->via_count - 1, &count);
    }
    if (count != 1) {
        return NULL;
    }
    t = t ? t : below;
    arrival->has_odd_via = !sl_via_is_same_spelt_otherwise(at->via, t->via);
    /* What comes next with this Via is to the same. */
    sl_index_set(&at->call->index, sl_lookup_key(SL_INDEX_TRANSACTION, at, &key), t);
    return t;
}

/* The request that a response with the key AT answers, where its key is that of none; or NULL. */
static struct sl_transaction *find_otherwise(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_transaction *t = find_by_requester(at);

    if (!t) {
        t = find_despite_via(arrival, at);
    }
    return t ? t : find_by_server(at);
}

/* What in this 100 only the next hop can have put there (§16.7 step 5). */
static enum sl_handed_on handed_on(const struct sl_arrival *arrival, const struct sl_transaction *t)
{
    const struct sl_message *m = arrival->message;
    const struct sl_branch_set *next = sl_next_branches(t);

    if (!next || !next->trying) {
        return SL_HANDED_ON_NOTHING;
    }
    if (m->to_tag && !t->invite->to_tag && sl_same_text(m->to_tag, next->trying_to_tag)) {
        return SL_HANDED_ON_TO_TAG;
    }
    if (m->contact_text && sl_same_text(m->contact_text, next->trying_contact)) {
        return SL_HANDED_ON_CONTACT;
    }
    /* Neighbours often run the same software: only a proxy known to call itself otherwise. */
    if (m->server && t->server->server_is_known && !sl_same_text(m->server, t->server->server) &&
        sl_same_text(m->server, next->trying_server)) {
        return SL_HANDED_ON_SERVER;
    }
    return SL_HANDED_ON_NOTHING;
}

/* The sender of this response made it itself: no stateless proxy, and known by its Server header.
 */
static void note_own_response(struct sl_arrival *arrival)
{
    struct sl_host *host = arrival->record->source;

    host->makes_responses = true;
    if (!host->server_is_known) {
        host->server_is_known = true;
        host->server = sl_arena_strdup(arrival->store->arena, arrival->message->server);
    }
}

static void record_trying(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;

    arrival->handed_on = handed_on(arrival, t);
    if (arrival->handed_on == SL_HANDED_ON_NOTHING) {
        note_own_response(arrival);
    }
    if (!t->branch_set->trying) {
        t->branch_set->trying = arrival->record;
        t->branch_set->trying_to_tag = sl_arena_strdup(store->arena, m->to_tag);
        t->branch_set->trying_contact = sl_arena_strdup(store->arena, m->contact_text);
        t->branch_set->trying_server = sl_arena_strdup(store->arena, m->server);
    }
}

static void record_final(struct sl_arrival *arrival, struct sl_transaction *t, struct sl_leg *leg)
{
    struct sl_record *record = arrival->record;
    bool success = sl_status_is_success(record->status);

    if (!t->final) {
        t->final = record;
        if (t->request) {
            t->sender_hop->pending--;
        }
        t->branch_set->finals++;
        if (!t->invite->final) {
            t->invite->final = record;
        }
        sl_retry_note_final(arrival, t);
    }
    if (success && !t->success) {
        t->success = record;
    }
    if (!success && !t->failure) {
        t->failure = record;
    }
    if (success && !leg->fork->success) {
        leg->fork->success = record;
        leg->fork->success_body = (uint8_t)arrival->message->body;
        sl_dialog_note_accepted(leg->fork);
    }
    if (!success && !leg->fork->failure) {
        leg->fork->failure = record;
    }
    /* A 2xx after a failure with the same To tag replaces it: it is what must be acknowledged. */
    if (!leg->final || (success && !sl_status_is_success(leg->final->status))) {
        if (!leg->final || leg->ack) {
            t->unacknowledged++;
        }
        leg->final = record;
        leg->ack = NULL;
        leg->newest_ack = NULL;
        if (leg->is_settled) {
            leg->is_settled = false;
            t->settled--;
        }
        leg->expected_ack = sl_expect_request(arrival->store, t->server, t->client, SL_METHOD_ACK);
        leg->expected_ack->waits++;
        sl_dialog_note_final(arrival, t);
        sl_session_note_final(arrival, t);
        /* The ACK may have been captured before what it confirms. */
        if (t->early_ack && t->early_ack_to_tag && t->early_ack_to_tag == leg->fork->to_tag) {
            leg->ack = t->early_ack;
            leg->newest_ack = t->early_ack;
            t->early_ack->leg = leg;
            t->unacknowledged--;
        }
        if (success) {
            sl_leg_note_path(leg, arrival->message);
            sl_leg_note_route_set(leg, arrival->message);
            sl_leg_settle(leg, leg->fork->ack);
        }
    }
    if (!record->is_duplicate) {
        leg->final_copy = record;
    }
}

/* T's server may have this provisional response from one of the branches that it sent on. */
static void note_relayed(struct sl_transaction *t)
{
    struct sl_branch_set *next = sl_next_branches(t);

    if (next) {
        next->upstream = t;
    }
}

static void record_response_to_invite(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_record *record = arrival->record;
    struct sl_leg *leg = sl_make_leg(arrival->store, t, arrival->to_tag);

    record->leg = leg;
    record->transaction = t;
    /* A final response that differs in a detail, yet has code and tag of the first, repeats it. */
    if (!record->original && leg->final && leg->final->status == record->status &&
        leg->final->source == record->source && leg->final->destination == record->destination &&
        leg->final->source_port == record->source_port &&
        leg->final->destination_port == record->destination_port) {
        sl_record_set_original(arrival->store, record, leg->final);
    }
    if (sl_status_is_final(record->status)) {
        /* A proxy that asks for credentials and has handed nothing on speaks for itself (§22.3). */
        if (record->status == 407 && !sl_next_branches(t)) {
            note_own_response(arrival);
        }
        record_final(arrival, t, leg);
        t->state = sl_state_next(t->state, sl_status_is_success(record->status) ? SL_EVENT_SUCCESS
                                                                                : SL_EVENT_FAILURE);
        return;
    }
    if (!record->is_duplicate) {
        t->last_provisional = record;
    }
    if (record->status >= 180 && record->status <= 183 && !t->first_ring) {
        t->first_ring = record;
    }
    if (record->status == 100) {
        record_trying(arrival, t);
    } else {
        sl_reliable_note(arrival, leg);
        note_relayed(t);
    }
    t->state = sl_state_next(t->state, SL_EVENT_PROVISIONAL);
}

static void record_response_to_cancel(struct sl_arrival *arrival, struct sl_transaction *own)
{
    /* CANCEL is answered by each hop itself (§9.2), never by the one behind it. */
    note_own_response(arrival);
    if (own->parent && own->final == arrival->record && own->parent->server == own->server) {
        own->parent->branch_set->cancel_answers++;
    }
}

/* ARRIVAL's message shows that the request which it answers existed, though it was not captured. */
static void note_unseen_request(struct sl_arrival *arrival)
{
    switch (arrival->record->method) {
    case SL_METHOD_PRACK:
        sl_reliable_note_unseen_prack(arrival);
        break;
    case SL_METHOD_BYE:
        arrival->record->call->cancel_or_bye = true;
        sl_dialog_note_unseen_bye(arrival);
        break;
    case SL_METHOD_CANCEL:
        arrival->record->call->cancel_or_bye = true;
        break;
    default:
        break;
    }
}

/* Something came of what the client waits for: to T, or to a request that was not captured. */
static void note_came(struct sl_store *store, const struct sl_transaction *t,
                      const struct sl_lookup *at)
{
    struct sl_expectation *expected =
        t && t->expected ? t->expected
                         : sl_expect_response(store, at->client, at->server, at->method);

    expected->came++;
}

void sl_flow_response(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_store *store = arrival->store;
    struct sl_record *record = arrival->record;
    struct sl_transaction *t = sl_find_transaction(at);

    if (!t) {
        t = find_otherwise(arrival, at);
    }
    note_came(store, t, at);
    if (!t) {
        if (arrival->message->truncated) {
            record->destination->cut_frame = record->frame;
        }
        if (at->method != SL_METHOD_INVITE) {
            note_unseen_request(arrival);
            sl_note_early_response(at, record);
            return;
        }
        t = sl_make_transaction(arrival, at); /* the INVITE came before the capture began */
    }
    if (record->original && record->original->own != t) {
        sl_record_set_first(store, record); /* equal bytes, but of a transaction long over */
    }
    record->own = t;
    t->last = record;
    if (!t->first_response) {
        t->first_response = record;
    }
    if (t->method == SL_METHOD_INVITE) {
        record_response_to_invite(arrival, t);
        sl_offer_note_response(arrival, t);
        return;
    }
    sl_offer_note_response(arrival, t);
    if (sl_status_is_final(record->status) && !t->final) {
        t->final = record;
        if (t->branch_set) {
            t->branch_set->finals++;
        }
        sl_dialog_note_final(arrival, t);
        sl_session_note_final(arrival, t);
        sl_request_note_final(t);
        sl_retry_note_final(arrival, t);
    }
    record->transaction = t->parent;
    if (t->parent) {
        t->parent->last = record;
    }
    if (t->method == SL_METHOD_CANCEL) {
        record_response_to_cancel(arrival, t);
    }
}
