/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small pieces of text that several formats write alike. All append to OUT. */
#ifndef SL_CHECK_PHRASE_H
#define SL_CHECK_PHRASE_H

#include "base/safe.h"
#include "read/audit.h"

/* What is drawn in a ladder, and what is not. Needs no escaping. */
extern const struct sl_text sl_phrase_ladders;

/* "1 call", "2 calls"; NOUN is in the singular. */
void sl_phrase_count(GString *out, uint64_t n, const char *noun);

/* Nanoseconds in seconds, without needless zeros: "0.25". */
void sl_phrase_seconds(GString *out, int64_t ns);

/* The same to the millisecond: "0.250". */
void sl_phrase_milliseconds(GString *out, int64_t ns);

/* The wall-clock time START, as a report has it, without needless zeros, made safe by SAFE. */
void sl_phrase_start(GString *out, sl_safe_fn safe, const char *start);

/* "192.0.2.1:5060", "[2001:db8::1]:5060", made safe by SAFE. */
void sl_phrase_party(GString *out, sl_safe_fn safe, const struct sl_party *party);

/* "INVITE", "486 Busy Here": what a message is, in English, made safe by SAFE. */
void sl_phrase_step(GString *out, sl_safe_fn safe, const struct sl_step *step);

/*
 * Why there is nothing, or not all, to say of a capture: "not used"; NULL where all is well. Needs
 * no escaping.
 */
const struct sl_text *sl_phrase_lack(const struct sl_result *result);

/* "2 errors, 1 warning"; "no findings". COUNT is by severity. */
void sl_phrase_findings(GString *out, const uint64_t *count);

/* "call 1, transaction 2: incomplete: " and what the capture does not show of HOP, made safe by
 * SAFE.
 */
void sl_phrase_incomplete(GString *out, sl_safe_fn safe, const struct sl_hop *hop);

/* "and 2 more …" where RESULT has more of them than the SHOWN ones; else nothing. */
void sl_phrase_more_incomplete(GString *out, const struct sl_result *result, uint64_t shown);

/*
 * What a settings file changed, on one line, made safe by SAFE: ".siplens.conf: no_response: error
 * → note, 2 findings".
 */
void sl_phrase_change(GString *out, sl_safe_fn safe, const struct sl_change *change);

/*
 * The sentence about all captures that ends a report: "1 of 2 captures fails …". Needs no
 * escaping.
 */
void sl_phrase_conclusion(GString *out, const struct sl_audit *audit);

/* What a report of limited size leaves out. */
struct sl_left_out {
    uint64_t findings;
    uint64_t calls, captures; /* of which all findings are left out */
    uint64_t notices;         /* captures that were not used, or not well */
    uint64_t incomplete;      /* transactions of which it is not said why they are incomplete */
};

/* True if that is anything. */
bool sl_left_out_any(const struct sl_left_out *left);

/* "Left out for want of room: 12 findings, …" in LANGUAGE. Needs no escaping. */
void sl_phrase_left_out(GString *out, const struct sl_left_out *left, enum sl_language language);

/* Both languages of TEXT, made safe by SAFE, with BETWEEN between them; one where there is one. */
void sl_phrase_both(GString *out, sl_safe_fn safe, const struct sl_text *text, const char *between);

#endif
