/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/jsonl-reader.h"

#include <string.h>

#include "read/shape-reader.h"

struct sl_jsonl_reader {
    struct sl_shape_reader *shapes;
    char *file;
    GPtrArray *results;
    struct sl_result *result; /* the one being read, or NULL; owned by results */
    bool is_summed_up;        /* its summary was read */
    unsigned line;            /* the number of the newest */
    unsigned taken;           /* that of the newest that was read without a fault */
    GString *pending;         /* a line that has begun */
};

G_DEFINE_QUARK(sl_jsonl_reader_error, sl_jsonl_reader_error)

struct sl_jsonl_reader *sl_jsonl_reader_new(const char *file)
{
    struct sl_jsonl_reader *reader = g_new0(struct sl_jsonl_reader, 1);

    reader->shapes = sl_shape_reader_new();
    reader->file = g_strdup(file);
    reader->results = g_ptr_array_new_with_free_func((GDestroyNotify)sl_result_free);
    reader->pending = g_string_new(NULL);
    return reader;
}

void sl_jsonl_reader_free(struct sl_jsonl_reader *reader)
{
    if (reader) {
        sl_shape_reader_free(reader->shapes);
        g_ptr_array_unref(reader->results);
        g_string_free(reader->pending, TRUE);
        g_free(reader->file);
        g_free(reader);
    }
}

/* --- the four types of line ------------------------------------------------------------------ */

static void set_error(struct sl_result *result, char *error)
{
    g_free(result->error);
    result->error = error;
}

static void end_result(struct sl_jsonl_reader *reader)
{
    struct sl_result *r = reader->result;

    if (r && r->is_read && !r->error && !reader->is_summed_up) {
        bool is_named = strcmp(r->file, reader->file) != 0;

        set_error(r, g_strdup_printf("the report ends before its summary, after line %u%s%s",
                                     reader->taken, is_named ? " of " : "",
                                     is_named ? reader->file : ""));
    }
    if (r) {
        sl_result_sort_calls(r);
    }
    reader->result = NULL;
}

static struct sl_result *add_result(struct sl_jsonl_reader *reader, struct sl_result *result)
{
    g_ptr_array_add(reader->results, result);
    reader->result = result;
    reader->is_summed_up = false;
    return result;
}

static void read_capture(struct sl_jsonl_reader *reader)
{
    struct sl_result *r = sl_result_new(reader->file);

    reader->shapes->result = r;
    sl_shape_read(reader->shapes, SL_SHAPE_CAPTURE, r);
    r->is_read = r->wireshark != NULL;
    if (reader->shapes->scan->fault) {
        sl_result_free(r);
    } else {
        add_result(reader, r);
    }
}

static void read_transaction(struct sl_jsonl_reader *reader)
{
    struct sl_result *r = reader->result;
    struct sl_hop hop = {.transport = "", .state = "", .outcome = "", .first_step = r->steps->len};

    for (int s = 0; s < SL_SPANS; s++) {
        hop.span_ns[s] = SL_NO_TIME;
    }
    sl_shape_read(reader->shapes, SL_SHAPE_TRANSACTION, &hop);
    hop.step_count = r->steps->len - hop.first_step;
    if (!reader->shapes->scan->fault) {
        sl_result_add_hop(r, &hop);
    }
}

static void read_violation(struct sl_jsonl_reader *reader)
{
    struct sl_violation violation = {.source.address = "", .destination.address = ""};

    sl_shape_read(reader->shapes, SL_SHAPE_VIOLATION, &violation);
    if (!reader->shapes->scan->fault) {
        sl_result_add_violation(reader->result, &violation);
    }
}

static void read_line(struct sl_jsonl_reader *reader, enum sl_shape shape)
{
    switch (shape) {
    case SL_SHAPE_CAPTURE:
        end_result(reader);
        read_capture(reader);
        break;
    case SL_SHAPE_TRANSACTION:
        read_transaction(reader);
        break;
    case SL_SHAPE_VIOLATION:
        read_violation(reader);
        break;
    default:
        sl_shape_read(reader->shapes, SL_SHAPE_SUMMARY, reader->result);
        reader->is_summed_up = !reader->shapes->scan->fault;
    }
}

/* --- lines ----------------------------------------------------------------------------------- */

static gboolean not_a_line(const struct sl_jsonl_reader *reader, const char *why, GError **error)
{
    g_set_error(error, SL_JSONL_READER_ERROR, SL_JSONL_READER_ERROR_LINE,
                "line %u is no line of a siplens report: %s", reader->line, why);
    return FALSE;
}

/* The fault of the scanner, and where it is. */
static gboolean faulty_line(const struct sl_jsonl_reader *reader, GError **error)
{
    g_autofree char *member = reader->shapes->at
                                  ? g_strdup_printf("%s of the %s: ", reader->shapes->at->name,
                                                    sl_shape_name(reader->shapes->at->shape))
                                  : g_strdup("");
    g_autofree char *why =
        g_strdup_printf("%s%s (at byte %" G_GSIZE_FORMAT ")", member, reader->shapes->scan->fault,
                        sl_scan_column(reader->shapes->scan));

    return not_a_line(reader, why, error);
}

/* The member NAME of the object that LINE is comes next, if there is one; it may be anywhere. */
static bool find_member(struct sl_scan *scan, const char *line, size_t length, const char *name)
{
    sl_scan_begin(scan, line, length);
    sl_scan_enter(scan, SL_SCAN_OBJECT);
    while (sl_scan_next(scan)) {
        const char *found = sl_scan_name(scan);

        if (found && strcmp(found, name) == 0) {
            return true;
        }
        sl_scan_skip(scan);
    }
    return false;
}

/* Whether LINE, of a capture, has a format that we read. */
static gboolean check_format(struct sl_jsonl_reader *reader, const char *line, size_t length,
                             GError **error)
{
    int64_t format;

    if (!find_member(reader->shapes->scan, line, length,
                     sl_member_info(SL_MEMBER_CAPTURE_FORMAT)->name) ||
        !sl_scan_integer(reader->shapes->scan, &format) || format <= SL_JSON_FORMAT) {
        return TRUE; /* what is wrong with it is said where it is read */
    }
    g_set_error(error, SL_JSONL_READER_ERROR, SL_JSONL_READER_ERROR_FORMAT,
                "line %u: the report has format %" G_GINT64_FORMAT
                ", made by a newer siplens; this one reads format %d",
                reader->line, format, SL_JSON_FORMAT);
    return FALSE;
}

/* The type of LINE in *SHAPE; SL_SHAPES if we do not know it. */
static gboolean find_shape(struct sl_jsonl_reader *reader, const char *line, size_t length,
                           enum sl_shape *shape, GError **error)
{
    const char *type;

    if (!find_member(reader->shapes->scan, line, length, "type")) {
        return reader->shapes->scan->fault ? faulty_line(reader, error)
                                           : not_a_line(reader, "it has no type", error);
    }
    type = sl_scan_string(reader->shapes->scan);
    if (!type) {
        return faulty_line(reader, error);
    }
    if (!sl_shape_parse(type, shape)) {
        *shape = SL_SHAPES;
    }
    return TRUE;
}

/* Whether a line of SHAPE may come now. */
static gboolean check_order(const struct sl_jsonl_reader *reader, enum sl_shape shape,
                            GError **error)
{
    if (shape == SL_SHAPE_CAPTURE || shape == SL_SHAPES) {
        return TRUE;
    }
    if (!reader->result) {
        return not_a_line(reader, "no capture line comes before it", error);
    }
    return !reader->is_summed_up ||
           not_a_line(reader, "it comes after the summary of its capture", error);
}

gboolean sl_jsonl_reader_line(struct sl_jsonl_reader *reader, const char *line, size_t length,
                              GError **error)
{
    enum sl_shape shape;

    reader->line++;
    reader->shapes->at = NULL;
    if (length > SL_JSONL_LINE_MOST) {
        return not_a_line(reader, "it is longer than 256 MiB", error);
    }
    if (length == 0 || (length == 1 && *line == '\r')) {
        return TRUE;
    }
    if (!find_shape(reader, line, length, &shape, error) || !check_order(reader, shape, error) ||
        (shape == SL_SHAPE_CAPTURE && !check_format(reader, line, length, error))) {
        return FALSE;
    }
    sl_scan_begin(reader->shapes->scan, line, length);
    if (shape == SL_SHAPES) {
        sl_scan_skip(reader->shapes->scan);
    } else {
        read_line(reader, shape);
    }
    if (!sl_scan_end(reader->shapes->scan)) {
        return faulty_line(reader, error);
    }
    reader->taken = reader->line;
    return TRUE;
}

gboolean sl_jsonl_reader_feed(struct sl_jsonl_reader *reader, const char *bytes, size_t length,
                              GError **error)
{
    const char *end;

    while ((end = memchr(bytes, '\n', length)) != NULL) {
        size_t part = (size_t)(end - bytes);
        gboolean is_line;

        if (reader->pending->len) {
            g_string_append_len(reader->pending, bytes, (gssize)part);
            is_line = sl_jsonl_reader_feed_end(reader, error);
        } else {
            is_line = sl_jsonl_reader_line(reader, bytes, part, error);
        }
        if (!is_line) {
            return FALSE;
        }
        bytes += part + 1;
        length -= part + 1;
    }
    g_string_append_len(reader->pending, bytes, (gssize)length);
    return reader->pending->len <= SL_JSONL_LINE_MOST || sl_jsonl_reader_feed_end(reader, error);
}

gboolean sl_jsonl_reader_feed_end(struct sl_jsonl_reader *reader, GError **error)
{
    gboolean is_line = TRUE;

    if (reader->pending->len) {
        is_line = sl_jsonl_reader_line(reader, reader->pending->str, reader->pending->len, error);
        g_string_truncate(reader->pending, 0);
    }
    return is_line;
}

void sl_jsonl_reader_blame(struct sl_jsonl_reader *reader, const char *fault)
{
    struct sl_result *r = reader->result;

    if (!r || reader->is_summed_up || r->error) {
        end_result(reader);
        r = add_result(reader, sl_result_new(reader->file));
    }
    set_error(r, g_strdup(fault));
}

GPtrArray *sl_jsonl_reader_finish(struct sl_jsonl_reader *reader)
{
    GPtrArray *results = reader->results;

    end_result(reader);
    reader->results = g_ptr_array_new();
    return results;
}
