/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/cause.h"

#include "sip/header.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */
#define CAUSE(number, sip, zh, en, meaning_zh, check_zh, meaning_en, check_en) \
    { \
        .value = (number), \
        .status = (sip), \
        .label = SL_TEXT(zh, en), \
        .meaning = SL_TEXT(meaning_zh, meaning_en), \
        .check = SL_TEXT(check_zh, check_en), \
        .text = SL_TEXT(zh "：" meaning_zh check_zh, en ". " meaning_en " " check_en) \
    }

/* Ascending. The value, the status code that RFC 3398 maps it to, then the label, what happened and
 * what to look at next. */
static const struct sl_cause causes[] = {
    /* 0 to 31: normal events */
    CAUSE(1, 404, "空号（未分配的号码）", "Unallocated (unassigned) number",
        "号码格式正确，但没有分配给任何用户。",
        "核对发往这条中继的被叫号码：前缀、国家码、携号转网查询和号码变换规则。",
        "The number is well formed but assigned to nobody.",
        "Check the called number as it went to this trunk: prefix, country code, number portability "
        "lookup and translation rules."),
    CAUSE(2, 404, "无法到达指定的转接网", "No route to specified transit network",
        "请求指定了经由某个转接网，而本局没有到它的路由，或者不认识它。",
        "看运营商选择码（cic参数或拨号前缀）是否正确，以及这条中继是否开通了该转接网。",
        "The call asks for a transit network that this exchange cannot reach or does not know.",
        "Check the carrier selection (parameter cic or dialled prefix) and whether this trunk may "
        "use that network."),
    CAUSE(3, 404, "无法到达目的地", "No route to destination",
        "到被叫号码的路由不存在，或者所经的网络不为该目的地服务。",
        "查路由表里该号段的条目和落地运营商是否开通了该方向，再看号码是否少了或多了前缀。",
        "There is no route to the called number, or the network on the way does not serve it.",
        "Check the routing entry for that number range, whether the carrier serves the "
        "destination, and whether a prefix is missing or left over."),
    CAUSE(4, 0, "发送专用信息音", "Send special information tone",
        "被叫因长期性的原因无法接通，应向主叫播放专用信息音。",
        "听早期媒体里的录音通知，它通常说出真正的原因；再核对被叫号码。",
        "The called party cannot be reached for a lasting reason, and the caller is to hear the "
        "special information tone.",
        "Listen to the announcement in early media, which usually gives the real reason, then check "
        "the called number."),
    CAUSE(5, 0, "误拨中继前缀", "Misdialled trunk prefix",
        "被叫号码里有不该有的长途或出局前缀，或者缺少这样的前缀。",
        "核对发往这条中继的号码是否带0、00或出局字冠，与对方要求的格式是否一致。",
        "The called number has a trunk prefix that does not belong there, or lacks one.",
        "Compare the number sent to this trunk (leading 0, 00 or exit code) with the format the "
        "other side asks for."),
    CAUSE(6, 0, "不可接受的信道", "Channel unacceptable",
        "发送方不能在对方选定的信道上接这个呼叫。",
        "查网关与交换机两侧的信道编号、占用状态和选线方式是否一致。",
        "The sender cannot use the channel that was chosen for this call.",
        "Check that gateway and exchange agree on channel numbers, channel states and hunting "
        "order."),
    CAUSE(7, 0, "呼叫已给予，在已建立的信道上传送",
        "Call awarded, being delivered in an established channel",
        "来话交给了用户，并接到该用户已为同类呼叫建立的信道上。",
        "一般不是故障；若通话没有接通，查接入侧对该信道的处理。",
        "The incoming call goes to the user on a channel already set up for similar calls.",
        "Usually no fault; if the call fails all the same, look at how the access side treats that "
        "channel."),
    CAUSE(8, 0, "被抢占", "Preemption",
        "这个呼叫被优先级更高的呼叫抢占了。",
        "看当时的优先呼叫（Resource-Priority、MLPP）和中继容量；若没有这类业务，查网关的抢占配置。",
        "A call of higher precedence took the place of this one.",
        "Look for precedence calls at that time (Resource-Priority, MLPP) and at trunk capacity; "
        "where none exist, check the preemption settings of the gateway."),
    CAUSE(9, 0, "被抢占，电路保留再用", "Preemption, circuit reserved for reuse",
        "这个呼叫被抢占，它的电路留给抢占它的呼叫使用。",
        "看紧接着占用同一电路的优先呼叫，以及中继的容量和抢占策略。",
        "The call was preempted, and its circuit is kept for the call that took its place.",
        "Look for the precedence call that takes the same circuit next, and at the capacity and "
        "preemption policy of the trunk."),
    CAUSE(14, 0, "QoR：号码已携转", "QoR: ported number",
        "查询式路由（QoR）发现被叫号码已携转到别的网络。",
        "看前一局是否随后查询携号数据库并改发到新网络；若没有，查携号查询的配置。",
        "Query on release found that the called number has been ported to another network.",
        "See whether the preceding exchange then queries the portability database and routes "
        "anew; if it does not, check its portability lookup."),
    CAUSE(16, 0, "正常清除", "Normal call clearing",
        "一方按正常方式释放了呼叫，多半是挂机；原因值本身不表示故障。",
        "只需看是谁先拆线、通话多久；很短或时长总是相同的通话，查静音、媒体超时和会话定时器。",
        "One party released the call in the normal way, usually by hanging up; the cause itself tells of no "
        "fault.",
        "See who released it and after how long; where calls are very short or always end after the "
        "same time, check for silence, media time-outs and session timers."),
    CAUSE(17, 486, "用户忙", "User busy",
        "被叫正在通话或把自己设为忙，不能再接一个呼叫。",
        "看是被叫自己忙还是网络代答（位置U或网络侧），再查呼叫等待、遇忙前转和中继的并发限制。",
        "The called user is engaged, or set to busy, and takes no further call.",
        "See whether the user or the network says so (location U or a network), then check call "
        "waiting, forwarding on busy and limits on concurrent calls."),
    CAUSE(18, 408, "用户侧无反应", "No user responding",
        "呼叫已送往被叫的终端，但在规定时间内它既没有振铃也没有接续的表示。",
        "查被叫终端是否在线、注册地址是否还有效，以及最后一跳有没有收到INVITE的应答。",
        "The called terminal was offered the call and gave no sign of alerting or connecting in "
        "time.",
        "Check that the terminal is online, that its registered contact still holds, and whether "
        "the last hop got any response to its INVITE."),
    CAUSE(19, 480, "用户不应答（已振铃）", "No answer from user (user alerted)",
        "被叫振铃了，但在规定时间内没有人接听。",
        "看180到拆线之间振铃了多久，它与哪个无应答定时器相符，再看无应答前转是否生效。",
        "The called user was alerted and did not answer in time.",
        "Measure the ringing from the 180 to the release, find the no-answer timer that fits it, and "
        "see whether forwarding on no answer took effect."),
    CAUSE(20, 480, "用户不在服务区", "Subscriber absent",
        "移动用户关机、不在服务区或没有附着到网络。",
        "稍后再试；若用户确实在线，查HLR、HSS里的位置更新和注册状态。",
        "A mobile user is switched off, out of coverage or not attached to the network.",
        "Try later; if the user is attached, check location update and registration in the HLR or "
        "HSS."),
    CAUSE(21, 403, "呼叫被拒绝", "Call rejected",
        "被叫一侧有能力接这个呼叫，却拒绝了它。",
        "看位置参数：U是被叫本人或终端拒绝，其他值是网络拒绝；再查黑名单、防骚扰拦截和账号权限。",
        "The called side could take the call but refuses it.",
        "Look at the location: U means the user or the terminal refused, other values the network; "
        "then check blocklists, spam filters and the rights of the account."),
    CAUSE(22, 410, "号码已变更", "Number changed",
        "被叫号码不再使用，诊断信息里可能带有新号码。",
        "看诊断或Contact里的新号码，并更新号码簿和路由表。",
        "The called number is no longer in use; the diagnostics may hold the new one.",
        "Look for the new number in the diagnostics or in Contact, and update directories and "
        "routing tables."),
    CAUSE(23, 410, "重定向到新的目的地", "Redirection to new destination",
        "本呼叫应改发到另一个号码，由能够重新选路的网元处理。",
        "看随后是否有发往新号码的INVITE；若没有，查哪个网元应当执行重定向而没有执行。",
        "The call is to be sent to another number by an element that can route it anew.",
        "See whether an INVITE to the new number follows; if none does, find the element that "
        "should have redirected the call."),
    CAUSE(24, 0, "因目的地的业务而被拒绝", "Call rejected due to feature at the destination",
        "被叫号码上开通的业务不接受这个呼叫，例如匿名呼叫拒绝。",
        "看主叫号码是否隐藏（From、Privacy），以及被叫的拒绝匿名、黑白名单等业务设置。",
        "A service of the called number turns this call away, such as anonymous call rejection.",
        "See whether the caller's number is withheld (From, Privacy), and check the called number's "
        "services: rejection of anonymous calls, allow and block lists."),
    CAUSE(25, 0, "交换机路由错误", "Exchange routing error",
        "网络在为呼叫选路时出错，常见的是跳数用尽或出现环路。",
        "看跳数计数（Max-Forwards、ISUP跳计数）和Via是否重复经过同一网元，再查相互指向的路由。",
        "The network failed to route the call, often because a loop used up the hop counter.",
        "Look at Max-Forwards, the ISUP hop counter and Via for an element that occurs twice, then "
        "for routes that point at each other."),
    CAUSE(26, 404, "清除未选中的用户", "Non-selected user clearing",
        "呼叫同时提供给几个用户，已由别的用户接听，这一个被清除。",
        "一般不是故障；看另一分支的200是否建立了通话。",
        "The call was offered to several users, another one took it, and this one is cleared.",
        "Usually no fault; see whether the 200 of another branch made the call."),
    CAUSE(27, 502, "目的地故障", "Destination out of order",
        "到被叫的接口工作不正常，信令送不到被叫。",
        "查被叫终端、接入链路和最后一跳中继的状态，以及到它的OPTIONS心跳是否有应答。",
        "The interface to the called user does not work and signalling cannot be delivered.",
        "Check the terminal, the access line and the last trunk, and whether OPTIONS sent there are "
        "answered."),
    CAUSE(28, 484, "号码格式无效（地址不全）", "Invalid number format (address incomplete)",
        "被叫号码位数不够，或格式不是这一局所要求的。",
        "核对发出的号码位数、号码性质（国内、国际）和E.164格式，以及拨号规则是否过早发送。",
        "The called number is incomplete or not in the format this exchange asks for.",
        "Check its length, its nature of address (national, international), the E.164 form, and "
        "whether a dial plan sends it too early."),
    CAUSE(29, 501, "补充业务被拒绝", "Facility rejected",
        "网络不能提供呼叫所请求的补充业务。",
        "看请求里带了哪些补充业务（转移、回叫、用户到用户信令），并查对方是否支持和开通。",
        "The network cannot provide a supplementary service that the call asks for.",
        "See which one it asks for (transfer, completion, user-to-user signalling) and whether the "
        "other side supports it and has it enabled."),
    CAUSE(30, 0, "对状态询问的答复", "Response to STATUS ENQUIRY",
        "这只是对STATUS ENQUIRY的答复，本身不说明呼叫为何结束。",
        "一般不是故障；看后面真正拆线的消息和它的原因值。",
        "It only answers a STATUS ENQUIRY and does not tell why a call ended.",
        "Usually no fault; look for the message that releases the call and for its cause."),
    CAUSE(31, 480, "正常，未指明", "Normal, unspecified",
        "呼叫正常释放，没有更具体的原因，许多网关用它代替不认识的原因。",
        "往落地方向找更具体的原因：下一跳的状态码、原因值和文字，或者网关日志。",
        "The call was released normally with no closer reason; many gateways put it in place of "
        "causes they do not know.",
        "Look towards the far end for a closer reason: status code, cause and text of the next hop, "
        "or the gateway's log."),

    /* 32 to 47: no resource */
    CAUSE(34, 503, "无可用电路或信道", "No circuit/channel available",
        "此刻没有空闲的电路或信道可以承载这个呼叫。",
        "查当时中继和信道的占用、并发上限与许可数；若并未占满，查闭塞的电路和选路，再看是否改走了备用路由。",
        "No free circuit or channel can take the call at the moment.",
        "Check the occupancy, the limits and the licences of the trunk at that time; if it was not "
        "full, look for blocked circuits, then whether an alternative route was tried."),
    CAUSE(38, 503, "网络故障", "Network out of order",
        "网络工作不正常，而且可能持续较长时间，马上重试多半无用。",
        "查信令链路和中继的告警，并与对端运营商核对故障范围，再看备用路由。",
        "The network does not work, probably for some time, so that trying again at once is of "
        "little use.",
        "Check alarms of signalling links and trunks, ask the carrier how far the failure extends, "
        "and look for an alternative route."),
    CAUSE(39, 0, "永久帧方式连接中断服务",
        "Permanent frame mode connection out of service",
        "一条永久建立的帧方式连接中断了服务。",
        "多见于数据承载，查该连接的链路和告警。",
        "A permanently established frame mode connection is out of service.",
        "It concerns data bearers; check the link and the alarms of that connection."),
    CAUSE(40, 0, "永久帧方式连接正常",
        "Permanent frame mode connection operational",
        "一条永久建立的帧方式连接恢复了工作。",
        "一般不是故障，多见于数据承载；对照此前的中断。",
        "A permanently established frame mode connection works again.",
        "Usually no fault, and about data bearers; compare it with the outage before."),
    CAUSE(41, 503, "临时故障", "Temporary failure",
        "网络暂时出了问题，过不久就可能恢复。",
        "看同一时刻有多少呼叫得到它、集中在哪个网元，再查该网元的告警和过载，以及有没有重试别的路由。",
        "The network has a temporary problem that may be over soon.",
        "See how many calls got it at that time and from which element, check alarms and overload "
        "there, and whether another route was tried."),
    CAUSE(42, 503, "交换设备拥塞", "Switching equipment congestion",
        "产生这个原因的交换设备话务过高。",
        "查该设备的CPU、并发和每秒呼叫数限制，再看是否有大批重试使过载加重。",
        "The exchange that gives this cause has too much traffic.",
        "Check its processor load and its limits on concurrent calls and calls per second, and "
        "whether retries in large numbers make it worse."),
    CAUSE(43, 0, "接入信息被丢弃", "Access information discarded",
        "网络无法把某些接入信息送到对端，如用户到用户信息、子地址或低层兼容性。",
        "看诊断里指明的信息单元；话音呼叫一般不受影响，依赖该信息的业务才会失败。",
        "The network could not deliver some access information, such as user-to-user information, "
        "a subaddress or low layer compatibility.",
        "See which information element the diagnostics name; voice usually works without it, and "
        "services that need it fail."),
    CAUSE(44, 0, "请求的电路或信道不可用", "Requested circuit/channel not available",
        "指定的那条电路或信道对方不能提供，常见于双方同时占用同一电路。",
        "查双方是否抢占了同一电路、选线顺序是否相反，以及该电路两侧的状态是否一致。",
        "The other side cannot provide the very circuit asked for, often because both seized it at "
        "once.",
        "Check for dual seizure, for the same hunting order on both sides, and for circuit states "
        "that differ."),
    CAUSE(46, 0, "优先呼叫被阻塞", "Precedence call blocked",
        "没有可以被抢占的电路，或者被叫正在进行同级或更高级别的呼叫。",
        "看呼叫的优先级（Resource-Priority）和对端正在进行的呼叫的级别。",
        "No circuit could be preempted, or the called user has a call of the same or a higher "
        "precedence.",
        "Compare the precedence of the call (Resource-Priority) with that of the calls in progress "
        "there."),
    CAUSE(47, 503, "资源不可用，未指明", "Resource unavailable, unspecified",
        "缺少某种资源，但没有说明是哪一种，也常见于SDP协商或转码资源失败。",
        "查网关的DSP、编解码转换、带宽和许可，再看SDP里双方有没有共同的编码。",
        "Some resource is missing and it is not said which; failed SDP negotiation or missing "
        "transcoders often show up so.",
        "Check DSPs, transcoding, bandwidth and licences of the gateway, and whether the SDP of "
        "both sides has a codec in common."),

    /* 48 to 63: service or option not available */
    CAUSE(49, 0, "服务质量不可用", "Quality of service not available",
        "网络不能提供呼叫所要求的服务质量。",
        "看请求的QoS或带宽、预留过程（precondition）是否失败，以及承载网的可用带宽。",
        "The network cannot give the quality of service that the call asks for.",
        "See which quality or bandwidth it asks for, whether the reservation (precondition) failed, "
        "and what the bearer network has left."),
    CAUSE(50, 0, "请求的业务未签约", "Requested facility not subscribed",
        "用户没有签约所请求的补充业务。",
        "查该用户的签约数据，再看是否为某一补充业务误发了请求。",
        "The user has no subscription for the supplementary service asked for.",
        "Check the user's subscription, and whether the request for that service was sent by "
        "mistake."),
    CAUSE(53, 0, "CUG内呼出受限", "Outgoing calls barred within CUG",
        "主叫属于闭合用户群（CUG），但不允许它向外呼叫。",
        "查主叫的CUG签约与呼出权限，以及呼叫是否带了不该带的CUG标识。",
        "The caller belongs to a closed user group that does not let it call out.",
        "Check the caller's group and its right to call out, and whether the call carries a group "
        "code it should not."),
    CAUSE(55, 403, "CUG内呼入受限", "Incoming calls barred within CUG",
        "被叫属于闭合用户群（CUG），不接受这样的来话。",
        "查被叫的CUG签约与呼入权限，以及主叫是否应在同一群内。",
        "The called party belongs to a closed user group that does not accept this call.",
        "Check the group of the called party and its right to be called, and whether the caller "
        "should be in the same group."),
    CAUSE(57, 403, "承载能力未授权", "Bearer capability not authorized",
        "设备支持所请求的承载能力，但该用户无权使用。",
        "查用户的签约（语音、64 kbit/s数据、视频）和请求的承载或SDP媒体类型。",
        "The equipment supports the bearer capability but this user may not use it.",
        "Check what the user has subscribed to (speech, 64 kbit/s data, video) and which bearer or "
        "SDP media the call asks for."),
    CAUSE(58, 503, "承载能力目前不可用", "Bearer capability not presently available",
        "所请求的承载能力通常可用，但此刻没有。",
        "稍后重试，查这类承载的资源占用；话音呼叫得到它时查网关的编码与承载映射。",
        "The bearer capability exists but cannot be had at the moment.",
        "Try later and check what uses that kind of bearer; where a voice call gets it, check how "
        "the gateway maps codecs to bearers."),
    CAUSE(62, 0, "呼出接入信息与用户类别不一致",
        "Inconsistency in designated outgoing access information and subscriber class",
        "指明的呼出接入信息与用户的类别互相矛盾。",
        "核对主叫类别（Calling Party's Category）与该用户的签约和CUG设置。",
        "The outgoing access information contradicts the class of the subscriber.",
        "Compare the calling party's category with the user's subscription and closed user group."),
    CAUSE(63, 0, "业务或选项不可用，未指明",
        "Service or option not available, unspecified",
        "所请求的业务或选项不可用，没有更具体的原因。",
        "看请求里有哪些特殊业务、方法或选项，再往下一跳找更具体的原因。",
        "A service or option is not available, with no closer reason.",
        "See which special services, methods or options the request has, and look at the next hop "
        "for a closer reason."),

    /* 64 to 79: not implemented */
    CAUSE(65, 488, "承载能力未实现", "Bearer capability not implemented",
        "设备不支持所请求的承载能力，在SIP一侧多是编码或媒体类型谈不拢。",
        "对照双方SDP的编码与媒体类型，以及网关允许的编码列表；传真和视频呼叫尤其要查。",
        "The equipment does not support the bearer capability; on the SIP side usually no codec or "
        "media type fits.",
        "Compare codecs and media types of both SDPs with what the gateway allows, above all for "
        "fax and video."),
    CAUSE(66, 0, "信道类型未实现", "Channel type not implemented",
        "设备不支持所请求的信道类型。",
        "查两侧接口的信道类型和速率配置。",
        "The equipment does not support the type of channel asked for.",
        "Check the channel types and rates configured on both sides of the interface."),
    CAUSE(69, 0, "请求的补充业务未实现", "Requested facility not implemented",
        "设备不支持所请求的补充业务。",
        "看请求的是哪种业务，以及能否不用它完成呼叫。",
        "The equipment does not support the supplementary service asked for.",
        "See which service that is and whether the call can do without it."),
    CAUSE(70, 488, "只能提供受限的数字信息承载",
        "Only restricted digital information bearer capability is available",
        "呼叫要求不受限的数字承载，而设备只有受限的一种。",
        "查64 kbit/s透明数据呼叫所经的中继类型，话音呼叫不应得到这个原因。",
        "The call asks for an unrestricted digital bearer and the equipment has restricted ones "
        "only.",
        "Check the trunks on the way of 64 kbit/s clear channel calls; voice should never get this "
        "cause."),
    CAUSE(79, 501, "业务或选项未实现，未指明",
        "Service or option not implemented, unspecified",
        "设备没有实现所请求的业务或选项，没有更具体的原因。",
        "看请求的编码、方法、Require和消息体类型，去掉可选的部分再试。",
        "The equipment does not implement a service or option, with no closer reason.",
        "Look at codecs, method, Require and body types of the request, and try it without what is "
        "optional."),

    /* 80 to 95: invalid message */
    CAUSE(81, 0, "无效的呼叫参考值", "Invalid call reference value",
        "收到的消息带有此刻未在使用的呼叫参考值。",
        "查两侧是否有一方重启或已先行释放，使呼叫状态不一致。",
        "A message has a call reference that is not in use.",
        "See whether one side restarted or had released the call before, so that their states "
        "differ."),
    CAUSE(82, 0, "标识的信道不存在", "Identified channel does not exist",
        "消息指定的信道在该接口上没有启用。",
        "核对网关与交换机的时隙数、起止编号和启用范围。",
        "The channel named in the message is not in service on that interface.",
        "Compare the number, the numbering and the range of channels in the gateway and the "
        "exchange."),
    CAUSE(83, 0, "有暂停的呼叫，但没有这个呼叫标识",
        "A suspended call exists, but this call identity does not",
        "要恢复的呼叫标识与任何一个暂停中的呼叫都不相同。",
        "看RESUME带的呼叫标识与SUSPEND的是否一致。",
        "The call identity to resume is that of none of the suspended calls.",
        "Compare the call identity of the RESUME with that of the SUSPEND."),
    CAUSE(84, 0, "呼叫标识正在使用", "Call identity in use",
        "要暂停呼叫所用的标识已被另一个暂停的呼叫占用。",
        "看同一接口上先前的SUSPEND，并换用别的呼叫标识。",
        "The identity for suspending the call is taken by another suspended call.",
        "Look for the earlier SUSPEND on that interface and use another call identity."),
    CAUSE(85, 0, "没有暂停的呼叫", "No call suspended",
        "请求恢复呼叫，但该接口上没有任何暂停的呼叫。",
        "看此前有没有SUSPEND，或暂停的呼叫是否已经超时。",
        "A RESUME came although no call is suspended on that interface.",
        "See whether there was a SUSPEND at all or whether the suspended call has timed out."),
    CAUSE(86, 0, "该呼叫标识所指的呼叫已经清除",
        "Call having the requested call identity has been cleared",
        "要恢复的呼叫在暂停期间已经被清除。",
        "看是网络超时还是对方挂机清除了它。",
        "The call to resume was cleared while it was suspended.",
        "See whether a time-out of the network or the other party cleared it."),
    CAUSE(87, 403, "用户不是CUG成员", "User not member of CUG",
        "这个呼叫限于一个闭合用户群（CUG），而其中一方不是成员。",
        "查双方的CUG签约和呼叫所带的CUG互锁码。",
        "The call is confined to a closed user group of which one party is no member.",
        "Check the groups of both parties and the interlock code that the call carries."),
    CAUSE(88, 503, "目的地不兼容", "Incompatible destination",
        "被叫终端不支持呼叫要求的承载、低层或高层兼容性，例如以数据方式呼叫话机。",
        "看请求的承载能力或SDP媒体类型与被叫终端是否相配，传真、视频和ISDN数据呼叫最常见。",
        "The called terminal does not fit the bearer or the compatibility asked for, such as a data "
        "call to a telephone.",
        "Compare the bearer capability or SDP media with the called terminal; fax, video and ISDN "
        "data calls are the usual cases."),
    CAUSE(90, 0, "CUG不存在", "Non-existent CUG",
        "呼叫指定的闭合用户群（CUG）不存在。",
        "核对呼叫所带的CUG互锁码与网络中的配置。",
        "The closed user group that the call names does not exist.",
        "Compare the interlock code of the call with the groups configured in the network."),
    CAUSE(91, 0, "无效的转接网选择", "Invalid transit network selection",
        "指定转接网的代码格式不正确。",
        "核对cic参数或运营商选择前缀的位数和格式。",
        "The code that selects a transit network is not well formed.",
        "Check length and format of parameter cic or of the carrier selection prefix."),
    CAUSE(95, 0, "无效消息，未指明", "Invalid message, unspecified",
        "收到了无效的消息，没有更具体的原因。",
        "看触发它的那条消息，并核对双方的信令版本和国别变体。",
        "An invalid message came, with no closer reason.",
        "Look at the message that provoked it, and at version and national variant of the "
        "signalling on both sides."),

    /* 96 to 111: protocol error */
    CAUSE(96, 0, "缺少必备信息单元", "Mandatory information element is missing",
        "消息里缺少处理它所必需的信息单元。",
        "看诊断指明的信息单元，查网关做互通时是否漏掉了它，例如主叫号码。",
        "A message lacks an information element without which it cannot be handled.",
        "See which one the diagnostics name and whether the gateway left it out in interworking, the "
        "calling number for example."),
    CAUSE(97, 0, "消息类型不存在或未实现",
        "Message type non-existent or not implemented",
        "收到了不认识或没有实现的消息类型。",
        "看诊断里的消息类型，核对双方的信令版本和国别变体。",
        "A message of an unknown or unimplemented type came.",
        "See the message type in the diagnostics and compare version and national variant of the "
        "signalling on both sides."),
    CAUSE(98, 0, "消息与呼叫状态不符，或者消息类型不存在或未实现",
        "Message not compatible with call state, or message type non-existent or not implemented",
        "收到的消息在当前呼叫状态下不允许，或者不认识。",
        "按时间对照两侧的消息，看是否有一方已先行释放或丢失了消息。",
        "The message is not allowed in the present call state, or not known at all.",
        "Compare the messages of both sides in time: one of them may have released the call before, "
        "or lost a message."),
    CAUSE(99, 0, "信息单元或参数不存在或未实现",
        "Information element or parameter non-existent or not implemented",
        "消息带有不认识或没有实现的信息单元或参数。",
        "看诊断指明的是哪一个；若呼叫因此失败，让发送方不带它，或调整互通配置。",
        "A message carries an information element or parameter that is unknown or not "
        "implemented.",
        "See which one the diagnostics name; if the call fails for it, have the sender leave it out "
        "or change the interworking."),
    CAUSE(100, 0, "信息单元内容无效", "Invalid information element contents",
        "认识这个信息单元，但其中的值编码有误或不支持。",
        "看诊断指明的信息单元，常见的是号码类型、号码计划或承载能力。",
        "The information element is known but a value in it is miscoded or not supported.",
        "See which one the diagnostics name; type of number, numbering plan and bearer capability "
        "are the usual ones."),
    CAUSE(101, 0, "消息与呼叫状态不符", "Message not compatible with call state",
        "收到的消息与当前的呼叫状态不相容。",
        "按时间对照两侧的消息，查是否同时动作、丢失消息或网关状态机有误。",
        "The message does not fit the present state of the call.",
        "Compare the messages of both sides in time: they may have acted at once, a message may be "
        "lost, or the gateway may be at fault."),
    CAUSE(102, 504, "定时器到期的恢复处理", "Recovery on timer expiry",
        "等待某个消息的定时器到期，于是按差错处理释放了呼叫。",
        "看诊断里的定时器编号和之前哪一跳没有回音，例如没有应答的INVITE、缺失的ACK或ACM。",
        "A timer ran out while waiting for a message, and the call was released to recover.",
        "See the timer in the diagnostics and which hop stayed silent before: an INVITE without "
        "response, a missing ACK or ACM."),
    CAUSE(103, 0, "参数不存在或未实现，已照传",
        "Parameter non-existent or not implemented, passed on",
        "消息带有不认识的参数，它被原样传给了下一局。",
        "一般不影响呼叫；若呼叫失败，看下一局对该参数的处理。",
        "A message carries an unknown parameter, which was passed on as it is.",
        "The call usually goes on; if it fails, see what the next exchange makes of that parameter."),
    CAUSE(110, 0, "消息带有不认识的参数，已丢弃",
        "Message with unrecognized parameter, discarded",
        "消息带有不认识的参数，整条消息因此被丢弃。",
        "看诊断指明的参数，让发送方不带它，或在网关上过滤。",
        "A message was discarded for a parameter that was not recognised.",
        "See which parameter the diagnostics name, and have the sender leave it out or the gateway "
        "filter it."),
    CAUSE(111, 500, "协议错误，未指明", "Protocol error, unspecified",
        "信令协议出错，没有更具体的原因。",
        "看出错之前的最后一条消息和网关日志，核对双方的信令版本和国别变体。",
        "The signalling protocol met an error, with no closer reason.",
        "Look at the last message before it and at the gateway's log, and compare version and "
        "national variant of the signalling on both sides."),

    /* 112 to 127: interworking */
    CAUSE(127, 500, "互通，未指明", "Interworking, unspecified",
        "呼叫经过了不给出原因的网络，真正的原因在互通处丢失了。",
        "到互通的网关上去找：它另一侧收到的状态码、原因值或模拟线路信号，以及网关的映射表。",
        "The call went through a network that gives no causes, and the real one was lost in "
        "interworking.",
        "Look at the gateway where networks meet: the status code, cause or line signal on its "
        "other side, and its mapping table."),
};

#define UNKNOWN_ZH "表中没有这个值，按Q.850的规定视为本类的“未指明”；看下一跳的状态码、文字和网关日志。"
#define UNKNOWN_EN \
    "No such value is in the table; Q.850 treats it as the unspecified cause of its class. Look at " \
    "status code and text of the next hop and at the gateway's log."

#define CLASS(from, to, zh, en) \
    { \
        .first = (from), \
        .last = (to), \
        .name = SL_TEXT(zh, en), \
        .unknown = SL_TEXT(zh "类的原因：" UNKNOWN_ZH, "A cause of the class '" en "'. " UNKNOWN_EN) \
    }

static const struct sl_cause_class classes[] = {
    CLASS(0, 31, "正常事件", "Normal event"),
    CLASS(32, 47, "资源不可用", "Resource unavailable"),
    CLASS(48, 63, "业务或选项不可用", "Service or option not available"),
    CLASS(64, 79, "业务或选项未实现", "Service or option not implemented"),
    CLASS(80, 95, "无效消息", "Invalid message"),
    CLASS(96, 111, "协议错误", "Protocol error"),
    CLASS(112, 127, "互通", "Interworking"),
};

#define LOCATION(number, word, zh, en) \
    { \
        .value = (number), \
        .name = (word), \
        .label = SL_TEXT(zh, en), \
        .text = SL_TEXT("产生位置：" zh "（" word "）。", "Location: " en " (" word ").") \
    }

static const struct sl_location locations[] = {
    LOCATION(0, "U", "用户", "user"),
    LOCATION(1, "LPN", "为本地用户服务的专用网", "private network serving the local user"),
    LOCATION(2, "LN", "为本地用户服务的公用网", "public network serving the local user"),
    LOCATION(3, "TN", "转接网", "transit network"),
    LOCATION(4, "RLN", "为远端用户服务的公用网", "public network serving the remote user"),
    LOCATION(5, "RPN", "为远端用户服务的专用网", "private network serving the remote user"),
    LOCATION(7, "INTL", "国际网", "international network"),
    LOCATION(10, "BI", "互通点以外的网络", "network beyond the interworking point"),
};
/* clang-format on */

unsigned sl_cause_count(void)
{
    return COUNT(causes);
}

const struct sl_cause *sl_cause_at(unsigned index)
{
    return &causes[index];
}

const struct sl_cause *sl_cause_find(uint32_t value)
{
    size_t low = 0, high = COUNT(causes);

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (causes[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < COUNT(causes) && causes[low].value == value ? &causes[low] : NULL;
}

const struct sl_cause_class *sl_cause_class(uint32_t value)
{
    for (size_t i = 0; i < COUNT(classes); i++) {
        if (value <= classes[i].last) {
            return &classes[i];
        }
    }
    return NULL;
}

const struct sl_text *sl_cause_explain(uint32_t value)
{
    const struct sl_cause *cause = sl_cause_find(value);
    const struct sl_cause_class *class = sl_cause_class(value);

    return cause ? &cause->text : class ? &class->unknown : NULL;
}

unsigned sl_location_count(void)
{
    return COUNT(locations);
}

const struct sl_location *sl_location_at(unsigned index)
{
    return &locations[index];
}

const struct sl_location *sl_location_find(uint32_t value)
{
    for (size_t i = 0; i < COUNT(locations); i++) {
        if (locations[i].value == value) {
            return &locations[i];
        }
    }
    return NULL;
}

const struct sl_location *sl_location_from_name(const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(locations); i++) {
        if (sl_header_is_word(name, length, locations[i].name)) {
            return &locations[i];
        }
    }
    return NULL;
}
