/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --explain and --list-rules: what the catalogue and the table of rules say, without a capture. */
#ifndef SL_CHECK_EXPLAIN_H
#define SL_CHECK_EXPLAIN_H

#include <glib.h>
#include <stdbool.h>

#include "formats/out.h"

/*
 * Writes what WORD means: a status code ("486"), a class ("4xx"), a method ("INVITE"), a rule
 * ("ack_missing"), a cause ("q850:34"), a warn-code ("warning 370"), an ISUP message ("isup REL")
 * or a protocol of Reason ("reason SIP"), capitals or not. False, with nothing written, if it is
 * none.
 */
bool sl_explain_word(struct sl_out *out, const char *word);

/* Writes the rules, a paragraph each: name, severity, reference, and what is wrong. */
void sl_explain_rules(struct sl_out *out);

#endif
