/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What surrounds the programs of Wireshark that we run: of our environment they get what is listed
 * here and nothing else, and they find no user. A verdict then depends on nothing that is neither
 * on the command line nor in a settings file, and no variable, preference or Lua script makes them
 * run, read or write anything else.
 */
#ifndef SL_CHECK_ENVIRONMENT_H
#define SL_CHECK_ENVIRONMENT_H

#include <glib.h>

/*
 * The environment for them, to be freed with g_strfreev. PLUGINS is the folder that has the plugin;
 * NULL: Wireshark's own.
 */
char **sl_environment_new(const char *plugins);

/*
 * The path of the program NAME: in the folders that PATH names from the root. Others, like the
 * working directory, may hold what a stranger sent. NULL if it is in none.
 */
char *sl_environment_find(const char *name);

/* The folder in which Wireshark keeps plugins of this user. To be freed. */
char *sl_environment_personal_plugins(void);

#endif
