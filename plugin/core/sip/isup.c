/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/isup.h"

#include <glib.h>
#include <stddef.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */
#define MESSAGE(number, word, zh, en, text_zh, text_en) \
    {.type = (number), .name = (word), .label = SL_TEXT(zh, en), .text = SL_TEXT(text_zh, text_en)}

#define OTHERS_ZH "它由INFO或UPDATE携带。"
#define OTHERS_EN " INFO or UPDATE carries it."

/* Ascending. */
static const struct sl_isup_message messages[] = {
    MESSAGE(0x01, "IAM", "初始地址", "Initial address",
        "请求建立呼叫，带有被叫号码、主叫类别和承载要求。它由INVITE携带；看被叫号码、号码性质和跳计数。",
        "Asks for a call, with the called number, the caller's category and the bearer. INVITE "
        "carries it; look at the called number, its nature of address and the hop counter."),
    MESSAGE(0x02, "SAM", "后续地址", "Subsequent address",
        "重叠发码时送来IAM之后的号码。它由INFO、UPDATE或新的INVITE携带；看号码是否收全。",
        "Brings further digits after the IAM in overlap sending. INFO, UPDATE or a new INVITE carries it; see "
        "whether the number is complete."),
    MESSAGE(0x03, "INR", "信息请求", "Information request",
        "向主叫一侧要更多的信息，例如主叫号码。" OTHERS_ZH,
        "Asks the caller's side for more, such as the calling number." OTHERS_EN),
    MESSAGE(0x04, "INF", "信息", "Information",
        "答复信息请求。" OTHERS_ZH,
        "Answers an information request." OTHERS_EN),
    MESSAGE(0x05, "COT", "导通", "Continuity",
        "报告电路导通检验是否成功，此后呼叫才继续。" OTHERS_ZH,
        "Reports the outcome of the continuity check; only then the call goes on." OTHERS_EN),
    MESSAGE(0x06, "ACM", "地址全", "Address complete",
        "被叫号码已收全，呼叫正送往被叫，可能已在振铃。它由18x携带；看被叫状态指示与180或183是否相符。",
        "The number is complete and the call is on its way to the callee, perhaps ringing. A 18x "
        "carries it; see whether the called party's status fits 180 or 183."),
    MESSAGE(0x07, "CON", "连接", "Connect",
        "被叫直接应答，前面没有ACM。它由INVITE的200携带。",
        "The callee answered with no ACM before. The 200 to INVITE carries it."),
    MESSAGE(0x08, "FOT", "前向转移", "Forward transfer",
        "半自动呼叫中请求话务员介入。" OTHERS_ZH,
        "Asks an operator for help in a semi-automatic call." OTHERS_EN),
    MESSAGE(0x09, "ANM", "应答", "Answer",
        "被叫已经接听，计费由此开始。它由INVITE的200携带。",
        "The callee has answered, and charging begins. The 200 to INVITE carries it."),
    MESSAGE(0x0c, "REL", "释放", "Release",
        "请求释放呼叫，原因值说明为什么。它由BYE、CANCEL或失败的最终应答携带；看原因值和产生位置。",
        "Asks to release the call, and its cause tells why. BYE, CANCEL or a final failure carries "
        "it; look at the cause and its location."),
    MESSAGE(0x0d, "SUS", "暂停", "Suspend",
        "通话暂停，例如被叫挂机而主叫还没有拆线。" OTHERS_ZH,
        "The call is suspended, as when the callee hung up and the caller has not." OTHERS_EN),
    MESSAGE(0x0e, "RES", "恢复", "Resume",
        "暂停的通话恢复。" OTHERS_ZH,
        "A suspended call goes on." OTHERS_EN),
    MESSAGE(0x10, "RLC", "释放完成", "Release complete",
        "电路已经释放，可以再用。它由BYE的200携带。",
        "The circuit is released and may be used again. The 200 to BYE carries it."),
    MESSAGE(0x1f, "FAR", "性能请求", "Facility request",
        "请求启用一项补充业务。" OTHERS_ZH,
        "Asks for a supplementary service." OTHERS_EN),
    MESSAGE(0x20, "FAA", "性能接受", "Facility accepted",
        "接受所请求的补充业务。" OTHERS_ZH,
        "Grants the supplementary service asked for." OTHERS_EN),
    MESSAGE(0x21, "FRJ", "性能拒绝", "Facility reject",
        "拒绝所请求的补充业务，带有原因值。" OTHERS_ZH,
        "Refuses the supplementary service asked for, with a cause." OTHERS_EN),
    MESSAGE(0x2c, "CPG", "呼叫进展", "Call progress",
        "呼叫有了新情况，例如振铃、前转、带内通知或保持。它由18x携带，接通之后由INFO等请求携带；看事件指示与状态码是否相符。",
        "Something happened in the call: alerting, diversion, an announcement or hold. A 18x carries "
        "it, after the answer a request such as INFO; see whether its event fits the status code."),
    MESSAGE(0x2d, "USR", "用户到用户信息", "User-to-user information",
        "在双方之间传送用户数据。" OTHERS_ZH,
        "Carries data from one user to the other." OTHERS_EN),
    MESSAGE(0x2f, "CFN", "混乱", "Confusion",
        "收到不认识的消息或参数时的答复，带有原因值。" OTHERS_ZH,
        "Answers a message or parameter that was not recognised, with a cause." OTHERS_EN),
    MESSAGE(0x31, "CRG", "计费信息", "Charge information",
        "传送计费数据，各国的用法不同。" OTHERS_ZH,
        "Carries charging data, in ways that differ by country." OTHERS_EN),
    MESSAGE(0x32, "NRM", "网络资源管理", "Network resource management",
        "沿呼叫的路径修改网络资源，例如回声控制。" OTHERS_ZH,
        "Changes network resources on the way of a call, such as echo control." OTHERS_EN),
    MESSAGE(0x33, "FAC", "性能", "Facility",
        "在通话的任何阶段传送补充业务的信息。" OTHERS_ZH,
        "Carries information of supplementary services in any phase of a call." OTHERS_EN),
    MESSAGE(0x36, "IDR", "识别请求", "Identification request",
        "请求恶意呼叫识别所需的信息。" OTHERS_ZH,
        "Asks for what malicious call identification needs." OTHERS_EN),
    MESSAGE(0x37, "IRS", "识别应答", "Identification response",
        "答复识别请求。" OTHERS_ZH,
        "Answers an identification request." OTHERS_EN),
    MESSAGE(0x38, "SGM", "分段", "Segmentation",
        "前一条消息过长，这是它的其余部分。它与那条消息由同一条SIP消息携带。",
        "The rest of a message that was too long. The SIP message that carries the one carries the "
        "other."),
    MESSAGE(0x40, "LOP", "环路防止", "Loop prevention",
        "呼叫转移时防止形成环路。" OTHERS_ZH,
        "Keeps a call transfer from making a loop." OTHERS_EN),
    MESSAGE(0x41, "APM", "应用传送", "Application transport",
        "为承载控制等应用传送数据。它可由任何SIP消息携带。",
        "Carries data of applications such as bearer control. Any SIP message may carry it."),
    MESSAGE(0x42, "PRI", "释放前信息", "Pre-release information",
        "在REL之前或与它一起传送补充信息。它由携带REL的SIP消息或INFO携带。",
        "Carries more information before a REL or along with it. The SIP message with the REL, or "
        "INFO, carries it."),
};
/* clang-format on */

unsigned sl_isup_count(void)
{
    return COUNT(messages);
}

const struct sl_isup_message *sl_isup_at(unsigned index)
{
    return &messages[index];
}

const struct sl_isup_message *sl_isup_find(unsigned type)
{
    for (size_t i = 0; i < COUNT(messages); i++) {
        if (messages[i].type == type) {
            return &messages[i];
        }
    }
    return NULL;
}

const struct sl_isup_message *sl_isup_from_name(const char *name)
{
    for (size_t i = 0; i < COUNT(messages); i++) {
        if (g_ascii_strcasecmp(name, messages[i].name) == 0) {
            return &messages[i];
        }
    }
    return NULL;
}

static bool is_progress(unsigned status)
{
    return status >= 180 && status < 190;
}

static bool is_success(unsigned status)
{
    return status >= 200 && status < 300;
}

/* A call ends by BYE or CANCEL, or before it began by a final failure. */
static bool may_release(enum sl_method method, unsigned status)
{
    return status >= 300 ||
           (status == 0 && (method == SL_METHOD_BYE || method == SL_METHOD_CANCEL));
}

/* What belongs to a call in progress. Gateways differ in the request they choose for it. */
static bool may_inform(enum sl_method method, unsigned status)
{
    return status == 0 && (method == SL_METHOD_INFO || method == SL_METHOD_UPDATE ||
                           method == SL_METHOD_INVITE || method == SL_METHOD_PRACK);
}

bool sl_isup_belongs(unsigned type, enum sl_method method, unsigned status)
{
    switch (type) {
    case SL_ISUP_IAM:
        return method == SL_METHOD_INVITE && status == 0;
    case SL_ISUP_SAM:
    case SL_ISUP_COT:
    case SL_ISUP_SUS:
    case SL_ISUP_RES:
        return may_inform(method, status);
    case SL_ISUP_ACM:
        return method == SL_METHOD_INVITE && is_progress(status);
    case SL_ISUP_CPG: /* after the answer it notifies, of hold for example */
        return (method == SL_METHOD_INVITE && is_progress(status)) || may_inform(method, status);
    case SL_ISUP_CON:
    case SL_ISUP_ANM:
        return method == SL_METHOD_INVITE && is_success(status);
    case SL_ISUP_REL:
        return may_release(method, status);
    case SL_ISUP_RLC:
        return method == SL_METHOD_BYE && is_success(status);
    default:
        return true;
    }
}
