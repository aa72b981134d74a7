/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/table.h"

#define FIRST_SIZE 4

/* Each thing is in the first slot that was free, from the one that its hash names onwards. */
struct sl_slot {
    uint64_t hash;
    void *thing; /* NULL: the slot is free */
};

void **sl_table_find(const struct sl_table *table, uint64_t hash, sl_table_equal equal,
                     const void *key)
{
    uint32_t mask = table->size - 1;

    if (!table->size) {
        return NULL;
    }
    for (uint32_t i = (uint32_t)hash & mask; table->slots[i].thing; i = (i + 1) & mask) {
        if (table->slots[i].hash == hash && (!equal || equal(table->slots[i].thing, key))) {
            return &table->slots[i].thing;
        }
    }
    return NULL;
}

static void put(struct sl_table *table, uint64_t hash, void *thing)
{
    uint32_t mask = table->size - 1, i = (uint32_t)hash & mask;

    while (table->slots[i].thing) {
        i = (i + 1) & mask;
    }
    table->slots[i] = (struct sl_slot){hash, thing};
}

static void grow(struct sl_table *table)
{
    struct sl_slot *before = table->slots;
    uint32_t size = table->size;

    table->size = size ? 2 * size : FIRST_SIZE;
    table->slots = sl_arena_borrow(table->arena, table->size * sizeof *table->slots);
    for (uint32_t i = 0; i < size; i++) {
        if (before[i].thing) {
            put(table, before[i].hash, before[i].thing);
        }
    }
    if (before) {
        sl_arena_return(table->arena, before, size * sizeof *before);
    }
}

void sl_table_add(struct sl_table *table, uint64_t hash, void *thing)
{
    /* Up to three quarters, few of them stand in each other's way. */
    if (++table->used > table->size / 4 * 3) {
        grow(table);
    }
    put(table, hash, thing);
}
