/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about single messages: what those of one kind must carry, and whose response it is. */
#include "base/limits.h"
#include "model/lookup.h"
#include "rules/find.h"

/* --- contact_missing -------------------------------------------------------------------------- */

enum { IN_INVITE, IN_SUCCESS };

static void contact_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if ((m->headers & SL_HEADER_CONTACT) || m->truncated) {
        return;
    }
    if (!m->is_response) {
        SL_FIND_ONCE(look, NULL, IN_INVITE, SL_NUMBER(m->cseq_number));
    } else if (sl_status_is_success(m->status)) {
        SL_FIND_ONCE(look, NULL, IN_SUCCESS, SL_NUMBER(m->status), SL_NUMBER(m->cseq_number));
    }
}

/* clang-format off */
static const struct sl_rule contact_missing = {
    .name = "contact_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §8.1.1.8, §12.1.1, §20.10",
    .summary = SL_TEXT("INVITE或其2xx没有Contact", "An INVITE, or a 2xx to one, has no Contact"),
    .wording = {[IN_INVITE] = SL_TEXT("INVITE（CSeq {0}）没有Contact头域，被叫在对话内的请求将无处可发",
                        "the INVITE (CSeq {0}) has no Contact: the callee cannot address requests "
                        "within the dialog"),
                [IN_SUCCESS] = SL_TEXT("对INVITE（CSeq {1}）的{0}没有Contact头域，ACK和BYE将无处可发",
                        "the {0} to INVITE (CSeq {1}) has no Contact: ACK and BYE have no target")},
    .meaning = SL_TEXT(
        "INVITE（包括re-INVITE）和对它的2xx都必须带Contact，写明对话内的请求该发往哪里；"
        "没有则报告。",
        "An INVITE, a re-INVITE too, and a 2xx to it must have a Contact, which says where "
        "requests within the dialog go; the rule fires where there is none."),
    .why = SL_TEXT(
        "INVITE没有Contact，被叫的BYE和re-INVITE就无处可发；2xx没有Contact，"
        "ACK和BYE就无处可发。结果常是接通约32秒后掉线，或一方挂机后另一方还占着线。",
        "Without it in the INVITE the callee cannot address BYE or re-INVITE; without it in "
        "the 2xx the caller cannot address ACK or BYE. Calls then drop after about 32 s, or "
        "stay up at one end when the other hangs up."),
    .next = SL_TEXT(
        "看前一跳是否还有Contact：隐藏拓扑的SBC若删去它，就必须换上自己的地址。"
        "再看ACK和BYE实际发往哪里，有没有得到应答。",
        "See whether the hop before still has it: an SBC that hides topology must put its "
        "own Contact in the place of the one it takes out. Then see where ACK and BYE really "
        "go and whether they are answered."),
    .subjects = SL_ON_INVITE | SL_ON_INVITE_RESPONSE, .check = contact_missing_check,
};
/* clang-format on */

/* --- redirect_contact_missing ----------------------------------------------------------------- */

/* A 380 has its alternative in the body (§21.3.5). */
static bool redirects_by_contact(unsigned status)
{
    return (status >= 300 && status <= 302) || status == 305;
}

static void redirect_contact_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (redirects_by_contact(m->status) && !(m->headers & SL_HEADER_CONTACT) && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(m->status),
                     SL_NUMBER(m->cseq_number));
    }
}

/* clang-format off */
static const struct sl_rule redirect_contact_missing = {
    .name = "redirect_contact_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §8.3, §13.3.1.2, §21.3.4",
    .summary = SL_TEXT("重定向应答没有Contact", "A redirection has no Contact"),
    .wording = {SL_TEXT("对INVITE（CSeq {1}）的{0}没有Contact头域，主叫不知道该改呼何处",
                        "the {0} to INVITE (CSeq {1}) has no Contact: the caller is not told where to go")},
    .meaning = SL_TEXT(
        "对INVITE的300、301、302或305应当用Contact给出改呼的地址；一个也没有则报告。",
        "A 300, 301, 302 or 305 to an INVITE should give in Contact where to call instead; "
        "the rule fires where there is no Contact at all."),
    .unless = SL_TEXT(
        "380：替代的服务写在消息体里。",
        "380: the alternative is described in its body."),
    .why = SL_TEXT(
        "主叫只知道要改呼，不知道改呼何处，呼叫就此失败；而对端本来多半是要前转或换一条路由。",
        "The caller learns that it should call elsewhere but not where, so the call ends "
        "here, although the other side most likely meant to divert it or to take another "
        "route."),
    .next = SL_TEXT(
        "看重定向服务器的前转设置、携号查询或选路结果是否为空（查不到就该回404或480）；"
        "再看是不是途中的网元隐藏拓扑时删去了Contact。",
        "See whether diversion settings, number portability lookup or routing of the "
        "redirect server came back empty (404 or 480 would then be due), and whether an "
        "element that hides topology took the Contact out."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = redirect_contact_missing_check,
};
/* clang-format on */

/* --- challenge_missing ------------------------------------------------------------------------ */

static void challenge_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    bool www = m->status == 401 && !(m->headers & SL_HEADER_WWW_AUTHENTICATE);
    bool proxy = m->status == 407 && !(m->headers & SL_HEADER_PROXY_AUTHENTICATE);

    if ((www || proxy) && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(m->status), SL_STRING(m->cseq_method),
                     SL_STRING(www ? "WWW-Authenticate" : "Proxy-Authenticate"));
    }
}

/* clang-format off */
static const struct sl_rule challenge_missing = {
    .name = "challenge_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §22.2, §22.3",
    .summary = SL_TEXT("401或407没有质询", "A 401 or 407 carries no challenge"),
    .wording = {SL_TEXT("对{1}的{0}没有{2}头域，客户端无法据此给出凭证",
                        "the {0} to {1} has no {2}: the client cannot make credentials")},
    .meaning = SL_TEXT(
        "401必须带WWW-Authenticate，407必须带Proxy-Authenticate，其中有realm和nonce；"
        "没有相应的头域则报告。",
        "A 401 must have WWW-Authenticate and a 407 Proxy-Authenticate, with realm and "
        "nonce; the rule fires where that header field is missing."),
    .why = SL_TEXT(
        "没有质询，客户端就算不出凭证：注册一直不成功，呼叫停在第一步，"
        "有的终端还会不停地重试。",
        "Without a challenge the client cannot compute credentials: registration never "
        "succeeds, a call stops at its first step, and some terminals go on trying without "
        "end."),
    .next = SL_TEXT(
        "看头域是否用反了（401配WWW-Authenticate，407配Proxy-Authenticate），"
        "或者途中的网元改了状态码、删了头域。再查发出它的服务器的认证配置。",
        "See whether the fields are swapped (WWW-Authenticate goes with 401, "
        "Proxy-Authenticate with 407), or an element on the way changed the code or dropped "
        "the field. Then check the authentication settings of the server that sent it."),
    .subjects = SL_ON_RESPONSE, .check = challenge_missing_check,
};
/* clang-format on */

/* --- unknown_status --------------------------------------------------------------------------- */

enum { STATUS_OF_CLASS, STATUS_OF_NO_CLASS };

/* What a response with an unknown STATUS is treated as (§8.1.3.2). */
static unsigned treated_as(unsigned status)
{
    return status / 100 == 1 ? 183 : status / 100 * 100;
}

static void unknown_status_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (!sl_catalogue_is_known(look->checker->catalogue, m->status)) {
        SL_FIND_ONCE(look, NULL, sl_status_class(m->status) ? STATUS_OF_CLASS : STATUS_OF_NO_CLASS,
                     SL_NUMBER(m->status), SL_NUMBER(treated_as(m->status)));
    }
}

/* clang-format off */
static const struct sl_rule unknown_status = {
    .name = "unknown_status", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
    .documented = true, .reference = "RFC 3261 §8.1.3.2",
    .summary = SL_TEXT("未登记的状态码", "The status code is not registered"),
    .wording = {[STATUS_OF_CLASS] = SL_TEXT("状态码{0}未登记，按{1}处理", "status code {0} is not registered; it is treated as {1}"),
                [STATUS_OF_NO_CLASS] = SL_TEXT("状态码{0}不属于任何类别：状态码应在100至699之间",
                        "{0} is of no class: status codes are from 100 to 699")},
    .meaning = SL_TEXT(
        "这个状态码没有登记。收到它的一方按同类的x00处理，不认识的1xx当作183。",
        "The status code is not registered. Whoever gets it treats it as x00 of its class, "
        "or as 183 if it is a 1xx."),
    .unless = SL_TEXT(
        "已在首选项的表siplens_status里加上了这个状态码。",
        "The code was added in the preference table siplens_status."),
    .why = SL_TEXT(
        "自定的状态码只有自家设备懂。别的网元把它当作400或500，是否换路由、怎样计费、"
        "话务如何统计，都可能与本意不同。",
        "Only the maker's own equipment knows what such a code says. To others it is a 400 "
        "or 500, so that rerouting, charging and statistics may not be what was meant."),
    .next = SL_TEXT(
        "看原因短语、Server、Warning和Reason头域，在设备手册里查它的含义，"
        "然后用siplens_status给它加上名称；再看上游网元收到它之后怎样处理。",
        "Read the reason phrase, Server, Warning and Reason, look the code up in the "
        "vendor's manual and name it in siplens_status; then see what the elements upstream "
        "make of it."),
    .subjects = SL_ON_RESPONSE, .check = unknown_status_check,
};
/* clang-format on */

/* --- response_mismatch ------------------------------------------------------------------------ */

/* INVITE and its CANCEL share a branch (§9.1), so one of them may be missing from the capture. */
static bool may_share_branch(enum sl_method a, enum sl_method b)
{
    return a == b || (a == SL_METHOD_INVITE && b == SL_METHOD_CANCEL) ||
           (a == SL_METHOD_CANCEL && b == SL_METHOD_INVITE);
}

/* What a response and a request do not have alike. */
struct difference {
    const struct sl_text *what;
    struct sl_value here, there; /* that of the response, that of the request */
};

/* Whether the response is another's than request T's, and then how. */
static bool differs(const struct sl_look *look, const struct sl_transaction *t,
                    struct difference *d)
{
    static const struct sl_text call_id = SL_TEXT("Call-ID", "Call-ID");
    static const struct sl_text number = SL_TEXT("CSeq序号", "CSeq number");
    static const struct sl_text method = SL_TEXT("CSeq方法", "CSeq method");
    static const struct sl_text from_tag = SL_TEXT("From标签", "From tag");
    const struct sl_message *m = look->message;

    if (t->call != look->record->call) {
        *d = (struct difference){&call_id, SL_STRING(look->record->call->id),
                                 SL_STRING(t->call->id)};
    } else if (t->cseq_number != m->cseq_number) {
        *d = (struct difference){&number, SL_NUMBER(m->cseq_number), SL_NUMBER(t->cseq_number)};
    } else if (!may_share_branch(t->cseq_method, (enum sl_method)look->record->method)) {
        *d = (struct difference){&method, SL_STRING(m->cseq_method),
                                 sl_method_value(t->cseq_method)};
    } else if ((m->headers & SL_HEADER_FROM) && g_strcmp0(t->from_tag, m->from_tag) != 0) {
        *d = (struct difference){&from_tag, SL_STRING(m->from_tag), SL_STRING(t->from_tag)};
    } else {
        return false;
    }
    return true;
}

/* Requests of T were sent where the response comes from, by the host that gets it. */
static bool went_there(const struct sl_transaction *t, const struct sl_record *response)
{
    return t->request && t->client == response->destination && t->server == response->source;
}

/* A response to ACK is none at all (§17): what it is about does not matter. */
static bool can_be_matched(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_via *via = look->arrival->via;

    return via && via->has_cookie && via->transaction_count <= SL_VIA_TRANSACTIONS_MAX &&
           !m->truncated && look->record->call && m->has_cseq_number &&
           look->record->method != SL_METHOD_ACK;
}

static void response_mismatch_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *nearest = NULL;
    struct difference first;

    if (!can_be_matched(look)) {
        return;
    }
    for (const struct sl_transaction *t = look->arrival->via->transactions; t; t = t->next_on_via) {
        struct difference d;

        if (!went_there(t, look->record)) {
            continue;
        }
        if (!differs(look, t, &d)) {
            return;
        }
        if (!nearest) {
            nearest = t;
            first = d;
        }
    }
    if (nearest) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(m->status),
                SL_TEXT_VALUE(first.what), SL_FRAME(nearest->request->frame), SL_STRING(m->branch),
                first.here, first.there);
    }
}

/* clang-format off */
static const struct sl_rule response_mismatch = {
    .name = "response_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
    .reference = "RFC 3261 §8.2.6.2",
    .summary = SL_TEXT("应答与请求的Call-ID、From标签或CSeq不一致",
                       "A response changes Call-ID, From tag or CSeq of its request"),
    .wording = {SL_TEXT("{0}应答的Via分支{3}属于第{2}帧的请求，但{1}与之不同（应答为{4}，请求为{5}）",
                        "this {0} has the Via branch {3} of the request in frame {2} but another {1} "
                        "({4} here, {5} there)")},
    .meaning = SL_TEXT(
        "应答必须照抄请求的Via、Call-ID、From和CSeq。这个应答最上面的Via（分支和sent-by）属于"
        "这一跳上抓到的请求，Call-ID、From标签或CSeq却与它们都不同；文字里写明是哪一项，以及两边的值。",
        "A response must copy Via, Call-ID, From and CSeq of its request. The top Via of "
        "this one (branch and sent-by) is that of requests captured on this hop, but its "
        "Call-ID, From tag or CSeq is that of none of them; the text says which, with both "
        "values."),
    .unless = SL_TEXT(
        "应答来自请求没有发往的地址；Via分支没有z9hG4bK前缀。",
        "It comes from an address that none of these requests was sent to; the branch lacks "
        "the z9hG4bK cookie."),
    .why = SL_TEXT(
        "客户端按Via分支把它交给一个事务，内容却属于另一个呼叫：要么丢弃而后超时，"
        "要么弄乱呼叫的状态。",
        "The client hands it to one transaction by its branch, while the content belongs to "
        "another call: it is dropped, and a timeout follows, or the state of a call is "
        "spoilt."),
    .next = SL_TEXT(
        "看应答是谁产生的。常见的是B2BUA或SBC弄混了两侧的Call-ID和标签，"
        "或者客户端让几个请求用了同一个branch参数：用Via分支作过滤条件，"
        "看它还出现在哪些呼叫里。",
        "See who made the response. Mostly a B2BUA or SBC mixes up Call-ID and tags of its "
        "two sides, or a client gives several requests one branch: filter for the branch and "
        "see which other calls have it."),
    .subjects = SL_ON_RESPONSE, .check = response_mismatch_check,
};
/* clang-format on */

/* --- response_via_mismatch -------------------------------------------------------------------- */

/* What is wrong with the top Via. */
enum { ANOTHER_BRANCH, ANOTHER_SENT_BY, ONE_VIA_TOO_MANY };

/* The part of VIA's key that says what WORDING is about, in BUFFER. */
static const char *part_of_via(const struct sl_via *via, unsigned wording, char *buffer,
                               size_t size)
{
    size_t length = sl_via_branch_length(via);
    const char *sent_by = via->key + length + 1;

    if (wording == ANOTHER_BRANCH) {
        g_strlcpy(buffer, via->key, MIN(size, length + 1));
    } else {
        g_strlcpy(buffer, sent_by, MIN(size, strcspn(sent_by, "\n") + 1));
    }
    return *buffer ? buffer : NULL;
}

static void response_via_mismatch_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;
    const struct sl_via *via = look->arrival->via;
    char here[128], there[128];
    unsigned wording;

    if (!look->arrival->has_odd_via || !t || !t->request) {
        return;
    }
    wording = look->message->via_count > t->level    ? ONE_VIA_TOO_MANY
              : sl_via_has_same_sent_by(via, t->via) ? ANOTHER_BRANCH
                                                     : ANOTHER_SENT_BY;
    SL_FIND(look, look->record, wording, SL_NUMBER(record->status),
            sl_method_value((enum sl_method)record->method), SL_FRAME(t->request->frame),
            SL_STRING(part_of_via(via, wording, here, sizeof here)),
            SL_STRING(part_of_via(t->via, wording, there, sizeof there)));
}

/* clang-format off */
static const struct sl_rule response_via_mismatch = {
    .name = "response_via_mismatch", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
    .reference = "RFC 3261 §17.1.3, §18.1.2, §8.2.6.2",
    .summary = SL_TEXT("应答最上面的Via与请求的不同",
                       "The top Via of a response is not that of its request"),
    .wording = {
        [ANOTHER_BRANCH] = SL_TEXT("{0}答复的是第{2}帧的{1}，最上面的Via分支却是{3}，请求的是{4}",
            "the {0} answers the {1} in frame {2}, but the branch of its top Via is {3}, not {4}"),
        [ANOTHER_SENT_BY] = SL_TEXT("{0}答复的是第{2}帧的{1}，最上面的Via的sent-by却是{3}，请求的是{4}",
            "the {0} answers the {1} in frame {2}, but the sent-by of its top Via is {3}, not {4}"),
        [ONE_VIA_TOO_MANY] = SL_TEXT("{0}答复的是第{2}帧的{1}，却多了一个Via：最上面还留着{3}的，应是{4}的",
            "the {0} answers the {1} in frame {2}, but has one Via too many: that of {3} is still on "
            "top, where that of {4} belongs")},
    .meaning = SL_TEXT(
        "应答的Call-ID、CSeq、From标签和两端的主机都与一个尚未答复的请求相同，最上面的Via却不同："
        "sent-by、分支，或多了一个Via。它答复的还是那个请求：此后没有规则说没有应答，这一跳仍是"
        "一个事务。一个事务的每种这样的Via报告一次。",
        "A response has Call-ID, CSeq, From tag and the two hosts of a request that is still "
        "unanswered there, but another top Via: another sent-by, another branch, or one Via "
        "too many. It answers that request all the same: no rule says afterwards that nothing "
        "came, and the hop stays one transaction. Each such Via of a transaction is reported "
        "once."),
    .unless = SL_TEXT(
        "有两个这样的请求都未答复；两端是同一个地址而分支不同（那是同一地址上的另一跳，它的请求没"
        "有抓到）；消息被抓包长度截断；只是received、rport、大小写或空白不同。",
        "Two such requests are unanswered; both hosts are one address and the branch differs "
        "(another hop on it, whose request was not captured); the message was cut by the "
        "snap length; only received, rport, capitals or white space differ."),
    .why = SL_TEXT(
        "客户端凭最上面的Via的分支为应答找事务，sent-by不是自己的应答必须丢弃：抓包里明明有应答，"
        "客户端却重传请求，最后按超时处理。",
        "A client finds the transaction of a response by the branch of its top Via, and must "
        "drop one whose sent-by is not its own: the response is in the capture, yet the "
        "client repeats its request and in the end gives up."),
    .next = SL_TEXT(
        "看请求是否真的在重传。端口或地址被改，多半是路由器、防火墙的SIP ALG，关掉它；多了一个"
        "Via，是代理服务器转回应答时没有去掉自己的；分支被截短或丢失，查应答方的实现。",
        "See whether the request really is repeated. Another port or address is mostly the "
        "work of a SIP ALG in a router or firewall: switch it off. One Via too many is a "
        "proxy that does not remove its own; a branch cut short or dropped is the fault of "
        "the responding software."),
    .subjects = SL_ON_RESPONSE, .check = response_via_mismatch_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_message_responses, &contact_missing, &redirect_contact_missing,
         &challenge_missing, &unknown_status, &response_mismatch, &response_via_mismatch);
