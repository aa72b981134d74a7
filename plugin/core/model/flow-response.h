/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Responses: what they change on their hop. AT is the key of ARRIVAL's message. */
#ifndef SL_FLOW_RESPONSE_H
#define SL_FLOW_RESPONSE_H

#include "model/lookup.h"

void sl_flow_response(struct sl_arrival *arrival, const struct sl_lookup *at);

#endif
