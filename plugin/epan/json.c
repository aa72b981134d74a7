/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json.h"

#include <inttypes.h>

#include "base/escape.h"
#include "base/safe.h"

#define NS_PER_S UINT64_C(1000000000)

void sl_json_init(struct sl_json *json, FILE *file)
{
    *json = (struct sl_json){.dumper = {.output_file = file}, .scratch = g_string_new(NULL)};
}

void sl_json_clear(struct sl_json *json)
{
    g_string_free(json->scratch, TRUE);
}

static void put_name(struct sl_json *json, const char *name)
{
    if (name) {
        json_dumper_set_member_name(&json->dumper, name);
    }
}

void sl_json_begin_line(struct sl_json *json, const char *type)
{
    json_dumper_begin_object(&json->dumper);
    sl_json_put_string(json, "type", type);
}

void sl_json_end_line(struct sl_json *json)
{
    json_dumper_end_object(&json->dumper);
    json_dumper_finish(&json->dumper);
}

void sl_json_begin_object(struct sl_json *json, const char *name)
{
    put_name(json, name);
    json_dumper_begin_object(&json->dumper);
}

void sl_json_end_object(struct sl_json *json)
{
    json_dumper_end_object(&json->dumper);
}

void sl_json_begin_array(struct sl_json *json, const char *name)
{
    put_name(json, name);
    json_dumper_begin_array(&json->dumper);
}

void sl_json_end_array(struct sl_json *json)
{
    json_dumper_end_array(&json->dumper);
}

void sl_json_put_null(struct sl_json *json, const char *name)
{
    put_name(json, name);
    json_dumper_value_anyf(&json->dumper, "null");
}

void sl_json_put_bool(struct sl_json *json, const char *name, bool value)
{
    put_name(json, name);
    json_dumper_value_anyf(&json->dumper, value ? "true" : "false");
}

void sl_json_put_number(struct sl_json *json, const char *name, uint64_t value)
{
    put_name(json, name);
    json_dumper_value_anyf(&json->dumper, "%" PRIu64, value);
}

void sl_json_put_seconds(struct sl_json *json, const char *name, int64_t ns)
{
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    char decimals[16];
    size_t length =
        (size_t)g_snprintf(decimals, sizeof decimals, ".%09u", (unsigned)(size % NS_PER_S));

    while (length && (decimals[length - 1] == '0' || decimals[length - 1] == '.')) {
        decimals[--length] = '\0';
    }
    put_name(json, name);
    json_dumper_value_anyf(&json->dumper, "%s%" PRIu64 "%s", ns < 0 ? "-" : "", size / NS_PER_S,
                           decimals);
}

void sl_json_put_string(struct sl_json *json, const char *name, const char *text)
{
    if (!text) {
        sl_json_put_null(json, name);
        return;
    }
    GString *quoted = g_string_new("\"");
    sl_safe_json(quoted, text);
    g_string_append_c(quoted, '"');
    put_name(json, name);
    json_dumper_value_anyf(&json->dumper, "%s", quoted->str);
    g_string_free(quoted, TRUE);
}

void sl_json_put_captured(struct sl_json *json, const char *name, const char *text, gssize length)
{
    char *part = text && length >= 0 ? g_strndup(text, (gsize)length) : NULL;

    g_string_truncate(json->scratch, 0);
    sl_escape_append_whole(json->scratch, part ? part : text);
    sl_json_put_string(json, name, text ? json->scratch->str : NULL);
    g_free(part);
}

void sl_json_put_texts(struct sl_json *json, const char *name, const char *zh, const char *en)
{
    sl_json_begin_object(json, name);
    sl_json_put_string(json, "zh", zh);
    sl_json_put_string(json, "en", en);
    sl_json_end_object(json);
}
