/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's rows over the built-in table of status codes. */
#include <glib.h>
#include <string.h>

#include "sip/catalogue.h"

static void add(struct sl_catalogue *c, unsigned code, const char *zh, const char *phrase,
                const char *explain)
{
    GError *error = NULL;

    g_assert_true(sl_catalogue_add(c, code, zh, phrase, explain, &error));
    g_assert_no_error(error);
}

/* Asserts that the row is refused with an error of CODE that has NAMED in it. */
static void refuse(struct sl_catalogue *c, unsigned status, const char *zh, const char *phrase,
                   const char *explain, enum sl_catalogue_error code, const char *named)
{
    GError *error = NULL;

    g_assert_false(sl_catalogue_check(status, zh, phrase, explain, NULL));
    g_assert_false(sl_catalogue_add(c, status, zh, phrase, explain, &error));
    g_assert_error(error, SL_CATALOGUE_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, named));
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    g_error_free(error);
    g_assert_false(sl_catalogue_add(c, status, zh, phrase, explain, NULL));
}

static void assert_built_in(const struct sl_catalogue *c, const struct sl_status *status)
{
    g_assert_cmpstr(sl_catalogue_phrase(c, status->code), ==, status->label.en);
    g_assert_cmpstr(sl_catalogue_zh(c, status->code), ==, status->label.zh);
    g_assert_cmpstr(sl_catalogue_reference(c, status->code), ==, status->reference);
    g_assert_true(sl_catalogue_is_documented(c, status->code) == status->documented);
    g_assert_true(sl_catalogue_is_known(c, status->code));
    for (unsigned m = 0; m <= SL_METHOD_OTHER; m++) {
        enum sl_method method = (enum sl_method)m;
        const struct sl_text *text = sl_status_explain(status->code, method);

        g_assert_cmpstr(sl_catalogue_explain(c, status->code, method, SL_ZH), ==, text->zh);
        g_assert_cmpstr(sl_catalogue_explain(c, status->code, method, SL_EN), ==, text->en);
    }
}

static void test_new_one_is_the_built_in_table(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    for (unsigned i = 0; i < sl_status_count(); i++) {
        assert_built_in(c, sl_status_at(i));
        assert_built_in(NULL, sl_status_at(i));
    }
    sl_catalogue_free(c);
    sl_catalogue_free(NULL);
}

static void test_unknown_codes(void)
{
    static const unsigned codes[] = {0,   99,  101,   299,         499,      699,
                                     700, 999, 65535, 65536 + 200, G_MAXUINT};
    struct sl_catalogue *c = sl_catalogue_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(codes); i++) {
        const struct sl_class *class = sl_status_class(codes[i]);
        const char *zh = sl_catalogue_explain(c, codes[i], SL_METHOD_INVITE, SL_ZH);
        const char *en = sl_catalogue_explain(c, codes[i], SL_METHOD_INVITE, SL_EN);

        g_assert_null(sl_catalogue_phrase(c, codes[i]));
        g_assert_null(sl_catalogue_zh(c, codes[i]));
        g_assert_null(sl_catalogue_reference(c, codes[i]));
        g_assert_false(sl_catalogue_is_documented(c, codes[i]));
        g_assert_false(sl_catalogue_is_known(c, codes[i]));
        g_assert_cmpstr(zh, ==, class ? class->unknown.zh : NULL);
        g_assert_cmpstr(en, ==, class ? class->unknown.en : NULL);
    }
    sl_catalogue_free(c);
}

static void test_user_adds_a_code(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    add(c, 499, "本网拒绝", "House Rule", "本网自定的状态码。");
    g_assert_true(sl_catalogue_is_known(c, 499));
    g_assert_false(sl_catalogue_is_documented(c, 499));
    g_assert_null(sl_catalogue_reference(c, 499));
    g_assert_cmpstr(sl_catalogue_zh(c, 499), ==, "本网拒绝");
    g_assert_cmpstr(sl_catalogue_phrase(c, 499), ==, "House Rule");
    for (unsigned m = 0; m <= SL_METHOD_OTHER; m++) {
        enum sl_method method = (enum sl_method)m;

        g_assert_cmpstr(sl_catalogue_explain(c, 499, method, SL_ZH), ==, "本网自定的状态码。");
        g_assert_cmpstr(sl_catalogue_explain(c, 499, method, SL_EN), ==, "本网自定的状态码。");
    }
    g_assert_false(sl_catalogue_is_known(c, 498));
    g_assert_false(sl_catalogue_is_known(c, 500 - 2));
    assert_built_in(c, sl_status_find(500));
    sl_catalogue_free(c);
}

static void test_user_adds_a_bare_code(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    add(c, 100, NULL, NULL, NULL);
    add(c, 299, "", "", "");
    add(c, 699, NULL, "", NULL);
    assert_built_in(c, sl_status_find(100));
    g_assert_true(sl_catalogue_is_known(c, 299));
    g_assert_true(sl_catalogue_is_known(c, 699));
    g_assert_null(sl_catalogue_zh(c, 299));
    g_assert_null(sl_catalogue_phrase(c, 299));
    g_assert_cmpstr(sl_catalogue_explain(c, 299, SL_METHOD_BYE, SL_EN), ==,
                    sl_status_class(299)->unknown.en);
    sl_catalogue_free(c);
}

static void test_user_replaces_single_texts(void)
{
    const struct sl_status *busy = sl_status_find(486);
    struct sl_catalogue *c = sl_catalogue_new();

    add(c, 486, "被叫忙", "", NULL);
    g_assert_cmpstr(sl_catalogue_zh(c, 486), ==, "被叫忙");
    g_assert_cmpstr(sl_catalogue_phrase(c, 486), ==, busy->label.en);
    g_assert_cmpstr(sl_catalogue_explain(c, 486, SL_METHOD_OTHER, SL_EN), ==, busy->explain.en);
    g_assert_cmpstr(sl_catalogue_reference(c, 486), ==, busy->reference);
    g_assert_true(sl_catalogue_is_documented(c, 486));

    add(c, 486, NULL, "Engaged", "Call again.");
    g_assert_cmpstr(sl_catalogue_zh(c, 486), ==, "被叫忙");
    g_assert_cmpstr(sl_catalogue_phrase(c, 486), ==, "Engaged");
    g_assert_cmpstr(sl_catalogue_explain(c, 486, SL_METHOD_INVITE, SL_ZH), ==, "Call again.");

    add(c, 486, "忙", NULL, NULL);
    g_assert_cmpstr(sl_catalogue_zh(c, 486), ==, "忙");
    g_assert_cmpstr(sl_catalogue_phrase(c, 486), ==, "Engaged");

    add(c, 486, sl_catalogue_zh(c, 486), sl_catalogue_phrase(c, 486), NULL);
    g_assert_cmpstr(sl_catalogue_zh(c, 486), ==, "忙");
    assert_built_in(c, sl_status_find(485));
    assert_built_in(c, sl_status_find(487));
    sl_catalogue_free(c);
}

static void test_texts_are_copied(void)
{
    struct sl_catalogue *c = sl_catalogue_new();
    char text[] = "before";

    add(c, 298, text, text, text);
    memcpy(text, "after!", sizeof(text));
    g_assert_cmpstr(sl_catalogue_zh(c, 298), ==, "before");
    g_assert_cmpstr(sl_catalogue_phrase(c, 298), ==, "before");
    g_assert_cmpstr(sl_catalogue_explain(c, 298, SL_METHOD_INVITE, SL_EN), ==, "before");
    sl_catalogue_free(c);
}

static void test_catalogues_are_apart(void)
{
    struct sl_catalogue *one = sl_catalogue_new();
    struct sl_catalogue *two = sl_catalogue_new();

    add(one, 200, "好", "Fine", "Fine.");
    assert_built_in(two, sl_status_find(200));
    assert_built_in(NULL, sl_status_find(200));
    sl_catalogue_free(one);
    sl_catalogue_free(two);
}

static void test_wrong_codes_are_refused(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    refuse(c, 0, "零", "Zero", "", SL_CATALOGUE_ERROR_CODE, "status code 0 ");
    refuse(c, 99, "零", "Zero", "", SL_CATALOGUE_ERROR_CODE, "status code 99 ");
    refuse(c, 700, "七", "Seven", "", SL_CATALOGUE_ERROR_CODE, "status code 700 ");
    refuse(c, 65535, "七", "Seven", "", SL_CATALOGUE_ERROR_CODE, "status code 65535 ");
    refuse(c, G_MAXUINT, "七", "Seven", "", SL_CATALOGUE_ERROR_CODE, "status code 4294967295 ");
    add(c, 100, "好", "", "");
    add(c, 699, "好", "", "");
    g_assert_true(sl_catalogue_check(100, "好", "", NULL, NULL));
    sl_catalogue_free(c);
}

static void test_unsafe_texts_are_refused(void)
{
    static const struct {
        const char *text;
        const char *shown;
    } unsafe[] = {
        {"Not\xffUTF-8", "is not valid UTF-8: \"Not\\xffUTF-8\""},
        {"cut \xe5\xbf", "is not valid UTF-8"},
        {"over\xc0\xafong", "is not valid UTF-8"},
        {"red \x1b[31m", "invisible character: \"red \\x1b[31m\""},
        {"two\nlines", "\\x0a"},
        {"a\tb", "\\x09"},
        {"delete\x7f", "\\x7f"},
        {"c1 \xc2\x9b", "\\u{009b}"},
        {"left \xe2\x80\xae right", "\\u{202e}"},
        {"isolate \xe2\x81\xa6", "\\u{2066}"},
        {"mark \xe2\x80\x8f", "\\u{200f}"},
        {"arabic mark \xd8\x9c", "\\u{061c}"},
        {"line \xe2\x80\xa8", "\\u{2028}"},
    };
    struct sl_catalogue *c = sl_catalogue_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(unsafe); i++) {
        const char *text = unsafe[i].text;

        refuse(c, 299, text, "Fine", "Fine.", SL_CATALOGUE_ERROR_TEXT, unsafe[i].shown);
        refuse(c, 299, "好", text, "Fine.", SL_CATALOGUE_ERROR_TEXT, unsafe[i].shown);
        refuse(c, 299, "好", "Fine", text, SL_CATALOGUE_ERROR_TEXT, unsafe[i].shown);
    }
    refuse(c, 299, "\n", "", "", SL_CATALOGUE_ERROR_TEXT, "the Chinese label of status code 299 ");
    refuse(c, 299, "", "\n", "", SL_CATALOGUE_ERROR_TEXT, "the phrase of status code 299 ");
    refuse(c, 299, "", "", "\n", SL_CATALOGUE_ERROR_TEXT, "the explanation of status code 299 ");
    g_assert_false(sl_catalogue_is_known(c, 299));
    sl_catalogue_free(c);
}

static void test_refused_row_changes_nothing(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    add(c, 486, "被叫忙", "Engaged", "Call again.");
    refuse(c, 486, "忙", "Busy", "bad\n", SL_CATALOGUE_ERROR_TEXT, "explanation");
    g_assert_cmpstr(sl_catalogue_zh(c, 486), ==, "被叫忙");
    g_assert_cmpstr(sl_catalogue_phrase(c, 486), ==, "Engaged");
    g_assert_cmpstr(sl_catalogue_explain(c, 486, SL_METHOD_INVITE, SL_ZH), ==, "Call again.");
    sl_catalogue_free(c);
}

static void test_users_script_is_free(void)
{
    struct sl_catalogue *c = sl_catalogue_new();

    add(c, 480, "\xd0\xbd\xd0\xb5\xd1\x82", "\xc3\xa9t\xc3\xa9", "\xed\x95\x9c\xea\xb8\x80 <b>&\"");
    g_assert_cmpstr(sl_catalogue_zh(c, 480), ==, "нет");
    g_assert_cmpstr(sl_catalogue_phrase(c, 480), ==, "été");
    g_assert_cmpstr(sl_catalogue_explain(c, 480, SL_METHOD_INVITE, SL_EN), ==, "한글 <b>&\"");
    sl_catalogue_free(c);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/catalogue/new_one_is_the_built_in_table", test_new_one_is_the_built_in_table);
    g_test_add_func("/catalogue/unknown_codes", test_unknown_codes);
    g_test_add_func("/catalogue/user_adds_a_code", test_user_adds_a_code);
    g_test_add_func("/catalogue/user_adds_a_bare_code", test_user_adds_a_bare_code);
    g_test_add_func("/catalogue/user_replaces_single_texts", test_user_replaces_single_texts);
    g_test_add_func("/catalogue/texts_are_copied", test_texts_are_copied);
    g_test_add_func("/catalogue/catalogues_are_apart", test_catalogues_are_apart);
    g_test_add_func("/catalogue/wrong_codes_are_refused", test_wrong_codes_are_refused);
    g_test_add_func("/catalogue/unsafe_texts_are_refused", test_unsafe_texts_are_refused);
    g_test_add_func("/catalogue/refused_row_changes_nothing", test_refused_row_changes_nothing);
    g_test_add_func("/catalogue/users_script_is_free", test_users_script_is_free);
    return g_test_run();
}
