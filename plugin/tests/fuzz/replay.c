/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gives a fuzz target each file of the folders and files that are named: a test each. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static unsigned tests;

static void replay(const char *path)
{
    g_autofree char *bytes = NULL, *name = g_path_get_basename(path);
    g_autoptr(GError) error = NULL;
    gsize size;

    if (!g_file_get_contents(path, &bytes, &size, &error)) {
        printf("not ok %u %s: %s\n", ++tests, name, error->message);
        exit(EXIT_FAILURE);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    printf("ok %u %s\n", ++tests, name);
    fflush(stdout);
}

static void replay_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

    for (const char *name; (name = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        replay(file);
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (g_file_test(argv[i], G_FILE_TEST_IS_DIR)) {
            replay_folder(argv[i]);
        } else {
            replay(argv[i]);
        }
    }
    printf("1..%u\n", tests);
    return tests > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
