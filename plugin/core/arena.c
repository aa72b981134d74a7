/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arena.h"

#include <string.h>

/* Large enough that malloc is out of the picture, small enough not to matter for a tiny capture. */
#define BLOCK_SIZE (256u * 1024u)
#define ALIGNMENT sizeof(void *)

struct block {
    struct block *next;
};

struct sl_arena {
    struct block *blocks; /* owned, newest first */
    char *free;           /* the unused rest of the newest block */
    size_t left;
    struct block *returned[64]; /* by the power of two that is their size */
};

struct sl_arena *sl_arena_new(void)
{
    return g_new0(struct sl_arena, 1);
}

void sl_arena_free(struct sl_arena *arena)
{
    if (!arena) {
        return;
    }
    for (struct block *b = arena->blocks; b;) {
        struct block *next = b->next;
        g_free(b);
        b = next;
    }
    g_free(arena);
}

static void *add_block(struct sl_arena *arena, size_t size)
{
    struct block *b = g_malloc(sizeof *b + size);

    b->next = arena->blocks;
    arena->blocks = b;
    return b + 1;
}

void *sl_arena_alloc(struct sl_arena *arena, size_t size)
{
    void *p;

    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (size > BLOCK_SIZE / 4) {
        /* A block of its own, so that the rest of the current one is not thrown away. */
        p = add_block(arena, size);
        return memset(p, 0, size);
    }
    if (size > arena->left) {
        arena->free = add_block(arena, BLOCK_SIZE);
        arena->left = BLOCK_SIZE;
    }
    p = arena->free;
    arena->free += size;
    arena->left -= size;
    return memset(p, 0, size);
}

void *sl_arena_borrow(struct sl_arena *arena, size_t size)
{
    struct block **list = &arena->returned[g_bit_storage(size)];
    struct block *b = *list;

    if (!b) {
        return sl_arena_alloc(arena, size);
    }
    *list = b->next;
    return memset(b, 0, size);
}

void sl_arena_return(struct sl_arena *arena, void *memory, size_t size)
{
    struct block **list = &arena->returned[g_bit_storage(size)];
    struct block *b = memory;

    b->next = *list;
    *list = b;
}

const char *sl_arena_strdup(struct sl_arena *arena, const char *text)
{
    size_t size;
    char *copy;

    if (!text) {
        return NULL;
    }
    size = strlen(text) + 1;
    copy = sl_arena_alloc(arena, size);
    return memcpy(copy, text, size);
}
