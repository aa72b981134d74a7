/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "header.h"

#include <string.h>

static const char *skip_quoted(const char *p)
{
    for (p++; *p && *p != '"'; p++) {
        if (*p == '\\' && p[1]) {
            p++;
        }
    }
    return *p ? p + 1 : p;
}

static const char *skip_space(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* The next ; outside quotes and brackets, or the end of this value (a comma begins the next). */
static const char *next_parameter(const char *p)
{
    while (*p && *p != ';' && *p != ',') {
        if (*p == '"') {
            p = skip_quoted(p);
        } else if (*p == '<') {
            p += strcspn(p, ">");
        } else {
            p++;
        }
    }
    return p;
}

char *sl_header_parameter(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *p = next_parameter(text); *p == ';'; p = next_parameter(p)) {
        p = skip_space(p + 1);
        if (g_ascii_strncasecmp(p, name, length) != 0) {
            continue;
        }
        p = skip_space(p + length);
        if (*p == '=') {
            p = skip_space(p + 1);
            return g_strndup(p, strcspn(p, ";, \t\r\n"));
        }
    }
    return NULL;
}
