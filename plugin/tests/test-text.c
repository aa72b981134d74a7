/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text on its way out: escaping, header parameters, sentences with values. */
#include <string.h>

#include "base/escape.h"
#include "base/lines.h"
#include "rules/finding.h"
#include "sip/header.h"

static void expect_escaped(const char *text, const char *expected)
{
    GString *out = g_string_new(NULL);

    sl_escape_append(out, text);
    g_assert_cmpstr(out->str, ==, expected);
    g_string_free(out, TRUE);
}

static void unsafe_characters_are_escaped(void)
{
    expect_escaped("a-b@example.com", "a-b@example.com");
    expect_escaped("振铃", "振铃");
    expect_escaped("a\r\nb", "a\\x0d\\x0ab");
    expect_escaped("\033[31m", "\\x1b[31m");
    expect_escaped("\xc2\x9b", "\\u{009b}");
    expect_escaped("\xe2\x80\xaegnp", "\\u{202e}gnp");
    expect_escaped("\xe2\x81\xa6", "\\u{2066}");
    expect_escaped("\xff\xfe", "\\xff\\xfe");
    expect_escaped("\xe6\x8c", "\\xe6\\x8c");
    expect_escaped(NULL, "");
    g_assert_true(sl_escape_is_clean("振铃 Ringing"));
    g_assert_false(sl_escape_is_clean("a\tb"));
    g_assert_false(sl_escape_is_clean("\xff"));
}

static void long_text_is_cut(void)
{
    char *text = g_strnfill(4000, 'x');
    GString *out = g_string_new(NULL);

    sl_escape_append(out, text);
    g_assert_cmpint(g_utf8_strlen(out->str, -1), ==, 97);
    g_assert_true(g_str_has_suffix(out->str, "x…"));
    g_string_free(out, TRUE);
    g_free(text);
}

/* LINES are what TEXT is cut into, one after the other, at ROOM bytes a line. */
static void expect_lines_of(unsigned columns, const char *text, size_t room,
                            const char *const *lines)
{
    for (; *text; lines++) {
        size_t length = sl_lines_first(text, room, columns, SL_LINES_SENTENCES);
        char *line = g_strndup(text, length);

        g_assert_cmpstr(line, ==, *lines);
        g_free(line);
        text += length;
    }
    g_assert_null(*lines);
}

static void expect_lines(const char *text, size_t room, const char *const *lines)
{
    expect_lines_of(1000, text, room, lines);
}

static void texts_are_cut_into_lines(void)
{
    expect_lines("Short.", 6, (const char *const[]){"Short.", NULL});
    expect_lines("One sentence. Another, longer one.", 24,
                 (const char *const[]){"One sentence. ", "Another, longer one.", NULL});
    expect_lines("One clause, then another", 20,
                 (const char *const[]){"One clause, ", "then another", NULL});
    expect_lines("RFC 3261 §17.1.1.2 word", 22,
                 (const char *const[]){"RFC 3261 §17.1.1.2 ", "word", NULL});
    expect_lines("先看这里。再看那里，", 18,
                 (const char *const[]){"先看这里。", "再看那里，", NULL});
    expect_lines_of(10, "先看这里。再看那里，", 1000,
                    (const char *const[]){"先看这里。", "再看那里，", NULL});
    expect_lines_of(13, "One clause, then another", 1000,
                    (const char *const[]){"One clause, ", "then another", NULL});
    /* Never a part of a character, never nothing. */
    expect_lines("振铃振铃", 7, (const char *const[]){"振铃", "振铃", NULL});
    expect_lines("振铃", 2, (const char *const[]){"振", "铃", NULL});
}

static void expect_parameter(const char *text, const char *name, const char *expected)
{
    size_t length = 0;
    const char *found = sl_header_parameter(text, name, &length);
    char *value = found ? g_strndup(found, length) : NULL;

    g_assert_cmpstr(value, ==, expected);
    g_free(value);
}

static void parameters_are_found(void)
{
    expect_parameter("<sip:a@example.com>;TAG=abc", "tag", "abc");
    expect_parameter("\"x;tag=no\" <sip:a;tag=no@example.com> ; Tag = abc ;q=1", "tag", "abc");
    expect_parameter("<sip:a@example.com;tag=no>", "tag", NULL);
    expect_parameter("sip:a@example.com;tags=no;tag=", "tag", "");
    expect_parameter("SIP/2.0/UDP a;BRANCH=z9hG4bK1,SIP/2.0/UDP b;branch=no", "branch", "z9hG4bK1");
    expect_parameter("SIP/2.0/UDP a,SIP/2.0/UDP b;branch=no", "branch", NULL);
    expect_parameter("\"unterminated;tag=no", "tag", NULL);
    expect_parameter("<sip:unterminated;tag=no", "tag", NULL);
    expect_parameter("\"a\\\";tag=no\";tag=yes", "tag", "yes");
    expect_parameter("", "tag", NULL);
    expect_parameter(";", "tag", NULL);
}

static void lists_and_media_types_are_read(void)
{
    g_assert_true(sl_header_has_token("100rel", "100rel"));
    g_assert_true(sl_header_has_token("timer , 100REL\t,replaces", "100rel"));
    g_assert_false(sl_header_has_token("100relx, x100rel", "100rel"));
    g_assert_false(sl_header_has_token("", "100rel"));
    g_assert_false(sl_header_has_token(",,", "100rel"));
    g_assert_true(sl_header_is_media_type("application/sdp", "application/sdp"));
    g_assert_true(sl_header_is_media_type(" Application/SDP;charset=utf-8", "application/sdp"));
    g_assert_false(sl_header_is_media_type("application/sdpx", "application/sdp"));
    g_assert_false(sl_header_is_media_type("", "application/sdp"));
}

static void expect_sentence(const char *template, enum sl_language language, const char *expected)
{
    static const struct sl_text text = SL_TEXT("标签", "tag");
    const struct sl_value values[] = {SL_NUMBER(7), SL_DURATION(INT64_C(32500000000)),
                                      SL_STRING("a\nb"), SL_STRING(NULL), SL_TEXT_VALUE(&text)};
    GString *out = g_string_new(NULL);

    sl_values_format(template, values, G_N_ELEMENTS(values), language, out);
    g_assert_cmpstr(out->str, ==, expected);
    g_string_free(out, TRUE);
}

static void sentences_get_their_values(void)
{
    expect_sentence("{0} and {1}", SL_EN, "7 and 32.500 s");
    expect_sentence("{2}", SL_EN, "a\\x0ab");
    expect_sentence("{3}{4}", SL_EN, "nonetag");
    expect_sentence("{3}{4}", SL_ZH, "无标签");
    expect_sentence("{9}{x}{", SL_EN, "{x}{");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/unsafe_characters_are_escaped", unsafe_characters_are_escaped);
    g_test_add_func("/text/long_text_is_cut", long_text_is_cut);
    g_test_add_func("/text/texts_are_cut_into_lines", texts_are_cut_into_lines);
    g_test_add_func("/text/parameters_are_found", parameters_are_found);
    g_test_add_func("/text/lists_and_media_types_are_read", lists_and_media_types_are_read);
    g_test_add_func("/text/sentences_get_their_values", sentences_get_their_values);
    return g_test_run();
}
