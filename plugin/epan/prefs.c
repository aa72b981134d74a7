/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prefs.h"

#include <string.h>

#include <epan/prefs.h>
#include <epan/uat.h>
#include <wsutil/report_message.h>

#include "base/escape.h"

/* --- numbers --------------------------------------------------------------------------------- */

/* What the preferences call them. */
static const struct {
    const char *title, *description;
} numbers[SL_NUMBERS] = {
    [SL_NUMBER_T1_MS] = {"T1（毫秒）T1 (milliseconds)",
                         "往返时间的估计值T1，各定时器都由它而定。The round-trip estimate T1 of "
                         "RFC 3261 §17.1.1.1. Every timer follows it."},
    [SL_NUMBER_PROVISIONAL_MS] =
        {"临时应答期限（毫秒）Provisional response within (milliseconds)",
         "INVITE在此时间内没有应答，即违反规则provisional_late。An INVITE that is not answered "
         "within this time breaks the rule provisional_late."},
    [SL_NUMBER_TIMER_C_S] = {"定时器C（秒）Timer C (seconds)",
                             "代理服务器等待最终应答的时间。How long a proxy waits for a final "
                             "response (RFC 3261 §16.6 step 11)."},
    [SL_NUMBER_DUPLICATE_MS] =
        {"抓包副本时限（毫秒）Duplicate window (milliseconds)",
         "此时间内的相同消息是抓包副本，不是重传；0：都不是副本。An identical message within this "
         "time is an artefact of the capture and not a retransmission. 0: none is."},
};

/* --- tables ---------------------------------------------------------------------------------- */

/* Rows as the user wrote them; checked when entered, used when a capture is opened. */
struct status_row {
    char *code, *zh, *phrase, *explain;
};

struct rule_row {
    char *rule, *severity;
};

static struct {
    int language; /* index into language_choices */
    sl_bool info_column;
    unsigned number[SL_NUMBERS];
    struct status_row *statuses;
    unsigned status_count;
    struct rule_row *rules;
    unsigned rule_count;
} user;

/* Hands the message of ERROR over to Wireshark, which frees it. */
static sl_bool refuse(GError *error, char **message)
{
    *message = g_strdup(error->message);
    g_error_free(error);
    return FALSE;
}

static bool parse_code(const char *text, unsigned *code, GError **error)
{
    GString *message;
    uint64_t value;

    if (g_ascii_string_to_unsigned(text, 10, SL_STATUS_MIN, SL_STATUS_MAX, &value, NULL)) {
        *code = (unsigned)value;
        return true;
    }
    message = g_string_new("\"");
    sl_escape_append(message, text);
    g_string_append_printf(message, "\" is no status code (%d to %d)", SL_STATUS_MIN,
                           SL_STATUS_MAX);
    g_set_error_literal(error, SL_SETTINGS_ERROR, SL_SETTINGS_ERROR_VALUE, message->str);
    g_string_free(message, TRUE);
    return false;
}

static sl_bool check_code(void *row, const char *text, unsigned length, const void *data,
                          const void *field, char **message)
{
    char *copy = g_strndup(text, length);
    GError *error = NULL;
    unsigned code;

    (void)row, (void)data, (void)field;
    parse_code(copy, &code, &error);
    g_free(copy);
    return error ? refuse(error, message) : TRUE;
}

/*
 * Texts of the status table: what the catalogue would refuse is refused when it is entered. DATA is
 * the column's name; the columns before it are filled in already.
 */
static sl_bool check_text(void *row, const char *text, unsigned length, const void *data,
                          const void *field, char **message)
{
    const struct status_row *r = row;
    char *copy = g_strndup(text, length);
    GError *error = NULL;
    unsigned code;

    (void)field;
    if (!r->code || !parse_code(r->code, &code, NULL)) {
        code = SL_STATUS_MIN;
    }
    sl_catalogue_check(code, strcmp(data, "zh") == 0 ? copy : NULL,
                       strcmp(data, "phrase") == 0 ? copy : NULL,
                       strcmp(data, "explain") == 0 ? copy : NULL, &error);
    g_free(copy);
    return error ? refuse(error, message) : TRUE;
}

static sl_bool check_rule(void *row, const char *text, unsigned length, const void *data,
                          const void *field, char **message)
{
    char *copy = g_strndup(text, length);
    GError *error = NULL;

    (void)row, (void)data, (void)field;
    sl_settings_check_grade(copy, sl_severity_name(SL_SEVERITY_OFF), &error);
    g_free(copy);
    return error ? refuse(error, message) : TRUE;
}

static sl_bool check_severity(void *row, const char *text, unsigned length, const void *data,
                              const void *field, char **message)
{
    const struct rule_row *r = row;
    /* A wrong rule is told of its own column. */
    const char *rule = r->rule && sl_rule_find(r->rule) ? r->rule : NULL;
    char *copy = g_strndup(text, length);
    GError *error = NULL;

    (void)data, (void)field;
    sl_settings_check_grade(rule, copy, &error);
    g_free(copy);
    return error ? refuse(error, message) : TRUE;
}

static void *copy_status(void *to, const void *from, size_t size)
{
    struct status_row *t = to;
    const struct status_row *f = from;

    (void)size;
    t->code = g_strdup(f->code);
    t->zh = g_strdup(f->zh);
    t->phrase = g_strdup(f->phrase);
    t->explain = g_strdup(f->explain);
    return to;
}

static void free_status(void *row)
{
    struct status_row *r = row;

    g_free(r->code);
    g_free(r->zh);
    g_free(r->phrase);
    g_free(r->explain);
}

static void *copy_rule(void *to, const void *from, size_t size)
{
    struct rule_row *t = to;
    const struct rule_row *f = from;

    (void)size;
    t->rule = g_strdup(f->rule);
    t->severity = g_strdup(f->severity);
    return to;
}

static void free_rule(void *row)
{
    struct rule_row *r = row;

    g_free(r->rule);
    g_free(r->severity);
}

UAT_CSTRING_CB_DEF(status, code, struct status_row)
UAT_CSTRING_CB_DEF(status, zh, struct status_row)
UAT_CSTRING_CB_DEF(status, phrase, struct status_row)
UAT_CSTRING_CB_DEF(status, explain, struct status_row)
UAT_CSTRING_CB_DEF(rule, rule, struct rule_row)
UAT_CSTRING_CB_DEF(rule, severity, struct rule_row)

/* A column of strings with a check of our own, which is told the column's name. */
#define COLUMN(table, field, title, mode, check, choices, description)                             \
    {                                                                                              \
#field, title, mode,                                                                       \
            {check, table##_##field##_set_cb, table##_##field##_tostr_cb },                        \
             {#field, 0, 0 }, choices, description, FLDFILL                                        \
    }

static void register_status_table(module_t *module)
{
    static uat_field_t columns[] = {
        COLUMN(status, code, "状态码 Code", PT_TXTMOD_STRING, check_code, NULL,
               "状态码，100到699 / A status code, 100 to 699"),
        COLUMN(status, zh, "中文标签 Chinese label", PT_TXTMOD_STRING, check_text, NULL,
               "中文标签；空：不变 / Chinese label; empty: as it is"),
        COLUMN(status, phrase, "原因短语 Reason phrase", PT_TXTMOD_STRING, check_text, NULL,
               "英文原因短语；空：不变 / English reason phrase; empty: as it is"),
        COLUMN(status, explain, "解释 Explanation", PT_TXTMOD_STRING, check_text, NULL,
               "含义和下一步查什么；空：不变 / What it means and what to look at next; empty: as "
               "it is"),
        UAT_END_FIELDS};

    prefs_register_uat_preference(
        module, "status", "状态码 Status codes",
        "增加状态码或改换其文字 / Adds status codes or replaces their texts",
        uat_new("SIP Lens status codes", sizeof(struct status_row), "siplens_status", TRUE,
                (void **)&user.statuses, &user.status_count, UAT_AFFECTS_DISSECTION, NULL,
                copy_status, NULL, free_status, NULL, NULL, columns));
}

static void register_rule_table(module_t *module)
{
    static value_string severities[SL_SEVERITY_ERROR + 2];
    static value_string rules[SL_RULES_MAX + 1];
    static uat_field_t columns[] = {COLUMN(rule, rule, "规则 Rule", PT_TXTMOD_ENUM, check_rule,
                                           rules, "规则名 / The rule's name"),
                                    COLUMN(rule, severity, "级别 Severity", PT_TXTMOD_ENUM,
                                           check_severity, severities, "off, note, warn or error"),
                                    UAT_END_FIELDS};

    for (unsigned i = 0; i < sl_rule_count(); i++) {
        rules[i] = (value_string){i, sl_rule_at(i)->name};
    }
    for (unsigned i = 0; i <= SL_SEVERITY_ERROR; i++) {
        severities[i] = (value_string){i, sl_severity_name((enum sl_severity)i)};
    }
    prefs_register_uat_preference(
        module, "rules", "规则 Rules", "改变单条规则的级别 / Changes the severity of single rules",
        uat_new("SIP Lens rules", sizeof(struct rule_row), "siplens_rules", TRUE,
                (void **)&user.rules, &user.rule_count, UAT_AFFECTS_DISSECTION, NULL, copy_rule,
                NULL, free_rule, NULL, NULL, columns));
}

/* --- registration ---------------------------------------------------------------------------- */

/* Called when preferences have changed: nonsense is named and replaced. */
static void apply(void)
{
    for (int i = 0; i < SL_NUMBERS; i++) {
        const struct sl_number_range *n = sl_settings_range((enum sl_number)i);

        if (user.number[i] < n->least || user.number[i] > n->most) {
            report_failure("Preference siplens.%s: %u is refused (%u to %u); %u is used.", n->name,
                           user.number[i], n->least, n->most, n->standard);
            user.number[i] = n->standard;
        }
    }
}

void sl_prefs_register(int proto)
{
    static const enum_val_t language_choices[] = {{"zh", "中文", SL_LANGUAGES_ZH},
                                                  {"en", "English", SL_LANGUAGES_EN},
                                                  {"both", "中文 + English", SL_LANGUAGES_BOTH},
                                                  {NULL, NULL, 0}};
    module_t *module = prefs_register_protocol(proto, apply);

    user.language = SL_LANGUAGES_BOTH;
    user.info_column = TRUE;
    prefs_register_enum_preference(
        module, "language", "语言 Language",
        "说明、标签和句子的语言；字段名和结论等名称总是双语。The language of explanations, labels "
        "and sentences. Hidden texts can still be used in filters. Names "
        "of fields, states and verdicts are in both.",
        &user.language, language_choices, FALSE);
    prefs_register_bool_preference(
        module, "info_column", "附加到Info列 Add to the Info column",
        "把应答的标签和消息违反的规则附加到Info列。Append the label of a response, and the rules "
        "that a message breaks, to the Info column",
        &user.info_column);
    for (int i = 0; i < SL_NUMBERS; i++) {
        const struct sl_number_range *range = sl_settings_range((enum sl_number)i);

        user.number[i] = range->standard;
        prefs_register_uint_preference(module, range->name, numbers[i].title,
                                       numbers[i].description, 10, &user.number[i]);
    }
    register_status_table(module);
    register_rule_table(module);
}

/* --- what was set ---------------------------------------------------------------------------- */

enum sl_languages sl_prefs_languages(void)
{
    return (enum sl_languages)user.language;
}

bool sl_prefs_info_column(void)
{
    return user.info_column;
}

void sl_prefs_settings(struct sl_settings *settings)
{
    sl_settings_init(settings);
    for (int i = 0; i < SL_NUMBERS; i++) {
        sl_settings_set(settings, (enum sl_number)i, user.number[i]);
    }
    for (unsigned i = 0; i < user.rule_count; i++) {
        sl_settings_grade(settings, user.rules[i].rule, user.rules[i].severity, NULL);
    }
}

struct sl_catalogue *sl_prefs_catalogue(void)
{
    struct sl_catalogue *catalogue = sl_catalogue_new();

    for (unsigned i = 0; i < user.status_count; i++) {
        const struct status_row *row = &user.statuses[i];
        unsigned code;

        if (parse_code(row->code, &code, NULL)) {
            sl_catalogue_add(catalogue, code, row->zh, row->phrase, row->explain, NULL);
        }
    }
    return catalogue;
}
