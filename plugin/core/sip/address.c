/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/address.h"

/* The longest run of zero groups is written :: (RFC 5952), as URIs have it. */
static void append_ipv6(GString *s, const uint8_t *b)
{
    size_t start = s->len;
    unsigned best = 8, best_length = 1;

    for (unsigned i = 0; i < 8; i++) {
        unsigned n = 0;

        while (i + n < 8 && !b[2 * (i + n)] && !b[2 * (i + n) + 1]) {
            n++;
        }
        if (n > best_length) {
            best = i;
            best_length = n;
        }
    }
    for (unsigned i = 0; i < 8; i++) {
        if (i == best) {
            g_string_append(s, "::");
            i += best_length - 1;
            continue;
        }
        if (s->len > start && s->str[s->len - 1] != ':') {
            g_string_append_c(s, ':');
        }
        g_string_append_printf(s, "%x", (unsigned)b[2 * i] << 8 | b[2 * i + 1]);
    }
}

void sl_address_append(GString *s, const struct sl_address *address)
{
    const uint8_t *b = address->bytes;

    if (address->length == 4) {
        g_string_append_printf(s, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    } else if (address->length == 16) {
        append_ipv6(s, b);
    } else {
        for (unsigned i = 0; i < address->length; i++) {
            g_string_append_printf(s, "%s%02x", i ? ":" : "", b[i]);
        }
    }
}
