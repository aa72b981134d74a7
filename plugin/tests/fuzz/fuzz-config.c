/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration file of somebody else: taken, or refused with a reason; nothing else happens. */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "command-line.h"

#include "base/unconst.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char *folder;

static void clean_up(void)
{
    g_autofree char *file = g_build_filename(folder, "siplens.conf", NULL);

    g_remove(file);
    g_rmdir(folder);
    g_free(folder);
}

static const char *scratch(void)
{
    if (!folder) {
        folder = g_dir_make_tmp("siplens-fuzz-XXXXXX", NULL);
        g_assert_nonnull(folder);
        atexit(clean_up);
    }
    return folder;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    g_autofree char *file = g_build_filename(scratch(), "siplens.conf", NULL);
    char *arguments[] = {sl_unconst("siplens-check"), sl_unconst("--config"), file,
                         sl_unconst("x.pcap"), NULL};
    g_autoptr(GError) error = NULL;
    g_autofree char *help = NULL;
    struct sl_options *options;

    if (!g_file_set_contents_full(file, (const char *)bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE,
                                  0600, NULL)) {
        return 0;
    }
    options = sl_command_line_parse(arguments, &help, &error);
    g_assert_null(help);
    g_assert_true((options == NULL) == (error != NULL));
    if (options) {
        g_assert_cmpstr(options->captures[0], ==, "x.pcap");
        g_assert_false(options->version || options->list_rules || options->install_profile ||
                       options->explain);
        sl_options_free(options);
    }
    return 0;
}
