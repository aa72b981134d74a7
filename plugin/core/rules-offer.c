/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about offers and answers of session descriptions (RFC 3264, RFC 3261 §13.2.1). */
#include "doubt.h"
#include "flow.h"

static bool has_no_sdp(unsigned body)
{
    return body == SL_BODY_NONE || body == SL_BODY_OTHER;
}

/* A PRACK shows that a reliable provisional response was not captured: it may have had the SDP. */
static const struct sl_text *doubt_unseen_reliable(const struct sl_capture *c,
                                                   const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->leg ? f->record->leg->fork : NULL;

    (void)c;
    return fork && (fork->odd_prack || fork->unseen_prack) ? &sl_doubt_shown_later : NULL;
}

/* --- answer_missing, offer_missing ----------------------------------------------------------- */

/* The first copy on its hop of a 2xx that had to bring a session description; else NULL. */
static const struct sl_fork *fork_without_sdp(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg = record->leg;

    if (!leg || leg->final != record || !sl_status_is_success(record->status) ||
        !record->own->request || record->own->truncated || look->message->truncated ||
        !has_no_sdp(look->message->body) || leg->fork->reliable_sdp) {
        return NULL;
    }
    return leg->fork;
}

static void check_answer_missing(const struct sl_look *look)
{
    const struct sl_fork *fork = fork_without_sdp(look);
    const struct sl_record *early = fork ? fork->unreliable_sdp : NULL;

    if (!fork || fork->invite->body != SL_BODY_SDP || !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, early ? 1 : 0, SL_NUMBER(look->record->status),
            SL_FRAME(fork->invite->first->frame), SL_NUMBER(fork->invite->cseq_number),
            SL_NUMBER(early ? early->status : 0), SL_FRAME(early ? early->frame : 0));
}

static void check_offer_missing(const struct sl_look *look)
{
    const struct sl_fork *fork = fork_without_sdp(look);

    if (fork && fork->invite->first && fork->invite->body == SL_BODY_NONE &&
        look->message->body == SL_BODY_NONE && sl_look_is_first_of_fault(look, NULL)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(look->record->status),
                SL_FRAME(fork->invite->first->frame), SL_NUMBER(fork->invite->cseq_number));
    }
}

/* --- ack_answer_missing ---------------------------------------------------------------------- */

static void check_ack_answer(const struct sl_look *look)
{
    const struct sl_fork *fork = look->ack_fork;

    if (!fork || !fork->success || fork->success_body != SL_BODY_SDP || !fork->invite->first ||
        !has_no_sdp(fork->invite->body) || fork->reliable_sdp || fork->has_ack_sdp ||
        !has_no_sdp(look->message->body) || look->message->truncated ||
        !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(fork->success->status), SL_FRAME(fork->success->frame),
            SL_FRAME(fork->invite->first->frame));
}

static const struct sl_text *doubt_ack_answer(const struct sl_capture *c,
                                              const struct sl_finding *f)
{
    const struct sl_record *record = f->record;
    const struct sl_fork *fork;

    if (!record->transaction) {
        return NULL;
    }
    fork = record->leg ? record->leg->fork : NULL;
    if (!fork) {
        return NULL;
    }
    return fork->has_ack_sdp ? &sl_doubt_refuted : doubt_unseen_reliable(c, f);
}

/* --- offer_overlap --------------------------------------------------------------------------- */

static void check_overlap(const struct sl_look *look)
{
    static const struct sl_text request = SL_TEXT("请求", "request");
    static const struct sl_text response = SL_TEXT("应答", "response");
    struct sl_record *earlier = look->earlier_offer;

    if (!earlier) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(look->message->method_name),
            SL_TEXT_VALUE(sl_record_is_response(earlier) ? &response : &request),
            SL_FRAME(earlier->frame), SL_DURATION(sl_record_elapsed(earlier, look->record)))
        ->other = earlier;
}

static const struct sl_text *doubt_overlap(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_record *earlier = f->other;
    const struct sl_fork *fork = earlier->leg ? earlier->leg->fork : NULL;
    const struct sl_invite *invite = earlier->own->invite;
    bool is_settled_later;

    (void)c;
    if (!f->record->source->addressed) {
        return &sl_doubt_one_direction;
    }
    /* What ended the earlier offer was captured later: until then it was open. */
    if (sl_record_is_response(earlier)) {
        is_settled_later = fork->ack || (earlier->reliable && earlier->reliable->prack);
    } else {
        is_settled_later = invite ? invite->final != NULL : earlier->own->origin->final != NULL;
    }
    return is_settled_later        ? NULL
           : invite && invite->ack ? &sl_doubt_shown_later
                                   : &sl_doubt_ends_early;
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "answer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
        .reference = "RFC 3261 §13.2.1, §13.3.1.4",
        .summary = SL_TEXT("2xx没有SDP应答", "A 2xx lacks the answer"),
        .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {2}）带有SDP，{0}却没有SDP",
                            "the INVITE (CSeq {2}) in frame {1} has an SDP offer, but this {0} has no SDP"),
                    SL_TEXT("第{1}帧的INVITE（CSeq {2}）带有SDP，{0}却没有SDP；第{4}帧的{3}虽有SDP，但它不是可靠的，"
                            "不能代替",
                            "the INVITE (CSeq {2}) in frame {1} has an SDP offer, but this {0} has no SDP; the "
                            "{3} in frame {4} has one, but it is not reliable and does not replace it")},
        .meaning = SL_TEXT("INVITE带有SDP时，answer必须在2xx里，除非先前的可靠临时应答已经带了SDP。",
                           "If the INVITE has an offer, its 2xx must have the answer, unless a reliable "
                           "provisional response brought it before."),
        .unless = SL_TEXT("没有抓到INVITE；消息体无法读懂（未解码的multipart、加密、压缩、被截断、没有Content-Type）；"
                          "PRACK表明有可靠临时应答没有抓到。",
                          "No INVITE was captured; a body cannot be read (undecoded multipart, encrypted, "
                          "compressed, cut, no Content-Type); a PRACK shows a reliable provisional response "
                          "that was not captured."),
        .why = SL_TEXT("主叫不知道往哪里发媒体：接通后没有声音，或者呼叫立即被挂断。",
                       "The caller does not know where to send media: no sound, or the call is hung up at once."),
        .next = SL_TEXT("看被叫发出的2xx有没有SDP：有则查途中哪个网元删掉了它；只在18x里放SDP是常见的错误实现。",
                        "See whether the 2xx had SDP when the callee sent it; if so, find the element that removed "
                        "it. SDP in an unreliable 18x only is a common mistake."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_answer_missing, .doubt = doubt_unseen_reliable,
    },
    {
        .name = "offer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
        .reference = "RFC 3261 §13.2.1, §13.3.1.4",
        .summary = SL_TEXT("INVITE和2xx都没有SDP", "Neither the INVITE nor its 2xx has an offer"),
        .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {2}）没有消息体，{0}也没有：offer应当在2xx里",
                            "neither the INVITE (CSeq {2}) in frame {1} nor this {0} has a body: the 2xx had to "
                            "bring the offer")},
        .meaning = SL_TEXT("INVITE没有SDP时，offer必须在第一个可靠的非失败应答里，通常就是2xx。",
                           "If the INVITE has no offer, the first reliable non-failure response, usually the 2xx, "
                           "must have it."),
        .unless = SL_TEXT("与answer_missing相同。", "As for answer_missing."),
        .why = SL_TEXT("双方都没有媒体描述，接通后没有声音。",
                       "Neither party knows the other's media: the call is answered, but there is no sound."),
        .next = SL_TEXT("查被叫是否支持延迟offer；第三方呼叫控制（3PCC）和会议服务器常用不带SDP的INVITE。",
                        "Check whether the callee supports delayed offers; third-party call control and conference "
                        "servers often send INVITE without SDP."),
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_offer_missing, .doubt = doubt_unseen_reliable,
    },
    {
        .name = "ack_answer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
        .reference = "RFC 3261 §13.2.1",
        .summary = SL_TEXT("ACK没有SDP应答", "An ACK lacks the answer"),
        .wording = {SL_TEXT("第{2}帧的INVITE没有SDP，第{1}帧的{0}带来offer，这个ACK却没有answer",
                            "the INVITE in frame {2} has no SDP and the {0} in frame {1} brings the offer, but "
                            "this ACK has no answer")},
        .meaning = SL_TEXT("offer在2xx里时，answer必须在ACK里。",
                           "If the offer comes in the 2xx, the ACK must carry the answer."),
        .unless = SL_TEXT("可靠临时应答已带offer（answer应在PRACK里）；这个ACK的另一份带有SDP；其余与answer_missing相同。",
                          "A reliable provisional response carried the offer (the answer was due in PRACK); another "
                          "copy of the ACK carried SDP; otherwise as for answer_missing."),
        .why = SL_TEXT("被叫不知道往哪里发媒体：接通后没有声音，或者被叫挂断。",
                       "The callee does not know where to send media: no sound, or it hangs up."),
        .next = SL_TEXT("看ACK在主叫发出时有没有SDP；不带SDP的INVITE若由B2BUA发起，查它如何转送另一侧的answer。",
                        "See whether the ACK had SDP when the caller sent it; if a B2BUA sent the INVITE, check how it "
                        "passes on the other side's answer."),
        .subjects = SL_ON_ACK, .check = check_ack_answer, .doubt = doubt_ack_answer,
    },
    {
        .name = "offer_overlap", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_OFFER,
        .reference = "RFC 3264 §4, RFC 3311 §5.1",
        .summary = SL_TEXT("前一个offer未答就发新的offer", "A new offer while an earlier one is open"),
        .wording = {SL_TEXT("这个{0}带有新的offer，而同一方第{2}帧{1}里的offer在{3}之前发出，还没有得到answer",
                            "this {0} has a new offer, but the sender's own offer in the {1} of frame {2}, {3} "
                            "before, has no answer yet")},
        .meaning = SL_TEXT("一方的offer得到answer或被拒绝之前，不得再发新的offer。",
                           "A party must not make a new offer while its own earlier one is neither answered nor refused."),
        .unless = SL_TEXT("answer可能在没有抓到的一段上；另一个To标签；无法读懂的消息体。",
                          "The answer may be on a leg that was not captured; another To tag; a body that cannot be read."),
        .why = SL_TEXT("双方对媒体的理解不一致：对端以491或500拒绝，或者出现单通。",
                       "The parties disagree on the media: the peer refuses with 491 or 500, or one direction is silent."),
        .next = SL_TEXT("看前一个请求为什么还没有最终应答；查终端或B2BUA是否会等前一次协商结束。",
                        "See why the earlier request has no final response yet; check whether the terminal or B2BUA waits "
                        "for one negotiation to end before the next."),
        .subjects = SL_ON_INVITE | SL_ON_DIALOG, .check = check_overlap, .doubt = doubt_overlap,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_offer = SL_RULE_GROUP(rules);
