/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about reliable provisional responses and PRACK (RFC 3262). */
#include "dialog.h"
#include "doubt.h"
#include "reliable.h"

static bool is_provisional(const struct sl_record *record)
{
    return record->leg && record->status > 100 && !sl_status_is_final(record->status);
}

/* What shows that a PRACK existed which was not captured, or was wrong; NULL if nothing does. */
static const struct sl_text *other_prack(const struct sl_fork *fork)
{
    if (fork->odd_prack) {
        return &sl_doubt_odd_prack; /* its own rule says what is wrong with it */
    }
    if (fork->unseen_prack ||
        (fork->dialog && sl_dialog_side(fork->dialog, fork->invite->from_tag)->gap)) {
        return &sl_doubt_shown_later;
    }
    return NULL;
}

/* --- prack_missing --------------------------------------------------------------------------- */

static void check_prack(const struct sl_look *look)
{
    struct sl_capture *c = look->capture;
    const struct sl_record *record = look->record;
    struct sl_reliable *reliable = record->reliable;

    if (!reliable || !reliable->first) {
        return;
    }
    if (reliable->first == record && !reliable->prack && record->own->request) {
        sl_capture_wait_answer(c, look->rule, look->record);
    } else if (reliable->prack == record && reliable->overdue) {
        sl_finding_restate(c, reliable->overdue, 1,
                           SL_VALUES(SL_NUMBER(reliable->first->status), SL_NUMBER(reliable->rseq),
                                     SL_DURATION(sl_settings_overdue_ns(&c->settings)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(reliable->first, record))));
    }
}

static void prack_overdue(struct sl_capture *c, const struct sl_rule *rule,
                          struct sl_record *provisional)
{
    struct sl_reliable *reliable = provisional->reliable;
    const struct sl_transaction *t = provisional->own;

    if (!reliable->prack) {
        reliable->overdue = sl_capture_add_finding(
            c, rule, provisional, 0,
            SL_VALUES(SL_NUMBER(provisional->status), SL_NUMBER(reliable->rseq),
                      SL_DURATION(sl_settings_overdue_ns(&c->settings)), SL_NUMBER(t->cseq_number),
                      SL_FRAME(t->request->frame)));
    }
}

/* Another rule says what is wrong with this response: the caller is right to ignore it. */
static bool is_faulty(const struct sl_capture *c, const struct sl_record *provisional)
{
    for (const struct sl_finding *f = provisional->findings; f; f = f->next_on_record) {
        if (f->rule->group == SL_GROUP_PRACK && !f->rule->overdue &&
            !(f->rule->doubt && f->rule->doubt(c, f))) {
            return true;
        }
    }
    return false;
}

static const struct sl_text *doubt_prack_missing(const struct sl_capture *c,
                                                 const struct sl_finding *f)
{
    const struct sl_reliable *reliable = f->record->reliable;
    const struct sl_record *failure = f->record->own->failure;
    const struct sl_text *other = other_prack(reliable->fork);

    if (failure && sl_record_elapsed(f->record, failure) < sl_settings_overdue_ns(&c->settings)) {
        return &sl_doubt_refuted; /* the transaction is over: no PRACK is due any more */
    }
    if (is_faulty(c, f->record)) {
        return &sl_doubt_refuted;
    }
    if (other) {
        return other;
    }
    return reliable->prack_must_pass || reliable->is_repeated_long ? NULL : &sl_doubt_other_path;
}

/* --- prack_unmatched ------------------------------------------------------------------------- */

static void check_unmatched(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_fork *fork = look->rack_fork;

    if (!fork || !look->is_new || !fork->reliable || !fork->invite->first) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(m->rack_rseq), SL_NUMBER(fork->reliable->rseq),
            SL_NUMBER(m->rack_cseq_number), SL_STRING(m->rack_method),
            SL_NUMBER(fork->invite->cseq_number), SL_FRAME(fork->reliable->first->frame));
}

static const struct sl_text *doubt_unmatched(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;
    const struct sl_invite *invite =
        sl_find_invite(c, own->call, own->from_tag, (uint32_t)f->value[2].as.number);
    const struct sl_fork *fork =
        invite && own->dialog
            ? sl_find_fork(c, invite, sl_dialog_other_side(own->dialog, own->from_tag)->tag)
            : NULL;

    /* The callee knows a 1xx that was not captured, among those that were or after them. */
    return fork && fork->oldest_reliable && own->final &&
                   sl_status_is_success(own->final->status) &&
                   f->value[0].as.number > fork->oldest_reliable->rseq
               ? &sl_doubt_shown_later
               : NULL;
}

/* --- rseq_out_of_order ----------------------------------------------------------------------- */

/* How many skipped numbers are looked up: a capture that lost more proves nothing. */
#define SKIPPED_MAX 16

static void check_rseq(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_reliable *reliable = record->reliable;
    const struct sl_record *previous = look->previous_rseq;
    uint32_t before = look->previous_rseq_number;

    if (!previous || reliable->rseq == before + 1) {
        return;
    }
    /* A retransmission, of this response or of an earlier one. */
    if (reliable->rseq == before
            ? previous->status == record->status
            : reliable->first != record && reliable->first->own == record->own) {
        return;
    }
    /* Of two that the network reordered, the older comes second. */
    if (reliable->rseq < before &&
        sl_record_elapsed(previous, record) < look->capture->settings.t1_ns) {
        return;
    }
    if (sl_look_is_first_of_fault(look, reliable)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(reliable->rseq), SL_NUMBER(before),
                SL_FRAME(previous->frame), SL_STRING(record->leg->fork->to_tag));
    }
}

static const struct sl_text *doubt_rseq(const struct sl_capture *c, const struct sl_finding *f)
{
    int64_t rseq = f->value[0].as.number, before = f->value[1].as.number;
    const struct sl_fork *fork = f->record->leg->fork;

    if (rseq > before && (fork->unseen_prack || rseq - before > SKIPPED_MAX)) {
        return fork->unseen_prack ? &sl_doubt_shown_later : NULL;
    }
    for (int64_t skipped = before + 1; skipped < rseq; skipped++) {
        if (sl_reliable_find(c, fork, (uint32_t)skipped)) {
            return &sl_doubt_shown_later;
        }
    }
    return NULL;
}

/* --- final_before_prack ---------------------------------------------------------------------- */

static void check_final_before_prack(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_reliable *reliable = record->leg ? record->leg->fork->reliable_sdp : NULL;

    if (!reliable || !reliable->has_sdp || reliable->prack ||
        record->leg->fork->success != record) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(record->status), SL_NUMBER(reliable->first->status),
            SL_NUMBER(reliable->rseq), SL_FRAME(reliable->first->frame));
}

static const struct sl_text *doubt_final_before_prack(const struct sl_capture *c,
                                                      const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->leg->fork;
    const struct sl_reliable *reliable = sl_reliable_find(c, fork, (uint32_t)f->value[2].as.number);
    const struct sl_text *other;

    if (reliable->prack) {
        return NULL; /* it came later */
    }
    other = other_prack(fork);
    return other ? other : reliable->prack_must_pass ? NULL : &sl_doubt_other_path;
}

/* --- what a reliable response needs ---------------------------------------------------------- */

static void check_rseq_present(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (is_provisional(look->record) && m->requires_100rel && !m->has_rseq && !m->truncated &&
        sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(m->status), SL_STRING(m->to_tag));
    }
}

static void check_offered(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->own;
    bool is_reliable = m->requires_100rel;

    if (!is_provisional(look->record) || !t->request || t->truncated || m->truncated ||
        (is_reliable ? t->supports_100rel || t->requires_100rel : !t->requires_100rel) ||
        !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, is_reliable ? 0 : 1, SL_NUMBER(m->status),
            SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number));
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "prack_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3", .timed = true,
        .summary = SL_TEXT("可靠临时应答没有得到PRACK", "A reliable provisional response gets no PRACK"),
        .wording = {SL_TEXT("第{4}帧INVITE（CSeq {3}）的可靠临时应答{0}（RSeq {1}）在{2}内没有得到PRACK",
                            "the reliable {0} (RSeq {1}) to the INVITE (CSeq {3}) in frame {4} got no PRACK "
                            "within {2}"),
                    SL_TEXT("可靠临时应答{0}（RSeq {1}）在{2}内没有得到PRACK；第{3}帧的PRACK来得太晚，在{4}之后",
                            "the reliable {0} (RSeq {1}) got no PRACK within {2}; the one in frame {3} is "
                            "late, {4} after it")},
        .meaning = SL_TEXT(
            "带Require: 100rel和RSeq的临时应答发出64*T1再加T1（默认32.5秒）之后，仍没有抓到对它的PRACK。",
            "64*T1 + T1 (32.5 s by default) after a provisional response with Require: 100rel and "
            "RSeq, no PRACK for it was captured."),
        .unless = SL_TEXT(
            "抓包在此之前结束；非2xx的最终应答更早到来；任何一段上抓到了对它的PRACK；PRACK可能不经过抓包点，"
            "而该应答也没有一直重发；来过RAck不符的PRACK。",
            "The capture ends before that; a non-2xx final response came sooner; a PRACK for it was "
            "captured on any leg; the PRACK may bypass the capture and the response was not still "
            "repeated; a PRACK with a wrong RAck came."),
        .why = SL_TEXT(
            "被叫会一直重发该应答，最后以5xx拒绝呼叫；早期媒体和呼叫建立都会卡住。",
            "The callee goes on repeating the response and in the end rejects the call with 5xx; "
            "early media and call set-up stall."),
        .next = SL_TEXT(
            "看主叫有没有收到该应答、Record-Route和Contact是否可达；中间的SBC有没有去掉RSeq或Require。",
            "See whether the caller received the response, whether its Record-Route and Contact can be "
            "reached, and whether an SBC on the way removes RSeq or Require."),
        .subjects = SL_ON_INVITE_RESPONSE | SL_ON_PRACK, .check = check_prack,
        .overdue = prack_overdue, .doubt = doubt_prack_missing,
    },
    {
        .name = "prack_unmatched", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3",
        .summary = SL_TEXT("PRACK与任何可靠临时应答都不符", "A PRACK fits no reliable provisional response"),
        .wording = {SL_TEXT("PRACK的RAck是“{0} {2} {3}”，而第{5}帧可靠临时应答的RSeq是{1}，INVITE的CSeq是{4}",
                            "the RAck of this PRACK is \"{0} {2} {3}\", but the reliable response in frame {5} "
                            "has RSeq {1}, and its INVITE CSeq {4}")},
        .meaning = SL_TEXT(
            "PRACK的RAck由RSeq、CSeq序号和方法组成，三者合起来不对应抓到的任何可靠临时应答。",
            "The RAck of a PRACK is made of RSeq, CSeq number and method; together they name none of the "
            "reliable provisional responses captured."),
        .unless = SL_TEXT(
            "抓包在INVITE之后才开始；该对话没有抓到可靠临时应答；PRACK得到2xx且序号比抓到的更大，"
            "说明那个应答只是没有抓到。",
            "The capture starts after the INVITE; no reliable provisional response of the dialog was "
            "captured; the PRACK got a 2xx and names a higher number than any captured, so that the "
            "response was merely lost by the capture."),
        .why = SL_TEXT("被叫以481拒绝它，并继续重发临时应答，最后放弃呼叫。",
                       "The callee answers it with 481, goes on repeating the response and gives the call up."),
        .next = SL_TEXT("比较RAck与临时应答的RSeq和CSeq；查中间网元是否改写了CSeq或RSeq而没有改写RAck。",
                        "Compare RAck with RSeq and CSeq of the response; look for an element on the way that "
                        "rewrites CSeq or RSeq but not RAck."),
        .subjects = SL_ON_PRACK, .check = check_unmatched, .doubt = doubt_unmatched,
    },
    {
        .name = "rseq_out_of_order", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3",
        .summary = SL_TEXT("RSeq不连续", "RSeq numbers are not consecutive"),
        .wording = {SL_TEXT("这个可靠临时应答（To标签{3}）的RSeq是{0}，而前一个（第{2}帧）是{1}，应当加一",
                            "RSeq of this reliable response (To tag {3}) is {0}; after {1} in frame {2} it "
                            "should be one more")},
        .meaning = SL_TEXT("同一事务、同一To标签的可靠临时应答，RSeq必须每次加一。",
                           "Within one transaction and To tag, each new reliable response has the RSeq before "
                           "plus one."),
        .unless = SL_TEXT("重发；另一个分叉；抓到了对所缺序号的PRACK，说明是抓包丢失。",
                          "A retransmission; another fork; a PRACK for the skipped number shows that the "
                          "capture lost the response."),
        .why = SL_TEXT("主叫会丢弃不连续的应答，不再回PRACK，被叫于是一直重发。",
                       "The caller drops a response out of order and sends no PRACK; the callee repeats it in vain."),
        .next = SL_TEXT("查被叫或中间B2BUA如何产生RSeq；看是否有应答丢在途中。",
                        "Check how the callee, or a B2BUA on the way, makes RSeq; see whether a response was lost."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_rseq, .doubt = doubt_rseq,
    },
    {
        .name = "final_before_prack", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3, §5",
        .summary = SL_TEXT("PRACK未到就发2xx", "A 2xx precedes the PRACK"),
        .wording = {SL_TEXT("第{3}帧带SDP的可靠临时应答{1}（RSeq {2}）还没有PRACK，被叫就发了{0}",
                            "the callee sends {0} while its reliable {1} with SDP (RSeq {2}) in frame {3} has "
                            "no PRACK yet")},
        .meaning = SL_TEXT("带有SDP的可靠临时应答得到PRACK之前，被叫不得发送2xx。",
                           "A callee must not send a 2xx while a reliable provisional response with a session "
                           "description is not acknowledged."),
        .unless = SL_TEXT("另一个To标签；之前在任何一段上抓到了PRACK；PRACK可能不经过抓包点。",
                          "Another To tag; the PRACK was captured on any leg before; it may bypass the capture."),
        .why = SL_TEXT("媒体协商还没有完成，主叫可能用错编解码或没有声音。",
                       "Offer and answer are not settled: the caller may use the wrong codec, or there is no sound."),
        .next = SL_TEXT("查被叫（或应答它的SBC）对100rel的实现；看PRACK在哪里被延误。",
                        "Check how the callee, or the SBC that answers for it, implements 100rel, and where "
                        "the PRACK is held up."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_final_before_prack,
        .doubt = doubt_final_before_prack,
    },
    {
        .name = "rseq_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3",
        .summary = SL_TEXT("可靠临时应答没有RSeq", "A reliable provisional response has no RSeq"),
        .wording = {SL_TEXT("临时应答{0}（To标签{1}）要求100rel，却没有RSeq头域",
                            "the {0} (To tag {1}) requires 100rel but has no RSeq header field")},
        .meaning = SL_TEXT("带Require: 100rel的临时应答必须有RSeq，PRACK靠它指明确认的是哪一个应答。",
                           "A provisional response with Require: 100rel must have an RSeq: the PRACK names it."),
        .unless = SL_TEXT("消息被抓包长度截断。", "The message was cut by the snap length."),
        .why = SL_TEXT("主叫无法构造PRACK，呼叫卡住或被拒绝。",
                       "The caller cannot make a PRACK, and the call stalls or is rejected."),
        .next = SL_TEXT("看被叫原来有没有写RSeq：没有则是终端的错，有则查途中哪个网元删掉了它。",
                        "See whether the callee wrote an RSeq: if not, it is at fault; if so, find the element "
                        "that removed it."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_rseq_present,
    },
    {
        .name = "reliable_not_offered", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
        .reference = "RFC 3262 §3",
        .summary = SL_TEXT("临时应答的可靠性与INVITE不符", "Reliability of a provisional response was not agreed"),
        .wording = {SL_TEXT("临时应答{0}要求100rel，而第{1}帧的INVITE（CSeq {2}）既不支持也不要求100rel",
                            "the {0} requires 100rel, but the INVITE (CSeq {2}) in frame {1} has it in neither "
                            "Supported nor Require"),
                    SL_TEXT("第{1}帧的INVITE（CSeq {2}）要求100rel，临时应答{0}却不是可靠的",
                            "the INVITE (CSeq {2}) in frame {1} requires 100rel, but this {0} is not reliable")},
        .meaning = SL_TEXT("只有INVITE的Supported或Require含100rel时，才可以可靠地发送临时应答；Require含100rel时，"
                           "除100外都必须可靠。",
                           "Provisional responses may be reliable only if the INVITE has 100rel in Supported or "
                           "Require; if it is in Require, all but 100 must be."),
        .unless = SL_TEXT("这一跳上没有抓到INVITE；100。", "The INVITE was not captured on that hop; a 100."),
        .why = SL_TEXT("不支持100rel的主叫不会回PRACK；要求它的主叫会认为被叫不合规。",
                       "A caller without 100rel sends no PRACK; one that requires it cannot rely on the response."),
        .next = SL_TEXT("查途中网元是否增删了Supported或Require里的100rel。",
                        "Look for an element on the way that adds or removes 100rel in Supported or Require."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_offered,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_prack = SL_RULE_GROUP(rules);
