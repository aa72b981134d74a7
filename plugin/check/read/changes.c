/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/changes.h"

#include <string.h>

#include "base/hash.h"
#include "base/unconst.h"
#include "report/json-schema.h"

struct sl_changes {
    GPtrArray *list;   /* of struct sl_change, owned */
    GHashTable *known; /* k=v=struct sl_change, borrowed */
};

static guint hash(gconstpointer data)
{
    const struct sl_change *change = data;

    /* Seeded: the texts may be those of a report that a stranger made. */
    return (guint)sl_hash_text(sl_hash_text(sl_hash_seed(), change->by), change->what);
}

static gboolean is_same(gconstpointer a, gconstpointer b)
{
    const struct sl_change *x = a;
    const struct sl_change *y = b;

    return strcmp(x->what, y->what) == 0 && strcmp(x->by, y->by) == 0;
}

static void free_change(gpointer data)
{
    struct sl_change *change = data;

    g_free(change->by);
    g_free(change->what);
    g_free(change);
}

struct sl_changes *sl_changes_new(void)
{
    struct sl_changes *changes = g_new0(struct sl_changes, 1);

    changes->list = g_ptr_array_new_with_free_func(free_change);
    changes->known = g_hash_table_new(hash, is_same);
    return changes;
}

void sl_changes_free(struct sl_changes *changes)
{
    if (changes) {
        g_hash_table_destroy(changes->known);
        g_ptr_array_free(changes->list, TRUE);
        g_free(changes);
    }
}

void sl_changes_add(struct sl_changes *changes, const char *by, const char *what, bool has_count,
                    uint64_t count)
{
    const struct sl_change sought = {.by = sl_unconst(by), .what = sl_unconst(what)};
    struct sl_change *change = g_hash_table_lookup(changes->known, &sought);

    if (!change) {
        change = g_new0(struct sl_change, 1);
        change->by = g_strdup(by);
        change->what = g_strdup(what);
        g_ptr_array_add(changes->list, change);
        g_hash_table_add(changes->known, change);
    }
    change->has_count |= has_count;
    change->count = MIN(change->count + count, SL_JSON_INTEGER_MAX); /* a report may have no more */
}

void sl_changes_add_all(struct sl_changes *changes, const struct sl_changes *more)
{
    for (unsigned i = 0; i < sl_changes_count(more); i++) {
        const struct sl_change *c = sl_changes_at(more, i);

        sl_changes_add(changes, c->by, c->what, c->has_count, c->count);
    }
}

unsigned sl_changes_count(const struct sl_changes *changes)
{
    return changes->list->len;
}

const struct sl_change *sl_changes_at(const struct sl_changes *changes, unsigned index)
{
    return g_ptr_array_index(changes->list, index);
}
