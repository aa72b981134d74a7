/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a message says of why: collected from its header fields, and kept once a capture. */
#include "sip/remarks.h"

#include <glib.h>
#include <string.h>

#include "capture.h"
#include "sip/isup.h"

static struct sl_arena *arena;
static struct sl_message message;
static struct sl_split split;

static void begin(void)
{
    sl_arena_clear(arena);
    memset(&message, 0, sizeof message);
    split = (struct sl_split){arena, &message};
}

static void test_fields_are_collected(void)
{
    const struct sl_remarks *r;

    begin();
    sl_remarks_add_reason(&split, "Q.850;cause=34, SIP;cause=503");
    sl_remarks_add_reason(&split, "X.int");
    sl_remarks_add_warning(&split, "370 a \"b\"");
    sl_remarks_add_retry_after(&split, "soon");
    sl_remarks_add_retry_after(&split, "120 (c)");
    sl_remarks_add_retry_after(&split, "7");
    sl_remarks_add_error_info(&split, "<sip:busy@h>;appearance=brief, <sip:no>");
    sl_remarks_add_error_info(&split, "<sip:other@h>");
    sl_remarks_add_isup(&split, SL_ISUP_REL);
    sl_remarks_add_isup(&split, SL_ISUP_IAM);
    sl_remarks_add_isup_cause(&split, 16);
    sl_remarks_add_isup_cause(&split, 17);
    sl_remarks_add_isup_location(&split, 2);
    sl_remarks_add_isup_location(&split, 3);

    r = message.remarks;
    g_assert_cmpuint(r->reason_count, ==, 3);
    g_assert_cmpuint(r->reasons[1].cause, ==, 503);
    g_assert_cmpstr(r->reasons[2].protocol, ==, "X.int");
    g_assert_cmpuint(r->warning_count, ==, 1);
    g_assert_cmpuint(r->warnings[0].code, ==, 370);
    g_assert_true(r->has_retry_after);
    g_assert_cmpuint(r->retry_after.seconds, ==, 120);
    g_assert_cmpstr(r->error_info, ==, "sip:busy@h");
    g_assert_cmpuint(r->isup_type, ==, SL_ISUP_REL);
    g_assert_cmpuint(r->isup_cause, ==, 16);
    g_assert_cmpuint(r->isup_location, ==, 2);
}

static void test_what_says_nothing_adds_nothing(void)
{
    begin();
    sl_remarks_add_reason(&split, ",;");
    sl_remarks_add_warning(&split, "");
    sl_remarks_add_retry_after(&split, "-5");
    sl_remarks_add_error_info(&split, " ");
    g_assert_cmpuint(message.remarks->reason_count, ==, 0);
    g_assert_cmpuint(message.remarks->warning_count, ==, 0);
    g_assert_false(message.remarks->has_retry_after);
    g_assert_null(message.remarks->error_info);
    g_assert_false(message.remarks->has_isup);
}

static void test_values_are_bounded(void)
{
    begin();
    for (unsigned i = 0; i < SL_REMARKS_MAX - 1; i++) {
        sl_remarks_add_reason(&split, "a");
        sl_remarks_add_warning(&split, "399 a");
    }
    g_assert_cmpuint(message.remarks->reason_count, ==, SL_REMARKS_MAX - 1);
    for (unsigned i = 0; i < 100; i++) {
        sl_remarks_add_reason(&split, "b, c, d");
        sl_remarks_add_warning(&split, "300 a, 301 b, 302 c");
    }
    g_assert_cmpuint(message.remarks->reason_count, ==, SL_REMARKS_MAX);
    g_assert_cmpuint(message.remarks->warning_count, ==, SL_REMARKS_MAX);
    g_assert_cmpstr(message.remarks->reasons[SL_REMARKS_MAX - 1].protocol, ==, "b");
}

/* --- of a capture ---------------------------------------------------------------------------- */

/* What the capture keeps of a message that says REASON, WARNING … or nothing where it is NULL. */
static const struct sl_remarks *intern(struct sl_table *table, const char *reason,
                                       const char *warning, const char *retry_after, int isup)
{
    const struct sl_remarks *kept;
    struct sl_arena *texts = sl_arena_new(); /* as the reader's: gone with the message */
    struct sl_message m = {0};
    struct sl_split s = {texts, &m};

    if (reason) {
        sl_remarks_add_reason(&s, reason);
    }
    if (warning) {
        sl_remarks_add_warning(&s, warning);
    }
    if (retry_after) {
        sl_remarks_add_retry_after(&s, retry_after);
    }
    if (isup >= 0) {
        sl_remarks_add_isup(&s, (unsigned)isup);
    }
    kept = sl_remarks_intern(table, m.remarks);
    sl_arena_free(texts);
    return kept;
}

static void test_equal_remarks_are_kept_once(void)
{
    static const struct {
        const char *reason, *warning, *retry_after;
        int isup;
    } of[] = {
        {"Q.850;cause=16", NULL, NULL, -1},
        {"Q.850;cause=17", NULL, NULL, -1},
        {"Q.850;cause=0", NULL, NULL, -1},
        {"Q.850", NULL, NULL, -1},
        {"Q.850;cause=16;text=\"\"", NULL, NULL, -1},
        {"Q.850;cause=16;text=\"x\"", NULL, NULL, -1},
        {"Q.850;cause=16;location=x", NULL, NULL, -1},
        {"Q.850;cause=16, Q.850;cause=16", NULL, NULL, -1},
        {NULL, "370", NULL, -1},
        {NULL, "370 x", NULL, -1},
        {NULL, "370 \"x\"", NULL, -1},
        {NULL, "371", NULL, -1},
        {NULL, NULL, "0", -1},
        {NULL, NULL, "1", -1},
        {NULL, NULL, "1;duration=0", -1},
        {NULL, NULL, "1 (x)", -1},
        {NULL, NULL, NULL, 0},
        {NULL, NULL, NULL, 16},
        {"Q.850;cause=16", NULL, NULL, 16},
    };
    struct sl_table table = SL_TABLE_IN(arena);
    const struct sl_remarks *first[G_N_ELEMENTS(of)];

    for (unsigned i = 0; i < G_N_ELEMENTS(of); i++) {
        first[i] = intern(&table, of[i].reason, of[i].warning, of[i].retry_after, of[i].isup);
        for (unsigned j = 0; j < i; j++) {
            g_assert_true(first[i] != first[j]);
        }
    }
    g_assert_cmpuint(table.used, ==, G_N_ELEMENTS(of));
    for (unsigned i = 0; i < G_N_ELEMENTS(of); i++) {
        g_assert_true(first[i] ==
                      intern(&table, of[i].reason, of[i].warning, of[i].retry_after, of[i].isup));
    }
    g_assert_cmpuint(table.used, ==, G_N_ELEMENTS(of));
    g_assert_cmpstr(first[5]->reasons[0].text, ==, "x");
    g_assert_cmpstr(first[9]->warnings[0].agent, ==, "x");
}

static void test_records_have_them(void)
{
    struct sl_settings settings;
    struct sl_capture *capture;
    const struct sl_record *with, *again, *without;

    begin();
    sl_settings_init(&settings);
    capture = sl_capture_new(&settings, NULL);
    message.frame = 1;
    message.method = SL_METHOD_BYE;
    without = sl_capture_learn(capture, &message);
    sl_remarks_add_reason(&split, "SIP;cause=200");
    with = sl_capture_learn(capture, &message);
    again = sl_capture_learn(capture, &message);
    g_assert_null(without->remarks);
    g_assert_cmpuint(with->remarks->reasons[0].cause, ==, 200);
    g_assert_true(again->remarks == with->remarks);
    sl_capture_free(capture);
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    arena = sl_arena_new();
    g_test_add_func("/remarks/fields_are_collected", test_fields_are_collected);
    g_test_add_func("/remarks/what_says_nothing_adds_nothing", test_what_says_nothing_adds_nothing);
    g_test_add_func("/remarks/values_are_bounded", test_values_are_bounded);
    g_test_add_func("/remarks/equal_remarks_are_kept_once", test_equal_remarks_are_kept_once);
    g_test_add_func("/remarks/records_have_them", test_records_have_them);
    status = g_test_run();
    sl_arena_free(arena);
    return status;
}
