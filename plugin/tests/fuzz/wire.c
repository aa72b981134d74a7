/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire.h"

#include <glib.h>
#include <string.h>
#include <wiretap/pcap-encap.h>
#include <wiretap/wtap.h>

#define FRAMES_MAX 4096 /* of a capture file */
#define MESSAGES_MAX 160
#define COPIES_MAX 80
#define NS_PER_S INT64_C(1000000000)

/* --- a capture file --------------------------------------------------------------------------- */

static uint32_t number(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool is_pcap(const uint8_t *bytes, size_t size)
{
    return size >= 24 && (number(bytes) == 0xa1b2c3d4 || number(bytes) == 0xa1b23c4d);
}

static void read_pcap(const uint8_t *bytes, size_t size,
                      void (*handler)(const struct frame *, void *), void *data)
{
    int64_t unit = number(bytes) == 0xa1b23c4d ? 1 : 1000;
    int encapsulation = wtap_pcap_encap_to_wtap_encap((int)(number(bytes + 20) & 0xffff));
    size_t at = 24;

    for (unsigned i = 0; i < FRAMES_MAX && at + 16 <= size; i++) {
        struct frame f = {
            .encapsulation = encapsulation,
            .time_ns = number(bytes + at) * NS_PER_S + number(bytes + at + 4) % 1000000000 * unit,
            .has_time = true,
            .captured = number(bytes + at + 8),
            .length = number(bytes + at + 12),
            .bytes = bytes + at + 16,
        };

        at += 16;
        if (f.captured > size - at) {
            return;
        }
        f.length = CLAMP(f.length, f.captured, 262144);
        handler(&f, data);
        at += f.captured;
    }
}

/* --- marked text ------------------------------------------------------------------------------ */

struct line {
    void (*handler)(const struct frame *, void *);
    void *data;
    int64_t now_ns;
    unsigned frames;
    uint32_t sequence[4]; /* of TCP, by way and hosts */
    GByteArray *frame;
};

static void put16(uint8_t *p, unsigned n)
{
    p[0] = (uint8_t)(n >> 8);
    p[1] = (uint8_t)n;
}

static void put32(uint8_t *p, uint32_t n)
{
    put16(p, n >> 16);
    put16(p + 2, n & 0xffff);
}

static void add_ip(struct line *l, uint8_t mark, size_t payload)
{
    unsigned first = mark & 4 ? 3 : 1, odd = mark & 1u;
    unsigned from = first + odd, to = first + 1 - odd;
    uint8_t protocol = mark & 2 ? 6 : 17;

    if (mark & 16) {
        uint8_t ip[40] = {0x60, [6] = protocol, 64, 0x20, 1,   0x0d,
                          0xb8, [24] = 0x20,    1,  0x0d, 0xb8};

        put16(ip + 4, (unsigned)payload);
        ip[23] = (uint8_t)from;
        ip[39] = (uint8_t)to;
        g_byte_array_append(l->frame, ip, sizeof ip);
    } else {
        uint8_t ip[20] = {0x45, [8] = 64, protocol, [12] = 192, 0, 2, [16] = 192, 0, 2};

        put16(ip + 2, (unsigned)payload + 20);
        ip[15] = (uint8_t)from;
        ip[19] = (uint8_t)to;
        g_byte_array_append(l->frame, ip, sizeof ip);
    }
}

static void add_ports(struct line *l, uint8_t mark, size_t payload)
{
    uint8_t header[20] = {0};
    uint32_t *sequence = &l->sequence[(mark & 1) | (mark & 4) >> 1];

    put16(header, 5060);
    put16(header + 2, 5060);
    if (mark & 2) {
        put32(header + 4, *sequence + 1);
        header[12] = 0x50;
        header[13] = 0x10;
        put16(header + 14, 65535);
        *sequence += (uint32_t)payload;
    } else {
        put16(header + 4, (unsigned)payload + 8);
    }
    g_byte_array_append(l->frame, header, mark & 2 ? 20 : 8);
}

static void send(struct line *l, uint8_t mark, const GString *payload)
{
    static const int64_t steps_ms[] = {1, 20, 500, 4000, 33000, 180000, 3600000, 0};
    uint8_t ethernet[14] = {2, [5] = 1, 2, [11] = 2, mark & 16 ? 0x86 : 8, mark & 16 ? 0xdd : 0};
    struct frame f = {.encapsulation = WTAP_ENCAP_ETHERNET, .has_time = true};

    g_byte_array_set_size(l->frame, 0);
    g_byte_array_append(l->frame, ethernet, sizeof ethernet);
    add_ip(l, mark, payload->len + (mark & 2 ? 20 : 8));
    add_ports(l, mark, payload->len);
    g_byte_array_append(l->frame, (const uint8_t *)payload->str, (guint)payload->len);
    l->now_ns += steps_ms[mark >> 5] * 1000000;
    l->frames++;
    f.time_ns = l->now_ns;
    f.length = l->frame->len;
    f.captured = mark & 8 ? f.length / 2 : f.length;
    f.bytes = l->frame->data;
    l->handler(&f, l->data);
}

static void send_copies(struct line *l, uint8_t mark, unsigned copies, const uint8_t *text,
                        size_t size)
{
    GString *payload = g_string_new(NULL);

    for (unsigned copy = 0; copy < copies && l->frames < MESSAGES_MAX; copy++) {
        g_string_truncate(payload, 0);
        for (size_t i = 0; i < size; i++) {
            if (text[i] == '%' && i + 1 < size && g_ascii_isdigit(text[i + 1])) {
                g_string_append_printf(payload, "%u", copy);
            } else {
                g_string_append_c(payload, (char)text[i]);
            }
        }
        send(l, mark, payload);
    }
    g_string_free(payload, TRUE);
}

static void read_text(const uint8_t *bytes, size_t size, struct line *l)
{
    uint8_t mark = 0;
    unsigned copies = 1;

    while (size > 0) {
        const uint8_t *end = memchr(bytes, 0xff, size);
        size_t length = MIN(end ? (size_t)(end - bytes) : size, 60000);

        if (length > 0) {
            send_copies(l, mark, copies, bytes, length);
        }
        if (!end || (size_t)(end - bytes) + 3 > size) {
            return;
        }
        mark = end[1];
        copies = 1 + end[2] % COPIES_MAX;
        size -= (size_t)(end - bytes) + 3;
        bytes = end + 3;
    }
}

void wire_read(const uint8_t *bytes, size_t size, void (*handler)(const struct frame *, void *),
               void *data)
{
    struct line l = {.handler = handler, .data = data, .now_ns = 1700000000 * NS_PER_S};

    if (is_pcap(bytes, size)) {
        read_pcap(bytes, size, handler, data);
        return;
    }
    l.frame = g_byte_array_new();
    read_text(bytes, size, &l);
    g_byte_array_free(l.frame, TRUE);
}
