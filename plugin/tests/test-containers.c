/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small containers below the model: arena, waits, index. */
#include <string.h>

#include "index.h"
#include "waits.h"

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
    struct sl_waits *waits = sl_waits_new();
    struct sl_wait wait = {0};
    unsigned ended = 0;

    for (unsigned i = 0; i < 5000; i++) {
        wait.deadline_ns = i;
        sl_waits_push(waits, &wait);
        if (i % 3 == 0) {
            while (sl_waits_pop(waits, (int64_t)i - 1000, &wait)) {
                g_assert_cmpint(wait.deadline_ns, ==, ended);
                ended++;
            }
        }
    }
    while (sl_waits_pop(waits, INT64_MAX, &wait)) {
        g_assert_cmpint(wait.deadline_ns, ==, ended);
        ended++;
    }
    g_assert_cmpuint(ended, ==, 5000);
    sl_waits_free(waits);
}

static void index_tells_kinds_apart(void)
{
    struct sl_arena *arena = sl_arena_new();
    struct sl_index *index = sl_index_new(arena);
    int a, b;

    sl_index_set(index, SL_KEY(SL_INDEX_FORK, 1, 2), &a);
    sl_index_set(index, SL_KEY(SL_INDEX_INVITE, 1, 2), &b);
    g_assert_true(sl_index_get(index, SL_KEY(SL_INDEX_FORK, 1, 2)) == &a);
    g_assert_true(sl_index_get(index, SL_KEY(SL_INDEX_INVITE, 1, 2)) == &b);
    g_assert_null(sl_index_get(index, SL_KEY(SL_INDEX_FORK, 2, 1)));
    sl_index_set(index, SL_KEY(SL_INDEX_FORK, 1, 2), &b);
    g_assert_true(sl_index_get(index, SL_KEY(SL_INDEX_FORK, 1, 2)) == &b);
    sl_index_free(index);
    sl_arena_free(arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/containers/arena_memory_is_zeroed_and_apart",
                    arena_memory_is_zeroed_and_apart);
    g_test_add_func("/containers/waits_end_in_order", waits_end_in_order);
    g_test_add_func("/containers/index_tells_kinds_apart", index_tells_kinds_apart);
    return g_test_run();
}
