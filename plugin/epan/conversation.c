/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "conversation.h"

#include "base/number-set.h"
#include "open-capture.h"

#include <epan/conversation_filter.h> /* needs what open-capture.h includes */

/* The number that a filter goes by; 0 where the message has none. */
typedef uint32_t (*number_of)(const struct sl_record *record);

static uint32_t call_of(const struct sl_record *record)
{
    return record->call ? record->call->number : 0;
}

static uint32_t transaction_of(const struct sl_record *record)
{
    return record->transaction ? record->transaction->number : 0;
}

/* "FIELD == 3 or FIELD == 4": a frame may hold messages of several. NULL if there are none. */
static char *filter_of(packet_info *pinfo, const char *field, number_of number)
{
    unsigned count;
    const struct sl_record *const *records = sl_open_capture_records(pinfo, &count);
    GByteArray *seen = sl_numbers_new();
    GString *filter = g_string_new(NULL);

    for (unsigned i = 0; i < count; i++) {
        uint32_t n = number(records[i]);

        if (n && sl_numbers_add(seen, n)) {
            g_string_append_printf(filter, "%s%s == %u", filter->len ? " or " : "", field, n);
        }
    }
    g_byte_array_unref(seen);
    return g_string_free(filter, filter->len == 0);
}

static bool has_any(packet_info *pinfo, number_of number)
{
    unsigned count;
    const struct sl_record *const *records = sl_open_capture_records(pinfo, &count);

    for (unsigned i = 0; i < count; i++) {
        if (number(records[i])) {
            return true;
        }
    }
    return false;
}

static sl_bool has_call(packet_info *pinfo SL_FILTER_DATA)
{
    return has_any(pinfo, call_of);
}

static char *filter_of_call(packet_info *pinfo SL_FILTER_DATA)
{
    return filter_of(pinfo, "siplens.call", call_of);
}

static sl_bool has_transaction(packet_info *pinfo SL_FILTER_DATA)
{
    return has_any(pinfo, transaction_of);
}

static char *filter_of_transaction(packet_info *pinfo SL_FILTER_DATA)
{
    return filter_of(pinfo, "siplens.transaction", transaction_of);
}

void sl_conversation_register(void)
{
    register_conversation_filter("siplens", "SIP Lens: 呼叫 Call", has_call,
                                 filter_of_call SL_FILTER_NO_DATA);
    register_conversation_filter("siplens", "SIP Lens: 事务 Transaction", has_transaction,
                                 filter_of_transaction SL_FILTER_NO_DATA);
}
