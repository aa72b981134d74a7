/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a header field's text, for the few cases where the tree does not split it out: lists
 * of option tags, media types, and parameters in capitals, which Wireshark does not know although
 * their names are case-insensitive (RFC 3261 §7.3.1).
 */
#ifndef SL_HEADER_H
#define SL_HEADER_H

#include <glib.h>
#include <stdbool.h>

/*
 * The value of parameter NAME in the first value of the header field TEXT (a name-addr, addr-spec
 * or Via), what stands in quotes or angle brackets skipped. NULL where there is none. An empty
 * value gives "". Free with g_free.
 */
char *sl_header_parameter(const char *text, const char *name);

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
