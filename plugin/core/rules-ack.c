/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about ACK: that each final response to INVITE gets one, and that it fits. */
#include "capture-internal.h"
#include "doubt.h"

/* --- ack_missing ----------------------------------------------------------------------------- */

static void check_ack(const struct sl_look *look)
{
    struct sl_capture *c = look->capture;
    const struct sl_record *record = look->record;
    const struct sl_leg *leg = record->leg;

    if (!leg) {
        return;
    }
    if (leg->final == record && !leg->ack) {
        sl_capture_wait_answer(c, look->rule, look->record);
    } else if (leg->ack == record && leg->overdue) {
        sl_finding_restate(c, leg->overdue, 1,
                           SL_VALUES(SL_NUMBER(leg->final->status), SL_STRING(leg->fork->to_tag),
                                     SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(leg->final, record))));
    }
}

static void ack_overdue(struct sl_capture *c, const struct sl_rule *rule, struct sl_record *final)
{
    struct sl_leg *leg = final->leg;
    const struct sl_transaction *t = leg->transaction;

    if (leg->final != final || leg->ack || !t->request) {
        return;
    }
    leg->overdue =
        sl_capture_add_finding(c, rule, final, 0,
                               SL_VALUES(SL_NUMBER(final->status), SL_STRING(leg->fork->to_tag),
                                         SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                                         SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number)));
}

/*
 * The ACK to a 2xx goes from end to end and may pass where the capture does not listen. It is
 * missed only where the 2xx goes on being repeated (§13.3.1.4), or where both hosts of this hop
 * stay on its path.
 */
static bool could_be_elsewhere(const struct sl_capture *c, const struct sl_leg *leg)
{
    const struct sl_record *elsewhere = leg->fork->ack;
    bool repeated = sl_record_elapsed(leg->final, leg->final_copy) >= 8 * c->settings.t1_ns;

    if (elsewhere && leg->final_copy->time_ns <= elsewhere->time_ns) {
        return true;
    }
    return !repeated && !(leg->ack_passes_client && leg->ack_passes_server);
}

static const struct sl_text *doubt_ack_missing(const struct sl_capture *c,
                                               const struct sl_finding *f)
{
    const struct sl_leg *leg = f->record->leg;

    if (leg->transaction->odd_ack) {
        return &sl_doubt_odd_ack; /* its own rule says what is wrong with it */
    }
    if (sl_status_is_success(leg->final->status) && could_be_elsewhere(c, leg)) {
        return &sl_doubt_other_path;
    }
    if (sl_host_was_sent_more(leg->transaction->server, leg->final)) {
        return &sl_doubt_truncated;
    }
    return NULL;
}

/* --- ack_before_final ------------------------------------------------------------------------ */

static bool may_be_early(const struct sl_transaction *t)
{
    return t && t->request && !t->invite->final;
}

static void check_early_ack(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->transaction;
    unsigned wording = look->ack_comes_from_server ? 1 : 0;

    if (look->ack_fit == SL_ACK_NO_FINAL && may_be_early(t) &&
        (look->ack_comes_from_server || !look->message->to_tag) &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, wording, SL_NUMBER(t->cseq_number),
                SL_FRAME(t->request->frame));
    }
}

static void check_response_after_ack(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!record->leg || !t->request || !t->early_ack || t->early_ack->findings ||
        (sl_status_is_final(record->status) && t->final != record) ||
        (t->invite->final && t->invite->final != record) ||
        sl_record_elapsed(t->early_ack, record) < look->capture->settings.t1_ns) {
        return;
    }
    SL_FIND(look, t->early_ack, 2, SL_NUMBER(t->cseq_number), SL_FRAME(t->request->frame),
            SL_NUMBER(record->status), SL_FRAME(record->frame),
            SL_DURATION(sl_record_elapsed(t->early_ack, record)));
}

static void check_ack_before_final(const struct sl_look *look)
{
    if (look->record->method == SL_METHOD_ACK) {
        check_early_ack(look);
    } else {
        check_response_after_ack(look);
    }
}

/* --- an ACK that does not fit ---------------------------------------------------------------- */

static void check_ack_cseq(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->transaction;

    if (look->ack_fit != SL_ACK_CSEQ || !t->request) {
        return;
    }
    /* Within a dialog whose beginning was not captured an older INVITE may have been missed. */
    if (m->cseq_number < t->cseq_number && t->invite->to_tag && !(t->maker && t->maker->request)) {
        return;
    }
    if (sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->cseq_number), SL_NUMBER(t->cseq_number),
                SL_FRAME(t->request->frame));
    }
}

static void check_ack_branch(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->transaction;

    if (look->ack_fit == SL_ACK_BRANCH && t->request && t->via->has_cookie && look->via &&
        look->via->has_cookie) {
        SL_FIND(look, look->record, 0, SL_STRING(m->branch), SL_NUMBER(t->failure->status),
                SL_FRAME(t->failure->frame), SL_FRAME(t->request->frame));
    }
}

static void check_ack_branch_reused(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->transaction;

    /* Where the hop also got a failure the ACK may be to that one. */
    if (look->ack_fit == SL_ACK_FITS && look->ack_has_branch_of_invite && t->request &&
        t->via->has_cookie && !t->failure && sl_look_is_first_of_fault(look, look->via)) {
        SL_FIND(look, look->record, 0, SL_STRING(m->branch), SL_FRAME(t->request->frame),
                SL_NUMBER(record->leg->final->status), SL_FRAME(record->leg->final->frame));
    }
}

static void check_ack_to_tag(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->transaction;

    if (look->ack_fit != SL_ACK_TO_TAG || !t->request) {
        return;
    }
    /* With a branch of its own it may confirm a fork's 2xx that the capture lost. */
    if (!look->ack_has_branch_of_invite ? !t->success || !t->unacknowledged
                                        : t->success && !t->unacknowledged) {
        return;
    }
    if (sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_STRING(m->to_tag), SL_STRING(t->final->leg->fork->to_tag),
                SL_NUMBER(t->final->status), SL_FRAME(t->final->frame));
    }
}

/* --- ok_retransmitted_after_ack -------------------------------------------------------------- */

static void check_ok_repeat(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg = record->leg;

    if (!leg || !leg->ack || !record->original || !sl_status_is_success(record->status) ||
        sl_record_elapsed(leg->ack, record) < 2 * look->capture->settings.t1_ns ||
        !sl_look_is_first_of_fault(look, leg)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(record->status), SL_FRAME(leg->final->frame),
            SL_FRAME(leg->ack->frame), SL_DURATION(sl_record_elapsed(leg->ack, record)));
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "ack_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
        .documented = true,
        .reference = "RFC 3261 §13.2.2.4, §13.3.1.4, §17.1.1.2, §17.2.1 (Timer H), RFC 6026",
        .timed = true,
        .summary = SL_TEXT("最终应答没有得到ACK", "A final response gets no ACK"),
        .wording = {SL_TEXT("第{3}帧INVITE（CSeq {4}）的最终应答{0}（To标签{1}）在{2}内没有得到ACK",
                            "the final response {0} (To tag {1}) to the INVITE (CSeq {4}) in frame {3} got "
                            "no ACK within {2}"),
                    SL_TEXT("最终应答{0}（To标签{1}）在{2}内没有得到ACK；第{3}帧的ACK来得太晚，在{4}之后",
                            "the final response {0} (To tag {1}) got no ACK within {2}; the one in frame "
                            "{3} is late, {4} after it")},
        .subjects = SL_ON_INVITE_RESPONSE | SL_ON_ACK, .check = check_ack,
        .overdue = ack_overdue, .doubt = doubt_ack_missing,
    },
    {
        .name = "ack_before_final", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
        .documented = true, .reference = "RFC 3261 §13.2.2.4, §17.1.1.2, §21.1",
        .summary = SL_TEXT("最终应答之前就发ACK", "An ACK precedes the final response"),
        .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {0}）尚无最终应答，这个ACK也没有To标签",
                            "the INVITE (CSeq {0}) in frame {1} has no final response yet, and this ACK has "
                            "no To tag"),
                    SL_TEXT("这个ACK由第{1}帧INVITE（CSeq {0}）的接收方发出：ACK应由主叫在最终应答之后发送",
                            "this ACK is sent by the receiver of the INVITE (CSeq {0}) in frame {1}: an ACK "
                            "comes from the caller, after the final response"),
                    SL_TEXT("第{1}帧的INVITE（CSeq {0}）尚无最终应答就发了ACK，{4}之后第{3}帧才来{2}",
                            "this ACK precedes the final response to the INVITE (CSeq {0}) in frame {1}: "
                            "the {2} in frame {3} comes {4} later")},
        .subjects = SL_ON_ACK | SL_ON_INVITE_RESPONSE, .check = check_ack_before_final,
    },
    {
        .name = "ack_cseq_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
        .documented = true, .reference = "RFC 3261 §13.2.2.4, §17.1.1.3",
        .summary = SL_TEXT("ACK的CSeq序号不是INVITE的", "The CSeq number of an ACK is not its INVITE's"),
        .wording = {SL_TEXT("ACK的CSeq序号是{0}，而它要确认的第{2}帧的INVITE是{1}",
                            "the ACK has CSeq number {0}, but the INVITE it must confirm, in frame {2}, has "
                            "{1}")},
        .subjects = SL_ON_ACK, .check = check_ack_cseq,
    },
    {
        .name = "ack_branch_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
        .reference = "RFC 3261 §17.1.1.3",
        .summary = SL_TEXT("对非2xx的ACK的分支不是INVITE的",
                           "The ACK to a non-2xx lacks its INVITE's branch"),
        .wording = {SL_TEXT("对第{2}帧{1}的ACK，分支是{0}，与第{3}帧的INVITE不同：服务器会把它当作别的事务",
                            "the ACK to the {1} in frame {2} has branch {0}, not that of the INVITE in "
                            "frame {3}: the server will not match it")},
        .subjects = SL_ON_ACK, .check = check_ack_branch,
    },
    {
        .name = "ack_branch_reused", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_ACK,
        .reference = "RFC 3261 §13.2.2.4, §8.1.1.7",
        .summary = SL_TEXT("对2xx的ACK沿用了INVITE的分支",
                           "The ACK to a 2xx has its INVITE's branch"),
        .wording = {SL_TEXT("对第{3}帧{2}的ACK沿用了第{1}帧INVITE的分支{0}；它是新事务，应有新的分支",
                            "the ACK to the {2} in frame {3} has the branch {0} of the INVITE in frame {1}; "
                            "it is a transaction of its own and needs a new one")},
        .subjects = SL_ON_ACK, .check = check_ack_branch_reused,
    },
    {
        .name = "ack_to_tag_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
        .reference = "RFC 3261 §13.2.2.4, §17.1.1.3",
        .summary = SL_TEXT("ACK的To标签与最终应答不符",
                           "The To tag of an ACK is that of no final response"),
        .wording = {SL_TEXT("ACK的To标签是{0}，而第{3}帧最终应答{2}的To标签是{1}",
                            "the To tag of the ACK is {0}; that of the final response {2} in frame {3} is "
                            "{1}")},
        .subjects = SL_ON_ACK, .check = check_ack_to_tag,
    },
    {
        .name = "ok_retransmitted_after_ack", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_ACK,
        .reference = "RFC 3261 §13.3.1.4", .timed = true,
        .summary = SL_TEXT("有了ACK仍重发2xx", "A 2xx is still repeated after its ACK"),
        .wording = {SL_TEXT("第{1}帧的{0}在第{2}帧的ACK之后{3}仍在重发：ACK没有到达被叫",
                            "the {0} of frame {1} is still repeated {3} after the ACK in frame {2}: the ACK "
                            "does not reach the callee")},
        .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = check_ok_repeat,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_ack = SL_RULE_GROUP(rules);
