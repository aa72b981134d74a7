/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/method.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
#define METHOD(m, zh, ref, en, explain_zh, explain_en) \
    [SL_METHOD_##m] = { \
        .name = #m, \
        .label = SL_TEXT(zh, en), \
        .explain = SL_TEXT(explain_zh, explain_en), \
        .text = SL_TEXT(zh "：" explain_zh, en ". " explain_en), \
        .reference = ref}

/* The label in both languages, then what it leaves open, in both. */
static const struct sl_method_info methods[] = {
    METHOD(INVITE, "邀请", "RFC 3261 §13; RFC 6026",
        "Invites a user to join a session, or modifies an existing one (re-INVITE)",
        "邀请用户加入会话；在已有对话中发送则是re-INVITE，用来修改会话。它多带SDP offer，"
        "不带时由对方提出；对方以临时应答和一个最终应答答复，每个最终应答都要有ACK。",
        "An INVITE mostly carries an SDP offer, otherwise the other side makes the offer; "
        "provisional responses and a final one answer it, and every final response needs an "
        "ACK."),
    METHOD(ACK, "确认", "RFC 3261 §13.2.2.4, §17.1.1.3",
        "Confirms that the caller has received the final response to its INVITE",
        "主叫确认收到了对INVITE的最终应答，CSeq序号与该INVITE相同；ACK本身没有应答。"
        "对2xx的ACK端到端发送并用新的Via分支，对3xx至6xx的ACK只到下一跳，Via分支与INVITE相同。",
        "An ACK has the CSeq number of its INVITE and is never answered itself. After a 2xx it "
        "goes end to end with a new branch; after a 3xx to 6xx it goes one hop only, with the "
        "branch of the INVITE."),
    METHOD(BYE, "结束会话", "RFC 3261 §15",
        "Terminates an established session",
        "结束已建立的会话，主叫和被叫都可以发送，但被叫要先收到ACK或等它超时；"
        "主叫还可以用它结束早期对话。BYE必须得到应答：200表示会话结束，"
        "481表示对方没有这个对话。",
        "Either party may send BYE, the callee only once it has the ACK or waited 64*T1 for it; "
        "the caller may also end an early dialog with it. A BYE must be answered: 200 when the "
        "session is over, 481 where no such dialog exists."),
    METHOD(CANCEL, "取消", "RFC 3261 §9",
        "Cancels an INVITE that has not yet received a final response",
        "要求终止还没有最终应答的INVITE，收到临时应答之后才可以发送；CSeq序号、"
        "Via分支和Request-URI都与该INVITE相同。有状态的各跳自己以200答复CANCEL，INVITE则得到487，"
        "主叫再回ACK。",
        "It may be sent only after a provisional response, with the CSeq number, branch and "
        "Request-URI of the INVITE. Each stateful hop answers the CANCEL itself with 200; the "
        "INVITE then gets 487, which the caller acknowledges with ACK."),
    METHOD(REGISTER, "注册", "RFC 3261 §10",
        "Binds a user's address-of-record to contact addresses at a registrar",
        "在注册服务器上把用户的AOR绑定到Contact头域的地址；有效期为0表示注销，"
        "不带Contact表示查询。服务器常先以401要求认证，成功时以200列出全部现有绑定。",
        "A lifetime of 0 removes a binding, and no Contact at all asks for the list. The "
        "registrar often demands authentication with 401 first; its 200 lists all current "
        "bindings."),
    METHOD(OPTIONS, "能力查询", "RFC 3261 §11",
        "Queries a server or user agent for its capabilities",
        "查询服务器或UA支持哪些方法、扩展和媒体；也常用作心跳，任何最终应答都说明对方在线。"
        "对话外的OPTIONS由UA答复时，状态码与它此刻收到INVITE会给的相同。",
        "It is also a common keep-alive, since any final response proves that the peer is "
        "there. Outside a dialog a UA answers it with the status code an INVITE would get now."),
    METHOD(INFO, "会话内信息", "RFC 6086",
        "Carries application-level information within a session",
        "在INVITE建立的对话中传送应用层信息，例如DTMF按键。它不改变会话和对话的状态；"
        "要修改媒体，须用re-INVITE或UPDATE。",
        "A typical use is DTMF digits within the dialog of an INVITE. It changes neither "
        "session nor dialog; media are changed with re-INVITE or UPDATE."),
    METHOD(UPDATE, "更新会话参数", "RFC 3311",
        "Updates session parameters without affecting the state of the dialog",
        "修改会话参数或刷新会话定时器，不影响对话和INVITE事务的状态，双方都可以发送。"
        "它主要用于INVITE得到最终应答之前；对话确认之后宜用re-INVITE，因为UPDATE必须立即答复，"
        "来不及询问用户。",
        "Either party may send it, mainly before the INVITE has its final response, or to "
        "refresh a session timer. In a confirmed dialog a re-INVITE is preferred, since an "
        "UPDATE must be answered at once, too soon to ask the user."),
    METHOD(PRACK, "临时应答确认", "RFC 3262",
        "Acknowledges a reliably sent provisional response",
        "确认收到一个可靠发送的临时应答（101至199，带Require: 100rel和RSeq）。"
        "RAck头域写明该应答的RSeq、CSeq序号和方法；PRACK自己也要得到应答，成功时为2xx。",
        "Only a 101 to 199 with Require: 100rel and RSeq is acknowledged so. RAck names that "
        "response by RSeq, CSeq number and method, and the PRACK is answered in turn, with a "
        "2xx if it fits."),
    METHOD(REFER, "转介", "RFC 3515",
        "Asks the recipient to contact a third party, as in call transfer",
        "请接收方去联系Refer-To所指的第三方，常用于呼叫转移。2xx只表示接收方愿意去办，"
        "进展由NOTIFY（Event: refer）报告。",
        "Refer-To names the third party. A 2xx only means that the recipient will try; NOTIFY "
        "requests with Event: refer report how it goes."),
    METHOD(SUBSCRIBE, "订阅", "RFC 6665",
        "Requests notification of an event or state",
        "请求通知方报告Event头域所指的状态；Expires给出时长，为0表示退订或只查询一次。"
        "接受之后通知方立即发送一个NOTIFY，以后状态变化时再发。",
        "Event names what to report and Expires for how long; 0 ends the subscription or asks "
        "once. A NOTIFY follows at once when it is accepted, and then whenever the state "
        "changes."),
    METHOD(NOTIFY, "通知", "RFC 6665",
        "Informs a subscriber of an event or state change",
        "把订阅的状态或它的变化告诉订阅方，Subscription-State说明订阅是否仍然有效。"
        "每个NOTIFY都要得到应答，应答为481时通知方删除这个订阅。",
        "Subscription-State tells whether the subscription still stands. Every NOTIFY needs a "
        "response, and a 481 makes the notifier remove the subscription."),
    METHOD(MESSAGE, "即时消息", "RFC 3428",
        "Delivers an instant message",
        "传送一条即时消息，不建立对话，回复也要另发MESSAGE。200表示已送到接收端，"
        "202表示由中间服务器收下待转；它们都不带消息体。",
        "It makes no dialog, and a reply is a MESSAGE of its own. A 200 says that it reached "
        "the recipient, a 202 that a server took it to pass it on later; neither carries a "
        "body."),
    METHOD(PUBLISH, "发布", "RFC 3903",
        "Publishes event state to an event state compositor",
        "把在线状态之类的事件状态发布给事件状态合成器（ESC），供订阅者得到通知。"
        "2xx的SIP-ETag是这次发布的标签，刷新、修改或撤销时放在SIP-If-Match中带回。",
        "Presence is the usual example of such state, of which subscribers are then notified. "
        "SIP-ETag of the 2xx labels the publication; SIP-If-Match brings it back to refresh, "
        "modify or remove it."),
};
/* clang-format on */

_Static_assert(sizeof(methods) / sizeof(methods[0]) == SL_METHOD_OTHER, "a method has no row");

static enum sl_method candidate(const char *name, enum sl_method method)
{
    return strcmp(name, methods[method].name) == 0 ? method : SL_METHOD_OTHER;
}

/* The first characters leave one method that it can be, so one comparison is enough. */
enum sl_method sl_method_from_name(const char *name)
{
    switch (name ? name[0] : '\0') {
    case 'A':
        return candidate(name, SL_METHOD_ACK);
    case 'B':
        return candidate(name, SL_METHOD_BYE);
    case 'C':
        return candidate(name, SL_METHOD_CANCEL);
    case 'I':
        return candidate(name, strncmp(name, "INV", 3) == 0 ? SL_METHOD_INVITE : SL_METHOD_INFO);
    case 'M':
        return candidate(name, SL_METHOD_MESSAGE);
    case 'N':
        return candidate(name, SL_METHOD_NOTIFY);
    case 'O':
        return candidate(name, SL_METHOD_OPTIONS);
    case 'P':
        return candidate(name, name[1] == 'R' ? SL_METHOD_PRACK : SL_METHOD_PUBLISH);
    case 'R':
        return candidate(name, strncmp(name, "REG", 3) == 0 ? SL_METHOD_REGISTER : SL_METHOD_REFER);
    case 'S':
        return candidate(name, SL_METHOD_SUBSCRIBE);
    case 'U':
        return candidate(name, SL_METHOD_UPDATE);
    default:
        return SL_METHOD_OTHER;
    }
}

const struct sl_method_info *sl_method_info(enum sl_method method)
{
    return (unsigned)method < SL_METHOD_OTHER ? &methods[method] : NULL;
}
