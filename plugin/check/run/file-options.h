/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that --option names, like a TLS key log: tshark neither runs in our working directory,
 * where it would look for files of its own among those that a stranger sent, nor always as a user
 * who may read them.
 */
#ifndef SL_CHECK_FILE_OPTIONS_H
#define SL_CHECK_FILE_OPTIONS_H

#include <glib.h>

#include "run/scratch.h"

/*
 * The names of the preferences whose value is a file or a folder, in lower case, as a set, from
 * PREFERENCES, which is what "tshark -G defaultprefs" writes. Free with g_hash_table_unref.
 */
GHashTable *sl_file_options_names(const char *preferences);

/* True if it depends on those names what OPTION ("NAME:VALUE") is. */
gboolean sl_file_options_may_be(const char *option);

/*
 * OPTION as tshark is to get it, to be freed: where it is one of NAMES, or of the tables of keys,
 * with the whole path of the file. If FOR_NOBODY, a file that nobody may not read is copied to
 * SCRATCH. NULL, with *ERROR, if there is no such file, or it cannot be read or written.
 */
char *sl_file_options_lend(const char *option, GHashTable *names, struct sl_scratch *scratch,
                           gboolean for_nobody, GError **error);

#endif
