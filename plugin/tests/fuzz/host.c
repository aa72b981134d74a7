/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include <epan/column-info.h>
#include <epan/column.h>
#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/frame_data.h>
#include <epan/prefs.h>
#include <epan/tap.h>
#include <wiretap/wtap.h>
#include <wsutil/filesystem.h>
#include <wsutil/privileges.h>
#include <wsutil/wslog.h>

#include "jsonl.h"
#include "open-capture.h"
#include "report/report.h"

/* One capture, and the frames that it had. */
struct host_capture {
    epan_t *epan;
    GPtrArray *frames; /* of struct kept, owned */
};

struct kept {
    frame_data fd;
    wtap_rec rec;
    uint8_t *bytes;
    uint32_t captured;
};

static struct {
    column_info columns;
    FILE *nowhere;
} host;

static void refuse(const char *why)
{
    fprintf(stderr, "fuzz-reader: %s\n", why);
    exit(EXIT_FAILURE);
}

void host_start(void)
{
    e_prefs *settings;

    g_setenv("WIRESHARK_CONFIG_DIR", "/nonexistent", TRUE);
    g_setenv("WIRESHARK_DATA_DIR", "/nonexistent", TRUE);
    ws_log_init("fuzz-reader", NULL);
    ws_log_set_fatal_str("critical");
    init_process_policies();
    if (configuration_init("fuzz-reader", NULL)) {
        refuse("Wireshark finds none of its files");
    }
    wtap_init(FALSE);
    plugin_register();
    if (!epan_init(NULL, NULL, FALSE)) {
        refuse("libwireshark does not start");
    }
    settings = epan_load_settings();
    prefs_apply_all();
    build_column_format_array(&host.columns, settings->num_cols, TRUE);
    host.nowhere = fopen("/dev/null", "w");
}

/* --- a capture -------------------------------------------------------------------------------- */

static struct host_capture *current;

static const nstime_t *time_of(struct packet_provider_data *data, guint32 number)
{
    (void)data;
    return number > 0 && number <= current->frames->len
               ? &((struct kept *)current->frames->pdata[number - 1])->fd.abs_ts
               : NULL;
}

static void free_kept(gpointer data)
{
    struct kept *k = data;

    frame_data_destroy(&k->fd);
    g_free(k->bytes);
    g_free(k);
}

static void dissect(struct kept *k, bool with_tree, bool visible)
{
    epan_dissect_t *edt = epan_dissect_new(current->epan, with_tree, visible);

    if (!visible) {
        prime_epan_dissect_with_postdissector_wanted_hfids(edt);
    }
    epan_dissect_run_with_taps(
        edt, WTAP_FILE_TYPE_SUBTYPE_UNKNOWN, &k->rec,
        tvb_new_real_data(k->bytes, k->captured, (int)k->rec.rec_header.packet_header.len), &k->fd,
        &host.columns);
    epan_dissect_free(edt);
}

void host_read(struct host_capture *s, const struct frame *f)
{
    struct kept *k = g_new0(struct kept, 1);

    k->captured = f->captured;
    k->bytes = g_memdup2(f->bytes, f->captured);
    k->rec.rec_type = REC_TYPE_PACKET;
    k->rec.presence_flags = WTAP_HAS_CAP_LEN | (f->has_time ? WTAP_HAS_TS : 0);
    k->rec.ts.secs = (time_t)(f->time_ns / 1000000000);
    k->rec.ts.nsecs = (int)(f->time_ns % 1000000000);
    k->rec.tsprec = WTAP_TSPREC_NSEC;
    k->rec.rec_header.packet_header.caplen = f->captured;
    k->rec.rec_header.packet_header.len = f->length;
    k->rec.rec_header.packet_header.pkt_encap = f->encapsulation;
    g_ptr_array_add(s->frames, k);
    frame_data_init(&k->fd, s->frames->len, &k->rec, 0, 0);
    dissect(k, true, false);
    k->fd.passed_dfilter = 1;
    k->fd.visited = 1;
}

void host_report(void)
{
    const struct sl_capture *capture = sl_open_capture();
    GString *text = g_string_new(NULL);

    sl_report_text(capture, SL_LANGUAGES_BOTH, text);
    g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
    g_string_free(text, TRUE);
    sl_jsonl_write(capture, false, host.nowhere);
}

struct host_capture *host_open(void)
{
    static const struct packet_provider_funcs functions = {.get_frame_ts = time_of};

    current = g_new0(struct host_capture, 1);
    current->frames = g_ptr_array_new_with_free_func(free_kept);
    current->epan = epan_new(NULL, &functions);
    return current;
}

void host_show(struct host_capture *s, unsigned most)
{
    for (unsigned i = 0; i < s->frames->len; i += 1 + s->frames->len / most) {
        dissect(s->frames->pdata[i], true, true);
    }
}

void host_close(struct host_capture *s)
{
    g_ptr_array_free(s->frames, TRUE);
    epan_free(s->epan);
    g_free(s);
    current = NULL;
}
