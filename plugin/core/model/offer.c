/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/offer.h"

#include "model/dialog.h"
#include "model/lookup.h"

/* What has neither an answer nor a failed request by the time of RECORD, as far as was captured. */
static bool is_open(const struct sl_store *store, const struct sl_record *offer,
                    const struct sl_record *record, const char *answerer)
{
    const struct sl_fork *fork = offer->leg ? offer->leg->fork : NULL;
    const struct sl_invite *invite = offer->own->invite;

    if (sl_record_is_response(offer)) {
        return !(fork && fork->ack) && !(offer->reliable && offer->reliable->prack);
    }
    if (invite) {
        /* A PRACK to what was not captured may confirm the answer. */
        fork = sl_find_fork(invite, answerer);
        return !invite->final && !invite->ack && !(fork && (fork->odd_prack || fork->unseen_prack));
    }
    return !offer->own->origin->final &&
           sl_record_elapsed(offer, record) < sl_timing_overdue_ns(&store->timing);
}

/* True if the PRACK in ARRIVAL with a session description makes an offer, and does not answer one.
 */
static bool is_offer_in_prack(const struct sl_arrival *arrival)
{
    const struct sl_reliable *reliable = arrival->record->reliable;

    return reliable && reliable->fork->invite->first && reliable->fork->invite->body == SL_BODY_SDP;
}

void sl_offer_note_request(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    struct sl_side *sender, *receiver;
    struct sl_record *record = arrival->record;

    if (!arrival->is_new || !t->dialog || arrival->message->body == SL_BODY_NONE ||
        (t->method != SL_METHOD_INVITE && t->method != SL_METHOD_UPDATE &&
         t->method != SL_METHOD_PRACK)) {
        return;
    }
    sender = sl_dialog_side(t->dialog, t->from_tag);
    receiver = sl_dialog_other_side(t->dialog, t->from_tag);
    if (t->method == SL_METHOD_PRACK && !is_offer_in_prack(arrival)) {
        receiver->offer = NULL;
        return;
    }
    if (arrival->message->body != SL_BODY_SDP) {
        sender->offer = arrival->message->body == SL_BODY_UNKNOWN ? NULL : sender->offer;
        return;
    }
    /* A B2BUA may keep Call-ID and tags: then each of its sides has numbers and offers of its own.
     */
    if (sender->offer && sender->offer->source == record->source &&
        is_open(arrival->store, sender->offer, record, receiver->tag)) {
        arrival->earlier_offer = sender->offer;
    }
    sender->offer = record;
}

static void note_response_to_invite(struct sl_arrival *arrival, const struct sl_fork *fork)
{
    struct sl_record *record = arrival->record;
    const struct sl_invite *invite = fork->invite;
    struct sl_side *caller = sl_dialog_side(fork->dialog, invite->from_tag);
    struct sl_side *callee = sl_dialog_other_side(fork->dialog, invite->from_tag);
    bool has_sdp =
        arrival->message->body == SL_BODY_SDP || arrival->message->body == SL_BODY_UNKNOWN;
    bool is_final = sl_status_is_final(record->status);
    bool success = sl_status_is_success(record->status);

    if (caller->offer && caller->offer == invite->first && (has_sdp || is_final)) {
        caller->offer = NULL;
    } else if (arrival->message->body == SL_BODY_SDP && invite->first &&
               invite->body == SL_BODY_NONE && (record->reliable || success) && !fork->ack &&
               !(record->reliable && record->reliable->prack)) {
        callee->offer = record;
    }
    if (is_final && !success && callee->offer && callee->offer->leg &&
        callee->offer->leg->fork->invite == invite) {
        callee->offer = NULL;
    }
}

void sl_offer_note_response(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    const struct sl_record *record = arrival->record;
    struct sl_side *sender;

    if (record->leg) {
        if (record->leg->fork->dialog && !record->original) {
            note_response_to_invite(arrival, record->leg->fork);
        }
        return;
    }
    if (!t->dialog || !t->origin || !sl_status_is_final(record->status)) {
        return;
    }
    sender = sl_dialog_side(t->dialog, t->from_tag);
    if (sender->offer == t->origin->first) {
        sender->offer = NULL;
    }
}

void sl_offer_note_ack(const struct sl_fork *fork)
{
    struct sl_side *callee;

    if (!fork->dialog) {
        return;
    }
    callee = sl_dialog_other_side(fork->dialog, fork->invite->from_tag);
    if (callee->offer && callee->offer->leg && callee->offer->leg->fork == fork) {
        callee->offer = NULL;
    }
}
