/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the user thinks of the findings: which severity a rule has, which findings are left out, how
 * many of a kind are listed. Whatever is not shown is counted.
 */
#ifndef SL_CHECK_GRADING_H
#define SL_CHECK_GRADING_H

#include "read/result.h"

struct sl_grading;

#define SL_GRADING_LISTED 25 /* default of --max-findings */

/* A grading that changes nothing. Free with sl_grading_free. */
struct sl_grading *sl_grading_new(void);
void sl_grading_free(struct sl_grading *grading);

/* Lists no more than MOST findings of one rule in one call. */
void sl_grading_list(struct sl_grading *grading, unsigned most);

/* How many it lists. */
unsigned sl_grading_listed(const struct sl_grading *grading);

/*
 * Gives RULE the severity SEVERITY. BY is a settings file whose changes are to be told, or NULL.
 * FALSE, with *ERROR, if either is unknown.
 */
gboolean sl_grading_grade(struct sl_grading *grading, const char *rule, const char *severity,
                          const char *by, GError **error);

/* Findings to leave out: those on which all members that are not NULL agree. */
struct sl_leave_out {
    char *name;    /* how the user calls it */
    char *rule;    /* a rule's name */
    char *call_id; /* patterns: * and ? stand for any text and any character */
    char *capture;
    char *address; /* of either party of the finding's transaction */
    char *reason;  /* why; may be NULL */
    char *by;      /* a settings file whose changes are to be told, or NULL */
};

/* Frees the members of LEAVE_OUT. */
void sl_leave_out_clear(struct sl_leave_out *leave_out);

/* Takes over LEAVE_OUT and its members. */
void sl_grading_leave_out(struct sl_grading *grading, const struct sl_leave_out *leave_out);

/*
 * Notes in RESULT what a settings file says, whatever is found: to be called once a run, since the
 * file may say much and the captures be many.
 */
void sl_grading_tell(const struct sl_grading *grading, struct sl_result *result);

/*
 * Judges the findings of RESULT, and counts them. What a settings file had to do with them is noted
 * in RESULT. To be called once a result.
 */
void sl_grading_apply(const struct sl_grading *grading, struct sl_result *result);

#endif
