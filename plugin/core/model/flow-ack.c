/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which INVITE an ACK confirms, and whether it fits. */
#include "model/flow-ack.h"
#include "model/expectation.h"
#include "model/offer.h"
#include "model/state.h"
#include "model/transaction.h"

/*
 * No captured INVITE has the number of this ACK. If an INVITE waits for an ACK with this branch, or
 * with these tags, then that is the one it must confirm.
 */
static struct sl_transaction *waiting_for_ack(const struct sl_lookup *at, const char *from_tag,
                                              const char *to_tag)
{
    const struct sl_leg *leg =
        sl_index_get(&at->call->index, SL_KEY(SL_INDEX_UNACKED, SL_WORD(from_tag), SL_WORD(to_tag),
                                              SL_WORD(at->client), SL_WORD(at->server)));
    unsigned n = SL_LOOK_BACK;

    if (leg && !leg->ack) {
        return leg->transaction;
    }
    for (struct sl_transaction *t = at->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == SL_METHOD_INVITE && t->call == at->call && t->client == at->client &&
            t->server == at->server && t->unacknowledged) {
            return t;
        }
    }
    return NULL;
}

/* The hop of INVITE that this ACK belongs to, and how it came there. */
static struct sl_transaction *hop_of_ack(struct sl_arrival *arrival, struct sl_invite *invite,
                                         const struct sl_lookup *at, const struct sl_fork *fork)
{
    unsigned level = arrival->message->via_count;
    const struct sl_leg *leg =
        fork ? sl_find_leg_between(fork, at->client, at->server, level) : NULL;
    struct sl_transaction *t = leg ? leg->transaction : NULL;

    if (!t) {
        t = sl_find_hop(invite, at->client, at->server, level);
    }
    if (!t) {
        t = sl_find_hop(invite, at->client, at->server, SL_ANY_LEVEL);
    }
    if (!t && (t = sl_find_hop(invite, at->server, at->client, SL_ANY_LEVEL))) {
        arrival->ack_comes_from_server = true;
    }
    if (!t) {
        arrival->ack_fit = SL_ACK_OTHER_HOP;
        t = fork && fork->legs ? fork->legs->transaction : invite->newest_hop;
    }
    return t;
}

static enum sl_ack_fit fit_of_ack(const struct sl_arrival *arrival, const struct sl_transaction *t,
                                  const struct sl_leg *leg)
{
    if (!t->final) {
        return SL_ACK_NO_FINAL;
    }
    if (!leg || !leg->final) {
        return SL_ACK_TO_TAG;
    }
    if (!arrival->ack_has_branch_of_invite && !sl_status_is_success(leg->final->status)) {
        return SL_ACK_BRANCH;
    }
    return SL_ACK_FITS;
}

static void record_ack(struct sl_arrival *arrival, struct sl_transaction *t, struct sl_leg *leg)
{
    struct sl_record *record = arrival->record;

    switch (arrival->ack_fit) {
    case SL_ACK_FITS:
        record->leg = leg;
        if (!leg->ack) {
            leg->ack = record;
            record->confirms = leg->final;
            t->unacknowledged--;
        }
        if (!t->ack) {
            t->ack = record;
        }
        t->state = sl_state_next(t->state, SL_EVENT_ACK);
        break;
    case SL_ACK_NO_FINAL:
        if (!t->early_ack) {
            t->early_ack = record;
            t->early_ack_to_tag = arrival->to_tag;
        }
        break;
    case SL_ACK_TO_TAG:
    case SL_ACK_BRANCH:
    case SL_ACK_CSEQ:
        if (!t->odd_ack) {
            t->odd_ack = record;
        }
        break;
    case SL_ACK_OTHER_HOP:
    case SL_ACK_UNPLACED:
        break;
    }
}

void sl_flow_ack(struct sl_arrival *arrival, const struct sl_lookup *at)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_record *record = arrival->record;
    const char *from_tag = arrival->from_tag;
    const char *to_tag = arrival->to_tag;
    struct sl_transaction *t = sl_find_transaction(at);
    struct sl_invite *invite = t ? t->invite : sl_find_invite(at->call, from_tag, at->cseq_number);
    struct sl_fork *fork = invite ? sl_find_fork(invite, to_tag) : NULL;
    struct sl_leg *leg;

    sl_expect_request(store, at->server, at->client, SL_METHOD_ACK)->came++;
    arrival->ack_has_branch_of_invite = t != NULL;
    arrival->ack_fit = SL_ACK_UNPLACED;
    if (!t && invite) {
        t = hop_of_ack(arrival, invite, at, fork);
    } else if (!t) {
        t = waiting_for_ack(at, from_tag, to_tag);
        if (t) {
            arrival->ack_fit = SL_ACK_CSEQ;
        } else {
            t = sl_make_transaction(arrival, at); /* its INVITE came before the capture began */
            t->state = sl_state_next(t->state, SL_EVENT_ACK);
        }
        invite = t->invite;
    }
    if (record->original && record->original->transaction != t) {
        sl_record_set_first(store, record);
    }
    leg = sl_find_leg(t, to_tag);
    if (arrival->ack_fit == SL_ACK_UNPLACED && t->request) {
        arrival->ack_fit = fit_of_ack(arrival, t, leg);
    } else if (arrival->ack_fit == SL_ACK_UNPLACED && leg && leg->final) {
        arrival->ack_fit = SL_ACK_FITS; /* the capture begins between INVITE and final response */
    }
    record->transaction = t;
    t->last = record;
    record_ack(arrival, t, leg);
    /* It shows that a final response existed which was not captured where it should have been. */
    if (to_tag && !arrival->ack_comes_from_server && invite && !invite->ack &&
        (arrival->ack_fit == SL_ACK_OTHER_HOP || arrival->ack_fit == SL_ACK_NO_FINAL ||
         arrival->ack_fit == SL_ACK_UNPLACED)) {
        invite->ack = record;
    }
    arrival->ack_fork = fork;
    if (arrival->ack_fit == SL_ACK_OTHER_HOP && fork) {
        record->leg = fork->legs; /* it passes by the hops that were captured */
    }
    if (fork && !fork->ack) {
        fork->ack = record;
    }
    if (fork) {
        fork->has_ack_sdp |= m->body == SL_BODY_SDP || m->body == SL_BODY_UNKNOWN;
        sl_offer_note_ack(fork);
    }
}
