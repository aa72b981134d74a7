/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the user asked for: the command line, and what a configuration file adds to it. */
#ifndef SL_CHECK_OPTIONS_H
#define SL_CHECK_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/rule.h"

struct sl_format;
struct sl_grading;

struct sl_options {
    const struct sl_format *format;
    char *output; /* NULL: standard output */
    enum sl_severity fail_on;
    bool fails; /* false: --fail-on never */
    bool join;
    bool from_jsonl;
    unsigned jobs;
    char **tshark_options; /* its -o; never NULL */
    char **decode_as;      /* its -d; never NULL */
    char *explain;         /* the word, or NULL */
    bool list_rules;
    bool version;
    bool install_profile;
    struct sl_grading *grading;
    char **captures; /* never NULL */
};

#define SL_OPTIONS_ERROR (sl_options_error_quark())
GQuark sl_options_error_quark(void);
enum sl_options_error { SL_OPTIONS_ERROR_VALUE };

/*
 * Reads the command line ARGUMENTS, which begin with the program's name and end with NULL, and the
 * configuration file. NULL, with *ERROR naming what is wrong. --help is answered on standard
 * output; *IS_ANSWERED is then true and the result NULL. Free with sl_options_free.
 */
struct sl_options *sl_options_parse(char **arguments, bool *is_answered, GError **error);
void sl_options_free(struct sl_options *options);

/*
 * Sets the option NAME, as on the command line, to VALUE. FALSE, with *ERROR, if there is no such
 * option for a configuration file, or the value is wrong. Repeatable ones are added to.
 */
gboolean sl_options_set(struct sl_options *options, const char *name, const char *value,
                        GError **error);

/* Whether the option NAME may have several values. */
bool sl_options_is_repeatable(const char *name);

#endif
