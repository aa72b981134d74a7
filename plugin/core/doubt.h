/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a capture may leave in doubt: the reasons of the verdict "incomplete", one list. */
#ifndef SL_DOUBT_H
#define SL_DOUBT_H

#include "base/text.h"

extern const struct sl_text sl_doubt_starts_late;
extern const struct sl_text sl_doubt_ends_early;
extern const struct sl_text sl_doubt_one_direction;
extern const struct sl_text sl_doubt_shown_later;
extern const struct sl_text sl_doubt_relayed;
extern const struct sl_text sl_doubt_settled_elsewhere;
extern const struct sl_text sl_doubt_other_path;
extern const struct sl_text sl_doubt_dialog_path;
extern const struct sl_text sl_doubt_odd_ack;
extern const struct sl_text sl_doubt_odd_prack;
extern const struct sl_text sl_doubt_refuted; /* it is not so: nothing is missing either */
extern const struct sl_text sl_doubt_truncated;
extern const struct sl_text sl_doubt_clock;

#endif
