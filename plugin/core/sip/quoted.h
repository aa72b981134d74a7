/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts that header fields hold in quotes (quoted-string, RFC 3261 §25.1) or should hold so. */
#ifndef SL_QUOTED_H
#define SL_QUOTED_H

#include "base/arena.h"

/*
 * The text that the quote at TEXT opens, without the quotes, each escaped character as it stands
 * for itself and each line end of a folded line as a space. Ends at the closing quote or, where
 * there is none, with TEXT. Owned by ARENA. What follows is in *REST, which may be NULL.
 */
const char *sl_quoted_copy(struct sl_arena *arena, const char *text, const char **rest);

/*
 * The text that TEXT begins with: in quotes as above, else all up to the first of the characters
 * ENDS, without the white space before it: people write text=Call completed elsewhere. Owned by
 * ARENA.
 */
const char *sl_quoted_or_bare(struct sl_arena *arena, const char *text, const char *ends);

/* Parameter NAME of the first value of TEXT, read so; NULL where there is none. */
const char *sl_quoted_parameter(struct sl_arena *arena, const char *text, const char *name);

#endif
