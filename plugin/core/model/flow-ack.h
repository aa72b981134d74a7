/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ACK: which INVITE it confirms, and whether it fits. AT is the key of ARRIVAL's message. */
#ifndef SL_FLOW_ACK_H
#define SL_FLOW_ACK_H

#include "model/lookup.h"

void sl_flow_ack(struct sl_arrival *arrival, const struct sl_lookup *at);

#endif
