/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests that are sent again after a final response: what was refused, which credentials were
 * asked for, where the caller was sent. Nothing is kept for a request that was simply accepted but
 * a few digests in its transaction.
 */
#ifndef SL_RETRY_H
#define SL_RETRY_H

#include "model/arrival.h"

/*
 * How the newest of the equal requests of one sender (method, Call-ID, Request-URI, From URI) were
 * refused. FOLLOWER is the first of them since, with a higher CSeq number.
 */
struct sl_refusal {
    struct sl_record *record; /* the 401 or 407 with a challenge, 403 or 6xx; NULL: none since */
    struct sl_record *follower;
    bool has_retry_after;
    uint32_t retry_after_s;
    bool has_odd_realm; /* of a challenge: not all of its realms could be read */
    unsigned realm_count;
    const char *realm[SL_AUTHS_MAX]; /* interned */
};

/* The newest challenge of a realm to one kind of request on one hop (RFC 3261 §22.4). */
struct sl_challenge {
    const char *realm; /* interned */
    struct sl_record *record;
    unsigned nonce_count; /* one an algorithm (RFC 8760) */
    uint64_t nonce[SL_AUTHS_MAX];
    /* Answers to it that were challenged again, without stale=true, with no other in between. */
    unsigned refused;        /* how many; then … */
    const char *user;        /* … whose they were, interned … */
    struct sl_record *first; /* … and the first and the newest refusal */
    struct sl_record *newest;
};

/* Where the caller was sent by a 300, 301 or 302 to its INVITE. */
struct sl_redirection {
    struct sl_record *record;
    struct sl_record *follower; /* its next INVITE */
    bool is_readable;           /* all Contacts were read, and all are SIP or SIPS URIs */
    const char *contact;        /* the first */
    unsigned target_count;
    uint64_t target[SL_VALUES_MAX]; /* sl_uri_target of each */
};

/* True for a status after which the same request would get the same again (§21.4.4, §21.6). */
static inline bool sl_retry_is_rejection(unsigned status)
{
    return status == 403 || (status >= 600 && status < 700);
}

/* The request of T, its first copy on this hop. */
void sl_retry_note_request(struct sl_arrival *arrival, struct sl_transaction *t);

/* ARRIVAL's message is the final response of T, the first on its hop. */
void sl_retry_note_final(struct sl_arrival *arrival, struct sl_transaction *t);

#endif
