/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sent.h"

#include <string.h>

/* Offsets within the headers: RFC 791 §3.1, RFC 8200 §3 and §4.5, RFC 9293 §3.1. */
#define IPV4_SOURCE 12
#define IPV4_LEAST 20
#define IPV6_SOURCE 8
#define IPV6_LENGTH 40
#define TCP_SEQUENCE 4
#define TCP_LEAST 20

/* Further from the beginning of a frame no header is looked for: room for several tunnels. */
#define HEADERS_MAX 512

/* Next header values (RFC 8200, IANA). */
#define NEXT_TCP 6
#define NEXT_FRAGMENT 44

static uint32_t read_16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t read_32(const uint8_t *p)
{
    return read_16(p) << 16 | read_16(p + 2);
}

/* The sequence number in the TCP header at P, of which LENGTH bytes are there. */
static struct sl_sent tcp_at(const uint8_t *p, size_t length, int start)
{
    if (length < TCP_LEAST) {
        return (struct sl_sent){SL_SENT_UNKNOWN, 0};
    }
    /* Two messages in one segment were sent one after the other. */
    return (struct sl_sent){SL_SENT_TCP_SEQUENCE, read_32(p + TCP_SEQUENCE) + (uint32_t)start};
}

static struct sl_sent ipv4_at(const uint8_t *p, size_t length, int start)
{
    size_t header = (size_t)(p[0] & 0xf) * 4;
    bool is_fragment = (read_16(p + 6) & 0x3fff) != 0;

    if (p[0] >> 4 != 4 || header < IPV4_LEAST || header > length) {
        return (struct sl_sent){SL_SENT_UNKNOWN, 0};
    }
    if (p[9] == NEXT_TCP && !is_fragment) {
        return tcp_at(p + header, length - header, start);
    }
    return read_16(p + 4) ? (struct sl_sent){SL_SENT_IP_IDENTIFICATION, read_16(p + 4)}
                          : (struct sl_sent){SL_SENT_UNKNOWN, 0};
}

/* Only fragments have an identification there. */
static struct sl_sent ipv6_at(const uint8_t *p, size_t length, int start)
{
    if (p[0] >> 4 != 6) {
        return (struct sl_sent){SL_SENT_UNKNOWN, 0};
    }
    if (p[6] == NEXT_TCP) {
        return tcp_at(p + IPV6_LENGTH, length - IPV6_LENGTH, start);
    }
    if (p[6] == NEXT_FRAGMENT && length >= IPV6_LENGTH + 8) {
        return (struct sl_sent){SL_SENT_IP_IDENTIFICATION, read_32(p + IPV6_LENGTH + 4)};
    }
    return (struct sl_sent){SL_SENT_UNKNOWN, 0};
}

/* Where in the LENGTH bytes at P the two addresses follow each other; LENGTH if nowhere. */
static size_t find_addresses(const packet_info *pinfo, const uint8_t *p, size_t length)
{
    size_t size = (size_t)pinfo->src.len, last = MIN(length, HEADERS_MAX);
    uintptr_t at = (uintptr_t)pinfo->src.data - (uintptr_t)p; /* huge where it is not in there */

    if (at < last) {
        return at + 2 * size <= length && memcmp(p + at + size, pinfo->dst.data, size) == 0
                   ? (size_t)at
                   : length;
    }
    for (size_t i = 0; i + 2 * size <= last; i++) {
        if (memcmp(p + i, pinfo->src.data, size) == 0 &&
            memcmp(p + i + size, pinfo->dst.data, size) == 0) {
            return i;
        }
    }
    return length;
}

struct sl_sent sl_sent_of(const packet_info *pinfo, tvbuff_t *frame, int start)
{
    bool is_ipv4 = pinfo->src.type == AT_IPv4;
    size_t length = tvb_captured_length(frame);
    size_t before = is_ipv4 ? IPV4_SOURCE : IPV6_SOURCE, least = is_ipv4 ? IPV4_LEAST : IPV6_LENGTH;
    size_t at; /* of the source address, later of the header */
    const uint8_t *bytes;

    if ((!is_ipv4 && pinfo->src.type != AT_IPv6) || pinfo->dst.type != pinfo->src.type) {
        return (struct sl_sent){SL_SENT_UNKNOWN, 0};
    }
    bytes = tvb_get_ptr(frame, 0, (int)length);
    at = find_addresses(pinfo, bytes, length);
    if (at < before || at - before + least > length) {
        return (struct sl_sent){SL_SENT_UNKNOWN, 0};
    }
    at -= before;
    return is_ipv4 ? ipv4_at(bytes + at, length - at, start)
                   : ipv6_at(bytes + at, length - at, start);
}
