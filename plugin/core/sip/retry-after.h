/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Retry-After header field (RFC 3261 §20.33): when to try again. */
#ifndef SL_RETRY_AFTER_H
#define SL_RETRY_AFTER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct sl_retry_after {
    uint32_t seconds;    /* after the response */
    const char *comment; /* the sender's, without parentheses, or NULL */
    bool has_duration;
    uint32_t duration_s; /* how long the callee can then be reached */
};

/*
 * Reads VALUE, the text of the header field, into *RETRY, whose strings are owned by ARENA. False
 * if it does not begin with a number of 32 bits.
 */
bool sl_retry_after_read(struct sl_arena *arena, const char *value, struct sl_retry_after *retry);

/* Appends to OUT what RETRY asks for, in LANGUAGE: nothing of what the sender wrote but numbers. */
void sl_retry_after_describe(const struct sl_retry_after *retry, enum sl_language language,
                             GString *out);

#endif
