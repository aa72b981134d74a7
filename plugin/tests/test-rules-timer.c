/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

static void interval_too_small(void)
{
    ladder_expect("0 a>b INVITE se=89", "1 session_interval_too_small");
    ladder_expect("0 a>b INVITE se=90", "");
    ladder_expect("0 a>b INVITE se=4294967295 minse=90", "");
    ladder_expect("0 a>b UPDATE to=x se=120 minse=121", "1 session_interval_too_small");
    ladder_expect("0 a>b UPDATE to=x se=120 minse=120", "");
    ladder_expect("0 b>a 200 INVITE to=x se=60 refresher", "1 session_interval_too_small");
    /* A number cut in two. */
    ladder_expect("0 a>b INVITE se=18 cut", "");
    /* The Min-SE of another message, and one alone. */
    ladder_expect("0 a>b INVITE minse=600\n0.1 b>a 200 INVITE to=x se=300 refresher", "");
}

static void interval_is_one_fault_end_to_end(void)
{
    ladder_expect("0 a>p INVITE se=30\n0.01 p>b INVITE se=30 vias=2 branch=z9hG4bK-p\n"
                  "0.5 a>p INVITE se=30\n0.51 b>p 100 INVITE vias=2 branch=z9hG4bK-p",
                  "1 session_interval_too_small; 4 provisional_late");
    /* What the caller asked for was right, the proxy shortens it. */
    ladder_expect("0 a>p INVITE se=1800 minse=300\n"
                  "0.01 p>b INVITE se=120 minse=300 vias=2 branch=z9hG4bK-p",
                  "2 session_interval_too_small");
}

static void min_se(void)
{
    ladder_expect("0 b>a 422 INVITE to=x", "1 min_se_missing");
    ladder_expect("0 b>a 422 UPDATE to=x", "1 min_se_missing");
    ladder_expect("0 b>a 422 INVITE to=x minse=100", "");
    ladder_expect("0 b>a 422 INVITE to=x cut", "");
    ladder_expect("0 b>a 423 REGISTER to=x", "");
    /* Handed on, and repeated: one fault. */
    ladder_expect("0 b>p 422 INVITE to=x vias=2 branch=z9hG4bK-p\n0.01 p>a 422 INVITE to=x\n"
                  "0.6 p>a 422 INVITE to=x",
                  "1 min_se_missing");
}

static void refresher(void)
{
    ladder_expect("0 b>a 200 INVITE to=x se=90", "1 refresher_missing");
    ladder_expect("0 b>a 200 UPDATE to=x se=90", "1 refresher_missing");
    ladder_expect("0 b>a 200 INVITE to=x se=90 refresher", "");
    ladder_expect("0 b>a 200 INVITE to=x", "");
    ladder_expect("0 b>a 200 INVITE to=x se=90 cut", "");
    ladder_expect("0 b>a 200 BYE to=x se=90", "");
    ladder_expect("0 b>a 183 INVITE to=x se=90", "");
    ladder_expect("0 a>b INVITE se=90", "");
    /* The proxy adds the interval for the callee. */
    ladder_expect("0 b>p 200 INVITE to=x vias=2 branch=z9hG4bK-p\n0.01 p>a 200 INVITE to=x se=90",
                  "2 refresher_missing");
}

/* --- session_not_refreshed ------------------------------------------------------------------- */

#define INFO_OF_B "b>a INFO from=x to=f cseq=7\n"
#define OK_TO_B "a>b 200 INFO from=x to=f cseq=7\n"

/* A call of 90 s between a and b from 3 s on, both on its path by address, and then MORE. */
static void expect_of_call(const char *more, const char *expected)
{
    ladder_expect_after("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n"
                        "3 b>a 200 INVITE to=x se=90 refresher contact=192.0.2.98\n"
                        "3.1 a>b ACK to=x branch=z9hG4bK-ack\n",
                        more, expected);
}

static void not_refreshed(void)
{
    expect_of_call("93.4 " INFO_OF_B "93.5 " OK_TO_B, "");
    expect_of_call("93.6 " INFO_OF_B "93.7 " OK_TO_B, "3 session_not_refreshed");
    /* Told once. */
    expect_of_call("93.6 " INFO_OF_B "93.7 " OK_TO_B "94 a>b OPTIONS to=x cseq=2\n"
                   "94.1 b>a 200 OPTIONS to=x cseq=2",
                   "3 session_not_refreshed");
    /* The refresh itself comes too late. */
    expect_of_call("200 a>b UPDATE to=x cseq=2\n200.1 b>a 200 UPDATE to=x cseq=2 se=90 refresher",
                   "3 session_not_refreshed");
}

static void ended_by_bye(void)
{
    /* The other side gives up as the interval ends, as it should. */
    expect_of_call("120 b>a BYE from=x to=f cseq=7\n120.1 a>b 200 BYE from=x to=f cseq=7", "");
    expect_of_call("126 b>a BYE from=x to=f cseq=7\n126.1 a>b 200 BYE from=x to=f cseq=7",
                   "3 session_not_refreshed");
    /* After BYE there is nothing left to refresh. */
    expect_of_call("50 b>a BYE from=x to=f cseq=7\n50.1 a>b 200 BYE from=x to=f cseq=7\n"
                   "200 a>b OPTIONS to=x cseq=2\n200.1 b>a 200 OPTIONS to=x cseq=2",
                   "");
}

static void refreshed(void)
{
    expect_of_call("50 b>a UPDATE from=x to=f cseq=7\n"
                   "50.1 a>b 200 UPDATE from=x to=f cseq=7 se=90 refresher\n"
                   "140 a>b INFO to=x cseq=2\n140.1 b>a 200 INFO to=x cseq=2",
                   "");
    expect_of_call("50 b>a UPDATE from=x to=f cseq=7\n"
                   "50.1 a>b 200 UPDATE from=x to=f cseq=7 se=90 refresher\n"
                   "150 a>b INFO to=x cseq=2\n150.1 b>a 200 INFO to=x cseq=2",
                   "6 session_not_refreshed");
    /* A re-INVITE whose 2xx has no interval switches the timer off. */
    expect_of_call("50 a>b INVITE to=x cseq=2\n50.1 b>a 200 INVITE to=x cseq=2\n"
                   "50.2 a>b ACK to=x cseq=2 branch=z9hG4bK-ack2\n"
                   "250 a>b INFO to=x cseq=3\n250.1 b>a 200 INFO to=x cseq=3",
                   "");
}

static void tried_to_refresh(void)
{
    /* Refused, and without a response that was captured. */
    expect_of_call("50 a>b INVITE to=x cseq=2\n50.1 b>a 488 INVITE to=x cseq=2\n"
                   "50.2 a>b ACK to=x cseq=2\n150 " INFO_OF_B "150.1 " OK_TO_B,
                   "");
    expect_of_call("50 a>b INVITE to=x cseq=2\n50.2 a>b ACK to=x cseq=2 branch=z9hG4bK-ack2\n"
                   "150 " INFO_OF_B "150.1 " OK_TO_B,
                   "");
}

static void room_for_a_refresh_that_was_lost(void)
{
    expect_of_call("150 a>b INFO to=x cseq=3\n150.1 b>a 200 INFO to=x cseq=3", "");
    /* Where b begins to count nobody knows. */
    expect_of_call("140 b>a INFO from=x to=f cseq=7\n140.1 a>b 200 INFO from=x to=f cseq=7\n",
                   "3 session_not_refreshed");
    expect_of_call("50 b>a INFO from=x to=f cseq=7\n50.1 a>b 200 INFO from=x to=f cseq=7\n"
                   "140 b>a INFO from=x to=f cseq=9\n140.1 a>b 200 INFO from=x to=f cseq=9\n",
                   "");
}

static void other_usages_and_dialogs(void)
{
    expect_of_call("150 b>a NOTIFY from=x to=f cseq=7\n150.1 a>b 200 NOTIFY from=x to=f cseq=7",
                   "");
    expect_of_call("150 a>b OPTIONS cseq=2\n150.1 b>a 200 OPTIONS to=y cseq=2", "");
    /* The other party no longer knows the dialog: it had ended the session. */
    expect_of_call("150 a>b INFO to=x cseq=2\n150.1 b>a 481 INFO to=x cseq=2\n151 tick",
                   "6 dialog_lost");
}

static void early_dialog_has_no_session(void)
{
    static const char early[] = "0 a>b INVITE\n0.1 b>a 180 INVITE to=x contact=192.0.2.98\n"
                                "1 a>b UPDATE to=x cseq=2\n"
                                "1.1 b>a 200 UPDATE to=x cseq=2 se=90 refresher\n"
                                "150 a>b INFO to=x cseq=3\n150.1 b>a 200 INFO to=x cseq=3\n";

    ladder_expect(early, "");
}

static void seen_in_part(void)
{
    /* Nothing that went to b was captured. */
    ladder_expect("0.1 b>a 180 INVITE to=x\n"
                  "3 b>a 200 INVITE to=x se=90 refresher contact=192.0.2.98\n150 " INFO_OF_B,
                  "");
    /* A message to one of them was cut beyond recognition. */
    expect_of_call("50 a>b UPDATE to=x cut -Via\n150 " INFO_OF_B "150.1 " OK_TO_B, "");
}

/* By address nothing says that requests within the dialog pass here … */
static void other_path(void)
{
    static const char call[] = "0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n"
                               "3 b>a 200 INVITE to=x se=90 refresher contact=phone.example.com\n"
                               "3.1 a>b ACK to=x branch=z9hG4bK-ack\n";

    ladder_expect_after(call, "150 a>b INFO to=x cseq=2\n150.1 b>a 200 INFO to=x cseq=2\n", "");
    /* … but both parties were seen to send some. */
    ladder_expect_after(call, "150 " INFO_OF_B "150.1 " OK_TO_B, "3 session_not_refreshed");
}

static void one_session_on_two_hops(void)
{
    static const char call[] =
        "0 a>p INVITE\n0.01 p>a 100 INVITE\n0.01 p>b INVITE vias=2 branch=z9hG4bK-p\n"
        "0.1 b>p 180 INVITE to=x vias=2 branch=z9hG4bK-p\n0.11 p>a 180 INVITE to=x\n"
        "3 b>p 200 INVITE to=x se=90 refresher rr=192.0.2.112 vias=2 branch=z9hG4bK-p\n"
        "3.01 p>a 200 INVITE to=x se=90 refresher rr=192.0.2.112\n"
        "3.1 a>p ACK to=x branch=z9hG4bK-ack\n3.11 p>b ACK to=x vias=2 branch=z9hG4bK-ackp\n";

    ladder_expect_after(
        call,
        "150 a>p BYE to=x cseq=2\n150.01 p>b BYE to=x cseq=2 vias=2 branch=z9hG4bK-q\n"
        "150.1 b>p 200 BYE to=x cseq=2 vias=2 branch=z9hG4bK-q\n"
        "150.11 p>a 200 BYE to=x cseq=2",
        "6 session_not_refreshed");
    /* The refresh was seen on one of them. */
    ladder_expect_after(call,
                        "50 p>b UPDATE to=x cseq=2 vias=2 branch=z9hG4bK-u\n"
                        "50.1 b>p 200 UPDATE to=x cseq=2 se=90 refresher vias=2 branch=z9hG4bK-u\n"
                        "130 a>p BYE to=x cseq=3\n130.1 p>a 200 BYE to=x cseq=3",
                        "");
}

static void interval_added_by_proxy(void)
{
    ladder_expect("0 a>p INVITE\n0.01 p>a 100 INVITE\n0.01 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                  "0.1 b>p 200 INVITE to=x rr=192.0.2.112 vias=2 branch=z9hG4bK-p\n"
                  "0.11 p>a 200 INVITE to=x se=90 refresher rr=192.0.2.112\n"
                  "0.2 a>p ACK to=x branch=z9hG4bK-ack\n"
                  "0.21 p>b ACK to=x vias=2 branch=z9hG4bK-ackp\n"
                  "150 a>p INFO to=x cseq=2\n150.1 p>a 200 INFO to=x cseq=2",
                  "5 session_not_refreshed");
}

static void clock_that_jumps(void)
{
    expect_of_call("99999999 " INFO_OF_B "99999999.1 " OK_TO_B, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/timer/interval_too_small", interval_too_small);
    g_test_add_func("/timer/interval_is_one_fault_end_to_end", interval_is_one_fault_end_to_end);
    g_test_add_func("/timer/min_se", min_se);
    g_test_add_func("/timer/refresher", refresher);
    g_test_add_func("/timer/not_refreshed", not_refreshed);
    g_test_add_func("/timer/ended_by_bye", ended_by_bye);
    g_test_add_func("/timer/refreshed", refreshed);
    g_test_add_func("/timer/tried_to_refresh", tried_to_refresh);
    g_test_add_func("/timer/room_for_a_refresh_that_was_lost", room_for_a_refresh_that_was_lost);
    g_test_add_func("/timer/other_usages_and_dialogs", other_usages_and_dialogs);
    g_test_add_func("/timer/early_dialog_has_no_session", early_dialog_has_no_session);
    g_test_add_func("/timer/seen_in_part", seen_in_part);
    g_test_add_func("/timer/other_path", other_path);
    g_test_add_func("/timer/one_session_on_two_hops", one_session_on_two_hops);
    g_test_add_func("/timer/interval_added_by_proxy", interval_added_by_proxy);
    g_test_add_func("/timer/clock_that_jumps", clock_that_jumps);
    return g_test_run();
}
