/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/session.h"

#include "model/dialog.h"
#include "model/path.h"

void sl_session_note_request(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    struct sl_session *session = t->dialog ? t->dialog->session : NULL;

    if (!session) {
        return;
    }
    session->is_used[sl_dialog_side(t->dialog, t->from_tag) - t->dialog->side] = true;
    if ((t->method == SL_METHOD_INVITE || t->method == SL_METHOD_UPDATE) && !session->tried) {
        session->tried = arrival->record;
    }
    if (t->method == SL_METHOD_BYE && !session->bye) {
        session->bye = arrival->record;
    }
}

/* What the 2xx RECORD of T answers, the same on every hop; NULL if it sets no session timer. */
static const void *refresh_of(const struct sl_record *record, const struct sl_transaction *t)
{
    if (!sl_status_is_success(record->status)) {
        return NULL;
    }
    return t->method == SL_METHOD_INVITE   ? (const void *)record->leg->fork
           : t->method == SL_METHOD_UPDATE ? (const void *)t->origin
                                           : NULL;
}

void sl_session_note_final(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    const struct sl_message *m = arrival->message;
    const void *refresh = refresh_of(arrival->record, t);
    struct sl_dialog *dialog = refresh ? sl_record_dialog(arrival->record) : NULL;
    struct sl_session *session = dialog ? dialog->session : NULL;
    bool is_further_hop = session && session->refresh == refresh;

    /* A proxy may add the interval for a callee that knows no session timer (RFC 4028 §8.2). */
    if (!dialog || (is_further_hop && session->interval_s) ||
        (!m->has_session_expires && (!session || is_further_hop))) {
        return;
    }
    if (!session) {
        session = dialog->session = sl_arena_new_of(arrival->store->arena, struct sl_session);
    }
    session->refresh = refresh;
    session->record = arrival->record;
    session->interval_s = m->has_session_expires ? m->session_expires_s : 0;
    session->tried = NULL;
}

bool sl_session_is_visible(const struct sl_record *record)
{
    struct sl_dialog *dialog = sl_record_dialog(record);
    const struct sl_session *session = dialog->session;
    const struct sl_fork *maker = dialog->maker;
    bool is_used[2] = {session->is_used[0], session->is_used[1]};

    if ((record->leg && sl_fork_has_hop_on_path(record->leg->fork)) ||
        (maker && sl_fork_has_hop_on_path(maker))) {
        return true;
    }
    if (maker && maker->ack) {
        is_used[sl_dialog_side(dialog, maker->invite->from_tag) - dialog->side] = true;
    }
    return is_used[0] && is_used[1];
}
