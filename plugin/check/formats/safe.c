/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/safe.h"

#include <stdbool.h>
#include <string.h>

#include "base/escape.h"

static void markup(GString *out, const char *clean)
{
    for (; *clean; clean++) {
        switch (*clean) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        default:
            g_string_append_c(out, *clean);
        }
    }
}

/*
 * True if the sign at P means nothing to Markdown or Mermaid where it stands: a dot between digits,
 * a dash or an underscore within a word. (A dot within a word could make a link.)
 */
static bool is_harmless(const char *begin, const char *p)
{
    if (p == begin) {
        return false;
    }
    if (*p == '.') {
        return g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]);
    }
    return (*p == '-' || *p == '_') && g_ascii_isalnum(p[-1]) && g_ascii_isalnum(p[1]);
}

/*
 * A character reference is never taken for syntax (CommonMark §2.5), so that references for all
 * punctuation that could be leave no emphasis, link, mention, table or HTML.
 */
static void markdown(GString *out, const char *clean)
{
    for (const char *p = clean; *p; p++) {
        if (g_ascii_ispunct(*p) && !strchr(",()/\"'?%", *p) && !is_harmless(clean, p)) {
            g_string_append_printf(out, "&#%d;", *p);
        } else {
            g_string_append_c(out, *p);
        }
    }
}

/* Words that Mermaid reads as the end of a block, wherever they stand. */
static bool is_keyword(const char *word, size_t length)
{
    return length == 3 && g_ascii_strncasecmp(word, "end", 3) == 0;
}

/*
 * Mermaid has character codes of its own, #NN; without an ampersand. What is neither letter, digit
 * nor blank is written as one, and so is the first letter of a word that means something to it.
 */
static void mermaid(GString *out, const char *clean)
{
    const char *p = clean;

    while (*p) {
        size_t word = 0;

        while (g_ascii_isalnum(p[word])) {
            word++;
        }
        if (word > 0) {
            if (is_keyword(p, word)) {
                g_string_append_printf(out, "#%d;", *p);
                g_string_append_len(out, p + 1, (gssize)word - 1);
            } else {
                g_string_append_len(out, p, (gssize)word);
            }
            p += word;
        } else {
            gunichar ch = g_utf8_get_char(p);

            if (ch == ' ' || g_unichar_isalnum(ch) || is_harmless(clean, p)) {
                g_string_append_unichar(out, ch);
            } else {
                g_string_append_printf(out, "#%u;", ch);
            }
            p = g_utf8_next_char(p);
        }
    }
}

/* True for what JSON allows in a string but what must not reach a terminal as it is. */
static bool must_be_escaped(gunichar ch)
{
    switch (g_unichar_type(ch)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
        return true;
    default:
        return false;
    }
}

static void json_unichar(GString *out, gunichar ch)
{
    if (ch == '"' || ch == '\\') {
        g_string_append_c(out, '\\');
        g_string_append_c(out, (char)ch);
    } else if (!must_be_escaped(ch)) {
        g_string_append_unichar(out, ch);
    } else if (ch < 0x10000) {
        g_string_append_printf(out, "\\u%04x", ch);
    } else {
        g_string_append_printf(out, "\\u%04x\\u%04x", 0xd7c0 + (ch >> 10), 0xdc00 + (ch & 0x3ff));
    }
}

static void json(GString *out, const char *text)
{
    while (*text) {
        gunichar ch = g_utf8_get_char_validated(text, -1);

        if (ch == (gunichar)-1 || ch == (gunichar)-2) {
            g_string_append_printf(out, "\\\\x%02x", (guchar)*text++);
        } else if (ch >= 0x20 && ch < 0x7f && ch != '"' && ch != '\\') {
            g_string_append_c(out, *text++);
        } else {
            json_unichar(out, ch);
            text = g_utf8_next_char(text);
        }
    }
}

static void append(GString *out, enum sl_safe place, const char *clean)
{
    switch (place) {
    case SL_SAFE_TERMINAL:
        g_string_append(out, clean);
        break;
    case SL_SAFE_MARKUP:
        markup(out, clean);
        break;
    case SL_SAFE_MARKDOWN:
        markdown(out, clean);
        break;
    case SL_SAFE_MERMAID:
        mermaid(out, clean);
        break;
    case SL_SAFE_JSON:
        json(out, clean);
        break;
    }
}

static void safe(GString *out, enum sl_safe place, const char *text,
                 void (*escape)(GString *, const char *))
{
    GString *clean;

    if (!text) {
        return;
    }
    if (place == SL_SAFE_JSON) {
        json(out, text);
        return;
    }
    clean = g_string_new(NULL);
    escape(clean, text);
    append(out, place, clean->str);
    g_string_free(clean, TRUE);
}

void sl_safe_text(GString *out, enum sl_safe place, const char *text)
{
    safe(out, place, text, sl_escape_append_whole);
}

void sl_safe_value(GString *out, enum sl_safe place, const char *text)
{
    safe(out, place, text, sl_escape_append);
}

void sl_safe_uri(GString *out, const char *name)
{
    if (g_path_is_absolute(name)) {
        g_string_append(out, "file://");
    } else if (strchr(name, ':')) {
        g_string_append(out, "./"); /* or it would read as a scheme */
    }
    g_string_append_uri_escaped(out, name, "/", FALSE);
}
