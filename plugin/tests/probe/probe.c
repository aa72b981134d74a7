/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -z siplens-probe: of every frame, what Analyze > Conversation Filter offers for our protocol.
 * -z siplens-sent: of every frame, what the layers below SIP tell of its sending (sent.h).
 */
#include "compat.h"

#include <stdio.h>
#include <string.h>

#include <epan/conversation_filter.h> /* needs what compat.h includes */
#include <epan/epan_dissect.h>

#include "sent.h"

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

static tap_packet_status on_frame_sent(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                       const void *frame, tap_flags_t flags)
{
    static const char *const kinds[] = {"-", "ip", "tcp"};
    struct sl_sent sent = sl_sent_of(pinfo, edt->tvb, 0);

    (void)data, (void)frame, (void)flags;
    printf("%u\t%s\t%u\n", pinfo->num, kinds[sent.kind], sent.value);
    return TAP_PACKET_DONT_REDRAW;
}

/* One option of -z. */
struct probe {
    stat_tap_ui ui;
    tap_packet_cb on_frame;
};

static sl_stat_init init(const char *argument, void *data)
{
    const struct probe *probe = data;
    GString *error = register_tap_listener("frame", data, NULL, TL_REQUIRES_NOTHING, NULL,
                                           probe->on_frame, NULL, NULL);

    (void)argument;
    if (error) {
        fprintf(stderr, "%s\n", error->str);
        g_string_free(error, TRUE);
        SL_STAT_REFUSE;
    }
    SL_STAT_ACCEPT;
}

static void register_probes(void)
{
    static struct probe probes[] = {
        {{REGISTER_STAT_GROUP_GENERIC, NULL, "siplens-probe", init, 0, NULL}, on_frame},
        {{REGISTER_STAT_GROUP_GENERIC, NULL, "siplens-sent", init, 0, NULL}, on_frame_sent},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(probes); i++) {
        register_stat_tap_ui(&probes[i].ui, &probes[i]);
    }
}

WS_DLL_PUBLIC_DEF uint32_t plugin_describe(void)
{
    return SL_PLUGIN_IS_DISSECTOR;
}

WS_DLL_PUBLIC_DEF void plugin_register(void)
{
    static const proto_plugin plugin = {register_probes, NULL};

    proto_register_plugin(&plugin);
}
