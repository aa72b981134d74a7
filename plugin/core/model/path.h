/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which hosts requests within a dialog must pass, by address: names prove nothing. */
#ifndef SL_PATH_H
#define SL_PATH_H

#include "model/model.h"

/*
 * Whether an ACK or PRACK to LEG, which brought M (a response with Contact), must pass the hosts of
 * its hop: the caller is the one whose INVITE has one Via, the callee is the Contact, a proxy that
 * stays on the path is in Record-Route (§12.1.2, §16.6 step 4). Names prove nothing, only addresses
 * do.
 */
void sl_leg_note_path(struct sl_leg *leg, const struct sl_message *m);

/*
 * M is the 2xx of LEG: a host of this hop that is a party itself (one Via, or the Contact) must use
 * the route set that M gives it (§12.1.2, §12.2.1.1).
 */
void sl_leg_note_route_set(struct sl_leg *leg, const struct sl_message *m);

/* True if one of the hops of FORK that were captured lies on the path of the dialog, by address. */
bool sl_fork_has_hop_on_path(const struct sl_fork *fork);

#endif
