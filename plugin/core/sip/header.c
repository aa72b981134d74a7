/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/header.h"

#include <string.h>

/* What ends a value, a parameter or a word, or hides such an end. */
enum { SPACE = 1, SEPARATOR = 2, OPENING = 4, END = 8 };

static const uint8_t class_of[256] = {
    ['\0'] = END,      [' '] = SPACE,     ['\t'] = SPACE,  ['\r'] = SPACE,  ['\n'] = SPACE,
    [','] = SEPARATOR, [';'] = SEPARATOR, ['"'] = OPENING, ['<'] = OPENING,
};

static bool is_any(char c, unsigned classes)
{
    return (class_of[(uint8_t)c] & classes) != 0;
}

bool sl_header_is_word(const char *text, size_t length, const char *word)
{
    return g_ascii_strncasecmp(text, word, length) == 0 && word[length] == '\0';
}

/* Behind what is in quotes or angle brackets at TEXT. */
static const char *skip_enclosed(const char *text)
{
    const char *p = text + 1;

    if (*text == '<') {
        p = strchr(p, '>');
        return p ? p + 1 : text + strlen(text);
    }
    while (*p && *p != '"') {
        p += *p == '\\' && p[1] ? 2 : 1;
    }
    return *p ? p + 1 : p;
}

size_t sl_header_word_length(const char *text)
{
    const char *p = text;

    while (!is_any(*p, SPACE | SEPARATOR | END)) {
        p++;
    }
    return (size_t)(p - text);
}

const char *sl_header_skip_space(const char *text)
{
    while (is_any(*text, SPACE)) {
        text++;
    }
    return text;
}

/* The first , or ; that is neither in quotes nor in angle brackets, or the end. */
static const char *next_separator(const char *p)
{
    for (;;) {
        while (!is_any(*p, SEPARATOR | OPENING | END)) {
            p++;
        }
        if (!is_any(*p, OPENING)) {
            return p;
        }
        p = skip_enclosed(p);
    }
}

const char *sl_header_next_value(const char *text)
{
    const char *p = strchr(text, ',') ? next_separator(text) : text + strlen(text);

    while (*p == ';') {
        p = next_separator(p + 1);
    }
    return sl_header_skip_space(p + (*p == ','));
}

const char *sl_header_parameter(const char *text, const char *name, size_t *length)
{
    size_t name_length = strlen(name);

    for (text = next_separator(text); *text == ';'; text = next_separator(text)) {
        text = sl_header_skip_space(text + 1);
        if (g_ascii_strncasecmp(text, name, name_length) == 0) {
            const char *p = sl_header_skip_space(text + name_length);

            if (*p == '=') {
                p = sl_header_skip_space(p + 1);
                *length = *p == '"' ? strcspn(++p, "\"") : sl_header_word_length(p);
                return p;
            }
        }
    }
    return NULL;
}

const char *sl_header_uri(const char *text, size_t *length)
{
    const char *start = sl_header_skip_space(text), *p = start;

    while (!is_any(*p, SEPARATOR | END) && *p != '<') {
        p = *p == '"' ? skip_enclosed(p) : p + 1;
    }
    if (*p == '<') {
        start = sl_header_skip_space(p + 1);
        p = start + strcspn(start, ">");
    }
    while (p > start && is_any(p[-1], SPACE)) {
        p--;
    }
    *length = (size_t)(p - start);
    return start;
}

const char *sl_header_host(const char *uri, size_t *length)
{
    const char *end = uri + *length, *p;
    const char *scheme_end = memchr(uri, ':', *length), *user_end = memchr(uri, '@', *length);
    size_t scheme_length = scheme_end ? (size_t)(scheme_end - uri) : 0;
    const char *host;

    if (!scheme_end || (!sl_header_is_word(uri, scheme_length, "sip") &&
                        !sl_header_is_word(uri, scheme_length, "sips"))) {
        return NULL;
    }
    host = user_end > scheme_end ? user_end + 1 : scheme_end + 1;
    if (host < end && *host == '[') {
        host++;
        p = memchr(host, ']', (size_t)(end - host));
        *length = (size_t)((p ? p : end) - host);
        return host;
    }
    for (p = host; p < end && *p != ':' && *p != ';' && *p != '?';) {
        p++;
    }
    *length = (size_t)(p - host);
    return host;
}

bool sl_header_number(const char *text, uint32_t *number)
{
    uint64_t n = 0;

    if (!g_ascii_isdigit(*text)) {
        return false;
    }
    for (; g_ascii_isdigit(*text); text++) {
        n = 10 * n + (uint64_t)(*text - '0');
        if (n > UINT32_MAX) {
            return false;
        }
    }
    *number = (uint32_t)n;
    return true;
}

bool sl_header_has_token(const char *text, const char *token)
{
    for (const char *p = text; *p; p += *p == ',') {
        p = sl_header_skip_space(p);
        if (sl_header_is_word(p, sl_header_word_length(p), token)) {
            return true;
        }
        p += strcspn(p, ",");
    }
    return false;
}

bool sl_header_is_media_type(const char *text, const char *type)
{
    text = sl_header_skip_space(text);
    return sl_header_is_word(text, sl_header_word_length(text), type);
}
