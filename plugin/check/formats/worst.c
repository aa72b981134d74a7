/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/worst.h"

#include "base/unconst.h"

static gint by_rank(gconstpointer a, gconstpointer b)
{
    const struct sl_worst *x = a;
    const struct sl_worst *y = b;

    if (x->severity != y->severity) {
        return x->severity > y->severity ? -1 : 1;
    }
    if (x->nth != y->nth) {
        return x->nth < y->nth ? -1 : 1;
    }
    if (x->capture != y->capture) {
        return x->capture < y->capture ? -1 : 1;
    }
    return (x->place > y->place) - (x->place < y->place);
}

/* How often RULE was counted in COUNTS before; counts it. A rule is one string in a result. */
static unsigned count(GHashTable *counts, const char *rule)
{
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, rule));

    g_hash_table_insert(counts, sl_unconst(rule), GUINT_TO_POINTER(before + 1));
    return before;
}

/* Counts CALL for the rules of its worst findings: that which was counted least often decides. */
static unsigned nth_of_call(GHashTable *counts, const struct sl_result *r,
                            const struct sl_call_result *call)
{
    enum sl_severity worst = sl_call_worst(call);
    unsigned nth = G_MAXUINT;

    for (int i = call->first_violation; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        const struct sl_violation *v = sl_violation_at(r, i);

        if (v->is_listed && v->severity == worst) {
            unsigned before = count(counts, v->rule);

            nth = MIN(nth, before);
        }
    }
    return nth;
}

static void add_calls(GArray *all, GHashTable *counts, const struct sl_result *r, unsigned capture)
{
    for (guint i = 0; i < r->calls->len; i++) {
        struct sl_worst entry = {.result = r, .call = sl_call_at(r, i), .capture = capture};

        if (sl_call_findings(entry.call)) {
            entry.severity = sl_call_worst(entry.call);
            entry.nth = nth_of_call(counts, r, entry.call);
            entry.place = i;
            g_array_append_val(all, entry);
        }
    }
}

static void add_findings(GArray *all, GHashTable *counts, const struct sl_result *r,
                         unsigned capture)
{
    for (guint i = 0; i < r->violations->len; i++) {
        struct sl_worst entry = {
            .result = r, .violation = sl_violation_at(r, i), .capture = capture};

        if (entry.violation->is_listed) {
            entry.severity = entry.violation->severity;
            entry.nth = count(counts, entry.violation->rule);
            entry.place = i;
            g_array_append_val(all, entry);
        }
    }
}

static GArray *ranked(const struct sl_audit *audit,
                      void (*add)(GArray *, GHashTable *, const struct sl_result *, unsigned))
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(struct sl_worst));

    for (guint i = 0; i < audit->results->len; i++) {
        GHashTable *counts = g_hash_table_new(NULL, NULL); /* k=rule, v=how often so far */

        add(all, counts, sl_audit_result(audit, i), i);
        g_hash_table_destroy(counts);
    }
    g_array_sort(all, by_rank);
    return all;
}

GArray *sl_worst_calls(const struct sl_audit *audit)
{
    return ranked(audit, add_calls);
}

GArray *sl_worst_findings(const struct sl_audit *audit)
{
    return ranked(audit, add_findings);
}
