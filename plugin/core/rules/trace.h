/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the rules did about one frame, for contributors: it answers "why did this rule not fire?".
 * Without a trace it costs one branch where a rule finds, waits or looks.
 */
#ifndef SL_TRACE_H
#define SL_TRACE_H

#include <glib.h>

#include "model/model.h"
#include "rules/finding.h"

struct sl_trace {
    uint32_t frame; /* whose messages are traced */
    GString *text;  /* a line an event */
    bool has_event; /* since the rule that looks now began to */
};

struct sl_trace *sl_trace_new(uint32_t frame);
void sl_trace_free(struct sl_trace *trace); /* NULL is allowed */

/* RECORD, of that frame, was learnt; BEFORE is what was captured of its transaction before it. */
void sl_trace_learnt(struct sl_trace *trace, const struct sl_record *record,
                     const struct sl_record *before);

/* RULE has looked at RECORD. */
void sl_trace_looked(struct sl_trace *trace, const struct sl_rule *rule,
                     const struct sl_record *record);

/* RULE began a wait for what must follow RECORD, until DEADLINE_NS; it is over. */
void sl_trace_wait(struct sl_trace *trace, const struct sl_rule *rule,
                   const struct sl_record *record, int64_t length_ns);
void sl_trace_wait_over(struct sl_trace *trace, const struct sl_rule *rule,
                        const struct sl_record *record);

/* FINDING was recorded, perhaps on another message than the one that its rule looked at. */
void sl_trace_found(struct sl_trace *trace, const struct sl_finding *finding);

#endif
