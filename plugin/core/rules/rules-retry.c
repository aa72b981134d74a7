/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests that are sent again: after a challenge, a refusal or a redirection. */
#include "model/retry.h"

#include <string.h>

#include "rules/find.h"
#include "sip/uri.h"

/* What refused the like of this request less than 64*T1 ago, where this is the next one; or NULL.
 */
static const struct sl_refusal *recent_refusal(const struct sl_look *look)
{
    const struct sl_refusal *refusal = look->arrival->refusal;

    return refusal && sl_record_elapsed(refusal->record, look->record) <=
                          sl_timing_64_t1_ns(look->checker->timing)
               ? refusal
               : NULL;
}

/* True for what asks whether a server is alive, for which any response will do (RFC 3261 §11). */
static bool is_ping(const struct sl_record *request)
{
    return request->method == SL_METHOD_OPTIONS;
}

/* True if no CSeq number between the two is left for a request that the capture lost. */
static bool is_successor(const struct sl_record *request, const struct sl_record *response)
{
    return request->own->cseq_number - response->own->cseq_number == 1;
}

/* --- credentials_missing ---------------------------------------------------------------------- */

enum { NO_CREDENTIALS, OF_OTHER_REALMS };

static bool is_challenge(unsigned status)
{
    return status == 401 || status == 407;
}

/*
 * True if REQUEST says something else than the one refused: it was on its way, not sent again. Two
 * session descriptions differ from one try to the next.
 */
static bool is_another(const struct sl_look *look, const struct sl_transaction *refused)
{
    const struct sl_attempt *a = &look->record->own->attempt;
    const struct sl_attempt *b = &refused->attempt;

    return look->message->body != SL_BODY_SDP && a->is_whole && b->is_whole && a->body != b->body;
}

/* A proxy takes its own credentials out (§22.3). */
static bool is_of_another_hop(const struct sl_look *look, const struct sl_record *challenge)
{
    return challenge->own->server != look->record->destination;
}

/* True if M has credentials for one of the realms that asked for some, or for one unknown. */
static bool has_credentials(const struct sl_message *m, const struct sl_refusal *refusal)
{
    if (m->auths.count > SL_AUTHS_MAX || (refusal->has_odd_realm && m->auths.count)) {
        return true;
    }
    for (unsigned i = 0; i < m->auths.count; i++) {
        const char *realm = m->auths.of[i].realm;

        for (unsigned r = 0; r < refusal->realm_count; r++) {
            if (!realm || strcmp(realm, refusal->realm[r]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void credentials_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_refusal *refusal = recent_refusal(look);
    const struct sl_record *challenge = refusal ? refusal->record : NULL;

    if (!challenge || !is_challenge(challenge->status) || is_ping(look->record) ||
        is_another(look, challenge->own) || is_of_another_hop(look, challenge) ||
        !is_successor(look->record, challenge) || has_credentials(m, refusal) || m->truncated) {
        return;
    }
    SL_FIND_ONCE(look, NULL, m->auths.count ? OF_OTHER_REALMS : NO_CREDENTIALS,
                 SL_STRING(m->method_name), SL_NUMBER(challenge->status),
                 SL_FRAME(challenge->frame), SL_STRING(refusal->realm[0]),
                 SL_DURATION(sl_record_elapsed(challenge, look->record)));
}

/* clang-format off */
static const struct sl_rule credentials_missing = {
    .name = "credentials_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_RETRY,
    .documented = true, .reference = "RFC 3261 §22.2, §22.3, §8.1.3.5", .timed = true,
    .summary = SL_TEXT("质询之后重发的请求没有凭证",
                       "A request comes again after a challenge without credentials"),
    .wording = {[NO_CREDENTIALS] = SL_TEXT("第{2}帧的{1}要求realm {3}的凭证，{4}之后又发{0}，却没有凭证",
                        "the {1} in frame {2} asks for credentials of realm {3}; {4} later the {0} comes "
                        "again without any"),
                [OF_OTHER_REALMS] = SL_TEXT("第{2}帧的{1}要求realm {3}的凭证，{4}之后又发{0}，却只有别的realm的凭证",
                        "the {1} in frame {2} asks for credentials of realm {3}; {4} later the {0} comes "
                        "again with those of other realms only")},
    .meaning = SL_TEXT(
        "请求得到401或407之后64*T1以内，发送方在这一跳上重发同样的请求（方法、Call-ID、"
        "Request-URI和From的URI相同，CSeq序号更大），却没有带质询中任何一个realm的凭证。",
        "Within 64*T1 of a 401 or 407 its sender sends the same request again on this hop "
        "(equal method, Call-ID, Request-URI and From URI, higher CSeq number) without "
        "credentials for any realm of the challenge."),
    .unless = SL_TEXT(
        "ACK、CANCEL和用来探测的OPTIONS；被质询的请求的重传；消息体不同的另一个请求；另一方的请求，或另一跳上的请求"
        "（代理服务器会取走属于自己的凭证）；凭证的realm无法读出；被截断的消息。",
        "ACK, CANCEL, and OPTIONS as a keep-alive; a repeat of the challenged request; another "
        "request, with another body; a request by the other party or on another hop (a proxy "
        "takes its own credentials out); credentials whose realm cannot be read; a message "
        "that was cut."),
    .why = SL_TEXT(
        "服务器只能再次质询：注册或呼叫没有进展，两边白费功夫；反复如此，"
        "有的服务器还会封掉这个地址。",
        "The server can only challenge again: registration or call get nowhere, and some "
        "servers block an address that goes on like this."),
    .next = SL_TEXT(
        "看终端上是否配了这个realm的用户名和口令，质询的算法和qop它是否支持；"
        "再看质询有没有到达它（后面有没有重传），途中的SBC或ALG是否删去了凭证（比较前一跳）。",
        "See whether the terminal has user name and password for this realm and supports "
        "algorithm and qop of the challenge; then whether the challenge reaches it (are "
        "there repeats?) and whether an SBC or ALG takes the credentials out (compare the "
        "hop before)."),
    .subjects = SL_ON_REQUEST, .check = credentials_missing_check,
};
/* clang-format on */

/* --- auth_loop -------------------------------------------------------------------------------- */

static void auth_loop_check(const struct sl_look *look)
{
    const struct sl_challenge *challenge = look->arrival->challenge;

    /* A loop that goes on is one fault. */
    if (challenge && challenge->refused == 2) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(look->record->status),
                     SL_STRING(challenge->realm), SL_STRING(challenge->user),
                     SL_FRAME(challenge->first->frame));
    }
}

/* clang-format off */
static const struct sl_rule auth_loop = {
    .name = "auth_loop", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_RETRY,
    .documented = true, .reference = "RFC 3261 §22.2 to §22.4",
    .summary = SL_TEXT("凭证一再被拒", "Credentials are refused again and again"),
    .wording = {SL_TEXT("realm {1}连续两次质询用户{2}已按质询给出的凭证：第{3}帧一次，这个{0}又一次，"
                        "都没有stale=true",
                        "realm {1} has challenged answers of user {2} to its challenge twice in a row, in "
                        "frame {3} and with this {0}, without stale=true")},
    .meaning = SL_TEXT(
        "在一跳上，同一方法、Call-ID和用户名的连续两个请求都答复了realm最近的质询"
        "（带有它的nonce和response），却都再次被它质询，而且没有stale=true。"
        "按规定，凭证被拒之后不应再用同样的凭证重试。",
        "On one hop two requests in a row (of one method, Call-ID and user name) answer the "
        "latest challenge of a realm, with its nonce and a response, and are challenged by "
        "it again, without stale=true. Credentials that were refused should not be tried "
        "again."),
    .unless = SL_TEXT(
        "质询带stale=true（只是nonce过期）；请求带auts（AKA先要同步序号）；"
        "另一个realm或另一个用户的质询；抓包产生的副本。",
        "The challenge has stale=true (only the nonce is old); the request has auts (AKA "
        "wants to synchronise first); the challenge is for another realm or another user; "
        "duplicates made by the capture."),
    .why = SL_TEXT(
        "多半是口令错了：终端一直注册不上，不停地重试会加重服务器的负担，"
        "账号也可能被锁定。这也可能是有人在猜口令。",
        "Mostly the password is wrong: the terminal never registers, its tries load the "
        "server, and the account may be locked. It may also be somebody guessing passwords."),
    .next = SL_TEXT(
        "核对两端的用户名、realm和口令，再看算法是否一致（MD5还是SHA-256），"
        "digest的uri参数是否被途中的网元改动。每次nonce都不同而只有一次有效时，"
        "查服务器是不是该发stale=true，或集群中各台没有共享nonce。",
        "Compare user name, realm and password at both ends, then the algorithm (MD5 or "
        "SHA-256) and whether an element on the way changes what the uri parameter of the "
        "digest must match. If each nonce is good once only, see whether the server should "
        "say stale=true, or members of a cluster do not share their nonces."),
    .subjects = SL_ON_RESPONSE, .check = auth_loop_check,
};
/* clang-format on */

/* --- rejected_request_repeated ---------------------------------------------------------------- */

enum { SENT_AGAIN, SENT_AGAIN_TOO_SOON };

static bool has_waited(const struct sl_refusal *refusal, int64_t elapsed)
{
    return refusal->has_retry_after && elapsed >= refusal->retry_after_s * SL_NS_PER_S;
}

/* Another server may think otherwise (§21.4). A 6xx speaks for all (§21.6). */
static bool is_for_another_server(const struct sl_look *look, const struct sl_record *rejection)
{
    return rejection->status == 403 && rejection->own->server != look->record->destination;
}

static bool is_same_try(const struct sl_attempt *a, const struct sl_attempt *b)
{
    return a->is_whole && b->is_whole && a->body == b->body && a->credentials == b->credentials;
}

static void rejected_request_repeated_check(const struct sl_look *look)
{
    const struct sl_refusal *refusal = recent_refusal(look);
    const struct sl_record *rejection = refusal ? refusal->record : NULL;
    int64_t elapsed;

    if (!rejection || !sl_retry_is_rejection(rejection->status)) {
        return;
    }
    elapsed = sl_record_elapsed(rejection, look->record);
    if (has_waited(refusal, elapsed) || look->record->method == SL_METHOD_BYE ||
        is_ping(look->record) || is_for_another_server(look, rejection) ||
        !is_same_try(&look->record->own->attempt, &rejection->own->attempt)) {
        return;
    }
    SL_FIND_ONCE(look, NULL, refusal->has_retry_after ? SENT_AGAIN_TOO_SOON : SENT_AGAIN,
                 SL_STRING(look->message->method_name), SL_NUMBER(rejection->status),
                 SL_FRAME(rejection->frame), SL_DURATION(elapsed),
                 SL_NUMBER(refusal->retry_after_s));
}

/* clang-format off */
static const struct sl_rule rejected_request_repeated = {
    .name = "rejected_request_repeated", .severity = SL_SEVERITY_WARN,
    .group = SL_GROUP_RETRY, .documented = true, .reference = "RFC 3261 §21.4.4, §21.6",
    .timed = true,
    .summary = SL_TEXT("遭拒的请求原样重发", "A rejected request is sent again unchanged"),
    .wording = {[SENT_AGAIN] = SL_TEXT("第{2}帧已用{1}拒绝，{3}之后又发同样的{0}",
                        "the {1} in frame {2} rejected it, yet the same {0} comes again {3} later"),
                [SENT_AGAIN_TOO_SOON] = SL_TEXT("第{2}帧已用{1}拒绝并要求等{4}秒（Retry-After），才过{3}又发同样的{0}",
                        "the {1} in frame {2} rejected it and asks to wait {4} s (Retry-After), yet the "
                        "same {0} comes again {3} later")},
    .meaning = SL_TEXT(
        "请求得到403或6xx之后64*T1以内，同一发送方又发同样的请求（方法、Call-ID、Request-URI、"
        "From的URI、消息体和凭证都相同，CSeq序号更大）。403表示再认证也没有用，"
        "6xx表示在别处也不会成功，都不应原样重试。",
        "Within 64*T1 of a 403 or 6xx the same sender sends the same request again (equal "
        "method, Call-ID, Request-URI, From URI, body and credentials, higher CSeq number). "
        "After a 403 authorization does not help, after a 6xx no other place does, so "
        "neither should be tried again unchanged."),
    .unless = SL_TEXT(
        "Retry-After要求的时间已过；ACK、BYE、CANCEL和用来探测的OPTIONS；403之后改试另一台"
        "服务器；消息体或凭证变了，或者无法读出。",
        "The time that Retry-After asks for has passed; ACK, BYE, CANCEL, and OPTIONS as a "
        "keep-alive; another server after a 403; body or credentials changed, or cannot be "
        "read."),
    .why = SL_TEXT(
        "结果不会改变，只是白占信令资源；反复重试会被防护系统当作攻击，连带影响正常的呼叫。",
        "The outcome will be the same, at the cost of signalling capacity; with many tries "
        "protection systems take the sender for an attacker, and its good calls suffer too."),
    .next = SL_TEXT(
        "看重试的是终端、B2BUA还是选路策略（对403和6xx也换路由或重试）；"
        "再看拒绝的原因：Reason和Warning头域、黑名单、呼叫权限、注册的账号是否停用。",
        "See whether terminal, B2BUA or a routing policy tries again (also after 403 and "
        "6xx), and why it is rejected: Reason and Warning, blocked numbers, calling rights, "
        "an account that was disabled."),
    .subjects = SL_ON_REQUEST, .check = rejected_request_repeated_check,
};
/* clang-format on */

/* --- redirect_not_followed -------------------------------------------------------------------- */

enum { NOT_TO_CONTACT, NOT_TO_ANY_CONTACT };

/* True if M goes to one of the addresses of REDIRECTION, or it cannot be told. */
static bool may_follow(const struct sl_message *m, const struct sl_redirection *redirection)
{
    uint64_t target;

    if (m->truncated || !m->request_uri || !sl_uri_target(m->request_uri, &target)) {
        return true;
    }
    for (unsigned i = 0; i < redirection->target_count; i++) {
        if (redirection->target[i] == target) {
            return true;
        }
    }
    return false;
}

static void redirect_not_followed_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_redirection *redirection = look->arrival->redirection;

    if (redirection && redirection->is_readable &&
        is_successor(look->record, redirection->record) && !may_follow(m, redirection)) {
        SL_FIND_ONCE(look, NULL,
                     redirection->target_count > 1 ? NOT_TO_ANY_CONTACT : NOT_TO_CONTACT,
                     SL_STRING(m->request_uri), SL_NUMBER(redirection->record->status),
                     SL_FRAME(redirection->record->frame), SL_STRING(redirection->contact),
                     SL_NUMBER(redirection->target_count));
    }
}

/* clang-format off */
static const struct sl_rule redirect_not_followed = {
    .name = "redirect_not_followed", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_RETRY,
    .documented = true, .reference = "RFC 3261 §8.1.3.4",
    .summary = SL_TEXT("重定向之后没有呼往指定的地址", "A redirection is not followed"),
    .wording = {[NOT_TO_CONTACT] = SL_TEXT("第{2}帧的{1}要求改呼{3}，主叫的下一个INVITE却发往{0}",
                        "the {1} in frame {2} says to call {3}, but the caller's next INVITE goes to {0}"),
                [NOT_TO_ANY_CONTACT] = SL_TEXT("第{2}帧的{1}给出{4}个可改呼的地址（第一个是{3}），主叫的下一个INVITE却发往{0}",
                        "the {1} in frame {2} names {4} addresses to call (the first is {3}), but the "
                        "caller's next INVITE goes to {0}")},
    .meaning = SL_TEXT(
        "主叫的INVITE得到300、301或302之后，它在这个呼叫中的下一个INVITE发往的URI，"
        "不是应答的Contact所列的任何一个（比较方案、用户、主机和端口）。",
        "After a 300, 301 or 302 the caller's next INVITE of the call goes to a URI that "
        "none of its Contacts named (scheme, user, host and port are compared)."),
    .unless = SL_TEXT(
        "3xx没有Contact，或者有不是SIP URI的Contact；305（Request-URI不变）和380；re-INVITE；"
        "不是被重定向的主叫所发的INVITE（代理服务器可在自己的目标中选择）。",
        "The 3xx has no Contact, or one that is no SIP URI; 305 (the Request-URI stays) and "
        "380; a re-INVITE; an INVITE sent by another party than the caller redirected (a "
        "proxy may choose among its own targets)."),
    .why = SL_TEXT(
        "前转或改号没有起作用：主叫又呼旧地址，或呼到没有人指定的地方，呼叫失败或绕了远路。"
        "主叫也可以自己另选地址，所以只是提示。",
        "Diversion or a changed number has no effect: the caller tries the old address again "
        "or one that nobody named, and the call fails or takes a detour. As a caller may "
        "choose an address of its own, this is a note only."),
    .next = SL_TEXT(
        "比较Contact与新的Request-URI：主叫是否改写了号码或域名（拨号规则、出局代理服务器），"
        "是否只认第一个Contact，或根本不支持重定向；再看这个呼叫后来的结果。",
        "Compare Contact and the new Request-URI: does the caller rewrite number or domain "
        "(dial plan, outbound proxy), know only the first Contact, or not support "
        "redirection at all? Then see how the call ended."),
    .subjects = SL_ON_INVITE, .check = redirect_not_followed_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_retry, &credentials_missing, &auth_loop, &rejected_request_repeated,
         &redirect_not_followed);
