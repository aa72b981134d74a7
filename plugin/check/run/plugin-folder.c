/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run/plugin-folder.h"

/* Makes TO/VERSION/epan/siplens.so of FROM's, if that is there. */
static gboolean put_version(struct sl_scratch *scratch, const char *from, const char *version,
                            const char *to, GError **error)
{
    g_autofree char *source = g_build_filename(from, version, "epan", SL_PLUGIN, NULL);
    g_autofree char *outer = g_build_filename(to, version, NULL);
    g_autofree char *inner = g_build_filename(outer, "epan", NULL);
    g_autofree char *target = g_build_filename(inner, SL_PLUGIN, NULL);

    return !g_file_test(source, G_FILE_TEST_EXISTS) ||
           (sl_scratch_make_folder(scratch, outer, error) &&
            sl_scratch_make_folder(scratch, inner, error) &&
            sl_scratch_put(scratch, source, target, error));
}

char *sl_plugin_folder_new(struct sl_scratch *scratch, const char *folder, GError **error)
{
    g_autofree char *from = g_canonicalize_filename(folder, NULL);
    g_autoptr(GDir) versions = g_dir_open(from, 0, error);
    const char *root = versions ? sl_scratch_folder(scratch, error) : NULL;
    g_autofree char *to = root ? g_build_filename(root, "plugins", NULL) : NULL;
    const char *version;

    if (!to || !sl_scratch_make_folder(scratch, to, error)) {
        return NULL;
    }
    while ((version = g_dir_read_name(versions))) {
        if (!put_version(scratch, from, version, to, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&to);
}

bool sl_plugin_folder_has(const char *folder, const char *version)
{
    g_autofree char *path = g_build_filename(folder, version, "epan", SL_PLUGIN, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}
