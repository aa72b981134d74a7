/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lines.h"

#include <glib.h>
#include <string.h>

/* How good a place it is to break after a character; the better one wins, the later of equals. */
enum quality { BREAK_CHARACTER, BREAK_WORD, BREAK_CLAUSE, BREAK_SENTENCE, BREAKS };

static enum quality quality_of(gunichar before, gunichar ch)
{
    if (ch == 0x3002 /* 。 */ || (ch == ' ' && before == '.')) {
        return BREAK_SENTENCE;
    }
    if (ch == 0xff0c /* ， */ || ch == 0xff1a /* ： */ || ch == 0xff1b /* ； */ ||
        (ch == ' ' && (before == ',' || before == ':' || before == ';'))) {
        return BREAK_CLAUSE;
    }
    return ch == ' ' ? BREAK_WORD : BREAK_CHARACTER;
}

static unsigned width_of(gunichar ch)
{
    return g_unichar_iszerowidth(ch) ? 0 : g_unichar_iswide(ch) ? 2 : 1;
}

size_t sl_lines_first(const char *text, size_t room, unsigned columns)
{
    size_t after[BREAKS] = {0};
    gunichar before = 0;
    unsigned width = 0;
    const char *p = text;

    while (*p && (size_t)(g_utf8_next_char(p) - text) <= room &&
           (width += width_of(g_utf8_get_char(p))) <= columns) {
        gunichar ch = g_utf8_get_char(p);

        p = g_utf8_next_char(p);
        after[quality_of(before, ch)] = (size_t)(p - text);
        before = ch;
    }
    if (!*p) {
        return (size_t)(p - text);
    }
    for (int quality = BREAK_SENTENCE; quality > BREAK_CHARACTER; quality--) {
        if (after[quality] > (size_t)(p - text) / 3) { /* a much shorter line is worse */
            return after[quality];
        }
    }
    return (size_t)((p > text ? p : g_utf8_next_char(text)) - text);
}
