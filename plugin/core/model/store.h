/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where all that is known of a capture is kept: its records, hosts and calls. One arena owns
 * everything but the containers; pointers into it stay good until the store is freed.
 */
#ifndef SL_STORE_H
#define SL_STORE_H

#include <glib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/table.h"
#include "model/model.h"
#include "model/timing.h"

struct sl_store {
    struct sl_timing timing;
    struct sl_arena *arena;  /* owns everything below but the containers */
    GPtrArray *records;      /* of struct sl_record, in capture order */
    struct sl_table hosts;   /* of struct sl_host, by address */
    struct sl_table calls;   /* of struct sl_call, by Call-ID */
    struct sl_table vias;    /* of struct sl_via, by branch and sent-by */
    struct sl_table copies;  /* of struct sl_record without a call: first copies, by digest */
    struct sl_table remarks; /* of struct sl_remarks, by what they say */
    struct sl_index index;   /* what is found by hosts and numbers: keys.h */
    uint32_t call_count, transaction_count;
    struct sl_repeats repeats_before; /* those of the newest repeat's original, without it */
    GString *scratch;                 /* for building keys */
    uint64_t left_out[SL_LIMITS];     /* by the limits of base/limits.h */
};

/* A new store with a copy of TIMING. Free with sl_store_free. */
struct sl_store *sl_store_new(const struct sl_timing *timing);
void sl_store_free(struct sl_store *store);

/* A record of MESSAGE, the next of the capture, with its call, hosts and, for a repeat, original.
 */
struct sl_record *sl_store_add(struct sl_store *store, const struct sl_message *message);

/* Makes RECORD a repeat of ORIGINAL: a duplicate if it follows its newest copy that closely. */
void sl_record_set_original(struct sl_store *store, struct sl_record *record,
                            struct sl_record *original);

/* Makes RECORD, the newest, a first copy, whatever had the same bytes before it. */
void sl_record_set_first(struct sl_store *store, struct sl_record *record);

/* LIMIT has just left something out. */
static inline void sl_store_leave_out(struct sl_store *store, enum sl_limit limit)
{
    store->left_out[limit]++;
}

/* The copy of TEXT that CALL keeps: equal texts give the same pointer. NULL gives NULL. */
const char *sl_call_intern(struct sl_call *call, const char *text);

#endif
