/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a settings file: read so that no file can do harm, and where in it things are. */
#ifndef SL_CHECK_CONFIG_TEXT_H
#define SL_CHECK_CONFIG_TEXT_H

#include <glib.h>
#include <stdbool.h>

#define SL_CONFIG_SIZE_MAX (1024 * 1024) /* bytes */

struct sl_config_text;

/*
 * Reads the file NAME, a regular one of at most SL_CONFIG_SIZE_MAX bytes, UTF-8 without NUL, in
 * which each line is blank, a comment, a group or a key and its value, and no group of a file or
 * key of a group is there twice. Where IS_FOUND it was not named but lay there: a link is refused,
 * since what it points to need not be meant for us, and *ERROR stays NULL where there is no such
 * file. NULL, with *ERROR naming what is wrong and the line. Free with sl_config_text_free.
 */
struct sl_config_text *sl_config_text_read(const char *name, bool is_found, GError **error);
void sl_config_text_free(struct sl_config_text *text);

/* What the text says. */
GKeyFile *sl_config_text_keys(const struct sl_config_text *text);

/* The number of the line that begins GROUP, or that has its KEY, if that is not NULL. */
unsigned sl_config_text_line(const struct sl_config_text *text, const char *group, const char *key);

#endif
