/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/install-paths.h"

#include <glib.h>

static char *if_there(char *path)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_clear_pointer(&path, g_free);
    }
    return path;
}

static char *own_folder(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);

    return self ? g_path_get_dirname(self) : NULL;
}

char *sl_place_beside(const char *name)
{
    g_autofree char *folder = own_folder();

    return folder ? if_there(g_build_filename(folder, name, NULL)) : NULL;
}

char *sl_place_data(const char *name)
{
    g_autofree char *below = g_build_filename("share", "siplens", name, NULL);
    g_autofree char *above = g_build_filename("..", below, NULL);
    char *found = sl_place_beside(below); /* the build folder */

    return found ? found : sl_place_beside(above); /* next to bin */
}
