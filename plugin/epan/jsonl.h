/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report as JSON Lines, for programs: plugin/doc/siplens-jsonl.schema.json describes it. */
#ifndef SL_EPAN_JSONL_H
#define SL_EPAN_JSONL_H

#include <stdio.h>

#include "capture.h"

/*
 * Writes what CAPTURE holds as known now to FILE, one object a line: the capture, the INVITE
 * transactions by number, the findings in frame order, the summary. If IS_BRIEF, only the
 * transactions of calls in which something was found and the first that are incomplete, and no
 * other calls. Time and memory are
 * linear in the messages; a line is written as it is made. Errors are left to ferror.
 */
void sl_jsonl_write(const struct sl_capture *capture, bool is_brief, FILE *file);

#endif
