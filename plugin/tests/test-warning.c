/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and explaining the Warning and Retry-After header fields. */
#include <glib.h>
#include <string.h>

#include "prose.h"
#include "sip/retry-after.h"
#include "sip/warning.h"

static struct sl_arena *arena;

/* --- Warning --------------------------------------------------------------------------------- */

static void assert_next(const char **value, unsigned code, const char *agent, const char *text)
{
    struct sl_warning warning;

    g_assert_true(sl_warning_next(arena, value, &warning));
    g_assert_cmpuint(warning.code, ==, code);
    g_assert_cmpstr(warning.agent, ==, agent);
    g_assert_cmpstr(warning.text, ==, text);
}

static void assert_end(const char **value)
{
    struct sl_warning warning;

    g_assert_false(sl_warning_next(arena, value, &warning));
    g_assert_cmpstr(*value, ==, "");
    g_assert_false(sl_warning_next(arena, value, &warning));
}

static void test_values_are_split(void)
{
    const char *value = "307 isi.edu \"Session parameter 'foo', not \\\"understood\\\"\", "
                        "301 [2001:db8::1]:5060 \"IPv6\"";

    assert_next(&value, 307, "isi.edu", "Session parameter 'foo', not \"understood\"");
    assert_next(&value, 301, "[2001:db8::1]:5060", "IPv6");
    assert_end(&value);

    value = "399 \"no agent\",370 host, 304, 305 host no quotes , 100 a \"b\",999 c \"d";
    assert_next(&value, 399, NULL, "no agent");
    assert_next(&value, 370, "host", NULL);
    assert_next(&value, 304, NULL, NULL);
    assert_next(&value, 305, "host", "no quotes");
    assert_next(&value, 100, "a", "b");
    assert_next(&value, 999, "c", "d");
    assert_end(&value);
}

static void test_other_numbers_are_no_codes(void)
{
    const char *value = "99 a \"x\", 1000 a \"x\", 099 a \"x\", 3x5 a \"x\", abc, , -30, 3, 300";

    assert_next(&value, 300, NULL, NULL);
    assert_end(&value);
    value = "";
    assert_end(&value);
}

static void test_damaged_values_do_no_harm(void)
{
    static const char text[] = "307 isi.edu \"a \\\"b\r\n c\", 370 h:5060 \"d\"";
    static const char odd[] = {'\0', '\r', '\n', ' ', '"', '<', '>',   ';',
                               ',',  '=',  '\\', '(', ')', '9', '\x80'};

    for (size_t i = 0; i < strlen(text); i++) {
        for (size_t k = 0; k < sizeof odd; k++) {
            char *copy = g_strdup(text); /* on the heap: ASan sees the end */
            const char *value = copy;
            struct sl_warning warning;
            struct sl_retry_after retry;
            unsigned count = 0;

            copy[i] = odd[k];
            sl_retry_after_read(arena, copy, &retry);
            while (sl_warning_next(arena, &value, &warning)) {
                count++;
                g_assert_cmpuint(count, <=, 3);
            }
            g_free(copy);
        }
    }
}

static void test_codes_are_the_registered_ones(void)
{
    static const uint16_t registered[] = {300, 301, 302, 303, 304, 305, 306,
                                          307, 330, 331, 370, 380, 381, 399};

    g_assert_cmpuint(sl_warn_code_count(), ==, G_N_ELEMENTS(registered));
    for (unsigned i = 0; i < G_N_ELEMENTS(registered); i++) {
        const struct sl_warn_code *code = sl_warn_code_at(i);

        g_assert_cmpuint(code->code, ==, registered[i]);
        g_assert_true(sl_warn_code_find(code->code) == code);
        g_assert_true(sl_warn_code_explain(code->code) == &code->text);
        prose_assert(&code->text);
        g_assert_true(g_str_has_prefix(code->text.zh, code->label.zh));
        g_assert_true(g_str_has_prefix(code->text.en, code->label.en));
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&code->text, &sl_warn_code_at(j)->text);
        }
    }
}

static void test_others_are_those_of_their_range(void)
{
    const struct sl_text *nobody = sl_warn_code_explain(200);

    for (unsigned code = 0; code < 1200; code++) {
        prose_assert(sl_warn_code_explain(code));
    }
    g_assert_true(sl_warn_code_explain(308) == sl_warn_code_explain(329));
    g_assert_true(sl_warn_code_explain(332) == sl_warn_code_explain(339));
    g_assert_true(sl_warn_code_explain(371) == sl_warn_code_explain(379));
    g_assert_true(sl_warn_code_explain(390) == sl_warn_code_explain(392));
    g_assert_true(sl_warn_code_explain(329) != sl_warn_code_explain(332));
    g_assert_true(sl_warn_code_explain(340) == nobody);
    g_assert_true(sl_warn_code_explain(299) == nobody);
    g_assert_true(sl_warn_code_explain(369) == nobody);
    g_assert_true(sl_warn_code_explain(389) == nobody);
    g_assert_true(sl_warn_code_explain(400) == nobody);
}

/* --- Retry-After ----------------------------------------------------------------------------- */

static void assert_retry(const char *value, uint32_t seconds, const char *comment, int64_t duration)
{
    struct sl_retry_after retry;

    g_assert_true(sl_retry_after_read(arena, value, &retry));
    g_assert_cmpuint(retry.seconds, ==, seconds);
    g_assert_cmpstr(retry.comment, ==, comment);
    g_assert_cmpint(retry.has_duration ? (int64_t)retry.duration_s : -1, ==, duration);
}

static void test_retry_after_is_read(void)
{
    struct sl_retry_after retry;

    assert_retry("120", 120, NULL, -1);
    assert_retry(" 18000;duration=3600", 18000, NULL, 3600);
    assert_retry("120 (I'm in a meeting)", 120, "I'm in a meeting", -1);
    assert_retry("5(a (nested; duration=1) \\) b) ; Duration = 7", 5,
                 "a (nested; duration=1) \\) b", 7);
    assert_retry("0", 0, NULL, -1);
    assert_retry("4294967295;duration=4294967296", UINT32_MAX, NULL, -1);
    assert_retry("1 (", 1, "", -1);
    assert_retry("1 ()", 1, "", -1);
    assert_retry("1 (open", 1, "open", -1);
    assert_retry("1 (\\", 1, "\\", -1);
    assert_retry("1 (\\)", 1, "\\)", -1);
    assert_retry("1 x", 1, NULL, -1);
    g_assert_false(sl_retry_after_read(arena, "", &retry));
    g_assert_false(sl_retry_after_read(arena, "soon", &retry));
    g_assert_false(sl_retry_after_read(arena, "-1", &retry));
    g_assert_false(sl_retry_after_read(arena, "4294967296", &retry));
}

static void assert_described(const struct sl_retry_after *retry, const char *zh, const char *en)
{
    GString *out = g_string_new(NULL);

    sl_retry_after_describe(retry, SL_ZH, out);
    g_assert_nonnull(strstr(out->str, zh));
    g_string_truncate(out, 0);
    sl_retry_after_describe(retry, SL_EN, out);
    g_assert_nonnull(strstr(out->str, en));
    g_assert_true(g_str_has_suffix(out->str, "."));
    g_string_free(out, TRUE);
}

static void test_retry_after_is_explained(void)
{
    assert_described(&(struct sl_retry_after){.seconds = 120}, "120秒后", "within 120 s");
    assert_described(&(struct sl_retry_after){.seconds = 0}, "马上", "at once");
    assert_described(
        &(struct sl_retry_after){.seconds = 1, .has_duration = true, .duration_s = 3600},
        "时长为3600秒", "for 3600 s");
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    arena = sl_arena_new();
    g_test_add_func("/warning/values_are_split", test_values_are_split);
    g_test_add_func("/warning/other_numbers_are_no_codes", test_other_numbers_are_no_codes);
    g_test_add_func("/warning/damaged_values_do_no_harm", test_damaged_values_do_no_harm);
    g_test_add_func("/warning/codes_are_the_registered_ones", test_codes_are_the_registered_ones);
    g_test_add_func("/warning/others_are_those_of_their_range",
                    test_others_are_those_of_their_range);
    g_test_add_func("/warning/retry_after_is_read", test_retry_after_is_read);
    g_test_add_func("/warning/retry_after_is_explained", test_retry_after_is_explained);
    status = g_test_run();
    sl_arena_free(arena);
    return status;
}
