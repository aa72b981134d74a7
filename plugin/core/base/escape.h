/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captured text made safe to show: no control character, no bidirectional override, nothing that
 * cannot be seen, no invalid UTF-8, no endless length ever reaches a tree, a terminal or a report
 * through us. What a destination acts on beside that (markup, commands) is in safe.h.
 */
#ifndef SL_ESCAPE_H
#define SL_ESCAPE_H

#include <glib.h>

#define SL_ESCAPE_CHARACTERS 96 /* of a value; the rest is cut off where people read it */

/*
 * Appends TEXT (NULL appends nothing) to OUT. Control characters and invalid bytes become \xNN;
 * format and bidirectional controls, line and paragraph separators, and what takes no room on the
 * screen become \u{NNNN}; a text of more than SL_ESCAPE_CHARACTERS is cut and ends in an ellipsis.
 */
void sl_escape_append(GString *out, const char *text);

/* The same without a limit, for readers that tell things apart by it. */
void sl_escape_append_whole(GString *out, const char *text);

/*
 * A copy of TEXT, not escaped, that is cut behind CHARACTERS (an invalid byte counts as one) and
 * then ends in an ellipsis; NULL for NULL. To be freed with g_free.
 */
char *sl_escape_cut(const char *text, size_t characters);

/* True for a character that sl_escape_append replaces. */
gboolean sl_escape_is_unsafe(gunichar ch);

/* True if TEXT is valid UTF-8 without any such character. */
gboolean sl_escape_is_clean(const char *text);

#endif
