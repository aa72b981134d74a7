/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests but ACK: the transaction of each, and what it tells of the model. */
#include "model/retry.h"
#include "model/dialog.h"
#include "model/flow.h"
#include "model/offer.h"
#include "model/reliable.h"
#include "model/session.h"
#include "transaction.h"
#include "model/unanswered.h"

/*
 * True if the parties have forgotten T by the time of RECORD, so that an equal request is a new
 * one: nothing happened for longer than any of its timers (§17.1.1.2, §17.1.2.2, §17.2).
 */
static bool is_over(const struct sl_capture *c, const struct sl_transaction *t,
                    const struct sl_record *record)
{
    int64_t silence = record->time_ns - t->last->time_ns;
    bool proceeds = t->first_response && !t->final;

    return silence > sl_settings_overdue_ns(&c->settings) &&
           (!proceeds || silence > c->settings.timer_c_ns);
}

/* RECORD, a request of T: its first copy on this hop, or a further one. */
static void add_request(struct sl_capture *c, struct sl_transaction *t, struct sl_record *record)
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
        sl_record_set_original(c, record, t->request);
    }
    if (record->original) {
        t->request_copy = record;
    }
}

/* A response to T that the capture has before RECORD, its request: they changed places. */
static void note_early_response(const struct sl_capture *c, struct sl_transaction *t,
                                const struct sl_place *place, const struct sl_record *record)
{
    struct sl_record *early = sl_find_early_response(place);

    if (early && sl_record_elapsed(early, record) < c->settings.t1_ns) {
        t->early_response = early;
    }
}

static struct sl_transaction *place_request(struct sl_look *look, const struct sl_place *place)
{
    struct sl_capture *c = look->capture;
    struct sl_record *record = look->record;
    struct sl_transaction *t = sl_find_transaction(place);

    if (t && t->request && is_over(c, t, record)) {
        sl_record_set_first(c, record);
        t = NULL;
    }
    if (!t) {
        t = sl_make_transaction(look, place);
        note_early_response(c, t, place, record);
    }
    add_request(c, t, record);
    if (t->request == record) {
        sl_dialog_note_request(look, t);
        sl_attempts_note_request(look, t);
    }
    if (look->is_new) {
        sl_session_note_request(look, t);
        sl_unanswered_note_request(look, t);
    }
    if (!t->maker) {
        t->maker = sl_find_maker(record, t->dialog);
    }
    return t;
}

/* A request of a dialog shows that the INVITE which asked for it was answered. */
static void note_use_of_dialog(struct sl_look *look)
{
    const struct sl_message *m = look->message;
    struct sl_record *record = look->record;
    struct sl_invite *invite;
    bool from_callee = false;

    if (!m->to_tag) {
        return;
    }
    invite = sl_index_get(&record->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(look->from_tag)));
    if (!invite) {
        invite = sl_index_get(&record->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(look->to_tag)));
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

void sl_flow_invite(struct sl_look *look, const struct sl_place *place)
{
    const struct sl_message *m = look->message;
    struct sl_transaction *t = place_request(look, place);

    look->record->transaction = t;
    if (t->request != look->record) {
        return;
    }
    t->supports_100rel = m->supports_100rel;
    t->requires_100rel = m->requires_100rel;
    t->has_expires = m->has_expires;
    t->expires_s = m->expires_s;
    t->state = sl_state_next(t->state, SL_EVENT_INVITE);
    t->invite->to_tag = look->to_tag;
    if (!t->final) {
        t->lane->pending++;
    }
    if (!m->to_tag) {
        sl_index_set(&place->call->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(t->from_tag)), t->invite);
    }
    note_use_of_dialog(look);
    sl_offer_note_request(look, t);
}

void sl_flow_cancel(struct sl_look *look, const struct sl_place *place)
{
    const char *from_tag = look->from_tag;
    struct sl_place of_invite = *place;
    struct sl_transaction *own = place_request(look, place), *t;

    place->call->cancel_or_bye = true;
    of_invite.method = SL_METHOD_INVITE;
    t = own->parent ? own->parent : sl_find_transaction(&of_invite);
    if (!t && !place->via->has_cookie) {
        /* Call-ID, From tag and CSeq number are all that an RFC 2543 peer promises to keep. */
        const struct sl_invite *invite = sl_find_invite(place->call, from_tag, place->cseq_number);

        t = invite ? sl_find_hop(invite, place->client, place->server, SL_ANY_LEVEL) : NULL;
    }
    if (!t) {
        struct sl_lane *lane = sl_index_get(&place->call->index,
                                            SL_KEY(SL_INDEX_LANE, SL_WORD(from_tag),
                                                   SL_WORD(place->client), SL_WORD(place->server)));

        if (lane && lane->pending) {
            look->lane = lane;
            look->record->transaction = lane->newest;
            return;
        }
        t = sl_make_transaction(look, &of_invite); /* its INVITE came before the capture began */
    }
    look->record->transaction = t;
    t->last = look->record;
    if (own->parent) {
        return;
    }
    own->parent = t;
    t->fan->cancels++;
    if (!t->cancel) {
        t->cancel = own;
    }
    if (!t->invite->cancel) {
        t->invite->cancel = look->record;
    }
}

/* OWN, a PRACK, belongs to the INVITE that its RAck names. */
static void note_prack(struct sl_look *look, struct sl_transaction *own,
                       const struct sl_place *place)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_invite *invite;
    struct sl_fork *fork;
    const struct sl_leg *leg;

    invite = sl_find_invite(place->call, own->from_tag, m->rack_cseq_number);
    if (!invite) {
        sl_reliable_note_prack(look, own, NULL);
        return;
    }
    if (!invite->prack) {
        invite->prack = look->record;
    }
    /* A PRACK shows that its early dialog exists. */
    fork = sl_make_fork(c, invite, look->to_tag);
    sl_reliable_note_prack(look, own, fork);
    leg = sl_find_leg_between(fork, place->client, place->server, m->via_count);
    own->parent = leg ? leg->transaction : invite->newest_hop;
    own->parent->last = look->record;
    look->record->transaction = own->parent;
}

void sl_flow_prack(struct sl_look *look, const struct sl_place *place)
{
    struct sl_transaction *own = place_request(look, place);

    if (look->message->has_rack) {
        note_prack(look, own, place);
        sl_offer_note_request(look, own);
    }
}

void sl_flow_other(struct sl_look *look, const struct sl_place *place)
{
    const struct sl_transaction *t = place_request(look, place);

    if (place->method == SL_METHOD_BYE) {
        place->call->cancel_or_bye = true;
    }
    note_use_of_dialog(look);
    sl_offer_note_request(look, t);
}
