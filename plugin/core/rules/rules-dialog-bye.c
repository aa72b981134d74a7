/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about BYE: when each party may end a dialog (RFC 3261 §15). */
#include "rules/find.h"
#include "rules/unanswered.h"

/*
 * The fork whose callee sends this BYE, where the dialog's INVITE was captured from its beginning
 * and no copy of the BYE was seen before; else NULL.
 */
static const struct sl_fork *ended_by_callee(const struct sl_look *look)
{
    const struct sl_transaction *own = look->record->own;
    const struct sl_fork *fork = own && own->dialog ? own->dialog->maker : NULL;

    if (look->record->method != SL_METHOD_BYE || !look->arrival->is_new || !fork ||
        !fork->invite->first || own->from_tag != fork->to_tag) {
        return NULL;
    }
    return fork;
}

/* --- bye_before_ack --------------------------------------------------------------------------- */

/* A callee that gets no ACK repeats its 2xx and gives up after 64*T1 with BYE (§13.3.1.4). */
static bool gave_up_waiting(const struct sl_look *look, const struct sl_record *success)
{
    return success->leg->final_copy != success ||
           sl_record_elapsed(success, look->record) >= sl_timing_64_t1_ns(look->checker->timing);
}

static void bye_before_ack_check(const struct sl_look *look)
{
    const struct sl_fork *fork = ended_by_callee(look);
    const struct sl_record *success = fork ? fork->success : NULL;

    if (success && !fork->ack && !gave_up_waiting(look, success)) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(success->status),
                SL_FRAME(success->frame), SL_DURATION(sl_record_elapsed(success, look->record)),
                SL_NUMBER(fork->invite->cseq_number));
    }
}

/* Nothing else than the hosts of the hop of SUCCESS can have seen the ACK before BYE came. */
static bool must_have_seen_ack(const struct sl_checker *c, const struct sl_record *success,
                               const struct sl_record *bye)
{
    bool at_once = sl_record_elapsed(success, bye) < c->timing->t1_ns;

    return at_once && success->leg->ack_passes_client && success->leg->ack_passes_server;
}

static struct sl_doubt bye_before_ack_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->own->dialog->maker;
    const int64_t swapped_ns = sl_timing_swapped_ns(c->timing);

    if (fork->ack) {
        /* It came later, or the capture swapped the two. */
        return sl_record_elapsed(f->record, fork->ack) < swapped_ns ? SL_DOUBT(REFUTED)
                                                                    : SL_NO_DOUBT;
    }
    if (sl_clock_is_within(&c->clock, f->record, swapped_ns)) {
        return SL_DOUBT(ENDS_EARLY);
    }
    return must_have_seen_ack(c, fork->success, f->record) ? SL_NO_DOUBT : SL_DOUBT(OTHER_PATH);
}

/* clang-format off */
static const struct sl_rule bye_before_ack = {
    .name = "bye_before_ack", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
    .documented = true, .reference = "RFC 3261 §15", .timed = true,
    .summary = SL_TEXT("被叫没有等ACK就发BYE", "The callee sends BYE before the ACK"),
    .wording = {SL_TEXT("被叫在第{1}帧的{0}（CSeq {3} INVITE）之后{2}就发BYE，其时还没有收到ACK",
                        "the callee sends BYE {2} after its {0} (CSeq {3} INVITE) in frame {1}, without "
                        "having received the ACK")},
    .meaning = SL_TEXT(
        "被叫发出2xx之后，还没有收到ACK就发了BYE；被叫要等到ACK，或等满64*T1，才可以发BYE。",
        "The callee sends BYE after its 2xx but before the ACK; it has to wait for the ACK, "
        "or until 64*T1 have passed, before it may send BYE."),
    .unless = SL_TEXT(
        "re-INVITE；2xx一直在重传（见ack_missing），或已过64*T1：被叫因没有ACK而放弃；"
        "ACK可能不经过抓包点，而且一个也没有抓到；ACK在2 ms之内就出现（抓包可能颠倒了两帧）。",
        "A re-INVITE; the 2xx was being repeated (ack_missing says so) or 64*T1 have passed: "
        "the callee gives up for lack of the ACK; the ACK may bypass the capture, and none "
        "was seen; the ACK comes within 2 ms, so that the capture may have swapped the two."),
    .why = SL_TEXT(
        "BYE可能跑到2xx前面，主叫还没有建立对话，就以481拒绝它，随后收到2xx又接通："
        "一端已挂机，另一端还占着线。",
        "The BYE may overtake the 2xx: the caller has no dialog yet, refuses it with 481 and "
        "then gets the 2xx. One end has hung up, the other holds a session."),
    .next = SL_TEXT(
        "看2xx到BYE的间隔。用户摘机立刻挂机时，终端应推迟BYE；来自网关或语音信箱时，"
        "查它为什么刚接通就释放（Reason头域）；再看BYE得到200还是481。",
        "Look at the time from 2xx to BYE. If the user hung up at once, the terminal should "
        "hold the BYE back; for a gateway or voice mail see why it released so soon "
        "(Reason); then whether the BYE got 200 or 481."),
    .subjects = SL_ON_DIALOG, .check = bye_before_ack_check, .doubt = bye_before_ack_doubt,
};
/* clang-format on */

/* --- bye_in_early_dialog ---------------------------------------------------------------------- */

static void bye_in_early_dialog_check(const struct sl_look *look)
{
    const struct sl_fork *fork = ended_by_callee(look);

    if (fork && !fork->ack && !fork->success && !fork->failure) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_FRAME(fork->invite->first->frame),
                SL_NUMBER(fork->invite->cseq_number), SL_STRING(fork->to_tag));
    }
}

/* What shows that the dialog of FORK was confirmed, or NULL. */
static const struct sl_record *confirmation_shown_by(const struct sl_fork *fork)
{
    const struct sl_record *use = fork->invite->use_of_session;

    return fork->ack                             ? fork->ack
           : fork->success                       ? fork->success
           : use && use->method != SL_METHOD_BYE ? use
                                                 : NULL;
}

static struct sl_doubt bye_in_early_dialog_doubt(const struct sl_checker *c,
                                                 const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->own->dialog->maker;
    const struct sl_record *shown = confirmation_shown_by(fork);

    (void)c;
    if (fork->failure) {
        return SL_NO_DOUBT; /* it came later, and proves that none had come before */
    }
    return shown ? SL_DOUBT_BY(SHOWN_LATER, shown) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule bye_in_early_dialog = {
    .name = "bye_in_early_dialog", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
    .documented = true, .reference = "RFC 3261 §15",
    .summary = SL_TEXT("被叫在早期对话中发BYE", "The callee sends BYE in an early dialog"),
    .wording = {SL_TEXT("第{0}帧的INVITE（CSeq {1}）还没有最终应答，被叫（标签{2}）就发了BYE；应当以4xx、5xx或6xx结束它",
                        "the callee (tag {2}) sends BYE although the INVITE (CSeq {1}) in frame {0} has no final "
                        "response yet; it must end it with 4xx, 5xx or 6xx")},
    .meaning = SL_TEXT(
        "被叫在给出最终应答之前就发了BYE。早期对话中只有主叫可以发BYE；被叫要拒绝呼叫，"
        "应发非2xx最终应答。",
        "The callee sends BYE before any final response. In an early dialog only the caller "
        "may send BYE; a callee that does not want the call sends a non-2xx final response."),
    .unless = SL_TEXT(
        "抓包从INVITE之后才开始；任何一跳上有这个对话的ACK或该To标签的最终应答；"
        "对话中后来的请求表明它已经确认。",
        "The capture starts after the INVITE; an ACK of the dialog or a final response of "
        "that To tag was captured on any hop; a later request in the dialog shows that it "
        "was confirmed."),
    .why = SL_TEXT(
        "主叫可能不认这个BYE而继续等待；即使认了，INVITE事务仍没有最终应答，要等到超时，"
        "代理服务器和中继的资源一直占着。",
        "The caller may not accept the BYE and go on waiting; even if it does, the INVITE "
        "has no final response and holds resources of proxy and trunk until a timeout."),
    .next = SL_TEXT(
        "看发BYE的是终端还是代表它的B2BUA、应用服务器（放音之后挂断的业务常见）；"
        "应改为对INVITE回480、486、603等。再看INVITE最后怎样结束。",
        "See whether the terminal or a B2BUA or application server in its name sent the BYE, "
        "as services do that hang up after an announcement; 480, 486 or 603 to the INVITE is "
        "right. Then see how the INVITE ended."),
    .subjects = SL_ON_DIALOG, .check = bye_in_early_dialog_check, .doubt = bye_in_early_dialog_doubt,
};
/* clang-format on */

/* --- bye_unanswered --------------------------------------------------------------------------- */

static void bye_unanswered_check(const struct sl_look *look)
{
    if (look->record->method == SL_METHOD_BYE) {
        sl_unanswered_check(look);
    }
}

/* clang-format off */
static const struct sl_rule bye_unanswered = {
    .name = "bye_unanswered", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
    .documented = true, .reference = "RFC 3261 §15.1.1, §15.1.2, §17.1.2.2", .timed = true,
    .summary = SL_TEXT("BYE没有得到最终应答", "A BYE gets no final response"),
    .wording = {[SL_UNANSWERED] = SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答",
                        "no final response to the {3} (CSeq {0}) came from {2} within {1}"),
                [SL_ANSWERED_LATE] = SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答；第{4}帧的应答来得太晚，在{5}之后",
                        "no final response to the {3} (CSeq {0}) came from {2} within {1}; the one in frame {4} "
                        "is late, {5} after it"),
                [SL_UNANSWERED_COPIES] = SL_TEXT("{3}（CSeq {0}）在{1}内向{2}发了{4}次，没有得到最终应答",
                        "the {3} (CSeq {0}) was sent {4} times in {1} and got no final response from {2}")},
    .meaning = SL_TEXT(
        "BYE没有得到最终应答，而且有证据：它至少发了五次，或者首次发出之后过了64*T1再加T1（默"
        "认32.5秒）。应答在此之后才到的，文字里写明晚了多少。",
        "A BYE got no final response, and there is proof: it was sent five times or more, or "
        "64*T1 + T1 (32.5 s by default) passed after its first copy. Where a response comes "
        "after that, the text says how late."),
    .unless = SL_TEXT(
        "应答在此之前到了，只是慢；没有抓到任何发往发送方的SIP消息；有发往发送方的消息被抓包"
        "长度截断；后面的消息表明应答其实存在（上一跳得到了应答，或者下一个请求带有只能从应答"
        "得来的凭证）；接收方已转发BYE，自己也没有得到应答（由最后一跳报告）；UDP上等待方有"
        "4*T1的时间却一次也没有重传，可见它得到了应答，只是没有抓到（除非它三次以上等待对端的"
        "这种消息而一次也没有抓到：那是一个不重传的等待方）。",
        "The response came before that and was only slow; no SIP message to the sender was "
        "captured; a message to the sender was cut by the snap length; a later message shows "
        "that there was a response (the hop before got it, or the next request has "
        "credentials that can only come from it); the receiver passed the BYE on and got no "
        "response either (the last hop has the finding); over UDP the waiting party had 4*T1 "
        "to send again and never did, so it had its answer and only the capture did not "
        "(unless it waited three times or more for such a message from that host and none "
        "was ever captured: then it just does not send again)."),
    .why = SL_TEXT(
        "发送方照样视会话已结束，但对端可能不知道：它还在发媒体、占线路，计费也可能不停。",
        "The sender takes the session as ended all the same, but the other party may not "
        "know: it goes on sending media and holding the line, perhaps with the charging "
        "running."),
    .next = SL_TEXT(
        "看BYE发往的地址是否就是对端最近的Contact、Route是否完整；对端在NAT之后时，"
        "看通话时间是否超过了映射的寿命（没有保活）。再看对端的RTP有没有停。",
        "See whether the BYE goes to the latest Contact of the other party with a complete "
        "Route; behind NAT, whether the call outlasted the binding (no keep-alive). Then "
        "whether RTP from the other party stops."),
    .subjects = SL_ON_REQUEST | SL_ON_RESPONSE | SL_ON_REPEAT, .check = bye_unanswered_check,
    .overdue = sl_unanswered_overdue, .doubt = sl_unanswered_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_dialog_bye, &bye_before_ack, &bye_in_early_dialog, &bye_unanswered);
