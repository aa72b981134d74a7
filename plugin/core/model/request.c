/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/request.h"

/*
 * True if its sender could only make the request of T, which came next, because BEFORE was
 * answered: it has the To tag of a dialog that BEFORE asked for (SUBSCRIBE), or answers a challenge
 * that BEFORE did not.
 */
static bool shows_answer(const struct sl_transaction *before, const struct sl_transaction *t)
{
    return (t->dialog && !t->dialog->maker && !before->dialog) ||
           (t->method == before->method && t->attempt.has_nonce &&
            t->attempt.credentials != before->attempt.credentials);
}

void sl_request_note_next(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    struct sl_call *call = t->call;
    struct sl_request *before = call->asked;

    if (!t->origin) {
        return;
    }
    if (before && before->first->own->from_tag == t->from_tag &&
        shows_answer(before->first->own, t)) {
        before->shown = arrival->record;
    }
    call->asked = t->origin;
}

void sl_request_note_final(const struct sl_transaction *t)
{
    struct sl_request *request = t->origin;
    unsigned status = t->final->status;

    /* A proxy makes these itself where nobody answers (§16.7, §16.9): they show nothing. */
    if (!request || status == 408 || (status >= 500 && status < 600)) {
        return;
    }
    if (!request->passed_back || t->level <= request->passed_back->own->level) {
        request->passed_back = t->final;
    }
}
