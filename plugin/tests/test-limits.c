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
        g_string_append_printf(text, "%u a>p INVITE to=x cseq=%u nosdp\n", i * apart_s, i + 1);
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/limits/a_finding_is_complete_when_it_is_recorded",
                    a_finding_is_complete_when_it_is_recorded);
    g_test_add_func("/limits/many_unanswered_refreshes_are_found_each",
                    many_unanswered_refreshes_are_found_each);
    return g_test_run();
}
