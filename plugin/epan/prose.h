/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts longer than one label of Wireshark's tree, which cuts off what does not fit. */
#ifndef SL_PROSE_H
#define SL_PROSE_H

#include "compat.h"

/* Registers what the tree needs for it. */
void sl_prose_register(void);

/*
 * Adds TEXT as field HF: the value is the whole text, the tree shows its first
 * line and the others below it.
 */
void sl_prose_add(proto_tree *tree, tvbuff_t *tvb, int hf, const char *text);

#endif
