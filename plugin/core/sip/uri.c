/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/uri.h"

#include <glib.h>
#include <string.h>

#include "base/hash.h"

/* The hash of the LENGTH characters at TEXT, %XX as what they stand for. */
static uint64_t hash_unescaped(uint64_t h, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == '%' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
            g_ascii_isxdigit(text[i + 2])) {
            c = (unsigned char)(g_ascii_xdigit_value(text[i + 1]) << 4 |
                                g_ascii_xdigit_value(text[i + 2]));
            i += 2;
        }
        h = sl_hash_mix(h, c);
    }
    return sl_hash_mix(h, length > 0);
}

/* The length of the host at TEXT, a name or an address, with the brackets of an IPv6 one. */
static size_t host_length(const char *text)
{
    return *text == '[' ? strcspn(text, "]") + (strchr(text, ']') != NULL) : strcspn(text, ":;?");
}

bool sl_uri_target(const char *uri, uint64_t *out)
{
    bool is_secure = g_ascii_strncasecmp(uri, "sips:", 5) == 0;
    const char *user, *at, *host;
    size_t length;
    uint64_t h, port = is_secure ? 5061 : 5060;

    if (!is_secure && g_ascii_strncasecmp(uri, "sip:", 4) != 0) {
        return false;
    }
    user = uri + (is_secure ? 5 : 4);
    at = strchr(user, '@');
    host = at ? at + 1 : user;
    length = host_length(host);
    if (host[length] == ':' && g_ascii_isdigit(host[length + 1])) {
        port = g_ascii_strtoull(host + length + 1, NULL, 10);
    }
    if (length && host[length - 1] == '.') {
        length--;
    }
    h = hash_unescaped(is_secure, user, at ? (size_t)(at - user) : 0);
    for (size_t i = 0; i < length; i++) {
        h = sl_hash_mix(h, (unsigned char)g_ascii_tolower(host[i]));
    }
    *out = sl_hash_mix(h, port);
    return true;
}
