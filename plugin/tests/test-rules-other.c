/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "ladder.h"

static void unanswered(void)
{
    ladder_expect("0 b>a OPTIONS from=x branch=z9hG4bK-x\n0.1 a>b 200 OPTIONS from=x to=f "
                  "branch=z9hG4bK-x\n1 a>b OPTIONS tcp\n33.4 tick",
                  "");
    ladder_expect("0 b>a OPTIONS from=x branch=z9hG4bK-x\n0.1 a>b 200 OPTIONS from=x to=f "
                  "branch=z9hG4bK-x\n1 a>b OPTIONS tcp\n33.6 tick",
                  "3 non_invite_unanswered");
    /* A repeat is no new request, and a provisional response no final one. */
    ladder_expect("0 a>b MESSAGE\n0.5 a>b MESSAGE\n5 b>a 100 MESSAGE\n33 tick",
                  "1 non_invite_unanswered");
    ladder_expect("0 a>b NEWS tcp\n5 b>a 100 NEWS\n33 tick", "1 non_invite_unanswered");
    ladder_expect("0 a>b REGISTER\n30 b>a 200 REGISTER to=x\n33 tick", "");
}

static void answered_too_late(void)
{
    struct ladder *ladder =
        ladder_play("0 a>b SUBSCRIBE tcp\n0.1 b>a 100 SUBSCRIBE\n40 b>a 200 SUBSCRIBE to=x\n"
                    "40.1 b>a 200 SUBSCRIBE to=x",
                    NULL);
    char *found = ladder_findings(ladder);
    GString *text = g_string_new(NULL);

    g_assert_cmpstr(found, ==, "1 non_invite_unanswered");
    sl_finding_describe(ladder_record(ladder, 1)->findings, SL_EN, text);
    g_assert_nonnull(strstr(text->str, "SUBSCRIBE"));
    g_assert_nonnull(strstr(text->str, "frame 3 is late, 40"));
    g_string_free(text, TRUE);
    g_free(found);
    ladder_free(ladder);
}

static void methods_with_rules_of_their_own(void)
{
    ladder_expect("0 a>b ACK to=x\n0.1 b>a OPTIONS from=x to=f\n0.2 a>b 200 OPTIONS from=x to=f\n"
                  "40 tick",
                  "");
    ladder_expect("0 a>b PRACK to=x rack=1/1 tcp\n0.1 b>a OPTIONS from=x to=f\n"
                  "0.2 a>b 200 OPTIONS from=x to=f\n40 tick",
                  "1 non_invite_unanswered");
}

static void one_direction(void)
{
    ladder_expect("0 a>b OPTIONS\n40 tick", "");
    /* What came was cut beyond recognition. */
    ladder_expect("0 b>a 100 MESSAGE call=2\n1 a>b MESSAGE\n1.1 b>a 200 MESSAGE cut -Via\n40 tick",
                  "");
}

static void on_several_hops(void)
{
    static const char relayed[] =
        "0 p>a 100 OPTIONS call=2\n0 b>p 100 OPTIONS call=2\n"
        "1 a>p MESSAGE tcp\n1.1 p>b MESSAGE tcp vias=2 branch=z9hG4bK-p\n";

    /* Nobody answers: the last hop. */
    ladder_expect_after(relayed, "40 tick", "4 non_invite_unanswered");
    /* The proxy keeps the answer for itself. */
    ladder_expect_after(relayed, "1.2 b>p 200 MESSAGE to=x vias=2 branch=z9hG4bK-p\n40 tick",
                        "3 non_invite_unanswered");
    /* The answer was lost on the last hop only: the proxy passed it on. */
    ladder_expect_after(relayed, "1.2 p>a 200 MESSAGE to=x\n40 tick", "");
    /* A 408 the proxy made itself. */
    ladder_expect_after(relayed, "33.2 p>a 408 MESSAGE to=y\n40 tick", "4 non_invite_unanswered");
    /* The answer passed on came from the other branch. */
    ladder_expect_after(relayed,
                        "1.1 p>c MESSAGE tcp vias=2 branch=z9hG4bK-q\n"
                        "1.2 c>p 200 MESSAGE to=y vias=2 branch=z9hG4bK-q\n"
                        "1.3 p>a 200 MESSAGE to=y\n40 tick",
                        "4 non_invite_unanswered");
    /* Without Via in between: another look at it. */
    ladder_expect("0 n>a 100 OPTIONS call=2\n0 b>n 100 OPTIONS call=2\n"
                  "1 a>n MESSAGE\n1.1 n>b MESSAGE\n1.2 n>a 200 MESSAGE to=x\n40 tick",
                  "");
}

static void shown_by_the_next_request(void)
{
    /* The To tag can only come from the response. */
    ladder_expect("0 b>a 100 OPTIONS call=2\n1 a>b SUBSCRIBE\n20 a>b SUBSCRIBE to=x cseq=2\n"
                  "20.1 b>a 200 SUBSCRIBE to=x cseq=2\n60 tick",
                  "");
    /* It may come from the NOTIFY. */
    ladder_expect("1 a>b SUBSCRIBE tcp\n1.2 b>a NOTIFY from=x to=f\n"
                  "1.3 a>b 200 NOTIFY from=x to=f\n20 a>b SUBSCRIBE to=x cseq=2\n"
                  "20.1 b>a 200 SUBSCRIBE to=x cseq=2\n60 tick",
                  "1 non_invite_unanswered");
}

static void out_of_order(void)
{
    ladder_expect("1 b>a 200 MESSAGE to=x\n1.001 a>b MESSAGE tcp\n40 tick", "");
    ladder_expect("1 b>a 100 MESSAGE to=x\n1.001 a>b MESSAGE tcp\n40 tick",
                  "2 non_invite_unanswered");
    /* The answer to an earlier request with the same branch. */
    ladder_expect("1 b>a 200 MESSAGE to=x\n5 a>b MESSAGE tcp\n40 tick", "2 non_invite_unanswered");
}

/* Who sends again has no answer, however little time has passed; who does not has one. */
static void proof_from_behaviour(void)
{
    static const char four[] = "0 b>a 100 OPTIONS call=2\n1 a>b MESSAGE\n1.5 a>b MESSAGE\n"
                               "2.5 a>b MESSAGE\n4.5 a>b MESSAGE\n";

    ladder_expect_after(four, "8 tick", "");
    ladder_expect_after(four, "8.5 a>b MESSAGE\n", "2 non_invite_unanswered");
    /* A slow answer is one. */
    ladder_expect_after(four, "8.5 a>b MESSAGE\n12 b>a 200 MESSAGE to=x\n", "");
    ladder_expect_after(four, "8.5 a>b MESSAGE\n34 b>a 200 MESSAGE to=x\n",
                        "2 non_invite_unanswered");
    /* Copies of the capture, and those that it cut, are none of the sender. */
    ladder_expect_after(four, "4.55 a>b MESSAGE\n9 tick", "");
    ladder_expect_after(four, "8.5 a>b MESSAGE cut\n9 tick", "");
    /* Over UDP there was time to send again. */
    ladder_expect("0 b>a 100 MESSAGE call=2\n1 a>b MESSAGE\n40 tick", "");
    ladder_expect("0 b>a 100 MESSAGE call=2\n1 a>b MESSAGE\n1.5 a>b MESSAGE\n40 tick",
                  "2 non_invite_unanswered");
}

/* A host that waited three times and never got anything just does not send again. */
static void never_any_answer(void)
{
    static const char twice[] = "0 b>a 100 OPTIONS call=2\n1 a>b MESSAGE call=3\n"
                                "5 a>b MESSAGE call=4\n";

    ladder_expect_after(twice, "99 tick", "");
    ladder_expect_after(twice, "9 a>b MESSAGE call=5\n99 tick",
                        "2 non_invite_unanswered; 3 non_invite_unanswered; "
                        "4 non_invite_unanswered");
    ladder_expect_after(twice, "9 a>b MESSAGE call=5\n9.1 b>a 200 MESSAGE call=5 to=x\n99 tick",
                        "");
    ladder_expect_after(twice, "9 a>c MESSAGE call=5\n99 tick", "");
}

static void clock_that_jumps(void)
{
    ladder_expect("0 b>a 100 OPTIONS call=2\n1 a>b MESSAGE\n99999999 tick", "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/other/unanswered", unanswered);
    g_test_add_func("/other/answered_too_late", answered_too_late);
    g_test_add_func("/other/methods_with_rules_of_their_own", methods_with_rules_of_their_own);
    g_test_add_func("/other/one_direction", one_direction);
    g_test_add_func("/other/on_several_hops", on_several_hops);
    g_test_add_func("/other/shown_by_the_next_request", shown_by_the_next_request);
    g_test_add_func("/other/out_of_order", out_of_order);
    g_test_add_func("/other/proof_from_behaviour", proof_from_behaviour);
    g_test_add_func("/other/never_any_answer", never_any_answer);
    g_test_add_func("/other/clock_that_jumps", clock_that_jumps);
    return g_test_run();
}
