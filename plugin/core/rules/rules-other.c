/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests other than INVITE, ACK, CANCEL and BYE. */
#include "rules/find.h"
#include "rules/unanswered.h"

/* --- non_invite_unanswered -------------------------------------------------------------------- */

static void non_invite_unanswered_check(const struct sl_look *look)
{
    switch (look->record->method) {
    case SL_METHOD_INVITE:
    case SL_METHOD_ACK:
    case SL_METHOD_CANCEL:
    case SL_METHOD_BYE:
        return; /* rules of their own, or no answer at all */
    default:
        sl_unanswered_check(look);
    }
}

/* clang-format off */
static const struct sl_rule non_invite_unanswered = {
    .name = "non_invite_unanswered", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_OTHER,
    .reference = "RFC 3261 §17.1.2.2 (Timer F), RFC 4320 §4.2, RFC 3262 §3", .timed = true,
    .summary = SL_TEXT("非INVITE请求没有得到最终应答",
                       "A request other than INVITE gets no final response"),
    .wording = {[SL_UNANSWERED] = SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答",
                        "no final response to the {3} (CSeq {0}) came from {2} within {1}"),
                [SL_ANSWERED_LATE] = SL_TEXT("{3}（CSeq {0}）发往{2}后{1}内没有最终应答；第{4}帧的应答来得太晚，在{5}之后",
                        "no final response to the {3} (CSeq {0}) came from {2} within {1}; the one in "
                        "frame {4} is late, {5} after it"),
                [SL_UNANSWERED_COPIES] = SL_TEXT("{3}（CSeq {0}）在{1}内向{2}发了{4}次，没有得到最终应答",
                        "the {3} (CSeq {0}) was sent {4} times in {1} and got no final response from {2}")},
    .meaning = SL_TEXT(
        "INVITE、ACK、CANCEL和BYE以外的请求没有得到最终应答，而且有证据：它至少发了五次，或者"
        "首次发出之后过了64*T1再加T1（默认32.5秒）。100之类的临时应答不算。应答在此之后才到的"
        "，文字里写明晚了多少。",
        "A request other than INVITE, ACK, CANCEL and BYE got no final response, and there "
        "is proof: it was sent five times or more, or 64*T1 + T1 (32.5 s by default) passed "
        "after its first copy. A provisional response, such as 100, does not count. Where a "
        "response comes after that, the text says how late."),
    .unless = SL_TEXT(
        "应答在此之前到了，只是慢；没有抓到任何发往发送方的SIP消息；有发往发送方的消息被抓包"
        "长度截断；后面的消息表明应答其实存在（上一跳得到了应答，或者下一个请求带有只能从应答"
        "得来的To标签、凭证）；接收方已把请求转发，自己也没有得到最终应答（由最后一跳报告）；"
        "UDP上等待方有4*T1的时间却一次也没有重传，可见它得到了应答，只是没有抓到（除非它三次"
        "以上等待对端的这种消息而一次也没有抓到：那是一个不重传的等待方）。",
        "The response came before that and was only slow; no SIP message to the sender was "
        "captured; a message to the sender was cut by the snap length; a later message shows "
        "that there was a response (the hop before got it, or the next request has a To tag "
        "or credentials that can only come from it); the receiver passed the request on and "
        "got no final response either (the last hop has the finding); over UDP the waiting "
        "party had 4*T1 to send again and never did, so it had its answer and only the "
        "capture did not (unless it waited three times or more for such a message from that "
        "host and none was ever captured: then it just does not send again)."),
    .why = SL_TEXT(
        "请求的结果无从知道：注册可能没有生效，短消息可能没有送达，可靠临时应答得不到可靠的"
        "确认。代理服务器不得为它产生408，因此发送方只能白等32秒。",
        "Nobody knows what became of the request: a registration may not be in place, a "
        "message not delivered, a reliable provisional response not settled. A proxy must "
        "not make a 408 for it, so the sender waits its 32 s in vain."),
    .next = SL_TEXT(
        "看请求是否一直在重传：是，则接收方没有收到，或它的应答没有到达（查路由、防火墙、"
        "NAT和Via）；在接收方再抓一次便知。偶发的丢失多为UDP大包分片；"
        "每次如此，则查对端是否支持这个方法，不支持时也应回405或501。",
        "See whether the request is repeated all the time: then it does not arrive, or its "
        "response does not (routing, firewall, NAT, Via); a capture at the receiver tells. A "
        "single loss is mostly a fragment of a large UDP packet; if it happens always, check "
        "whether the peer knows the method: even if not, 405 or 501 is due."),
    .subjects = SL_ON_REQUEST | SL_ON_RESPONSE | SL_ON_REPEAT, .check = non_invite_unanswered_check,
    .overdue = sl_unanswered_overdue, .doubt = sl_unanswered_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_other, &non_invite_unanswered);
