/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "grading.h"

#include <string.h>

#include "base/unconst.h"
#include "settings.h"

struct grade {
    enum sl_severity severity;
    char *by;   /* a settings file whose changes are to be told, or NULL */
    char *what; /* from what to what */
};

struct sl_grading {
    GHashTable *grades; /* k=name of a rule, owned; v=struct grade, owned */
    GPtrArray *graded;  /* the same grades, borrowed, in the order in which they were given */
    GArray *leave_outs; /* of struct sl_leave_out */
    unsigned listed;
};

void sl_leave_out_clear(struct sl_leave_out *l)
{
    g_free(l->name);
    g_free(l->rule);
    g_free(l->call_id);
    g_free(l->capture);
    g_free(l->address);
    g_free(l->reason);
    g_free(l->by);
}

static void free_grade(gpointer data)
{
    struct grade *grade = data;

    g_free(grade->by);
    g_free(grade->what);
    g_free(grade);
}

struct sl_grading *sl_grading_new(void)
{
    struct sl_grading *grading = g_new0(struct sl_grading, 1);

    grading->grades = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_grade);
    grading->graded = g_ptr_array_new();
    grading->leave_outs = g_array_new(FALSE, FALSE, sizeof(struct sl_leave_out));
    g_array_set_clear_func(grading->leave_outs, (GDestroyNotify)sl_leave_out_clear);
    grading->listed = SL_GRADING_LISTED;
    return grading;
}

void sl_grading_free(struct sl_grading *grading)
{
    if (grading) {
        g_ptr_array_free(grading->graded, TRUE);
        g_hash_table_destroy(grading->grades);
        g_array_free(grading->leave_outs, TRUE);
        g_free(grading);
    }
}

void sl_grading_list(struct sl_grading *grading, unsigned most)
{
    grading->listed = most;
}

unsigned sl_grading_listed(const struct sl_grading *grading)
{
    return grading->listed;
}

gboolean sl_grading_grade(struct sl_grading *grading, const char *rule, const char *severity,
                          const char *by, GError **error)
{
    struct grade *grade;

    if (!sl_settings_check_grade(rule, severity, error)) {
        return FALSE;
    }
    g_ptr_array_remove(grading->graded, g_hash_table_lookup(grading->grades, rule));
    grade = g_new0(struct grade, 1);
    sl_severity_parse(severity, &grade->severity);
    grade->by = g_strdup(by);
    grade->what = g_strdup_printf("%s: %s → %s", rule,
                                  sl_severity_name(sl_rule_find(rule)->severity), severity);
    g_ptr_array_add(grading->graded, grade);
    g_hash_table_replace(grading->grades, g_strdup(rule), grade);
    return TRUE;
}

void sl_grading_leave_out(struct sl_grading *grading, const struct sl_leave_out *leave_out)
{
    g_array_append_val(grading->leave_outs, *leave_out);
}

/* --- what is hidden -------------------------------------------------------------------------- */

/*
 * GLib would read past the end of a text that is no valid UTF-8, as a file name need not be: what
 * is invalid in it is one character.
 */
static bool matches(const char *pattern, const char *text)
{
    g_autofree char *valid = NULL;

    if (!pattern || !text) {
        return !pattern;
    }
    if (!g_utf8_validate(text, -1, NULL)) {
        valid = g_utf8_make_valid(text, -1);
    }
    return g_pattern_match_simple(pattern, valid ? valid : text);
}

/* Both ends of the message count, and of its INVITE transaction where a report says no more. */
static bool is_between(const struct sl_result *r, const struct sl_violation *v, const char *address)
{
    const struct sl_hop *hop = sl_result_hop(r, v->transaction);

    return matches(address, v->source.address) || matches(address, v->destination.address) ||
           (hop &&
            (matches(address, hop->client.address) || matches(address, hop->server.address)));
}

static bool concerns(const struct sl_leave_out *l, const struct sl_result *r,
                     const struct sl_violation *v)
{
    return (!l->rule || strcmp(l->rule, v->rule) == 0) && matches(l->call_id, v->call_id) &&
           matches(l->capture, r->file) && (!l->address || is_between(r, v, l->address));
}

/* What LEAVE_OUT is called where findings are counted that it hides. */
static char *name_of(const struct sl_leave_out *l)
{
    return l->reason ? g_strdup_printf("%s: %s", l->name, l->reason) : g_strdup(l->name);
}

static void hide(struct sl_result *r, struct sl_violation *v, char *why)
{
    v->is_hidden = true;
    sl_result_hide(r, why, 1);
    g_free(why);
}

/* Notes that COUNT findings were as the settings file BY, if it is one to tell of, wants WHAT. */
static void note(struct sl_result *r, const char *by, const char *what, uint64_t count)
{
    if (by) {
        sl_changes_add(r->changes, by, what, true, count);
    }
}

void sl_grading_tell(const struct sl_grading *grading, struct sl_result *r)
{
    for (guint i = 0; i < grading->graded->len; i++) {
        const struct grade *grade = g_ptr_array_index(grading->graded, i);

        note(r, grade->by, grade->what, 0);
    }
    for (guint i = 0; i < grading->leave_outs->len; i++) {
        const struct sl_leave_out *l = &g_array_index(grading->leave_outs, struct sl_leave_out, i);
        g_autofree char *what = name_of(l);

        note(r, l->by, what, 0);
    }
}

static void judge(const struct sl_grading *grading, struct sl_result *r, struct sl_violation *v)
{
    const struct grade *grade = g_hash_table_lookup(grading->grades, v->rule);

    for (guint i = 0; i < grading->leave_outs->len; i++) {
        const struct sl_leave_out *l = &g_array_index(grading->leave_outs, struct sl_leave_out, i);

        if (concerns(l, r, v)) {
            g_autofree char *what = name_of(l);

            note(r, l->by, what, 1);
            hide(r, v, g_steal_pointer(&what));
            return;
        }
    }
    if (grade) {
        note(r, grade->by, grade->what, v->severity != grade->severity);
        v->severity = grade->severity;
        if (v->severity == SL_SEVERITY_OFF) {
            hide(r, v, g_strdup_printf("%s=off", v->rule));
        }
    }
}

/* --- what is counted ------------------------------------------------------------------------- */

static enum sl_verdict verdict_of(const struct sl_hop *hop, enum sl_severity worst)
{
    if (worst >= SL_SEVERITY_WARN) {
        return SL_VERDICT_VIOLATION;
    }
    if (worst == SL_SEVERITY_NOTE) {
        return SL_VERDICT_NOTE;
    }
    return hop->incomplete.text.en ? SL_VERDICT_INCOMPLETE : SL_VERDICT_OK;
}

static void change_verdict(struct sl_result *r, struct sl_hop *hop, enum sl_severity worst)
{
    enum sl_verdict verdict = verdict_of(hop, worst);

    r->verdicts[hop->verdict] -= r->verdicts[hop->verdict] > 0;
    r->verdicts[verdict]++;
    hop->verdict = verdict;
}

/* Findings that were hidden or graded anew, IS_CHANGED, decided the verdict of a transaction. */
static void judge_transactions(struct sl_result *r, const bool *is_changed)
{
    enum sl_severity *worst = g_new0(enum sl_severity, r->hops->len + 1);
    bool *is_to_judge = g_new0(bool, r->hops->len + 1);

    for (guint i = 0; i < SL_FINDING_TRANSACTIONS_MAX * r->violations->len; i++) {
        const struct sl_violation *v = sl_violation_at(r, i / SL_FINDING_TRANSACTIONS_MAX);
        const struct sl_hop *hop = sl_result_hop(r, v->counts_for[i % SL_FINDING_TRANSACTIONS_MAX]);

        if (hop) {
            size_t h = (size_t)(hop - sl_hop_at(r, 0));

            worst[h] = v->is_hidden ? worst[h] : MAX(worst[h], v->severity);
            is_to_judge[h] |= is_changed[i / SL_FINDING_TRANSACTIONS_MAX];
        }
    }
    for (guint h = 0; h < r->hops->len; h++) {
        if (is_to_judge[h]) {
            change_verdict(r, sl_hop_at(r, h), worst[h]);
        }
    }
    g_free(worst);
    g_free(is_to_judge);
}

static void count(const struct sl_grading *grading, struct sl_result *r, struct sl_violation *v,
                  GHashTable *listed)
{
    struct sl_call_result *call = sl_result_call(r, v->call, NULL);
    gpointer key = sl_unconst(v->rule); /* one string a rule: sl_result_string keeps no two */
    unsigned before = GPOINTER_TO_UINT(g_hash_table_lookup(listed, key));

    g_hash_table_insert(listed, key, GUINT_TO_POINTER(before + 1));
    v->is_listed = before < grading->listed;
    call->count[v->severity]++;
    r->count[v->severity]++;
    call->unlisted += !v->is_listed;
    r->unlisted += !v->is_listed;
}

static void count_call(const struct sl_grading *grading, struct sl_result *r, int first)
{
    GHashTable *listed = g_hash_table_new(NULL, NULL); /* k=rule, v=how many of it so far */

    for (int i = first; i != SL_NO_INDEX; i = sl_violation_at(r, i)->next_in_call) {
        if (!sl_violation_at(r, i)->is_hidden) {
            count(grading, r, sl_violation_at(r, i), listed);
        }
    }
    g_hash_table_destroy(listed);
}

void sl_grading_apply(const struct sl_grading *grading, struct sl_result *r)
{
    bool *is_changed = g_new0(bool, r->violations->len + 1);

    for (guint i = 0; i < r->violations->len; i++) {
        struct sl_violation *v = sl_violation_at(r, i);
        enum sl_severity before = v->severity;

        judge(grading, r, v);
        is_changed[i] = v->is_hidden || v->severity != before;
    }
    judge_transactions(r, is_changed);
    for (guint i = 0; i < r->calls->len; i++) {
        if (sl_call_at(r, i)->first_violation != SL_NO_INDEX) {
            count_call(grading, r, sl_call_at(r, i)->first_violation);
        }
    }
    g_free(is_changed);
}
