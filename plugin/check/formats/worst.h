/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was found in the order in which a report of limited size shows it: by severity; of equals,
 * the first of each rule in each capture comes before the second of any, so that neither a capture
 * nor a rule that fills everything hides another.
 */
#ifndef SL_CHECK_WORST_H
#define SL_CHECK_WORST_H

#include "read/audit.h"

struct sl_worst {
    const struct sl_result *result;
    const struct sl_call_result *call;    /* that has findings; or NULL */
    const struct sl_violation *violation; /* that is listed; or NULL */
    enum sl_severity severity;            /* of the finding, or of the call's worst */
    unsigned nth;                         /* of its rule in the capture, from 0 */
    unsigned capture, place;              /* indices of the result, and of what is in it */
};

/* All calls of AUDIT with findings, the worst first. To be freed; borrows from AUDIT. */
GArray *sl_worst_calls(const struct sl_audit *audit);

/* All findings of AUDIT that are listed, the worst first. The same. */
GArray *sl_worst_findings(const struct sl_audit *audit);

#define sl_worst_at(array, i) (&g_array_index((array), struct sl_worst, (i)))

#endif
