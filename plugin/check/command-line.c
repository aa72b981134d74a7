/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command-line.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "grading.h"

/* The command line as GOption reads it. All strings are raw bytes, whatever the locale. */
struct line {
    char *format, *output, *fail_on, *config, *jobs, *max_findings, *timeout, *explain;
    char **rules, **options, **decode_as, **captures;
    gboolean join, from_jsonl, as_root, list_rules, version, install_profile, help;
};

/* --- the command line ------------------------------------------------------------------------ */

static GOptionContext *context_for(struct line *l)
{
    GOptionContext *context = g_option_context_new("CAPTURE...");
    /* clang-format off */
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &l->format,
         "text (default), json, jsonl, junit, sarif, markdown or html", "F"},
        {"output", 0, 0, G_OPTION_ARG_FILENAME, &l->output,
         "Write the report to FILE, as a whole or not at all", "FILE"},
        {"fail-on", 0, 0, G_OPTION_ARG_FILENAME, &l->fail_on,
         "Exit with 1 on findings of that severity or a worse one: error, warn (default), note or never", "S"},
        {"rule", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &l->rules,
         "Give rule R the severity S (off, note, warn, error); repeatable", "R=S"},
        {"join", 0, 0, G_OPTION_ARG_NONE, &l->join,
         "Treat the captures, in time order, as one (ring-buffer files)", NULL},
        {"from-jsonl", 0, 0, G_OPTION_ARG_NONE, &l->from_jsonl,
         "The arguments are JSON Lines reports made elsewhere: merge and present them", NULL},
        {"jobs", 0, 0, G_OPTION_ARG_FILENAME, &l->jobs,
         "Check N captures at the same time (default: as many as there are processors)", "N"},
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &l->config,
         "Read severities, options and findings to leave out from FILE (default: .siplens.conf if there)", "FILE"},
        {"max-findings", 0, 0, G_OPTION_ARG_FILENAME, &l->max_findings,
         "List N findings per rule and call and count the rest (default: 25)", "N"},
        {"option", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &l->options,
         "Hand NAME:VALUE to tshark as -o; repeatable", "NAME:VALUE"},
        {"decode-as", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &l->decode_as,
         "Hand LAYER==SEL,PROTO to tshark as -d; repeatable", "LAYER==SEL,PROTO"},
        {"timeout", 0, 0, G_OPTION_ARG_FILENAME, &l->timeout,
         "Give up a capture that takes longer, and check the others (default: none)", "SECONDS"},
        {"as-root", 0, 0, G_OPTION_ARG_NONE, &l->as_root,
         "Run tshark with the rights of root where root cannot run it as nobody", NULL},
        {"explain", 0, 0, G_OPTION_ARG_FILENAME, &l->explain,
         "Print what a status code, a method or a rule means, and exit", "WORD"},
        {"list-rules", 0, 0, G_OPTION_ARG_NONE, &l->list_rules,
         "Print the rules with severity and reference, and exit", NULL},
        {"install-profile", 0, 0, G_OPTION_ARG_NONE, &l->install_profile,
         "Put the profile SIP Lens into your Wireshark configuration, and exit", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &l->version, "Print the version, and exit", NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &l->help, "Print this help, and exit", NULL},
        {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &l->captures, NULL, NULL},
        {NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    };
    /* clang-format on */

    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_summary(
        context, "Checks the SIP in captures, and says what breaks the documented call flow.\n"
                 "A CAPTURE of - is standard input.");
    g_option_context_set_description(
        context, "Exit status: 0 nothing at or above --fail-on; 1 something; 2 wrong usage;\n"
                 "3 a capture, tshark or the plugin could not be used (the other captures are\n"
                 "still checked and reported).\n");
    return context;
}

static gboolean grade_all(struct sl_options *o, char **rules, GError **error)
{
    for (; rules && *rules; rules++) {
        g_auto(GStrv) parts = g_strsplit(*rules, "=", 2);

        if (g_strv_length(parts) != 2) {
            return sl_options_refuse(error, "--rule", *rules, "RULE=SEVERITY");
        }
        if (!sl_grading_grade(o->grading, parts[0], parts[1], NULL, error)) {
            g_prefix_error(error, "--rule: ");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean set_if_given(struct sl_options *o, const char *flag, const char *value,
                             GError **error)
{
    if (value && !sl_options_set(o, flag + 2, value, NULL, error)) {
        g_prefix_error(error, "--");
        return FALSE;
    }
    return TRUE;
}

static gboolean set_each(struct sl_options *o, const char *flag, char **values, GError **error)
{
    for (; values && *values; values++) {
        if (!set_if_given(o, flag, *values, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Whether it is only asked what is known without any capture. */
static bool is_question(const struct sl_options *o)
{
    return o->explain || o->list_rules || o->version || o->install_profile;
}

/* The settings file first: what the command line says counts more. */
static gboolean apply(struct sl_options *o, const struct line *l, GError **error)
{
    if (!is_question(o) && !sl_config_read(o, l->config, error)) {
        return FALSE;
    }
    return grade_all(o, l->rules, error) && set_if_given(o, "--format", l->format, error) &&
           set_if_given(o, "--output", l->output, error) &&
           set_if_given(o, "--fail-on", l->fail_on, error) &&
           set_if_given(o, "--jobs", l->jobs, error) &&
           set_if_given(o, "--max-findings", l->max_findings, error) &&
           set_if_given(o, "--timeout", l->timeout, error) &&
           set_if_given(o, "--join", l->join ? "true" : NULL, error) &&
           set_if_given(o, "--from-jsonl", l->from_jsonl ? "true" : NULL, error) &&
           set_if_given(o, "--as-root", l->as_root ? "true" : NULL, error) &&
           set_each(o, "--option", l->options, error) &&
           set_each(o, "--decode-as", l->decode_as, error);
}

/* The capture that the report would replace, or NULL. */
static const char *replaced(const struct sl_options *o)
{
    GStatBuf report, input;

    if (!o->output || g_stat(o->output, &report) != 0 || !S_ISREG(report.st_mode)) {
        return NULL;
    }
    for (char **capture = o->captures; *capture; capture++) {
        if (g_stat(*capture, &input) == 0 && input.st_dev == report.st_dev &&
            input.st_ino == report.st_ino) {
            return *capture;
        }
    }
    return NULL;
}

/* What speaks against options that are each all right, or NULL. */
static const char *conflict(const struct sl_options *o, const struct line *l)
{
    unsigned standard_inputs = 0;

    for (char **capture = o->captures; *capture; capture++) {
        standard_inputs += strcmp(*capture, "-") == 0;
    }
    if (!*o->captures) {
        return "no CAPTURE is named; see --help";
    }
    if (standard_inputs > 1) {
        return "standard input (-) is named more than once";
    }
    /* What a settings file says of captures is for the runs that have some. */
    if (o->from_jsonl && l->join) {
        return "--join is for captures: it does not go with --from-jsonl";
    }
    if (o->from_jsonl && (l->options || l->decode_as)) {
        return "--option and --decode-as are for captures: they do not go with --from-jsonl";
    }
    return NULL;
}

static gboolean is_consistent(const struct sl_options *o, const struct line *l, GError **error)
{
    const char *why = is_question(o) ? NULL : conflict(o, l);
    const char *input = is_question(o) ? NULL : replaced(o);

    if (why) {
        g_set_error_literal(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, why);
    } else if (input) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                    "--output: the report would replace %s, which it is about", input);
    }
    return !why && !input;
}

static struct sl_options *options_of(struct line *l)
{
    struct sl_options *o = sl_options_new();

    o->explain = g_steal_pointer(&l->explain);
    if (l->captures) {
        g_strfreev(o->captures);
        o->captures = g_steal_pointer(&l->captures);
    }
    o->list_rules = l->list_rules;
    o->version = l->version;
    o->install_profile = l->install_profile;
    return o;
}

static void clear_line(struct line *l)
{
    g_free(l->format);
    g_free(l->output);
    g_free(l->fail_on);
    g_free(l->config);
    g_free(l->jobs);
    g_free(l->max_findings);
    g_free(l->timeout);
    g_free(l->explain);
    g_strfreev(l->rules);
    g_strfreev(l->options);
    g_strfreev(l->decode_as);
    g_strfreev(l->captures);
}

struct sl_options *sl_command_line_parse(char **arguments, char **help, GError **error)
{
    struct line l = {0};
    g_autoptr(GOptionContext) context = context_for(&l);
    g_auto(GStrv) copy = g_strdupv(arguments);
    struct sl_options *o = NULL;

    *help = NULL;
    if (g_option_context_parse_strv(context, &copy, error)) {
        if (l.help) {
            *help = g_option_context_get_help(context, TRUE, NULL);
        } else {
            o = options_of(&l);
            if (!apply(o, &l, error) || !is_consistent(o, &l, error)) {
                g_clear_pointer(&o, sl_options_free);
            }
        }
    }
    clear_line(&l);
    return o;
}
