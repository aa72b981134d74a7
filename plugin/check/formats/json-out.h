/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON written as it comes, so that a report of any size takes no memory. (json-glib would build
 * the whole of it first.) NAME is NULL within arrays and for the outermost value.
 */
#ifndef SL_CHECK_JSON_OUT_H
#define SL_CHECK_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "formats/out.h"

struct sl_json {
    struct sl_out *out;
    unsigned depth;
    unsigned broken; /* values down to this depth stand on lines of their own */
    bool is_first;   /* nothing was written yet in the innermost array or object */
};

/* A writer whose values stand on lines of their own down to the depth BROKEN; 0: one line. */
struct sl_json sl_json_new(struct sl_out *out, unsigned broken);

/* BRACKET is '{' or '['. */
void sl_json_begin(struct sl_json *json, const char *name, char bracket);
void sl_json_end(struct sl_json *json, char bracket);

void sl_json_string(struct sl_json *json, const char *name, const char *text); /* NULL: null */
void sl_json_number(struct sl_json *json, const char *name, uint64_t number);
void sl_json_bool(struct sl_json *json, const char *name, bool truth);
void sl_json_null(struct sl_json *json, const char *name);

/* The number of a frame, call or transaction; null for 0. */
void sl_json_reference(struct sl_json *json, const char *name, uint64_t number);

/* Nanoseconds as seconds. */
void sl_json_seconds(struct sl_json *json, const char *name, int64_t ns);

#endif
