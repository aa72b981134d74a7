/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <string.h>

/* One malloc per 256 KiB: rare for a big capture, cheap for a small one. */
#define BLOCK_SIZE (256u * 1024u)

/* What our structs are made of: MSVC has no max_align_t in C, and a pointer may need less. */
union unit {
    long long integer;
    double number;
    void *pointer;
};
#define ALIGNMENT sizeof(union unit)

/* What is larger has a block of its own. */
#ifdef SL_ARENA_SANITIZED
#include <sanitizer/asan_interface.h>
#define LARGEST_SHARING 0u
#else
#define LARGEST_SHARING (BLOCK_SIZE / 4)
#endif

struct block {
    struct block *next;
    union unit contents[]; /* aligned for all of them */
};

struct sl_arena {
    struct block *blocks;  /* owned, newest first */
    struct block *current; /* the one of them that room is taken from, or NULL */
    char *free;            /* its unused rest */
    size_t left;
    size_t taken;               /* of all blocks */
    struct block *returned[64]; /* by the power of two that is their size */
};

struct sl_arena *sl_arena_new(void)
{
    return g_new0(struct sl_arena, 1);
}

/* Frees all blocks but KEPT. */
static void free_blocks(struct sl_arena *arena, struct block *kept)
{
    for (struct block *b = arena->blocks; b;) {
        struct block *next = b->next;

        if (b != kept) {
            g_free(b);
        }
        b = next;
    }
    arena->blocks = kept;
    if (kept) {
        kept->next = NULL;
    }
}

static void use_block(struct sl_arena *arena, struct block *b)
{
    arena->current = b;
    arena->free = (char *)b->contents;
    arena->left = BLOCK_SIZE;
}

void sl_arena_free(struct sl_arena *arena)
{
    if (arena) {
        free_blocks(arena, NULL);
        g_free(arena);
    }
}

void sl_arena_clear(struct sl_arena *arena)
{
    memset(arena->returned, 0, sizeof arena->returned);
    arena->taken = 0;
    free_blocks(arena, arena->current);
    if (arena->current) {
        use_block(arena, arena->current);
    }
}

static struct block *add_block(struct sl_arena *arena, size_t size)
{
    struct block *b = g_malloc(sizeof *b + size);

    b->next = arena->blocks;
    arena->blocks = b;
    return b;
}

static void *take(struct sl_arena *arena, size_t size)
{
    void *p;

    arena->taken += size;
    if (size > LARGEST_SHARING) {
        /* A block of its own, so that the rest of the current one is not thrown away. */
        return add_block(arena, size)->contents;
    }
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (size > arena->left) {
        use_block(arena, add_block(arena, BLOCK_SIZE));
    }
    p = arena->free;
    arena->free += size;
    arena->left -= size;
    return p;
}

void *sl_arena_alloc(struct sl_arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
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
#ifdef SL_ARENA_SANITIZED
    (void)arena;
    ASAN_POISON_MEMORY_REGION(memory, size);
#else
    struct block **list = &arena->returned[g_bit_storage(size)];
    struct block *b = memory;

    b->next = *list;
    *list = b;
#endif
}

char *sl_arena_strndup(struct sl_arena *arena, const char *text, size_t length)
{
    char *copy = take(arena, length + 1);

    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

const char *sl_arena_strdup(struct sl_arena *arena, const char *text)
{
    return text ? sl_arena_strndup(arena, text, strlen(text)) : NULL;
}

size_t sl_arena_taken(const struct sl_arena *arena)
{
    return arena->taken;
}
