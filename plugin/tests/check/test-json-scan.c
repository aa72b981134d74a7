/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "read/json-scan.h"

/* TEXT without the NUL behind it, in memory of just its size, so that a sanitizer sees more read.
 */
static bool is_json(const char *text, size_t length)
{
    char *exact = g_memdup2(text, length);
    bool is = sl_json_scan(exact ? exact : "", length);

    g_free(exact);
    return is;
}

static void test_json_is_taken(void)
{
    static const char *const texts[] = {"null",
                                        "true",
                                        "false",
                                        " \t\r\n0 ",
                                        "-0",
                                        "-1.5e-7",
                                        "1E+2",
                                        "\"\"",
                                        "[]",
                                        "{}",
                                        "[1, \"a\", null, [], {}]",
                                        "{\"a\": {\"b\": [true]}, \"c\": 1}",
                                        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\"",
                                        "\"抓包 /* no comment */ // \"",
                                        "1e999999",
                                        "123456789012345678901234567890"};

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_true(is_json(texts[i], strlen(texts[i])));
    }
}

/* What json-glib and others take all the same. */
static void test_what_only_looks_like_json_is_refused(void)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "nul",
                                        "nulL",
                                        "tru",
                                        "True",
                                        "NaN",
                                        "Infinity",
                                        "-",
                                        "+1",
                                        "01",
                                        "-01",
                                        "1.",
                                        ".5",
                                        "1e",
                                        "1e+",
                                        "0x10",
                                        "1 2",
                                        "1,",
                                        "'a'",
                                        "\"a",
                                        "\"\\x\"",
                                        "\"\\u12g4\"",
                                        "\"\\u12\"",
                                        "\"\\ud800\"",
                                        "\"\\ud800\\u0041\"",
                                        "\"\\udc00\"",
                                        "\"\\u0000\"",
                                        "\"a\nb\"",
                                        "\"a\tb\"",
                                        "\"a\x1f\"",
                                        "[",
                                        "]",
                                        "[1",
                                        "[1,",
                                        "[1,]",
                                        "[,1]",
                                        "[1 2]",
                                        "[1}",
                                        "{",
                                        "}",
                                        "{]",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "{,}",
                                        "{a:1}",
                                        "{'a':1}",
                                        "{\"a\":1 \"b\":2}",
                                        "{\"a\" 1}",
                                        "{1:2}",
                                        "/**/1",
                                        "1/**/",
                                        "[/*\"*/1]",
                                        "// \n1",
                                        "1 // ",
                                        "# \n1",
                                        "{\"a\":1}{}",
                                        "\xef\xbb\xbf"
                                        "1",
                                        "\xa0"
                                        "1",
                                        "\"\xff\"",
                                        "\"\xc0\xaf\"",
                                        "\"\xed\xa0\x80\"",
                                        "\"\xf4\x90\x80\x80\"",
                                        "\"\xe6\x8a\"",
                                        "\v1",
                                        "\f1"};

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%u: %s", i, texts[i]);
        g_assert_false(is_json(texts[i], strlen(texts[i])));
    }
    g_assert_false(is_json("1\0", 2));
    g_assert_false(is_json("\"a\0b\"", 5));
    g_assert_false(is_json("[1,\0"
                           "2]",
                           6));
}

/* --- limits ---------------------------------------------------------------------------------- */

/* COUNT times OPEN, the middle, and COUNT times CLOSE. */
static bool is_nest(unsigned count, const char *open, const char *close)
{
    GString *text = g_string_new(NULL);
    bool is;

    for (unsigned i = 0; i < count; i++) {
        g_string_append(text, open);
    }
    g_string_append(text, "1");
    for (unsigned i = 0; i < count; i++) {
        g_string_append(text, close);
    }
    is = is_json(text->str, text->len);
    g_string_free(text, TRUE);
    return is;
}

static void test_depth(void)
{
    g_assert_true(is_nest(SL_SCAN_DEEPEST, "[", "]"));
    g_assert_false(is_nest(SL_SCAN_DEEPEST + 1, "[", "]"));
    g_assert_true(is_nest(SL_SCAN_DEEPEST, "{\"a\":", "}"));
    g_assert_false(is_nest(SL_SCAN_DEEPEST + 1, "{\"a\":", "}"));
    g_assert_false(is_nest(1000000, "[", "]"));
    g_assert_false(is_nest(1000000, "/*\"*/[", "]"));
}

static bool is_object_of(unsigned members)
{
    GString *text = g_string_new("{");
    bool is;

    for (unsigned i = 0; i < members; i++) {
        g_string_append_printf(text, "%s\"%u\":[]", i ? "," : "", i);
    }
    g_string_append(text, "}");
    is = is_json(text->str, text->len);
    g_string_free(text, TRUE);
    return is;
}

static void test_members(void)
{
    g_assert_true(is_object_of(SL_SCAN_MEMBERS));
    g_assert_false(is_object_of(SL_SCAN_MEMBERS + 1));
}

/* --- values ---------------------------------------------------------------------------------- */

static struct sl_scan *begin(const char *text)
{
    struct sl_scan *scan = sl_scan_new();

    sl_scan_begin(scan, text, strlen(text));
    return scan;
}

static void test_strings(void)
{
    struct sl_scan *scan = begin("[\"\", \"a\\\"\\u62b1\\n\\ud83d\\ude00\"]");

    sl_scan_enter(scan, SL_SCAN_ARRAY);
    g_assert_true(sl_scan_next(scan));
    g_assert_cmpstr(sl_scan_string(scan), ==, "");
    g_assert_true(sl_scan_next(scan));
    g_assert_cmpstr(sl_scan_string(scan), ==, "a\"抱\n😀");
    g_assert_false(sl_scan_next(scan));
    g_assert_true(sl_scan_end(scan));
    sl_scan_free(scan);
}

static void expect_integer(const char *text, bool is_one, int64_t wanted)
{
    struct sl_scan *scan = begin(text);
    int64_t number = 0;

    g_test_message("%s", text);
    g_assert_true(sl_scan_integer(scan, &number) == is_one);
    g_assert_true(sl_scan_end(scan) == is_one);
    g_assert_cmpint(is_one ? number : wanted, ==, wanted);
    sl_scan_free(scan);
}

static void test_integers(void)
{
    expect_integer("0", true, 0);
    expect_integer("-5", true, -5);
    expect_integer("5.0", true, 5);
    expect_integer("50e-1", true, 5);
    expect_integer("0.5e1", true, 5);
    expect_integer("0.05E+2", true, 5);
    expect_integer("0e999999999999999999999", true, 0);
    expect_integer("9007199254740992", true, INT64_C(9007199254740992));
    expect_integer("-9007199254740992.000", true, -INT64_C(9007199254740992));
    expect_integer("9007199254740993", false, 0);
    expect_integer("9007199254740993.0", false, 0);
    expect_integer("-9007199254740993", false, 0);
    expect_integer("9007199254740992.1", false, 0);
    expect_integer("18446744073709551616", false, 0);
    expect_integer("1e16", false, 0);
    expect_integer("1e999999999999999999999", false, 0);
    expect_integer("1e-1", false, 0);
    expect_integer("1e-999999999999999999999", false, 0);
    expect_integer("5.5", false, 0);
    expect_integer("\"5\"", false, 0);
    expect_integer("null", false, 0);
    expect_integer("true", false, 0);
}

static void expect_seconds(const char *text, bool is_one, int64_t wanted)
{
    struct sl_scan *scan = begin(text);
    int64_t ns = 0;

    g_test_message("%s", text);
    g_assert_true(sl_scan_seconds(scan, &ns) == is_one);
    g_assert_cmpint(is_one ? ns : wanted, ==, wanted);
    sl_scan_free(scan);
}

/* Exactly: a double would be wrong from 104 days on. */
static void test_seconds(void)
{
    expect_seconds("0", true, 0);
    expect_seconds("0.000000001", true, 1);
    expect_seconds("-0.5", true, -500000000);
    expect_seconds("315360000.123456789", true, INT64_C(315360000123456789));
    expect_seconds("1.5e3", true, INT64_C(1500000000000));
    expect_seconds("0.0000000019", true, 1);
    expect_seconds("9223372036.854775807", true, INT64_MAX);
    expect_seconds("-9223372036.854775807", true, -INT64_MAX);
    expect_seconds("9223372036.854775808", false, 0);
    expect_seconds("1e99", false, 0);
    expect_seconds("\"1\"", false, 0);
}

static void test_the_first_fault_stays(void)
{
    struct sl_scan *scan = begin("[1, x, \"\xff\"]");
    int64_t number;

    g_assert_cmpstr(scan->fault, ==, "a byte that is no UTF-8");
    g_assert_cmpuint(sl_scan_column(scan), ==, 9);
    g_assert_false(sl_scan_enter(scan, SL_SCAN_ARRAY));
    g_assert_false(sl_scan_next(scan));
    g_assert_null(sl_scan_name(scan));
    g_assert_false(sl_scan_integer(scan, &number));
    g_assert_false(sl_scan_skip(scan));
    g_assert_false(sl_scan_end(scan));
    g_assert_cmpstr(scan->fault, ==, "a byte that is no UTF-8");
    g_assert_cmpuint(sl_scan_column(scan), ==, 9);
    sl_scan_free(scan);
}

static void test_what_is_skipped_is_checked(void)
{
    struct sl_scan *scan = begin("{\"a\": [1, {\"b\": [2]}], \"c\": 3}");
    int64_t number = 0;

    sl_scan_enter(scan, SL_SCAN_OBJECT);
    g_assert_true(sl_scan_next(scan));
    g_assert_cmpstr(sl_scan_name(scan), ==, "a");
    g_assert_true(sl_scan_skip(scan));
    g_assert_true(sl_scan_next(scan));
    g_assert_cmpstr(sl_scan_name(scan), ==, "c");
    g_assert_true(sl_scan_integer(scan, &number));
    g_assert_cmpint(number, ==, 3);
    g_assert_false(sl_scan_next(scan));
    g_assert_true(sl_scan_end(scan));
    sl_scan_free(scan);
}

/* --- random texts ---------------------------------------------------------------------------- */

static void append_random(GRand *random, GString *out, unsigned depth)
{
    static const char *const leaves[] = {"null", "true",          "-12.5e+3", "0",
                                         "\"\"", "\"\\u00e9抓\"", "[]",       "{}"};
    unsigned count = (unsigned)g_rand_int_range(random, 0, 4);
    bool is_object = g_rand_boolean(random);

    if (depth == 0 || count == 0) {
        g_string_append(out, leaves[g_rand_int_range(random, 0, G_N_ELEMENTS(leaves))]);
        return;
    }
    g_string_append_c(out, is_object ? '{' : '[');
    for (unsigned i = 0; i < count; i++) {
        g_string_append(out, i ? " ," : "");
        if (is_object) {
            g_string_append_printf(out, "\"k%u\":", i);
        }
        append_random(random, out, depth - 1);
    }
    g_string_append_c(out, is_object ? '}' : ']');
}

/* Any JSON within the limits is taken; without its last byte, or with a bracket more, none is. */
static void test_random_json(void)
{
    GRand *random = g_rand_new_with_seed(1);
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < 20000; i++) {
        g_string_assign(text, "[");
        append_random(random, text, 6);
        g_string_append(text, "]");
        g_assert_true(is_json(text->str, text->len));
        g_assert_false(is_json(text->str, text->len - 1));
        g_string_append(text, "]");
        g_assert_false(is_json(text->str, text->len));
    }
    g_string_free(text, TRUE);
    g_rand_free(random);
}

/* Whatever the bytes: an answer, and nothing read beyond them (a sanitizer sees it). */
static void test_random_bytes(void)
{
    static const char signs[] = "{}[]\",:\\u0123456789dDeE+-.truefalsn /*'\n\t\x01\xe6\x8a\x93\xff";
    GRand *random = g_rand_new_with_seed(2);
    GString *text = g_string_new(NULL);
    unsigned taken = 0;

    for (unsigned i = 0; i < 200000; i++) {
        g_string_truncate(text, 0);
        for (int left = g_rand_int_range(random, 0, 24); left > 0; left--) {
            g_string_append_c(text, signs[g_rand_int_range(random, 0, sizeof signs)]);
        }
        taken += is_json(text->str, text->len);
    }
    g_assert_cmpuint(taken, >, 0); /* digits, at least */
    g_string_free(text, TRUE);
    g_rand_free(random);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json-scan/taken", test_json_is_taken);
    g_test_add_func("/json-scan/refused", test_what_only_looks_like_json_is_refused);
    g_test_add_func("/json-scan/depth", test_depth);
    g_test_add_func("/json-scan/members", test_members);
    g_test_add_func("/json-scan/strings", test_strings);
    g_test_add_func("/json-scan/integers", test_integers);
    g_test_add_func("/json-scan/seconds", test_seconds);
    g_test_add_func("/json-scan/first-fault", test_the_first_fault_stays);
    g_test_add_func("/json-scan/skip", test_what_is_skipped_is_checked);
    g_test_add_func("/json-scan/random-json", test_random_json);
    g_test_add_func("/json-scan/random-bytes", test_random_bytes);
    return g_test_run();
}
