/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about session timers (RFC 4028): intervals, who refreshes, and that somebody does. */
#include "model/dialog.h"
#include "model/session.h"
#include "rules/find.h"

/* --- session_interval_too_small --------------------------------------------------------------- */

enum { UNDER_LEAST, UNDER_MIN_SE };

/* The least interval that is ever allowed (RFC 4028 §4). */
#define LEAST_INTERVAL_S 90

static void session_interval_too_small_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    /* A number that was cut is another number. */
    if (!m->has_session_expires || m->truncated) {
        return;
    }
    if (m->session_expires_s < LEAST_INTERVAL_S) {
        SL_FIND_ONCE(look, NULL, UNDER_LEAST, SL_NUMBER(m->session_expires_s),
                     SL_NUMBER(LEAST_INTERVAL_S));
    } else if (m->has_min_se && m->session_expires_s < m->min_se_s) {
        SL_FIND_ONCE(look, NULL, UNDER_MIN_SE, SL_NUMBER(m->session_expires_s),
                     SL_NUMBER(m->min_se_s));
    }
}

/* clang-format off */
static const struct sl_rule session_interval_too_small = {
    .name = "session_interval_too_small", .severity = SL_SEVERITY_WARN,
    .group = SL_GROUP_TIMER, .reference = "RFC 4028 §4, §5, §8.1",
    .summary = SL_TEXT("会话间隔过小", "A session interval is too small"),
    .wording = {[UNDER_LEAST] = SL_TEXT("Session-Expires为{0}秒，小于允许的最小值{1}秒",
                        "Session-Expires is {0} s, less than the {1} s that are the least allowed"),
                [UNDER_MIN_SE] = SL_TEXT("Session-Expires为{0}秒，小于同一消息的Min-SE（{1}秒）",
                        "Session-Expires is {0} s, less than the Min-SE of the same message, {1} s")},
    .meaning = SL_TEXT(
        "Session-Expires小于90秒，或小于同一消息的Min-SE。90秒是协议的下限；Min-SE是途经各方"
        "还能接受的最小值，代理服务器缩短会话间隔时也不得低于它。",
        "A Session-Expires is under 90 s, or under the Min-SE of the same message. 90 s is "
        "the least that the protocol allows, and Min-SE the least that those on the way "
        "accept; a proxy that shortens the interval must not go below it either."),
    .why = SL_TEXT(
        "刷新一次可能就要用掉32秒，间隔过小就没有余地：消息偶有丢失，正常的通话便会被挂断；"
        "频繁的刷新也加重服务器的负担。多数服务器以422拒绝，呼叫因此多一个来回或者失败。",
        "A refresh may take up to 32 s, so that such an interval leaves no reserve: a few "
        "lost messages and a healthy call is hung up, and frequent refreshes load the "
        "servers. Most refuse it with 422, which costs the call a round trip or ends it."),
    .next = SL_TEXT(
        "看这个值是谁写的：终端的会话定时器设置，还是途中的代理服务器或SBC改小了它"
        "（逐跳比较）。若得到422，再看下一个请求是否按其Min-SE放大。",
        "See who wrote the value: the session timer setting of the terminal, or a proxy or "
        "SBC on the way that lowered it (compare the hops). After a 422 see whether the next "
        "request goes up to its Min-SE."),
    .subjects = SL_ON_REQUEST | SL_ON_RESPONSE, .check = session_interval_too_small_check,
};
/* clang-format on */

/* --- min_se_missing --------------------------------------------------------------------------- */

static void min_se_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (m->status == 422 && !m->has_min_se && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(m->cseq_method),
                     SL_NUMBER(m->cseq_number));
    }
}

/* clang-format off */
static const struct sl_rule min_se_missing = {
    .name = "min_se_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_TIMER,
    .reference = "RFC 4028 §6",
    .summary = SL_TEXT("422没有Min-SE", "A 422 has no Min-SE"),
    .wording = {SL_TEXT("对{0}（CSeq {1}）的422没有Min-SE头域，客户端不知道间隔要多大",
                        "the 422 to {0} (CSeq {1}) has no Min-SE: the client is not told what interval "
                        "would do")},
    .meaning = SL_TEXT(
        "422表示会话间隔过小，必须用Min-SE写明可以接受的最小值；没有则报告。",
        "A 422 says that the session interval is too small and must state in Min-SE the "
        "least one that is accepted; the rule fires where it does not."),
    .why = SL_TEXT(
        "客户端不知道该把间隔放大到多少：有的终端放弃呼叫，有的反复试探，呼叫接续变慢。",
        "The client does not know how far to go up: some terminals give the call up, others "
        "try one value after the other, and the call takes longer."),
    .next = SL_TEXT(
        "看422是谁产生的，途中有没有网元删去了Min-SE（逐跳比较）；"
        "再看下一个请求的Session-Expires，以及会话定时器的下限在服务器上是怎样设置的。",
        "See who made the 422 and whether an element on the way took Min-SE out (compare the "
        "hops); then look at Session-Expires of the next request and at the least session "
        "interval configured on the server."),
    .subjects = SL_ON_RESPONSE, .check = min_se_missing_check,
};
/* clang-format on */

/* --- refresher_missing ------------------------------------------------------------------------ */

static void refresher_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    unsigned method = look->record->method;

    if (sl_status_is_success(m->status) &&
        (method == SL_METHOD_INVITE || method == SL_METHOD_UPDATE) && m->has_session_expires &&
        !m->has_refresher && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(m->status), SL_STRING(m->cseq_method),
                     SL_NUMBER(m->session_expires_s));
    }
}

/* clang-format off */
static const struct sl_rule refresher_missing = {
    .name = "refresher_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_TIMER,
    .reference = "RFC 4028 §9",
    .summary = SL_TEXT("2xx没有指定由谁刷新会话", "A 2xx does not say who refreshes the session"),
    .wording = {SL_TEXT("对{1}的{0}有Session-Expires（{2}秒），却没有refresher参数：由谁刷新没有定下来",
                        "the {0} to {1} has Session-Expires ({2} s) but no refresher parameter: nobody is "
                        "told to refresh")},
    .meaning = SL_TEXT(
        "对INVITE或UPDATE的2xx带Session-Expires时，必须用refresher参数指定由哪一方刷新"
        "（uac或uas）；没有则报告。",
        "Where a 2xx to INVITE or UPDATE has Session-Expires, its parameter refresher must "
        "say which side refreshes (uac or uas); the rule fires where it does not."),
    .why = SL_TEXT(
        "双方都以为由对方刷新时，到期便没有人刷新，正常的通话会在会话间隔将尽时被挂断；"
        "都以为由自己刷新时，两边的刷新又会相碰。",
        "If each side leaves it to the other, nobody refreshes and a healthy call is hung up "
        "as the interval runs out; if both think it is theirs, their refreshes collide."),
    .next = SL_TEXT(
        "看这个2xx是被叫写的，还是代理服务器代不支持会话定时器的被叫加上的（应为"
        "refresher=uac）；再看此后实际由谁发re-INVITE或UPDATE，通话是否总在同一时长中断。",
        "See whether the callee wrote this 2xx, or a proxy added the field for a callee "
        "without session timer (refresher=uac would be right); then see who really sends "
        "re-INVITE or UPDATE, and whether calls end after always the same time."),
    .subjects = SL_ON_RESPONSE, .check = refresher_missing_check,
};
/* clang-format on */

/* --- session_not_refreshed -------------------------------------------------------------------- */

/* How long after the interval this request is still in time: as RFC 4028 §10 wants it, or crossing.
 */
static int64_t grace(const struct sl_timing *timing, const struct sl_record *request)
{
    return request->method == SL_METHOD_BYE ? sl_timing_64_t1_ns(timing) : timing->t1_ns;
}

/* True if RECORD, or NULL, was captured and is not REQUEST itself. */
static bool is_other(const struct sl_record *record, const struct sl_record *request)
{
    return record && record != request;
}

/* A refresh was tried before REQUEST, whatever became of it, or the session was ended. */
static bool is_refreshed_or_ended(const struct sl_session *session, const struct sl_record *request)
{
    return is_other(session->tried, request) || is_other(session->bye, request);
}

/* A later 2xx without Session-Expires turned the timer off (RFC 4028 §4). */
static bool is_off(const struct sl_session *session)
{
    return !session->interval_s;
}

/* A subscription goes on when the session it was made in is over (RFC 5057, RFC 6665). */
static bool is_of_subscription(const struct sl_record *request)
{
    return request->method == SL_METHOD_SUBSCRIBE || request->method == SL_METHOD_NOTIFY;
}

/* Before the 2xx to the INVITE that makes it there is no session yet. */
static bool is_early(const struct sl_dialog *dialog)
{
    return dialog->maker && !dialog->confirmed;
}

/* The session timer that REQUEST, the first copy captured, is to be judged by; else NULL. */
static const struct sl_session *session_to_judge(const struct sl_look *look)
{
    const struct sl_record *request = look->record;
    const struct sl_dialog *dialog = request->own ? request->own->dialog : NULL;
    const struct sl_session *session = dialog ? dialog->session : NULL;

    if (!session || !look->arrival->is_new || is_refreshed_or_ended(session, request) ||
        is_off(session) || is_of_subscription(request) || is_early(dialog)) {
        return NULL;
    }
    return session;
}

static void session_not_refreshed_check(const struct sl_look *look)
{
    const struct sl_session *session = session_to_judge(look);
    const struct sl_timing *timing = look->checker->timing;
    int64_t elapsed;

    if (!session) {
        return;
    }
    elapsed = sl_record_elapsed(session->record, look->record);
    if (elapsed > session->interval_s * SL_NS_PER_S + grace(timing, look->record) &&
        !sl_record_finding(session->record, look->rule)) {
        SL_FIND(look, session->record, SL_SINGLE_WORDING, SL_NUMBER(session->interval_s),
                SL_STRING(look->message->method_name), SL_FRAME(look->record->frame),
                SL_DURATION(elapsed));
    }
}

static struct sl_doubt session_not_refreshed_doubt(const struct sl_checker *c,
                                                   const struct sl_finding *f)
{
    const struct sl_record *success = f->record;
    const struct sl_dialog *dialog = sl_record_dialog(success);
    const struct sl_record *gap = dialog->side[0].gap ? dialog->side[0].gap : dialog->side[1].gap;

    (void)c;
    if (!success->source->addressed || !success->destination->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    if (sl_host_was_sent_more(success->source, success) ||
        sl_host_was_sent_more(success->destination, success)) {
        return SL_DOUBT(TRUNCATED);
    }
    if (dialog->lost) {
        return SL_DOUBT(REFUTED); /* the other party had ended it, as it should */
    }
    if (gap) {
        return SL_DOUBT_BY(SHOWN_LATER, gap); /* the number it skips may have been the refresh */
    }
    return sl_session_is_visible(success) ? SL_NO_DOUBT : SL_DOUBT(DIALOG_PATH);
}

/* clang-format off */
static const struct sl_rule session_not_refreshed = {
    .name = "session_not_refreshed", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_TIMER,
    .reference = "RFC 4028 §10", .timed = true,
    .summary = SL_TEXT("会话没有按时刷新", "A session is not refreshed in time"),
    .wording = {SL_TEXT("这个2xx定下的会话间隔（{0}秒）内没有刷新，{3}之后第{2}帧的{1}仍在使用这个对话",
                        "the session interval of {0} s that this 2xx sets passed without a refresh, yet "
                        "the {1} in frame {2}, {3} after it, still uses the dialog")},
    .meaning = SL_TEXT(
        "对话中最近一个对INVITE或UPDATE的2xx定下了会话间隔（Session-Expires）。间隔过后，"
        "没有新的2xx，对话却还在使用：有新的请求，或者间隔过后64*T1以上才发BYE。"
        "按规定，刷新方应在间隔过半时刷新，等不到刷新的一方应在到期前用BYE结束会话。",
        "The newest 2xx to INVITE or UPDATE of a dialog set a session interval "
        "(Session-Expires). It passed without a new 2xx, yet the dialog is still used: by a "
        "new request, or by a BYE sent more than 64*T1 later. The refresher should refresh "
        "after half of it, and the side that gets no refresh end the session with BYE just "
        "before it is over."),
    .unless = SL_TEXT(
        "抓包在此之前结束，或者漏掉了消息、只有一个方向、不一定看得到对话内的请求；"
        "发过re-INVITE或UPDATE，但被拒绝或看不到应答（其应答说明原因）；后来的2xx不带"
        "Session-Expires（会话定时器就此关闭）；间隔过后只有订阅的SUBSCRIBE或NOTIFY；"
        "间隔过后的请求得到481。",
        "The capture ends before that, lost messages, has one direction only, or may not see "
        "requests within the dialog; a re-INVITE or UPDATE was sent and refused, or its "
        "response not seen (that says why); a later 2xx without Session-Expires ended the "
        "timer; only SUBSCRIBE or NOTIFY of a subscription came after it; what came after it "
        "got 481."),
    .why = SL_TEXT(
        "会话定时器的用处，是让一方掉线之后另一方和途中的有状态代理服务器能释放资源。"
        "不刷新而继续通话，途中的网元可能已经清掉会话：BYE过不去、话单提前结束，"
        "或者通话在某个固定的时长中断。",
        "Session timers let the other side and call-stateful proxies release a call when one "
        "side has died. Where a call goes on without refresh, elements on the way may have "
        "dropped it: BYE no longer gets through, charging ends early, or calls break after "
        "always the same time."),
    .next = SL_TEXT(
        "看这个2xx的refresher指定了谁，那一方为什么没有发re-INVITE或UPDATE（是否支持timer，"
        "请求和2xx的Supported、Require是怎么写的）；再看途中的B2BUA或SBC是否只在一侧刷新。",
        "See whom refresher in this 2xx names and why that side sent neither re-INVITE nor "
        "UPDATE (does it support timer; what do Supported and Require of request and 2xx "
        "say?), and whether a B2BUA or SBC on the way refreshes one side only."),
    .subjects = SL_ON_DIALOG, .check = session_not_refreshed_check, .doubt = session_not_refreshed_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_timer, &session_interval_too_small, &min_se_missing, &refresher_missing,
         &session_not_refreshed);
