/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The states of an INVITE transaction on one hop. */
#ifndef SL_STATE_H
#define SL_STATE_H

#include "base/text.h"
#include "model/model.h"

/* What a message does to an INVITE transaction; CANCEL and PRACK do nothing. */
enum sl_event {
    SL_EVENT_INVITE,
    SL_EVENT_PROVISIONAL, /* 1xx */
    SL_EVENT_SUCCESS,     /* 2xx */
    SL_EVENT_FAILURE,     /* 3xx to 6xx */
    SL_EVENT_ACK,
    SL_EVENTS
};

/* The state after EVENT in STATE, which is not SL_STATE_TIMED_OUT: every pair has an answer. */
enum sl_state sl_state_next(enum sl_state state, enum sl_event event);

/* "calling" … for filters and reports, and in words. */
const struct sl_name *sl_state_name(enum sl_state state);
#define SL_STATES (SL_STATE_TIMED_OUT + 1)

#endif
