/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a header field's value: lists, parameters, URIs, media types (RFC 3261 §7.3.1,
 * §25.1). What is found is a part of the text that was given, of *LENGTH characters.
 */
#ifndef SL_HEADER_H
#define SL_HEADER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if the LENGTH characters at TEXT are WORD, in whatever case. */
bool sl_header_is_word(const char *text, size_t length, const char *word);

/* How many characters TEXT has before white space, a comma or a semicolon. */
size_t sl_header_word_length(const char *text);

/* TEXT without the white space that it begins with. */
const char *sl_header_skip_space(const char *text);

/* The second of the values that commas separate in TEXT; "" if there is none. */
const char *sl_header_next_value(const char *text);

/*
 * The value of parameter NAME in the first value of TEXT (a name-addr, addr-spec or Via), without
 * quotes. NULL where there is none; an empty value has length 0.
 */
const char *sl_header_parameter(const char *text, const char *name, size_t *length);

/* The host in the first *LENGTH characters of URI (sip or sips; else NULL), without brackets. */
const char *sl_header_host(const char *uri, size_t *length);

/* The number that TEXT begins with; false where there is none, or none of 32 bits. */
bool sl_header_number(const char *text, uint32_t *number);

/*
 * Where the URI in TEXT (From, To, Contact …: a name-addr or addr-spec) begins, its length in
 * *LENGTH. Brackets do not belong to it, nor do the parameters of an addr-spec, which are the
 * header field's (RFC 3261 §20.10).
 */
const char *sl_header_uri(const char *text, size_t *length);

/* True if the comma-separated list TEXT (Supported, Require …) has TOKEN, in whatever case. */
bool sl_header_has_token(const char *text, const char *token);

/* True if TEXT, a Content-Type with or without parameters, is TYPE ("application/sdp"). */
bool sl_header_is_media_type(const char *text, const char *type);

#endif
