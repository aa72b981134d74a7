/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The facts of one SIP message, as an adapter read them. This is all the checker ever sees of a
 * packet; it knows nothing of Wireshark. All strings are borrowed for the length of one call,
 * NULL where the message has no such thing, and may hold anything a sender could put there.
 */
#ifndef SL_MESSAGE_H
#define SL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "sip/method.h"

/* An IP address (4 or 16 bytes), or another layer's where there is none. */
struct sl_address {
    uint8_t length; /* 0: unknown */
    uint8_t bytes[16];
};

enum sl_transport {
    SL_TRANSPORT_UDP,
    SL_TRANSPORT_TCP,
    SL_TRANSPORT_TLS,
    SL_TRANSPORT_SCTP,
    SL_TRANSPORT_WEBSOCKET,
    SL_TRANSPORT_UNKNOWN
};

/*
 * What the layers below SIP tell of the sending. Equal bytes between the same hosts with another
 * value of the same kind were sent twice; with an equal one, nothing is proven.
 */
enum sl_sent_kind {
    SL_SENT_UNKNOWN,
    SL_SENT_IP_IDENTIFICATION, /* of the innermost IP header, not 0 (RFC 791 §3.1) */
    SL_SENT_TCP_SEQUENCE       /* of the message's first byte, or that of its last segment */
};

struct sl_sent {
    enum sl_sent_kind kind;
    uint32_t value;
};

/* The header fields whose mere presence matters. */
enum sl_header {
    SL_HEADER_VIA = 1u << 0,
    SL_HEADER_FROM = 1u << 1,
    SL_HEADER_TO = 1u << 2,
    SL_HEADER_CALL_ID = 1u << 3,
    SL_HEADER_CSEQ = 1u << 4,
    SL_HEADER_MAX_FORWARDS = 1u << 5,
    SL_HEADER_CONTACT = 1u << 6,
    SL_HEADER_WWW_AUTHENTICATE = 1u << 7,
    SL_HEADER_PROXY_AUTHENTICATE = 1u << 8,
    SL_HEADER_ROUTE = 1u << 9,
    SL_HEADER_CREDENTIALS = 1u << 10, /* Authorization or Proxy-Authorization */
    SL_HEADER_EVENT = 1u << 11,
    SL_HEADER_SUBSCRIPTION_STATE = 1u << 12,
    SL_HEADER_REFER_TO = 1u << 13,
    SL_HEADER_RACK = 1u << 14
};

/* What the body is, as far as offer and answer go (RFC 3264). */
enum sl_body {
    SL_BODY_NONE,
    SL_BODY_SDP,    /* a session description, alone or in a multipart body */
    SL_BODY_OTHER,  /* readable, and no session description */
    SL_BODY_UNKNOWN /* there is one, but what it holds cannot be told */
};

/* A challenge or credentials (RFC 3261 §20.7, §20.28, §20.44): NULL for what is not given. */
struct sl_auth {
    const char *realm, *nonce, *username;
    bool has_response, has_auts; /* of credentials */
    bool stale;                  /* of a challenge: stale=true */
};

/* Those of one message; those beyond the room are only counted. */
struct sl_auths {
    unsigned count;
    struct sl_auth of[SL_AUTHS_MAX];
};

/* Header values of which a message may have several; those beyond the room are only counted. */
struct sl_values {
    unsigned count; /* of all, may exceed SL_VALUES_MAX */
    const char *value[SL_VALUES_MAX];
};

struct sl_remarks;

struct sl_message {
    /* Where and when. */
    uint32_t frame;                        /* the capture's frame number, from 1 */
    int64_t time_ns;                       /* since the epoch */
    struct sl_address source, destination; /* innermost, below any tunnel */
    uint16_t source_port, destination_port;
    enum sl_transport transport;
    bool truncated;  /* the snap length cut the frame: what is absent may have been sent */
    uint64_t digest; /* of the SIP bytes; equal for byte-identical messages */
    struct sl_sent sent;

    /* The start line. */
    bool is_response;
    uint16_t status;         /* of a response */
    enum sl_method method;   /* of a request */
    const char *method_name; /* of a request, as written */

    /* The header. */
    unsigned headers; /* bits of enum sl_header */
    const char *call_id;
    const char *from_tag, *to_tag;
    const char *from_text, *to_text; /* the whole header field, for what the tree does not split */
    bool has_cseq_number;
    uint32_t cseq_number;
    const char *cseq_method;
    const char *via_text; /* the top Via header field, whole */
    const char *branch;   /* of the top Via */
    const char *sent_by;  /* host of the top Via */
    bool has_sent_by_port;
    uint16_t sent_by_port;
    unsigned via_count; /* hops, not header lines */
    const char *contact_text;
    const char *contact_host; /* of the first Contact URI */
    struct sl_values record_route_hosts;
    const char *server; /* the Server header field */
    bool has_expires;
    uint32_t expires_s;
    const char *request_uri; /* of a request */
    struct sl_values contact_uris;

    /* Reliable provisional responses (RFC 3262). */
    bool supports_100rel, requires_100rel; /* the option tag in Supported, in Require */
    bool has_rseq;
    uint32_t rseq;
    bool has_rack; /* of a PRACK (§7.2) */
    uint32_t rack_rseq, rack_cseq_number;
    const char *rack_method;

    /* Session timers (RFC 4028). */
    bool has_session_expires, has_refresher, has_min_se;
    uint32_t session_expires_s, min_se_s;

    /* Authentication and retries. */
    struct sl_auths auths; /* challenges of a response, credentials of a request */
    bool has_retry_after;
    uint32_t retry_after_s;

    const struct sl_remarks *remarks; /* sip/remarks.h; NULL where there are none, as mostly */

    enum sl_body body;
    uint64_t body_digest; /* 0 without a body */
};

/* True where the transport itself repeats lost data (RFC 3261 §18, §17.1.1.1). */
static inline bool sl_transport_is_reliable(enum sl_transport transport)
{
    return transport != SL_TRANSPORT_UDP && transport != SL_TRANSPORT_UNKNOWN;
}

/* The transport's usual name, for texts. */
static inline const char *sl_transport_name(enum sl_transport transport)
{
    static const char *const names[] = {"UDP", "TCP", "TLS", "SCTP", "WebSocket", "?"};

    return names[transport <= SL_TRANSPORT_UNKNOWN ? transport : SL_TRANSPORT_UNKNOWN];
}

#endif
