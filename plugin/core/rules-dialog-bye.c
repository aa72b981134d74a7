/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about BYE: when each party may end a dialog (RFC 3261 §15). */
#include "dialog.h"
#include "doubt.h"
#include "unanswered.h"

/*
 * The fork whose callee sends this BYE, where the dialog's INVITE was captured from its beginning
 * and no copy of the BYE was seen before; else NULL.
 */
static const struct sl_fork *ended_by_callee(const struct sl_look *look)
{
    const struct sl_transaction *own = look->record->own;
    const struct sl_fork *fork = own && own->dialog ? own->dialog->maker : NULL;

    if (look->record->method != SL_METHOD_BYE || !look->is_new || !fork || !fork->invite->first ||
        own->from_tag != fork->to_tag) {
        return NULL;
    }
    return fork;
}

/* --- bye_before_ack -------------------------------------------------------------------------- */

static void check_before_ack(const struct sl_look *look)
{
    const struct sl_capture *c = look->capture;
    const struct sl_fork *fork = ended_by_callee(look);
    const struct sl_record *success = fork ? fork->success : NULL;
    int64_t since;

    if (!success || fork->ack) {
        return;
    }
    since = sl_record_elapsed(success, look->record);
    /* A callee that gets no ACK repeats its 2xx and gives up after 64*T1 with BYE (§13.3.1.4). */
    if (since >= 64 * c->settings.t1_ns || success->leg->final_copy != success) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(success->status), SL_FRAME(success->frame),
            SL_DURATION(since), SL_NUMBER(fork->invite->cseq_number));
}

static const struct sl_text *doubt_before_ack(const struct sl_capture *c,
                                              const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->own->dialog->maker;
    const struct sl_leg *leg = fork->success->leg;
    bool at_once = sl_record_elapsed(fork->success, f->record) < c->settings.t1_ns;

    if (fork->ack) {
        return NULL; /* it came later */
    }
    return at_once && leg->ack_passes_client && leg->ack_passes_server ? NULL
                                                                       : &sl_doubt_other_path;
}

/* --- bye_in_early_dialog --------------------------------------------------------------------- */

static void check_early(const struct sl_look *look)
{
    const struct sl_fork *fork = ended_by_callee(look);

    if (fork && !fork->success && !fork->failure && !fork->ack) {
        SL_FIND(look, look->record, 0, SL_FRAME(fork->invite->first->frame),
                SL_NUMBER(fork->invite->cseq_number), SL_STRING(fork->to_tag));
    }
}

static const struct sl_text *doubt_early(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->own->dialog->maker;
    const struct sl_record *use = fork->invite->use_of_session;

    (void)c;
    if (fork->failure) {
        return NULL; /* it came later, and proves that none had come before */
    }
    return fork->ack || fork->success || (use && use->method != SL_METHOD_BYE)
               ? &sl_doubt_shown_later
               : NULL;
}

/* --- bye_unanswered -------------------------------------------------------------------------- */

static void check_unanswered(const struct sl_look *look)
{
    if (look->record->method == SL_METHOD_BYE) {
        sl_unanswered_check(look);
    }
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "bye_before_ack", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
        .documented = true, .reference = "RFC 3261 §15", .timed = true,
        .summary = SL_TEXT("被叫没有等ACK就发BYE", "The callee sends BYE before the ACK"),
        .wording = {SL_TEXT("被叫在第{1}帧的{0}（CSeq {3} INVITE）之后{2}就发BYE，其时还没有收到ACK",
                            "the callee sends BYE {2} after its {0} (CSeq {3} INVITE) in frame {1}, without "
                            "having received the ACK")},
        .meaning = SL_TEXT("被叫发出2xx之后，要等到ACK，或者等到64*T1过去，才可以发BYE。",
                           "After its 2xx the callee must not send BYE until it has the ACK, or until 64*T1 have passed."),
        .unless = SL_TEXT("re-INVITE；2xx当时正在重发（由ack_missing报告），或已过64*T1：被叫就该以BYE放弃；"
                          "ACK可能不经过抓包点，也没有抓到。",
                          "A re-INVITE; the 2xx was being repeated (ack_missing says so) or 64*T1 have passed: the "
                          "callee then gives up with BYE; the ACK may bypass the capture and none was seen."),
        .why = SL_TEXT("主叫可能先收到BYE后发ACK，以481应答，或者留下挂不断的呼叫和错误的话单。",
                       "The caller may get the BYE before it has sent the ACK and answer 481, or a call stays that "
                       "nobody can end, with a wrong charging record."),
        .next = SL_TEXT("看被叫为什么一接通就挂断；如果经过B2BUA，看另一侧是否在同一时刻失败。",
                        "See why the callee hangs up at once; behind a B2BUA, check whether the other side failed at "
                        "that moment."),
        .subjects = SL_ON_DIALOG, .check = check_before_ack, .doubt = doubt_before_ack,
    },
    {
        .name = "bye_in_early_dialog", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
        .documented = true, .reference = "RFC 3261 §15",
        .summary = SL_TEXT("被叫在早期对话中发BYE", "The callee sends BYE in an early dialog"),
        .wording = {SL_TEXT("第{0}帧的INVITE（CSeq {1}）还没有最终应答，被叫（标签{2}）就发了BYE；应当以4xx、5xx或6xx结束它",
                            "the callee (tag {2}) sends BYE although the INVITE (CSeq {1}) in frame {0} has no final "
                            "response yet; it must end it with 4xx, 5xx or 6xx")},
        .meaning = SL_TEXT("最终应答之前，只有主叫可以用BYE结束早期对话；被叫应当发非2xx的最终应答。",
                           "Before the final response only the caller may end an early dialog with BYE; the callee sends "
                           "a non-2xx final response."),
        .unless = SL_TEXT("抓包在INVITE之后才开始；在任何一跳上抓到了该对话的ACK，或该To标签的最终应答；"
                          "对话中后来的请求表明它已经确认。",
                          "The capture starts after the INVITE; an ACK of the dialog or a final response of that To tag "
                          "was captured on any hop; a later request shows that the dialog was confirmed."),
        .why = SL_TEXT("INVITE事务不会因此结束，代理服务器要等到Timer C，主叫可能一直听回铃音。",
                       "The INVITE transaction does not end by it: proxies wait for Timer C, and the caller may hear "
                       "ringing for minutes."),
        .next = SL_TEXT("查被叫终端或网关在振铃阶段如何拒绝呼叫。",
                        "Check how the callee's terminal or gateway rejects a call that is still ringing."),
        .subjects = SL_ON_DIALOG, .check = check_early, .doubt = doubt_early,
    },
    {
        .name = "bye_unanswered", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .documented = true, .reference = "RFC 3261 §15.1.1, §15.1.2, §17.1.2.2", .timed = true,
        .summary = SL_TEXT("BYE没有得到最终应答", "A BYE gets no final response"),
        .wording = {SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答",
                            "no final response to the {3} (CSeq {0}) came from {2} within {1}"),
                    SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答；第{4}帧的应答来得太晚，在{5}之后",
                            "no final response to the {3} (CSeq {0}) came from {2} within {1}; the one in frame {4} "
                            "is late, {5} after it")},
        .meaning = SL_TEXT("BYE发出64*T1再加T1（默认32.5秒）之后，仍没有最终应答；收到BYE的一方必须应答。",
                           "64*T1 + T1 (32.5 s by default) after a BYE no final response to it has come; whoever gets a "
                           "BYE must answer it."),
        .unless = SL_TEXT("抓包在此之前结束；接收方已经转发，它自己也没有得到最终应答；没有抓到发往发送方的SIP消息。",
                          "The capture ends before that; the receiver passed it on and got no final response either; no "
                          "SIP message to the sender was captured."),
        .why = SL_TEXT("发送方只能自行认为呼叫已结束；对端可能没有挂断，继续计费和占用媒体资源。",
                       "The sender can only take the call as ended; the peer may still hold it, with charging and media "
                       "going on."),
        .next = SL_TEXT("看BYE发往的地址是否正确（Contact、Route、NAT映射），对端是否还在运行。",
                        "Check where the BYE was sent (Contact, Route, NAT binding) and whether the peer is still up."),
        .subjects = SL_ON_REQUEST | SL_ON_RESPONSE, .check = check_unanswered,
        .overdue = sl_unanswered_overdue, .doubt = sl_unanswered_doubt,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_dialog_bye = SL_RULE_GROUP(rules);
