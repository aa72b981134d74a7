/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the core: what happens below, at and above each. */
#include "ladder.h"

/*
 * A call, and then COUNT refreshes of its session, one every APART_S seconds, that nobody answers:
 * each counts for the verdict of the call's INVITE.
 */
static GString *call_with_refreshes(unsigned count, unsigned apart_s)
{
    GString *text = g_string_new("0 a>p INVITE\n0.1 p>a 200 INVITE to=x\n0.2 a>p ACK to=x\n");

    for (unsigned i = 1; i <= count; i++) {
        g_string_append_printf(text, "%u a>p INVITE to=x cseq=%u nosdp tcp\n", i * apart_s, i + 1);
    }
    return text;
}

/* How many findings of RULE hold. */
static unsigned count_of(const struct ladder *l, const char *rule)
{
    size_t count;
    const struct sl_record *const *records = sl_capture_records(l->capture, &count);
    unsigned found = 0;

    for (size_t i = 0; i < count; i++) {
        for (const struct sl_finding *f = records[i]->findings; f; f = f->next_on_record) {
            found += g_str_equal(f->rule->name, rule) && sl_finding_holds(l->capture, f);
        }
    }
    return found;
}

/*
 * The newest of many findings is complete before any is looked at: an entry too many in the verdict
 * once led to the message that an offer_overlap is at odds with before that was set.
 */
static void a_finding_is_complete_when_it_is_recorded(void)
{
    for (unsigned count = 62; count <= 66; count++) {
        GString *text = call_with_refreshes(count, 34);
        unsigned end_s = 34 * (count + 1);
        struct ladder *l;

        g_string_append_printf(text,
                               "%u a>p UPDATE to=x cseq=90 sdp\n%u.3 a>p UPDATE to=x cseq=91 sdp\n"
                               "%u p>a 200 UPDATE to=x cseq=90\n",
                               end_s, end_s, end_s + 1);
        l = ladder_play(text->str, NULL);
        g_assert_cmpuint(count_of(l, "no_response"), ==, count);
        g_assert_cmpuint(count_of(l, "offer_overlap"), ==, 1);
        ladder_free(l);
        g_string_free(text, TRUE);
    }
}

static void many_unanswered_refreshes_are_found_each(void)
{
    for (unsigned count = 63; count <= 70; count++) {
        GString *text = call_with_refreshes(count, 900);
        struct ladder *l = ladder_play(text->str, NULL);

        ladder_continue(l, "70000 tick\n");
        g_assert_cmpuint(count_of(l, "no_response"), ==, count);
        ladder_free(l);
        g_string_free(text, TRUE);
    }
}

/* --- at, below and above each limit ------------------------------------------------------------
 */

static uint64_t left_out(const char *text, enum sl_limit limit)
{
    struct ladder *l = ladder_play(text, NULL);
    uint64_t count = sl_capture_left_out(l->capture, limit);

    ladder_free(l);
    return count;
}

/* Plays what MAKE makes of the limit less one, the limit, and one and two more. */
static void assert_limit(enum sl_limit limit, void (*make)(GString *text, unsigned count))
{
    const struct sl_limit_info *info = sl_limit_info(limit);

    for (int more = -1; more <= 2; more++) {
        GString *text = g_string_new(NULL);

        make(text, (unsigned)((int)info->most + more));
        g_test_message("%s %+d", info->name, more);
        g_assert_cmpuint(left_out(text->str, limit), ==, more > 0 ? (unsigned)more : 0);
        g_string_free(text, TRUE);
    }
}

static void refreshes(GString *text, unsigned count)
{
    GString *call = call_with_refreshes(count, 34);

    g_string_append_printf(text, "%s%u tick\n", call->str, 34 * count + 40);
    g_string_free(call, TRUE);
}

static void forks(GString *text, unsigned count)
{
    g_string_append(text, "0 a>b INVITE\n");
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "1 b>a 180 INVITE to=x%u\n", i);
    }
}

static void hops(GString *text, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "1 b>a 180 INVITE to=x vias=%u branch=z9hG4bK%u\n", i + 1, i);
    }
}

static void requests_of_one_branch(GString *text, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "1 a>b OPTIONS cseq=%u branch=z9hG4bK\n", i + 1);
    }
}

static void values(GString *text, unsigned count)
{
    g_string_append(text, "0 a>b INVITE\n0.1 b>a 300 INVITE to=x");
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, " contact=sip:c%u@example.com", i);
    }
    g_string_append(text, "\n");
}

static void challenges(GString *text, unsigned count)
{
    g_string_append(text, "0 a>b REGISTER\n0.1 b>a 401 REGISTER to=x");
    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, " realm=r%u", i);
    }
    g_string_append(text, "\n");
}

static void limits_count_what_they_leave_out(void)
{
    assert_limit(SL_LIMIT_VERDICT_ENTRIES, refreshes);
    assert_limit(SL_LIMIT_FORKS, forks);
    assert_limit(SL_LIMIT_HOPS, hops);
    assert_limit(SL_LIMIT_VIA_TRANSACTIONS, requests_of_one_branch);
}

/* A message with too much is counted once, however much it has. */
static void messages_with_too_much_are_counted(void)
{
    static const struct {
        enum sl_limit limit;
        void (*make)(GString *text, unsigned count);
    } rows[] = {{SL_LIMIT_VALUES, values}, {SL_LIMIT_AUTHS, challenges}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        unsigned most = sl_limit_info(rows[i].limit)->most;

        for (unsigned count = most - 1; count <= most + 2; count++) {
            GString *text = g_string_new(NULL);

            rows[i].make(text, count);
            g_assert_cmpuint(left_out(text->str, rows[i].limit), ==, count > most);
            g_string_free(text, TRUE);
        }
    }
}

/* How many RSeq numbers may be skipped so that a PRACK for the first of them still explains it. */
static void skipped_numbers_are_looked_up(void)
{
    const unsigned most = sl_limit_info(SL_LIMIT_RSEQS)->most;

    for (unsigned step = most - 1; step <= most + 1; step++) {
        char *text = g_strdup_printf("0 a>b INVITE 100rel\n"
                                     "0.1 b>a 180 INVITE to=x require rseq=1\n"
                                     "0.2 a>b PRACK to=x cseq=2 rack=1/1\n"
                                     "0.3 b>a 200 PRACK to=x cseq=2\n"
                                     "0.4 b>a 183 INVITE to=x require rseq=%u\n"
                                     "0.5 a>b PRACK to=x cseq=3 rack=2/1\n"
                                     "9 tick\n",
                                     1 + step);
        struct ladder *l = ladder_play(text, NULL);
        bool is_beyond = step > most;

        g_assert_cmpuint(count_of(l, "rseq_out_of_order"), ==, is_beyond);
        g_assert_cmpuint(sl_capture_left_out(l->capture, SL_LIMIT_RSEQS), ==, is_beyond);
        ladder_free(l);
        g_free(text);
    }
}

/* Of more responses than are compared by one Via none is judged; of as many, each. */
static void a_crowd_behind_one_via_is_not_judged(void)
{
    const unsigned most = sl_limit_info(SL_LIMIT_VIA_TRANSACTIONS)->most;

    for (unsigned count = most - 1; count <= most + 1; count++) {
        GString *text = g_string_new(NULL);
        struct ladder *l;

        requests_of_one_branch(text, count);
        g_string_append(text, "2 b>a 200 OPTIONS cseq=99 branch=z9hG4bK to=x\n");
        l = ladder_play(text->str, NULL);
        g_assert_cmpuint(count_of(l, "response_mismatch"), ==, count <= most);
        ladder_free(l);
        g_string_free(text, TRUE);
    }
}

static void limits_are_named_and_explained(void)
{
    for (int i = 0; i < SL_LIMITS; i++) {
        const struct sl_limit_info *info = sl_limit_info((enum sl_limit)i);

        g_assert_cmpuint(info->most, >, 0);
        g_assert_nonnull(info->name);
        g_assert_nonnull(info->effect.zh);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/limits/a_finding_is_complete_when_it_is_recorded",
                    a_finding_is_complete_when_it_is_recorded);
    g_test_add_func("/limits/many_unanswered_refreshes_are_found_each",
                    many_unanswered_refreshes_are_found_each);
    g_test_add_func("/limits/limits_count_what_they_leave_out", limits_count_what_they_leave_out);
    g_test_add_func("/limits/messages_with_too_much_are_counted",
                    messages_with_too_much_are_counted);
    g_test_add_func("/limits/skipped_numbers_are_looked_up", skipped_numbers_are_looked_up);
    g_test_add_func("/limits/a_crowd_behind_one_via_is_not_judged",
                    a_crowd_behind_one_via_is_not_judged);
    g_test_add_func("/limits/limits_are_named_and_explained", limits_are_named_and_explained);
    return g_test_run();
}
