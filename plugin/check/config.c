/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "grading.h"
#include "settings.h"

static gboolean read_rules(struct sl_options *o, GKeyFile *file, const char *group, GError **error)
{
    g_auto(GStrv) rules = g_key_file_get_keys(file, group, NULL, error);

    for (char **rule = rules; rule && *rule; rule++) {
        g_autofree char *severity = g_key_file_get_string(file, group, *rule, error);

        if (!severity || !sl_grading_grade(o->grading, *rule, severity, error)) {
            return FALSE;
        }
    }
    return rules != NULL;
}

/* Sets the option NAME to VALUES, none of which may be without effect. */
static gboolean set_values(struct sl_options *o, const char *name, char **values, GError **error)
{
    if (!*values) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, "%s: it has no value", name);
        return FALSE;
    }
    for (char **value = values; *value; value++) {
        if (!sl_options_set(o, name, *value, error)) {
            return FALSE;
        }
    }
    if (values[1] && !sl_options_is_repeatable(name)) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                    "%s: \"%s\" is a second value, and only one is possible", name, values[1]);
        return FALSE;
    }
    return TRUE;
}

static gboolean read_options(struct sl_options *o, GKeyFile *file, const char *group,
                             GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, error);

    for (char **name = names; name && *name; name++) {
        g_auto(GStrv) values = g_key_file_get_string_list(file, group, *name, NULL, error);

        if (!values || !set_values(o, *name, values, error)) {
            return FALSE;
        }
    }
    return names != NULL;
}

/* The member of L that is called NAME in a file. */
static char **member(struct sl_leave_out *l, const char *name)
{
    const struct {
        const char *name;
        char **member;
    } members[] = {
        {"rule", &l->rule},       {"call-id", &l->call_id}, {"capture", &l->capture},
        {"address", &l->address}, {"reason", &l->reason},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
        if (strcmp(members[i].name, name) == 0) {
            return members[i].member;
        }
    }
    return NULL;
}

static gboolean check_leave_out(const struct sl_leave_out *l, GError **error)
{
    if (l->rule && !sl_settings_check_grade(l->rule, "off", error)) {
        return FALSE;
    }
    if (!l->rule && !l->call_id && !l->capture && !l->address) {
        g_set_error_literal(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                            "it names no rule, call-id, capture or address, and so all findings");
        return FALSE;
    }
    return TRUE;
}

static gboolean fill_leave_out(struct sl_leave_out *l, GKeyFile *file, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, l->name, NULL, error);

    for (char **key = keys; key && *key; key++) {
        char **value = member(l, *key);

        if (!value) {
            g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                        "\"%s\" is none of rule, call-id, capture, address, reason", *key);
            return FALSE;
        }
        *value = g_key_file_get_string(file, l->name, *key, error);
        if (!*value) {
            return FALSE;
        }
    }
    return keys && check_leave_out(l, error);
}

static gboolean read_leave_out(struct sl_options *o, GKeyFile *file, const char *group,
                               GError **error)
{
    struct sl_leave_out l = {.name = g_strdup(group)};

    if (!fill_leave_out(&l, file, error)) {
        sl_leave_out_clear(&l);
        return FALSE;
    }
    sl_grading_leave_out(o->grading, &l);
    return TRUE;
}

static gboolean read_group(struct sl_options *o, GKeyFile *file, const char *group, GError **error)
{
    if (strcmp(group, "rules") == 0) {
        return read_rules(o, file, group, error);
    }
    if (strcmp(group, "options") == 0) {
        return read_options(o, file, group, error);
    }
    if (g_str_has_prefix(group, "ignore")) {
        return read_leave_out(o, file, group, error);
    }
    g_set_error_literal(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                        "a group is called rules, options, or ignore and a name");
    return FALSE;
}

static gboolean read_groups(struct sl_options *o, GKeyFile *file, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

    for (char **group = groups; *group; group++) {
        if (!read_group(o, file, *group, error)) {
            g_prefix_error(error, "[%s]: ", *group);
            return FALSE;
        }
    }
    return TRUE;
}

/* What LINE of a key file begins: a group, or within GROUP a key; NULL for any other. */
static char *heading(const char *line, const char *group)
{
    const char *end = *line == '[' ? strchr(line, ']') : strchr(line, '=');
    g_autofree char *name = NULL;

    if (!end || *line == '#') {
        return NULL;
    }
    if (*line == '[') {
        return g_strndup(line, (size_t)(end - line) + 1);
    }
    name = g_strndup(line, (size_t)(end - line));
    return g_strdup_printf("%s %s=", group ? group : "", g_strchomp(name));
}

/* A key file puts two groups of one name into one, and of two keys drops the first. */
static gboolean check_names(const char *text, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *group = NULL;

    for (char **line = lines; *line; line++) {
        char *name = heading(g_strstrip(*line), group);

        if (!name) {
            continue;
        }
        if (g_hash_table_contains(names, name)) {
            g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, "%s is there twice", name);
            g_free(name);
            return FALSE;
        }
        g_hash_table_add(names, name);
        group = **line == '[' ? name : group;
    }
    return TRUE;
}

static gboolean load(GKeyFile *file, const char *name, GError **error)
{
    g_autofree char *text = NULL;
    size_t length;

    return g_file_get_contents(name, &text, &length, error) &&
           g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, error) &&
           check_names(text, error);
}

gboolean sl_config_read(struct sl_options *options, const char *name, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (!name && !g_file_test(SL_CONFIG_DEFAULT, G_FILE_TEST_EXISTS)) {
        return TRUE;
    }
    name = name ? name : SL_CONFIG_DEFAULT;
    if (!load(file, name, error) || !read_groups(options, file, error)) {
        g_prefix_error(error, "%s: ", name);
        return FALSE;
    }
    return TRUE;
}
