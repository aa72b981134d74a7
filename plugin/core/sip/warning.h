/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Warning header field (RFC 3261 §20.43): what of a session description did not fit. */
#ifndef SL_WARNING_H
#define SL_WARNING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* A registered warn-code. */
struct sl_warn_code {
    uint16_t code;
    const char *reference;
    struct sl_text label; /* the English one is the registered text */
    struct sl_text text;  /* label, what it means and what to look at next */
};

/* One value of the header field. */
struct sl_warning {
    uint16_t code;     /* 100 to 999 */
    const char *agent; /* the host or pseudonym that added it, or NULL */
    const char *text;  /* the sender's, without quotes, or NULL */
};

/*
 * Reads the value that *VALUE, the text of a header field, begins with into *WARNING, whose strings
 * are owned by ARENA, and moves *VALUE to the next one; false once there is none. A value that does
 * not begin with a code of three digits is passed over.
 */
bool sl_warning_next(struct sl_arena *arena, const char **value, struct sl_warning *warning);

/* The number of registered codes. */
unsigned sl_warn_code_count(void);

/* The registered code of that index, from 0, in ascending order. */
const struct sl_warn_code *sl_warn_code_at(unsigned index);

/* The registered code CODE, or NULL. */
const struct sl_warn_code *sl_warn_code_find(unsigned code);

/* What CODE means: that of its range (§20.43) where it is not registered. Never NULL. */
const struct sl_text *sl_warn_code_explain(unsigned code);

#endif
