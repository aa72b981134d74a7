/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines in, results out: what `-z siplens,jsonl` writes, and what `siplens-check --format
 * jsonl` adds to it, as report/json-schema.h describes them. Members and types of line that are not
 * known are skipped; a known member that is missing, comes twice or is not what the schema says
 * makes the line an error.
 *
 * Anybody may have written them: it takes time and memory in proportion to what is read.
 */
#ifndef SL_CHECK_JSONL_READER_H
#define SL_CHECK_JSONL_READER_H

#include "read/result.h"

struct sl_jsonl_reader;

#define SL_JSONL_LINE_MOST ((size_t)256 << 20) /* bytes of a line; 1 000 000 calls have 80 MB */

#define SL_JSONL_READER_ERROR (sl_jsonl_reader_error_quark())
GQuark sl_jsonl_reader_error_quark(void);
enum sl_jsonl_reader_error {
    SL_JSONL_READER_ERROR_LINE,  /* not a line of such a report */
    SL_JSONL_READER_ERROR_FORMAT /* made by a newer siplens */
};

/* A reader of what is said of FILE, where the lines themselves do not name the capture. */
struct sl_jsonl_reader *sl_jsonl_reader_new(const char *file);

/* Frees READER, and the results that sl_jsonl_reader_finish has not handed out. */
void sl_jsonl_reader_free(struct sl_jsonl_reader *reader);

/* Learns one LINE of LENGTH bytes. FALSE, with *ERROR naming its number, if it is none. */
gboolean sl_jsonl_reader_line(struct sl_jsonl_reader *reader, const char *line, size_t length,
                              GError **error);

/* Learns the next LENGTH bytes of a report, in which lines end where they like. */
gboolean sl_jsonl_reader_feed(struct sl_jsonl_reader *reader, const char *bytes, size_t length,
                              GError **error);

/* Learns what was fed last, if no line feed came after it. */
gboolean sl_jsonl_reader_feed_end(struct sl_jsonl_reader *reader, GError **error);

/* Says why no more of the report is read: of the capture that is not complete, or of the report. */
void sl_jsonl_reader_blame(struct sl_jsonl_reader *reader, const char *fault);

/*
 * The results, in the order of the lines, as a GPtrArray of struct sl_result that the caller owns.
 * One that has no summary, because the lines ended too soon, carries an error.
 */
GPtrArray *sl_jsonl_reader_finish(struct sl_jsonl_reader *reader);

#endif
