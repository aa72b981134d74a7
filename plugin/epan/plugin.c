/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin: a post-dissector that learns every SIP message on the first pass over the capture,
 * in frame order, and shows on every visit what has been learnt by then.
 */
#define WS_BUILD_DLL /* on Windows, what is public here is exported, not imported */
#include "plugin.h"

#include <epan/proto_data.h>

#include "conversation.h"
#include "fields.h"
#include "prefs.h"
#include "reader.h"
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
    bool is_reading; /* the last frame was on its first pass */
} state;

/* The messages of one frame, kept with the frame. */
struct frame_records {
    unsigned count, room;
    const struct sl_record **records;
};

const struct sl_capture *sl_plugin_capture(void)
{
    return state.capture;
}

bool sl_plugin_is_reading(void)
{
    return state.is_reading;
}

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
}

static void end_capture(void)
{
    if (state.capture) {
        sl_stats_tree_forget();
        sl_capture_free(state.capture);
        sl_catalogue_free(state.catalogue);
        sl_reader_free(state.reader);
        state.capture = NULL;
    }
}

/* --- a frame --------------------------------------------------------------------------------- */

static struct frame_records *records_of(packet_info *pinfo)
{
    return p_get_proto_data(wmem_file_scope(), pinfo, proto_siplens, 0);
}

const struct sl_record *const *sl_plugin_records(packet_info *pinfo, unsigned *count)
{
    const struct frame_records *frame = records_of(pinfo);

    *count = frame ? frame->count : 0;
    return frame ? frame->records : NULL;
}

static void learn(const struct sl_message *message, void *data)
{
    packet_info *pinfo = data;
    struct frame_records *frame = records_of(pinfo);

    if (!frame) {
        frame = wmem_new0(wmem_file_scope(), struct frame_records);
        p_add_proto_data(wmem_file_scope(), pinfo, proto_siplens, 0, frame);
    }
    if (frame->count == frame->room) {
        frame->room = frame->room ? 2 * frame->room : 1;
        frame->records = wmem_realloc(wmem_file_scope(), (void *)frame->records,
                                      frame->room * sizeof *frame->records);
    }
    frame->records[frame->count++] = sl_capture_learn(state.capture, message);
}

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct frame_records *frame;

    (void)data;
    if (!state.capture) {
        return 0;
    }
    state.is_reading = !PINFO_FD_VISITED(pinfo);
    if (state.is_reading) {
        sl_capture_tick(state.capture, sl_reader_frame_time(pinfo));
        sl_reader_read(state.reader, pinfo, tree, learn, pinfo);
    }
    frame = records_of(pinfo);
    if (!frame) {
        return 0;
    }
    for (unsigned i = 0; i < frame->count; i++) {
        if (sl_prefs_info_column()) {
            sl_fields_append_info(state.capture, frame->records[i], pinfo);
        }
        sl_fields_annotate(state.capture, frame->records[i], tvb, pinfo, tree);
        if (have_tap_listener(tap)) {
            tap_queue_packet(tap, pinfo, frame->records[i]);
        }
    }
    return (int)tvb_captured_length(tvb);
}

/* --- registration ---------------------------------------------------------------------------- */

static void register_protocol(void)
{
    proto_siplens = proto_register_protocol("SIP Lens", "SIPLENS", "siplens");
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
