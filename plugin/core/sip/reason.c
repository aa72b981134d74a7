/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/reason.h"

#include <string.h>

#include "sip/cause.h"
#include "sip/header.h"
#include "sip/quoted.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */

/* Status codes that say something else as a reason than as a response. */
static const struct sl_reason_cause of_sip[] = {
    {200, SL_TEXT(
        "已在别处接听：同一呼叫的另一分支得到了200，这一分支因此被取消；这不是失败，"
        "终端不应记为未接来电。看另一分支的200由谁发出。",
        "Completed elsewhere: another branch of the call got a 200 and this one is cancelled for it. "
        "It is no failure and no missed call; see who sent the 200 on the other branch.")},
    {408, SL_TEXT(
        "超时：发送方等不到ACK、会话刷新或应答，于是放弃；text通常说明是哪一种。"
        "看它在等什么消息，那条消息在哪一跳丢失。",
        "Time-out: the sender waited in vain for an ACK, a session refresh or a response and gave up; "
        "the text mostly tells for which. See what it waited for and on which hop that got lost.")},
    {487, SL_TEXT(
        "请求已被取消：主叫一侧或途中的网元发过CANCEL，这里只是它的结果。"
        "看是谁最先发出CANCEL，以及振铃了多久。",
        "The request was cancelled: the caller's side or an element on the way sent CANCEL, and this "
        "only follows from it. See who sent the first CANCEL and how long the call had rung.")},
    {600, SL_TEXT(
        "各处都忙：一个分支以6xx为整个呼叫作了决定，其余分支因此被取消。"
        "看哪个分支得到600，被叫是不是真的在通话。",
        "Busy everywhere: one branch decided for the whole call with a 6xx, and the others are "
        "cancelled for it. See which branch got the 600 and whether the callee really was engaged.")},
    {603, SL_TEXT(
        "已在别处拒接：被叫在一个分支上拒绝了整个呼叫，其余分支因此被取消。"
        "看哪个分支得到603，是用户按了拒接还是网络代为拒绝。",
        "Declined elsewhere: on one branch the callee refused the whole call, and the others are "
        "cancelled for it. See which branch got the 603, and whether a person or the network "
        "refused.")},
};

static const struct sl_reason_cause of_preemption[] = {
    {1, SL_TEXT(
        "UA被抢占：终端为优先级更高的呼叫让出了这一个。看同一终端随后接受的呼叫和它的"
        "Resource-Priority。",
        "UA preemption: the user agent gave this call up for one of higher precedence. Look at the "
        "call it takes next and at its Resource-Priority.")},
    {2, SL_TEXT(
        "预留的资源被抢占：网络把这个呼叫预留的带宽给了优先级更高的呼叫。看承载网的资源预留和容量。",
        "Reserved resources preempted: the network gave the bandwidth reserved for this call to one "
        "of higher precedence. Look at reservations and capacity of the bearer network.")},
    {3, SL_TEXT(
        "一般的抢占：呼叫被抢占，没有给出细节。看当时优先级更高的呼叫和中继容量。",
        "Generic preemption: the call was preempted and no details are given. Look for calls of "
        "higher precedence at that time and at trunk capacity.")},
    {4, SL_TEXT(
        "非IP网络中的抢占：呼叫在网关另一侧的网络中被抢占。看网关另一侧的原因值8或9。",
        "Non-IP preemption: the call was preempted in the network behind a gateway. Look for cause "
        "8 or 9 on the gateway's other side.")},
    {5, SL_TEXT(
        "网络抢占：网络为优先级更高的呼叫拆除了这一个。看是哪个网元发出的，以及它的抢占策略。",
        "Network preemption: the network released this call for one of higher precedence. Find the "
        "element that sent it and its preemption policy.")},
};

static const struct sl_reason_cause of_release[] = {
    {1, SL_TEXT(
        "用户结束了呼叫：正常挂机，不是故障。看是谁先拆线。",
        "User ends call: a normal release and no fault. See who released it first.")},
    {2, SL_TEXT(
        "RTP或RTCP超时：一段时间没有收到媒体，于是拆除呼叫。看媒体是否单通、防火墙和NAT，"
        "以及保持或静音期间的超时设置。",
        "RTP/RTCP time-out: no media arrived for some time and the call was released. Check for "
        "one-way media, firewalls and NAT, and the time-out while on hold or silent.")},
    {3, SL_TEXT(
        "媒体承载丢失：无线接入侧的承载断了，多由覆盖或切换引起。查接入网的释放原因。",
        "Media bearer loss: the bearer of the radio access broke, mostly for coverage or handover. "
        "Check why the access network released it.")},
    {4, SL_TEXT(
        "没有收到ACK而超时：200发出后等不到ACK，于是拆除呼叫。看200和ACK在哪一跳丢失，"
        "以及Contact和Record-Route的地址能否到达。",
        "SIP time-out, no ACK: the 200 got no ACK and the call was released. See on which hop the "
        "200 or the ACK got lost, and whether the addresses in Contact and Record-Route can be "
        "reached.")},
    {5, SL_TEXT(
        "等待SIP应答超时：请求没有得到应答，于是放弃。看哪一跳没有应答。",
        "SIP response time-out: a request got no response and was given up. See which hop stayed "
        "silent.")},
    {6, SL_TEXT(
        "呼叫建立超时：在规定的时间内没有接通。看振铃时长，以及呼叫停在哪一跳。",
        "Call-setup time-out: the call was not answered within the time allowed. See how long it "
        "rang and at which hop it stopped.")},
    {7, SL_TEXT(
        "重定向失败：呼叫转到新目的地没有成功。看发往新目的地的INVITE和它的最终应答。",
        "Redirection failure: the call could not be redirected. Look at the INVITE to the new "
        "destination and its final response.")},
};

static const struct sl_reason_cause of_failure[] = {
    {1, SL_TEXT(
        "媒体承载或QoS丢失：接入侧的专用承载断了。查无线覆盖、切换和承载的释放原因。",
        "Media bearer or QoS lost: the dedicated bearer of the access broke. Check coverage, "
        "handover and why the bearer was released.")},
    {2, SL_TEXT(
        "信令承载被释放：终端与网络之间传送SIP的承载断了。查附着状态和默认承载的释放原因。",
        "Release of signalling bearer: what carries SIP between terminal and network is gone. Check "
        "the attachment and why the default bearer was released.")},
    {3, SL_TEXT(
        "资源分配失败：网络没能为媒体分配承载。查PCRF或PCF的策略、签约的QoS和无线资源。",
        "Indication of failed resources allocation: the network could not set up a bearer for the "
        "media. Check policy (PCRF, PCF), subscribed quality and radio resources.")},
};

#define PROTOCOL(word, ref, what, zh, en) \
    {.name = (word), .reference = (ref), .kind = SL_REASON_##what, .text = SL_TEXT(zh, en)}
#define PROTOCOL_OF(word, ref, what, table, zh, en) \
    {.name = (word), .reference = (ref), .kind = SL_REASON_##what, .text = SL_TEXT(zh, en), \
     .causes = (table), .count = COUNT(table)}

static const struct sl_reason_protocol protocols[] = {
    PROTOCOL_OF("SIP", "RFC 3326", STATUS, of_sip,
        "原因是SIP状态码，即发送方得到的或本应给出的那个应答。看cause和text。",
        "The reason is a SIP status code: that of the response which the sender got or would have "
        "given. Look at cause and text."),
    PROTOCOL("Q.850", "RFC 3326, RFC 6432", Q850,
        "原因是Q.850的原因值，来自ISUP或ISDN一侧。看cause、text和location。",
        "The reason is a Q.850 cause, from the ISUP or ISDN side. Look at cause, text and "
        "location."),
    PROTOCOL("Q850", "RFC 3326", Q850,
        "这是Q.850的另一种写法，没有登记。看cause和text。",
        "Another spelling of Q.850, which is not registered. Look at cause and text."),
    PROTOCOL_OF("Preemption", "RFC 4411", OWN, of_preemption,
        "呼叫被优先级更高的呼叫抢占。看Resource-Priority和网络容量。",
        "The call was preempted by one of higher precedence. Look at Resource-Priority and at the "
        "capacity of the network."),
    PROTOCOL("STIR", "RFC 9410", STATUS,
        "主叫身份验证（STIR）的结果，原因是RFC 8224的状态码。看Identity头域。",
        "What verification of the caller's identity (STIR) found, as a status code of RFC 8224. Look "
        "at Identity."),
    PROTOCOL_OF("RELEASE_CAUSE", "3GPP TS 24.229", OWN, of_release,
        "终端说明它为何拆除呼叫，值见3GPP TS 24.229。",
        "The terminal tells why it released the call; the values are those of 3GPP TS 24.229."),
    PROTOCOL_OF("FAILURE_CAUSE", "3GPP TS 24.229", OWN, of_failure,
        "网络说明接入侧出了什么问题，值见3GPP TS 24.229。",
        "The network tells what failed on the access side; the values are those of 3GPP TS 24.229."),
    PROTOCOL("EMM", "3GPP TS 24.301", OTHER,
        "LTE移动性管理（EMM）的原因值，见3GPP TS 24.301。查终端的附着和跟踪区更新。",
        "A cause of LTE mobility management (EMM), see 3GPP TS 24.301. Check attachment and tracking "
        "area updates of the terminal."),
    PROTOCOL("ESM", "3GPP TS 24.301", OTHER,
        "LTE会话管理（ESM）的原因值，见3GPP TS 24.301。查承载的建立和释放。",
        "A cause of LTE session management (ESM), see 3GPP TS 24.301. Check how bearers were set up "
        "and released."),
    PROTOCOL("S1AP-RNL", "3GPP TS 36.413", OTHER,
        "S1接口无线网络层的原因值，见3GPP TS 36.413。查无线覆盖、切换和基站的释放原因。",
        "A cause of the radio network layer on S1, see 3GPP TS 36.413. Check coverage, handover and "
        "why the base station released the call."),
    PROTOCOL("S1AP-TL", "3GPP TS 36.413", OTHER,
        "S1接口传输层的原因值，见3GPP TS 36.413。查基站与核心网之间的传输。",
        "A cause of the transport layer on S1, see 3GPP TS 36.413. Check the transport between base "
        "station and core."),
    PROTOCOL("S1AP-NAS", "3GPP TS 36.413", OTHER,
        "S1接口上NAS的原因值，见3GPP TS 36.413。查终端的鉴权和附着。",
        "A cause of the non-access stratum on S1, see 3GPP TS 36.413. Check authentication and "
        "attachment of the terminal."),
    PROTOCOL("S1AP-MISC", "3GPP TS 36.413", OTHER,
        "S1接口的其他原因值，见3GPP TS 36.413。查设备的过载和人工操作。",
        "A miscellaneous cause on S1, see 3GPP TS 36.413. Check for overload and for intervention by "
        "operators."),
    PROTOCOL("S1AP-PROT", "3GPP TS 36.413", OTHER,
        "S1接口协议错误的原因值，见3GPP TS 36.413。查基站与核心网的版本是否相配。",
        "A protocol error on S1, see 3GPP TS 36.413. Check that versions of base station and core "
        "fit."),
    PROTOCOL("DIAMETER", "3GPP TS 29.273", OTHER,
        "Diameter的结果码，多来自非3GPP接入的鉴权。查AAA和HSS返回的结果。",
        "A Diameter result code, mostly of authentication for non-3GPP access. Check what AAA and "
        "HSS returned."),
    PROTOCOL("IKEV2", "RFC 7296", OTHER,
        "IKEv2的通知类型，说明经Wi-Fi接入的隧道为何断开。查终端与ePDG之间的隧道。",
        "A notify type of IKEv2: why the tunnel of a Wi-Fi access ended. Check the tunnel between "
        "terminal and ePDG."),
    PROTOCOL("FreeSWITCH", "FreeSWITCH", OTHER,
        "FreeSWITCH自己的挂断原因，没有登记；数值随版本变动，以text里的名称为准。"
        "按这个名称查它的日志和话单。",
        "FreeSWITCH's own hangup cause, not registered. Its numbers changed between versions, so go "
        "by the name in text, and look for it in its log and call records."),
};

static const struct sl_text of_nobody = SL_TEXT(
    "这不是已登记的原因协议，cause和text的含义由发送方自己规定。查该设备的文档和日志。",
    "This reason protocol is not registered: the sender alone defines what cause and text mean. Look "
    "them up in the documentation and the log of that device.");
/* clang-format on */

/* --- reading --------------------------------------------------------------------------------- */

static void read_cause(const char *value, struct sl_reason *reason)
{
    size_t length;
    const char *cause = sl_header_parameter(value, "cause", &length);

    reason->has_cause = cause && sl_header_number(cause, &reason->cause);
}

bool sl_reason_next(struct sl_arena *arena, const char **value, struct sl_reason *reason)
{
    const char *text = sl_header_skip_space(*value);
    size_t length = sl_header_word_length(text);

    while (*text && length == 0) {
        text = sl_header_next_value(text);
        length = sl_header_word_length(text);
    }
    if (!*text) {
        *value = text;
        return false;
    }
    *reason = (struct sl_reason){
        .protocol = sl_arena_strndup(arena, text, length),
        .text = sl_quoted_parameter(arena, text, "text"),
        .location = sl_quoted_parameter(arena, text, "location"),
    };
    read_cause(text, reason);
    *value = sl_header_next_value(text);
    return true;
}

/* --- explaining ------------------------------------------------------------------------------ */

static void append(GString *out, const char *text, enum sl_language language)
{
    if (out->len > 0 && language == SL_EN) {
        g_string_append_c(out, ' ');
    }
    g_string_append(out, text);
}

static void describe_status(unsigned code, const struct sl_catalogue *catalogue,
                            enum sl_language language, GString *out)
{
    bool zh = language == SL_ZH;
    const char *label =
        zh ? sl_catalogue_zh(catalogue, code) : sl_catalogue_phrase(catalogue, code);

    g_string_append_printf(out, "%s%u", zh ? "原因是状态码" : "The reason is status code ", code);
    if (label) {
        g_string_append_printf(out, zh ? "（%s）" : " (%s)", label);
    }
    g_string_append(out, zh ? "。" : ". ");
    g_string_append(out, sl_catalogue_explain(catalogue, code, SL_METHOD_OTHER, language));
}

static void describe_q850(const struct sl_reason *reason, enum sl_language language, GString *out)
{
    const struct sl_location *location =
        reason->location ? sl_location_from_name(reason->location, strlen(reason->location)) : NULL;

    append(out, sl_text_get(sl_cause_explain(reason->cause), language), language);
    if (location) {
        append(out, sl_text_get(&location->text, language), language);
    }
}

void sl_reason_describe(const struct sl_reason *reason, const struct sl_catalogue *catalogue,
                        enum sl_language language, GString *out)
{
    const struct sl_reason_protocol *protocol = sl_reason_protocol_find(reason->protocol);
    uint32_t cause = reason->cause;
    const struct sl_text *own =
        protocol && reason->has_cause ? sl_reason_own_text(protocol, cause) : NULL;

    if (!protocol) {
        g_string_append(out, sl_text_get(&of_nobody, language));
    } else if (own) {
        g_string_append(out, sl_text_get(own, language));
    } else if (reason->has_cause && protocol->kind == SL_REASON_Q850 && sl_cause_explain(cause)) {
        describe_q850(reason, language, out);
    } else if (reason->has_cause && protocol->kind == SL_REASON_STATUS && sl_status_class(cause)) {
        describe_status(cause, catalogue, language, out);
    } else {
        g_string_append(out, sl_text_get(&protocol->text, language));
    }
}

bool sl_reason_label(const struct sl_reason *reason, const struct sl_catalogue *catalogue,
                     struct sl_text *label)
{
    const struct sl_reason_protocol *protocol = sl_reason_protocol_find(reason->protocol);
    const struct sl_cause *cause = sl_cause_find(reason->cause);
    bool is_status = reason->cause >= SL_STATUS_MIN && reason->cause <= SL_STATUS_MAX;

    if (!protocol || !reason->has_cause) {
        return false;
    }
    if (protocol->kind == SL_REASON_Q850 && cause) {
        *label = cause->label;
        return true;
    }
    if (protocol->kind == SL_REASON_STATUS && is_status) {
        label->zh = sl_catalogue_zh(catalogue, reason->cause);
        label->en = sl_catalogue_phrase(catalogue, reason->cause);
        return label->zh && label->en;
    }
    return false;
}

/* --- the tables ------------------------------------------------------------------------------ */

unsigned sl_reason_protocol_count(void)
{
    return COUNT(protocols);
}

const struct sl_reason_protocol *sl_reason_protocol_at(unsigned index)
{
    return &protocols[index];
}

const struct sl_reason_protocol *sl_reason_protocol_find(const char *name)
{
    for (size_t i = 0; i < COUNT(protocols); i++) {
        if (g_ascii_strcasecmp(name, protocols[i].name) == 0) {
            return &protocols[i];
        }
    }
    return NULL;
}

const struct sl_text *sl_reason_own_text(const struct sl_reason_protocol *protocol, uint32_t cause)
{
    for (unsigned i = 0; i < protocol->count; i++) {
        if (protocol->causes[i].value == cause) {
            return &protocol->causes[i].text;
        }
    }
    return NULL;
}
