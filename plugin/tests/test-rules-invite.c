/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "ladder.h"

static void silence(void)
{
    /* Nothing was ever captured that went to a: perhaps one direction only. */
    ladder_expect("0 a>b INVITE\n99 tick", "");
    ladder_expect("0 a>b INVITE tcp\n1 b>a 200 OPTIONS call=other from=g to=t\n99 tick",
                  "1 no_response");
    ladder_expect("0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE\n33.4 tick", "");
    /* The proxy handed it on and waits itself. */
    ladder_expect("0 b>a 200 OPTIONS call=other from=g to=t\n"
                  "1 a>p INVITE tcp\n"
                  "1.1 p>b INVITE tcp vias=2 branch=z9hG4bK-p\n"
                  "2 b>p 200 OPTIONS call=third from=h to=t\n"
                  "99 tick",
                  "3 no_response");
    /* Another branch was answered sooner. */
    ladder_expect("0 p>a 200 OPTIONS call=other to=g\n"
                  "1 a>p INVITE\n"
                  "1.1 a>q INVITE branch=z9hG4bK-q\n"
                  "1.2 q>a 486 INVITE branch=z9hG4bK-q to=x\n"
                  "1.3 a>q ACK branch=z9hG4bK-q to=x\n"
                  "99 tick",
                  "");
    /* The ACK shows that there was a final response. */
    ladder_expect("0 b>a 200 OPTIONS call=other from=g to=t\n"
                  "1 a>b INVITE\n"
                  "2 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "99 tick",
                  "");
}

#define HEARD                                                                                      \
    "0 b>p 100 OPTIONS call=other\n0 p>a 100 OPTIONS call=other\n0 q>p 100 OPTIONS call=o\n"
#define FORK                                                                                       \
    "1 a>q INVITE branch=z9hG4bK-q\n1.01 q>a 100 INVITE branch=z9hG4bK-q\n"                        \
    "1.02 a>b INVITE\n1.5 a>b INVITE\n2.5 a>b INVITE\n4.5 a>b INVITE\n"
#define TO_B "p>b INVITE vias=2 branch=z9hG4bK-p\n"

/* Who sends again has no answer; who over UDP does not has one. */
static void proof_from_behaviour(void)
{
    static const char four[] = HEARD "1 a>b INVITE\n1.5 a>b INVITE\n2.5 a>b INVITE\n"
                                     "4.5 a>b INVITE\n";

    ladder_expect_after(four, "8 tick", "");
    ladder_expect_after(four, "8.5 a>b INVITE\n", "4 no_response");
    ladder_expect_after(four, "8.5 a>b INVITE\n9 b>a 486 INVITE to=x\n9.1 a>b ACK to=x\n",
                        "9 provisional_late");
    ladder_expect(HEARD "1 a>b INVITE\n99 tick", "");
    ladder_expect(HEARD "1 a>b INVITE\n1.5 a>b INVITE\n99 tick", "4 no_response");
    /* Another branch, sent at the same time, had its final response before the fifth copy, or
     * after. */
    ladder_expect(HEARD FORK "8.4 q>a 486 INVITE branch=z9hG4bK-q to=x\n"
                             "8.45 a>q ACK branch=z9hG4bK-q to=x\n8.5 a>b INVITE\n",
                  "");
    ladder_expect(HEARD FORK "8.5 a>b INVITE\n8.6 q>a 486 INVITE branch=z9hG4bK-q to=x\n"
                             "8.7 a>q ACK branch=z9hG4bK-q to=x\n",
                  "6 no_response");
}

/* Three copies are enough where their sender then gives up. */
static void gives_up(void)
{
    static const char twice[] = HEARD "1 a>p INVITE\n1.01 p>a 100 INVITE\n1.1 " TO_B "1.6 " TO_B;

    ladder_expect_after(twice, "2.6 " TO_B "5 p>a 480 INVITE to=y\n5.1 a>p ACK to=y\n",
                        "6 no_response");
    ladder_expect_after(twice, "5 p>a 480 INVITE to=y\n5.1 a>p ACK to=y\n", "");
    /* Not what a proxy makes of silence. */
    ladder_expect_after(twice, "2.6 " TO_B "5 p>a 404 INVITE to=y\n5.1 a>p ACK to=y\n", "");
    /* The next carrier. */
    ladder_expect_after(twice,
                        "2.6 " TO_B "5 p>q INVITE vias=2 branch=z9hG4bK-q\n"
                        "5.1 q>p 180 INVITE vias=2 branch=z9hG4bK-q to=x\n",
                        "6 no_response");
    ladder_expect_after(twice,
                        "5 p>q INVITE vias=2 branch=z9hG4bK-q\n"
                        "5.1 q>p 180 INVITE vias=2 branch=z9hG4bK-q to=x\n",
                        "");
    /* That next hop answered. */
    ladder_expect_after(twice,
                        "2.3 b>p 100 INVITE vias=2 branch=z9hG4bK-p\n2.6 " TO_B
                        "5 p>a 480 INVITE to=y\n5.1 a>p ACK to=y\n",
                        "8 provisional_late");
}

static void late_first_response(void)
{
    ladder_expect("0.000 a>b INVITE\n0.200 b>a 180 INVITE to=x", "");
    ladder_expect("0.000 a>b INVITE\n0.201 b>a 180 INVITE to=x", "2 provisional_late");
    ladder_expect("0.000 a>b INVITE\n0.500 a>b INVITE\n0.600 b>a 180 INVITE to=x", "");
}

static void no_final(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n180.0 tick", "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n180.2 tick", "1 final_missing");
    /* Repeated every minute: the last one counts. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n60.1 b>a 180 INVITE to=x\n"
                  "200 tick",
                  "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n60.1 b>a 180 INVITE to=x\n"
                  "241 tick",
                  "1 final_missing");
    /* Rung again when it is late already: one fault. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n200 b>a 180 INVITE to=x\n400 tick",
                  "1 final_missing");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n200 b>a 180 INVITE to=x\n"
                  "300 b>a 486 INVITE to=x\n300.1 a>b ACK to=x\n",
                  "1 final_missing");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n5 a>b CANCEL\n5.1 b>a 200 CANCEL to=x\n"
                  "5.2 b>a 487 INVITE to=x\n5.3 a>b ACK to=x\n500 tick",
                  "");
}

/* What the snap length cut beyond recognition may be just the message that seems to be missing. */
static void cut_beyond_recognition(void)
{
    /* ? stands for who gets it: the one that waits, or someone else. */
    const struct {
        const char *ladder;
        char waiting;
        const char *found;
    } cases[] = {
        {"0 a>b INVITE\n0.1 b>? 180 INVITE cut call=-\n2 b>a 200 INVITE to=x", 'a',
         "3 provisional_late"},
        {"0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE tcp\n1.1 b>? 486 INVITE cut "
         "call=-\n99 tick",
         'a', "2 no_response"},
        {"0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n9 b>? 486 INVITE cut call=-\n200 tick", 'a',
         "1 final_missing"},
        {"0 a>b INVITE\n0.1 b>a 486 INVITE to=x tcp\n0.2 a>? ACK cut call=-\n99 tick", 'b',
         "2 ack_missing"},
        {"0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE\n1.1 b>? 180 INVITE cut call=-\n"
         "2 a>b CANCEL\n2.1 b>a 200 CANCEL to=x",
         'a', "4 cancel_before_provisional"},
        {"0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL tcp\n1.1 b>? 200 CANCEL cut call=-\n"
         "1.2 b>a 487 INVITE to=x\n1.3 a>b ACK to=x\n99 tick",
         'a', "3 cancel_unanswered"},
        {"0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL\n1.1 b>a 200 CANCEL to=x\n"
         "1.2 b>? 487 INVITE cut call=-\n99 tick",
         'a', "1 cancelled_not_terminated"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup(cases[i].ladder), *receiver = strchr(text, '?');

        *receiver = cases[i].waiting;
        ladder_expect(text, "");
        *receiver = 'z';
        ladder_expect(text, cases[i].found);
        g_free(text);
    }
}

static void repeats(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 100 INVITE\n0.5 a>b INVITE\n", "");
    ladder_expect(
        "0 a>b INVITE\n0.1 b>a 100 INVITE\n0.5 a>b INVITE\n1.5 a>b INVITE\n3.5 a>b INVITE",
        "4 invite_retransmitted_after_provisional");
    ladder_expect(
        "0 a>b INVITE tcp\n0.1 b>a 100 INVITE tcp\n0.5 a>b INVITE tcp\n1.5 a>b INVITE tcp",
        "3 retransmission_over_reliable");
    /* 2xx repeat on any transport. */
    ladder_expect("0 a>b INVITE tcp\n0.1 b>a 200 INVITE tcp to=x\n0.6 b>a 200 INVITE tcp to=x\n",
                  "");
    ladder_expect("0 a>b INVITE tcp\n0.1 b>a 486 INVITE tcp to=x\n0.6 b>a 486 INVITE tcp to=x\n"
                  "0.7 a>b ACK to=x tcp",
                  "3 retransmission_over_reliable");
    /* Seen twice by the capture. */
    ladder_expect("0 a>b INVITE tcp\n0.05 a>b INVITE tcp\n0.1 b>a 100 INVITE tcp", "");
    ladder_expect(
        "0 a>b INVITE tcp vias=2\n0.5 a>b INVITE tcp vias=2\n0.6 b>a 100 INVITE tcp vias=2", "");
}

static void order_of_responses(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 486 INVITE to=x\n0.15 a>b ACK to=x\n"
                  "0.7 b>a 180 INVITE to=x",
                  "4 provisional_after_final");
    ladder_expect("0 a>b INVITE\n0.1 b>a 486 INVITE to=x\n0.15 a>b ACK to=x\n"
                  "0.5 b>a 180 INVITE to=x",
                  "");
    /* Another fork still rings. */
    ladder_expect("0 a>p INVITE\n0.1 p>a 200 INVITE to=x\n0.15 a>p ACK to=x branch=z9hG4bK-ack\n"
                  "0.7 p>a 180 INVITE to=y",
                  "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 486 INVITE to=x\n0.15 a>b ACK to=x\n"
                  "0.2 b>a 603 INVITE to=x",
                  "4 final_conflict");
    ladder_expect(
        "0 a>b INVITE\n0.1 b>a 487 INVITE to=x -Contact\n0.15 a>b ACK to=x\n0.2 a>b CANCEL\n"
        "0.3 b>a 200 INVITE to=y",
        "5 ok_after_failure");
}

static void termination(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 487 INVITE to=x\n0.2 a>b ACK to=x",
                  "2 terminated_without_cancel");
    ladder_expect("0 a>b INVITE expires=60\n0.1 b>a 180 INVITE to=x\n60.1 b>a 487 INVITE to=x\n"
                  "60.2 a>b ACK to=x",
                  "");
    /* The BYE is captured later, on another hop. */
    ladder_expect(
        "0 a>b INVITE\n0.1 b>a 487 INVITE to=x\n0.2 a>b ACK to=x\n0.3 q>r BYE cseq=2 to=x", "");
}

static void trying(void)
{
    static const char chain[] = "0.000 a>p INVITE\n"
                                "0.001 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                                "0.002 b>p 100 INVITE vias=2 branch=z9hG4bK-p to=x\n"
                                "0.003 p>a 100 INVITE to=x\n";
    struct ladder *ladder;
    char *found;

    /* Perhaps a stateless proxy … */
    ladder_expect(chain, "");
    /* … but one that answers by itself is none. */
    ladder = ladder_play(chain, NULL);
    ladder_continue(ladder, "0.1 c>p INVITE call=z from=z branch=z9hG4bK-z\n"
                            "0.11 p>c 100 INVITE call=z from=z branch=z9hG4bK-z");
    found = ladder_findings(ladder);
    g_assert_cmpstr(found, ==, "4 trying_forwarded");
    g_free(found);
    ladder_free(ladder);
}

static void broken_clock_suspends_timers(void)
{
    ladder_expect("0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE\n99999999 tick", "");
    ladder_expect("100 b>a 200 OPTIONS call=other from=g to=t\n101 a>b INVITE\n50 tick\n200 tick",
                  "");
}

static void times_follow_t1(void)
{
    struct sl_settings settings;
    struct ladder *ladder;
    char *found;

    sl_settings_init(&settings);
    settings.timing.t1_ns = 100 * SL_NS_PER_MS;
    ladder = ladder_play("0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE tcp\n7.6 tick",
                         &settings);
    found = ladder_findings(ladder);
    g_assert_cmpstr(found, ==, "2 no_response");
    g_free(found);
    ladder_free(ladder);
}

static void rule_switched_off(void)
{
    struct sl_settings settings;
    struct ladder *ladder;
    char *found;

    sl_settings_init(&settings);
    g_assert_true(sl_settings_grade(&settings, "no_response", "off", NULL));
    ladder =
        ladder_play("0 b>a 200 OPTIONS call=other from=g to=t\n1 a>b INVITE\n99 tick", &settings);
    found = ladder_findings(ladder);
    g_assert_cmpstr(found, ==, "");
    g_free(found);
    ladder_free(ladder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/invite/silence", silence);
    g_test_add_func("/invite/proof_from_behaviour", proof_from_behaviour);
    g_test_add_func("/invite/gives_up", gives_up);
    g_test_add_func("/invite/late_first_response", late_first_response);
    g_test_add_func("/invite/no_final", no_final);
    g_test_add_func("/invite/cut_beyond_recognition", cut_beyond_recognition);
    g_test_add_func("/invite/repeats", repeats);
    g_test_add_func("/invite/order_of_responses", order_of_responses);
    g_test_add_func("/invite/termination", termination);
    g_test_add_func("/invite/trying", trying);
    g_test_add_func("/invite/broken_clock_suspends_timers", broken_clock_suspends_timers);
    g_test_add_func("/invite/times_follow_t1", times_follow_t1);
    g_test_add_func("/invite/rule_switched_off", rule_switched_off);
    return g_test_run();
}
