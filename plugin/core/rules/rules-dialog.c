/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests within a dialog: their numbers, and what is pending (RFC 3261 §12.2, §14).
 */
#include "model/dialog.h"
#include "rules/find.h"

static struct sl_dialog *dialog_of(const struct sl_record *request)
{
    return request->own ? request->own->dialog : NULL;
}

/* --- cseq_not_increasing ---------------------------------------------------------------------- */

/* The request BEFORE has the highest CSeq number of this sender; LOOK's does not exceed it. */
static bool is_not_above(const struct sl_look *look, const struct sl_record *before)
{
    return before && look->record->own->cseq_number <= look->arrival->sequel_of_number;
}

/* The same request tried again (RFC 3263 §4.3): the one before failed there, or got no answer. */
static bool is_failover(const struct sl_look *look, const struct sl_record *before)
{
    const struct sl_transaction *own = look->record->own, *earlier = before->own;

    if (own->method != earlier->method || own->cseq_number != earlier->cseq_number) {
        return false;
    }
    if (earlier->final) {
        return earlier->final->status == 503 || earlier->final->status == 408;
    }
    return sl_record_elapsed(before, look->record) >= sl_timing_64_t1_ns(look->checker->timing);
}

/* It is the same transaction at another address or port: branch and sent-by are those of BEFORE. */
static bool has_same_via(const struct sl_look *look, const struct sl_record *before)
{
    return look->record->own->via == before->own->via;
}

/* So close after BEFORE that the network may have reordered them. */
static bool may_be_reordered(const struct sl_look *look, const struct sl_record *before)
{
    return sl_record_elapsed(before, look->record) < look->checker->timing->duplicate_ns;
}

/*
 * The repeat of a request whose first copy was lost before it could be captured: a later one, which
 * skipped its number, has overtaken it. Over a reliable transport nothing is repeated, but the hop
 * before may have been another (§17.1.2.2). A BYE is the last that its sender sends, and of an
 * INVITE nothing else hurries past.
 */
static bool is_overtaken(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *skipped_by = look->arrival->skipped_by;

    return skipped_by && m->method != SL_METHOD_BYE && m->method != SL_METHOD_INVITE &&
           sl_record_elapsed(skipped_by, look->record) <=
               sl_timing_64_t1_ns(look->checker->timing) &&
           (m->via_count > 1 || !sl_transport_is_reliable(m->transport));
}

/*
 * Where the call began before the capture, what looks new may be the repeat of a request whose
 * first copy was not captured (§17.1.2.2).
 */
static bool may_be_older(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_dialog *dialog = dialog_of(record);
    const struct sl_fork *maker = dialog ? dialog->maker : NULL;

    return !(maker && maker->invite->first) && sl_record_elapsed(record->call->first, record) <
                                                   sl_timing_64_t1_ns(look->checker->timing);
}

/* After the BYE the dialog counts no more; what comes may be of a call with the same tags. */
static bool is_after_bye(const struct sl_look *look)
{
    const struct sl_dialog *dialog = dialog_of(look->record);

    return dialog && dialog->bye_ok;
}

/* Facts: the number, and the one before. */
static void cseq_not_increasing_check(const struct sl_look *look)
{
    const struct sl_transaction *own = look->record->own;
    const struct sl_record *before = look->arrival->sequel_of;

    if (is_not_above(look, before) && !is_failover(look, before) && !has_same_via(look, before) &&
        !may_be_reordered(look, before) && !is_overtaken(look) && !may_be_older(look) &&
        !is_after_bye(look)) {
        const struct sl_facts facts = {.number = own->cseq_number,
                                       .before = look->arrival->sequel_of_number};

        SL_FIND_ONCE_WITH(look, NULL, &facts, SL_SINGLE_WORDING,
                          SL_STRING(look->message->method_name), SL_NUMBER(own->cseq_number),
                          SL_NUMBER(look->arrival->sequel_of_number), SL_FRAME(before->frame));
    }
}

/* A refusal that made the sender try again may be among what was sent to it unseen. */
static struct sl_doubt cseq_not_increasing_doubt(const struct sl_checker *c,
                                                 const struct sl_finding *f)
{
    (void)c;
    return f->facts.number == f->facts.before && !f->record->source->addressed
               ? SL_DOUBT(ONE_DIRECTION)
               : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule cseq_not_increasing = {
    .name = "cseq_not_increasing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
    .reference = "RFC 3261 §12.2.1.1, §12.2.2",
    .summary = SL_TEXT("对话中的CSeq序号没有增大", "The CSeq number does not rise within a dialog"),
    .wording = {SL_TEXT("这个{0}的CSeq序号是{1}，不大于同一方第{3}帧的{2}",
                        "the CSeq number of this {0} is {1}, not above the {2} of the same sender in frame {3}")},
    .meaning = SL_TEXT(
        "同一跳上，对话中的新请求，CSeq序号没有大于同一发送方已用过的最大值；"
        "序号在每个方向上各自递增。",
        "On one hop a new request within a dialog has a CSeq number not above the highest of "
        "the same sender; each direction counts for itself."),
    .unless = SL_TEXT(
        "ACK和CANCEL（沿用INVITE的序号）；重传；503、超时之后或改试另一地址时，"
        "方法和序号不变而换了Via分支；两个请求相隔不到副本窗口（siplens.duplicate_ms），"
        "可能是乱序；序号在前面被跳过，之后64*T1内才出现：可能是第一份在抓包点之前丢失的请求"
        "的重传（BYE、INVITE、可靠传输和跳过两个以上的除外）。",
        "ACK and CANCEL, which keep the number of the INVITE; a repeat; same method and "
        "number with a new branch after a 503, a timeout or to another address (failover); "
        "two requests less than the duplicate window (siplens.duplicate_ms) apart, which may "
        "be reordered; a number that was skipped and comes within 64*T1 of that: perhaps the "
        "repeat of a request whose first copy was lost before it could be captured (but not "
        "a BYE or INVITE, over a reliable transport, or where more than two were skipped)."),
    .why = SL_TEXT(
        "对端必须以500拒绝序号变小的请求；序号相同的，常被当成重传而不处理。结果是保持、"
        "转接或挂机没有反应。",
        "The other side must refuse a lower number with 500, and often takes an equal one "
        "for a repeat: hold, transfer or hang-up has no effect."),
    .next = SL_TEXT(
        "看是哪一侧、哪个网元产生的。常见的是B2BUA或SBC自己插入请求（会话刷新、"
        "OPTIONS）后没有接着计数，或主备倒换之后计数回退。",
        "Find the side and element that made it. Mostly a B2BUA or SBC inserts requests of "
        "its own, such as session refreshes or OPTIONS, and does not count on from them, or "
        "a standby takes over with an older count."),
    .subjects = SL_ON_DIALOG, .check = cseq_not_increasing_check, .doubt = cseq_not_increasing_doubt,
};
/* clang-format on */

/* --- request_after_bye ------------------------------------------------------------------------ */

/* What belongs to the session that BYE ends, and not to another usage of the dialog (RFC 5057). */
static bool is_of_session(enum sl_method method)
{
    return method == SL_METHOD_INVITE || method == SL_METHOD_UPDATE || method == SL_METHOD_INFO ||
           method == SL_METHOD_PRACK;
}

/* Its sender could not know of the BYE (RFC 5407 §3.2). */
static bool may_cross_bye(const struct sl_look *look, const struct sl_record *bye_ok)
{
    return sl_record_elapsed(bye_ok, look->record) < look->checker->timing->t1_ns;
}

/* True if the number of REQUEST tells that it was sent before its sender's BYE: its first copy was
 * lost before it was captured. */
static bool precedes_own_bye(const struct sl_transaction *request)
{
    const struct sl_request *bye = sl_dialog_side(request->dialog, request->from_tag)->bye;

    return bye && request->cseq_number < bye->first->own->cseq_number;
}

static void request_after_bye_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_dialog *dialog = dialog_of(record);
    const struct sl_record *bye_ok = dialog ? dialog->bye_ok : NULL;

    if (bye_ok && look->arrival->is_new && !may_cross_bye(look, bye_ok) &&
        !precedes_own_bye(record->own) && is_of_session((enum sl_method)record->method)) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_STRING(look->message->method_name),
                SL_NUMBER(bye_ok->status), SL_FRAME(bye_ok->frame),
                SL_DURATION(sl_record_elapsed(bye_ok, record)));
    }
}

/* clang-format off */
static const struct sl_rule request_after_bye = {
    .name = "request_after_bye", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
    .reference = "RFC 3261 §15", .timed = true,
    .summary = SL_TEXT("BYE之后还有请求", "A request follows the BYE"),
    .wording = {SL_TEXT("BYE在第{2}帧得到{1}，{3}之后同一对话中又发{0}",
                        "the BYE got {1} in frame {2}, yet {3} later a new {0} is sent in the dialog")},
    .meaning = SL_TEXT(
        "BYE得到2xx之后，过了T1或更久，对话中又来新的INVITE、UPDATE、INFO或PRACK。",
        "A new INVITE, UPDATE, INFO or PRACK comes within a dialog T1 or more after the 2xx "
        "to its BYE."),
    .unless = SL_TEXT(
        "发送时发送方还不可能知道有BYE（RFC 5407 §3.2），或者按CSeq序号看，"
        "它发在发送方自己的BYE之前；REFER、SUBSCRIBE、NOTIFY、OPTIONS、"
        "MESSAGE，它们属于对话的其他用途。",
        "It was sent before its sender could know of the BYE (RFC 5407 §3.2), or by its CSeq "
        "number before its sender's own BYE; REFER, SUBSCRIBE, NOTIFY, OPTIONS and MESSAGE, which belong to other usages of the dialog."),
    .why = SL_TEXT(
        "会话已经结束，请求只会得到481。发送方还以为通话在继续，说明它没有收到或没有处理BYE，"
        "线路和计费可能一直挂着。",
        "The session is over, and the request only gets 481. Its sender believes that the "
        "call goes on: it did not get, or did not act on, the BYE, and may hold the line and "
        "the charging."),
    .next = SL_TEXT(
        "看BYE和它的200是否经过发送方，是不是途中的B2BUA代为应答而没有转过去；"
        "再看发送方的RTP和会话定时器有没有停。",
        "See whether BYE and its 200 passed the sender at all, or a B2BUA on the way "
        "answered and did not pass it on; then whether RTP and session timer of the sender "
        "stop."),
    .subjects = SL_ON_DIALOG, .check = request_after_bye_check,
};
/* clang-format on */

/* --- reinvite_overlap ------------------------------------------------------------------------- */

/* The transaction of an INVITE within a dialog whose first copy LOOK has; else NULL. */
static const struct sl_transaction *new_reinvite(const struct sl_look *look)
{
    return dialog_of(look->record) && look->arrival->is_new ? look->record->own : NULL;
}

/*
 * True if INVITE has no final response at the time of RECORD, as far as was captured: no ACK shows
 * one, and neither 64*T1 nor, once it got a response, Timer C have passed (§17.1.1.2, §16.6).
 */
static bool is_pending(const struct sl_timing *timing, const struct sl_invite *invite,
                       const struct sl_record *record)
{
    if (!invite->first || invite->final || invite->ack) {
        return false;
    }
    return invite->newest_hop->first_response
               ? sl_record_elapsed(invite->newest_hop->last, record) < timing->timer_c_ns
               : sl_record_elapsed(invite->first, record) < sl_timing_64_t1_ns(timing);
}

/* Tried at another address, since the first did not answer (RFC 3263 §4.3). */
static bool is_tried_elsewhere(const struct sl_transaction *t, const struct sl_invite *previous)
{
    return !previous->newest_hop->first_response && previous->newest_hop->server != t->server;
}

/* A B2BUA may keep Call-ID and tags: then each of its sides counts for itself. */
static bool is_of_another_host(const struct sl_look *look, const struct sl_invite *previous)
{
    return previous->first->source != look->record->source;
}

static void reinvite_overlap_check(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *previous = t ? t->invite->previous : NULL;

    if (previous && is_pending(look->checker->timing, previous, look->record) &&
        !is_tried_elsewhere(t, previous) && !is_of_another_host(look, previous)) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(t->cseq_number),
                SL_NUMBER(previous->cseq_number), SL_FRAME(previous->first->frame),
                SL_DURATION(sl_record_elapsed(previous->first, look->record)));
    }
}

static struct sl_doubt reinvite_overlap_doubt(const struct sl_checker *c,
                                              const struct sl_finding *f)
{
    const struct sl_invite *previous = f->record->own->invite->previous;

    (void)c;
    if (!f->record->source->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    /* Its final response, captured later, proves that it was pending; else that may be lost. */
    if (previous->final) {
        return SL_NO_DOUBT;
    }
    return previous->ack ? SL_DOUBT_BY(SHOWN_LATER, previous->ack) : SL_DOUBT(ENDS_EARLY);
}

/* clang-format off */
static const struct sl_rule reinvite_overlap = {
    .name = "reinvite_overlap", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
    .reference = "RFC 3261 §14.1",
    .summary = SL_TEXT("前一个INVITE未决就发re-INVITE", "A re-INVITE while the last one is pending"),
    .wording = {SL_TEXT("这个re-INVITE（CSeq {0}）发出时，同一方{3}之前第{2}帧的INVITE（CSeq {1}）还没有最终应答",
                        "this re-INVITE (CSeq {0}) is sent while the sender's own INVITE (CSeq {1}) in frame {2}, "
                        "{3} before, has no final response")},
    .meaning = SL_TEXT(
        "一方在自己前一个INVITE还没有最终应答时，又在同一对话中发了INVITE。",
        "A party sends an INVITE within a dialog while its own earlier INVITE there has no "
        "final response."),
    .unless = SL_TEXT(
        "前一个已有ACK，或已在别的一跳上得到应答；已过64*T1；只是改试另一地址的同一请求；"
        "前一个是另一台主机发出的（B2BUA两侧各自编号）。",
        "The earlier one got an ACK or was answered on another hop, timed out (64*T1), is the "
        "same request tried at another address, or came from another host (a B2BUA numbers "
        "each side by itself)."),
    .why = SL_TEXT(
        "对端必须以500（带Retry-After）拒绝后一个；两个offer同时悬着，媒体参数容易谈乱，"
        "保持和恢复不起作用。",
        "The other side must refuse the later one with 500 and Retry-After; with two offers "
        "open the media easily get out of step, and hold or resume does not work."),
    .next = SL_TEXT(
        "看两个INVITE各为什么而发（保持、转接、会话刷新、编解码切换）；"
        "常见的是会话刷新撞上用户操作。发送方应排队，等前一个完成再发。",
        "See what each INVITE is for (hold, transfer, session refresh, codec change); mostly "
        "a refresh meets an action of the user. The sender should queue the second until the "
        "first is done."),
    .subjects = SL_ON_INVITE, .check = reinvite_overlap_check, .doubt = reinvite_overlap_doubt,
};
/* clang-format on */

/* --- reinvite_glare --------------------------------------------------------------------------- */

/* Facts: the other party's INVITE. */
static void reinvite_glare_check(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *other = t ? sl_dialog_other_side(t->dialog, t->from_tag)->invite : NULL;

    if (other && other->dialog == t->dialog &&
        is_pending(look->checker->timing, other, look->record)) {
        const struct sl_facts facts = {.other = other->first};

        SL_FIND_WITH(look, look->record, &facts, SL_SINGLE_WORDING, SL_NUMBER(t->cseq_number),
                     SL_NUMBER(other->cseq_number), SL_FRAME(other->first->frame));
    }
}

static struct sl_doubt reinvite_glare_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_record *own = f->record->own->invite->final;
    const struct sl_record *other = f->facts.other->own->invite->final;

    (void)c;
    if ((own && own->status == 491) || (other && other->status == 491)) {
        return SL_DOUBT(REFUTED);
    }
    return own && other ? SL_NO_DOUBT : SL_DOUBT(ENDS_EARLY);
}

/* clang-format off */
static const struct sl_rule reinvite_glare = {
    .name = "reinvite_glare", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_DIALOG,
    .reference = "RFC 3261 §14.1, §14.2",
    .summary = SL_TEXT("双方的re-INVITE相碰而没有491", "re-INVITEs of both parties meet without 491"),
    .wording = {SL_TEXT("这个re-INVITE（CSeq {0}）与对方第{2}帧的INVITE（CSeq {1}）同时未决，却都没有得到491",
                        "this re-INVITE (CSeq {0}) and the other party's INVITE (CSeq {1}) in frame {2} are pending "
                        "at once, and neither gets 491")},
    .meaning = SL_TEXT(
        "对话双方的INVITE同时未决，而且哪一个都没有得到491。收到对方INVITE而自己的还未决的一"
        "方，必须以491拒绝，双方随机等待之后再试。",
        "INVITEs of both parties of a dialog are pending at once, and neither gets 491. A "
        "party that gets an INVITE while its own is pending must refuse it with 491; both "
        "then try again after a random time."),
    .unless = SL_TEXT(
        "其中一个得到了491；没有抓到两个INVITE各自的最终应答。",
        "One of them got 491; the final responses to both were not captured."),
    .why = SL_TEXT(
        "两个offer交叉，各自的answer可能对不上：双方对保持、编解码或媒体地址的理解不同，"
        "出现单通或无声。",
        "The two offers cross and their answers may not fit: the parties differ on hold, "
        "codec or media address, and audio is one-way or gone."),
    .next = SL_TEXT(
        "看两个INVITE怎样结束，最后一次SDP双方是否一致；经过B2BUA时，"
        "看它是否两侧同时发起了re-INVITE。",
        "See how both INVITEs end and whether the parties agree in the last SDP; with a "
        "B2BUA on the way see whether it sends re-INVITEs to both sides at the same time."),
    .subjects = SL_ON_INVITE, .check = reinvite_glare_check, .doubt = reinvite_glare_doubt,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_dialog, &cseq_not_increasing, &request_after_bye, &reinvite_overlap,
         &reinvite_glare);
