/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/escape.h"

#include <stdint.h>

#define MAX_CHARACTERS 96

static gboolean is_unsafe(gunichar ch)
{
    switch (g_unichar_type(ch)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* the bidirectional controls are of this type */
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
        return TRUE;
    default:
        return FALSE;
    }
}

static void escape(GString *out, const char *text, size_t characters)
{
    while (*text) {
        gunichar ch = g_utf8_get_char_validated(text, -1);

        if (characters-- == 0) {
            g_string_append(out, "…");
            return;
        }
        if (ch == (gunichar)-1 || ch == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guchar)*text);
            text++;
            continue;
        }
        if (ch < 0x20 || ch == 0x7f) {
            g_string_append_printf(out, "\\x%02x", (guint)ch);
        } else if (is_unsafe(ch)) {
            g_string_append_printf(out, "\\u{%04x}", (guint)ch);
        } else {
            g_string_append_unichar(out, ch);
        }
        text = g_utf8_next_char(text);
    }
}

void sl_escape_append(GString *out, const char *text)
{
    if (text) {
        escape(out, text, MAX_CHARACTERS);
    }
}

void sl_escape_append_whole(GString *out, const char *text)
{
    if (text) {
        escape(out, text, SIZE_MAX);
    }
}

gboolean sl_escape_is_clean(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        return FALSE;
    }
    for (; *text; text = g_utf8_next_char(text)) {
        if (is_unsafe(g_utf8_get_char(text))) {
            return FALSE;
        }
    }
    return TRUE;
}
