/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an attacker may let grow: each kind makes a capture in which one thing has so many. */
#ifndef SL_TEST_KINDS_H
#define SL_TEST_KINDS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Where messages go to, and where the capture stands. */
struct wire {
    void (*send)(struct wire *wire, const GString *message, bool from_caller);
    GString *text; /* of the message that is being made */
    unsigned sent;
    unsigned number; /* of the kind's own, from 0 */
};

struct kind {
    const char *name, *unit; /* what grows, and what its cost is told by */
    void (*make)(struct wire *wire, unsigned n);
    bool over_tcp;      /* messages that are too long for a datagram */
    unsigned a_segment; /* over TCP: messages in a segment; 0: one */
};

extern const struct kind kinds[];
extern const unsigned kind_count;

#endif
