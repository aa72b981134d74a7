/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests within a dialog (RFC 3261 §12.2, §14, §15). */
#include "dialog.h"
#include "doubt.h"
#include "flow.h"

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
    return sl_record_elapsed(before, look->record) >= 64 * look->capture->settings.t1_ns;
}

static void check_cseq(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_record *before = look->sequel_of;

    if (!before || record->own->cseq_number > look->sequel_of_number ||
        record->own->via == before->own->via ||
        sl_record_elapsed(before, record) < look->capture->settings.duplicate_ns ||
        is_failover(look, before) || !sl_look_is_first_of_fault(look, NULL)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(look->message->method_name),
            SL_NUMBER(record->own->cseq_number), SL_NUMBER(look->sequel_of_number),
            SL_FRAME(before->frame));
}

/* --- request_after_bye ----------------------------------------------------------------------- */

static void check_after_bye(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_dialog *dialog = record->own ? record->own->dialog : NULL;

    if (!dialog || !look->is_new || !dialog->bye_ok ||
        (record->method != SL_METHOD_INVITE && record->method != SL_METHOD_UPDATE &&
         record->method != SL_METHOD_INFO && record->method != SL_METHOD_PRACK) ||
        sl_record_elapsed(dialog->bye_ok, record) < look->capture->settings.t1_ns) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_STRING(look->message->method_name),
            SL_NUMBER(dialog->bye_ok->status), SL_FRAME(dialog->bye_ok->frame),
            SL_DURATION(sl_record_elapsed(dialog->bye_ok, record)));
}

/* --- reinvite_overlap, reinvite_glare -------------------------------------------------------- */

/* True if INVITE has no final response at the time of RECORD, as far as was captured. */
static bool is_pending(const struct sl_capture *c, const struct sl_invite *invite,
                       const struct sl_record *record)
{
    if (!invite->first || invite->final || invite->ack) {
        return false;
    }
    return invite->newest_hop->first_response
               ? sl_record_elapsed(invite->newest_hop->last, record) < c->settings.timer_c_ns
               : sl_record_elapsed(invite->first, record) < 64 * c->settings.t1_ns;
}

/* The transaction of an INVITE within a dialog whose first copy LOOK has; else NULL. */
static const struct sl_transaction *new_reinvite(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->own;

    return t && t->dialog && look->is_new ? t : NULL;
}

static void check_reinvite_overlap(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *previous = t ? t->invite->previous : NULL;

    if (!previous || !is_pending(look->capture, previous, look->record)) {
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

static const struct sl_text *doubt_reinvite_overlap(const struct sl_capture *c,
                                                    const struct sl_finding *f)
{
    const struct sl_invite *previous = f->record->own->invite->previous;

    (void)c;
    if (!f->record->source->addressed) {
        return &sl_doubt_one_direction;
    }
    /* Its final response, captured later, proves that it was pending; else that may be lost. */
    return previous->final ? NULL : previous->ack ? &sl_doubt_shown_later : &sl_doubt_ends_early;
}

static void check_glare(const struct sl_look *look)
{
    const struct sl_transaction *t = new_reinvite(look);
    const struct sl_invite *other = t ? sl_dialog_other_side(t->dialog, t->from_tag)->invite : NULL;

    if (other && other->dialog == t->dialog && is_pending(look->capture, other, look->record)) {
        SL_FIND(look, look->record, 0, SL_NUMBER(t->cseq_number), SL_NUMBER(other->cseq_number),
                SL_FRAME(other->first->frame))
            ->other = other->first;
    }
}

static const struct sl_text *doubt_glare(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_record *own = f->record->own->invite->final;
    const struct sl_record *other = f->other->own->invite->final;

    (void)c;
    if ((own && own->status == 491) || (other && other->status == 491)) {
        return &sl_doubt_refuted;
    }
    return own && other ? NULL : &sl_doubt_ends_early;
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

static const struct sl_text *doubt_lost(const struct sl_capture *c, const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;

    for (unsigned i = 0; i < 2; i++) {
        const struct sl_side *side = &own->dialog->side[i];
        /* A BYE of the party that answers may cross; the other's may be what it makes of the 481.
         */
        int64_t limit = side->tag == own->from_tag ? 0 : c->settings.t1_ns;

        if (side->bye && side->bye != own->origin &&
            sl_record_elapsed(f->record, side->bye->first) < limit) {
            return &sl_doubt_refuted;
        }
    }
    return NULL;
}

/* --- route_missing --------------------------------------------------------------------------- */

/* The leg of the dialog on the hop of this message, where the INVITE's 2xx was captured. */
static const struct sl_leg *leg_of_hop(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_fork *fork;
    const struct sl_leg *leg;

    if (record->method == SL_METHOD_ACK) {
        fork = look->ack_fit == SL_ACK_FITS ? record->leg->fork : NULL;
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
    leg =
        sl_find_leg_between(look->capture, fork, record->source, record->destination, SL_ANY_LEVEL);
    return leg ? leg
               : sl_find_leg_between(look->capture, fork, record->destination, record->source,
                                     SL_ANY_LEVEL);
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
        !sl_look_is_first_of_fault(look, NULL)) {
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

    if (record->method != SL_METHOD_BYE || !look->is_new || !record->own || !record->own->dialog ||
        record->own->dialog->confirmed || !(leg = leg_of_hop(look)) || !leg->final ||
        sl_status_is_success(leg->final->status) ||
        (!leg->ack && sl_record_elapsed(leg->final, record) < look->capture->settings.t1_ns)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(leg->final->status), SL_FRAME(leg->final->frame),
            SL_DURATION(sl_record_elapsed(leg->final, record)),
            SL_NUMBER(leg->transaction->cseq_number));
}

static const struct sl_text *doubt_after_failure(const struct sl_capture *c,
                                                 const struct sl_finding *f)
{
    (void)c;
    return f->record->own->dialog->confirmed ? &sl_doubt_refuted : NULL;
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
        .meaning = SL_TEXT("在对话中，每一方的新请求的CSeq序号都要比它之前的大。",
                           "Within a dialog the CSeq number of each new request is above those its sender used before."),
        .unless = SL_TEXT("ACK、CANCEL；重发；503、超时之后或换地址重试的同一请求；两个请求相隔小于重复判定窗口（乱序）。",
                          "ACK, CANCEL; a repeat; the same request tried again after a 503 or a timeout or at another "
                          "address; two requests less than the duplicate window apart (reordered)."),
        .why = SL_TEXT("对端以500拒绝它，挂断、保持或更新都不起作用。",
                       "The peer rejects it with 500, so that hanging up, holding or updating does not work."),
        .next = SL_TEXT("查发送方（常见于B2BUA和双机切换之后）如何计数，是否两个进程共用一个对话。",
                        "Check how the sender counts (often a B2BUA, or after a fail-over), and whether two processes "
                        "share one dialog."),
        .subjects = SL_ON_DIALOG, .check = check_cseq,
    },
    {
        .name = "request_after_bye", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §15", .timed = true,
        .summary = SL_TEXT("BYE之后还有请求", "A request follows the BYE"),
        .wording = {SL_TEXT("BYE在第{2}帧得到{1}，{3}之后同一对话中又发{0}",
                            "the BYE got {1} in frame {2}, yet {3} later a new {0} is sent in the dialog")},
        .meaning = SL_TEXT("BYE得到2xx之后，对话已经结束，不应再有新的INVITE、UPDATE、INFO或PRACK。",
                           "Once a BYE has its 2xx the dialog is over: no new INVITE, UPDATE, INFO or PRACK belongs to it."),
        .unless = SL_TEXT("发送方还不可能知道BYE时发出的；REFER、SUBSCRIBE、NOTIFY、OPTIONS、MESSAGE（对话的其他用途）。",
                          "One sent before its sender could know of the BYE; REFER, SUBSCRIBE, NOTIFY, OPTIONS, MESSAGE "
                          "(other usages of the dialog)."),
        .why = SL_TEXT("一方以为呼叫还在：残留的呼叫、错误的时长和话单。",
                       "One party believes that the call goes on: a stale call, wrong durations and charging."),
        .next = SL_TEXT("看BYE有没有到达发送方那一侧；查B2BUA是否把挂断传到两侧。",
                        "See whether the BYE reached the sender's side; check that a B2BUA hangs up both sides."),
        .subjects = SL_ON_DIALOG, .check = check_after_bye,
    },
    {
        .name = "reinvite_overlap", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §14.1",
        .summary = SL_TEXT("前一个INVITE未决就发re-INVITE", "A re-INVITE while the last one is pending"),
        .wording = {SL_TEXT("这个re-INVITE（CSeq {0}）发出时，同一方{3}之前第{2}帧的INVITE（CSeq {1}）还没有最终应答",
                            "this re-INVITE (CSeq {0}) is sent while the sender's own INVITE (CSeq {1}) in frame {2}, "
                            "{3} before, has no final response")},
        .meaning = SL_TEXT("一方在对话中的INVITE事务结束之前，不得再发INVITE。",
                           "A party must not send an INVITE within a dialog while its own earlier one is in progress."),
        .unless = SL_TEXT("前一个已有ACK，或在另一跳上得到应答，或已超时（64*T1），或者是同一请求换地址重试。",
                          "The earlier one got an ACK, was answered on another hop, timed out (64*T1), or is the same "
                          "request tried at another address."),
        .why = SL_TEXT("对端以500（带Retry-After）拒绝它，媒体状态可能不一致。",
                       "The peer rejects it with 500 and Retry-After; the media state may become inconsistent."),
        .next = SL_TEXT("看前一个INVITE为什么没有最终应答；查B2BUA或应用服务器是否两路触发re-INVITE。",
                        "See why the earlier INVITE has no final response; check whether a B2BUA or application server "
                        "triggers re-INVITEs from two places."),
        .subjects = SL_ON_INVITE, .check = check_reinvite_overlap, .doubt = doubt_reinvite_overlap,
    },
    {
        .name = "reinvite_glare", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §14.1, §14.2",
        .summary = SL_TEXT("双方的re-INVITE相撞而无491", "re-INVITEs of both parties meet without 491"),
        .wording = {SL_TEXT("这个re-INVITE（CSeq {0}）与对方第{2}帧的INVITE（CSeq {1}）同时未决，却都没有得到491",
                            "this re-INVITE (CSeq {0}) and the other party's INVITE (CSeq {1}) in frame {2} are pending "
                            "at once, and neither gets 491")},
        .meaning = SL_TEXT("双方同时发re-INVITE时，收到对方INVITE的一方应以491拒绝它，随后各自随机等待再试。",
                           "If both parties send re-INVITE at once, each must refuse the other's with 491; they then try "
                           "again after a random time."),
        .unless = SL_TEXT("其中一个得到了491。", "One of them got 491."),
        .why = SL_TEXT("双方对哪一份媒体描述有效的理解可能不同，出现单通或保持状态错误。",
                       "The parties may disagree on which session description holds: one-way audio, wrong hold state."),
        .next = SL_TEXT("看中间的B2BUA是否各自回答了两个INVITE，两侧的媒体描述是否一致。",
                        "See whether a B2BUA answered both INVITEs by itself, and whether both sides' media agree."),
        .subjects = SL_ON_INVITE, .check = check_glare, .doubt = doubt_glare,
    },
    {
        .name = "dialog_lost", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.2.2, §15.1.2",
        .summary = SL_TEXT("对端不认识已确认的对话", "The peer does not know a confirmed dialog"),
        .wording = {SL_TEXT("对话已由第{4}帧的{3}确认，第{2}帧的{0}（CSeq {1}）却得到481",
                            "the dialog was confirmed by the {3} in frame {4}, yet the {0} (CSeq {1}) in frame {2} "
                            "gets 481")},
        .meaning = SL_TEXT("已确认的对话中的INVITE、UPDATE、INFO或BYE得到481，说明对端没有这个对话。",
                           "An INVITE, UPDATE, INFO or BYE within a confirmed dialog gets 481: the peer has no such dialog."),
        .unless = SL_TEXT("之前已有BYE，或408/481结束了它，或者在T1内相撞；SUBSCRIBE、NOTIFY、PRACK、CANCEL。",
                          "A BYE or a 408/481 ended it before, or crossed within T1; SUBSCRIBE, NOTIFY, PRACK, CANCEL."),
        .why = SL_TEXT("对端重启、切换或者清除了呼叫：媒体可能还在，话单和挂断却对不上。",
                       "The peer restarted, failed over or dropped the call: media may go on, but hanging up and charging "
                       "no longer match."),
        .next = SL_TEXT("比较请求和2xx里的标签、Call-ID；看对端是否重启、会话定时器是否到期、负载均衡是否换了节点。",
                        "Compare tags and Call-ID with those of the 2xx; see whether the peer restarted, a session timer "
                        "ran out, or a load balancer chose another node."),
        .subjects = SL_ON_RESPONSE, .check = check_lost, .doubt = doubt_lost,
    },
    {
        .name = "route_missing", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.2.1.1",
        .summary = SL_TEXT("对话中的请求没有Route", "A request within a dialog has no Route"),
        .wording = {SL_TEXT("第{2}帧的{1}带有Record-Route，这个{0}却没有Route头域",
                            "the {1} in frame {2} carried Record-Route, but this {0} has no Route header field")},
        .meaning = SL_TEXT("2xx带有Record-Route时，双方在对话中的请求都要带Route，沿同一路径走。",
                           "If the 2xx carries Record-Route, requests of both parties within the dialog carry Route."),
        .unless = SL_TEXT("Record-Route里都是发送方自己的地址；这一跳上没有抓到2xx；请求由代理转发（多个Via）。",
                          "Every Record-Route URI is the sender's own; no 2xx was captured on that hop; a proxy passed the "
                          "request on (several Vias)."),
        .why = SL_TEXT("请求绕过代理或SBC：计费、NAT穿越和媒体控制失效，常被防火墙丢弃。",
                       "The request bypasses proxies or SBCs: charging, NAT traversal and media control fail, and firewalls "
                       "often drop it."),
        .next = SL_TEXT("查发送方是否保存了路由集；Record-Route缺lr参数时，一些终端会出错。",
                        "Check whether the sender keeps the route set; without the lr parameter some terminals get it wrong."),
        .subjects = SL_ON_DIALOG | SL_ON_ACK, .check = check_route,
    },
    {
        .name = "bye_after_failure", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_DIALOG,
        .reference = "RFC 3261 §12.3, §15", .timed = true,
        .summary = SL_TEXT("呼叫失败之后还发BYE", "A BYE follows a failed INVITE"),
        .wording = {SL_TEXT("INVITE（CSeq {3}）已在第{1}帧以{0}结束，{2}之后又以同样的标签发BYE：对话已不存在",
                            "the INVITE (CSeq {3}) ended with {0} in frame {1}, yet {2} later a BYE comes with its tags: "
                            "there is no dialog any more")},
        .meaning = SL_TEXT("非2xx的最终应答结束了早期对话，此后不应再有BYE。",
                           "A non-2xx final response ends the early dialog; no BYE belongs to it afterwards."),
        .unless = SL_TEXT("抓到了带该To标签的2xx；BYE与最终应答相撞。",
                          "A 2xx with that To tag was captured; the BYE crossed the final response."),
        .why = SL_TEXT("说明发送方的呼叫状态错乱，对端会以481应答。",
                       "The sender's call state is wrong; the peer answers with 481."),
        .next = SL_TEXT("查发送方的状态机，尤其是CANCEL与拒绝同时发生的情形。",
                        "Check the sender's state machine, above all where CANCEL and rejection meet."),
        .subjects = SL_ON_DIALOG, .check = check_after_failure, .doubt = doubt_after_failure,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_dialog = SL_RULE_GROUP(rules);
