/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of Q.850 causes against the published list, and finding a cause and a location. */
#include <glib.h>
#include <string.h>

#include "prose.h"
#include "sip/cause.h"
#include "sip/status.h"

enum column { VALUE, NAME, STATUS, COLUMNS };

/* The published causes: the rows of the test data without the heading; each is a strv. */
static GPtrArray *read_published(void)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    GError *error = NULL;
    char *path, *text, **lines;

#ifdef SL_TEST_DATA_DIR
    path = g_build_filename(SL_TEST_DATA_DIR, "q850-causes.tsv", NULL);
#else
    path = g_test_build_filename(G_TEST_DIST, "data", "q850-causes.tsv", NULL);
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

static void assert_same_words(const char *a, const char *b)
{
    char *lower_a = g_ascii_strdown(a, -1), *lower_b = g_ascii_strdown(b, -1);

    g_assert_cmpstr(lower_a, ==, lower_b);
    g_free(lower_a);
    g_free(lower_b);
}

static void test_table_is_the_published_list(void)
{
    GPtrArray *rows = read_published();

    g_assert_cmpuint(rows->len, ==, 71);
    g_assert_cmpuint(sl_cause_count(), ==, rows->len);
    for (unsigned i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const struct sl_cause *cause = sl_cause_at(i);

        g_assert_cmpuint(cause->value, ==, g_ascii_strtoull(row[VALUE], NULL, 10));
        assert_same_words(cause->label.en, row[NAME]);
        g_assert_cmpuint(cause->status, ==, g_ascii_strtoull(row[STATUS], NULL, 10));
    }
    g_ptr_array_unref(rows);
}

static void test_only_known_causes_are_found(void)
{
    unsigned found = 0;

    for (uint32_t value = 0; value < 1000; value++) {
        const struct sl_cause *cause = sl_cause_find(value);

        found += cause != NULL;
        g_assert_true(!cause || cause->value == value);
    }
    g_assert_cmpuint(found, ==, sl_cause_count());
    g_assert_null(sl_cause_find(UINT32_MAX));
    g_assert_null(sl_cause_find(256 + 16)); /* no wrapping */
}

static void test_every_value_of_seven_bits_is_explained(void)
{
    for (uint32_t value = 0; value <= SL_CAUSE_MAX; value++) {
        const struct sl_cause_class *class = sl_cause_class(value);

        g_assert_cmpuint(value, >=, class->first);
        g_assert_cmpuint(value, <=, class->last);
        prose_assert(sl_cause_explain(value));
    }
    g_assert_null(sl_cause_class(SL_CAUSE_MAX + 1));
    g_assert_null(sl_cause_explain(SL_CAUSE_MAX + 1));
    g_assert_null(sl_cause_explain(UINT32_MAX));
    g_assert_true(sl_cause_explain(33) == &sl_cause_class(33)->unknown);
    g_assert_true(sl_cause_explain(31) == &sl_cause_find(31)->text);
    g_assert_cmpstr(sl_cause_class(31)->name.en, ==, "Normal event");
    g_assert_cmpstr(sl_cause_class(32)->name.en, ==, "Resource unavailable");
}

static void test_texts_are_sentences(void)
{
    for (unsigned i = 0; i < sl_cause_count(); i++) {
        const struct sl_cause *cause = sl_cause_at(i);

        g_test_message("%u", cause->value);
        prose_assert(&cause->meaning);
        prose_assert(&cause->check);
        prose_assert(&cause->text);
        g_assert_true(g_str_has_prefix(cause->text.zh, cause->label.zh));
        g_assert_true(g_str_has_suffix(cause->text.zh, cause->check.zh));
        g_assert_true(g_str_has_prefix(cause->text.en, cause->label.en));
        g_assert_true(g_str_has_suffix(cause->text.en, cause->check.en));
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&cause->label, &sl_cause_at(j)->label);
            prose_assert_differ(&cause->meaning, &sl_cause_at(j)->meaning);
            prose_assert_differ(&cause->check, &sl_cause_at(j)->check);
        }
    }
}

static void test_gateways_make_status_codes_of_them(void)
{
    for (unsigned i = 0; i < sl_cause_count(); i++) {
        unsigned status = sl_cause_at(i)->status;

        g_assert_true(status == 0 || (status >= 400 && sl_status_find(status)));
    }
    g_assert_cmpuint(sl_cause_find(16)->status, ==, 0); /* a BYE or CANCEL */
}

static void test_locations(void)
{
    const struct sl_location *bi = sl_location_from_name("BI", 2);

    g_assert_cmpuint(sl_location_count(), ==, 8);
    for (unsigned i = 0; i < sl_location_count(); i++) {
        const struct sl_location *location = sl_location_at(i);
        size_t length = strlen(location->name);

        prose_assert(&location->text);
        g_assert_true(sl_location_find(location->value) == location);
        g_assert_true(sl_location_from_name(location->name, length) == location);
        g_assert_true(sl_location_from_name(location->name, length - 1) != location);
    }
    g_assert_cmpuint(bi->value, ==, 10);
    g_assert_true(sl_location_from_name("bi, or so", 2) == bi);
    g_assert_null(sl_location_from_name("LOC-6", 5));
    g_assert_null(sl_location_from_name("", 0));
    g_assert_null(sl_location_find(6));
    g_assert_null(sl_location_find(16));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cause/table_is_the_published_list", test_table_is_the_published_list);
    g_test_add_func("/cause/only_known_causes_are_found", test_only_known_causes_are_found);
    g_test_add_func("/cause/every_value_of_seven_bits_is_explained",
                    test_every_value_of_seven_bits_is_explained);
    g_test_add_func("/cause/texts_are_sentences", test_texts_are_sentences);
    g_test_add_func("/cause/gateways_make_status_codes_of_them",
                    test_gateways_make_status_codes_of_them);
    g_test_add_func("/cause/locations", test_locations);
    return g_test_run();
}
