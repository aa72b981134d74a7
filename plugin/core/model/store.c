/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/store.h"

#include <string.h>

#include "base/hash.h"
#include "base/unconst.h"
#include "sip/address.h"
#include "sip/remarks.h"

struct sl_store *sl_store_new(const struct sl_timing *timing)
{
    struct sl_store *store = g_new0(struct sl_store, 1);

    store->timing = *timing;
    store->arena = sl_arena_new();
    store->records = g_ptr_array_new();
    store->hosts = SL_TABLE_IN(store->arena);
    store->copies = SL_TABLE_IN(store->arena);
    store->calls = SL_TABLE_IN(store->arena);
    store->vias = SL_TABLE_IN(store->arena);
    store->remarks = SL_TABLE_IN(store->arena);
    store->index = SL_INDEX_IN(store->arena);
    store->scratch = g_string_new(NULL);
    return store;
}

void sl_store_free(struct sl_store *store)
{
    g_ptr_array_free(store->records, TRUE);
    g_string_free(store->scratch, TRUE);
    sl_arena_free(store->arena);
    g_free(store);
}

/* --- calls and hosts ------------------------------------------------------------------------- */

static bool is_text(const void *thing, const void *key)
{
    return strcmp(thing, key) == 0;
}

const char *sl_call_intern(struct sl_call *call, const char *text)
{
    uint64_t hash = text ? sl_hash_text(0, text) : 0;
    void **slot = text ? sl_table_find(&call->texts, hash, is_text, text) : NULL;
    char *interned;

    if (!text || slot) {
        return slot ? *slot : NULL;
    }
    interned = sl_unconst(sl_arena_strdup(call->texts.arena, text));
    sl_table_add(&call->texts, hash, interned);
    return interned;
}

static bool is_host_at(const void *thing, const void *key)
{
    const struct sl_host *host = thing;

    return memcmp(&host->address, key, sizeof host->address) == 0;
}

static struct sl_host *host_of(struct sl_store *store, const struct sl_address *address)
{
    uint64_t hash = sl_hash_bytes(0, address, sizeof *address);
    void **slot = sl_table_find(&store->hosts, hash, is_host_at, address);
    struct sl_host *host;

    if (slot) {
        return *slot;
    }
    host = sl_arena_new_of(store->arena, struct sl_host);
    host->address = *address;
    g_string_truncate(store->scratch, 0);
    sl_address_append(store->scratch, address);
    host->text = sl_arena_strdup(store->arena, store->scratch->str);
    sl_table_add(&store->hosts, hash, host);
    return host;
}

static bool is_call_of(const void *thing, const void *key)
{
    return strcmp(((const struct sl_call *)thing)->id, key) == 0;
}

static struct sl_call *call_of(struct sl_store *store, const char *id, struct sl_record *first)
{
    uint64_t hash = sl_hash_text(0, id);
    void **slot = sl_table_find(&store->calls, hash, is_call_of, id);
    struct sl_call *call;

    if (slot) {
        return *slot;
    }
    call = sl_arena_new_of(store->arena, struct sl_call);
    call->number = ++store->call_count;
    call->id = sl_arena_strdup(store->arena, id);
    call->first = first;
    call->index = SL_INDEX_IN(store->arena);
    call->texts = SL_TABLE_IN(store->arena);
    call->copies = SL_TABLE_IN(store->arena);
    sl_table_add(&store->calls, hash, call);
    return call;
}

/* Where the copies of RECORD are. */
static struct sl_table *copies_of(struct sl_store *store, struct sl_record *record)
{
    return record->call ? &record->call->copies : &store->copies;
}

/* The same bytes between the same hosts and ports: a repeat, or a second look of the capture. */
static void find_original(struct sl_store *store, struct sl_record *record, uint64_t bytes)
{
    struct sl_table *copies = copies_of(store, record);
    void **slot;

    record->digest = sl_hash_mix(bytes, (uintptr_t)record->source);
    record->digest = sl_hash_mix(record->digest, (uintptr_t)record->destination);
    record->digest =
        sl_hash_mix(record->digest, (uint64_t)record->source_port << 16 | record->destination_port);
    slot = sl_table_find(copies, record->digest, NULL, NULL);
    if (slot) {
        sl_record_set_original(store, record, *slot);
    } else {
        sl_table_add(copies, record->digest, record);
    }
}

/* RECORD is the newest copy of ORIGINAL. */
static void note_copy(struct sl_store *store, struct sl_record *original, struct sl_record *record)
{
    struct sl_repeats *repeats = original->repeats;

    if (!repeats) {
        repeats = original->repeats = sl_arena_new_of(store->arena, struct sl_repeats);
        repeats->newest = repeats->newest_sent = original;
        repeats->sent = 1;
    }
    store->repeats_before = *repeats;
    repeats->newest = record;
    if (!record->is_duplicate && !record->is_cut && !original->is_cut) {
        repeats->last_gap_ns = sl_record_elapsed(sl_record_last_sent(original), record);
        repeats->newest_sent = record;
        repeats->sent++;
    }
}

void sl_record_set_original(struct sl_store *store, struct sl_record *record,
                            struct sl_record *original)
{
    const struct sl_record *before;

    /* A copy of one that differs in a detail from the first copy repeats that as well. */
    original = original->original ? original->original : original;
    before = original->repeats ? original->repeats->newest : original;
    record->original = original;
    record->is_duplicate = ABS(record->time_ns - before->time_ns) <= store->timing.duplicate_ns;
    note_copy(store, original, record);
}

void sl_record_set_first(struct sl_store *store, struct sl_record *record)
{
    void **place;

    if (record->original) {
        *record->original->repeats = store->repeats_before;
    }
    record->original = NULL;
    record->is_duplicate = false;
    place = sl_table_find(copies_of(store, record), record->digest, NULL, NULL);
    /* A response without Call-ID was looked up before its call was known. */
    if (!place) {
        place = sl_table_find(&store->copies, record->digest, NULL, NULL);
    }
    *place = record;
}

/* --- records --------------------------------------------------------------------------------- */

/* The method that a response answers. */
static enum sl_method cseq_method_of(const struct sl_message *message)
{
    return message->cseq_method ? sl_method_from_name(message->cseq_method) : SL_METHOD_OTHER;
}

static void note_limits(struct sl_store *store, const struct sl_message *message)
{
    if (message->record_route_hosts.count > SL_VALUES_MAX ||
        message->contact_uris.count > SL_VALUES_MAX) {
        sl_store_leave_out(store, SL_LIMIT_VALUES);
    }
    if (message->auths.count > SL_AUTHS_MAX) {
        sl_store_leave_out(store, SL_LIMIT_AUTHS);
    }
}

struct sl_record *sl_store_add(struct sl_store *store, const struct sl_message *message)
{
    struct sl_record *record = sl_arena_new_of(store->arena, struct sl_record);

    record->number = store->records->len;
    record->frame = message->frame;
    record->time_ns = message->time_ns;
    record->source = host_of(store, &message->source);
    record->destination = host_of(store, &message->destination);
    record->source_port = message->source_port;
    record->destination_port = message->destination_port;
    record->transport = (uint8_t)message->transport;
    record->status = message->is_response ? message->status : 0;
    record->method = (uint8_t)(message->is_response ? cseq_method_of(message) : message->method);
    record->is_cut = message->truncated;
    record->destination->addressed = true;
    if (message->remarks) {
        record->remarks = sl_remarks_intern(&store->remarks, message->remarks);
    }
    if (message->call_id) {
        record->call = call_of(store, message->call_id, record);
    }
    g_ptr_array_add(store->records, record);
    note_limits(store, message);
    find_original(store, record, message->digest);
    return record;
}
