/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pages of the documentation that are made from the tables of the core. A page says all in both
 * languages; it is the same wherever and whenever it is made.
 */
#ifndef SL_DOC_PAGE_H
#define SL_DOC_PAGE_H

#include <glib.h>

/*
 * Appends rules.md to OUT: every rule, with the captures of the folder CAPTURES (test-captures)
 * that show it. FALSE with *ERROR set if that folder cannot be read.
 */
gboolean sl_page_rules(GString *out, const char *captures, GError **error);

/* Appends status-codes.md to OUT: every registered status code. */
void sl_page_status_codes(GString *out);

/* Appends reasons.md to OUT: causes of Reason, codes of Warning, ISUP messages. */
void sl_page_reasons(GString *out);

/* Appends siplens-jsonl.schema.json to OUT: what a line of JSON Lines is. */
void sl_page_json_schema(GString *out);

/* Appends TEXT, ours, to OUT so that Markdown shows it literally, in a table too. */
void sl_page_text(GString *out, const char *text);

#endif
