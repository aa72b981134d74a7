/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The built-in table of status codes against the registered list, and its texts. */
#include <glib.h>
#include <string.h>

#include "base/unconst.h"
#include "prose.h"
#include "sip/status.h"

enum column { CODE, CLASS, PHRASE, ZH, DOCUMENTED, REFERENCE, COLUMNS };

/* The rows of a file of test data without its heading; each is a strv. */
static GPtrArray *read_rows(const char *name, unsigned columns)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    GError *error = NULL;
    char *path, *text, **lines;

#ifdef SL_TEST_DATA_DIR
    path = g_build_filename(SL_TEST_DATA_DIR, name, NULL);
#else
    path = g_test_build_filename(G_TEST_DIST, "data", name, NULL);
#endif
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 1; lines[i] && *lines[i]; i++) {
        char **row = g_strsplit(lines[i], "\t", -1);

        g_assert_cmpuint(g_strv_length(row), ==, columns);
        g_ptr_array_add(rows, row);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return rows;
}

static GPtrArray *read_registered(void)
{
    return read_rows("registered-status-codes.tsv", COLUMNS);
}

static void test_table_is_the_registered_list(void)
{
    GPtrArray *rows = read_registered();

    g_assert_cmpuint(rows->len, ==, 75);
    g_assert_cmpuint(sl_status_count(), ==, rows->len);
    for (unsigned i = 0; i < rows->len; i++) {
        char **row = rows->pdata[i];
        const struct sl_status *status = sl_status_at(i);

        g_assert_cmpuint(status->code, ==, g_ascii_strtoull(row[CODE], NULL, 10));
        g_assert_cmpstr(status->label.en, ==, row[PHRASE]);
        g_assert_cmpstr(status->label.zh, ==, row[ZH]);
        g_assert_cmpstr(status->reference, ==, row[REFERENCE]);
        g_assert_cmpstr(status->documented ? "yes" : "no", ==, row[DOCUMENTED]);
        g_assert_cmpuint(sl_status_class(status->code)->number, ==,
                         g_ascii_strtoull(row[CLASS], NULL, 10));
    }
    g_ptr_array_unref(rows);
}

static void test_table_ascends(void)
{
    for (unsigned i = 1; i < sl_status_count(); i++) {
        g_assert_cmpuint(sl_status_at(i - 1)->code, <, sl_status_at(i)->code);
    }
}

static void test_find_knows_registered_codes_only(void)
{
    unsigned next = 0;

    for (unsigned code = 0; code <= 1000; code++) {
        const struct sl_status *expected = NULL;

        if (next < sl_status_count() && sl_status_at(next)->code == code) {
            expected = sl_status_at(next++);
        }
        g_assert_true(sl_status_find(code) == expected);
    }
    g_assert_cmpuint(next, ==, sl_status_count());
    g_assert_null(sl_status_find(65535));
    g_assert_null(sl_status_find(65536 + 200)); /* no wrap into the range */
    g_assert_null(sl_status_find(G_MAXUINT));
}

static void test_classes(void)
{
    static const struct sl_text names[] = {
        SL_TEXT("临时应答", "Provisional"),      SL_TEXT("成功应答", "Successful"),
        SL_TEXT("重定向", "Redirection"),        SL_TEXT("请求失败", "Request Failure"),
        SL_TEXT("服务器失败", "Server Failure"), SL_TEXT("全局性错误", "Global Failure"),
    };
    static const unsigned outside[] = {0, 1, 99, 700, 799, 65535, 65536 + 200, G_MAXUINT};

    for (unsigned code = 100; code <= 699; code++) {
        const struct sl_class *class = sl_status_class(code);

        g_assert_cmpuint(class->number, ==, code / 100);
        g_assert_cmpstr(class->name.zh, ==, names[code / 100 - 1].zh);
        g_assert_cmpstr(class->name.en, ==, names[code / 100 - 1].en);
        g_assert_true(sl_class_explain(code) == &class->explain);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(outside); i++) {
        g_assert_null(sl_status_class(outside[i]));
        g_assert_null(sl_class_explain(outside[i]));
        g_assert_null(sl_status_explain(outside[i], SL_METHOD_INVITE));
        g_assert_null(sl_status_explain(outside[i], SL_METHOD_ACK));
        g_assert_null(sl_status_explain(outside[i], SL_METHOD_OTHER));
    }
}

static void test_texts_are_sentences(void)
{
    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        g_test_message("%u", status->code);
        prose_assert(&status->explain);
        for (unsigned method = 0; method <= SL_METHOD_OTHER; method++) {
            prose_assert(sl_status_explain(status->code, (enum sl_method)method));
        }
    }
    for (unsigned code = 100; code <= 600; code += 100) {
        prose_assert(&sl_status_class(code)->explain);
        prose_assert(&sl_status_class(code)->unknown);
    }
}

/* Remembers that SENTENCE belongs to OWNER; fails if it belongs to another already. */
static void claim(GHashTable *owners, const char *sentence, unsigned owner)
{
    gpointer before;

    if (g_hash_table_lookup_extended(owners, sentence, NULL, &before)) {
        g_assert_cmpuint(GPOINTER_TO_UINT(before), ==, owner);
    } else {
        g_hash_table_insert(owners, sl_unconst(sentence), GUINT_TO_POINTER(owner));
    }
}

static void test_no_text_serves_two_codes(void)
{
    /* k=sentence v=the code it explains, or 10 times a class and 1 or 2; owns neither */
    GHashTable *owners = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        claim(owners, status->explain.zh, status->code);
        claim(owners, status->explain.en, status->code);
        for (unsigned method = 0; method <= SL_METHOD_OTHER; method++) {
            const struct sl_text *text = sl_status_explain(status->code, (enum sl_method)method);

            if (method != SL_METHOD_ACK) {
                claim(owners, text->zh, status->code);
                claim(owners, text->en, status->code);
            }
        }
    }
    for (unsigned number = 1; number <= 6; number++) {
        const struct sl_class *class = sl_status_class(number * 100);

        claim(owners, class->explain.zh, number * 10 + 1);
        claim(owners, class->explain.en, number * 10 + 1);
        claim(owners, class->unknown.zh, number * 10 + 2);
        claim(owners, class->unknown.en, number * 10 + 2);
    }
    g_hash_table_unref(owners);
}

/* Where the meaning hangs on the request answered, the text must too. */
static void test_meaning_depends_on_the_request(void)
{
    static const struct {
        unsigned code;
        enum sl_method method;
    } own[] = {
        {100, SL_METHOD_INVITE},    {100, SL_METHOD_OPTIONS},   {180, SL_METHOD_INVITE},
        {180, SL_METHOD_REGISTER},  {183, SL_METHOD_INVITE},    {183, SL_METHOD_MESSAGE},
        {200, SL_METHOD_INVITE},    {200, SL_METHOD_REGISTER},  {200, SL_METHOD_BYE},
        {200, SL_METHOD_CANCEL},    {200, SL_METHOD_PRACK},     {200, SL_METHOD_OPTIONS},
        {200, SL_METHOD_INFO},      {200, SL_METHOD_UPDATE},    {200, SL_METHOD_REFER},
        {200, SL_METHOD_SUBSCRIBE}, {200, SL_METHOD_NOTIFY},    {200, SL_METHOD_MESSAGE},
        {200, SL_METHOD_PUBLISH},   {202, SL_METHOD_REFER},     {202, SL_METHOD_SUBSCRIBE},
        {401, SL_METHOD_REGISTER},  {401, SL_METHOD_INVITE},    {407, SL_METHOD_REGISTER},
        {407, SL_METHOD_INVITE},    {403, SL_METHOD_REGISTER},  {403, SL_METHOD_INVITE},
        {404, SL_METHOD_REGISTER},  {404, SL_METHOD_INVITE},    {408, SL_METHOD_INVITE},
        {408, SL_METHOD_REGISTER},  {408, SL_METHOD_BYE},       {412, SL_METHOD_PUBLISH},
        {423, SL_METHOD_REGISTER},  {423, SL_METHOD_SUBSCRIBE}, {480, SL_METHOD_INVITE},
        {481, SL_METHOD_INVITE},    {481, SL_METHOD_BYE},       {481, SL_METHOD_CANCEL},
        {481, SL_METHOD_PRACK},     {481, SL_METHOD_UPDATE},    {481, SL_METHOD_INFO},
        {481, SL_METHOD_NOTIFY},    {481, SL_METHOD_SUBSCRIBE}, {486, SL_METHOD_INVITE},
        {487, SL_METHOD_INVITE},    {488, SL_METHOD_INVITE},    {488, SL_METHOD_UPDATE},
        {489, SL_METHOD_SUBSCRIBE}, {489, SL_METHOD_PUBLISH},   {491, SL_METHOD_INVITE},
        {491, SL_METHOD_UPDATE},    {500, SL_METHOD_INVITE},    {500, SL_METHOD_UPDATE},
        {503, SL_METHOD_INVITE},    {504, SL_METHOD_UPDATE},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(own); i++) {
        const struct sl_text *text = sl_status_explain(own[i].code, own[i].method);

        g_test_message("%u to %s", own[i].code, sl_method_info(own[i].method)->name);
        prose_assert_differ(text, &sl_status_find(own[i].code)->explain);
        for (unsigned j = 0; j < i; j++) {
            if (own[j].code == own[i].code) {
                prose_assert_differ(text, sl_status_explain(own[j].code, own[j].method));
            }
        }
    }
}

/* A text for a method differs from the general one in both languages or is it. */
static void test_a_meaning_of_its_own_differs_in_both_languages(void)
{
    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        for (unsigned method = 0; method < SL_METHOD_OTHER; method++) {
            const struct sl_text *text = sl_status_explain(status->code, (enum sl_method)method);

            if (text != &status->explain) {
                prose_assert_differ(text, &status->explain);
            }
        }
    }
}

/* RFC 4320 §4.1: of the provisional responses, a non-INVITE request may only get 100. */
static void test_provisional_to_non_invite(void)
{
    static const unsigned codes[] = {100, 180, 181, 182, 183, 199};

    for (unsigned i = 0; i < G_N_ELEMENTS(codes); i++) {
        const struct sl_text *to_bye = sl_status_explain(codes[i], SL_METHOD_BYE);

        g_assert_nonnull(strstr(to_bye->zh, "RFC 4320"));
        g_assert_nonnull(strstr(to_bye->en, "RFC 4320"));
        for (unsigned method = 0; method < SL_METHOD_OTHER; method++) {
            const struct sl_text *text = sl_status_explain(codes[i], (enum sl_method)method);

            if (method == SL_METHOD_INVITE) {
                g_assert_null(strstr(text->en, "RFC 4320"));
            } else if (method != SL_METHOD_ACK) {
                g_assert_true(text == to_bye);
            }
        }
    }
}

static void test_general_text_without_a_method(void)
{
    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        g_assert_true(sl_status_explain(status->code, SL_METHOD_OTHER) == &status->explain);
        g_assert_true(sl_status_explain(status->code, (enum sl_method)77) == &status->explain);
    }
}

/* RFC 3261 §17: nothing answers an ACK. */
static void test_response_to_ack(void)
{
    const struct sl_text *text = sl_status_explain(200, SL_METHOD_ACK);

    prose_assert(text);
    g_assert_nonnull(strstr(text->en, "ACK is never answered"));
    g_assert_true(sl_status_explain(481, SL_METHOD_ACK) == text);
    g_assert_true(sl_status_explain(299, SL_METHOD_ACK) == text);
}

/* RFC 3261 §8.1.3.2 */
static void test_unknown_code_is_its_class(void)
{
    static const struct {
        unsigned code;
        const char *taken_as;
    } unknown[] = {{101, "183"}, {179, "183"}, {299, "200"}, {399, "300"},
                   {499, "400"}, {599, "500"}, {601, "600"}, {699, "600"}};

    for (unsigned i = 0; i < G_N_ELEMENTS(unknown); i++) {
        const struct sl_text *text = sl_status_explain(unknown[i].code, SL_METHOD_INVITE);

        g_assert_null(sl_status_find(unknown[i].code));
        g_assert_true(text == &sl_status_class(unknown[i].code)->unknown);
        g_assert_true(text == sl_status_explain(unknown[i].code, SL_METHOD_OTHER));
        g_assert_nonnull(strstr(text->zh, unknown[i].taken_as));
        g_assert_nonnull(strstr(text->en, unknown[i].taken_as));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/status/table_is_the_registered_list", test_table_is_the_registered_list);
    g_test_add_func("/status/table_ascends", test_table_ascends);
    g_test_add_func("/status/find_knows_registered_codes_only",
                    test_find_knows_registered_codes_only);
    g_test_add_func("/status/classes", test_classes);
    g_test_add_func("/status/texts_are_sentences", test_texts_are_sentences);
    g_test_add_func("/status/no_text_serves_two_codes", test_no_text_serves_two_codes);
    g_test_add_func("/status/meaning_depends_on_the_request", test_meaning_depends_on_the_request);
    g_test_add_func("/status/a_meaning_of_its_own_differs_in_both_languages",
                    test_a_meaning_of_its_own_differs_in_both_languages);
    g_test_add_func("/status/provisional_to_non_invite", test_provisional_to_non_invite);
    g_test_add_func("/status/general_text_without_a_method", test_general_text_without_a_method);
    g_test_add_func("/status/response_to_ack", test_response_to_ack);
    g_test_add_func("/status/unknown_code_is_its_class", test_unknown_code_is_its_class);
    return g_test_run();
}
