/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IP addresses as texts. */
#ifndef SL_ADDRESS_H
#define SL_ADDRESS_H

#include <glib.h>

#include "sip/message.h"

/*
 * Appends ADDRESS to S as a URI has it, without brackets (RFC 5952 for IPv6); one that is of
 * neither length of IP in hexadecimal.
 */
void sl_address_append(GString *s, const struct sl_address *address);

#endif
