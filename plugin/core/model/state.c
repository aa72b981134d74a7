/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/state.h"

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
/* clang-format on */

const struct sl_name *sl_state_name(enum sl_state state)
{
    return &state_names[state];
}
