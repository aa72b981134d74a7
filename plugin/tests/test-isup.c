/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of ISUP message types, and which SIP message each belongs to. */
#include <glib.h>

#include "prose.h"
#include "sip/isup.h"

static void test_table_ascends_and_is_found(void)
{
    unsigned found = 0;

    for (unsigned i = 0; i < sl_isup_count(); i++) {
        const struct sl_isup_message *message = sl_isup_at(i);
        char *lower = g_ascii_strdown(message->name, -1);

        g_assert_true(i == 0 || message->type > sl_isup_at(i - 1)->type);
        g_assert_true(sl_isup_from_name(message->name) == message);
        g_assert_true(sl_isup_from_name(lower) == message);
        g_free(lower);
    }
    for (unsigned type = 0; type < 1000; type++) {
        const struct sl_isup_message *message = sl_isup_find(type);

        found += message != NULL;
        g_assert_true(!message || message->type == type);
    }
    g_assert_cmpuint(found, ==, sl_isup_count());
    g_assert_null(sl_isup_from_name("RELX"));
    g_assert_null(sl_isup_from_name(""));
}

static void test_texts_are_sentences(void)
{
    for (unsigned i = 0; i < sl_isup_count(); i++) {
        const struct sl_isup_message *message = sl_isup_at(i);

        g_test_message("%s", message->name);
        prose_assert(&message->text);
        for (unsigned j = 0; j < i; j++) {
            prose_assert_differ(&message->text, &sl_isup_at(j)->text);
            prose_assert_differ(&message->label, &sl_isup_at(j)->label);
        }
    }
}

/* Where a type belongs, and the nearest messages where it does not. */
static void test_each_belongs_to_its_sip_message(void)
{
    static const struct {
        unsigned type;
        enum sl_method method;
        unsigned status;
        gboolean belongs;
    } of[] = {
        {SL_ISUP_IAM, SL_METHOD_INVITE, 0, TRUE},    {SL_ISUP_IAM, SL_METHOD_INVITE, 180, FALSE},
        {SL_ISUP_IAM, SL_METHOD_UPDATE, 0, FALSE},   {SL_ISUP_ACM, SL_METHOD_INVITE, 180, TRUE},
        {SL_ISUP_ACM, SL_METHOD_INVITE, 189, TRUE},  {SL_ISUP_ACM, SL_METHOD_INVITE, 179, FALSE},
        {SL_ISUP_ACM, SL_METHOD_INVITE, 190, FALSE}, {SL_ISUP_ACM, SL_METHOD_INVITE, 200, FALSE},
        {SL_ISUP_ACM, SL_METHOD_BYE, 183, FALSE},    {SL_ISUP_CPG, SL_METHOD_INVITE, 183, TRUE},
        {SL_ISUP_CPG, SL_METHOD_INFO, 0, TRUE},      {SL_ISUP_CPG, SL_METHOD_BYE, 0, FALSE},
        {SL_ISUP_CON, SL_METHOD_INVITE, 200, TRUE},  {SL_ISUP_ANM, SL_METHOD_INVITE, 200, TRUE},
        {SL_ISUP_ANM, SL_METHOD_INVITE, 299, TRUE},  {SL_ISUP_ANM, SL_METHOD_INVITE, 300, FALSE},
        {SL_ISUP_ANM, SL_METHOD_INVITE, 183, FALSE}, {SL_ISUP_ANM, SL_METHOD_BYE, 200, FALSE},
        {SL_ISUP_REL, SL_METHOD_BYE, 0, TRUE},       {SL_ISUP_REL, SL_METHOD_CANCEL, 0, TRUE},
        {SL_ISUP_REL, SL_METHOD_INVITE, 300, TRUE},  {SL_ISUP_REL, SL_METHOD_INVITE, 200, FALSE},
        {SL_ISUP_REL, SL_METHOD_INVITE, 0, FALSE},   {SL_ISUP_REL, SL_METHOD_BYE, 200, FALSE},
        {SL_ISUP_RLC, SL_METHOD_BYE, 200, TRUE},     {SL_ISUP_RLC, SL_METHOD_BYE, 0, FALSE},
        {SL_ISUP_RLC, SL_METHOD_INVITE, 200, FALSE}, {SL_ISUP_SAM, SL_METHOD_INFO, 0, TRUE},
        {SL_ISUP_SAM, SL_METHOD_INVITE, 0, TRUE},    {SL_ISUP_SUS, SL_METHOD_UPDATE, 0, TRUE},
        {SL_ISUP_RES, SL_METHOD_BYE, 0, FALSE},      {SL_ISUP_COT, SL_METHOD_PRACK, 0, TRUE},
        {SL_ISUP_COT, SL_METHOD_INVITE, 200, FALSE}, {0x41, SL_METHOD_BYE, 0, TRUE},
        {0xff, SL_METHOD_OTHER, 699, TRUE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
        g_test_message("%#x %d %u", of[i].type, (int)of[i].method, of[i].status);
        g_assert_cmpint(sl_isup_belongs(of[i].type, of[i].method, of[i].status), ==, of[i].belongs);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/isup/table_ascends_and_is_found", test_table_ascends_and_is_found);
    g_test_add_func("/isup/texts_are_sentences", test_texts_are_sentences);
    g_test_add_func("/isup/each_belongs_to_its_sip_message", test_each_belongs_to_its_sip_message);
    return g_test_run();
}
