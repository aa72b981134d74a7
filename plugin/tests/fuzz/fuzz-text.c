/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text of somebody else in every place where text goes: alone through the functions that make it
 * safe, and in every field of a report in every format. In a report it stands between two marks,
 * and what is found between them must mean nothing to whatever reads the report.
 */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/safe.h"
#include "base/unconst.h"
#include "command-line.h"
#include "formats/format.h"
#include "read/audit.h"
#include "read/json-scan.h"
#include "read/jsonl-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define BEGIN "zQ"
#define END "Qz"
#define TEXT_MAX 48 /* or values are cut, and the second mark with them */

/* A report with the text, made safe for JSON, in each %s. */
static const char report[] =
    "{\"type\":\"capture\",\"format\":1,\"siplens\":\"%s\",\"file\":\"%s\",\"changed\":[{\"by\":\"%"
    "s\",\"what\":\"%s\"}],"
    "\"wireshark\":\"%s\",\"start\":\"%s\",\"duration\":1,\"frames\":3,\"clock_broken\":false,"
    "\"settings\":"
    "{\"t1_ms\":500,\"provisional_ms\":200,\"timer_c_s\":180,\"duplicate_ms\":100}}\n"
    "{\"type\":\"transaction\",\"transaction\":1,\"call\":1,\"call_id\":\"%s\",\"cseq\":1,\"from_"
    "tag\":\"%s\","
    "\"branch\":\"%s\",\"client\":{\"address\":\"%s\",\"port\":5060},\"server\":{\"address\":\"%"
    "s\",\"port\":0},"
    "\"transport\":\"%s\",\"frames\":{\"invite\":1,\"final\":2,\"ack\":null,\"cancel\":null},"
    "\"times\":{},"
    "\"state\":\"%s\",\"outcome\":\"%s\",\"verdict\":\"violation\",\"messages\":["
    "{\"frame\":1,\"time\":0,\"from\":\"client\",\"method\":\"%s\",\"status\":null,\"label\":null,"
    "\"repeat_of\":null,\"duplicate\":false},"
    "{\"frame\":2,\"time\":0.1,\"from\":\"server\",\"method\":\"%s\",\"status\":486,"
    "\"label\":{\"zh\":\"%s\",\"en\":\"%s\"},\"repeat_of\":null,\"duplicate\":false}]}\n"
    "{\"type\":\"transaction\",\"transaction\":2,\"call\":1,\"call_id\":\"%s\",\"cseq\":2,\"from_"
    "tag\":null,"
    "\"branch\":null,\"client\":{\"address\":\"%s\",\"port\":0},\"server\":{\"address\":\"%s\","
    "\"port\":0},"
    "\"transport\":\"?\",\"frames\":{\"invite\":3,\"final\":null,\"ack\":null,\"cancel\":null},"
    "\"times\":{},"
    "\"state\":\"calling\",\"outcome\":\"pending\",\"verdict\":\"incomplete\","
    "\"incomplete\":{\"zh\":\"%s\",\"en\":\"%s\"},\"messages\":[{\"frame\":3,\"time\":0.2,\"from\":"
    "\"client\","
    "\"method\":null,\"status\":null,\"label\":null,\"repeat_of\":null,\"duplicate\":false}]}\n"
    "{\"type\":\"violation\",\"rule\":\"%s\",\"severity\":\"error\",\"group\":\"%s\",\"reference\":"
    "\"%s\",\"frame\":2,"
    "\"time\":0.1,\"source\":{\"address\":\"%s\",\"port\":0},\"destination\":{\"address\":\"%s\","
    "\"port\":0},"
    "\"call\":1,\"call_id\":\"%s\",\"transaction\":1,\"counts_for\":[1],\"zh\":\"%s\",\"en\":\"%"
    "s\","
    "\"evidence\":[1]}\n"
    "{\"type\":\"summary\",\"messages\":3,\"requests\":2,\"responses\":1,\"repeats\":0,"
    "\"duplicates\":0,"
    "\"calls\":2,\"transactions\":2,\"violations\":1,\"rules\":{\"%s\":1},\"occasions\":{\"%s\":2},"
    "\"verdicts\":{},\"outcomes\":{},\"classes\":{},"
    "\"other_calls\":[{\"call\":2,\"call_id\":\"%s\",\"frame\":3}],\"hidden\":[{\"by\":\"%s\","
    "\"count\":2}]}\n";

/* Standard output is a file while a report is written: files proper are synchronised with disks. */
static int reports = -1, standard_output = -1;

static void begin_output(void)
{
    if (reports < 0) {
        g_autofree char *path = NULL;

        reports = g_file_open_tmp("siplens-fuzz-XXXXXX", &path, NULL);
        standard_output = dup(STDOUT_FILENO);
        g_assert_true(reports >= 0 && standard_output >= 0 && g_unlink(path) == 0);
    }
    fflush(stdout);
    g_assert_true(ftruncate(reports, 0) == 0 && lseek(reports, 0, SEEK_SET) == 0 &&
                  dup2(reports, STDOUT_FILENO) == STDOUT_FILENO);
}

/* What was written since, NUL after it. Free with g_free. */
static char *end_output(size_t *length)
{
    off_t size = lseek(reports, 0, SEEK_END);
    char *text = g_malloc((size_t)size + 1);

    g_assert_true(pread(reports, text, (size_t)size, 0) == size &&
                  dup2(standard_output, STDOUT_FILENO) == STDOUT_FILENO);
    text[size] = '\0';
    *length = (size_t)size;
    return text;
}

/* --- what may stand between the marks -------------------------------------------------------- */

static void expect_none_of(const char *text, const char *forbidden)
{
    if (strpbrk(text, forbidden)) {
        g_error("means something where it stands: %s", text);
    }
}

static void expect_references(const char *text)
{
    for (const char *p = strchr(text, '&'); p; p = strchr(p + 1, '&')) {
        size_t length = strcspn(p, ";");

        g_assert_true(p[length] == ';' && length > 1 && length < 8);
    }
}

/* Without the character references that are in it. */
static char *unreferenced(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *p = text; *p; p++) {
        size_t digits = g_str_has_prefix(p, "&#") ? strspn(p + 2, "0123456789") : 0;

        if (digits > 0 && p[2 + digits] == ';') {
            p += 2 + digits;
        } else {
            g_string_append_c(out, *p);
        }
    }
    return g_string_free(out, FALSE);
}

static void expect_harmless(const char *format, const char *text)
{
    if (strcmp(format, "junit") == 0 || strcmp(format, "html") == 0) {
        g_auto(GStrv) parts = g_strsplit(text, "<wbr>", -1); /* ours: where a line may end */

        for (char **part = parts; *part; part++) {
            expect_none_of(*part, "<>\"");
        }
        expect_references(text);
    } else if (strcmp(format, "markdown") == 0) {
        g_autofree char *rest = unreferenced(text);

        expect_none_of(rest, "<>[]`*|~\\@\n");
    }
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void expect_harmless_marks(const char *format, const char *whole)
{
    for (const char *p = strstr(whole, BEGIN); p; p = strstr(p, BEGIN)) {
        const char *end = strstr(p + strlen(BEGIN), END);
        g_autofree char *text = NULL;

        if (!end) {
            return;
        }
        text = g_strndup(p + strlen(BEGIN), (size_t)(end - p) - strlen(BEGIN));
        if (!strstr(text, BEGIN)) { /* else the place cut it */
            expect_harmless(format, text);
        }
        p += strlen(BEGIN);
    }
}

/* No line that a CI runner takes for a command: reports of every format are printed in logs. */
static void expect_log(const char *lines)
{
    g_assert_null(strstr(lines, "##["));
    g_assert_null(strstr(lines, "##vso["));
    g_assert_null(strstr(lines, "##teamcity["));
    for (const char *line = lines; line; line = strchr(line, '\n')) {
        line += strspn(line, " \t\n");
        g_assert_false(g_str_has_prefix(line, "::"));
    }
}

/* --- what a whole report must be ------------------------------------------------------------- */

static void expect_json(const char *text, size_t length)
{
    g_assert_true(sl_json_scan(text, length));
}

static void expect_xml(const char *text, size_t length)
{
    static const GMarkupParser none;
    GMarkupParseContext *context =
        g_markup_parse_context_new(&none, (GMarkupParseFlags)0, NULL, NULL);

    g_assert_true(g_markup_parse_context_parse(context, text, (gssize)length, NULL));
    g_assert_true(g_markup_parse_context_end_parse(context, NULL));
    g_markup_parse_context_free(context);
}

static void expect_report(const char *format, const char *text, size_t length)
{
    g_assert_true(g_utf8_validate(text, (gssize)length, NULL));
    for (const char *p = text; *p; p++) {
        g_assert_true((unsigned char)*p >= 0x20 || *p == '\n');
    }
    if (strcmp(format, "json") == 0 || strcmp(format, "sarif") == 0) {
        expect_json(text, length);
    } else if (strcmp(format, "jsonl") == 0) {
        for (const char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
            expect_json(text, (size_t)(end - text));
        }
    } else if (strcmp(format, "junit") == 0) {
        expect_xml(text, length);
    }
}

/* --- a report with the text in every field ---------------------------------------------------- */

static const struct sl_options *options_for(unsigned n)
{
    static struct sl_options *options[16];
    static char **names;
    char *arguments[] = {sl_unconst("siplens-check"), sl_unconst("--format"), NULL,
                         sl_unconst("--from-jsonl"),  sl_unconst("x.jsonl"),  NULL};
    char *help;

    if (!names) {
        g_autofree char *list = sl_format_names();

        names = g_strsplit(list, ", ", -1);
    }
    n %= MIN(g_strv_length(names), (guint)G_N_ELEMENTS(options));
    if (!options[n]) {
        arguments[2] = names[n];
        options[n] = sl_command_line_parse(arguments, &help, NULL);
        g_assert_nonnull(options[n]);
    }
    return options[n];
}

static GPtrArray *results_with(const char *text)
{
    GString *lines = g_string_new(NULL), *safe = g_string_new(NULL);
    struct sl_jsonl_reader *reader = sl_jsonl_reader_new("x.jsonl");
    GPtrArray *results;
    g_auto(GStrv) list = NULL;

    sl_safe_json(safe, text);
    for (const char *p = report; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            g_string_append_printf(lines, BEGIN "%s" END, safe->str);
            p++;
        } else {
            g_string_append_c(lines, *p);
        }
    }
    list = g_strsplit(lines->str, "\n", -1);
    for (char **line = list; *line; line++) {
        g_assert_true(sl_jsonl_reader_line(reader, *line, strlen(*line), NULL));
    }
    results = sl_jsonl_reader_finish(reader);
    sl_jsonl_reader_free(reader);
    g_string_free(lines, TRUE);
    g_string_free(safe, TRUE);
    return results;
}

static void report_with(const struct sl_options *options, const char *text)
{
    struct sl_audit *audit = sl_audit_new(options, results_with(text));
    g_autofree char *whole = NULL;
    struct sl_out *out;
    size_t length;

    begin_output();
    out = sl_out_open(NULL, NULL);
    options->format->write(audit, out);
    g_assert_true(sl_out_close(out, NULL));
    whole = end_output(&length);
    g_assert_cmpuint(strlen(whole), ==, length);
    expect_report(options->format->name, whole, length);
    expect_log(whole);
    expect_harmless_marks(options->format->name, whole);
    sl_audit_free(audit);
}

/* --- the text alone -------------------------------------------------------------------------- */

static void escape_alone(const char *text)
{
    GString *whole = g_string_new(NULL), *cut = g_string_new(NULL), *again = g_string_new(NULL);

    sl_escape_append_whole(whole, text);
    sl_escape_append(cut, text);
    g_assert_true(sl_escape_is_clean(whole->str));
    g_assert_true(sl_escape_is_clean(cut->str));
    g_assert_cmpint(g_utf8_strlen(text, 0), <=, g_utf8_strlen(whole->str, -1));
    sl_escape_append_whole(again, whole->str);
    g_assert_cmpstr(again->str, ==, whole->str);
    g_assert_true(!sl_escape_is_clean(text) || strcmp(text, whole->str) == 0);
    g_string_free(whole, TRUE);
    g_string_free(cut, TRUE);
    g_string_free(again, TRUE);
}

static void safe_alone(const char *text)
{
    static const sl_safe_fn functions[] = {
        sl_safe_terminal, sl_safe_markup,  sl_safe_json, sl_safe_script,    sl_safe_sarif,
        sl_safe_markdown, sl_safe_mermaid, sl_safe_uri,  sl_safe_file_name,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(functions); i++) {
        bool may_begin_line = functions[i] == sl_safe_markup || functions[i] == sl_safe_markdown;
        GString *out = g_string_new(NULL), *value = g_string_new(NULL);

        functions[i](out, text);
        sl_safe_value(value, functions[i], text);
        if (may_begin_line) {
            expect_log(out->str);
            expect_log(value->str);
        }
        g_assert_true(g_utf8_validate(out->str, -1, NULL));
        g_assert_true(g_utf8_validate(value->str, -1, NULL));
        g_string_free(out, TRUE);
        g_string_free(value, TRUE);
    }
}

/* As a line of a terminal is made: its parts, then the whole. */
static void log_alone(const char *text)
{
    GString *line = g_string_new(NULL), *out = g_string_new(NULL);

    sl_safe_terminal(line, text);
    sl_safe_log(out, line->str);
    expect_log(out->str);
    g_string_truncate(out, 0);
    sl_safe_complaint(out, "siplens-check", text, text);
    expect_log(out->str);
    g_assert_cmpuint(strcspn(out->str, "\n"), ==, out->len - 1);
    g_string_free(line, TRUE);
    g_string_free(out, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    g_autofree char *text = NULL;

    if (size == 0) {
        return 0;
    }
    text = g_strndup((const char *)bytes + 1, size - 1);
    escape_alone(text);
    safe_alone(text);
    log_alone(text);
    if (strlen(text) > TEXT_MAX) {
        text[TEXT_MAX] = '\0';
    }
    for (char *p = text; *p; p++) {
        *p = *p == 'Q' ? 'q' : *p; /* the marks are ours */
    }
    report_with(options_for(bytes[0]), text);
    return 0;
}
