/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "formats/format.h"
#include "grading.h"
#include "settings.h"

#define JOBS_MAX 256

G_DEFINE_QUARK(sl - options - error, sl_options_error)

/* The command line as GOption reads it. All strings are raw bytes, whatever the locale. */
struct line {
    char *format, *output, *fail_on, *config, *jobs, *max_findings, *explain;
    char **rules, **options, **decode_as, **captures;
    gboolean join, from_jsonl, list_rules, version, install_profile, help;
};

static gboolean refuse(GError **error, const char *name, const char *value, const char *wanted)
{
    g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, "%s: \"%s\" is not %s", name,
                value, wanted);
    return FALSE;
}

/* --- one setter an option, for the command line and the configuration file ---------------------
 */

static gboolean set_format(struct sl_options *o, const char *name, const char *value,
                           GError **error)
{
    const struct sl_format *format = sl_format_find(value);
    g_autofree char *names = sl_format_names();
    g_autofree char *wanted = g_strdup_printf("one of %s", names);

    if (!format) {
        return refuse(error, name, value, wanted);
    }
    o->format = format;
    return TRUE;
}

static gboolean set_fail_on(struct sl_options *o, const char *name, const char *value,
                            GError **error)
{
    enum sl_severity severity;

    o->fails = strcmp(value, "never") != 0;
    if (!o->fails) {
        return TRUE;
    }
    if (!sl_severity_parse(value, &severity) || severity == SL_SEVERITY_OFF) {
        return refuse(error, name, value, "one of error, warn, note, never");
    }
    o->fail_on = severity;
    return TRUE;
}

static gboolean parse_number(const char *value, unsigned most, unsigned *number)
{
    guint64 parsed;

    if (!g_ascii_string_to_unsigned(value, 10, 0, most, &parsed, NULL)) {
        return FALSE;
    }
    *number = (unsigned)parsed;
    return TRUE;
}

static gboolean set_jobs(struct sl_options *o, const char *name, const char *value, GError **error)
{
    if (!parse_number(value, JOBS_MAX, &o->jobs) || o->jobs == 0) {
        return refuse(error, name, value, "a number from 1 to 256");
    }
    return TRUE;
}

static gboolean set_max_findings(struct sl_options *o, const char *name, const char *value,
                                 GError **error)
{
    unsigned most;

    if (!parse_number(value, G_MAXINT, &most)) {
        return refuse(error, name, value, "a number from 0 on");
    }
    sl_grading_list(o->grading, most);
    return TRUE;
}

static void append(char ***list, const char *value)
{
    guint n = g_strv_length(*list);

    *list = g_renew(char *, *list, n + 2);
    (*list)[n] = g_strdup(value);
    (*list)[n + 1] = NULL;
}

/* Wireshark skips blanks before a value, and before the name of a table. */
static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\n\v\f\r");
}

/* What is before the first colon of TEXT, without blanks around it; *REST: what is after it. */
static char *split_name(const char *text, const char **rest)
{
    size_t length = strcspn(text, ":");

    *rest = skip_blanks(text + length + (text[length] == ':'));
    return g_strstrip(g_strndup(text, length));
}

/*
 * Whether OPTION sets the table of rules, which Wireshark finds by its file's name and by its title
 * too. Whether upper case and blanks matter, which differs within Wireshark, is not relied on.
 */
static bool is_table_of_rules(const char *option)
{
    const char *entry, *row;
    g_autofree char *kind = split_name(option, &entry);
    g_autofree char *table = split_name(entry, &row);

    return g_ascii_strcasecmp(kind, "uat") == 0 &&
           (g_ascii_strcasecmp(table, "siplens_rules") == 0 ||
            g_ascii_strcasecmp(table, "SIP Lens rules") == 0);
}

/* What VALUE must be for the preference NAME and is not; NULL where nothing is wrong. */
static char *number_wanted(const char *name, const char *value)
{
    for (int i = 0; i < SL_NUMBERS; i++) {
        const struct sl_number_range *range = sl_settings_range((enum sl_number)i);
        g_autofree char *full = g_strconcat("siplens.", range->name, NULL);

        if (g_ascii_strcasecmp(full, name) == 0 &&
            !g_ascii_string_to_unsigned(value, 10, range->least, range->most, NULL, NULL)) {
            return g_strdup_printf("a number from %u to %u", range->least, range->most);
        }
    }
    return NULL;
}

/* As number_wanted. tshark takes any other word for the default, or for false. */
static char *word_wanted(const char *name, const char *value)
{
    static const struct {
        const char *name;
        const char *words[4];
    } choices[] = {
        {"siplens.language", {"zh", "en", "both", NULL}},
        {"siplens.info_column", {"true", "false", NULL}},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
        const char *const *word = choices[i].words;
        g_autofree char *words = g_strjoinv(", ", (char **)(gpointer)word);

        if (g_ascii_strcasecmp(choices[i].name, name) != 0) {
            continue;
        }
        while (*word && g_ascii_strcasecmp(*word, value) != 0) {
            word++;
        }
        return *word ? NULL : g_strconcat("one of ", words, NULL);
    }
    return NULL;
}

/* A preference of siplens: the plugin would go on with its default, and the verdict be another. */
static gboolean check_preference(const char *option, const char *text, GError **error)
{
    const char *value;
    g_autofree char *name = split_name(text, &value);
    g_autofree char *number = number_wanted(name, value);
    g_autofree char *word = word_wanted(name, value);
    g_autofree char *where = g_strdup_printf("%s: %s", option, name);

    return number || word ? refuse(error, where, value, number ? number : word) : TRUE;
}

static gboolean set_option(struct sl_options *o, const char *name, const char *value,
                           GError **error)
{
    if (!strchr(value, ':')) {
        return refuse(error, name, value, "NAME:VALUE, as tshark -o takes it");
    }
    if (is_table_of_rules(value)) {
        return refuse(error, name, value,
                      "for severities: give them with --rule, which counts what it hides");
    }
    if (!check_preference(name, value, error)) {
        return FALSE;
    }
    append(&o->tshark_options, value);
    return TRUE;
}

static gboolean set_decode_as(struct sl_options *o, const char *name, const char *value,
                              GError **error)
{
    if (!strstr(value, "==") || !strchr(value, ',')) {
        return refuse(error, name, value, "LAYER==SELECTOR,PROTOCOL, as tshark -d takes it");
    }
    append(&o->decode_as, value);
    return TRUE;
}

static gboolean set_join(struct sl_options *o, const char *name, const char *value, GError **error)
{
    if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
        return refuse(error, name, value, "true or false");
    }
    o->join = strcmp(value, "true") == 0;
    return TRUE;
}

/* What a configuration file may set: nothing that writes files or runs something else. */
static const struct setter {
    const char *name;
    gboolean (*set)(struct sl_options *o, const char *name, const char *value, GError **error);
    bool is_repeatable;
} setters[] = {
    {"format", set_format, false}, {"fail-on", set_fail_on, false},
    {"jobs", set_jobs, false},     {"max-findings", set_max_findings, false},
    {"option", set_option, true},  {"decode-as", set_decode_as, true},
    {"join", set_join, false},
};

/* NULL: there is none called NAME. */
static const struct setter *find_setter(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(setters); i++) {
        if (strcmp(setters[i].name, name) == 0) {
            return &setters[i];
        }
    }
    return NULL;
}

bool sl_options_is_repeatable(const char *name)
{
    const struct setter *setter = find_setter(name);

    return setter && setter->is_repeatable;
}

gboolean sl_options_set(struct sl_options *options, const char *name, const char *value,
                        GError **error)
{
    const struct setter *setter = find_setter(name);

    if (!setter) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                    "\"%s\" is no option that a configuration file can set", name);
        return FALSE;
    }
    return setter->set(options, name, value, error);
}

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
            return refuse(error, "--rule", *rules, "RULE=SEVERITY");
        }
        if (!sl_grading_grade(o->grading, parts[0], parts[1], error)) {
            g_prefix_error(error, "--rule: ");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean set_if_given(struct sl_options *o, const char *flag, const char *value,
                             GError **error)
{
    if (value && !sl_options_set(o, flag + 2, value, error)) {
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

/* It would be taken for a file that cannot be written. */
static gboolean check_output(const char *output, GError **error)
{
    return !output || *output || refuse(error, "--output", output, "the name of a file");
}

/* The configuration file first: what the command line says counts more. */
static gboolean apply(struct sl_options *o, const struct line *l, GError **error)
{
    if (!is_question(o) && !sl_config_read(o, l->config, error)) {
        return FALSE;
    }
    o->join = o->join || l->join;
    return check_output(o->output, error) && grade_all(o, l->rules, error) &&
           set_if_given(o, "--format", l->format, error) &&
           set_if_given(o, "--fail-on", l->fail_on, error) &&
           set_if_given(o, "--jobs", l->jobs, error) &&
           set_if_given(o, "--max-findings", l->max_findings, error) &&
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
    /* What a configuration file says of captures is for the runs that have some. */
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

static struct sl_options *options_new(struct line *l)
{
    struct sl_options *o = g_new0(struct sl_options, 1);

    o->format = sl_format_find("text");
    o->fail_on = SL_SEVERITY_WARN;
    o->fails = true;
    o->jobs = CLAMP(g_get_num_processors(), 1, JOBS_MAX);
    o->grading = sl_grading_new();
    o->tshark_options = g_new0(char *, 1);
    o->decode_as = g_new0(char *, 1);
    o->output = g_steal_pointer(&l->output);
    o->explain = g_steal_pointer(&l->explain);
    o->captures = l->captures ? g_steal_pointer(&l->captures) : g_new0(char *, 1);
    o->from_jsonl = l->from_jsonl;
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
    g_free(l->explain);
    g_strfreev(l->rules);
    g_strfreev(l->options);
    g_strfreev(l->decode_as);
    g_strfreev(l->captures);
}

struct sl_options *sl_options_parse(char **arguments, bool *is_answered, GError **error)
{
    struct line l = {0};
    g_autoptr(GOptionContext) context = context_for(&l);
    g_autofree char *help = NULL;
    g_auto(GStrv) copy = g_strdupv(arguments);
    struct sl_options *o = NULL;

    *is_answered = false;
    if (g_option_context_parse_strv(context, &copy, error)) {
        if (l.help) {
            help = g_option_context_get_help(context, TRUE, NULL);
            fputs(help, stdout);
            *is_answered = true;
        } else {
            o = options_new(&l);
            if (!apply(o, &l, error) || !is_consistent(o, &l, error)) {
                g_clear_pointer(&o, sl_options_free);
            }
        }
    }
    clear_line(&l);
    return o;
}

void sl_options_free(struct sl_options *o)
{
    if (o) {
        g_free(o->output);
        g_free(o->explain);
        g_strfreev(o->tshark_options);
        g_strfreev(o->decode_as);
        g_strfreev(o->captures);
        sl_grading_free(o->grading);
        g_free(o);
    }
}
