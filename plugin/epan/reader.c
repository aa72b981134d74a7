/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reader.h"

#include "hash.h"
#include "parse.h"
#include "settings.h"

/* The protocols whose order in a frame tells what its SIP messages are, and what carried them. */
#define LAYERS(X)                                                                                  \
    X(SIP, "sip")                                                                                  \
    X(ICMP, "icmp")                                                                                \
    X(ICMPV6, "icmpv6")                                                                            \
    X(UDP, "udp")                                                                                  \
    X(TCP, "tcp")                                                                                  \
    X(TLS, "tls")                                                                                  \
    X(DTLS, "dtls")                                                                                \
    X(SCTP, "sctp")                                                                                \
    X(WEBSOCKET, "websocket")

enum layer {
#define LAYER_ENUM(id, name) LAYER_##id,
    LAYERS(LAYER_ENUM) LAYER_COUNT
};

static const char *const layer_names[] = {
#define LAYER_NAME(id, name) name,
    LAYERS(LAYER_NAME)};

struct sl_reader {
    struct sl_parser *parser;
    int proto[LAYER_COUNT];
    GPtrArray *places; /* of field_info, borrowed from the tree: the messages of the frame */
    unsigned next;
    struct sl_message blank; /* where and when of every message of the frame */
};

struct sl_reader *sl_reader_new(void)
{
    struct sl_reader *reader = g_new0(struct sl_reader, 1);

    reader->parser = sl_parser_new();
    reader->places = g_ptr_array_new();
    for (int i = 0; i < LAYER_COUNT; i++) {
        reader->proto[i] = proto_get_id_by_filter_name(layer_names[i]);
    }
    return reader;
}

void sl_reader_free(struct sl_reader *reader)
{
    if (reader) {
        sl_parser_free(reader->parser);
        g_ptr_array_free(reader->places, TRUE);
        g_free(reader);
    }
}

GArray *sl_reader_wanted_hfids(void)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    int sip = proto_get_id_by_filter_name(layer_names[LAYER_SIP]);

    if (sip > 0) {
        g_array_append_val(wanted, sip);
    }
    return wanted;
}

/* --- the layers ------------------------------------------------------------------------------ */

static enum layer layer_of(const struct sl_reader *reader, int proto)
{
    for (int i = 0; i < LAYER_COUNT; i++) {
        if (reader->proto[i] == proto) {
            return (enum layer)i;
        }
    }
    return LAYER_COUNT;
}

static enum sl_transport transport_of(enum layer carrier)
{
    switch (carrier) {
    case LAYER_UDP:
    case LAYER_DTLS: /* encrypted, yet as unreliable as UDP */
        return SL_TRANSPORT_UDP;
    case LAYER_TCP:
        return SL_TRANSPORT_TCP;
    case LAYER_TLS:
        return SL_TRANSPORT_TLS;
    case LAYER_SCTP:
        return SL_TRANSPORT_SCTP;
    case LAYER_WEBSOCKET:
        return SL_TRANSPORT_WEBSOCKET;
    default:
        return SL_TRANSPORT_UNKNOWN;
    }
}

/*
 * Walks the layers up to the first SIP. False if there is none, or if it is only quoted: an ICMP
 * error carries the beginning of a packet that was sent earlier, by somebody else.
 */
static bool find_sip(const struct sl_reader *reader, const packet_info *pinfo,
                     enum sl_transport *transport)
{
    enum layer carrier = LAYER_COUNT;

    for (wmem_list_frame_t *f = wmem_list_head(pinfo->layers); f; f = wmem_list_frame_next(f)) {
        enum layer layer = layer_of(reader, GPOINTER_TO_INT(wmem_list_frame_data(f)));

        switch (layer) {
        case LAYER_SIP:
            *transport = transport_of(carrier);
            return true;
        case LAYER_ICMP:
        case LAYER_ICMPV6:
            return false;
        case LAYER_COUNT:
            break;
        default:
            carrier = layer;
        }
    }
    return false;
}

/* --- the tree -------------------------------------------------------------------------------- */

/*
 * Collects the SIP messages below NODE. One inside another is part of its body and not of the flow.
 * Wireshark 4.6 has nodes without field_info in a tree that is not shown.
 */
static void find_places(struct sl_reader *reader, const proto_node *node)
{
    for (; node; node = node->next) {
        field_info *place = PNODE_FINFO(node);

        if (place && place->hfinfo->id == reader->proto[LAYER_SIP]) {
            g_ptr_array_add(reader->places, place);
        } else {
            find_places(reader, node->first_child);
        }
    }
}

/* The bytes from PLACE on that can belong to its message: up to the next one. */
static size_t room_of(const struct sl_reader *reader, unsigned index)
{
    const field_info *place = g_ptr_array_index(reader->places, index);
    int room = tvb_captured_length_remaining(place->ds_tvb, place->start);

    /* The length is too long in a hidden tree of 4.0, but never goes beyond the payload. */
    if (place->length > 0) {
        room = MIN(room, place->length);
    }
    if (index + 1 < reader->places->len) {
        const field_info *next = g_ptr_array_index(reader->places, index + 1);

        if (next->ds_tvb == place->ds_tvb && next->start > place->start) {
            room = MIN(room, next->start - place->start);
        }
    }
    return room > 0 ? (size_t)room : 0;
}

/* --- messages -------------------------------------------------------------------------------- */

int64_t sl_reader_frame_time(const packet_info *pinfo)
{
    const nstime_t *t = &pinfo->abs_ts;
    int64_t limit = INT64_MAX / SL_NS_PER_S - 1;

    /* A capture file may say anything. */
    return CLAMP((int64_t)t->secs, -limit, limit) * SL_NS_PER_S + t->nsecs;
}

static struct sl_address address_of(const address *from)
{
    struct sl_address to = {0};

    if (from->data && from->len > 0) {
        to.length = (uint8_t)MIN((size_t)from->len, sizeof(to.bytes));
        memcpy(to.bytes, from->data, to.length);
    }
    return to;
}

bool sl_reader_open(struct sl_reader *reader, const packet_info *pinfo, proto_tree *tree)
{
    enum sl_transport transport;

    reader->next = 0;
    g_ptr_array_set_size(reader->places, 0);
    if (!find_sip(reader, pinfo, &transport)) {
        return false;
    }
    find_places(reader, tree->first_child);
    reader->blank = (struct sl_message){
        .frame = pinfo->num,
        .time_ns = sl_reader_frame_time(pinfo),
        .source = address_of(&pinfo->src),
        .destination = address_of(&pinfo->dst),
        .source_port = (uint16_t)pinfo->srcport,
        .destination_port = (uint16_t)pinfo->destport,
        .transport = transport,
        .truncated = pinfo->fd->cap_len < pinfo->fd->pkt_len,
    };
    return reader->places->len > 0;
}

bool sl_reader_next(struct sl_reader *reader, struct sl_message *message)
{
    while (reader->next < reader->places->len) {
        const field_info *place = g_ptr_array_index(reader->places, reader->next);
        size_t room = room_of(reader, reader->next++);
        const char *bytes;
        size_t length;

        if (!room) {
            continue;
        }
        bytes = (const char *)tvb_get_ptr(place->ds_tvb, place->start, (int)room);
        *message = reader->blank;
        length = sl_parse_message(reader->parser, bytes, room, message);
        if (length) { /* else the middle of a stream, which Wireshark calls a continuation */
            message->digest = sl_hash_bytes(0, bytes, length);
            return true;
        }
    }
    return false;
}
