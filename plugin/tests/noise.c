/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "noise.h"

#include <string.h>

#include "base/arena.h"
#include "capture.h"
#include "noise-program.h"

/* --- bytes ----------------------------------------------------------------------------------- */

static uint8_t next_byte(struct program *p)
{
    return p->at < p->size ? p->bytes[p->at++] : 0;
}

static uint32_t next_number(struct program *p)
{
    uint32_t n = 0;

    for (int i = 0; i < 4; i++) {
        n = n << 8 | next_byte(p);
    }
    return n;
}

static const char *numbered(struct program *p, const char *name, unsigned n)
{
    char text[32];

    g_snprintf(text, sizeof text, "%s%u", name, n);
    return sl_arena_strdup(p->texts, text);
}

/* --- registers ------------------------------------------------------------------------------- */

static void set_cseq(struct program *p, unsigned n)
{
    static const uint32_t numbers[] = {0, 1, INT32_MAX, UINT32_MAX};

    if (n < 8) {
        p->cseq += n + 1;
    } else if (n < 12) {
        p->cseq = numbers[n - 8];
    } else if (n == 12) {
        p->cseq--;
    } else if (n == 13) {
        p->has_no_cseq = !p->has_no_cseq;
    } else {
        p->cseq = next_number(p);
    }
}

static void set_branch(struct program *p, unsigned n)
{
    static const char *const odd[] = {NULL, "", "old", "z9hG4bK"};

    if (n < 8) {
        p->branch = numbered(p, "z9hG4bK", ++p->made);
        p->branches[p->made % G_N_ELEMENTS(p->branches)] = p->branch;
    } else if (n < 12) {
        p->branch = p->branches[(p->made + n) % G_N_ELEMENTS(p->branches)];
    } else {
        p->branch = odd[n - 12];
    }
}

static const char *identity(struct program *p, const char *name, unsigned n)
{
    return n == 0 ? NULL : numbered(p, name, n < 12 ? n : 100 + ++p->made);
}

static void set_path(struct program *p, unsigned n)
{
    uint8_t hosts = next_byte(p);

    p->source = hosts & 7;
    p->destination = (hosts >> 3) & 7;
    p->address_length = hosts >> 6 == 3 ? 16 : hosts >> 6 == 2 ? 0 : 4;
    p->port = 5060 + (n & 1);
    p->transport = (enum sl_transport)MIN(n >> 1, SL_TRANSPORT_UNKNOWN);
}

static void pass_time(struct program *p, unsigned n)
{
    static const int64_t ms[] = {1,         20,    99,          500,    1100,   4000,
                                 32000,     33000, 90000,       200000, 400000, 40 * 60000,
                                 86400000L, -500,  2678400000L, -3000};

    /* Backwards and by a month break the clock, and most programs shall have a whole one. */
    p->now_ns += n >= 14 && !p->breaks_clock ? ms[n - 8] * SL_NS_PER_MS : ms[n] * SL_NS_PER_MS;
    if (n == 13 && p->breaks_clock) {
        sl_capture_tick_untimed(p->capture);
    } else {
        sl_capture_tick(p->capture, p->now_ns);
    }
}

static void set_rseq(struct program *p, unsigned n)
{
    if (n < 12) {
        p->rseq += n;
    } else {
        p->rseq = n == 12 ? UINT32_MAX : next_number(p);
    }
}

static void set_auth(struct program *p, unsigned n)
{
    static const char *const texts[] = {NULL, "", "a", "b"};
    uint8_t b = next_byte(p);

    p->auths = (struct sl_auths){.count = n % 7};
    for (unsigned i = 0; i < MIN(p->auths.count, SL_AUTHS_MAX); i++) {
        p->auths.of[i] = (struct sl_auth){
            .realm = texts[(b + i) & 3],
            .nonce = (b >> 2 & 3) == 3 ? numbered(p, "n", ++p->made) : texts[b >> 2 & 3],
            .username = texts[(b >> 4 & 3) ^ (i & 1)],
            .has_response = b & 0x40,
            .has_auts = b & 0x80,
            .stale = b & 0x80,
        };
    }
}

static void set_rest(struct program *p, unsigned n)
{
    static const char *const uris[] = {"sip:a@example.com", "sip:%@[:;", "tel:+1", "sip:", NULL};

    if (n < 6) {
        p->mark = p->at;
    } else if (n < 11) {
        p->uri = uris[n - 6];
    } else if (n < 14) {
        p->body_digest = n == 13 ? ++p->made : n;
    } else if (n == 14) {
        p->is_cut = !p->is_cut;
    } else {
        p->breaks_clock = true;
    }
}

/* --- the program ----------------------------------------------------------------------------- */

static void loop(struct program *p)
{
    uint8_t times = next_byte(p);
    size_t end = p->at;

    if (p->looping) {
        return; /* loops within loops would have no end */
    }
    p->looping = true;
    for (unsigned i = 0; i < times && p->sent < NOISE_MESSAGES_MAX; i++) {
        p->at = p->mark;
        while (p->at < end - 2) {
            noise_step(p);
        }
    }
    p->at = end;
    p->mark = end;
    p->looping = false;
}

void noise_step(struct program *p)
{
    uint8_t b = next_byte(p);
    unsigned n = b & 15;

    switch (b >> 4) {
    case 0:
        noise_request(p, n, next_byte(p));
        break;
    case 1:
        noise_response(p, noise_code(n), next_byte(p));
        break;
    case 2:
        if (n < 8) {
            noise_again(p, n, next_byte(p));
        } else {
            noise_response(p, (uint16_t)(100 * (n - 7) + next_byte(p) % 100), (uint8_t)(n * 16));
        }
        break;
    case 3:
        set_cseq(p, n);
        break;
    case 4:
        set_branch(p, n);
        break;
    case 5:
        p->to_tag = identity(p, "t", n);
        break;
    case 6:
        p->from_tag = identity(p, "f", n);
        break;
    case 7:
        p->call_id = identity(p, "call", n);
        break;
    case 8:
        set_path(p, n);
        break;
    case 9:
        pass_time(p, n);
        break;
    case 10:
        p->options = next_byte(p);
        p->seconds = n;
        break;
    case 11:
        set_rseq(p, n);
        break;
    case 12:
        set_auth(p, n);
        break;
    case 13:
        p->absent = next_byte(p);
        p->values = n;
        break;
    case 14:
        loop(p);
        break;
    default:
        set_rest(p, n);
    }
}

unsigned noise_play(const uint8_t *bytes, size_t size)
{
    struct sl_settings settings;
    struct sl_catalogue *catalogue = sl_catalogue_new();
    struct program p = {
        .bytes = bytes,
        .size = size,
        .texts = sl_arena_new(),
        .now_ns = 1700000000 * SL_NS_PER_S,
        .from_tag = "f1",
        .to_tag = "t1",
        .call_id = "call1",
        .branch = "z9hG4bK0",
        .cseq = 1,
        .rseq = 1,
        .source = 1,
        .destination = 2,
        .address_length = 4,
        .port = 5060,
        .uri = "sip:b@example.com",
    };

    sl_settings_init(&settings);
    p.capture = sl_capture_new(&settings, catalogue);
    sl_capture_tick(p.capture, p.now_ns);
    while (p.at < size && p.sent < NOISE_MESSAGES_MAX) {
        noise_step(&p);
    }
    if (p.sent % 2) {
        noise_ask_all(p.capture); /* as a window does while there is more to come */
    }
    sl_capture_tick(p.capture, p.now_ns + 400 * SL_NS_PER_S);
    noise_ask_all(p.capture);
    sl_capture_free(p.capture);
    sl_catalogue_free(catalogue);
    sl_arena_free(p.texts);
    return p.sent;
}
