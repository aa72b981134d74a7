/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/escape.h"

/*
 * What is drawn as nothing, or as a blank that is none, and is no control: Unicode's
 * Default_Ignorable_Code_Point less what its general category gives away. A reader would not see
 * it, and the log readers of CI runners, which compare as a language does, would not either.
 */
static gboolean is_ignorable(gunichar ch)
{
    static const struct {
        gunichar first, last;
    } ranges[] = {
        {0x034f, 0x034f},   /* combining grapheme joiner */
        {0x115f, 0x1160},   /* Hangul fillers */
        {0x17b4, 0x17b5},   /* Khmer inherent vowels */
        {0x180b, 0x180f},   /* Mongolian variation selectors */
        {0x3164, 0x3164},   /* Hangul filler */
        {0xfe00, 0xfe0f},   /* variation selectors */
        {0xffa0, 0xffa0},   /* halfwidth Hangul filler */
        {0xe0100, 0xe01ef}, /* variation selectors supplement */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
        if (ch <= ranges[i].last) {
            return ch >= ranges[i].first;
        }
    }
    return FALSE;
}

gboolean sl_escape_is_unsafe(gunichar ch)
{
    if (ch < 0x7f) {
        return ch < 0x20;
    }
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
        return is_ignorable(ch);
    }
}

/* The number of bytes at TEXT that are ASCII and can be seen. */
static size_t plain_bytes(const char *text)
{
    size_t n = 0;

    while (text[n] >= 0x20 && text[n] < 0x7f) {
        n++;
    }
    return n;
}

/* Appends the character, or invalid byte, at TEXT, which is not its end; returns what follows. */
static const char *append_one(GString *out, const char *text)
{
    gunichar ch = g_utf8_get_char_validated(text, -1);
    const char *next;

    if (ch == (gunichar)-1 || ch == (gunichar)-2) {
        g_string_append_printf(out, "\\x%02x", (guchar)*text);
        return text + 1;
    }
    next = g_utf8_next_char(text);
    if (!sl_escape_is_unsafe(ch)) {
        g_string_append_len(out, text, next - text);
    } else {
        g_string_append_printf(out, ch < 0x80 ? "\\x%02x" : "\\u{%04x}", (guint)ch);
    }
    return next;
}

void sl_escape_append_whole(GString *out, const char *text)
{
    while (text && *text) {
        size_t plain = plain_bytes(text);

        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (*text) {
            text = append_one(out, text);
        }
    }
}

/* Where TEXT is to be cut to have CHARACTERS at most; its end where it has no more. */
static const char *cut_at(const char *text, size_t characters)
{
    for (; *text && characters > 0; characters--) {
        gunichar ch = g_utf8_get_char_validated(text, -1);

        text = ch == (gunichar)-1 || ch == (gunichar)-2 ? text + 1 : g_utf8_next_char(text);
    }
    return text;
}

char *sl_escape_cut(const char *text, size_t characters)
{
    const char *end = text ? cut_at(text, characters) : NULL;
    GString *cut;

    if (!end || !*end) {
        return g_strdup(text);
    }
    cut = g_string_new_len(text, end - text);
    g_string_append(cut, "…");
    return g_string_free(cut, FALSE);
}

void sl_escape_append(GString *out, const char *text)
{
    g_autofree char *cut = sl_escape_cut(text, SL_ESCAPE_CHARACTERS);

    sl_escape_append_whole(out, cut);
}

gboolean sl_escape_is_clean(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL)) {
        return FALSE;
    }
    for (; *text; text = g_utf8_next_char(text)) {
        if (sl_escape_is_unsafe(g_utf8_get_char(text))) {
            return FALSE;
        }
    }
    return TRUE;
}
