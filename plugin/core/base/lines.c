/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lines.h"

#include <string.h>

#include "base/safe.h"

/* --- cells ----------------------------------------------------------------------------------- */

static unsigned cells(gunichar ch)
{
    if (ch < 0x7f) {
        return 1;
    }
    return g_unichar_iszerowidth(ch) ? 0 : g_unichar_iswide(ch) ? 2 : 1;
}

unsigned sl_lines_width(const char *text)
{
    unsigned width = 0;

    for (; *text; text = g_utf8_next_char(text)) {
        width += cells(g_utf8_get_char(text));
    }
    return width;
}

void sl_lines_pad(GString *out, const char *text, unsigned width)
{
    unsigned taken = sl_lines_width(text);

    g_string_append(out, text);
    for (; taken < width; taken++) {
        g_string_append_c(out, ' ');
    }
}

void sl_lines_shorten(GString *out, const char *text, unsigned width)
{
    unsigned most = (width - 1) / 3; /* before the cut */
    const char *tail = text;
    unsigned left = sl_lines_width(text);
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

/* --- where a line may end -------------------------------------------------------------------- */

static gboolean is_closing(gunichar ch)
{
    switch (g_unichar_type(ch)) {
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
        return TRUE;
    case G_UNICODE_OTHER_PUNCTUATION:
        return g_unichar_iswide(ch) || ch == ',' || ch == '.' || ch == ';' || ch == ':';
    default:
        return FALSE;
    }
}

static gboolean is_opening(gunichar ch)
{
    GUnicodeType type = g_unichar_type(ch);

    return type == G_UNICODE_OPEN_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION;
}

/* Whether a line may end between BEFORE and AFTER. */
static gboolean may_break(gunichar before, gunichar after)
{
    if (before == ' ') {
        return TRUE;
    }
    if (after == ' ' || is_closing(after) || is_opening(before) || cells(after) == 0) {
        return FALSE;
    }
    return g_unichar_iswide(before) || g_unichar_iswide(after);
}

/* How good a place it is to break; the better one wins, the later of equals. */
enum quality { BREAK_CHARACTER, BREAK_WORD, BREAK_CLAUSE, BREAK_SENTENCE, BREAKS };

/* Of a place behind LAST, which stands behind BEFORE. */
static enum quality quality_of(gunichar before, gunichar last)
{
    if (last == 0x3002 /* 。 */ || (last == ' ' && before == '.')) {
        return BREAK_SENTENCE;
    }
    if (last == 0xff0c /* ， */ || last == 0xff1a /* ： */ || last == 0xff1b /* ； */ ||
        (last == ' ' && (before == ',' || before == ':' || before == ';'))) {
        return BREAK_CLAUSE;
    }
    return last == ' ' ? BREAK_WORD : BREAK_CHARACTER;
}

/* The best of the places AFTER, by quality, in a line that holds LENGTH bytes; 0: none. */
static size_t best_of(const size_t *after, size_t length, enum sl_lines_style style)
{
    size_t last = 0;

    for (int quality = BREAK_SENTENCE; quality >= BREAK_CHARACTER; quality--) {
        if (style == SL_LINES_SENTENCES && after[quality] > length / 3) {
            return after[quality]; /* a much shorter line is worse */
        }
        last = MAX(last, after[quality]);
    }
    return style == SL_LINES_FULL ? last : 0;
}

size_t sl_lines_first(const char *text, size_t room, unsigned columns, enum sl_lines_style style)
{
    size_t after[BREAKS] = {0};
    gunichar last = 0, before = 0;
    unsigned width = 0;
    const char *p = text;

    for (; *p; p = g_utf8_next_char(p)) {
        gunichar ch = g_utf8_get_char(p);

        if (p > text && may_break(last, ch)) {
            after[quality_of(before, last)] = (size_t)(p - text);
        }
        width += cells(ch);
        if ((size_t)(g_utf8_next_char(p) - text) > room || (width > columns && ch != ' ')) {
            size_t best = best_of(after, (size_t)(p - text), style);

            return best ? best : (size_t)((p > text ? p : g_utf8_next_char(p)) - text);
        }
        before = last;
        last = ch;
    }
    return (size_t)(p - text);
}

void sl_lines_wrap(GString *out, const char *text, unsigned indent, unsigned width)
{
    text += strspn(text, " ");
    while (*text) {
        gboolean grows = width > SL_SAFE_LOG_GROWTH + 1 && sl_safe_log_begins_command(text, indent);
        size_t length = sl_lines_first(text, G_MAXSIZE, width - (grows ? SL_SAFE_LOG_GROWTH : 0),
                                       SL_LINES_FULL);
        size_t seen = length;

        while (seen > 0 && text[seen - 1] == ' ') {
            seen--;
        }
        g_string_append_printf(out, "%*s", (int)indent, "");
        g_string_append_len(out, text, (gssize)seen);
        g_string_append_c(out, '\n');
        text += length;
        text += strspn(text, " ");
    }
}
