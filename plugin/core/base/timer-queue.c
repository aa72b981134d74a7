/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/timer-queue.h"

#include <glib.h>

struct sl_timer_queue {
    GArray *items; /* of struct sl_timer */
    guint head;    /* those before it are done */
};

struct sl_timer_queue *sl_timer_queue_new(void)
{
    struct sl_timer_queue *queue = g_new0(struct sl_timer_queue, 1);

    queue->items = g_array_new(FALSE, FALSE, sizeof(struct sl_timer));
    return queue;
}

void sl_timer_queue_free(struct sl_timer_queue *queue)
{
    g_array_free(queue->items, TRUE);
    g_free(queue);
}

void sl_timer_queue_push(struct sl_timer_queue *queue, const struct sl_timer *timer)
{
    g_array_append_val(queue->items, *timer);
}

int sl_timer_queue_pop(struct sl_timer_queue *queue, int64_t now_ns, struct sl_timer *out)
{
    if (queue->head == queue->items->len) {
        return 0;
    }
    *out = g_array_index(queue->items, struct sl_timer, queue->head);
    if (out->deadline_ns > now_ns) {
        return 0;
    }
    queue->head++;
    /* Room is given back once half of it is done: each timer is moved once at the most. */
    if (queue->head > 1024 && queue->head * 2 > queue->items->len) {
        g_array_remove_range(queue->items, 0, queue->head);
        queue->head = 0;
    }
    return 1;
}
