/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The built-in table of methods against the registered list, and finding a method by name. */
#include <glib.h>
#include <string.h>

#include "prose.h"
#include "sip/method.h"

enum column { NAME, ZH, EN, REFERENCE, COLUMNS };

/* The registered methods: the rows of the test data without the heading; each is a strv. */
static GPtrArray *read_registered(void)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    GError *error = NULL;
    char *path, *text, **lines;

#ifdef SL_TEST_DATA_DIR
    path = g_build_filename(SL_TEST_DATA_DIR, "registered-methods.tsv", NULL);
#else
    path = g_test_build_filename(G_TEST_DIST, "data", "registered-methods.tsv", NULL);
#endif
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 1; lines[i] && *lines[i]; i++) {
        char **row = g_strsplit(lines[i], "\t", -1);

        g_assert_cmpuint(g_strv_length(row), ==, COLUMNS);
        g_ptr_array_add(rows, row);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return rows;
}

static const struct sl_method_info *info_at(unsigned method)
{
    return sl_method_info((enum sl_method)method);
}

static void test_table_is_the_registered_list(void)
{
    GPtrArray *rows = read_registered();

    g_assert_cmpuint(rows->len, ==, 14);
    g_assert_cmpuint(SL_METHOD_OTHER, ==, rows->len);
    for (unsigned i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const struct sl_method_info *info = info_at(i);

        g_assert_cmpstr(info->name, ==, row[NAME]);
        g_assert_cmpstr(info->label.zh, ==, row[ZH]);
        g_assert_cmpstr(info->label.en, ==, row[EN]);
        g_assert_cmpstr(info->reference, ==, row[REFERENCE]);
    }
    g_ptr_array_unref(rows);
}

static void test_other_has_no_row(void)
{
    g_assert_null(sl_method_info(SL_METHOD_OTHER));
    g_assert_null(info_at(SL_METHOD_OTHER + 1));
    g_assert_null(info_at(255));
    g_assert_null(info_at(G_MAXINT));
}

static void test_every_name_is_found(void)
{
    for (unsigned i = 0; i < SL_METHOD_OTHER; i++) {
        g_assert_cmpint(sl_method_from_name(info_at(i)->name), ==, (int)i);
    }
    g_assert_cmpint(sl_method_from_name("INVITE"), ==, SL_METHOD_INVITE);
    g_assert_cmpint(sl_method_from_name("PUBLISH"), ==, SL_METHOD_PUBLISH);
}

/* Whatever is a little longer, shorter or otherwise written is another method. */
static void test_near_names_are_others(void)
{
    for (unsigned i = 0; i < SL_METHOD_OTHER; i++) {
        const char *name = info_at(i)->name;
        char *longer = g_strconcat(name, "S", NULL);
        char *lower = g_ascii_strdown(name, -1);
        char *spaced = g_strconcat(name, " ", NULL);

        g_assert_cmpint(sl_method_from_name(longer), ==, SL_METHOD_OTHER);
        g_assert_cmpint(sl_method_from_name(lower), ==, SL_METHOD_OTHER);
        g_assert_cmpint(sl_method_from_name(spaced), ==, SL_METHOD_OTHER);
        for (size_t length = 0; length < strlen(name); length++) {
            char *prefix = g_strndup(name, length); /* on the heap: ASan sees a read beyond */

            g_assert_cmpint(sl_method_from_name(prefix), ==, SL_METHOD_OTHER);
            g_free(prefix);
        }
        for (size_t at = 0; at < strlen(name); at++) {
            char *wrong = g_strdup(name);

            wrong[at] = 'X';
            g_assert_cmpint(sl_method_from_name(wrong), ==, SL_METHOD_OTHER);
            g_free(wrong);
        }
        g_free(longer);
        g_free(lower);
        g_free(spaced);
    }
    g_assert_cmpint(sl_method_from_name(NULL), ==, SL_METHOD_OTHER);
    g_assert_cmpint(sl_method_from_name("PING"), ==, SL_METHOD_OTHER);
    g_assert_cmpint(sl_method_from_name("OPTION"), ==, SL_METHOD_OTHER);
    g_assert_cmpint(sl_method_from_name("\xff\xfe"), ==, SL_METHOD_OTHER);
}

static void test_texts_are_sentences(void)
{
    for (unsigned i = 0; i < SL_METHOD_OTHER; i++) {
        const struct sl_method_info *info = info_at(i);

        g_test_message("%s", info->name);
        prose_assert(&info->text);
        prose_assert(&info->explain);
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&info->explain, &info_at(j)->explain);
        }
    }
}

static void test_text_joins_label_and_explanation(void)
{
    for (unsigned i = 0; i < SL_METHOD_OTHER; i++) {
        const struct sl_method_info *info = info_at(i);
        char *zh = g_strconcat(info->label.zh, "：", info->explain.zh, NULL);
        char *en = g_strconcat(info->label.en, ". ", info->explain.en, NULL);

        g_assert_cmpstr(info->text.zh, ==, zh);
        g_assert_cmpstr(info->text.en, ==, en);
        g_free(zh);
        g_free(en);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/method/table_is_the_registered_list", test_table_is_the_registered_list);
    g_test_add_func("/method/other_has_no_row", test_other_has_no_row);
    g_test_add_func("/method/every_name_is_found", test_every_name_is_found);
    g_test_add_func("/method/near_names_are_others", test_near_names_are_others);
    g_test_add_func("/method/texts_are_sentences", test_texts_are_sentences);
    g_test_add_func("/method/text_joins_label_and_explanation",
                    test_text_joins_label_and_explanation);
    return g_test_run();
}
