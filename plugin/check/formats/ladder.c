/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/ladder.h"

#include <string.h>

#define COLUMNS_MAX 32 /* hosts of one call; what comes on top shares the last column */

/* --- columns --------------------------------------------------------------------------------- */

/* Whether a hop of CALL has one address at both ends, so that only ports tell them apart. */
static bool needs_ports(const struct sl_result *r, const struct sl_call_result *call)
{
    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        if (strcmp(sl_hop_at(r, i)->client.address, sl_hop_at(r, i)->server.address) == 0) {
            return true;
        }
    }
    return false;
}

static unsigned column_of(struct sl_ladder *ladder, const struct sl_party *party, bool with_port)
{
    struct sl_party wanted = {party->address, with_port ? party->port : 0};

    for (unsigned i = 0; i < ladder->columns->len; i++) {
        const struct sl_party *known = sl_ladder_column(ladder, i);

        if (known->port == wanted.port && strcmp(known->address, wanted.address) == 0) {
            return i;
        }
    }
    if (ladder->columns->len < COLUMNS_MAX) {
        g_ptr_array_add(ladder->columns, g_memdup2(&wanted, sizeof(wanted)));
    }
    return ladder->columns->len - 1;
}

/* --- rungs ----------------------------------------------------------------------------------- */

static void add_hop(struct sl_ladder *ladder, const struct sl_result *r, const struct sl_hop *hop,
                    bool with_ports)
{
    unsigned client = column_of(ladder, &hop->client, with_ports);
    unsigned server = column_of(ladder, &hop->server, with_ports);

    for (unsigned i = 0; i < hop->step_count; i++) {
        const struct sl_step *step = sl_step_at(r, hop->first_step + i);
        struct sl_rung rung = {
            .step = step,
            .from = step->from_client ? client : server,
            .to = step->from_client ? server : client,
            .frame = step->frame,
            .time_ns = step->time_ns,
        };

        g_array_append_val(ladder->rungs, rung);
    }
}

static gint by_frame(gconstpointer a, gconstpointer b)
{
    const struct sl_rung *x = a;
    const struct sl_rung *y = b;

    return (x->frame > y->frame) - (x->frame < y->frame);
}

static void add_finding(struct sl_rung *rung, const struct sl_violation *v)
{
    size_t n = 0;

    while (rung->findings && rung->findings[n]) {
        n++;
    }
    rung->findings = g_renew(const struct sl_violation *, rung->findings, n + 2);
    rung->findings[n] = v;
    rung->findings[n + 1] = NULL;
}

/* The first rung of the ladder, sorted by frame, whose frame is FRAME or more. */
static guint find_rung(const struct sl_ladder *ladder, guint count, uint32_t frame)
{
    guint low = 0;

    while (low < count) {
        guint middle = low + (count - low) / 2;

        if (sl_ladder_rung(ladder, middle)->frame < frame) {
            low = middle + 1;
        } else {
            count = middle;
        }
    }
    return low;
}

/* Puts the findings of CALL at their messages; rungs of their own go behind the others. */
static void add_findings(struct sl_ladder *ladder, const struct sl_result *r,
                         const struct sl_call_result *call)
{
    guint messages = ladder->rungs->len;

    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        const struct sl_violation *v = sl_violation_at(r, i);
        struct sl_rung rung = {.frame = v->frame, .time_ns = v->time_ns};
        guint at = find_rung(ladder, messages, v->frame);

        if (!v->is_listed) {
            continue;
        }
        if (at == messages || sl_ladder_rung(ladder, at)->frame != v->frame) {
            at = ladder->rungs->len;
            g_array_append_val(ladder->rungs, rung);
        }
        add_finding(sl_ladder_rung(ladder, at), v);
    }
}

static void leave_out(struct sl_ladder *ladder, unsigned most)
{
    guint kept = 0;

    for (guint i = 0; i < ladder->rungs->len; i++) {
        const struct sl_rung *rung = sl_ladder_rung(ladder, i);

        if (rung->findings || kept < most) {
            *sl_ladder_rung(ladder, kept++) = *rung;
        } else {
            ladder->left_out++;
        }
    }
    g_array_set_size(ladder->rungs, kept);
}

struct sl_ladder *sl_ladder_new(const struct sl_result *r, const struct sl_call_result *call,
                                unsigned most)
{
    struct sl_ladder *ladder = g_new0(struct sl_ladder, 1);
    bool with_ports = needs_ports(r, call);

    ladder->columns = g_ptr_array_new_with_free_func(g_free);
    ladder->rungs = g_array_new(FALSE, FALSE, sizeof(struct sl_rung));
    for (int i = call->first_hop; i != SL_NO_INDEX; i = sl_hop_at(r, i)->next_in_call) {
        add_hop(ladder, r, sl_hop_at(r, i), with_ports);
    }
    g_array_sort(ladder->rungs, by_frame);
    add_findings(ladder, r, call);
    g_array_sort(ladder->rungs, by_frame);
    leave_out(ladder, most);
    return ladder;
}

void sl_ladder_free(struct sl_ladder *ladder)
{
    for (guint i = 0; i < ladder->rungs->len; i++) {
        g_free(sl_ladder_rung(ladder, i)->findings);
    }
    g_ptr_array_free(ladder->columns, TRUE);
    g_array_free(ladder->rungs, TRUE);
    g_free(ladder);
}
