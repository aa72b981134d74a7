/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report-tap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "jsonl.h"
#include "open-capture.h"
#include "prefs.h"
#include "report/report.h"

/* A message about REPORT, or what was meant to be one, to standard error. */
static void complain(const char *report, const char *message)
{
    GString *what = g_string_new("-z ");
    GString *line = g_string_new(NULL);

    g_string_append(what, report);
    sl_safe_complaint(line, "tshark", what->str, message);
    fputs(line->str, stderr);
    g_string_free(line, TRUE);
    g_string_free(what, TRUE);
}

static void write_text(const struct sl_capture *capture)
{
    GString *out = g_string_new(NULL);

    sl_report_text(capture, sl_prefs_languages(), out);
    fputs(out->str, stdout);
    g_string_free(out, TRUE);
}

static void write_jsonl(const struct sl_capture *capture)
{
    sl_jsonl_write(capture, false, stdout);
}

/* What siplens-check asks for where it shows nothing of the other calls. */
static void write_brief_jsonl(const struct sl_capture *capture)
{
    sl_jsonl_write(capture, true, stdout);
}

/* A row each. */
static struct report {
    const char *option;                              /* of -z; takes no argument */
    void (*write)(const struct sl_capture *capture); /* to standard output */
    stat_tap_ui ui;
} reports[] = {
    {.option = "siplens,report", .write = write_text},
    {.option = "siplens,jsonl", .write = write_jsonl},
    {.option = "siplens,jsonl,brief", .write = write_brief_jsonl},
};

/* The checker knows it all; the tap is there so that tshark -q dissects at all. */
static tap_packet_status on_packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                   const void *record, tap_flags_t flags)
{
    (void)data, (void)pinfo, (void)edt, (void)record, (void)flags;
    return TAP_PACKET_DONT_REDRAW;
}

static void draw(void *data)
{
    const struct report *report = data;
    const struct sl_capture *capture = sl_open_capture();

    if (!capture) {
        return;
    }
    report->write(capture);
    /* A report that is cut short must not pass for a whole one. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        char *message = g_strdup_printf("cannot write the report: %s", g_strerror(errno));

        complain(report->option, message);
        g_free(message);
        exit(EXIT_FAILURE);
    }
}

static sl_stat_init init(const char *argument, void *data)
{
    struct report *report = data;
    GString *error;

    /* tshark goes by the beginning of the name alone. */
    if (strcmp(argument, report->option) != 0) {
        char *message =
            g_strdup_printf("not understood; \"-z %s\" takes no argument", report->option);

        complain(argument, message);
        g_free(message);
        SL_STAT_REFUSE;
    }
    error = register_tap_listener(SL_TAP, report, NULL, TL_REQUIRES_NOTHING, NULL, on_packet, draw,
                                  NULL);
    if (error) {
        complain(report->option, error->str);
        g_string_free(error, TRUE);
        SL_STAT_REFUSE;
    }
    SL_STAT_ACCEPT;
}

void sl_report_tap_register(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(reports); i++) {
        reports[i].ui =
            (stat_tap_ui){REGISTER_STAT_GROUP_GENERIC, NULL, reports[i].option, init, 0, NULL};
        register_stat_tap_ui(&reports[i].ui, &reports[i]);
    }
}
