/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the SIP messages of a frame and reads their facts. Of the protocol tree only the places of
 * the messages are wanted, see core/parse.h.
 */
#ifndef SL_READER_H
#define SL_READER_H

#include "compat.h"

#include "message.h"

struct sl_reader;

/* A reader; to be made once all protocols are registered. Free with sl_reader_free. */
struct sl_reader *sl_reader_new(void);
void sl_reader_free(struct sl_reader *reader);

/* The fields that the tree must hold for us. Owned by the caller (g_array_free). */
GArray *sl_reader_wanted_hfids(void);

/* The time of the frame in nanoseconds since the epoch. */
int64_t sl_reader_frame_time(const packet_info *pinfo);

/* Begins with a frame; false if it has no SIP message of the flow. */
bool sl_reader_open(struct sl_reader *reader, const packet_info *pinfo, proto_tree *tree);

/*
 * The next message of the frame, in the order of its bytes; false after the last one. Strings in
 * MESSAGE live until the next call.
 */
bool sl_reader_next(struct sl_reader *reader, struct sl_message *message);

#endif
