/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "line-writer.h"

#include <inttypes.h>

#include "base/escape.h"
#include "base/safe.h"

#define NS_PER_S UINT64_C(1000000000)

void sl_line_init(struct sl_line_writer *writer, FILE *file)
{
    *writer = (struct sl_line_writer){.dumper = {.output_file = file},
                                      .scratch = g_string_new(NULL),
                                      .quoted = g_string_new(NULL)};
}

void sl_line_clear(struct sl_line_writer *writer)
{
    g_string_free(writer->scratch, TRUE);
    g_string_free(writer->quoted, TRUE);
}

static enum sl_json_kind kind_of(enum sl_member member)
{
    return sl_member_info(member)->kind;
}

static void put_name(struct sl_line_writer *writer, enum sl_member member)
{
    json_dumper_set_member_name(&writer->dumper, sl_member_info(member)->name);
}

void sl_line_begin(struct sl_line_writer *writer, enum sl_shape shape)
{
    json_dumper_begin_object(&writer->dumper);
    json_dumper_set_member_name(&writer->dumper, "type");
    json_dumper_value_string(&writer->dumper, sl_shape_name(shape));
}

void sl_line_end(struct sl_line_writer *writer)
{
    json_dumper_end_object(&writer->dumper);
    json_dumper_finish(&writer->dumper);
}

/* --- objects and arrays ---------------------------------------------------------------------- */

void sl_line_begin_object(struct sl_line_writer *writer, enum sl_member member)
{
    g_return_if_fail(kind_of(member) == SL_JSON_OBJECT || kind_of(member) == SL_JSON_COUNTS ||
                     kind_of(member) == SL_JSON_SPANS);
    put_name(writer, member);
    json_dumper_begin_object(&writer->dumper);
}

void sl_line_end_object(struct sl_line_writer *writer)
{
    json_dumper_end_object(&writer->dumper);
}

void sl_line_begin_array(struct sl_line_writer *writer, enum sl_member member)
{
    g_return_if_fail(kind_of(member) == SL_JSON_OBJECTS || kind_of(member) == SL_JSON_INTEGERS);
    put_name(writer, member);
    json_dumper_begin_array(&writer->dumper);
}

void sl_line_end_array(struct sl_line_writer *writer)
{
    json_dumper_end_array(&writer->dumper);
}

void sl_line_begin_element(struct sl_line_writer *writer)
{
    json_dumper_begin_object(&writer->dumper);
}

/* --- values ---------------------------------------------------------------------------------- */

static void number(struct sl_line_writer *writer, uint64_t number)
{
    json_dumper_value_anyf(&writer->dumper, "%" PRIu64, number);
}

static void null(struct sl_line_writer *writer)
{
    json_dumper_value_anyf(&writer->dumper, "null");
}

static void seconds(struct sl_line_writer *writer, int64_t ns)
{
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    char decimals[16];
    size_t length =
        (size_t)g_snprintf(decimals, sizeof decimals, ".%09u", (unsigned)(size % NS_PER_S));

    while (length && (decimals[length - 1] == '0' || decimals[length - 1] == '.')) {
        decimals[--length] = '\0';
    }
    json_dumper_value_anyf(&writer->dumper, "%s%" PRIu64 "%s", ns < 0 ? "-" : "", size / NS_PER_S,
                           decimals);
}

void sl_line_put_element(struct sl_line_writer *writer, uint64_t value)
{
    number(writer, value);
}

void sl_line_put_count(struct sl_line_writer *writer, const char *word, uint64_t count)
{
    json_dumper_set_member_name(&writer->dumper, word);
    number(writer, count);
}

void sl_line_put_span(struct sl_line_writer *writer, const char *word, const int64_t *ns)
{
    json_dumper_set_member_name(&writer->dumper, word);
    if (ns) {
        seconds(writer, *ns);
    } else {
        null(writer);
    }
}

/* --- members --------------------------------------------------------------------------------- */

void sl_line_put_null(struct sl_line_writer *writer, enum sl_member member)
{
    g_return_if_fail(sl_member_info(member)->is_nullable);
    put_name(writer, member);
    null(writer);
}

void sl_line_put_bool(struct sl_line_writer *writer, enum sl_member member, bool truth)
{
    g_return_if_fail(kind_of(member) == SL_JSON_BOOL);
    put_name(writer, member);
    json_dumper_value_anyf(&writer->dumper, truth ? "true" : "false");
}

void sl_line_put_number(struct sl_line_writer *writer, enum sl_member member, uint64_t value)
{
    g_return_if_fail(kind_of(member) == SL_JSON_INTEGER);
    put_name(writer, member);
    number(writer, value);
}

void sl_line_put_reference(struct sl_line_writer *writer, enum sl_member member, uint64_t value)
{
    if (value) {
        sl_line_put_number(writer, member, value);
    } else {
        sl_line_put_null(writer, member);
    }
}

void sl_line_put_seconds(struct sl_line_writer *writer, enum sl_member member, int64_t ns)
{
    g_return_if_fail(kind_of(member) == SL_JSON_SECONDS);
    put_name(writer, member);
    seconds(writer, ns);
}

void sl_line_put_string(struct sl_line_writer *writer, enum sl_member member, const char *text)
{
    if (!text) {
        sl_line_put_null(writer, member);
        return;
    }
    g_return_if_fail(kind_of(member) == SL_JSON_TEXT || kind_of(member) == SL_JSON_WORD);
    g_string_assign(writer->quoted, "\"");
    sl_safe_json(writer->quoted, text);
    g_string_append_c(writer->quoted, '"');
    put_name(writer, member);
    json_dumper_value_anyf(&writer->dumper, "%s", writer->quoted->str);
}

void sl_line_put_captured(struct sl_line_writer *writer, enum sl_member member, const char *text,
                          gssize length)
{
    char *part = text && length >= 0 ? g_strndup(text, (gsize)length) : NULL;

    g_string_truncate(writer->scratch, 0);
    sl_escape_append_whole(writer->scratch, part ? part : text);
    sl_line_put_string(writer, member, text ? writer->scratch->str : NULL);
    g_free(part);
}

void sl_line_put_texts(struct sl_line_writer *writer, enum sl_member member, const char *zh,
                       const char *en)
{
    sl_line_begin_object(writer, member);
    sl_line_put_string(writer, SL_MEMBER_TEXT_ZH, zh);
    sl_line_put_string(writer, SL_MEMBER_TEXT_EN, en);
    sl_line_end_object(writer);
}
