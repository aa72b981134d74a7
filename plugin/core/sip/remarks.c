/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/remarks.h"

#include "base/hash.h"
#include "base/unconst.h"
#include "sip/cause.h"
#include "sip/header.h"
#include "sip/isup.h"

/* --- from a message -------------------------------------------------------------------------- */

/* While they are read there is room for all. */
struct draft {
    struct sl_remarks remarks;
    struct sl_reason reasons[SL_REMARKS_MAX];
    struct sl_warning warnings[SL_REMARKS_MAX];
};

static struct draft *draft_of(struct sl_split *split)
{
    struct draft *draft = sl_unconst(split->message->remarks);

    if (!draft) {
        draft = sl_arena_new_of(split->texts, struct draft);
        draft->remarks.reasons = draft->reasons;
        draft->remarks.warnings = draft->warnings;
        split->message->remarks = &draft->remarks;
    }
    return draft;
}

void sl_remarks_add_reason(struct sl_split *split, const char *value)
{
    struct draft *draft = draft_of(split);
    unsigned *count = &draft->remarks.reason_count;

    while (*count < SL_REMARKS_MAX &&
           sl_reason_next(split->texts, &value, &draft->reasons[*count])) {
        ++*count;
    }
}

void sl_remarks_add_warning(struct sl_split *split, const char *value)
{
    struct draft *draft = draft_of(split);
    unsigned *count = &draft->remarks.warning_count;

    while (*count < SL_REMARKS_MAX &&
           sl_warning_next(split->texts, &value, &draft->warnings[*count])) {
        ++*count;
    }
}

void sl_remarks_add_retry_after(struct sl_split *split, const char *value)
{
    struct sl_remarks *remarks = &draft_of(split)->remarks;

    if (!remarks->has_retry_after) {
        remarks->has_retry_after = sl_retry_after_read(split->texts, value, &remarks->retry_after);
    }
}

void sl_remarks_add_error_info(struct sl_split *split, const char *value)
{
    struct sl_remarks *remarks = &draft_of(split)->remarks;
    size_t length;
    const char *uri = sl_header_uri(value, &length);

    if (!remarks->error_info && length > 0) {
        remarks->error_info = sl_arena_strndup(split->texts, uri, length);
    }
}

void sl_remarks_add_isup(struct sl_split *split, unsigned type)
{
    struct sl_remarks *remarks = &draft_of(split)->remarks;

    if (!remarks->has_isup) {
        remarks->has_isup = true;
        remarks->isup_type = (uint8_t)type;
    }
}

void sl_remarks_add_isup_cause(struct sl_split *split, unsigned cause)
{
    struct sl_remarks *remarks = &draft_of(split)->remarks;

    if (!remarks->has_isup_cause) {
        remarks->has_isup_cause = true;
        remarks->isup_cause = (uint8_t)cause;
    }
}

void sl_remarks_add_isup_location(struct sl_split *split, unsigned location)
{
    struct sl_remarks *remarks = &draft_of(split)->remarks;

    if (!remarks->has_isup_location) {
        remarks->has_isup_location = true;
        remarks->isup_location = (uint8_t)location;
    }
}

/* --- what they say --------------------------------------------------------------------------- */

const struct sl_text sl_error_info_text =
    SL_TEXT("指向对失败的进一步说明，多是一段录音通知；UAC可以改为呼叫这个SIP URI来播放它。",
            "Points to more about the failure, mostly a recorded announcement; a UAC may call such "
            "a SIP URI "
            "to play it.");

static void append(GString *out, const struct sl_text *text, enum sl_language language)
{
    if (text && out->len > 0 && language == SL_EN) {
        g_string_append_c(out, ' ');
    }
    if (text) {
        g_string_append(out, sl_text_get(text, language));
    }
}

void sl_remarks_describe_isup(const struct sl_remarks *remarks, enum sl_language language,
                              GString *out)
{
    const struct sl_isup_message *message = sl_isup_find(remarks->isup_type);
    const struct sl_location *location =
        remarks->has_isup_location ? sl_location_find(remarks->isup_location) : NULL;

    append(out, message ? &message->text : NULL, language);
    if (remarks->has_isup_cause) {
        append(out, sl_cause_explain(remarks->isup_cause), language);
        append(out, location ? &location->text : NULL, language);
    }
}

/* --- of a capture ---------------------------------------------------------------------------- */

static uint64_t mix_number(uint64_t h, bool is_there, uint32_t number)
{
    return sl_hash_mix(h, is_there ? UINT64_C(1) << 32 | number : 0);
}

static uint64_t hash_of(const struct sl_remarks *r)
{
    uint64_t h = sl_hash_mix(sl_hash_seed(), r->reason_count << 8 | r->warning_count);

    for (unsigned i = 0; i < r->reason_count; i++) {
        h = sl_hash_text(h, r->reasons[i].protocol);
        h = mix_number(h, r->reasons[i].has_cause, r->reasons[i].cause);
        h = sl_hash_text(h, r->reasons[i].text);
        h = sl_hash_text(h, r->reasons[i].location);
    }
    for (unsigned i = 0; i < r->warning_count; i++) {
        h = sl_hash_mix(h, r->warnings[i].code);
        h = sl_hash_text(h, r->warnings[i].agent);
        h = sl_hash_text(h, r->warnings[i].text);
    }
    h = mix_number(h, r->has_retry_after, r->retry_after.seconds);
    h = mix_number(h, r->retry_after.has_duration, r->retry_after.duration_s);
    h = sl_hash_text(h, r->retry_after.comment);
    h = sl_hash_text(h, r->error_info);
    h = mix_number(h, r->has_isup, r->isup_type);
    h = mix_number(h, r->has_isup_cause, r->isup_cause);
    return mix_number(h, r->has_isup_location, r->isup_location);
}

static const struct sl_reason *copy_reasons(struct sl_arena *arena, const struct sl_remarks *from)
{
    struct sl_reason *to = sl_arena_alloc(arena, from->reason_count * sizeof *to);

    for (unsigned i = 0; i < from->reason_count; i++) {
        to[i] = from->reasons[i];
        to[i].protocol = sl_arena_strdup(arena, to[i].protocol);
        to[i].text = sl_arena_strdup(arena, to[i].text);
        to[i].location = sl_arena_strdup(arena, to[i].location);
    }
    return to;
}

static const struct sl_warning *copy_warnings(struct sl_arena *arena, const struct sl_remarks *from)
{
    struct sl_warning *to = sl_arena_alloc(arena, from->warning_count * sizeof *to);

    for (unsigned i = 0; i < from->warning_count; i++) {
        to[i] = from->warnings[i];
        to[i].agent = sl_arena_strdup(arena, to[i].agent);
        to[i].text = sl_arena_strdup(arena, to[i].text);
    }
    return to;
}

static struct sl_remarks *copy(struct sl_arena *arena, const struct sl_remarks *from)
{
    struct sl_remarks *to = sl_arena_new_of(arena, struct sl_remarks);

    *to = *from;
    to->reasons = from->reason_count ? copy_reasons(arena, from) : NULL;
    to->warnings = from->warning_count ? copy_warnings(arena, from) : NULL;
    to->retry_after.comment = sl_arena_strdup(arena, from->retry_after.comment);
    to->error_info = sl_arena_strdup(arena, from->error_info);
    return to;
}

const struct sl_remarks *sl_remarks_intern(struct sl_table *table, const struct sl_remarks *remarks)
{
    uint64_t hash = hash_of(remarks);
    void **place = sl_table_find(table, hash, NULL, NULL);
    struct sl_remarks *known = place ? *place : NULL;

    if (!known) {
        known = copy(table->arena, remarks);
        sl_table_add(table, hash, known);
    }
    return known;
}
