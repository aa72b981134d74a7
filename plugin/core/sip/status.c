/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/status.h"

#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/*
 * The registered codes, ascending. Each text says what the response means and what to look at
 * next in the capture.
 */
/* clang-format off */
static const struct sl_status statuses[] = {
    {100, true, SL_TEXT("正在处理中", "Trying"), "RFC 3261 §21.1.1", SL_TEXT(
        "请求已到达下一跳并开始处理，结果未定；100只在这一跳有效，"
        "有状态代理服务器不会把它转给上游。接着看同一事务中随后的应答。",
        "The request has reached the next hop, which has started work on it; a 100 counts on "
        "this hop only, and a stateful proxy passes none upstream. Look for the response that "
        "follows in the same transaction.")},
    {180, true, SL_TEXT("振铃", "Ringing"), "RFC 3261 §21.1.2", SL_TEXT(
        "被叫一侧正在提醒用户，呼叫还没有接通。180只对INVITE有意义，接着看最终应答。",
        "The called side is alerting its user and the call is not answered yet. A 180 makes "
        "sense for an INVITE only; look for the final response.")},
    {181, true, SL_TEXT("呼叫正在转发", "Call Is Being Forwarded"), "RFC 3261 §21.1.3", SL_TEXT(
        "呼叫已被前转，正在送往别的目的地，结果未定。接着看新目的地的180、183或最终应答，"
        "History-Info或Diversion头域可能说明转到了哪里。",
        "The call has been diverted and is on its way to other destinations, with no outcome "
        "yet. Look for the 180, 183 or final response from there; History-Info or Diversion "
        "may tell where it went.")},
    {182, true, SL_TEXT("排队", "Queued"), "RFC 3261 §21.1.4", SL_TEXT(
        "呼叫没有被拒绝，而是进入等待队列，原因短语可写明前面还有几个呼叫、大约要等多久。"
        "接着看更新排队情况的182或最终应答；应答之间若相隔3分钟以上，"
        "途中代理服务器的Timer C可能到期而取消呼叫。",
        "The call waits in a queue instead of being refused; the reason phrase may tell how "
        "many are ahead and how long it may take. Look for a further 182 or the final "
        "response; a gap of more than 3 minutes between responses may let Timer C of a proxy "
        "on the way expire and cancel the call.")},
    {183, true, SL_TEXT("会话进行", "Session Progress"), "RFC 3261 §21.1.5", SL_TEXT(
        "呼叫有进展，又不属于振铃、前转或排队，细节写在原因短语、头域或消息体中。"
        "183只对INVITE有意义，接着看它有没有SDP，再看最终应答。",
        "The call makes progress that is neither ringing, diversion nor queueing; details are "
        "in the reason phrase, header fields or body. A 183 makes sense for an INVITE only; "
        "see whether it has SDP, then look for the final response.")},
    {199, false, SL_TEXT("早期对话已终止", "Early Dialog Terminated"), "RFC 6228", SL_TEXT(
        "某个早期对话已经结束，而INVITE事务仍在进行，UAC只需释放To标签所指的那个早期对话的资源。"
        "只有INVITE的Supported头域列出199时才会发送它；接着看Reason头域给出的原因和其他分支的应"
        "答。",
        "One early dialog is over while the INVITE transaction goes on: the UAC only frees the "
        "resources of the early dialog named by the To tag. It is sent only where Supported of "
        "the INVITE lists 199; look at Reason for the cause and at the responses of the other "
        "branches.")},

    {200, true, SL_TEXT("会话成功", "OK"), "RFC 3261 §21.2.1", SL_TEXT(
        "请求成功，带回什么内容、后面还有哪些消息，都要看CSeq头域中的方法。"
        "只有INVITE的200需要ACK，其他方法的事务到此结束。",
        "The request succeeded; what comes back with it, and what follows, depends on the "
        "method in CSeq. Only the 200 to an INVITE is followed by an ACK; with any other "
        "method the transaction ends here.")},
    {202, true, SL_TEXT("被接受", "Accepted"), "RFC 6665", SL_TEXT(
        "请求已被接受，结果要由后面的消息说明。RFC 6665已弃用202，订阅方收到时按200对待；"
        "接着看NOTIFY等后续请求。",
        "The request is accepted; its outcome is left to later messages. RFC 6665 deprecates "
        "the code and lets a subscriber treat it as a 200; look for the requests that follow, "
        "such as NOTIFY.")},
    {204, false, SL_TEXT("无通知", "No Notification"), "RFC 5839", SL_TEXT(
        "SUBSCRIBE成功，但事件状态与Suppress-If-Match中的实体标签相符，所以这次不发NOTIFY；"
        "204只用于已建立的对话中的SUBSCRIBE。看Expires给出的时长，此后状态变化时才会有NOTIFY。",
        "The SUBSCRIBE succeeded, but the state still has the entity-tag given in "
        "Suppress-If-Match, so no NOTIFY is sent for it; 204 is only for a SUBSCRIBE within a "
        "dialog. See the time in Expires; the next NOTIFY comes when the state changes.")},

    {300, true, SL_TEXT("多重选择", "Multiple Choices"), "RFC 3261 §21.3.1", SL_TEXT(
        "被叫有多个可用的地址，由客户端自己挑选。若是INVITE，先应有ACK；接着看新请求的Request-URI"
        "是否取自这里的Contact头域，Via分支必须是新的。",
        "The callee has several addresses and the client is to pick one. After an INVITE an "
        "ACK is due first; then see whether a new request, with a new branch, takes its "
        "Request-URI from a Contact given here.")},
    {301, true, SL_TEXT("永久移动", "Moved Permanently"), "RFC 3261 §21.3.2", SL_TEXT(
        "用户已经换了地址，今后的请求也应发往Contact头域给出的新地址。若是INVITE，先应有ACK；"
        "接着看新请求是否改用该地址，以后仍发往旧地址说明客户端没有更新记录。",
        "The user has moved for good: this request and later ones should go to the address in "
        "Contact. After an INVITE an ACK is due first; then see whether the new request goes "
        "there, since later requests to the old address show a client that did not update its "
        "records.")},
    {302, true, SL_TEXT("临时移动", "Moved Temporarily"), "RFC 3261 §21.3.3", SL_TEXT(
        "用户此刻在Contact头域给出的地址；没有Expires头域或expires参数时，"
        "这个地址只能用这一次。若是INVITE，先应有ACK；接着看新请求的Request-URI是否就是该地"
        "址，若反复得到302则检查是否互相重定向。",
        "The user is at the address in Contact for now; with neither an Expires header field "
        "nor an expires parameter that address is good for this once only. After an INVITE an "
        "ACK is due first; then see whether the new request has it as Request-URI, and if 302 "
        "keeps coming, whether two places redirect to each other.")},
    {305, true, SL_TEXT("使用代理服务器", "Use Proxy"), "RFC 3261 §21.3.4", SL_TEXT(
        "请求必须改经Contact头域给出的代理服务器，这个应答只能由UAS产生。若是INVITE，"
        "先应有ACK；接着看同一请求是否经该代理服务器重发，Request-URI不变。",
        "The request has to take the proxy given in Contact; only a UAS may say so. After an "
        "INVITE an ACK is due first; then see whether this one request is sent again by way of "
        "that proxy, its Request-URI unchanged.")},
    {380, true, SL_TEXT("替代服务", "Alternative Service"), "RFC 3261 §21.3.5", SL_TEXT(
        "这次呼叫没有接通，但可以改用消息体所述的服务，例如IMS网络用它指示终端另行发起紧急呼"
        "叫。看Content-Type和消息体的内容，再看终端回ACK之后有没有照办。",
        "The call fails but the service described in the body may do instead; an IMS network, "
        "for example, uses it to make a terminal place an emergency call another way. Look at "
        "Content-Type and the body, then at whether the terminal follows it after its ACK.")},

    {400, true, SL_TEXT("错误请求", "Bad Request"), "RFC 3261 §21.4.1", SL_TEXT(
        "请求的语法或内容有错，不改正就重发也没有用。先看原因短语和Warning头域指出的错误，"
        "再核对请求的起始行、必备头域和Content-Length。",
        "The request is malformed and will not work unless corrected. Read the fault in the "
        "reason phrase or Warning, then check the start line, the mandatory header fields and "
        "Content-Length of the request.")},
    {401, true, SL_TEXT("未授权", "Unauthorized"), "RFC 3261 §21.4.2", SL_TEXT(
        "这是认证的一步，还不是失败：UAS、注册服务器或重定向服务器在WWW-Authenticate中提出质"
        "询。接着看下一个请求是否加大CSeq序号并带Authorization；若仍得401，看stale参数、"
        "realm、用户名和口令。",
        "A step of authentication, not yet a failure: a UAS, registrar or redirect server puts "
        "its challenge in WWW-Authenticate. See whether the next request has a higher CSeq "
        "number and Authorization; if that gets 401 again, look at stale, realm, user name and "
        "password.")},
    {402, true, SL_TEXT("付费要求", "Payment Required"), "RFC 3261 §21.4.3", SL_TEXT(
        "RFC 3261只保留了这个状态码，没有规定含义；有的运营商用它表示余额不足等计费限制。"
        "看原因短语和Reason头域，再向发出它的一方核实。",
        "RFC 3261 reserves the code and gives it no meaning; some operators use it for "
        "charging limits such as an empty prepaid account. Look at the reason phrase and "
        "Reason, then ask whoever runs the server that sent it.")},
    {403, true, SL_TEXT("禁止", "Forbidden"), "RFC 3261 §21.4.4", SL_TEXT(
        "请求本身没有错，但服务器不准执行，补上认证信息也没有用，不应原样重发。看原因短语、"
        "Warning和Reason头域，再按Server头域和各跳判断是哪个网元拒绝的。",
        "Nothing is wrong with the request, yet the server does not permit it; credentials "
        "would not change that, and it should not be sent again as it is. Look at the reason "
        "phrase, Warning and Reason, then find by Server and by the hops which element "
        "refused.")},
    {404, true, SL_TEXT("未发现", "Not Found"), "RFC 3261 §21.4.5", SL_TEXT(
        "Request-URI中的用户在该域内查无此人，或者该域根本不由这台服务器负责。"
        "看Request-URI（不是To）的用户部分和域名，以及途中代理服务器怎样改写了它。",
        "The user in the Request-URI is unknown in that domain, or the domain is none this "
        "server looks after. Check user part and domain of the Request-URI (not of To) and how "
        "proxies on the way rewrote it.")},
    {405, true, SL_TEXT("方法不允许", "Method Not Allowed"), "RFC 3261 §21.4.6", SL_TEXT(
        "服务器认识这个方法，但该地址不允许使用它。应答必须带Allow头域，看其中列出的方法，"
        "再看请求是否送错了网元。",
        "The server knows the method but this address does not take it. The response must have "
        "Allow: see which methods it lists, then whether the request went to the wrong "
        "element.")},
    {406, true, SL_TEXT("不可接受", "Not Acceptable"), "RFC 3261 §21.4.7", SL_TEXT(
        "服务器能给出的应答内容，请求的Accept头域都不接受；这与会话描述谈不拢的488不同。"
        "看请求的Accept、Accept-Encoding和Accept-Language是否写得太窄。",
        "Accept in the request rules out every kind of content the server could answer with; "
        "it is not about the session description, as a 488 is. See whether Accept, "
        "Accept-Encoding or Accept-Language of the request is too narrow.")},
    {407, true, SL_TEXT("代理需要认证", "Proxy Authentication Required"),
     "RFC 3261 §21.4.8",
     SL_TEXT(
        "这是认证的一步，还不是失败：途中的代理服务器在Proxy-Authenticate中提出质询。"
        "接着看下一个请求是否加大CSeq序号，并带realm相同的Proxy-Authorization；"
        "途中每个代理服务器都可能各质询一次。",
        "A step of authentication, not yet a failure: a proxy on the way puts its challenge in "
        "Proxy-Authenticate. See whether the next request has a higher CSeq number and "
        "Proxy-Authorization for that realm; each proxy on the way may challenge once.")},
    {408, true, SL_TEXT("请求超时", "Request Timeout"), "RFC 3261 §21.4.9", SL_TEXT(
        "服务器没能及时得到结果，例如来不及查出用户在哪里；客户端以后可以原样再试。"
        "看下游各跳有没有应答，以及间隔时间与哪个定时器相符。",
        "The server could not come to a result in time, for example because looking up the "
        "user took too long; the client may try the same again later. See which hop downstream "
        "stayed silent and which timer fits the time that passed.")},
    {410, true, SL_TEXT("已消失", "Gone"), "RFC 3261 §21.4.10", SL_TEXT(
        "这个地址以前有效，现已永久停用，也不知道新地址；不能确定是否永久时应回404。"
        "看Request-URI，并清除目录或缓存中的这个旧地址。",
        "The address was valid once but is gone for good and no new one is known; where that "
        "is not certain, 404 is due instead. Look at the Request-URI, and remove the stale "
        "address from directories and caches.")},
    {412, false, SL_TEXT("条件请求失败", "Conditional Request Failed"), "RFC 3903", SL_TEXT(
        "请求所附的条件在服务器上不成立，因此没有执行；这个状态码是为PUBLISH定义的。"
        "把请求中SIP-If-Match的实体标签与上一个2xx的SIP-ETag作比较。",
        "The condition that came with the request does not hold at the server, so nothing was "
        "done; the code was made for PUBLISH. Compare the entity-tag in SIP-If-Match with "
        "SIP-ETag of the last 2xx.")},
    {413, true, SL_TEXT("请求实体太大", "Request Entity Too Large"), "RFC 3261 §21.4.11", SL_TEXT(
        "消息体超出服务器愿意处理的长度。看Content-Length和消息体里是什么；"
        "有Retry-After说明只是暂时的，服务器还可能关闭TCP连接。",
        "The body is longer than the server is prepared to handle. Look at Content-Length and "
        "at what fills the body; Retry-After shows that the limit is temporary, and the server "
        "may close a TCP connection.")},
    {414, true, SL_TEXT("请求URI太长", "Request-URI Too Long"), "RFC 3261 §21.4.12", SL_TEXT(
        "Request-URI太长，服务器不肯解析。看其中的参数和内嵌头域从哪里来，"
        "例如重定向的Contact或REFER的Refer-To。",
        "The Request-URI is too long for the server to parse. See where its parameters and "
        "embedded header fields come from, such as Contact of a redirection or Refer-To of a "
        "REFER.")},
    {415, true, SL_TEXT("不支持的媒体类型", "Unsupported Media Type"), "RFC 3261 §21.4.13", SL_TEXT(
        "消息体的类型、编码或语言不被支持。应答须相应地带Accept、"
        "Accept-Encoding或Accept-Language，与请求的Content-Type等头域对照，"
        "再看客户端是否改用后重试。",
        "The type, encoding or language of the body is not supported. The response must list "
        "what is, in Accept, Accept-Encoding or Accept-Language: compare with Content-Type and "
        "its kin in the request, and see whether the client tries again with one of these.")},
    {416, true, SL_TEXT("不支持的URI方案", "Unsupported URI Scheme"), "RFC 3261 §21.4.14", SL_TEXT(
        "服务器不认识Request-URI的方案，例如tel或sips。看Request-URI的开头，"
        "客户端应改用SIP URI重试。",
        "The server does not know the scheme of the Request-URI, for example tel or sips. Look "
        "at the start of the Request-URI; the client should try again with a SIP URI.")},
    {417, false, SL_TEXT("未知的资源优先级", "Unknown Resource-Priority"), "RFC 4412", SL_TEXT(
        "请求要求按资源优先级处理（Require: resource-priority），"
        "而Resource-Priority中没有服务器认识的值。看应答的Accept-Resource-Priority列出哪些值，"
        "再看客户端是否换用。",
        "The request insists on priority treatment (Require: resource-priority), but "
        "Resource-Priority has no value the server knows. See which values "
        "Accept-Resource-Priority of the response lists and whether the client turns to one of "
        "them.")},
    {420, true, SL_TEXT("不良扩展", "Bad Extension"), "RFC 3261 §21.4.15", SL_TEXT(
        "请求用Require或Proxy-Require要求了服务器不支持的扩展，例如100rel。"
        "看Unsupported头域列出哪些选项标签，客户端应去掉它们后重试。",
        "The request demands, in Require or Proxy-Require, an extension the server does not "
        "support, such as 100rel. See which option tags Unsupported lists; the client should "
        "try again without them.")},
    {421, true, SL_TEXT("需要扩展", "Extension Required"), "RFC 3261 §21.4.16", SL_TEXT(
        "没有某个扩展，服务器就无法处理这个请求，而请求的Supported头域没有列出它。"
        "看应答Require头域中的选项标签（如timer、sec-agree），客户端若支持，应声明后重发。",
        "The server cannot do without a certain extension that Supported of the request does "
        "not list. See the option tag in Require of the response, such as timer or sec-agree; "
        "a client that has it should say so and send the request again.")},
    {422, false, SL_TEXT("会话间隔过小", "Session Interval Too Small"), "RFC 4028", SL_TEXT(
        "会话刷新间隔太短，这只是协商的一步，客户端放大间隔即可重试。应答必须带Min-SE；"
        "若是INVITE，先应有ACK，再看下一个请求的Session-Expires和Min-SE是否不小于该值。",
        "The session refresh interval is too short; a step of negotiation, since the client "
        "can try again with a longer one. The response must have Min-SE; after an INVITE an "
        "ACK is due, then see whether Session-Expires and Min-SE of the next request are no "
        "smaller.")},
    {423, true, SL_TEXT("间隔太短", "Interval Too Brief"), "RFC 3261 §21.4.17", SL_TEXT(
        "请求的有效期太短，服务器不愿这么频繁地刷新。应答须带Min-Expires，"
        "看下一个请求的有效期是否不小于该值。",
        "The requested lifetime is too short: the server does not want refreshes that often. "
        "The response must have Min-Expires; see whether the next request asks for at least "
        "that.")},
    {424, false, SL_TEXT("位置信息错误", "Bad Location Information"), "RFC 6442", SL_TEXT(
        "请求带的位置信息有格式错误、不合用或取不到，常见于紧急呼叫。"
        "看Geolocation-Error头域的错误码，再核对Geolocation头域和它所指的PIDF-LO。",
        "The location in the request is malformed, not good enough or cannot be fetched; "
        "typical of emergency calls. See the code in Geolocation-Error, then check Geolocation "
        "and the PIDF-LO it refers to.")},
    {425, false, SL_TEXT("告警消息错误", "Bad Alert Message"), "RFC 8876", SL_TEXT(
        "请求中的告警内容（CAP文档）有格式错误或不符合接收方的要求。"
        "看AlertMsg-Error头域的错误码，再核对消息体中的CAP文档。",
        "The alert in the request, a CAP document, is malformed or not what the recipient can "
        "use. See the code in AlertMsg-Error, then check the CAP document in the body.")},
    {428, false, SL_TEXT("须使用Identity头域", "Use Identity Header"), "RFC 8224", SL_TEXT(
        "接收方要求带签名的主叫身份（STIR），而请求没有可用的Identity头域。"
        "看主叫侧的认证服务为什么没有签名，或Identity在途中被哪一跳删去。",
        "The recipient demands a signed caller identity (STIR), but the request has no usable "
        "Identity. See why the authentication service on the calling side did not sign, or "
        "which hop removed Identity.")},
    {429, false, SL_TEXT("须提供转介方身份", "Provide Referrer Identity"), "RFC 3892", SL_TEXT(
        "转介目标要求REFER发起方的身份凭据，而请求的Referred-By没有带有效的令牌。"
        "看收到REFER的一方是否用NOTIFY把429转告发起方，发起方再带上令牌重发REFER。",
        "The refer target wants proof of who sent the REFER, but the request has no valid "
        "token for its Referred-By. See whether the UA that got the REFER reports the 429 in a "
        "NOTIFY, so that its sender can repeat the REFER with the token.")},
    {430, false, SL_TEXT("流失效", "Flow Failed"), "RFC 5626", SL_TEXT(
        "边缘代理与UA之间的这条流（连接）已失效，权威代理应改试同一实例的另一条流。"
        "430不应到达终端；看后续请求是否走了reg-id不同的绑定，以及UA是否重新注册。",
        "The flow between an edge proxy and the UA is broken, and the authoritative proxy "
        "should try another flow of the same instance. No endpoint should ever see a 430; look "
        "for a request over a binding with another reg-id and for the UA registering again.")},
    {433, false, SL_TEXT("不允许匿名", "Anonymity Disallowed"), "RFC 5079", SL_TEXT(
        "被叫一侧不接匿名呼叫，主叫身份公开后可能接通。看请求的From（如"
        "anonymous@anonymous.invalid）和Privacy头域。",
        "The called side takes no anonymous calls; the call may go through once the caller's "
        "identity is shown. Look at From, such as anonymous@anonymous.invalid, and at Privacy "
        "in the request.")},
    {436, false, SL_TEXT("身份信息错误", "Bad Identity Info"), "RFC 8224", SL_TEXT(
        "验证方无法按Identity头域的info参数取得签名证书。看info中的URI是否正确、"
        "证书服务器是否可达。",
        "The verifier cannot fetch the certificate that the info parameter of Identity points "
        "to. Check the URI in info and whether its server can be reached.")},
    {437, false, SL_TEXT("不支持的凭证", "Unsupported Credential"), "RFC 8224", SL_TEXT(
        "证书取到了，但验证方不支持或不信任它，例如签发者不在信任列表中。"
        "看Identity头域info所指证书的签发者和有效期。",
        "The certificate was fetched, but the verifier does not support or trust it, for "
        "example because of its issuer. Check issuer and validity of the certificate that info "
        "in Identity points to.")},
    {438, false, SL_TEXT("Identity头域无效", "Invalid Identity Header"), "RFC 8224", SL_TEXT(
        "Identity头域的签名验证不通过。看From、To、Date等被签名的内容在途中是否被B2BUA或号码变"
        "换改动，再核对签名所用的证书。",
        "The signature in Identity does not verify. See whether a B2BUA or number translation "
        "changed what was signed, such as From, To or Date, then check the certificate used "
        "for signing.")},
    {439, false, SL_TEXT("首跳不支持Outbound", "First Hop Lacks Outbound Support"),
     "RFC 5626",
     SL_TEXT(
        "终端要求按RFC 5626注册（带reg-id），但第一跳不支持outbound，注册没有成功。"
        "看Path头域第一跳的URI有没有ob参数；终端可以去掉reg-id重新注册，或换一个边缘代理。",
        "The terminal wants to register by RFC 5626, with reg-id, but its first hop lacks "
        "outbound, so nothing was registered. See whether the URI of that hop in Path has the "
        "ob parameter; the terminal can register without reg-id or use another edge proxy.")},
    {440, false, SL_TEXT("超出最大分叉广度", "Max-Breadth Exceeded"), "RFC 5393", SL_TEXT(
        "代理服务器要并行分叉的分支多于请求剩余的Max-Breadth。看Max-Breadth头域的值和分叉数，"
        "并检查是否因环路而反复分叉。",
        "The proxy would have to fork in parallel to more branches than Max-Breadth of the "
        "request still allows. Look at Max-Breadth and the number of branches, and whether a "
        "loop makes the request fork again and again.")},
    {469, false, SL_TEXT("Info包错误", "Bad Info Package"), "RFC 6086", SL_TEXT(
        "INFO使用的Info-Package不是对端愿意接收的，对话不受影响。"
        "看应答的Recv-Info头域列出哪些包，并与INFO的Info-Package比较。",
        "The Info-Package of the INFO is none the other UA is willing to receive; the dialog "
        "is not affected. Compare it with the packages that Recv-Info of the response lists.")},
    {470, false, SL_TEXT("须征得同意", "Consent Needed"), "RFC 5360", SL_TEXT(
        "请求要由中继转给一组接收者，其中有人尚未同意。看Permission-Missing头域列出的URI，"
        "先取得许可再重发。",
        "A relay was to pass the request on to several recipients, and some have not given "
        "consent. See the URIs in Permission-Missing; permission has to be obtained before the "
        "request is sent again.")},
    {480, true, SL_TEXT("临时失效", "Temporarily Unavailable"), "RFC 3261 §21.4.18", SL_TEXT(
        "服务器知道这个用户，但此刻联系不上：没有注册、已登出或不便应答。看Retry-After和Reason头"
        "域，并查该用户此前的注册是否已过期。",
        "The server knows the user, who cannot be had right now: not registered, logged out or "
        "unavailable. Look at Retry-After and Reason, and whether the user's registration has "
        "expired.")},
    {481, true, SL_TEXT("呼叫/事务不存在", "Call/Transaction Does Not Exist"),
     "RFC 3261 §21.4.19",
     SL_TEXT(
        "接收方找不到与请求相符的对话或事务。把请求的Call-ID、From标签和To标签与建立对话的2xx比"
        "较，再看此前有没有BYE或对端重启。",
        "The recipient has no dialog or transaction that fits the request. Compare Call-ID, "
        "From tag and To tag with the 2xx that made the dialog, then look for an earlier BYE "
        "or a restart of the other side.")},
    {482, true, SL_TEXT("发现环路", "Loop Detected"), "RFC 3261 §21.4.20", SL_TEXT(
        "请求绕回了已处理过它的代理服务器，或同一请求经不同路径再次到达UAS。看Via中重复的地址，"
        "再看有没有Call-ID、From标签和CSeq都相同而Via分支不同的请求；后者多由分叉引起，属正常。",
        "The request came back to a proxy that had handled it, or reached a UAS a second time "
        "by another path. Look for an address twice in Via, or for requests alike in Call-ID, "
        "From tag and CSeq but not in branch; the latter come from forking and are no fault.")},
    {483, true, SL_TEXT("跳数太多", "Too Many Hops"), "RFC 3261 §21.4.21", SL_TEXT(
        "请求到达时Max-Forwards已减到0，多为路由成环。看各跳的Max-Forwards和Via是否反复出现同"
        "样的地址，以及初值是否太小（推荐70）。",
        "Max-Forwards had come down to 0 when the request arrived, mostly because routing goes "
        "in a circle. See whether Via repeats the same addresses as Max-Forwards falls, and "
        "whether the initial value was too small (70 is recommended).")},
    {484, true, SL_TEXT("地址不完整", "Address Incomplete"), "RFC 3261 §21.4.22", SL_TEXT(
        "Request-URI中的号码位数不足。若在用重叠拨号，接着会有号码更长的INVITE；"
        "否则检查拨号计划和前缀变换，主叫都应先回ACK。",
        "The number in the Request-URI is too short. With overlap dialling an INVITE with more "
        "digits follows; otherwise check dial plan and prefix translation. Either way an ACK "
        "is due first.")},
    {485, true, SL_TEXT("不明朗", "Ambiguous"), "RFC 3261 §21.4.23", SL_TEXT(
        "Request-URI对应不止一个用户，要由人来选定。看Contact头域有没有列出候选地址（服务器可"
        "能出于隐私不列），客户端不应自动逐个尝试。",
        "The Request-URI fits more than one user, and a person has to choose. See whether "
        "Contact lists candidates, which a server may hide for privacy; the client should not "
        "try them one by one by itself.")},
    {486, true, SL_TEXT("这里忙", "Busy Here"), "RFC 3261 §21.4.24", SL_TEXT(
        "找到了被叫终端，但它正忙；其他终端或语音信箱也许还能接听。看Retry-After头域，"
        "再看呼叫有没有转到别处。",
        "The callee's terminal was found but is busy; another terminal or voice mail may still "
        "take the call. Look at Retry-After, and at whether the call goes elsewhere.")},
    {487, true, SL_TEXT("请求终止", "Request Terminated"), "RFC 3261 §21.4.25", SL_TEXT(
        "请求在得出结果之前被终止，例如BYE结束了对话，其中未完成的请求便以487答复。"
        "看此前的CANCEL或BYE。",
        "The request was ended before it came to a result: when a BYE ends a dialog, for "
        "instance, requests still pending in it are answered 487. Look for the CANCEL or BYE "
        "before it.")},
    {488, true, SL_TEXT("这里请求不可接受", "Not Acceptable Here"), "RFC 3261 §21.4.26", SL_TEXT(
        "这个终端不能接受请求中的会话描述，换一个终端或许可以。"
        "看Warning头域的原因和应答可能带回的能力描述。",
        "This terminal cannot accept the session description in the request; another one "
        "might. Look at Warning for the reason and at the capabilities that the response may "
        "carry.")},
    {489, false, SL_TEXT("事件包错误", "Bad Event"), "RFC 6665", SL_TEXT(
        "服务器不支持Event头域所指的事件包。看Allow-Events头域列出哪些事件包，"
        "并与请求的Event比较。",
        "The server does not support the event package named in Event. Compare it with the "
        "packages in Allow-Events.")},
    {491, true, SL_TEXT("未决请求", "Request Pending"), "RFC 3261 §21.4.27", SL_TEXT(
        "对话中还有一个未完成的请求，与这个请求相碰。看同一对话中双方的INVITE或UPDATE，"
        "再看发送方等待随机时间后是否重发。",
        "Another request is still pending in the dialog and the two collide. Look at the "
        "INVITEs and UPDATEs of both parties in it, then whether the sender waits a random "
        "time and tries again.")},
    {493, true, SL_TEXT("不可辨识", "Undecipherable"), "RFC 3261 §21.4.28", SL_TEXT(
        "接收方没有解密S/MIME消息体所需的密钥，或不愿用它解密。看应答是否带回公钥证书，"
        "客户端可用它加密后重发。",
        "The recipient has no key to decrypt the S/MIME body, or will not use it. See whether "
        "the response carries a public key with which the client can encrypt and try again.")},
    {494, false, SL_TEXT("需要安全协商", "Security Agreement Required"), "RFC 3329", SL_TEXT(
        "服务器要求先协商安全机制（RFC 3329），常见于IMS。看Security-Server列出的机制；"
        "客户端选定后应在受保护的通道上重发，并在Security-Verify中照抄这张列表。",
        "The server wants a security mechanism agreed first (RFC 3329), as is common in IMS. "
        "See the mechanisms in Security-Server; the client should send the request again over "
        "a protected channel, with that list copied into Security-Verify.")},

    {500, true, SL_TEXT("服务器内部错误", "Server Internal Error"), "RFC 3261 §21.5.1", SL_TEXT(
        "服务器处理时出错，过几秒可以再试；有Retry-After则按其时间。若是对话中的请求，"
        "还要核对CSeq序号：小于对端已收到的序号也会得500（RFC 3261 §12.2.2）。",
        "The server failed on the request; the client may try again after some seconds, or as "
        "Retry-After says. Within a dialog check CSeq too: a number below what the other side "
        "has already seen is answered 500 (RFC 3261 §12.2.2).")},
    {501, true, SL_TEXT("不可执行", "Not Implemented"), "RFC 3261 §21.5.2", SL_TEXT(
        "服务器不认识请求的方法，对任何用户都不支持；认识而不允许则是405。"
        "代理服务器转发时不看方法，所以要看请求最终到了哪个UAS或注册服务器。",
        "The server does not know the method and supports it for no user; a known but "
        "forbidden one gets 405. Proxies forward any method, so see which UAS or registrar the "
        "request ended at.")},
    {502, true, SL_TEXT("坏网关", "Bad Gateway"), "RFC 3261 §21.5.3", SL_TEXT(
        "网关或代理服务器从下游得到的应答无效，请求没有完成。看它的另一侧："
        "下游SIP应答是否残缺，或Reason头域中PSTN一侧的Q.850原因值（如27，终点故障）。",
        "A gateway or proxy got an invalid response from its far side and could not complete "
        "the request. Look there: at a damaged SIP response downstream, or at the Q.850 cause "
        "of the PSTN in Reason, such as 27, destination out of order.")},
    {503, true, SL_TEXT("服务无效", "Service Unavailable"), "RFC 3261 §21.5.4", SL_TEXT(
        "服务器过载或在维护；有Retry-After时，这段时间内不应再向它发请求，没有则按500对待。"
        "看上一跳是否用新的Via分支改试DNS给出的其他服务器（RFC 3263 §4.3）；"
        "代理服务器一般不把503照转给上游。",
        "The server is overloaded or under maintenance; with Retry-After nothing should be "
        "sent to it for that time, without it the 503 counts as a 500. See whether the hop "
        "before tries another server found in DNS, with a new branch (RFC 3263 §4.3); a proxy "
        "does not as a rule pass a 503 upstream.")},
    {504, true, SL_TEXT("服务器超时", "Server Time-out"), "RFC 3261 §21.5.5", SL_TEXT(
        "服务器所依赖的另一台服务器（如定位、数据库或DNS服务器）没有及时答复。"
        "看它此前向外发出的查询；若是过了请求的Expires仍无应答，则应为408。",
        "Another server that this one depends on, such as location, database or DNS, gave no "
        "timely reply. Look at what it sent out before; if the Expires of the request had "
        "passed without a response, 408 would be due.")},
    {505, true, SL_TEXT("版本不支持", "Version Not Supported"), "RFC 3261 §21.5.6", SL_TEXT(
        "服务器不支持请求起始行中的SIP版本。看起始行是否写成SIP/2.0；若写法无误，"
        "看是哪个网元拒绝的。",
        "The server does not support the SIP version in the start line. See whether the start "
        "line says SIP/2.0; if it does, find the element that refuses it.")},
    {513, true, SL_TEXT("消息太大", "Message Too Large"), "RFC 3261 §21.5.7", SL_TEXT(
        "整个消息的长度超出服务器的处理能力。看消息总长、Via和Record-Route的数目及消息体；"
        "超过1300字节左右的请求在UDP上还会分片，应改用TCP（RFC 3261 §18.1.1）。",
        "The whole message is longer than the server can handle. Look at its total length, the "
        "number of Via and Record-Route values and the body; above about 1300 bytes a request "
        "should use TCP rather than fragment over UDP (RFC 3261 §18.1.1).")},
    {555, false, SL_TEXT("不支持的推送通知服务", "Push Notification Service Not Supported"),
     "RFC 8599", SL_TEXT(
        "REGISTER的Contact用pn-provider指定了推送服务，而服务器不支持它，"
        "推送无法唤醒终端（RFC 8599）。看Contact中的pn-provider、pn-param和pn-prid，"
        "以及应答可能带的Feature-Caps头域。",
        "The server does not support the push service that pn-provider in Contact of the "
        "REGISTER names, so push cannot wake the terminal (RFC 8599). Look at pn-provider, "
        "pn-param and pn-prid in Contact and at Feature-Caps of the response, if any.")},
    {580, false, SL_TEXT("前置条件失败", "Precondition Failure"), "RFC 3312", SL_TEXT(
        "SDP中的前置条件（如资源预留）无法满足，会话没有建立或没有修改。"
        "看请求和应答SDP中的a=curr、a=des和a=conf行，标为failure或unknown的就是原因；"
        "若是INVITE，接着应有ACK。",
        "A precondition in the SDP, such as a resource reservation, cannot be met, so the "
        "session was not made or changed. Look at the a=curr, a=des and a=conf lines in the "
        "SDP of request and response, where failure or unknown marks the cause; after an "
        "INVITE an ACK is due.")},

    {600, true, SL_TEXT("全忙", "Busy Everywhere"), "RFC 3261 §21.6.1", SL_TEXT(
        "被叫忙，而且知道没有别的终端会接听。代理服务器收到6xx就取消其他分支，"
        "不再尝试新的目标；看这些CANCEL，以及Retry-After头域。",
        "The callee is busy, and it is known that no other terminal will take the call. On a "
        "6xx a proxy cancels the other branches and tries no new target; look for these "
        "CANCELs and at Retry-After.")},
    {603, true, SL_TEXT("拒绝", "Decline"), "RFC 3261 §21.6.2", SL_TEXT(
        "被叫明确拒接或不能参加，其他终端也不会再接。看原因短语、Reason和Retry-After头域；"
        "代理服务器应取消其他分支，主叫不应立刻原样重拨。",
        "The callee refuses or cannot take part, and no other terminal will either. Look at "
        "the reason phrase, Reason and Retry-After; a proxy should cancel the other branches, "
        "and the caller should not try the same again at once.")},
    {604, true, SL_TEXT("不存在", "Does Not Exist Anywhere"), "RFC 3261 §21.6.3", SL_TEXT(
        "服务器有权断定该用户在任何地方都不存在，不像404只讲本域。看Request-URI，"
        "以及作出这个结论的服务器是否真有依据；代理服务器不会再试其他目标。",
        "The server has authority to say that the user exists nowhere, whereas 404 speaks of "
        "one domain. Look at the Request-URI and at whether the server that says so can know; "
        "a proxy will try no other target.")},
    {606, true, SL_TEXT("不可接受", "Not Acceptable"), "RFC 3261 §21.6.4", SL_TEXT(
        "被叫愿意通话，但会话描述中的媒体、带宽或地址类型无法支持，"
        "换终端也不行（只限一个终端时是488）。看Warning头域的警告码和应答中的能力描述；"
        "主叫可以改SDP后重试。",
        "The callee would talk, but media, bandwidth or kind of address in the session "
        "description cannot be supported, at any terminal (488 is for one). Look at the "
        "Warning codes and at the capabilities in the response; the caller may try again with "
        "other SDP.")},
    {607, false, SL_TEXT("不受欢迎的呼叫", "Unwanted"), "RFC 8197", SL_TEXT(
        "被叫明确表示不想要这类来电，运营商可据此拦截同一主叫以后的呼叫。看From、"
        "P-Asserted-Identity和Identity头域，确认拒绝的是哪个主叫身份。",
        "The callee says that calls like this are unwanted, and the operator may use that to "
        "block the same caller later. Look at From, P-Asserted-Identity and Identity to see "
        "which caller identity was refused.")},
    {608, false, SL_TEXT("被中间网元拒绝", "Rejected"), "RFC 8688", SL_TEXT(
        "途中的分析或拦截设备拒绝了呼叫，被叫并不知情，这与被叫自己作出的607不同。"
        "看Call-Info头域（purpose=jwscard）中可供申诉的联系方式，以及是哪一跳发出的。",
        "An analytics or blocking element on the way refused the call without the callee "
        "knowing, unlike a 607, which the callee makes. Look in Call-Info (purpose=jwscard) "
        "for a contact for complaints, and see which hop sent it.")},
};

static const struct sl_class classes[] = {
    {1, SL_TEXT("临时应答", "Provisional"), SL_TEXT(
        "请求已收到并在处理，结果未定；1xx不引起ACK，也不保证送达，除非带Require: 100rel，"
        "那时由PRACK确认。看同一事务的最终应答。",
        "The request has arrived and is being worked on, with no result yet; a 1xx causes no ACK "
        "and may get lost, unless Require: 100rel has it confirmed by PRACK. Look for the final "
        "response of the transaction."), SL_TEXT(
        "这不是已登记的状态码，UAC把100以外不认识的临时应答当作183（RFC 3261 §8.1.3.2）。"
        "看原因短语，再等同一事务的最终应答。",
        "This code is not registered; a UAC takes a provisional response it does not know, other "
        "than 100, as a 183 (RFC 3261 §8.1.3.2). Read the reason phrase and look for the final "
        "response of the transaction.")},
    {2, SL_TEXT("成功应答", "Successful"), SL_TEXT(
        "请求成功。INVITE的2xx要由ACK确认，其他方法的事务到此结束。",
        "The request succeeded. A 2xx to an INVITE has to be acknowledged with ACK; with any "
        "other method the transaction is over."), SL_TEXT(
        "这不是已登记的状态码，不认识它的UAC按200处理（RFC 3261 §8.1.3.2）。看CSeq头域中的方法；"
        "若是INVITE，仍须有ACK。",
        "This code is not registered; a UAC that does not know it takes it as a 200 (RFC 3261 "
        "§8.1.3.2). Look at the method in CSeq; after an INVITE the ACK is due all the same.")},
    {3, SL_TEXT("重定向", "Redirection"), SL_TEXT(
        "请求要改到别处去办，新地址一般在Contact头域中。看客户端是否据此发出新的请求。",
        "The request has to be taken elsewhere, as a rule to an address in Contact. See whether "
        "the client makes a new request of it."), SL_TEXT(
        "这不是已登记的状态码，不认识它的UAC按300处理（RFC 3261 §8.1.3.2）。"
        "看Contact头域给出的地址和随后的请求。",
        "This code is not registered; a UAC that does not know it takes it as a 300 (RFC 3261 "
        "§8.1.3.2). Look at the addresses in Contact and at the request that follows.")},
    {4, SL_TEXT("请求失败", "Request Failure"), SL_TEXT(
        "请求在这台服务器上失败，原样重发一般没有用，改动后重发或换一台服务器可能成功。"
        "看应答中说明该怎样改的头域，再看下一个请求。",
        "The request failed at this server; to repeat it as it is seldom helps, a change or "
        "another server may. Look for the header field that says what to change, then at the next "
        "request."),
     SL_TEXT(
        "这不是已登记的状态码，不认识它的UAC按400处理（RFC 3261 §8.1.3.2）。看原因短语、"
        "Warning和Server头域，弄清它是哪个网元自定的。",
        "This code is not registered; a UAC that does not know it takes it as a 400 (RFC 3261 "
        "§8.1.3.2). Look at the reason phrase, Warning and Server to find whose own code it is.")},
    {5, SL_TEXT("服务器失败", "Server Failure"), SL_TEXT(
        "服务器自身出错或力不能及，请求未必有错。看Retry-After头域，"
        "以及上一跳是否改试其他服务器。",
        "The server itself failed or cannot cope; the request need not be wrong. Look at "
        "Retry-After and at whether the hop before tries another server."), SL_TEXT(
        "这不是已登记的状态码，不认识它的UAC按500处理（RFC 3261 §8.1.3.2）。"
        "看原因短语和Retry-After头域，再查发出它的服务器。",
        "This code is not registered; a UAC that does not know it takes it as a 500 (RFC 3261 "
        "§8.1.3.2). Look at the reason phrase and Retry-After, then at the server that sent it.")},
    {6, SL_TEXT("全局性错误", "Global Failure"), SL_TEXT(
        "对这个用户已有定论，换任何服务器都不会成功。看代理服务器是否取消其他分支、"
        "不再试新的目标。",
        "The outcome is settled for this user, and no other server will change it. See whether "
        "proxies cancel the other branches and try no new target."), SL_TEXT(
        "这不是已登记的状态码，不认识它的UAC按600处理（RFC 3261 §8.1.3.2）。看原因短语，"
        "以及代理服务器是否取消了其他分支。",
        "This code is not registered; a UAC that does not know it takes it as a 600 (RFC 3261 "
        "§8.1.3.2). Look at the reason phrase and at whether proxies cancel the other branches.")},
};

/* No request of ours to explain: RFC 3261 §17 knows no response to an ACK. */
static const struct sl_text answers_ack = SL_TEXT(
    "ACK没有应答，CSeq方法为ACK的应答本身就是错误（RFC 3261 §17）。"
    "查是哪个网元产生了它；收到的一方找不到对应的事务，会把它丢弃。",
    "An ACK is never answered, so a response with ACK in CSeq is a fault in itself (RFC 3261 §17). "
    "Find the element that made it; whoever gets it has no transaction to match and drops it.");
/* clang-format on */

unsigned sl_status_count(void)
{
    return COUNT(statuses);
}

const struct sl_status *sl_status_at(unsigned index)
{
    return &statuses[index];
}

const struct sl_status *sl_status_find(unsigned code)
{
    size_t low = 0, high = COUNT(statuses);

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (statuses[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < COUNT(statuses) && statuses[low].code == code ? &statuses[low] : NULL;
}

const struct sl_class *sl_status_class(unsigned code)
{
    return code >= SL_STATUS_MIN && code <= SL_STATUS_MAX ? &classes[code / 100 - 1] : NULL;
}

const struct sl_text *sl_class_explain(unsigned code)
{
    const struct sl_class *class = sl_status_class(code);

    return class ? &class->explain : NULL;
}

const struct sl_text *sl_status_explain(unsigned code, enum sl_method method)
{
    const struct sl_class *class = sl_status_class(code);
    const struct sl_status *status;
    const struct sl_text *meaning;

    if (!class) {
        return NULL;
    }
    if (method == SL_METHOD_ACK) {
        return &answers_ack;
    }
    meaning = (unsigned)method < SL_METHOD_OTHER ? sl_status_meaning(code, method) : NULL;
    if (meaning) {
        return meaning;
    }
    status = sl_status_find(code);
    return status ? &status->explain : &class->unknown;
}
