/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that differs between the Wireshark versions we support; no other file asks for the version.
 * 4.0, 4.4 and 4.6 are tried by every run of the tests. Of 4.2 only the public sources have been
 * read: it is untested.
 *
 * What Wireshark declares is never declared here again. The build turns a callback or an argument
 * of the wrong type into an error (epan/CMakeLists.txt), so that a wrong guess cannot pass.
 */
#ifndef SL_EPAN_COMPAT_H
#define SL_EPAN_COMPAT_H

#include <ws_version.h>

#include <epan/packet.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The one place that states the versions; cmake/SiplensWireshark.cmake reads these lines. */
#define SL_WIRESHARK_MAJOR 4
#define SL_WIRESHARK_FIRST_MINOR 0
#define SL_WIRESHARK_LAST_MINOR 6

#define SL_WIRESHARK_AT_LEAST(major, minor)                                                        \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* Uneven minor versions are Wireshark's own way to the next one. */
#if WIRESHARK_VERSION_MAJOR != SL_WIRESHARK_MAJOR ||                                               \
    WIRESHARK_VERSION_MINOR < SL_WIRESHARK_FIRST_MINOR ||                                          \
    WIRESHARK_VERSION_MINOR > SL_WIRESHARK_LAST_MINOR || WIRESHARK_VERSION_MINOR % 2
#error "siplens does not support this version of Wireshark: see SL_WIRESHARK_… above"
#endif

/* A boolean in callbacks and of preferences, since 4.4 one byte instead of an int. */
#if SL_WIRESHARK_AT_LEAST(4, 4)
typedef bool sl_bool;
#else
typedef gboolean sl_bool;
#endif

/* What the init callback of a -z option returns, and how it refuses the option, since 4.6. */
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

/*
 * The value of a field: a member of field_info in 4.0, since then a pointer. The type itself
 * decides, not the version.
 */
#define SL_FVALUE(fi)                                                                              \
    _Generic((fi)->value, fvalue_t * : (fi)->value, default : (fvalue_t *)(uintptr_t) & (fi)->value)

/* What of a field's type decides how its value is read; the names have changed since 4.0. */
#ifdef FT_IS_STRING
#define SL_IS_STRING(type) FT_IS_STRING(type)
#define SL_IS_UINT32(type) FT_IS_UINT32(type)
#else
#define SL_IS_STRING(type) IS_FT_STRING(type)
#define SL_IS_UINT32(type) IS_FT_UINT32(type)
#endif

/* Conversation filters: their callbacks have one more argument since 4.2. */
#if SL_WIRESHARK_AT_LEAST(4, 2)
#define SL_FILTER_DATA , void *data_ G_GNUC_UNUSED
#define SL_FILTER_NO_DATA , NULL
#else
#define SL_FILTER_DATA
#define SL_FILTER_NO_DATA
#endif

/* 4.4 and later ask what kind of plugin this is; earlier versions ignore it. */
#define SL_PLUGIN_IS_DISSECTOR 1u
WS_DLL_PUBLIC uint32_t plugin_describe(void);
WS_DLL_PUBLIC void plugin_register(void);

#endif
