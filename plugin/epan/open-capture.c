/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "open-capture.h"

#include <epan/proto_data.h>

static int proto_siplens = -1;

static struct {
    struct sl_capture *capture; /* borrowed; NULL while none is open */
    bool is_reading;            /* the last frame was on its first visit */
} open;

const struct sl_capture *sl_open_capture(void)
{
    return open.capture;
}

bool sl_open_capture_is_reading(void)
{
    return open.is_reading;
}

void sl_open_capture_register(int proto)
{
    proto_siplens = proto;
}

void sl_open_capture_begin(struct sl_capture *capture)
{
    open.capture = capture;
}

void sl_open_capture_end(void)
{
    open.capture = NULL;
}

void sl_open_capture_visit(const packet_info *pinfo)
{
    open.is_reading = !PINFO_FD_VISITED(pinfo);
}

/* A frame keeps the record of its first message; those of the others follow that one. */
static struct sl_record *first_record(packet_info *pinfo)
{
    return p_get_proto_data(wmem_file_scope(), pinfo, proto_siplens, 0);
}

void sl_open_capture_learn(const struct sl_message *message, packet_info *pinfo)
{
    struct sl_record *record = sl_capture_learn(open.capture, message);

    if (!first_record(pinfo)) {
        p_add_proto_data(wmem_file_scope(), pinfo, proto_siplens, 0, record);
    }
}

const struct sl_record *const *sl_open_capture_records(packet_info *pinfo, unsigned *count)
{
    const struct sl_record *first = open.capture ? first_record(pinfo) : NULL;
    const struct sl_record *const *records;
    size_t left;

    *count = 0;
    if (!first) {
        return NULL;
    }
    records = sl_capture_records(open.capture, &left) + first->number;
    left -= first->number;
    while (*count < left && records[*count]->frame == first->frame) {
        ++*count;
    }
    return records;
}
