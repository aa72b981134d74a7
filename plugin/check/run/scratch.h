/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A private folder for what the programs of Wireshark are given by name: the plugin, and copies of
 * captures and keys that nobody (nobody.h) could not read where they are. It goes with us.
 */
#ifndef SL_CHECK_SCRATCH_H
#define SL_CHECK_SCRATCH_H

#include <glib.h>
#include <stdbool.h>

struct sl_scratch;

/* What is put there is to be read by us, or, if FOR_NOBODY, by nobody. Makes nothing yet. Free with
 * sl_scratch_free, which removes all. */
struct sl_scratch *sl_scratch_new(bool for_nobody);
void sl_scratch_free(struct sl_scratch *scratch);

/* The folder itself, made if need be; borrowed. NULL, with *ERROR, if it cannot be made. */
const char *sl_scratch_folder(struct sl_scratch *scratch, GError **error);

/*
 * Makes the folder PATH below it, whose parent is there, or the new and empty file NAME in it, for
 * writing, whose path is *PATH, owned by the caller. FALSE or -1, with *ERROR, if that fails. From
 * any thread.
 */
gboolean sl_scratch_make_folder(struct sl_scratch *scratch, const char *path, GError **error);
int sl_scratch_make_file(struct sl_scratch *scratch, char **path, GError **error);

/*
 * Copies the open file FD, from its beginning, to a new file that only its reader may read. Its
 * path, owned by the caller; NULL, with *ERROR, if that fails. From any thread.
 */
char *sl_scratch_copy(struct sl_scratch *scratch, int fd, GError **error);

/*
 * Puts the file FROM, made a link to where we are who reads it, at the new PATH below the folder.
 * FALSE, with *ERROR, if that fails.
 */
gboolean sl_scratch_put(struct sl_scratch *scratch, const char *from, const char *path,
                        GError **error);

#endif
