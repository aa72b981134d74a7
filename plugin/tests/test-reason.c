/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and explaining the Reason header field, and the quoted texts that it has. */
#include <glib.h>
#include <string.h>

#include "prose.h"
#include "sip/cause.h"
#include "sip/quoted.h"
#include "sip/reason.h"

static struct sl_arena *arena;

/* --- quoted texts ---------------------------------------------------------------------------- */

static void test_quoted_texts(void)
{
    static const struct {
        const char *text, *inner, *rest;
    } of[] = {
        {"\"plain\" x", "plain", " x"},
        {"\"\"", "", ""},
        {"\"", "", ""},
        {"\"open", "open", ""},
        {"\"a \\\"b\\\" \\\\ c\",d", "a \"b\" \\ c", ",d"},
        {"\"ends in \\\\\";x", "ends in \\", ";x"},
        {"\"backslash at the end \\", "backslash at the end \\", ""},
        {"\"folded \r\n\t here\"", "folded here", ""},
        {"\"\xe4\xbd\xa0\xe5\xa5\xbd\"", "\xe4\xbd\xa0\xe5\xa5\xbd", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
        const char *rest;

        g_assert_cmpstr(sl_quoted_copy(arena, of[i].text, &rest), ==, of[i].inner);
        g_assert_cmpstr(rest, ==, of[i].rest);
    }
}

static void test_quoted_parameters(void)
{
    static const struct {
        const char *text, *value;
    } of[] = {
        {"SIP;text=\"a, b; c\";cause=1", "a, b; c"},
        {"SIP;cause=1;text=Call completed elsewhere ", "Call completed elsewhere"},
        {"SIP;text=Call completed elsewhere;cause=200", "Call completed elsewhere"},
        {"SIP;text=a b, Q.850;text=c", "a b"},
        {"SIP ; TEXT = \"x\"", "x"},
        {"SIP;text=", ""},
        {"SIP;text=\"", ""},
        {"SIP;text=\"\\", "\\"},
        {"SIP;context=\"x\"", NULL},
        {"SIP;text", NULL},
        {"SIP;other=\";text=no\"", NULL},
        {"SIP, Q.850;text=\"of the second\"", NULL},
        {"", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
        g_assert_cmpstr(sl_quoted_parameter(arena, of[i].text, "text"), ==, of[i].value);
    }
}

/* --- reading --------------------------------------------------------------------------------- */

static void assert_next(const char **value, const char *protocol, int64_t cause, const char *text,
                        const char *location)
{
    struct sl_reason reason;

    g_assert_true(sl_reason_next(arena, value, &reason));
    g_assert_cmpstr(reason.protocol, ==, protocol);
    g_assert_cmpint(reason.has_cause ? (int64_t)reason.cause : -1, ==, cause);
    g_assert_cmpstr(reason.text, ==, text);
    g_assert_cmpstr(reason.location, ==, location);
}

static void assert_end(const char **value)
{
    struct sl_reason reason;

    g_assert_false(sl_reason_next(arena, value, &reason));
    g_assert_cmpstr(*value, ==, "");
    g_assert_false(sl_reason_next(arena, value, &reason));
}

static void test_values_are_split(void)
{
    const char *value = "Q.850;cause=16;text=\"Terminated\"";

    assert_next(&value, "Q.850", 16, "Terminated", NULL);
    assert_end(&value);

    value = "SIP ;cause=200 ;text=\"Call completed elsewhere, by \\\"1001\\\"\", "
            "Q.850 ; text=\"x\" ; location=LN;cause=34";
    assert_next(&value, "SIP", 200, "Call completed elsewhere, by \"1001\"", NULL);
    assert_next(&value, "Q.850", 34, "x", "LN");
    assert_end(&value);

    value = " ,, X.int;add-info=05CC.0001 , ;cause=3, asterisk";
    assert_next(&value, "X.int", -1, NULL, NULL);
    assert_next(&value, "asterisk", -1, NULL, NULL);
    assert_end(&value);

    value = "";
    assert_end(&value);
}

static void test_causes_are_numbers_of_32_bits(void)
{
    const char *value = "a;cause=0,b;cause=4294967295,c;cause=4294967296,d;cause=-1,"
                        "e;cause=\"17\",f;cause=,g;cause=x,h;cause=99999999999999999999999";

    assert_next(&value, "a", 0, NULL, NULL);
    assert_next(&value, "b", UINT32_MAX, NULL, NULL);
    assert_next(&value, "c", -1, NULL, NULL);
    assert_next(&value, "d", -1, NULL, NULL);
    assert_next(&value, "e", 17, NULL, NULL);
    assert_next(&value, "f", -1, NULL, NULL);
    assert_next(&value, "g", -1, NULL, NULL);
    assert_next(&value, "h", -1, NULL, NULL);
    assert_end(&value);
}

/* Every character replaced by everything that has a meaning, and every length. */
static void test_damaged_values_do_no_harm(void)
{
    static const char text[] = "Q.850;cause=16;text=\"a\\\"b\r\n c\";location=U, SIP;cause=200";
    static const char odd[] = {'\0', '\r', '\n', ' ', '"', '<', '>',   ';',
                               ',',  '=',  '\\', '(', ')', '9', '\x80'};

    for (size_t i = 0; i < strlen(text); i++) {
        for (size_t k = 0; k < sizeof odd; k++) {
            char *copy = g_strdup(text); /* on the heap: ASan sees the end */
            const char *value = copy;
            struct sl_reason reason;
            unsigned count = 0;

            copy[i] = odd[k];
            while (sl_reason_next(arena, &value, &reason)) {
                GString *out = g_string_new(NULL);

                sl_reason_describe(&reason, NULL, SL_EN, out);
                g_assert_cmpuint(out->len, >, 0);
                g_string_free(out, TRUE);
                count++;
                g_assert_cmpuint(count, <=, 4);
            }
            g_free(copy);
        }
    }
}

/* --- explaining ------------------------------------------------------------------------------ */

static void assert_described(const char *value, const char *zh, const char *en)
{
    struct sl_reason reason;
    GString *out = g_string_new(NULL);

    g_assert_true(sl_reason_next(arena, &value, &reason));
    sl_reason_describe(&reason, NULL, SL_ZH, out);
    g_assert_cmpstr(out->str, ==, zh);
    g_string_truncate(out, 0);
    sl_reason_describe(&reason, NULL, SL_EN, out);
    g_assert_cmpstr(out->str, ==, en);
    g_string_free(out, TRUE);
}

static char *joined(const char *a, const char *b)
{
    return g_strconcat(a, b, NULL);
}

static void test_q850_is_explained(void)
{
    const struct sl_text *normal = &sl_cause_find(16)->text, *unknown = sl_cause_explain(33);
    const struct sl_text *protocol = &sl_reason_protocol_find("Q.850")->text;
    char *zh = joined(normal->zh, "产生位置：用户（U）。");
    char *en = joined(normal->en, " Location: user (U).");

    assert_described("Q.850;cause=16", normal->zh, normal->en);
    assert_described("q.850;cause=16;location=u", zh, en);
    assert_described("Q850;cause=16;location=LOC-6", normal->zh, normal->en);
    assert_described("Q.850;cause=33", unknown->zh, unknown->en);
    assert_described("Q.850;cause=128", protocol->zh, protocol->en);
    assert_described("Q.850;location=U", protocol->zh, protocol->en);
    g_free(zh);
    g_free(en);
}

static void test_status_codes_are_explained(void)
{
    const struct sl_reason_protocol *sip = sl_reason_protocol_find("SIP");
    const struct sl_text *elsewhere = sl_reason_own_text(sip, 200);
    const struct sl_text *busy = sl_status_explain(486, SL_METHOD_OTHER);
    char *zh =
        g_strconcat("原因是状态码486（", sl_status_find(486)->label.zh, "）。", busy->zh, NULL);
    char *en = g_strconcat("The reason is status code 486 (Busy Here). ", busy->en, NULL);
    char *odd =
        joined("The reason is status code 499. ", sl_status_explain(499, SL_METHOD_OTHER)->en);
    char *odd_zh = joined("原因是状态码499。", sl_status_explain(499, SL_METHOD_OTHER)->zh);

    assert_described("SIP;cause=200;text=\"x\"", elsewhere->zh, elsewhere->en);
    assert_described("SIP;cause=408;text=\"ACK timeout\"", sl_reason_own_text(sip, 408)->zh,
                     sl_reason_own_text(sip, 408)->en);
    assert_described("sip;cause=486", zh, en);
    assert_described("SIP;cause=499", odd_zh, odd);
    assert_described("SIP;cause=99", sip->text.zh, sip->text.en);
    assert_described("SIP;cause=700", sip->text.zh, sip->text.en);
    assert_described("SIP", sip->text.zh, sip->text.en);
    g_free(zh);
    g_free(en);
    g_free(odd);
    g_free(odd_zh);
}

static void test_other_protocols_are_explained(void)
{
    const struct sl_reason_protocol *release = sl_reason_protocol_find("release_cause");
    const struct sl_text *timeout = sl_reason_own_text(release, 2);
    struct sl_reason nobody = {.protocol = "X.int"};
    GString *out = g_string_new(NULL);

    assert_described("RELEASE_CAUSE;cause=2", timeout->zh, timeout->en);
    assert_described("RELEASE_CAUSE;cause=8", release->text.zh, release->text.en);
    assert_described("Release_Cause", release->text.zh, release->text.en);
    sl_reason_describe(&nobody, NULL, SL_EN, out);
    g_assert_nonnull(strstr(out->str, "not registered"));
    g_string_free(out, TRUE);
}

static void test_the_users_texts_replace_ours(void)
{
    struct sl_catalogue *catalogue = sl_catalogue_new();
    struct sl_reason reason = {.protocol = "SIP", .has_cause = true, .cause = 486};
    GString *out = g_string_new(NULL);

    g_assert_true(sl_catalogue_add(catalogue, 486, "占线", "Engaged", "Ask the user.", NULL));
    sl_reason_describe(&reason, catalogue, SL_EN, out);
    g_assert_cmpstr(out->str, ==, "The reason is status code 486 (Engaged). Ask the user.");
    g_string_free(out, TRUE);
    sl_catalogue_free(catalogue);
}

static void test_texts_are_sentences(void)
{
    g_assert_cmpuint(sl_reason_protocol_count(), >=, 15);
    for (unsigned i = 0; i < sl_reason_protocol_count(); i++) {
        const struct sl_reason_protocol *protocol = sl_reason_protocol_at(i);

        g_test_message("%s", protocol->name);
        g_assert_true(sl_reason_protocol_find(protocol->name) == protocol);
        g_assert_true(protocol->reference && *protocol->reference);
        prose_assert(&protocol->text);
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&protocol->text, &sl_reason_protocol_at(j)->text);
        }
        for (unsigned j = 0; j < protocol->count; j++) {
            g_assert_true(j == 0 || protocol->causes[j].value > protocol->causes[j - 1].value);
            prose_assert(&protocol->causes[j].text);
        }
    }
    g_assert_null(sl_reason_protocol_find("SIPX"));
    g_assert_null(sl_reason_protocol_find(""));
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    arena = sl_arena_new();
    g_test_add_func("/reason/quoted_texts", test_quoted_texts);
    g_test_add_func("/reason/quoted_parameters", test_quoted_parameters);
    g_test_add_func("/reason/values_are_split", test_values_are_split);
    g_test_add_func("/reason/causes_are_numbers_of_32_bits", test_causes_are_numbers_of_32_bits);
    g_test_add_func("/reason/damaged_values_do_no_harm", test_damaged_values_do_no_harm);
    g_test_add_func("/reason/q850_is_explained", test_q850_is_explained);
    g_test_add_func("/reason/status_codes_are_explained", test_status_codes_are_explained);
    g_test_add_func("/reason/other_protocols_are_explained", test_other_protocols_are_explained);
    g_test_add_func("/reason/the_users_texts_replace_ours", test_the_users_texts_replace_ours);
    g_test_add_func("/reason/texts_are_sentences", test_texts_are_sentences);
    status = g_test_run();
    sl_arena_free(arena);
    return status;
}
