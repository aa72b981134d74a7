/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the plugin costs when one thing grows: attack [SIZE...] prints, for each kind and each size,
 * the steps and the bytes that each unit takes, and fails where the largest size takes that
 * many times what the smallest does. Sizes are in ascending order.
 *
 * Steps are basic blocks of the plugin and of the core, which are built for this so that each calls
 * back: no clock, and Wireshark's own are not among them. Bytes are what the core keeps of the
 * capture. What an empty capture takes is left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wiretap/wtap.h>

#include "capture.h"
#include "host.h"
#include "kinds.h"
#include "open-capture.h"

#define STEPS_FACTOR 1.2
#define BYTES_FACTOR 1.5 /* tables double */
#define ALLOWANCE 4.0    /* steps or bytes, where a unit takes next to none */
#define SIZES_MAX 8
#define SEGMENT_MAX 60000
#define SPAN_NS (INT64_C(195) * 1000000000) /* of every capture: longer than any wait */
#define HEADERS 54                          /* of Ethernet, IPv4 and TCP */

static uint64_t steps;

void __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

/* A capture in the making. */
struct maker {
    struct wire wire; /* first, so that a pointer to it is one to this */
    struct host_capture *capture;
    const struct kind *kind;
    GByteArray *frame;
    GString *segment;
    unsigned waiting; /* messages in it */
    uint32_t sequence[2];
    int64_t now_ns, step_ns;
};

static void put16(uint8_t *p, size_t n)
{
    p[0] = (uint8_t)(n >> 8);
    p[1] = (uint8_t)n;
}

static void send_frame(struct maker *m, const char *bytes, size_t size, bool from_caller)
{
    bool tcp = m->kind->over_tcp;
    uint32_t *sequence = &m->sequence[from_caller];
    size_t transport = tcp ? 20 : 8;
    uint8_t h[HEADERS] = {[12] = 8,   [14] = 0x45, [22] = 64, [23] = tcp ? 6 : 17,
                          [26] = 192, 0,           2,         from_caller ? 1 : 2,
                          [30] = 192, 0,           2,         from_caller ? 2 : 1};
    struct frame f = {.encapsulation = WTAP_ENCAP_ETHERNET, .has_time = true};

    put16(h + 16, 20 + transport + size);
    put16(h + 34, 5060);
    put16(h + 36, 5060);
    if (tcp) {
        put16(h + 38, *sequence >> 16);
        put16(h + 40, *sequence & 0xffff);
        h[46] = 0x50;
        h[47] = 0x10;
        put16(h + 48, 65535);
        *sequence += (uint32_t)size;
    } else {
        put16(h + 38, 8 + size);
    }
    g_byte_array_set_size(m->frame, 0);
    g_byte_array_append(m->frame, h, (guint)(34 + transport));
    g_byte_array_append(m->frame, (const uint8_t *)bytes, (guint)size);
    m->now_ns += m->step_ns;
    f.time_ns = m->now_ns;
    f.captured = f.length = m->frame->len;
    f.bytes = m->frame->data;
    host_read(m->capture, &f);
}

static void flush(struct maker *m)
{
    for (size_t at = 0; at < m->segment->len; at += SEGMENT_MAX) {
        send_frame(m, m->segment->str + at, MIN(m->segment->len - at, SEGMENT_MAX), true);
    }
    g_string_truncate(m->segment, 0);
    m->waiting = 0;
}

static void send(struct wire *wire, const GString *message, bool from_caller)
{
    struct maker *m = (struct maker *)wire;

    if (!m->kind->over_tcp) {
        send_frame(m, message->str, message->len, from_caller);
        return;
    }
    g_string_append_len(m->segment, message->str, (gssize)message->len);
    if (++m->waiting >= m->kind->a_segment) {
        flush(m);
    }
}

struct cost {
    double steps, bytes, us; /* us: of Wireshark and the plugin together; only told */
};

static struct cost measure_whole(const struct kind *kind, unsigned n)
{
    struct maker m = {.wire = {.send = send, .text = g_string_new(NULL)},
                      .kind = kind,
                      .frame = g_byte_array_new(),
                      .segment = g_string_new(NULL),
                      .now_ns = INT64_C(1700000000000000000),
                      .step_ns = SPAN_NS / (n ? n : 1)};
    clock_t begin = clock();
    struct cost cost;

    steps = 0;
    m.capture = host_open();
    if (n) {
        kind->make(&m.wire, n);
    }
    flush(&m);
    cost.bytes = (double)sl_capture_memory(sl_open_capture());
    host_report();
    cost.steps = (double)steps;
    host_close(m.capture);
    cost.us = (double)(clock() - begin) * 1e6 / CLOCKS_PER_SEC;
    g_string_free(m.wire.text, TRUE);
    g_string_free(m.segment, TRUE);
    g_byte_array_free(m.frame, TRUE);
    return cost;
}

/* A unit of a capture with N of them. */
static struct cost measure(const struct kind *kind, unsigned n)
{
    struct cost whole = measure_whole(kind, n), empty = measure_whole(kind, 0);

    return (struct cost){(whole.steps - empty.steps) / n, (whole.bytes - empty.bytes) / n,
                         (whole.us - empty.us) / n};
}

static bool is_flat(double first, double last, double factor)
{
    return last <= first * factor + ALLOWANCE;
}

static bool attack(const struct kind *kind, const unsigned *sizes, unsigned count)
{
    struct cost cost[SIZES_MAX];
    bool is_good;

    for (unsigned i = 0; i < count; i++) {
        cost[i] = measure(kind, sizes[i]);
    }
    is_good = is_flat(cost[0].steps, cost[count - 1].steps, STEPS_FACTOR) &&
              is_flat(cost[0].bytes, cost[count - 1].bytes, BYTES_FACTOR);
    printf("%s %u %-30s steps a %s:", is_good ? "ok" : "not ok", 1 + (unsigned)(kind - kinds),
           kind->name, kind->unit);
    for (unsigned i = 0; i < count; i++) {
        printf(" %.0f", cost[i].steps);
    }
    printf("; bytes:");
    for (unsigned i = 0; i < count; i++) {
        printf(" %.0f", cost[i].bytes);
    }
    printf("; us, Wireshark's included:");
    for (unsigned i = 0; i < count; i++) {
        printf(" %.1f", cost[i].us);
    }
    printf("\n");
    fflush(stdout);
    return is_good;
}

int main(int argc, char **argv)
{
    unsigned sizes[SIZES_MAX] = {1000, 5000}, count = 0;
    bool is_good = true;

    for (int i = 1; i < argc && count < SIZES_MAX; i++) {
        sizes[count++] = (unsigned)strtoul(argv[i], NULL, 10);
    }
    count = count ? count : 2;
    host_start();
    measure(&kinds[0], 100); /* what is made once is not counted */
    printf("1..%u\n", kind_count);
    for (unsigned i = 0; i < kind_count; i++) {
        is_good = attack(&kinds[i], sizes, count) && is_good;
    }
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
