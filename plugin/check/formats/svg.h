/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ladder as an inline SVG, for a page whose style sheet has the classes it uses. */
#ifndef SL_CHECK_SVG_H
#define SL_CHECK_SVG_H

#include "formats/ladder.h"
#include "formats/out.h"

/* Writes LADDER, which has a column at least, as an svg element. */
void sl_svg_write(struct sl_out *out, const struct sl_ladder *ladder);

#endif
