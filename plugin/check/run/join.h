/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures that are read as one, in the order of time (ring-buffer files): which of them can be,
 * and how a bad one is kept from spoiling the others.
 */
#ifndef SL_CHECK_JOIN_H
#define SL_CHECK_JOIN_H

#include "run/tool.h"

struct sl_join;

/*
 * Looks which of CAPTURES, borrowed, can be opened; what mergecap could not read as nobody is
 * copied for it. Nothing that this join does goes on after DEADLINE (of g_get_monotonic_time; 0:
 * none). Free with sl_join_free.
 */
struct sl_join *sl_join_new(const struct sl_tool *tool, const GPtrArray *captures, gint64 deadline);

/*
 * Reads each capture to its end, to see whether it is whole: what is cut is replaced by a copy of
 * what there is, what is no capture is left out. True if there was any such.
 */
bool sl_join_mend(struct sl_join *join);
void sl_join_free(struct sl_join *join);

/* True if a capture is left to be joined. */
bool sl_join_has_any(const struct sl_join *join);

/*
 * The command that writes them as one. As sl_tool_merge_command; its input is borrowed from JOIN.
 */
struct sl_child_command sl_join_command(const struct sl_join *join, GError **error);

/* What is wrong with captures, whether they are used in part or not at all. */
unsigned sl_join_fault_count(const struct sl_join *join);
const char *sl_join_faulty(const struct sl_join *join, unsigned index); /* its name */
const char *sl_join_fault(const struct sl_join *join, unsigned index);  /* what it is */

/* What CAPTURES together are called in a report: "a.pcap + b.pcap", "a.pcap + 11 more". */
char *sl_join_name(const GPtrArray *captures);

#endif
