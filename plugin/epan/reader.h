/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the facts of a frame's SIP messages from the tree that Wireshark's SIP dissector built. */
#ifndef SL_EPAN_READER_H
#define SL_EPAN_READER_H

#include "compat.h"

#include "sip/message.h"

struct sl_reader;

/* A reader; to be made once all protocols are registered. Free with sl_reader_free. */
struct sl_reader *sl_reader_new(void);
void sl_reader_free(struct sl_reader *reader);

/* The fields that the tree must hold for us, an array of int for the caller to free. */
GArray *sl_reader_wanted_hfids(void);

/* The time of the frame in nanoseconds since the epoch. */
int64_t sl_reader_frame_time(const packet_info *pinfo);

typedef void (*sl_reader_handler)(const struct sl_message *message, void *data);

/*
 * Hands every SIP message of FRAME, the bytes that a post-dissector is called with, to HANDLER, in
 * the order of the tree. What other messages carry in their body, or ICMP errors quote, is left
 * out. Strings live until HANDLER returns. Only the tree of the first pass has all that is wanted.
 */
void sl_reader_read(const struct sl_reader *reader, tvbuff_t *frame, packet_info *pinfo,
                    proto_tree *tree, sl_reader_handler handler, void *data);

#endif
