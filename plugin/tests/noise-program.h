/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of a program of noise, for the files that run it; the language is in noise.h. */
#ifndef SL_TEST_NOISE_PROGRAM_H
#define SL_TEST_NOISE_PROGRAM_H

#include "capture.h"

#define NOISE_REMEMBERED 8

struct program {
    const uint8_t *bytes;
    size_t size, at, mark;
    bool looping;

    struct sl_capture *capture;
    struct sl_arena *texts;                       /* owns what messages borrow */
    struct sl_message messages[NOISE_REMEMBERED]; /* the newest, by their number */
    unsigned sent;                                /* messages */
    unsigned made;                                /* texts with a number */
    int64_t now_ns;
    bool breaks_clock;

    /* What the next message says. */
    const char *call_id, *from_tag, *to_tag, *branch, *branches[8], *uri;
    uint32_t cseq, rseq;
    bool has_no_cseq, is_cut;
    enum sl_method method; /* of the newest request */
    unsigned source, destination, address_length, port;
    enum sl_transport transport;
    uint8_t options, absent; /* bits */
    unsigned seconds, values;
    struct sl_auths auths;
    uint64_t body_digest;
};

/* Runs one instruction. */
void noise_step(struct program *p);

/* The messages that instructions send. */
void noise_request(struct program *p, unsigned method, uint8_t flags);
void noise_response(struct program *p, uint16_t status, uint8_t flags);
void noise_again(struct program *p, unsigned back, uint8_t difference);

/* The status codes that instructions name. */
uint16_t noise_code(unsigned n);

#endif
