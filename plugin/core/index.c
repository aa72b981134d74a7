/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index.h"

#include <string.h>

#include "hash.h"

struct sl_index {
    GHashTable *table; /* k=struct sl_key in the arena, v=borrowed */
    struct sl_arena *arena;
};

static guint hash_key(gconstpointer p)
{
    const struct sl_key *key = p;
    uint64_t h = 0;

    for (unsigned i = 0; i < SL_INDEX_WORDS + 1; i++) {
        h = sl_hash_mix(h, key->word[i]);
    }
    return (guint)(h ^ (h >> 32));
}

static gboolean equal_key(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct sl_key)) == 0;
}

struct sl_index *sl_index_new(struct sl_arena *arena)
{
    struct sl_index *index = g_new0(struct sl_index, 1);

    index->table = g_hash_table_new(hash_key, equal_key);
    index->arena = arena;
    return index;
}

void sl_index_free(struct sl_index *index)
{
    g_hash_table_destroy(index->table);
    g_free(index);
}

void *sl_index_get(const struct sl_index *index, const struct sl_key *key)
{
    return g_hash_table_lookup(index->table, key);
}

void sl_index_set(struct sl_index *index, const struct sl_key *key, void *value)
{
    struct sl_key *kept = sl_arena_new_of(index->arena, struct sl_key);

    *kept = *key;
    g_hash_table_replace(index->table, kept, value);
}
