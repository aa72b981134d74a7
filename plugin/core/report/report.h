/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text report on a capture. */
#ifndef SL_REPORT_H
#define SL_REPORT_H

#include "capture.h"

/* The languages that texts are shown in. */
enum sl_languages { SL_LANGUAGES_ZH, SL_LANGUAGES_EN, SL_LANGUAGES_BOTH };

/* TEXT in LANGUAGES, appended to OUT; both with a slash between, unless they are the same. */
void sl_text_append(GString *out, const struct sl_text *text, enum sl_languages languages);

/* The sentence of FINDING in LANGUAGES, appended to OUT. */
void sl_finding_append(GString *out, const struct sl_finding *finding, enum sl_languages languages);

/* Violations of one rule in one call that are listed; the rest are counted. */
#define SL_REPORT_LISTED 25

/* Transactions that are named where it is told why some are incomplete. */
#define SL_REPORT_EXAMPLES 5

/* Transactions that are told of with the reason why they are incomplete, in reports of
 * siplens-check for people. */
#define SL_REPORT_INCOMPLETE 10

/* Why rules that need a timer say nothing of a capture whose clock is broken. */
extern const struct sl_text sl_report_clock;

/*
 * Appends the report to OUT: a line a finding, in frame order, then counts by rule, verdict,
 * outcome, class, and reason for being incomplete. Time and memory are linear in the messages.
 */
void sl_report_text(const struct sl_capture *capture, enum sl_languages languages, GString *out);

#endif
