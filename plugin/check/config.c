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

static gboolean read_options(struct sl_options *o, GKeyFile *file, const char *group,
                             GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, error);

    for (char **name = names; name && *name; name++) {
        g_auto(GStrv) values = g_key_file_get_string_list(file, group, *name, NULL, error);

        if (!values) {
            return FALSE;
        }
        for (char **value = values; *value; value++) {
            if (!sl_options_set(o, *name, *value, error)) {
                return FALSE;
            }
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

static gboolean read_leave_out(struct sl_options *o, GKeyFile *file, const char *group,
                               GError **error)
{
    struct sl_leave_out l = {.name = g_strdup(group)};
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, error);

    for (char **key = keys; key && *key; key++) {
        char **value = member(&l, *key);

        if (!value) {
            g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                        "\"%s\" is none of rule, call-id, capture, address, reason", *key);
            return FALSE;
        }
        *value = g_key_file_get_string(file, group, *key, error);
        if (!*value) {
            return FALSE;
        }
    }
    if (!keys || !check_leave_out(&l, error)) {
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

gboolean sl_config_read(struct sl_options *options, const char *name, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (!name && !g_file_test(SL_CONFIG_DEFAULT, G_FILE_TEST_EXISTS)) {
        return TRUE;
    }
    name = name ? name : SL_CONFIG_DEFAULT;
    if (!g_key_file_load_from_file(file, name, G_KEY_FILE_NONE, error) ||
        !read_groups(options, file, error)) {
        g_prefix_error(error, "%s: ", name);
        return FALSE;
    }
    return TRUE;
}
