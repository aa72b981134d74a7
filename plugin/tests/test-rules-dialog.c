/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

/* A call of a with b, answered and acknowledged. */
#define INVITE "0 a>b INVITE\n0.1 b>a 180 INVITE to=x contact=192.0.2.98\n"
#define OK "1 b>a 200 INVITE to=x contact=192.0.2.98\n"
#define ACK "1.1 a>b ACK to=x branch=z9hG4bK-ack\n"
#define CALL INVITE OK ACK /* four messages */

static void bye_before_ack(void)
{
    ladder_expect(INVITE OK "1.05 b>a BYE from=x to=f\n1.06 a>b 200 BYE from=x to=f\n" ACK,
                  "4 bye_before_ack");
    /* At once, on a path that the ACK must take. */
    ladder_expect(INVITE OK "1.4 b>a BYE from=x to=f\n1.5 a>b 200 BYE from=x to=f\n",
                  "4 bye_before_ack");
    ladder_expect(CALL "1.2 b>a BYE from=x to=f\n1.3 a>b 200 BYE from=x to=f\n", "");
    /* The caller may hang up whenever it likes. */
    ladder_expect(INVITE OK "1.05 a>b BYE to=x cseq=2\n1.06 b>a 200 BYE to=x cseq=2\n" ACK, "");
    /* The callee repeats its 2xx and gives up. */
    ladder_expect(INVITE OK "1.5 b>a 200 INVITE to=x contact=192.0.2.98\n"
                            "6 b>a 200 INVITE to=x contact=192.0.2.98\n"
                            "33.1 b>a BYE from=x to=f\n33.2 a>b 200 BYE from=x to=f\n99 tick",
                  "3 ack_missing");
}

static void bye_in_early_dialog(void)
{
    ladder_expect(INVITE "2 b>a BYE from=x to=f\n2.1 a>b 481 BYE from=x to=f\n",
                  "3 bye_in_early_dialog");
    ladder_expect(INVITE "2 a>b BYE to=x cseq=2\n2.1 b>a 200 BYE to=x cseq=2\n"
                         "2.2 b>a 487 INVITE to=x\n2.3 a>b ACK to=x\n",
                  "");
    /* An ACK shows that the 2xx was lost by the capture. */
    ladder_expect(INVITE ACK "2 b>a BYE from=x to=f\n2.1 a>b 200 BYE from=x to=f\n", "");
}

static void bye_unanswered(void)
{
    ladder_expect(CALL "5 a>b BYE to=x cseq=2 tcp\n37.6 tick", "5 bye_unanswered");
    ladder_expect(CALL "5 a>b BYE to=x cseq=2 tcp\n37.4 tick", "");
}

static void cseq_not_increasing(void)
{
    ladder_expect(CALL "5 a>b INFO to=x cseq=1\n5.1 b>a 500 INFO to=x cseq=1\n",
                  "5 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=2\n5.1 b>a 503 INFO to=x cseq=2\n"
                       "6 a>b INFO to=x cseq=2 branch=z9hG4bK-again\n"
                       "6.1 b>a 200 INFO to=x cseq=2 branch=z9hG4bK-again\n",
                  "");
    /* Each party counts for itself. */
    ladder_expect(CALL "5 b>a INFO from=x to=f\n5.1 a>b 200 INFO from=x to=f\n", "");
    /* Another INVITE of the caller, for a dialog of its own. */
    ladder_expect(INVITE "0.5 a>b INVITE cseq=2 branch=z9hG4bK-other\n"
                         "0.6 b>a 180 INVITE to=y cseq=2 branch=z9hG4bK-other\n" OK ACK
                         "2 b>a 200 INVITE to=y cseq=2 branch=z9hG4bK-other\n"
                         "2.1 a>b ACK to=y cseq=2 branch=z9hG4bK-otherack\n"
                         "5 a>b BYE to=x cseq=2\n5.1 b>a 200 BYE to=x cseq=2\n",
                  "");
    /* The first copy was lost before the capture: a later request has overtaken it. */
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.3 a>b INFO to=x cseq=2\n", "");
    ladder_expect(CALL "5 a>b INFO to=x cseq=4\n37 a>b INFO to=x cseq=2\n"
                       "37.1 a>b INFO to=x cseq=5\n37.2 a>b INFO to=x cseq=7\n"
                       "37.4 a>b INFO to=x cseq=6\n",
                  "");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.1 a>b INFO to=x cseq=5\n"
                       "5.5 a>b INFO to=x cseq=2\n5.6 a>b INFO to=x cseq=4\n",
                  "");
    ladder_expect(CALL "5 b>a INFO from=x to=f cseq=9\n5.3 b>a INFO from=x to=f cseq=8\n", "");
    /* Over TCP nothing is repeated, unless it is by the hop before. */
    ladder_expect(CALL "5 a>b INFO to=x cseq=3 tcp\n5.3 a>b INFO to=x cseq=2 tcp\n",
                  "6 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3 vias=2 tcp\n5.3 a>b INFO to=x cseq=2 vias=2 tcp\n",
                  "");
    /* Nothing overtakes these two. */
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.3 a>b BYE to=x cseq=2\n",
                  "6 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.3 a>b INVITE to=x cseq=2 branch=z9hG4bKre\n",
                  "6 cseq_not_increasing");
    /* A number that was there, one below those skipped, too many, too late. */
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.3 a>b INFO to=x cseq=2\n"
                       "6 a>b UPDATE to=x cseq=2 branch=z9hG4bK-again\n",
                  "7 cseq_not_increasing");
    ladder_expect(CALL "5 b>a INFO from=x to=f cseq=9\n5.3 b>a INFO from=x to=f cseq=7\n",
                  "6 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.3 a>b INFO to=x cseq=1\n",
                  "6 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=5\n5.3 a>b INFO to=x cseq=4\n",
                  "6 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.1 b>a 200 INFO to=x cseq=3\n"
                       "37.1 a>b INFO to=x cseq=2\n37.2 b>a 200 INFO to=x cseq=2\n",
                  "7 cseq_not_increasing");
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.1 b>a 200 INFO to=x cseq=3\n"
                       "36 a>b INFO to=x cseq=4\n36.1 b>a 200 INFO to=x cseq=4\n"
                       "40 a>b INFO to=x cseq=6\n40.1 b>a 200 INFO to=x cseq=6\n"
                       "40.5 a>b INFO to=x cseq=2\n40.6 b>a 200 INFO to=x cseq=2\n",
                  "11 cseq_not_increasing");
    /* The network swapped two. */
    ladder_expect(CALL "5 a>b INFO to=x cseq=3\n5.01 a>b INFO to=x cseq=2\n"
                       "5.1 b>a 200 INFO to=x cseq=3\n5.2 b>a 200 INFO to=x cseq=2\n",
                  "");
}

static void request_after_bye(void)
{
    static const char ended[] = CALL "5 a>b BYE to=x cseq=2\n5.1 b>a 200 BYE to=x cseq=2\n";

    ladder_expect_after(ended,
                        "5.5 b>a INFO from=x to=f\n5.55 a>b 481 INFO from=x to=f\n"
                        "5.7 b>a NOTIFY from=x to=f cseq=2\n"
                        "5.75 a>b 200 NOTIFY from=x to=f cseq=2\n"
                        "6 b>a INFO from=x to=f cseq=3\n6.1 a>b 481 INFO from=x to=f cseq=3\n",
                        "11 request_after_bye");
    /* Another call of parties that use their tags again. */
    ladder_expect_after(ended,
                        "6 a>b INVITE cseq=3\n6.1 b>a 200 INVITE to=x cseq=3 "
                        "contact=192.0.2.98\n6.2 a>b ACK to=x cseq=3 branch=z9hG4bK-ack3\n"
                        "7 a>b INFO to=x cseq=4\n7.1 b>a 200 INFO to=x cseq=4\n",
                        "");
}

static void reinvites(void)
{
    ladder_expect(CALL "5 a>b INVITE to=x cseq=2\n5.1 b>a 100 INVITE cseq=2\n"
                       "5.2 a>b INVITE to=x cseq=3\n5.3 b>a 500 INVITE to=x cseq=3\n"
                       "5.4 a>b ACK to=x cseq=3\n"
                       "5.5 b>a 488 INVITE to=x cseq=2\n5.6 a>b ACK to=x cseq=2\n",
                  "7 reinvite_overlap; 7 offer_overlap");
    ladder_expect(CALL "5 a>b INVITE to=x cseq=2\n5.1 b>a 488 INVITE to=x cseq=2\n"
                       "5.2 a>b ACK to=x cseq=2\n5.3 a>b INVITE to=x cseq=3\n"
                       "5.4 b>a 488 INVITE to=x cseq=3\n5.5 a>b ACK to=x cseq=3\n",
                  "");
    ladder_expect(CALL "5 a>b INVITE to=x cseq=2\n5.01 b>a INVITE from=x to=f\n"
                       "5.1 b>a 488 INVITE to=x cseq=2\n5.11 a>b ACK to=x cseq=2\n"
                       "5.12 a>b 488 INVITE from=x to=f\n5.13 b>a ACK from=x to=f\n",
                  "6 reinvite_glare");
    ladder_expect(CALL "5 a>b INVITE to=x cseq=2\n5.01 b>a INVITE from=x to=f\n"
                       "5.1 b>a 491 INVITE to=x cseq=2\n5.11 a>b ACK to=x cseq=2\n"
                       "5.12 a>b 488 INVITE from=x to=f\n5.13 b>a ACK from=x to=f\n",
                  "");
}

static void dialog_lost(void)
{
    ladder_expect(CALL "5 a>b INFO to=x cseq=2\n5.1 b>a 481 INFO to=x cseq=2\n"
                       "5.2 a>b BYE to=x cseq=3\n5.3 b>a 481 BYE to=x cseq=3\n9 tick",
                  "6 dialog_lost");
    /* Both hang up at once. */
    ladder_expect(CALL "5 a>b BYE to=x cseq=2\n5.01 b>a BYE from=x to=f\n"
                       "5.1 b>a 481 BYE to=x cseq=2\n5.11 a>b 200 BYE from=x to=f\n",
                  "");
    /* Of other usages of the dialog (RFC 5057). */
    ladder_expect(CALL "5 b>a NOTIFY from=x to=f\n5.1 a>b 481 NOTIFY from=x to=f\n", "");
}

static void route_missing(void)
{
#define ROUTED "0 a>p INVITE\n0.1 p>a 200 INVITE to=x contact=192.0.2.98 rr=192.0.2.112\n"
    ladder_expect(ROUTED "0.2 a>p ACK to=x branch=z9hG4bK-ack -Route\n", "3 route_missing");
    ladder_expect(ROUTED "0.2 a>p ACK to=x branch=z9hG4bK-ack\n"
                         "5 a>p BYE to=x cseq=2 -Route\n5.1 p>a 200 BYE to=x cseq=2\n",
                  "4 route_missing");
    /* A proxy takes its own Route away; a name may be the sender's own. */
    ladder_expect(ROUTED "0.2 a>p ACK to=x branch=z9hG4bK-ack vias=2 -Route\n", "");
    ladder_expect("0 a>p INVITE\n0.1 p>a 200 INVITE to=x contact=192.0.2.98 rr=192.0.2.97\n"
                  "0.2 a>p ACK to=x branch=z9hG4bK-ack -Route\n",
                  "");
}

static void bye_after_failure(void)
{
#define REFUSED INVITE "1 b>a 486 INVITE to=x\n1.1 a>b ACK to=x\n"
    ladder_expect(REFUSED "1.2 a>b BYE to=x cseq=2\n1.3 b>a 481 BYE to=x cseq=2\n",
                  "5 bye_after_failure");
    ladder_expect(INVITE "1 b>a 487 INVITE to=x\n1.05 a>b BYE to=x cseq=2\n1.1 a>b ACK to=x\n"
                         "1.2 b>a 481 BYE to=x cseq=2\n",
                  "");
    /* One To tag for a refusal and for the call that follows it. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 401 INVITE to=x\n0.2 a>b ACK to=x\n"
                  "0.3 a>b INVITE cseq=2 realm=r response\n"
                  "1 b>a 200 INVITE to=x cseq=2 contact=192.0.2.98\n"
                  "1.1 a>b ACK to=x cseq=2 branch=z9hG4bK-ack\n"
                  "5 a>b BYE to=x cseq=3\n5.1 b>a 200 BYE to=x cseq=3\n",
                  "5 provisional_late");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialog/bye_before_ack", bye_before_ack);
    g_test_add_func("/dialog/bye_in_early_dialog", bye_in_early_dialog);
    g_test_add_func("/dialog/bye_unanswered", bye_unanswered);
    g_test_add_func("/dialog/cseq_not_increasing", cseq_not_increasing);
    g_test_add_func("/dialog/request_after_bye", request_after_bye);
    g_test_add_func("/dialog/reinvites", reinvites);
    g_test_add_func("/dialog/dialog_lost", dialog_lost);
    g_test_add_func("/dialog/route_missing", route_missing);
    g_test_add_func("/dialog/bye_after_failure", bye_after_failure);
    return g_test_run();
}
