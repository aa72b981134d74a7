/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reliable provisional responses and their PRACKs (RFC 3262), by fork and RSeq. They are end to
 * end: a PRACK on any hop confirms the response on all of them.
 */
#ifndef SL_RELIABLE_H
#define SL_RELIABLE_H

#include "model/arrival.h"

/* ARRIVAL's message is a 101 to 199 of LEG: if it is reliable, it is remembered. */
void sl_reliable_note(struct sl_arrival *arrival, struct sl_leg *leg);

/*
 * ARRIVAL's message is a PRACK, OWN its transaction; FORK is what its RAck and tags name, NULL if
 * nothing captured. Sets what it confirms, or the fork that it must be about, in ARRIVAL.
 */
void sl_reliable_note_prack(struct sl_arrival *arrival, struct sl_transaction *own,
                            struct sl_fork *fork);

/* ARRIVAL's message answers a PRACK that was not captured. */
void sl_reliable_note_unseen_prack(struct sl_arrival *arrival);

/* The reliable provisional response of FORK with that RSeq, or NULL. */
struct sl_reliable *sl_reliable_find(const struct sl_fork *fork, uint32_t rseq);

/*
 * The fork of INVITE that ARRIVAL's message, a PRACK whose RAck names INVITE, is for, made if new.
 * NULL where INVITE ended before that dialog, which is a later one's: it was challenged, say.
 */
struct sl_fork *sl_reliable_fork_of_prack(struct sl_arrival *arrival, struct sl_invite *invite);

#endif
