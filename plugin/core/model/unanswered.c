/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/unanswered.h"

#include "doubt.h"

/* --- the model ------------------------------------------------------------------------------- */

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

void sl_unanswered_note_request(struct sl_look *look, const struct sl_transaction *t)
{
    struct sl_call *call = t->call;
    struct sl_request *before = call->asked;

    if (!t->origin) {
        return;
    }
    if (before && before->first->own->from_tag == t->from_tag &&
        shows_answer(before->first->own, t)) {
        before->shown = look->record;
    }
    call->asked = t->origin;
}

void sl_unanswered_note_final(const struct sl_transaction *t)
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

/* --- the rules ------------------------------------------------------------------------------- */

static const struct sl_record *answer_of(const struct sl_transaction *t)
{
    bool any_will_do = t->method == SL_METHOD_CANCEL;
    const struct sl_record *early = t->early_response;

    if (early && (any_will_do || sl_status_is_final(early->status))) {
        return early;
    }
    return any_will_do ? t->first_response : t->final;
}

static struct sl_value method_of(const struct sl_transaction *t)
{
    static const struct sl_text other = SL_TEXT("未登记方法", "unregistered method");
    const struct sl_method_info *info = sl_method_info(t->method);

    return info ? SL_STRING(info->name) : SL_TEXT_VALUE(&other);
}

void sl_unanswered_check(const struct sl_look *look)
{
    struct sl_capture *c = look->capture;
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t) {
        return;
    }
    if (t->request == record && !answer_of(t)) {
        sl_capture_wait_answer(c, look->rule, look->record);
    } else if (answer_of(t) == record && t->overdue) {
        sl_finding_restate(
            c, t->overdue, 1,
            SL_VALUES(SL_NUMBER(t->cseq_number), SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                      SL_STRING(t->server->text), method_of(t), SL_FRAME(record->frame),
                      SL_DURATION(sl_record_elapsed(t->request, record))));
    }
}

void sl_unanswered_overdue(struct sl_capture *c, const struct sl_rule *rule,
                           struct sl_record *request)
{
    struct sl_transaction *t = request->own;

    if (!answer_of(t)) {
        t->overdue = sl_capture_add_finding(
            c, rule, request, NULL, 0,
            SL_VALUES(SL_NUMBER(t->cseq_number), SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                      SL_STRING(t->server->text), method_of(t)));
    }
}

/* True if a later message shows that the request of T was answered, here or further on. */
static bool is_shown(const struct sl_transaction *t)
{
    const struct sl_request *request = t->origin;
    const struct sl_record *back;

    if (!request) {
        return false;
    }
    if (request->shown) {
        return true;
    }
    /* Its sender handed a final response back that none of the branches seen has brought. */
    back = request->passed_back;
    return back && (back->own->level < t->level || back->source == t->client) &&
           t->fan->finals == (t->final ? 1u : 0u);
}

/* True if the receiver of a CANCEL left it to the next hop, as only a stateless relay does
 * (§16.11).
 */
static bool waits_for_cancel(const struct sl_transaction *own)
{
    const struct sl_transaction *t = own->parent;
    const struct sl_fan *next = t ? sl_find_fan(t->call, t->invite, t->server, t->level + 1) : NULL;

    return next && !t->server->makes_responses && next->cancels > next->cancel_answers;
}

const struct sl_text *sl_unanswered_doubt(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;

    (void)c;
    if (!t->client->addressed) {
        return &sl_doubt_one_direction;
    }
    if (sl_host_was_sent_more(t->client, f->record)) {
        return &sl_doubt_truncated;
    }
    if (is_shown(t)) {
        return &sl_doubt_shown_later;
    }
    if (t->method == SL_METHOD_CANCEL ? waits_for_cancel(t) : sl_waits_downstream(t)) {
        return &sl_doubt_relayed;
    }
    return NULL;
}
