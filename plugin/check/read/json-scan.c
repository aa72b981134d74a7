/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/json-scan.h"

#include <string.h>

#include "report/json-schema.h"

#define DECIMALS 9 /* of a second, to nanoseconds */

struct sl_scan *sl_scan_new(void)
{
    struct sl_scan *scan = g_new0(struct sl_scan, 1);

    scan->text = g_string_new(NULL);
    return scan;
}

void sl_scan_free(struct sl_scan *scan)
{
    if (scan) {
        g_string_free(scan->text, TRUE);
        g_free(scan);
    }
}

/* --- signs ----------------------------------------------------------------------------------- */

bool sl_scan_fail(struct sl_scan *scan, const char *fault)
{
    if (!scan->fault) {
        scan->fault = fault;
    }
    return false;
}

/* The sign that comes next; NUL at the end, and nowhere else. */
static char ahead(const struct sl_scan *scan)
{
    return scan->at < scan->end ? *scan->at : '\0';
}

static void skip_blanks(struct sl_scan *scan)
{
    while (ahead(scan) == ' ' || ahead(scan) == '\t' || ahead(scan) == '\r' ||
           ahead(scan) == '\n') {
        scan->at++;
    }
}

static bool take(struct sl_scan *scan, char sign)
{
    if (ahead(scan) != sign) {
        return false;
    }
    scan->at++;
    return true;
}

static bool take_word(struct sl_scan *scan, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0) {
        return false;
    }
    scan->at += length;
    return true;
}

void sl_scan_begin(struct sl_scan *scan, const char *text, size_t length)
{
    GString *kept = scan->text;
    const char *bad = text;

    *scan = (struct sl_scan){.begin = text, .at = text, .end = text + length, .text = kept};
    if (!g_utf8_validate_len(text, length, &bad)) {
        scan->at = bad;
        sl_scan_fail(scan, *bad ? "a byte that is no UTF-8" : "a NUL byte");
    }
}

bool sl_scan_end(struct sl_scan *scan)
{
    if (scan->fault) {
        return false;
    }
    skip_blanks(scan);
    return scan->at == scan->end || sl_scan_fail(scan, "more after the end of the value");
}

enum sl_scan_kind sl_scan_peek(struct sl_scan *scan)
{
    if (scan->fault) {
        return SL_SCAN_NOTHING;
    }
    skip_blanks(scan);
    switch (ahead(scan)) {
    case '{':
        return SL_SCAN_OBJECT;
    case '[':
        return SL_SCAN_ARRAY;
    case '"':
        return SL_SCAN_STRING;
    case 't':
    case 'f':
        return SL_SCAN_BOOL;
    case 'n':
        return SL_SCAN_NULL;
    case '-':
        return SL_SCAN_NUMBER;
    default:
        return g_ascii_isdigit(ahead(scan)) ? SL_SCAN_NUMBER : SL_SCAN_NOTHING;
    }
}

/* --- arrays and objects ---------------------------------------------------------------------- */

static bool expect(struct sl_scan *scan, enum sl_scan_kind kind, const char *fault)
{
    return sl_scan_peek(scan) == kind || sl_scan_fail(scan, fault);
}

bool sl_scan_enter(struct sl_scan *scan, enum sl_scan_kind kind)
{
    if (!expect(scan, kind, kind == SL_SCAN_OBJECT ? "not an object" : "not an array")) {
        return false;
    }
    if (scan->depth == SL_SCAN_DEEPEST) {
        return sl_scan_fail(scan, "nested too deep");
    }
    scan->at++;
    scan->open[scan->depth].kind = kind;
    scan->open[scan->depth].members = 0;
    scan->depth++;
    scan->is_first = true;
    return true;
}

bool sl_scan_next(struct sl_scan *scan)
{
    bool is_object, was_first = scan->is_first;

    if (scan->fault || scan->depth == 0) {
        return false;
    }
    is_object = scan->open[scan->depth - 1].kind == SL_SCAN_OBJECT;
    skip_blanks(scan);
    scan->is_first = false;
    if (take(scan, is_object ? '}' : ']')) {
        scan->depth--;
        return false;
    }
    if (!was_first && !take(scan, ',')) {
        return sl_scan_fail(scan,
                            is_object ? "a comma or } is missing" : "a comma or ] is missing");
    }
    if (is_object && ++scan->open[scan->depth - 1].members > SL_SCAN_MEMBERS) {
        return sl_scan_fail(scan, "too many members");
    }
    return true;
}

/* --- strings --------------------------------------------------------------------------------- */

/* Four hexadecimal digits in *UNIT. */
static bool take_unit(struct sl_scan *scan, gunichar *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(ahead(scan))) {
            return sl_scan_fail(scan, "not four hexadecimal digits");
        }
        *unit = *unit << 4 | (gunichar)g_ascii_xdigit_value(*scan->at++);
    }
    return true;
}

/* What follows \u: one character, which may be two units. */
static bool take_character(struct sl_scan *scan)
{
    gunichar high, low = 0;

    if (!take_unit(scan, &high)) {
        return false;
    }
    if (high == 0) {
        return sl_scan_fail(scan, "a NUL character");
    }
    if (high >= 0xd800 && high < 0xdc00) {
        if (!take_word(scan, "\\u") || !take_unit(scan, &low) || low < 0xdc00 || low >= 0xe000) {
            return sl_scan_fail(scan, "half of a surrogate pair");
        }
        high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    } else if (high >= 0xdc00 && high < 0xe000) {
        return sl_scan_fail(scan, "half of a surrogate pair");
    }
    g_string_append_unichar(scan->text, high);
    return true;
}

/* What follows a backslash. */
static bool take_escape(struct sl_scan *scan)
{
    static const char signs[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    const char *sign = ahead(scan) ? strchr(signs, ahead(scan)) : NULL;

    if (take(scan, 'u')) {
        return take_character(scan);
    }
    if (!sign) {
        return sl_scan_fail(scan, "not an escape of JSON");
    }
    scan->at++;
    g_string_append_c(scan->text, meant[sign - signs]);
    return true;
}

/* The ordinary characters that come next. */
static void take_run(struct sl_scan *scan)
{
    const char *run = scan->at;

    while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\' &&
           (guchar)*scan->at >= 0x20) {
        scan->at++;
    }
    g_string_append_len(scan->text, run, scan->at - run);
}

const char *sl_scan_string(struct sl_scan *scan)
{
    if (!expect(scan, SL_SCAN_STRING, "not a string")) {
        return NULL;
    }
    scan->at++;
    g_string_truncate(scan->text, 0);
    for (;;) {
        take_run(scan);
        if (take(scan, '"')) {
            return scan->text->str;
        }
        if (!take(scan, '\\')) {
            sl_scan_fail(scan, ahead(scan) ? "a control character within a string"
                                           : "a string without end");
            return NULL;
        }
        if (!take_escape(scan)) {
            return NULL;
        }
    }
}

const char *sl_scan_name(struct sl_scan *scan)
{
    const char *name;

    if (!expect(scan, SL_SCAN_STRING, "not the name of a member")) {
        return NULL;
    }
    name = sl_scan_string(scan);
    skip_blanks(scan);
    if (name && !take(scan, ':')) {
        sl_scan_fail(scan, "a colon is missing");
        return NULL;
    }
    return name;
}

/* --- words and numbers ----------------------------------------------------------------------- */

bool sl_scan_null(struct sl_scan *scan)
{
    return expect(scan, SL_SCAN_NULL, "not null") &&
           (take_word(scan, "null") || sl_scan_fail(scan, "not a word of JSON"));
}

bool sl_scan_bool(struct sl_scan *scan, bool *truth)
{
    if (!expect(scan, SL_SCAN_BOOL, "neither true nor false")) {
        return false;
    }
    *truth = *scan->at == 't';
    return take_word(scan, *truth ? "true" : "false") || sl_scan_fail(scan, "not a word of JSON");
}

/* A number as it is written: its digits, WHOLE and FRACTION, times ten to the power EXPONENT. */
struct number {
    const char *whole, *fraction;
    int64_t whole_length, fraction_length;
    int64_t exponent;
    bool is_negative;
};

/* The digits that come next, at least one. */
static bool take_digits(struct sl_scan *scan, const char **digits, int64_t *length)
{
    *digits = scan->at;
    while (g_ascii_isdigit(ahead(scan))) {
        scan->at++;
    }
    *length = scan->at - *digits;
    return *length > 0 || sl_scan_fail(scan, "a digit is missing");
}

static bool take_exponent(struct sl_scan *scan, struct number *n)
{
    bool is_negative = take(scan, '-');
    const char *digits;
    int64_t length;

    if (!is_negative) {
        take(scan, '+');
    }
    if (!take_digits(scan, &digits, &length)) {
        return false;
    }
    for (; length > 0; length--, digits++) {
        /* No text is so long that its digits could make up for more. */
        n->exponent = MIN(10 * n->exponent + (*digits - '0'), INT64_C(1) << 40);
    }
    n->exponent = is_negative ? -n->exponent : n->exponent;
    return true;
}

static bool take_number(struct sl_scan *scan, struct number *n)
{
    *n = (struct number){0};
    if (!expect(scan, SL_SCAN_NUMBER, "not a number")) {
        return false;
    }
    n->is_negative = take(scan, '-');
    if (!take_digits(scan, &n->whole, &n->whole_length)) {
        return false;
    }
    if (*n->whole == '0' && n->whole_length > 1) {
        return sl_scan_fail(scan, "a number that begins with 0");
    }
    if (take(scan, '.') && !take_digits(scan, &n->fraction, &n->fraction_length)) {
        return false;
    }
    return (!take(scan, 'e') && !take(scan, 'E')) || take_exponent(scan, n);
}

/*
 * N times ten to the power SCALE in *VALUE, cut towards 0, if it is at most MOST on either side of
 * 0. *IS_EXACT: nothing was cut.
 */
static bool scale_number(const struct number *n, int scale, int64_t most, int64_t *value,
                         bool *is_exact)
{
    int64_t digits = n->whole_length + n->fraction_length;
    int64_t point = n->whole_length + n->exponent + scale; /* digits before it count */

    *value = 0;
    *is_exact = true;
    for (int64_t i = 0; i < digits || (i < point && *value); i++) {
        int digit = 0;

        if (i < digits) {
            digit = (i < n->whole_length ? n->whole[i] : n->fraction[i - n->whole_length]) - '0';
        }
        if (i >= point) {
            *is_exact &= digit == 0;
        } else if (*value > (most - digit) / 10) {
            return false;
        } else {
            *value = 10 * *value + digit;
        }
    }
    *value = n->is_negative ? -*value : *value;
    return true;
}

bool sl_scan_integer(struct sl_scan *scan, int64_t *number)
{
    const char *begin = scan->at;
    struct number n;
    bool is_exact;

    if (!take_number(scan, &n)) {
        return false;
    }
    if (!scale_number(&n, 0, SL_JSON_INTEGER_MAX, number, &is_exact)) {
        scan->at = begin;
        return sl_scan_fail(scan, "a number beyond 2^53");
    }
    if (!is_exact) {
        scan->at = begin;
        return sl_scan_fail(scan, "not a whole number");
    }
    return true;
}

bool sl_scan_seconds(struct sl_scan *scan, int64_t *ns)
{
    const char *begin = scan->at;
    struct number n;
    bool is_exact;

    if (!take_number(scan, &n)) {
        return false;
    }
    if (!scale_number(&n, DECIMALS, INT64_MAX, ns, &is_exact)) {
        scan->at = begin;
        return sl_scan_fail(scan, "more seconds than there are");
    }
    return true;
}

/* --- anything -------------------------------------------------------------------------------- */

/* A value; of an array or object, the beginning. */
static void skip_one(struct sl_scan *scan)
{
    enum sl_scan_kind kind = sl_scan_peek(scan);
    struct number number;
    bool truth;

    switch (kind) {
    case SL_SCAN_OBJECT:
    case SL_SCAN_ARRAY:
        sl_scan_enter(scan, kind);
        break;
    case SL_SCAN_STRING:
        sl_scan_string(scan);
        break;
    case SL_SCAN_NUMBER:
        take_number(scan, &number);
        break;
    case SL_SCAN_BOOL:
        sl_scan_bool(scan, &truth);
        break;
    case SL_SCAN_NULL:
        sl_scan_null(scan);
        break;
    case SL_SCAN_NOTHING:
        sl_scan_fail(scan, "not a value");
    }
}

bool sl_scan_skip(struct sl_scan *scan)
{
    unsigned outside = scan->depth;

    skip_one(scan);
    while (!scan->fault && scan->depth > outside) {
        if (sl_scan_next(scan)) {
            if (scan->open[scan->depth - 1].kind == SL_SCAN_OBJECT) {
                sl_scan_name(scan);
            }
            skip_one(scan);
        }
    }
    return !scan->fault;
}

size_t sl_scan_column(const struct sl_scan *scan)
{
    return (size_t)(scan->at - scan->begin) + 1;
}

bool sl_json_scan(const char *text, size_t length)
{
    struct sl_scan *scan = sl_scan_new();
    bool is_json;

    sl_scan_begin(scan, text, length);
    sl_scan_skip(scan);
    is_json = sl_scan_end(scan);
    sl_scan_free(scan);
    return is_json;
}
