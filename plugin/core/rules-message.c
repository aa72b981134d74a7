/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about single messages: what every request or response must carry. */
#include "capture-internal.h"

#include <string.h>

/* --- requests -------------------------------------------------------------------------------- */

static void check_cseq_method(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (m->cseq_method && m->method_name && strcmp(m->cseq_method, m->method_name) != 0 &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_STRING(m->method_name), SL_NUMBER(m->cseq_number),
                SL_STRING(m->cseq_method));
    }
}

static void check_from_tag(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if ((m->headers & SL_HEADER_FROM) && !m->from_tag && !m->truncated &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_STRING(m->method_name), SL_STRING(m->from_text));
    }
}

static void check_max_forwards(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    /* The ACK to a non-2xx is built from the INVITE by the transaction layer (§17.1.1.3). */
    if (!(m->headers & SL_HEADER_MAX_FORWARDS) && m->method != SL_METHOD_ACK && !m->truncated &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_STRING(m->method_name));
    }
}

static bool has_cookie(const char *branch)
{
    return branch && strncmp(branch, "z9hG4bK", 7) == 0;
}

static void check_branch_cookie(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (!(m->headers & SL_HEADER_VIA) || m->truncated || has_cookie(m->branch) ||
        !sl_look_is_first_of_fault(look, look->via)) {
        return;
    }
    if (m->branch) {
        SL_FIND(look, look->record, 0, SL_STRING(m->method_name), SL_STRING(m->branch));
    } else {
        SL_FIND(look, look->record, 1, SL_STRING(m->method_name), SL_STRING(m->via_text));
    }
}

/* --- any message ----------------------------------------------------------------------------- */

static void check_headers(const struct sl_look *look)
{
    static const struct {
        enum sl_header header;
        const char *name;
    } wanted[] = {
        {SL_HEADER_VIA, "Via"},         {SL_HEADER_FROM, "From"}, {SL_HEADER_TO, "To"},
        {SL_HEADER_CALL_ID, "Call-ID"}, {SL_HEADER_CSEQ, "CSeq"},
    };
    const struct sl_message *m = look->message;
    const unsigned all =
        SL_HEADER_VIA | SL_HEADER_FROM | SL_HEADER_TO | SL_HEADER_CALL_ID | SL_HEADER_CSEQ;
    char missing[48] = "";

    if ((m->headers & all) == all || m->truncated || !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (!(m->headers & wanted[i].header)) {
            g_strlcat(missing, missing[0] ? ", " : "", sizeof missing);
            g_strlcat(missing, wanted[i].name, sizeof missing);
        }
    }
    SL_FIND(look, look->record, 0, SL_STRING(missing));
}

/* --- responses ------------------------------------------------------------------------------- */

static void check_to_tag(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (m->status != 100 && (m->headers & SL_HEADER_TO) && !m->to_tag && !m->truncated &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_STRING(m->cseq_method),
                SL_STRING(m->to_text));
    }
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "cseq_method_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.1.1.5",
        .summary = SL_TEXT("CSeq中的方法与请求的方法不一致",
                           "The CSeq method is not the request's own"),
        .wording = {SL_TEXT("{0}请求的CSeq是“{1} {2}”，其中的方法应为{0}",
                            "the {0} request has CSeq \"{1} {2}\"; its method must be {0}")},
        .subjects = SL_ON_REQUEST, .check = check_cseq_method,
    },
    {
        .name = "header_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.1.1",
        .summary = SL_TEXT("缺少必备头域", "A mandatory header field is missing"),
        .wording = {SL_TEXT("消息缺少必备头域：{0}", "the message lacks {0}")},
        .subjects = SL_ON_REQUEST | SL_ON_RESPONSE, .check = check_headers,
    },
    {
        .name = "from_tag_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
        .reference = "RFC 3261 §8.1.1.3",
        .summary = SL_TEXT("请求的From没有标签", "The From of a request has no tag"),
        .wording = {SL_TEXT("{0}请求的From没有tag参数：{1}",
                            "the From of this {0} has no tag: {1}")},
        .subjects = SL_ON_REQUEST, .check = check_from_tag,
    },
    {
        .name = "to_tag_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
        .reference = "RFC 3261 §8.2.6.2",
        .summary = SL_TEXT("应答的To没有标签", "The To of a response has no tag"),
        .wording = {SL_TEXT("对{1}的{0}应答，To没有tag参数：{2}",
                            "the To of this {0} to {1} has no tag: {2}")},
        .subjects = SL_ON_RESPONSE, .check = check_to_tag,
    },
    {
        .name = "max_forwards_missing", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.1.1.6",
        .summary = SL_TEXT("请求没有Max-Forwards", "A request has no Max-Forwards"),
        .wording = {SL_TEXT("{0}请求没有Max-Forwards头域，无法防止环路",
                            "this {0} has no Max-Forwards, which guards against loops")},
        .subjects = SL_ON_REQUEST, .check = check_max_forwards,
    },
    {
        .name = "branch_cookie_missing", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
        .reference = "RFC 3261 §8.1.1.7",
        .summary = SL_TEXT("最上面的Via分支没有z9hG4bK前缀",
                           "The top Via branch lacks the z9hG4bK cookie"),
        .wording = {SL_TEXT("{0}请求最上面的Via分支“{1}”不以z9hG4bK开头，事务只能按RFC 2543的旧规则匹配",
                            "the top Via branch \"{1}\" of this {0} does not begin with z9hG4bK, so its "
                            "transaction is matched by the older rules of RFC 2543"),
                    SL_TEXT("{0}请求最上面的Via没有branch参数：{1}",
                            "the top Via of this {0} has no branch: {1}")},
        .subjects = SL_ON_REQUEST, .check = check_branch_cookie,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_message = SL_RULE_GROUP(rules);
