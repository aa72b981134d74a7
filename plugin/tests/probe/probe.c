/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z siplens-probe: of every frame, what Analyze > Conversation Filter offers for our protocol. */
#include "compat.h"

#include <stdio.h>
#include <string.h>

#include <epan/conversation_filter.h> /* needs what compat.h includes */

WS_DLL_PUBLIC_DEF const gchar plugin_version[] = "0";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

static tap_packet_status on_frame(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                  const void *frame, tap_flags_t flags)
{
    (void)data, (void)edt, (void)frame, (void)flags;
    for (GList *l = packet_conv_filter_list; l; l = l->next) {
        const conversation_filter_t *filter = l->data;

        if (strcmp(filter->proto_name, "siplens") == 0) {
            bool valid = filter->is_filter_valid(pinfo SL_FILTER_NO_DATA);
            char *text = filter->build_filter_string(pinfo SL_FILTER_NO_DATA);

            printf("%u\t%s\t%d\t%s\n", pinfo->num, filter->display_name, valid, text ? text : "-");
            g_free(text);
        }
    }
    return TAP_PACKET_DONT_REDRAW;
}

static sl_stat_init init(const char *argument, void *data)
{
    GString *error =
        register_tap_listener("frame", data, NULL, TL_REQUIRES_NOTHING, NULL, on_frame, NULL, NULL);

    (void)argument;
    if (error) {
        fprintf(stderr, "%s\n", error->str);
        g_string_free(error, TRUE);
        SL_STAT_REFUSE;
    }
    SL_STAT_ACCEPT;
}

static void register_probe(void)
{
    static stat_tap_ui ui = {REGISTER_STAT_GROUP_GENERIC, NULL, "siplens-probe", init, 0, NULL};

    register_stat_tap_ui(&ui, &ui);
}

WS_DLL_PUBLIC_DEF uint32_t plugin_describe(void)
{
    return SL_PLUGIN_IS_DISSECTOR;
}

WS_DLL_PUBLIC_DEF void plugin_register(void)
{
    static const proto_plugin plugin = {register_probe, NULL};

    proto_register_plugin(&plugin);
}
