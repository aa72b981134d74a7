/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about INVITE transactions: that they are answered in time, and what is sent again. */
#include "model/branch-set.h"
#include "rules/silence.h"

static bool is_before(const struct sl_record *record, int64_t deadline_ns)
{
    return record && record->time_ns < deadline_ns;
}

/* What ended INVITE before DEADLINE_NS, on whichever hop: a final response or a CANCEL; or NULL. */
static const struct sl_record *settled_by(const struct sl_invite *invite, int64_t deadline_ns)
{
    return is_before(invite->final, deadline_ns)    ? invite->final
           : is_before(invite->cancel, deadline_ns) ? invite->cancel
                                                    : NULL;
}

/* --- no_response ------------------------------------------------------------------------------ */

enum {
    NO_RESPONSE,
    LATE_RESPONSE,
    NO_RESPONSE_COPIES,
    NO_RESPONSE_GAVE_UP,
    NO_RESPONSE_TRIED_NEXT
};

/* So many copies prove it where the sender then gives up (§16.7, §16.8). */
#define SENT_BEFORE_GIVING_UP 3u

static void note_late_response(const struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_record *record = look->record;
    struct sl_finding *found = sl_record_finding(t->request, look->rule);

    if (found && !sl_comes_in_time(look->checker, t->request, record)) {
        sl_finding_restate(look->checker, found, LATE_RESPONSE,
                           SL_VALUES(SL_NUMBER(t->cseq_number), SL_STRING(t->server->text),
                                     SL_DURATION(sl_timing_overdue_ns(look->checker->timing)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(t->request, record))));
    }
}

/*
 * T was sent so often that nobody can have answered. The fact OTHER is NEXT: what its sender then
 * did, or NULL.
 */
static void note_silence(const struct sl_look *look, const struct sl_transaction *t,
                         unsigned wording, struct sl_record *next)
{
    const struct sl_facts facts = {.other = next};
    struct sl_record *request = t->request;
    struct sl_finding *found = sl_record_finding(request, look->rule);
    const struct sl_value values[] = {SL_NUMBER(t->cseq_number),
                                      SL_STRING(t->server->text),
                                      SL_DURATION(sl_record_sent_for(request)),
                                      SL_NUMBER(sl_record_sent(request)),
                                      SL_FRAME(next ? next->frame : 0),
                                      next && next->status
                                          ? SL_NUMBER(next->status)
                                          : SL_STRING(next ? next->destination->text : NULL)};

    if (found) {
        sl_finding_restate(look->checker, found, wording, values, G_N_ELEMENTS(values));
    } else {
        sl_finding_add(look->checker, look->rule, request, &facts, wording, values,
                       G_N_ELEMENTS(values));
    }
}

static bool is_silent(const struct sl_transaction *t)
{
    return t->request && !t->first_response && sl_record_sent(t->request) >= SENT_BEFORE_GIVING_UP;
}

/* What a proxy makes of a next hop that does not answer (§16.7, §16.8; 480 as some do). */
static bool is_of_silence(unsigned status)
{
    return status == 408 || status == 480 || status == 500 || status == 503 || status == 504;
}

/* The receiver of T tells its own client that it gave up: its silent branches are told apart. */
static void note_given_up(const struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_branch_set *next = sl_next_branches(t);
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_transaction *b = next ? next->newest : NULL; b && n--;
         b = b->next_on_set) {
        if (is_silent(b)) {
            note_silence(look, b, NO_RESPONSE_GAVE_UP, look->record);
        }
    }
}

/* The same INVITE goes to another next hop: the one before was given up if it stayed silent. */
static void note_next_tried(const struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_transaction *before = t->next_on_set;

    if (before && is_silent(before) && before->server != t->server &&
        !sl_record_finding(before->request, look->rule)) {
        note_silence(look, before, NO_RESPONSE_TRIED_NEXT, look->record);
    }
}

static void no_response_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !t->request) {
        return;
    }
    if (t->request == record && !t->first_response) {
        sl_wait_for_answer(look);
        note_next_tried(look, t);
    } else if (!t->first_response && sl_proves_silence(record, t->request)) {
        note_silence(look, t, NO_RESPONSE_COPIES, NULL);
    } else if (t->first_response == record) {
        note_late_response(look, t);
    }
    if (t->final == record && is_of_silence(record->status)) {
        note_given_up(look, t);
    }
}

static void no_response_overdue(struct sl_checker *c, const struct sl_rule *rule,
                                struct sl_record *invite)
{
    const struct sl_transaction *t = invite->own;

    if (!t->first_response && !sl_record_finding(invite, rule)) {
        sl_finding_add(c, rule, invite, NULL, NO_RESPONSE,
                       SL_VALUES(SL_NUMBER(t->cseq_number), SL_STRING(t->server->text),
                                 SL_DURATION(sl_timing_overdue_ns(c->timing))));
    }
}

/* A later message that shows that a response to INVITE existed, or NULL. */
static const struct sl_record *response_shown_by(const struct sl_invite *invite)
{
    return invite->ack ? invite->ack : invite->prack ? invite->prack : invite->use_of_dialog;
}

/* When the silence of F was proven: by what its sender did, a copy, or the end of the timer. */
static int64_t proven_at(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_record *request = f->record;

    return f->facts.other              ? f->facts.other->time_ns
           : sl_is_sent_often(request) ? sl_record_last_sent(request)->time_ns
                                       : request->time_ns + sl_timing_overdue_ns(c->timing);
}

/* SETTLED is what the client of T made of the silence itself. */
static bool is_own_answer(const struct sl_transaction *t, const struct sl_record *settled)
{
    return is_of_silence(settled->status) && settled->source == t->client;
}

static struct sl_doubt no_response_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    const struct sl_record *settled = settled_by(t->invite, proven_at(c, f));
    const struct sl_record *shown = response_shown_by(t->invite);

    if (sl_comes_in_time(c, f->record, t->first_response)) {
        return SL_DOUBT_BY(REFUTED, t->first_response);
    }
    if (!t->client->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    if (sl_host_was_sent_more(t->client, t->request)) {
        return SL_DOUBT(TRUNCATED);
    }
    if (settled && !is_own_answer(t, settled)) {
        return SL_DOUBT_BY(SETTLED_ELSEWHERE, settled);
    }
    /* Where a branch of its sender has a final response, that is what a later message is about. */
    if (shown && !t->branch_set->finals) {
        return SL_DOUBT_BY(SHOWN_LATER, shown);
    }
    if (sl_has_unseen_provisional(t)) {
        return SL_DOUBT(SHOWN_LATER); /* it passed one back that no branch is seen to have got */
    }
    return sl_waits_downstream(t) ? SL_DOUBT(RELAYED)
                                  : sl_silence_doubt(c, f->record, t->expected, NULL);
}

/* clang-format off */
static const struct sl_rule no_response = {
    .name = "no_response", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §17.1.1.2 (Timer B), §16.7, §16.8",
    .timed = true, .is_timeout = true,
    .summary = SL_TEXT("INVITE没有得到任何应答", "An INVITE gets no response at all"),
    .wording = {[NO_RESPONSE] = SL_TEXT("INVITE（CSeq {0}）发往{1}后{2}内没有任何应答",
                        "no response to the INVITE (CSeq {0}) came from {1} within {2}"),
                [LATE_RESPONSE] = SL_TEXT("INVITE（CSeq {0}）发往{1}后{2}内没有任何应答；第{3}帧的应答来得太晚，在{4}之后",
                        "no response to the INVITE (CSeq {0}) came from {1} within {2}; the one in "
                        "frame {3} is late, {4} after the INVITE"),
                [NO_RESPONSE_COPIES] = SL_TEXT("INVITE（CSeq {0}）在{2}内向{1}发了{3}次，没有任何应答",
                        "the INVITE (CSeq {0}) was sent to {1} {3} times in {2} and got no response"),
                [NO_RESPONSE_GAVE_UP] = SL_TEXT(
                        "INVITE（CSeq {0}）在{2}内向{1}发了{3}次，没有任何应答；发送方随后在第{4}帧向上游回了{5}",
                        "the INVITE (CSeq {0}) was sent to {1} {3} times in {2} and got no response; its sender "
                        "then answered {5} upstream, in frame {4}"),
                [NO_RESPONSE_TRIED_NEXT] = SL_TEXT(
                        "INVITE（CSeq {0}）在{2}内向{1}发了{3}次，没有任何应答；发送方随后在第{4}帧改发往{5}",
                        "the INVITE (CSeq {0}) was sent to {1} {3} times in {2} and got no response; its sender "
                        "then tried {5}, in frame {4}")},
    .meaning = SL_TEXT(
        "INVITE发出之后，这一跳上没有抓到任何应答，连100也没有，而且有证据：发送方至少发了五"
        "次；或者至少发了三次随后放弃，自己向上游回408、480、500、503或504，或把同一请求改发"
        "往别的下一跳；或者第一次发出之后过了64*T1再加T1（默认32.5秒）。应答在此之后才到的，"
        "文字里写明晚了多少。这一跳的结果是unreachable。",
        "No response to an INVITE has been captured on this hop, not even a 100, and there "
        "is proof: its sender sent it five times or more; or three times or more and then "
        "gave up, answering 408, 480, 500, 503 or 504 upstream itself or trying another next "
        "hop; or 64*T1 + T1 (32.5 s by default) passed after its first copy. Where a "
        "response comes after that, the text says how late. The outcome of the hop is "
        "unreachable."),
    .unless = SL_TEXT(
        "应答后来还是到了；没有抓到任何发往发送方的SIP消息；有发往发送方的消息被抓包长度截断"
        "；在此之前，别的分支有了最终应答，或上游先取消（沉默的下一跳的客户端自己产生的408、"
        "480、500、503、504不算）；后面的消息表明应答其实存在，或发送方向上游转交了哪个分支都"
        "没有抓到的应答；接收方已转发INVITE，自己也在等；UDP上等待方有4*T1的时间却一次也没有"
        "重传，可见它得到了应答，只是没有抓到（除非它三次以上等待对端的这种消息而一次也没有抓"
        "到：那是一个不重传的等待方）。这些情形的结论都是incomplete。",
        "A response comes after all; no SIP message to the sender was captured; a message to "
        "the sender was cut by the snap length; before that another branch had its final "
        "response, or the INVITE was cancelled or answered upstream (not by a 408, 480, 500, "
        "503 or 504 that the client of the silent hop makes itself); a later message shows "
        "that there was a response, or the sender passed back one that no branch is seen to "
        "have got; the receiver passed the INVITE on and waits itself; over UDP the waiting "
        "party had 4*T1 to send again and never did, so it had its answer and only the "
        "capture did not (unless it waited three times or more for such a message from that "
        "host and none was ever captured: then it just does not send again). All these make "
        "the verdict incomplete."),
    .why = SL_TEXT(
        "主叫听不到任何声音，等满32秒才失败或换路由。这通常不是信令流程出错，"
        "而是消息没有到达，或到了却没人处理。",
        "The caller hears nothing and waits for 32 s before the call fails or takes another "
        "route. As a rule it is no fault of the flow: the message did not arrive, or nobody "
        "handled it."),
    .next = SL_TEXT(
        "在接收方抓包，看INVITE到了没有。没到：查路由、防火墙和ACL、目的端口与传输协议，"
        "以及UDP大包的IP分片是否丢失。到了：查对端是否在监听、是否因来源地址不受信任而静默丢"
        "弃，以及应答是否发往Via里的私网地址（没有rport）。",
        "Capture at the receiver to see whether the INVITE arrives. If not: routing, "
        "firewall and ACL, destination port and transport, lost IP fragments of a large UDP "
        "packet. If it does: whether the peer listens, drops sources it does not trust "
        "without a word, or answers to a private address in Via (no rport)."),
    .subjects = SL_ON_INVITE | SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = no_response_check,
    .overdue = no_response_overdue, .doubt = no_response_doubt,
};
/* clang-format on */

/* --- provisional_late ------------------------------------------------------------------------- */

/* A PRACK, an ACK, or what was passed back shows a response that was not captured. */
static bool may_have_lost_response(const struct sl_transaction *t)
{
    return t->invite->prack || t->invite->ack || sl_host_was_sent_more(t->client, t->request) ||
           sl_has_unseen_provisional(t);
}

static void provisional_late_check(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->own;
    const int64_t limit = look->checker->timing->provisional_ns;
    int64_t delay;

    if (!t || !t->request || t->first_response != look->record || may_have_lost_response(t)) {
        return;
    }
    delay = sl_record_elapsed(t->request_copy, look->record);
    if (delay > limit) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(look->record->status),
                SL_DURATION(delay), SL_FRAME(t->request_copy->frame), SL_DURATION(limit));
    }
}

/* clang-format off */
static const struct sl_rule provisional_late = {
    .name = "provisional_late", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §17.2.1", .timed = true,
    .summary = SL_TEXT("对INVITE的第一个应答来得太晚", "The first response to an INVITE is late"),
    .wording = {SL_TEXT("第一个应答{0}在第{2}帧的INVITE之后{1}才到，超过{3}；在此之前应当先有100",
                        "the first response, {0}, comes {1} after the INVITE in frame {2}, more than "
                        "{3}; a 100 was due before")},
    .meaning = SL_TEXT(
        "INVITE最近一次发出之后，超过200 ms（首选项siplens.provisional_ms）才来第一个应答。"
        "服务器若不能在200 ms内给出应答，就必须先发100。",
        "The first response comes more than 200 ms (preference siplens.provisional_ms) after "
        "the latest copy of the INVITE before it. A server that cannot answer within 200 ms "
        "must send a 100 first."),
    .unless = SL_TEXT(
        "抓到的PRACK或ACK说明此前另有应答没有抓到。",
        "A PRACK or ACK shows that an earlier response was not captured."),
    .why = SL_TEXT(
        "UDP上500 ms没有应答，主叫就重传INVITE；100迟到，重传就多，拨号后的等待也长。"
        "偶尔一次多半只是网络时延。",
        "Over UDP a caller without a response repeats its INVITE after 500 ms, so late 100s "
        "mean more repeats and a longer wait after dialling. A single case is mostly just "
        "network delay."),
    .next = SL_TEXT(
        "用siplens.time.first_response比较多个呼叫，分清是网络往返时间长还是服务器慢。"
        "服务器慢时，查它的负载，以及发100之前有没有做DNS、ENUM或数据库查询。",
        "Compare siplens.time.first_response over many calls: is it the round trip or the "
        "server? If the server, check its load and whether it queries DNS, ENUM or a "
        "database before it sends the 100."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = provisional_late_check,
};
/* clang-format on */

/* --- final_missing ---------------------------------------------------------------------------- */

static void final_missing_check(const struct sl_look *look)
{
    if (look->record->own && !sl_status_is_final(look->record->status) &&
        !look->record->own->final) {
        sl_wait_for_final(look);
    }
}

/* Facts: the provisional response that nothing followed. */
static void final_missing_overdue(struct sl_checker *c, const struct sl_rule *rule,
                                  struct sl_record *provisional)
{
    const struct sl_transaction *t = provisional->own;
    const struct sl_facts facts = {.other = provisional};

    /* A provisional that comes later still does not make it another fault. */
    if (t->request && !t->final && !t->cancel && t->last_provisional == provisional &&
        !sl_record_finding(t->request, rule)) {
        sl_finding_add(c, rule, t->request, &facts, SL_SINGLE_WORDING,
                       SL_VALUES(SL_NUMBER(provisional->status), SL_FRAME(provisional->frame),
                                 SL_DURATION(c->timing->timer_c_ns), SL_NUMBER(t->cseq_number)));
    }
}

/* The receiver of T handed the INVITE on, and a final response came back on every branch. */
static bool has_all_downstream(const struct sl_transaction *t)
{
    const struct sl_branch_set *next = sl_next_branches(t);

    return next && next->branches == next->finals;
}

static struct sl_doubt final_missing_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    const struct sl_record *provisional = f->facts.other;
    const struct sl_record *settled =
        settled_by(t->invite, provisional->time_ns + c->timing->timer_c_ns);

    if (sl_host_was_sent_more(t->client, provisional)) {
        return SL_DOUBT(TRUNCATED);
    }
    if (t->invite->ack || t->invite->use_of_session) {
        return SL_DOUBT_BY(SHOWN_LATER,
                           t->invite->ack ? t->invite->ack : t->invite->use_of_session);
    }
    /* Where the receiver itself got all it waited for, this hop was due as well. */
    if (settled && !has_all_downstream(t)) {
        return SL_DOUBT_BY(SETTLED_ELSEWHERE, settled);
    }
    return sl_waits_downstream(t) ? SL_DOUBT(RELAYED) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule final_missing = {
    .name = "final_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_INVITE,
    .documented = true, .reference = "RFC 3261 §16.6 step 11 (Timer C), §16.8, §13.3.1.1",
    .timed = true, .is_timeout = true,
    .summary = SL_TEXT("INVITE没有得到最终应答", "An INVITE gets no final response"),
    .wording = {SL_TEXT("INVITE（CSeq {3}）最后一个临时应答是第{1}帧的{0}，此后{2}内没有最终应答，也没有CANCEL",
                        "the last provisional response to the INVITE (CSeq {3}) is the {0} in frame {1}; "
                        "within {2} of it came no final response, nor a CANCEL")},
    .meaning = SL_TEXT(
        "最后一个临时应答之后过了180秒（Timer C，首选项siplens.timer_c_s），"
        "INVITE既没有最终应答，也没有CANCEL。",
        "180 s (Timer C, preference siplens.timer_c_s) after its last provisional response "
        "the INVITE has neither a final response nor a CANCEL."),
    .unless = SL_TEXT(
        "抓包在此之前结束；事务已被取消（见cancelled_not_terminated）；"
        "后面的消息表明最终应答其实存在；别的分支先有了最终应答，或上游先取消、先有了结果；"
        "接收方自己也在等下一跳。",
        "The capture ends before that; the transaction was cancelled (see "
        "cancelled_not_terminated); a later message shows that there was a final response; "
        "another branch had one, or upstream the INVITE was cancelled or answered, sooner; "
        "the receiver itself waits for the next hop."),
    .why = SL_TEXT(
        "主叫一直听回铃，代理服务器、SBC和中继的资源一直被占用。代理服务器本该在Timer C到期时"
        "取消这个分支，而UAS要让呼叫久等，就应每分钟至少再发一次临时应答。",
        "The caller hears ringback without end while proxy, SBC and trunk keep resources for "
        "the call. A proxy should cancel the branch when Timer C expires, and a UAS that "
        "wants more time should send a provisional response again every minute."),
    .next = SL_TEXT(
        "查被叫一侧的久叫不应定时器（前转、语音信箱）为什么没有起作用，代理服务器的Timer C是"
        "否关掉了；再比较前后两跳，看最终应答是否只在这一跳上丢失。",
        "Find out why the no-answer timer on the called side (diversion, voice mail) did "
        "nothing and whether Timer C of the proxy is switched off; then compare the hops "
        "before and after: perhaps the final response was lost on this one only."),
    .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = final_missing_check,
    .overdue = final_missing_overdue, .doubt = final_missing_doubt,
};
/* clang-format on */

/* --- invite_retransmitted_after_provisional --------------------------------------------------- */

static void invite_retransmitted_after_provisional_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !record->original || !t->first_response ||
        t->first_response->destination != t->client ||
        sl_transport_is_reliable(look->message->transport) ||
        sl_record_elapsed(t->first_response, record) < look->checker->timing->t1_ns) {
        return;
    }
    /* A fault that goes on is one fault: the first repeat at which it shows. */
    SL_FIND_ONCE(look, record->original, SL_SINGLE_WORDING, SL_NUMBER(t->first_response->status),
                 SL_FRAME(t->first_response->frame),
                 SL_DURATION(sl_record_elapsed(t->first_response, record)),
                 SL_FRAME(record->original->frame));
}

/* clang-format off */
static const struct sl_rule invite_retransmitted_after_provisional = {
    .name = "invite_retransmitted_after_provisional", .severity = SL_SEVERITY_WARN,
    .group = SL_GROUP_INVITE, .reference = "RFC 3261 §17.1.1.2", .timed = true,
    .summary = SL_TEXT("已有应答仍重传INVITE", "An INVITE is sent again after a response to it"),
    .wording = {SL_TEXT("第{1}帧已有应答{0}，{2}之后仍重传第{3}帧的INVITE：应答没有到达发送方，或发送方不认它",
                        "the INVITE of frame {3} is sent again {2} after the {0} in frame {1}: that "
                        "response does not arrive, or is not accepted")},
    .meaning = SL_TEXT(
        "UDP上，这一跳已经抓到应答，过了T1（500 ms）或更久，INVITE仍在重传。"
        "客户端一收到临时应答就该停止重传。",
        "Over UDP the INVITE is sent again on this hop T1 (500 ms) or more after a response "
        "to it was captured. A client stops repeating as soon as it gets a provisional "
        "response."),
    .unless = SL_TEXT(
        "只是抓包产生的副本。",
        "The copy is a duplicate made by the capture."),
    .why = SL_TEXT(
        "应答没有到达INVITE的发送方，或发送方不认它：呼叫会以超时告终，"
        "或者被叫已接听而主叫还在等。",
        "The response does not reach the sender, or the sender does not accept it: the call "
        "ends in a timeout, or the callee answers while the caller still waits."),
    .next = SL_TEXT(
        "看应答发往的地址和端口是否就是INVITE的来源：终端在NAT之后而没有rport时，"
        "应答会发到进不去的端口。再查防火墙和ALG，以及应答最上面的Via是否被改动（对不上的应答"
        "会被丢弃）。",
        "See whether the response goes to the address and port the INVITE came from: behind "
        "NAT without rport it goes to a port nothing gets in by. Then check firewall and "
        "ALG, and whether the top Via of the response was changed, which makes the client "
        "drop it."),
    .subjects = SL_ON_INVITE | SL_ON_REPEAT, .check = invite_retransmitted_after_provisional_check,
};
/* clang-format on */

/* --- retransmission_over_reliable ------------------------------------------------------------- */

enum { REQUEST_REPEATED, RESPONSE_REPEATED };

/* A 2xx to INVITE and its ACK go from end to end and are repeated on any transport (§13.3.1.4). */
static bool is_repeated_end_to_end(const struct sl_message *m)
{
    return m->is_response ? m->status < 300 : m->method == SL_METHOD_ACK;
}

/* More than one Via: a stateless proxy may hand on the repeats of a UDP sender (§16.11). */
static bool may_be_handed_on(const struct sl_message *m)
{
    return m->via_count > 1;
}

static void retransmission_over_reliable_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;

    if (!record->original || !sl_transport_is_reliable(m->transport) || is_repeated_end_to_end(m) ||
        may_be_handed_on(m)) {
        return;
    }
    SL_FIND_ONCE(look, record->original, m->is_response ? RESPONSE_REPEATED : REQUEST_REPEATED,
                 m->is_response ? SL_NUMBER(m->status) : SL_STRING(m->method_name),
                 SL_STRING(sl_transport_name(m->transport)), SL_FRAME(record->original->frame),
                 SL_DURATION(sl_record_elapsed(record->original, record)));
}

/* clang-format off */
static const struct sl_rule retransmission_over_reliable = {
    .name = "retransmission_over_reliable", .severity = SL_SEVERITY_WARN,
    .group = SL_GROUP_INVITE,
    .reference = "RFC 3261 §17.1.1.2, §17.1.2.2, §17.2.1", .timed = true,
    .summary = SL_TEXT("在可靠传输上重传", "A message is repeated over a reliable transport"),
    .wording = {[REQUEST_REPEATED] = SL_TEXT("第{2}帧的{0}请求{3}之后又在{1}上重传；可靠传输上不应重传",
                        "the {0} of frame {2} is sent again over {1} after {3}; a reliable transport "
                        "needs no repeats"),
                [RESPONSE_REPEATED] = SL_TEXT("第{2}帧的{0}应答{3}之后又在{1}上重传；可靠传输上不应重传",
                        "the {0} of frame {2} is sent again over {1} after {3}; a reliable transport "
                        "needs no repeats")},
    .meaning = SL_TEXT(
        "在TCP、TLS、SCTP或WebSocket上，同一个请求或同一个非2xx最终应答又发了一次。"
        "可靠传输自己保证送达，这些消息在其上不应重传。",
        "A request or a non-2xx final response is sent again over TCP, TLS, SCTP or "
        "WebSocket. Such a transport delivers by itself, so these messages are not repeated "
        "on it."),
    .unless = SL_TEXT(
        "对INVITE的2xx和它的ACK（在任何传输上都要重传）；抓包产生的副本；"
        "带不止一个Via的请求（无状态代理服务器可能把UDP一侧的重传转到TCP上）。",
        "A 2xx to INVITE and its ACK (repeated on any transport); a duplicate made by the "
        "capture; a request with more than one Via (a stateless proxy may pass on the "
        "repeats of a UDP sender)."),
    .why = SL_TEXT(
        "发送方要么把可靠传输当作UDP来用，要么在往一条其实已经断开的连接上写。前者浪费资源，"
        "后者预示着超时。",
        "The sender either treats the transport like UDP, which is a waste, or writes into a "
        "connection that is broken without its knowing, and a timeout follows."),
    .next = SL_TEXT(
        "看TCP一层有没有重传、零窗口或RST，对端有没有确认；再查发送方的定时器设置（Timer A、"
        "E、G在可靠传输上不起作用），以及SBC是否把UDP一侧的重传照搬过来。",
        "Look at TCP for retransmissions, a zero window or RST and for acknowledgements by "
        "the peer; then check the timers of the sender (A, E and G do not run on a reliable "
        "transport) and whether an SBC copies repeats over from its UDP side."),
    .subjects = SL_ON_REQUEST | SL_ON_RESPONSE | SL_ON_REPEAT, .check = retransmission_over_reliable_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_invite, &no_response, &provisional_late, &final_missing,
         &invite_retransmitted_after_provisional, &retransmission_over_reliable);
