/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about INVITE transactions: which responses may come, and after which others. */
#include "capture-internal.h"
#include "doubt.h"

/* --- order of responses ---------------------------------------------------------------------- */

/* The final response of T that a 1xx with RECORD's To tag came after, or NULL. */
static const struct sl_record *final_before(const struct sl_transaction *t,
                                            const struct sl_record *record)
{
    /* Without a tag, as in a 100, it is about the hop; with one, about that fork (RFC 6026 §7.3).
     */
    return record->leg->fork->to_tag ? record->leg->final : t->final;
}

static void check_provisional_after_final(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_record *final;

    if (!record->leg || sl_status_is_final(record->status)) {
        return;
    }
    final = final_before(record->own, record);
    if (!final || sl_record_elapsed(final, record) < look->capture->settings.t1_ns ||
        !sl_look_is_first_of_fault(look, record->own)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(record->status), SL_NUMBER(final->status),
            SL_FRAME(final->frame), SL_DURATION(sl_record_elapsed(final, record)));
}

static void check_final_conflict(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    /* A 2xx after a failure is ok_after_failure's; two 2xx are two forks. */
    if (!record->leg || record->status < 300 || t->final == record ||
        t->final->status == record->status) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(record->status), SL_NUMBER(t->final->status),
            SL_FRAME(t->final->frame), SL_NUMBER(t->cseq_number));
}

static void check_ok_after_failure(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!record->leg || !sl_status_is_success(record->status) || !t->failure) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(record->status), SL_NUMBER(t->failure->status),
            SL_FRAME(t->failure->frame), SL_STRING(record->leg->fork->to_tag));
}

/* --- 487 and 100 ----------------------------------------------------------------------------- */

static void check_terminated(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !t->request || record->status != 487 || t->final != record ||
        (t->has_expires &&
         sl_record_elapsed(t->request, record) >= (int64_t)t->expires_s * SL_NS_PER_S) ||
        record->call->cancel_or_bye || !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(t->cseq_number), SL_FRAME(t->request->frame));
}

static const struct sl_text *doubt_terminated(const struct sl_capture *c,
                                              const struct sl_finding *f)
{
    (void)c;
    return f->record->call->cancel_or_bye ? &sl_doubt_refuted : NULL;
}

static void check_trying_forwarded(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;
    const struct sl_fan *next;

    if (!look->forwarded_mark) {
        return;
    }
    next = sl_invite_fan(look->capture, t->invite, t->server, t->level + 1);
    SL_FIND(look, look->record, 0, SL_TEXT_VALUE(look->forwarded_mark),
            SL_FRAME(next->trying->frame), SL_STRING(t->server->text));
}

static const struct sl_text *doubt_trying_forwarded(const struct sl_capture *c,
                                                    const struct sl_finding *f)
{
    (void)c;
    /* A stateless proxy makes no response of its own and hands on whatever comes (§16.11). */
    return f->record->source->makes_responses ? NULL : &sl_doubt_refuted;
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "provisional_after_final", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §17.2.1, §16.7", .timed = true,
        .summary = SL_TEXT("最终应答之后又来临时应答", "A provisional response follows the final one"),
        .wording = {SL_TEXT("这个{0}在第{2}帧的最终应答{1}之后{3}才来",
                            "this {0} comes {3} after the final response {1} in frame {2}")},
        .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = check_provisional_after_final,
    },
    {
        .name = "final_conflict", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §17.2.1, §16.7 step 5, RFC 6026 §7.3",
        .summary = SL_TEXT("同一事务有两个不同的最终应答",
                           "A transaction gets two different final responses"),
        .wording = {SL_TEXT("第{2}帧已用{1}结束INVITE（CSeq {3}），又来{0}",
                            "the INVITE (CSeq {3}) already ended with {1} in frame {2}, and now gets {0}")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_final_conflict,
    },
    {
        .name = "terminated_without_cancel", .severity = SL_SEVERITY_NOTE,
        .group = SL_GROUP_INVITE, .documented = true,
        .reference = "RFC 3261 §9.2, §13.3.1, §15.1.2",
        .summary = SL_TEXT("没有CANCEL或BYE却得到487", "A 487 without any CANCEL or BYE"),
        .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {0}）以487结束，但整个呼叫中没有抓到CANCEL或BYE",
                            "the INVITE (CSeq {0}) in frame {1} ends with 487, yet no CANCEL or BYE of the "
                            "call was captured")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_terminated, .doubt = doubt_terminated,
    },
    {
        .name = "trying_forwarded", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §16.7 step 5",
        .summary = SL_TEXT("代理服务器转发了100", "A proxy hands a 100 on"),
        .wording = {SL_TEXT("{2}发出的这个100带有下一跳第{1}帧的100中的{0}：100不得向上游转发",
                            "this 100 from {2} carries the {0} of the next hop's 100 in frame {1}: a 100 "
                            "must not be forwarded")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_trying_forwarded,
        .doubt = doubt_trying_forwarded,
    },
    {
        .name = "ok_after_failure", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
        .reference = "RFC 3261 §13.2.2.4, §16.7 step 5",
        .summary = SL_TEXT("失败之后又来2xx", "A 2xx follows a failure"),
        .wording = {SL_TEXT("第{2}帧的{1}之后又来{0}（To标签{3}）：主叫必须回ACK，不要这个会话就再发BYE",
                            "this {0} (To tag {3}) follows the {1} in frame {2}: it must be acknowledged "
                            "and, if not wanted, ended with BYE")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_ok_after_failure,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_invite_responses = SL_RULE_GROUP(rules);
