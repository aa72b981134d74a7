/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/jsonl-reader.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define DEEPEST 16 /* arrays and objects within each other; the format needs 4 */

struct sl_reader {
    JsonParser *parser;
    char *file;
    GPtrArray *results;
    struct sl_result *result; /* the one being read, or NULL; owned by results */
    bool is_summed_up;        /* its summary was read */
    unsigned line;
};

/* clang-format off: it would put spaces into the name */
G_DEFINE_QUARK(sl-reader-error, sl_reader_error)
/* clang-format on */

struct sl_reader *sl_reader_new(const char *file)
{
    struct sl_reader *reader = g_new0(struct sl_reader, 1);

    reader->parser = json_parser_new();
    reader->file = g_strdup(file);
    reader->results = g_ptr_array_new_with_free_func((GDestroyNotify)sl_result_free);
    return reader;
}

void sl_reader_free(struct sl_reader *reader)
{
    if (reader) {
        g_object_unref(reader->parser);
        g_ptr_array_unref(reader->results);
        g_free(reader->file);
        g_free(reader);
    }
}

/* --- members: anything that is absent, null or of another type counts as not there ------------ */

static JsonNode *value(JsonObject *object, const char *name)
{
    JsonNode *node = object ? json_object_get_member(object, name) : NULL;

    return node && JSON_NODE_HOLDS_VALUE(node) ? node : NULL;
}

static uint64_t natural(JsonObject *object, const char *name, uint64_t most)
{
    JsonNode *node = value(object, name);
    gint64 n =
        node && json_node_get_value_type(node) != G_TYPE_STRING ? json_node_get_int(node) : 0;

    return n <= 0 ? 0 : MIN((uint64_t)n, most);
}

static uint32_t number(JsonObject *object, const char *name)
{
    return (uint32_t)natural(object, name, UINT32_MAX);
}

static bool truth(JsonObject *object, const char *name)
{
    JsonNode *node = value(object, name);

    return node && json_node_get_value_type(node) == G_TYPE_BOOLEAN && json_node_get_boolean(node);
}

static const char *text(struct sl_result *r, JsonObject *object, const char *name)
{
    JsonNode *node = value(object, name);

    return node ? sl_result_string(r, json_node_get_string(node)) : NULL;
}

/* As text, "" where there is none: for what is always shown. */
static const char *shown(struct sl_result *r, JsonObject *object, const char *name)
{
    const char *string = text(r, object, name);

    return string ? string : "";
}

/* Seconds, as nanoseconds. */
static int64_t seconds(JsonObject *object, const char *name, int64_t otherwise)
{
    JsonNode *node = value(object, name);
    double s;

    if (!node || json_node_get_value_type(node) == G_TYPE_STRING) {
        return otherwise;
    }
    s = json_node_get_double(node);
    return isfinite(s) && fabs(s) < 4e9 ? (int64_t)llround(s * 1e9) : otherwise;
}

static JsonObject *object_of(JsonObject *object, const char *name)
{
    JsonNode *node = object ? json_object_get_member(object, name) : NULL;

    return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static JsonArray *array_of(JsonObject *object, const char *name)
{
    JsonNode *node = object ? json_object_get_member(object, name) : NULL;

    return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* The element of ARRAY, or NULL if it is no object. */
static JsonObject *element(JsonArray *array, guint index)
{
    JsonNode *node = json_array_get_element(array, index);

    return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static guint length_of(JsonArray *array)
{
    return array ? json_array_get_length(array) : 0;
}

static struct sl_text both(struct sl_result *r, JsonObject *object)
{
    return (struct sl_text){.zh = text(r, object, "zh"), .en = text(r, object, "en")};
}

static struct sl_party party(struct sl_result *r, JsonObject *object)
{
    return (struct sl_party){.address = shown(r, object, "address"),
                             .port = (unsigned)natural(object, "port", 65535)};
}

/* --- the four types of line ------------------------------------------------------------------ */

static void end_result(struct sl_reader *reader)
{
    struct sl_result *r = reader->result;

    if (r && r->is_read && !r->error && !reader->is_summed_up) {
        r->error = g_strdup("the report ends before its summary");
    }
    if (r) {
        sl_result_sort_calls(r);
    }
    reader->result = NULL;
}

static void read_changes(struct sl_result *r, JsonArray *changes)
{
    for (guint i = 0; i < length_of(changes); i++) {
        JsonObject *o = element(changes, i);
        bool has_count = o && json_object_has_member(o, "count");

        sl_changes_add(r->changes, shown(r, o, "by"), shown(r, o, "what"), has_count,
                       natural(o, "count", INT64_MAX));
    }
}

static void read_capture(struct sl_reader *reader, JsonObject *o)
{
    JsonNode *file = value(o, "file");
    JsonNode *error = value(o, "error");
    JsonObject *settings = object_of(o, "settings");
    struct sl_result *r;

    end_result(reader);
    r = sl_result_new(file && json_node_get_string(file) ? json_node_get_string(file)
                                                         : reader->file);
    g_ptr_array_add(reader->results, r);
    reader->result = r;
    reader->is_summed_up = false;
    r->error = error ? json_node_dup_string(error) : NULL;
    r->siplens = text(r, o, "siplens");
    r->wireshark = text(r, o, "wireshark");
    r->is_read = r->wireshark != NULL;
    r->start = text(r, o, "start");
    r->duration_ns = seconds(o, "duration", 0);
    r->frames = natural(o, "frames", INT64_MAX);
    r->clock_is_broken = truth(o, "clock_broken");
    r->t1_ms = number(settings, "t1_ms");
    r->provisional_ms = number(settings, "provisional_ms");
    r->timer_c_s = number(settings, "timer_c_s");
    r->duplicate_ms = number(settings, "duplicate_ms");
    read_changes(r, array_of(o, "changed"));
}

static void read_step(struct sl_result *r, JsonObject *o)
{
    struct sl_step step = {
        .time_ns = seconds(o, "time", 0),
        .method = shown(r, o, "method"),
        .label = both(r, object_of(o, "label")),
        .frame = number(o, "frame"),
        .repeat_of = number(o, "repeat_of"),
        .status = (uint16_t)natural(o, "status", SL_STATUS_MAX),
        .from_client = g_strcmp0(shown(r, o, "from"), "client") == 0,
        .is_duplicate = truth(o, "duplicate"),
    };

    g_array_append_val(r->steps, step);
}

static enum sl_verdict verdict_of(const char *name)
{
    for (int v = 0; v < SL_VERDICTS; v++) {
        if (strcmp(sl_verdict_name((enum sl_verdict)v)->name, name) == 0) {
            return (enum sl_verdict)v;
        }
    }
    return SL_VERDICT_INCOMPLETE;
}

static void read_times(struct sl_hop *hop, JsonObject *times)
{
    for (int s = 0; s < SL_SPANS; s++) {
        hop->span_ns[s] = seconds(times, sl_span_name((enum sl_span)s), SL_NO_TIME);
    }
}

static void read_transaction(struct sl_result *r, JsonObject *o)
{
    JsonObject *frames = object_of(o, "frames");
    JsonArray *messages = array_of(o, "messages");
    struct sl_hop hop = {
        .number = number(o, "transaction"),
        .call = number(o, "call"),
        .cseq = number(o, "cseq"),
        .call_id = text(r, o, "call_id"),
        .client = party(r, object_of(o, "client")),
        .server = party(r, object_of(o, "server")),
        .transport = shown(r, o, "transport"),
        .from_tag = text(r, o, "from_tag"),
        .branch = text(r, o, "branch"),
        .state = shown(r, o, "state"),
        .outcome = shown(r, o, "outcome"),
        .invite_frame = number(frames, "invite"),
        .final_frame = number(frames, "final"),
        .ack_frame = number(frames, "ack"),
        .cancel_frame = number(frames, "cancel"),
        .verdict = verdict_of(shown(r, o, "verdict")),
        .incomplete = both(r, object_of(o, "incomplete")),
        .first_step = r->steps->len,
    };

    read_times(&hop, object_of(o, "times"));
    for (guint i = 0; i < length_of(messages); i++) {
        read_step(r, element(messages, i));
    }
    hop.step_count = r->steps->len - hop.first_step;
    sl_result_add_hop(r, &hop);
}

/* The numbers in ARRAY, at most MOST of them, into NUMBERS; how many. */
static unsigned read_numbers(JsonArray *array, uint32_t *numbers, unsigned most)
{
    unsigned count = MIN(length_of(array), most);

    for (unsigned i = 0; i < count; i++) {
        JsonNode *node = json_array_get_element(array, i);

        numbers[i] = JSON_NODE_HOLDS_VALUE(node)
                         ? (uint32_t)CLAMP(json_node_get_int(node), 0, (gint64)UINT32_MAX)
                         : 0;
    }
    return count;
}

static void read_evidence(struct sl_result *r, struct sl_violation *violation, JsonArray *frames)
{
    uint32_t *evidence;

    if (length_of(frames) > 0) {
        evidence = g_new0(uint32_t, length_of(frames));
        violation->evidence_count = read_numbers(frames, evidence, length_of(frames));
        violation->evidence = evidence;
        g_ptr_array_add(r->evidence, evidence);
    }
}

static void read_violation(struct sl_result *r, JsonObject *o)
{
    struct sl_violation violation = {
        .rule = shown(r, o, "rule"),
        .group = shown(r, o, "group"),
        .reference = shown(r, o, "reference"),
        .text = both(r, o),
        .time_ns = seconds(o, "time", 0),
        .frame = number(o, "frame"),
        .source = party(r, object_of(o, "source")),
        .destination = party(r, object_of(o, "destination")),
        .call = number(o, "call"),
        .transaction = number(o, "transaction"),
        .call_id = text(r, o, "call_id"),
        .severity = SL_SEVERITY_ERROR,
    };

    sl_severity_parse(shown(r, o, "severity"), &violation.severity);
    read_numbers(array_of(o, "counts_for"), violation.counts_for, SL_FINDING_TRANSACTIONS_MAX);
    read_evidence(r, &violation, array_of(o, "evidence"));
    sl_result_add_violation(r, &violation);
}

static void read_other_calls(struct sl_result *r, JsonArray *calls)
{
    for (guint i = 0; i < length_of(calls); i++) {
        JsonObject *call = element(calls, i);

        sl_result_call(r, number(call, "call"), text(r, call, "call_id"))->frame =
            number(call, "frame");
    }
}

static void read_hidden(struct sl_result *r, JsonArray *hidden)
{
    for (guint i = 0; i < length_of(hidden); i++) {
        JsonObject *o = element(hidden, i);

        sl_result_hide(r, shown(r, o, "by"), natural(o, "count", INT64_MAX));
    }
}

static void read_summary(struct sl_result *r, JsonObject *o)
{
    JsonObject *classes = object_of(o, "classes");
    JsonObject *verdicts = object_of(o, "verdicts");
    JsonObject *outcomes = object_of(o, "outcomes");

    r->messages = natural(o, "messages", INT64_MAX);
    r->requests = natural(o, "requests", INT64_MAX);
    r->responses = natural(o, "responses", INT64_MAX);
    r->repeats = natural(o, "repeats", INT64_MAX);
    r->duplicates = natural(o, "duplicates", INT64_MAX);
    r->call_count = natural(o, "calls", INT64_MAX);
    r->transactions = natural(o, "transactions", INT64_MAX);
    for (int v = 0; v < SL_VERDICTS; v++) {
        r->verdicts[v] = natural(verdicts, sl_verdict_name((enum sl_verdict)v)->name, INT64_MAX);
    }
    for (int i = 0; i < SL_OUTCOMES; i++) {
        r->outcomes[i] = natural(outcomes, sl_outcome_name((enum sl_outcome)i)->name, INT64_MAX);
    }
    for (int i = 1; i < SL_CLASSES; i++) {
        const char name[] = {(char)('0' + i), '\0'};

        r->classes[i] = natural(classes, name, INT64_MAX);
    }
    read_other_calls(r, array_of(o, "other_calls"));
    read_hidden(r, array_of(o, "hidden"));
}

/* --- lines ----------------------------------------------------------------------------------- */

/* Whether LINE nests so deep that the parser, which recurses, could run out of stack. */
static bool is_too_deep(const char *line)
{
    unsigned depth = 0;
    bool in_string = false;

    for (; *line; line++) {
        if (in_string) {
            if (*line == '\\' && line[1]) {
                line++;
            } else if (*line == '"') {
                in_string = false;
            }
        } else if (*line == '"') {
            in_string = true;
        } else if (*line == '[' || *line == '{') {
            if (++depth > DEEPEST) {
                return true;
            }
        } else if (*line == ']' || *line == '}') {
            depth -= depth > 0;
        }
    }
    return false;
}

static gboolean not_a_line(const struct sl_reader *reader, const char *why, GError **error)
{
    g_set_error(error, SL_READER_ERROR, SL_READER_ERROR_LINE,
                "line %u is no line of a siplens report: %s", reader->line, why);
    return FALSE;
}

static gboolean read_object(struct sl_reader *reader, JsonObject *o, GError **error)
{
    JsonNode *node = value(o, "type");
    const char *type = node ? json_node_get_string(node) : NULL;

    if (!type) {
        return not_a_line(reader, "it has no type", error);
    }
    if (strcmp(type, "capture") == 0) {
        if (number(o, "format") > SL_READER_FORMAT) {
            g_set_error(error, SL_READER_ERROR, SL_READER_ERROR_FORMAT,
                        "line %u: the report has format %u, made by a newer siplens; this one "
                        "reads format %d",
                        reader->line, number(o, "format"), SL_READER_FORMAT);
            return FALSE;
        }
        read_capture(reader, o);
        return TRUE;
    }
    if (!reader->result) {
        return not_a_line(reader, "no capture line comes before it", error);
    }
    if (strcmp(type, "transaction") == 0) {
        read_transaction(reader->result, o);
    } else if (strcmp(type, "violation") == 0) {
        read_violation(reader->result, o);
    } else if (strcmp(type, "summary") == 0) {
        read_summary(reader->result, o);
        reader->is_summed_up = true;
    }
    return TRUE;
}

gboolean sl_reader_line(struct sl_reader *reader, const char *line, size_t length, GError **error)
{
    g_autoptr(GError) parse_error = NULL;
    JsonNode *root;

    reader->line++;
    if (length == 0) {
        return TRUE;
    }
    if (is_too_deep(line)) {
        return not_a_line(reader, "it nests too deep", error);
    }
    if (!json_parser_load_from_data(reader->parser, line, (gssize)length, &parse_error)) {
        /* "<data>:1:COLUMN: …": the place is ours to tell. */
        const char *why = strstr(parse_error->message, ": ");

        return not_a_line(reader, why ? why + 2 : parse_error->message, error);
    }
    root = json_parser_get_root(reader->parser);
    if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
        return not_a_line(reader, "it is no JSON object", error);
    }
    return read_object(reader, json_node_get_object(root), error);
}

GPtrArray *sl_reader_finish(struct sl_reader *reader)
{
    GPtrArray *results = reader->results;

    end_result(reader);
    reader->results = g_ptr_array_new();
    return results;
}
