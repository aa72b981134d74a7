/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Offers and answers of session descriptions (RFC 3264), by dialog and end to end:
 *
 *     offer in                  answer in
 *     INVITE                    a response to it with a session description
 *     reliable 1xx or 2xx,      PRACK or ACK
 *       the INVITE had none
 *     UPDATE, PRACK             the final response to it
 *
 * RFC 3261 §13.2.1 makes the caller take the first session description that comes back as the
 * answer, in a reliable response or not, so that it ends the offer here as well.
 */
#ifndef SL_OFFER_H
#define SL_OFFER_H

#include "model/arrival.h"

/* ARRIVAL's message is a request of T; only the first copy captured on any hop makes an offer. */
void sl_offer_note_request(struct sl_arrival *arrival, const struct sl_transaction *t);

/* ARRIVAL's message is a response of T, within a dialog or making one. */
void sl_offer_note_response(struct sl_arrival *arrival, const struct sl_transaction *t);

/* An ACK for FORK was captured. */
void sl_offer_note_ack(const struct sl_fork *fork);

#endif
