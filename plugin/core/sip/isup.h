/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ISUP messages that SIP messages carry between gateways (SIP-T, RFC 3372; SIP-I, ITU-T
 * Q.1912.5): their names, and which SIP message each belongs to (RFC 3398).
 */
#ifndef SL_ISUP_H
#define SL_ISUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "sip/method.h"

/* The message types that decide something (ITU-T Q.763, table 4). */
enum sl_isup_type {
    SL_ISUP_IAM = 0x01,
    SL_ISUP_SAM = 0x02,
    SL_ISUP_COT = 0x05,
    SL_ISUP_ACM = 0x06,
    SL_ISUP_CON = 0x07,
    SL_ISUP_ANM = 0x09,
    SL_ISUP_REL = 0x0c,
    SL_ISUP_SUS = 0x0d,
    SL_ISUP_RES = 0x0e,
    SL_ISUP_RLC = 0x10,
    SL_ISUP_CPG = 0x2c
};

struct sl_isup_message {
    uint8_t type;
    const char *name;     /* the abbreviation: "REL" */
    struct sl_text label; /* "Release" */
    struct sl_text text;  /* what it tells, and which SIP message carries it */
};

/* The number of message types that are known. */
unsigned sl_isup_count(void);

/* The message type of that index, from 0, in ascending order. */
const struct sl_isup_message *sl_isup_at(unsigned index);

/* The message type TYPE, or NULL. */
const struct sl_isup_message *sl_isup_find(unsigned type);

/* The message type called NAME ("REL"), in whatever case, or NULL. */
const struct sl_isup_message *sl_isup_from_name(const char *name);

/*
 * True if an ISUP message of TYPE may be carried by a request of METHOD (STATUS 0), or by a
 * response with STATUS to one. True also for a type that is tied to no SIP message.
 */
bool sl_isup_belongs(unsigned type, enum sl_method method, unsigned status);

#endif
