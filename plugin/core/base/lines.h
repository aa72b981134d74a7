/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Long texts cut into lines, in both languages. */
#ifndef SL_LINES_H
#define SL_LINES_H

#include <stddef.h>

/*
 * The length in bytes of the first line of TEXT (UTF-8), where a line holds ROOM bytes and is
 * COLUMNS wide (a Chinese character is two): all of a text that fits, else up to the end of a
 * sentence, a clause or a word, or, where there is none, as many characters as fit. A space at the
 * break belongs to the line. At least one character.
 */
size_t sl_lines_first(const char *text, size_t room, unsigned columns);

#endif
