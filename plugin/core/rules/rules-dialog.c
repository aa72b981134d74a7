/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests within a dialog (RFC 3261 §12.2, §14, §15). */
#include "model/dialog.h"
#include "model/lookup.h"
#include "rules/find.h"

/* --- cseq_not_increasing --------------------------------------------------------------------- */

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

/*
 * Where the call began before the capture, what looks new may be the repeat of a request whose
 * first copy was not captured (§17.1.2.2).
 */
static bool may_be_older(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_fork *maker = record->own->dialog ? record->own->dialog->maker : NULL;

    return !(maker && maker->invite->first) && sl_record_elapsed(record->call->first, record) <
                                                   sl_timing_64_t1_ns(look->checker->timing);
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

    return look->arrival->skipped_by && look->record->method != SL_METHOD_BYE &&
           look->record->method != SL_METHOD_INVITE &&
           sl_record_elapsed(look->arrival->skipped_by, look->record) <=
               sl_timing_64_t1_ns(look->checker->timing) &&
           (m->via_count > 1 || !sl_transport_is_reliable(m->transport));
}

static void check_cseq(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_record *before = look->arrival->sequel_of;

    /* After the BYE the dialog counts no more; what comes may be of a call with the same tags. */
    if (!before || (record->own->dialog && record->own->dialog->bye_ok) ||
        record->own->cseq_number > look->arrival->sequel_of_number ||
        record->own->via == before->own->via ||
        sl_record_elapsed(before, record) < look->checker->timing->duplicate_ns ||
        is_failover(look, before) || may_be_older(look) || is_overtaken(look) ||
        !sl_look_begins_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(look->message->method_name),
            SL_NUMBER(record->own->cseq_number), SL_NUMBER(look->arrival->sequel_of_number),
            SL_FRAME(before->frame));
}

/* A refusal that made the sender try again may be among what was sent to it unseen. */
static struct sl_doubt doubt_cseq(const struct sl_checker *c, const struct sl_finding *f)
{
    (void)c;
    return f->value[1].as.number == f->value[2].as.number && !f->record->source->addressed
               ? SL_DOUBT(ONE_DIRECTION)
               : SL_NO_DOUBT;
}

/* --- request_after_bye ----------------------------------------------------------------------- */

/* True if the number of REQUEST tells that it was sent before its sender's BYE: its first copy was
 * lost before it was captured. */
static bool precedes_own_bye(const struct sl_transaction *request)
{
    const struct sl_request *bye = sl_dialog_side(request->dialog, request->from_tag)->bye;

    return bye && request->cseq_number < bye->first->own->cseq_number;
}

static void check_after_bye(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_dialog *dialog = record->own ? record->own->dialog : NULL;

    if (!dialog || !look->arrival->is_new || !dialog->bye_ok ||
        (record->method != SL_METHOD_INVITE && record->method != SL_METHOD_UPDATE &&
         record->method != SL_METHOD_INFO && record->method != SL_METHOD_PRACK) ||
        sl_record_elapsed(dialog->bye_ok, record) < look->checker->timing->t1_ns ||
        precedes_own_bye(record->own)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(look->message->method_name),
            SL_NUMBER(dialog->bye_ok->status), SL_FRAME(dialog->bye_ok->frame),
            SL_DURATION(sl_record_elapsed(dialog->bye_ok, record)));
}

/* --- reinvite_overlap, reinvite_glare -------------------------------------------------------- */

/* True if INVITE has no final response at the time of RECORD, as far as was captured. */
static bool is_pending(const struct sl_checker *c, const struct sl_invite *invite,
                       const struct sl_record *record)
{
    if (!invite->first || invite->final || invite->ack) {
        return false;
    }
    return invite->newest_hop->first_response
               ? sl_record_elapsed(invite->newest_hop->last, record) < c->timing->timer_c_ns
               : sl_record_elapsed(invite->first, record) < sl_timing_64_t1_ns(c->timing);
}

/* The transaction of an INVITE within a dialog whose first copy LOOK has; else NULL. */
static const struct sl_transaction *new_reinvite(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->own;

    return t && t->dialog && look->arrival->is_new ? t : NULL;
}

static void check_reinvite_overlap(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *previous = t ? t->invite->previous : NULL;

    /* A B2BUA may keep Call-ID and tags: then each of its sides counts for itself. */
    if (!previous || !is_pending(look->checker, previous, look->record) ||
        previous->first->source != look->record->source) {
        return;
    }
    /* Tried at another address, since the first did not answer (RFC 3263 §4.3). */
    if (!previous->newest_hop->first_response && previous->newest_hop->server != t->server) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(t->cseq_number), SL_NUMBER(previous->cseq_number),
            SL_FRAME(previous->first->frame),
            SL_DURATION(sl_record_elapsed(previous->first, look->record)));
}

static struct sl_doubt doubt_reinvite_overlap(const struct sl_checker *c,
                                              const struct sl_finding *f)
{
    const struct sl_invite *previous = f->record->own->invite->previous;

    (void)c;
    if (!f->record->source->addressed) {
        return SL_DOUBT(ONE_DIRECTION);
    }
    /* Its final response, captured later, proves that it was pending; else that may be lost. */
    return previous->final ? SL_NO_DOUBT
           : previous->ack ? SL_DOUBT(SHOWN_LATER)
                           : SL_DOUBT(ENDS_EARLY);
}

static void check_glare(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *other = t ? sl_dialog_other_side(t->dialog, t->from_tag)->invite : NULL;

    if (other && other->dialog == t->dialog && is_pending(look->checker, other, look->record)) {
        const struct sl_facts facts = {.other = other->first};

        SL_FIND_WITH(look, look->record, &facts, 0, SL_NUMBER(t->cseq_number),
                     SL_NUMBER(other->cseq_number), SL_FRAME(other->first->frame));
    }
}

static struct sl_doubt doubt_glare(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_record *own = f->record->own->invite->final;
    const struct sl_record *other = f->facts.other->own->invite->final;

    (void)c;
    if ((own && own->status == 491) || (other && other->status == 491)) {
        return SL_DOUBT(REFUTED);
    }
    return own && other ? SL_NO_DOUBT : SL_DOUBT(ENDS_EARLY);
}

/* --- dialog_lost ----------------------------------------------------------------------------- */

static void check_lost(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *own = record->own;
    const struct sl_dialog *dialog = own ? own->dialog : NULL;

    if (record->status != 481 || !dialog || !dialog->confirmed || dialog->lost != record ||
        (own->method != SL_METHOD_INVITE && own->method != SL_METHOD_UPDATE &&
         own->method != SL_METHOD_INFO && own->method != SL_METHOD_BYE) ||
        !own->request) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(sl_method_info(own->method)->name),
            SL_NUMBER(own->cseq_number), SL_FRAME(own->request->frame),
            SL_NUMBER(dialog->confirmed->status), SL_FRAME(dialog->confirmed->frame));
}

static struct sl_doubt doubt_lost(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;

    if (sl_clock_is_within(&c->clock, f->record, c->timing->t1_ns)) {
        return SL_DOUBT(ENDS_EARLY); /* a BYE may cross */
    }
    for (unsigned i = 0; i < 2; i++) {
        const struct sl_side *side = &own->dialog->side[i];
        /* A BYE of the party that answers may cross; the other's may be what it makes of the 481.
         */
        int64_t limit = side->tag == own->from_tag ? 0 : c->timing->t1_ns;

        if (side->bye && side->bye != own->origin &&
            sl_record_elapsed(f->record, side->bye->first) < limit) {
            return SL_DOUBT(REFUTED);
        }
        if (side->unseen_bye && sl_record_elapsed(f->record, side->unseen_bye) < c->timing->t1_ns) {
            return SL_DOUBT(SHOWN_LATER);
        }
    }
    return SL_NO_DOUBT;
}

/* --- route_missing --------------------------------------------------------------------------- */

/* The leg of the dialog on the hop of this message, where the INVITE's 2xx was captured. */
static const struct sl_leg *leg_of_hop(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_fork *fork;
    const struct sl_leg *leg;

    if (record->method == SL_METHOD_ACK) {
        fork = look->arrival->ack_fit == SL_ACK_FITS ? record->leg->fork : NULL;
        if (fork && !fork->invite->to_tag) {
            return record->leg;
        }
        fork = fork && fork->dialog ? fork->dialog->maker : NULL;
    } else {
        fork = record->own && record->own->dialog ? record->own->dialog->maker : NULL;
    }
    if (!fork) {
        return NULL;
    }
    leg = sl_find_leg_between(fork, record->source, record->destination, SL_ANY_LEVEL);
    return leg ? leg : sl_find_leg_between(fork, record->destination, record->source, SL_ANY_LEVEL);
}

static void check_route(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;
    const struct sl_leg *leg;
    const struct sl_transaction *t;

    if (m->via_count != 1 || (m->headers & SL_HEADER_ROUTE) || m->truncated ||
        !(leg = leg_of_hop(look)) || !leg->final || !sl_status_is_success(leg->final->status)) {
        return;
    }
    t = leg->transaction;
    if (!(t->client == record->source ? leg->client_needs_route && m->from_tag &&
                                            strcmp(m->from_tag, t->from_tag ? t->from_tag : "") == 0
                                      : leg->server_needs_route) ||
        !sl_look_begins_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(m->method_name), SL_NUMBER(leg->final->status),
            SL_FRAME(leg->final->frame));
}

/* --- bye_after_failure ----------------------------------------------------------------------- */

static void check_after_failure(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg;

    if (record->method != SL_METHOD_BYE || !look->arrival->is_new || !record->own ||
        !record->own->dialog || record->own->dialog->confirmed || !(leg = leg_of_hop(look)) ||
        !leg->final || sl_status_is_success(leg->final->status) ||
        !leg->transaction->request || /* or it may have been a re-INVITE */
        (!leg->ack && sl_record_elapsed(leg->final, record) < look->checker->timing->t1_ns)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(leg->final->status), SL_FRAME(leg->final->frame),
            SL_DURATION(sl_record_elapsed(leg->final, record)),
            SL_NUMBER(leg->transaction->cseq_number));
}

static struct sl_doubt doubt_after_failure(const struct sl_checker *c, const struct sl_finding *f)
{
    (void)c;
    return f->record->own->dialog->confirmed ? SL_DOUBT(REFUTED) : SL_NO_DOUBT;
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
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
        .subjects = SL_ON_DIALOG, .check = check_cseq, .doubt = doubt_cseq,
    },
    {
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
        .subjects = SL_ON_DIALOG, .check = check_after_bye,
    },
    {
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
        .subjects = SL_ON_INVITE, .check = check_reinvite_overlap, .doubt = doubt_reinvite_overlap,
    },
    {
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
        .subjects = SL_ON_INVITE, .check = check_glare, .doubt = doubt_glare,
    },
    {
        .name = "dialog_lost", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.2.2, §15.1.2",
        .summary = SL_TEXT("对端不认识已确认的对话", "The peer does not know a confirmed dialog"),
        .wording = {SL_TEXT("对话已由第{4}帧的{3}确认，第{2}帧的{0}（CSeq {1}）却得到481",
                            "the dialog was confirmed by the {3} in frame {4}, yet the {0} (CSeq {1}) in frame {2} "
                            "gets 481")},
        .meaning = SL_TEXT(
            "抓包中已经确认的对话，其中的INVITE、UPDATE、INFO或BYE得到481：对端说没有这个对话。",
            "INVITE, UPDATE, INFO or BYE within a dialog that was confirmed in the capture gets "
            "481: the other side says that it has no such dialog."),
        .unless = SL_TEXT(
            "此前BYE、408或481已结束了它，或与之相差不到T1（相碰）；SUBSCRIBE、NOTIFY、"
            "PRACK和CANCEL的481另有含义。",
            "A BYE or a 408 or 481 ended it before, or crossed within T1; SUBSCRIBE, NOTIFY, "
            "PRACK and CANCEL, whose 481 means something else."),
        .why = SL_TEXT(
            "一端还在通话，另一端已经没有这个呼叫：常见于对端重启、主备倒换、会话超时，"
            "或请求被送到了另一台服务器。",
            "One end is in a call that the other no longer knows: after a restart, a failover, a "
            "session timeout, or where the request reached another server."),
        .next = SL_TEXT(
            "先比较Call-ID和两个标签与2xx是否一致；一致的话，看请求是否送到了产生2xx的那台设备"
            "（负载均衡、Route丢失），再查它的重启和会话定时器日志。",
            "First compare Call-ID and both tags with the 2xx. If they agree, see whether the "
            "request reached the element that made the 2xx (load balancing, lost Route), then "
            "its log for restarts and session timers."),
        .subjects = SL_ON_RESPONSE, .check = check_lost, .doubt = doubt_lost,
    },
    {
        .name = "route_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.2.1.1",
        .summary = SL_TEXT("对话中的请求没有Route", "A request within a dialog has no Route"),
        .wording = {SL_TEXT("第{2}帧的{1}带有Record-Route，这个{0}却没有Route头域",
                            "the {1} in frame {2} carried Record-Route, but this {0} has no Route header field")},
        .meaning = SL_TEXT(
            "UA自己发出的对话内请求（包括对2xx的ACK）没有Route，而这一跳上抓到的2xx带有"
            "Record-Route。",
            "A request within a dialog, the ACK to a 2xx included, that the UA itself sends has "
            "no Route, although the 2xx captured on that hop carried Record-Route."),
        .unless = SL_TEXT(
            "Record-Route里的URI都是发送方自己的；没有抓到这一跳上的2xx；"
            "请求是代理服务器转发的（不止一个Via）。",
            "Every Record-Route URI is the sender's own; no 2xx was captured on that hop; a "
            "proxy passed the request on (more than one Via)."),
        .why = SL_TEXT(
            "请求绕过了要求留在路径上的代理服务器或SBC：对端在NAT或边界之后时根本到不了，"
            "代理服务器也看不到挂机，计费和会话状态出错。",
            "The request bypasses a proxy or SBC that asked to stay on the path: behind NAT or a "
            "border it does not arrive at all, and the proxy does not see the hang-up, so that "
            "charging and state go wrong."),
        .next = SL_TEXT(
            "看终端收到的2xx里Record-Route是否完整（途中有没有删去、换行解析有没有错），"
            "再看终端是否保存了路由集（Record-Route的URI缺lr参数时，有的终端会弄错），"
            "以及请求实际发往的地址能否到达。",
            "See whether the 2xx that the terminal got has all of Record-Route (dropped on the "
            "way, or folded lines misread), then whether the terminal keeps its route set (some "
            "get it wrong where a Record-Route URI lacks lr), and whether the address the "
            "request really went to can be reached."),
        .subjects = SL_ON_DIALOG | SL_ON_ACK, .check = check_route,
    },
    {
        .name = "bye_after_failure", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.3, §15", .timed = true,
        .summary = SL_TEXT("呼叫失败之后还发BYE", "A BYE follows a failed INVITE"),
        .wording = {SL_TEXT("INVITE（CSeq {3}）已在第{1}帧以{0}结束，{2}之后又以同样的标签发BYE：对话已不存在",
                            "the INVITE (CSeq {3}) ended with {0} in frame {1}, yet {2} later a BYE comes with its tags: "
                            "there is no dialog any more")},
        .meaning = SL_TEXT(
            "INVITE以非2xx结束，又来了带其标签的BYE：在ACK之后，或在最终应答之后T1或更久。"
            "对话已随失败应答一起结束，没有什么可挂断的。",
            "A BYE with the tags of an INVITE that ended with a non-2xx comes after its ACK, or "
            "T1 or more after that final response. The dialog ended with the failure, and there "
            "is nothing to hang up."),
        .unless = SL_TEXT(
            "抓到过该To标签的2xx；与最终应答相碰；没有抓到这个INVITE（可能是re-INVITE）。",
            "A 2xx with that To tag was captured; it crossed the final response; the INVITE was "
            "not captured (it may be a re-INVITE)."),
        .why = SL_TEXT(
            "BYE只会得到481，一般无害；但它说明发送方以为呼叫还在，或B2BUA两侧的状态不一致。",
            "The BYE only gets 481 and does little harm; but it shows that its sender believes "
            "in a call, or that the two sides of a B2BUA are out of step."),
        .next = SL_TEXT(
            "看失败应答是否到达了发送方（有没有ACK），或者BYE是不是该发给另一个To标签（分叉）；"
            "主叫的CANCEL与拒接相碰时最容易如此。经过B2BUA时，看另一侧的呼叫是否已接通。",
            "See whether the failure reached the sender (is there an ACK?) or the BYE was meant "
            "for another To tag (a fork); it happens most where a CANCEL meets a rejection. With "
            "a B2BUA see whether the call on its other side was answered."),
        .subjects = SL_ON_DIALOG, .check = check_after_failure, .doubt = doubt_after_failure,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_dialog = SL_RULE_GROUP(rules);
