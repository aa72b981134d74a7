/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests but ACK: the transaction of each, and what it tells of the model. */
#include "model/flow-request.h"
#include "model/dialog.h"
#include "model/expectation.h"
#include "model/fork.h"
#include "model/offer.h"
#include "model/reliable.h"
#include "model/request.h"
#include "model/retry.h"
#include "model/session.h"
#include "model/state.h"
#include "model/transaction.h"

/*
 * True if the parties have forgotten T by the time of RECORD, so that an equal request is a new
 * one: nothing happened for longer than any of its timers (§17.1.1.2, §17.1.2.2, §17.2).
 */
static bool is_over(const struct sl_store *store, const struct sl_transaction *t,
                    const struct sl_record *record)
{
    int64_t silence = record->time_ns - t->last->time_ns;
    bool proceeds = t->first_response && !t->final;

    return silence > sl_timing_overdue_ns(&store->timing) &&
           (!proceeds || silence > store->timing.timer_c_ns);
}

/* RECORD, a request of T: its first copy on this hop, or a further one. */
static void add_request(struct sl_store *store, struct sl_transaction *t, struct sl_record *record)
{
    record->own = t;
    t->last = record;
    if (!t->request) {
        t->request = t->request_copy = record;
        t->client_port = record->source_port;
        t->server_port = record->destination_port;
        return;
    }
    /*
     * A sender that repeats a request uses its ports again (§17.1.1.2). Other ports between the
     * same hosts are another look at it, such as a relay without Via on one machine.
     */
    if (!record->original && t->client_port == record->source_port &&
        t->server_port == record->destination_port) {
        sl_record_set_original(store, record, t->request);
    }
    if (record->original) {
        t->request_copy = record;
    }
}

/* A response to T that the capture has before RECORD, its request: they changed places. */
static void note_early_response(const struct sl_store *store, struct sl_transaction *t,
                                const struct sl_lookup *at, const struct sl_record *record)
{
    struct sl_record *early = sl_find_early_response(at);

    if (early && sl_record_elapsed(early, record) < store->timing.t1_ns) {
        t->early_response = early;
    }
}

static struct sl_transaction *learn_request(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_store *store = arrival->store;
    struct sl_record *record = arrival->record;
    struct sl_transaction *t = sl_find_transaction(at);

    if (t && t->request && is_over(store, t, record)) {
        sl_record_set_first(store, record);
        t = NULL;
    }
    if (!t) {
        t = sl_make_transaction(arrival, at);
        note_early_response(store, t, at, record);
    }
    add_request(store, t, record);
    if (t->request == record) {
        t->expected = sl_expect_response(store, t->client, t->server, t->method);
        t->expected->waits++;
        sl_dialog_note_request(arrival, t);
        sl_retry_note_request(arrival, t);
    }
    if (arrival->is_new) {
        sl_session_note_request(arrival, t);
        sl_request_note_next(arrival, t);
    }
    if (!t->maker) {
        t->maker = sl_find_maker(record, t->dialog);
    }
    return t;
}

/* A request of a dialog shows that the INVITE which asked for it was answered. */
static void note_use_of_dialog(struct sl_arrival *arrival)
{
    const struct sl_message *m = arrival->message;
    struct sl_record *record = arrival->record;
    struct sl_invite *invite;
    bool from_callee = false;

    if (!m->to_tag) {
        return;
    }
    invite =
        sl_index_get(&record->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(arrival->from_tag)));
    if (!invite) {
        invite =
            sl_index_get(&record->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(arrival->to_tag)));
        from_callee = true;
    }
    if (!invite) {
        return;
    }
    if (!invite->use_of_dialog) {
        invite->use_of_dialog = record;
    }
    /* Only the caller may end an early dialog with BYE (§15). */
    if ((!invite->use_of_session || invite->use_of_session->method == SL_METHOD_BYE) &&
        (record->method == SL_METHOD_INVITE || record->method == SL_METHOD_REFER ||
         (record->method == SL_METHOD_BYE && from_callee))) {
        invite->use_of_session = record;
    }
}

void sl_flow_invite(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    const struct sl_message *m = arrival->message;
    struct sl_transaction *t = learn_request(arrival, at);

    arrival->record->transaction = t;
    if (t->request != arrival->record) {
        return;
    }
    t->supports_100rel = m->supports_100rel;
    t->requires_100rel = m->requires_100rel;
    t->has_expires = m->has_expires;
    t->expires_s = m->expires_s;
    t->state = sl_state_next(t->state, SL_EVENT_INVITE);
    t->invite->to_tag = arrival->to_tag;
    if (!t->final) {
        t->sender_hop->pending++;
    }
    if (!m->to_tag) {
        sl_index_set(&at->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(t->from_tag)), t->invite);
    }
    note_use_of_dialog(arrival);
    sl_offer_note_request(arrival, t);
}

/* The INVITE with the Via of this CANCEL that its sender sent to another host; or NULL. */
static struct sl_transaction *sent_elsewhere(const struct sl_lookup *at)
{
    unsigned n = SL_LOOK_BACK;

    for (struct sl_transaction *t = at->via->has_cookie ? at->via->transactions : NULL; t && n--;
         t = t->next_on_via) {
        if (t->method == SL_METHOD_INVITE && t->call == at->call && t->client == at->client &&
            t->cseq_number == at->cseq_number && t->request) {
            return t;
        }
    }
    return NULL;
}

void sl_flow_cancel(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    const char *from_tag = arrival->from_tag;
    struct sl_lookup of_invite = *at;
    struct sl_transaction *own = learn_request(arrival, at), *t;

    at->call->cancel_or_bye = true;
    of_invite.method = SL_METHOD_INVITE;
    t = own->parent ? own->parent : sl_find_transaction(&of_invite);
    if (!t && !at->via->has_cookie) {
        /* Call-ID, From tag and CSeq number are all that an RFC 2543 peer promises to keep. */
        const struct sl_invite *invite = sl_find_invite(at->call, from_tag, at->cseq_number);

        t = invite ? sl_find_hop(invite, at->client, at->server, SL_ANY_LEVEL) : NULL;
    }
    if (!t) {
        t = sent_elsewhere(&of_invite);
        if (t) {
            arrival->record->transaction = t;
            own->parent = t; /* it cancels nothing there (§9.1) */
            return;
        }
    }
    if (!t) {
        struct sl_sender_hop *hop =
            sl_index_get(&at->call->index, SL_KEY(SL_INDEX_SENDER_HOP, SL_WORD(from_tag),
                                                  SL_WORD(at->client), SL_WORD(at->server)));

        if (hop && hop->pending) {
            arrival->sender_hop = hop;
            arrival->record->transaction = hop->newest;
            return;
        }
        t = sl_make_transaction(arrival, &of_invite); /* its INVITE came before the capture began */
    }
    arrival->record->transaction = t;
    t->last = arrival->record;
    if (own->parent) {
        return;
    }
    own->parent = t;
    t->branch_set->cancels++;
    if (!t->cancel) {
        t->cancel = own;
    }
    if (!t->invite->cancel) {
        t->invite->cancel = arrival->record;
    }
}

/* OWN, a PRACK, belongs to the INVITE that its RAck names. */
static void note_prack(struct sl_arrival *arrival, struct sl_transaction *own,
                       const struct sl_lookup *at)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_invite *invite;
    struct sl_fork *fork;
    const struct sl_leg *leg;

    invite = sl_find_invite(at->call, own->from_tag, m->rack_cseq_number);
    if (!invite) {
        sl_reliable_note_prack(arrival, own, NULL);
        return;
    }
    if (!invite->prack) {
        invite->prack = arrival->record;
    }
    fork = sl_reliable_fork_of_prack(arrival, invite);
    if (!fork) {
        sl_reliable_note_prack(arrival, own, NULL);
        fork =
            arrival->rack_fork ? arrival->rack_fork : sl_make_fork(store, invite, arrival->to_tag);
        invite = fork->invite;
    } else {
        sl_reliable_note_prack(arrival, own, fork);
    }
    leg = sl_find_leg_of_hop(fork, arrival->record, m->via_count);
    own->parent = leg ? leg->transaction : invite->newest_hop;
    own->parent->last = arrival->record;
    arrival->record->transaction = own->parent;
}

void sl_flow_prack(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_transaction *own = learn_request(arrival, at);

    sl_expect_request(arrival->store, at->server, at->client, SL_METHOD_PRACK)->came++;
    if (arrival->message->has_rack) {
        note_prack(arrival, own, at);
        sl_offer_note_request(arrival, own);
    }
}

void sl_flow_other(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    const struct sl_transaction *t = learn_request(arrival, at);

    if (at->method == SL_METHOD_BYE) {
        at->call->cancel_or_bye = true;
    }
    note_use_of_dialog(arrival);
    sl_offer_note_request(arrival, t);
}
