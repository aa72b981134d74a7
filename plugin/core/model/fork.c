/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/fork.h"

#include "model/dialog.h"

struct sl_fork *sl_make_fork(struct sl_store *store, struct sl_invite *invite, const char *to_tag)
{
    struct sl_fork *fork = sl_find_fork(invite, to_tag);

    if (fork) {
        return fork;
    }
    fork = sl_arena_new_of(store->arena, struct sl_fork);
    fork->invite = invite;
    fork->to_tag = to_tag;
    sl_index_set(&invite->call->index, SL_KEY(SL_INDEX_FORK, SL_WORD(invite), SL_WORD(to_tag)),
                 fork);
    sl_dialog_note_fork(store, fork);
    return fork;
}

struct sl_leg *sl_make_leg(struct sl_store *store, struct sl_transaction *t, const char *to_tag)
{
    struct sl_leg *leg = sl_find_leg(t, to_tag);
    struct sl_fork *fork;

    if (leg) {
        return leg;
    }
    fork = sl_make_fork(store, t->invite, to_tag);
    leg = sl_arena_new_of(store->arena, struct sl_leg);
    leg->transaction = t;
    leg->fork = fork;
    leg->next_on_fork = fork->legs;
    fork->legs = leg;
    leg->next_on_transaction = t->legs;
    t->legs = leg;
    if (++fork->leg_count > SL_LOOK_BACK) {
        sl_store_leave_out(store, SL_LIMIT_HOPS);
    }
    if (++t->leg_count > SL_LOOK_BACK) {
        sl_store_leave_out(store, SL_LIMIT_FORKS);
    }
    sl_index_set(&t->call->index, SL_KEY(SL_INDEX_LEG, SL_WORD(fork), SL_WORD(t)), leg);
    sl_index_set(&t->call->index,
                 SL_KEY(SL_INDEX_LEG_BETWEEN, SL_WORD(fork), SL_WORD(t->client), SL_WORD(t->server),
                        t->level),
                 leg);
    return leg;
}

void sl_leg_settle(struct sl_leg *leg, struct sl_record *ack)
{
    struct sl_transaction *t = leg->transaction;

    if (!ack || !ack->leg || leg->ack || leg->is_settled || !leg->final ||
        !sl_status_is_success(leg->final->status)) {
        return;
    }
    leg->is_settled = true;
    t->settled++;
    if (!t->ack_elsewhere) {
        t->ack_elsewhere = ack;
    }
}

void sl_fork_settle(struct sl_fork *fork, struct sl_record *ack)
{
    unsigned n = SL_LOOK_BACK;

    for (struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        sl_leg_settle(leg, ack);
    }
}

struct sl_transaction *sl_find_maker(const struct sl_record *record, const struct sl_dialog *dialog)
{
    const struct sl_fork *fork = dialog ? dialog->maker : NULL;
    const struct sl_leg *leg;

    if (!fork || !fork->legs) {
        return NULL;
    }
    leg = sl_find_leg_between(fork, record->source, record->destination, SL_ANY_LEVEL);
    if (!leg) {
        leg = sl_find_leg_between(fork, record->destination, record->source, SL_ANY_LEVEL);
    }
    return (leg ? leg : fork->legs)->transaction;
}
