/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a settings file may do that nobody named, and that only lay in the working directory: it
 * comes with what a stranger sent, so it may grade and leave out findings, which every report
 * tells, and no more. Whatever reads or writes a file, runs something, or tells tshark how to take
 * other protocols is for the command line, or for a file that --config names.
 */
#ifndef SL_CHECK_FOLDER_POLICY_H
#define SL_CHECK_FOLDER_POLICY_H

#include <glib.h>

#define SL_FOLDER_VALUES_MAX 256 /* of one option */
#define SL_FOLDER_GROUPS_MAX 256 /* that leave findings out */
#define SL_FOLDER_TEXT_MAX 500   /* bytes of a pattern or a reason */

/*
 * Whether such a file may set the option NAME to VALUE. FALSE, with *ERROR saying what to write
 * instead, if not. An option that is allowed need not exist.
 */
gboolean sl_folder_policy_check(const char *name, const char *value, GError **error);

#endif
