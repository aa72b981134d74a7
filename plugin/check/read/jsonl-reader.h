/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines in, results out: what `-z siplens,jsonl` writes, and what `siplens-check --format
 * jsonl` adds to it. Members and types of line that are not known are skipped.
 */
#ifndef SL_CHECK_JSONL_READER_H
#define SL_CHECK_JSONL_READER_H

#include "read/result.h"

struct sl_reader;

#define SL_READER_FORMAT 1 /* the newest that is understood; what the formats write */

#define SL_READER_ERROR (sl_reader_error_quark())
GQuark sl_reader_error_quark(void);
enum sl_reader_error {
    SL_READER_ERROR_LINE,  /* not a line of such a report */
    SL_READER_ERROR_FORMAT /* made by a newer siplens */
};

/* A reader of what is said of FILE, where the lines themselves do not name the capture. */
struct sl_reader *sl_reader_new(const char *file);

/* Frees READER, and the results that sl_reader_finish has not handed out. */
void sl_reader_free(struct sl_reader *reader);

/* Learns one LINE of LENGTH bytes, NUL after it. FALSE, with *ERROR naming its number, if it is
 * none. */
gboolean sl_reader_line(struct sl_reader *reader, const char *line, size_t length, GError **error);

/*
 * The results, in the order of the lines, as a GPtrArray of struct sl_result that the caller owns.
 * One that has no summary, because the lines ended too soon, carries an error.
 */
GPtrArray *sl_reader_finish(struct sl_reader *reader);

#endif
