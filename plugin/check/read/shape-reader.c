/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/shape-reader.h"

#include <string.h>

#include "base/hash.h"
#include "base/unconst.h"
#include "read/result-members.h"

struct sl_shape_reader *sl_shape_reader_new(void)
{
    struct sl_shape_reader *reader = g_new0(struct sl_shape_reader, 1);

    reader->scan = sl_scan_new();
    reader->names = g_hash_table_new_full(sl_hash_for_text, g_str_equal, g_free, NULL);
    return reader;
}

void sl_shape_reader_free(struct sl_shape_reader *reader)
{
    if (reader) {
        sl_scan_free(reader->scan);
        g_hash_table_destroy(reader->names);
        g_free(reader);
    }
}

/* --- values ---------------------------------------------------------------------------------- */

/* Where a struct that is being read keeps what stands at PLACE. */
static void *at(void *into, const struct sl_member_place *place)
{
    return (char *)into + place->offset;
}

static void store_number(void *into, const struct sl_member_place *place, int64_t number)
{
    switch (place->store) {
    case SL_STORE_BOOL:
        *(bool *)at(into, place) = number != 0;
        break;
    case SL_STORE_16:
        *(uint16_t *)at(into, place) = (uint16_t)number;
        break;
    case SL_STORE_32:
        *(uint32_t *)at(into, place) = (uint32_t)number;
        break;
    case SL_STORE_64:
        *(uint64_t *)at(into, place) = (uint64_t)number;
        break;
    default:
        break;
    }
}

static void store_text(struct sl_result *r, void *into, const struct sl_member_place *place,
                       const char *text)
{
    if (place->store == SL_STORE_OWNED) {
        g_free(*(char **)at(into, place));
        *(char **)at(into, place) = g_strdup(text);
    } else if (place->store == SL_STORE_STRING) {
        *(const char **)at(into, place) = sl_result_string(r, text);
    }
}

/* An integer within the range of MEMBER. */
static bool read_integer(struct sl_scan *scan, const struct sl_member_info *member, int64_t *number)
{
    const char *begin = scan->at;

    if (!sl_scan_integer(scan, number)) {
        return false;
    }
    if (*number < member->least || *number > member->most) {
        scan->at = begin;
        return sl_scan_fail(scan, "a number out of range");
    }
    return true;
}

static void read_word(struct sl_shape_reader *reader, const struct sl_member_info *member,
                      const struct sl_member_place *place, void *into)
{
    const char *begin = reader->scan->at;
    const char *word = sl_scan_string(reader->scan);
    int index = word ? sl_word_index(member->word, word) : -1;

    if (!word) {
        return;
    }
    if (index < 0 && !member->is_open) {
        reader->scan->at = begin;
        sl_scan_fail(reader->scan, "not one of the words for it");
    } else if (place->store == SL_STORE_STRING) {
        store_text(reader->result, into, place, word);
    } else {
        store_number(into, place, index + (int64_t)place->base);
    }
}

/* --- objects whose members are named by words or rules ---------------------------------------- */

/* One count or span into VALUES, which has room for it, at INDEX; of no known word, nowhere. */
static void read_named(struct sl_scan *scan, const struct sl_member_info *member, void *values,
                       int index)
{
    int64_t number = SL_NO_TIME;
    bool is_read = member->kind == SL_JSON_COUNTS       ? read_integer(scan, member, &number)
                   : sl_scan_peek(scan) == SL_SCAN_NULL ? sl_scan_null(scan)
                                                        : sl_scan_seconds(scan, &number);

    if (is_read && index >= 0 && member->kind == SL_JSON_COUNTS) {
        ((uint64_t *)values)[index] = (uint64_t)number;
    } else if (is_read && index >= 0) {
        ((int64_t *)values)[index] = number;
    }
}

static void read_by_words(struct sl_scan *scan, const struct sl_member_info *member, void *values)
{
    uint64_t seen = 0; /* a bit a word */

    sl_scan_enter(scan, SL_SCAN_OBJECT);
    while (sl_scan_next(scan)) {
        const char *name = sl_scan_name(scan);
        int index = name ? sl_word_index(member->word, name) : -1;

        if (index >= 0 && seen >> index & 1) {
            sl_scan_fail(scan, "a name that comes twice");
        }
        seen |= index >= 0 ? UINT64_C(1) << index : 0;
        read_named(scan, member, values, index);
    }
}

static void read_by_rules(struct sl_shape_reader *reader, const struct sl_member_info *member,
                          bool is_kept)
{
    struct sl_result *r = reader->result;
    struct sl_occasion occasion;
    int64_t count;

    g_hash_table_remove_all(reader->names);
    sl_scan_enter(reader->scan, SL_SCAN_OBJECT);
    while (sl_scan_next(reader->scan)) {
        char *name = g_strdup(sl_scan_name(reader->scan));

        if (name && !g_hash_table_add(reader->names, name)) {
            sl_scan_fail(reader->scan, "a name that comes twice");
        }
        if (read_integer(reader->scan, member, &count) && is_kept) {
            occasion.rule = sl_result_string(r, name);
            occasion.count = (uint64_t)count;
            g_array_append_val(r->occasions, occasion);
        }
    }
}

/* --- arrays ---------------------------------------------------------------------------------- */

static void read_step(struct sl_shape_reader *reader)
{
    struct sl_step step = {.method = ""};

    sl_shape_read(reader, SL_SHAPE_MESSAGE, &step);
    g_array_append_val(reader->result->steps, step);
}

static void read_other_call(struct sl_shape_reader *reader)
{
    struct sl_call_result call = {0};

    sl_shape_read(reader, SL_SHAPE_OTHER_CALL, &call);
    if (!reader->scan->fault) {
        sl_result_call(reader->result, call.number, call.call_id)->frame = call.frame;
    }
}

static void read_hiding(struct sl_shape_reader *reader)
{
    struct sl_hiding hiding = {0};

    sl_shape_read(reader, SL_SHAPE_HIDDEN, &hiding);
    if (!reader->scan->fault) {
        sl_result_hide(reader->result, hiding.why, hiding.count);
    }
    g_free(hiding.why);
}

static void read_change(struct sl_shape_reader *reader)
{
    struct sl_change change = {0};

    sl_shape_read(reader, SL_SHAPE_CHANGE, &change);
    if (!reader->scan->fault) {
        sl_changes_add(reader->result->changes, change.by, change.what, change.has_count,
                       change.count);
    }
    g_free(change.by);
    g_free(change.what);
}

static void read_change_count(struct sl_scan *scan, const struct sl_member_info *member,
                              struct sl_change *change)
{
    int64_t count;

    change->has_count = read_integer(scan, member, &count);
    change->count = change->has_count ? (uint64_t)count : 0;
}

static void read_objects(struct sl_shape_reader *reader, const struct sl_member_info *member)
{
    unsigned count = 0;

    sl_scan_enter(reader->scan, SL_SCAN_ARRAY);
    for (; sl_scan_next(reader->scan); count++) {
        if (member->of == SL_SHAPE_MESSAGE) {
            read_step(reader);
        } else if (member->of == SL_SHAPE_OTHER_CALL) {
            read_other_call(reader);
        } else if (member->of == SL_SHAPE_HIDDEN) {
            read_hiding(reader);
        } else if (member->of == SL_SHAPE_CHANGE) {
            read_change(reader);
        }
    }
    if (count < member->items_least) {
        sl_scan_fail(reader->scan, "too few of them");
    }
}

static void read_numbers(struct sl_scan *scan, const struct sl_member_info *member, GArray *numbers)
{
    int64_t number;

    sl_scan_enter(scan, SL_SCAN_ARRAY);
    while (sl_scan_next(scan)) {
        if (read_integer(scan, member, &number)) {
            uint32_t value = (uint32_t)number;

            g_array_append_val(numbers, value);
        }
    }
    if (member->items_most && numbers->len > member->items_most) {
        sl_scan_fail(scan, "too many of them");
    }
}

static void read_counts_for(struct sl_shape_reader *reader, const struct sl_member_info *member,
                            struct sl_violation *violation)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    read_numbers(reader->scan, member, numbers);
    for (guint i = 0; i < MIN(numbers->len, SL_FINDING_TRANSACTIONS_MAX); i++) {
        violation->counts_for[i] = g_array_index(numbers, uint32_t, i);
    }
}

static void read_evidence(struct sl_shape_reader *reader, const struct sl_member_info *member,
                          struct sl_violation *violation)
{
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    read_numbers(reader->scan, member, frames);
    violation->evidence_count = frames->len;
    violation->evidence = (const uint32_t *)(gpointer)g_array_free(frames, frames->len == 0);
    if (violation->evidence) {
        g_ptr_array_add(reader->result->evidence, sl_unconst(violation->evidence));
    }
}

/* --- objects --------------------------------------------------------------------------------- */

/* A member that no single place keeps. */
static void read_by_hand(struct sl_shape_reader *reader, enum sl_member member, void *into)
{
    const struct sl_member_info *info = sl_member_info(member);
    int64_t number;

    switch (member) {
    case SL_MEMBER_CHANGE_COUNT:
        read_change_count(reader->scan, info, into);
        break;
    case SL_MEMBER_CAPTURE_CHANGED:
    case SL_MEMBER_TRANSACTION_MESSAGES:
    case SL_MEMBER_SUMMARY_OTHER_CALLS:
    case SL_MEMBER_SUMMARY_HIDDEN:
        reader->result->has_other_calls |= member == SL_MEMBER_SUMMARY_OTHER_CALLS;
        read_objects(reader, info);
        break;
    case SL_MEMBER_VIOLATION_COUNTS_FOR:
        read_counts_for(reader, info, into);
        break;
    case SL_MEMBER_VIOLATION_EVIDENCE:
        read_evidence(reader, info, into);
        break;
    case SL_MEMBER_SUMMARY_RULES:
    case SL_MEMBER_SUMMARY_OCCASIONS:
        read_by_rules(reader, info, member == SL_MEMBER_SUMMARY_OCCASIONS);
        break;
    default: /* counted from the lines, or looked at before */
        read_integer(reader->scan, info, &number);
    }
}

/* A member that is kept where its place says. */
static void read_placed(struct sl_shape_reader *reader, const struct sl_member_info *member,
                        const struct sl_member_place *place, void *into)
{
    struct sl_scan *scan = reader->scan;
    const char *text;
    int64_t number;
    bool truth;

    switch (member->kind) {
    case SL_JSON_TEXT:
        if ((text = sl_scan_string(scan)) != NULL) {
            store_text(reader->result, into, place, text);
        }
        break;
    case SL_JSON_WORD:
        read_word(reader, member, place, into);
        break;
    case SL_JSON_BOOL:
        if (sl_scan_bool(scan, &truth)) {
            store_number(into, place, truth);
        }
        break;
    case SL_JSON_INTEGER:
        if (read_integer(scan, member, &number)) {
            store_number(into, place, number);
        }
        break;
    case SL_JSON_SECONDS:
        sl_scan_seconds(scan, at(into, place));
        break;
    case SL_JSON_OBJECT:
        sl_shape_read(reader, member->of, at(into, place));
        break;
    case SL_JSON_COUNTS:
    case SL_JSON_SPANS:
        read_by_words(scan, member, at(into, place));
        break;
    case SL_JSON_OBJECTS:
    case SL_JSON_INTEGERS:
        break; /* always by hand */
    }
}

static void read_member(struct sl_shape_reader *reader, enum sl_member member, void *into)
{
    const struct sl_member_info *info = sl_member_info(member);
    const struct sl_member_place *place = sl_member_place(member);

    if (info->is_nullable && sl_scan_peek(reader->scan) == SL_SCAN_NULL) {
        sl_scan_null(reader->scan); /* what is kept is already that of none */
    } else if (place->store == SL_STORE_BY_HAND) {
        read_by_hand(reader, member, into);
    } else {
        read_placed(reader, info, place, into);
    }
    if (reader->scan->fault && !reader->at) {
        reader->at = info;
    }
}

/* The members of SHAPE of which SEEN, a bit each, has none though they have to be there. */
static void check_needed(struct sl_shape_reader *reader, enum sl_shape shape, uint64_t seen)
{
    unsigned first = sl_shape_first_member(shape);
    bool has_error = shape == SL_SHAPE_CAPTURE && seen >> (SL_MEMBER_CAPTURE_ERROR - first) & 1;

    for (unsigned m = first; m < sl_shape_end_member(shape) && !reader->scan->fault; m++) {
        const struct sl_member_info *info = sl_member_info((enum sl_member)m);

        if (!(seen >> (m - first) & 1) && info->need != SL_NEED_NOT &&
            !(has_error && info->need == SL_NEED_UNLESS_ERROR)) {
            sl_scan_fail(reader->scan, "it is missing");
            reader->at = info;
        }
    }
}

void sl_shape_read(struct sl_shape_reader *reader, enum sl_shape shape, void *into)
{
    enum sl_member first = sl_shape_first_member(shape), member = first;
    bool has_type = false;
    uint64_t seen = 0; /* a bit a member */

    sl_scan_enter(reader->scan, SL_SCAN_OBJECT);
    while (sl_scan_next(reader->scan)) {
        const char *name = sl_scan_name(reader->scan);
        bool is_type = name && shape < SL_SHAPE_LINES && strcmp(name, "type") == 0;

        if (name && sl_member_find(shape, name, &member)) {
            if (seen >> (member - first) & 1) {
                reader->at = sl_member_info(member);
                sl_scan_fail(reader->scan, "it comes twice");
            }
            seen |= UINT64_C(1) << (member - first);
            read_member(reader, member, into);
            member++;
        } else if (is_type && has_type) {
            sl_scan_fail(reader->scan, "its type comes twice");
        } else {
            has_type |= is_type;
            sl_scan_skip(reader->scan);
        }
    }
    if (!reader->scan->fault) {
        check_needed(reader, shape, seen);
    }
}
