/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A strict reader of JSON (RFC 8259), value by value, for text that anybody may have written: it
 * keeps nothing but where it is, never calls itself, and takes time in proportion to the text.
 *
 * A library would build a tree of the whole line first, in many times its memory, with members in a
 * hash that can be made to collide; json-glib also recurses, takes comments and single quotes, and
 * passes numbers through a double.
 *
 *     sl_scan_begin(scan, text, length);
 *     sl_scan_enter(scan, SL_SCAN_OBJECT);
 *     while (sl_scan_next(scan)) {
 *         const char *name = sl_scan_name(scan);
 *         … sl_scan_string, sl_scan_integer …, or sl_scan_skip for whatever it is
 *     }
 *     sl_scan_end(scan);
 *     if (scan->fault) …
 *
 * The first fault is kept, and everything asked after it is answered with false, so that it is
 * enough to look for it at the end.
 */
#ifndef SL_CHECK_JSON_SCAN_H
#define SL_CHECK_JSON_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define SL_SCAN_DEEPEST 32   /* arrays and objects within each other; our format needs 4 */
#define SL_SCAN_MEMBERS 4096 /* of one object; ours has one a rule at most */

/* What comes next. */
enum sl_scan_kind {
    SL_SCAN_NOTHING, /* a fault, or no value */
    SL_SCAN_NULL,
    SL_SCAN_BOOL,
    SL_SCAN_NUMBER,
    SL_SCAN_STRING,
    SL_SCAN_ARRAY,
    SL_SCAN_OBJECT
};

struct sl_scan {
    const char *begin, *at, *end;
    const char *fault; /* what is wrong at the place AT; NULL: nothing so far */
    GString *text;     /* the last string or name, decoded */
    unsigned depth;
    bool is_first; /* nothing was read yet in the innermost array or object */
    struct {
        enum sl_scan_kind kind;
        unsigned members;
    } open[SL_SCAN_DEEPEST];
};

/* A scanner without text. Free with sl_scan_free. */
struct sl_scan *sl_scan_new(void);
void sl_scan_free(struct sl_scan *scan);

/* Begins with the LENGTH bytes of TEXT, borrowed: valid UTF-8 without NUL, or that is the fault. */
void sl_scan_begin(struct sl_scan *scan, const char *text, size_t length);

/* Nothing may come but blanks. */
bool sl_scan_end(struct sl_scan *scan);

/* The kind of the value that comes next, by its first character. */
enum sl_scan_kind sl_scan_peek(struct sl_scan *scan);

/* Begins an array or object, KIND. */
bool sl_scan_enter(struct sl_scan *scan, enum sl_scan_kind kind);

/* Whether one more element or member follows; false also ends the array or object. */
bool sl_scan_next(struct sl_scan *scan);

/* The name of a member, valid until the next string; NULL if there is none. */
const char *sl_scan_name(struct sl_scan *scan);

/* One value of that kind. The string is valid until the next; NULL if there is none. */
const char *sl_scan_string(struct sl_scan *scan);
bool sl_scan_bool(struct sl_scan *scan, bool *truth);
bool sl_scan_null(struct sl_scan *scan);

/*
 * A whole number, 5.0 and 5e0 being 5 as in JSON Schema, and not beyond 2^53 on either side of 0:
 * what every reader of JSON has exactly.
 */
bool sl_scan_integer(struct sl_scan *scan, int64_t *number);

/* Seconds as nanoseconds, exactly, if they fit. Digits after the ninth are cut off. */
bool sl_scan_seconds(struct sl_scan *scan, int64_t *ns);

/* Any value, whatever is in it. */
bool sl_scan_skip(struct sl_scan *scan);

/* Says that what was read last is not what it should be: FAULT, which lives on. Returns false. */
bool sl_scan_fail(struct sl_scan *scan, const char *fault);

/* The place of the fault, in bytes from 1. */
size_t sl_scan_column(const struct sl_scan *scan);

/* Whether the LENGTH bytes of TEXT are one JSON value within our limits. For tests. */
bool sl_json_scan(const char *text, size_t length);

#endif
