/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing where SIP URIs lead to. */
#ifndef SL_URI_H
#define SL_URI_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Where URI leads: the digest of its scheme, user, host and port in *OUT; false if it is no SIP or
 * SIPS URI. Host and scheme count in whatever case, escapes as what they stand for (RFC 3261
 * §19.1.4); a port that is not given is the scheme's usual one; parameters and headers do not
 * count.
 */
bool sl_uri_target(const char *uri, uint64_t *out);

#endif
