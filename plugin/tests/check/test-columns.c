/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/columns.h"

static void expect(const char *text, unsigned indent, unsigned width, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_columns_wrap(out, text, indent, width);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_width(void)
{
    g_assert_cmpuint(sl_columns_width("abc"), ==, 3);
    g_assert_cmpuint(sl_columns_width("这里忙"), ==, 6);
    g_assert_cmpuint(sl_columns_width("e\u0301"), ==, 1);
}

static void test_pad(void)
{
    GString *out = g_string_new(NULL);

    sl_columns_pad(out, "忙", 4);
    sl_columns_pad(out, "long", 2);
    g_assert_cmpstr(out->str, ==, "忙  long");
    g_string_free(out, TRUE);
}

static void expect_shortened(const char *text, unsigned width, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_columns_shorten(out, text, width);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_shorten(void)
{
    expect_shortened("", 1, "");
    expect_shortened("192.0.2.1", 9, "192.0.2.1");
    expect_shortened("2001:db8::1234", 10, "200…::1234");
    expect_shortened("ab", 1, "…");
    expect_shortened("这里忙应答", 8, "这…应答"); /* half a character does not fit */
}

static void test_wrap_at_blanks(void)
{
    expect("", 2, 10, "");
    expect("one two three", 1, 8, " one two\n three\n");
    expect("one  two", 0, 4, "one\ntwo\n");
    expect("one two ", 0, 7, "one two\n");
}

static void test_wrap_beside_chinese(void)
{
    expect("应答没有得到", 0, 8, "应答没有\n得到\n");
    /* A closing mark stays with its word, an opening one with what follows. */
    expect("应答没有，得到", 0, 8, "应答没\n有，得到\n");
    expect("应答没（有）", 0, 8, "应答没\n（有）\n");
    expect("第3帧INVITE", 0, 8, "第3帧\nINVITE\n");
}

static void test_wrap_of_long_words(void)
{
    expect("abcdefgh", 0, 3, "abc\ndef\ngh\n");
    expect("a bcdefgh", 0, 3, "a\nbcd\nefg\nh\n");
    expect("忙", 0, 1, "忙\n"); /* more than there is room for, but something */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/columns/width", test_width);
    g_test_add_func("/columns/pad", test_pad);
    g_test_add_func("/columns/shorten", test_shorten);
    g_test_add_func("/columns/wrap/blanks", test_wrap_at_blanks);
    g_test_add_func("/columns/wrap/chinese", test_wrap_beside_chinese);
    g_test_add_func("/columns/wrap/long", test_wrap_of_long_words);
    return g_test_run();
}
