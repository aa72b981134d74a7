/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin siplens by itself: a folder like Wireshark's own, in which nothing else is, so that
 * tshark loads no other plugin and no Lua script from where siplens was found.
 */
#ifndef SL_CHECK_PLUGIN_FOLDER_H
#define SL_CHECK_PLUGIN_FOLDER_H

#include "run/scratch.h"

#define SL_PLUGIN "siplens.so"

/*
 * Puts the plugin of every version of Wireshark that is in FOLDER (FOLDER/X.Y/epan) into SCRATCH.
 * The new folder, owned by the caller; NULL, with *ERROR, if that fails.
 */
char *sl_plugin_folder_new(struct sl_scratch *scratch, const char *folder, GError **error);

/* True if FOLDER has the plugin for VERSION ("4.0"). */
bool sl_plugin_folder_has(const char *folder, const char *version);

#endif
