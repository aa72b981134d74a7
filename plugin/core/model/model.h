/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the checker remembers of a capture.
 *
 *   call            one Call-ID
 *    +- invite      one INVITE as its sender made it: From tag and CSeq number, however many hops
 *    |   +- fork    one To tag that answered it (RFC 3261 §12.1: an early or confirmed dialog)
 *    |   |   +- reliable  one of its reliable provisional responses (RFC 3262), and its PRACK
 *    |   +- transaction   the INVITE on one hop: Via branch and the pair of hosts
 *    |       +- leg       what came back with one To tag on that hop
 *    +- request     any other request as its sender made it
 *    |   +- transaction   the same on one hop; CANCEL and PRACK name their INVITE's
 *    +- dialog      two tags: who may send what next
 *
 *   record          one SIP message of the capture, in frame order; it belongs to a call, and to an
 *                   INVITE transaction if it is part of one
 *
 * We are a listener somewhere on the path. We see what the capture shows: a part of the hops, some
 * messages twice, a late start, an early end. All of this is owned by the capture's arena and lives
 * until the capture is freed; pointers to it never change.
 */
#ifndef SL_MODEL_H
#define SL_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/index.h"
#include "sip/message.h"

/* The other end of every message: an IP address. Ports do not make a host (RFC 3261 §18.2.2). */
struct sl_host {
    struct sl_address address;
    const char *text;     /* the address as written in a URI, without brackets */
    bool addressed;       /* a SIP message that went to it was captured */
    uint32_t cut_frame;   /* the newest that the snap length cut beyond recognition, or 0 */
    bool server_is_known; /* a response that it made itself was seen … */
    const char *server;   /* … with this Server header; NULL if it had none */
    bool makes_responses; /* it was seen to answer by itself: no stateless proxy (§16.11) */
};

struct sl_call {
    uint32_t number; /* from 1, in capture order */
    const char *id;
    bool cancel_or_bye;       /* a CANCEL or BYE of the call was captured, on any hop */
    struct sl_record *first;  /* the first message captured */
    struct sl_index index;    /* everything in it that is found by pointers and numbers */
    struct sl_table texts;    /* its tags, realms and user names, each once: they are "interned" */
    struct sl_table copies;   /* of struct sl_record: first copies, by digest */
    struct sl_request *asked; /* the newest request other than INVITE, ACK and CANCEL */
};

/* A top Via as a key: branch and sent-by (RFC 3261 §17.1.3, §17.2.3). */
struct sl_via {
    const char *key;                     /* branch, line feed, sent-by … */
    bool has_cookie;                     /* the branch begins with z9hG4bK (§8.1.1.7) */
    struct sl_transaction *transactions; /* newest first, by next_on_via */
    unsigned transaction_count;
};

/* An INVITE as its sender made it, seen on one hop or on several. */
struct sl_invite {
    struct sl_call *call;
    const char *from_tag; /* interned, or NULL */
    uint32_t cseq_number;
    const char *to_tag;          /* of the request, interned: a re-INVITE has one */
    struct sl_record *final;     /* the first final response captured on any hop */
    struct sl_record *cancel;    /* the first CANCEL captured on any hop */
    struct sl_record *ack;       /* the first ACK captured on any hop */
    struct sl_record *early_ack; /* the first before any final response, on any hop */
    struct sl_record *prack;     /* the first PRACK captured on any hop */
    /* The first other request of its dialogs: it shows that an answer existed. */
    struct sl_record *use_of_dialog;
    /* The first that only an accepted INVITE allows: it shows that a 2xx existed. */
    struct sl_record *use_of_session;
    struct sl_transaction *newest_hop;
    struct sl_record *first;    /* the first copy captured, on any hop */
    struct sl_dialog *dialog;   /* of a re-INVITE, else NULL */
    struct sl_invite *previous; /* of a re-INVITE: its sender's earlier one in the dialog */
    uint8_t body;               /* enum sl_body, of that copy */
};

/*
 * A request other than INVITE, ACK and CANCEL as its sender made it, seen on one hop or on several.
 */
struct sl_request {
    struct sl_record *first; /* the first copy captured, on any hop */
    struct sl_record *final; /* the first final response captured, on any hop */
    int64_t last_ns;         /* when it was last seen on a further hop */
    /* The final response captured nearest to the sender, but for those that a proxy makes. */
    struct sl_record *passed_back;
    struct sl_record *shown; /* a request that shows that this one was answered */
};

/* One To tag that answered an INVITE, on whichever hop. */
struct sl_fork {
    struct sl_invite *invite;
    const char *to_tag;           /* interned, or NULL */
    struct sl_dialog *dialog;     /* NULL without a To tag */
    struct sl_record *ack;        /* the first ACK to it captured on any hop … */
    struct sl_record *newest_ack; /* … and the newest */
    struct sl_record *success;    /* the first 2xx captured on any hop */
    struct sl_record *failure;    /* the first other final response captured on any hop */
    struct sl_leg *legs;          /* newest first, by next_on_fork */
    unsigned leg_count;

    uint8_t success_body; /* enum sl_body, of that 2xx */
    bool has_ack_sdp;     /* a copy of the ACK carried a session description, or may have */
    struct sl_record *unreliable_sdp; /* the first unreliable 1xx with a session description */

    /* Its reliable provisional responses. */
    struct sl_reliable *reliable;        /* the newest captured … */
    struct sl_reliable *oldest_reliable; /* … and the first */
    struct sl_reliable *reliable_sdp;    /* the newest with a session description, or perhaps one */
    struct sl_record *odd_prack;         /* the first PRACK whose RAck fits none */
    struct sl_record *unseen_prack;      /* the first response to a PRACK that was not captured */
};

/* A reliable provisional response of a fork: an RSeq, on whichever hop (RFC 3262 §3). */
struct sl_reliable {
    struct sl_fork *fork;
    uint32_t rseq;
    struct sl_record *first; /* the first copy captured; NULL where only its PRACK was */
    struct sl_record *prack; /* the first PRACK for it captured on any hop */
    bool has_sdp;            /* a session description */
    bool prack_must_pass;    /* by IP address, the PRACK must pass a hop where it was captured */
    struct sl_expectation *expected; /* what the sender of the first copy waits for: PRACK */
    bool is_repeated_long; /* on some hop it was repeated 8*T1 after its first copy there */
};

/* One party of a dialog: what it sent there. */
struct sl_side {
    const char *tag;              /* interned */
    struct sl_invite *invite;     /* its newest INVITE, the one that made the dialog included */
    struct sl_request *bye;       /* its first BYE */
    struct sl_record *unseen_bye; /* the first response to a BYE of it that was not captured */
    struct sl_record *offer;      /* its newest offer, until it is answered or refused */
    struct sl_fork *accepted;     /* of its newest INVITE that got a 2xx in the dialog */
    bool has_cseq;
    uint32_t cseq_number;  /* the highest of its requests */
    struct sl_record *gap; /* the first that skips a number: a request was not captured */
};

/* Two tags of a call (RFC 3261 §12). A dialog whose two tags are the same is none to us. */
struct sl_dialog {
    struct sl_side side[2];      /* in no particular order */
    struct sl_fork *maker;       /* of the INVITE that made it; NULL if that was not captured */
    struct sl_record *confirmed; /* the first 2xx to an INVITE of it */
    struct sl_record *bye_ok;    /* the first 2xx to a BYE within it */
    struct sl_record *lost;      /* the first 408 or 481 to a request within it */
    struct sl_session *session;  /* its session timer; NULL if it never had one */
};

/* The session timer of a dialog (RFC 4028), as the newest 2xx to INVITE or UPDATE sets it. */
struct sl_session {
    const void *refresh;      /* the sl_fork or sl_request that this 2xx is of */
    struct sl_record *record; /* its first copy with the interval */
    uint32_t interval_s;      /* 0: it has none, so that the timer is off */
    struct sl_record *tried;  /* the first INVITE or UPDATE since */
    struct sl_record *bye;    /* the first BYE */
    bool is_used[2];          /* that side of the dialog has sent requests within it */
};

/* The requests of one party of a dialog over one hop: their CSeq numbers rise (§12.2.1.1). */
struct sl_sequence {
    uint32_t cseq_number;     /* the highest */
    struct sl_record *record; /* that brought it */
    uint8_t missed;         /* bit N: the number N + 1 below it was skipped and did not come yet */
    struct sl_record *jump; /* the newest that skipped any */
};

/* What one sender (From tag) sends over one hop within a call. */
struct sl_sender_hop {
    struct sl_transaction *newest; /* INVITE transaction */
    unsigned pending;              /* INVITEs captured here without a final response as yet */
};

/* How the branches of one request that one host sent on are doing; LEVEL counts their Vias. */
struct sl_branch_set {
    struct sl_transaction *newest; /* of the branches, by next_on_set */
    unsigned branches;
    unsigned finals; /* branches that got a final response */
    unsigned cancels, cancel_answers;
    struct sl_transaction *upstream; /* of the same host: where it passed a 101 to 199 back */
    struct sl_record *trying;        /* the first 100 that came back on one of them */
    const char *trying_to_tag, *trying_contact, *trying_server;
};

enum sl_state {
    SL_STATE_NONE, /* nothing of the transaction captured yet that says */
    SL_STATE_CALLING,
    SL_STATE_PROCEEDING,
    SL_STATE_ACCEPTED,
    SL_STATE_COMPLETED,
    SL_STATE_CONFIRMED,
    SL_STATE_TIMED_OUT /* never stored: what is shown once it is proven that nothing more comes */
};

/* What one To tag brought on one hop. */
struct sl_leg {
    struct sl_transaction *transaction;
    struct sl_fork *fork;
    struct sl_record *final;             /* the first copy of its final response */
    struct sl_record *final_copy;        /* the latest copy that is no capture duplicate */
    struct sl_record *ack;               /* the first ACK for it captured on this hop … */
    struct sl_record *newest_ack;        /* … and the newest */
    bool is_settled;                     /* a 2xx whose ACK took another path, so far */
    struct sl_expectation *expected_ack; /* what its sender waits for from the client of this hop */
    bool ack_passes_client;  /* by IP address, an ACK or PRACK to it must pass the client … */
    bool ack_passes_server;  /* … and the server of this hop */
    bool client_needs_route; /* the party that is the client of this hop has a route set … */
    bool server_needs_route; /* … and so has the one that is its server */
    uint32_t rseq;           /* the newest of this hop … */
    struct sl_record *rseq_record;                     /* … and what brought it, or NULL */
    struct sl_leg *next_on_transaction, *next_on_fork; /* older ones */
};

/* A challenge that the credentials of a request answer: realm, nonce and a response. */
struct sl_answer {
    struct sl_challenge *challenge;
    const char *user;      /* interned */
    bool asks_for_another; /* auts: AKA wants to synchronise first (RFC 3310 §3.4) */
    struct sl_answer *next;
};

/* What tells one try of a request from another. */
struct sl_attempt {
    uint64_t request;           /* of method, Request-URI and From URI; 0 if they cannot be read */
    uint64_t body, credentials; /* of the body, and of realm, nonce and user of the credentials */
    bool is_whole;              /* body and credentials could be read */
    bool has_nonce;             /* its credentials answer some challenge */
    struct sl_answer *answers;  /* those captured on this hop */
};

/* A request on one hop and all that belongs to it there. */
struct sl_transaction {
    uint32_t number; /* of INVITE transactions, from 1 in capture order; else 0 */
    enum sl_method method;
    enum sl_method cseq_method; /* the same, unless the request contradicts itself */
    struct sl_call *call;
    struct sl_invite *invite;      /* INVITE only */
    struct sl_request *origin;     /* of requests other than INVITE, ACK and CANCEL */
    struct sl_dialog *dialog;      /* of a request within one */
    struct sl_transaction *parent; /* of CANCEL and PRACK: their INVITE's transaction, or NULL */
    struct sl_transaction *maker;  /* within a dialog: the INVITE transaction that made it */
    struct sl_via *via;
    struct sl_host *client, *server;
    uint32_t cseq_number;
    const char *from_tag; /* interned, or NULL */
    unsigned level;       /* how many Vias its messages carry: 1 is the sender's own hop */
    uint16_t client_port, server_port;
    enum sl_state state;

    struct sl_record *request;        /* first copy; NULL where the capture starts later */
    struct sl_record *request_copy;   /* latest copy, capture duplicates included */
    struct sl_record *early_response; /* no INVITE: captured shortly before the request, or NULL */
    struct sl_record *first_response; /* any */
    struct sl_record *first_ring;     /* the first 180 to 183 */
    struct sl_record *last_provisional;
    struct sl_record *final;       /* the first final response */
    struct sl_record *success;     /* the first 2xx */
    struct sl_record *failure;     /* the first final response that is no 2xx */
    struct sl_record *ack;         /* the first ACK */
    struct sl_record *odd_ack;     /* the first ACK that fits none of the final responses */
    struct sl_record *early_ack;   /* an ACK before any final, not yet proven to be a fault */
    const char *early_ack_to_tag;  /* interned */
    struct sl_transaction *cancel; /* the CANCEL's own transaction */
    struct sl_record *last;        /* the newest message */
    struct sl_leg *legs;           /* newest first, by next_on_transaction */
    unsigned leg_count;
    unsigned unacknowledged;          /* legs with a final response but no ACK on this hop … */
    unsigned settled;                 /* … and those of them with an ACK on another path */
    struct sl_record *ack_elsewhere;  /* the first such ACK */
    struct sl_sender_hop *sender_hop; /* INVITE only */
    struct sl_branch_set *branch_set; /* that it is one of; NULL for a CANCEL */
    struct sl_expectation *expected;  /* what its client waits for from its server: responses */
    bool truncated;                   /* one of its messages was cut by the snap length */
    bool supports_100rel, requires_100rel; /* of an INVITE: in Supported, in Require */
    bool has_expires;
    uint32_t expires_s;
    struct sl_attempt attempt;

    struct sl_verdict_entries *entries; /* kept by the rules: findings that count for it, or NULL */

    struct sl_transaction *next_on_via, *next_on_set; /* older */
};

/*
 * What came of a message after its first copy. Its sender sent it again where a copy is neither the
 * capture's own nor cut by the snap length: who repeats has no answer (RFC 3261 §17).
 */
struct sl_repeats {
    struct sl_record *newest;      /* the latest copy, whoever made it */
    struct sl_record *newest_sent; /* the latest that its sender sent */
    unsigned sent;                 /* how often it was sent, the first copy included */
    int64_t last_gap_ns;           /* between the latest two that were sent; 0 before */
};

/* One SIP message of the capture. */
struct sl_record {
    uint32_t number; /* from 0, in capture order */
    uint32_t frame;
    int64_t time_ns;
    struct sl_host *source, *destination;
    uint16_t source_port, destination_port;
    uint16_t status; /* 0 for a request */
    uint8_t method;  /* enum sl_method: of a request its own, of a response the one it answers */
    uint8_t state;   /* enum sl_state of the transaction after it */
    uint8_t transport;
    bool is_duplicate;    /* of a repeat: within the duplicate window, a capture artefact */
    bool is_cut;          /* by the snap length: its bytes prove nothing */
    struct sl_call *call; /* NULL without a Call-ID */
    struct sl_transaction *transaction; /* the INVITE transaction it belongs to, or NULL */
    struct sl_transaction *own;   /* of a request and its responses: their own, ACK: INVITE's */
    struct sl_leg *leg;           /* of a response to INVITE and of an ACK to one, or NULL */
    struct sl_record *confirms;   /* of the first ACK: the final response it confirms */
    struct sl_reliable *reliable; /* of a reliable 1xx and of the PRACK to it */
    struct sl_record *original;   /* of a repeat: the first copy; else NULL */
    struct sl_repeats *repeats;   /* of a first copy that came again; else NULL */
    struct sl_finding *findings;  /* kept by the rules: oldest first */
    uint64_t digest;              /* of bytes, hosts and ports */
    /* What the sender says of why (sip/remarks.h), or NULL. */
    const struct sl_remarks *remarks;
};

/* How often the message of RECORD, a first copy, was sent. */
static inline unsigned sl_record_sent(const struct sl_record *record)
{
    return record->repeats ? record->repeats->sent : 1u;
}

/* The latest copy that the sender of RECORD, a first copy, sent: RECORD itself if it did not again.
 */
static inline const struct sl_record *sl_record_last_sent(const struct sl_record *record)
{
    return record->repeats ? record->repeats->newest_sent : record;
}

/* The ACK to a final response of T: on this hop, or the one to its 2xx on whichever path; or NULL.
 */
static inline struct sl_record *sl_transaction_ack(const struct sl_transaction *t)
{
    return t->ack ? t->ack : t->ack_elsewhere;
}

static inline bool sl_record_is_response(const struct sl_record *record)
{
    return record->status != 0;
}

/* From one message to the other, in nanoseconds. */
static inline int64_t sl_record_elapsed(const struct sl_record *from, const struct sl_record *to)
{
    return to->time_ns - from->time_ns;
}

/*
 * A SIP message to HOST that was captured after RECORD is cut beyond recognition: it may be what
 * seems to be missing.
 */
static inline bool sl_host_was_sent_more(const struct sl_host *host, const struct sl_record *record)
{
    return host->cut_frame > record->frame;
}

/* The branch is the beginning of VIA's key; it may be empty. */
static inline size_t sl_via_branch_length(const struct sl_via *via)
{
    return strcspn(via->key, "\n");
}

static inline bool sl_status_is_final(unsigned status)
{
    return status >= 200;
}

static inline bool sl_status_is_success(unsigned status)
{
    return status >= 200 && status < 300;
}

#endif
