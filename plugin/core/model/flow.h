/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which transaction a message belongs to, and what it changes there. */
#ifndef SL_FLOW_H
#define SL_FLOW_H

#include "model/arrival.h"

/* Finds, or makes, the place of ARRIVAL's message in the model, and notes what it tells. */
void sl_flow_learn(struct sl_arrival *arrival);

#endif
