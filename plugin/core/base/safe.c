/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/safe.h"

#include <string.h>

#include "base/escape.h"

#define WORD_JOINER "\u2060"

/* --- what is common -------------------------------------------------------------------------- */

/* TEXT as it can be shown, to be freed with g_free. */
static char *shown(const char *text)
{
    GString *clean = g_string_new(NULL);

    sl_escape_append_whole(clean, text);
    return g_string_free(clean, FALSE);
}

/* Blanks of any script, as the log readers of runners trim them. */
static gboolean is_blank(gunichar ch)
{
    return ch == ' ' || (ch != '\n' && g_unichar_isspace(ch));
}

/* TEXT behind its blanks. */
static const char *behind_blanks(const char *text)
{
    while (*text && is_blank(g_utf8_get_char(text))) {
        text = g_utf8_next_char(text);
    }
    return text;
}

/*
 * The bytes of the blanks that the last line of OUT is made of: what is appended next begins that
 * line. -1 if it does not; of an empty OUT nothing is known, so that it may.
 */
static int indent_of(const GString *out)
{
    const char *end = out->str + out->len;
    const char *p = end;

    for (const char *before = p; before; before = g_utf8_find_prev_char(out->str, p)) {
        if (before < p && !is_blank(g_utf8_get_char(before))) {
            return *before == '\n' ? (int)(end - p) : -1;
        }
        p = before;
    }
    return (int)(end - p);
}

/* True if a # that is appended to OUT next follows another, or may. */
static gboolean is_behind_hash(const GString *out)
{
    return out->len == 0 || out->str[out->len - 1] == '#';
}

/* True for "--- " and its like, by which Buildkite folds a log: at the very beginning of a line. */
static gboolean folds(const char *line)
{
    return *line && strchr("-+~^", *line) && line[1] == *line && line[2] == *line;
}

/* The sign that makes LINE, behind INDENT blanks, mean something to a runner, or NULL. */
static const char *command_sign(const char *line, int indent)
{
    const char *begin = behind_blanks(line);

    if (begin[0] == ':' && begin[1] == ':') {
        return begin;
    }
    return indent == 0 && folds(line) ? line : NULL;
}

void sl_safe_value(GString *out, sl_safe_fn safe, const char *text)
{
    g_autofree char *cut = sl_escape_cut(text, SL_ESCAPE_CHARACTERS);

    safe(out, cut);
}

/* --- terminals and logs ---------------------------------------------------------------------- */

void sl_safe_terminal(GString *out, const char *text)
{
    sl_escape_append_whole(out, text);
}

gboolean sl_safe_log_begins_command(const char *line, unsigned indent)
{
    return command_sign(line, (int)indent) != NULL;
}

/* Appends the LENGTH bytes of LINE, no # of which follows another; SIGN, if any, as \xNN. */
static void append_line(GString *out, const char *line, size_t length, const char *sign)
{
    const char *end = line + length;
    const char *from = line;

    for (const char *p = line; p < end; p++) {
        if (p == sign || (p > line && *p == '#' && p[-1] == '#')) {
            g_string_append_len(out, from, p - from);
            g_string_append_printf(out, "\\x%02x", (guchar)*p);
            from = p + 1;
        }
    }
    g_string_append_len(out, from, end - from);
}

void sl_safe_log(GString *out, const char *lines)
{
    while (lines && *lines) {
        size_t length = strcspn(lines, "\n");

        append_line(out, lines, length, command_sign(lines, 0));
        lines += length;
        if (*lines) {
            g_string_append_c(out, *lines++);
        }
    }
}

void sl_safe_complaint(GString *out, const char *program, const char *what, const char *message)
{
    GString *line = g_string_new(program);

    g_string_append(line, ": ");
    if (what) {
        sl_safe_terminal(line, what);
        g_string_append(line, ": ");
    }
    sl_safe_terminal(line, message);
    g_string_append_c(line, '\n');
    sl_safe_log(out, line->str);
    g_string_free(line, TRUE);
}

/* --- markup ---------------------------------------------------------------------------------- */

/* The sign of TEXT that must not begin a line of OUT: a colon too, as ours may follow. */
static const char *markup_sign(const GString *out, const char *text)
{
    int indent = indent_of(out);
    const char *begin = behind_blanks(text);

    if (indent < 0) {
        return NULL;
    }
    return *begin == ':' ? begin : command_sign(text, indent);
}

void sl_safe_markup(GString *out, const char *text)
{
    g_autofree char *clean = text ? shown(text) : NULL;
    g_autofree char *escaped = text ? g_markup_escape_text(clean, -1) : NULL;
    const char *sign = text ? markup_sign(out, escaped) : NULL;

    for (const char *p = escaped; p && *p; p++) {
        if (p == sign || (*p == '#' && is_behind_hash(out))) {
            g_string_append_printf(out, "&#%d;", *p);
        } else {
            g_string_append_c(out, *p);
        }
    }
}

/* --- JSON ------------------------------------------------------------------------------------ */

/* Appends CH as \uNNNN, or as two of them. */
static void json_number(GString *out, gunichar ch)
{
    if (ch < 0x10000) {
        g_string_append_printf(out, "\\u%04x", ch);
    } else {
        g_string_append_printf(out, "\\u%04x\\u%04x", 0xd7c0 + (ch >> 10), 0xdc00 + (ch & 0x3ff));
    }
}

static void json_character(GString *out, gunichar ch)
{
    if (ch == '"' || ch == '\\') {
        g_string_append_c(out, '\\');
        g_string_append_c(out, (char)ch);
    } else if (sl_escape_is_unsafe(ch) || (ch == '#' && is_behind_hash(out))) {
        json_number(out, ch);
    } else {
        g_string_append_unichar(out, ch);
    }
}

/* Appends TEXT as a JSON string; the characters of APART as \uNNNN. */
static void json(GString *out, const char *text, const char *apart)
{
    while (text && *text) {
        gunichar ch = g_utf8_get_char_validated(text, -1);

        if (ch == (gunichar)-1 || ch == (gunichar)-2) {
            g_string_append_printf(out, "\\\\x%02x", (guchar)*text++);
            continue;
        }
        if (ch < 0x80 && strchr(apart, (int)ch)) {
            json_number(out, ch);
        } else {
            json_character(out, ch);
        }
        text = g_utf8_next_char(text);
    }
}

void sl_safe_json(GString *out, const char *text)
{
    json(out, text, "");
}

void sl_safe_script(GString *out, const char *text)
{
    json(out, text, "<>&");
}

/* --- mentions -------------------------------------------------------------------------------- */

/* True if TEXT goes on with a name or a number. */
static gboolean is_word(const char *text)
{
    return g_ascii_isalnum(*text) || *text == '_';
}

/*
 * True if the sign P of TEXT, followed by a word, is a reference to forges: @user, #issue, !merge
 * request, &epic, GH-issue. An @ within a word, as most have in SIP, mentions nobody.
 */
static gboolean refers(const char *text, const char *p)
{
    if (!is_word(p + 1)) {
        return FALSE;
    }
    switch (*p) {
    case '@':
        return p == text || !is_word(p - 1);
    case '#':
    case '!':
    case '&':
        return TRUE;
    case '-':
        return p - text >= 2 && g_ascii_strncasecmp(p - 2, "gh", 2) == 0;
    default:
        return FALSE;
    }
}

/* --- SARIF ----------------------------------------------------------------------------------- */

void sl_safe_sarif(GString *out, const char *text)
{
    g_autofree char *clean = text ? shown(text) : NULL;

    for (const char *p = clean; p && *p; p++) {
        g_string_append_c(out, *p);
        if (*p == '{' || *p == '}') {
            g_string_append_c(out, *p);
        } else if ((*p == ']' && p[1] == '(') || refers(clean, p)) {
            g_string_append(out, WORD_JOINER);
        }
    }
}

/* --- Markdown -------------------------------------------------------------------------------- */

/*
 * True if the sign at P means nothing to Markdown or Mermaid where it stands: a dot between digits,
 * a dash or an underscore within a word. (A dot within a word could make a link.)
 */
static gboolean is_harmless(const char *begin, const char *p)
{
    if (p == begin) {
        return FALSE;
    }
    if (*p == '.') {
        return g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]);
    }
    return (*p == '-' || *p == '_') && g_ascii_isalnum(p[-1]) && g_ascii_isalnum(p[1]);
}

/*
 * True if the sign at P must not be the first of TEXT, which is from BEGIN behind its blanks: of
 * blanks, four would make it code; a slash a quick action; a bracket behind a number a list.
 */
static gboolean is_first(const char *text, const char *begin, const char *p)
{
    switch (*p) {
    case ' ':
        return p == text;
    case '/':
        return p == begin;
    case ')':
        while (p > begin && g_ascii_isdigit(p[-1])) {
            p--;
        }
        return p == begin;
    default:
        return FALSE;
    }
}

/* Signs that mean nothing to Markdown within a text. */
static gboolean is_plain(const char *begin, const char *p)
{
    return !g_ascii_ispunct(*p) || strchr(",()/\"'?%", *p) || is_harmless(begin, p);
}

/*
 * A character reference is never taken for syntax (CommonMark §2.5), so that references for all
 * punctuation that could be leave no emphasis, link, table or HTML.
 */
void sl_safe_markdown(GString *out, const char *text)
{
    g_autofree char *clean = text ? shown(text) : NULL;
    const char *begin = text ? behind_blanks(clean) : NULL;

    for (const char *p = clean; p && *p; p++) {
        if (is_plain(begin, p) && !is_first(clean, begin, p)) {
            g_string_append_c(out, *p);
        } else {
            g_string_append_printf(out, "&#%d;", *p);
        }
        if (refers(clean, p)) {
            g_string_append_printf(out, "&#%u;", g_utf8_get_char(WORD_JOINER));
        }
    }
}

/* --- Mermaid --------------------------------------------------------------------------------- */

/* Words that Mermaid reads as the end of a block, wherever they stand. */
static gboolean is_keyword(const char *word, size_t length)
{
    return length == 3 && g_ascii_strncasecmp(word, "end", 3) == 0;
}

static size_t word_length(const char *text)
{
    size_t length = 0;

    while (g_ascii_isalnum(text[length])) {
        length++;
    }
    return length;
}

/*
 * Mermaid has character codes of its own, #NN; without an ampersand. What is neither letter, digit
 * nor blank is written as one, and so is the first letter of a word that means something to it.
 */
void sl_safe_mermaid(GString *out, const char *text)
{
    g_autofree char *clean = text ? shown(text) : NULL;
    const char *p = clean;

    while (p && *p) {
        size_t word = word_length(p);
        gunichar ch = g_utf8_get_char(p);

        if (is_keyword(p, word) ||
            (ch != ' ' && !g_unichar_isalnum(ch) && !is_harmless(clean, p))) {
            g_string_append_printf(out, "#%u;", ch);
            p = g_utf8_next_char(p);
            word -= word > 0;
        } else if (word == 0) {
            g_string_append_unichar(out, ch);
            p = g_utf8_next_char(p);
        }
        g_string_append_len(out, p, (gssize)word);
        p += word;
    }
}

/* --- file names ------------------------------------------------------------------------------ */

void sl_safe_uri(GString *out, const char *name)
{
    if (!name) {
        return;
    }
    if (g_path_is_absolute(name)) {
        g_string_append(out, "file://");
    } else if (strchr(name, ':')) {
        g_string_append(out, "./"); /* or it would read as a scheme */
    }
    g_string_append_uri_escaped(out, name, "/", FALSE);
}

/* True for what Windows takes for a device, with or without an ending. */
static gboolean is_device(const char *name)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul"};
    size_t stem = strcspn(name, ".");

    for (size_t i = 0; i < G_N_ELEMENTS(devices); i++) {
        if (stem == 3 && g_ascii_strncasecmp(name, devices[i], 3) == 0) {
            return TRUE;
        }
    }
    return stem == 4 && g_ascii_isdigit(name[3]) &&
           (g_ascii_strncasecmp(name, "com", 3) == 0 || g_ascii_strncasecmp(name, "lpt", 3) == 0);
}

void sl_safe_file_name(GString *out, const char *text)
{
    g_autofree char *name = g_strndup(text, SL_SAFE_FILE_NAME - 1);
    gboolean is_bare;

    if (!text) {
        return;
    }
    g_strcanon(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", '_');
    for (size_t i = strlen(name); i > 0 && name[i - 1] == '.'; i--) {
        name[i - 1] = '_'; /* which Windows drops */
    }
    is_bare = !*name || *name == '.' || *name == '-' || is_device(name);
    g_string_append_printf(out, "%s%s", is_bare ? "_" : "", name);
}
