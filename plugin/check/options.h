/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the user asked for, whether on the command line (command-line.h) or in a settings file
 * (config.h): the options, and one setter for each that can stand in either.
 */
#ifndef SL_CHECK_OPTIONS_H
#define SL_CHECK_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/rule.h"

struct sl_format;
struct sl_grading;

/* What a settings file that nobody named changed, but for the grading, which knows that itself. */
struct sl_setting {
    char *key;        /* the option, or the option and the preference */
    char *by;         /* the file */
    char *what;       /* "fail-on: warn → error" */
    bool is_of_check; /* of the checking of captures: no matter where reports are merged */
};

struct sl_options {
    const struct sl_format *format;
    char *output; /* NULL: standard output */
    enum sl_severity fail_on;
    bool fails; /* false: --fail-on never */
    bool join;
    bool from_jsonl;
    bool as_root; /* run tshark as root where nobody cannot be had */
    unsigned jobs;
    unsigned timeout_s;    /* for a capture; 0: none */
    char **tshark_options; /* its -o; never NULL */
    char **decode_as;      /* its -d; never NULL */
    char *explain;         /* the word, or NULL */
    bool list_rules;
    bool version;
    bool install_profile;
    struct sl_grading *grading;
    GPtrArray *settings; /* of struct sl_setting, owned: what the settings file changed, in order */
    char **captures;     /* never NULL */
};

#define SL_OPTIONS_ERROR (sl_options_error_quark())
GQuark sl_options_error_quark(void);
enum sl_options_error { SL_OPTIONS_ERROR_VALUE };

/* What holds where nobody says anything. Free with sl_options_free. */
struct sl_options *sl_options_new(void);
void sl_options_free(struct sl_options *options);

/*
 * Sets the option NAME, as on the command line, to VALUE. FALSE, with *ERROR, if there is no such
 * option for a settings file, or the value is wrong. Repeatable ones are added to. BY is a
 * settings file whose changes are to be told; NULL: none, and what such a file said of the same no
 * longer counts.
 */
gboolean sl_options_set(struct sl_options *options, const char *name, const char *value,
                        const char *by, GError **error);

/* Whether the option NAME may have several values. */
bool sl_options_is_repeatable(const char *name);

/* Sets *ERROR to say that VALUE, of NAME, is not WANTED ("one of zh, en, both"). FALSE. */
gboolean sl_options_refuse(GError **error, const char *name, const char *value, const char *wanted);

/*
 * The name that OPTION, as --option has it, gives a value to, without blanks around it; *VALUE, if
 * not NULL, is what follows the colon, without blanks before it.
 */
char *sl_options_split(const char *option, const char **value);

#endif
