/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Objects of the JSON Lines into the structs of a result, each member to where result-members.h
 * says it is kept. A known member that is missing, comes twice or is not what report/json-schema.h
 * says is a fault; others are skipped.
 */
#ifndef SL_CHECK_SHAPE_READER_H
#define SL_CHECK_SHAPE_READER_H

#include "read/json-scan.h"
#include "read/result.h"
#include "report/json-schema.h"

struct sl_shape_reader {
    struct sl_scan *scan;            /* has the fault */
    struct sl_result *result;        /* owns what is read; borrowed */
    const struct sl_member_info *at; /* the member in which the fault is; NULL: none of them */
    GHashTable *names;               /* set of the names in an object of counts, owned */
};

/* A reader without text or result. Free with sl_shape_reader_free. */
struct sl_shape_reader *sl_shape_reader_new(void);
void sl_shape_reader_free(struct sl_shape_reader *reader);

/* The object of SHAPE that comes next into the struct INTO, which is as if nothing were known. */
void sl_shape_read(struct sl_shape_reader *reader, enum sl_shape shape, void *into);

#endif
