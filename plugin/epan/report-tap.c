/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z siplens,report: the text report after a tshark run. */
#include <stdio.h>
#include <string.h>

#include "plugin.h"
#include "prefs.h"
#include "report.h"

#define OPTION "siplens,report"

/* The checker knows it all; the tap is there so that tshark -q dissects at all. */
static tap_packet_status on_packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                   const void *record, tap_flags_t flags)
{
    (void)data, (void)pinfo, (void)edt, (void)record, (void)flags;
    return TAP_PACKET_DONT_REDRAW;
}

static void draw(void *data)
{
    const struct sl_capture *capture = sl_plugin_capture();
    GString *out;

    (void)data;
    if (!capture) {
        return;
    }
    out = g_string_new(NULL);
    sl_report_text(capture, sl_prefs_languages(), out);
    fputs(out->str, stdout);
    g_string_free(out, TRUE);
}

static sl_stat_init init(const char *argument, void *data)
{
    GString *error;

    (void)data;
    /* tshark goes by the beginning of the name alone. */
    if (strcmp(argument, OPTION) != 0) {
        fprintf(stderr,
                "tshark: \"-z %s\" is not understood; \"-z " OPTION "\" takes no argument\n",
                argument);
        SL_STAT_REFUSE;
    }
    error = register_tap_listener(SL_TAP, (void *)OPTION, NULL, TL_REQUIRES_NOTHING, NULL,
                                  on_packet, draw, NULL);
    if (error) {
        fprintf(stderr, "tshark: -z " OPTION ": %s\n", error->str);
        g_string_free(error, TRUE);
        SL_STAT_REFUSE;
    }
    SL_STAT_ACCEPT;
}

void sl_report_tap_register(void)
{
    static stat_tap_ui ui = {REGISTER_STAT_GROUP_GENERIC, NULL, OPTION, init, 0, NULL};

    register_stat_tap_ui(&ui, NULL);
}
