/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/unanswered.h"
#include "model/branch-set.h"
#include "rules/silence.h"

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

static void note_late_answer(const struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_record *record = look->record;
    struct sl_finding *found = sl_record_finding(t->request, look->rule);

    if (found && !sl_comes_in_time(look->checker, t->request, record)) {
        sl_finding_restate(look->checker, found, SL_ANSWERED_LATE,
                           SL_VALUES(SL_NUMBER(t->cseq_number),
                                     SL_DURATION(sl_timing_overdue_ns(look->checker->timing)),
                                     SL_STRING(t->server->text), method_of(t),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(t->request, record))));
    }
}

static void note_copies(const struct sl_look *look, const struct sl_transaction *t)
{
    struct sl_finding *found = sl_record_finding(t->request, look->rule);
    const struct sl_value values[] = {
        SL_NUMBER(t->cseq_number), SL_DURATION(sl_record_sent_for(t->request)),
        SL_STRING(t->server->text), method_of(t), SL_NUMBER(sl_record_sent(t->request))};

    if (found) {
        sl_finding_restate(look->checker, found, SL_UNANSWERED_COPIES, values,
                           G_N_ELEMENTS(values));
    } else {
        sl_finding_add(look->checker, look->rule, t->request, NULL, SL_UNANSWERED_COPIES, values,
                       G_N_ELEMENTS(values));
    }
}

void sl_unanswered_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !t->request) {
        return;
    }
    if (t->request == record && !answer_of(t)) {
        sl_wait_for_answer(look);
    } else if (!answer_of(t) && sl_proves_silence(record, t->request)) {
        note_copies(look, t);
    } else if (answer_of(t) == record) {
        note_late_answer(look, t);
    }
}

void sl_unanswered_overdue(struct sl_checker *c, const struct sl_rule *rule,
                           struct sl_record *request)
{
    const struct sl_transaction *t = request->own;

    if (!answer_of(t) && !sl_record_finding(request, rule)) {
        sl_finding_add(c, rule, request, NULL, SL_UNANSWERED,
                       SL_VALUES(SL_NUMBER(t->cseq_number),
                                 SL_DURATION(sl_timing_overdue_ns(c->timing)),
                                 SL_STRING(t->server->text), method_of(t)));
    }
}

/* A later message that shows that the request of T was answered, here or further on; or NULL. */
static const struct sl_record *shown_by(const struct sl_transaction *t)
{
    const struct sl_request *request = t->origin;
    const struct sl_record *back = request ? request->passed_back : NULL;

    if (request && request->shown) {
        return request->shown;
    }
    /* Its sender handed a final response back that none of the branches seen has brought. */
    return back && (back->own->level < t->level || back->source == t->client) &&
                   t->branch_set->finals == (t->final ? 1u : 0u)
               ? back
               : NULL;
}

/* True if the receiver of a CANCEL left it to the next hop, as only a stateless relay does
 * (§16.11).
 */
static bool waits_for_cancel(const struct sl_transaction *own)
{
    const struct sl_transaction *t = own->parent;
    const struct sl_branch_set *next = t ? sl_next_branches(t) : NULL;

    return next && !t->server->makes_responses && next->cancels > next->cancel_answers;
}

struct sl_doubt sl_unanswered_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    const struct sl_record *answer = answer_of(t), *shown = shown_by(t);
    struct sl_doubt silence = sl_silence_doubt(c, f->record, t->expected, NULL);

    if (sl_comes_in_time(c, t->request, answer)) {
        return SL_DOUBT_BY(REFUTED, answer); /* it only took some copies */
    }
    if (!t->client->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    if (sl_host_was_sent_more(t->client, f->record)) {
        return SL_DOUBT(TRUNCATED);
    }
    if (shown) {
        return SL_DOUBT_BY(SHOWN_LATER, shown);
    }
    if (t->method == SL_METHOD_CANCEL ? waits_for_cancel(t) : sl_waits_downstream(t)) {
        return SL_DOUBT(RELAYED);
    }
    return silence;
}
