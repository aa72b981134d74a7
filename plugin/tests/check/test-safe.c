/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the escaping makes of single characters; test_hostile.py has the formats. */
#include <string.h>

#include "formats/safe.h"

static void expect(enum sl_safe place, const char *text, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_safe_text(out, place, text);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_terminal(void)
{
    expect(SL_SAFE_TERMINAL, "这里忙 Busy", "这里忙 Busy");
    expect(SL_SAFE_TERMINAL, "\x1b[2J\r\n", "\\x1b[2J\\x0d\\x0a");
    expect(SL_SAFE_TERMINAL, "a\u202eb", "a\\u{202e}b");
    expect(SL_SAFE_TERMINAL, "\xff", "\\xff");
}

static void test_markup(void)
{
    expect(SL_SAFE_MARKUP, "<a href='x'>\"&", "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    expect(SL_SAFE_MARKUP, "\x01]]>", "\\x01]]&gt;");
}

static void test_markdown(void)
{
    expect(SL_SAFE_MARKDOWN, "ack_missing 192.0.2.1 (a-b)", "ack_missing 192.0.2.1 (a-b)");
    expect(SL_SAFE_MARKDOWN, "- x", "&#45; x");
    expect(SL_SAFE_MARKDOWN, "1. x", "1&#46; x");
    expect(SL_SAFE_MARKDOWN, "www.e.org", "www&#46;e&#46;org");
    expect(SL_SAFE_MARKDOWN, "_a_ `b` [c](d) @e #1 |",
           "&#95;a&#95; &#96;b&#96; &#91;c&#93;(d) &#64;e &#35;1 &#124;");
}

static void test_mermaid(void)
{
    expect(SL_SAFE_MERMAID, "INVITE 邀请", "INVITE 邀请");
    expect(SL_SAFE_MERMAID, "a;b#c", "a#59;b#35;c");
    expect(SL_SAFE_MERMAID, "end ending End", "#101;nd ending #69;nd");
}

static void test_json(void)
{
    expect(SL_SAFE_JSON, "\"\\/这", "\\\"\\\\/这");
    expect(SL_SAFE_JSON, "\n\x7f\u202e", "\\u000a\\u007f\\u202e");
    expect(SL_SAFE_JSON, "\U000e0001", "\\udb40\\udc01");
    expect(SL_SAFE_JSON,
           "a\xff"
           "b",
           "a\\\\xffb");
}

static void test_long_values_are_cut_but_in_json(void)
{
    g_autofree char *text = g_strnfill(4000, 'x');
    GString *out = g_string_new(NULL);

    sl_safe_value(out, SL_SAFE_MARKUP, text);
    g_assert_cmpuint(g_utf8_strlen(out->str, -1), ==, 97);
    g_string_truncate(out, 0);
    sl_safe_value(out, SL_SAFE_JSON, text);
    g_assert_cmpuint(out->len, ==, 4000);
    g_string_free(out, TRUE);
}

static void test_nothing(void)
{
    for (int place = SL_SAFE_TERMINAL; place <= SL_SAFE_JSON; place++) {
        expect((enum sl_safe)place, NULL, "");
        expect((enum sl_safe)place, "", "");
    }
}

static void expect_uri(const char *name, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_safe_uri(out, name);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_uri(void)
{
    expect_uri("a/b c.pcap", "a/b%20c.pcap");
    expect_uri("/a#b", "file:///a%23b");
    expect_uri("a:b", "./a%3Ab");
    expect_uri("\xff", "%FF");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/safe/terminal", test_terminal);
    g_test_add_func("/safe/markup", test_markup);
    g_test_add_func("/safe/markdown", test_markdown);
    g_test_add_func("/safe/mermaid", test_mermaid);
    g_test_add_func("/safe/json", test_json);
    g_test_add_func("/safe/cut", test_long_values_are_cut_but_in_json);
    g_test_add_func("/safe/nothing", test_nothing);
    g_test_add_func("/safe/uri", test_uri);
    return g_test_run();
}
