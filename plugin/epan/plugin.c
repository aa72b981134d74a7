/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin: a post-dissector that learns every SIP message on the first pass over the capture,
 * in frame order, and shows on every visit what has been learnt by then.
 */
#define WS_BUILD_DLL /* on Windows, what is public here is exported, not imported */
#include "compat.h"

#include "conversation.h"
#include "fields.h"
#include "open-capture.h"
#include "prefs.h"
#include "reader.h"
#include "report-tap.h"
#include "stats-tree.h"

/* What Wireshark looks for in a plugin. */
WS_DLL_PUBLIC_DEF const gchar plugin_version[] = SIPLENS_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

static int proto_siplens = -1;
static int tap = -1;
static dissector_handle_t handle;

/* All that lives as long as a capture file is open. */
static struct {
    struct sl_capture *capture;
    struct sl_catalogue *catalogue;
    struct sl_reader *reader;
} state;

/* --- a capture begins and ends --------------------------------------------------------------- */

static void begin_capture(void)
{
    struct sl_settings settings;

    /* Without wanted fields no tree is built for us: disabled, we cost nothing. */
    if (!proto_is_protocol_enabled(find_protocol_by_id(proto_siplens))) {
        set_postdissector_wanted_hfids(handle, NULL);
        return;
    }
    set_postdissector_wanted_hfids(handle, sl_reader_wanted_hfids());
    sl_prefs_settings(&settings);
    sl_fields_grade(&settings);
    state.catalogue = sl_prefs_catalogue();
    state.reader = sl_reader_new();
    state.capture = sl_capture_new(&settings, state.catalogue);
    sl_open_capture_begin(state.capture);
}

static void end_capture(void)
{
    if (state.capture) {
        sl_stats_tree_forget();
        sl_open_capture_end();
        sl_capture_free(state.capture);
        sl_catalogue_free(state.catalogue);
        sl_reader_free(state.reader);
        state.capture = NULL;
    }
}

/* --- a frame --------------------------------------------------------------------------------- */

static void learn(const struct sl_message *message, void *pinfo)
{
    sl_open_capture_learn(message, pinfo);
}

/* The first visit to a frame; visits are in frame order then. */
static void read_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    if (pinfo->fd->has_ts) {
        sl_capture_tick(state.capture, sl_reader_frame_time(pinfo));
    } else {
        sl_capture_tick_untimed(state.capture);
    }
    sl_reader_read(state.reader, tvb, pinfo, tree, learn, pinfo);
}

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct sl_record *const *records;
    unsigned count;

    (void)data;
    if (!state.capture) {
        return 0;
    }
    sl_open_capture_visit(pinfo);
    if (sl_open_capture_is_reading()) {
        read_frame(tvb, pinfo, tree);
    }
    records = sl_open_capture_records(pinfo, &count);
    if (!records) {
        return 0;
    }
    for (unsigned i = 0; i < count; i++) {
        if (sl_prefs_info_column()) {
            sl_fields_append_info(state.capture, records[i], pinfo);
        }
        sl_fields_annotate(state.capture, records[i], tvb, pinfo, tree);
        if (have_tap_listener(tap)) {
            tap_queue_packet(tap, pinfo, records[i]);
        }
    }
    return (int)tvb_captured_length(tvb);
}

/* --- registration ---------------------------------------------------------------------------- */

static void register_protocol(void)
{
    proto_siplens = proto_register_protocol("SIP Lens", "SIPLENS", "siplens");
    sl_open_capture_register(proto_siplens);
    sl_fields_register(proto_siplens);
    sl_prefs_register(proto_siplens);
    tap = register_tap(SL_TAP);
    register_init_routine(begin_capture);
    register_cleanup_routine(end_capture);
    sl_report_tap_register();
    sl_stats_tree_register();
    sl_conversation_register();
    handle = create_dissector_handle(dissect, proto_siplens);
    register_postdissector(handle);
}

/* The wanted fields are known only once all protocols have registered theirs. */
static void hand_off(void)
{
    set_postdissector_wanted_hfids(handle, sl_reader_wanted_hfids());
}

WS_DLL_PUBLIC_DEF uint32_t plugin_describe(void)
{
    return SL_PLUGIN_IS_DISSECTOR;
}

WS_DLL_PUBLIC_DEF void plugin_register(void)
{
    static const proto_plugin plugin = {register_protocol, hand_off};

    proto_register_plugin(&plugin);
}
