/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one context of the plugin, for the adapters that show what was learnt. */
#ifndef SL_EPAN_PLUGIN_H
#define SL_EPAN_PLUGIN_H

#include "compat.h"

#include "capture.h"

/* The capture being read or shown; NULL without a file, and while the protocol is disabled. */
const struct sl_capture *sl_plugin_capture(void);

/* True if the last frame was read for the first time: more may be learnt of it. */
bool sl_plugin_is_reading(void);

/* The messages of the frame of PINFO, *COUNT of them. */
const struct sl_record *const *sl_plugin_records(packet_info *pinfo, unsigned *count);

/* The name of our tap, to which every message's struct sl_record is sent on every visit. */
#define SL_TAP "siplens"

/* Registers the reports after a tshark run, -z siplens,… (report-tap.c). */
void sl_report_tap_register(void);

#endif
