/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pieces that a Markdown page is made of. None is longer than it says. */
#ifndef SL_CHECK_MARKDOWN_H
#define SL_CHECK_MARKDOWN_H

#include "formats/out.h"
#include "read/audit.h"

#define SL_MARKDOWN_CALL 12000 /* characters of a call's findings */

/* The characters that TEXT takes of a page: those beyond U+FFFF are two, as browsers count. */
size_t sl_markdown_length(const char *text);

/* The heading of a capture, with its error and whether its clock is broken: some 3 000 at most. */
void sl_markdown_capture(struct sl_out *out, const struct sl_result *result);

/*
 * The heading of CALL and its findings, the worst first; those that make it longer than
 * SL_MARKDOWN_CALL are counted. Returns how many are there.
 */
unsigned sl_markdown_call(struct sl_out *out, const struct sl_result *result,
                          const struct sl_call_result *call);

/* The sequence diagram of CALL, of 100 arrows at most; false, with nothing written, without one. */
bool sl_markdown_diagram(struct sl_out *out, const struct sl_result *result,
                         const struct sl_call_result *call);

/* The first SL_REPORT_INCOMPLETE transactions of RESULT that are incomplete, if any. */
void sl_markdown_incomplete(struct sl_out *out, const struct sl_result *result);

/* Rows of tables. */
void sl_markdown_capture_row(struct sl_out *out, const struct sl_result *result);
void sl_markdown_rule_row(struct sl_out *out, const struct sl_rule_count *count);

/* The tables of verdicts and outcomes. */
void sl_markdown_transactions(struct sl_out *out, const struct sl_audit *audit);

/* A line about findings that were hidden. */
void sl_markdown_hiding(struct sl_out *out, const struct sl_hiding *hiding);

/* A line about what a settings file changed. */
void sl_markdown_change(struct sl_out *out, const struct sl_change *change);

#endif
