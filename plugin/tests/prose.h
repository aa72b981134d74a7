/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every text of a table must look like, whatever it says. */
#ifndef SL_TEST_PROSE_H
#define SL_TEST_PROSE_H

#include "base/text.h"

/*
 * Asserts that TEXT is one or more sentences in both languages: the Chinese one with full-width
 * punctuation and the terms of the field, the English one in ASCII apart from the section sign.
 */
void prose_assert(const struct sl_text *text);

/* Asserts that A and B differ in both languages. */
void prose_assert_differ(const struct sl_text *a, const struct sl_text *b);

#endif
