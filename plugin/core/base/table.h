/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Things that are found by a hash, none of which is ever taken out. A table costs next to nothing
 * while it is small: every call has some of its own, so that what belongs together lies together.
 */
#ifndef SL_TABLE_H
#define SL_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct sl_slot;

/* To be initialised with SL_TABLE_IN. Everything in it belongs to the arena. */
struct sl_table {
    struct sl_arena *arena;
    struct sl_slot *slots;
    uint32_t size, used; /* a power of two, or 0 */
};

/* An empty table in ARENA. */
#define SL_TABLE_IN(arena) ((struct sl_table){(arena), NULL, 0, 0})

/* True if THING is what KEY means; both have the same hash. */
typedef bool (*sl_table_equal)(const void *thing, const void *key);

/*
 * Where TABLE keeps the thing with HASH that EQUAL says is meant by KEY, until the next
 * sl_table_add; NULL if there is none. Without EQUAL the hash alone decides.
 */
void **sl_table_find(const struct sl_table *table, uint64_t hash, sl_table_equal equal,
                     const void *key);

/* Adds THING (not NULL), which must not be in the table. */
void sl_table_add(struct sl_table *table, uint64_t hash, void *thing);

#endif
