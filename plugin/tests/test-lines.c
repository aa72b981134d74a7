/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lines.h"

#include <string.h>

#include "base/safe.h"

static void expect(const char *text, unsigned indent, unsigned width, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_lines_wrap(out, text, indent, width);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_width(void)
{
    g_assert_cmpuint(sl_lines_width("abc"), ==, 3);
    g_assert_cmpuint(sl_lines_width("这里忙"), ==, 6);
    g_assert_cmpuint(sl_lines_width("e\u0301"), ==, 1);
}

static void test_pad(void)
{
    GString *out = g_string_new(NULL);

    sl_lines_pad(out, "忙", 4);
    sl_lines_pad(out, "long", 2);
    g_assert_cmpstr(out->str, ==, "忙  long");
    g_string_free(out, TRUE);
}

static void expect_shortened(const char *text, unsigned width, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_lines_shorten(out, text, width);
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

/* However a text is wrapped, what a log makes of its lines is no wider. */
static void test_wrap_for_a_log(void)
{
    GString *lines = g_string_new(NULL);
    GString *safe = g_string_new(NULL);

    expect("see ::error::x", 0, 12, "see\n::error::\nx\n");
    sl_lines_wrap(lines, "::::::::::::::::::::: ::error::x \u3000::y", 0, 10);
    sl_safe_log(safe, lines->str);
    for (const char *line = safe->str; *line; line = strchr(line, '\n') + 1) {
        g_autofree char *one = g_strndup(line, strcspn(line, "\n"));

        g_assert_cmpuint(sl_lines_width(one), <=, 10);
        g_assert_false(sl_safe_log_begins_command(one, 0));
    }
    g_string_free(lines, TRUE);
    g_string_free(safe, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lines/width", test_width);
    g_test_add_func("/lines/pad", test_pad);
    g_test_add_func("/lines/shorten", test_shorten);
    g_test_add_func("/lines/wrap/blanks", test_wrap_at_blanks);
    g_test_add_func("/lines/wrap/chinese", test_wrap_beside_chinese);
    g_test_add_func("/lines/wrap/long", test_wrap_of_long_words);
    g_test_add_func("/lines/wrap/log", test_wrap_for_a_log);
    return g_test_run();
}
