/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests but ACK: the transaction of each, and what it tells of the model. AT is the key of
 * ARRIVAL's message. */
#ifndef SL_FLOW_REQUEST_H
#define SL_FLOW_REQUEST_H

#include "model/lookup.h"

void sl_flow_invite(struct sl_arrival *arrival, const struct sl_lookup *at);
void sl_flow_cancel(struct sl_arrival *arrival, const struct sl_lookup *at);
void sl_flow_prack(struct sl_arrival *arrival, const struct sl_lookup *at);
void sl_flow_other(struct sl_arrival *arrival, const struct sl_lookup *at);

#endif
