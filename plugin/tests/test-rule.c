/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rule table against the documented one, and what every row must have. */
#include <string.h>

#include "prose.h"
#include "rules/finding.h"
#include "settings.h"

enum { NAME, SEVERITY, GROUP, SOURCE, REFERENCE, FIRES, SILENT, COLUMNS };

/* The row of data/rules.tsv for RULE, split; free with g_strfreev. */
static char **documented_row(const char *rule)
{
    char *path = g_build_filename(SL_TEST_DATA_DIR, "rules.tsv", NULL);
    char *text;
    char **lines, **found = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l && !found; l++) {
        char **row = g_strsplit(*l, "\t", -1);

        if (row[0] && strcmp(row[0], rule) == 0) {
            found = row;
        } else {
            g_strfreev(row);
        }
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return found;
}

static void rows_agree_with_the_documented_table(void)
{
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);
        char **row = documented_row(rule->name);

        g_test_message("%s", rule->name);
        g_assert_nonnull(row);
        g_assert_cmpuint(g_strv_length(row), ==, COLUMNS);
        g_assert_cmpstr(sl_severity_name(rule->severity), ==, row[SEVERITY]);
        g_assert_cmpstr(sl_group_name(rule->group), ==, row[GROUP]);
        g_assert_cmpstr(rule->documented ? "documented" : "rfc", ==, row[SOURCE]);
        g_assert_cmpstr(rule->reference, ==, row[REFERENCE]);
        g_strfreev(row);
    }
}

/* Every documented rule is there, and in the documented order. */
static void table_is_whole(void)
{
    char *path = g_build_filename(SL_TEST_DATA_DIR, "rules.tsv", NULL);
    char *text;
    char **lines;
    unsigned next = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (char **l = lines + 1; *l && **l; l++) {
        char **row = g_strsplit(*l, "\t", -1);

        g_assert_cmpuint(next, <, sl_rule_count());
        g_assert_cmpstr(sl_rule_at(next)->name, ==, row[NAME]);
        next++;
        g_strfreev(row);
    }
    g_assert_cmpuint(next, ==, sl_rule_count());
    g_strfreev(lines);
    g_free(text);
    g_free(path);
}

static void rows_are_complete(void)
{
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);

        g_test_message("%s", rule->name);
        g_assert_cmpuint(sl_rule_index(rule), ==, i);
        g_assert_true(sl_rule_find(rule->name) == rule);
        g_assert_true(g_utf8_validate(rule->summary.zh, -1, NULL));
        g_assert_cmpuint(strlen(rule->summary.en), >, 10);
        g_assert_nonnull(rule->check);
        g_assert_cmpuint(rule->subjects, !=, 0);
        g_assert_true(!rule->overdue || rule->timed);
        for (unsigned w = 0; w < SL_WORDINGS_MAX && (w == 0 || rule->wording[w].zh); w++) {
            g_assert_nonnull(rule->wording[w].zh);
            g_assert_nonnull(rule->wording[w].en);
            g_assert_null(strstr(rule->wording[w].zh, "响应"));
            /* A value at hand, in both languages: never only the general sentence. */
            g_assert_nonnull(strchr(rule->wording[w].zh, '{'));
            g_assert_nonnull(strchr(rule->wording[w].en, '{'));
            for (char n = '0'; n < '0' + SL_FINDING_VALUES_MAX; n++) {
                const char place[] = {'{', n, '}', '\0'};

                g_assert_true(!strstr(rule->wording[w].zh, place) ==
                              !strstr(rule->wording[w].en, place));
            }
        }
    }
}

/* The documentation's texts; when a rule stays silent is told where the table knows of it. */
static void rows_are_explained(void)
{
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);
        char **row = documented_row(rule->name);

        g_test_message("%s", rule->name);
        prose_assert(&rule->meaning);
        prose_assert(&rule->why);
        prose_assert(&rule->next);
        if (rule->unless.zh || strcmp(row[SILENT], "-") != 0) {
            prose_assert(&rule->unless);
        }
        g_strfreev(row);
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&rule->meaning, &sl_rule_at(j)->meaning);
            prose_assert_differ(&rule->why, &sl_rule_at(j)->why);
            prose_assert_differ(&rule->next, &sl_rule_at(j)->next);
        }
    }
}

static void severities_can_be_set(void)
{
    struct sl_settings settings;
    GError *error = NULL;
    unsigned ack_missing = sl_rule_index(sl_rule_find("ack_missing"));

    sl_settings_init(&settings);
    g_assert_cmpint(settings.severity[ack_missing], ==, SL_SEVERITY_ERROR);
    g_assert_true(sl_settings_grade(&settings, "ack_missing", "note", &error));
    g_assert_no_error(error);
    g_assert_cmpint(settings.severity[ack_missing], ==, SL_SEVERITY_NOTE);
    g_assert_false(sl_settings_grade(&settings, "ack_mising", "note", &error));
    g_assert_error(error, SL_SETTINGS_ERROR, SL_SETTINGS_ERROR_VALUE);
    g_assert_nonnull(strstr(error->message, "ack_mising"));
    g_clear_error(&error);
    g_assert_false(sl_settings_check_grade("ack_missing", "fatal", &error));
    g_assert_cmpstr(error->message, ==,
                    "unknown severity \"fatal\" for rule ack_missing (off, note, warn or error)");
    g_clear_error(&error);
    g_assert_true(sl_settings_check_grade(NULL, "off", &error));
    g_assert_no_error(error);
    g_assert_false(sl_settings_check_grade(NULL, "OFF", &error));
    g_assert_cmpstr(error->message, ==, "unknown severity \"OFF\" (off, note, warn or error)");
    g_clear_error(&error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rule/rows_agree_with_the_documented_table",
                    rows_agree_with_the_documented_table);
    g_test_add_func("/rule/table_is_whole", table_is_whole);
    g_test_add_func("/rule/rows_are_complete", rows_are_complete);
    g_test_add_func("/rule/rows_are_explained", rows_are_explained);
    g_test_add_func("/rule/severities_can_be_set", severities_can_be_set);
    return g_test_run();
}
