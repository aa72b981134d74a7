/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: what it says, and what a settings file adds to it. */
#ifndef SL_CHECK_COMMAND_LINE_H
#define SL_CHECK_COMMAND_LINE_H

#include "options.h"

/*
 * Reads the command line ARGUMENTS, which begin with the program's name and end with NULL, and the
 * settings file. NULL, with *ERROR naming what is wrong. Where --help is asked for, *HELP is the
 * text that answers it, owned by the caller, and the result NULL. Free with sl_options_free.
 */
struct sl_options *sl_command_line_parse(char **arguments, char **help, GError **error);

#endif
