/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/columns.h"

#include <stdbool.h>

static unsigned cells(gunichar ch)
{
    if (g_unichar_iszerowidth(ch)) {
        return 0;
    }
    return g_unichar_iswide(ch) ? 2 : 1;
}

unsigned sl_columns_width(const char *text)
{
    unsigned width = 0;

    for (; *text; text = g_utf8_next_char(text)) {
        width += cells(g_utf8_get_char(text));
    }
    return width;
}

void sl_columns_pad(GString *out, const char *text, unsigned width)
{
    unsigned taken = sl_columns_width(text);

    g_string_append(out, text);
    for (; taken < width; taken++) {
        g_string_append_c(out, ' ');
    }
}

void sl_columns_shorten(GString *out, const char *text, unsigned width)
{
    unsigned most = (width - 1) / 3; /* before the cut */
    const char *tail = text;
    unsigned left = sl_columns_width(text);
    unsigned taken = 0;

    if (left > width) {
        for (; taken + cells(g_utf8_get_char(text)) <= most; text = g_utf8_next_char(text)) {
            taken += cells(g_utf8_get_char(text));
            g_string_append_unichar(out, g_utf8_get_char(text));
        }
        g_string_append(out, "…");
        for (; left > width - 1 - taken; tail = g_utf8_next_char(tail)) {
            left -= cells(g_utf8_get_char(tail));
        }
    }
    g_string_append(out, tail);
}

static bool is_closing(gunichar ch)
{
    switch (g_unichar_type(ch)) {
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
        return true;
    case G_UNICODE_OTHER_PUNCTUATION:
        return g_unichar_iswide(ch) || ch == ',' || ch == '.' || ch == ';' || ch == ':';
    default:
        return false;
    }
}

static bool is_opening(gunichar ch)
{
    GUnicodeType type = g_unichar_type(ch);

    return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* Whether a line may end between BEFORE and AFTER. */
static bool may_break(gunichar before, gunichar after)
{
    if (before == ' ') {
        return true;
    }
    if (after == ' ' || is_closing(after) || is_opening(before) || cells(after) == 0) {
        return false;
    }
    return g_unichar_iswide(before) || g_unichar_iswide(after);
}

/* Where the line that begins at TEXT ends: as late as may be, within WIDTH cells. */
static const char *line_end(const char *text, unsigned width)
{
    const char *best = NULL;
    const char *p = text;
    unsigned taken = 0;
    gunichar before = 0;

    while (*p) {
        gunichar ch = g_utf8_get_char(p);

        if (p > text && may_break(before, ch)) {
            best = p;
        }
        /* A blank may hang over the edge: it is not printed there. */
        if (taken + cells(ch) > width && ch != ' ') {
            return best ? best : p > text ? p : g_utf8_next_char(p);
        }
        taken += cells(ch);
        before = ch;
        p = g_utf8_next_char(p);
    }
    return p;
}

void sl_columns_wrap(GString *out, const char *text, unsigned indent, unsigned width)
{
    while (*text == ' ') {
        text++;
    }
    while (*text) {
        const char *next = line_end(text, width);
        const char *end = next;

        while (end > text && end[-1] == ' ') {
            end--;
        }
        g_string_append_printf(out, "%*s", (int)indent, "");
        g_string_append_len(out, text, end - text);
        g_string_append_c(out, '\n');
        text = next;
        while (*text == ' ') {
            text++;
        }
    }
}
