/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/file-options.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "run/nobody.h"

/* --- which they are -------------------------------------------------------------------------- */

/*
 * Wireshark writes comments, the last of which tells the type, and then "#NAME: VALUE":
 *
 *     # A path to a file
 *     #tls.keylog_file:
 */
GHashTable *sl_file_options_names(const char *preferences)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(preferences, "\n", -1);

    for (char **line = lines; *line && line[1]; line++) {
        if (g_str_has_prefix(*line, "# A path to a ") && line[1][0] == '#') {
            g_autofree char *name = sl_options_split(line[1] + 1, NULL);

            g_hash_table_add(names, g_ascii_strdown(name, -1));
        }
    }
    return names;
}

static const char *const plain_words[] = {"", "-", "true", "false"};

gboolean sl_file_options_may_be(const char *option)
{
    const char *value;
    g_autofree char *name = sl_options_split(option, &value);

    for (size_t i = 0; i < G_N_ELEMENTS(plain_words); i++) {
        if (g_ascii_strcasecmp(value, plain_words[i]) == 0) {
            return FALSE;
        }
    }
    return value[strspn(value, G_CSET_DIGITS ".,-")] && g_ascii_strcasecmp(name, "uat") != 0 &&
           g_ascii_strncasecmp(name, "siplens.", strlen("siplens.")) != 0;
}

static gboolean is_file(const char *name, GHashTable *names)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);
    /* The old name of the module, which still goes. */
    g_autofree char *now =
        g_str_has_prefix(lower, "ssl.") ? g_strconcat("tls.", lower + strlen("ssl."), NULL) : NULL;

    return g_hash_table_contains(names, now ? now : lower);
}

/* Whether tshark writes that file. */
static gboolean is_written(const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);

    return g_str_has_suffix(lower, "debug_file") || g_str_has_suffix(lower, "key_info_file");
}

/* --- what tshark gets ------------------------------------------------------------------------ */

static char *refuse(GError **error, const char *path, const char *why)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "%s: %s", path, why);
    return NULL;
}

static char *fail(GError **error, const char *path)
{
    int number = errno;

    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "%s: %s", path,
                g_strerror(number));
    return NULL;
}

static char *lend_written(const char *path, gboolean for_nobody, GError **error)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);

    if (for_nobody && !sl_nobody_may(whole, W_OK) &&
        (g_file_test(whole, G_FILE_TEST_EXISTS) || !sl_nobody_may(folder, W_OK))) {
        return refuse(error, path,
                      "tshark, which runs as nobody where root starts it, may not write it");
    }
    return g_steal_pointer(&whole);
}

/* A copy for nobody of what only we may read. */
static char *copy(const char *path, struct sl_scratch *scratch, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    char *copied;

    if (fd < 0) {
        return fail(error, path);
    }
    copied = sl_scratch_copy(scratch, fd, error);
    close(fd);
    return copied;
}

static char *lend_read(const char *path, struct sl_scratch *scratch, gboolean for_nobody,
                       GError **error)
{
    g_autofree char *whole = g_canonicalize_filename(path, NULL);

    if (g_access(whole, R_OK) != 0) {
        return fail(error, path);
    }
    if (!for_nobody || sl_nobody_may(whole, R_OK)) {
        return g_steal_pointer(&whole);
    }
    if (!g_file_test(whole, G_FILE_TEST_IS_REGULAR)) {
        return refuse(error, path,
                      "tshark, which runs as nobody where root starts it, may not read it, and it "
                      "is no file that could be copied");
    }
    return copy(whole, scratch, error);
}

/* --- tables of keys -------------------------------------------------------------------------- */

/* Which value of a row is the file. */
static const struct {
    const char *table;
    unsigned column;
} tables[] = {
    {"rsa_keys", 0},
    {"ssl_keys", 3},
    {"dtlsdecrypttablefile", 3},
};

/* The value in double quotes in COLUMN of ROW: its beginning, and *LENGTH. NULL if it is not there,
 * or has something escaped. */
static const char *value_in(const char *row, unsigned column, size_t *length)
{
    for (unsigned i = 0; *row == '"'; i++) {
        *length = strcspn(row + 1, "\"\\");
        if (row[1 + *length] != '"') {
            return NULL;
        }
        if (i == column) {
            return row + 1;
        }
        row += *length + 2;
        row += *row == ',';
    }
    return NULL;
}

/* OPTION, a row of a table, with the file of VALUE's LENGTH in it lent. */
static char *lend_value(const char *option, const char *value, size_t length,
                        struct sl_scratch *scratch, gboolean for_nobody, GError **error)
{
    g_autofree char *path = g_strndup(value, length);
    g_autofree char *before = g_strndup(option, (size_t)(value - option));
    g_autofree char *lent = NULL;

    if (!*path || g_str_has_prefix(path, "pkcs11:")) {
        return g_strdup(option);
    }
    lent = lend_read(path, scratch, for_nobody, error);
    return lent ? g_strconcat(before, lent, value + length, NULL) : NULL;
}

static char *lend_row(const char *option, struct sl_scratch *scratch, gboolean for_nobody,
                      GError **error)
{
    const char *entry, *row;
    char *kind = sl_options_split(option, &entry);
    g_autofree char *table = sl_options_split(entry, &row);

    g_free(kind);
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
        size_t length;
        const char *value =
            strcmp(table, tables[i].table) == 0 ? value_in(row, tables[i].column, &length) : NULL;

        if (value) {
            return lend_value(option, value, length, scratch, for_nobody, error);
        }
    }
    return g_strdup(option);
}

char *sl_file_options_lend(const char *option, GHashTable *names, struct sl_scratch *scratch,
                           gboolean for_nobody, GError **error)
{
    const char *value;
    g_autofree char *name = sl_options_split(option, &value);
    g_autofree char *path = NULL;

    if (g_ascii_strcasecmp(name, "uat") == 0) {
        return lend_row(option, scratch, for_nobody, error);
    }
    if (!sl_file_options_may_be(option) || !names || !is_file(name, names)) {
        return g_strdup(option);
    }
    path = is_written(name) ? lend_written(value, for_nobody, error)
                            : lend_read(value, scratch, for_nobody, error);
    return path ? g_strconcat(name, ":", path, NULL) : NULL;
}
