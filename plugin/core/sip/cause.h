/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The catalogue of Q.850 causes (ITU-T Q.850, table 1): why an ISUP or ISDN call was released, and
 * where (§2.2.3). A Reason header field and an encapsulated REL carry them.
 */
#ifndef SL_CAUSE_H
#define SL_CAUSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define SL_CAUSE_MAX 127 /* seven bits */

struct sl_cause {
    uint8_t value;
    uint16_t status; /* what a gateway makes of it (RFC 3398 §7.2.4.1); 0 if nothing there */
    struct sl_text label;
    struct sl_text meaning; /* a sentence: what happened */
    struct sl_text check;   /* a sentence: what to look at next */
    struct sl_text text;    /* all three as one text */
};

/* A class of causes: all with the same three high bits. */
struct sl_cause_class {
    uint8_t first, last;
    struct sl_text name;
    struct sl_text unknown; /* what becomes of a value that the table does not have */
};

/* Where a cause arose: the location of Q.850 and the word that RFC 8606 has for it. */
struct sl_location {
    uint8_t value; /* 0 to 15 */
    const char *name;
    struct sl_text label;
    struct sl_text text; /* a sentence */
};

/* The number of causes. */
unsigned sl_cause_count(void);

/* The cause of that index, from 0, in ascending order. */
const struct sl_cause *sl_cause_at(unsigned index);

/* The cause VALUE, or NULL. */
const struct sl_cause *sl_cause_find(uint32_t value);

/* The class of VALUE, in the table or not; NULL above SL_CAUSE_MAX. */
const struct sl_cause_class *sl_cause_class(uint32_t value);

/* What VALUE means, and what to look at next; NULL above SL_CAUSE_MAX. */
const struct sl_text *sl_cause_explain(uint32_t value);

/* The number of locations that have a meaning. */
unsigned sl_location_count(void);
const struct sl_location *sl_location_at(unsigned index);

/* The location VALUE, or that of the LENGTH characters NAME, in whatever case; else NULL. */
const struct sl_location *sl_location_find(uint32_t value);
const struct sl_location *sl_location_from_name(const char *name, size_t length);

#endif
