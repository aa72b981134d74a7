/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <string.h>

#include "base/unconst.h"
#include "formats/format.h"
#include "grading.h"
#include "settings.h"

#define JOBS_MAX 256
#define TIMEOUT_MAX 86400
#define TOLD_MAX 160 /* characters of a value that a settings file sets */

/* The formatter would put spaces into the name. */
/* clang-format off */
G_DEFINE_QUARK(sl-options-error, sl_options_error)
/* clang-format on */

gboolean sl_options_refuse(GError **error, const char *name, const char *value, const char *wanted)
{
    g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, "%s: \"%s\" is not %s", name,
                value, wanted);
    return FALSE;
}

/* --- one setter an option, for the command line and the settings file ----------------------------
 */

static gboolean set_format(struct sl_options *o, const char *name, const char *value,
                           GError **error)
{
    const struct sl_format *format = sl_format_find(value);
    g_autofree char *names = sl_format_names();
    g_autofree char *wanted = g_strdup_printf("one of %s", names);

    if (!format) {
        return sl_options_refuse(error, name, value, wanted);
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
        return sl_options_refuse(error, name, value, "one of error, warn, note, never");
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
        return sl_options_refuse(error, name, value, "a number from 1 to 256");
    }
    return TRUE;
}

static gboolean set_max_findings(struct sl_options *o, const char *name, const char *value,
                                 GError **error)
{
    unsigned most;

    if (!parse_number(value, G_MAXINT, &most)) {
        return sl_options_refuse(error, name, value, "a number from 0 on");
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

char *sl_options_split(const char *option, const char **value)
{
    size_t length = strcspn(option, ":");

    if (value) {
        *value = skip_blanks(option + length + (option[length] == ':'));
    }
    return g_strstrip(g_strndup(option, length));
}

/*
 * Whether OPTION sets the table of rules, which Wireshark finds by its file's name and by its title
 * too. Whether upper case and blanks matter, which differs within Wireshark, is not relied on.
 */
static bool is_table_of_rules(const char *option)
{
    const char *entry, *row;
    g_autofree char *kind = sl_options_split(option, &entry);
    g_autofree char *table = sl_options_split(entry, &row);

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
        g_autofree char *words = g_strjoinv(", ", sl_unconst(word));

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
    g_autofree char *name = sl_options_split(text, &value);
    g_autofree char *number = number_wanted(name, value);
    g_autofree char *word = word_wanted(name, value);
    g_autofree char *where = g_strdup_printf("%s: %s", option, name);

    return number || word ? sl_options_refuse(error, where, value, number ? number : word) : TRUE;
}

static gboolean set_option(struct sl_options *o, const char *name, const char *value,
                           GError **error)
{
    if (!strchr(value, ':')) {
        return sl_options_refuse(error, name, value, "NAME:VALUE, as tshark -o takes it");
    }
    if (is_table_of_rules(value)) {
        return sl_options_refuse(
            error, name, value,
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
        return sl_options_refuse(error, name, value,
                                 "LAYER==SELECTOR,PROTOCOL, as tshark -d takes it");
    }
    append(&o->decode_as, value);
    return TRUE;
}

static gboolean set_output(struct sl_options *o, const char *name, const char *value,
                           GError **error)
{
    /* It would be taken for a file that cannot be written. */
    if (!*value) {
        return sl_options_refuse(error, name, value, "the name of a file");
    }
    g_free(o->output);
    o->output = g_strdup(value);
    return TRUE;
}

static gboolean set_timeout(struct sl_options *o, const char *name, const char *value,
                            GError **error)
{
    if (!parse_number(value, TIMEOUT_MAX, &o->timeout_s) || o->timeout_s == 0) {
        return sl_options_refuse(error, name, value, "a number of seconds from 1 to 86400");
    }
    return TRUE;
}

static gboolean set_flag(bool *flag, const char *name, const char *value, GError **error)
{
    if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
        return sl_options_refuse(error, name, value, "true or false");
    }
    *flag = strcmp(value, "true") == 0;
    return TRUE;
}

static gboolean set_join(struct sl_options *o, const char *name, const char *value, GError **error)
{
    return set_flag(&o->join, name, value, error);
}

static gboolean set_from_jsonl(struct sl_options *o, const char *name, const char *value,
                               GError **error)
{
    return set_flag(&o->from_jsonl, name, value, error);
}

static gboolean set_as_root(struct sl_options *o, const char *name, const char *value,
                            GError **error)
{
    return set_flag(&o->as_root, name, value, error);
}

/* --- what an option is set to: texts to be freed ------------------------------------------------
 */

static char *get_format(const struct sl_options *o)
{
    return g_strdup(o->format->name);
}

static char *get_output(const struct sl_options *o)
{
    return g_strdup(o->output ? o->output : "-");
}

static char *get_fail_on(const struct sl_options *o)
{
    return g_strdup(o->fails ? sl_severity_name(o->fail_on) : "never");
}

static char *get_jobs(const struct sl_options *o)
{
    return g_strdup_printf("%u", o->jobs);
}

static char *get_max_findings(const struct sl_options *o)
{
    return g_strdup_printf("%u", sl_grading_listed(o->grading));
}

static char *get_timeout(const struct sl_options *o)
{
    return o->timeout_s ? g_strdup_printf("%u", o->timeout_s) : g_strdup("none");
}

static char *text_of_flag(bool flag)
{
    return g_strdup(flag ? "true" : "false");
}

static char *get_join(const struct sl_options *o)
{
    return text_of_flag(o->join);
}

static char *get_from_jsonl(const struct sl_options *o)
{
    return text_of_flag(o->from_jsonl);
}

static char *get_as_root(const struct sl_options *o)
{
    return text_of_flag(o->as_root);
}

/* --- by name --------------------------------------------------------------------------------- */

static const struct setter {
    const char *name;
    gboolean (*set)(struct sl_options *o, const char *name, const char *value, GError **error);
    char *(*get)(const struct sl_options *o); /* NULL: it has several values */
    bool is_of_check;
} setters[] = {
    {"format", set_format, get_format, false},
    {"output", set_output, get_output, false},
    {"fail-on", set_fail_on, get_fail_on, false},
    {"max-findings", set_max_findings, get_max_findings, false},
    {"from-jsonl", set_from_jsonl, get_from_jsonl, false},
    {"jobs", set_jobs, get_jobs, true},
    {"join", set_join, get_join, true},
    {"timeout", set_timeout, get_timeout, true},
    {"as-root", set_as_root, get_as_root, true},
    {"option", set_option, NULL, true},
    {"decode-as", set_decode_as, NULL, true},
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

    return setter && !setter->get;
}

/* --- what a settings file changed --------------------------------------------------------------
 */

static void free_setting(gpointer data)
{
    struct sl_setting *setting = data;

    g_free(setting->key);
    g_free(setting->by);
    g_free(setting->what);
    g_free(setting);
}

/* Notes that the file BY says WHAT, which is taken, of KEY. */
static void note(struct sl_options *o, const struct setter *setter, const char *key, const char *by,
                 char *what)
{
    struct sl_setting *setting = g_new0(struct sl_setting, 1);

    setting->key = g_strdup(key);
    setting->by = g_strdup(by);
    setting->what = what;
    setting->is_of_check = setter->is_of_check;
    g_ptr_array_add(o->settings, setting);
}

static void forget(struct sl_options *o, const char *key)
{
    for (guint i = o->settings->len; i-- > 0;) {
        const struct sl_setting *setting = g_ptr_array_index(o->settings, i);

        if (g_ascii_strcasecmp(setting->key, key) == 0) {
            g_ptr_array_remove_index(o->settings, i);
        }
    }
}

/* What VALUE of the repeatable option NAME says: of a number of siplens, from what to what. */
static char *addition(const char *name, const char *value)
{
    const char *to;
    g_autofree char *preference = sl_options_split(value, &to);

    for (int i = 0; i < SL_NUMBERS; i++) {
        const struct sl_number_range *range = sl_settings_range((enum sl_number)i);
        g_autofree char *full = g_strconcat("siplens.", range->name, NULL);

        if (g_ascii_strcasecmp(full, preference) == 0) {
            return g_strdup_printf("%s: %u → %s", full, range->standard, to);
        }
    }
    return g_strdup_printf("%s: %s", name, value);
}

/* TEXT, which is taken, cut where it is long: it is told once a capture. */
static char *shortened(char *text)
{
    char *cut, *short_one;

    if (g_utf8_strlen(text, -1) <= TOLD_MAX) {
        return text;
    }
    cut = g_utf8_substring(text, 0, TOLD_MAX);
    short_one = g_strconcat(cut, "…", NULL);
    g_free(cut);
    g_free(text);
    return short_one;
}

/* The key of a repeatable option's VALUE: a preference is set anew, all else added to. */
static char *key_of(const char *name, const char *value)
{
    g_autofree char *preference = sl_options_split(value, NULL);

    return g_strdup_printf("%s %s", name, strcmp(name, "option") == 0 ? preference : value);
}

static gboolean add_value(struct sl_options *o, const struct setter *setter, const char *value,
                          const char *by, GError **error)
{
    g_autofree char *key = key_of(setter->name, value);

    if (!setter->set(o, setter->name, value, error)) {
        return FALSE;
    }
    if (!g_str_has_prefix(key, "option uat")) { /* rows, which do not replace each other */
        forget(o, key);
    }
    if (by) {
        note(o, setter, key, by, shortened(addition(setter->name, value)));
    }
    return TRUE;
}

gboolean sl_options_set(struct sl_options *o, const char *name, const char *value, const char *by,
                        GError **error)
{
    const struct setter *setter = find_setter(name);
    g_autofree char *before = setter && setter->get ? setter->get(o) : NULL;
    g_autofree char *after = NULL;

    if (!setter) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                    "\"%s\" is no option that a settings file can set", name);
        return FALSE;
    }
    if (!setter->get) {
        return add_value(o, setter, value, by, error);
    }
    if (!setter->set(o, name, value, error)) {
        return FALSE;
    }
    after = setter->get(o);
    forget(o, name);
    if (by && strcmp(before, after) != 0) {
        note(o, setter, name, by, g_strdup_printf("%s: %s → %s", name, before, after));
    }
    return TRUE;
}

/* --------------------------------------------------------------------------------------------- */

struct sl_options *sl_options_new(void)
{
    struct sl_options *o = g_new0(struct sl_options, 1);

    o->format = sl_format_find("text");
    o->fail_on = SL_SEVERITY_WARN;
    o->fails = true;
    o->jobs = CLAMP(g_get_num_processors(), 1, JOBS_MAX);
    o->grading = sl_grading_new();
    o->settings = g_ptr_array_new_with_free_func(free_setting);
    o->tshark_options = g_new0(char *, 1);
    o->decode_as = g_new0(char *, 1);
    o->captures = g_new0(char *, 1);
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
        g_ptr_array_free(o->settings, TRUE);
        g_free(o);
    }
}
