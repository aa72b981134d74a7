/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of the layers below SIP tells that equal bytes were sent twice, and not captured twice.
 *
 * A mirror port or a tunnel shows the same packet again: its identification (RFC 791 §3.1) and its
 * TCP sequence number stay as they were. A sender that sends the same bytes anew takes others.
 * Equal values prove nothing: some senders write 0 or a constant (RFC 6864 §4.1).
 *
 * How a post-dissector gets them. Fields such as ip.id, wanted from Wireshark, would be made for
 * every packet of the capture, media included, and cost more than all else that we ask for.
 * packet_info has neither number. It has the innermost addresses: that of IPv4 points into the
 * header itself, that of IPv6 is a copy, which is looked for near the beginning of the frame. In an
 * IP header the destination follows the source; that and the bounds of the frame are checked before
 * it is believed. Where the header is not in the frame's own bytes, as with a tunnel that was
 * fragmented or with exported PDUs, nothing is known.
 *
 * It takes some dozens of instructions (IPv6: some hundred) and no memory, so that it is read of
 * every message: the first copy, which a repeat is compared with, is gone when the repeat comes.
 */
#ifndef SL_EPAN_SENT_H
#define SL_EPAN_SENT_H

#include "compat.h"

#include "sip/message.h"

/*
 * What the layers below say of the message that starts at START of its own tvb, in the frame of
 * PINFO with the bytes FRAME (what a post-dissector is called with).
 */
struct sl_sent sl_sent_of(const packet_info *pinfo, tvbuff_t *frame, int start);

#endif
