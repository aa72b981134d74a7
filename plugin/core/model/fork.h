/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forks and legs: what each To tag brought, end to end and on one hop. */
#ifndef SL_FORK_H
#define SL_FORK_H

#include "model/lookup.h"

/* The fork of INVITE with that To tag (interned), made if new. */
struct sl_fork *sl_make_fork(struct sl_store *store, struct sl_invite *invite, const char *to_tag);

/* The leg of TO_TAG (interned) on TRANSACTION, made if new. */
struct sl_leg *sl_make_leg(struct sl_store *store, struct sl_transaction *transaction,
                           const char *to_tag);

/*
 * LEG has a 2xx, and ACK (or NULL) is one to it that was captured, perhaps on another path: without
 * Record-Route it goes straight to the callee. Nothing is open on this hop any more.
 */
void sl_leg_settle(struct sl_leg *leg, struct sl_record *ack);

/* ACK confirms the 2xx of FORK: so it does on every hop. */
void sl_fork_settle(struct sl_fork *fork, struct sl_record *ack);

/* The INVITE transaction nearest to the hosts of RECORD that made DIALOG (or NULL), or NULL. */
struct sl_transaction *sl_find_maker(const struct sl_record *record,
                                     const struct sl_dialog *dialog);

#endif
