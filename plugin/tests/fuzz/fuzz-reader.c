/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin within libwireshark: bytes through Wireshark's dissectors, the reader, the checker,
 * the fields and the reports. Each input is a capture of its own, read as tshark reads it in one
 * pass, and then shown again as the window does.
 */
#include "host.h"

#define SHOWN 64

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_frame(const struct frame *frame, void *capture)
{
    host_read(capture, frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static bool is_started;
    struct host_capture *capture;

    if (!is_started) {
        host_start();
        is_started = true;
    }
    capture = host_open();
    wire_read(bytes, size, read_frame, capture);
    host_report();
    host_show(capture, SHOWN);
    host_report();
    host_close(capture);
    return 0;
}
