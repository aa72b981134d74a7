/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text in cells, where a Chinese character takes two, and long texts cut into lines, in both
 * languages. All texts are UTF-8 that is safe for a terminal.
 */
#ifndef SL_LINES_H
#define SL_LINES_H

#include <glib.h>

/* The cells that TEXT takes. */
unsigned sl_lines_width(const char *text);

/* Appends TEXT and blanks until it fills WIDTH cells; one that is longer is not cut. */
void sl_lines_pad(GString *out, const char *text, unsigned width);

/*
 * Appends TEXT, cut in the middle where it takes more than WIDTH cells, which is not 0: of
 * addresses, the end tells more than the beginning.
 */
void sl_lines_shorten(GString *out, const char *text, unsigned width);

/* What a line that does not hold all of a text ends with. */
enum sl_lines_style {
    SL_LINES_FULL,     /* as much as it holds */
    SL_LINES_SENTENCES /* a sentence, else a clause, else a word, where that is not much shorter */
};

/*
 * The length in bytes of the first line of TEXT, with the blanks behind it, where a line holds ROOM
 * bytes and is COLUMNS wide (blanks may hang over the edge). A line ends at a blank or beside a
 * Chinese character, but never before a closing mark or behind an opening one; a word that is
 * longer than a line is broken where the line ends. At least one character.
 */
size_t sl_lines_first(const char *text, size_t room, unsigned columns, enum sl_lines_style style);

/*
 * Appends TEXT in full lines of at most WIDTH cells, each behind INDENT blanks and ended by a line
 * feed: at most as wide also after sl_safe_log.
 */
void sl_lines_wrap(GString *out, const char *text, unsigned indent, unsigned width);

#endif
