/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers of the model, each just inside and just outside: time spans, and which status codes mean
 * what. Caps on what is kept are in test-limits.c, numbers of a rule in its own test.
 */
#include "ladder.h"
#include "model/clock.h"
#include "model/dialog.h"
#include "model/retry.h"
#include "model/timing.h"

/* --- times ----------------------------------------------------------------------------------- */

static bool breaks(int64_t step_ns)
{
    struct sl_clock clock = {0};
    const int64_t start_ns = INT64_C(1700000000) * SL_NS_PER_S;

    sl_clock_advance(&clock, start_ns);
    sl_clock_advance(&clock, start_ns + step_ns);
    return clock.is_broken;
}

/* Frames of several interfaces may be a second out of order, and nobody captures a silent month. */
static void a_clock_breaks(void)
{
    const int64_t month_ns = INT64_C(30) * 24 * 60 * 60 * SL_NS_PER_S;

    g_assert_false(breaks(month_ns));
    g_assert_true(breaks(month_ns + 1));
    g_assert_false(breaks(-SL_NS_PER_S));
    g_assert_true(breaks(-SL_NS_PER_S - 1));
}

/*
 * A number that was skipped is forgotten 64*T1 later, when the next ones come: nobody repeats a
 * request for longer, so that the newer gap does not excuse it.
 */
static void a_skipped_number_is_forgotten(void)
{
    static const char call[] =
        "0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n0.2 a>b ACK to=x branch=z9hG4bKk\n"
        "1 a>b INFO to=x cseq=3\n1.1 b>a 200 INFO to=x cseq=3\n";

    ladder_expect_after(call,
                        "33 a>b INFO to=x cseq=5\n33.1 b>a 200 INFO to=x cseq=5\n"
                        "34 a>b INFO to=x cseq=2\n34.1 b>a 200 INFO to=x cseq=2",
                        "");
    ladder_expect_after(call,
                        "33.001 a>b INFO to=x cseq=5\n33.1 b>a 200 INFO to=x cseq=5\n"
                        "34 a>b INFO to=x cseq=2\n34.1 b>a 200 INFO to=x cseq=2",
                        "8 cseq_not_increasing");
}

/* --- status codes ---------------------------------------------------------------------------- */

static void classes_of_status_codes(void)
{
    g_assert_false(sl_status_is_final(199));
    g_assert_true(sl_status_is_final(200));
    g_assert_false(sl_status_is_success(199));
    g_assert_true(sl_status_is_success(200));
    g_assert_true(sl_status_is_success(299));
    g_assert_false(sl_status_is_success(300));
}

static void refusals_of_the_same_request(void)
{
    static const unsigned yes[] = {403, 600, 699}, no[] = {402, 404, 599, 700};

    for (unsigned i = 0; i < G_N_ELEMENTS(yes); i++) {
        g_assert_true(sl_retry_is_rejection(yes[i]));
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(no); i++) {
        g_assert_false(sl_retry_is_rejection(no[i]));
    }
}

/* The record of the request that STATUS answers; LADDER is to be freed by the caller. */
static const struct sl_record *answered(struct ladder **ladder, const char *method, unsigned status)
{
    char *text = g_strdup_printf("0 a>b %s\n0.1 b>a %u %s to=x\n", method, status, method);

    *ladder = ladder_play(text, NULL);
    g_free(text);
    return ladder_record(*ladder, 1);
}

/* RFC 3261 §21.1.2 to §21.1.5: what a caller hears as ringing. */
static void responses_that_ring(void)
{
    for (unsigned status = 179; status <= 184; status++) {
        struct ladder *l;
        const struct sl_record *invite = answered(&l, "INVITE", status);

        g_assert_cmpint(invite->transaction->first_ring != NULL, ==,
                        status >= 180 && status <= 183);
        ladder_free(l);
    }
}

/* A proxy makes 408 and 5xx itself where nobody answers (§16.7, §16.9): they show nothing. */
static void responses_that_show_an_answer(void)
{
    static const unsigned yes[] = {407, 409, 499, 600}, no[] = {408, 500, 599};
    struct ladder *l;

    for (unsigned i = 0; i < G_N_ELEMENTS(yes); i++) {
        g_assert_nonnull(answered(&l, "OPTIONS", yes[i])->own->origin->passed_back);
        ladder_free(l);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(no); i++) {
        g_assert_null(answered(&l, "OPTIONS", no[i])->own->origin->passed_back);
        ladder_free(l);
    }
}

/* Only 300 to 302 say where else the callee is (§21.3): 303 and 304 do not exist. */
static void redirections(void)
{
    for (unsigned status = 299; status <= 303; status++) {
        char *text = g_strdup_printf("0 a>b INVITE\n0.1 b>a %u INVITE to=x contact=sip:n@e.org\n"
                                     "0.2 a>b ACK to=x\n1 a>c INVITE cseq=2 from=g\n"
                                     "1.1 c>a 486 INVITE cseq=2 from=g to=y\n"
                                     "1.2 a>c ACK cseq=2 from=g to=y",
                                     status);
        struct ladder *l = ladder_play(text, NULL);
        char *found = ladder_findings(l);

        g_test_message("%u: %s", status, found);
        g_assert_cmpint(strstr(found, "redirect_not_followed") != NULL, ==,
                        status >= 300 && status <= 302);
        g_free(found);
        ladder_free(l);
        g_free(text);
    }
}

/* 408 and 481 end the dialog of the request that they answer (RFC 5057 §5.1). */
static void responses_that_end_a_dialog(void)
{
    for (unsigned status = 407; status <= 482; status++) {
        char *text = g_strdup_printf("0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n0.2 a>b ACK to=x\n"
                                     "1 a>b INFO to=x cseq=2\n1.1 b>a %u INFO to=x cseq=2\n",
                                     status);
        struct ladder *l = ladder_play(text, NULL);
        const struct sl_record *info = ladder_record(l, 4);

        g_assert_nonnull(info->own->dialog);
        g_assert_cmpint(info->own->dialog->lost != NULL, ==, status == 408 || status == 481);
        ladder_free(l);
        g_free(text);
    }
}

/* --- how transactions are told apart --------------------------------------------------------- */

/* Whether the INVITEs of TEXT, two lines, are of one Via. */
static bool share_a_via(const char *text)
{
    struct ladder *l = ladder_play(text, NULL);
    bool do_share = ladder_record(l, 1)->transaction->via == ladder_record(l, 2)->transaction->via;

    ladder_free(l);
    return do_share;
}

/* All seven characters of the cookie promise that the branch is unique (§8.1.1.7). */
static void the_cookie_is_whole(void)
{
    g_assert_true(
        share_a_via("0 a>b INVITE from=f branch=z9hG4bK\n1 a>b INVITE from=g branch=z9hG4bK"));
    g_assert_false(
        share_a_via("0 a>b INVITE from=f branch=z9hG4b\n1 a>b INVITE from=g branch=z9hG4b"));
    g_assert_false(
        share_a_via("0 a>b INVITE from=f branch=z9hG4bk\n1 a>b INVITE from=g branch=z9hG4bk"));
}

static void ports_of_via(void)
{

    for (unsigned port = 5059; port <= 5062; port++) {
        char *text = g_strdup_printf("0 a>b INVITE branch=z9hG4bK1\n"
                                     "1 a>b INVITE cseq=2 branch=z9hG4bK1 viaport=%u",
                                     port);

        g_assert_cmpint(share_a_via(text), ==, port == 5060);
        g_free(text);
    }
    /* No two ports are the same, whatever their digits. */
    g_assert_false(share_a_via("0 a>b INVITE branch=z9hG4bK1 viaport=5070\n"
                               "1 a>b INVITE cseq=2 branch=z9hG4bK1 viaport=5079"));
    g_assert_false(share_a_via("0 a>b INVITE branch=z9hG4bK1 viaport=50700\n"
                               "1 a>b INVITE cseq=2 branch=z9hG4bK1 viaport=5070"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/thresholds/clock", a_clock_breaks);
    g_test_add_func("/thresholds/skipped_number", a_skipped_number_is_forgotten);
    g_test_add_func("/thresholds/classes", classes_of_status_codes);
    g_test_add_func("/thresholds/refusals", refusals_of_the_same_request);
    g_test_add_func("/thresholds/ring", responses_that_ring);
    g_test_add_func("/thresholds/answer_shown", responses_that_show_an_answer);
    g_test_add_func("/thresholds/redirections", redirections);
    g_test_add_func("/thresholds/end_of_dialog", responses_that_end_a_dialog);
    g_test_add_func("/thresholds/cookie", the_cookie_is_whole);
    g_test_add_func("/thresholds/ports", ports_of_via);
    return g_test_run();
}
