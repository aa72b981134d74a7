/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding and making the parts of the model: by their keys, each in constant time. */
#ifndef SL_LOOKUP_H
#define SL_LOOKUP_H

#include <string.h>

#include "model/arrival.h"
#include "model/keys.h"

/* In place of a level: whatever the number of Vias. */
#define SL_ANY_LEVEL 0

static inline bool sl_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Where a transaction is looked for: a message's own key, with the method it is about. */
struct sl_lookup {
    struct sl_via *via;
    struct sl_call *call;
    uint32_t cseq_number;
    enum sl_method method;
    struct sl_host *client, *server;
};

/* --- place.store: finding and making -------------------------------------------------------------
 */

/* AT as a key of KIND (of a transaction), made in KEY. */
const struct sl_key *sl_lookup_key(enum sl_index_kind kind, const struct sl_lookup *at,
                                   struct sl_key *key);

/* What KEY leads to; made of SIZE zeroed bytes, which lead nowhere yet, if there is nothing. */
void *sl_get_or_make(struct sl_call *call, const struct sl_key *key, size_t size);

/* The top Via of MESSAGE as a key, made if new; NULL without one. */
struct sl_via *sl_find_via(struct sl_store *store, const struct sl_message *message);

/* True if A and B have one branch, one sent-by; or are one but for capitals in the branch (§7.3.1).
 */
bool sl_via_has_same_branch(const struct sl_via *a, const struct sl_via *b);
bool sl_via_has_same_sent_by(const struct sl_via *a, const struct sl_via *b);
bool sl_via_is_same_spelt_otherwise(const struct sl_via *a, const struct sl_via *b);

/* The transaction with the key AT, or NULL. */
struct sl_transaction *sl_find_transaction(const struct sl_lookup *at);

/*
 * A response with the key AT whose request was not captured, or not yet: captures from several
 * links are not always in order. Finding gives it, or NULL.
 */
void sl_note_early_response(const struct sl_lookup *at, struct sl_record *response);
struct sl_record *sl_find_early_response(const struct sl_lookup *at);

/* The INVITE with that From tag (interned) and CSeq number, or NULL. */
struct sl_invite *sl_find_invite(const struct sl_call *call, const char *from_tag,
                                 uint32_t cseq_number);

/* The newest transaction of INVITE between these hosts with LEVEL Vias, or NULL. */
struct sl_transaction *sl_find_hop(const struct sl_invite *invite, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level);

/* The fork of INVITE with that To tag (interned), or NULL. */
struct sl_fork *sl_find_fork(const struct sl_invite *invite, const char *to_tag);

/* The leg of FORK between these hosts, whichever of them sends; else NULL. */
struct sl_leg *sl_find_leg_between(const struct sl_fork *fork, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level);

/*
 * The leg of FORK on the hop of REQUEST, which has LEVEL Vias. Several hops on one address are told
 * apart by ports. NULL if there is none.
 */
struct sl_leg *sl_find_leg_of_hop(const struct sl_fork *fork, const struct sl_record *request,
                                  unsigned level);

/* The leg of TO_TAG (interned) on TRANSACTION, or NULL. */
struct sl_leg *sl_find_leg(const struct sl_transaction *transaction, const char *to_tag);

#endif
