/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about INVITE transactions: which responses may come, and after which others. */
#include "model/branch-set.h"
#include "rules/find.h"

/* --- provisional_after_final ------------------------------------------------------------------ */

/*
 * The final response of T that a 1xx with RECORD's To tag came after, or NULL. Without a tag, as in
 * a 100, it is about the hop; with one, about that fork (RFC 6026 §7.3).
 */
static const struct sl_record *final_before(const struct sl_transaction *t,
                                            const struct sl_record *record)
{
    return record->leg->fork->to_tag ? record->leg->final : t->final;
}

static void provisional_after_final_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_record *final;

    if (!record->leg || sl_status_is_final(record->status)) {
        return;
    }
    final = final_before(record->own, record);
    /* Less than T1 later it was merely overtaken. */
    if (final && sl_record_elapsed(final, record) >= look->checker->timing->t1_ns) {
        SL_FIND_ONCE(look, record->own, SL_SINGLE_WORDING, SL_NUMBER(record->status),
                     SL_NUMBER(final->status), SL_FRAME(final->frame),
                     SL_DURATION(sl_record_elapsed(final, record)));
    }
}

/* clang-format off */
static const struct sl_rule provisional_after_final = {
    .name = "provisional_after_final", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §17.2.1, §16.7", .timed = true,
    .summary = SL_TEXT("最终应答之后又来临时应答", "A provisional response follows the final one"),
    .wording = {SL_TEXT("这个{0}在第{2}帧的最终应答{1}之后{3}才来",
                        "this {0} comes {3} after the final response {1} in frame {2}")},
    .meaning = SL_TEXT(
        "同一事务得到最终应答之后，过了T1或更久又来1xx。1xx带To标签时，"
        "只与同一标签的最终应答比较。",
        "A 1xx comes T1 or more after a final response of the same transaction. One with a "
        "To tag is compared with the final response of that tag only."),
    .unless = SL_TEXT(
        "抓包产生的副本；距最终应答不到T1的迟到者（乱序）；另一个To标签（分叉中另一被叫迟来的"
        "1xx，RFC 6026 §7.3）。",
        "A duplicate made by the capture; a late copy within T1 of the final response "
        "(reordered); another To tag (a stray 1xx of a fork, RFC 6026 §7.3)."),
    .why = SL_TEXT(
        "事务已经结束，客户端会丢弃这个1xx，但有的终端会退回振铃状态。"
        "它说明产生应答的一方没有管好事务的状态。",
        "The transaction is over and the client drops this 1xx, but some terminals go back "
        "to ringing. It shows that whoever makes the responses has lost track of the "
        "transaction."),
    .next = SL_TEXT(
        "看这个1xx是谁产生的。有前转、代答或转接时，查B2BUA是否把新一路呼叫的180送进了已经结"
        "束的事务；再看是否只是网络乱序。",
        "See who made this 1xx. With diversion, pick-up or transfer check whether a B2BUA "
        "sends the 180 of a new leg into the finished transaction; then rule out reordering "
        "in the network."),
    .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = provisional_after_final_check,
};
/* clang-format on */

/* --- final_conflict --------------------------------------------------------------------------- */

static void final_conflict_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !t->final || t->final == record || !sl_status_is_final(record->status) ||
        t->final->status == record->status) {
        return;
    }
    /* A 2xx to INVITE after a failure is ok_after_failure's; two are two forks. */
    if (record->leg && record->status < 300) {
        return;
    }
    /* Another server answered, or its answer took another path. */
    if (!record->leg &&
        (t->final->source != record->source || t->final->destination != record->destination)) {
        return;
    }
    SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(record->status),
            SL_NUMBER(t->final->status), SL_FRAME(t->final->frame), SL_NUMBER(t->cseq_number),
            sl_method_value(t->method));
}

/* clang-format off */
static const struct sl_rule final_conflict = {
    .name = "final_conflict", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §17.2.1, §17.2.2, §16.7 step 5, RFC 6026 §7.3",
    .summary = SL_TEXT("同一事务有两个不同的最终应答",
                       "A transaction gets two different final responses"),
    .wording = {SL_TEXT("第{2}帧已用{1}结束{4}（CSeq {3}），又来{0}",
                        "the {4} (CSeq {3}) already ended with {1} in frame {2}, and now gets {0}")},
    .meaning = SL_TEXT(
        "同一个事务（INVITE或其他请求，例如CANCEL和BYE）在这一跳上又得到一个状态码不同的最终应答。"
        "UAS只能给出一个最终应答，代理服务器也只从各分支中选一个送回。",
        "A transaction, of INVITE or any other request (a CANCEL or BYE, say), gets a second "
        "final response with another status code on this hop. A UAS gives one final response "
        "only, and a proxy passes back one chosen from its branches."),
    .unless = SL_TEXT(
        "对INVITE的几个2xx（每个To标签是分叉的一个被叫）；对INVITE的非2xx之后来的2xx（见"
        "ok_after_failure）；第一个最终应答是另一台服务器的；两个事务共用一个Via分支（CSeq序号"
        "不同）。",
        "Several 2xx to INVITE (each To tag is a callee of the fork); a 2xx to INVITE after a "
        "non-2xx (see ok_after_failure); the first final response was another server's; two "
        "transactions with one branch (another CSeq number)."),
    .why = SL_TEXT(
        "两端对呼叫的结果看法不同：一端已接通，另一端以为失败，于是有一端空占着通话，"
        "话单也对不上。",
        "The two ends disagree on how the call went: one has a call that the other takes for "
        "failed, so that one end holds a session with nobody and the charging records do not "
        "agree."),
    .next = SL_TEXT(
        "比较两个应答的To标签和Server，看各是谁产生的。常见的是代理服务器故障切换或超时后自己"
        "产生的408，与被叫真正的应答相撞；也查CANCEL与200相碰之后是否又错发了487。",
        "Compare To tag and Server of both to see who made each. Mostly a proxy makes a 408 "
        "of its own on failover or timeout, and the real response of the callee follows; or "
        "a CANCEL crosses a 200 and a 487 is sent after it by mistake."),
    .subjects = SL_ON_RESPONSE, .check = final_conflict_check,
};
/* clang-format on */

/* --- terminated_without_cancel ---------------------------------------------------------------- */

static bool has_expired(const struct sl_transaction *t, const struct sl_record *record)
{
    return t->has_expires &&
           sl_record_elapsed(t->request, record) >= (int64_t)t->expires_s * SL_NS_PER_S;
}

static void terminated_without_cancel_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (t && t->request && record->status == 487 && t->final == record && !has_expired(t, record) &&
        !record->call->cancel_or_bye) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(t->cseq_number),
                     SL_FRAME(t->request->frame));
    }
}

static struct sl_doubt terminated_without_cancel_doubt(const struct sl_checker *c,
                                                       const struct sl_finding *f)
{
    (void)c;
    return f->record->call->cancel_or_bye ? SL_DOUBT(REFUTED) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule terminated_without_cancel = {
    .name = "terminated_without_cancel", .severity = SL_SEVERITY_NOTE,
    .group = SL_GROUP_INVITE, .documented = true,
    .reference = "RFC 3261 §9.2, §13.3.1, §15.1.2",
    .summary = SL_TEXT("没有CANCEL或BYE却得到487", "A 487 without any CANCEL or BYE"),
    .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {0}）以487结束，但整个呼叫中没有抓到CANCEL或BYE",
                        "the INVITE (CSeq {0}) in frame {1} ends with 487, yet no CANCEL or BYE of the "
                        "call was captured")},
    .meaning = SL_TEXT(
        "INVITE以487结束，而这个呼叫的任何一跳上都没有抓到CANCEL或BYE。",
        "An INVITE ends with 487, yet neither CANCEL nor BYE was captured on any hop of the "
        "call."),
    .unless = SL_TEXT(
        "抓包从INVITE之后才开始；INVITE的Expires已过；这个呼叫的任何一跳上有CANCEL或BYE。",
        "The capture starts after the INVITE; Expires of the INVITE has passed; there is a "
        "CANCEL or BYE on any hop of the call."),
    .why = SL_TEXT(
        "487表示请求被终止，这里却看不到是谁终止的：或是CANCEL没有抓到，或是B2BUA、SBC、"
        "应用服务器自己结束了呼叫，拿487当普通的失败码用。",
        "A 487 says that the request was terminated, but not by whom: either the CANCEL was "
        "not captured, or a B2BUA, SBC or application server ended the call itself and uses "
        "487 like any failure."),
    .next = SL_TEXT(
        "看487的Reason头域，再看INVITE到487的时间是否正好等于某个振铃定时器；"
        "到产生487的网元上查日志，并确认抓包点能看到CANCEL经过。",
        "Look at Reason in the 487 and see whether the time from the INVITE fits some ring "
        "timer; check the log of the element that made it, and that a CANCEL would pass "
        "where the capture was taken."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = terminated_without_cancel_check, .doubt = terminated_without_cancel_doubt,
};
/* clang-format on */

/* --- trying_forwarded ------------------------------------------------------------------------- */

static void trying_forwarded_check(const struct sl_look *look)
{
    static const struct sl_text marks[] = {
        [SL_HANDED_ON_TO_TAG] = SL_TEXT("To标签", "To tag"),
        [SL_HANDED_ON_CONTACT] = SL_TEXT("Contact头域", "Contact header field"),
        [SL_HANDED_ON_SERVER] = SL_TEXT("Server头域", "Server header field"),
    };
    const struct sl_transaction *t = look->record->own;

    if (look->arrival->handed_on != SL_HANDED_ON_NOTHING) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING,
                SL_TEXT_VALUE(&marks[look->arrival->handed_on]),
                SL_FRAME(sl_next_branches(t)->trying->frame), SL_STRING(t->server->text));
    }
}

/* A stateless proxy makes no response of its own and hands on whatever comes (§16.11). */
static struct sl_doubt trying_forwarded_doubt(const struct sl_checker *c,
                                              const struct sl_finding *f)
{
    (void)c;
    return f->record->source->makes_responses ? SL_NO_DOUBT : SL_DOUBT(REFUTED);
}

/* clang-format off */
static const struct sl_rule trying_forwarded = {
    .name = "trying_forwarded", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §16.7 step 5",
    .summary = SL_TEXT("代理服务器转发了100", "A proxy hands a 100 on"),
    .wording = {SL_TEXT("{2}发出的这个100带有下一跳第{1}帧的100中的{0}：100不得向上游转发",
                        "this 100 from {2} carries the {0} of the next hop's 100 in frame {1}: a 100 "
                        "must not be forwarded")},
    .meaning = SL_TEXT(
        "上一跳收到的100里，有只可能由下一跳写进去的内容（那里的100的To标签、"
        "Contact或Server）：代理服务器把100转发了上来。100只在一跳内有效，"
        "有状态代理服务器不得转发。",
        "The 100 on the hop before carries what only the next hop put in (To tag, Contact or "
        "Server of the 100 captured there): the proxy passed it on. A 100 counts on one hop "
        "only, and a stateful proxy must not forward it."),
    .unless = SL_TEXT(
        "To标签在INVITE里已经有了；这个代理服务器自己从不产生应答（无状态，RFC 3261 "
        "§16.11）。",
        "The To tag was already in the INVITE; the proxy makes no responses of its own "
        "(stateless, RFC 3261 §16.11)."),
    .why = SL_TEXT(
        "呼叫一般照样接通，但上游何时停止重传就取决于更远的一跳，下游设备的信息也泄露到了上"
        "游。",
        "Calls mostly work, but when the sender upstream stops repeating now depends on a "
        "hop further away, and details of the equipment downstream leak upstream."),
    .next = SL_TEXT(
        "看这个代理服务器或SBC是否设成了透传临时应答，它自己的100有没有及时发出。",
        "See whether the proxy or SBC is set to pass provisional responses through, and "
        "whether it sends a 100 of its own in time."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = trying_forwarded_check,
    .doubt = trying_forwarded_doubt,
};
/* clang-format on */

/* --- ok_after_failure ------------------------------------------------------------------------- */

static void ok_after_failure_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (record->leg && sl_status_is_success(record->status) && t->failure) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(record->status),
                SL_NUMBER(t->failure->status), SL_FRAME(t->failure->frame),
                SL_STRING(record->leg->fork->to_tag));
    }
}

/* clang-format off */
static const struct sl_rule ok_after_failure = {
    .name = "ok_after_failure", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
    .reference = "RFC 3261 §13.2.2.4, §16.7 step 5",
    .summary = SL_TEXT("失败之后又来2xx", "A 2xx follows a failure"),
    .wording = {SL_TEXT("第{2}帧的{1}之后又来{0}（To标签{3}）：主叫必须回ACK，不要这个会话就再发BYE",
                        "this {0} (To tag {3}) follows the {1} in frame {2}: it must be acknowledged "
                        "and, if not wanted, ended with BYE")},
    .meaning = SL_TEXT(
        "事务已有非2xx最终应答，又来了2xx：别的分支失败或被取消之后，有一个被叫接听了。"
        "代理服务器必须把每个2xx都送回；主叫必须回ACK，不要这个会话就再发BYE。",
        "A 2xx follows a non-2xx final response: a callee answered after other branches "
        "failed or were cancelled. A proxy must pass every 2xx back, and the caller must "
        "acknowledge it and, if the session is not wanted, end it with BYE."),
    .unless = SL_TEXT(
        "抓包产生的副本。",
        "A duplicate made by the capture."),
    .why = SL_TEXT(
        "主叫多半已当作呼叫失败。若不理会这个2xx，被叫会一直重传并占着通话，"
        "计费可能已经开始。",
        "The caller mostly takes the call for failed. If it ignores the 2xx, the callee goes "
        "on repeating it and holds the session, and charging may have begun."),
    .next = SL_TEXT(
        "看这个2xx有没有得到ACK和随后的BYE；再看它是不是与CANCEL相碰的结果（比较两者的时"
        "间）。没有ACK时，查主叫或它前面的B2BUA怎样处理迟来的2xx。",
        "See whether the 2xx gets its ACK and then a BYE, and whether it crossed a CANCEL "
        "(compare the times). Without an ACK, check how the caller, or the B2BUA in front of "
        "it, treats a late 2xx."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = ok_after_failure_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_invite_responses, &provisional_after_final, &final_conflict,
         &terminated_without_cancel, &trying_forwarded, &ok_after_failure);
