/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "ladder.h"
#include "report/span.h"
#include "report/verdict.h"

static const char busy[] = "0.000 a>b INVITE\n"
                           "0.010 b>a 100 INVITE\n"
                           "0.100 b>a 180 INVITE to=x\n"
                           "3.000 b>a 486 INVITE to=x\n"
                           "3.010 a>b ACK to=x\n";

static enum sl_state state(const struct ladder *l, unsigned frame)
{
    return sl_record_state(l->capture, ladder_record(l, frame));
}

static enum sl_outcome outcome(const struct ladder *l, unsigned frame)
{
    return sl_transaction_outcome(l->capture, ladder_record(l, frame)->transaction);
}

static enum sl_verdict verdict(const struct ladder *l, unsigned frame, struct sl_doubt *reason)
{
    return sl_transaction_verdict(l->capture, ladder_record(l, frame)->transaction, reason);
}

static uint32_t transaction(const struct ladder *l, unsigned frame)
{
    const struct sl_transaction *t = ladder_record(l, frame)->transaction;

    return t ? t->number : 0;
}

static void states_of_a_call(void)
{
    struct ladder *l = ladder_play(busy, NULL);
    static const enum sl_state expected[] = {SL_STATE_CALLING, SL_STATE_PROCEEDING,
                                             SL_STATE_PROCEEDING, SL_STATE_COMPLETED,
                                             SL_STATE_CONFIRMED};

    for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_assert_cmpint(state(l, i + 1), ==, expected[i]);
        g_assert_cmpuint(transaction(l, i + 1), ==, 1);
    }
    g_assert_cmpint(outcome(l, 1), ==, SL_OUTCOME_BUSY);
    g_assert_cmpint(verdict(l, 1, NULL), ==, SL_VERDICT_OK);
    ladder_free(l);
}

/* The table once more, from RFC 3261 §13.2.2.4, §17.1.1 and §17.2.1 with RFC 6026. */
static void state_table_is_as_expected(void)
{
    enum { N, CA, P, A, CO, C };
    static const unsigned char expected[SL_STATE_TIMED_OUT][SL_EVENTS] = {
        /* after: INVITE, 1xx, 2xx, failure, ACK */
        [SL_STATE_NONE] = {CA, P, A, CO, C},       [SL_STATE_CALLING] = {CA, P, A, CO, CA},
        [SL_STATE_PROCEEDING] = {P, P, A, CO, P},  [SL_STATE_ACCEPTED] = {A, A, A, A, C},
        [SL_STATE_COMPLETED] = {CO, CO, A, CO, C}, [SL_STATE_CONFIRMED] = {C, C, A, C, C},
    };

    g_assert_cmpint(N, ==, SL_STATE_NONE);
    g_assert_cmpint(C, ==, SL_STATE_CONFIRMED);
    for (int s = 0; s < SL_STATE_TIMED_OUT; s++) {
        for (int e = 0; e < SL_EVENTS; e++) {
            g_test_message("state %d, event %d", s, e);
            g_assert_cmpint(sl_state_next((enum sl_state)s, (enum sl_event)e), ==, expected[s][e]);
        }
    }
}

/* The states that the messages of TEXT leave behind, in words. */
static void assert_states(const char *text, const char *expected)
{
    struct ladder *l = ladder_play(text, NULL);
    GString *found = g_string_new(NULL);
    size_t count;

    sl_capture_records(l->capture, &count);
    for (unsigned frame = 1; frame <= count; frame++) {
        g_string_append_printf(found, "%s%s", frame > 1 ? " " : "",
                               sl_state_name(state(l, frame))->name);
    }
    g_assert_cmpstr(found->str, ==, expected);
    g_string_free(found, TRUE);
    ladder_free(l);
}

/* Every state of the contract, and every move that surprises. */
static void states_are_those_of_the_wire(void)
{
    assert_states("0 a>b INVITE\n0.1 b>a 100 INVITE\n0.2 b>a 200 INVITE to=x\n0.3 a>b ACK to=x\n",
                  "calling proceeding accepted confirmed");
    assert_states("0 a>b INVITE\n0.1 b>a 486 INVITE to=x\n0.2 a>b ACK to=x\n",
                  "calling completed confirmed");
    /* The capture starts late. */
    assert_states("0 b>a 180 INVITE to=x\n0.1 b>a 200 INVITE to=x\n0.2 a>b ACK to=x branch=k\n",
                  "proceeding accepted confirmed");
    assert_states("0 a>b ACK to=x branch=k\n", "confirmed");
    /* The INVITE is captured after what answers it. */
    assert_states("0 b>a 100 INVITE\n0.001 a>b INVITE\n", "proceeding proceeding");
    assert_states("0 b>a 200 INVITE to=x\n0.001 a>b INVITE\n0.002 a>b ACK to=x\n",
                  "accepted accepted confirmed");
    /* An ACK before any final response confirms nothing. */
    assert_states("0 a>b INVITE\n0.1 a>b ACK to=x\n0.2 b>a 180 INVITE to=x\n",
                  "calling calling proceeding");
    /* Forks: one rings on or fails after another's 2xx, which moves a failure and a confirmed one.
     */
    assert_states("0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n0.2 b>a 180 INVITE to=y\n"
                  "0.3 b>a 486 INVITE to=y\n",
                  "calling accepted accepted accepted");
    assert_states("0 a>b INVITE\n0.1 b>a 486 INVITE to=x\n0.2 b>a 180 INVITE to=y\n"
                  "0.3 b>a 200 INVITE to=y\n",
                  "calling completed completed accepted");
    assert_states("0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n0.2 a>b ACK to=x\n"
                  "0.3 b>a 200 INVITE to=y\n0.4 a>b ACK to=y branch=k\n0.5 b>a 486 INVITE to=z\n",
                  "calling accepted confirmed accepted confirmed confirmed");
    /* CANCEL and PRACK do not move it. */
    assert_states(
        "0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n0.2 a>b CANCEL\n0.3 b>a 200 CANCEL to=x\n",
        "calling proceeding proceeding proceeding");
    /* Timed out is shown with the newest message, and gone when something comes after all. */
    assert_states("0 b>a OPTIONS call=o from=g\n0 a>b INVITE tcp\n40 tick\n", "unknown timed_out");
    assert_states("0 b>a OPTIONS call=o from=g\n0 a>b INVITE\n40 b>a 486 INVITE to=x\n",
                  "unknown calling completed");
}

static void times_end_where_they_belong(void)
{
    struct ladder *l = ladder_play(busy, NULL);
    int64_t ns;

    g_assert_true(sl_record_span(ladder_record(l, 2), SL_SPAN_FIRST_RESPONSE, &ns));
    g_assert_cmpint(ns, ==, 10 * SL_NS_PER_MS);
    g_assert_true(sl_record_span(ladder_record(l, 3), SL_SPAN_RING, &ns));
    g_assert_cmpint(ns, ==, 100 * SL_NS_PER_MS);
    g_assert_true(sl_record_span(ladder_record(l, 4), SL_SPAN_FINAL, &ns));
    g_assert_cmpint(ns, ==, 3 * SL_NS_PER_S);
    g_assert_true(sl_record_span(ladder_record(l, 5), SL_SPAN_ACK, &ns));
    g_assert_cmpint(ns, ==, 10 * SL_NS_PER_MS);
    g_assert_false(sl_record_span(ladder_record(l, 4), SL_SPAN_ANSWER, &ns));
    g_assert_false(sl_record_span(ladder_record(l, 3), SL_SPAN_FIRST_RESPONSE, &ns));
    ladder_free(l);
    /* No step takes less than no time: the capture has them in the wrong order. */
    l = ladder_play("0.001 b>a 180 INVITE to=x\n0.002 a>b INVITE\n", NULL);
    g_assert_false(sl_record_span(ladder_record(l, 1), SL_SPAN_FIRST_RESPONSE, &ns));
    ladder_free(l);
}

static void cancel_and_prack_belong_to_the_invite(void)
{
    struct ladder *l = ladder_play("0 a>b INVITE\n"
                                   "0.1 b>a 183 INVITE to=x\n"
                                   "0.2 a>b PRACK cseq=2 to=x rack=1\n"
                                   "0.3 b>a 200 PRACK cseq=2 to=x\n"
                                   "1 a>b CANCEL\n"
                                   "1.1 b>a 200 CANCEL to=x\n"
                                   "1.2 a>b BYE cseq=3 to=x\n",
                                   NULL);

    for (unsigned frame = 1; frame <= 6; frame++) {
        g_assert_cmpuint(transaction(l, frame), ==, 1);
    }
    g_assert_cmpuint(transaction(l, 7), ==, 0);
    ladder_free(l);
}

static void repeats_and_duplicates(void)
{
    struct ladder *l = ladder_play("0.000 a>b INVITE\n"
                                   "0.100 a>b INVITE\n"
                                   "0.500 a>b INVITE\n"
                                   "0.501 a>b INVITE\n"
                                   "0.502 c>b INVITE\n"
                                   "0.600 a>b OPTIONS call=o\n"
                                   "1.100 a>b OPTIONS call=o\n",
                                   NULL);

    g_assert_null(ladder_record(l, 1)->original);
    g_assert_true(ladder_record(l, 2)->original == ladder_record(l, 1));
    g_assert_true(ladder_record(l, 2)->is_duplicate);
    g_assert_true(ladder_record(l, 3)->original == ladder_record(l, 1));
    g_assert_false(ladder_record(l, 3)->is_duplicate);
    g_assert_true(ladder_record(l, 4)->original == ladder_record(l, 1));
    g_assert_true(ladder_record(l, 4)->is_duplicate);
    g_assert_null(ladder_record(l, 5)->original); /* other hosts: another hop */
    g_assert_true(ladder_record(l, 7)->original == ladder_record(l, 6));
    g_assert_false(ladder_record(l, 7)->is_duplicate);
    ladder_free(l);
}

/* Equal bytes to a copy that differs in a detail from the first are copies of the first. */
static void repeats_of_repeats(void)
{
    struct ladder *l = ladder_play("0.0 a>b INVITE\n"
                                   "0.5 a>b INVITE bytes=2\n"
                                   "1.5 a>b INVITE bytes=2\n"
                                   "2.0 b>a 486 INVITE to=x\n"
                                   "2.5 b>a 486 INVITE to=x bytes=3\n"
                                   "3.5 b>a 486 INVITE to=x bytes=3\n",
                                   NULL);

    g_assert_true(ladder_record(l, 2)->original == ladder_record(l, 1));
    g_assert_true(ladder_record(l, 3)->original == ladder_record(l, 1));
    g_assert_true(ladder_record(l, 5)->original == ladder_record(l, 4));
    g_assert_true(ladder_record(l, 6)->original == ladder_record(l, 4));
    g_assert_true(ladder_record(l, 4)->repeats->newest == ladder_record(l, 6));
    ladder_free(l);
}

static void hops_are_apart(void)
{
    struct ladder *l = ladder_play("0.000 a>p INVITE\n"
                                   "0.001 p>b INVITE vias=2 branch=z9hG4bK-p\n"
                                   "0.002 b>p 200 INVITE vias=2 branch=z9hG4bK-p to=x\n"
                                   "0.003 p>a 200 INVITE to=x\n"
                                   "0.004 a>p ACK to=x branch=z9hG4bK-ack\n"
                                   "0.005 p>b ACK to=x branch=z9hG4bK-ack2 vias=2\n",
                                   NULL);
    static const unsigned expected[] = {1, 2, 2, 1, 1, 2};

    for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_assert_cmpuint(transaction(l, i + 1), ==, expected[i]);
    }
    g_assert_true(ladder_record(l, 1)->call == ladder_record(l, 6)->call);
    ladder_free(l);
}

static void branch_is_used_again(void)
{
    struct ladder *l = ladder_play("0.0 a>b INVITE branch=z9hG4bK-1\n"
                                   "0.1 b>a 401 INVITE branch=z9hG4bK-1 to=x\n"
                                   "0.2 a>b ACK branch=z9hG4bK-1 to=x\n"
                                   "0.3 a>b INVITE branch=z9hG4bK-1 cseq=2\n"
                                   "0.4 b>a 100 INVITE branch=z9hG4bK-1 cseq=2\n",
                                   NULL);

    g_assert_cmpuint(transaction(l, 3), ==, 1);
    g_assert_cmpuint(transaction(l, 5), ==, 2);
    g_assert_cmpint(outcome(l, 1), ==, SL_OUTCOME_CHALLENGED);
    g_assert_cmpint(outcome(l, 4), ==, SL_OUTCOME_PENDING);
    ladder_free(l);
}

static void a_server_with_several_addresses(void)
{
    struct ladder *l = ladder_play("0 a>b INVITE\n0.1 c>a 403 INVITE to=x\n", NULL);

    g_assert_cmpuint(transaction(l, 2), ==, 1);
    g_assert_cmpint(outcome(l, 1), ==, SL_OUTCOME_REJECTED);
    ladder_free(l);
}

static void the_same_again_after_a_pause_is_new(void)
{
    struct ladder *l = ladder_play(busy, NULL);

    ladder_continue(l, "60.000 a>b INVITE\n60.010 b>a 100 INVITE\n");
    g_assert_cmpuint(transaction(l, 6), ==, 2);
    g_assert_null(ladder_record(l, 6)->original);
    g_assert_cmpuint(transaction(l, 7), ==, 2);
    g_assert_null(ladder_record(l, 7)->original);
    ladder_free(l);
}

static void what_is_not_shown_is_incomplete(void)
{
    struct sl_doubt reason;
    struct ladder *l = ladder_play("0 b>a 180 INVITE to=x\n", NULL);

    g_assert_cmpint(verdict(l, 1, &reason), ==, SL_VERDICT_INCOMPLETE);
    g_assert_true(reason.id == SL_DOUBT_STARTS_LATE);
    ladder_free(l);

    l = ladder_play("0 a>b INVITE\n0.1 b>a 180 INVITE to=x\n", NULL);
    g_assert_cmpint(verdict(l, 1, &reason), ==, SL_VERDICT_INCOMPLETE);
    g_assert_true(reason.id == SL_DOUBT_ENDS_EARLY);
    ladder_free(l);

    l = ladder_play("0 a>b INVITE\n99 tick\n", NULL);
    g_assert_cmpint(verdict(l, 1, &reason), ==, SL_VERDICT_INCOMPLETE);
    g_assert_true(reason.id == SL_DOUBT_ONE_DIRECTION);
    g_assert_cmpint(outcome(l, 1), ==, SL_OUTCOME_PENDING);
    g_assert_cmpint(state(l, 1), ==, SL_STATE_CALLING);
    ladder_free(l);

    l = ladder_play("0 a>b INVITE\n0.1 b>a 200 INVITE to=x contact=b.example.com\n99 tick\n", NULL);
    g_assert_cmpint(verdict(l, 1, &reason), ==, SL_VERDICT_INCOMPLETE);
    g_assert_true(reason.id == SL_DOUBT_OTHER_PATH);
    ladder_free(l);
}

static void silence_is_unreachable(void)
{
    struct ladder *l = ladder_play("0 b>a OPTIONS call=o from=g\n1 a>b INVITE\n"
                                   "1.5 a>b INVITE\n99 tick\n",
                                   NULL);

    g_assert_cmpint(outcome(l, 2), ==, SL_OUTCOME_UNREACHABLE);
    g_assert_cmpint(verdict(l, 2, NULL), ==, SL_VERDICT_VIOLATION);
    g_assert_cmpint(state(l, 2), ==, SL_STATE_CALLING);
    g_assert_cmpint(state(l, 3), ==, SL_STATE_TIMED_OUT);
    ladder_free(l);
}

static void a_fault_within_the_dialog_counts_for_its_invite(void)
{
    struct ladder *l = ladder_play("0.000 a>b INVITE\n"
                                   "0.010 b>a 200 INVITE to=x\n"
                                   "0.020 a>b ACK to=x branch=z9hG4bK-ack\n",
                                   NULL);

    g_assert_cmpint(verdict(l, 1, NULL), ==, SL_VERDICT_OK);
    ladder_continue(l, "1 a>b BYE cseq=2 to=x cseqmethod=INFO\n");
    g_assert_cmpint(verdict(l, 1, NULL), ==, SL_VERDICT_VIOLATION);
    ladder_free(l);
}

static void notes_do_not_make_a_violation(void)
{
    struct ladder *l = ladder_play("0.000 a>b INVITE -Max-Forwards\n"
                                   "0.010 b>a 200 INVITE to=x\n"
                                   "0.020 a>b ACK to=x branch=z9hG4bK-ack\n",
                                   NULL);

    g_assert_cmpint(verdict(l, 1, NULL), ==, SL_VERDICT_NOTE);
    ladder_free(l);
}

static void odd_messages_do_no_harm(void)
{
    struct ladder *l = ladder_play("0 a>b INVITE call=- from=- branch=-\n"
                                   "0 a>b INVITE -Via\n"
                                   "0 a>b ACK from=- to=-\n"
                                   "0 a>b CANCEL from=-\n"
                                   "0 b>a 200 ACK\n"
                                   "0 b>a 200 FOO to=x\n"
                                   "0 a>b PRACK rack=1/7 to=x\n"
                                   "0 a>b FOO to=x\n"
                                   "0 b>a 200 CANCEL to=x from=-\n"
                                   "0 a>a INVITE to=f\n"
                                   "0 a>a BYE to=f cseq=2\n",
                                   NULL);
    char *found = ladder_findings(l);

    g_assert_cmpuint(l->frame, ==, 11);
    g_assert_nonnull(strstr(found, "2 header_missing"));
    g_free(found);
    ladder_free(l);
}

static void frames_without_a_time(void)
{
    struct sl_catalogue *catalogue = sl_catalogue_new();
    struct sl_settings settings;
    struct sl_capture *c;

    sl_settings_init(&settings);
    c = sl_capture_new(&settings, catalogue);
    sl_capture_tick_untimed(c);
    sl_capture_tick_untimed(c);
    g_assert_false(sl_capture_has_time(c));
    g_assert_false(sl_capture_clock_is_broken(c, NULL));
    g_assert_cmpuint(sl_capture_frames(c), ==, 2);
    /* Among frames with a time, it cannot be told when they were sent. */
    sl_capture_tick(c, INT64_C(1700000000) * SL_NS_PER_S);
    g_assert_true(sl_capture_has_time(c));
    g_assert_true(sl_capture_clock_is_broken(c, NULL));
    sl_capture_free(c);
    sl_catalogue_free(catalogue);
}

static void assert_trace(const char *text, unsigned frame, const char *const *lines)
{
    struct ladder *l = ladder_play("", NULL);
    char *trace;

    sl_capture_trace(l->capture, frame);
    ladder_continue(l, text);
    trace = sl_capture_trace_text(l->capture);
    g_test_message("%s", trace);
    for (; *lines; lines++) {
        g_assert_nonnull(strstr(trace, *lines));
    }
    g_free(trace);
    ladder_free(l);
}

/* "Why did ack_missing not fire?" is answered by the trace of the final response. */
static void a_trace_says_why_a_rule_is_silent(void)
{
    static const char *const confirmed[] = {"frame 2: 200 to INVITE", "calling > accepted",
                                            "ack_missing: waits for 32.500 s",
                                            "ack_missing: wait over, nothing is missing", NULL};
    static const char *const elsewhere[] = {"ack_missing: found\n",
                                            "ack_missing: not shown: other_path", NULL};
    static const char *const found[] = {"ack_missing: found\n", "ack_missing: shown\n", NULL};
    static const char *const looked[] = {"to_tag_missing: looked, nothing\n", NULL};
    static const char *const duplicate[] = {"capture duplicate, at which no rule looks, of frame 1",
                                            NULL};

    assert_trace("0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n0.2 a>b ACK to=x\n99 tick\n", 2,
                 confirmed);
    assert_trace("0 a>b INVITE\n0.1 b>a 200 INVITE to=x contact=b.example.com tcp\n99 tick\n", 2,
                 elsewhere);
    assert_trace("0 a>b INVITE\n0.1 b>a 200 INVITE to=x\n99 tick\n", 2, looked);
    assert_trace("0 a>b INVITE\n0.1 b>a 486 INVITE to=x tcp\n99 tick\n", 2, found);
    assert_trace("0 a>b INVITE\n0.001 a>b INVITE\n", 2, duplicate);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow/states_of_a_call", states_of_a_call);
    g_test_add_func("/flow/state_table_is_as_expected", state_table_is_as_expected);
    g_test_add_func("/flow/states_are_those_of_the_wire", states_are_those_of_the_wire);
    g_test_add_func("/flow/a_trace_says_why_a_rule_is_silent", a_trace_says_why_a_rule_is_silent);
    g_test_add_func("/flow/times_end_where_they_belong", times_end_where_they_belong);
    g_test_add_func("/flow/cancel_and_prack_belong_to_the_invite",
                    cancel_and_prack_belong_to_the_invite);
    g_test_add_func("/flow/repeats_and_duplicates", repeats_and_duplicates);
    g_test_add_func("/flow/repeats_of_repeats", repeats_of_repeats);
    g_test_add_func("/flow/hops_are_apart", hops_are_apart);
    g_test_add_func("/flow/branch_is_used_again", branch_is_used_again);
    g_test_add_func("/flow/a_server_with_several_addresses", a_server_with_several_addresses);
    g_test_add_func("/flow/the_same_again_after_a_pause_is_new",
                    the_same_again_after_a_pause_is_new);
    g_test_add_func("/flow/what_is_not_shown_is_incomplete", what_is_not_shown_is_incomplete);
    g_test_add_func("/flow/silence_is_unreachable", silence_is_unreachable);
    g_test_add_func("/flow/a_fault_within_the_dialog_counts_for_its_invite",
                    a_fault_within_the_dialog_counts_for_its_invite);
    g_test_add_func("/flow/notes_do_not_make_a_violation", notes_do_not_make_a_violation);
    g_test_add_func("/flow/odd_messages_do_no_harm", odd_messages_do_no_harm);
    g_test_add_func("/flow/frames_without_a_time", frames_without_a_time);
    return g_test_run();
}
