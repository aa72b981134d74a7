/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

#define CHALLENGED "0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x realm=r nonce=n1\n"

/* --- credentials_missing --------------------------------------------------------------------- */

static void credentials_missing(void)
{
    ladder_expect_after(CHALLENGED, "0.2 a>b REGISTER cseq=2\n0.3 b>a 200 REGISTER cseq=2 to=x",
                        "3 credentials_missing");
    ladder_expect("0 a>b INVITE\n0.1 b>a 407 INVITE to=x realm=r nonce=n1\n0.2 a>b ACK to=x\n"
                  "5 a>b INVITE cseq=2 from=g\n5.1 b>a 486 INVITE cseq=2 from=g to=y\n"
                  "5.2 a>b ACK cseq=2 from=g to=y",
                  "4 credentials_missing");
    /* Those of another realm. */
    ladder_expect_after(CHALLENGED,
                        "0.2 a>b REGISTER cseq=2 realm=other nonce=n1 user=u response\n"
                        "0.3 b>a 200 REGISTER cseq=2 to=x",
                        "3 credentials_missing");
}

static void credentials_there(void)
{
    ladder_expect_after(
        CHALLENGED,
        "0.2 a>b REGISTER cseq=2 realm=r nonce=n1 user=u response\n"
        "0.3 b>a 200 REGISTER cseq=2 to=x\n"
        /* A client that waits to be asked each time. */
        "20 a>b REGISTER cseq=3\n20.1 b>a 401 REGISTER cseq=3 to=x realm=r nonce=n2",
        "");
    /* A realm that cannot be read may be any. */
    ladder_expect_after(CHALLENGED,
                        "0.2 a>b REGISTER cseq=2 realm=-\n0.3 b>a 200 REGISTER cseq=2 to=x", "");
    ladder_expect("0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x realm=-\n"
                  "0.2 a>b REGISTER cseq=2 realm=r nonce=n user=u response\n"
                  "0.3 b>a 200 REGISTER cseq=2 to=x",
                  "");
    /* One of several, and one of more than are read. */
    ladder_expect("0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x realm=r realm=s\n"
                  "0.2 a>b REGISTER cseq=2 realm=s nonce=n user=u response\n"
                  "0.3 b>a 200 REGISTER cseq=2 to=x",
                  "");
    ladder_expect("0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x realm=r\n"
                  "0.2 a>b REGISTER cseq=2 realm=1 realm=2 realm=3 realm=4\n"
                  "0.3 b>a 200 REGISTER cseq=2 to=x",
                  "3 credentials_missing");
}

static void not_the_same_request(void)
{
    static const char *const others[] = {
        "0.2 a>b REGISTER cseq=2 uri=sip:other@example.com\n0.3 b>a 200 REGISTER cseq=2 to=x",
        "0.2 a>b OPTIONS cseq=2\n0.3 b>a 200 OPTIONS cseq=2 to=x",
        "0.2 a>b REGISTER call=2 cseq=2\n0.3 b>a 200 REGISTER call=2 cseq=2 to=x",
        "0.2 b>a REGISTER from=x cseq=2\n0.3 a>b 200 REGISTER from=x cseq=2 to=y",
        "0.2 a>c REGISTER cseq=2\n0.3 c>a 200 REGISTER cseq=2 to=x",
        "0.2 a>b REGISTER cseq=2 vias=2\n0.3 b>a 200 REGISTER cseq=2 to=x vias=2",
        "0.2 a>b REGISTER\n0.3 b>a 401 REGISTER to=x realm=r nonce=n1",
        "0.2 a>b REGISTER cseq=2 cut\n0.3 b>a 200 REGISTER cseq=2 to=x",
        "32.2 a>b REGISTER cseq=2\n32.3 b>a 200 REGISTER cseq=2 to=x",
        /* One with credentials may have come between. */
        "9 a>b REGISTER cseq=3\n9.1 b>a 200 REGISTER cseq=3 to=x",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_test_message("%s", others[i]);
        ladder_expect_after(CHALLENGED, others[i], "");
    }
}

static void nothing_was_asked(void)
{
    ladder_expect("0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x -WWW-Authenticate\n"
                  "0.2 a>b REGISTER cseq=2\n0.3 b>a 200 REGISTER cseq=2 to=x",
                  "2 challenge_missing");
    /* ACK and CANCEL cannot be challenged. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL\n"
                  "1.1 b>a 401 CANCEL to=x realm=r nonce=n\n1.2 b>a 487 INVITE to=x\n"
                  "1.3 a>b ACK to=x\n2 a>b INVITE cseq=2\n2.1 b>a 180 INVITE cseq=2 to=y\n"
                  "3 a>b CANCEL cseq=2\n3.1 b>a 200 CANCEL cseq=2 to=y\n"
                  "3.2 b>a 487 INVITE cseq=2 to=y\n3.3 a>b ACK cseq=2 to=y",
                  "");
}

static void on_two_hops_it_is_one_fault(void)
{
    ladder_expect("0 a>p REGISTER\n0.01 p>b REGISTER vias=2 branch=z9hG4bK-p\n"
                  "0.1 b>p 401 REGISTER to=x realm=r nonce=n vias=2 branch=z9hG4bK-p\n"
                  "0.11 p>a 401 REGISTER to=x realm=r nonce=n\n"
                  "0.2 a>p REGISTER cseq=2\n0.21 p>b REGISTER cseq=2 vias=2 branch=z9hG4bK-q\n"
                  "0.3 b>p 403 REGISTER cseq=2 to=x vias=2 branch=z9hG4bK-q\n"
                  "0.31 p>a 403 REGISTER cseq=2 to=x",
                  "5 credentials_missing");
    /* The proxy takes its own out. */
    ladder_expect("0 a>p REGISTER\n0.1 p>a 407 REGISTER to=x realm=p nonce=n\n"
                  "0.2 a>p REGISTER cseq=2 realm=p nonce=n user=u response\n"
                  "0.21 p>b REGISTER cseq=2 vias=2 branch=z9hG4bK-q\n"
                  "0.3 b>p 200 REGISTER cseq=2 to=x vias=2 branch=z9hG4bK-q\n"
                  "0.31 p>a 200 REGISTER cseq=2 to=x",
                  "");
}

/* --- auth_loop ------------------------------------------------------------------------------- */

#define ANSWER(n, cseq) "REGISTER cseq=" cseq " realm=r nonce=" n " user=u response\n"
#define AGAIN(n, cseq) "b>a 401 REGISTER cseq=" cseq " to=x realm=r nonce=" n "\n"
#define REFUSED CHALLENGED "0.2 a>b " ANSWER("n1", "2") "0.3 " AGAIN("n2", "2")

static void loop(void)
{
    ladder_expect(REFUSED, "");
    ladder_expect_after(REFUSED, "0.4 a>b " ANSWER("n2", "3") "0.5 " AGAIN("n3", "3"),
                        "6 auth_loop");
    /* It goes on: one fault. */
    ladder_expect_after(REFUSED,
                        "0.4 a>b " ANSWER("n2", "3") "0.5 " AGAIN("n3", "3") "0.6 a>b " ANSWER(
                            "n3", "4") "0.7 " AGAIN("n4", "4"),
                        "6 auth_loop");
    /* The repeat of a refusal is none more. */
    ladder_expect_after(REFUSED, "0.4 a>b " ANSWER("n1", "2") "0.5 " AGAIN("n2", "2"), "");
}

static void no_loop(void)
{
    static const char *const others[] = {
        "0.4 a>b " ANSWER("n2", "3") "0.5 b>a 200 REGISTER cseq=3 to=x\n"
                                     "9 a>b " ANSWER("n2", "4") "9.1 " AGAIN("n3", "4"),
        "0.4 a>b " ANSWER("n2", "3") "0.5 b>a 401 REGISTER cseq=3 to=x realm=r nonce=n3 stale\n",
        "0.4 a>b " ANSWER("n1", "3") "0.5 " AGAIN("n3", "3"),
        "0.4 a>b " ANSWER("n2", "4") "0.5 " AGAIN("n3", "4"),
        "0.4 a>b REGISTER cseq=3 realm=r nonce=n2 user=v response\n0.5 " AGAIN("n3", "3"),
        "0.4 a>b REGISTER cseq=3 realm=r nonce=n2 user=u response auts\n0.5 " AGAIN("n3", "3"),
        "0.4 a>b REGISTER cseq=3 realm=r nonce=n2 user=u\n0.5 " AGAIN("n3", "3"),
        "0.4 a>b " ANSWER("n2", "3") "0.5 b>a 401 REGISTER cseq=3 to=x realm=s nonce=n3\n",
        "0.4 a>b " ANSWER("n2", "3") "0.5 b>a 403 REGISTER cseq=3 to=x\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_test_message("%s", others[i]);
        ladder_expect_after(REFUSED, others[i], "");
    }
}

/* The second request was on its way when the first was refused. */
static void under_way(void)
{
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 401 MESSAGE to=x realm=r nonce=n1\n"
                  "0.2 a>b MESSAGE cseq=2 realm=r nonce=n1 user=u response hash=2\n"
                  "0.2 a>b MESSAGE cseq=3 realm=r nonce=n1 user=u response hash=3\n"
                  "0.3 b>a 401 MESSAGE cseq=2 to=x realm=r nonce=n2\n"
                  "0.3 b>a 401 MESSAGE cseq=3 to=x realm=r nonce=n3",
                  "");
}

/* Two algorithms, each with a nonce of its own (RFC 8760): any of them is an answer. */
static void several_nonces(void)
{
    ladder_expect(
        "0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x realm=r nonce=s1 realm=r nonce=m1\n"
        "0.2 a>b " ANSWER(
            "m1",
            "2") "0.3 b>a 401 REGISTER cseq=2 to=x realm=r nonce=s2 realm=r nonce=m2\n"
                 "0.4 a>b " ANSWER(
                     "s2",
                     "3") "0.5 b>a 401 REGISTER cseq=3 to=x realm=r nonce=s3 realm=r nonce=m3",
        "6 auth_loop");
}

/* --- rejected_request_repeated --------------------------------------------------------------- */

#define REJECTED "0 a>b MESSAGE body\n0.1 b>a 603 MESSAGE to=x\n"

static void rejected(void)
{
    ladder_expect_after(REJECTED, "5 a>b MESSAGE cseq=2 body\n5.1 b>a 200 MESSAGE cseq=2 to=x",
                        "3 rejected_request_repeated");
    ladder_expect("0 a>b REGISTER\n0.1 b>a 403 REGISTER to=x\n5 a>b REGISTER cseq=2\n"
                  "5.1 b>a 403 REGISTER cseq=2 to=x\n6 a>b REGISTER cseq=3\n"
                  "6.1 b>a 200 REGISTER cseq=3 to=x",
                  "3 rejected_request_repeated; 5 rejected_request_repeated");
    ladder_expect("0 a>b REGISTER\n0.1 b>a 600 REGISTER to=x retryafter=20\n"
                  "5 a>b REGISTER cseq=2\n5.1 b>a 200 REGISTER cseq=2 to=x",
                  "3 rejected_request_repeated");
    /* On two hops it is one fault. */
    ladder_expect("0 a>p MESSAGE\n0.01 p>b MESSAGE vias=2 branch=z9hG4bK-p\n"
                  "0.1 b>p 603 MESSAGE to=x vias=2 branch=z9hG4bK-p\n0.11 p>a 603 MESSAGE to=x\n"
                  "5 a>p MESSAGE cseq=2\n5.01 p>b MESSAGE cseq=2 vias=2 branch=z9hG4bK-q\n"
                  "5.1 b>p 603 MESSAGE cseq=2 to=y vias=2 branch=z9hG4bK-q\n"
                  "5.11 p>a 603 MESSAGE cseq=2 to=y",
                  "5 rejected_request_repeated");
}

static void may_be_sent_again(void)
{
    static const char *const others[] = {
        "5 a>b MESSAGE cseq=2 body hash=2\n5.1 b>a 200 MESSAGE cseq=2 to=x",
        "5 a>b MESSAGE cseq=2 odd\n5.1 b>a 200 MESSAGE cseq=2 to=x",
        "5 a>b MESSAGE cseq=2\n5.1 b>a 200 MESSAGE cseq=2 to=x",
        "5 a>b MESSAGE cseq=2 body cut\n5.1 b>a 200 MESSAGE cseq=2 to=x",
        ("5 a>b MESSAGE cseq=2 body realm=r nonce=n user=u response\n"
         "5.1 b>a 200 MESSAGE cseq=2 to=x"),
        "5 a>b MESSAGE cseq=2 body uri=sip:other@example.com\n5.1 b>a 200 MESSAGE cseq=2 to=x",
        "5 c>b MESSAGE cseq=2 body\n5.1 b>c 200 MESSAGE cseq=2 to=x",
        "0.2 a>b MESSAGE body\n0.3 b>a 603 MESSAGE to=x",
        "32.2 a>b MESSAGE cseq=2 body\n32.3 b>a 200 MESSAGE cseq=2 to=x",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_test_message("%s", others[i]);
        ladder_expect_after(REJECTED, others[i], "");
    }
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 603 MESSAGE to=x retryafter=5\n"
                  "5.1 a>b MESSAGE cseq=2\n5.2 b>a 200 MESSAGE cseq=2 to=x",
                  "");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 486 MESSAGE to=x\n1 a>b MESSAGE cseq=2\n"
                  "1.1 b>a 200 MESSAGE cseq=2 to=x",
                  "");
    ladder_expect("0 a>b BYE to=x\n0.1 b>a 403 BYE to=x\n1 a>b BYE to=x cseq=2\n"
                  "1.1 b>a 200 BYE to=x cseq=2",
                  "");
}

/* --- redirect_not_followed ------------------------------------------------------------------- */

/* A first INVITE that gets CODE with CONTACTS, and a second one, which goes to URI. */
static void expect_of_redirection(const char *code, const char *contacts, const char *uri,
                                  const char *expected)
{
    char *text = g_strdup_printf("0 a>b INVITE\n0.1 b>a %s INVITE to=x %s\n0.2 a>b ACK to=x\n"
                                 "1 a>b INVITE cseq=2 uri=%s\n1.1 b>a 486 INVITE to=y cseq=2\n"
                                 "1.2 a>b ACK to=y cseq=2",
                                 code, contacts, uri);

    g_test_message("%s", text);
    ladder_expect(text, expected);
    g_free(text);
}

static void not_followed(void)
{
    static const char expected[] = "4 redirect_not_followed";

    expect_of_redirection("302", "contact=sip:carol@example.com", "sip:callee@example.com",
                          expected);
    expect_of_redirection("300", "contact=sip:c@example.com contact=sip:d@example.com",
                          "sip:e@example.com", expected);
    expect_of_redirection("301", "contact=sip:carol@example.com:5070", "sip:carol@example.com",
                          expected);
    expect_of_redirection("302", "contact=sips:carol@example.com", "sip:carol@example.com",
                          expected);
}

static void followed(void)
{
    expect_of_redirection("302", "contact=sip:carol@example.com", "sip:carol@example.com", "");
    expect_of_redirection("300", "contact=sip:c@example.com contact=sip:d@example.com",
                          "sip:d@example.com", "");
    expect_of_redirection("302", "contact=SIP:%63arol@EXAMPLE.com.;user=phone?Subject=x",
                          "sip:carol@example.com:5060;transport=tcp", "");
}

static void need_not_be_followed(void)
{
    expect_of_redirection("302", "-Contact", "sip:callee@example.com",
                          "2 redirect_contact_missing");
    expect_of_redirection("305", "contact=sip:proxy.example.com", "sip:callee@example.com", "");
    expect_of_redirection("380", "contact=sip:carol@example.com", "sip:callee@example.com", "");
    /* Numbers and addresses of other kinds are not compared. */
    expect_of_redirection("302", "contact=tel:+123", "sip:123@example.com", "");
    expect_of_redirection("302", "contact=sip:123@example.com", "tel:+123", "");
    expect_of_redirection("302", "contact=sip:carol@example.com cut", "sip:callee@example.com", "");
}

static void sent_by_others(void)
{
    static const char redirected[] =
        "0 a>b INVITE\n0.1 b>a 302 INVITE to=x contact=sip:carol@example.com\n0.2 a>b ACK to=x\n";

    /* The callee calls back. */
    ladder_expect_after(redirected,
                        "1 b>a INVITE cseq=2 from=g\n1.1 a>b 486 INVITE cseq=2 from=g to=y\n"
                        "1.2 b>a ACK cseq=2 from=g to=y",
                        "");
    /* After the redirection was followed the caller is free … */
    ladder_expect_after(redirected,
                        "1 a>b INVITE cseq=2 uri=sip:carol@example.com\n"
                        "1.1 b>a 486 INVITE cseq=2 to=y\n1.2 a>b ACK cseq=2 to=y\n"
                        "2 a>b INVITE cseq=3\n2.1 b>a 486 INVITE cseq=3 to=z\n"
                        "2.2 a>b ACK cseq=3 to=z",
                        "");
    /* … as it is where the one that followed it may have been lost. */
    ladder_expect_after(redirected,
                        "2 a>b INVITE cseq=3\n2.1 b>a 486 INVITE cseq=3 to=z\n"
                        "2.2 a>b ACK cseq=3 to=z",
                        "");
    /* A proxy has its own list of targets. */
    ladder_expect("0 p>b INVITE vias=2\n0.1 b>p 302 INVITE to=x contact=sip:d@example.com vias=2\n"
                  "0.2 p>b ACK to=x\n1 p>b INVITE cseq=2 vias=2\n"
                  "1.1 b>p 486 INVITE cseq=2 to=y vias=2\n1.2 p>b ACK cseq=2 to=y",
                  "");
}

static void within_a_dialog(void)
{
    ladder_expect("0 a>b INVITE to=x\n0.1 b>a 302 INVITE to=x contact=sip:carol@example.com\n"
                  "0.2 a>b ACK to=x\n1 a>b INVITE cseq=2\n1.1 b>a 486 INVITE cseq=2 to=y\n"
                  "1.2 a>b ACK cseq=2 to=y",
                  "");
    ladder_expect("0 a>b INVITE\n0.1 b>a 302 INVITE to=x contact=sip:carol@example.com\n"
                  "0.2 a>b ACK to=x\n1 a>b INVITE cseq=2 to=z\n1.1 b>a 486 INVITE cseq=2 to=z\n"
                  "1.2 a>b ACK cseq=2 to=z",
                  "");
}

/* --- an answer that the next request shows --------------------------------------------------- */

static void credentials_show_the_challenge(void)
{
    /* Captured on the next hop only. */
    ladder_expect("0 p>a 100 OPTIONS call=2\n1 a>p REGISTER\n"
                  "1.01 p>b REGISTER vias=2 branch=z9hG4bK-p\n"
                  "1.1 b>p 401 REGISTER to=x realm=r nonce=n vias=2 branch=z9hG4bK-p\n"
                  "2 a>p REGISTER cseq=2 realm=r nonce=n user=u response\n"
                  "2.1 p>a 200 REGISTER cseq=2 to=x\n40 tick",
                  "");
    ladder_expect("0 b>a 100 OPTIONS call=2\n1 a>b REGISTER\n"
                  "2 a>b REGISTER cseq=2 realm=r nonce=n user=u response\n"
                  "2.1 b>a 200 REGISTER cseq=2 to=x\n40 tick",
                  "");
    /* It had them before. */
    ladder_expect("0 b>a 100 OPTIONS call=2\n1 a>b REGISTER realm=r nonce=n user=u response tcp\n"
                  "2 a>b REGISTER cseq=2 realm=r nonce=n user=u response\n"
                  "2.1 b>a 200 REGISTER cseq=2 to=x\n40 tick",
                  "2 non_invite_unanswered");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/retry/credentials_missing", credentials_missing);
    g_test_add_func("/retry/credentials_there", credentials_there);
    g_test_add_func("/retry/not_the_same_request", not_the_same_request);
    g_test_add_func("/retry/nothing_was_asked", nothing_was_asked);
    g_test_add_func("/retry/on_two_hops_it_is_one_fault", on_two_hops_it_is_one_fault);
    g_test_add_func("/retry/loop", loop);
    g_test_add_func("/retry/no_loop", no_loop);
    g_test_add_func("/retry/under_way", under_way);
    g_test_add_func("/retry/several_nonces", several_nonces);
    g_test_add_func("/retry/rejected", rejected);
    g_test_add_func("/retry/may_be_sent_again", may_be_sent_again);
    g_test_add_func("/retry/not_followed", not_followed);
    g_test_add_func("/retry/followed", followed);
    g_test_add_func("/retry/need_not_be_followed", need_not_be_followed);
    g_test_add_func("/retry/sent_by_others", sent_by_others);
    g_test_add_func("/retry/within_a_dialog", within_a_dialog);
    g_test_add_func("/retry/credentials_show_the_challenge", credentials_show_the_challenge);
    return g_test_run();
}
