/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What status codes mean for the request they answer, where that is more than in general. */
#include "sip/status.h"

#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A meaning that depends on the request answered. */
struct meaning {
    uint16_t code;
    unsigned methods; /* bits by enum sl_method; rows of one code share none */
    struct sl_text text;
};

#define ON(method) (1u << SL_METHOD_##method)

/* Every registered method that is answered, other than INVITE. */
#define OTHER_NON_INVITE                                                                           \
    (ON(CANCEL) | ON(OPTIONS) | ON(INFO) | ON(UPDATE) | ON(PRACK) | ON(REFER) | ON(SUBSCRIBE) |    \
     ON(NOTIFY) | ON(MESSAGE) | ON(PUBLISH))
#define NON_INVITE (ON(BYE) | ON(REGISTER) | OTHER_NON_INVITE)

/* By code, ascending. */
/* clang-format off */
static const struct meaning meanings[] = {
    {100, ON(INVITE), SL_TEXT(
        "INVITE已到达下一跳，本跳的客户端停止重传（Timer A和Timer B不再起作用），"
        "这时未必已找到被叫。接着应有101至199的临时应答或最终应答；若INVITE仍在UDP上重传，"
        "说明这个100没有送到，或客户端有误。",
        "The INVITE has reached the next hop, so the client of this hop stops repeating it "
        "(timers A and B no longer apply); the callee need not have been located yet. Expect a "
        "101 to 199 or a final response next; if the INVITE is still repeated over UDP, this "
        "100 got lost or the client is at fault.")},
    {100, NON_INVITE, SL_TEXT(
        "非INVITE请求应当立即得到最终应答，出现100说明对方处理得慢；按RFC 4320，"
        "在UDP上要等到Timer E增至T2（默认约3.5秒）才可以发送它。客户端在UDP上仍按T2的间隔重传请"
        "求，接着看64*T1（Timer F）之内有没有最终应答。",
        "A non-INVITE request should get its final response at once, so a 100 shows a slow "
        "server; by RFC 4320 it may be sent over UDP only once Timer E has grown to T2 (about "
        "3.5 s by default). Over UDP the client goes on repeating the request, now every T2; "
        "look for a final response within 64*T1 (Timer F).")},
    {180, ON(INVITE), SL_TEXT(
        "被叫终端正在振铃；带To标签的180建立早期对话，主叫侧可以播放本地回铃音，"
        "有早期媒体时通常改放早期媒体。带Require: 100rel和RSeq时接着看PRACK，否则看最终应答；"
        "代理服务器收到180会重启Timer C。",
        "The called terminal is ringing; a 180 with a To tag creates an early dialog, and the "
        "caller may play local ringback, or usually the early media where there is any. With "
        "Require: 100rel and RSeq look for the PRACK, otherwise for the final response; a "
        "proxy restarts Timer C at a 180.")},
    {180, NON_INVITE, SL_TEXT(
        "对非INVITE请求不得发送180，RFC 4320只允许100这一种临时应答。先核对CSeq头域中的方法，"
        "再查是哪个UA或网关发出了它。",
        "A 180 must not be sent to a non-INVITE request; RFC 4320 leaves 100 as the only "
        "provisional response there. Check the method in CSeq, then which UA or gateway made "
        "it.")},
    {181, NON_INVITE, SL_TEXT(
        "181讲的是呼叫的去向，不得用来答复非INVITE请求（RFC 4320）。先核对CSeq头域中的方法，"
        "再检查做前转的服务器。",
        "A 181 tells where a call is going and must not answer a non-INVITE request (RFC "
        "4320). Check the method in CSeq, then the server that does the diversion.")},
    {182, NON_INVITE, SL_TEXT(
        "只有呼叫才会排队，对非INVITE请求不得发送182（RFC 4320）。先核对CSeq头域中的方法，"
        "再查发出它的排队或呼叫中心设备。",
        "Only calls are queued: a 182 must not answer a non-INVITE request (RFC 4320). Check "
        "the method in CSeq, then the queueing or call centre equipment that sent it.")},
    {183, ON(INVITE), SL_TEXT(
        "呼叫有进展；带To标签的183建立早期对话，带SDP时通常有早期媒体，"
        "例如对端送来的回铃音或录音通知。带Require: 100rel和RSeq时接着看PRACK；"
        "不可靠发送的183即使带SDP，也不能代替2xx中的SDP。",
        "The call makes progress; a 183 with a To tag creates an early dialog, and SDP in it "
        "usually means early media such as ringback or an announcement from the far end. With "
        "Require: 100rel and RSeq look for the PRACK; SDP in an unreliable 183 does not replace "
        "that of the 2xx.")},
    {183, NON_INVITE, SL_TEXT(
        "对非INVITE请求不得发送183（RFC 4320），况且这里也没有会话进展可言。"
        "先核对CSeq头域中的方法，再查发出它的B2BUA或网关。",
        "A 183 must not answer a non-INVITE request (RFC 4320), which has no session progress "
        "to report either. Check the method in CSeq, then the B2BUA or gateway that made it.")},
    {199, NON_INVITE, SL_TEXT(
        "199只用于INVITE建立的早期对话，RFC 4320也不允许对非INVITE请求发送它。"
        "先核对CSeq头域中的方法，再查是哪个代理服务器或UAS发出的。",
        "A 199 is about early dialogs made by INVITE, and RFC 4320 does not allow it for a "
        "non-INVITE request. Check the method in CSeq, then which proxy or UAS made it.")},
    {200, ON(INVITE), SL_TEXT(
        "被叫接受了呼叫或re-INVITE，对话就此确认，SDP的offer/answer至迟在ACK中完成。"
        "主叫必须用新的Via分支发ACK，CSeq序号与INVITE相同；ACK到达之前，被叫不断重传200，"
        "间隔从T1起加倍到T2，64*T1后仍没有ACK则应发BYE。",
        "The callee accepts the call or re-INVITE: the dialog is confirmed, and offer/answer "
        "is complete in the ACK at the latest. The caller must send an ACK with a new branch "
        "and the CSeq number of the INVITE; until it arrives the 200 is repeated at intervals "
        "that double from T1 up to T2, and after 64*T1 without it the callee should send BYE.")},
    {200, ON(REGISTER), SL_TEXT(
        "注册服务器已处理REGISTER，Contact头域列出该AOR当前的全部绑定，每个都带expires；"
        "没有Contact则表示已无绑定。看批准的有效期（可能比请求的短），"
        "终端应在到期之前再发REGISTER。",
        "The registrar has done what the REGISTER asked; Contact lists all current bindings of "
        "the AOR, each with its expires, and no Contact means no binding is left. Look at the "
        "granted time, which may be shorter than requested; the next REGISTER is due before it "
        "runs out.")},
    {200, ON(BYE), SL_TEXT(
        "对端收到了BYE，会话结束；对话若没有订阅等其他用途，也随之结束，这个200不需要ACK。"
        "接着看双方的RTP是否停止，以及该对话中是否还有INVITE、UPDATE或INFO。",
        "The other party got the BYE: the session is over, and so is the dialog unless a "
        "subscription or another usage still needs it; no ACK follows this 200. See whether "
        "RTP stops both ways and whether any INVITE, UPDATE or INFO still comes in the dialog.")},
    {200, ON(CANCEL), SL_TEXT(
        "这个200只说明本跳收到了CANCEL并找到了要取消的INVITE，不等于呼叫已经取消。"
        "接着应有INVITE的487和对它的ACK；如果INVITE此前已得到200，CANCEL就不起作用，"
        "主叫应照常回ACK，再用BYE结束。",
        "This 200 only says that the CANCEL reached this hop and that its INVITE was found, "
        "not that the call is cancelled. Expect the 487 to the INVITE and its ACK; if the "
        "INVITE got a 200 first, the CANCEL has no effect, and the caller sends the ACK as "
        "usual and then ends the call with BYE.")},
    {200, ON(PRACK), SL_TEXT(
        "PRACK与一个未确认的可靠临时应答相符，该临时应答停止重传；PRACK若带SDP offer，"
        "SDP answer就在这个200中。接着看下一个可靠临时应答（RSeq加1）或INVITE的最终应答。",
        "The PRACK matched a reliable provisional response that was still unacknowledged, "
        "which is no longer repeated; if the PRACK carried an offer, this 200 carries the "
        "answer. Look for the next reliable provisional response (RSeq plus 1) or the final "
        "response to the INVITE.")},
    {200, ON(OPTIONS), SL_TEXT(
        "对方用Allow、Accept、Supported等头域报告自己的能力；若由UA答复，"
        "对话外的OPTIONS得到200还表示它此刻愿意接听呼叫。OPTIONS作心跳时，"
        "任何最终应答都说明对方在线，要看的是有没有应答和往返时间。",
        "The other side reports its capabilities in Allow, Accept, Supported and the like; if "
        "a UA answers an OPTIONS outside a dialog so, it would also take a call now. For a "
        "keep-alive any final response proves that the peer is alive, so look at whether and "
        "how soon it comes.")},
    {200, ON(INFO), SL_TEXT(
        "INFO已送到对端UA，但不保证应用已经处理其中的内容，例如DTMF按键。"
        "INFO不改变会话和对话；看Info-Package或Content-Type头域，"
        "处理结果要在应用自己的消息中找。",
        "The INFO reached the other UA, which does not promise that the application acted on "
        "its content, such as a DTMF digit. INFO changes neither session nor dialog; see "
        "Info-Package or Content-Type, and look for the result in what the application itself "
        "sends.")},
    {200, ON(UPDATE), SL_TEXT(
        "UPDATE已生效，正在进行的INVITE事务不受影响；UPDATE若带SDP offer，"
        "这个200必须带SDP answer。接着看Contact头域是否更新了远端地址，"
        "以及Session-Expires中由哪一方负责刷新。",
        "The UPDATE is in force and leaves a pending INVITE transaction as it was; if the "
        "UPDATE carried an offer, this 200 must carry the answer. See whether Contact changes "
        "the remote target and which side Session-Expires names as refresher.")},
    {200, ON(REFER), SL_TEXT(
        "对方愿意按Refer-To去联系第三方，转接成功与否还不知道。"
        "接着看Event为refer的NOTIFY（其message/sipfrag消息体给出进展）和发往Refer-To的新请求；"
        "若以Refer-Sub: false或nosub免去了隐式订阅，则没有NOTIFY。",
        "The recipient is willing to contact the Refer-To target; whether the transfer works "
        "is still open. Look for NOTIFY with Event: refer, whose message/sipfrag body tells "
        "the progress, and for the new request to the target; where Refer-Sub: false or nosub "
        "drops the implicit subscription, no NOTIFY comes.")},
    {200, ON(SUBSCRIBE), SL_TEXT(
        "订阅已建立、刷新或退订（Expires为0），这里的Expires是批准的时长，不会比请求的长。"
        "通知方须马上发送NOTIFY，由它的Subscription-State看订阅是active、"
        "pending还是terminated。",
        "The subscription is made, refreshed or ended (Expires of 0); Expires here is the "
        "granted time, never longer than requested. The notifier must send a NOTIFY at once: "
        "its Subscription-State tells whether the subscription is active, pending or "
        "terminated.")},
    {200, ON(NOTIFY), SL_TEXT(
        "订阅方收到了通知并承认这个订阅。看这个NOTIFY的Subscription-State："
        "active或pending时注意expires剩余时间，terminated时看reason，"
        "判断订阅方是否应重新订阅。",
        "The subscriber got the notification and knows the subscription. Look at "
        "Subscription-State of the NOTIFY: while it is active or pending mind the time left in "
        "expires; if terminated, its reason tells whether a new SUBSCRIBE should follow.")},
    {200, ON(MESSAGE), SL_TEXT(
        "即时消息已送到接收端（UA或网关），不代表用户已经看过。这个200不得带消息体和Contact；"
        "对方若要回复，会另发一个MESSAGE。",
        "The instant message reached its recipient (a UA or a gateway), which does not mean "
        "that anybody has read it. This 200 must have neither body nor Contact; a reply comes "
        "as a MESSAGE of its own.")},
    {200, ON(PUBLISH), SL_TEXT(
        "事件状态合成器（ESC）已处理这次发布，SIP-ETag是新的实体标签，Expires是批准的有效期。"
        "下一个PUBLISH应在到期之前发送，并在SIP-If-Match中带回这个标签。",
        "The event state compositor (ESC) has processed the publication; SIP-ETag is its new "
        "entity-tag and Expires the granted time. The next PUBLISH is due before that runs out "
        "and has to bring the tag back in SIP-If-Match.")},
    {202, ON(REFER), SL_TEXT(
        "REFER已被接受，转介还没有完成；RFC 3515规定用202，RFC 7647以后改用200，两者含义相同。"
        "接着看Event为refer的NOTIFY，直到其消息体给出最终状态行（如SIP/2.0 200 OK或486）。",
        "The REFER is accepted, the referral not yet done; RFC 3515 asked for 202, RFC 7647 "
        "for 200, with the same meaning. Follow the NOTIFYs with Event: refer until a body "
        "gives a final status line, such as SIP/2.0 200 OK or a 486.")},
    {202, ON(SUBSCRIBE), SL_TEXT(
        "订阅请求已收下，但是否授权可能还没有决定；这是旧规范（RFC 3265）的用法，现在应回200。"
        "接着看立即到来的NOTIFY，Subscription-State为pending表示仍在等待授权。",
        "The subscription is taken in, perhaps before anybody authorized it; this is the older "
        "way of RFC 3265, today a 200 is due. Look at the NOTIFY that must come at once: "
        "Subscription-State pending means that authorization is still open.")},
    {202, ON(MESSAGE), SL_TEXT(
        "中间服务器收下了即时消息，准备存储转发，并不保证送达（RFC 3428）。"
        "是否送达要看之后发往接收端的MESSAGE，或接收端的送达通知（IMDN）。",
        "A server on the way has taken the instant message to store and forward it, with no "
        "promise of delivery (RFC 3428). Look for the MESSAGE that later goes to the "
        "recipient, or for a delivery notification (IMDN).")},
    {302, ON(REGISTER), SL_TEXT(
        "注册服务器让终端改到Contact头域给出的另一台服务器注册，这次没有产生绑定。"
        "接着看下一个REGISTER是否发往该地址。",
        "The registrar sends the terminal to another server, named in Contact; nothing has "
        "been registered here. See whether the next REGISTER goes there.")},
    {400, ON(REGISTER), SL_TEXT(
        "REGISTER有语法错误，或注销全部绑定的写法不对：Contact为*时不能再有其他Contact，"
        "Expires必须为0。看原因短语，再核对Contact和Expires头域。",
        "The REGISTER is malformed, or its removal of all bindings is: with a Contact of * "
        "there may be no other Contact, and Expires must be 0. Read the reason phrase, then "
        "check Contact and Expires.")},
    {401, ON(INVITE), SL_TEXT(
        "被叫一侧的UAS（常为B2BUA或软交换）要求主叫认证，呼叫并未失败。先应有ACK，"
        "再看加大CSeq序号、带Authorization的新INVITE；若它再得401而没有stale=true，"
        "多为用户名或口令不对。",
        "The UAS on the called side, often a B2BUA or softswitch, wants the caller "
        "authenticated; the call has not failed. An ACK is due, then a new INVITE with a "
        "higher CSeq number and Authorization; if that gets 401 too, without stale=true, user "
        "name or password is probably wrong.")},
    {401, ON(REGISTER), SL_TEXT(
        "这是注册的正常步骤，注册服务器用WWW-Authenticate提出质询。看下一个REGISTER："
        "Call-ID不变、CSeq加1、Authorization的realm和nonce与质询一致；"
        "若再得401而没有stale=true，多为用户名或口令不对。",
        "The usual step of a registration: the registrar challenges in WWW-Authenticate. Look "
        "at the next REGISTER: same Call-ID, CSeq plus 1, Authorization with the realm and "
        "nonce of the challenge; another 401 without stale=true mostly means a wrong user name "
        "or password.")},
    {401, ON(BYE), SL_TEXT(
        "对端要求先认证才肯执行BYE，而发送方这时已停止收发媒体。看有没有加大CSeq序号、"
        "带Authorization的BYE再次发出，否则对端的会话会一直挂着。",
        "The other party wants authentication before it obeys the BYE, whose sender has "
        "stopped its media already. Look for a second BYE with a higher CSeq number and "
        "Authorization; without it the session stays up at the other end.")},
    {401, ON(CANCEL), SL_TEXT(
        "CANCEL无法改后重发，服务器不得对它提出质询（RFC 3261 §22.1），这个401是服务器有误。"
        "看INVITE是否因此没有被取消，仍在振铃或被接通。",
        "A CANCEL cannot be sent again with credentials, so a server must not challenge it "
        "(RFC 3261 §22.1): this 401 is the server's fault. See whether the INVITE therefore "
        "goes on ringing or is answered.")},
    {403, ON(INVITE), SL_TEXT(
        "呼叫不被允许，例如主叫没有拨打该号码或使用该中继的权限，或其凭证不被接受。"
        "看此前有没有401或407，再看Request-URI、From和P-Asserted-Identity；"
        "原因短语为Stale Date时检查Date头域（RFC 8224）。",
        "The call is not permitted: the caller may lack the right to dial this number or to "
        "use this trunk, or its credentials are not accepted. See whether a 401 or 407 came "
        "before, then look at Request-URI, From and P-Asserted-Identity; if the phrase is "
        "Stale Date, at Date (RFC 8224).")},
    {403, ON(REGISTER), SL_TEXT(
        "注册被拒绝：认证的用户无权修改To头域所指AOR的绑定，或账户停用、凭证不再被接受。"
        "核对To中的AOR与Authorization的username；终端不应再拿同样的凭证反复重试。",
        "The registration is refused: the authenticated user may not change the bindings of "
        "the AOR in To, the account is blocked, or its credentials are no longer accepted. "
        "Compare that AOR with username in Authorization; the terminal should not keep trying "
        "with the same credentials.")},
    {404, ON(INVITE), SL_TEXT(
        "被叫号码或用户不存在，或呼叫被送错了服务器。逐跳比较Request-URI，看号码变换和路由；"
        "来自网关时看Reason头域的Q.850原因值（如1，未分配的号码）。",
        "The called number or user does not exist, or the call was routed to the wrong server. "
        "Compare the Request-URI hop by hop for number translation and routing; if a gateway "
        "sent it, look for the Q.850 cause in Reason, such as 1, unallocated number.")},
    {404, ON(REGISTER), SL_TEXT(
        "To头域中的AOR在Request-URI所指的域里无效，通常是账户没有开通或域名写错（RFC 3261 "
        "§10.3）。核对To的用户名和域名，以及Request-URI的域名。",
        "The domain in the Request-URI has no AOR such as To names: mostly the account was "
        "never created or the domain is mistyped (RFC 3261 §10.3). Check user and domain in To "
        "and the domain in the Request-URI.")},
    {405, ON(REGISTER), SL_TEXT(
        "收到REGISTER的网元不作注册服务器，多半是请求送错了地方。看请求的目的地址、"
        "Request-URI的域名，以及Allow头域中有没有REGISTER。",
        "The element that got the REGISTER is no registrar, so it was probably sent to the "
        "wrong place. Look at the destination address, the domain in the Request-URI and "
        "whether Allow lists REGISTER.")},
    {407, ON(INVITE), SL_TEXT(
        "代理服务器要先认证主叫才转发INVITE，呼叫并未失败。先应有ACK，再看加大CSeq序号、"
        "带Proxy-Authorization的新INVITE；若它又得到同一realm的407而没有stale=true，"
        "多为用户名或口令不对。",
        "A proxy wants the caller authenticated before it forwards the INVITE; the call has "
        "not failed. An ACK is due, then a new INVITE with a higher CSeq number and "
        "Proxy-Authorization; if the same realm sends 407 again, without stale=true, user name "
        "or password is probably wrong.")},
    {407, ON(REGISTER), SL_TEXT(
        "要求认证的是途中的代理服务器，注册服务器自己应当用401。"
        "看下一个REGISTER是否加大CSeq序号并带Proxy-Authorization，"
        "之后注册服务器还可能再回401。",
        "The challenge comes from a proxy on the way; the registrar itself would use 401. See "
        "whether the next REGISTER has a higher CSeq number and Proxy-Authorization; the "
        "registrar may still answer that with a 401.")},
    {407, ON(BYE), SL_TEXT(
        "代理服务器拦下了BYE，要求认证，对端还不知道会话已结束。看有没有加大CSeq序号、"
        "带Proxy-Authorization的BYE再次发出，否则对端会一直占用会话，计费也可能不停。",
        "A proxy holds the BYE back until it is authenticated, so the other party does not "
        "know that the session is over. Look for a second BYE with a higher CSeq number and "
        "Proxy-Authorization; without it the far end, and perhaps the charging, goes on.")},
    {407, ON(CANCEL), SL_TEXT(
        "CANCEL逐跳答复且无法改后重发，代理服务器不得对它质询（RFC 3261 §22.1），"
        "这个407是代理服务器有误。看下游有没有收到CANCEL，INVITE是否仍在进行。",
        "A CANCEL is answered hop by hop and cannot be sent again with credentials, so a proxy "
        "must not challenge it (RFC 3261 §22.1): this 407 is the proxy's fault. See whether "
        "any CANCEL went downstream and whether the INVITE goes on.")},
    {408, ON(INVITE), SL_TEXT(
        "多由代理服务器产生：下一跳在64*T1（Timer B）内毫无应答，"
        "或Timer C（3分钟以上）到期后呼叫被取消；也可能是来不及查到被叫。"
        "看INVITE到408的时间和下游一跳；若答复的是re-INVITE，UAC应发BYE结束对话。",
        "Mostly made by a proxy: the next hop gave no response within 64*T1 (Timer B), or "
        "Timer C (over 3 minutes) expired and the call was cancelled; or locating the callee "
        "took too long. Look at the time from INVITE to 408 and at the hop downstream; after a "
        "408 to a re-INVITE the UAC should end the dialog with BYE.")},
    {408, ON(REGISTER), SL_TEXT(
        "注册没有完成；按RFC 4320，非INVITE请求不得以408答复，"
        "因为它送到时客户端的Timer F多半已到期。看下游的注册服务器有没有收到REGISTER、"
        "有没有应答。",
        "The registration was not completed; by RFC 4320 nobody may send a 408 to a non-INVITE "
        "request, since Timer F of the client will have expired when it arrives. See whether "
        "the registrar further on got the REGISTER and answered it.")},
    {408, ON(BYE), SL_TEXT(
        "BYE的发送方照样视会话和对话已结束（RFC 3261 §15.1.1），"
        "不过RFC 4320已不允许用408答复BYE。看对端究竟有没有收到BYE，"
        "没有收到时它可能还在发送媒体。",
        "The sender of the BYE takes session and dialog as ended all the same (RFC 3261 "
        "§15.1.1), though RFC 4320 no longer allows a 408 to a BYE. See whether the other "
        "party got the BYE at all; if not, it may still be sending media.")},
    {408, OTHER_NON_INVITE, SL_TEXT(
        "RFC 4320不允许用408答复非INVITE请求，它送到时Timer F往往已到期；"
        "出现它说明下游没有及时应答。看是哪一跳没有应答；若是对话中的请求，"
        "UAC应结束该对话（RFC 3261 §12.2.1.2）。",
        "RFC 4320 does not allow a 408 to a non-INVITE request, for which it tends to arrive "
        "after Timer F; it shows that something downstream gave no timely answer. Find the "
        "silent hop; if the request was within a dialog, the UAC should end that dialog (RFC "
        "3261 §12.2.1.2).")},
    {412, ON(PUBLISH), SL_TEXT(
        "SIP-If-Match中的实体标签在ESC处找不到，多因发布已过期、ESC重启，或请求到了另一台ESC。"
        "发布方不得照原样再试，接着应有不带SIP-If-Match、带完整状态的初始PUBLISH。",
        "The ESC has no publication with the entity-tag in SIP-If-Match: it expired, the ESC "
        "restarted, or the request reached another ESC. The publisher must not try that again; "
        "expect an initial PUBLISH without SIP-If-Match and with the full state.")},
    {415, ON(INFO), SL_TEXT(
        "对端不支持INFO消息体的类型，例如用INFO传DTMF时的application/dtmf-relay，"
        "对话不受影响。看应答的Accept头域，并考虑改用RFC 4733的RTP电话事件。",
        "The other UA does not support the type of the INFO body, such as "
        "application/dtmf-relay where DTMF is sent by INFO; the dialog is not affected. Look "
        "at Accept in the response, and consider RTP telephone events (RFC 4733) instead.")},
    {423, ON(REGISTER), SL_TEXT(
        "注册有效期小于注册服务器的下限；只有请求值大于0又不足1小时才可以这样拒绝。"
        "看Min-Expires，下一个REGISTER的expires应不小于它。",
        "The registration was to last less than the registrar's minimum; only values above 0 "
        "and below one hour may be refused so. See Min-Expires: the next REGISTER should ask "
        "for at least as much in expires.")},
    {423, ON(SUBSCRIBE), SL_TEXT(
        "订阅时长小于通知方的下限，订阅没有建立或没有刷新。看Min-Expires，"
        "下一个SUBSCRIBE的Expires应不小于它；不足1小时的时长才可以这样拒绝。",
        "The subscription was to last less than the notifier's minimum and is not made or "
        "refreshed. See Min-Expires: the next SUBSCRIBE should have at least that in Expires; "
        "only a time below one hour may be refused so.")},
    {423, ON(PUBLISH), SL_TEXT(
        "发布的有效期小于ESC的下限，事件状态没有保存。看Min-Expires，"
        "下一个PUBLISH的Expires应不小于它。",
        "The publication was to last less than the ESC's minimum and no event state is stored. "
        "See Min-Expires: Expires of the next PUBLISH should be no smaller.")},
    {480, ON(INVITE), SL_TEXT(
        "被叫此刻接不了呼叫：此前有180或183时多为久叫不应或勿扰，没有时多为被叫未注册。"
        "看INVITE到480的时间、原因短语、Retry-After，以及Reason头域的Q.850原因值（如19无应答、"
        "20用户缺席）；主叫应回ACK。",
        "The callee cannot take the call now: after a 180 or 183 mostly because nobody "
        "answered or of do-not-disturb, without one mostly because it is not registered. Look "
        "at the time from INVITE to 480, the phrase, Retry-After and the Q.850 cause in "
        "Reason, such as 19, no answer, or 20, subscriber absent; an ACK is due.")},
    {481, ON(INVITE), SL_TEXT(
        "对re-INVITE：对端已没有这个对话，UAC应发BYE结束它；对带Replaces的初始INVITE："
        "要替换的对话不存在（RFC 3891）。先应有ACK；再核对两个标签和Call-ID，或Replaces中的值，"
        "看对话何时结束。",
        "To a re-INVITE: the other side no longer has the dialog, and the UAC should end it "
        "with BYE; to an initial INVITE with Replaces: the dialog to be replaced does not "
        "exist (RFC 3891). An ACK is due; then check both tags and Call-ID, or the values in "
        "Replaces, and see when that dialog ended.")},
    {481, ON(BYE), SL_TEXT(
        "对端没有这个对话，多为会话已先结束，例如双方的BYE交叉；发送方也视会话和对话已结束。"
        "若此前没有BYE，核对Call-ID和两个标签是否与2xx一致，以及对端是否重启。",
        "The other party has no such dialog, mostly because the session was over already, as "
        "when two BYEs cross; the sender takes session and dialog as ended too. If no BYE came "
        "before, compare Call-ID and both tags with the 2xx and see whether the other party "
        "restarted.")},
    {481, ON(CANCEL), SL_TEXT(
        "这一跳找不到要取消的事务，INVITE不受影响，仍会有自己的最终应答。核对CANCEL的Via分支、"
        "sent-by和CSeq序号是否与INVITE相同，再看INVITE是否早已有最终应答。",
        "This hop found no transaction to cancel; the INVITE is not affected and gets its own "
        "final response. Check that Via branch, sent-by and CSeq number of the CANCEL equal "
        "those of the INVITE, and whether that had its final response long before.")},
    {481, ON(PRACK), SL_TEXT(
        "PRACK不对应任何未确认的可靠临时应答。把RAck的三个值与临时应答的RSeq、"
        "CSeq序号和方法比较，并核对两个标签；也可能该临时应答早已被确认，或INVITE已结束。",
        "The PRACK fits no unacknowledged reliable provisional response. Compare the three "
        "values of RAck with RSeq, CSeq number and method of the provisional response, and "
        "check both tags; that response may also have been acknowledged before, or the INVITE "
        "be over.")},
    {481, ON(UPDATE), SL_TEXT(
        "对端已没有这个对话，会话参数没有修改，UPDATE的发送方应结束对话。"
        "看两个标签与对应的早期对话或2xx是否一致，以及此前有没有BYE、CANCEL或非2xx最终应答。",
        "The other side no longer has the dialog: no session parameter changed, and the sender "
        "of the UPDATE should end the dialog. Compare both tags with the early dialog or the "
        "2xx, and look for an earlier BYE, CANCEL or non-2xx final response.")},
    {481, ON(INFO), SL_TEXT(
        "INFO所在的INVITE对话在对端已不存在，其中的信息（如DTMF）没有被接收，发送方应结束对话。"
        "核对两个标签和Call-ID，再看此前有没有BYE。",
        "The INVITE dialog that the INFO belongs to no longer exists at the other side; its "
        "content, such as DTMF, was not taken, and the sender should end the dialog. Check "
        "both tags and Call-ID, then look for an earlier BYE.")},
    {481, ON(NOTIFY), SL_TEXT(
        "接收方没有相符的订阅，通知方必须删除这个订阅。看此前有没有对应的SUBSCRIBE或REFER，"
        "其Call-ID、标签和Event（含id）是否与NOTIFY一致，以及订阅是否已到期。",
        "The recipient has no such subscription, and the notifier must remove its own. See "
        "whether there was a SUBSCRIBE or REFER with the Call-ID, tags and Event (with id) of "
        "the NOTIFY, and whether the subscription had run out.")},
    {481, ON(SUBSCRIBE), SL_TEXT(
        "刷新订阅时，通知方已没有这个订阅，多为订阅到期或通知方重启；订阅方须视订阅已终止。"
        "接着应有用新Call-ID、不带To标签的SUBSCRIBE重新订阅。",
        "On a refresh the notifier no longer has the subscription: it ran out or the notifier "
        "restarted, and the subscriber must take it as terminated. Expect a fresh SUBSCRIBE "
        "with a new Call-ID and no To tag.")},
    {483, ON(OPTIONS), SL_TEXT(
        "可能是有意取小Max-Forwards来逐跳探测路径，这时应答来自减到0的那个代理服务器。"
        "看Max-Forwards的初值、应答的来源和Server头域。",
        "Max-Forwards may have been made small on purpose, to trace the path hop by hop; the "
        "response then comes from the proxy where it reached 0. See the initial Max-Forwards, "
        "where the response came from and its Server.")},
    {486, ON(INVITE), SL_TEXT(
        "被叫的这个终端正忙或不愿再接，不代表被叫的所有终端都忙（那是600）。先应有ACK；"
        "再看代理服务器是否改试其他分支或前转（181、新的INVITE），主叫侧看Retry-After。",
        "This terminal of the callee is busy or takes no further call, which does not mean "
        "that all of them are (that is 600). An ACK is due; then see whether a proxy tries "
        "another branch or diverts the call (a 181, a new INVITE), and at the caller look at "
        "Retry-After.")},
    {487, ON(INVITE), SL_TEXT(
        "呼叫在接通前被放弃，一般不是故障；接着应有ACK。找Via分支相同的CANCEL及其200；"
        "没有CANCEL时，找主叫在早期对话中发的BYE，或看INVITE的Expires是否已到。",
        "The call was given up before it was answered, as a rule no fault; an ACK is due. Look "
        "for the CANCEL with the same branch and its 200; without a CANCEL, for a BYE of the "
        "caller in the early dialog, or see whether Expires of the INVITE had passed.")},
    {487, ON(CANCEL), SL_TEXT(
        "487答复的应是被取消的INVITE，绝不能答复CANCEL本身，CANCEL应得200或481。"
        "核对这个应答的CSeq方法，再看INVITE有没有得到自己的487。",
        "A 487 answers the INVITE that was cancelled, never the CANCEL itself, which gets 200 "
        "or 481. Check the method in CSeq of this response, then whether the INVITE got its "
        "own 487.")},
    {488, ON(INVITE), SL_TEXT(
        "SDP不被接受，例如没有共同的编解码、媒体类型或传输协议（RTP/AVP与RTP/SAVP）不符；"
        "接着应有ACK。看Warning头域，并比较INVITE的SDP与应答中的SDP；若是re-INVITE被拒，"
        "会话按原参数继续。",
        "The SDP is not acceptable: no codec in common, or another kind of media or transport "
        "(RTP/AVP against RTP/SAVP); an ACK is due. Look at Warning and compare the SDP of the "
        "INVITE with any in the response; if it was a re-INVITE, the session goes on as "
        "before.")},
    {488, ON(UPDATE), SL_TEXT(
        "UPDATE提出的SDP不被接受，会话参数保持原样，对话和未完成的INVITE不受影响。"
        "看Warning头域，并比较这次的SDP与此前谈定的SDP。",
        "The SDP offered in the UPDATE is not acceptable; the session stays as it was, and "
        "dialog and pending INVITE are not affected. Look at Warning and compare this SDP with "
        "what had been agreed.")},
    {489, ON(SUBSCRIBE), SL_TEXT(
        "通知方不支持要订阅的事件包，订阅没有建立。看Event是否写错，"
        "并与Allow-Events列出的事件包比较；也可能请求送到了不管该事件的服务器。",
        "The notifier does not support the event package asked for, so there is no "
        "subscription. See whether Event is mistyped, compare it with Allow-Events, and check "
        "that the request went to a server in charge of that event.")},
    {489, ON(NOTIFY), SL_TEXT(
        "接收方不支持NOTIFY的事件包，或Event与它订阅的不符。"
        "把NOTIFY的Event（含id参数）与SUBSCRIBE的比较；"
        "没有订阅而主动发送的NOTIFY也会这样被拒。",
        "The recipient does not support the event package of the NOTIFY, or Event is not what "
        "it subscribed to. Compare Event, with its id parameter, with that of the SUBSCRIBE; a "
        "NOTIFY sent without any subscription may be refused so too.")},
    {489, ON(PUBLISH), SL_TEXT(
        "ESC不接受这个事件包的发布，事件状态没有保存。应答必须带Allow-Events，"
        "与PUBLISH的Event比较。",
        "The ESC takes no publications for this event package and stored nothing. The response "
        "must have Allow-Events: compare it with Event of the PUBLISH.")},
    {491, ON(INVITE), SL_TEXT(
        "双方的re-INVITE相碰（glare），会话不变；接着应有ACK。生成Call-ID的一方等2.1至4秒，"
        "另一方等0至2秒，然后以更大的CSeq序号重发（RFC 3261 §14.1）；看对方那个INVITE的结果。",
        "The re-INVITEs of both parties collide (glare) and the session stays as it was; an "
        "ACK is due. The party that made the Call-ID waits 2.1 to 4 s, the other 0 to 2 s, "
        "then tries again with a higher CSeq number (RFC 3261 §14.1); see how the other INVITE "
        "ends.")},
    {491, ON(UPDATE), SL_TEXT(
        "UPDATE带有offer，而接收方自己发出的offer还没有得到answer，会话参数不变。"
        "发送方按re-INVITE的规则等待（生成Call-ID的一方2.1至4秒，另一方0至2秒）再重发；"
        "看接收方那个offer何时得到answer。",
        "The UPDATE carries an offer while its recipient still awaits the answer to one of its "
        "own; the session stays as it was. The sender waits as for a re-INVITE (2.1 to 4 s if "
        "it made the Call-ID, else 0 to 2 s) and tries again; see when the other offer is "
        "answered.")},
    {500, ON(INVITE), SL_TEXT(
        "服务器内部出错；若是re-INVITE，也可能CSeq序号太小，"
        "或前一个INVITE尚无最终应答就又来一个，后者必带0至10秒的Retry-After（RFC 3261 "
        "§14.2）。接着应有ACK，再核对CSeq和前一个INVITE的状态。",
        "The server failed; for a re-INVITE it may also be that its CSeq number is too low, or "
        "that the INVITE before it had no final response yet, which is answered with a "
        "Retry-After of 0 to 10 s (RFC 3261 §14.2). An ACK is due; then check CSeq and the "
        "INVITE before.")},
    {500, ON(REGISTER), SL_TEXT(
        "注册服务器没能完成全部绑定的更新，因此一个也没有生效；常见原因是数据库故障。"
        "看Retry-After和随后的REGISTER，再核对Call-ID相同时CSeq是否递增。",
        "The registrar could not carry out all changes of bindings, so none took effect; a "
        "database fault is the usual cause. Look at Retry-After and the next REGISTER, and "
        "check that CSeq rises under the same Call-ID.")},
    {500, ON(UPDATE), SL_TEXT(
        "除内部出错外，多为前一个UPDATE还没有最终应答，或对端收到的offer还没有回answer，"
        "这时必带0至10秒的Retry-After（RFC 3311 §5.2）。看对话中未完成的offer，"
        "再看发送方是否到时重试。",
        "Apart from a real failure: an earlier UPDATE has no final response yet, or the "
        "recipient has an offer it has not answered, and then Retry-After of 0 to 10 s must be "
        "there (RFC 3311 §5.2). Look for the open offer in the dialog, then for the retry "
        "after that time.")},
    {503, ON(INVITE), SL_TEXT(
        "服务器或网关暂时接不了呼叫，来自网关时多为没有空闲电路或拥塞（Reason头域的Q.850原因值"
        "34、42）；接着应有ACK。看上一跳是否用新的Via分支改试其他服务器，以及Retry-After期间是否"
        "仍往这里送呼叫。",
        "The server or gateway can take no calls now; at a gateway mostly no free circuit or "
        "congestion (Q.850 cause 34 or 42 in Reason); an ACK is due. See whether the hop "
        "before tries another server with a new branch, and whether calls still come here "
        "before Retry-After has passed.")},
    {504, ON(UPDATE), SL_TEXT(
        "UPDATE必须立即答复，而对端要征得用户同意才能接受这次修改，"
        "所以用504拒绝（RFC 3311 §5.2）；也可能它依赖的服务器超时。会话参数不变，"
        "看发送方是否改用re-INVITE。",
        "An UPDATE must be answered at once, but the other side would have to ask its user "
        "about this change and refuses with 504 (RFC 3311 §5.2); or a server it depends on "
        "timed out. The session stays as it was; see whether the sender turns to a re-INVITE.")},
    {600, ON(REGISTER), SL_TEXT(
        "注册服务器不得产生6xx（RFC 3261 §10.3），600更与注册无关。看这个应答来自哪个网元，"
        "REGISTER是否被当成呼叫路由了。",
        "A registrar must not generate a 6xx (RFC 3261 §10.3), and 600 has nothing to do with "
        "registration. See which element sent this and whether it routed the REGISTER like a "
        "call.")},
    {603, ON(REGISTER), SL_TEXT(
        "注册服务器不得产生6xx（RFC 3261 §10.3），拒绝注册应当用403。看这个603来自哪个网元，"
        "以及账户或接入策略为何被拒。",
        "A registrar must not generate a 6xx (RFC 3261 §10.3): to refuse a registration is a "
        "case for 403. See which element sent this 603 and why account or access policy "
        "refuses.")},
    {604, ON(REGISTER), SL_TEXT(
        "注册服务器不得产生6xx（RFC 3261 §10.3），AOR无效时应当用404。看这个604来自哪个网元，"
        "再核对To头域和Request-URI的域名。",
        "A registrar must not generate a 6xx (RFC 3261 §10.3): for an invalid AOR 404 is due. "
        "See which element sent this 604, then check To and the domain in the Request-URI.")},
    {606, ON(REGISTER), SL_TEXT(
        "注册服务器不得产生6xx（RFC 3261 §10.3），REGISTER也不谈会话描述。"
        "看这个606来自哪个网元，再看Warning头域。",
        "A registrar must not generate a 6xx (RFC 3261 §10.3), and REGISTER does not negotiate "
        "a session. See which element sent this 606, then look at Warning.")},
};
/* clang-format on */

const struct sl_text *sl_status_meaning(unsigned code, enum sl_method method)
{
    size_t low = 0, high = COUNT(meanings);

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (meanings[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < COUNT(meanings) && meanings[low].code == code; low++) {
        if (meanings[low].methods & 1u << method) {
            return &meanings[low].text;
        }
    }
    return NULL;
}
