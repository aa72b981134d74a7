/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about single messages: what every request or response must carry. */
#include <string.h>

#include "rules/find.h"

/* --- cseq_method_mismatch --------------------------------------------------------------------- */

/* It says what its first copy said. */
static bool is_equal_repeat(const struct sl_record *record)
{
    return record->original && record->original->digest == record->digest;
}

static void cseq_method_mismatch_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (is_equal_repeat(look->record)) {
        return;
    }
    if (m->cseq_method && m->method_name && strcmp(m->cseq_method, m->method_name) != 0) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(m->method_name),
                     SL_NUMBER(m->cseq_number), SL_STRING(m->cseq_method));
    }
}

/* clang-format off */
static const struct sl_rule cseq_method_mismatch = {
    .name = "cseq_method_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §8.1.1.5",
    .summary = SL_TEXT("CSeq中的方法与请求的方法不一致",
                       "The CSeq method is not the request's own"),
    .wording = {SL_TEXT("{0}请求的CSeq是“{1} {2}”，其中的方法应为{0}",
                        "the {0} request has CSeq \"{1} {2}\"; its method must be {0}")},
    .meaning = SL_TEXT(
        "CSeq由序号和方法组成，其中的方法必须就是请求自己的方法；两者不同则报告。"
        "ACK和CANCEL也一样：序号沿用INVITE的，方法写自己的。首次发出时没有错、重传时才错的，也报"
        "告。",
        "CSeq holds a number and a method, and the method must be the request's own; the "
        "rule fires where it is another, also in a repeat whose first copy was right. ACK and "
        "CANCEL are no exception: they keep the number of their INVITE but name themselves."),
    .why = SL_TEXT(
        "应答照抄CSeq，客户端凭Via分支和CSeq中的方法为应答找事务（RFC 3261 §17.1.3）。"
        "方法写错，任何应答都对不上；不少服务器会以400拒绝这样的请求。",
        "A response copies CSeq, and the client finds its transaction by the Via branch and "
        "that method (RFC 3261 §17.1.3). With a wrong one no response fits; many servers "
        "refuse such a request with 400."),
    .next = SL_TEXT(
        "逐跳比较：是终端写错的，还是途中的SBC、ALG或B2BUA改写请求时只改了起始行。"
        "再看随后有没有400，或者请求一直重传。",
        "Compare the hops: did the terminal write it, or did an SBC, ALG or B2BUA on the way "
        "change the start line only? Then see whether a 400 follows, or the request is "
        "repeated in vain."),
    .subjects = SL_ON_REQUEST | SL_ON_REPEAT, .check = cseq_method_mismatch_check,
};
/* clang-format on */

/* --- header_missing --------------------------------------------------------------------------- */

/* What M must have: bits of enum sl_header. */
static unsigned headers_needed(const struct sl_message *m)
{
    const unsigned all =
        SL_HEADER_VIA | SL_HEADER_FROM | SL_HEADER_TO | SL_HEADER_CALL_ID | SL_HEADER_CSEQ;

    if (m->is_response) {
        return all;
    }
    switch (m->method) {
    case SL_METHOD_SUBSCRIBE:
    case SL_METHOD_PUBLISH:
        return all | SL_HEADER_EVENT;
    case SL_METHOD_NOTIFY:
        /* Many servers send one outside of any subscription: check-sync, keep-alive. */
        return m->to_tag ? all | SL_HEADER_EVENT | SL_HEADER_SUBSCRIPTION_STATE : all;
    case SL_METHOD_REFER:
        return all | SL_HEADER_REFER_TO;
    case SL_METHOD_PRACK:
        return all | SL_HEADER_RACK;
    default:
        return all;
    }
}

static void header_missing_check(const struct sl_look *look)
{
    static const struct {
        enum sl_header header;
        const char *name;
    } wanted[] = {
        {SL_HEADER_VIA, "Via"},
        {SL_HEADER_FROM, "From"},
        {SL_HEADER_TO, "To"},
        {SL_HEADER_CALL_ID, "Call-ID"},
        {SL_HEADER_CSEQ, "CSeq"},
        {SL_HEADER_EVENT, "Event"},
        {SL_HEADER_SUBSCRIPTION_STATE, "Subscription-State"},
        {SL_HEADER_REFER_TO, "Refer-To"},
        {SL_HEADER_RACK, "RAck"},
    };
    const struct sl_message *m = look->message;
    const unsigned all = headers_needed(m);
    char missing[80] = "";

    if ((m->headers & all) == all || m->truncated) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (wanted[i].header & all & ~m->headers) {
            g_strlcat(missing, missing[0] ? ", " : "", sizeof missing);
            g_strlcat(missing, wanted[i].name, sizeof missing);
        }
    }
    SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(missing));
}

/* clang-format off */
static const struct sl_rule header_missing = {
    .name = "header_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
    .documented = true,
    .reference = "RFC 3261 §8.1.1, §25.1; RFC 6665 §8.2.1, §8.2.3, RFC 3515 §2.4.1, RFC 3262 §4, RFC 3903 §4",
    .summary = SL_TEXT("缺少必备头域", "A mandatory header field is missing"),
    .wording = {SL_TEXT("消息缺少必备头域：{0}", "the message lacks {0}")},
    .meaning = SL_TEXT(
        "每个请求和应答都必须有Via、From、To、Call-ID和CSeq，缺少哪一个就报告哪一个；"
        "简写形式（v、f、t、i、o、r）也算有。有的方法还要别的：SUBSCRIBE和PUBLISH要Event，订阅中"
        "的NOTIFY要Event和Subscription-State，REFER要Refer-To，PRACK要RAck。应答缺Call-ID时，"
        "Via分支、CSeq和主机若只对得上一个请求，它就是那个请求的应答。",
        "Every request and response must have Via, From, To, Call-ID and CSeq; the rule "
        "names those that are missing. Compact forms (v, f, t, i, o, r) count as there. Some "
        "methods need more: SUBSCRIBE and PUBLISH Event, a NOTIFY of a subscription Event "
        "and Subscription-State, REFER Refer-To, PRACK RAck. A response without Call-ID "
        "still answers the one request that branch, CSeq and hosts leave."),
    .unless = SL_TEXT(
        "抓包长度截断了这个帧：头域可能在没有抓到的部分里；NOTIFY没有To标签，不属于任何订阅"
        "（check-sync、保活）。",
        "The frame was cut by the capture's snap length: the header field may be in what is "
        "not there; a NOTIFY has no To tag and so is of no subscription (check-sync, "
        "keep-alive)."),
    .why = SL_TEXT(
        "消息属于哪个事务和对话、应答送往哪里，都要靠这五个头域。缺了一个，"
        "接收方只能回400或丢弃，发送方看到的往往只是超时。",
        "These five say to which transaction and dialog a message belongs and where "
        "responses go. Without one the recipient can only answer 400 or drop the message, "
        "and the sender mostly sees a timeout."),
    .next = SL_TEXT(
        "先看消息是否完整：IP分片丢失、TCP流错位或Content-Length不对，都会让头域“消失”。"
        "若消息完整，看从哪一跳起缺少，查该处SBC或ALG的头域改写规则。",
        "First see whether the message is whole: a lost IP fragment, a TCP stream out of "
        "step or a wrong Content-Length makes header fields vanish. If it is whole, find the "
        "hop from which the field is gone, and check the header manipulation of the SBC or "
        "ALG there."),
    .subjects = SL_ON_REQUEST | SL_ON_RESPONSE, .check = header_missing_check,
};
/* clang-format on */

/* --- from_tag_missing ------------------------------------------------------------------------- */

static void from_tag_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if ((m->headers & SL_HEADER_FROM) && !m->from_tag && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(m->method_name),
                     SL_STRING(m->from_text));
    }
}

/* clang-format off */
static const struct sl_rule from_tag_missing = {
    .name = "from_tag_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
    .reference = "RFC 3261 §8.1.1.3",
    .summary = SL_TEXT("请求的From没有标签", "The From of a request has no tag"),
    .wording = {SL_TEXT("{0}请求的From没有标签：{1}",
                        "the From of this {0} has no tag: {1}")},
    .meaning = SL_TEXT(
        "请求的From必须带标签，没有则报告；RFC 2543时代的设备没有这个要求。",
        "The From of a request must have a tag, and the rule fires where it has none; "
        "equipment of the days of RFC 2543 did not need one."),
    .why = SL_TEXT(
        "From标签是对话标识的一半。没有它，只能凭Call-ID和URI区分对话，并发呼叫、"
        "Replaces转接和订阅容易混淆；严格的服务器会以400拒绝。",
        "The From tag is half of what identifies a dialog. Without it only Call-ID and URIs "
        "tell dialogs apart, so that parallel calls, transfers with Replaces and "
        "subscriptions get mixed up; strict servers answer 400."),
    .next = SL_TEXT(
        "看User-Agent是否为老设备、自编客户端或探测脚本；若前一跳还有标签，"
        "就是途中网元删去的。应升级发送方，或由SBC补上并保持不变。",
        "Look at User-Agent for old equipment, a home-made client or a probe; if the hop "
        "before still has the tag, an element on the way drops it. Update the sender, or "
        "have the SBC add a tag and keep it the same throughout."),
    .subjects = SL_ON_REQUEST, .check = from_tag_missing_check,
};
/* clang-format on */

/* --- to_tag_missing --------------------------------------------------------------------------- */

static void to_tag_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (m->status != 100 && (m->headers & SL_HEADER_TO) && !m->to_tag && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(m->status), SL_STRING(m->cseq_method),
                     SL_STRING(m->to_text));
    }
}

/* clang-format off */
static const struct sl_rule to_tag_missing = {
    .name = "to_tag_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
    .reference = "RFC 3261 §8.2.6.2",
    .summary = SL_TEXT("应答的To没有标签", "The To of a response has no tag"),
    .wording = {SL_TEXT("对{1}的{0}应答，To没有标签：{2}",
                        "the To of this {0} to {1} has no tag: {2}")},
    .meaning = SL_TEXT(
        "除100以外，每个应答的To都必须有标签：请求里没有时，由产生应答的一方加上。"
        "没有则在首次出现的那一帧报告。",
        "Every response but a 100 must have a To tag: where the request has none, whoever "
        "makes the response adds it. The rule fires at the first frame of a response without "
        "one."),
    .why = SL_TEXT(
        "主叫凭To标签建立早期对话和对话，ACK、PRACK和BYE都要带上它；"
        "分叉时还靠它分辨是哪个被叫。2xx没有标签，后面的请求容易得到481。",
        "The caller makes its early and confirmed dialogs by the To tag, which ACK, PRACK "
        "and BYE must carry; with a fork it tells the callees apart. After a 2xx without it, "
        "later requests tend to get 481."),
    .next = SL_TEXT(
        "看应答是谁产生的（Server头域、Via剩几层）：代理服务器或SBC自己产生的4xx、"
        "5xx最容易漏掉标签。再看ACK的To标签是否也空着，通话有没有因此受影响。",
        "See who made the response (Server, number of Via values left): a 4xx or 5xx that a "
        "proxy or SBC makes itself is the usual case. Then see whether the ACK lacks the tag "
        "as well and whether the call suffers."),
    .subjects = SL_ON_RESPONSE, .check = to_tag_missing_check,
};
/* clang-format on */

/* --- max_forwards_missing --------------------------------------------------------------------- */

static void max_forwards_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    /* The ACK to a non-2xx is built from the INVITE by the transaction layer (§17.1.1.3). */
    if (!(m->headers & SL_HEADER_MAX_FORWARDS) && m->method != SL_METHOD_ACK && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(m->method_name));
    }
}

/* clang-format off */
static const struct sl_rule max_forwards_missing = {
    .name = "max_forwards_missing", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §8.1.1.6",
    .summary = SL_TEXT("请求没有Max-Forwards", "A request has no Max-Forwards"),
    .wording = {SL_TEXT("{0}请求没有Max-Forwards头域，无法防止环路",
                        "this {0} has no Max-Forwards, which guards against loops")},
    .meaning = SL_TEXT(
        "请求必须带Max-Forwards（推荐初值70），每经过一个代理服务器减1，为0时不再转发，"
        "以483拒绝。请求没有这个头域则报告。",
        "A request must have Max-Forwards (70 is recommended): each proxy takes one off, and "
        "at 0 the request goes no further and gets 483. The rule fires where the header "
        "field is missing."),
    .unless = SL_TEXT(
        "ACK不在此列。",
        "ACK is not judged."),
    .why = SL_TEXT(
        "路由配成环时，全靠它让请求停下来；没有它，请求会在几台服务器之间兜圈子。"
        "代理服务器会自行补上（RFC 3261 §16.6第3步），所以呼叫一般不受影响。",
        "It is what stops a request where routing goes in a circle. A proxy adds a missing "
        "one (RFC 3261 §16.6 step 3), so calls seldom suffer."),
    .next = SL_TEXT(
        "看是哪个终端或脚本发出的；若前一跳还有，查途中是谁删去的。怀疑成环时，"
        "看Via里有没有反复出现的地址，以及有没有483或482。",
        "See which terminal or script sent it; if the hop before still has the field, find "
        "who drops it. If you suspect a loop, look for an address that is in Via more than "
        "once, and for 483 or 482."),
    .subjects = SL_ON_REQUEST, .check = max_forwards_missing_check,
};
/* clang-format on */

/* --- branch_cookie_missing -------------------------------------------------------------------- */

enum { BRANCH_WITHOUT_COOKIE, NO_BRANCH };

static bool has_cookie(const char *branch)
{
    return branch && strncmp(branch, "z9hG4bK", 7) == 0;
}

static void branch_cookie_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (!(m->headers & SL_HEADER_VIA) || m->truncated || has_cookie(m->branch)) {
        return;
    }
    if (m->branch) {
        SL_FIND_ONCE(look, look->arrival->via, BRANCH_WITHOUT_COOKIE, SL_STRING(m->method_name),
                     SL_STRING(m->branch));
    } else {
        SL_FIND_ONCE(look, look->arrival->via, NO_BRANCH, SL_STRING(m->method_name),
                     SL_STRING(m->via_text));
    }
}

/* clang-format off */
static const struct sl_rule branch_cookie_missing = {
    .name = "branch_cookie_missing", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
    .reference = "RFC 3261 §8.1.1.7",
    .summary = SL_TEXT("最上面的Via分支没有z9hG4bK前缀",
                       "The top Via branch lacks the z9hG4bK cookie"),
    .wording = {[BRANCH_WITHOUT_COOKIE] = SL_TEXT("{0}请求最上面的Via分支“{1}”不以z9hG4bK开头，事务只能按RFC 2543的旧规则匹配",
                        "the top Via branch \"{1}\" of this {0} does not begin with z9hG4bK, so its "
                        "transaction is matched by the older rules of RFC 2543"),
                [NO_BRANCH] = SL_TEXT("{0}请求最上面的Via没有branch参数：{1}",
                        "the top Via of this {0} has no branch: {1}")},
    .meaning = SL_TEXT(
        "请求最上面的Via必须带branch参数，并以z9hG4bK开头，表示这个值只用于一个事务。"
        "没有branch参数，或没有这个前缀，则报告。",
        "The top Via of a request must have a branch that begins with z9hG4bK, which says "
        "that no other transaction has it. The rule fires where there is no branch, or one "
        "without that cookie."),
    .why = SL_TEXT(
        "没有这个前缀，接收方只能用RFC 2543的老办法，凭Request-URI、标签、Call-ID、"
        "CSeq和Via匹配事务，CANCEL、ACK和重传都容易配错。siplens也只能这样匹配，"
        "凡是取决于Via分支的规则就不下结论。",
        "Without the cookie a recipient falls back to RFC 2543 and matches by Request-URI, "
        "tags, Call-ID, CSeq and Via, so that CANCEL, ACK and repeats easily go astray. "
        "siplens has to do the same, and its rules about branches then stay silent."),
    .next = SL_TEXT(
        "看User-Agent：多为很老的设备、测试脚本或扫描器，互通正常时可以不管。"
        "若CANCEL不起作用、ACK没人理会，就从这里查起。",
        "Look at User-Agent: mostly very old equipment, a test script or a scanner, and "
        "where calls work it can be left alone. Where a CANCEL has no effect or an ACK is "
        "ignored, start here."),
    .subjects = SL_ON_REQUEST, .check = branch_cookie_missing_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_message, &cseq_method_mismatch, &header_missing, &from_tag_missing,
         &to_tag_missing, &max_forwards_missing, &branch_cookie_missing);
