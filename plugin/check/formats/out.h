/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a report goes: standard output, or a file that is replaced as a whole or left as it was.
 * Writing never fails in the middle of a format: the first error is kept, and told at the end.
 */
#ifndef SL_CHECK_OUT_H
#define SL_CHECK_OUT_H

#include <glib.h>
#include <stdint.h>

#include "base/safe.h"

struct sl_out;

/*
 * Whether a report could be written to PATH, as far as can be told before. FALSE, with *ERROR, if
 * not.
 */
gboolean sl_out_check(const char *path, GError **error);

/*
 * Begins a report to the file PATH, or to standard output if PATH is NULL or "-". NULL, with
 * *ERROR naming the path, if it cannot be written there.
 */
struct sl_out *sl_out_open(const char *path, GError **error);

/*
 * Ends the report and frees OUT. FALSE, with *ERROR, if anything of it could not be written: a file
 * is then as it was before.
 */
gboolean sl_out_close(struct sl_out *out, GError **error);

/* Ends a report that is not to be: a file stays as it was. */
void sl_out_discard(struct sl_out *out);

/*
 * From now on OUT is lines of text, which may come to be printed in the log of a CI job: whatever
 * is written passes sl_safe_log, a line at a time.
 */
void sl_out_is_log(struct sl_out *out);

/*
 * A part of a report that may be left out of it: it is collected in memory, and what sl_out_buffer
 * gives is all of it. To be ended with sl_out_discard.
 */
struct sl_out *sl_out_new_in_memory(void);

/* The bytes that were written to OUT so far. */
uint64_t sl_out_size(const struct sl_out *out);

/* Text of ours. */
void sl_out_string(struct sl_out *out, const char *ours);
void sl_out_printf(struct sl_out *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Text of others made safe by SAFE, whole or cut as sl_safe_value does. */
void sl_out_text(struct sl_out *out, sl_safe_fn safe, const char *text);
void sl_out_value(struct sl_out *out, sl_safe_fn safe, const char *text);

/* For what appends to a GString: whatever is appended to this comes next in the report. */
GString *sl_out_buffer(struct sl_out *out);

#endif
