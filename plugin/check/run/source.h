/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captures and reports as open descriptors, so that their names reach no other program. */
#ifndef SL_CHECK_SOURCE_H
#define SL_CHECK_SOURCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* True for "-", standard input. */
bool sl_source_is_standard_input(const char *name);

/* What NAME is called in a report. */
const char *sl_source_name(const char *name);

/*
 * Opens NAME for reading, from its beginning; standard input is first copied to a file that has no
 * name, until DEADLINE (of g_get_monotonic_time; 0: to its end). The descriptor is seekable. -1,
 * with *ERROR, if there is no such file, it may not be read, is no file, is empty, or it is too
 * late.
 */
int sl_source_open(const char *name, gint64 deadline, GError **error);

/* How far the file FD has been read, in bytes. */
uint64_t sl_source_position(int fd);

#endif
