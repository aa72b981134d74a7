/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

static void cancelled_call_is_clean(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n5 a>b CANCEL\n5.1 b>a 200 CANCEL to=x\n"
                  "5.2 b>a 487 INVITE to=x\n5.3 a>b ACK to=x\n99 tick",
                  "");
}

static void too_soon(void)
{
    ladder_expect("0 a>b INVITE\n0.1 a>b CANCEL\n0.2 b>a 200 CANCEL to=x\n0.3 b>a 487 INVITE to=x\n"
                  "0.4 a>b ACK to=x",
                  "2 cancel_before_provisional; 4 provisional_late");
    /* The INVITE was not captured. */
    ladder_expect("0.1 a>b CANCEL\n0.2 b>a 200 CANCEL to=x\n0.3 b>a 487 INVITE to=x\n"
                  "0.4 a>b ACK to=x",
                  "");
    /* Nothing that went to a was captured. */
    ladder_expect("0 a>b INVITE\n0.1 a>b CANCEL\n", "");
}

static void too_late(void)
{
    static const char answered[] = "0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n"
                                   "0.11 a>b ACK to=x branch=z9hG4bK-ack\n";
    char *text = g_strconcat(answered, "0.2 a>b CANCEL\n0.3 b>a 200 CANCEL to=x", NULL);

    ladder_expect(text, "");
    g_free(text);
    text = g_strconcat(answered, "0.6 a>b CANCEL\n0.7 b>a 200 CANCEL to=x", NULL);
    ladder_expect(text, "4 cancel_after_final");
    g_free(text);
    /* A repeat of one that came in time. */
    text = g_strconcat(answered, "0.2 a>b CANCEL\n0.7 a>b CANCEL\n0.8 b>a 200 CANCEL to=x", NULL);
    ladder_expect(text, "");
    g_free(text);
}

static void mismatch(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL branch=z9hG4bK-other\n"
                  "1.1 b>a 481 CANCEL branch=z9hG4bK-other to=x",
                  "3 cancel_mismatch");
    ladder_expect("0 a>b INVITE branch=1\n0.1 b>a 180 INVITE branch=1 to=x\n1 a>b CANCEL branch=2\n"
                  "1.1 b>a 200 CANCEL branch=2 to=x",
                  "1 branch_cookie_missing; 3 branch_cookie_missing");
    /* A port that is left out is the default one (§18.1.1). */
    ladder_expect("0 a>b INVITE viaport=5060\n0.1 b>a 180 INVITE viaport=5060 to=x\n"
                  "1 a>b CANCEL\n1.1 b>a 200 CANCEL to=x\n"
                  "1.2 b>a 487 INVITE viaport=5060 to=x\n1.3 a>b ACK viaport=5060 to=x\n",
                  "");
    ladder_expect("0 a>b INVITE viaport=5070\n0.1 b>a 180 INVITE viaport=5070 to=x\n"
                  "1 a>b CANCEL\n1.1 b>a 481 CANCEL to=x\n",
                  "3 cancel_mismatch");
    /* On another hop nothing is known to be pending. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>c CANCEL branch=z9hG4bK-other\n"
                  "1.1 c>a 200 CANCEL branch=z9hG4bK-other to=x",
                  "");
}

static void unanswered(void)
{
    static const char ringing[] = "0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL tcp\n"
                                  "1.2 b>a 487 INVITE to=x\n1.3 a>b ACK to=x\n";
    char *text = g_strconcat(ringing, "33.4 tick", NULL);

    ladder_expect(text, "");
    g_free(text);
    text = g_strconcat(ringing, "33.6 tick", NULL);
    ladder_expect(text, "3 cancel_unanswered");
    g_free(text);
    text = g_strconcat(ringing, "40 b>a 200 CANCEL to=x", NULL);
    ladder_expect(text, "3 cancel_unanswered");
    g_free(text);
}

static void not_terminated(void)
{
    static const char cancelled[] = "0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL\n"
                                    "1.1 b>a 200 CANCEL to=x\n";
    char *text = g_strconcat(cancelled, "33.5 tick", NULL);

    ladder_expect(text, "");
    g_free(text);
    text = g_strconcat(cancelled, "33.7 tick", NULL);
    ladder_expect(text, "1 cancelled_not_terminated");
    g_free(text);
}

/* Its sender has the final response only where it confirmed it, or handed it on. */
static void final_that_was_lost_on_the_way(void)
{
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 b>a 486 INVITE to=x\n"
                  "2 a>b CANCEL\n2.1 b>a 200 CANCEL to=x\n2.2 a>b ACK to=x\n99 tick",
                  "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 b>a 486 INVITE to=x\n1.1 a>b ACK to=x\n"
                  "2 a>b CANCEL\n2.1 b>a 200 CANCEL to=x\n99 tick",
                  "5 cancel_after_final");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cancel/cancelled_call_is_clean", cancelled_call_is_clean);
    g_test_add_func("/cancel/too_soon", too_soon);
    g_test_add_func("/cancel/too_late", too_late);
    g_test_add_func("/cancel/mismatch", mismatch);
    g_test_add_func("/cancel/unanswered", unanswered);
    g_test_add_func("/cancel/not_terminated", not_terminated);
    g_test_add_func("/cancel/final_that_was_lost_on_the_way", final_that_was_lost_on_the_way);
    return g_test_run();
}
