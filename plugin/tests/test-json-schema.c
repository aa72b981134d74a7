/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <glib.h>

#include "report/json-schema.h"

/* A reader marks the members of a shape, and the words of a member, in the bits of 64. */
#define MARKS 64

static void test_shapes(void)
{
    g_assert_cmpuint(sl_shape_first_member((enum sl_shape)0), ==, 0);
    g_assert_cmpuint(sl_shape_end_member((enum sl_shape)(SL_SHAPES - 1)), ==, SL_MEMBERS);
    for (unsigned s = 0; s < SL_SHAPES; s++) {
        enum sl_shape shape = (enum sl_shape)s;

        g_assert_cmpuint(sl_shape_first_member(shape), <, sl_shape_end_member(shape));
        g_assert_cmpuint(sl_shape_end_member(shape) - sl_shape_first_member(shape), <=, MARKS);
        for (unsigned m = sl_shape_first_member(shape); m < sl_shape_end_member(shape); m++) {
            g_assert_cmpuint(sl_member_info((enum sl_member)m)->shape, ==, shape);
        }
    }
}

static void test_lines(void)
{
    enum sl_shape shape = SL_SHAPES;

    g_assert_true(sl_shape_parse("summary", &shape));
    g_assert_cmpuint(shape, ==, SL_SHAPE_SUMMARY);
    g_assert_false(sl_shape_parse("party", &shape)); /* a shape, but no line */
    g_assert_false(sl_shape_parse("", &shape));
}

/* From wherever the search begins; and no member is found in another shape. */
static void test_members_are_found(void)
{
    for (unsigned m = 0; m < SL_MEMBERS; m++) {
        const struct sl_member_info *info = sl_member_info((enum sl_member)m);
        unsigned end = sl_shape_end_member(info->shape);

        for (unsigned from = sl_shape_first_member(info->shape); from <= end; from++) {
            enum sl_member found = (enum sl_member)from;

            g_assert_true(sl_member_find(info->shape, info->name, &found));
            g_assert_cmpuint(found, ==, m);
        }
    }
    for (unsigned s = 0; s < SL_SHAPES; s++) {
        enum sl_member found = sl_shape_first_member((enum sl_shape)s);

        g_assert_false(sl_member_find((enum sl_shape)s, "no member", &found));
    }
}

static void test_rows_are_whole(void)
{
    for (unsigned m = 0; m < SL_MEMBERS; m++) {
        const struct sl_member_info *i = sl_member_info((enum sl_member)m);
        bool is_object = i->kind == SL_JSON_OBJECT || i->kind == SL_JSON_OBJECTS;
        bool has_range =
            i->kind == SL_JSON_INTEGER || i->kind == SL_JSON_INTEGERS || i->kind == SL_JSON_COUNTS;

        g_assert_nonnull(i->name);
        g_assert_true(!is_object || i->of >= SL_SHAPE_LINES);
        g_assert_true(has_range == (i->most > 0) && i->least <= i->most);
        g_assert_true(i->kind != SL_JSON_WORD || i->word);
        /* 0 is how siplens-check keeps null. */
        g_assert_true(!i->is_nullable || i->kind != SL_JSON_INTEGER || i->least > 0);
    }
}

static void test_words(void)
{
    for (unsigned m = 0; m < SL_MEMBERS; m++) {
        sl_word_fn word = sl_member_info((enum sl_member)m)->word;
        unsigned count = 0;

        for (; word && word(count); count++) {
            g_assert_cmpint(sl_word_index(word, word(count)), ==, (int)count);
        }
        g_assert_cmpuint(count, <=, MARKS);
        g_assert_true(!word || sl_word_index(word, "no word") == -1);
    }
    g_assert_cmpint(sl_word_index(sl_word_severity, "off"), ==, -1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json-schema/shapes", test_shapes);
    g_test_add_func("/json-schema/lines", test_lines);
    g_test_add_func("/json-schema/members", test_members_are_found);
    g_test_add_func("/json-schema/rows", test_rows_are_whole);
    g_test_add_func("/json-schema/words", test_words);
    return g_test_run();
}
