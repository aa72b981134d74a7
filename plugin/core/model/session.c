/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/session.h"

#include "model/dialog.h"
#include "model/flow.h"

void sl_session_note_request(struct sl_look *look, const struct sl_transaction *t)
{
    struct sl_session *session = t->dialog ? t->dialog->session : NULL;

    if (!session) {
        return;
    }
    session->is_used[sl_dialog_side(t->dialog, t->from_tag) - t->dialog->side] = true;
    if ((t->method == SL_METHOD_INVITE || t->method == SL_METHOD_UPDATE) && !session->attempt) {
        session->attempt = look->record;
    }
    if (t->method == SL_METHOD_BYE && !session->bye) {
        session->bye = look->record;
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

void sl_session_note_final(struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_message *m = look->message;
    const void *refresh = refresh_of(look->record, t);
    struct sl_dialog *dialog = refresh ? sl_record_dialog(look->record) : NULL;
    struct sl_session *session = dialog ? dialog->session : NULL;
    bool is_further_hop = session && session->refresh == refresh;

    /* A proxy may add the interval for a callee that knows no session timer (RFC 4028 §8.2). */
    if (!dialog || (is_further_hop && session->interval_s) ||
        (!m->has_session_expires && (!session || is_further_hop))) {
        return;
    }
    if (!session) {
        session = dialog->session = sl_arena_new_of(look->capture->arena, struct sl_session);
    }
    session->refresh = refresh;
    session->record = look->record;
    session->interval_s = m->has_session_expires ? m->session_expires_s : 0;
    session->attempt = NULL;
    session->is_told = false;
}

/* True if one of the hops of FORK that were captured lies on the path of the dialog, by address. */
static bool has_hop_on_path(const struct sl_fork *fork)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->ack_passes_client && leg->ack_passes_server) {
            return true;
        }
    }
    return false;
}

bool sl_session_is_visible(const struct sl_record *record)
{
    struct sl_dialog *dialog = sl_record_dialog(record);
    const struct sl_session *session = dialog->session;
    const struct sl_fork *maker = dialog->maker;
    bool is_used[2] = {session->is_used[0], session->is_used[1]};

    if ((record->leg && has_hop_on_path(record->leg->fork)) || (maker && has_hop_on_path(maker))) {
        return true;
    }
    if (maker && maker->ack) {
        is_used[sl_dialog_side(dialog, maker->invite->from_tag) - dialog->side] = true;
    }
    return is_used[0] && is_used[1];
}
