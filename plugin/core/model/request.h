/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests other than INVITE, end to end: what shows that one was answered. */
#ifndef SL_REQUEST_H
#define SL_REQUEST_H

#include "model/arrival.h"

/* The request of T, the first copy captured on any hop, may show that the one before was answered.
 */
void sl_request_note_next(struct sl_arrival *arrival, const struct sl_transaction *t);

/* T has just got its final response. */
void sl_request_note_final(const struct sl_transaction *t);

#endif
