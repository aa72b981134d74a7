/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a result keeps the members of the JSON Lines (report/json-schema.h): the reader fills, and
 * the formats json and jsonl write, what stands here, so that neither forgets a member.
 */
#ifndef SL_CHECK_RESULT_MEMBERS_H
#define SL_CHECK_RESULT_MEMBERS_H

#include <stddef.h>

#include "read/result.h"
#include "report/json-schema.h"

/* How a member is kept. */
enum sl_store {
    SL_STORE_BY_HAND, /* in no single place: the reader and the writer know */
    SL_STORE_STRING,  /* const char *, of the result; NULL for null or none */
    SL_STORE_OWNED,   /* char *, to be freed; NULL for none */
    SL_STORE_BOOL,    /* bool; of a word, its index */
    SL_STORE_16,      /* uint16_t; 0 for null */
    SL_STORE_32,      /* uint32_t, or an enum; 0 for null; of a word, its index + .base */
    SL_STORE_64,      /* uint64_t; of counts by words, an array of them */
    SL_STORE_NS,      /* int64_t; of spans by words, an array of them */
    SL_STORE_INSIDE   /* a struct for the object */
};

struct sl_member_place {
    enum sl_store store;
    unsigned base;
    size_t offset; /* in the struct for the shape */
    bool is_shown; /* "" rather than NULL, since people always see it */
};

const struct sl_member_place *sl_member_place(enum sl_member member);

#endif
