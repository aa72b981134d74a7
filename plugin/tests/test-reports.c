/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all reports share: the messages of each transaction, and the counts. */
#include "ladder.h"
#include "report/message-chains.h"
#include "report/report.h"
#include "report/tally.h"

/* A proxied call that gets 486, its INVITE sent twice on the second hop, and a keep-alive. */
static const char proxied[] = "0.000 a>p INVITE\n"
                              "0.010 p>a 100 INVITE\n"
                              "0.020 p>b INVITE branch=z9hG4bK2 vias=2\n"
                              "0.520 p>b INVITE branch=z9hG4bK2 vias=2\n"
                              "0.600 a>b OPTIONS call=other from=g\n"
                              "0.610 b>a 200 OPTIONS call=other from=g to=y\n"
                              "0.700 b>p 486 INVITE to=x branch=z9hG4bK2 vias=2\n"
                              "0.710 p>b ACK to=x branch=z9hG4bK2\n"
                              "0.720 p>a 486 INVITE to=x\n"
                              "0.730 a>p ACK to=x\n";

/* The frames of a chain, such as "1 2 9 10". */
static char *chain(const struct sl_message_chains *chains, uint32_t number)
{
    GString *frames = g_string_new(NULL);

    for (const struct sl_record *r = sl_message_chains_first(chains, number); r;
         r = sl_message_chains_next(chains, r)) {
        g_string_append_printf(frames, "%s%u", frames->len ? " " : "", r->frame);
    }
    return g_string_free(frames, FALSE);
}

static void chains_of_interleaved_hops(void)
{
    struct ladder *l = ladder_play(proxied, NULL);
    struct sl_message_chains *chains = sl_message_chains_new(l->capture);
    char *first, *second;

    g_assert_cmpuint(sl_message_chains_count(chains), ==, 2);
    first = chain(chains, 1);
    second = chain(chains, 2);
    g_assert_cmpstr(first, ==, "1 2 9 10");
    g_assert_cmpstr(second, ==, "3 4 7 8");
    g_assert_true(sl_message_chains_has_transaction(chains, ladder_record(l, 1)->call));
    g_assert_false(sl_message_chains_has_transaction(chains, ladder_record(l, 5)->call));
    g_free(first);
    g_free(second);
    sl_message_chains_free(chains);
    ladder_free(l);
}

static void chains_of_nothing(void)
{
    struct ladder *l = ladder_play("1 tick\n", NULL);
    struct sl_message_chains *chains = sl_message_chains_new(l->capture);

    g_assert_cmpuint(sl_message_chains_count(chains), ==, 0);
    sl_message_chains_free(chains);
    ladder_free(l);
}

static struct sl_tally counts_of(const struct ladder *l)
{
    struct sl_tally t;
    size_t count;
    const struct sl_record *const *records = sl_capture_records(l->capture, &count);

    sl_tally_init(&t);
    sl_tally_add(&t, l->capture, records, count);
    return t;
}

static void counts_of_a_capture(void)
{
    struct ladder *l = ladder_play(proxied, NULL);
    struct sl_tally t = counts_of(l);

    g_assert_cmpuint(t.messages, ==, 10);
    g_assert_cmpuint(t.requests, ==, 6);
    g_assert_cmpuint(t.responses, ==, 4);
    g_assert_cmpuint(t.repeats, ==, 1);
    g_assert_cmpuint(t.duplicates, ==, 0);
    g_assert_cmpuint(t.calls, ==, 2);
    g_assert_cmpuint(t.transactions, ==, 2);
    g_assert_cmpuint(t.methods[SL_METHOD_INVITE], ==, 3);
    g_assert_cmpuint(t.methods[SL_METHOD_OPTIONS], ==, 1);
    g_assert_cmpuint(t.classes[4], ==, 2);
    g_assert_cmpuint(t.statuses[486], ==, 2);
    g_assert_cmpuint(t.outcomes[SL_OUTCOME_BUSY], ==, 2);
    sl_tally_clear(&t);
    ladder_free(l);
}

static void counts_of_some_messages(void)
{
    struct ladder *l = ladder_play(proxied, NULL);
    const struct sl_record *some[] = {ladder_record(l, 8), ladder_record(l, 9),
                                      ladder_record(l, 10)};
    struct sl_tally t;

    sl_tally_init(&t);
    sl_tally_add(&t, l->capture, some, 1);
    sl_tally_add(&t, l->capture, some + 1, 2);
    g_assert_cmpuint(t.messages, ==, 3);
    g_assert_cmpuint(t.calls, ==, 1);
    g_assert_cmpuint(t.transactions, ==, 2); /* each once, the second before the first */
    sl_tally_clear(&t);
    ladder_free(l);
}

static void a_status_of_no_class_is_only_a_response(void)
{
    struct ladder *l = ladder_play("0.000 a>b INVITE\n"
                                   "0.100 b>a 999 INVITE to=x\n",
                                   NULL);
    struct sl_tally t = counts_of(l);

    g_assert_cmpuint(t.responses, ==, 1);
    for (unsigned i = 0; i < SL_CLASSES; i++) {
        g_assert_cmpuint(t.classes[i], ==, 0);
    }
    sl_tally_clear(&t);
    ladder_free(l);
}

static void the_text_report_lists_a_rule_so_often_and_counts_the_rest(void)
{
    GString *ladder = g_string_new("0.000 a>b INVITE\n"), *out = g_string_new(NULL);
    struct ladder *l;

    for (unsigned i = 0; i < SL_REPORT_LISTED + 5; i++) {
        g_string_append_printf(ladder,
                               "%u.000 a>b OPTIONS cseq=%u branch=z9hG4bKo%u -Max-Forwards\n",
                               i + 1, i + 10, i);
    }
    l = ladder_play(ladder->str, NULL);
    sl_report_text(l->capture, SL_LANGUAGES_EN, out);
    g_assert_nonnull(strstr(out->str, "frame 26  note   max_forwards_missing"));
    g_assert_null(strstr(out->str, "frame 27  note   max_forwards_missing"));
    g_assert_nonnull(strstr(out->str, "5 more are not listed"));
    g_assert_nonnull(strstr(out->str, "30  max_forwards_missing"));
    ladder_free(l);
    g_string_free(ladder, TRUE);
    g_string_free(out, TRUE);
}

static void the_text_report_says_why_transactions_are_incomplete(void)
{
    GString *ladder = g_string_new(NULL), *out = g_string_new(NULL);
    struct ladder *l;

    for (unsigned i = 1; i <= SL_REPORT_EXAMPLES + 2; i++) {
        g_string_append_printf(ladder, "%u.000 b>a 200 INVITE cseq=%u branch=z9hG4bKs%u to=x\n", i,
                               i, i);
    }
    g_string_append(ladder, "50.000 a>b INVITE cseq=90 branch=z9hG4bKe\n");
    l = ladder_play(ladder->str, NULL);
    sl_report_text(l->capture, SL_LANGUAGES_EN, out);
    g_assert_nonnull(strstr(out->str, "  7  the capture starts too late"));
    g_assert_nonnull(strstr(out->str, " (transaction 1, 2, 3, 4, 5, …)\n"));
    g_assert_nonnull(strstr(out->str, " (transaction 8)\n"));
    ladder_free(l);
    g_string_free(ladder, TRUE);
    g_string_free(out, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reports/chains_of_interleaved_hops", chains_of_interleaved_hops);
    g_test_add_func("/reports/chains_of_nothing", chains_of_nothing);
    g_test_add_func("/reports/counts_of_a_capture", counts_of_a_capture);
    g_test_add_func("/reports/counts_of_some_messages", counts_of_some_messages);
    g_test_add_func("/reports/a_status_of_no_class_is_only_a_response",
                    a_status_of_no_class_is_only_a_response);
    g_test_add_func("/reports/the_text_report_lists_a_rule_so_often_and_counts_the_rest",
                    the_text_report_lists_a_rule_so_often_and_counts_the_rest);
    g_test_add_func("/reports/the_text_report_says_why_transactions_are_incomplete",
                    the_text_report_says_why_transactions_are_incomplete);
    return g_test_run();
}
