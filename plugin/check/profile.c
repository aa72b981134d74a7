/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>

#include "run/cleanup.h"
#include "run/install-paths.h"

static gboolean fail(GError **error, const char *what, const char *path)
{
    int number = errno;

    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(number), "cannot %s %s: %s", what,
                path, g_strerror(number));
    return FALSE;
}

/* Where Wireshark keeps profiles: as its own documentation says. */
static char *profiles_folder(void)
{
    const char *given = g_getenv("WIRESHARK_CONFIG_DIR");
    g_autofree char *old = g_build_filename(g_get_home_dir(), ".wireshark", NULL);
    g_autofree char *now = g_build_filename(g_get_user_config_dir(), "wireshark", NULL);

    if (given && *given) {
        return g_build_filename(given, "profiles", NULL);
    }
    if (!g_file_test(now, G_FILE_TEST_IS_DIR) && g_file_test(old, G_FILE_TEST_IS_DIR)) {
        return g_build_filename(old, "profiles", NULL);
    }
    return g_build_filename(now, "profiles", NULL);
}

static bool is_same_file(const char *a, const char *b)
{
    g_autofree char *x = NULL;
    g_autofree char *y = NULL;
    size_t n, m;

    return g_file_get_contents(a, &x, &n, NULL) && g_file_get_contents(b, &y, &m, NULL) && n == m &&
           memcmp(x, y, n) == 0;
}

/* Whether every file of FROM is in TO, with the same contents. */
static bool is_installed(const char *from, const char *to)
{
    g_autoptr(GDir) files = g_dir_open(from, 0, NULL);
    const char *name;

    while (files && (name = g_dir_read_name(files))) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = g_build_filename(to, name, NULL);

        if (!is_same_file(source, target)) {
            return false;
        }
    }
    return files != NULL;
}

static gboolean copy_file(const char *from, const char *to, const char *name, GError **error)
{
    g_autofree char *source = g_build_filename(from, name, NULL);
    g_autofree char *target = g_build_filename(to, name, NULL);
    g_autofree char *contents = NULL;
    size_t length;

    if (!g_file_get_contents(source, &contents, &length, error)) {
        return FALSE;
    }
    sl_cleanup_path(target);
    return g_file_set_contents(target, contents, (gssize)length, error);
}

/* Copies the files of FROM into the new folder TO. */
static gboolean copy_files(const char *from, const char *to, GError **error)
{
    g_autoptr(GDir) files = g_dir_open(from, 0, error);
    const char *name;

    while (files && (name = g_dir_read_name(files))) {
        if (!copy_file(from, to, name, error)) {
            return FALSE;
        }
    }
    return files != NULL;
}

/* Forgets the files of FOLDER and itself, or removes them. */
static void settle(const char *from, const char *folder, bool removes)
{
    g_autoptr(GDir) files = g_dir_open(from, 0, NULL);
    const char *name;

    while (files && (name = g_dir_read_name(files))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        (removes ? sl_cleanup_remove_path : sl_cleanup_forget_path)(path);
    }
    (removes ? sl_cleanup_remove_path : sl_cleanup_forget_path)(folder);
}

/* Puts a copy of FROM at TARGET, which is not there, in one step. */
static gboolean copy_profile(const char *from, const char *folder, const char *target,
                             GError **error)
{
    g_autofree char *temporary = g_build_filename(folder, ".siplens-check-XXXXXX", NULL);
    gboolean is_copied;

    if (g_mkdir_with_parents(folder, 0755) != 0) {
        return fail(error, "make the folder", folder);
    }
    if (!g_mkdtemp_full(temporary, 0755)) {
        return fail(error, "make a folder in", folder);
    }
    sl_cleanup_path(temporary);
    is_copied = copy_files(from, temporary, error);
    if (is_copied && g_rename(temporary, target) != 0) {
        is_copied = fail(error, "make the folder", target);
    }
    settle(from, temporary, !is_copied);
    return is_copied;
}

char *sl_profile_install(GError **error)
{
    g_autofree char *from = sl_place_data("profiles/" SL_PROFILE_NAME);
    g_autofree char *folder = profiles_folder();
    g_autofree char *target = g_build_filename(folder, SL_PROFILE_NAME, NULL);

    if (!from) {
        g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                            "the profile did not come with this siplens-check");
        return NULL;
    }
    if (g_file_test(target, G_FILE_TEST_EXISTS)) {
        if (is_installed(from, target)) {
            return g_steal_pointer(&target);
        }
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                    "there is a profile at %s, which is left as it is: move it away first", target);
        return NULL;
    }
    return copy_profile(from, folder, target, error) ? g_steal_pointer(&target) : NULL;
}
