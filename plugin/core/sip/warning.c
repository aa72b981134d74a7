/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/warning.h"

#include <string.h>

#include "sip/header.h"
#include "sip/quoted.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */
#define CODE(number, ref, zh, en, meaning_zh, meaning_en) \
    {.code = (number), .reference = (ref), .label = SL_TEXT(zh, en), \
     .text = SL_TEXT(zh "：" meaning_zh, en ". " meaning_en)}

/* Ascending. */
static const struct sl_warn_code codes[] = {
    CODE(300, "RFC 3261 §20.43", "网络协议不兼容", "Incompatible network protocol",
        "会话描述里的网络类型不可用。看SDP的c=和o=行的网络类型，一般应为IN。",
        "A network type of the session description is not available. Look at the lines c= and o= of "
        "the SDP, which should normally say IN."),
    CODE(301, "RFC 3261 §20.43", "网络地址格式不兼容", "Incompatible network address formats",
        "会话描述里的地址格式不可用，常见的是一方只有IPv4，另一方只给了IPv6。"
        "看SDP的c=行是IP4还是IP6，再看是否需要ICE或地址转换。",
        "An address format of the session description is not available; often one side has IPv4 "
        "only and the other offers IPv6. See whether c= of the SDP says IP4 or IP6, and whether ICE "
        "or translation is needed."),
    CODE(302, "RFC 3261 §20.43", "传输协议不兼容", "Incompatible transport protocol",
        "会话描述里的媒体传输协议不可用，常见的是RTP/AVP与RTP/SAVP（SRTP）不一致。"
        "看SDP的m=行的传输协议，再看双方是否要求加密。",
        "A media transport of the session description is not available; often RTP/AVP meets "
        "RTP/SAVP (SRTP). Look at the transport in m= of the SDP and at whether a side insists on "
        "encryption."),
    CODE(303, "RFC 3261 §20.43", "带宽单位不兼容", "Incompatible bandwidth units",
        "会话描述里的带宽单位不被理解。看SDP的b=行，是AS、TIAS还是别的写法。",
        "A unit of bandwidth in the session description was not understood. Look at b= of the SDP: "
        "AS, TIAS or something else."),
    CODE(304, "RFC 3261 §20.43", "媒体类型不可用", "Media type not available",
        "会话描述里有一方不提供的媒体类型，例如视频、文本或传真。"
        "看SDP的m=行有哪些媒体类型，不支持的应以端口0拒绝，而不是拒绝整个呼叫。",
        "The session description has a media type that a side does not offer, such as video, text "
        "or fax. See the types in m= of the SDP: one that is not supported should be refused by "
        "port 0 and not with the whole call."),
    CODE(305, "RFC 3261 §20.43", "媒体格式不兼容", "Incompatible media format",
        "双方没有共同的编码，这是488最常见的原因。对照双方SDP的m=行和a=rtpmap列出的编码，"
        "再看中间网元是否删掉了编码。",
        "The two sides have no codec in common, which is the most frequent reason for a 488. Compare "
        "the codecs in m= and a=rtpmap of both SDPs, and see whether an element on the way removed "
        "some."),
    CODE(306, "RFC 3261 §20.43", "不理解的属性", "Attribute not understood",
        "会话描述里有不支持的媒体属性。看SDP的a=行，例如crypto、fingerprint、ptime或方向属性。",
        "The session description has a media attribute that is not supported. Look at a= of the SDP, "
        "such as crypto, fingerprint, ptime or the direction."),
    CODE(307, "RFC 3261 §20.43", "不理解的会话描述参数",
        "Session description parameter not understood",
        "会话描述里有另外的参数不被理解。看text指出的是哪一个，再逐行检查SDP的写法。",
        "Another parameter of the session description was not understood. See which one the text "
        "names, then check the SDP line by line."),
    CODE(330, "RFC 3261 §20.43", "不支持组播", "Multicast not available",
        "用户所在的网络不支持组播。看SDP的c=行是不是组播地址。",
        "The user's site has no multicast. See whether c= of the SDP is a multicast address."),
    CODE(331, "RFC 3261 §20.43", "不支持单播", "Unicast not available",
        "用户所在的网络不支持单播通信，通常是因为防火墙。看SDP的c=行和防火墙的媒体端口规则。",
        "The user's site has no unicast communication, usually for a firewall. Look at c= of the SDP "
        "and at the firewall's rules for media ports."),
    CODE(370, "RFC 3261 §20.43", "带宽不足", "Insufficient bandwidth",
        "会话描述要求的带宽，或者按媒体得知的带宽，超过了可用的带宽。"
        "看SDP的b=行和编码，再查接入带宽、呼叫准入控制（CAC）和当时的并发呼叫数。",
        "The bandwidth that the session description asks for, or that its media is known to need, "
        "is more than there is. Look at b= and the codecs of the SDP, then at access bandwidth, call "
        "admission control and the number of calls at that time."),
    CODE(380, "RFC 5630", "不允许使用SIPS", "SIPS Not Allowed",
        "请求用了sips URI，而对方不接受。看Request-URI和Contact的方案，改用sip URI再试。",
        "The request has a sips URI, which the other side does not accept. Look at the scheme of "
        "Request-URI and Contact, and try with a sip URI."),
    CODE(381, "RFC 5630", "要求使用SIPS", "SIPS Required",
        "对方只接受sips URI。看Request-URI和Contact的方案，以及全程能否使用TLS。",
        "The other side takes sips URIs only. Look at the scheme of Request-URI and Contact, and at "
        "whether TLS can be had on every hop."),
    CODE(399, "RFC 3261 §20.43", "其他警告", "Miscellaneous warning",
        "文字供人阅读或写入日志，程序不得据此自动处理。看text写了什么，再按agent找到加上它的网元。",
        "The text is for people or a log, and no program may act on it. Read what it says, then find "
        "by the agent which element added it."),
};

static const struct {
    uint16_t first, last;
    struct sl_text text;
} ranges[] = {
    {300, 329, SL_TEXT(
        "没有登记的警告码，属于会话描述的关键字问题。看text，再检查SDP的各行。",
        "A code that is not registered, of those about keywords of the session description. Read "
        "the text, then check the lines of the SDP.")},
    {330, 339, SL_TEXT(
        "没有登记的警告码，属于会话描述要求的基本网络业务。看text和SDP的c=行。",
        "A code that is not registered, of those about basic network services that the session "
        "description asks for. Read the text and c= of the SDP.")},
    {370, 379, SL_TEXT(
        "没有登记的警告码，属于会话描述要求的服务质量参数。看text和SDP的b=行。",
        "A code that is not registered, of those about quality of service parameters of the session "
        "description. Read the text and b= of the SDP.")},
    {390, 399, SL_TEXT(
        "没有登记的警告码，属于其他警告，多是某个厂商的说明，例如Kamailio的392是调试信息。看text和agent。",
        "A code that is not registered, of the miscellaneous ones: mostly a note of one vendor, as "
        "392 is debugging output of Kamailio. Read the text, and see the agent.")},
};

static const struct sl_text of_nobody = SL_TEXT(
    "没有登记的警告码，含义由加上它的网元规定。看text和agent，再查该设备的文档。",
    "A code that is not registered: the element that added it defines its meaning. Read the text, see "
    "the agent, and look the code up in that device's documentation.");
/* clang-format on */

/* True if TEXT begins with a code of three digits; it is *CODE. */
static bool read_code(const char *text, uint16_t *code)
{
    uint32_t number;

    if (sl_header_word_length(text) != 3 || !sl_header_number(text, &number) || number < 100) {
        return false;
    }
    *code = (uint16_t)number;
    return g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[2]);
}

/* What comes after the code: an agent, perhaps, and a quoted text, perhaps without its quotes. */
static void read_rest(struct sl_arena *arena, const char *rest, struct sl_warning *warning)
{
    rest = sl_header_skip_space(rest);
    if (*rest && *rest != '"' && *rest != ',') {
        size_t length = strcspn(rest, " \t\r\n\",");
        warning->agent = sl_arena_strndup(arena, rest, length);
        rest = sl_header_skip_space(rest + length);
    }
    if (*rest && *rest != ',') {
        warning->text = sl_quoted_or_bare(arena, rest, ",\r\n");
    }
}

bool sl_warning_next(struct sl_arena *arena, const char **value, struct sl_warning *warning)
{
    const char *text = sl_header_skip_space(*value);
    uint16_t code = 0;

    while (*text && !read_code(text, &code)) {
        text = sl_header_next_value(text);
    }
    if (!*text) {
        *value = text;
        return false;
    }
    *warning = (struct sl_warning){.code = code};
    read_rest(arena, text + 3, warning);
    *value = sl_header_next_value(text);
    return true;
}

unsigned sl_warn_code_count(void)
{
    return COUNT(codes);
}

const struct sl_warn_code *sl_warn_code_at(unsigned index)
{
    return &codes[index];
}

const struct sl_warn_code *sl_warn_code_find(unsigned code)
{
    for (size_t i = 0; i < COUNT(codes); i++) {
        if (codes[i].code == code) {
            return &codes[i];
        }
    }
    return NULL;
}

const struct sl_text *sl_warn_code_explain(unsigned code)
{
    const struct sl_warn_code *known = sl_warn_code_find(code);

    if (known) {
        return &known->text;
    }
    for (size_t i = 0; i < COUNT(ranges); i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return &ranges[i].text;
        }
    }
    return &of_nobody;
}
