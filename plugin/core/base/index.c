/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/index.h"

#include <string.h>

#include "base/hash.h"

/* A key, as long as its kind needs, and what it leads to. */
struct entry {
    void *value;
    uint64_t word[];
};

static size_t size_of(const struct sl_key *key)
{
    return key->count * sizeof key->word[0];
}

static uint64_t hash_of(const struct sl_key *key)
{
    uint64_t h = sl_hash_seed();

    for (unsigned i = 0; i < key->count; i++) {
        h = sl_hash_mix(h, key->word[i]);
    }
    return h;
}

static bool is_entry_of(const void *thing, const void *key)
{
    const struct entry *entry = thing;

    /* The kind is the first word, and keys of a kind are of one length. */
    return memcmp(entry->word, ((const struct sl_key *)key)->word, size_of(key)) == 0;
}

static struct entry *find(const struct sl_index *index, uint64_t hash, const struct sl_key *key)
{
    void **place = sl_table_find(&index->table, hash, is_entry_of, key);

    return place ? *place : NULL;
}

void *sl_index_get(const struct sl_index *index, const struct sl_key *key)
{
    const struct entry *entry = find(index, hash_of(key), key);

    return entry ? entry->value : NULL;
}

void sl_index_set(struct sl_index *index, const struct sl_key *key, void *value)
{
    uint64_t hash = hash_of(key);
    struct entry *entry = find(index, hash, key);

    if (!entry) {
        entry = sl_arena_alloc(index->table.arena, sizeof *entry + size_of(key));
        memcpy(entry->word, key->word, size_of(key));
        sl_table_add(&index->table, hash, entry);
    }
    entry->value = value;
}
