/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that place a message in the model (flow*.c, place.c) share. */
#ifndef SL_FLOW_H
#define SL_FLOW_H

#include <string.h>

#include "capture-internal.h"

/* How many of the newest of a list are looked through one by one, where no index leads to them. */
#define SL_LOOK_BACK 16

/* In place of a level: whatever the number of Vias. */
#define SL_ANY_LEVEL 0

static inline bool sl_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Where a transaction is looked for: a message's own key, with the method it is about. */
struct sl_place {
    struct sl_via *via;
    struct sl_call *call;
    uint32_t cseq_number;
    enum sl_method method;
    struct sl_host *client, *server;
};

/* --- place.c: finding and making ------------------------------------------------------------- */

/* What KEY leads to; made of SIZE zeroed bytes, which lead nowhere yet, if there is nothing. */
void *sl_get_or_make(struct sl_call *call, const struct sl_key *key, size_t size);

/* The top Via of MESSAGE as a key, made if new; NULL without one. */
struct sl_via *sl_find_via(struct sl_capture *capture, const struct sl_message *message);

/* The transaction at PLACE, or NULL. */
struct sl_transaction *sl_find_transaction(const struct sl_place *place);

/*
 * A response at PLACE whose request was not captured, or not yet: captures from several links are
 * not always in order. Finding gives it, or NULL.
 */
void sl_note_early_response(const struct sl_place *place, struct sl_record *response);
struct sl_record *sl_find_early_response(const struct sl_place *place);

/* A new transaction at PLACE for LOOK's message. */
struct sl_transaction *sl_make_transaction(struct sl_look *look, const struct sl_place *place);

/* The INVITE with that From tag (interned) and CSeq number, or NULL. */
struct sl_invite *sl_find_invite(const struct sl_call *call, const char *from_tag,
                                 uint32_t cseq_number);

/* The newest transaction of INVITE between these hosts with LEVEL Vias, or NULL. */
struct sl_transaction *sl_find_hop(const struct sl_invite *invite, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level);

/* The fork of INVITE with that To tag (interned), or NULL. */
struct sl_fork *sl_find_fork(const struct sl_invite *invite, const char *to_tag);

/* The same, made if new. */
struct sl_fork *sl_make_fork(struct sl_capture *capture, struct sl_invite *invite,
                             const char *to_tag);

/* The leg of FORK between these hosts, whichever of them sends; else NULL. */
struct sl_leg *sl_find_leg_between(const struct sl_fork *fork, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level);

/* The leg of TO_TAG (interned) on TRANSACTION, or NULL. */
struct sl_leg *sl_find_leg(const struct sl_transaction *transaction, const char *to_tag);

/* The same, made if new. */
struct sl_leg *sl_make_leg(struct sl_capture *capture, struct sl_transaction *transaction,
                           const char *to_tag);

/* The INVITE transaction nearest to the hosts of RECORD that made DIALOG (or NULL), or NULL. */
struct sl_transaction *sl_find_maker(const struct sl_record *record,
                                     const struct sl_dialog *dialog);

/* --- flow-request.c, flow-ack.c, flow-response.c: one message --------------------------------- */

/*
 * Whether an ACK or PRACK to LEG, which brought M (a response with Contact), must pass the hosts of
 * its hop: the caller is the one whose INVITE has one Via, the callee is the Contact, a proxy that
 * stays on the path is in Record-Route (§12.1.2, §16.6 step 4). Names prove nothing, only addresses
 * do.
 */
void sl_leg_note_path(struct sl_leg *leg, const struct sl_message *m);

void sl_flow_invite(struct sl_look *look, const struct sl_place *place);
void sl_flow_ack(struct sl_look *look, const struct sl_place *place);
void sl_flow_cancel(struct sl_look *look, const struct sl_place *place);
void sl_flow_prack(struct sl_look *look, const struct sl_place *place);
void sl_flow_other(struct sl_look *look, const struct sl_place *place);
void sl_flow_response(struct sl_look *look, const struct sl_place *place);

#endif
