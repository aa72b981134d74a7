/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"
#include "report/verdict.h"

/* A caller that offers 100rel, and a reliable 183 of the callee b. */
#define BEGIN                                                                                      \
    "0.0 a>b INVITE 100rel\n"                                                                      \
    "0.1 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.98 sdp\n"
#define BEGIN_TCP                                                                                  \
    "0.0 a>b INVITE 100rel\n"                                                                      \
    "0.1 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.98 sdp tcp\n"
#define PRACK                                                                                      \
    "0.2 a>b PRACK cseq=2 to=x rack=1/1\n"                                                         \
    "0.3 b>a 200 PRACK cseq=2 to=x\n"
#define RINGS                                                                                      \
    "0 a>b INVITE 100rel\n"                                                                        \
    "0.1 b>a 180 INVITE to=x require rseq=1 contact=192.0.2.98\n"
#define RINGS_TCP                                                                                  \
    "0 a>b INVITE 100rel\n"                                                                        \
    "0.1 b>a 180 INVITE to=x require rseq=1 contact=192.0.2.98 tcp\n"
#define ACK "1.1 a>b ACK to=x branch=z9hG4bK-ack\n"
#define ANSWER                                                                                     \
    "1.0 b>a 200 INVITE to=x contact=192.0.2.98\n"                                                 \
    "1.1 a>b ACK to=x branch=z9hG4bK-ack\n"

static void acknowledged_is_clean(void)
{
    ladder_expect(BEGIN PRACK ANSWER "99 tick", "");
}

static void prack_missing(void)
{
    ladder_expect(BEGIN_TCP "32.599 tick", "");
    ladder_expect(BEGIN_TCP "32.601 tick", "2 prack_missing");
    /* A failure came sooner: the transaction is over. */
    ladder_expect(BEGIN "5 b>a 486 INVITE to=x\n5.1 a>b ACK to=x\n99 tick", "");
    /* A 2xx before the first repeat ends the repeats, unless it had to wait for the PRACK. */
    ladder_expect(RINGS "0.5 b>a 200 INVITE to=x contact=192.0.2.98\n" ACK "99 tick", "");
    ladder_expect(RINGS_TCP "0.7 b>a 200 INVITE to=x contact=192.0.2.98\n" ACK "99 tick",
                  "2 prack_missing");
    /* Over UDP it was due again before the 2xx, and was not sent: its PRACK was not captured. */
    ladder_expect(RINGS "0.7 b>a 200 INVITE to=x contact=192.0.2.98\n" ACK "99 tick", "");
    ladder_expect(BEGIN "0.5 b>a 200 INVITE to=x contact=192.0.2.98\n" ACK "99 tick",
                  "2 prack_missing; 3 final_before_prack");
    /* It may take another path … */
    ladder_expect("0 a>b INVITE 100rel\n"
                  "0.1 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.50\n99 tick",
                  "");
    /* … unless the response goes on being repeated. */
    ladder_expect("0 a>b INVITE 100rel\n"
                  "0.1 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.50\n"
                  "0.6 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.50\n"
                  "4.1 b>a 183 INVITE to=x require rseq=1 contact=192.0.2.50\n99 tick",
                  "2 prack_missing");
    /* A later request of the caller skips the number of the PRACK: it was not captured. */
    ladder_expect(BEGIN "1.0 b>a 180 INVITE to=x\n"
                        "2 a>b UPDATE cseq=3 to=x\n2.1 b>a 200 UPDATE cseq=3 to=x\n99 tick",
                  "");
    /* And so does the response to it. */
    ladder_expect(BEGIN "0.3 b>a 200 PRACK cseq=2 to=x\n99 tick", "");
}

#define AGAIN "b>a 183 INVITE to=x require rseq=1 contact=192.0.2.98 sdp\n"

static void proof_from_behaviour(void)
{
    static const char four[] = BEGIN "0.6 " AGAIN "1.6 " AGAIN "3.6 " AGAIN;

    ladder_expect_after(four, "7.5 tick", "");
    ladder_expect_after(four, "7.6 " AGAIN, "2 prack_missing");
    /* What the callee makes of it is no excuse. */
    ladder_expect_after(four, "7.6 " AGAIN "9 b>a 504 INVITE to=x\n9.1 a>b ACK to=x\n",
                        "2 prack_missing");
    ladder_expect(BEGIN "99 tick", "");
}

static void prack_on_another_hop(void)
{
    ladder_expect("0.00 a>p INVITE 100rel\n"
                  "0.01 p>b INVITE 100rel vias=2 branch=z9hG4bK-p\n"
                  "0.02 b>p 183 INVITE vias=2 branch=z9hG4bK-p to=x require rseq=1 "
                  "contact=192.0.2.98 rr=192.0.2.112\n"
                  "0.03 p>a 183 INVITE to=x require rseq=1 contact=192.0.2.98 rr=192.0.2.112\n"
                  "0.04 a>p PRACK cseq=2 to=x rack=1/1\n"
                  "0.05 p>a 200 PRACK cseq=2 to=x\n99 tick",
                  "");
}

static void prack_unmatched(void)
{
    ladder_expect(BEGIN "0.2 a>b PRACK cseq=2 to=x rack=2/1\n0.3 b>a 481 PRACK cseq=2 to=x\n",
                  "3 prack_unmatched");
    ladder_expect(BEGIN "0.2 a>b PRACK cseq=2 to=x rack=1/7\n0.3 b>a 481 PRACK cseq=2 to=x\n",
                  "3 prack_unmatched");
    /* The callee accepts it: a 1xx was lost by the capture. */
    ladder_expect(BEGIN "0.2 a>b PRACK cseq=2 to=x rack=2/1\n0.3 b>a 200 PRACK cseq=2 to=x\n", "");
    /* No reliable response of the dialog was captured. */
    ladder_expect("0 a>b INVITE 100rel\n0.2 a>b PRACK cseq=2 to=x rack=2/1\n"
                  "0.3 b>a 481 PRACK cseq=2 to=x\n",
                  "");
    /* The wrong PRACK explains that the right one is missing. */
    ladder_expect(BEGIN "0.2 a>b PRACK cseq=2 to=x rack=2/1\n0.3 b>a 481 PRACK cseq=2 to=x\n"
                        "99 tick",
                  "3 prack_unmatched");
}

static void rseq_out_of_order(void)
{
    ladder_expect(BEGIN PRACK "0.5 b>a 180 INVITE to=x require rseq=3\n2 tick",
                  "5 rseq_out_of_order");
    ladder_expect(BEGIN PRACK "0.5 b>a 180 INVITE to=x require rseq=1\n", "5 rseq_out_of_order");
    ladder_expect(BEGIN PRACK "0.5 b>a 180 INVITE to=x require rseq=2\n", "");
    /* Another fork counts by itself. */
    ladder_expect(BEGIN PRACK "0.5 b>a 180 INVITE to=y require rseq=9\n", "");
    /* What was skipped was acknowledged: the capture lost it. */
    ladder_expect(BEGIN PRACK "0.5 a>b PRACK cseq=3 to=x rack=2/1\n"
                              "0.6 b>a 200 PRACK cseq=3 to=x\n"
                              "0.7 b>a 180 INVITE to=x require rseq=3\n",
                  "");
}

static void final_before_prack(void)
{
    ladder_expect(BEGIN "0.2 b>a 200 INVITE to=x contact=192.0.2.98\n"
                        "0.3 a>b PRACK cseq=2 to=x rack=1/1\n0.4 b>a 200 PRACK cseq=2 to=x\n"
                        "0.5 a>b ACK to=x branch=z9hG4bK-ack\n",
                  "3 final_before_prack");
    /* A failure may come at any time, a 2xx too where no SDP waits. */
    ladder_expect(BEGIN "0.2 b>a 486 INVITE to=x\n0.3 a>b ACK to=x\n", "");
    ladder_expect("0.0 a>b INVITE 100rel\n0.1 b>a 180 INVITE to=x require rseq=1\n"
                  "0.2 b>a 200 INVITE to=x contact=192.0.2.98\n"
                  "0.3 a>b PRACK cseq=2 to=x rack=1/1\n0.4 b>a 200 PRACK cseq=2 to=x\n"
                  "0.5 a>b ACK to=x branch=z9hG4bK-ack\n",
                  "");
    /* Another fork answers. */
    ladder_expect(BEGIN "0.2 b>a 200 INVITE to=y contact=192.0.2.98\n"
                        "0.3 a>b ACK to=y branch=z9hG4bK-ack\n",
                  "");
}

static void reliability(void)
{
    ladder_expect("0 a>b INVITE 100rel\n0.1 b>a 183 INVITE to=x require\n", "2 rseq_missing");
    ladder_expect("0 a>b INVITE 100rel\n0.1 b>a 183 INVITE to=x require cut\n", "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 183 INVITE to=x require rseq=1\n",
                  "2 reliable_not_offered");
    ladder_expect("0 a>b INVITE require\n0.05 b>a 100 INVITE\n0.1 b>a 180 INVITE to=x\n",
                  "3 reliable_not_offered");
    /* The INVITE of this hop was not captured. */
    ladder_expect("0.1 b>a 183 INVITE to=x require rseq=1\n", "");
}

/* Many findings of which one must ask again whether they hold: the timeout is not lost among them.
 */
static void flood_leaves_the_timeout(void)
{
    struct ladder *l = ladder_play(BEGIN PRACK "181 tick", NULL);

    for (unsigned i = 0; i < 100; i++) {
        char *line = g_strdup_printf("%u a>b PRACK cseq=%u to=x rack=9/1\n", 182 + i, 3 + i);

        ladder_continue(l, line);
        g_free(line);
    }
    g_assert_cmpint(sl_transaction_outcome(l->capture, ladder_record(l, 1)->transaction), ==,
                    SL_OUTCOME_TIMEOUT);
    ladder_free(l);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/prack/acknowledged_is_clean", acknowledged_is_clean);
    g_test_add_func("/prack/prack_missing", prack_missing);
    g_test_add_func("/prack/proof_from_behaviour", proof_from_behaviour);
    g_test_add_func("/prack/prack_on_another_hop", prack_on_another_hop);
    g_test_add_func("/prack/prack_unmatched", prack_unmatched);
    g_test_add_func("/prack/rseq_out_of_order", rseq_out_of_order);
    g_test_add_func("/prack/final_before_prack", final_before_prack);
    g_test_add_func("/prack/reliability", reliability);
    g_test_add_func("/prack/flood_leaves_the_timeout", flood_leaves_the_timeout);
    return g_test_run();
}
