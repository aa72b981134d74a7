/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The fields of Wireshark's own dissectors that tell something of a SIP message: one table, a row a
 * field, each with the function that takes the field's value into the message.
 */
#ifndef SL_EPAN_SIP_FIELDS_H
#define SL_EPAN_SIP_FIELDS_H

#include "compat.h"

#include "sip/message.h"
#include "sip/split.h"

/* The part of a message's tree that a field stands in; one that stands elsewhere is not read. */
enum sl_sip_part {
    SL_SIP_HEADER, /* the start line and the header */
    SL_SIP_AUTH,   /* below a challenge or credentials: their parameters */
    SL_SIP_BODY
};

/* Where one message is being read into. Zero but for message, split and pool to begin with. */
struct sl_sip_target {
    struct sl_message *message;
    struct sl_split split;
    wmem_allocator_t *pool;    /* of the packet: texts that are not the tree's own live there */
    bool is_started;           /* it has a start line */
    struct sl_auth spare_auth; /* takes the parameters of those that the message has no room for */
    const char *content_type;
    unsigned parts; /* of a multipart body */
    bool is_encoded, has_body, has_sdp_part, has_secret_part;
};

/*
 * A field. Exactly one of TEXT, NUMBER and ITEM is set: it says what type the field must be of, and
 * a field that Wireshark registered with another type is not read.
 */
struct sl_sip_field {
    const char *abbrev;
    enum sl_sip_part part;  /* where the field stands */
    enum sl_sip_part below; /* what is below it */
    /* A string: TEXT is without the line end that Wireshark leaves on folded values. */
    void (*text)(struct sl_sip_target *t, const char *text);
    void (*number)(struct sl_sip_target *t, uint32_t number);    /* of at most 32 bits */
    void (*item)(struct sl_sip_target *t, const field_info *fi); /* of any type */
};

extern const struct sl_sip_field sl_sip_fields[];
extern const unsigned sl_sip_field_count;

/* The hfid of FIELD; 0 where Wireshark has none of that name and type. */
int sl_sip_field_hfid(const struct sl_sip_field *field);

/* Takes what FI, which is of FIELD, says into the message of T. */
void sl_sip_field_read(const struct sl_sip_field *field, const field_info *fi,
                       struct sl_sip_target *t);

/*
 * True if nothing below the body that is being read can tell anything of the message: only the
 * types of the parts of a multipart body do (RFC 3261 §7.4.1), and ISUP.
 */
bool sl_sip_body_is_opaque(const struct sl_sip_target *t);

/* To be called when all fields have been read: works out what the body is. */
void sl_sip_fields_end(struct sl_sip_target *t);

#endif
