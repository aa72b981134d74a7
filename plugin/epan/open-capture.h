/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The capture file that is open, and the messages of each of its frames: what the plugin fills and
 * all that shows something of it (taps, filters) reads.
 */
#ifndef SL_EPAN_OPEN_CAPTURE_H
#define SL_EPAN_OPEN_CAPTURE_H

#include "compat.h"

#include "capture.h"

/* The name of our tap, to which every message's struct sl_record is sent on every visit. */
#define SL_TAP "siplens"

/* The capture being read or shown; NULL without a file, and while the protocol is disabled. */
const struct sl_capture *sl_open_capture(void);

/* True during Wireshark's first pass: later frames may still change what is known of this one. */
bool sl_open_capture_is_reading(void);

/*
 * The *COUNT messages of the frame of PINFO, in the order of the tree; NULL without any. The array
 * is valid until the next frame is read.
 */
const struct sl_record *const *sl_open_capture_records(packet_info *pinfo, unsigned *count);

/* --- for plugin.c ---------------------------------------------------------------------------- */

/* PROTO is the id of our protocol, under which a frame keeps its record. */
void sl_open_capture_register(int proto);

/* A capture file is opened: CAPTURE is borrowed until sl_open_capture_end. */
void sl_open_capture_begin(struct sl_capture *capture);
void sl_open_capture_end(void);

/* The frame of PINFO is visited: tells the others whether it is for the first time. */
void sl_open_capture_visit(const packet_info *pinfo);

/* Learns MESSAGE, which is of the frame of PINFO. */
void sl_open_capture_learn(const struct sl_message *message, packet_info *pinfo);

#endif
