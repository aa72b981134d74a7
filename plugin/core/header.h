/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A parameter of a header field's text, for the few cases where the tree does not split it out:
 * Wireshark does not know TAG= or BRANCH= in capitals (parameter names are case-insensitive,
 * RFC 3261 §7.3.1).
 */
#ifndef SL_HEADER_H
#define SL_HEADER_H

#include <glib.h>

/*
 * The value of parameter NAME in the first value of the header field TEXT (a name-addr, addr-spec
 * or Via), what stands in quotes or angle brackets skipped. NULL where there is none. An empty
 * value gives "". Free with g_free.
 */
char *sl_header_parameter(const char *text, const char *name);

#endif
