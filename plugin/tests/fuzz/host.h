/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libwireshark with the plugin in it, without a program around: captures in memory are read. */
#ifndef SL_TEST_HOST_H
#define SL_TEST_HOST_H

#include "wire.h"

struct host_capture;

/* Starts Wireshark, with its default settings whoever runs this. To be called once. */
void host_start(void);

/* Opens a capture. One can be open at a time. */
struct host_capture *host_open(void);

/* Reads FRAME, which is copied, as tshark does in one pass. */
void host_read(struct host_capture *capture, const struct frame *frame);

/* Shows about MOST of the frames once more, as the window does. */
void host_show(struct host_capture *capture, unsigned most);

/* Makes the reports on all that was read. */
void host_report(void);

void host_close(struct host_capture *capture);

#endif
