/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index of everything within a call that is found by a few pointers and numbers. */
#ifndef SL_INDEX_H
#define SL_INDEX_H

#include <stdint.h>

#include "base/table.h"

#define SL_INDEX_WORDS 5

/* An index of one call; to be initialised with SL_INDEX_IN. Its keys are kept in the arena. */
struct sl_index {
    struct sl_table table;
};

/* An empty index in ARENA. */
#define SL_INDEX_IN(arena) ((struct sl_index){SL_TABLE_IN(arena)})

/* A key: its kind, a number of the caller's, and what tells it from others of that kind. */
struct sl_key {
    unsigned count;                    /* of the words, the kind included */
    uint64_t word[SL_INDEX_WORDS + 1]; /* of pointers and of digests, on any machine */
};

#define SL_KEY(kind, ...)                                                                          \
    (&(const struct sl_key){.count = sizeof((const uint64_t[]){(kind), __VA_ARGS__}) /             \
                                     sizeof(uint64_t),                                             \
                            .word = {(kind), __VA_ARGS__}})
#define SL_WORD(pointer) ((uintptr_t)(pointer))

/* What KEY leads to, or NULL. */
void *sl_index_get(const struct sl_index *index, const struct sl_key *key);

/* Makes KEY lead to VALUE from now on. */
void sl_index_set(struct sl_index *index, const struct sl_key *key, void *value);

#endif
