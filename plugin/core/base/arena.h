/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that lives as long as one capture. Everything the checker learns is kept until the capture
 * is closed, so nothing is freed singly: one arena holds it all and gives it back at once. The
 * reader has one that is cleared for every message.
 */
#ifndef SL_ARENA_H
#define SL_ARENA_H

#include <glib.h>
#include <stddef.h>

/*
 * Under AddressSanitizer everything is a block of its own, so that it sees what leaves its bounds,
 * and what was returned stays out of bounds for ever.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SL_ARENA_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SL_ARENA_SANITIZED
#endif

struct sl_arena;

/* A new, empty arena; free it with sl_arena_free. */
struct sl_arena *sl_arena_new(void);

/* Gives back the arena and all memory taken from it. NULL is allowed. */
void sl_arena_free(struct sl_arena *arena);

/* SIZE zeroed bytes, aligned for any of our structs. Owned by the arena; never NULL. */
void *sl_arena_alloc(struct sl_arena *arena, size_t size);

/* A copy of TEXT (NULL gives NULL). Owned by the arena. */
const char *sl_arena_strdup(struct sl_arena *arena, const char *text);

/* A copy of the LENGTH characters at TEXT, ended by a zero. Owned by the arena. */
char *sl_arena_strndup(struct sl_arena *arena, const char *text, size_t length);

/* Takes back all that was taken from the arena, which may be used again. */
void sl_arena_clear(struct sl_arena *arena);

/*
 * SIZE zeroed bytes for what may be outgrown: SIZE is a power of two, and memory that was returned
 * with the same SIZE is lent out again.
 */
void *sl_arena_borrow(struct sl_arena *arena, size_t size);
void sl_arena_return(struct sl_arena *arena, void *memory, size_t size);

/* How many bytes were taken from the arena, those that were returned and not lent again included.
 */
size_t sl_arena_taken(const struct sl_arena *arena);

/* A zeroed TYPE from ARENA. */
#define sl_arena_new_of(arena, type) ((type *)sl_arena_alloc((arena), sizeof(type)))

#endif
