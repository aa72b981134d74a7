/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text in the cells of a terminal, where a Chinese character takes two. */
#ifndef SL_CHECK_COLUMNS_H
#define SL_CHECK_COLUMNS_H

#include <glib.h>

/* The cells that TEXT, safe for a terminal, takes. */
unsigned sl_columns_width(const char *text);

/* Appends TEXT and blanks until it fills WIDTH cells; one that is longer is not cut. */
void sl_columns_pad(GString *out, const char *text, unsigned width);

/*
 * Appends TEXT, cut in the middle where it takes more than WIDTH cells, which is not 0: of
 * addresses, the end tells more than the beginning.
 */
void sl_columns_shorten(GString *out, const char *text, unsigned width);

/*
 * Appends TEXT in lines of at most WIDTH cells, each behind INDENT blanks and ended by a line feed.
 * Breaks at blanks and beside Chinese characters, but never before a closing mark or after an
 * opening one; a word that is longer than a line is broken where the line ends.
 */
void sl_columns_wrap(GString *out, const char *text, unsigned indent, unsigned width);

#endif
