/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ladders for the unit tests of the heart: a few lines of text instead of packets.
 *
 *     0.000 a>p INVITE            a request: time, hosts, method
 *     0.010 p>a 180 INVITE to=x   a response: status code, CSeq method
 *     40 tick                     only the clock moves
 *
 * Hosts are single letters (a is 192.0.2.97). What a line does not say is what a correct message
 * has: Call-ID "call", From tag "f", CSeq number 1, and a branch that is the request's own: keys
 * call= from= to= cseq= cseqmethod= branch= vias= viaport= sport= dport= bytes= contact= rr=
 * server= expires= rack=RSEQ/CSEQ rseq= se= minse= uri= retryafter= realm= nonce= user= hash= set
 * others (KEY=- leaves it out), and the words tcp, cut, sdp and nosdp (INVITE and its 2xx have
 * one), body, odd (a body that cannot be read), 100rel (Supported), require (100rel required),
 * refresher, response, stale, auts and -Header change the rest. realm= begins a challenge, or
 * credentials; each contact= adds a Contact; hash= tells one body from another.
 *
 * With SIPLENS_TRACE=FRAME in the environment each ladder tells on standard error what the rules
 * did about its frame of that number, and why they are silent: SIPLENS_TRACE=3
 * build/.../test-rules-ack.
 */
#ifndef SL_TEST_LADDER_H
#define SL_TEST_LADDER_H

#include "capture.h"

struct ladder {
    struct sl_capture *capture;
    struct sl_catalogue *catalogue;
    unsigned frame;
};

/* Plays TEXT, one message a line, to a fresh checker with SETTINGS (NULL: the defaults). */
struct ladder *ladder_play(const char *text, const struct sl_settings *settings);

/* Plays further lines. Aborts the test on a line that is not understood. */
void ladder_continue(struct ladder *ladder, const char *text);

void ladder_free(struct ladder *ladder);

/* The record of frame FRAME, counted from 1 over the messages. */
const struct sl_record *ladder_record(const struct ladder *ladder, unsigned frame);

/* All findings that hold, as "FRAME rule" in frame order, separated by "; ". Free with g_free. */
char *ladder_findings(const struct ladder *ladder);

/* Plays TEXT and compares what is found. */
#define ladder_expect(text, expected)                                                              \
    do {                                                                                           \
        struct ladder *ladder_ = ladder_play((text), NULL);                                        \
        char *found_ = ladder_findings(ladder_);                                                   \
        g_assert_cmpstr(found_, ==, (expected));                                                   \
        g_free(found_);                                                                            \
        ladder_free(ladder_);                                                                      \
    } while (0)

/* The same for TEXT, which ends a line, and MORE. */
#define ladder_expect_after(text, more, expected)                                                  \
    do {                                                                                           \
        char *whole_ = g_strconcat((text), (more), NULL);                                          \
        ladder_expect(whole_, (expected));                                                         \
        g_free(whole_);                                                                            \
    } while (0)

#endif
