/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each destination makes of a text; test_hostile.py has the reports. */
#include <string.h>

#include "base/escape.h"
#include "base/safe.h"

#define NOTHING_SEEN "\u034f\u115f\u3164\ufe0f\uffa0\U000e0100" /* and no control */

/* What TEXT becomes behind BEFORE. */
static void expect_behind(sl_safe_fn safe, const char *before, const char *text, const char *wanted)
{
    GString *out = g_string_new(before);

    safe(out, text);
    g_assert_cmpstr(out->str + strlen(before), ==, wanted);
    g_string_free(out, TRUE);
}

static void expect(sl_safe_fn safe, const char *text, const char *wanted)
{
    expect_behind(safe, "", text, wanted);
}

static void test_terminal(void)
{
    expect(sl_safe_terminal, "这里忙 Busy", "这里忙 Busy");
    expect(sl_safe_terminal, "\x1b[2J\r\n", "\\x1b[2J\\x0d\\x0a");
    expect(sl_safe_terminal, "\xc2\x9b", "\\u{009b}");
    expect(sl_safe_terminal, "a\u202eb\u2069\u200b\u2028",
           "a\\u{202e}b\\u{2069}\\u{200b}\\u{2028}");
    expect(sl_safe_terminal, "\xff\xc0\x80", "\\xff\\xc0\\x80");
    expect(sl_safe_terminal, "e\u0301", "e\u0301");
    expect(sl_safe_terminal, "#" NOTHING_SEEN "#",
           "#\\u{034f}\\u{115f}\\u{3164}\\u{fe0f}\\u{ffa0}\\u{e0100}#");
}

static void test_log_commands_anywhere(void)
{
    expect(sl_safe_log, "# 1 #2", "# 1 #2");
    expect(sl_safe_log, "x ##[set-output name=a]b", "x #\\x23[set-output name=a]b");
    expect(sl_safe_log, "##vso[task.setvariable]1", "#\\x23vso[task.setvariable]1");
    expect(sl_safe_log, "####teamcity[x]", "#\\x23\\x23\\x23teamcity[x]");
}

static void test_log_commands_at_the_beginning(void)
{
    expect(sl_safe_log, "2001:db8::1 ::1", "2001:db8::1 ::1");
    expect(sl_safe_log, "::error::x", "\\x3a:error::x");
    expect(sl_safe_log, "  ::error::x", "  \\x3a:error::x");
    expect(sl_safe_log, "a\n\u3000\u00a0 ::x\n:y\n::z", "a\n\u3000\u00a0 \\x3a:x\n:y\n\\x3a:z");
    expect(sl_safe_log, "a\n\n\n", "a\n\n\n");
    expect(sl_safe_log, "--- a\n --- b\n-- c\n+++ d\n~~~ e\n^^^ f",
           "\\x2d-- a\n --- b\n-- c\n\\x2b++ d\n\\x7e~~ e\n\\x5e^^ f");
    g_assert_true(sl_safe_log_begins_command("--- a", 0));
    g_assert_false(sl_safe_log_begins_command("--- a", 1));
    g_assert_true(sl_safe_log_begins_command("::a", 1));
}

/* All that sl_safe_log can do to a line's beginning has room. */
static void test_log_growth(void)
{
    GString *out = g_string_new(NULL);

    sl_safe_log(out, "::a");
    g_assert_cmpuint(out->len, ==, strlen("::a") + SL_SAFE_LOG_GROWTH);
    g_string_free(out, TRUE);
}

static void expect_complaint(const char *what, const char *message, const char *wanted)
{
    GString *out = g_string_new(NULL);

    sl_safe_complaint(out, "siplens-check", what, message);
    g_assert_cmpstr(out->str, ==, wanted);
    g_string_free(out, TRUE);
}

static void test_complaint(void)
{
    expect_complaint(NULL, "all is lost", "siplens-check: all is lost\n");
    expect_complaint("a\n::error::b", "##[x]\r",
                     "siplens-check: a\\x0a::error::b: #\\x23[x]\\x0d\n");
}

static void test_markup(void)
{
    expect(sl_safe_markup, "<a href='x'>\"&", "&lt;a href=&apos;x&apos;&gt;&quot;&amp;");
    expect(sl_safe_markup, "\x01]]>\ufffe\uffff", "\\x01]]&gt;\\u{fffe}\\u{ffff}");
    expect_behind(sl_safe_markup, "<p>", "##[x]", "#&#35;[x]");
    expect_behind(sl_safe_markup, "<p>", "a #1", "a #1");
    expect_behind(sl_safe_markup, "#", "#", "&#35;");
    expect_behind(sl_safe_markup, "x\n  ", " ::error::", " &#58;:error::");
    expect_behind(sl_safe_markup, "<p>", "::error::", "::error::");
}

static void test_markdown(void)
{
    expect(sl_safe_markdown, "ack_missing 192.0.2.1 (a-b)", "ack_missing 192.0.2.1 (a-b)");
    expect(sl_safe_markdown, "- x", "&#45; x");
    expect(sl_safe_markdown, "1. x", "1&#46; x");
    expect(sl_safe_markdown, "12) x (3)", "12&#41; x (3)");
    expect(sl_safe_markdown, "www.e.org", "www&#46;e&#46;org");
    expect(sl_safe_markdown, "_a_ `b` [c](d) |", "&#95;a&#95; &#96;b&#96; &#91;c&#93;(d) &#124;");
    expect(sl_safe_markdown, "##[x] ::y", "&#35;&#35;&#91;x&#93; &#58;&#58;y");
    expect(sl_safe_markdown, "/close a/b", "&#47;close a/b");
    expect(sl_safe_markdown, " /close", "&#32;&#47;close");
    expect(sl_safe_markdown, "    code  x", "&#32;   code  x");
}

static void test_markdown_mentions(void)
{
    expect(sl_safe_markdown, "@e #1 !2", "&#64;&#8288;e &#35;&#8288;1 &#33;&#8288;2");
    expect(sl_safe_markdown, "(@e,@f)", "(&#64;&#8288;e,&#64;&#8288;f)");
    expect(sl_safe_markdown, "忙@e", "忙&#64;&#8288;e");
    expect(sl_safe_markdown, "o/r#1 gh-2", "o/r&#35;&#8288;1 gh-&#8288;2");
    /* No mention, and to be copied as it is. */
    expect(sl_safe_markdown, "1f2@host.example", "1f2&#64;host&#46;example");
    expect(sl_safe_markdown, "a @ b # c", "a &#64; b &#35; c");
}

static void test_mermaid(void)
{
    expect(sl_safe_mermaid, "INVITE 邀请", "INVITE 邀请");
    expect(sl_safe_mermaid, "a;b#c", "a#59;b#35;c");
    expect(sl_safe_mermaid, "end ending End", "#101;nd ending #69;nd");
}

static void test_json(void)
{
    expect(sl_safe_json, "\"\\/这", "\\\"\\\\/这");
    expect(sl_safe_json, "\n\x7f\u202e", "\\u000a\\u007f\\u202e");
    expect(sl_safe_json, "\U000e0001", "\\udb40\\udc01");
    expect(sl_safe_json,
           "a\xff"
           "b",
           "a\\\\xffb");
    expect_behind(sl_safe_json, "\"", "##[x]#", "#\\u0023[x]#");
    expect(sl_safe_json, "<!--</script>&", "<!--</script>&");
}

static void test_script(void)
{
    expect(sl_safe_script, "<!--</script>&\"\u2028",
           "\\u003c!--\\u003c/script\\u003e\\u0026\\\"\\u2028");
}

static void test_sarif(void)
{
    expect(sl_safe_sarif, "a [b] (c)", "a [b] (c)");
    expect(sl_safe_sarif, "{0} [a](javascript:x)", "{{0}} [a]\u2060(javascript:x)");
    expect(sl_safe_sarif, "@e #1 a@b", "@\u2060e #\u20601 a@b");
    expect(sl_safe_sarif, "\u202e", "\\u{{202e}}");
}

static void test_uri(void)
{
    expect(sl_safe_uri, "a/b c.pcap", "a/b%20c.pcap");
    expect(sl_safe_uri, "/a#b", "file:///a%23b");
    expect(sl_safe_uri, "a:b", "./a%3Ab");
    expect(sl_safe_uri, "\xff", "%FF");
}

static void test_file_name(void)
{
    g_autofree char *text = g_strnfill(4000, 'x');
    GString *out = g_string_new(NULL);

    expect(sl_safe_file_name, "a-b_1.pcap", "a-b_1.pcap");
    expect(sl_safe_file_name, "../../etc/passwd", "_.._.._etc_passwd");
    expect(sl_safe_file_name, "-rf", "_-rf");
    expect(sl_safe_file_name, "", "_");
    expect(sl_safe_file_name, "a b:c\\d\n忙", "a_b_c_d____");
    expect(sl_safe_file_name, "a..", "a__");
    expect(sl_safe_file_name, "CON", "_CON");
    expect(sl_safe_file_name, "nul.txt", "_nul.txt");
    expect(sl_safe_file_name, "lpt1", "_lpt1");
    expect(sl_safe_file_name, "console", "console");
    sl_safe_file_name(out, text);
    g_assert_cmpuint(out->len, ==, SL_SAFE_FILE_NAME - 1);
    g_string_free(out, TRUE);
}

static const sl_safe_fn all[] = {
    sl_safe_terminal, sl_safe_log,    sl_safe_markup, sl_safe_markdown, sl_safe_mermaid,
    sl_safe_json,     sl_safe_script, sl_safe_sarif,  sl_safe_uri,      sl_safe_file_name,
};

static void test_long_values_are_cut(void)
{
    g_autofree char *text = g_strnfill(4000, 'x');
    GString *out = g_string_new(NULL);

    sl_safe_value(out, sl_safe_markup, text);
    g_assert_cmpint(g_utf8_strlen(out->str, -1), ==, SL_ESCAPE_CHARACTERS + 1);
    g_assert_true(g_str_has_suffix(out->str, "x…"));
    g_string_truncate(out, 0);
    text[SL_ESCAPE_CHARACTERS] = '\0';
    sl_safe_value(out, sl_safe_markup, text);
    g_assert_cmpstr(out->str, ==, text);
    g_string_free(out, TRUE);
}

static void test_nothing(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        expect(all[i], NULL, "");
        if (all[i] != sl_safe_file_name) {
            expect(all[i], "", "");
        }
    }
}

/* --- any text at all ------------------------------------------------------------------------- */

static const char *const pieces[] = {
    "#",        "##",         "##[",       "##vso[",   "##teamcity[",
    "::",       ":",          " ",         "\u3000",   "\u00a0",
    "\u2003",   "\n",         "\r",        "\t",       "\x1b[",
    "\xc2\x9b", "@",          "a",         "7",        "<",
    ">",        "\"",         "'",         "&",        "&#35;",
    "]]>",      "-->",        "</script>", "[x](y)",   "{0}",
    "\\",       "\u034f",     "\ufe0f",    "\u202e",   "\u200b",
    "忙",       "end",        ";",         "|",        "`",
    "---",      "+++",        "\xff",      "\xe6\x8c", "\xed\xa0\x80",
    "\ufffe",   "\U0001f600", "/",         "gh-1",     "e\u0301",
};

static char *random_text(GRand *random)
{
    GString *text = g_string_new(NULL);
    int count = g_rand_int_range(random, 0, 12);

    for (int i = 0; i < count; i++) {
        if (g_rand_int_range(random, 0, 4) == 0) {
            g_string_append_c(text, (char)g_rand_int_range(random, 1, 256));
        } else {
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        }
    }
    return g_string_free(text, FALSE);
}

/* What holds of the lines of any report. */
static void assert_harmless_in_a_log(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    g_assert_null(strstr(text, "##"));
    for (char **line = lines; *line; line++) {
        g_assert_false(g_regex_match_simple("^\\s*::", *line, G_REGEX_OPTIMIZE, 0));
        g_assert_true(sl_escape_is_clean(*line));
    }
}

/* Between literals like those of our reports, and one behind the other. */
static void test_any_text_is_harmless_in_a_log(void)
{
    static const sl_safe_fn values[] = {sl_safe_terminal, sl_safe_markup, sl_safe_markdown,
                                        sl_safe_mermaid,  sl_safe_json,   sl_safe_script};
    static const char *const literals[] = {"", "\n", "\n  ", ": ", "#"};
    int rounds = g_test_slow() ? 2000000 : 20000; /* -m slow */
    GRand *random = g_rand_new_with_seed(g_test_slow() ? g_random_int() : 1);

    for (int round = 0; round < rounds; round++) {
        sl_safe_fn safe = values[g_rand_int_range(random, 0, G_N_ELEMENTS(values))];
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GString) log = g_string_new(NULL);

        for (int i = 0; i < 3; i++) {
            g_autofree char *text = random_text(random);

            g_string_append(out,
                            literals[g_rand_int_range(random, 0, safe != sl_safe_mermaid ? 5 : 4)]);
            if (i && g_str_has_suffix(out->str, "##")) {
                g_string_truncate(out, out->len - 1);
            }
            if (safe == sl_safe_json || safe == sl_safe_script) {
                g_string_append_c(out, '"');
            }
            safe(out, text);
        }
        sl_safe_log(log, out->str);
        assert_harmless_in_a_log(log->str);
        if (safe != sl_safe_terminal) { /* without help */
            g_assert_cmpstr(log->str, ==, out->str);
        }
    }
    g_rand_free(random);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/safe/terminal", test_terminal);
    g_test_add_func("/safe/log/anywhere", test_log_commands_anywhere);
    g_test_add_func("/safe/log/beginning", test_log_commands_at_the_beginning);
    g_test_add_func("/safe/log/growth", test_log_growth);
    g_test_add_func("/safe/complaint", test_complaint);
    g_test_add_func("/safe/markup", test_markup);
    g_test_add_func("/safe/markdown", test_markdown);
    g_test_add_func("/safe/markdown/mentions", test_markdown_mentions);
    g_test_add_func("/safe/mermaid", test_mermaid);
    g_test_add_func("/safe/json", test_json);
    g_test_add_func("/safe/script", test_script);
    g_test_add_func("/safe/sarif", test_sarif);
    g_test_add_func("/safe/uri", test_uri);
    g_test_add_func("/safe/file-name", test_file_name);
    g_test_add_func("/safe/cut", test_long_values_are_cut);
    g_test_add_func("/safe/nothing", test_nothing);
    g_test_add_func("/safe/any", test_any_text_is_harmless_in_a_log);
    return g_test_run();
}
