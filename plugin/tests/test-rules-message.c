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

/* The one request that is unanswered there: sent-by, branch, or one Via too many. */
static void odd_via_answers_all_the_same(void)
{
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x viaport=5860\n99 tick",
                  "2 response_via_mismatch");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x branch=z9hG4bK-other\n99 tick",
                  "2 response_via_mismatch");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x branch=-\n99 tick",
                  "2 response_via_mismatch");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x vias=2 viaport=5870\n99 tick",
                  "2 response_via_mismatch");
    /* Each such Via of a transaction once; the hop stays one transaction. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x viaport=5860\n"
                  "1 b>a 200 INVITE to=x viaport=5860 contact=192.0.2.98\n"
                  "1.1 a>b ACK to=x branch=z9hG4bK-ack\n"
                  "2 a>b BYE to=x cseq=2\n2.1 b>a 200 BYE to=x cseq=2 viaport=5860\n99 tick",
                  "2 response_via_mismatch; 6 response_via_mismatch");
    /* Of a CANCEL. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n1 a>b CANCEL\n"
                  "1.1 b>a 200 CANCEL to=x viaport=5860\n1.2 b>a 487 INVITE to=x\n"
                  "1.3 a>b ACK to=x\n99 tick",
                  "4 response_via_mismatch");
}

static void odd_via_may_be_of_another_request(void)
{
    /* Two that it may answer; neither host can be told from another on it; nothing is unanswered.
     */
    ladder_expect("0 a>b INVITE branch=z9hG4bK-1\n0.1 a>b INVITE branch=z9hG4bK-2\n"
                  "0.2 b>a 180 INVITE to=x branch=z9hG4bK-3\n0.4 tick",
                  "");
    ladder_expect("0 a>a MESSAGE\n0.1 a>a 200 MESSAGE to=x branch=z9hG4bK-other\n1 tick", "");
    ladder_expect("0 a>a MESSAGE\n0.1 a>a 200 MESSAGE to=x viaport=5860\n1 tick",
                  "2 response_via_mismatch");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x\n"
                  "0.2 b>a 200 MESSAGE to=x branch=z9hG4bK-other\n1 tick",
                  "");
    /* Another server port: another line of the device, whose INVITE was not captured. */
    ladder_expect("0 a>b INVITE\n0.1 b>a 180 INVITE to=x sport=5062 branch=z9hG4bK-other\n1 tick",
                  "");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x viaport=5860 cut\n1 tick", "");
    ladder_expect("0 a>b MESSAGE\n0.1 b>a 200 MESSAGE to=x viaport=5860 from=g\n1 tick", "");
}

static void response_without_call_id_answers(void)
{
    ladder_expect("0 a>b OPTIONS\n0.1 b>a 200 OPTIONS to=x -Call-ID call=-\n"
                  "40 a>b OPTIONS call=2 cseq=2\n40.1 b>a 200 OPTIONS call=2 cseq=2 to=y\n99 tick",
                  "2 header_missing");
    ladder_expect(
        "0 a>b INVITE\n0.1 b>a 486 INVITE to=x -Call-ID call=-\n0.2 a>b ACK to=x\n99 tick",
        "2 header_missing");
}

/* What a method needs. */
static void what_methods_need(void)
{
    ladder_expect("0 a>b NOTIFY to=x -Event\n0.1 b>a 200 NOTIFY to=x\n", "1 header_missing");
    ladder_expect("0 a>b NOTIFY to=x -Subscription-State\n0.1 b>a 200 NOTIFY to=x\n",
                  "1 header_missing");
    ladder_expect("0 a>b NOTIFY -Event -Subscription-State\n0.1 b>a 200 NOTIFY to=x\n", "");
    ladder_expect("0 a>b SUBSCRIBE -Event\n0.1 b>a 489 SUBSCRIBE to=x\n", "1 header_missing");
    ladder_expect("0 a>b REFER -Refer-To\n0.1 b>a 400 REFER to=x\n", "1 header_missing");
    ladder_expect("0 a>b OPTIONS -Event -Refer-To\n0.1 b>a 200 OPTIONS to=x\n", "");
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
    g_test_add_func("/message/odd_via", odd_via_answers_all_the_same);
    g_test_add_func("/message/odd_via_of_another", odd_via_may_be_of_another_request);
    g_test_add_func("/message/response_without_call_id", response_without_call_id_answers);
    g_test_add_func("/message/what_methods_need", what_methods_need);
    return g_test_run();
}
