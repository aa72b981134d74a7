/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/finding.h"

#include "base/escape.h"

static void append_duration(GString *out, int64_t ns)
{
    /* Milliseconds are what a SIP timer is judged by. */
    int64_t ms = ns / 1000000;

    g_string_append_printf(out, "%s%" G_GINT64_FORMAT ".%03d s", ns < 0 ? "-" : "",
                           (gint64)ABS(ms / 1000), (int)ABS(ms % 1000));
}

static void append_value(GString *out, const struct sl_value *value, enum sl_language language)
{
    static const struct sl_text none = SL_TEXT("无", "none");

    switch (value->kind) {
    case SL_VALUE_NUMBER:
    case SL_VALUE_FRAME:
        g_string_append_printf(out, "%" G_GINT64_FORMAT, (gint64)value->as.number);
        break;
    case SL_VALUE_DURATION:
        append_duration(out, value->as.number);
        break;
    case SL_VALUE_STRING:
        if (value->as.string) {
            sl_escape_append(out, value->as.string);
        } else {
            g_string_append(out, sl_text_get(&none, language));
        }
        break;
    case SL_VALUE_TEXT:
        g_string_append(out, sl_text_get(value->as.text, language));
        break;
    }
}

void sl_values_format(const char *template, const struct sl_value *values, unsigned count,
                      enum sl_language language, GString *out)
{
    for (const char *p = template; *p; p++) {
        if (p[0] == '{' && g_ascii_isdigit(p[1]) && p[2] == '}') {
            unsigned n = (unsigned)(p[1] - '0');

            if (n < count) {
                append_value(out, &values[n], language);
            }
            p += 2;
        } else {
            g_string_append_c(out, *p);
        }
    }
}

void sl_finding_describe(const struct sl_finding *finding, enum sl_language language, GString *out)
{
    sl_values_format(sl_text_get(&finding->rule->wording[finding->wording], language),
                     finding->value, finding->value_count, language, out);
}

unsigned sl_finding_transactions(const struct sl_finding *f,
                                 struct sl_transaction *transactions[SL_FINDING_TRANSACTIONS_MAX])
{
    const struct sl_record *record = f->record;
    unsigned count = 0;

    if (record->transaction) {
        transactions[count++] = record->transaction;
    }
    if (!sl_record_is_response(record) && record->own && record->own->maker &&
        record->own->maker != record->transaction) {
        transactions[count++] = record->own->maker;
    }
    return count;
}
