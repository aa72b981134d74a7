/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

#define OK "0.15 b>a 200 INVITE to=x contact=192.0.2.98 "
#define ACK "0.16 a>b ACK to=x branch=z9hG4bK-ack "

static void answered_offers_are_clean(void)
{
    ladder_expect("0 a>b INVITE\n" OK "\n" ACK "\n", "");
    ladder_expect("0 a>b INVITE nosdp\n" OK "\n" ACK "sdp\n", "");
}

static void answer_missing(void)
{
    ladder_expect("0 a>b INVITE\n" OK "nosdp\n" ACK "\n", "2 answer_missing");
    ladder_expect("0 a>b INVITE\n" OK "body\n" ACK "\n", "2 answer_missing");
    /* An unreliable 183 does not excuse it, a reliable one does. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 183 INVITE to=x sdp\n" OK "nosdp\n" ACK "\n",
                  "3 answer_missing");
    ladder_expect("0 a>b INVITE 100rel\n0.1 b>a 183 INVITE to=x require rseq=1 sdp\n"
                  "0.11 a>b PRACK cseq=2 to=x rack=1/1\n0.12 b>a 200 PRACK cseq=2 to=x\n" OK
                  "nosdp\n" ACK "\n",
                  "");
    /* A PRACK shows that there was one. */
    ladder_expect("0 a>b INVITE 100rel\n"
                  "0.11 a>b PRACK cseq=2 to=x rack=1/1\n0.12 b>a 200 PRACK cseq=2 to=x\n" OK
                  "nosdp\n" ACK "\n",
                  "");
    /* Bodies that cannot be read. */
    ladder_expect("0 a>b INVITE\n" OK "odd\n" ACK "\n", "");
    ladder_expect("0 a>b INVITE\n" OK "nosdp cut\n" ACK "\n", "");
    ladder_expect("0 a>b INVITE odd\n" OK "nosdp\n" ACK "\n", "");
    /* No INVITE captured. */
    ladder_expect(OK "nosdp\n" ACK "\n", "");
}

static void offer_missing(void)
{
    ladder_expect("0 a>b INVITE nosdp\n" OK "nosdp\n" ACK "\n", "2 offer_missing");
    ladder_expect("0 a>b INVITE body\n" OK "nosdp\n" ACK "\n", "");
    ladder_expect("0 a>b INVITE nosdp\n" OK "body\n" ACK "\n", "");
}

static void ack_answer_missing(void)
{
    ladder_expect("0 a>b INVITE nosdp\n" OK "\n" ACK "\n5 tick", "3 ack_answer_missing");
    ladder_expect("0 a>b INVITE nosdp\n" OK "\n" ACK "odd\n", "");
    /* Another copy of the ACK has it. */
    ladder_expect("0 a>b INVITE nosdp\n" OK "\n" ACK "\n"
                  "0.17 a>b ACK to=x branch=z9hG4bK-ack2 bytes=7 sdp\n",
                  "");
    /* The answer was due in the PRACK. */
    ladder_expect("0 a>b INVITE nosdp 100rel\n0.1 b>a 183 INVITE to=x require rseq=1 sdp\n"
                  "0.11 a>b PRACK cseq=2 to=x rack=1/1 sdp\n0.12 b>a 200 PRACK cseq=2 to=x\n" OK
                  "nosdp\n" ACK "\n",
                  "");
}

static void offer_overlap(void)
{
    static const char call[] = "0 a>b INVITE\n" OK "\n" ACK "\n";

    ladder_expect_after(call,
                        "5 a>b UPDATE to=x cseq=2 sdp\n"
                        "5.1 a>b UPDATE to=x cseq=3 sdp\n"
                        "5.2 b>a 200 UPDATE to=x cseq=2 sdp\n"
                        "5.3 b>a 500 UPDATE to=x cseq=3\n"
                        /* A new one after the answer, and the other party's, are right. */
                        "6 a>b UPDATE to=x cseq=4 sdp\n6.1 b>a 200 UPDATE to=x cseq=4 sdp\n"
                        "7 b>a UPDATE from=x to=f sdp\n7.1 a>b 200 UPDATE from=x to=f sdp\n",
                        "5 offer_overlap");
    /* The caller takes the first session description as the answer (RFC 3261 §13.2.1). */
    ladder_expect("0 a>b INVITE\n0.1 b>a 183 INVITE to=x sdp contact=192.0.2.98\n"
                  "0.11 a>b UPDATE to=x cseq=2 sdp\n0.12 b>a 200 UPDATE to=x cseq=2 sdp\n" OK
                  "\n" ACK "\n",
                  "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x contact=192.0.2.98\n"
                  "0.11 a>b UPDATE to=x cseq=2 sdp\n0.12 b>a 500 UPDATE to=x cseq=2\n" OK "\n" ACK
                  "\n",
                  "3 offer_overlap");
    /* What ended the first offer is not in the capture. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x contact=192.0.2.98\n"
                  "9 a>b UPDATE to=x cseq=2 sdp\n9.1 b>a 200 UPDATE to=x cseq=2 sdp\n",
                  "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/offer/answered_offers_are_clean", answered_offers_are_clean);
    g_test_add_func("/offer/answer_missing", answer_missing);
    g_test_add_func("/offer/offer_missing", offer_missing);
    g_test_add_func("/offer/ack_answer_missing", ack_answer_missing);
    g_test_add_func("/offer/offer_overlap", offer_overlap);
    return g_test_run();
}
