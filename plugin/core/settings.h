/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user may set. One struct, copied into a capture when its reading begins. */
#ifndef SL_SETTINGS_H
#define SL_SETTINGS_H

#include <glib.h>
#include <stdint.h>

#include "model/timing.h"
#include "rules/rule.h"

struct sl_settings {
    struct sl_timing timing;
    enum sl_severity severity[SL_RULES_MAX]; /* by sl_rule_index */
};

/* The numbers that the user may set. */
enum sl_number {
    SL_NUMBER_T1_MS,
    SL_NUMBER_PROVISIONAL_MS,
    SL_NUMBER_TIMER_C_S,
    SL_NUMBER_DUPLICATE_MS,
    SL_NUMBERS
};

/* What one of them is called, in which range it lies, and what it is by itself. */
struct sl_number_range {
    const char *name; /* ends in its unit */
    unsigned least, most, standard;
    unsigned usual_least, usual_most; /* what nobody needs to be asked about */
};

const struct sl_number_range *sl_settings_range(enum sl_number number);

/* Sets NUMBER to VALUE, which lies in its range. */
void sl_settings_set(struct sl_settings *settings, enum sl_number number, unsigned value);

/* The documented defaults, every rule at its own severity. */
void sl_settings_init(struct sl_settings *settings);

/*
 * Gives the rule called RULE the severity called SEVERITY. FALSE, with *ERROR naming the wrong
 * value, if either is unknown.
 */
gboolean sl_settings_grade(struct sl_settings *settings, const char *rule, const char *severity,
                           GError **error);

/*
 * Checks a pair as sl_settings_grade does, without setting anything. RULE may be NULL: then
 * SEVERITY alone.
 */
gboolean sl_settings_check_grade(const char *rule, const char *severity, GError **error);

#define SL_SETTINGS_ERROR (sl_settings_error_quark())
GQuark sl_settings_error_quark(void);
enum sl_settings_error { SL_SETTINGS_ERROR_VALUE };

#endif
