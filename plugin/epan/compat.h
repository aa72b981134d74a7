/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that differs between the Wireshark versions we support (4.0 to 4.6); no other file asks for
 * the version. 4.0, 4.4 and 4.6 have been tried, 4.2 has only been read.
 */
#ifndef SL_COMPAT_H
#define SL_COMPAT_H

#include <ws_version.h>

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define SL_WIRESHARK_AT_LEAST(major, minor)                                                        \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

#if !SL_WIRESHARK_AT_LEAST(4, 0) || SL_WIRESHARK_AT_LEAST(4, 7)
#error "siplens supports Wireshark 4.0 to 4.6"
#endif

/* A boolean in callbacks and of preferences: they differ in size. */
#if SL_WIRESHARK_AT_LEAST(4, 4)
typedef bool sl_bool;
#else
typedef gboolean sl_bool;
#endif

/* What the init callback of a -z option returns, and how it refuses the option. */
#if SL_WIRESHARK_AT_LEAST(4, 6)
typedef bool sl_stat_init;
#define SL_STAT_ACCEPT return true
#define SL_STAT_REFUSE return false
#else
typedef void sl_stat_init;
#define SL_STAT_ACCEPT return
/* Such a callback cannot fail; Wireshark's own ones exit as well. */
#define SL_STAT_REFUSE exit(1)
#endif

/* The value of a field: a member until 4.2, a pointer since. */
#if SL_WIRESHARK_AT_LEAST(4, 4)
#define SL_FVALUE(fi) ((fi)->value)
#else
#define SL_FVALUE(fi) (&((field_info *)(fi))->value)
#endif

/* Conversation filters: their callbacks have had one more argument since 4.4. */
#if SL_WIRESHARK_AT_LEAST(4, 4)
#define SL_FILTER_DATA , void *data_ G_GNUC_UNUSED
#define SL_FILTER_NO_DATA , NULL
#else
#define SL_FILTER_DATA
#define SL_FILTER_NO_DATA
#endif

/* The plugin interface of 4.4 asks what kind of plugin this is; earlier versions ignore it. */
#define SL_PLUGIN_IS_DISSECTOR 1u
WS_DLL_PUBLIC uint32_t plugin_describe(void);
WS_DLL_PUBLIC void plugin_register(void);

#endif
