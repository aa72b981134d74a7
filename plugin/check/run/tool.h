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
#include "run/scratch.h"

struct sl_tool;

#define SL_TOOL_ERROR (sl_tool_error_quark())
GQuark sl_tool_error_quark(void);
enum sl_tool_error {
    SL_TOOL_ERROR_MISSING, /* a program or the plugin is not there */
    SL_TOOL_ERROR_VERSION, /* it is there, and of no use */
    SL_TOOL_ERROR_OPTION,  /* the user's option is not one that tshark takes */
    SL_TOOL_ERROR_ROOT     /* it would have to run as root */
};

/*
 * Finds tshark in PATH, and the plugin: in the folder that WIRESHARK_PLUGIN_DIR names, in the build
 * folder that this program is in, in the user's own folder of plugins, or else where Wireshark
 * looks. Whether tshark can use it shows when it is asked. Where we are root, its programs run as
 * nobody; where that is not possible, as root if AS_ROOT. NULL, with *ERROR saying what is missing.
 * Free with sl_tool_free.
 */
struct sl_tool *sl_tool_find(bool as_root, GError **error);
void sl_tool_free(struct sl_tool *tool);

/*
 * Takes OPTIONS (its -o) and DECODE_AS (its -d), ended by NULL, for all that tshark is asked from
 * now on. FALSE, with *ERROR naming it, if tshark refuses one, or a file that one names cannot be
 * lent to it; TRUE where tshark cannot be used at all. To be called once, before there are threads.
 */
gboolean sl_tool_take_options(struct sl_tool *tool, const char *const *options,
                              const char *const *decode_as, GError **error);

/*
 * The command that makes tshark write JSON Lines about the capture on its standard input; if
 * IS_BRIEF, only about the calls in which something is found, and the counts of all. Its arguments
 * are to be freed with g_strfreev, the rest is borrowed from TOOL.
 */
struct sl_child_command sl_tool_command(const struct sl_tool *tool, bool is_brief);

/*
 * The command that writes CAPTURES, in the order of time, as one. They are paths from the root, or
 * "-". As sl_tool_command; NULL arguments, with *ERROR, if there is no mergecap.
 */
struct sl_child_command sl_tool_merge_command(const struct sl_tool *tool, const GPtrArray *captures,
                                              GError **error);

/* The command that copies what can be read of the capture on its standard input to its standard
 * output. As sl_tool_merge_command, for editcap. */
struct sl_child_command sl_tool_copy_command(const struct sl_tool *tool, GError **error);

/* Where copies for those programs are made; borrowed. */
struct sl_scratch *sl_tool_scratch(const struct sl_tool *tool);

/* True if they cannot read what only root can. */
bool sl_tool_is_nobody(const struct sl_tool *tool);

/* The lines of what Wireshark's programs SAID that tell the user something; NULL if none does. */
char *sl_tool_telling(const char *said);

/*
 * Why tshark did not know the plugin, as an error that names both; NULL if it does know it. Asks
 * tshark once, however often it is called, from whatever thread.
 */
const GError *sl_tool_fault(struct sl_tool *tool);

#endif
