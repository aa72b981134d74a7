/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/once-per-fault.h"

#include "base/hash.h"
#include "base/unconst.h"
#include "model/keys.h"

/* CANCEL, its answer and 100 are made anew on each hop (RFC 3261 §9.1, §16.7 step 5). */
static bool is_hop_by_hop(const struct sl_look *look)
{
    return look->record->method == SL_METHOD_CANCEL || look->message->status == 100;
}

bool sl_look_begins_fault(const struct sl_look *look, const void *also)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;
    static const char seen = 1;
    uint64_t h;
    struct sl_key key;

    if (!m->call_id) {
        return true; /* nothing to tell one message from another by */
    }
    h = sl_hash_mix(sl_hash_text(0, m->call_id), SL_WORD(also));
    h = sl_hash_text(h, m->from_tag);
    h = sl_hash_text(h, m->to_tag);
    h = sl_hash_mix(h, (uint64_t)m->cseq_number << 32 | (uint64_t)record->method << 16 | m->status);
    if (is_hop_by_hop(look)) {
        h = sl_hash_mix(h, SL_WORD(look->arrival->via));
        h = sl_hash_mix(h, SL_WORD(record->source));
    }
    key = *SL_KEY(SL_INDEX_KINDS, SL_WORD(look->rule), h);
    if (sl_index_get(&record->call->index, &key)) {
        return false;
    }
    sl_index_set(&record->call->index, &key, sl_unconst(&seen));
    return true;
}
