/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

static void requests(void)
{
    ladder_expect("0 a>b OPTIONS", "");
    ladder_expect("0 a>b OPTIONS cseqmethod=INFO", "1 cseq_method_mismatch");
    ladder_expect("0 a>b OPTIONS from=-", "1 from_tag_missing");
    ladder_expect("0 a>b OPTIONS -Max-Forwards", "1 max_forwards_missing");
    ladder_expect("0 a>b ACK -Max-Forwards to=x", "");
    ladder_expect("0 a>b OPTIONS branch=1", "1 branch_cookie_missing");
    ladder_expect("0 a>b OPTIONS branch=-", "1 branch_cookie_missing");
    ladder_expect("0 a>b INVITE -Contact", "1 contact_missing");
    ladder_expect("0 a>b BYE -Contact to=x", "");
    ladder_expect("0 a>b OPTIONS -To", "1 header_missing");
}

static void responses(void)
{
    ladder_expect("0 a>b 180 INVITE", "1 to_tag_missing");
    ladder_expect("0 a>b 100 INVITE", "");
    ladder_expect("0 a>b 180 INVITE to=x -Contact", "");
    ladder_expect("0 a>b 200 INVITE to=x -Contact", "1 contact_missing");
    ladder_expect("0 a>b 302 INVITE to=x -Contact", "1 redirect_contact_missing");
    ladder_expect("0 a>b 302 INVITE to=x", "");
    ladder_expect("0 a>b 380 INVITE to=x -Contact", "");
    ladder_expect("0 a>b 401 REGISTER to=x -WWW-Authenticate", "1 challenge_missing");
    ladder_expect("0 a>b 407 INVITE to=x -Proxy-Authenticate", "1 challenge_missing");
    ladder_expect("0 a>b 401 INVITE to=x -Proxy-Authenticate", "");
    ladder_expect("0 a>b 299 OPTIONS to=x", "1 unknown_status");
}

static void what_the_snap_length_cut_is_not_missed(void)
{
    ladder_expect("0 a>b INVITE cut -Contact -Max-Forwards -To from=- branch=-", "");
}

static void handed_on_it_is_one_fault(void)
{
    ladder_expect("0 b>p 180 INVITE vias=2 branch=z9hG4bK-p\n0 p>a 180 INVITE", "1 to_tag_missing");
    /* Each hop answers a CANCEL by itself. */
    ladder_expect("0 b>p 200 CANCEL vias=2 branch=z9hG4bK-p\n0 p>a 200 CANCEL",
                  "1 to_tag_missing; 2 to_tag_missing");
}

static void mismatched_response(void)
{
    ladder_expect("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x call=other branch=z9hG4bK-OPTIONS-1",
                  "2 response_mismatch");
    ladder_expect("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x from=g", "2 response_mismatch");
    ladder_expect("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x cseq=2 branch=z9hG4bK-OPTIONS-1",
                  "2 response_mismatch");
    /* One branch for several requests, as real proxies have it. */
    ladder_expect("0 a>b INVITE branch=z9hG4bK-1\n0.1 b>a 486 INVITE to=x branch=z9hG4bK-1\n"
                  "0.2 a>b ACK to=x branch=z9hG4bK-1\n0.3 a>b INVITE cseq=2 branch=z9hG4bK-1\n"
                  "0.4 b>a 100 INVITE cseq=2 branch=z9hG4bK-1",
                  "");
    /* From a host that none of them went to. */
    ladder_expect("0 a>b OPTIONS\n0.1 c>a 200 OPTIONS to=x from=g", "");
}

static void expect_says(const char *text, const char *says)
{
    struct ladder *ladder = ladder_play(text, NULL);
    const struct sl_finding *finding = ladder_record(ladder, 2)->findings;
    GString *sentence = g_string_new(NULL);

    g_assert_nonnull(finding);
    sl_finding_describe(finding, SL_EN, sentence);
    if (!strstr(sentence->str, says)) {
        g_test_message("\"%s\" lacks \"%s\"", sentence->str, says);
        g_test_fail();
    }
    g_string_free(sentence, TRUE);
    ladder_free(ladder);
}

/* Both values of what differs, and nothing that is alike. */
static void mismatched_response_shows_what_differs(void)
{
    expect_says("0 a>b OPTIONS call=one\n"
                "0.1 b>a 200 OPTIONS to=x call=two branch=z9hG4bK-OPTIONS-1",
                "another Call-ID (two here, one there)");
    expect_says("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x from=g",
                "another From tag (g here, f there)");
    expect_says("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x from=-",
                "another From tag (none here, f there)");
    expect_says("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x cseq=2 branch=z9hG4bK-OPTIONS-1",
                "another CSeq number (2 here, 1 there)");
    expect_says("0 a>b OPTIONS\n0.1 b>a 200 INFO to=x branch=z9hG4bK-OPTIONS-1",
                "another CSeq method (INFO here, OPTIONS there)");
    expect_says("0 a>b FROB branch=z9hG4bK-1\n0.1 b>a 200 INFO to=x branch=z9hG4bK-1",
                "another CSeq method (INFO here, an unregistered method there)");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/requests", requests);
    g_test_add_func("/message/responses", responses);
    g_test_add_func("/message/what_the_snap_length_cut_is_not_missed",
                    what_the_snap_length_cut_is_not_missed);
    g_test_add_func("/message/handed_on_it_is_one_fault", handed_on_it_is_one_fault);
    g_test_add_func("/message/mismatched_response", mismatched_response);
    g_test_add_func("/message/mismatched_response_shows_what_differs",
                    mismatched_response_shows_what_differs);
    return g_test_run();
}
