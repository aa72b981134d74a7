/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about CANCEL: when it may be sent, what it must agree with, what must follow. */
#include "model/branch-set.h"
#include "rules/find.h"
#include "rules/unanswered.h"

/* The INVITE transaction that this CANCEL agrees with, if its INVITE was captured; else NULL. */
static const struct sl_transaction *cancelled(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->transaction;

    return t && t->request && !look->arrival->sender_hop ? t : NULL;
}

/* --- cancel_before_provisional ---------------------------------------------------------------- */

static void cancel_before_provisional_check(const struct sl_look *look)
{
    const struct sl_transaction *t = cancelled(look);

    if (t && !t->first_response && !sl_has_unseen_provisional(t)) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_FRAME(t->request->frame),
                SL_NUMBER(t->cseq_number),
                SL_DURATION(sl_record_elapsed(t->request, look->record)));
    }
}

static struct sl_doubt cancel_before_provisional_doubt(const struct sl_checker *c,
                                                       const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->transaction;

    (void)c;
    if (!t->client->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    return sl_host_was_sent_more(t->client, t->request) ? SL_DOUBT(TRUNCATED) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule cancel_before_provisional = {
    .name = "cancel_before_provisional", .severity = SL_SEVERITY_ERROR,
    .group = SL_GROUP_CANCEL, .documented = true, .reference = "RFC 3261 §9.1",
    .summary = SL_TEXT("没有收到应答就发CANCEL", "A CANCEL precedes any response to its INVITE"),
    .wording = {SL_TEXT("第{0}帧的INVITE（CSeq {1}）还没有任何应答，{2}后就发了CANCEL；应等到第一个临时应答",
                        "the INVITE (CSeq {1}) in frame {0} has no response yet, {2} on; the CANCEL must "
                        "wait for the first provisional")},
    .meaning = SL_TEXT(
        "INVITE还没有任何应答，就发了CANCEL；按规定要等到第一个临时应答。",
        "A CANCEL is sent before any response to its INVITE; it has to wait for the first "
        "provisional response."),
    .unless = SL_TEXT(
        "没有抓到INVITE；没有抓到任何发往发送方的SIP消息（可能只有一个方向）。",
        "The INVITE was not captured; no SIP message to the sender was captured (perhaps one "
        "direction only)."),
    .why = SL_TEXT(
        "CANCEL可能跑到INVITE前面，或被送到另一台服务器，得到481而不起作用；"
        "INVITE随后照样让被叫振铃，主叫却已挂机。",
        "The CANCEL may overtake the INVITE or reach another server, get 481 and have no "
        "effect; the INVITE then rings the callee although the caller has hung up."),
    .next = SL_TEXT(
        "看CANCEL得到200还是481，INVITE有没有487。查终端能否推迟CANCEL，"
        "以及为什么迟迟没有100（provisional_late、no_response）。",
        "See whether the CANCEL gets 200 or 481 and the INVITE its 487. Check whether the "
        "terminal can hold the CANCEL back, and why no 100 came (provisional_late, "
        "no_response)."),
    .subjects = SL_ON_CANCEL, .check = cancel_before_provisional_check,
    .doubt = cancel_before_provisional_doubt,
};
/* clang-format on */

/* --- cancel_after_final ----------------------------------------------------------------------- */

/*
 * The sender of a CANCEL to T has the final response of T: it confirmed that, or handed it on. One
 * that was lost behind the capture it cannot know.
 */
static bool has_got_final(const struct sl_transaction *t)
{
    const struct sl_transaction *from;
    unsigned n = SL_LOOK_BACK;

    if (sl_transaction_ack(t)) {
        return true;
    }
    for (const struct sl_leg *leg = t->final->leg->fork->legs; leg && n--;
         leg = leg->next_on_fork) {
        from = leg->transaction;
        if (from != t && from->server == t->client && from->level < t->level && leg->final) {
            return true;
        }
    }
    return false;
}

static void cancel_after_final_check(const struct sl_look *look)
{
    const struct sl_transaction *t = cancelled(look);

    /* Less than T1 later the two crossed. */
    if (t && t->final && has_got_final(t) &&
        sl_record_elapsed(t->final, look->record) >= look->checker->timing->t1_ns) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(t->final->status),
                SL_FRAME(t->final->frame), SL_DURATION(sl_record_elapsed(t->final, look->record)));
    }
}

/* clang-format off */
static const struct sl_rule cancel_after_final = {
    .name = "cancel_after_final", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_CANCEL,
    .documented = true, .reference = "RFC 3261 §9.1", .timed = true,
    .summary = SL_TEXT("最终应答之后才发CANCEL", "A CANCEL follows the final response"),
    .wording = {SL_TEXT("第{1}帧已有最终应答{0}，{2}之后才发CANCEL，不再起作用；要结束会话应发BYE",
                        "the CANCEL comes {2} after the final response {0} in frame {1} and has no "
                        "effect; BYE ends a session")},
    .meaning = SL_TEXT(
        "INVITE已有最终应答，过了T1或更久才发CANCEL，而且有证据表明发送方收到了那个应答：它已发过"
        "ACK，或者已把应答转给上一跳。",
        "A CANCEL is sent T1 or more after the final response to its INVITE, and there is "
        "proof that its sender had that response: its ACK, or it handed the response on."),
    .unless = SL_TEXT(
        "没有证据表明最终应答到达了CANCEL的发送方；相隔不到T1（两者在路上相碰）；重传的CANCEL，只要它首次发出时在最终应答之前或之后T1以"
        "内。",
        "Nothing shows that the final response reached the sender of the CANCEL; they are less than T1 apart (they crossed); a repeat of a CANCEL whose first copy "
        "came before the final response or within T1 of it."),
    .why = SL_TEXT(
        "这时CANCEL已不起作用。呼叫若已接通，就要用BYE结束；发送方以为取消了，实际通话还在，"
        "计费也不停。",
        "The CANCEL has no effect any more. If the call was answered, it takes a BYE to end "
        "it; the sender believes it cancelled, while the session stays up and charging goes "
        "on."),
    .next = SL_TEXT(
        "看最终应答有没有到达CANCEL的发送方（有没有ACK）；没到，查应答方向上的NAT、"
        "防火墙和Via。若是2xx，再看随后有没有BYE。",
        "See whether the final response reached the sender of the CANCEL (is there an ACK?); "
        "if not, check NAT, firewall and Via on the way back. After a 2xx see whether a BYE "
        "follows."),
    .subjects = SL_ON_CANCEL, .check = cancel_after_final_check,
};
/* clang-format on */

/* --- cancel_mismatch -------------------------------------------------------------------------- */

/* True if the call began in the capture, so that none of its INVITEs came before. */
static bool begins_in_capture(const struct sl_call *call)
{
    const struct sl_record *first = call->first;

    return first->method == SL_METHOD_INVITE && !sl_record_is_response(first) &&
           first->transaction && !first->transaction->invite->to_tag;
}

/* The INVITE that the CANCEL is meant for, with another number than T's, may not be captured. */
static bool may_be_for_unseen(const struct sl_look *look, const struct sl_transaction *t)
{
    return t->cseq_number != look->message->cseq_number && !begins_in_capture(look->record->call);
}

static void cancel_mismatch_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_sender_hop *hop = look->arrival->sender_hop;
    const struct sl_transaction *t = hop ? hop->newest : NULL;

    if (t && look->arrival->via->has_cookie && t->request && !may_be_for_unseen(look, t)) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_STRING(m->branch),
                SL_NUMBER(m->cseq_number), SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number),
                SL_STRING(m->sent_by));
    }
}

/* clang-format off */
static const struct sl_rule cancel_mismatch = {
    .name = "cancel_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_CANCEL,
    .reference = "RFC 3261 §9.1",
    .summary = SL_TEXT("CANCEL与未决的INVITE都不相符", "A CANCEL agrees with no pending INVITE"),
    .wording = {SL_TEXT("CANCEL的Via（{4}，分支{0}）和CSeq序号{1}与未决的INVITE都不相符；最近的是第{2}帧的INVITE（CSeq {3}）",
                        "the CANCEL (Via of {4}, branch {0}, CSeq number {1}) agrees with no pending INVITE; the "
                        "latest is in frame {2} (CSeq {3})")},
    .meaning = SL_TEXT(
        "同一跳、同一方向上，有这个Call-ID和From标签的未决INVITE，而CANCEL的Via分支、"
        "sent-by和CSeq序号与其中哪一个都不一致。CANCEL必须照抄所取消的INVITE的这几项。",
        "On this hop and in this direction INVITEs of that Call-ID and From tag are pending, "
        "and the CANCEL agrees with none of them in branch, sent-by and CSeq number. A "
        "CANCEL must copy these from the INVITE it cancels."),
    .unless = SL_TEXT(
        "Via分支没有z9hG4bK前缀，而Call-ID、From标签和CSeq序号都一致；"
        "这一跳上的那个INVITE可能没有抓到。",
        "The branches lack the z9hG4bK cookie, and Call-ID, From tag and CSeq number agree; "
        "the INVITE of this hop may not have been captured."),
    .why = SL_TEXT(
        "服务器找不到要取消的INVITE，只能回481，呼叫照旧：主叫已挂机，被叫还在振铃，"
        "接起来却没有人。",
        "The server finds no INVITE to cancel and can only answer 481, and the call goes on: "
        "the caller has hung up, the callee still rings and finds nobody there."),
    .next = SL_TEXT(
        "逐项比较CANCEL与INVITE最上面的Via和CSeq。401或407之后，CANCEL应跟随最后一个INVITE；"
        "也可能NAT、ALG或负载均衡器只改写了其中一个的Via。",
        "Compare top Via and CSeq of CANCEL and INVITE item by item. After a 401 or 407 the "
        "CANCEL must follow the last INVITE; or a NAT, ALG or load balancer rewrote Via in "
        "one of them only."),
    .subjects = SL_ON_CANCEL, .check = cancel_mismatch_check,
};
/* clang-format on */

/* --- cancel_unanswered ------------------------------------------------------------------------ */

/* clang-format off */
static const struct sl_rule cancel_unanswered = {
    .name = "cancel_unanswered", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_CANCEL,
    .documented = true, .reference = "RFC 3261 §9.2", .timed = true,
    .summary = SL_TEXT("CANCEL没有得到应答", "A CANCEL gets no response"),
    .wording = {[SL_UNANSWERED] = SL_TEXT("CANCEL（CSeq {0}）发往{2}后{1}内没有应答",
                        "no response to the CANCEL (CSeq {0}) came from {2} within {1}"),
                [SL_ANSWERED_LATE] = SL_TEXT("CANCEL（CSeq {0}）在{1}内没有应答；第{4}帧的应答来得太晚，在{5}之后",
                        "no response to the CANCEL (CSeq {0}) came within {1}; the one in frame {4} is "
                        "late, {5} after it"),
                [SL_UNANSWERED_COPIES] = SL_TEXT("CANCEL（CSeq {0}）在{1}内向{2}发了{4}次，没有得到应答",
                        "the CANCEL (CSeq {0}) was sent {4} times in {1} and got no response from {2}")},
    .meaning = SL_TEXT(
        "CANCEL没有得到应答，而且有证据：它至少发了五次，或者首次发出之后过了64*T1再加T1（默"
        "认32.5秒）。CANCEL逐跳答复，有状态的下一跳不论INVITE结果如何，都应立即回200或481。应"
        "答在此之后才到的，文字里写明晚了多少。",
        "A CANCEL got no response, and there is proof: it was sent five times or more, or "
        "64*T1 + T1 (32.5 s by default) passed after its first copy. A CANCEL is answered "
        "hop by hop: a stateful next hop gives 200 or 481 at once, whatever becomes of the "
        "INVITE. Where a response comes after that, the text says how late."),
    .unless = SL_TEXT(
        "应答在此之前到了，只是慢；没有抓到任何发往发送方的SIP消息；有发往发送方的消息被抓包"
        "长度截断；接收方是无状态代理服务器，已经转发而下一跳也没有应答；UDP上等待方有4*T1的"
        "时间却一次也没有重传，可见它得到了应答，只是没有抓到（除非它三次以上等待对端的这种消"
        "息而一次也没有抓到：那是一个不重传的等待方）。",
        "The response came before that and was only slow; no SIP message to the sender was "
        "captured; a message to the sender was cut by the snap length; the receiver is a "
        "stateless proxy that passed it on, and the next hop did not answer either; over UDP "
        "the waiting party had 4*T1 to send again and never did, so it had its answer and "
        "only the capture did not (unless it waited three times or more for such a message "
        "from that host and none was ever captured: then it just does not send again)."),
    .why = SL_TEXT(
        "取消可能没有生效：被叫继续振铃，接起来却没有人。发送方没有得到487时，"
        "64*T1之后也只能当作已经取消。",
        "The call may not be cancelled: the callee goes on ringing and finds nobody there. "
        "Without a 487 either, the sender can only take it as cancelled after 64*T1."),
    .next = SL_TEXT(
        "CANCEL必须与INVITE发往同一地址、端口和传输：查负载均衡、DNS或NAT映射是否在两者之间变"
        "了。再看INVITE有没有487：有，则只是对端漏了对CANCEL的应答。",
        "A CANCEL must go to the address, port and transport of its INVITE: see whether load "
        "balancing, DNS or a NAT binding changed between the two. Then look for the 487: if "
        "it is there, the peer merely forgot to answer the CANCEL."),
    .subjects = SL_ON_CANCEL | SL_ON_CANCEL_RESPONSE | SL_ON_REPEAT, .check = sl_unanswered_check,
    .overdue = sl_unanswered_overdue, .doubt = sl_unanswered_doubt,
};
/* clang-format on */

/* --- cancelled_not_terminated ----------------------------------------------------------------- */

static void cancelled_not_terminated_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *own = record->own;

    if (own && own->final == record && own->parent && !own->parent->final &&
        sl_status_is_success(record->status)) {
        sl_wait_for_answer(look);
    }
}

static void cancelled_not_terminated_overdue(struct sl_checker *c, const struct sl_rule *rule,
                                             struct sl_record *response)
{
    const struct sl_transaction *t = response->own->parent;

    if (t->request && !t->final && !sl_record_finding(t->request, rule)) {
        sl_finding_add(c, rule, t->request, NULL, SL_SINGLE_WORDING,
                       SL_VALUES(SL_NUMBER(response->status), SL_NUMBER(t->cseq_number),
                                 SL_FRAME(response->frame),
                                 SL_DURATION(sl_timing_overdue_ns(c->timing))));
    }
}

static struct sl_doubt cancelled_not_terminated_doubt(const struct sl_checker *c,
                                                      const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    const struct sl_record *shown = t->invite->ack ? t->invite->ack : t->invite->use_of_session;
    const struct sl_branch_set *next = sl_next_branches(t);

    (void)c;
    if (shown) {
        return SL_DOUBT_BY(SHOWN_LATER, shown);
    }
    if (sl_host_was_sent_more(t->client, t->request)) {
        return SL_DOUBT(TRUNCATED);
    }
    if (next && next->branches > next->finals) {
        return SL_DOUBT(RELAYED); /* the hop that fails to end it has the finding */
    }
    return SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule cancelled_not_terminated = {
    .name = "cancelled_not_terminated", .severity = SL_SEVERITY_ERROR,
    .group = SL_GROUP_CANCEL, .documented = true, .reference = "RFC 3261 §9.1, §9.2",
    .timed = true, .is_timeout = true,
    .summary = SL_TEXT("CANCEL成功，INVITE却没有结束", "A cancelled INVITE is never ended"),
    .wording = {SL_TEXT("CANCEL在第{2}帧得到{0}，但这个INVITE（CSeq {1}）此后{3}内没有最终应答（应为487）",
                        "its CANCEL got {0} in frame {2}, but within {3} of that the INVITE (CSeq {1}) "
                        "got no final response (487)")},
    .meaning = SL_TEXT(
        "CANCEL得到2xx之后，过了64*T1再加T1（默认32.5秒），它的INVITE仍没有最终应答；"
        "应有的是487。",
        "64*T1 + T1 (32.5 s by default) after a CANCEL got its 2xx, its INVITE still has no "
        "final response; a 487 was due."),
    .unless = SL_TEXT(
        "抓包在此之前结束；后面的消息表明最终应答其实存在；接收方自己也在等下一跳。",
        "The capture ends before that; a later message shows that there was a final "
        "response; the receiver itself waits for the next hop."),
    .why = SL_TEXT(
        "INVITE事务一直挂着，占用代理服务器的事务和中继的并发数；被叫可能还在振铃，"
        "话单里也多出没有结束的呼叫。",
        "The INVITE transaction stays open and holds resources of proxy and trunk; the "
        "callee may still be ringing, and the charging records have a call that never ended."),
    .next = SL_TEXT(
        "看答复CANCEL的一方有没有把取消送往下游，下游的INVITE结果如何。"
        "下游有487而这一跳没有，查该网元的应答转发；下游也没有，查被叫终端。",
        "See whether the element that answered the CANCEL sent one downstream, and how the "
        "INVITE ended there. If the 487 is there but not here, check how that element passes "
        "responses back; if it is missing there too, check the called terminal."),
    .subjects = SL_ON_CANCEL_RESPONSE, .check = cancelled_not_terminated_check,
    .overdue = cancelled_not_terminated_overdue, .doubt = cancelled_not_terminated_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_cancel, &cancel_before_provisional, &cancel_after_final, &cancel_mismatch,
         &cancel_unanswered, &cancelled_not_terminated);
