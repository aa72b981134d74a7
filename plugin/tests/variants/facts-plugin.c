/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A plugin that learns nothing and shows nothing: it writes down what the reader found, of every
 * capture that is loaded, into the file that SIPLENS_FACTS names. For the tests only.
 */
#include <stdlib.h>

#include "facts.h"
#include "reader.h"

WS_DLL_PUBLIC_DEF const gchar plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

static int proto_facts = -1;
static dissector_handle_t handle;
static struct sl_reader *reader;
static FILE *file;

static void begin_capture(void)
{
    if (!file && getenv("SIPLENS_FACTS")) {
        file = fopen(getenv("SIPLENS_FACTS"), "wb");
    }
    set_postdissector_wanted_hfids(handle, sl_reader_wanted_hfids());
    if (!reader) {
        reader = sl_reader_new();
    }
}

static void end_capture(void)
{
    if (file) {
        fflush(file);
    }
}

static void on_message(const struct sl_message *message, void *data)
{
    (void)data;
    facts_write_message(file, message);
}

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    (void)data;
    if (file && !PINFO_FD_VISITED(pinfo)) {
        facts_write_frame(file, pinfo->num == 1, pinfo->num, sl_reader_frame_time(pinfo));
        sl_reader_read(reader, tvb, pinfo, tree, on_message, NULL);
    }
    return (int)tvb_captured_length(tvb);
}

static void register_facts(void)
{
    proto_facts = proto_register_protocol("SIP Lens facts", "SIPLENSFACTS", "siplensfacts");
    register_init_routine(begin_capture);
    register_cleanup_routine(end_capture);
    handle = create_dissector_handle(dissect, proto_facts);
    register_postdissector(handle);
}

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
    static const proto_plugin plugin = {register_facts, hand_off};

    proto_register_plugin(&plugin);
}
