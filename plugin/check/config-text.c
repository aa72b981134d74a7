/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "options.h"

#define NAMES_MAX 10000 /* groups and keys */

struct sl_config_text {
    GKeyFile *keys;
    GHashTable *lines; /* k="[group]" or "[group] key", owned; v=number of its line */
};

/* --- the file -------------------------------------------------------------------------------- */

static gboolean refuse(GError **error, const char *why)
{
    g_set_error_literal(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, why);
    return FALSE;
}

static gboolean fail(GError **error, int number)
{
    g_set_error_literal(error, G_FILE_ERROR, (int)g_file_error_from_errno(number),
                        g_strerror(number));
    return FALSE;
}

/* A descriptor that no device or pipe can hold up; -1, with *ERROR, or without where IS_FOUND and
 * there is no such file. */
static int open_file(const char *name, bool is_found, GError **error)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (is_found ? O_NOFOLLOW : 0));

    if (fd < 0 && is_found && errno == ELOOP) {
        refuse(error, "it is a link, which is not followed: name the file with --config");
    } else if (fd < 0 && !(is_found && errno == ENOENT)) {
        fail(error, errno);
    }
    return fd;
}

static gboolean check_kind(int fd, GError **error)
{
    struct stat status;

    if (fstat(fd, &status) != 0) {
        return fail(error, errno);
    }
    return S_ISREG(status.st_mode) || refuse(error, "it is no regular file");
}

/* All that FD holds; NULL, with *ERROR, if that is too much. */
static GString *read_all(int fd, GError **error)
{
    GString *text = g_string_sized_new(4096);
    char buffer[65536];
    ssize_t n = 0;

    do {
        n = read(fd, buffer, sizeof(buffer));
        g_string_append_len(text, buffer, MAX(n, 0));
    } while ((n > 0 || (n < 0 && errno == EINTR)) && text->len <= SL_CONFIG_SIZE_MAX);
    if (n < 0) {
        fail(error, errno);
    } else if (text->len > SL_CONFIG_SIZE_MAX) {
        refuse(error, "it is larger than 1 MB");
    } else {
        return text;
    }
    g_string_free(text, TRUE);
    return NULL;
}

static GString *read_file(const char *name, bool is_found, GError **error)
{
    int fd = open_file(name, is_found, error);
    GString *text = NULL;

    if (fd >= 0) {
        text = check_kind(fd, error) ? read_all(fd, error) : NULL;
        close(fd);
    }
    return text;
}

/* --- its lines ------------------------------------------------------------------------------- */

static bool is_key(const char *text)
{
    return *text && !text[strspn(text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")];
}

static gboolean refuse_line(GError **error, unsigned number, const char *why)
{
    g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, "line %u: %s", number, why);
    return FALSE;
}

/* The name of the group that LINE begins; NULL if it is no such line. */
static char *group_of(const char *line)
{
    size_t length = strlen(line);
    char *name;

    if (length < 3 || line[length - 1] != ']' || strcspn(line + 1, "[]") != length - 2) {
        return NULL;
    }
    name = g_strndup(line + 1, length - 2);
    for (const char *c = name; *c; c++) {
        if (g_ascii_iscntrl(*c)) {
            g_clear_pointer(&name, g_free);
            break;
        }
    }
    return name;
}

/* What LINE, of GROUP, which may be NULL, is to be remembered as. NULL, with *ERROR, if it is none
 * that may be. */
static char *mark_of(const char *line, const char *group, unsigned number, GError **error)
{
    g_autofree char *key = NULL;
    g_autofree char *name = NULL;

    if (*line == '[') {
        name = group_of(line);
        if (!name) {
            refuse_line(error, number, "a group is a name in brackets, [rules]");
        }
        return name ? g_strdup_printf("[%s]", name) : NULL;
    }
    if (!strchr(line, '=')) {
        refuse_line(error, number, "it is no key=value, no [group] and no # comment");
        return NULL;
    }
    key = g_strchomp(g_strndup(line, strcspn(line, "=")));
    if (!is_key(key)) {
        refuse_line(error, number,
                    "a key has only letters, digits, _ and -, and nothing in brackets behind it");
        return NULL;
    }
    if (!group) {
        refuse_line(error, number, "it stands before the first [group]");
        return NULL;
    }
    return g_strdup_printf("%s %s", group, key);
}

/* Remembers LINE, without blanks around it; *GROUP is the group it is in, or begins. */
static gboolean take_line(struct sl_config_text *t, const char *line, const char **group,
                          unsigned number, GError **error)
{
    char *mark;

    if (!*line || *line == '#') {
        return TRUE;
    }
    mark = mark_of(line, *group, number, error);
    if (!mark) {
        return FALSE;
    }
    /* A key file puts two groups of one name into one, and of two keys drops the first. */
    if (g_hash_table_contains(t->lines, mark)) {
        g_autofree char *why =
            g_strdup_printf("%s%s is there twice, first on line %u", mark, *line == '[' ? "" : "=",
                            GPOINTER_TO_UINT(g_hash_table_lookup(t->lines, mark)));

        g_free(mark);
        return refuse_line(error, number, why);
    }
    /* So that not even names made to collide in the hash tables of GLib cost much time. */
    if (g_hash_table_size(t->lines) == NAMES_MAX) {
        g_free(mark);
        return refuse_line(error, number, "more than 10000 groups and keys are too many");
    }
    g_hash_table_insert(t->lines, mark, GUINT_TO_POINTER(number));
    *group = *line == '[' ? mark : *group;
    return TRUE;
}

static gboolean take_lines(struct sl_config_text *t, const char *text, GError **error)
{
    const char *group = NULL;
    unsigned number = 1;

    for (const char *line = text; *line; number++) {
        size_t length = strcspn(line, "\n");
        g_autofree char *stripped = g_strstrip(g_strndup(line, length));

        if (!take_line(t, stripped, &group, number, error)) {
            return FALSE;
        }
        line += length + (line[length] == '\n');
    }
    return TRUE;
}

static gboolean take_text(struct sl_config_text *t, const GString *text, GError **error)
{
    if (strlen(text->str) != text->len) {
        return refuse(error, "a NUL byte is in it");
    }
    if (!g_utf8_validate(text->str, (gssize)text->len, NULL)) {
        return refuse(error, "it is no valid UTF-8");
    }
    if (g_str_has_prefix(text->str, "\xef\xbb\xbf")) {
        return refuse(error, "a byte order mark is at its beginning: save it as UTF-8 without one");
    }
    return take_lines(t, text->str, error) &&
           g_key_file_load_from_data(t->keys, text->str, text->len, G_KEY_FILE_NONE, error);
}

/* --------------------------------------------------------------------------------------------- */

struct sl_config_text *sl_config_text_read(const char *name, bool is_found, GError **error)
{
    GString *text = read_file(name, is_found, error);
    struct sl_config_text *t;

    if (!text) {
        return NULL;
    }
    t = g_new0(struct sl_config_text, 1);
    t->keys = g_key_file_new();
    t->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!take_text(t, text, error)) {
        g_clear_pointer(&t, sl_config_text_free);
    }
    g_string_free(text, TRUE);
    return t;
}

void sl_config_text_free(struct sl_config_text *t)
{
    if (t) {
        g_key_file_free(t->keys);
        g_hash_table_destroy(t->lines);
        g_free(t);
    }
}

GKeyFile *sl_config_text_keys(const struct sl_config_text *t)
{
    return t->keys;
}

unsigned sl_config_text_line(const struct sl_config_text *t, const char *group, const char *key)
{
    g_autofree char *mark =
        key ? g_strdup_printf("[%s] %s", group, key) : g_strdup_printf("[%s]", group);

    return GPOINTER_TO_UINT(g_hash_table_lookup(t->lines, mark));
}
