/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A message that has just arrived, and what the model notices while it finds the place of it: what
 * there is to judge, without judging it. It lasts until the next message.
 */
#ifndef SL_ARRIVAL_H
#define SL_ARRIVAL_H

#include "model/store.h"

/* How an ACK fits the INVITE that it confirms. */
enum sl_ack_fit {
    SL_ACK_UNPLACED,  /* no captured INVITE it could confirm */
    SL_ACK_FITS,      /* confirms a final response of its To tag */
    SL_ACK_OTHER_HOP, /* its INVITE was captured, but not between these hosts */
    SL_ACK_NO_FINAL,  /* its INVITE has no final response on this hop */
    SL_ACK_TO_TAG,    /* final responses of this hop all have another To tag */
    SL_ACK_BRANCH,    /* confirms a non-2xx, yet no INVITE of this hop has its branch */
    SL_ACK_CSEQ       /* the INVITE that waits for it has another CSeq number */
};

/* What the sender of a 100 has from the next hop's 100 (RFC 3261 §16.7 step 5). */
enum sl_handed_on {
    SL_HANDED_ON_NOTHING,
    SL_HANDED_ON_TO_TAG,
    SL_HANDED_ON_CONTACT,
    SL_HANDED_ON_SERVER
};

struct sl_arrival {
    struct sl_store *store;
    const struct sl_message *message;
    struct sl_record *record;
    const char *from_tag, *to_tag; /* of the message, interned; NULL without a Call-ID */
    enum sl_ack_fit ack_fit;       /* of an ACK */
    bool ack_has_branch_of_invite; /* of an ACK */
    bool ack_comes_from_server;    /* of an ACK: sent by the receiver of the INVITE */
    struct sl_via *via;            /* NULL without a Via */
    bool has_odd_via;              /* of a response: its top Via is not that of what it answers */
    bool is_new;                   /* of a request: no copy of it was captured on any hop before */
    struct sl_fork *ack_fork;      /* of an ACK: the fork that it is for, or NULL */
    struct sl_record
        *earlier_offer;          /* of a request with an offer: its sender's open one, or NULL */
    struct sl_record *sequel_of; /* of a request: that with the highest CSeq number before it … */
    uint32_t sequel_of_number;   /* … on its hop, and that number */
    struct sl_record *skipped_by;    /* of a request: what skipped its number there, or NULL */
    struct sl_record *previous_rseq; /* of a reliable 1xx: the one with the RSeq before, or NULL */
    uint32_t previous_rseq_number;
    struct sl_fork *rack_fork; /* of a PRACK that fits nothing: the fork it must be about */
    /* Of a request: what the sender was told when it sent the like before; NULL if nothing. */
    struct sl_refusal *refusal;
    struct sl_redirection *redirection;
    struct sl_challenge *challenge;   /* of a response: a challenge whose answer it refuses */
    struct sl_sender_hop *sender_hop; /* of a CANCEL that agrees with no INVITE pending there */
    enum sl_handed_on handed_on;      /* of a 100: what in it only the next hop's can have put in */
};

#endif
