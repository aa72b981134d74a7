/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/split.h"

#include <glib.h>
#include <string.h>

static struct sl_arena *arena;
static struct sl_message message;
static struct sl_split split;

static void begin(void)
{
    sl_arena_clear(arena);
    memset(&message, 0, sizeof message);
    split = (struct sl_split){arena, &message};
}

static void the_top_via_is_split(void)
{
    begin();
    sl_split_via(&split, "SIP/2.0/UDP a.example.com:5070;rport, SIP/2.0/TCP b;branch=z9hG4bK2");
    sl_split_via(&split, "SIP/2.0/UDP c;branch=z9hG4bK3");
    g_assert_cmpstr(message.sent_by, ==, "a.example.com");
    g_assert_true(message.has_sent_by_port);
    g_assert_cmpuint(message.sent_by_port, ==, 5070);
    g_assert_null(message.branch);
    g_assert_cmpuint(message.via_count, ==, 3);

    begin();
    sl_split_via(&split, "SIP / 2.0 / UDP [2001:db8::1] : 5061 ; Branch = z9hG4bK1");
    g_assert_cmpstr(message.sent_by, ==, "2001:db8::1");
    g_assert_cmpuint(message.sent_by_port, ==, 5061);
    g_assert_cmpstr(message.branch, ==, "z9hG4bK1");
    g_assert_cmpuint(message.via_count, ==, 1);

    begin();
    sl_split_via(&split, "SIP/2.0/UDP h\r\n ;branch=z9hG4bK1\r\n\t;rport");
    g_assert_cmpstr(message.sent_by, ==, "h");
    g_assert_cmpstr(message.branch, ==, "z9hG4bK1");

    begin();
    sl_split_via(&split, "SIP/2.0/UDP h;branch=");
    g_assert_null(message.branch);
    g_assert_false(message.has_sent_by_port);
}

static void tags_and_numbers_are_split(void)
{
    begin();
    sl_split_from(&split, "\"x;tag=no\" <sip:a@h;tag=no>;TAG=yes");
    sl_split_from(&split, "<sip:a@h>;tag=second");
    sl_split_to(&split, "sip:b@h;tag=");
    sl_split_cseq(&split, "7 INVITE");
    sl_split_cseq(&split, "8 BYE");
    g_assert_cmpstr(message.from_tag, ==, "yes");
    g_assert_null(message.to_tag);
    g_assert_true(message.has_cseq_number);
    g_assert_cmpuint(message.cseq_number, ==, 7);
    g_assert_cmpstr(message.cseq_method, ==, "INVITE");
    g_assert_cmpuint(message.headers, ==, SL_HEADER_FROM | SL_HEADER_TO | SL_HEADER_CSEQ);

    begin();
    sl_split_cseq(&split, "4294967296 INVITE");
    g_assert_cmpuint(message.headers, ==, SL_HEADER_CSEQ);
    g_assert_false(message.has_cseq_number);
}

static void contacts_are_split(void)
{
    begin();
    sl_split_contact(&split,
                     "\"Bob, home\" <sip:b@192.0.2.1:5070;transport=tcp>;q=0.7, sip:c@h;expires=3");
    sl_split_contact(&split, "<tel:+1>");
    g_assert_cmpstr(message.contact_host, ==, "192.0.2.1");
    g_assert_cmpuint(message.contact_uris.count, ==, 3);
    g_assert_cmpstr(message.contact_uris.value[0], ==, "sip:b@192.0.2.1:5070;transport=tcp");
    g_assert_cmpstr(message.contact_uris.value[1], ==, "sip:c@h");
    g_assert_cmpstr(message.contact_uris.value[2], ==, "tel:+1");

    begin();
    sl_split_contact(&split, "<sips:a@[2001:db8::1]:5061>");
    g_assert_cmpstr(message.contact_host, ==, "2001:db8::1");

    begin();
    sl_split_contact(&split, "*");
    g_assert_cmpuint(message.contact_uris.count, ==, 0);
    g_assert_true(message.headers & SL_HEADER_CONTACT);

    begin();
    for (int i = 0; i < 100; i++) {
        sl_split_contact(&split, "<sip:a@h>");
    }
    g_assert_cmpuint(message.contact_uris.count, ==, 100);
}

/* Every character replaced by everything that has a meaning, and every length. */
static void damaged_values_do_no_harm(void)
{
    static const char text[] = "SIP/2.0/UDP [::1]:5060;branch=\"z\\\"\" <sip:a@[::1];x>;tag=1, 7 *";
    static const char odd[] = {'\0', '\r', '\n', ' ', '"', '<', '>', ';', ',', '=',
                               '\\', ':',  '@',  '[', ']', '/', '*', '-', '9', '\x80'};

    for (size_t i = 0; i < strlen(text); i++) {
        for (size_t k = 0; k < sizeof odd; k++) {
            char *copy = g_strdup(text + (k % 2 ? 0 : i)); /* on the heap: ASan sees the end */

            copy[k % 2 ? i : 0] = odd[k];
            begin();
            sl_split_via(&split, copy);
            sl_split_from(&split, copy);
            sl_split_to(&split, copy);
            sl_split_cseq(&split, copy);
            sl_split_contact(&split, copy);
            g_free(copy);
        }
    }
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    arena = sl_arena_new();
    g_test_add_func("/split/the_top_via_is_split", the_top_via_is_split);
    g_test_add_func("/split/tags_and_numbers_are_split", tags_and_numbers_are_split);
    g_test_add_func("/split/contacts_are_split", contacts_are_split);
    g_test_add_func("/split/damaged_values_do_no_harm", damaged_values_do_no_harm);
    status = g_test_run();
    sl_arena_free(arena);
    return status;
}
