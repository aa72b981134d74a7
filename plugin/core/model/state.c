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
static const unsigned char next_state[SL_STATE_TIMED_OUT][SL_EVENTS] = {
    /*                        INVITE 1xx  2xx  3-6xx ACK
     * The INVITE was not captured, or not yet: what comes shows how far it got. */
    [SL_STATE_NONE]       = { CAL,   PRO, ACC, COM,  CON },
    /* An ACK that comes before any final response confirms nothing (§13.2.2.4, §17.1.1.3). */
    [SL_STATE_CALLING]    = { CAL,   PRO, ACC, COM,  CAL },
    [SL_STATE_PROCEEDING] = { PRO,   PRO, ACC, COM,  PRO },
    /* Another fork may ring on, or fail: a failure cannot undo a 2xx (§16.7 step 5). */
    [SL_STATE_ACCEPTED]   = { ACC,   ACC, ACC, ACC,  CON },
    /* A late 1xx changes nothing (§17.1.1.2), but a 2xx always counts (§13.2.2.4). */
    [SL_STATE_COMPLETED]  = { COM,   COM, ACC, COM,  CON },
    /* The 2xx of another fork asks for an ACK of its own (§13.2.2.4); nothing else does. */
    [SL_STATE_CONFIRMED]  = { CON,   CON, ACC, CON,  CON },
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
