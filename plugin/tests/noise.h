/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages out of arbitrary bytes, for the fuzzer and for the test with random input: a little
 * language of which every text is a program, so that few bytes make many messages, numbers that
 * grow, and long times.
 *
 * An instruction is a byte, its high four bits the operation, its low four bits N, and for some a
 * byte or four more. What the next message says is in registers; operations change them or send.
 *
 *     0 request   its method by N; more: flags (enum flag in noise.c)
 *     1 response  its code by N; more: flags
 *     2 again     N below 8: the message that many back, as it is; others: a response with any
 *                 code; more: how it differs, or the code
 *     3 number    of CSeq: up by N, or to a number that N chooses, or to one that follows
 *     4 branch    a new one, or one of those before, or an odd one
 *     5 To tag, 6 From tag, 7 Call-ID: none, one of the few, a new one
 *     8 path      more: the hosts; N: ports and transport
 *     9 time      passes, by N: from none to a month, and backwards
 *     a options   more: bits of what the header has; N: how long times are
 *     b RSeq      up by N, or to a number that follows
 *     c auth      more: realm, nonce, user and flags; N: how many
 *     d header    more: bits of what is absent; N: how many Vias and Contacts
 *     e loop      goes back to the mark; more: how often
 *     f mark, or an address, a body, a cut
 */
#ifndef SL_TEST_NOISE_H
#define SL_TEST_NOISE_H

#include <stddef.h>
#include <stdint.h>

struct sl_capture;

/* As many messages at most come of one program, loops included. */
#define NOISE_MESSAGES_MAX 200

/*
 * Plays SIZE bytes of noise to a checker, asks every question of it and frees it. Aborts where an
 * answer contradicts itself. Returns how many messages there were.
 */
unsigned noise_play(const uint8_t *bytes, size_t size);

/* Asks every question that a report or a window asks of CAPTURE. Aborts as noise_play does. */
void noise_ask_all(const struct sl_capture *capture);

#endif
