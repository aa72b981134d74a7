/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siplens-check: the command for CI. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command-line.h"
#include "explain.h"
#include "formats/format.h"
#include "formats/out.h"
#include "formats/phrase.h"
#include "options.h"
#include "profile.h"
#include "read/audit.h"
#include "run/cleanup.h"
#include "run/run.h"
#include "run/tool.h"

#define NAME "siplens-check"

enum { EXIT_USAGE = 2, EXIT_UNUSABLE = 3 };

/* A message to standard error about WHAT, which may be NULL. */
static void complain(const char *what, const char *message)
{
    GString *line = g_string_new(NULL);

    sl_safe_complaint(line, NAME, what, message);
    fputs(line->str, stderr);
    g_string_free(line, TRUE);
}

static int fail(int status, GError *error)
{
    complain(NULL, error->message);
    g_error_free(error);
    return status;
}

static void complain_of_one(const struct sl_options *options, const struct sl_result *r)
{
    if (r->error && !r->is_tool_fault) {
        complain(r->file, r->error);
    } else if (!r->error && r->messages == 0) {
        complain(r->file, options->from_jsonl
                              ? "no SIP message found"
                              : "no SIP message found; --decode-as helps where SIP uses other "
                                "ports");
    }
    if (r->warning) {
        complain(r->file, r->warning);
    }
}

/* Tells of the captures that were not used, and of those in which there is nothing to check. */
static void complain_of(const struct sl_audit *audit)
{
    bool is_told = false;

    for (guint i = 0; i < audit->results->len; i++) {
        const struct sl_result *r = sl_audit_result(audit, i);

        if (r->is_tool_fault && !is_told) {
            complain(NULL, r->error);
            is_told = true;
        }
        complain_of_one(audit->options, r);
    }
}

static int report(const struct sl_options *options, const struct sl_audit *audit)
{
    GError *error = NULL;
    struct sl_out *out = sl_out_open(options->output, &error);

    if (!out) {
        return fail(EXIT_UNUSABLE, error);
    }
    options->format->write(audit, out);
    if (!sl_out_close(out, &error)) {
        return fail(EXIT_UNUSABLE, error);
    }
    return sl_audit_exit_status(audit);
}

static int check(const struct sl_options *options)
{
    GError *error = NULL;
    struct sl_audit *audit;
    GPtrArray *results;
    int status;

    if (!sl_out_check(options->output, &error)) {
        return fail(EXIT_UNUSABLE, error);
    }
    results = sl_run(options, &error);
    if (!results) {
        bool is_usage = g_error_matches(error, SL_TOOL_ERROR, SL_TOOL_ERROR_OPTION);

        return fail(is_usage ? EXIT_USAGE : EXIT_UNUSABLE, error);
    }
    audit = sl_audit_new(options, results);
    complain_of(audit);
    status = report(options, audit);
    sl_audit_free(audit);
    return status;
}

/* --explain and --list-rules. */
static int explain(const struct sl_options *options)
{
    GError *error = NULL;
    struct sl_out *out = sl_out_open(options->output, &error);

    if (!out) {
        return fail(EXIT_UNUSABLE, error);
    }
    if (options->list_rules) {
        sl_explain_rules(out);
    } else if (!sl_explain_word(out, options->explain)) {
        complain(options->explain, "no status code, method or rule; --list-rules shows the rules");
        sl_out_discard(out);
        return EXIT_USAGE;
    }
    return sl_out_close(out, &error) ? EXIT_SUCCESS : fail(EXIT_UNUSABLE, error);
}

/* Answers TEXT on standard output; a status. */
static int answer(const char *text)
{
    GError *error = NULL;
    struct sl_out *out = sl_out_open(NULL, &error);

    if (!out) {
        return fail(EXIT_UNUSABLE, error);
    }
    sl_out_string(out, text);
    return sl_out_close(out, &error) ? EXIT_SUCCESS : fail(EXIT_UNUSABLE, error);
}

static int install_profile(void)
{
    GError *error = NULL;
    g_autofree char *path = sl_profile_install(&error);
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GString) safe = g_string_new(NULL);

    if (!path) {
        return fail(EXIT_UNUSABLE, error);
    }
    g_string_append(safe, "the profile is in ");
    sl_safe_terminal(line, path);
    sl_safe_log(safe, line->str);
    g_string_append(safe, ": choose it in Wireshark with Edit > Configuration Profiles\n");
    return answer(safe->str);
}

static int run(const struct sl_options *options)
{
    if (options->version) {
        return answer(NAME " " SIPLENS_VERSION "\n");
    }
    if (options->list_rules || options->explain) {
        return explain(options);
    }
    return options->install_profile ? install_profile() : check(options);
}

/*
 * Where a standard stream is closed, a capture or pipe that is opened would take its place. What is
 * written to one that was closed fails as before.
 */
static void open_standard_streams(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDONLY);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }
}

int main(int argc, char **argv)
{
    GError *error = NULL;
    struct sl_options *options;
    g_autofree char *help = NULL;
    int status;

    (void)argc;
    open_standard_streams();
    sl_cleanup_begin();
    options = sl_command_line_parse(argv, &help, &error);
    if (!options) {
        return help ? answer(help) : fail(EXIT_USAGE, error);
    }
    status = run(options);
    sl_options_free(options);
    return status;
}
