/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about single messages: what those of one kind must carry, and whose response it is. */
#include "capture-internal.h"

/* --- what must be in it ---------------------------------------------------------------------- */

static void check_contact(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if ((m->headers & SL_HEADER_CONTACT) || m->truncated ||
        (m->is_response && !sl_status_is_success(m->status)) ||
        !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    if (m->is_response) {
        SL_FIND(look, look->record, 1, SL_NUMBER(m->status), SL_NUMBER(m->cseq_number));
    } else {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->cseq_number));
    }
}

static void check_redirect_contact(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    bool redirects =
        (m->status >= 300 && m->status <= 302) || m->status == 305; /* 380 has it in the body */

    if (redirects && !(m->headers & SL_HEADER_CONTACT) && !m->truncated &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_NUMBER(m->cseq_number));
    }
}

static void check_challenge(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    bool www = m->status == 401 && !(m->headers & SL_HEADER_WWW_AUTHENTICATE);
    bool proxy = m->status == 407 && !(m->headers & SL_HEADER_PROXY_AUTHENTICATE);

    if ((www || proxy) && !m->truncated && sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_STRING(m->cseq_method),
                SL_STRING(www ? "WWW-Authenticate" : "Proxy-Authenticate"));
    }
}

static void check_status(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (!sl_catalogue_is_known(look->capture->catalogue, m->status) &&
        sl_look_is_first_of_fault(look, NULL)) {
        /* An unknown 1xx is treated as 183, others as x00 (§8.1.3.2). */
        unsigned as = m->status / 100 == 1 ? 183 : m->status / 100 * 100;

        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_NUMBER(as));
    }
}

/* INVITE and its CANCEL share a branch (§9.1), so one of them may be missing from the capture. */
static bool may_share_branch(enum sl_method a, enum sl_method b)
{
    return a == b || (a == SL_METHOD_INVITE && b == SL_METHOD_CANCEL) ||
           (a == SL_METHOD_CANCEL && b == SL_METHOD_INVITE);
}

/* What in the response is another than in request T, or NULL. */
static const struct sl_text *difference(const struct sl_look *look, const struct sl_transaction *t)
{
    static const struct sl_text call_id = SL_TEXT("Call-ID", "Call-ID");
    static const struct sl_text cseq = SL_TEXT("CSeq", "CSeq");
    static const struct sl_text from_tag = SL_TEXT("From标签", "From tag");
    const struct sl_message *m = look->message;

    if (t->call != look->record->call) {
        return &call_id;
    }
    if (t->cseq_number != m->cseq_number ||
        !may_share_branch(t->cseq_method, (enum sl_method)look->record->method)) {
        return &cseq;
    }
    if ((m->headers & SL_HEADER_FROM) && g_strcmp0(t->from_tag, m->from_tag) != 0) {
        return &from_tag;
    }
    return NULL;
}

static void check_response_match(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;
    const struct sl_transaction *nearest = NULL;
    const struct sl_text *what = NULL;
    const struct sl_via *via = look->via;

    /* A crowd behind one Via is a sender that does not make branches unique; nothing to learn. */
    if (!via || !via->has_cookie || via->transaction_count > 16 || m->truncated || !record->call ||
        !m->has_cseq_number) {
        return;
    }
    for (const struct sl_transaction *t = via->transactions; t; t = t->next_on_via) {
        const struct sl_text *d;

        if (!t->request || t->client != record->destination || t->server != record->source) {
            continue;
        }
        d = difference(look, t);
        if (!d) {
            return;
        }
        if (!nearest) {
            nearest = t;
            what = d;
        }
    }
    if (nearest) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_TEXT_VALUE(what),
                SL_FRAME(nearest->request->frame), SL_NUMBER(m->cseq_number),
                SL_NUMBER(nearest->cseq_number), SL_STRING(m->branch));
    }
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "contact_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.1.1.8, §12.1.1, §20.10",
        .summary = SL_TEXT("INVITE或其2xx没有Contact", "An INVITE, or a 2xx to one, has no Contact"),
        .wording = {SL_TEXT("INVITE（CSeq {0}）没有Contact头域，被叫在对话内的请求将无处可发",
                            "the INVITE (CSeq {0}) has no Contact: the callee cannot address requests "
                            "within the dialog"),
                    SL_TEXT("对INVITE（CSeq {1}）的{0}没有Contact头域，ACK和BYE将无处可发",
                            "the {0} to INVITE (CSeq {1}) has no Contact: ACK and BYE have no target")},
        .subjects = SL_ON_INVITE | SL_ON_INVITE_RESPONSE, .check = check_contact,
    },
    {
        .name = "redirect_contact_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.3, §13.3.1.2, §21.3.4",
        .summary = SL_TEXT("重定向应答没有Contact", "A redirection has no Contact"),
        .wording = {SL_TEXT("对INVITE（CSeq {1}）的{0}没有Contact头域，主叫不知道该改呼何处",
                            "the {0} to INVITE (CSeq {1}) has no Contact: the caller is not told where to go")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_redirect_contact,
    },
    {
        .name = "challenge_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §22.2, §22.3",
        .summary = SL_TEXT("401或407没有质询", "A 401 or 407 carries no challenge"),
        .wording = {SL_TEXT("对{1}的{0}没有{2}头域，客户端无法据此给出凭证",
                            "the {0} to {1} has no {2}: the client cannot make credentials")},
        .subjects = SL_ON_RESPONSE, .check = check_challenge,
    },
    {
        .name = "unknown_status", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_MESSAGE,
        .documented = true, .reference = "RFC 3261 §8.1.3.2",
        .summary = SL_TEXT("未登记的状态码", "The status code is not registered"),
        .wording = {SL_TEXT("状态码{0}未登记，按{1}处理", "status code {0} is not registered; it is treated as {1}")},
        .subjects = SL_ON_RESPONSE, .check = check_status,
    },
    {
        .name = "response_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_MESSAGE,
        .reference = "RFC 3261 §8.2.6.2",
        .summary = SL_TEXT("应答与请求的Call-ID、From标签或CSeq不一致",
                           "A response changes Call-ID, From tag or CSeq of its request"),
        .wording = {SL_TEXT("{0}应答的Via分支{5}属于第{2}帧的请求，但{1}与之不同（应答的CSeq序号{3}，请求的CSeq序号{4}）",
                            "this {0} has the Via branch {5} of the request in frame {2} but another {1} "
                            "(CSeq number {3} here, {4} there)")},
        .subjects = SL_ON_RESPONSE, .check = check_response_match,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_message_kinds = SL_RULE_GROUP(rules);
