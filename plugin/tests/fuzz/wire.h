/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames out of arbitrary bytes: of a capture file, or of messages with a few marks between them.
 */
#ifndef SL_TEST_WIRE_H
#define SL_TEST_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame {
    int encapsulation; /* a WTAP_ENCAP_ of Wireshark's */
    int64_t time_ns;
    bool has_time;
    uint32_t captured, length;
    const uint8_t *bytes;
};

/*
 * Calls HANDLER for each frame in BYTES: those of a pcap file, if BYTES begin like one. All else is
 * the text of SIP messages, each a frame between hosts 192.0.2.1 and .2 over UDP. A byte 0xff ends
 * a frame; the two after it say of the next one:
 *
 *     bit 0 it goes the other way   bit 1 over TCP    bit 2 between hosts 3 and 4
 *     bit 3 cut in the middle       bit 4 IPv6        bits 5 to 7 how much time passes
 *
 * and how often it is sent; each "%" in it that a digit follows stands for the number of the copy.
 */
void wire_read(const uint8_t *bytes, size_t size,
               void (*handler)(const struct frame *frame, void *data), void *data);

#endif
