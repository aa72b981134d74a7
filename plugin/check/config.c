/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "config-text.h"
#include "folder-policy.h"
#include "grading.h"
#include "settings.h"

/* A settings file that is being read. */
struct source {
    const char *name;
    bool is_found;  /* it was not named: it lay in the working directory */
    const char *by; /* whose changes are told: its name, where it was found; otherwise NULL */
    const struct sl_config_text *text;
    GKeyFile *keys;
    unsigned leave_outs;
};

static gboolean refuse(GError **error, const char *why)
{
    g_set_error_literal(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE, why);
    return FALSE;
}

/* Puts before *ERROR where in FILE it is. FALSE. */
static gboolean at(const struct source *file, const char *group, const char *key, GError **error)
{
    g_prefix_error(error, "line %u: [%s]%s%s: ", sl_config_text_line(file->text, group, key), group,
                   key ? " " : "", key ? key : "");
    return FALSE;
}

static gboolean read_rules(struct sl_options *o, const struct source *file, const char *group,
                           GError **error)
{
    g_auto(GStrv) rules = g_key_file_get_keys(file->keys, group, NULL, error);

    for (char **rule = rules; rule && *rule; rule++) {
        g_autofree char *severity = g_key_file_get_string(file->keys, group, *rule, error);

        if (!severity || !sl_grading_grade(o->grading, *rule, severity, file->by, error)) {
            return at(file, group, *rule, error);
        }
    }
    return rules != NULL;
}

static gboolean check_many(const struct source *file, const char *name, char **values,
                           GError **error)
{
    if (values[1] && !sl_options_is_repeatable(name)) {
        g_set_error(error, SL_OPTIONS_ERROR, SL_OPTIONS_ERROR_VALUE,
                    "\"%s\" is a second value, and only one is possible", values[1]);
        return FALSE;
    }
    return !file->is_found || g_strv_length(values) <= SL_FOLDER_VALUES_MAX ||
           refuse(error, "more than 256 values are too many");
}

/* Sets the option NAME to VALUES, none of which may be without effect. */
static gboolean set_values(struct sl_options *o, const struct source *file, const char *name,
                           char **values, GError **error)
{
    if (!*values) {
        return refuse(error, "it has no value");
    }
    for (char **value = values; *value; value++) {
        if ((file->is_found && !sl_folder_policy_check(name, *value, error)) ||
            !sl_options_set(o, name, *value, file->by, error)) {
            return FALSE;
        }
    }
    return check_many(file, name, values, error);
}

static gboolean read_options(struct sl_options *o, const struct source *file, const char *group,
                             GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(file->keys, group, NULL, error);

    for (char **name = names; name && *name; name++) {
        g_auto(GStrv) values = g_key_file_get_string_list(file->keys, group, *name, NULL, error);

        if (!values || !set_values(o, file, *name, values, error)) {
            return at(file, group, *name, error);
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
    return l->rule || l->call_id || l->capture || l->address ||
           refuse(error, "it names no rule, call-id, capture or address, and so all findings");
}

/* Sets the member KEY of L. */
static gboolean fill_member(struct sl_leave_out *l, const struct source *file, const char *key,
                            GError **error)
{
    char **value = member(l, key);

    if (!value) {
        return refuse(error, "it is none of rule, call-id, capture, address, reason");
    }
    *value = g_key_file_get_string(file->keys, l->name, key, error);
    return *value && (!file->is_found || strlen(*value) <= SL_FOLDER_TEXT_MAX ||
                      refuse(error, "more than 500 bytes are too many"));
}

static gboolean fill_leave_out(struct sl_leave_out *l, const struct source *file, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file->keys, l->name, NULL, error);

    for (char **key = keys; key && *key; key++) {
        if (!fill_member(l, file, *key, error)) {
            return at(file, l->name, *key, error);
        }
    }
    return keys && (check_leave_out(l, error) || at(file, l->name, NULL, error));
}

static gboolean read_leave_out(struct sl_options *o, struct source *file, const char *group,
                               GError **error)
{
    struct sl_leave_out l = {.name = g_strdup(group), .by = g_strdup(file->by)};

    if (!fill_leave_out(&l, file, error)) {
        sl_leave_out_clear(&l);
        return FALSE;
    }
    sl_grading_leave_out(o->grading, &l);
    return TRUE;
}

/* Each finding is compared with each of them. */
static gboolean check_leave_outs(struct source *file, const char *group, GError **error)
{
    if (file->is_found &&
        (++file->leave_outs > SL_FOLDER_GROUPS_MAX || strlen(group) > SL_FOLDER_TEXT_MAX)) {
        refuse(error, "more than 256 groups, or 500 bytes of a name, are too many");
        return at(file, group, NULL, error);
    }
    return TRUE;
}

static gboolean read_group(struct sl_options *o, struct source *file, const char *group,
                           GError **error)
{
    if (strcmp(group, "rules") == 0) {
        return read_rules(o, file, group, error);
    }
    if (strcmp(group, "options") == 0) {
        return read_options(o, file, group, error);
    }
    if (g_str_has_prefix(group, "ignore")) {
        return check_leave_outs(file, group, error) && read_leave_out(o, file, group, error);
    }
    refuse(error, "a group is called rules, options, or ignore and a name");
    return at(file, group, NULL, error);
}

static gboolean read_groups(struct sl_options *o, struct source *file, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file->keys, NULL);

    for (char **group = groups; *group; group++) {
        if (!read_group(o, file, *group, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean sl_config_read(struct sl_options *options, const char *name, GError **error)
{
    struct source file = {
        .name = name ? name : SL_CONFIG_DEFAULT,
        .is_found = !name,
        .by = name ? NULL : SL_CONFIG_DEFAULT,
    };
    GError *wrong = NULL;
    struct sl_config_text *text = sl_config_text_read(file.name, file.is_found, &wrong);

    if (text) {
        file.text = text;
        file.keys = sl_config_text_keys(text);
        read_groups(options, &file, &wrong);
        sl_config_text_free(text);
    }
    if (wrong) {
        g_propagate_prefixed_error(error, wrong, "%s: ", file.name);
        return FALSE;
    }
    return TRUE;
}
