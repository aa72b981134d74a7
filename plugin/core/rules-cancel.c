/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about CANCEL: when it may be sent, what it must agree with, what must follow. */
#include "capture-internal.h"
#include "doubt.h"

/* --- when it is sent ------------------------------------------------------------------------- */

/* The INVITE transaction that this CANCEL agrees with, if its INVITE was captured; else NULL. */
static const struct sl_transaction *cancelled(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->transaction;

    return t && t->request && !look->lane ? t : NULL;
}

static void check_before_provisional(const struct sl_look *look)
{
    const struct sl_transaction *t = cancelled(look);

    if (t && !t->first_response) {
        SL_FIND(look, look->record, 0, SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number),
                SL_DURATION(sl_record_elapsed(t->request, look->record)));
    }
}

static const struct sl_text *doubt_before_provisional(const struct sl_capture *c,
                                                      const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->transaction;

    (void)c;
    if (!t->client->addressed) {
        return &sl_doubt_one_direction;
    }
    return sl_host_was_sent_more(t->client, t->request) ? &sl_doubt_truncated : NULL;
}

static void check_after_final(const struct sl_look *look)
{
    const struct sl_transaction *t = cancelled(look);

    if (t && t->final &&
        sl_record_elapsed(t->final, look->record) >= look->capture->settings.t1_ns) {
        SL_FIND(look, look->record, 0, SL_NUMBER(t->final->status), SL_FRAME(t->final->frame),
                SL_DURATION(sl_record_elapsed(t->final, look->record)));
    }
}

/* --- what it agrees with --------------------------------------------------------------------- */

/* True if the call began in the capture, so that none of its INVITEs came before. */
static bool begins_in_capture(const struct sl_call *call)
{
    const struct sl_record *first = call->first;

    return first->method == SL_METHOD_INVITE && !sl_record_is_response(first) &&
           first->transaction && !first->transaction->invite->to_tag;
}

static void check_mismatch(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t;

    if (!look->lane || !look->via->has_cookie) {
        return;
    }
    t = look->lane->newest;
    if (!t->request ||
        (t->cseq_number != m->cseq_number && !begins_in_capture(look->record->call))) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(m->branch), SL_NUMBER(m->cseq_number),
            SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number));
}

/* --- cancel_unanswered ----------------------------------------------------------------------- */

static void check_answer(const struct sl_look *look)
{
    struct sl_capture *c = look->capture;
    const struct sl_record *record = look->record;
    const struct sl_transaction *own = record->own;

    if (!own) {
        return;
    }
    if (own->request == record && !own->first_response) {
        sl_capture_wait_answer(c, look->rule, look->record);
    } else if (own->first_response == record && own->overdue) {
        sl_finding_restate(c, own->overdue, 1,
                           SL_VALUES(SL_NUMBER(own->cseq_number),
                                     SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(own->request, record))));
    }
}

static void answer_overdue(struct sl_capture *c, const struct sl_rule *rule,
                           struct sl_record *cancel)
{
    struct sl_transaction *own = cancel->own;

    if (!own->first_response) {
        own->overdue =
            sl_capture_add_finding(c, rule, cancel, 0,
                                   SL_VALUES(SL_NUMBER(own->cseq_number),
                                             SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                                             SL_STRING(own->server->text)));
    }
}

static const struct sl_text *doubt_unanswered(const struct sl_capture *c,
                                              const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;
    const struct sl_transaction *t = own->parent;
    const struct sl_fan *next;

    if (!own->client->addressed) {
        return &sl_doubt_one_direction;
    }
    if (sl_host_was_sent_more(own->client, f->record)) {
        return &sl_doubt_truncated;
    }
    /* Only a stateless relay lets the next hop answer (§16.11). */
    next = t ? sl_invite_fan(c, t->invite, t->server, t->level + 1) : NULL;
    if (next && !t->server->makes_responses && next->cancels > next->cancel_answers) {
        return &sl_doubt_relayed;
    }
    return NULL;
}

/* --- cancelled_not_terminated ---------------------------------------------------------------- */

static void wait_for_termination(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *own = record->own;

    if (own && own->final == record && own->parent && !own->parent->final &&
        sl_status_is_success(record->status)) {
        sl_capture_wait_answer(look->capture, look->rule, look->record);
    }
}

static void termination_overdue(struct sl_capture *c, const struct sl_rule *rule,
                                struct sl_record *response)
{
    const struct sl_transaction *t = response->own->parent;

    if (t->request && !t->final) {
        sl_capture_add_finding(c, rule, t->request, 0,
                               SL_VALUES(SL_NUMBER(response->status), SL_NUMBER(t->cseq_number),
                                         SL_FRAME(response->frame),
                                         SL_DURATION(sl_settings_overdue_ns(&c->settings))));
    }
}

static const struct sl_text *doubt_termination(const struct sl_capture *c,
                                               const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    const struct sl_fan *next = sl_invite_fan(c, t->invite, t->server, t->level + 1);

    if (t->invite->ack || t->invite->use_of_session) {
        return &sl_doubt_shown_later;
    }
    if (sl_host_was_sent_more(t->client, t->request)) {
        return &sl_doubt_truncated;
    }
    if (next && next->branches > next->finals) {
        return &sl_doubt_relayed; /* the hop that fails to end it has the finding */
    }
    return NULL;
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "cancel_before_provisional", .severity = SL_SEVERITY_ERROR,
        .group = SL_GROUP_CANCEL, .documented = true, .reference = "RFC 3261 §9.1",
        .summary = SL_TEXT("没有收到应答就发CANCEL", "A CANCEL precedes any response to its INVITE"),
        .wording = {SL_TEXT("第{0}帧的INVITE（CSeq {1}）还没有任何应答，{2}后就发了CANCEL；应等到第一个临时应答",
                            "the INVITE (CSeq {1}) in frame {0} has no response yet, {2} on; the CANCEL must "
                            "wait for the first provisional")},
        .subjects = SL_ON_CANCEL, .check = check_before_provisional,
        .doubt = doubt_before_provisional,
    },
    {
        .name = "cancel_after_final", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_CANCEL,
        .documented = true, .reference = "RFC 3261 §9.1", .timed = true,
        .summary = SL_TEXT("最终应答之后才发CANCEL", "A CANCEL follows the final response"),
        .wording = {SL_TEXT("第{1}帧已有最终应答{0}，{2}之后才发CANCEL，不再起作用；要结束会话应发BYE",
                            "the CANCEL comes {2} after the final response {0} in frame {1} and has no "
                            "effect; BYE ends a session")},
        .subjects = SL_ON_CANCEL, .check = check_after_final,
    },
    {
        .name = "cancel_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_CANCEL,
        .reference = "RFC 3261 §9.1",
        .summary = SL_TEXT("CANCEL与待决的INVITE都不相符", "A CANCEL agrees with no pending INVITE"),
        .wording = {SL_TEXT("CANCEL的分支{0}、CSeq序号{1}与待决的INVITE都不相符；最近的是第{2}帧的INVITE（CSeq {3}）",
                            "the CANCEL (branch {0}, CSeq number {1}) agrees with no pending INVITE; the "
                            "latest is in frame {2} (CSeq {3})")},
        .subjects = SL_ON_CANCEL, .check = check_mismatch,
    },
    {
        .name = "cancel_unanswered", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_CANCEL,
        .documented = true, .reference = "RFC 3261 §9.2", .timed = true,
        .summary = SL_TEXT("CANCEL没有得到应答", "A CANCEL gets no response"),
        .wording = {SL_TEXT("CANCEL（CSeq {0}）发往{2}后{1}内没有应答",
                            "no response to the CANCEL (CSeq {0}) came from {2} within {1}"),
                    SL_TEXT("CANCEL（CSeq {0}）在{1}内没有应答；第{2}帧的应答来得太晚，在{3}之后",
                            "no response to the CANCEL (CSeq {0}) came within {1}; the one in frame {2} is "
                            "late, {3} after it")},
        .subjects = SL_ON_CANCEL | SL_ON_CANCEL_RESPONSE, .check = check_answer,
        .overdue = answer_overdue, .doubt = doubt_unanswered,
    },
    {
        .name = "cancelled_not_terminated", .severity = SL_SEVERITY_ERROR,
        .group = SL_GROUP_CANCEL, .documented = true, .reference = "RFC 3261 §9.1, §9.2",
        .timed = true, .is_timeout = true,
        .summary = SL_TEXT("CANCEL成功，INVITE却没有结束", "A cancelled INVITE is never ended"),
        .wording = {SL_TEXT("CANCEL在第{2}帧得到{0}，但这个INVITE（CSeq {1}）此后{3}内没有最终应答（应为487）",
                            "its CANCEL got {0} in frame {2}, but within {3} of that the INVITE (CSeq {1}) "
                            "got no final response (487)")},
        .subjects = SL_ON_CANCEL_RESPONSE, .check = wait_for_termination,
        .overdue = termination_overdue, .doubt = doubt_termination,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_cancel = SL_RULE_GROUP(rules);
