/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/result.h"

#include "base/hash.h"
#include "base/unconst.h"
#include "report/json-schema.h"

static void clear_hiding(gpointer data)
{
    g_free(((struct sl_hiding *)data)->why);
}

struct sl_result *sl_result_new(const char *file)
{
    struct sl_result *r = g_new0(struct sl_result, 1);

    r->file = g_strdup(file);
    r->siplens = SIPLENS_VERSION;
    r->hops = g_array_new(FALSE, FALSE, sizeof(struct sl_hop));
    r->steps = g_array_new(FALSE, FALSE, sizeof(struct sl_step));
    r->violations = g_array_new(FALSE, FALSE, sizeof(struct sl_violation));
    r->calls = g_array_new(FALSE, FALSE, sizeof(struct sl_call_result));
    r->hidings = g_array_new(FALSE, FALSE, sizeof(struct sl_hiding));
    g_array_set_clear_func(r->hidings, clear_hiding);
    r->changes = sl_changes_new();
    r->occasions = g_array_new(FALSE, FALSE, sizeof(struct sl_occasion));
    r->strings = g_string_chunk_new(4096);
    r->evidence = g_ptr_array_new_with_free_func(g_free);
    r->interned = g_hash_table_new(sl_hash_for_text, g_str_equal);
    r->call_index = g_hash_table_new(sl_hash_for_pointer, NULL);
    r->hop_index = g_hash_table_new(sl_hash_for_pointer, NULL);
    r->hiding_index = g_hash_table_new(sl_hash_for_text, g_str_equal);
    return r;
}

void sl_result_free(struct sl_result *r)
{
    if (!r) {
        return;
    }
    g_array_free(r->hops, TRUE);
    g_array_free(r->steps, TRUE);
    g_array_free(r->violations, TRUE);
    g_array_free(r->calls, TRUE);
    g_hash_table_destroy(r->hiding_index);
    g_array_free(r->hidings, TRUE);
    sl_changes_free(r->changes);
    g_array_free(r->occasions, TRUE);
    g_hash_table_destroy(r->interned);
    g_string_chunk_free(r->strings);
    g_ptr_array_free(r->evidence, TRUE);
    g_hash_table_destroy(r->call_index);
    g_hash_table_destroy(r->hop_index);
    g_free(r->file);
    g_free(r->error);
    g_free(r->warning);
    g_free(r);
}

const char *sl_result_string(struct sl_result *r, const char *text)
{
    const char *known = text ? g_hash_table_lookup(r->interned, text) : NULL;

    if (text && !known) {
        known = g_string_chunk_insert(r->strings, text);
        g_hash_table_add(r->interned, sl_unconst(known));
    }
    return known;
}

struct sl_call_result *sl_result_call(struct sl_result *r, uint32_t number, const char *call_id)
{
    struct sl_call_result call = {
        .number = number,
        .first_hop = SL_NO_INDEX,
        .last_hop = SL_NO_INDEX,
        .first_violation = SL_NO_INDEX,
        .last_violation = SL_NO_INDEX,
    };
    struct sl_call_result *known;
    gpointer index;

    if (!g_hash_table_lookup_extended(r->call_index, GUINT_TO_POINTER(number), NULL, &index)) {
        index = GUINT_TO_POINTER(r->calls->len);
        g_array_append_val(r->calls, call);
        g_hash_table_insert(r->call_index, GUINT_TO_POINTER(number), index);
    }
    known = sl_call_at(r, GPOINTER_TO_UINT(index));
    if (!known->call_id) {
        known->call_id = call_id;
    }
    return known;
}

/* Calls by number; what belongs to no call, number 0, comes last. */
static gint by_number(gconstpointer a, gconstpointer b)
{
    uint32_t x = ((const struct sl_call_result *)a)->number - 1;
    uint32_t y = ((const struct sl_call_result *)b)->number - 1;

    return x < y ? -1 : x > y;
}

void sl_result_sort_calls(struct sl_result *r)
{
    g_array_sort(r->calls, by_number);
    for (guint i = 0; i < r->calls->len; i++) {
        g_hash_table_insert(r->call_index, GUINT_TO_POINTER(sl_call_at(r, i)->number),
                            GUINT_TO_POINTER(i));
    }
}

void sl_result_add_hop(struct sl_result *r, const struct sl_hop *hop)
{
    struct sl_call_result *call = sl_result_call(r, hop->call, hop->call_id);
    int index = (int)r->hops->len;

    g_array_append_val(r->hops, *hop);
    sl_hop_at(r, index)->next_in_call = SL_NO_INDEX;
    g_hash_table_insert(r->hop_index, GUINT_TO_POINTER(hop->number), GINT_TO_POINTER(index + 1));
    if (call->first_hop == SL_NO_INDEX) {
        call->first_hop = index;
    } else {
        sl_hop_at(r, call->last_hop)->next_in_call = index;
    }
    call->last_hop = index;
}

void sl_result_add_violation(struct sl_result *r, const struct sl_violation *violation)
{
    struct sl_call_result *call = sl_result_call(r, violation->call, violation->call_id);
    int index = (int)r->violations->len;

    g_array_append_val(r->violations, *violation);
    sl_violation_at(r, index)->next_in_call = SL_NO_INDEX;
    if (call->first_violation == SL_NO_INDEX) {
        call->first_violation = index;
    } else {
        sl_violation_at(r, call->last_violation)->next_in_call = index;
    }
    call->last_violation = index;
}

struct sl_hop *sl_result_hop(const struct sl_result *r, uint32_t number)
{
    int index = GPOINTER_TO_INT(g_hash_table_lookup(r->hop_index, GUINT_TO_POINTER(number)));

    return index ? sl_hop_at(r, index - 1) : NULL;
}

void sl_result_hide(struct sl_result *r, const char *why, uint64_t count)
{
    struct sl_hiding fresh = {0};
    gpointer index;

    if (!g_hash_table_lookup_extended(r->hiding_index, why, NULL, &index)) {
        index = GUINT_TO_POINTER(r->hidings->len);
        fresh.why = g_strdup(why);
        g_array_append_val(r->hidings, fresh);
        g_hash_table_insert(r->hiding_index, fresh.why, index);
    }
    /* No sum becomes a number that no report may have. */
    count = MIN(count, SL_JSON_INTEGER_MAX - r->hidden);
    sl_hiding_at(r, GPOINTER_TO_UINT(index))->count += count;
    r->hidden += count;
}

bool sl_result_has_no_sip(const struct sl_result *result)
{
    return result->is_read && !result->error && result->messages == 0;
}

uint64_t sl_result_findings(const struct sl_result *r)
{
    return r->count[SL_SEVERITY_NOTE] + r->count[SL_SEVERITY_WARN] + r->count[SL_SEVERITY_ERROR];
}

unsigned sl_call_findings(const struct sl_call_result *call)
{
    return call->count[SL_SEVERITY_NOTE] + call->count[SL_SEVERITY_WARN] +
           call->count[SL_SEVERITY_ERROR];
}

enum sl_severity sl_call_worst(const struct sl_call_result *call)
{
    for (int s = SL_SEVERITY_ERROR; s > SL_SEVERITY_OFF; s--) {
        if (call->count[s]) {
            return (enum sl_severity)s;
        }
    }
    return SL_SEVERITY_OFF;
}
