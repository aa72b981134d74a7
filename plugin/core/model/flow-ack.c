/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which INVITE an ACK confirms, and whether it fits. */
#include "model/flow-ack.h"
#include "model/dialog.h"
#include "model/expectation.h"
#include "model/fork.h"
#include "model/offer.h"
#include "model/state.h"
#include "model/transaction.h"

/* What ACK follows: the newest copy of FINAL was sent after NEWEST_ACK (or NULL). */
static bool is_open(const struct sl_record *final, const struct sl_record *newest_ack)
{
    return !newest_ack || sl_record_last_sent(final)->number > newest_ack->number;
}

/*
 * True if a final response of FORK waits for an ACK, on the hop of RECORD, an ACK with LEVEL Vias,
 * or if it is a 2xx of another hop, anywhere. One that was sent again waits again.
 */
static bool waits_for_ack(const struct sl_fork *fork, const struct sl_record *record,
                          unsigned level)
{
    const struct sl_leg *leg = sl_find_leg_of_hop(fork, record, level);

    if (leg) {
        return leg->final && is_open(leg->final, leg->newest_ack);
    }
    return fork->success && is_open(fork->success, fork->newest_ack);
}

/* The INVITE with the branch of this ACK, and a final response for its To tag or without ACK. */
static struct sl_transaction *waiting_on_branch(const struct sl_lookup *at, const char *to_tag)
{
    unsigned n = SL_LOOK_BACK;

    for (struct sl_transaction *t = at->via->transactions; t && n--; t = t->next_on_via) {
        const struct sl_leg *leg;

        if (t->method != SL_METHOD_INVITE || t->call != at->call || t->client != at->client ||
            t->server != at->server || !t->final) {
            continue;
        }
        leg = sl_find_leg(t, to_tag);
        if (t->unacknowledged || (at->via->has_cookie && leg && leg->final)) {
            return t;
        }
    }
    return NULL;
}

/* The newest 2xx in the dialog of this ACK that waits for one, but for OTHER; or NULL. */
static struct sl_fork *waiting_in_dialog(const struct sl_arrival *arrival,
                                         const struct sl_fork *other)
{
    struct sl_dialog *dialog =
        sl_dialog_of(arrival->store, arrival->record->call, arrival->from_tag, arrival->to_tag);
    struct sl_fork *fork = dialog ? sl_dialog_side(dialog, arrival->from_tag)->accepted : NULL;

    return fork && fork != other &&
                   waits_for_ack(fork, arrival->record, arrival->message->via_count)
               ? fork
               : NULL;
}

/* The hop of FORK that RECORD, an ACK with another number, was meant for. */
static struct sl_transaction *hop_of_odd_ack(const struct sl_fork *fork,
                                             const struct sl_record *record, unsigned level)
{
    const struct sl_leg *leg = sl_find_leg_of_hop(fork, record, level);
    unsigned n = SL_LOOK_BACK;

    if (leg) {
        return leg->transaction;
    }
    for (leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->transaction->client == record->source) {
            return leg->transaction;
        }
    }
    return fork->legs->transaction;
}

/*
 * True if INVITE, which has the number of this ACK, may be what it confirms: a 2xx of its FORK (or
 * NULL) waits, or the capture may not have its final response.
 */
static bool may_be_meant(const struct sl_arrival *arrival, const struct sl_lookup *at,
                         const struct sl_invite *invite, const struct sl_fork *fork)
{
    const struct sl_transaction *hop = sl_find_hop(invite, at->client, at->server, SL_ANY_LEVEL);

    if (fork && (fork->success || fork->failure)) {
        return fork->success && waits_for_ack(fork, arrival->record, arrival->message->via_count);
    }
    return hop && !hop->final;
}

/*
 * The INVITE that this ACK must confirm, though that has another CSeq number: by its branch, where
 * that is an INVITE's, or by its tags, the one whose 2xx waits. INVITE (or NULL), with the number
 * of the ACK, and its FORK (or NULL) come first where it may mean either (§13.2.2.4, §17.1.1.3).
 */
static struct sl_transaction *waiting_for_ack(struct sl_arrival *arrival,
                                              const struct sl_lookup *at,
                                              const struct sl_invite *invite,
                                              const struct sl_fork *fork)
{
    const struct sl_record *first = arrival->record->original;
    struct sl_transaction *t;
    const struct sl_fork *waiting;

    if (first && first->transaction && first->method == SL_METHOD_ACK) {
        return first->transaction->cseq_number != at->cseq_number ? first->transaction : NULL;
    }
    if (invite && fork && may_be_meant(arrival, at, invite, fork)) {
        return NULL;
    }
    t = invite && !at->via->has_cookie ? NULL : waiting_on_branch(at, arrival->to_tag);
    if (t || (invite && may_be_meant(arrival, at, invite, fork))) {
        return t;
    }
    waiting = waiting_in_dialog(arrival, fork);
    return waiting ? hop_of_odd_ack(waiting, arrival->record, arrival->message->via_count) : NULL;
}

/* The hop of INVITE that this ACK belongs to, and how it came there. */
static struct sl_transaction *hop_of_ack(struct sl_arrival *arrival, struct sl_invite *invite,
                                         const struct sl_lookup *at, const struct sl_fork *fork)
{
    unsigned level = arrival->message->via_count;
    const struct sl_leg *leg = fork ? sl_find_leg_of_hop(fork, arrival->record, level) : NULL;
    struct sl_transaction *t = leg ? leg->transaction : NULL;
    bool is_one_host = at->client == at->server && fork && fork->legs;

    if (is_one_host) {
        if (!t) {
            arrival->ack_fit = SL_ACK_OTHER_HOP;
        }
        return t ? t : fork->legs->transaction;
    }
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

/* RECORD is what T got instead of an ACK; to a 2xx (TO_TAG) that goes from end to end. */
static void note_odd_ack(struct sl_transaction *t, struct sl_record *record, const char *to_tag)
{
    const struct sl_fork *fork = sl_find_fork(t->invite, to_tag);
    unsigned n = SL_LOOK_BACK;

    if (!t->odd_ack) {
        t->odd_ack = record;
    }
    for (const struct sl_leg *leg = fork && fork->success ? fork->legs : NULL; leg && n--;
         leg = leg->next_on_fork) {
        if (!leg->transaction->odd_ack) {
            leg->transaction->odd_ack = record;
        }
    }
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
            t->settled -= leg->is_settled ? 1u : 0u;
            leg->is_settled = false;
        }
        leg->newest_ack = record;
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
        if (!t->invite->early_ack) {
            t->invite->early_ack = record;
        }
        break;
    case SL_ACK_CSEQ:
        note_odd_ack(t, record, arrival->to_tag);
        break;
    case SL_ACK_TO_TAG:
    case SL_ACK_BRANCH:
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
    struct sl_transaction *odd = t ? NULL : waiting_for_ack(arrival, at, invite, fork);
    struct sl_leg *leg;

    sl_expect_request(store, at->server, at->client, SL_METHOD_ACK)->came++;
    arrival->ack_has_branch_of_invite = t != NULL;
    arrival->ack_fit = SL_ACK_UNPLACED;
    if (odd) {
        arrival->ack_fit = SL_ACK_CSEQ;
        t = odd;
        invite = t->invite;
        fork = NULL;
    } else if (!t && invite) {
        t = hop_of_ack(arrival, invite, at, fork);
    } else if (!t) {
        t = sl_make_transaction(arrival, at); /* its INVITE came before the capture began */
        t->state = sl_state_next(t->state, SL_EVENT_ACK);
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
    if (fork && record->leg) {
        fork->newest_ack = record;
        if (fork->success) {
            sl_fork_settle(fork, record);
        }
    }
    if (fork) {
        fork->has_ack_sdp |= m->body == SL_BODY_SDP || m->body == SL_BODY_UNKNOWN;
        sl_offer_note_ack(fork);
    }
}
