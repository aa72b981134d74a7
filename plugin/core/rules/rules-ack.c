/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about ACK: that each final response to INVITE gets one, and that it fits. */
#include "model/dialog.h"
#include "rules/silence.h"

/* --- ack_missing ------------------------------------------------------------------------------ */

/* What proves it; the later of two that do is the stronger. */
enum { NO_ACK, LATE_ACK, NO_ACK_COPIES, NO_ACK_HUNG_UP };

/* A callee that hangs up sent its 2xx so often at least. */
#define SENT_BEFORE_HANGING_UP 2u

static void note_late_ack(const struct sl_look *look, const struct sl_leg *leg)
{
    const struct sl_checker *c = look->checker;
    struct sl_finding *found = sl_record_finding(leg->final, look->rule);

    if (found && !sl_comes_in_time(c, leg->final, look->record)) {
        sl_finding_restate(look->checker, found, LATE_ACK,
                           SL_VALUES(SL_NUMBER(leg->final->status), SL_STRING(leg->fork->to_tag),
                                     SL_DURATION(sl_timing_overdue_ns(c->timing)),
                                     SL_FRAME(look->record->frame),
                                     SL_DURATION(sl_record_elapsed(leg->final, look->record))));
    }
}

/* LEG has no ACK, as WORDING says; BYE is that with which the callee hangs up, or NULL. */
static void note_no_ack(struct sl_checker *c, const struct sl_rule *rule, const struct sl_leg *leg,
                        unsigned wording, const struct sl_record *bye)
{
    struct sl_finding *found = sl_record_finding(leg->final, rule);
    const struct sl_transaction *t = leg->transaction;
    const struct sl_value values[] = {SL_NUMBER(leg->final->status),
                                      SL_STRING(leg->fork->to_tag),
                                      SL_DURATION(wording == NO_ACK
                                                      ? sl_timing_overdue_ns(c->timing)
                                                      : sl_record_sent_for(leg->final)),
                                      SL_FRAME(t->request->frame),
                                      SL_NUMBER(t->cseq_number),
                                      SL_NUMBER(sl_record_sent(leg->final)),
                                      SL_FRAME(bye ? bye->frame : 0)};

    if (found) {
        sl_finding_restate(c, found, wording, values, G_N_ELEMENTS(values));
    } else {
        sl_finding_add(c, rule, leg->final, NULL, wording, values, G_N_ELEMENTS(values));
    }
}

/* BYE comes no later than the 2xx FINAL was due again: twice the last gap, at most T2 (§13.3.1.4).
 */
static bool is_before_next_copy(const struct sl_checker *c, const struct sl_record *final,
                                const struct sl_record *bye)
{
    int64_t next = MIN(2 * final->repeats->last_gap_ns, 8 * c->timing->t1_ns) + c->timing->t1_ns;

    return sl_record_elapsed(sl_record_last_sent(final), bye) <= next;
}

/* The callee hangs up while it still sends its 2xx again: on each hop it has had no ACK. */
static void check_hang_up(const struct sl_look *look)
{
    const struct sl_record *bye = look->record;
    const struct sl_dialog *dialog = bye->own ? bye->own->dialog : NULL;
    const struct sl_fork *fork = dialog ? dialog->maker : NULL;
    unsigned n = SL_LOOK_BACK;

    if (!fork || fork->to_tag != look->arrival->from_tag || !look->arrival->is_new) {
        return;
    }
    for (const struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        const struct sl_record *final = leg->final;

        if (final && sl_status_is_success(final->status) && !leg->ack &&
            leg->transaction->request && sl_record_sent(final) >= SENT_BEFORE_HANGING_UP &&
            is_before_next_copy(look->checker, final, bye)) {
            note_no_ack(look->checker, look->rule, leg, NO_ACK_HUNG_UP, bye);
        }
    }
}

static void ack_missing_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg = record->leg;

    if (record->method == SL_METHOD_BYE && !sl_record_is_response(record)) {
        check_hang_up(look);
    }
    if (!leg || !leg->final) {
        return;
    }
    if (leg->final == record && !leg->ack) {
        sl_wait_for_answer(look);
    } else if (!leg->ack && leg->transaction->request && sl_proves_silence(record, leg->final)) {
        note_no_ack(look->checker, look->rule, leg, NO_ACK_COPIES, NULL);
    } else if (leg->ack == record) {
        note_late_ack(look, leg);
    }
}

static void ack_missing_overdue(struct sl_checker *c, const struct sl_rule *rule,
                                struct sl_record *final)
{
    const struct sl_leg *leg = final->leg;

    if (leg->final == final && !leg->ack && leg->transaction->request) {
        const struct sl_finding *found = sl_record_finding(final, rule);

        if (!found || found->wording == NO_ACK_COPIES) {
            note_no_ack(c, rule, leg, NO_ACK, NULL);
        }
    }
}

/*
 * The ACK that the 2xx of LEG got on another hop, where the capture does not prove that it did not
 * arrive: the 2xx was not sent again T1 or more after it, or not for long; or NULL.
 */
static const struct sl_record *confirmed_elsewhere_by(const struct sl_checker *c,
                                                      const struct sl_leg *leg, unsigned proof)
{
    const struct sl_record *elsewhere = leg->fork->ack;
    bool is_repeated = elsewhere && sl_record_elapsed(elsewhere, sl_record_last_sent(leg->final)) >=
                                        c->timing->t1_ns;
    bool is_repeated_long = sl_record_sent_for(leg->final) >= 8 * c->timing->t1_ns;

    if (!elsewhere || (is_repeated &&
                       (proof == NO_ACK_HUNG_UP || (proof != NO_ACK_COPIES && is_repeated_long)))) {
        return NULL;
    }
    return elsewhere;
}

/*
 * The ACK to a 2xx goes from end to end and may pass where the capture does not listen. It is
 * missed only where the 2xx goes on being repeated (§13.3.1.4), or where both hosts of this hop
 * stay on its path.
 */
static bool may_bypass_capture(const struct sl_checker *c, const struct sl_leg *leg, unsigned proof)
{
    bool is_repeated =
        sl_is_sent_often(leg->final) || sl_record_sent_for(leg->final) >= 8 * c->timing->t1_ns;

    return proof != NO_ACK_HUNG_UP && !is_repeated &&
           !(leg->ack_passes_client && leg->ack_passes_server);
}

/* The callee stopped sending its 2xx again long before it hangs up with BYE: it had the ACK. */
static bool has_stopped_before_bye(const struct sl_checker *c, const struct sl_leg *leg)
{
    const struct sl_record *bye = sl_leg_ended_by(leg);

    return bye && leg->final->repeats &&
           sl_record_elapsed(leg->final, bye) < sl_timing_64_t1_ns(c->timing) &&
           !is_before_next_copy(c, leg->final, bye);
}

static struct sl_doubt ack_missing_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_leg *leg = f->record->leg;
    bool is_success = sl_status_is_success(leg->final->status);
    const struct sl_record *elsewhere = confirmed_elsewhere_by(c, leg, f->wording);

    if (sl_comes_in_time(c, leg->final, leg->ack)) {
        return SL_DOUBT_BY(REFUTED, leg->ack);
    }
    if (leg->transaction->odd_ack) {
        return SL_DOUBT_BY(ODD_ACK,
                           leg->transaction->odd_ack); /* its own rule says what is wrong */
    }
    if (is_success && elsewhere) {
        /* Where it was not sent again since, it got there (§13.2.2.4). */
        return leg->is_settled && sl_record_elapsed(elsewhere, sl_record_last_sent(leg->final)) <
                                      c->timing->t1_ns
                   ? SL_DOUBT_BY(REFUTED, elsewhere)
                   : SL_DOUBT_BY(OTHER_PATH, elsewhere);
    }
    if (is_success && may_bypass_capture(c, leg, f->wording)) {
        return SL_DOUBT(OTHER_PATH);
    }
    if (f->wording == NO_ACK && has_stopped_before_bye(c, leg)) {
        return SL_DOUBT(NOT_CAPTURED);
    }
    return sl_host_was_sent_more(leg->transaction->server, leg->final)
               ? SL_DOUBT(TRUNCATED)
               : sl_silence_doubt(c, leg->final, leg->expected_ack, sl_leg_ended_by(leg));
}

/* The callee took back its 2xx: what the caller sees is a call that drops. */
static bool ack_missing_ends_call(const struct sl_finding *f)
{
    return f->wording == NO_ACK_HUNG_UP;
}

/* clang-format off */
static const struct sl_rule ack_missing = {
    .name = "ack_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
    .documented = true,
    .reference = "RFC 3261 §13.2.2.4, §13.3.1.4, §17.1.1.2, §17.2.1 (Timer H), RFC 6026",
    .timed = true,
    .summary = SL_TEXT("最终应答没有得到ACK", "A final response gets no ACK"),
    .wording = {[NO_ACK] = SL_TEXT("第{3}帧INVITE（CSeq {4}）的最终应答{0}（To标签{1}）在{2}内没有得到ACK（发送次数：{5}）",
                        "the final response {0} (To tag {1}) to the INVITE (CSeq {4}) in frame {3} got "
                        "no ACK within {2} (copies sent: {5})"),
                [LATE_ACK] = SL_TEXT("最终应答{0}（To标签{1}）在{2}内没有得到ACK；第{3}帧的ACK来得太晚，在{4}之后",
                        "the final response {0} (To tag {1}) got no ACK within {2}; the one in frame "
                        "{3} is late, {4} after it"),
                [NO_ACK_COPIES] = SL_TEXT("第{3}帧INVITE（CSeq {4}）的最终应答{0}（To标签{1}）在{2}内发了{5}次，没有得到ACK",
                        "the final response {0} (To tag {1}) to the INVITE (CSeq {4}) in frame {3} was sent {5} times "
                        "in {2} and got no ACK"),
                [NO_ACK_HUNG_UP] = SL_TEXT(
                        "第{3}帧INVITE（CSeq {4}）的最终应答{0}（To标签{1}）在{2}内发了{5}次，没有得到ACK，"
                        "被叫随即在第{6}帧发BYE挂断",
                        "the final response {0} (To tag {1}) to the INVITE (CSeq {4}) in frame {3} was sent {5} times "
                        "in {2} and got no ACK; then the callee hangs up, in frame {6}")},
    .meaning = SL_TEXT(
        "这一跳上没有抓到与最终应答相符的ACK（Call-ID、CSeq序号、To标签），而且有证据：发送方"
        "至少发了五次；或者被叫的2xx发了两次以上，不等下一次重传到期就自己发BYE挂断；或者首次"
        "发出之后过了64*T1再加T1（默认32.5秒），2xx还要在8*T1之后仍在重传，或按IP地址看这一跳"
        "的两端都在ACK的必经之路上。",
        "No ACK that fits a final response (Call-ID, CSeq number, To tag) has been captured "
        "on its hop, and there is proof: its sender sent it five times or more; or the "
        "callee sent its 2xx twice or more and hangs up with BYE before the next copy was "
        "due; or 64*T1 + T1 (32.5 s by default) passed after its first copy, and a 2xx was "
        "still sent again 8*T1 after it or by IP address both hosts of the hop lie on the "
        "path of the ACK."),
    .unless = SL_TEXT(
        "相符的ACK在此之前到了，只是慢；没有抓到这一跳上的INVITE；来了一个CSeq序号、Via分支或"
        "To标签不对的ACK（由相应的规则说明）；2xx的ACK在别的一跳或去往别的地址时抓到，此后这"
        "里没有再过T1还重传；2xx的ACK可能不经过抓包点；有发往等待方的消息被抓包长度截断；UDP"
        "上等待方有4*T1的时间却一次也没有重传，可见它得到了应答，只是没有抓到（除非它三次以上"
        "等待对端的这种消息而一次也没有抓到：那是一个不重传的等待方）。",
        "An ACK that fits came before that and was only slow; the INVITE was not captured on "
        "this hop; an ACK with a wrong CSeq number, branch or To tag came (its own rule says "
        "so); the ACK to a 2xx was captured on another hop or on its way to another address, "
        "and the 2xx was not sent again T1 or more after it; the ACK to a 2xx may take a "
        "path that was not captured; a message to the waiting party was cut by the snap "
        "length; over UDP the waiting party had 4*T1 to send again and never did, so it had "
        "its answer and only the capture did not (unless it waited three times or more for "
        "such a message from that host and none was ever captured: then it just does not "
        "send again)."),
    .why = SL_TEXT(
        "2xx没有ACK，被叫重传约32秒后就会用BYE挂断，这正是“接通半分钟后掉线”的由来。"
        "非2xx没有ACK，则服务器不断重传，直到Timer H到期。",
        "A callee without the ACK to its 2xx repeats it for about 32 s and then hangs up "
        "with BYE: the call that drops after half a minute. Without the ACK to a failure the "
        "server repeats it until Timer H expires."),
    .next = SL_TEXT(
        "在主叫一侧看ACK发出了没有。对2xx的ACK按Route走向2xx的Contact："
        "查Contact是否写着对方到不了的私网地址，Record-Route是否完整、可解析，"
        "防火墙或ALG是否拦下了它。对非2xx的ACK逐跳发送，查紧邻的上一跳。",
        "Capture at the caller to see whether the ACK is sent. The ACK to a 2xx goes along "
        "its route to the Contact of the 2xx: check for a private address there that cannot "
        "be reached, for Record-Route entries that are missing or do not resolve, and for a "
        "firewall or ALG that stops it. The ACK to a failure goes hop by hop: check the "
        "element before."),
    .subjects = SL_ON_INVITE_RESPONSE | SL_ON_ACK | SL_ON_DIALOG | SL_ON_REPEAT,
    .check = ack_missing_check,
    .overdue = ack_missing_overdue, .doubt = ack_missing_doubt, .ends_call = ack_missing_ends_call,
};
/* clang-format on */

/* --- ack_before_final ------------------------------------------------------------------------- */

/* What proves it. */
enum { ACK_HAS_NO_TAG, ACK_IS_OF_CALLEE, ACK_TOO_EARLY };

/* The capture has the INVITE of T, and no final response to it on any hop. */
static bool has_no_final(const struct sl_transaction *t)
{
    return t && t->request && !t->invite->final;
}

static void check_early_ack(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->transaction;
    bool is_of_callee = look->arrival->ack_comes_from_server;

    if (look->arrival->ack_fit == SL_ACK_NO_FINAL && has_no_final(t) &&
        (is_of_callee || !look->message->to_tag)) {
        SL_FIND_ONCE(look, NULL, is_of_callee ? ACK_IS_OF_CALLEE : ACK_HAS_NO_TAG,
                     SL_NUMBER(t->cseq_number), SL_FRAME(t->request->frame));
    }
}

/* RECORD is a provisional response to T, or the first final one on any hop. */
static bool shows_no_final_before(const struct sl_transaction *t, const struct sl_record *record)
{
    return (!sl_status_is_final(record->status) || t->final == record) &&
           (!t->invite->final || t->invite->final == record);
}

/* Facts: the response that came after the ACK. */
static void check_response_after_ack(const struct sl_look *look)
{
    struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;
    const struct sl_facts facts = {.other = record};
    struct sl_record *ack = record->leg ? t->invite->early_ack : NULL; /* on its first hop */

    if (!ack || !t->request || !t->early_ack || sl_record_finding(ack, look->rule) ||
        !shows_no_final_before(t, record) ||
        sl_record_elapsed(t->early_ack, record) < look->checker->timing->t1_ns) {
        return;
    }
    SL_FIND_WITH(look, ack, &facts, ACK_TOO_EARLY, SL_NUMBER(t->cseq_number),
                 SL_FRAME(t->request->frame), SL_NUMBER(record->status), SL_FRAME(record->frame),
                 SL_DURATION(sl_record_elapsed(ack, record)));
}

static void ack_before_final_check(const struct sl_look *look)
{
    if (look->record->method == SL_METHOD_ACK) {
        check_early_ack(look);
    } else {
        check_response_after_ack(look);
    }
}

/*
 * Only what a later response proves depends on time. Where the same ACK comes again after a final
 * response, that may be a copy, whose first was not captured: so a client repeats its ACK
 * (§13.2.2.4).
 */
static struct sl_doubt ack_before_final_doubt(const struct sl_checker *c,
                                              const struct sl_finding *f)
{
    const struct sl_record *proof = f->facts.other;
    const struct sl_record *again = sl_record_last_sent(f->record);

    if (!proof) {
        return SL_NO_DOUBT;
    }
    if (sl_status_is_final(proof->status) && again->number > proof->number) {
        return SL_DOUBT_BY(SHOWN_LATER, again);
    }
    return c->clock.is_broken ? SL_DOUBT(CLOCK) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule ack_before_final = {
    .name = "ack_before_final", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
    .documented = true, .reference = "RFC 3261 §13.2.2.4, §17.1.1.2, §21.1",
    .summary = SL_TEXT("最终应答之前就发ACK", "An ACK precedes the final response"),
    .wording = {[ACK_HAS_NO_TAG] = SL_TEXT("第{1}帧的INVITE（CSeq {0}）尚无最终应答，这个ACK也没有To标签",
                        "the INVITE (CSeq {0}) in frame {1} has no final response yet, and this ACK has "
                        "no To tag"),
                [ACK_IS_OF_CALLEE] = SL_TEXT("这个ACK由第{1}帧INVITE（CSeq {0}）的接收方发出：ACK应由主叫在最终应答之后发送",
                        "this ACK is sent by the receiver of the INVITE (CSeq {0}) in frame {1}: an ACK "
                        "comes from the caller, after the final response"),
                [ACK_TOO_EARLY] = SL_TEXT("第{1}帧的INVITE（CSeq {0}）尚无最终应答就发了ACK，{4}之后第{3}帧才来{2}",
                        "this ACK precedes the final response to the INVITE (CSeq {0}) in frame {1}: "
                        "the {2} in frame {3} comes {4} later")},
    .meaning = SL_TEXT(
        "INVITE在任何一跳上都还没有最终应答，就来了ACK，而且有证据：ACK没有To标签，"
        "或由INVITE的接收方发出，或过了T1才来临时应答或最终应答。",
        "An ACK comes while its INVITE has no final response on any hop, and there is proof: "
        "the ACK has no To tag, or the receiver of the INVITE sent it, or a provisional or "
        "final response comes T1 or more after it."),
    .unless = SL_TEXT(
        "抓包从INVITE之后才开始；别的一跳上已有最终应答；ACK的Via分支和To标签是较早的一个最终应"
        "答的（见ack_cseq_mismatch）。经过几跳的ACK，报告在第一跳上。",
        "The capture starts after the INVITE; a final response was seen on another hop; "
        "branch and To tag of the ACK are those of an earlier final response (see "
        "ack_cseq_mismatch). Where the ACK passes several hops, the finding is on the first."),
    .why = SL_TEXT(
        "这样的ACK什么也没有确认，会被丢弃。发送方若以为已经确认过，真正的最终应答就得不到"
        "ACK，接通约32秒后掉线。",
        "Such an ACK confirms nothing and is dropped. If its sender believes that it has "
        "done its part, the real final response gets no ACK, and the call drops after about "
        "32 s."),
    .next = SL_TEXT(
        "看发送方是否把1xx当成了要ACK的应答（可靠的1xx由PRACK确认），或者把ACK当成收到INVITE"
        "的回执；测试脚本常因少写一步接收而如此。再看真正的最终应答有没有ACK。",
        "See whether the sender takes a 1xx for something to acknowledge (a reliable one is "
        "confirmed with PRACK), or an ACK for the receipt of an INVITE; test scripts do it "
        "when a receive step is missing. Then see whether the real final response gets its "
        "ACK."),
    .subjects = SL_ON_ACK | SL_ON_INVITE_RESPONSE, .check = ack_before_final_check,
    .doubt = ack_before_final_doubt,
};
/* clang-format on */

/* --- ack_cseq_mismatch ------------------------------------------------------------------------ */

/* Within a dialog whose beginning was not captured an older INVITE may have been missed. */
static bool may_confirm_older(const struct sl_message *m, const struct sl_transaction *t)
{
    return m->cseq_number < t->cseq_number && t->invite->to_tag && !(t->maker && t->maker->request);
}

static void ack_cseq_mismatch_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = look->record->transaction;

    if (look->arrival->ack_fit == SL_ACK_CSEQ && t->request && !may_confirm_older(m, t)) {
        SL_FIND_ONCE(look, t->invite, SL_SINGLE_WORDING, SL_NUMBER(m->cseq_number),
                     SL_NUMBER(t->cseq_number), SL_FRAME(t->request->frame));
    }
}

/* clang-format off */
static const struct sl_rule ack_cseq_mismatch = {
    .name = "ack_cseq_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
    .documented = true, .reference = "RFC 3261 §13.2.2.4, §17.1.1.3",
    .summary = SL_TEXT("ACK的CSeq序号与INVITE不同", "The CSeq number of an ACK is not its INVITE's"),
    .wording = {SL_TEXT("ACK的CSeq序号是{0}，而它要确认的第{2}帧的INVITE是{1}",
                        "the ACK has CSeq number {0}, but the INVITE it must confirm, in frame {2}, has "
                        "{1}")},
    .meaning = SL_TEXT(
        "ACK的CSeq序号必须与它确认的INVITE相同：ACK的Via分支若是某个INVITE的，就是那一个，"
        "否则是按两个标签还在等ACK的那一个。序号碰巧是以前某个INVITE的（已确认过、被要求认证、"
        "发往别处），或者ACK走了另一条路，都不算数。",
        "The CSeq number of an ACK must be that of the INVITE it confirms: the one with its "
        "branch where an INVITE has it, else the one whose 2xx, by the two tags, waits for "
        "its ACK. That an earlier INVITE (confirmed already, challenged, or sent elsewhere) "
        "has this number, or that the ACK takes another path, is no excuse."),
    .unless = SL_TEXT(
        "有两个INVITE都在等ACK：那就是序号相符的那一个，例如它的2xx又重传了一次；那个INVITE可能"
        "在抓包开始之前。",
        "Two INVITEs wait for an ACK: then it means the one with its number, for example one "
        "whose 2xx was sent again; that INVITE may be older than the capture."),
    .why = SL_TEXT(
        "被叫凭CSeq序号找到INVITE，序号不对的ACK等于没有：2xx继续重传，约32秒后掉线。",
        "The callee finds the INVITE by the CSeq number, so an ACK with another is as good "
        "as none: the 2xx is repeated, and the call drops after about 32 s."),
    .next = SL_TEXT(
        "看两个序号差多少：大1，多为客户端给ACK也加了序号；偏小，多为401、407之后或re-INVITE"
        "之后还用旧的序号。途中有B2BUA时，查它两侧序号的对应关系。",
        "Look at the difference: one more mostly means a client that counts the ACK as a new "
        "request; less, one that keeps an old number after 401, 407 or a re-INVITE. With a "
        "B2BUA on the way check how it maps the numbers of its two sides."),
    .subjects = SL_ON_ACK, .check = ack_cseq_mismatch_check,
};
/* clang-format on */

/* --- ack_branch_mismatch ---------------------------------------------------------------------- */

/* Without the cookie a branch promises nothing (§8.1.1.7). */
static bool have_cookies(const struct sl_look *look, const struct sl_transaction *t)
{
    const struct sl_via *via = look->arrival->via;

    return t->via->has_cookie && via && via->has_cookie;
}

static void ack_branch_mismatch_check(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->transaction;

    if (look->arrival->ack_fit == SL_ACK_BRANCH && have_cookies(look, t) && t->request) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_STRING(look->message->branch),
                SL_NUMBER(t->failure->status), SL_FRAME(t->failure->frame),
                SL_FRAME(t->request->frame));
    }
}

/* clang-format off */
static const struct sl_rule ack_branch_mismatch = {
    .name = "ack_branch_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
    .reference = "RFC 3261 §17.1.1.3",
    .summary = SL_TEXT("对非2xx的ACK没有带INVITE的Via分支",
                       "The ACK to a non-2xx lacks its INVITE's branch"),
    .wording = {SL_TEXT("对第{2}帧{1}的ACK，Via分支是{0}，与第{3}帧的INVITE不同：服务器无法把它与INVITE对上",
                        "the ACK to the {1} in frame {2} has branch {0}, not that of the INVITE in "
                        "frame {3}: the server will not match it")},
    .meaning = SL_TEXT(
        "对非2xx的ACK必须带INVITE的Via分支。这个ACK的To标签与失败应答相符，"
        "Via分支却不是这一跳上同一Call-ID、From标签和CSeq序号的任何INVITE的。",
        "The ACK to a non-2xx must have the branch of its INVITE. This one fits the failure "
        "by its To tag, but its branch is that of no INVITE of its Call-ID, From tag and "
        "CSeq number on this hop."),
    .unless = SL_TEXT(
        "Via分支没有z9hG4bK前缀；没有抓到这一跳上的INVITE；CSeq序号是另一个INVITE的（见"
        "ack_cseq_mismatch）。",
        "The branches lack the z9hG4bK cookie; the INVITE of this hop was not captured; the "
        "CSeq number is that of another INVITE (see ack_cseq_mismatch)."),
    .why = SL_TEXT(
        "服务器按Via分支找不到事务，这个ACK等于没有：失败应答一直重传到Timer H到期（32秒），"
        "事务占着资源。",
        "The server finds no transaction by that branch, so the ACK is as good as none: the "
        "failure is repeated until Timer H expires (32 s), and the transaction holds its "
        "resources."),
    .next = SL_TEXT(
        "看发送方是否给每个ACK都换了新的branch参数（只有对2xx的ACK才这样），"
        "途中有没有改写Via的网元；再看失败应答是否真在重传。",
        "See whether the sender gives every ACK a new branch, which is right for that to a "
        "2xx only, and whether an element on the way rewrites Via; then whether the failure "
        "really is repeated."),
    .subjects = SL_ON_ACK, .check = ack_branch_mismatch_check,
};
/* clang-format on */

/* --- ack_branch_reused ------------------------------------------------------------------------ */

static void ack_branch_reused_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->transaction;

    /* Where the hop also got a failure the ACK may be to that one. */
    if (look->arrival->ack_fit == SL_ACK_FITS && look->arrival->ack_has_branch_of_invite &&
        t->via->has_cookie && t->request && !t->failure) {
        SL_FIND_ONCE(look, look->arrival->via, SL_SINGLE_WORDING, SL_STRING(look->message->branch),
                     SL_FRAME(t->request->frame), SL_NUMBER(record->leg->final->status),
                     SL_FRAME(record->leg->final->frame));
    }
}

/* clang-format off */
static const struct sl_rule ack_branch_reused = {
    .name = "ack_branch_reused", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_ACK,
    .reference = "RFC 3261 §13.2.2.4, §8.1.1.7",
    .summary = SL_TEXT("对2xx的ACK沿用了INVITE的Via分支",
                       "The ACK to a 2xx has its INVITE's branch"),
    .wording = {SL_TEXT("对第{3}帧{2}的ACK沿用了第{1}帧INVITE的Via分支{0}；它自成一个事务，应有新的分支",
                        "the ACK to the {2} in frame {3} has the branch {0} of the INVITE in frame {1}; "
                        "it is a transaction of its own and needs a new one")},
    .meaning = SL_TEXT(
        "对2xx的ACK自成一个事务，应有新的Via分支；这个ACK却沿用了INVITE的。",
        "The ACK to a 2xx is a transaction of its own and needs a new branch; this one has "
        "that of its INVITE."),
    .unless = SL_TEXT(
        "Via分支没有z9hG4bK前缀。",
        "The branches lack the z9hG4bK cookie."),
    .why = SL_TEXT(
        "有状态代理服务器会把它当作对失败应答的ACK，就地吸收，被叫收不到。直连时往往没事，"
        "中间加了代理服务器或SBC就会约32秒掉线。",
        "A stateful proxy takes it for the ACK to a failure and absorbs it, so that the "
        "callee gets none. Between two phones it mostly works; with a proxy or SBC between "
        "them the call drops after about 32 s."),
    .next = SL_TEXT(
        "看被叫收到ACK没有、2xx是否还在重传。终端有新版本就升级，或让SBC重新生成ACK；"
        "用测试脚本时，检查ACK里branch参数的写法。",
        "See whether the ACK reaches the callee or the 2xx is still repeated. Update the "
        "terminal, or have the SBC make the ACK anew; in a test script check how the branch "
        "of the ACK is written."),
    .subjects = SL_ON_ACK, .check = ack_branch_reused_check,
};
/* clang-format on */

/* --- ack_to_tag_mismatch ---------------------------------------------------------------------- */

/*
 * The ACK may be to a fork's 2xx that the capture lost: each 2xx that it has got an ACK of its own;
 * or it has none at all, and the branch of the ACK is its own, as that of an ACK to a 2xx is.
 */
static bool may_be_to_lost_success(const struct sl_look *look, const struct sl_transaction *t)
{
    return t->success ? !t->unacknowledged : !look->arrival->ack_has_branch_of_invite;
}

static void ack_to_tag_mismatch_check(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->transaction;

    if (look->arrival->ack_fit == SL_ACK_TO_TAG && t->request && !may_be_to_lost_success(look, t)) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(look->message->to_tag),
                     SL_STRING(t->final->leg->fork->to_tag), SL_NUMBER(t->final->status),
                     SL_FRAME(t->final->frame));
    }
}

/* Every 2xx has an ACK of its own by now: this one may be for a fork's that was lost. */
static struct sl_doubt ack_to_tag_mismatch_doubt(const struct sl_checker *c,
                                                 const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->transaction;

    (void)c;
    return t->success && !t->unacknowledged ? SL_DOUBT(REFUTED) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule ack_to_tag_mismatch = {
    .name = "ack_to_tag_mismatch", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_ACK,
    .reference = "RFC 3261 §13.2.2.4, §17.1.1.3",
    .summary = SL_TEXT("ACK的To标签与最终应答不符",
                       "The To tag of an ACK is that of no final response"),
    .wording = {SL_TEXT("ACK的To标签是{0}，而第{3}帧最终应答{2}的To标签是{1}",
                        "the To tag of the ACK is {0}; that of the final response {2} in frame {3} is "
                        "{1}")},
    .meaning = SL_TEXT(
        "ACK的To标签（或没有标签）与这一跳上抓到的、对其INVITE的任何最终应答都不同。",
        "The To tag of the ACK, or its lack, is that of none of the final responses captured "
        "for its INVITE on this hop."),
    .unless = SL_TEXT(
        "没有抓到这一跳上的最终应答；抓到的每个2xx都已有各自的ACK（这一个可能在确认没抓到的另"
        "一分叉的2xx）。",
        "No final response was captured on this hop; every 2xx captured has its own ACK "
        "(this one may confirm the 2xx of a fork that was lost)."),
    .why = SL_TEXT(
        "To标签说明ACK属于哪个对话。标签不对，被叫不认这个ACK，2xx照样重传，最后挂断。",
        "The To tag says to which dialog an ACK belongs. With a wrong one the callee ignores "
        "the ACK, goes on repeating its 2xx and in the end hangs up."),
    .next = SL_TEXT(
        "看ACK的标签是否取自180或183，而不是2xx（分叉或B2BUA会使两者不同）；"
        "是否被截短或改了大小写。途中有B2BUA时，查它两侧标签的对应关系。",
        "See whether the tag was taken from a 180 or 183 instead of the 2xx (a fork or B2BUA "
        "makes them differ), cut short or changed in case. With a B2BUA on the way check how "
        "it maps the tags of its two sides."),
    .subjects = SL_ON_ACK, .check = ack_to_tag_mismatch_check,
    .doubt = ack_to_tag_mismatch_doubt,
};
/* clang-format on */

/* --- ok_retransmitted_after_ack --------------------------------------------------------------- */

static void ok_retransmitted_after_ack_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg = record->leg;

    if (leg && leg->ack && record->original && sl_status_is_success(record->status) &&
        sl_record_elapsed(leg->ack, record) >= 2 * look->checker->timing->t1_ns) {
        SL_FIND_ONCE(look, leg, SL_SINGLE_WORDING, SL_NUMBER(record->status),
                     SL_FRAME(leg->final->frame), SL_FRAME(leg->ack->frame),
                     SL_DURATION(sl_record_elapsed(leg->ack, record)));
    }
}

/* clang-format off */
static const struct sl_rule ok_retransmitted_after_ack = {
    .name = "ok_retransmitted_after_ack", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_ACK,
    .reference = "RFC 3261 §13.3.1.4", .timed = true,
    .summary = SL_TEXT("已有ACK仍重传2xx", "A 2xx is still repeated after its ACK"),
    .wording = {SL_TEXT("第{2}帧已有ACK，{3}之后仍在重传第{1}帧的{0}：ACK没有到达被叫，或被叫不认它",
                        "the {0} of frame {1} is still repeated {3} after the ACK in frame {2}: the ACK "
                        "does not arrive, or is not accepted")},
    .meaning = SL_TEXT(
        "这一跳上已经抓到对2xx的ACK，过了2*T1或更久，同一个2xx仍在重传：ACK没有到达被叫，"
        "或被叫不认它。",
        "A 2xx is still repeated 2*T1 or more after its ACK was captured on this hop: the "
        "ACK does not reach the callee, or the callee does not accept it."),
    .unless = SL_TEXT(
        "只是抓包产生的副本。",
        "The copy is a duplicate made by the capture."),
    .why = SL_TEXT(
        "64*T1之后被叫会用BYE挂断。抓包里明明有ACK，通话却在半分钟后掉线，多半就是它。",
        "After 64*T1 the callee hangs up with BYE. Where a call drops after half a minute "
        "although its ACK is in the capture, this is mostly why."),
    .next = SL_TEXT(
        "在被叫一侧抓包。ACK没到：看它的目的地址是否符合2xx的Contact和Record-Route，"
        "再查NAT映射和防火墙。到了：把Call-ID、两个标签、CSeq序号和Request-URI与2xx比较。",
        "Capture at the callee. If the ACK does not arrive: does its destination follow "
        "Contact and Record-Route of the 2xx, and what of NAT bindings and firewall? If it "
        "does: compare Call-ID, both tags, CSeq number and Request-URI with the 2xx."),
    .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = ok_retransmitted_after_ack_check,
};
/* clang-format on */

/* --- the rules -------------------------------------------------------------------------------- */

SL_RULES(sl_rules_ack, &ack_missing, &ack_before_final, &ack_cseq_mismatch, &ack_branch_mismatch,
         &ack_branch_reused, &ack_to_tag_mismatch, &ok_retransmitted_after_ack);
