/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction.h"

#include "capture-internal.h"
#include "doubt.h"

/*
 * We stand beside the wire and see one hop of the INVITE:
 *
 *              INVITE            1xx               2xx
 *    (none) ----------> calling ----> proceeding -------> accepted ---+
 *                          |              |                           | ACK
 *                          |              | 3xx to 6xx                v
 *                          +--------------+---------> completed ---> confirmed
 *
 * RFC 3261 §17.1.1 and §17.2.1 with the state "accepted" of RFC 6026. A listener also meets what
 * the parties do not: repeats, a message of the past, the answers of several forks. None of them
 * moves the hop back, except that a further 2xx asks for an ACK of its own (§13.2.2.4).
 */
/* clang-format off */
#define NON SL_STATE_NONE
#define CAL SL_STATE_CALLING
#define PRO SL_STATE_PROCEEDING
#define ACC SL_STATE_ACCEPTED
#define COM SL_STATE_COMPLETED
#define CON SL_STATE_CONFIRMED
#define TIM SL_STATE_TIMED_OUT
static const unsigned char next_state[SL_STATES][SL_EVENTS] = {
    /*                        INVITE 1xx  2xx  3-6xx ACK  other */
    [SL_STATE_NONE]       = { CAL,   PRO, ACC, COM,  CON, NON },
    [SL_STATE_CALLING]    = { CAL,   PRO, ACC, COM,  CAL, CAL }, /* an ACK now confirms nothing */
    [SL_STATE_PROCEEDING] = { PRO,   PRO, ACC, COM,  PRO, PRO },
    [SL_STATE_ACCEPTED]   = { ACC,   ACC, ACC, ACC,  CON, ACC }, /* a failure cannot undo a 2xx */
    [SL_STATE_COMPLETED]  = { COM,   COM, ACC, COM,  CON, COM }, /* §13.2.2.4: a 2xx always counts */
    [SL_STATE_CONFIRMED]  = { CON,   CON, ACC, CON,  CON, CON }, /* another fork's 2xx */
    [SL_STATE_TIMED_OUT]  = { TIM,   PRO, ACC, COM,  TIM, TIM }, /* late, but it came */
};
/* clang-format on */

enum sl_state sl_state_next(enum sl_state state, enum sl_event event)
{
    return (enum sl_state)next_state[state][event];
}

/* --- how it ended ---------------------------------------------------------------------------- */

static enum sl_outcome outcome_of_failure(unsigned status)
{
    switch (status) {
    case 401:
    case 407:
    case 422:
    case 428:
    case 491:
    case 494:
        return SL_OUTCOME_CHALLENGED;
    case 486:
    case 600:
        return SL_OUTCOME_BUSY;
    case 487:
        return SL_OUTCOME_CANCELLED;
    case 408:
    case 480:
        return SL_OUTCOME_NO_ANSWER;
    case 403:
    case 433:
    case 488:
    case 603:
    case 606:
    case 607:
    case 608:
        return SL_OUTCOME_REJECTED;
    default:
        return status < 400 ? SL_OUTCOME_REDIRECTED : SL_OUTCOME_FAILED;
    }
}

/*
 * Proof that no final response came in time: a wait of this transaction is over and leaves no
 * doubt. Which rules those are does not matter, nor whether the user switched them off.
 */
static bool has_timed_out(const struct sl_capture *c, const struct sl_transaction *t)
{
    if (t->final || c->clock.is_broken) {
        return false;
    }
    for (const struct sl_charge *e = t->uncertain; e; e = e->next) {
        const struct sl_finding *f = e->finding;

        if (f->rule->is_timeout && f->record->transaction == t && !f->rule->doubt(c, f)) {
            return true;
        }
    }
    return false;
}

enum sl_outcome sl_transaction_outcome(const struct sl_capture *c, const struct sl_transaction *t)
{
    if (t->success) {
        return SL_OUTCOME_ANSWERED;
    }
    if (t->final) {
        return outcome_of_failure(t->final->status);
    }
    return has_timed_out(c, t) ? SL_OUTCOME_TIMEOUT : SL_OUTCOME_PENDING;
}

enum sl_state sl_record_state(const struct sl_capture *c, const struct sl_record *record)
{
    const struct sl_transaction *t = record->transaction;

    if (t && t->last == record && has_timed_out(c, t)) {
        return SL_STATE_TIMED_OUT;
    }
    return (enum sl_state)record->state;
}

/* --- what it is worth ------------------------------------------------------------------------ */

/* What the capture does not show of T, findings in doubt apart; NULL if it shows all. */
static const struct sl_text *what_is_missing(const struct sl_capture *c,
                                             const struct sl_transaction *t)
{
    if (!t->request) {
        return &sl_doubt_starts_late;
    }
    if (!t->final || t->unacknowledged || (t->cancel && !t->cancel->final)) {
        if (c->clock.is_broken) {
            return &sl_doubt_clock;
        }
        return t->odd_ack ? &sl_doubt_odd_ack : &sl_doubt_ends_early;
    }
    return t->truncated ? &sl_doubt_truncated : NULL;
}

const struct sl_finding *sl_transaction_worst(const struct sl_capture *c,
                                              const struct sl_transaction *t)
{
    const struct sl_finding *worst = t->worst;

    if (t->worst_timed && !c->clock.is_broken && sl_finding_is_worse(c, t->worst_timed, worst)) {
        worst = t->worst_timed;
    }
    for (const struct sl_charge *e = t->uncertain; e; e = e->next) {
        if (sl_finding_is_worse(c, e->finding, worst) && sl_finding_holds(c, e->finding)) {
            worst = e->finding;
        }
    }
    return worst;
}

enum sl_verdict sl_transaction_verdict(const struct sl_capture *c, const struct sl_transaction *t,
                                       const struct sl_text **reason)
{
    const struct sl_finding *worst = sl_transaction_worst(c, t);
    const struct sl_text *doubt = NULL;
    bool is_settled = false;

    if (reason) {
        *reason = NULL;
    }
    if (worst) {
        return sl_capture_severity(c, worst->rule) == SL_SEVERITY_NOTE ? SL_VERDICT_NOTE
                                                                       : SL_VERDICT_VIOLATION;
    }
    for (const struct sl_charge *e = t->uncertain; e; e = e->next) {
        if (!doubt && e->finding->record->transaction == t) {
            doubt = e->finding->rule->doubt(c, e->finding);
            is_settled |= !doubt; /* proven, but the user does not want to hear of it */
            doubt = doubt == &sl_doubt_refuted ? NULL : doubt;
        }
    }
    if (!doubt && !is_settled) {
        doubt = what_is_missing(c, t);
    }
    if (reason) {
        *reason = doubt;
    }
    return doubt ? SL_VERDICT_INCOMPLETE : SL_VERDICT_OK;
}

/* --- times ----------------------------------------------------------------------------------- */

/* The message of T that ends SPAN, or NULL. */
static const struct sl_record *end_of(const struct sl_transaction *t, enum sl_span span)
{
    switch (span) {
    case SL_SPAN_FIRST_RESPONSE:
        return t->first_response;
    case SL_SPAN_RING:
        return t->first_ring;
    case SL_SPAN_ANSWER:
        return t->success;
    case SL_SPAN_FINAL:
        return t->final;
    case SL_SPAN_ACK:
        return t->ack;
    }
    return NULL;
}

bool sl_record_span(const struct sl_record *record, enum sl_span span, int64_t *ns)
{
    const struct sl_transaction *t = record->transaction;
    const struct sl_record *from;

    if (!t) {
        return false;
    }
    if (span == SL_SPAN_ACK) {
        from = record->confirms; /* each fork has an ACK of its own */
    } else {
        from = end_of(t, span) == record ? t->request : NULL;
    }
    /* A capture may have the two in the wrong order. */
    if (!from || sl_record_elapsed(from, record) < 0) {
        return false;
    }
    *ns = sl_record_elapsed(from, record);
    return true;
}

bool sl_transaction_span(const struct sl_transaction *t, enum sl_span span, int64_t *ns)
{
    const struct sl_record *end = end_of(t, span);

    return end && sl_record_span(end, span, ns);
}

const char *sl_span_name(enum sl_span span)
{
    static const char *const names[SL_SPANS] = {
        [SL_SPAN_FIRST_RESPONSE] = "first_response",
        [SL_SPAN_RING] = "ring",
        [SL_SPAN_ANSWER] = "answer",
        [SL_SPAN_FINAL] = "final",
        [SL_SPAN_ACK] = "ack",
    };

    return names[span];
}

/* --- names ----------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_name state_names[SL_STATES] = {
    [SL_STATE_NONE]       = {"unknown",    SL_TEXT("未知", "unknown")},
    [SL_STATE_CALLING]    = {"calling",    SL_TEXT("呼叫中", "calling")},
    [SL_STATE_PROCEEDING] = {"proceeding", SL_TEXT("处理中", "proceeding")},
    [SL_STATE_ACCEPTED]   = {"accepted",   SL_TEXT("已接受", "accepted")},
    [SL_STATE_COMPLETED]  = {"completed",  SL_TEXT("已完成", "completed")},
    [SL_STATE_CONFIRMED]  = {"confirmed",  SL_TEXT("已确认", "confirmed")},
    [SL_STATE_TIMED_OUT]  = {"timed_out",  SL_TEXT("已超时", "timed out")},
};

static const struct sl_name outcome_names[SL_OUTCOMES] = {
    [SL_OUTCOME_PENDING]    = {"pending",    SL_TEXT("未决", "pending")},
    [SL_OUTCOME_ANSWERED]   = {"answered",   SL_TEXT("已接通", "answered")},
    [SL_OUTCOME_REDIRECTED] = {"redirected", SL_TEXT("被重定向", "redirected")},
    [SL_OUTCOME_CHALLENGED] = {"challenged", SL_TEXT("须补充后重试", "challenged")},
    [SL_OUTCOME_BUSY]       = {"busy",       SL_TEXT("被叫忙", "busy")},
    [SL_OUTCOME_CANCELLED]  = {"cancelled",  SL_TEXT("已取消", "cancelled")},
    [SL_OUTCOME_NO_ANSWER]  = {"no_answer",  SL_TEXT("无人接听", "no answer")},
    [SL_OUTCOME_REJECTED]   = {"rejected",   SL_TEXT("被拒绝", "rejected")},
    [SL_OUTCOME_FAILED]     = {"failed",     SL_TEXT("失败", "failed")},
    [SL_OUTCOME_TIMEOUT]    = {"timeout",    SL_TEXT("超时", "timeout")},
};

static const struct sl_name verdict_names[SL_VERDICTS] = {
    [SL_VERDICT_OK]         = {"ok",         SL_TEXT("符合流程", "ok")},
    [SL_VERDICT_NOTE]       = {"note",       SL_TEXT("有提示", "note")},
    [SL_VERDICT_VIOLATION]  = {"violation",  SL_TEXT("违反流程", "violation")},
    [SL_VERDICT_INCOMPLETE] = {"incomplete", SL_TEXT("抓包不完整", "incomplete")},
};
/* clang-format on */

const struct sl_name *sl_state_name(enum sl_state state)
{
    return &state_names[state];
}

const struct sl_name *sl_outcome_name(enum sl_outcome outcome)
{
    return &outcome_names[outcome];
}

const struct sl_name *sl_verdict_name(enum sl_verdict verdict)
{
    return &verdict_names[verdict];
}
