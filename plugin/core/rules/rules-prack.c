/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about reliable provisional responses and PRACK (RFC 3262). */
#include "base/limits.h"
#include "model/dialog.h"
#include "model/lookup.h"
#include "model/reliable.h"
#include "rules/silence.h"

static const struct sl_rule rseq_out_of_order, reliable_not_offered;
static struct sl_doubt rseq_out_of_order_doubt(const struct sl_checker *c,
                                               const struct sl_finding *f);

/* What shows that a PRACK existed which was not captured, or was wrong. */
static struct sl_doubt other_prack(const struct sl_fork *fork)
{
    const struct sl_record *gap =
        fork->dialog ? sl_dialog_side(fork->dialog, fork->invite->from_tag)->gap : NULL;

    if (fork->odd_prack) {
        return SL_DOUBT_BY(ODD_PRACK, fork->odd_prack); /* its own rule says what is wrong */
    }
    if (fork->unseen_prack) {
        return SL_DOUBT_BY(SHOWN_LATER, fork->unseen_prack);
    }
    return gap ? SL_DOUBT_BY(SHOWN_LATER, gap) : SL_NO_DOUBT;
}

/* --- prack_missing ---------------------------------------------------------------------------- */

enum { NO_PRACK, LATE_PRACK, NO_PRACK_COPIES };

static void note_late_prack(const struct sl_look *look, const struct sl_reliable *reliable)
{
    const struct sl_record *record = look->record;
    struct sl_finding *found = sl_record_finding(reliable->first, look->rule);

    if (found && !sl_comes_in_time(look->checker, reliable->first, record)) {
        sl_finding_restate(look->checker, found, LATE_PRACK,
                           SL_VALUES(SL_NUMBER(reliable->first->status), SL_NUMBER(reliable->rseq),
                                     SL_DURATION(sl_timing_overdue_ns(look->checker->timing)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(reliable->first, record))));
    }
}

static void note_prack_copies(const struct sl_look *look, const struct sl_reliable *reliable)
{
    struct sl_record *first = reliable->first;
    struct sl_finding *found = sl_record_finding(first, look->rule);
    const struct sl_value values[] = {SL_NUMBER(first->status),
                                      SL_NUMBER(reliable->rseq),
                                      SL_DURATION(sl_record_sent_for(first)),
                                      SL_NUMBER(first->own->cseq_number),
                                      SL_FRAME(first->own->request->frame),
                                      SL_NUMBER(sl_record_sent(first))};

    if (found) {
        sl_finding_restate(look->checker, found, NO_PRACK_COPIES, values, G_N_ELEMENTS(values));
    } else {
        sl_finding_add(look->checker, look->rule, first, NULL, NO_PRACK_COPIES, values,
                       G_N_ELEMENTS(values));
    }
}

static void prack_missing_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_reliable *reliable = record->reliable;

    if (!reliable || !reliable->first) {
        return;
    }
    if (reliable->first == record && !reliable->prack && record->own->request) {
        sl_wait_for_answer(look);
    } else if (!reliable->prack && reliable->first->own->request &&
               sl_proves_silence(record, reliable->first)) {
        note_prack_copies(look, reliable);
    } else if (reliable->prack == record) {
        note_late_prack(look, reliable);
    }
}

static void prack_missing_overdue(struct sl_checker *c, const struct sl_rule *rule,
                                  struct sl_record *provisional)
{
    const struct sl_reliable *reliable = provisional->reliable;
    const struct sl_transaction *t = provisional->own;

    if (!reliable->prack && !sl_record_finding(provisional, rule)) {
        sl_finding_add(c, rule, provisional, NULL, NO_PRACK,
                       SL_VALUES(SL_NUMBER(provisional->status), SL_NUMBER(reliable->rseq),
                                 SL_DURATION(sl_timing_overdue_ns(c->timing)),
                                 SL_NUMBER(t->cseq_number), SL_FRAME(t->request->frame)));
    }
}

/*
 * A non-2xx ended the transaction before the PRACK was overdue: none is due any more (§3). After so
 * many copies it is what the missing PRACK led to.
 */
static bool is_ended_sooner(const struct sl_checker *c, const struct sl_record *provisional)
{
    const struct sl_record *failure = provisional->own->failure;

    return failure && !sl_is_sent_often(provisional) &&
           sl_record_elapsed(provisional, failure) < sl_timing_overdue_ns(c->timing);
}

/*
 * True if a 2xx came before PROVISIONAL was due again. It ends the repeats, and without an offer in
 * PROVISIONAL it need not wait for the PRACK (RFC 3262 §3): if the one copy was lost, none comes.
 */
static bool is_superseded(const struct sl_checker *c, const struct sl_record *provisional)
{
    const struct sl_record *success = provisional->own->success;

    return success && !provisional->reliable->has_sdp && sl_record_sent(provisional) == 1 &&
           sl_record_elapsed(provisional, success) <= c->timing->t1_ns;
}

/* By address, PRACK must pass where the response was captured, or the response goes on repeating.
 */
static bool may_bypass_capture(const struct sl_reliable *reliable)
{
    return !reliable->prack_must_pass && !reliable->is_repeated_long &&
           !sl_is_sent_often(reliable->first);
}

/*
 * PROVISIONAL is not what the caller may acknowledge: it did not offer 100rel, or a number before
 * it is missing (§3, §4). The rules of these say so.
 */
static bool may_be_ignored(const struct sl_checker *c, const struct sl_record *provisional)
{
    const struct sl_finding *gap = sl_record_finding(provisional, &rseq_out_of_order);

    return sl_record_finding(provisional, &reliable_not_offered) ||
           (gap && !sl_is_doubt(rseq_out_of_order_doubt(c, gap)));
}

static struct sl_doubt prack_missing_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_reliable *reliable = f->record->reliable;
    struct sl_doubt other = other_prack(reliable->fork);

    if (sl_comes_in_time(c, reliable->first, reliable->prack)) {
        return SL_DOUBT_BY(REFUTED, reliable->prack);
    }
    if (is_ended_sooner(c, f->record) || is_superseded(c, f->record) ||
        may_be_ignored(c, f->record)) {
        return SL_DOUBT(REFUTED);
    }
    if (sl_is_doubt(other)) {
        return other;
    }
    return may_bypass_capture(reliable)
               ? SL_DOUBT(OTHER_PATH)
               : sl_silence_doubt(c, f->record, reliable->expected, f->record->own->success);
}

/* clang-format off */
static const struct sl_rule prack_missing = {
    .name = "prack_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3", .timed = true,
    .summary = SL_TEXT("可靠临时应答没有得到PRACK", "A reliable provisional response gets no PRACK"),
    .wording = {[NO_PRACK] = SL_TEXT("第{4}帧INVITE（CSeq {3}）的可靠临时应答{0}（RSeq {1}）在{2}内没有得到PRACK",
                        "the reliable {0} (RSeq {1}) to the INVITE (CSeq {3}) in frame {4} got no PRACK "
                        "within {2}"),
                [LATE_PRACK] = SL_TEXT("可靠临时应答{0}（RSeq {1}）在{2}内没有得到PRACK；第{3}帧的PRACK来得太晚，在{4}之后",
                        "the reliable {0} (RSeq {1}) got no PRACK within {2}; the one in frame {3} is "
                        "late, {4} after it"),
                [NO_PRACK_COPIES] = SL_TEXT("第{4}帧INVITE（CSeq {3}）的可靠临时应答{0}（RSeq {1}）在{2}内发了{5}次，没有得到PRACK",
                        "the reliable {0} (RSeq {1}) to the INVITE (CSeq {3}) in frame {4} was sent {5} times in {2} "
                        "and got no PRACK")},
    .meaning = SL_TEXT(
        "没有抓到与可靠临时应答（带Require: 100rel和RSeq）相符的PRACK，而且有证据：这个应答至"
        "少发了五次，或者首次发出之后过了64*T1再加T1（默认32.5秒）。",
        "No PRACK for a reliable provisional response (Require: 100rel and RSeq) has been "
        "captured, and there is proof: it was sent five times or more, or 64*T1 + T1 (32.5 s "
        "by default) passed after its first copy."),
    .unless = SL_TEXT(
        "PRACK在此之前到了，只是慢；还没有发五次就有了非2xx最终应答，或者它不带SDP，而2xx先于"
        "它的第一次重传；这个1xx本身不对（如reliable_not_offered），主叫可以不理会；来了RAck"
        "不对的PRACK（见prack_unmatched），或后面的消息表明PRACK存在；PRACK可能不经过抓包点，"
        "而这个1xx没有发五次，首次发出8*T1之后也不再重传；UDP上等待方有4*T1的时间却一次也没有"
        "重传，可见它得到了应答，只是没有抓到（除非它三次以上等待对端的这种消息而一次也没有抓"
        "到：那是一个不重传的等待方）。",
        "The PRACK came before that and was only slow; a non-2xx final response came before "
        "the fifth copy, or a 2xx before a 1xx without SDP was due again; the 1xx itself is "
        "at fault, as in reliable_not_offered, so that the caller may ignore it; a PRACK "
        "with a wrong RAck came (see prack_unmatched), or a later message shows that there "
        "was a PRACK; the PRACK may bypass the capture, and the 1xx was neither sent five "
        "times nor still repeated 8*T1 after its first copy; over UDP the waiting party had "
        "4*T1 to send again and never did, so it had its answer and only the capture did not "
        "(unless it waited three times or more for such a message from that host and none "
        "was ever captured: then it just does not send again)."),
    .why = SL_TEXT(
        "没有PRACK，被叫不断重传这个1xx，64*T1之后以5xx拒绝呼叫：听着回铃，半分钟后失败。"
        "SDP若在这个1xx里，早期媒体和前置条件也没有谈妥。",
        "Without the PRACK the callee repeats the 1xx and after 64*T1 refuses the call with "
        "a 5xx: ringback, and a failure after half a minute. Where the 1xx carried SDP, "
        "early media or preconditions are not agreed either."),
    .next = SL_TEXT(
        "在主叫一侧看PRACK发出了没有。没发：主叫声明了100rel，却没有实现它，或没收到这个1xx。"
        "发了：PRACK按Route走向1xx的Contact，查Contact和Record-Route能否到达。"
        "急用时可在SBC上去掉Supported里的100rel。",
        "Capture at the caller to see whether the PRACK is sent. If not, it announces 100rel "
        "without having it, or did not get the 1xx. If so, it goes along its route to the "
        "Contact of the 1xx: can Contact and Record-Route be reached? As a stopgap let the "
        "SBC take 100rel out of Supported."),
    .subjects = SL_ON_INVITE_RESPONSE | SL_ON_PRACK | SL_ON_REPEAT,
    .check = prack_missing_check,
    .overdue = prack_missing_overdue, .doubt = prack_missing_doubt,
};
/* clang-format on */

/* --- prack_unmatched -------------------------------------------------------------------------- */

enum { OTHER_RELIABLE, NOTHING_RELIABLE };

/* No provisional response of FORK was reliable on the hop of the PRACK, which was captured. */
static void check_nothing_reliable(const struct sl_look *look, const struct sl_fork *fork,
                                   const struct sl_facts *facts)
{
    const struct sl_message *m = look->message;
    const struct sl_leg *leg = sl_find_leg_of_hop(fork, look->record, m->via_count);

    if (leg && leg->transaction->request && leg->transaction->last_provisional) {
        SL_FIND_WITH(look, look->record, facts, NOTHING_RELIABLE, SL_NUMBER(m->rack_rseq),
                     SL_NUMBER(m->rack_cseq_number), SL_STRING(m->rack_method),
                     SL_FRAME(leg->transaction->request->frame));
    }
}

/* Facts: RSeq and CSeq number of RAck. */
static void prack_unmatched_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_fork *fork = look->arrival->rack_fork;
    const struct sl_facts facts = {.number = m->rack_rseq, .cseq_number = m->rack_cseq_number};

    if (!fork || !look->arrival->is_new || !fork->invite->first) {
        return;
    }
    if (!fork->reliable) {
        check_nothing_reliable(look, fork, &facts);
        return;
    }
    SL_FIND_WITH(look, look->record, &facts, OTHER_RELIABLE, SL_NUMBER(m->rack_rseq),
                 SL_NUMBER(fork->reliable->rseq), SL_NUMBER(m->rack_cseq_number),
                 SL_STRING(m->rack_method), SL_NUMBER(fork->invite->cseq_number),
                 SL_FRAME(fork->reliable->first->frame));
}

/* The fork that CSEQ_NUMBER of RAck and the dialog of OWN, a PRACK, name, or NULL. */
static const struct sl_fork *named_by_rack(const struct sl_transaction *own, uint32_t cseq_number)
{
    const struct sl_invite *invite = sl_find_invite(own->call, own->from_tag, cseq_number);

    return invite && own->dialog
               ? sl_find_fork(invite, sl_dialog_other_side(own->dialog, own->from_tag)->tag)
               : NULL;
}

/* The callee knows a 1xx that was not captured, among those that were or after them. */
static bool is_known_to_callee(const struct sl_transaction *own, const struct sl_facts *rack)
{
    const struct sl_fork *fork = named_by_rack(own, rack->cseq_number);

    return fork && fork->oldest_reliable && own->final &&
           sl_status_is_success(own->final->status) && rack->number > fork->oldest_reliable->rseq;
}

static struct sl_doubt prack_unmatched_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;

    if (!own->final && sl_clock_is_within(&c->clock, f->record, sl_timing_overdue_ns(c->timing))) {
        return SL_DOUBT(ENDS_EARLY);
    }
    /* The one reliable response may not have been captured: only who refuses PRACK sent none. */
    if (f->wording == NOTHING_RELIABLE && !(own->final && own->final->status == 481)) {
        return own->final ? SL_DOUBT_BY(SHOWN_LATER, own->final) : SL_DOUBT(STARTS_LATE);
    }
    return is_known_to_callee(own, &f->facts) ? SL_DOUBT_BY(SHOWN_LATER, own->final) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule prack_unmatched = {
    .name = "prack_unmatched", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3",
    .summary = SL_TEXT("PRACK与任何可靠临时应答都不符", "A PRACK fits no reliable provisional response"),
    .wording = {[OTHER_RELIABLE] = SL_TEXT("PRACK的RAck是“{0} {2} {3}”，而第{5}帧可靠临时应答的RSeq是{1}，INVITE的CSeq是{4}",
                        "the RAck of this PRACK is \"{0} {2} {3}\", but the reliable response in frame {5} "
                        "has RSeq {1}, and its INVITE CSeq {4}"),
                [NOTHING_RELIABLE] = SL_TEXT("PRACK的RAck是“{0} {1} {2}”，而第{3}帧的INVITE没有得到任何可靠临时应答",
                        "the RAck of this PRACK is \"{0} {1} {2}\", but the INVITE in frame {3} got no "
                        "reliable provisional response")},
    .meaning = SL_TEXT(
        "PRACK的RAck写明它确认的临时应答：RSeq、CSeq序号和方法。这个PRACK的RAck与抓到的任何可"
        "靠临时应答都不符：例如序号是认证之前那个INVITE的；或者这个对话的临时应答没有一个是可靠"
        "的，PRACK也得到481。",
        "RAck of a PRACK names the provisional response it confirms, by RSeq, CSeq number "
        "and method. That of this PRACK fits no reliable provisional response captured: its "
        "number is that of an INVITE that was challenged, say; or no provisional response of "
        "the dialog was reliable, and the PRACK got 481."),
    .unless = SL_TEXT(
        "抓包从INVITE之后才开始；那个对话的可靠临时应答一个也没有抓到，而PRACK没有得到481；"
        "PRACK得到2xx，而且它的RSeq大于抓到的最后一个（那个1xx可能没有抓到）。",
        "The capture starts after the INVITE; no reliable provisional response of that "
        "dialog was captured, and the PRACK got no 481; the PRACK got a 2xx and its RSeq is above the "
        "last one captured (that 1xx may be lost)."),
    .why = SL_TEXT(
        "被叫会以481拒绝这个PRACK，并继续重传1xx，最后放弃呼叫。",
        "The callee refuses the PRACK with 481, goes on repeating its 1xx and in the end "
        "gives the call up."),
    .next = SL_TEXT(
        "把RAck的三个值逐一与1xx的RSeq和CSeq比较：常见的是误用PRACK自己的CSeq序号，"
        "或者认证重试之后仍写旧的INVITE序号。有B2BUA时，查它是否改了RSeq而没有改RAck。",
        "Compare the three values of RAck with RSeq and CSeq of the 1xx: mostly the CSeq "
        "number is that of the PRACK itself, or of an older INVITE before a retry with "
        "credentials. With a B2BUA on the way see whether it changes RSeq without changing "
        "RAck."),
    .subjects = SL_ON_PRACK, .check = prack_unmatched_check, .doubt = prack_unmatched_doubt,
};
/* clang-format on */

/* --- rseq_out_of_order ------------------------------------------------------------------------ */

/* A retransmission, of the response before this one or of an earlier one. */
static bool is_sent_again(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_reliable *reliable = record->reliable;

    return reliable->rseq == look->arrival->previous_rseq_number
               ? look->arrival->previous_rseq->status == record->status
               : reliable->first != record && reliable->first->own == record->own;
}

/* Of two that the network reordered, the older comes second. */
static bool is_reordered(const struct sl_look *look)
{
    return look->record->reliable->rseq < look->arrival->previous_rseq_number &&
           sl_record_elapsed(look->arrival->previous_rseq, look->record) <
               look->checker->timing->t1_ns;
}

/* Facts: the number, and the one before. */
static void rseq_out_of_order_check(const struct sl_look *look)
{
    const struct sl_reliable *reliable = look->record->reliable;
    const struct sl_record *previous = look->arrival->previous_rseq;
    uint32_t before = look->arrival->previous_rseq_number;

    if (previous && reliable->rseq != before + 1 && !is_sent_again(look) && !is_reordered(look)) {
        const struct sl_facts facts = {.number = reliable->rseq, .before = before};

        if (reliable->rseq > before && reliable->rseq - before > SL_RSEQS_LOOKED_UP_MAX) {
            sl_store_leave_out(look->checker->store, SL_LIMIT_RSEQS);
        }
        SL_FIND_ONCE_WITH(look, reliable, &facts, SL_SINGLE_WORDING, SL_NUMBER(reliable->rseq),
                          SL_NUMBER(before), SL_FRAME(previous->frame),
                          SL_STRING(look->record->leg->fork->to_tag));
    }
}

/* True if the numbers go up, over at least one that was not captured. */
static bool skips_a_number(const struct sl_finding *f)
{
    return f->facts.number > f->facts.before;
}

/* A PRACK for one of the numbers that were skipped: the capture lost that 1xx. NULL if none. */
static const struct sl_record *prack_for_skipped(const struct sl_finding *f)
{
    const struct sl_fork *fork = f->record->leg->fork;

    for (uint32_t n = 1; n < f->facts.number - f->facts.before; n++) {
        const struct sl_reliable *skipped = sl_reliable_find(fork, f->facts.before + n);

        if (skipped) {
            return skipped->prack ? skipped->prack : skipped->first;
        }
    }
    return NULL;
}

static struct sl_doubt rseq_out_of_order_doubt(const struct sl_checker *c,
                                               const struct sl_finding *f)
{
    const struct sl_record *unseen = f->record->leg->fork->unseen_prack;
    const struct sl_record *skipped;

    if (!skips_a_number(f)) {
        return SL_NO_DOUBT;
    }
    /* The PRACK for a number that was skipped follows at once. */
    if (sl_clock_is_within(&c->clock, f->record, c->timing->t1_ns)) {
        return SL_DOUBT(ENDS_EARLY);
    }
    if (unseen) {
        return SL_DOUBT_BY(SHOWN_LATER, unseen);
    }
    if (f->facts.number - f->facts.before > SL_RSEQS_LOOKED_UP_MAX) {
        return SL_NO_DOUBT;
    }
    skipped = prack_for_skipped(f);
    return skipped ? SL_DOUBT_BY(SHOWN_LATER, skipped) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule rseq_out_of_order = {
    .name = "rseq_out_of_order", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3",
    .summary = SL_TEXT("RSeq不连续", "RSeq numbers are not consecutive"),
    .wording = {SL_TEXT("这个可靠临时应答（To标签{3}）的RSeq是{0}，而前一个（第{2}帧）是{1}，应当加一",
                        "RSeq of this reliable response (To tag {3}) is {0}; after {1} in frame {2} it "
                        "should be one more")},
    .meaning = SL_TEXT(
        "同一事务、同一To标签的可靠临时应答，RSeq应逐个加1；这一个不是上一个加1。",
        "Within a transaction and To tag RSeq goes up by one from one reliable provisional "
        "response to the next; this one is not the last plus one."),
    .unless = SL_TEXT(
        "重传；另一个分叉（To标签不同）；被跳过的序号有PRACK（那个1xx没有抓到）；"
        "相隔不到T1的乱序。",
        "A repeat; another fork (To tag); a PRACK for the skipped number was captured (the "
        "capture lost that 1xx); two less than T1 apart in the wrong order."),
    .why = SL_TEXT(
        "主叫若见序号不连续，必须当作前面的还没有到而不予确认：这个1xx一直重传，"
        "其中的SDP也不能用。",
        "A caller that sees a gap must take an earlier one as not arrived yet and must not "
        "acknowledge this: the 1xx is repeated, and its SDP cannot be used."),
    .next = SL_TEXT(
        "看被跳过的1xx是途中丢了还是没有发；有B2BUA或多个被叫时，看它是否把几路呼叫的RSeq混在"
        "了同一个To标签之下。",
        "See whether the skipped 1xx was lost on the way or never sent; with a B2BUA or "
        "several callees see whether it mixes RSeq of several legs under one To tag."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = rseq_out_of_order_check, .doubt = rseq_out_of_order_doubt,
};
/* clang-format on */

/* --- final_before_prack ----------------------------------------------------------------------- */

/* Facts: the reliable response that has no PRACK. */
static void final_before_prack_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_reliable *reliable = record->leg ? record->leg->fork->reliable_sdp : NULL;
    const struct sl_facts facts = {.reliable = reliable};

    if (!reliable || !reliable->has_sdp || reliable->prack ||
        record->leg->fork->success != record) {
        return;
    }
    SL_FIND_WITH(look, look->record, &facts, SL_SINGLE_WORDING, SL_NUMBER(record->status),
                 SL_NUMBER(reliable->first->status), SL_NUMBER(reliable->rseq),
                 SL_FRAME(reliable->first->frame));
}

/* The capture may have swapped the 2xx and the PRACK. */
static bool may_be_swapped(const struct sl_checker *c, const struct sl_record *success,
                           const struct sl_record *prack)
{
    return sl_record_elapsed(success, prack) < sl_timing_swapped_ns(c->timing);
}

static struct sl_doubt final_before_prack_doubt(const struct sl_checker *c,
                                                const struct sl_finding *f)
{
    const struct sl_reliable *reliable = f->facts.reliable;
    struct sl_doubt other = other_prack(reliable->fork);

    if (reliable->prack) {
        return may_be_swapped(c, f->record, reliable->prack) ? SL_DOUBT(REFUTED) : SL_NO_DOUBT;
    }
    /* "Never" takes its time to tell: what is missing may show to have been lost by the capture. */
    if (sl_clock_is_within(&c->clock, reliable->first, sl_timing_overdue_ns(c->timing))) {
        return SL_DOUBT(ENDS_EARLY);
    }
    if (sl_is_doubt(other)) {
        return other;
    }
    return reliable->prack_must_pass ? SL_NO_DOUBT : SL_DOUBT(OTHER_PATH);
}

/* clang-format off */
static const struct sl_rule final_before_prack = {
    .name = "final_before_prack", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3, §5",
    .summary = SL_TEXT("PRACK未到就发2xx", "A 2xx precedes the PRACK"),
    .wording = {SL_TEXT("第{3}帧带SDP的可靠临时应答{1}（RSeq {2}）还没有PRACK，被叫就发了{0}",
                        "the callee sends {0} while its reliable {1} with SDP (RSeq {2}) in frame {3} has "
                        "no PRACK yet")},
    .meaning = SL_TEXT(
        "带SDP的可靠临时应答还没有PRACK，被叫就发了2xx；按规定，要先等到对它的PRACK。",
        "A 2xx is sent while a reliable provisional response with SDP has no PRACK yet; the "
        "callee has to wait for that PRACK first."),
    .unless = SL_TEXT(
        "To标签不同；PRACK已在任何一跳上出现，或可能不经过抓包点，或在2 ms之内就出现"
        "（抓包可能颠倒了两帧）。",
        "Another To tag; the PRACK was seen on any leg before, or may bypass the capture, or "
        "comes within 2 ms, so that the capture may have swapped the two."),
    .why = SL_TEXT(
        "offer和answer还没有交换完，2xx就到了，双方对哪份SDP有效可能理解不同："
        "接通后无声或单向有声。",
        "The 2xx arrives before offer and answer are exchanged, and the two sides may differ "
        "on which SDP counts: no audio after the answer, or one way only."),
    .next = SL_TEXT(
        "看PRACK是来得晚还是根本没来；再看2xx和ACK里有没有又带SDP。被叫若经常这样，"
        "查它的100rel实现，或在SBC上不对它用100rel。",
        "See whether the PRACK is late or never comes, and whether the 2xx and ACK carry SDP "
        "again. If this callee often does so, check its 100rel, or have the SBC not use "
        "100rel towards it."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = final_before_prack_check,
    .doubt = final_before_prack_doubt,
};
/* clang-format on */

/* --- rseq_missing ----------------------------------------------------------------------------- */

static bool is_provisional(const struct sl_record *record)
{
    return record->leg && record->status > 100 && !sl_status_is_final(record->status);
}

static void rseq_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;

    if (is_provisional(look->record) && m->requires_100rel && !m->has_rseq && !m->truncated) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_NUMBER(m->status), SL_STRING(m->to_tag));
    }
}

/* clang-format off */
static const struct sl_rule rseq_missing = {
    .name = "rseq_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3",
    .summary = SL_TEXT("可靠临时应答没有RSeq", "A reliable provisional response has no RSeq"),
    .wording = {SL_TEXT("临时应答{0}（To标签{1}）要求100rel，却没有RSeq头域",
                        "the {0} (To tag {1}) requires 100rel but has no RSeq header field")},
    .meaning = SL_TEXT(
        "临时应答要求可靠传送（Require: 100rel），却没有RSeq。",
        "A provisional response asks for reliable delivery (Require: 100rel) but has no RSeq."),
    .why = SL_TEXT(
        "PRACK的RAck必须写RSeq，没有它就无法确认：被叫不断重传，最后放弃呼叫；"
        "有的主叫会干脆不理会这个1xx。",
        "RAck of the PRACK has to quote RSeq, so without it nothing can be acknowledged: the "
        "callee goes on repeating and gives the call up, or the caller ignores the 1xx."),
    .next = SL_TEXT(
        "看1xx是被叫还是途中的网元产生的；上一跳若还有RSeq，就是SBC或B2BUA把它删了而没有同时"
        "去掉Require: 100rel。",
        "See whether the callee or an element on the way made the 1xx; if the hop before "
        "still has RSeq, an SBC or B2BUA took it out and left Require: 100rel in."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = rseq_missing_check,
};
/* clang-format on */

/* --- reliable_not_offered --------------------------------------------------------------------- */

enum { RELIABLE_WITHOUT_OFFER, NOT_RELIABLE_AS_REQUIRED };

/* True if a reliable or plain provisional response is what T's INVITE agrees to (§3). */
static bool is_agreed(const struct sl_transaction *t, bool is_reliable)
{
    return is_reliable ? t->supports_100rel || t->requires_100rel : !t->requires_100rel;
}

static void reliable_not_offered_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->own;

    if (!is_provisional(look->record) || !t->request || t->truncated || m->truncated ||
        is_agreed(t, m->requires_100rel)) {
        return;
    }
    SL_FIND_ONCE(look, NULL, m->requires_100rel ? RELIABLE_WITHOUT_OFFER : NOT_RELIABLE_AS_REQUIRED,
                 SL_NUMBER(m->status), SL_FRAME(t->request->frame), SL_NUMBER(t->cseq_number));
}

/* clang-format off */
static const struct sl_rule reliable_not_offered = {
    .name = "reliable_not_offered", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_PRACK,
    .reference = "RFC 3262 §3",
    .summary = SL_TEXT("临时应答的可靠性与INVITE不符", "Reliability of a provisional response was not agreed"),
    .wording = {[RELIABLE_WITHOUT_OFFER] = SL_TEXT("临时应答{0}要求100rel，而第{1}帧的INVITE（CSeq {2}）既不支持也不要求100rel",
                        "the {0} requires 100rel, but the INVITE (CSeq {2}) in frame {1} has it in neither "
                        "Supported nor Require"),
                [NOT_RELIABLE_AS_REQUIRED] = SL_TEXT("第{1}帧的INVITE（CSeq {2}）要求100rel，临时应答{0}却不是可靠的",
                        "the INVITE (CSeq {2}) in frame {1} requires 100rel, but this {0} is not reliable")},
    .meaning = SL_TEXT(
        "主叫没有表示支持100rel，临时应答却带Require: 100rel；或者主叫要求100rel（Require），"
        "101至199的临时应答却没有可靠发送。",
        "A provisional response has Require: 100rel although the INVITE does not announce "
        "100rel; or a 101 to 199 is not sent reliably although the INVITE requires it."),
    .unless = SL_TEXT(
        "没有抓到这一跳上的INVITE；100（100从不可靠发送）。",
        "The INVITE was not captured on that hop; a 100, which is never sent reliably."),
    .why = SL_TEXT(
        "主叫不会发PRACK，被叫重传半分钟之后放弃呼叫；或者主叫得不到它依赖的可靠应答，"
        "前置条件、早期媒体无法谈妥。",
        "The caller sends no PRACK, and the callee gives the call up after half a minute of "
        "repeats; or the caller lacks the reliable response that its preconditions or early "
        "media depend on."),
    .next = SL_TEXT(
        "逐跳看INVITE的Supported和Require：被叫看到的，与主叫写的是否相同（SBC、"
        "B2BUA两侧常常各有设置）。应让两侧的100rel设置一致。",
        "Follow Supported and Require of the INVITE over the hops: does the callee see what "
        "the caller wrote? An SBC or B2BUA often has a setting for each side; make both "
        "agree on 100rel."),
    .subjects = SL_ON_INVITE_RESPONSE, .check = reliable_not_offered_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_prack, &prack_missing, &prack_unmatched, &rseq_out_of_order, &final_before_prack,
         &rseq_missing, &reliable_not_offered);
