/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Session timers (RFC 4028): the interval that the newest 2xx to INVITE or UPDATE of a dialog sets,
 * and what was captured within the dialog since. A dialog without one costs nothing.
 */
#ifndef SL_SESSION_H
#define SL_SESSION_H

#include "model/arrival.h"

/* The request of T, the first copy captured on any hop. */
void sl_session_note_request(struct sl_arrival *arrival, const struct sl_transaction *t);

/* ARRIVAL's message is a final response of T, the first on its hop. */
void sl_session_note_final(struct sl_arrival *arrival, const struct sl_transaction *t);

/*
 * True if requests within the dialog, whoever sends them, pass where RECORD was captured, a 2xx of
 * it: by IP address they must, or both parties were seen to send some.
 */
bool sl_session_is_visible(const struct sl_record *record);

#endif
