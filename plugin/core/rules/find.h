/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recording what a rule has found, and finding that again. */
#ifndef SL_FIND_H
#define SL_FIND_H

#include "rules/look.h"
#include "rules/once-per-fault.h"
#include "rules/verdict-entry.h"

/*
 * Records a finding of RULE on RECORD with FACTS (NULL: none) and COUNT values, which are copied
 * (strings too). It counts for the verdict of the INVITE transaction of RECORD and, if RECORD is a
 * request within a dialog, of the one that made the dialog. It is complete when it is recorded: its
 * doubt may be asked at once.
 */
struct sl_finding *sl_finding_add(struct sl_checker *checker, const struct sl_rule *rule,
                                  struct sl_record *record, const struct sl_facts *facts,
                                  unsigned wording, const struct sl_value *values, unsigned count);

/* What RULE found on RECORD, or NULL. */
struct sl_finding *sl_record_finding(const struct sl_record *record, const struct sl_rule *rule);

/* Gives FINDING another wording and other values: a fact that was learnt later. */
void sl_finding_restate(struct sl_checker *checker, struct sl_finding *finding, unsigned wording,
                        const struct sl_value *values, unsigned count);

/* The name of METHOD as a value. */
struct sl_value sl_method_value(enum sl_method method);

/* The values as arguments of one call: a list and its length. */
#define SL_VALUES(...)                                                                             \
    (const struct sl_value[]){__VA_ARGS__},                                                        \
        sizeof((const struct sl_value[]){__VA_ARGS__}) / sizeof(struct sl_value)

/* A finding of the rule that is looking, on RECORD. */
#define SL_FIND(look, record, wording, ...) SL_FIND_WITH(look, record, NULL, wording, __VA_ARGS__)

/* The same with FACTS for its doubt. */
#define SL_FIND_WITH(look, record, facts, wording, ...)                                            \
    sl_finding_add((look)->checker, (look)->rule, (record), (facts), (wording),                    \
                   SL_VALUES(__VA_ARGS__))

/*
 * A finding of the rule that is looking, on its message, unless the like was found on another hop
 * before (rules/once-per-fault.h).
 */
#define SL_FIND_ONCE(look, also, wording, ...)                                                     \
    SL_FIND_ONCE_WITH(look, also, NULL, wording, __VA_ARGS__)

/* The same with FACTS for its doubt. */
#define SL_FIND_ONCE_WITH(look, also, facts, wording, ...)                                         \
    do {                                                                                           \
        if (sl_look_begins_fault(look, also)) {                                                    \
            SL_FIND_WITH(look, (look)->record, facts, wording, __VA_ARGS__);                       \
        }                                                                                          \
    } while (0)

#endif
