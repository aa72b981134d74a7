/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siplens-jsonl.schema.json: the table of core/report/json-schema.h as JSON Schema. */
#include "page.h"
#include "report/json-schema.h"

static const char *const about =
    "tshark -q -z siplens,jsonl writes one such object a line: the capture, its INVITE "
    "transactions "
    "by number, its violations in frame order, the summary. Readers ignore members and types of "
    "line "
    "that they do not know. Text that comes from the capture has control, format and bidirectional "
    "characters and invalid bytes escaped as \\xNN or \\u{NNNN}.";

/* TEXT, ours, as a string. */
static void quote(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            g_string_append_c(out, '\\');
        }
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void member(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "\"%s\": ", name);
    quote(out, text);
}

static void type(GString *out, const struct sl_member_info *key, const char *name)
{
    g_string_append_printf(
        out, key->is_nullable ? "\"type\": [\"%s\", \"null\"]" : "\"type\": \"%s\"", name);
}

static void range(GString *out, const struct sl_member_info *key)
{
    g_string_append_printf(out,
                           ", \"minimum\": %" G_GINT64_FORMAT ", \"maximum\": %" G_GINT64_FORMAT,
                           key->least, key->most);
}

/* What nanoseconds in 64 bits can hold. */
static void seconds_range(GString *out)
{
    const int64_t most = INT64_MAX / 1000000000;

    g_string_append_printf(
        out, ", \"minimum\": -%" G_GINT64_FORMAT ", \"maximum\": %" G_GINT64_FORMAT, most, most);
}

static void words(GString *out, sl_word_fn word)
{
    g_string_append_c(out, '[');
    for (unsigned i = 0; word(i); i++) {
        g_string_append(out, i ? ", " : "");
        quote(out, word(i));
    }
    g_string_append_c(out, ']');
}

static unsigned count_words(sl_word_fn word)
{
    unsigned count = 0;

    while (word(count)) {
        count++;
    }
    return count;
}

static void reference(GString *out, enum sl_shape shape)
{
    g_string_append_printf(out, "\"$ref\": \"#/$defs/%s\"", sl_shape_name(shape));
}

static void object(GString *out, const struct sl_member_info *key)
{
    if (key->is_nullable) {
        g_string_append(out, "\"oneOf\": [{");
        reference(out, key->of);
        g_string_append(out, "}, {\"type\": \"null\"}]");
    } else {
        reference(out, key->of);
    }
}

static void array(GString *out, const struct sl_member_info *key)
{
    g_string_append(out, "\"type\": \"array\", ");
    if (key->items_least) {
        g_string_append_printf(out, "\"minItems\": %u, ", key->items_least);
    }
    if (key->items_most) {
        g_string_append_printf(out, "\"maxItems\": %u, ", key->items_most);
    }
    g_string_append(out, "\"items\": {");
    if (key->kind == SL_JSON_OBJECTS) {
        reference(out, key->of);
    } else {
        g_string_append(out, "\"type\": \"integer\"");
        range(out, key);
    }
    g_string_append_c(out, '}');
}

/* An object whose members have names out of a list, or those of rules. */
static void named(GString *out, const struct sl_member_info *key)
{
    g_string_append(out, "\"type\": \"object\", \"propertyNames\": {");
    if (key->word) {
        g_string_append(out, "\"enum\": ");
        words(out, key->word);
    } else {
        g_string_append(out, "\"pattern\": \"^[a-z0-9_]+$\"");
    }
    g_string_append(out, "}, \"additionalProperties\": {");
    if (key->kind == SL_JSON_SPANS) {
        g_string_append(out, "\"type\": [\"number\", \"null\"]");
        seconds_range(out);
    } else {
        g_string_append(out, "\"type\": \"integer\"");
        range(out, key);
    }
    g_string_append_c(out, '}');
    if (key->word) {
        g_string_append_printf(out, ", \"minProperties\": %u", count_words(key->word));
    }
}

static void value(GString *out, const struct sl_member_info *key)
{
    switch (key->kind) {
    case SL_JSON_TEXT:
        type(out, key, "string");
        break;
    case SL_JSON_WORD:
        g_string_append(out, "\"enum\": ");
        words(out, key->word);
        break;
    case SL_JSON_BOOL:
        type(out, key, "boolean");
        break;
    case SL_JSON_INTEGER:
        type(out, key, "integer");
        range(out, key);
        break;
    case SL_JSON_SECONDS:
        type(out, key, "number");
        seconds_range(out);
        break;
    case SL_JSON_OBJECT:
        object(out, key);
        break;
    case SL_JSON_OBJECTS:
    case SL_JSON_INTEGERS:
        array(out, key);
        break;
    case SL_JSON_COUNTS:
    case SL_JSON_SPANS:
        named(out, key);
        break;
    }
}

static void description(GString *out, const struct sl_member_info *key)
{
    if (key->about || key->is_open) {
        g_string_append(out, ", ");
        g_string_append(out, "\"description\": ");
        quote(out, key->about ? key->about : "Words may be added; readers take any.");
    }
}

static void property(GString *out, const struct sl_member_info *key)
{
    g_string_append_printf(out, ",\n        \"%s\": {", key->name);
    value(out, key);
    if (key->pattern) {
        g_string_append(out, ", ");
        member(out, "pattern", key->pattern);
    }
    description(out, key);
    g_string_append_c(out, '}');
}

/* The names of the keys of SHAPE that are needed as NEED says, each after SEPARATOR. */
static unsigned needed(GString *out, enum sl_shape shape, enum sl_need need, const char *separator)
{
    unsigned count = 0;

    for (unsigned k = sl_shape_first_member(shape); k < sl_shape_end_member(shape); k++) {
        const struct sl_member_info *key = sl_member_info((enum sl_member)k);

        if (key->need == need) {
            g_string_append_printf(out, "%s\"%s\"", count++ ? ", " : separator, key->name);
        }
    }
    return count;
}

static void definition(GString *out, enum sl_shape shape)
{
    gsize properties;
    GString *rest = g_string_new(NULL);

    g_string_append_printf(out, "    \"%s\": {\n      ", sl_shape_name(shape));
    if (sl_shape_about(shape)) {
        member(out, "description", sl_shape_about(shape));
        g_string_append(out, ",\n      ");
    }
    g_string_append(out, "\"type\": \"object\",\n      \"properties\": {");
    properties = out->len;
    if (shape < SL_SHAPE_LINES) {
        g_string_append_printf(out, ",\n        \"type\": {\"const\": \"%s\"}",
                               sl_shape_name(shape));
    }
    for (unsigned k = sl_shape_first_member(shape); k < sl_shape_end_member(shape); k++) {
        property(out, sl_member_info((enum sl_member)k));
    }
    g_string_erase(out, (gssize)properties, 1); /* no comma before the first */
    g_string_append(out, "\n      },\n      \"required\": [");
    g_string_append(out, shape < SL_SHAPE_LINES ? "\"type\"" : "");
    needed(out, shape, SL_NEED_ALWAYS, shape < SL_SHAPE_LINES ? ", " : "");
    g_string_append(out, "]");
    if (needed(rest, shape, SL_NEED_UNLESS_ERROR, "")) {
        g_string_append_printf(out,
                               ",\n      \"if\": {\"not\": {\"required\": [\"error\"]}},\n"
                               "      \"then\": {\"required\": [%s]}",
                               rest->str);
    }
    g_string_append_printf(out, "\n    }%s\n", shape + 1 < SL_SHAPES ? "," : "");
    g_string_free(rest, TRUE);
}

void sl_page_json_schema(GString *out)
{
    g_string_append(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n");
    g_string_append_printf(out, "  \"$id\": \"urn:siplens:jsonl:%d\",\n", SL_JSON_FORMAT);
    g_string_append(out, "  \"$comment\": \"Made from plugin/core/report/json-schema.h: "
                         "cmake --build build --target docs\",\n"
                         "  \"title\": \"A line of siplens,jsonl\",\n  ");
    member(out, "description", about);
    g_string_append(out, ",\n  \"oneOf\": [");
    for (unsigned s = 0; s < SL_SHAPE_LINES; s++) {
        g_string_append(out, s ? ",\n    {" : "\n    {");
        reference(out, (enum sl_shape)s);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "\n  ],\n  \"$defs\": {\n");
    for (unsigned s = 0; s < SL_SHAPES; s++) {
        definition(out, (enum sl_shape)s);
    }
    g_string_append(out, "  }\n}\n");
}
