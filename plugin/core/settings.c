/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "settings.h"

#include "base/escape.h"

/* The formatter would put spaces into the name. */
/* clang-format off */
G_DEFINE_QUARK(sl-settings-error-quark, sl_settings_error)
/* clang-format on */

#define DAY_S 86400u

static const struct sl_number_range ranges[SL_NUMBERS] = {
    [SL_NUMBER_T1_MS] = {"t1_ms", 1, DAY_S * 1000, 500, 50, 4000},
    [SL_NUMBER_PROVISIONAL_MS] = {"provisional_ms", 1, DAY_S * 1000, 200, 50, 5000},
    [SL_NUMBER_TIMER_C_S] = {"timer_c_s", 1, DAY_S, 180, 60, 600},
    [SL_NUMBER_DUPLICATE_MS] = {"duplicate_ms", 0, DAY_S * 1000, 100, 0, 1000},
};

const struct sl_number_range *sl_settings_range(enum sl_number number)
{
    return &ranges[number];
}

void sl_settings_set(struct sl_settings *settings, enum sl_number number, unsigned value)
{
    switch (number) {
    case SL_NUMBER_T1_MS:
        settings->timing.t1_ns = value * SL_NS_PER_MS;
        break;
    case SL_NUMBER_PROVISIONAL_MS:
        settings->timing.provisional_ns = value * SL_NS_PER_MS;
        break;
    case SL_NUMBER_TIMER_C_S:
        settings->timing.timer_c_ns = value * SL_NS_PER_S;
        break;
    case SL_NUMBER_DUPLICATE_MS:
        settings->timing.duplicate_ns = value * SL_NS_PER_MS;
        break;
    case SL_NUMBERS:
        g_assert_not_reached();
    }
}

void sl_settings_init(struct sl_settings *settings)
{
    *settings = (struct sl_settings){0};
    for (int n = 0; n < SL_NUMBERS; n++) {
        sl_settings_set(settings, (enum sl_number)n, ranges[n].standard);
    }
    g_assert(sl_rule_count() <= SL_RULES_MAX);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        settings->severity[i] = sl_rule_at(i)->severity;
    }
}

static const struct sl_rule *parse_rule(const char *name, GString *message)
{
    const struct sl_rule *rule = sl_rule_find(name);

    if (!rule) {
        g_string_append(message, "unknown rule \"");
        sl_escape_append(message, name);
        g_string_append_c(message, '"');
    }
    return rule;
}

/* RULE is for the message, or NULL. */
static enum sl_severity parse_severity(const char *name, const struct sl_rule *rule,
                                       GString *message)
{
    enum sl_severity severity = SL_SEVERITY_OFF;

    if (!sl_severity_parse(name, &severity)) {
        g_string_append(message, "unknown severity \"");
        sl_escape_append(message, name);
        g_string_append_printf(message, "\"%s%s (off, note, warn or error)",
                               rule ? " for rule " : "", rule ? rule->name : "");
    }
    return severity;
}

/* As sl_settings_check_grade; *RULE is NULL where RULE_NAME is. */
static gboolean parse_grade(const char *rule_name, const char *severity_name,
                            const struct sl_rule **rule, enum sl_severity *severity, GError **error)
{
    GString *message = g_string_new(NULL);
    bool is_good;

    *rule = rule_name ? parse_rule(rule_name, message) : NULL;
    if (!message->len) {
        *severity = parse_severity(severity_name, *rule, message);
    }
    is_good = message->len == 0;
    if (!is_good) {
        g_set_error_literal(error, SL_SETTINGS_ERROR, SL_SETTINGS_ERROR_VALUE, message->str);
    }
    g_string_free(message, TRUE);
    return is_good;
}

gboolean sl_settings_check_grade(const char *rule, const char *severity, GError **error)
{
    const struct sl_rule *found;
    enum sl_severity parsed;

    return parse_grade(rule, severity, &found, &parsed, error);
}

gboolean sl_settings_grade(struct sl_settings *settings, const char *rule, const char *severity,
                           GError **error)
{
    const struct sl_rule *found;
    enum sl_severity parsed;

    if (!parse_grade(rule, severity, &found, &parsed, error)) {
        return FALSE;
    }
    settings->severity[sl_rule_index(found)] = parsed;
    return TRUE;
}
