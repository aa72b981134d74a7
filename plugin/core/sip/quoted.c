/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/quoted.h"

#include <string.h>

#include "sip/header.h"

/* Behind the closing quote of the text that *TEXT is the first character of, or its end. */
static const char *end_of_quoted(const char *text)
{
    while (*text && *text != '"') {
        text += *text == '\\' && text[1] ? 2 : 1;
    }
    return text;
}

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

/* A folded line counts as one space, whatever white space it is folded by (RFC 3261 §7.3.1). */
static void unfold(char *text)
{
    char *to = text;

    for (const char *from = text; *from;) {
        if (is_line_end(*from)) {
            from = sl_header_skip_space(from);
            while (to > text && (to[-1] == ' ' || to[-1] == '\t')) {
                to--;
            }
            *to++ = ' ';
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

static void unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++) {
        from += *from == '\\' && from[1];
        *to++ = *from;
    }
    *to = '\0';
}

const char *sl_quoted_copy(struct sl_arena *arena, const char *text, const char **rest)
{
    const char *start = text + 1, *end = end_of_quoted(start);
    char *copy = sl_arena_strndup(arena, start, (size_t)(end - start));

    if (memchr(copy, '\\', (size_t)(end - start))) {
        unescape(copy);
    }
    if (strpbrk(copy, "\r\n")) {
        unfold(copy);
    }
    if (rest) {
        *rest = end + (*end == '"');
    }
    return copy;
}

const char *sl_quoted_or_bare(struct sl_arena *arena, const char *text, const char *ends)
{
    size_t length;

    if (*text == '"') {
        return sl_quoted_copy(arena, text, NULL);
    }
    length = strcspn(text, ends);
    while (length && g_ascii_isspace(text[length - 1])) {
        length--;
    }
    return sl_arena_strndup(arena, text, length);
}

const char *sl_quoted_parameter(struct sl_arena *arena, const char *text, const char *name)
{
    size_t length;
    const char *value = sl_header_parameter(text, name, &length);

    if (!value) {
        return NULL;
    }
    value -= value[-1] == '"'; /* an = comes before it, so that there is a character */
    return sl_quoted_or_bare(arena, value, ",;\r\n");
}
