/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ladder of a call: its hosts as columns, the messages of its INVITE transactions on all hops
 * as arrows between them, in frame order, each with the findings on it.
 */
#ifndef SL_CHECK_LADDER_H
#define SL_CHECK_LADDER_H

#include "read/result.h"

/* A row: an arrow, or, where STEP is NULL, findings on a message that is no arrow of the ladder. */
struct sl_rung {
    const struct sl_step *step;
    unsigned from, to; /* columns */
    uint32_t frame;
    int64_t time_ns;
    const struct sl_violation **findings; /* listed ones; NULL after the last; NULL: none */
};

struct sl_ladder {
    GPtrArray *columns; /* of struct sl_party, owned; a port of 0 is not shown */
    GArray *rungs;      /* of struct sl_rung */
    unsigned left_out;  /* messages without a finding that are not among the rungs */
};

/*
 * The ladder of CALL. Of more than MOST messages only those with findings, and the first of the
 * others, become rungs. Borrows from RESULT. Free with sl_ladder_free.
 */
struct sl_ladder *sl_ladder_new(const struct sl_result *result, const struct sl_call_result *call,
                                unsigned most);
void sl_ladder_free(struct sl_ladder *ladder);

#define sl_ladder_rung(ladder, i) (&g_array_index((ladder)->rungs, struct sl_rung, (i)))
#define sl_ladder_column(ladder, i)                                                                \
    ((const struct sl_party *)g_ptr_array_index((ladder)->columns, (i)))

#endif
