/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All captures of one run, and what they come to together: what a format shows. */
#ifndef SL_CHECK_AUDIT_H
#define SL_CHECK_AUDIT_H

#include "options.h"
#include "read/result.h"

/* How often a rule was found broken. */
struct sl_rule_count {
    const char *name;
    const struct sl_rule *rule; /* NULL: this siplens does not know it */
    enum sl_severity severity;  /* of its findings */
    uint64_t count;
};

struct sl_audit {
    const struct sl_options *options;
    GPtrArray *results; /* of struct sl_result, owned */
    GArray *rules;   /* of struct sl_rule_count, those found, in the order of the documentation */
    GArray *hidings; /* of struct sl_hiding */
    struct sl_changes *changes;
    uint64_t messages, calls, transactions;
    uint64_t verdicts[SL_VERDICTS];
    uint64_t outcomes[SL_OUTCOMES];
    uint64_t classes[SL_CLASSES];
    uint64_t count[SL_SEVERITIES]; /* findings that are not hidden */
    uint64_t hidden, unlisted;
    unsigned failed;   /* captures with a finding at or above --fail-on */
    unsigned unusable; /* captures that were not read, or not to their end */
};

/* Judges RESULTS as OPTIONS, borrowed, have it, and adds them up. Takes over RESULTS. */
struct sl_audit *sl_audit_new(const struct sl_options *options, GPtrArray *results);
void sl_audit_free(struct sl_audit *audit);

/* True if a finding of that severity makes the run fail. */
bool sl_audit_fails(const struct sl_audit *audit, enum sl_severity severity);

/* All findings that are not hidden. */
uint64_t sl_audit_findings(const struct sl_audit *audit);

/* The exit status that the contract gives: 0, 1 or 3. */
int sl_audit_exit_status(const struct sl_audit *audit);

#define sl_audit_result(audit, i)                                                                  \
    ((const struct sl_result *)g_ptr_array_index((audit)->results, (i)))
#define sl_audit_rule(audit, i) (&g_array_index((audit)->rules, struct sl_rule_count, (i)))

#endif
