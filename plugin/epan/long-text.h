/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts longer than one label of Wireshark's tree, which cuts off what does not fit. */
#ifndef SL_EPAN_LONG_TEXT_H
#define SL_EPAN_LONG_TEXT_H

#include "compat.h"

/*
 * Adds TEXT as field HF: the value is the whole text, the tree shows its first line and the others
 * below it. Those are of field HF_LINE: items without a field would be keys of their own in -T
 * json.
 */
void sl_long_text_add(proto_tree *tree, tvbuff_t *tvb, int hf, int hf_line, const char *text);

#endif
