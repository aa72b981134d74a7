/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A finding: one rule, the message at fault, and the values at hand. The sentence is put together
 * only when somebody reads it.
 */
#ifndef SL_FINDING_H
#define SL_FINDING_H

#include <glib.h>
#include <stdint.h>

#include "model/model.h"
#include "rules/rule.h"

enum sl_value_kind {
    SL_VALUE_NUMBER,
    SL_VALUE_DURATION, /* nanoseconds; shown in seconds */
    SL_VALUE_FRAME,    /* a frame that proves the finding; shown as its number */
    SL_VALUE_STRING,   /* captured text; shown escaped; NULL is shown as "none" */
    SL_VALUE_TEXT      /* our own text in both languages */
};

struct sl_value {
    enum sl_value_kind kind;
    union {
        int64_t number;
        const char *string;
        const struct sl_text *text;
    } as;
};

#define SL_NUMBER(n) ((struct sl_value){.kind = SL_VALUE_NUMBER, .as.number = (int64_t)(n)})
#define SL_DURATION(ns) ((struct sl_value){.kind = SL_VALUE_DURATION, .as.number = (ns)})
#define SL_FRAME(f) ((struct sl_value){.kind = SL_VALUE_FRAME, .as.number = (int64_t)(f)})
#define SL_STRING(s) ((struct sl_value){.kind = SL_VALUE_STRING, .as.string = (s)})
#define SL_TEXT_VALUE(t) ((struct sl_value){.kind = SL_VALUE_TEXT, .as.text = (t)})

#define SL_FINDING_VALUES_MAX 8

/*
 * What a rule's doubt asks of its finding again, beside the message at fault. Each rule that has
 * some says which, above the function that finds them; the rest is zero.
 */
struct sl_facts {
    struct sl_record *other;            /* the message that the one at fault is at odds with */
    const struct sl_reliable *reliable; /* a reliable provisional response */
    uint32_t number, before;            /* a number of a sequence, and the one that it follows */
    uint32_t cseq_number;               /* of another message, which this one names */
};

struct sl_finding {
    const struct sl_rule *rule;
    struct sl_record *record;          /* the message at fault */
    struct sl_facts facts;             /* for its doubt */
    const struct sl_finding *cause;    /* of which this is a consequence, or NULL */
    struct sl_finding *next_on_record; /* oldest first */
    unsigned wording;                  /* index into rule->wording */
    unsigned value_count;
    struct sl_value value[SL_FINDING_VALUES_MAX];
};

/*
 * The sentence of FINDING in LANGUAGE, appended to OUT. Captured text in it is escaped; the rest
 * is ours.
 */
void sl_finding_describe(const struct sl_finding *finding, enum sl_language language, GString *out);

/* Appends TEMPLATE with {0} … replaced by VALUES, as sl_finding_describe does. */
void sl_values_format(const char *template, const struct sl_value *values, unsigned count,
                      enum sl_language language, GString *out);

#define SL_FINDING_TRANSACTIONS_MAX 2

/*
 * The INVITE transactions whose verdict FINDING counts for, in TRANSACTIONS: the one its message
 * belongs to, and the one that made the dialog of a request. Returns how many.
 */
unsigned sl_finding_transactions(const struct sl_finding *finding,
                                 struct sl_transaction *transactions[SL_FINDING_TRANSACTIONS_MAX]);

#endif
