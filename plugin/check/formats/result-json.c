/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/result-json.h"

#include "base/unconst.h"
#include "read/result-members.h"

static void write_shape(struct sl_json *j, const struct sl_result *r, enum sl_shape shape,
                        const void *from);

static const char *name_of(enum sl_member member)
{
    return sl_member_info(member)->name;
}

/* --- arrays, and what is counted ------------------------------------------------------------- */

static void write_object(struct sl_json *j, const struct sl_result *r, const char *name,
                         enum sl_shape shape, const void *from)
{
    sl_json_begin(j, name, '{');
    write_shape(j, r, shape, from);
    sl_json_end(j, '{');
}

static void write_messages(struct sl_json *j, const struct sl_result *r, const struct sl_hop *hop)
{
    for (unsigned i = 0; i < hop->step_count; i++) {
        write_object(j, r, NULL, SL_SHAPE_MESSAGE, sl_step_at(r, hop->first_step + i));
    }
}

static void write_other_calls(struct sl_json *j, const struct sl_result *r)
{
    for (guint i = 0; i < r->calls->len; i++) {
        const struct sl_call_result *call = sl_call_at(r, i);

        if (call->frame && call->first_hop == SL_NO_INDEX) {
            write_object(j, r, NULL, SL_SHAPE_OTHER_CALL, call);
        }
    }
}

static void write_hidings(struct sl_json *j, const GArray *hidings)
{
    for (guint i = 0; i < hidings->len; i++) {
        write_object(j, NULL, NULL, SL_SHAPE_HIDDEN, &g_array_index(hidings, struct sl_hiding, i));
    }
}

static void write_changes(struct sl_json *j, const struct sl_changes *changes)
{
    for (unsigned i = 0; i < sl_changes_count(changes); i++) {
        write_object(j, NULL, NULL, SL_SHAPE_CHANGE, sl_changes_at(changes, i));
    }
}

static void write_numbers(struct sl_json *j, const uint32_t *numbers, unsigned most)
{
    for (unsigned i = 0; i < most && numbers[i]; i++) {
        sl_json_number(j, NULL, numbers[i]);
    }
}

/* How often each rule was found broken, in the order of first findings. */
static void write_rules(struct sl_json *j, const struct sl_result *r)
{
    GHashTable *counts = g_hash_table_new(NULL, NULL); /* k=rule, one string each, v=how many */
    GPtrArray *order = g_ptr_array_new();

    for (guint i = 0; i < r->violations->len; i++) {
        gpointer rule = sl_unconst(sl_violation_at(r, i)->rule);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, rule));

        if (!sl_violation_at(r, i)->is_hidden) {
            g_hash_table_insert(counts, rule, GUINT_TO_POINTER(count + 1));
            if (count == 0) {
                g_ptr_array_add(order, rule);
            }
        }
    }
    for (guint i = 0; i < order->len; i++) {
        const char *rule = g_ptr_array_index(order, i);

        sl_json_number(j, rule, GPOINTER_TO_UINT(g_hash_table_lookup(counts, rule)));
    }
    g_ptr_array_free(order, TRUE);
    g_hash_table_destroy(counts);
}

static void write_occasions(struct sl_json *j, const struct sl_result *r)
{
    for (guint i = 0; i < r->occasions->len; i++) {
        const struct sl_occasion *o = &g_array_index(r->occasions, struct sl_occasion, i);

        sl_json_number(j, o->rule, o->count);
    }
}

/* --- members that no single place keeps ------------------------------------------------------- */

/* What stands between the brackets of MEMBER, an array or an object. */
static void write_inside(struct sl_json *j, const struct sl_result *r, enum sl_member member,
                         const void *from)
{
    const struct sl_violation *violation = from;

    switch (member) {
    case SL_MEMBER_CAPTURE_CHANGED:
        write_changes(j, r->changes);
        break;
    case SL_MEMBER_TRANSACTION_MESSAGES:
        write_messages(j, r, from);
        break;
    case SL_MEMBER_VIOLATION_COUNTS_FOR:
        write_numbers(j, violation->counts_for, SL_FINDING_TRANSACTIONS_MAX);
        break;
    case SL_MEMBER_VIOLATION_EVIDENCE:
        write_numbers(j, violation->evidence, violation->evidence_count);
        break;
    case SL_MEMBER_SUMMARY_RULES:
        write_rules(j, r);
        break;
    case SL_MEMBER_SUMMARY_OCCASIONS:
        write_occasions(j, r);
        break;
    case SL_MEMBER_SUMMARY_OTHER_CALLS:
        write_other_calls(j, r);
        break;
    default:
        write_hidings(j, r->hidings);
    }
}

static void write_by_hand(struct sl_json *j, const struct sl_result *r, enum sl_member member,
                          const void *from)
{
    enum sl_json_kind kind = sl_member_info(member)->kind;
    char bracket = kind == SL_JSON_COUNTS ? '{' : '[';

    const struct sl_change *change = from;

    if (member == SL_MEMBER_CHANGE_COUNT) {
        if (change->has_count) {
            sl_json_number(j, name_of(member), change->count);
        }
    } else if (member == SL_MEMBER_CAPTURE_FORMAT) {
        sl_json_number(j, name_of(member), SL_JSON_FORMAT);
    } else if (member == SL_MEMBER_SUMMARY_VIOLATIONS) {
        sl_json_number(j, name_of(member), sl_result_findings(r));
    } else {
        sl_json_begin(j, name_of(member), bracket);
        write_inside(j, r, member, from);
        sl_json_end(j, bracket);
    }
}

/* --- members ---------------------------------------------------------------------------------- */

static const void *at(const void *from, const struct sl_member_place *place)
{
    return (const char *)from + place->offset;
}

static uint64_t number_at(const void *from, const struct sl_member_place *place)
{
    switch (place->store) {
    case SL_STORE_BOOL:
        return *(const bool *)at(from, place);
    case SL_STORE_16:
        return *(const uint16_t *)at(from, place);
    case SL_STORE_32:
        return *(const uint32_t *)at(from, place);
    default:
        return *(const uint64_t *)at(from, place);
    }
}

/* The text there; NULL where it is none, though people may be shown "". */
static const char *text_at(const void *from, const struct sl_member_info *member,
                           const struct sl_member_place *place)
{
    const char *text;

    if (place->store != SL_STORE_STRING && place->store != SL_STORE_OWNED) {
        return member->word((unsigned)number_at(from, place) - place->base);
    }
    text = *(const char *const *)at(from, place);
    return place->is_shown && member->is_nullable && !*text ? NULL : text;
}

/* Whether the object there is none. */
static bool is_none(const void *from, const struct sl_member_info *member,
                    const struct sl_member_place *place)
{
    const struct sl_text *text = at(from, place);
    const struct sl_party *party = at(from, place);
    const struct sl_reason *reason = at(from, place);

    switch (member->of) {
    case SL_SHAPE_TEXT:
        return !text->zh && !text->en;
    case SL_SHAPE_PARTY:
        return !*party->address;
    case SL_SHAPE_REASON:
        return !reason->text.zh && !reason->text.en;
    default:
        return false;
    }
}

static void write_text(struct sl_json *j, const struct sl_member_info *member, const char *text)
{
    if (text || member->need != SL_NEED_NOT) {
        sl_json_string(j, member->name, text);
    }
}

/* 0 is no number where the least is 1: it is left out, or null. */
static void write_integer(struct sl_json *j, const struct sl_member_info *member, uint64_t number)
{
    if (member->is_nullable) {
        sl_json_reference(j, member->name, number);
    } else if (number || !member->least || member->need != SL_NEED_NOT) {
        sl_json_number(j, member->name, number);
    }
}

static void write_nested(struct sl_json *j, const struct sl_result *r,
                         const struct sl_member_info *member, const struct sl_member_place *place,
                         const void *from)
{
    bool may_be_none = member->is_nullable || member->need == SL_NEED_NOT;

    if (!may_be_none || !is_none(from, member, place)) {
        write_object(j, r, member->name, member->of, at(from, place));
    } else if (member->is_nullable) {
        sl_json_null(j, member->name);
    }
}

static void write_seconds(struct sl_json *j, const char *name, int64_t ns)
{
    if (ns == SL_NO_TIME) {
        sl_json_null(j, name);
    } else {
        sl_json_seconds(j, name, ns);
    }
}

static void write_spans(struct sl_json *j, const struct sl_member_info *member, const int64_t *ns)
{
    sl_json_begin(j, member->name, '{');
    for (unsigned i = 0; member->word(i); i++) {
        write_seconds(j, member->word(i), ns[i]);
    }
    sl_json_end(j, '{');
}

void sl_result_json_counts(struct sl_json *j, enum sl_member member, const uint64_t *counts)
{
    const struct sl_member_info *info = sl_member_info(member);

    sl_json_begin(j, info->name, '{');
    for (unsigned i = 0; info->word(i); i++) {
        sl_json_number(j, info->word(i), counts[i]);
    }
    sl_json_end(j, '{');
}

static void write_placed(struct sl_json *j, const struct sl_result *r, enum sl_member m,
                         const void *from)
{
    const struct sl_member_info *member = sl_member_info(m);
    const struct sl_member_place *place = sl_member_place(m);

    switch (member->kind) {
    case SL_JSON_TEXT:
    case SL_JSON_WORD:
        write_text(j, member, text_at(from, member, place));
        break;
    case SL_JSON_BOOL:
        sl_json_bool(j, member->name, number_at(from, place) != 0);
        break;
    case SL_JSON_INTEGER:
        write_integer(j, member, number_at(from, place));
        break;
    case SL_JSON_SECONDS:
        sl_json_seconds(j, member->name, *(const int64_t *)at(from, place));
        break;
    case SL_JSON_OBJECT:
        write_nested(j, r, member, place, from);
        break;
    case SL_JSON_COUNTS:
        sl_result_json_counts(j, m, at(from, place));
        break;
    case SL_JSON_SPANS:
        write_spans(j, member, at(from, place));
        break;
    case SL_JSON_OBJECTS:
    case SL_JSON_INTEGERS:
        break; /* always by hand */
    }
}

/* Whether R says nothing that MEMBER, which may be left out, could hold. */
static bool is_left_out(const struct sl_result *r, enum sl_member member)
{
    switch (member) {
    case SL_MEMBER_CAPTURE_CHANGED:
        return sl_changes_count(r->changes) == 0;
    case SL_MEMBER_SUMMARY_OCCASIONS:
        return r->occasions->len == 0;
    case SL_MEMBER_SUMMARY_OTHER_CALLS:
        return !r->has_other_calls;
    case SL_MEMBER_SUMMARY_HIDDEN:
        return r->hidden == 0;
    default:
        return sl_member_info(member)->need == SL_NEED_UNLESS_ERROR && !r->is_read;
    }
}

static void write_shape(struct sl_json *j, const struct sl_result *r, enum sl_shape shape,
                        const void *from)
{
    for (unsigned m = sl_shape_first_member(shape); m < sl_shape_end_member(shape); m++) {
        enum sl_member member = (enum sl_member)m;

        if (r && is_left_out(r, member)) {
            continue;
        }
        if (sl_member_place(member)->store == SL_STORE_BY_HAND) {
            write_by_hand(j, r, member, from);
        } else {
            write_placed(j, r, member, from);
        }
    }
}

void sl_result_json_capture(struct sl_json *j, const struct sl_result *r)
{
    write_shape(j, r, SL_SHAPE_CAPTURE, r);
}

void sl_result_json_transaction(struct sl_json *j, const struct sl_result *r,
                                const struct sl_hop *hop)
{
    write_shape(j, r, SL_SHAPE_TRANSACTION, hop);
}

void sl_result_json_violation(struct sl_json *j, const struct sl_violation *violation)
{
    write_shape(j, NULL, SL_SHAPE_VIOLATION, violation);
}

void sl_result_json_summary(struct sl_json *j, const struct sl_result *r)
{
    write_shape(j, r, SL_SHAPE_SUMMARY, r);
}

void sl_result_json_changes(struct sl_json *j, const char *name, const struct sl_changes *changes)
{
    sl_json_begin(j, name, '[');
    write_changes(j, changes);
    sl_json_end(j, '[');
}

void sl_result_json_hidden(struct sl_json *j, const char *name, const GArray *hidings)
{
    sl_json_begin(j, name, '[');
    write_hidings(j, hidings);
    sl_json_end(j, '[');
}
