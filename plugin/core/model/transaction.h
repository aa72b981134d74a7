/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new hop of a request: its transaction, and what it is a part of. */
#ifndef SL_TRANSACTION_H
#define SL_TRANSACTION_H

#include "model/lookup.h"

/* A new transaction with the key AT for ARRIVAL's message. */
struct sl_transaction *sl_make_transaction(struct sl_arrival *arrival, const struct sl_lookup *at);

#endif
