/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Reason header field (RFC 3326; in responses RFC 6432; location RFC 8606): why a request was
 * sent or a call failed, in the words of the protocol that decided it.
 */
#ifndef SL_REASON_H
#define SL_REASON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "sip/catalogue.h"

/* What the cause of a reason protocol is. */
enum sl_reason_kind {
    SL_REASON_Q850,   /* sip/cause.h */
    SL_REASON_STATUS, /* a status code */
    SL_REASON_OWN,    /* of a table of its own */
    SL_REASON_OTHER   /* of another document */
};

struct sl_reason_cause {
    uint32_t value;
    struct sl_text text; /* what it means, and what to look at next */
};

/* A reason protocol: those registered, and those that are often seen. */
struct sl_reason_protocol {
    const char *name;
    const char *reference;
    enum sl_reason_kind kind;
    struct sl_text text;                  /* who says this, and where its causes are explained */
    const struct sl_reason_cause *causes; /* those with a text of their own, ascending */
    unsigned count;                       /* of them */
};

/* One value of the header field. */
struct sl_reason {
    const char *protocol; /* as written */
    bool has_cause;
    uint32_t cause;
    const char *text;     /* the sender's, without quotes, or NULL */
    const char *location; /* as written, or NULL */
};

/*
 * Reads the value that *VALUE, the text of a header field, begins with into *REASON, whose strings
 * are owned by ARENA, and moves *VALUE to the next one; false once there is none. A value without a
 * protocol is passed over. A number that does not fit 32 bits is no cause.
 */
bool sl_reason_next(struct sl_arena *arena, const char **value, struct sl_reason *reason);

/*
 * Appends to OUT what REASON means and what to look at next, in LANGUAGE; the meaning of a status
 * code is that of CATALOGUE (NULL: the registered ones). Nothing of what the sender wrote.
 */
void sl_reason_describe(const struct sl_reason *reason, const struct sl_catalogue *catalogue,
                        enum sl_language language, GString *out);

/*
 * The name of the cause of REASON in *LABEL, in both languages: of Q.850 and of status codes. False
 * where it has none. Borrowed from CATALOGUE and the tables.
 */
bool sl_reason_label(const struct sl_reason *reason, const struct sl_catalogue *catalogue,
                     struct sl_text *label);

/* The number of protocols that are known. */
unsigned sl_reason_protocol_count(void);
const struct sl_reason_protocol *sl_reason_protocol_at(unsigned index);

/* The protocol NAME, in whatever case, or NULL. */
const struct sl_reason_protocol *sl_reason_protocol_find(const char *name);

/* The text that PROTOCOL's own table has for CAUSE, or NULL. */
const struct sl_text *sl_reason_own_text(const struct sl_reason_protocol *protocol, uint32_t cause);

#endif
