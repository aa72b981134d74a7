/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"
#include "report/verdict.h"

#include <string.h>

/* A call that is answered, acknowledged and ended as it should be. */
static void answered_call_is_clean(void)
{
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 100 INVITE\n"
                  "0.100 b>a 180 INVITE to=x\n"
                  "3.000 b>a 200 INVITE to=x contact=192.0.2.98\n"
                  "3.010 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "9.000 a>b BYE cseq=2 to=x\n"
                  "9.010 b>a 200 BYE cseq=2 to=x\n"
                  "99 tick",
                  "");
}

static void failure_without_ack(void)
{
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 486 INVITE to=x tcp\n"
                  "32.400 tick",
                  "");
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 486 INVITE to=x tcp\n"
                  "32.511 tick",
                  "2 ack_missing");
}

static void success_without_ack_needs_proof(void)
{
    /* The ACK may take another path: the Contact is not the host that answered. */
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x contact=192.0.2.50\n"
                  "99 tick",
                  "");
    /* Both hosts lie on its path. */
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x contact=192.0.2.98 tcp\n"
                  "99 tick",
                  "2 ack_missing");
    ladder_expect("0.000 p>b INVITE vias=2\n"
                  "0.010 b>p 200 INVITE to=x vias=2 contact=192.0.2.98 rr=192.0.2.112 tcp\n"
                  "99 tick",
                  "2 ack_missing");
    /* Repeated 8*T1 after its first copy. */
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x contact=192.0.2.50\n"
                  "0.510 b>a 200 INVITE to=x contact=192.0.2.50\n"
                  "4.510 b>a 200 INVITE to=x contact=192.0.2.50\n"
                  "99 tick",
                  "2 ack_missing");
}

#define FAILS "0.000 a>b INVITE\n0.010 b>a 486 INVITE to=x\n"
#define FAILS_AGAIN "b>a 486 INVITE to=x\n"
#define OK "b>a 200 INVITE to=x contact=192.0.2.50\n"

/* Who sends again has no ACK, however little time has passed; who over UDP does not has one. */
static void proof_from_behaviour(void)
{
    static const char four[] = FAILS "0.51 " FAILS_AGAIN "1.51 " FAILS_AGAIN "3.51 " FAILS_AGAIN;

    ladder_expect_after(four, "7.4 tick", "");
    ladder_expect_after(four, "7.51 " FAILS_AGAIN, "2 ack_missing");
    ladder_expect_after(four, "7.51 " FAILS_AGAIN "8 a>b ACK to=x\n", "");
    ladder_expect_after(four, "3.55 " FAILS_AGAIN "8 tick", "");
    ladder_expect(FAILS "99 tick", "");
    ladder_expect(FAILS "0.51 " FAILS_AGAIN "99 tick", "2 ack_missing");
}

/* The callee takes its 2xx back before the next copy is due. */
static void hangs_up_without_ack(void)
{
    static const char twice[] = "0 a>b INVITE\n0.01 " OK "0.51 " OK;

    /* Twice the gap of 0.5 s and T1 after the latest copy. */
    ladder_expect_after(twice, "2.01 b>a BYE from=x to=f\n", "2 ack_missing");
    ladder_expect_after(twice, "2.02 b>a BYE from=x to=f\n2.1 a>b 200 BYE from=x to=f\n", "");
    ladder_expect_after(twice, "1 a>b BYE to=x cseq=2\n1.1 b>a 200 BYE to=x cseq=2\n", "");
    /* An ACK on its way elsewhere: only copies T1 after it show that it did not arrive. */
    ladder_expect("0 a>b INVITE\n0.01 " OK "0.4 a>c ACK to=x branch=z9hG4bK-ack\n0.51 " OK
                  "0.8 b>a BYE from=x to=f\n0.9 a>b 200 BYE from=x to=f\n",
                  "");
    ladder_expect("0 a>b INVITE\n0.01 " OK "0.02 a>c ACK to=x branch=z9hG4bK-ack\n0.52 " OK
                  "0.8 b>a BYE from=x to=f\n0.9 a>b 200 BYE from=x to=f\n",
                  "2 ack_missing");
}

static void success_acknowledged_elsewhere(void)
{
    /* The ACK bypasses the proxy p, which is not in Record-Route. */
    ladder_expect("0.000 a>p INVITE\n"
                  "0.010 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                  "0.020 b>p 200 INVITE vias=2 branch=z9hG4bK-p to=x contact=192.0.2.98\n"
                  "0.030 p>a 200 INVITE to=x contact=192.0.2.98\n"
                  "0.040 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "99 tick",
                  "");
}

static void late_ack_is_named(void)
{
    struct ladder *ladder = ladder_play("0.000 a>b INVITE\n"
                                        "0.010 b>a 486 INVITE to=x tcp\n"
                                        "40.010 a>b ACK to=x",
                                        NULL);
    char *found = ladder_findings(ladder);
    GString *text = g_string_new(NULL);

    g_assert_cmpstr(found, ==, "2 ack_missing");
    sl_finding_describe(ladder_record(ladder, 2)->findings, SL_EN, text);
    g_assert_nonnull(strstr(text->str, "40.000 s"));
    g_assert_nonnull(strstr(text->str, "frame 3"));
    g_string_free(text, TRUE);
    g_free(found);
    ladder_free(ladder);
}

static void early_ack(void)
{
    ladder_expect("0.000 a>b INVITE\n0.010 b>a 100 INVITE\n0.020 a>b ACK\n", "3 ack_before_final");
    /* The callee sends ACK on receipt of the INVITE. */
    ladder_expect("0.000 a>b INVITE\n0.010 b>a ACK branch=z9hG4bK-b to=x\n", "2 ack_before_final");
    /* Proof by what comes T1 later. */
    ladder_expect("0.000 a>b INVITE\n0.010 b>a 100 INVITE\n0.020 a>b ACK to=x\n"
                  "0.520 b>a 180 INVITE to=x\n",
                  "3 ack_before_final");
    /* That something else is wrong with the ACK is no excuse. */
    ladder_expect("0.000 a>b INVITE from=-\n0.010 b>a 100 INVITE from=-\n"
                  "0.020 a>b ACK from=- to=x\n0.520 b>a 180 INVITE from=- to=x\n",
                  "1 from_tag_missing; 3 from_tag_missing; 3 ack_before_final");
    /* Times that jump prove nothing. */
    ladder_expect("0.000 a>b INVITE\n0.010 b>a 100 INVITE\n0.020 a>b ACK to=x\n"
                  "99999999 b>a 180 INVITE to=x\n",
                  "");
    /* Out of order within T1: the ACK is what it should be. */
    ladder_expect("0.000 a>b INVITE\n0.010 b>a 100 INVITE\n"
                  "0.020 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "0.021 b>a 200 INVITE to=x contact=192.0.2.98\n"
                  "99 tick",
                  "");
    /* The final response took another hop that was captured. */
    ladder_expect("0.000 a>p INVITE\n"
                  "0.010 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                  "0.020 b>p 200 INVITE vias=2 branch=z9hG4bK-p to=x contact=b.example.com\n"
                  "0.040 a>p ACK to=x branch=z9hG4bK-ack\n",
                  "");
}

static void wrong_cseq(void)
{
    ladder_expect("0.000 a>b INVITE cseq=5\n"
                  "0.010 b>a 200 INVITE cseq=5 to=x contact=192.0.2.98\n"
                  "0.020 a>b ACK cseq=6 to=x\n"
                  "99 tick",
                  "3 ack_cseq_mismatch");
    ladder_expect("0.000 a>b INVITE cseq=5\n"
                  "0.010 b>a 486 INVITE cseq=5 to=x\n"
                  "0.020 a>b ACK cseq=4 to=x branch=z9hG4bK-INVITE-5\n"
                  "99 tick",
                  "3 ack_cseq_mismatch");
    /* It may confirm a re-INVITE from before the capture. */
    ladder_expect("0.000 a>b INVITE cseq=5 to=x\n"
                  "0.010 b>a 200 INVITE cseq=5 to=x contact=192.0.2.98\n"
                  "0.020 a>b ACK cseq=4 to=x\n",
                  "");
}

static void wrong_branch(void)
{
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 486 INVITE to=x\n"
                  "0.020 a>b ACK to=x branch=z9hG4bK-other\n"
                  "99 tick",
                  "3 ack_branch_mismatch");
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x\n"
                  "0.020 a>b ACK to=x\n",
                  "3 ack_branch_reused");
    /* Without the cookie branches promise nothing. */
    ladder_expect("0.000 a>b INVITE branch=1\n"
                  "0.010 b>a 200 INVITE to=x branch=1\n"
                  "0.020 a>b ACK to=x branch=1\n",
                  "1 branch_cookie_missing; 3 branch_cookie_missing");
}

static void wrong_to_tag(void)
{
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 486 INVITE to=x\n"
                  "0.020 a>b ACK to=y\n"
                  "99 tick",
                  "3 ack_to_tag_mismatch");
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x contact=192.0.2.98\n"
                  "0.020 a>b ACK to=- branch=z9hG4bK-ack\n"
                  "99 tick",
                  "3 ack_to_tag_mismatch");
    /* It may confirm a fork whose 2xx the capture lost. */
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x\n"
                  "0.020 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "0.030 a>b ACK to=y branch=z9hG4bK-ack2\n",
                  "");
}

static void forks_get_an_ack_each(void)
{
    ladder_expect("0.000 a>p INVITE\n"
                  "0.010 p>a 200 INVITE to=x contact=192.0.2.112\n"
                  "0.020 p>a 200 INVITE to=y contact=192.0.2.112 tcp\n"
                  "0.030 a>p ACK to=x branch=z9hG4bK-ack\n"
                  "99 tick",
                  "3 ack_missing");
}

static void repeats_after_ack(void)
{
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x\n"
                  "0.020 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "0.510 b>a 200 INVITE to=x\n" /* they crossed */
                  "1.510 b>a 200 INVITE to=x\n"
                  "3.510 b>a 200 INVITE to=x\n",
                  "5 ok_retransmitted_after_ack");
    /* A capture duplicate is no repeat. */
    ladder_expect("0.000 a>b INVITE\n"
                  "0.010 b>a 200 INVITE to=x\n"
                  "0.020 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "0.021 b>a 200 INVITE to=x\n",
                  "");
}

/* The host a is never addressed, yet the ACK's direction is the INVITE's: that one was captured. */
static void several_hops_on_one_address(void)
{
    ladder_expect("0.000 a>a INVITE vias=1 branch=z9hG4bK-1\n"
                  "0.001 a>a INVITE vias=2 branch=z9hG4bK-2\n"
                  "0.002 a>a INVITE vias=3 branch=z9hG4bK-3\n"
                  "0.010 a>a 200 INVITE vias=3 branch=z9hG4bK-3 to=x contact=192.0.2.97\n"
                  "0.011 a>a 200 INVITE vias=2 branch=z9hG4bK-2 to=x contact=192.0.2.97\n"
                  "0.012 a>a 200 INVITE vias=1 branch=z9hG4bK-1 to=x contact=192.0.2.97\n"
                  "0.020 a>a ACK vias=1 branch=z9hG4bK-a1 to=x\n"
                  "0.021 a>a ACK vias=2 branch=z9hG4bK-a2 to=x\n"
                  "0.022 a>a ACK vias=3 branch=z9hG4bK-a3 to=x\n"
                  "99 tick",
                  "");
}

#define CONFIRMED                                                                                  \
    "0 a>b INVITE\n0.1 b>a 200 INVITE to=x contact=192.0.2.98\n"                                   \
    "0.2 a>b ACK to=x branch=z9hG4bK-a1\n"
#define AGAIN "5 a>b INVITE to=x cseq=2\n5.1 b>a 200 INVITE to=x cseq=2 contact=192.0.2.98\n"

/* An earlier INVITE with that number is no excuse, unless it waits as well. */
static void number_of_an_earlier_invite(void)
{
    ladder_expect(CONFIRMED AGAIN "5.2 a>b ACK to=x branch=z9hG4bK-a2\n99 tick",
                  "6 ack_cseq_mismatch");
    ladder_expect(CONFIRMED AGAIN "5.2 a>b ACK to=x cseq=2 branch=z9hG4bK-a2\n99 tick", "");
    /* The first 200 comes again: so does its ACK, with a branch of its own or without. */
    ladder_expect(CONFIRMED "5 b>a INVITE to=f from=x cseq=9 branch=z9hG4bK-9\n"
                            "5.1 a>b 200 INVITE to=f from=x cseq=9 branch=z9hG4bK-9 "
                            "contact=192.0.2.97\n"
                            "5.2 b>a ACK to=f from=x cseq=9 branch=z9hG4bK-10\n99 tick",
                  "");
    /* Challenged before: the branch of the ACK is its own, or that of the refused INVITE. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 407 INVITE to=p realm=r nonce=n\n0.2 a>b ACK to=p\n"
                  "0.3 a>b INVITE cseq=2 realm=r nonce=n user=u response\n"
                  "0.4 b>a 200 INVITE cseq=2 to=x contact=192.0.2.98\n"
                  "0.5 a>b ACK to=x branch=z9hG4bK-a\n99 tick",
                  "6 ack_cseq_mismatch");
    ladder_expect("0 a>b INVITE\n0.1 b>a 407 INVITE to=p realm=r nonce=n\n0.2 a>b ACK to=p\n"
                  "0.3 a>b INVITE cseq=2 realm=r nonce=n user=u response\n"
                  "0.4 b>a 403 INVITE cseq=2 to=x\n"
                  "0.5 a>b ACK to=x branch=z9hG4bK-INVITE-2\n99 tick",
                  "6 ack_cseq_mismatch");
}

/* Without Record-Route the ACK goes straight to the callee: every hop is settled. */
static void ack_on_another_path_settles(void)
{
    struct ladder *l =
        ladder_play("0 a>p INVITE\n0.01 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                    "0.02 p>a 100 INVITE\n0.03 b>p 180 INVITE vias=2 branch=z9hG4bK-p to=x\n"
                    "1 b>p 200 INVITE vias=2 branch=z9hG4bK-p to=x contact=192.0.2.98\n"
                    "1.01 p>a 200 INVITE to=x contact=192.0.2.98\n"
                    "1.1 a>b ACK to=x branch=z9hG4bK-ack\n",
                    NULL);

    for (unsigned frame = 1; frame <= 2; frame++) {
        const struct sl_transaction *t = ladder_record(l, frame)->transaction;

        g_assert_true(sl_transaction_ack(t) == ladder_record(l, 7));
        g_assert_cmpint(sl_transaction_verdict(l->capture, t, NULL), ==, SL_VERDICT_OK);
    }
    ladder_continue(l, "99 tick");
    g_assert_cmpint(sl_transaction_verdict(l->capture, ladder_record(l, 1)->transaction, NULL), ==,
                    SL_VERDICT_OK);
    ladder_free(l);
}

/* One that goes to another address answers the INVITE that it is about. */
static void response_to_another_address(void)
{
    struct ladder *l =
        ladder_play("0 a>b INVITE\n0.1 b>c 180 INVITE to=x\n1 b>c 486 INVITE to=x\n", NULL);

    g_assert_true(ladder_record(l, 2)->transaction == ladder_record(l, 1)->transaction);
    g_assert_true(ladder_record(l, 1)->transaction->final == ladder_record(l, 3));
    ladder_free(l);
    /* A look at another hop, as behind a NAT, where the same came back to its sender. */
    l = ladder_play("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n0.2 b>c 180 INVITE to=x\n", NULL);
    g_assert_true(ladder_record(l, 3)->transaction != ladder_record(l, 1)->transaction);
    ladder_free(l);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ack/answered_call_is_clean", answered_call_is_clean);
    g_test_add_func("/ack/failure_without_ack", failure_without_ack);
    g_test_add_func("/ack/success_without_ack_needs_proof", success_without_ack_needs_proof);
    g_test_add_func("/ack/proof_from_behaviour", proof_from_behaviour);
    g_test_add_func("/ack/hangs_up_without_ack", hangs_up_without_ack);
    g_test_add_func("/ack/success_acknowledged_elsewhere", success_acknowledged_elsewhere);
    g_test_add_func("/ack/late_ack_is_named", late_ack_is_named);
    g_test_add_func("/ack/early_ack", early_ack);
    g_test_add_func("/ack/wrong_cseq", wrong_cseq);
    g_test_add_func("/ack/wrong_branch", wrong_branch);
    g_test_add_func("/ack/wrong_to_tag", wrong_to_tag);
    g_test_add_func("/ack/forks_get_an_ack_each", forks_get_an_ack_each);
    g_test_add_func("/ack/repeats_after_ack", repeats_after_ack);
    g_test_add_func("/ack/several_hops_on_one_address", several_hops_on_one_address);
    g_test_add_func("/ack/number_of_an_earlier_invite", number_of_an_earlier_invite);
    g_test_add_func("/ack/on_another_path_settles", ack_on_another_path_settles);
    g_test_add_func("/ack/response_to_another_address", response_to_another_address);
    return g_test_run();
}
