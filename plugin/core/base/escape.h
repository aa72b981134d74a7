/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captured text made safe to show: no control character, no bidirectional override, no invalid
 * UTF-8, no endless length ever reaches a tree, a terminal or a report through us.
 */
#ifndef SL_ESCAPE_H
#define SL_ESCAPE_H

#include <glib.h>

/*
 * Appends TEXT (NULL appends nothing) to OUT. Control characters and invalid bytes become \xNN,
 * format and bidirectional controls, line and paragraph separators \u{NNNN}; a text of more than
 * 96 characters is cut and ends in an ellipsis.
 */
void sl_escape_append(GString *out, const char *text);

/* The same without a limit, for readers that tell things apart by it. */
void sl_escape_append_whole(GString *out, const char *text);

/* True if TEXT is valid UTF-8 without any character that sl_escape_append would replace. */
gboolean sl_escape_is_clean(const char *text);

#endif
