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
 * packet_info has neither number. It has the innermost addresses, and in an IP header the
 * destination follows the source: so the header is found by its addresses, near the beginning of
 * the frame, and checked before it is believed. (pinfo->src of IPv4 points into the header itself,
 * but that of IPv6 is a copy.) It is the same in 4.0, 4.4 and 4.6. Where the header is not in the
 * frame's own bytes, as with a tunnel that was fragmented or exported PDUs, nothing is known.
 *
 * It takes about a hundred instructions and no memory, so that it is read of every message: the
 * first copy, which a repeat is compared with, is gone when the repeat comes.
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
