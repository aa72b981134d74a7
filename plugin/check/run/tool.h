/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tshark and the plugin: where they are, how they are asked, and what is wrong where they do not
 * answer.
 */
#ifndef SL_CHECK_TOOL_H
#define SL_CHECK_TOOL_H

#include <glib.h>
#include <stdbool.h>

#include "run/child.h"

struct sl_tool;

#define SL_TOOL_ERROR (sl_tool_error_quark())
GQuark sl_tool_error_quark(void);
enum sl_tool_error {
    SL_TOOL_ERROR_MISSING, /* a program or the plugin is not there */
    SL_TOOL_ERROR_VERSION, /* it is there, and of no use */
    SL_TOOL_ERROR_OPTION   /* the user's option is not one that tshark takes */
};

/*
 * Finds tshark in PATH, and the plugin: in the folder that WIRESHARK_PLUGIN_DIR names, in the build
 * folder that this program is in, or else where Wireshark looks. Whether tshark can use it shows
 * when it is asked. NULL, with *ERROR saying what is missing. Free with sl_tool_free.
 */
struct sl_tool *sl_tool_find(GError **error);
void sl_tool_free(struct sl_tool *tool);

/*
 * The command that makes tshark write JSON Lines about the capture on its standard input; if
 * IS_BRIEF, only about the calls in which something is found, and the counts of all. OPTIONS
 * (its -o) and DECODE_AS (its -d), ended by NULL, may be NULL. Its arguments are to be freed with
 * g_strfreev, the rest is borrowed from TOOL.
 */
struct sl_child_command sl_tool_command(const struct sl_tool *tool, bool is_brief,
                                        const char *const *options, const char *const *decode_as);

/* The command that writes CAPTURES, in the order of time, as one. As sl_tool_command. */
struct sl_child_command sl_tool_merge_command(const struct sl_tool *tool,
                                              const GPtrArray *captures);

/* The command that copies what can be read of CAPTURE to the file COPY. As sl_tool_command. */
struct sl_child_command sl_tool_copy_command(const struct sl_tool *tool, const char *capture,
                                             const char *copy);

/* The lines of what Wireshark's programs SAID that tell the user something; NULL if none does. */
char *sl_tool_telling(const char *said);

/*
 * Why tshark did not know the plugin, as an error that names both; NULL if it does know it. Asks
 * tshark once, however often it is called, from whatever thread.
 */
const GError *sl_tool_fault(struct sl_tool *tool);

/*
 * FALSE, with *ERROR naming it, if tshark refuses one of OPTIONS (its -o) or DECODE_AS (its -d),
 * ended by NULL. TRUE where tshark cannot be used at all.
 */
gboolean sl_tool_check_options(struct sl_tool *tool, const char *const *options,
                               const char *const *decode_as, GError **error);

#endif
