/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs tshark over the captures, several at the same time, or reads reports made elsewhere. */
#ifndef SL_CHECK_RUN_H
#define SL_CHECK_RUN_H

#include "options.h"
#include "read/result.h"

/*
 * The results of what OPTIONS name, in that order, as a GPtrArray of struct sl_result that the
 * caller owns. What cannot be used has an error in its result; *ERROR is set, and NULL returned,
 * only where nothing can be used at all, or tshark refuses what the user hands to it
 * (SL_TOOL_ERROR_OPTION). Shows a progress bar where standard error is a terminal.
 */
GPtrArray *sl_run(const struct sl_options *options, GError **error);

#endif
