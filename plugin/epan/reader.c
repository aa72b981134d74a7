/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reader.h"

#include <string.h>

#include "base/hash.h"
#include "base/unconst.h"
#include "sent.h"
#include "sip-fields.h"

/* What reader->row_of says of a field that is neither `sip` itself nor a row of sl_sip_fields. */
#define NO_ROW 0
#define ROW_SIP 1
#define FIRST_ROW 2

struct sl_reader {
    struct sl_arena *texts; /* of the message that is being read */
    uint8_t *row_of;        /* by hfid: NO_ROW, ROW_SIP, or FIRST_ROW + index of the row; owned */
    int hfids;              /* its length */
};

/* Where the bytes of a message are in its tvb. */
struct span {
    tvbuff_t *tvb;
    int start, end;
};

/* Calls SEE for every field that we read, with its hfid and its row. */
static void for_each_field(void (*see)(int hfid, uint8_t row, void *data), void *data)
{
    int sip = proto_registrar_get_id_byname("sip");

    if (sip > 0) {
        see(sip, ROW_SIP, data);
    }
    for (unsigned i = 0; i < sl_sip_field_count; i++) {
        int hfid = sl_sip_field_hfid(&sl_sip_fields[i]);

        if (hfid > 0) {
            see(hfid, (uint8_t)(FIRST_ROW + i), data);
        }
    }
}

static void see_greatest(int hfid, uint8_t row, void *data)
{
    int *hfids = data;

    (void)row;
    *hfids = MAX(*hfids, hfid + 1);
}

static void see_row(int hfid, uint8_t row, void *data)
{
    ((uint8_t *)data)[hfid] = row;
}

static void see_wanted(int hfid, uint8_t row, void *data)
{
    (void)row;
    g_array_append_val((GArray *)data, hfid);
}

struct sl_reader *sl_reader_new(void)
{
    struct sl_reader *reader = g_new0(struct sl_reader, 1);

    for_each_field(see_greatest, &reader->hfids);
    reader->texts = sl_arena_new();
    reader->row_of = g_new0(uint8_t, (gsize)reader->hfids);
    for_each_field(see_row, reader->row_of);
    return reader;
}

void sl_reader_free(struct sl_reader *reader)
{
    sl_arena_free(reader->texts);
    g_free(reader->row_of);
    g_free(reader);
}

GArray *sl_reader_wanted_hfids(void)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(int));

    for_each_field(see_wanted, ids);
    return ids;
}

int64_t sl_reader_frame_time(const packet_info *pinfo)
{
    return (int64_t)pinfo->abs_ts.secs * INT64_C(1000000000) + pinfo->abs_ts.nsecs;
}

/* --- the frame ------------------------------------------------------------------------------- */

/* What the layers of a frame say; false if none of its SIP is of the flow. */
static bool read_layers(const packet_info *pinfo, enum sl_transport *transport)
{
    static int sip, icmp, icmpv6, tls, websocket, tcp, sctp, udp;
    bool quoted = false;

    if (!sip) {
        sip = proto_get_id_by_filter_name("sip");
        icmp = proto_get_id_by_filter_name("icmp");
        icmpv6 = proto_get_id_by_filter_name("icmpv6");
        tls = proto_get_id_by_filter_name("tls");
        websocket = proto_get_id_by_filter_name("websocket");
        tcp = proto_get_id_by_filter_name("tcp");
        sctp = proto_get_id_by_filter_name("sctp");
        udp = proto_get_id_by_filter_name("udp");
    }
    *transport = SL_TRANSPORT_UNKNOWN;
    for (wmem_list_frame_t *l = wmem_list_head(pinfo->layers); l; l = wmem_list_frame_next(l)) {
        int proto = GPOINTER_TO_INT(wmem_list_frame_data(l));

        if (proto == sip) {
            return !quoted;
        }
        if (proto == icmp || proto == icmpv6) {
            quoted = true; /* an error message that carries a part of what it is about */
        } else if (proto == udp) {
            *transport = SL_TRANSPORT_UDP;
        } else if (proto == tcp) {
            *transport = SL_TRANSPORT_TCP;
        } else if (proto == sctp) {
            *transport = SL_TRANSPORT_SCTP;
        } else if (proto == tls && *transport != SL_TRANSPORT_UDP) {
            *transport = SL_TRANSPORT_TLS;
        } else if (proto == websocket) {
            *transport = SL_TRANSPORT_WEBSOCKET;
        }
    }
    return false;
}

static void read_address(const address *from, struct sl_address *to)
{
    if (from->type == AT_NONE || !from->data) {
        return;
    }
    to->length = (uint8_t)MIN((size_t)from->len, sizeof to->bytes);
    memcpy(to->bytes, from->data, to->length);
}

static void read_frame(const packet_info *pinfo, enum sl_transport transport, struct sl_message *m)
{
    *m = (struct sl_message){
        .frame = pinfo->num,
        .time_ns = sl_reader_frame_time(pinfo),
        .source_port = (uint16_t)pinfo->srcport,
        .destination_port = (uint16_t)pinfo->destport,
        .transport = transport,
        .truncated = pinfo->fd->cap_len < pinfo->fd->pkt_len,
    };
    read_address(&pinfo->src, &m->source);
    read_address(&pinfo->dst, &m->destination);
}

/* --- the tree -------------------------------------------------------------------------------- */

/* The row of the field that NODE is of; NO_ROW where the tree does not keep it. */
static inline unsigned row_of(const struct sl_reader *reader, const proto_node *node)
{
    const field_info *fi = PNODE_FINFO(node);

    return fi && fi->hfinfo->id < reader->hfids ? reader->row_of[fi->hfinfo->id] : NO_ROW;
}

/*
 * Reads the fields below NODE, which are in PART of the message. A SIP message within this one is
 * no message of the flow. In a hidden tree nodes that nobody wants are missing (4.0, 4.4) or empty
 * (4.6): what is below them then belongs to the nearest node that is there.
 */
static void read_below(const struct sl_reader *reader, const proto_node *node,
                       enum sl_sip_part part, struct sl_sip_target *t)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        unsigned row = row_of(reader, child);
        enum sl_sip_part below = part;

        if (row == ROW_SIP) {
            continue;
        }
        if (row >= FIRST_ROW) {
            const struct sl_sip_field *field = &sl_sip_fields[row - FIRST_ROW];

            if (field->part == part) {
                sl_sip_field_read(field, PNODE_FINFO(child), t);
                below = field->below;
            }
        }
        if (child->first_child && !(below == SL_SIP_BODY && sl_sip_body_is_opaque(t))) {
            read_below(reader, child, below, t);
        }
    }
}

/* The frame's messages: each `sip` node that is not below another one, in the tree's order. */
static void find_messages(const struct sl_reader *reader, const proto_node *node,
                          GPtrArray *messages)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        if (row_of(reader, child) == ROW_SIP) {
            g_ptr_array_add(messages, sl_unconst(child));
        } else if (child->first_child) {
            find_messages(reader, child, messages);
        }
    }
}

/* A node's length is wrong in hidden trees of 4.0; the next message's start tells. */
static struct span span_of(const GPtrArray *nodes, unsigned i)
{
    const field_info *fi = PNODE_FINFO((const proto_node *)nodes->pdata[i]);
    const field_info *next =
        i + 1 < nodes->len ? PNODE_FINFO((const proto_node *)nodes->pdata[i + 1]) : NULL;
    bool is_followed = next && next->ds_tvb == fi->ds_tvb && next->start > fi->start;

    return (struct span){fi->ds_tvb, fi->start,
                         is_followed ? next->start : (int)tvb_captured_length(fi->ds_tvb)};
}

static uint64_t digest_of(struct span span)
{
    int length = span.end - span.start;

    return length > 0 && tvb_bytes_exist(span.tvb, span.start, length)
               ? sl_hash_bytes(0, tvb_get_ptr(span.tvb, span.start, length), (size_t)length)
               : 0;
}

void sl_reader_read(const struct sl_reader *reader, tvbuff_t *frame, packet_info *pinfo,
                    proto_tree *tree, sl_reader_handler handler, void *data)
{
    enum sl_transport transport;
    GPtrArray *nodes;

    if (!tree || !read_layers(pinfo, &transport)) {
        return;
    }
    nodes = g_ptr_array_new();
    find_messages(reader, tree, nodes);
    for (unsigned i = 0; i < nodes->len; i++) {
        struct sl_message message;
        struct span span;
        struct sl_sip_target target = {
            .message = &message, .split = {reader->texts, &message}, .pool = pinfo->pool};

        sl_arena_clear(reader->texts);
        read_frame(pinfo, transport, &message);
        read_below(reader, nodes->pdata[i], SL_SIP_HEADER, &target);
        if (target.is_started) { /* else bytes from the middle of a stream */
            sl_sip_fields_end(&target);
            span = span_of(nodes, i);
            message.digest = digest_of(span);
            message.sent = sl_sent_of(pinfo, frame, span.start);
            handler(&message, data);
        }
    }
    g_ptr_array_free(nodes, TRUE);
}
