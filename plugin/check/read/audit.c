/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/audit.h"

#include <string.h>

#include "base/hash.h"
#include "base/unconst.h"
#include "grading.h"

bool sl_audit_fails(const struct sl_audit *audit, enum sl_severity severity)
{
    return audit->options->fails && severity >= audit->options->fail_on;
}

uint64_t sl_audit_findings(const struct sl_audit *audit)
{
    return audit->count[SL_SEVERITY_NOTE] + audit->count[SL_SEVERITY_WARN] +
           audit->count[SL_SEVERITY_ERROR];
}

int sl_audit_exit_status(const struct sl_audit *audit)
{
    if (audit->unusable) {
        return 3;
    }
    return audit->failed ? 1 : 0;
}

/* --- adding up ------------------------------------------------------------------------------- */

static void add_each(uint64_t *sum, const uint64_t *counts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        sum[i] += counts[i];
    }
}

static void add_violation(struct sl_audit *audit, GHashTable *rules, const struct sl_violation *v)
{
    struct sl_rule_count fresh = {.name = v->rule, .rule = sl_rule_find(v->rule)};
    gpointer index = g_hash_table_lookup(rules, v->rule);
    struct sl_rule_count *count;

    if (!index) {
        g_array_append_val(audit->rules, fresh);
        index = GUINT_TO_POINTER(audit->rules->len);
        g_hash_table_insert(rules, sl_unconst(v->rule), index);
    }
    count = sl_audit_rule(audit, GPOINTER_TO_UINT(index) - 1);
    count->count++;
    count->severity = MAX(count->severity, v->severity);
}

/* INDEX: k=why, v=index + 1 */
static void add_hiding(struct sl_audit *audit, GHashTable *index, const struct sl_hiding *hiding)
{
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(index, hiding->why));

    if (known) {
        g_array_index(audit->hidings, struct sl_hiding, known - 1).count += hiding->count;
        return;
    }
    g_array_append_val(audit->hidings, *hiding);
    g_hash_table_insert(index, hiding->why, GUINT_TO_POINTER(audit->hidings->len));
}

static void add_result(struct sl_audit *audit, GHashTable *rules, GHashTable *hidings,
                       const struct sl_result *r)
{
    audit->messages += r->messages;
    audit->calls += r->call_count;
    audit->transactions += r->transactions;
    add_each(audit->verdicts, r->verdicts, SL_VERDICTS);
    add_each(audit->outcomes, r->outcomes, SL_OUTCOMES);
    add_each(audit->classes, r->classes, SL_CLASSES);
    add_each(audit->count, r->count, SL_SEVERITIES);
    audit->hidden += r->hidden;
    audit->unlisted += r->unlisted;
    audit->unusable += r->error != NULL;
    for (guint i = 0; i < r->violations->len; i++) {
        if (!sl_violation_at(r, i)->is_hidden) {
            add_violation(audit, rules, sl_violation_at(r, i));
        }
    }
    for (guint i = 0; i < r->hidings->len; i++) {
        add_hiding(audit, hidings, sl_hiding_at(r, i));
    }
    sl_changes_add_all(audit->changes, r->changes);
    for (int s = SL_SEVERITY_NOTE; s < SL_SEVERITIES; s++) {
        if (r->count[s] && sl_audit_fails(audit, (enum sl_severity)s)) {
            audit->failed++;
            return;
        }
    }
}

static gint by_documentation(gconstpointer a, gconstpointer b)
{
    const struct sl_rule_count *x = a;
    const struct sl_rule_count *y = b;

    if (!x->rule || !y->rule) {
        return x->rule ? -1 : y->rule ? 1 : strcmp(x->name, y->name);
    }
    return (gint)sl_rule_index(x->rule) - (gint)sl_rule_index(y->rule);
}

/* Notes in R, the first result of the run, what its settings file says. */
static void note_settings(const struct sl_options *options, struct sl_result *r)
{
    for (guint i = 0; i < options->settings->len; i++) {
        const struct sl_setting *s = g_ptr_array_index(options->settings, i);

        if (!s->is_of_check || !options->from_jsonl) {
            sl_changes_add(r->changes, s->by, s->what, false, 0);
        }
    }
    sl_grading_tell(options->grading, r);
}

struct sl_audit *sl_audit_new(const struct sl_options *options, GPtrArray *results)
{
    struct sl_audit *audit = g_new0(struct sl_audit, 1);
    GHashTable *rules = g_hash_table_new(sl_hash_for_text, g_str_equal); /* k=name, v=index + 1 */
    GHashTable *hidings = g_hash_table_new(sl_hash_for_text, g_str_equal);

    audit->options = options;
    audit->results = results;
    audit->rules = g_array_new(FALSE, FALSE, sizeof(struct sl_rule_count));
    audit->hidings = g_array_new(FALSE, FALSE, sizeof(struct sl_hiding));
    audit->changes = sl_changes_new();
    for (guint i = 0; i < results->len; i++) {
        if (i == 0) {
            note_settings(options, g_ptr_array_index(results, i));
        }
        sl_grading_apply(options->grading, g_ptr_array_index(results, i));
        add_result(audit, rules, hidings, g_ptr_array_index(results, i));
    }
    g_array_sort(audit->rules, by_documentation);
    g_hash_table_destroy(rules);
    g_hash_table_destroy(hidings);
    return audit;
}

void sl_audit_free(struct sl_audit *audit)
{
    if (audit) {
        g_ptr_array_free(audit->results, TRUE);
        g_array_free(audit->rules, TRUE);
        g_array_free(audit->hidings, TRUE);
        sl_changes_free(audit->changes);
        g_free(audit);
    }
}
