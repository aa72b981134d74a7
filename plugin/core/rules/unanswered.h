/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests other than INVITE that get no answer within 64*T1 (Timer F, RFC 3261 §17.1.2.2): what
 * the rules about it share. An answer is a final response; to a CANCEL, any.
 */
#ifndef SL_UNANSWERED_H
#define SL_UNANSWERED_H

#include "rules/find.h"

/* The wordings of these rules. */
enum { SL_UNANSWERED, SL_ANSWERED_LATE, SL_UNANSWERED_COPIES };

/*
 * The rule's check: LOOK's message begins a wait for its answer, is one copy too many of it, or is
 * the answer that came too late. To be called for requests, their repeats, and responses of the
 * methods that the rule is about.
 *
 * The values of the wordings are {0} CSeq number, {1} the time waited, {2} the host that did not
 * answer, {3} method; where it was answered late {4} frame of the answer and {5} the time it took;
 * of copies {1} is the time between the first and the latest, and {4} how many there were.
 */
void sl_unanswered_check(const struct sl_look *look);

/* The rule's overdue and doubt. */
void sl_unanswered_overdue(struct sl_checker *checker, const struct sl_rule *rule,
                           struct sl_record *request);
struct sl_doubt sl_unanswered_doubt(const struct sl_checker *checker,
                                    const struct sl_finding *finding);

#endif
