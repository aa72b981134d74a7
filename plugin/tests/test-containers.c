/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small containers below the model: arena, table, index, waits. */
#include <string.h>

#include "base/hash.h"
#include "base/index.h"
#include "base/timer-queue.h"

static void arena_memory_is_zeroed_and_apart(void)
{
    struct sl_arena *arena = sl_arena_new();
    char *previous = NULL;

    for (size_t size = 1; size < 300000; size = size * 3 + 1) {
        char *p = sl_arena_alloc(arena, size);

        for (size_t i = 0; i < size; i++) {
            g_assert_cmpint(p[i], ==, 0);
        }
        memset(p, 'x', size);
        g_assert_cmpuint((uintptr_t)p % sizeof(void *), ==, 0);
        g_assert_true(!previous || *previous == 'x');
        previous = p;
    }
    g_assert_null(sl_arena_strdup(arena, NULL));
    g_assert_cmpstr(sl_arena_strdup(arena, "text"), ==, "text");
    sl_arena_free(arena);
    sl_arena_free(NULL);
}

static void waits_end_in_order(void)
{
    struct sl_timer_queue *waits = sl_timer_queue_new();
    struct sl_timer wait = {0};
    unsigned ended = 0;

    for (unsigned i = 0; i < 5000; i++) {
        wait.deadline_ns = i;
        sl_timer_queue_push(waits, &wait);
        if (i % 3 == 0) {
            while (sl_timer_queue_pop(waits, (int64_t)i - 1000, &wait)) {
                g_assert_cmpint(wait.deadline_ns, ==, ended);
                ended++;
            }
        }
    }
    while (sl_timer_queue_pop(waits, INT64_MAX, &wait)) {
        g_assert_cmpint(wait.deadline_ns, ==, ended);
        ended++;
    }
    g_assert_cmpuint(ended, ==, 5000);
    sl_timer_queue_free(waits);
}

/* What the table of the test holds. */
struct thing {
    uint64_t hash;
    unsigned number;
};

static bool is_numbered(const void *thing, const void *key)
{
    return ((const struct thing *)thing)->number == *(const unsigned *)key;
}

/* With HASHES different hashes only. */
static void fill_table(unsigned hashes)
{
    enum { COUNT = 3000 };
    struct sl_arena *arena = sl_arena_new();
    struct sl_table table = SL_TABLE_IN(arena);

    for (unsigned i = 0; i < COUNT; i++) {
        struct thing *thing = sl_arena_new_of(arena, struct thing);

        thing->hash = i % hashes * UINT64_C(0x123456789abcdef);
        thing->number = i;
        g_assert_null(sl_table_find(&table, thing->hash, is_numbered, &i));
        sl_table_add(&table, thing->hash, thing);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        void **place =
            sl_table_find(&table, i % hashes * UINT64_C(0x123456789abcdef), is_numbered, &i);

        g_assert_nonnull(place);
        g_assert_cmpuint(((const struct thing *)*place)->number, ==, i);
    }
    sl_arena_free(arena);
}

static void tables_find_what_they_hold(void)
{
    fill_table(3000);
    fill_table(100);
    fill_table(1);
}

static void what_a_table_has_outgrown_is_used_again(void)
{
    struct sl_arena *arena = sl_arena_new();
    char *small = sl_arena_borrow(arena, 64), *large = sl_arena_borrow(arena, 128);
    char *again;

    g_assert_cmpuint(sl_arena_taken(arena), ==, 192);
    memset(small, 'x', 64);
    sl_arena_return(arena, small, 64);
    g_assert_true(sl_arena_borrow(arena, 128) != large);
    again = sl_arena_borrow(arena, 64);
#ifndef SL_ARENA_SANITIZED
    g_assert_true(again == small);
#endif
    g_assert_cmpint(again[0], ==, 0);
    g_assert_cmpint(again[63], ==, 0);
    g_assert_true(sl_arena_borrow(arena, 64) != small);
#ifndef SL_ARENA_SANITIZED
    g_assert_cmpuint(sl_arena_taken(arena), ==, 384);
#endif
    sl_arena_clear(arena);
    g_assert_cmpuint(sl_arena_taken(arena), ==, 0);
    sl_arena_free(arena);
}

static void index_tells_kinds_apart(void)
{
    struct sl_arena *arena = sl_arena_new();
    struct sl_index index = SL_INDEX_IN(arena);
    enum { FORK, INVITE };
    int a, b;

    g_assert_null(sl_index_get(&index, SL_KEY(FORK, 1, 2)));
    sl_index_set(&index, SL_KEY(FORK, 1, 2), &a);
    sl_index_set(&index, SL_KEY(INVITE, 1, 2), &b);
    g_assert_true(sl_index_get(&index, SL_KEY(FORK, 1, 2)) == &a);
    g_assert_true(sl_index_get(&index, SL_KEY(INVITE, 1, 2)) == &b);
    g_assert_null(sl_index_get(&index, SL_KEY(FORK, 2, 1)));
    sl_index_set(&index, SL_KEY(FORK, 1, 2), &b);
    g_assert_true(sl_index_get(&index, SL_KEY(FORK, 1, 2)) == &b);
    sl_arena_free(arena);
}

/* A hash that a capture could aim at is none: not even the highest bits cancel each other out. */
static void hashes_differ(void)
{
    uint64_t words[2] = {0, 0}, h = sl_hash_bytes(0, words, sizeof words);

    for (unsigned i = 0; i < 64; i++) {
        for (unsigned k = 0; k < 64; k++) {
            words[0] = UINT64_C(1) << i;
            words[1] = UINT64_C(1) << k;
            g_assert_cmpuint(sl_hash_bytes(0, words, sizeof words), !=, h);
        }
    }
    words[0] = UINT64_C(1) << 63;
    words[1] = UINT64_C(1) << 63 | UINT64_C(1) << 34;
    g_assert_cmpuint(sl_hash_mix(sl_hash_mix(h, words[0]), words[1]), !=,
                     sl_hash_mix(sl_hash_mix(h, 0), 0));
    g_assert_cmpuint(sl_hash_bytes(0, "abc", 3), ==, sl_hash_bytes(0, "abcd", 3));
    g_assert_cmpuint(sl_hash_bytes(0, "abc", 3), !=, sl_hash_bytes(0, "abc", 4));
    g_assert_cmpuint(sl_hash_bytes(0, "abc", 3), !=, sl_hash_bytes(1, "abc", 3));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/containers/arena_memory_is_zeroed_and_apart",
                    arena_memory_is_zeroed_and_apart);
    g_test_add_func("/containers/waits_end_in_order", waits_end_in_order);
    g_test_add_func("/containers/tables_find_what_they_hold", tables_find_what_they_hold);
    g_test_add_func("/containers/what_a_table_has_outgrown_is_used_again",
                    what_a_table_has_outgrown_is_used_again);
    g_test_add_func("/containers/hashes_differ", hashes_differ);
    g_test_add_func("/containers/index_tells_kinds_apart", index_tells_kinds_apart);
    return g_test_run();
}
