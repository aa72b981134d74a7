/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prose.h"

#include <glib.h>
#include <string.h>

static void assert_chinese(const char *text)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true(g_str_has_suffix(text, "。"));
    g_assert_null(strstr(text, "响应")); /* 应答 */
    g_assert_true(g_regex_match_simple("(\\p{Han}.*){4}", text, 0, 0));
    /* Half-width punctuation beside a Chinese character is a slip. */
    g_assert_false(g_regex_match_simple("\\p{Han}[,.;:!?() ]|[,;:!?() ]\\p{Han}", text, 0, 0));
}

static void assert_english(const char *text)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true(g_ascii_isupper(*text) || g_ascii_isdigit(*text));
    g_assert_true(g_str_has_suffix(text, "."));
    g_assert_null(strstr(text, "  "));
    g_assert_true(g_regex_match_simple("^[ -~§]{15,}$", text, 0, 0));
}

void prose_assert(const struct sl_text *text)
{
    g_assert_nonnull(text);
    g_assert_nonnull(text->zh);
    assert_chinese(text->zh);
    assert_english(text->en);
}

void prose_assert_differ(const struct sl_text *a, const struct sl_text *b)
{
    g_assert_cmpstr(a->zh, !=, b->zh);
    g_assert_cmpstr(a->en, !=, b->en);
}
