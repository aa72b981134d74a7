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

const char *sl_header_uri(const char *text, size_t *length)
{
    const char *p = skip_space(text);

    while (*p && *p != '<') {
        p = *p == '"' ? skip_quoted(p) : p + 1;
    }
    if (*p == '<') {
        *length = strcspn(p + 1, ">");
        return p + 1;
    }
    p = skip_space(text);
    *length = strcspn(p, "; \t\r\n");
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

/* True if the LENGTH characters at TEXT are WORD, in whatever case. */
static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && g_ascii_strncasecmp(text, word, length) == 0;
}

bool sl_header_has_token(const char *text, const char *token)
{
    for (const char *p = text; *p; p += *p == ',') {
        p = skip_space(p);
        if (is_word(p, strcspn(p, ", \t\r\n"), token)) {
            return true;
        }
        p += strcspn(p, ",");
    }
    return false;
}

bool sl_header_is_media_type(const char *text, const char *type)
{
    text = skip_space(text);
    return is_word(text, strcspn(text, "; \t\r\n"), type);
}
