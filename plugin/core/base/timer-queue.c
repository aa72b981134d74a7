/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/timer-queue.h"

#include <glib.h>

struct sl_waits {
    GArray *items; /* of struct sl_wait */
    guint head;    /* those before it are done */
};

struct sl_waits *sl_waits_new(void)
{
    struct sl_waits *waits = g_new0(struct sl_waits, 1);

    waits->items = g_array_new(FALSE, FALSE, sizeof(struct sl_wait));
    return waits;
}

void sl_waits_free(struct sl_waits *waits)
{
    g_array_free(waits->items, TRUE);
    g_free(waits);
}

void sl_waits_push(struct sl_waits *waits, const struct sl_wait *wait)
{
    g_array_append_val(waits->items, *wait);
}

int sl_waits_pop(struct sl_waits *waits, int64_t now_ns, struct sl_wait *out)
{
    if (waits->head == waits->items->len) {
        return 0;
    }
    *out = g_array_index(waits->items, struct sl_wait, waits->head);
    if (out->deadline_ns > now_ns) {
        return 0;
    }
    waits->head++;
    /* Room is given back once half of it is done: each wait is moved once at the most. */
    if (waits->head > 1024 && waits->head * 2 > waits->items->len) {
        g_array_remove_range(waits->items, 0, waits->head);
        waits->head = 0;
    }
    return 1;
}
