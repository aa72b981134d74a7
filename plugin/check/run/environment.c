/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/environment.h"

/*
 * Where they are to find the user: nowhere. A rule that is switched off in the user's Wireshark,
 * T1, or a protocol that is disabled would decide the verdict here and not elsewhere, and hide
 * findings that nobody counts; a Lua script there would run. Debian promises that this folder is
 * not there.
 */
#define NO_FOLDER "/nonexistent"

/* The folders of PATH that are named from the root, in their order; NULL last. */
static char **folders(void)
{
    const char *path = g_getenv("PATH");
    g_auto(GStrv) all = g_strsplit(path ? path : "/usr/bin:/bin", G_SEARCHPATH_SEPARATOR_S, -1);
    GPtrArray *absolute = g_ptr_array_new();

    for (char **folder = all; *folder; folder++) {
        if (g_path_is_absolute(*folder)) {
            g_ptr_array_add(absolute, g_strdup(*folder));
        }
    }
    g_ptr_array_add(absolute, NULL);
    return (char **)g_ptr_array_free(absolute, FALSE);
}

char *sl_environment_find(const char *name)
{
    g_auto(GStrv) in = folders();

    for (char **folder = in; *folder; folder++) {
        char *path = g_build_filename(*folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE) &&
            !g_file_test(path, G_FILE_TEST_IS_DIR)) {
            return path;
        }
        g_free(path);
    }
    return NULL;
}

char **sl_environment_new(const char *plugins)
{
    g_auto(GStrv) in = folders();
    g_autofree char *path = g_strjoinv(G_SEARCHPATH_SEPARATOR_S, in);
    char **environment = g_environ_setenv(NULL, "PATH", path, TRUE);

    environment = g_environ_setenv(environment, "HOME", NO_FOLDER, TRUE);
    environment = g_environ_setenv(environment, "WIRESHARK_CONFIG_DIR", NO_FOLDER, TRUE);
    /* Messages and numbers are the same everywhere. */
    environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
    if (plugins) {
        environment = g_environ_setenv(environment, "WIRESHARK_PLUGIN_DIR", plugins, TRUE);
    }
    return environment;
}

char *sl_environment_personal_plugins(void)
{
    return g_build_filename(g_get_home_dir(), ".local", "lib", "wireshark", "plugins", NULL);
}
