/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule looks at: the message that has just been learnt, and what the model noticed of it. */
#ifndef SL_LOOK_H
#define SL_LOOK_H

#include "model/arrival.h"
#include "rules/checker.h"

struct sl_look {
    struct sl_checker *checker;
    const struct sl_rule *rule; /* that looks … */
    unsigned rule_index;        /* … and its sl_rule_index */
    const struct sl_message *message;
    struct sl_record *record;
    const struct sl_arrival *arrival;
};

/* Starts a wait for what must follow LOOK's message; its rule is asked when it is over. */
void sl_wait_for_answer(const struct sl_look *look); /* 64*T1 + T1 */
void sl_wait_for_final(const struct sl_look *look);  /* Timer C */

#endif
