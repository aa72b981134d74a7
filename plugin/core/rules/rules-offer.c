/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about offers and answers of session descriptions (RFC 3264, RFC 3261 §13.2.1). */
#include "rules/find.h"

static bool has_no_sdp(unsigned body)
{
    return body == SL_BODY_NONE || body == SL_BODY_OTHER;
}

/* A PRACK shows that a reliable provisional response was not captured: it may have had the SDP. */
static struct sl_doubt doubt_of_unseen_reliable(const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->leg ? f->record->leg->fork : NULL;
    const struct sl_record *prack = fork && fork->odd_prack ? fork->odd_prack
                                    : fork                  ? fork->unseen_prack
                                                            : NULL;

    return prack ? SL_DOUBT_BY(SHOWN_LATER, prack) : SL_NO_DOUBT;
}

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

/* --- answer_missing --------------------------------------------------------------------------- */

enum { NO_ANSWER, UNRELIABLE_ANSWER_ONLY };

static void answer_missing_check(const struct sl_look *look)
{
    const struct sl_fork *fork = fork_without_sdp(look);
    const struct sl_record *early = fork ? fork->unreliable_sdp : NULL;

    if (!fork || fork->invite->body != SL_BODY_SDP) {
        return;
    }
    if (early) {
        SL_FIND_ONCE(look, NULL, UNRELIABLE_ANSWER_ONLY, SL_NUMBER(look->record->status),
                     SL_FRAME(fork->invite->first->frame), SL_NUMBER(fork->invite->cseq_number),
                     SL_NUMBER(early->status), SL_FRAME(early->frame));
    } else {
        SL_FIND_ONCE(look, NULL, NO_ANSWER, SL_NUMBER(look->record->status),
                     SL_FRAME(fork->invite->first->frame), SL_NUMBER(fork->invite->cseq_number));
    }
}

static struct sl_doubt answer_missing_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    (void)c;
    return doubt_of_unseen_reliable(f);
}

/* clang-format off */
static const struct sl_rule answer_missing = {
    .name = "answer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
    .reference = "RFC 3261 §13.2.1, §13.3.1.4",
    .summary = SL_TEXT("2xx没有SDP answer", "A 2xx lacks the SDP answer"),
    .wording = {[NO_ANSWER] = SL_TEXT("第{1}帧的INVITE（CSeq {2}）带有SDP，{0}却没有SDP",
                        "the INVITE (CSeq {2}) in frame {1} has an SDP offer, but this {0} has no SDP"),
                [UNRELIABLE_ANSWER_ONLY] = SL_TEXT("第{1}帧的INVITE（CSeq {2}）带有SDP，{0}却没有SDP；第{4}帧的{3}虽有SDP，但它不是可靠的，"
                        "不能代替",
                        "the INVITE (CSeq {2}) in frame {1} has an SDP offer, but this {0} has no SDP; the "
                        "{3} in frame {4} has one, but it is not reliable and does not replace it")},
    .meaning = SL_TEXT(
        "INVITE带有SDP offer，2xx却没有SDP，此前也没有可靠临时应答给过answer。"
        "不可靠的18x里的SDP不能代替它。",
        "An INVITE carried an SDP offer but its 2xx has no SDP, and no reliable provisional "
        "response gave the answer before. SDP in an unreliable 18x does not replace it."),
    .unless = SL_TEXT(
        "没有抓到INVITE；消息体无法读出（没有解开的multipart、加密、压缩、"
        "截断或没有Content-Type）；PRACK表明有一个可靠临时应答没有抓到。",
        "No INVITE captured; a body that cannot be read (undecoded multipart, encrypted, "
        "compressed, cut, without Content-Type); a PRACK shows a reliable provisional "
        "response that was not captured."),
    .why = SL_TEXT(
        "主叫没有answer，不知道媒体发往哪里、用什么编解码：接通后无声，或主叫立即挂断。"
        "有的主叫会沿用18x里的SDP，换一个主叫就不行。",
        "Without an answer the caller does not know where to send media, or in what codec: "
        "silence after the answer, or it hangs up at once. Some callers use the SDP of the "
        "18x; others do not."),
    .next = SL_TEXT(
        "看183或180有没有带SDP：被叫多半以为已经答复过，应在2xx里再带一次同样的SDP。"
        "若前一跳的2xx有SDP，查途中网元为什么删去。",
        "See whether a 183 or 180 carried SDP: the callee probably thinks that it answered, "
        "but must repeat that SDP in the 2xx. If the 2xx on the hop before has SDP, find out "
        "why it was taken out."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = answer_missing_check, .doubt = answer_missing_doubt,
};
/* clang-format on */

/* --- offer_missing ---------------------------------------------------------------------------- */

static void offer_missing_check(const struct sl_look *look)
{
    const struct sl_fork *fork = fork_without_sdp(look);

    if (fork && fork->invite->first && fork->invite->body == SL_BODY_NONE &&
        look->message->body == SL_BODY_NONE) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(look->record->status),
                     SL_FRAME(fork->invite->first->frame), SL_NUMBER(fork->invite->cseq_number));
    }
}

static struct sl_doubt offer_missing_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    (void)c;
    return doubt_of_unseen_reliable(f);
}

/* clang-format off */
static const struct sl_rule offer_missing = {
    .name = "offer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
    .reference = "RFC 3261 §13.2.1, §13.3.1.4",
    .summary = SL_TEXT("INVITE和2xx都没有SDP offer", "Neither the INVITE nor its 2xx has an offer"),
    .wording = {SL_TEXT("第{1}帧的INVITE（CSeq {2}）没有消息体，{0}也没有：offer应当在2xx里",
                        "neither the INVITE (CSeq {2}) in frame {1} nor this {0} has a body: the 2xx had to "
                        "bring the offer")},
    .meaning = SL_TEXT(
        "INVITE没有消息体，应由被叫提出offer，2xx却也没有消息体，此前也没有可靠临时应答提出"
        "过。",
        "An INVITE has no body, so that the callee has to make the offer, but the 2xx has "
        "none either, and no reliable provisional response made it before."),
    .unless = SL_TEXT(
        "没有抓到INVITE；消息体无法读出；PRACK表明有一个可靠临时应答没有抓到。",
        "No INVITE captured; a body that cannot be read; a PRACK shows a reliable "
        "provisional response that was not captured."),
    .why = SL_TEXT(
        "双方都没有给出SDP，呼叫接通却没有媒体；主叫无从在ACK里答复，常常只能挂断。",
        "Neither side gave SDP: the call is answered without media, and the caller, with "
        "nothing to answer in its ACK, can only hang up."),
    .next = SL_TEXT(
        "看INVITE为什么没有SDP（第三方呼叫控制、由空INVITE触发的re-INVITE、"
        "媒体服务器的常用做法）；被叫若不支持由它提出offer，就让B2BUA带上SDP。",
        "See why the INVITE has no SDP (third-party call control, media servers and B2BUAs "
        "often do so); if the callee cannot make offers, have the B2BUA send SDP."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = offer_missing_check, .doubt = offer_missing_doubt,
};
/* clang-format on */

/* --- ack_answer_missing ----------------------------------------------------------------------- */

/* The 2xx of FORK made the offer: the INVITE was captured and had none, nor had a reliable 1xx. */
static bool has_offer_in_success(const struct sl_fork *fork)
{
    return fork->success && fork->success_body == SL_BODY_SDP && fork->invite->first &&
           has_no_sdp(fork->invite->body) && !fork->reliable_sdp;
}

static void ack_answer_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_fork *fork = look->arrival->ack_fork;

    if (fork && has_offer_in_success(fork) && !fork->has_ack_sdp && has_no_sdp(m->body) &&
        !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(fork->success->status),
                     SL_FRAME(fork->success->frame), SL_FRAME(fork->invite->first->frame));
    }
}

static struct sl_doubt ack_answer_missing_doubt(const struct sl_checker *c,
                                                const struct sl_finding *f)
{
    const struct sl_leg *leg = f->record->leg;

    if (leg && leg->fork->has_ack_sdp) {
        return SL_DOUBT(REFUTED);
    }
    /* The next copy, for a 2xx that is repeated, may be another. */
    if (sl_clock_is_within(&c->clock, f->record, 8 * c->timing->t1_ns)) {
        return SL_DOUBT(ENDS_EARLY);
    }
    return doubt_of_unseen_reliable(f);
}

/* clang-format off */
static const struct sl_rule ack_answer_missing = {
    .name = "ack_answer_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_OFFER,
    .reference = "RFC 3261 §13.2.1",
    .summary = SL_TEXT("ACK没有SDP answer", "An ACK lacks the SDP answer"),
    .wording = {SL_TEXT("第{2}帧的INVITE没有SDP，第{1}帧的{0}带来offer，这个ACK却没有answer",
                        "the INVITE in frame {2} has no SDP and the {0} in frame {1} brings the offer, but "
                        "this ACK has no answer")},
    .meaning = SL_TEXT(
        "INVITE没有SDP，2xx提出了offer，ACK却没有带answer。",
        "An INVITE without SDP got an offer in its 2xx, but the ACK carries no answer."),
    .unless = SL_TEXT(
        "offer在可靠临时应答里（answer应在PRACK中）；ACK的另一份拷贝带了SDP；"
        "其余同answer_missing。",
        "A reliable provisional response carried the offer (the answer was due in PRACK); "
        "another copy of the ACK carried SDP; otherwise as answer_missing."),
    .why = SL_TEXT(
        "被叫提出的媒体没有得到答复，不知道媒体该发往哪里：接通后无声，有的被叫会立即挂断。",
        "The media that the callee offered are never answered, so it does not know where to "
        "send them: silence after the answer, and some callees hang up at once."),
    .next = SL_TEXT(
        "看ACK是主叫发的还是B2BUA发的：B2BUA要等另一侧给出SDP才能答复，若先发了空ACK，"
        "就再也没有机会。再看途中有没有网元删去ACK的消息体。",
        "See who sent the ACK. A B2BUA has to wait for the SDP of its other side; once it "
        "has sent an empty ACK, the chance is gone. Then whether an element on the way took "
        "the body out."),
    .subjects = SL_ON_ACK, .check = ack_answer_missing_check, .doubt = ack_answer_missing_doubt,
};
/* clang-format on */

/* --- offer_overlap ---------------------------------------------------------------------------- */

/* Facts: the message with the earlier offer. */
static void offer_overlap_check(const struct sl_look *look)
{
    static const struct sl_text request = SL_TEXT("请求", "request");
    static const struct sl_text response = SL_TEXT("应答", "response");
    struct sl_record *earlier = look->arrival->earlier_offer;
    const struct sl_facts facts = {.other = earlier};

    if (earlier) {
        SL_FIND_WITH(
            look, look->record, &facts, SL_SINGLE_WORDING, SL_STRING(look->message->method_name),
            SL_TEXT_VALUE(sl_record_is_response(earlier) ? &response : &request),
            SL_FRAME(earlier->frame), SL_DURATION(sl_record_elapsed(earlier, look->record)));
    }
}

/* What ended the offer in EARLIER was captured, after the newer one: until then it was open. */
static bool is_settled_later(const struct sl_record *earlier)
{
    if (sl_record_is_response(earlier)) {
        return earlier->leg->fork->ack || (earlier->reliable && earlier->reliable->prack);
    }
    return earlier->own->invite ? earlier->own->invite->final != NULL
                                : earlier->own->origin->final != NULL;
}

static struct sl_doubt offer_overlap_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_record *earlier = f->facts.other;
    const struct sl_invite *invite = earlier->own->invite;

    (void)c;
    if (!f->record->source->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    if (is_settled_later(earlier)) {
        return SL_NO_DOUBT;
    }
    return invite && invite->ack ? SL_DOUBT_BY(SHOWN_LATER, invite->ack) : SL_DOUBT(ENDS_EARLY);
}

/* clang-format off */
static const struct sl_rule offer_overlap = {
    .name = "offer_overlap", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_OFFER,
    .reference = "RFC 3264 §4, RFC 3311 §5.1",
    .summary = SL_TEXT("前一个offer未决就提出新的offer", "A new offer while an earlier one is open"),
    .wording = {SL_TEXT("这个{0}带有新的offer，而同一方第{2}帧{1}里的offer在{3}之前发出，还没有得到answer",
                        "this {0} has a new offer, but the sender's own offer in the {1} of frame {2}, {3} "
                        "before, has no answer yet")},
    .meaning = SL_TEXT(
        "一方在对话中又提出新的SDP offer（INVITE、UPDATE或PRACK），"
        "而它自己前一个offer既没有得到answer，也没有失败。",
        "A party sends a new SDP offer (INVITE, UPDATE or PRACK) in a dialog while its own "
        "earlier offer there has neither an answer nor failed."),
    .unless = SL_TEXT(
        "answer可能在没有抓到的一跳上（有ACK、PRACK或最终应答为证）；另一个To标签；"
        "前一个offer是另一台主机发出的（B2BUA的另一侧）；消息体无法读出。",
        "The answer may be on a leg that was not captured (an ACK, PRACK or final response "
        "shows it); another To tag; the earlier offer came from another host (the other side "
        "of a B2BUA); a body that cannot be read."),
    .why = SL_TEXT(
        "对端应以491或500拒绝；若不拒绝，双方可能各用各的SDP，出现单通、编解码不一致。",
        "The other side should refuse it with 491 or 500; if it does not, each may go by "
        "another SDP: one-way audio or different codecs."),
    .next = SL_TEXT(
        "看前一个offer在哪个消息里，answer为什么没有来（可靠临时应答没有SDP、PRACK丢失）；"
        "发送方应等到answer再提新的offer。",
        "See which message carried the earlier offer and why its answer did not come "
        "(reliable provisional response without SDP, lost PRACK); the sender should wait for "
        "it before it makes a new offer."),
    .subjects = SL_ON_INVITE | SL_ON_DIALOG, .check = offer_overlap_check, .doubt = offer_overlap_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_offer, &answer_missing, &offer_missing, &ack_answer_missing, &offer_overlap);
