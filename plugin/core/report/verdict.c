/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/verdict.h"

#include "rules/silence.h"
#include "rules/verdict-entry.h"

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

static const struct sl_verdict_entry *uncertain_of(const struct sl_transaction *t)
{
    return t->entries ? t->entries->uncertain : NULL;
}

/*
 * Proof that no final response came in time: a wait of this transaction is over and leaves no
 * doubt. Which rules those are does not matter, nor whether the user switched them off.
 */
static bool has_timed_out(const struct sl_capture *c, const struct sl_transaction *t)
{
    const struct sl_checker *checker = sl_capture_checker(c);

    if (t->final || checker->clock.is_broken) {
        return false;
    }
    for (const struct sl_verdict_entry *e = uncertain_of(t); e; e = e->next) {
        const struct sl_finding *f = e->finding;

        if (f->rule->is_timeout && f->record->transaction == t &&
            !sl_is_doubt(f->rule->doubt(checker, f))) {
            return true;
        }
    }
    return false;
}

/*
 * The call that T set up was ended by a fault: one of the rules that say so holds, whether the user
 * switched it off or not.
 */
static bool is_dropped(const struct sl_checker *c, const struct sl_transaction *t)
{
    for (const struct sl_verdict_entry *e = uncertain_of(t); e; e = e->next) {
        const struct sl_finding *f = e->finding;

        if (f->rule->ends_call && f->rule->ends_call(f) &&
            !(f->rule->timed && c->clock.is_broken) && !sl_is_doubt(f->rule->doubt(c, f))) {
            return true;
        }
    }
    return false;
}

enum sl_outcome sl_transaction_outcome(const struct sl_capture *c, const struct sl_transaction *t)
{
    if (t->success) {
        return is_dropped(sl_capture_checker(c), t) ? SL_OUTCOME_DROPPED : SL_OUTCOME_ANSWERED;
    }
    if (t->final) {
        return outcome_of_failure(t->final->status);
    }
    if (!has_timed_out(c, t)) {
        return SL_OUTCOME_PENDING;
    }
    return t->first_response ? SL_OUTCOME_TIMEOUT : SL_OUTCOME_UNREACHABLE;
}

enum sl_state sl_record_state(const struct sl_capture *c, const struct sl_record *record)
{
    const struct sl_transaction *t = record->transaction;

    if (t && t->last == record && has_timed_out(c, t) &&
        sl_capture_now(c) - t->request->time_ns >=
            sl_timing_64_t1_ns(sl_capture_checker(c)->timing)) {
        return SL_STATE_TIMED_OUT;
    }
    return (enum sl_state)record->state;
}

/* --- what it is worth ------------------------------------------------------------------------ */

/* The INVITE of T was not sent again although there was time: its answer was not captured. */
static bool is_response_unseen(const struct sl_checker *c, const struct sl_transaction *t)
{
    return !t->first_response && sl_is_doubt(sl_silence_doubt(c, t->request, t->expected, NULL));
}

/* A final response of T whose sender did not send it again has an ACK that was not captured. */
static bool is_ack_unseen(const struct sl_checker *c, const struct sl_transaction *t)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = t->legs; leg && n--; leg = leg->next_on_transaction) {
        if (leg->final && !leg->ack &&
            !sl_is_doubt(
                sl_silence_doubt(c, leg->final, leg->expected_ack, sl_leg_ended_by(leg)))) {
            return false;
        }
    }
    return t->unacknowledged > 0;
}

static bool is_open(const struct sl_request *request)
{
    return request && !request->final;
}

/* A BYE of the dialog that T made is not answered as yet: how the call ends is not known. */
static bool is_bye_open(const struct sl_transaction *t)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = t->legs; leg && n--; leg = leg->next_on_transaction) {
        const struct sl_dialog *dialog = leg->fork->dialog;

        if (dialog && dialog->maker == leg->fork && !dialog->bye_ok &&
            (is_open(dialog->side[0].bye) || is_open(dialog->side[1].bye))) {
            return true;
        }
    }
    return false;
}

/* What the capture does not show of T, findings in doubt apart. */
static struct sl_doubt what_is_missing(const struct sl_checker *c, const struct sl_transaction *t)
{
    if (!t->request) {
        return SL_DOUBT(STARTS_LATE);
    }
    if (!t->final || t->unacknowledged > t->settled || (t->cancel && !t->cancel->final)) {
        if (c->clock.is_broken) {
            return SL_DOUBT(CLOCK);
        }
        if (t->odd_ack) {
            return SL_DOUBT_BY(ODD_ACK, t->odd_ack);
        }
        return (t->final ? is_ack_unseen(c, t) : is_response_unseen(c, t)) ? SL_DOUBT(NOT_CAPTURED)
                                                                           : SL_DOUBT(ENDS_EARLY);
    }
    if (is_bye_open(t)) {
        return c->clock.is_broken ? SL_DOUBT(CLOCK) : SL_DOUBT(ENDS_EARLY);
    }
    return t->truncated ? SL_DOUBT(TRUNCATED) : SL_NO_DOUBT;
}

const struct sl_finding *sl_transaction_worst(const struct sl_capture *capture,
                                              const struct sl_transaction *t)
{
    const struct sl_checker *c = sl_capture_checker(capture);
    const struct sl_verdict_entries *entries = t->entries;
    const struct sl_finding *worst = entries ? entries->worst : NULL;

    if (entries && entries->worst_timed && !c->clock.is_broken &&
        sl_finding_is_worse(c, entries->worst_timed, worst)) {
        worst = entries->worst_timed;
    }
    if (entries && entries->settled && sl_finding_is_worse(c, entries->settled, worst) &&
        sl_checker_holds(c, entries->settled)) {
        worst = entries->settled;
    }
    for (const struct sl_verdict_entry *e = uncertain_of(t); e; e = e->next) {
        if (sl_finding_is_worse(c, e->finding, worst) && sl_checker_holds(c, e->finding)) {
            worst = e->finding;
        }
    }
    return worst;
}

/*
 * The doubt of FINDING, which counts for T but does not hold: none where it is refuted. *IS_PROVEN
 * is set where it is proven, but the user does not want to hear of it. A request within the dialog
 * other than INVITE has no transaction of that number: nothing else tells of it.
 */
static struct sl_doubt doubt_about(const struct sl_checker *c, const struct sl_transaction *t,
                                   const struct sl_finding *finding, bool *is_proven)
{
    struct sl_doubt doubt;

    if (finding->record->transaction && finding->record->transaction != t) {
        return SL_NO_DOUBT;
    }
    if (finding->rule->timed && c->clock.is_broken) {
        return SL_DOUBT(CLOCK);
    }
    doubt = finding->rule->doubt(c, finding);
    *is_proven |= !sl_is_doubt(doubt);
    return doubt.id == SL_DOUBT_REFUTED ? SL_NO_DOUBT : doubt;
}

/* Why it cannot be told whether T, of which no finding holds, is in order. */
static struct sl_doubt doubt_of(const struct sl_checker *c, const struct sl_transaction *t)
{
    struct sl_doubt doubt = SL_NO_DOUBT;
    bool is_proven = false;

    for (const struct sl_verdict_entry *e = uncertain_of(t); e && !sl_is_doubt(doubt);
         e = e->next) {
        doubt = doubt_about(c, t, e->finding, &is_proven);
    }
    if (!sl_is_doubt(doubt) && t->entries && t->entries->settled) {
        doubt = doubt_about(c, t, t->entries->settled, &is_proven);
    }
    return sl_is_doubt(doubt) || is_proven ? doubt : what_is_missing(c, t);
}

enum sl_verdict sl_transaction_verdict(const struct sl_capture *c, const struct sl_transaction *t,
                                       struct sl_doubt *reason)
{
    const struct sl_finding *worst = sl_transaction_worst(c, t);
    struct sl_doubt doubt = worst ? SL_NO_DOUBT : doubt_of(sl_capture_checker(c), t);

    if (reason) {
        *reason = doubt;
    }
    if (worst) {
        return sl_capture_severity(c, worst->rule) == SL_SEVERITY_NOTE ? SL_VERDICT_NOTE
                                                                       : SL_VERDICT_VIOLATION;
    }
    return sl_is_doubt(doubt) ? SL_VERDICT_INCOMPLETE : SL_VERDICT_OK;
}

/* --- names ----------------------------------------------------------------------------------- */

/* clang-format off */
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
    [SL_OUTCOME_UNREACHABLE] = {"unreachable", SL_TEXT("不可达", "unreachable")},
    [SL_OUTCOME_DROPPED]    = {"dropped",    SL_TEXT("接通后掉线", "dropped")},
};

static const struct sl_name verdict_names[SL_VERDICTS] = {
    [SL_VERDICT_OK]         = {"ok",         SL_TEXT("符合流程", "ok")},
    [SL_VERDICT_NOTE]       = {"note",       SL_TEXT("有提示", "note")},
    [SL_VERDICT_VIOLATION]  = {"violation",  SL_TEXT("违反流程", "violation")},
    [SL_VERDICT_INCOMPLETE] = {"incomplete", SL_TEXT("抓包不完整", "incomplete")},
};
/* clang-format on */

const struct sl_name *sl_outcome_name(enum sl_outcome outcome)
{
    return &outcome_names[outcome];
}

const struct sl_name *sl_verdict_name(enum sl_verdict verdict)
{
    return &verdict_names[verdict];
}
