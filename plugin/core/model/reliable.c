/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/reliable.h"

#include "model/dialog.h"
#include "model/expectation.h"
#include "model/fork.h"
#include "model/path.h"

struct sl_reliable *sl_reliable_find(const struct sl_fork *fork, uint32_t rseq)
{
    return sl_index_get(&fork->invite->call->index, SL_KEY(SL_INDEX_RELIABLE, SL_WORD(fork), rseq));
}

static struct sl_reliable *make_reliable(struct sl_store *store, struct sl_fork *fork,
                                         uint32_t rseq)
{
    struct sl_reliable *reliable = sl_arena_new_of(store->arena, struct sl_reliable);

    reliable->fork = fork;
    reliable->rseq = rseq;
    sl_index_set(&fork->invite->call->index, SL_KEY(SL_INDEX_RELIABLE, SL_WORD(fork), rseq),
                 reliable);
    return reliable;
}

void sl_reliable_note(struct sl_arrival *arrival, struct sl_leg *leg)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_record *record = arrival->record;
    struct sl_expectation *expected;
    struct sl_reliable *reliable;

    if (!m->has_rseq) {
        if ((m->body == SL_BODY_SDP) && !leg->fork->unreliable_sdp) {
            leg->fork->unreliable_sdp = record;
        }
        return;
    }
    reliable = sl_reliable_find(leg->fork, m->rseq);
    if (!reliable) {
        reliable = make_reliable(store, leg->fork, m->rseq);
    }
    record->reliable = reliable;
    if (!reliable->first) {
        reliable->first = record;
        leg->fork->reliable = reliable;
        if (!leg->fork->oldest_reliable) {
            leg->fork->oldest_reliable = reliable;
        }
        if (m->body == SL_BODY_SDP || m->body == SL_BODY_UNKNOWN) {
            reliable->has_sdp = m->body == SL_BODY_SDP;
            leg->fork->reliable_sdp = reliable;
        }
    }
    if (record->original) {
        reliable->is_repeated_long |=
            sl_record_elapsed(record->original, record) >= 8 * store->timing.t1_ns;
        return;
    }
    expected = sl_expect_request(store, record->source, record->destination, SL_METHOD_PRACK);
    expected->waits++;
    if (reliable->first == record) {
        reliable->expected = expected;
    }
    arrival->previous_rseq = leg->rseq_record;
    arrival->previous_rseq_number = leg->rseq;
    leg->rseq_record = record;
    leg->rseq = m->rseq;
    sl_leg_note_path(leg, m);
    reliable->prack_must_pass |= leg->ack_passes_client && leg->ack_passes_server;
}

/* The fork of the newest INVITE in the dialog of these tags, or NULL. */
static struct sl_fork *fork_of_dialog(struct sl_arrival *arrival)
{
    struct sl_store *store = arrival->store;
    const char *from_tag = arrival->from_tag;
    const char *to_tag = arrival->to_tag;
    struct sl_dialog *dialog = sl_dialog_of(store, arrival->record->call, from_tag, to_tag);
    const struct sl_invite *invite = dialog ? sl_dialog_side(dialog, from_tag)->invite : NULL;

    return invite ? sl_find_fork(invite, to_tag) : NULL;
}

struct sl_fork *sl_reliable_fork_of_prack(struct sl_arrival *arrival, struct sl_invite *invite)
{
    struct sl_fork *fork = sl_find_fork(invite, arrival->to_tag);
    const struct sl_fork *newer = fork || !invite->final ? NULL : fork_of_dialog(arrival);

    if (fork || (newer && newer->invite != invite)) {
        return fork;
    }
    /* A PRACK shows that its early dialog exists. */
    return sl_make_fork(arrival->store, invite, arrival->to_tag);
}

void sl_reliable_note_prack(struct sl_arrival *arrival, struct sl_transaction *own,
                            struct sl_fork *fork)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_reliable *reliable = fork ? sl_reliable_find(fork, m->rack_rseq) : NULL;

    if (own->request != arrival->record) {
        return;
    }
    if (reliable && reliable->first &&
        (!m->rack_method || sl_method_from_name(m->rack_method) == SL_METHOD_INVITE)) {
        arrival->record->reliable = reliable;
    } else {
        arrival->rack_fork = fork ? fork : fork_of_dialog(arrival);
        if (arrival->rack_fork && !arrival->rack_fork->odd_prack) {
            arrival->rack_fork->odd_prack = arrival->record;
        }
        /* What it confirms may exist all the same: lost by the capture. */
        reliable = fork && !reliable ? make_reliable(store, fork, m->rack_rseq) : reliable;
    }
    if (reliable && !reliable->prack) {
        reliable->prack = arrival->record;
    }
}

void sl_reliable_note_unseen_prack(struct sl_arrival *arrival)
{
    struct sl_fork *fork = arrival->record->call ? fork_of_dialog(arrival) : NULL;

    if (fork && !fork->unseen_prack) {
        fork->unseen_prack = arrival->record;
    }
}
