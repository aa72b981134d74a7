/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the reader found in captures, kept in a file: written by a plugin of Wireshark
 * (facts-plugin.c), read by a program without Wireshark (play.c) that plays the messages to the
 * checker in many ways. A file is good for the build that wrote it only.
 */
#ifndef SL_TEST_FACTS_H
#define SL_TEST_FACTS_H

#include <glib.h>
#include <stdio.h>

#include "sip/message.h"

/* A frame of a capture and its messages, struct sl_message; their strings live as long as it. */
struct facts_frame {
    bool begins; /* it is the first one of a capture */
    uint32_t number;
    int64_t time_ns;
    GArray *messages;
};

/* Writes that a frame came; its messages, if it has any, follow. */
void facts_write_frame(FILE *file, bool begins, uint32_t number, int64_t time_ns);
void facts_write_message(FILE *file, const struct sl_message *message);

/* All frames of a file, struct facts_frame. They are never freed: the program ends with them. */
GArray *facts_read(FILE *file);

#endif
