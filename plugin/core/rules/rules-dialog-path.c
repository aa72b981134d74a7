/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about requests within a dialog: whether it exists, and the way to it (RFC 3261 §12). */
#include <string.h>

#include "model/lookup.h"
#include "rules/find.h"

/* The leg of the dialog on the hop of this message, where the INVITE's 2xx was captured. */
static const struct sl_leg *leg_of_hop(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_dialog *dialog = record->own ? record->own->dialog : NULL;
    const struct sl_fork *fork;
    const struct sl_leg *leg;

    if (record->method == SL_METHOD_ACK) {
        fork = look->arrival->ack_fit == SL_ACK_FITS ? record->leg->fork : NULL;
        if (fork && !fork->invite->to_tag) {
            return record->leg;
        }
        dialog = fork ? fork->dialog : NULL;
    }
    fork = dialog ? dialog->maker : NULL;
    if (!fork) {
        return NULL;
    }
    leg = sl_find_leg_between(fork, record->source, record->destination, SL_ANY_LEVEL);
    return leg ? leg : sl_find_leg_between(fork, record->destination, record->source, SL_ANY_LEVEL);
}

/* --- dialog_lost ------------------------------------------------------------------------------ */

/* Requests whose 481 says that the session's dialog is gone, and not something else (§12.2.2). */
static bool tells_of_session(enum sl_method method)
{
    return method == SL_METHOD_INVITE || method == SL_METHOD_UPDATE || method == SL_METHOD_INFO ||
           method == SL_METHOD_BYE;
}

static void dialog_lost_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *own = record->own;
    const struct sl_dialog *dialog = own ? own->dialog : NULL;

    if (record->status == 481 && dialog && dialog->confirmed && dialog->lost == record &&
        tells_of_session(own->method) && own->request) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_STRING(sl_method_info(own->method)->name),
                SL_NUMBER(own->cseq_number), SL_FRAME(own->request->frame),
                SL_NUMBER(dialog->confirmed->status), SL_FRAME(dialog->confirmed->frame));
    }
}

/* A BYE of SIDE ended the dialog before LOST, or crossed it by less than LIMIT_NS. */
static bool is_ended_by(const struct sl_side *side, const struct sl_record *lost, int64_t limit_ns)
{
    return side->bye && side->bye != lost->own->origin &&
           sl_record_elapsed(lost, side->bye->first) < limit_ns;
}

static struct sl_doubt dialog_lost_doubt(const struct sl_checker *c, const struct sl_finding *f)
{
    const struct sl_transaction *own = f->record->own;
    const int64_t t1_ns = c->timing->t1_ns;

    if (sl_clock_is_within(&c->clock, f->record, t1_ns)) {
        return SL_DOUBT(ENDS_EARLY); /* a BYE may cross */
    }
    for (unsigned i = 0; i < 2; i++) {
        const struct sl_side *side = &own->dialog->side[i];
        bool is_sender = side->tag == own->from_tag;

        /* A BYE of the party that answers may cross; the other's may be what it makes of the 481.
         */
        if (is_ended_by(side, f->record, is_sender ? 0 : t1_ns)) {
            return SL_DOUBT(REFUTED);
        }
        if (side->unseen_bye && sl_record_elapsed(f->record, side->unseen_bye) < t1_ns) {
            return SL_DOUBT_BY(SHOWN_LATER, side->unseen_bye);
        }
    }
    return SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule dialog_lost = {
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
    .subjects = SL_ON_RESPONSE, .check = dialog_lost_check, .doubt = dialog_lost_doubt,
};
/* clang-format on */

/* --- route_missing ---------------------------------------------------------------------------- */

/* The party that sends this request has a route set of others than itself by LEG's 2xx (§12.1). */
static bool has_route_set(const struct sl_look *look, const struct sl_leg *leg)
{
    const struct sl_message *m = look->message;
    const struct sl_transaction *t = leg->transaction;

    if (t->client != look->record->source) {
        return leg->server_needs_route;
    }
    return leg->client_needs_route && m->from_tag &&
           strcmp(m->from_tag, t->from_tag ? t->from_tag : "") == 0;
}

static bool brought_success(const struct sl_leg *leg)
{
    return leg && leg->final && sl_status_is_success(leg->final->status);
}

/* It was sent on by a proxy, which takes its own Route away (§16.4). */
static bool is_handed_on(const struct sl_message *m)
{
    return m->via_count != 1;
}

static void route_missing_check(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_leg *leg;

    if ((m->headers & SL_HEADER_ROUTE) || m->truncated || is_handed_on(m)) {
        return;
    }
    leg = leg_of_hop(look);
    if (brought_success(leg) && has_route_set(look, leg)) {
        SL_FIND_ONCE(look, NULL, SL_SINGLE_WORDING, SL_STRING(m->method_name),
                     SL_NUMBER(leg->final->status), SL_FRAME(leg->final->frame));
    }
}

/* clang-format off */
static const struct sl_rule route_missing = {
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
    .subjects = SL_ON_DIALOG | SL_ON_ACK, .check = route_missing_check,
};
/* clang-format on */

/* --- bye_after_failure ------------------------------------------------------------------------ */

static bool is_confirmed(const struct sl_record *bye)
{
    return bye->own->dialog->confirmed != NULL;
}

/* The BYE was sent before its sender had the final response of LEG. */
static bool may_cross_final(const struct sl_look *look, const struct sl_leg *leg)
{
    return !leg->ack && sl_record_elapsed(leg->final, look->record) < look->checker->timing->t1_ns;
}

static bool brought_failure(const struct sl_leg *leg)
{
    return leg && leg->final && !sl_status_is_success(leg->final->status);
}

static void bye_after_failure_check(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_leg *leg;

    if (record->method != SL_METHOD_BYE || !look->arrival->is_new || !record->own ||
        !record->own->dialog || is_confirmed(record)) {
        return;
    }
    leg = leg_of_hop(look);
    /* Without its request it may have been a re-INVITE. */
    if (brought_failure(leg) && !may_cross_final(look, leg) && leg->transaction->request) {
        SL_FIND(look, look->record, SL_SINGLE_WORDING, SL_NUMBER(leg->final->status),
                SL_FRAME(leg->final->frame), SL_DURATION(sl_record_elapsed(leg->final, record)),
                SL_NUMBER(leg->transaction->cseq_number));
    }
}

static struct sl_doubt bye_after_failure_doubt(const struct sl_checker *c,
                                               const struct sl_finding *f)
{
    (void)c;
    return is_confirmed(f->record) ? SL_DOUBT(REFUTED) : SL_NO_DOUBT;
}

/* clang-format off */
static const struct sl_rule bye_after_failure = {
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
    .subjects = SL_ON_DIALOG, .check = bye_after_failure_check, .doubt = bye_after_failure_doubt,
};
/* clang-format on */

/* --- the rules ------------------------------------------------------------------------------- */

SL_RULES(sl_rules_dialog_path, &dialog_lost, &route_missing, &bye_after_failure);
