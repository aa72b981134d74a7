/* SPDX-License-Identifier: GPL-2.0-or-later */
/* URIs: where they stand in a header field, and when two of them lead to the same place. */
#include <glib.h>

#include "sip/header.h"
#include "sip/uri.h"

static void expect_uri(const char *text, const char *expected)
{
    size_t length;
    const char *uri = sl_header_uri(text, &length);
    char *found = g_strndup(uri, length);

    g_assert_cmpstr(found, ==, expected);
    g_free(found);
}

static void uris_are_found(void)
{
    expect_uri("<sip:a@example.com>;tag=1", "sip:a@example.com");
    expect_uri(" \"A <b>, \\\" or so\" <sip:a@example.com;x=1?y=2>;tag=1",
               "sip:a@example.com;x=1?y=2");
    expect_uri("Alice <sip:a@example.com>", "sip:a@example.com");
    expect_uri("sip:a@example.com;tag=1", "sip:a@example.com");
    expect_uri("sip:a@example.com \t", "sip:a@example.com");
    expect_uri("<sip:unterminated", "sip:unterminated");
    expect_uri("\"unterminated", "\"unterminated");
    expect_uri("", "");
}

static bool same(const char *a, const char *b)
{
    uint64_t target_a, target_b;

    g_assert_true(sl_uri_target(a, &target_a));
    g_assert_true(sl_uri_target(b, &target_b));
    return target_a == target_b;
}

static void the_same_place(void)
{
    g_assert_true(same("sip:a@example.com", "SIP:a@EXAMPLE.com."));
    g_assert_true(same("sip:%61%2b@example.com", "sip:a+@example.com"));
    g_assert_true(same("sip:a@example.com", "sip:a@example.com:5060;transport=tcp?Subject=x"));
    g_assert_true(same("sips:a@example.com", "sips:a@example.com:5061"));
    g_assert_true(same("sip:[2001:DB8::1]:5060", "sip:[2001:db8::1];lr"));
    g_assert_true(same("sip:a;b?c@example.com", "sip:a;b?c@example.com;d"));
}

static void another_place(void)
{
    g_assert_false(same("sip:a@example.com", "sip:A@example.com"));
    g_assert_false(same("sip:a@example.com", "sips:a@example.com"));
    g_assert_false(same("sip:a@example.com", "sip:a@example.com:5061"));
    g_assert_false(same("sip:a@example.com", "sip:example.com"));
    g_assert_false(same("sip:a@example.com", "sip:a@example.org"));
    g_assert_false(same("sip:[2001:db8::1]", "sip:[2001:db8::2]"));
    g_assert_false(same("sip:%@example.com", "sip:%4@example.com"));
}

static void what_is_no_sip_uri(void)
{
    uint64_t target;

    g_assert_false(sl_uri_target("tel:+123", &target));
    g_assert_false(sl_uri_target("", &target));
    g_assert_false(sl_uri_target("*", &target));
    /* Nonsense has a place too, as long as nothing breaks. */
    g_assert_true(sl_uri_target("sip:", &target));
    g_assert_true(sl_uri_target("sip:@", &target));
    g_assert_true(sl_uri_target("sip:[", &target));
    g_assert_true(sl_uri_target("sip:a@b:99999999999999999999", &target));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uri/uris_are_found", uris_are_found);
    g_test_add_func("/uri/the_same_place", the_same_place);
    g_test_add_func("/uri/another_place", another_place);
    g_test_add_func("/uri/what_is_no_sip_uri", what_is_no_sip_uri);
    return g_test_run();
}
