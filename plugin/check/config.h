/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The settings file, a GLib key file:
 *
 *     [rules]                      severities, as --rule
 *     provisional_late=off
 *
 *     [options]                    as on the command line; lists are separated by semicolons
 *     fail-on=error
 *     option=siplens.t1_ms:250;siplens.timer_c_s:90
 *
 *     [ignore old gateway]         findings to leave out: those on which all keys agree
 *     rule=max_forwards_missing
 *     address=192.0.2.7
 *     call-id=*@gw.example
 *     capture=*legacy*
 *     reason=firmware 3.1, replaced in May
 */
#ifndef SL_CHECK_CONFIG_H
#define SL_CHECK_CONFIG_H

#include "options.h"

#define SL_CONFIG_DEFAULT ".siplens.conf"

/*
 * Sets OPTIONS as FILE says; where FILE is NULL, as .siplens.conf of the working directory says, if
 * that is there, within what folder-policy.h allows it, and what it
 * changes is told in every report. FALSE, with *ERROR naming the file, the
 * line and what is wrong in it.
 */
gboolean sl_config_read(struct sl_options *options, const char *file, GError **error);

#endif
