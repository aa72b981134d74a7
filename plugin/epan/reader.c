/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reader.h"

#include <string.h>

#include <epan/to_str.h>

#include "base/hash.h"
#include "sip/header.h"
#include "sip/split.h"

/*
 * The fields we ask Wireshark to put into the tree: the one list of them. Each costs a message that
 * has it about a fiftieth of what all of tshark takes for it, so that of Via, From, To, CSeq and
 * Contact, which all messages have, the text is taken whole and split up by the core.
 */
#define WANTED_FIELDS(FIELD)                                                                       \
    FIELD(METHOD, "sip.Method")                                                                    \
    FIELD(REQUEST_URI, "sip.r-uri")                                                                \
    FIELD(STATUS, "sip.Status-Code")                                                               \
    FIELD(VIA, "sip.Via")                                                                          \
    FIELD(FROM, "sip.From")                                                                        \
    FIELD(TO, "sip.To")                                                                            \
    FIELD(CALL_ID, "sip.Call-ID")                                                                  \
    FIELD(CSEQ, "sip.CSeq")                                                                        \
    FIELD(MAX_FORWARDS, "sip.Max-Forwards")                                                        \
    FIELD(CONTACT, "sip.Contact")                                                                  \
    FIELD(RECORD_ROUTE_HOST, "sip.Record-Route.host")                                              \
    FIELD(SERVER, "sip.Server")                                                                    \
    FIELD(EXPIRES, "sip.Expires")                                                                  \
    FIELD(ROUTE, "sip.Route")                                                                      \
    FIELD(RETRY_AFTER, "sip.Retry-After")                                                          \
    FIELD(SUPPORTED, "sip.Supported")                                                              \
    FIELD(REQUIRE, "sip.Require")                                                                  \
    FIELD(RSEQ, "sip.RSeq")                                                                        \
    FIELD(RACK_RSEQ, "sip.RAck.RSeq.seq")                                                          \
    FIELD(RACK_CSEQ_NUMBER, "sip.RAck.CSeq.seq")                                                   \
    FIELD(RACK_CSEQ_METHOD, "sip.RAck.CSeq.method")                                                \
    FIELD(SESSION_EXPIRES, "sip.Session-Expires")                                                  \
    FIELD(MIN_SE, "sip.Min-SE")                                                                    \
    FIELD(WWW_AUTHENTICATE, "sip.WWW-Authenticate")                                                \
    FIELD(PROXY_AUTHENTICATE, "sip.Proxy-Authenticate")                                            \
    FIELD(AUTHORIZATION, "sip.Authorization")                                                      \
    FIELD(PROXY_AUTHORIZATION, "sip.Proxy-Authorization")                                          \
    FIELD(AUTH_REALM, "sip.auth.realm")                                                            \
    FIELD(AUTH_NONCE, "sip.auth.nonce")                                                            \
    FIELD(AUTH_USERNAME, "sip.auth.username")                                                      \
    FIELD(AUTH_ALGORITHM, "sip.auth.algorithm")                                                    \
    FIELD(AUTH_RESPONSE, "sip.auth.digest.response")                                               \
    FIELD(AUTH_AUTS, "sip.auth.auts")                                                              \
    FIELD(AUTH_STALE, "sip.auth.stale")                                                            \
    FIELD(CONTENT_TYPE, "sip.Content-Type")                                                        \
    FIELD(CONTENT_ENCODING, "sip.Content-Encoding")                                                \
    FIELD(BODY, "sip.msg_body")                                                                    \
    FIELD(PART_TYPE, "mime_multipart.header.content-type")

#define AS_ENUM(id, name) FIELD_##id,
enum field { FIELD_NONE, FIELD_SIP, WANTED_FIELDS(AS_ENUM) FIELDS };

#define AS_NAME(id, name) [FIELD_##id] = (name),
static const char *const field_names[FIELDS] = {[FIELD_SIP] = "sip", WANTED_FIELDS(AS_NAME)};

struct sl_reader {
    struct sl_arena *texts; /* of the message that is being read */
    uint8_t *field_of;      /* by hfid: enum field; owned */
    int hfids;              /* its length */
};

/* Where one message of the frame is being read into. */
struct target {
    struct sl_message *message;
    struct sl_split split;
    wmem_allocator_t *pool;
    bool started; /* it has a start line */
    tvbuff_t *tvb;
    int start, end; /* of its bytes in tvb; end is -1 while unknown */
    const char *content_type;
    unsigned parts; /* of a multipart body */
    bool is_encoded, has_body, has_sdp_part, has_secret_part;
};

struct sl_reader *sl_reader_new(void)
{
    struct sl_reader *reader = g_new0(struct sl_reader, 1);
    int ids[FIELDS] = {0};

    for (int f = FIELD_SIP; f < FIELDS; f++) {
        ids[f] = proto_registrar_get_id_byname(field_names[f]);
        reader->hfids = MAX(reader->hfids, ids[f] + 1);
    }
    reader->texts = sl_arena_new();
    reader->field_of = g_new0(uint8_t, (gsize)reader->hfids);
    for (int f = FIELD_SIP; f < FIELDS; f++) {
        if (ids[f] > 0) {
            reader->field_of[ids[f]] = (uint8_t)f;
        }
    }
    return reader;
}

void sl_reader_free(struct sl_reader *reader)
{
    sl_arena_free(reader->texts);
    g_free(reader->field_of);
    g_free(reader);
}

GArray *sl_reader_wanted_hfids(void)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(int));

    for (int f = FIELD_SIP; f < FIELDS; f++) {
        int id = proto_registrar_get_id_byname(field_names[f]);

        if (id > 0) {
            g_array_append_val(ids, id);
        }
    }
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

/* --- the fields ------------------------------------------------------------------------------ */

/* The text of FI without the line end that Wireshark leaves on folded values. */
static const char *text_of(const struct target *t, const field_info *fi)
{
    const char *text = fvalue_get_string(SL_FVALUE(fi));
    size_t length = strlen(text), kept = length;

    while (kept && g_ascii_isspace(text[kept - 1])) {
        kept--;
    }
    return kept == length ? text : wmem_strndup(t->pool, text, kept);
}

static void read_start_line(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;

    t->started = true;
    if (field == FIELD_STATUS) {
        m->is_response = true;
        m->status = (uint16_t)MIN(fvalue_get_uinteger(SL_FVALUE(fi)), UINT16_MAX);
    } else if (field == FIELD_METHOD) {
        m->method_name = text_of(t, fi);
        m->method = sl_method_from_name(m->method_name);
    } else {
        m->request_uri = text_of(t, fi);
    }
}

static void read_identity(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;
    const char *text = text_of(t, fi);

    switch (field) {
    case FIELD_VIA:
        sl_split_via(&t->split, text);
        break;
    case FIELD_FROM:
        sl_split_from(&t->split, text);
        break;
    case FIELD_TO:
        sl_split_to(&t->split, text);
        break;
    case FIELD_CALL_ID:
        m->headers |= SL_HEADER_CALL_ID;
        m->call_id = m->call_id ? m->call_id : text;
        break;
    default:
        sl_split_cseq(&t->split, text);
        break;
    }
}

/* The value without the quotes that Wireshark leaves around it. */
static const char *unquoted(const struct target *t, const field_info *fi)
{
    const char *text = text_of(t, fi);
    size_t length = strlen(text);

    return length >= 2 && text[0] == '"' && text[length - 1] == '"'
               ? wmem_strndup(t->pool, text + 1, length - 2)
               : text;
}

static void add_value(struct sl_values *values, const char *text)
{
    if (values->count < SL_VALUES_MAX) {
        values->value[values->count] = text;
    }
    values->count++;
}

/*
 * The number that the header field FI begins with. Wireshark takes 0 where a comment or parameter
 * follows (RFC 3261 §20.33).
 */
static uint32_t leading_seconds(const struct target *t, const field_info *fi)
{
    const char *line, *colon, *value;

    if (!tvb_bytes_exist(fi->ds_tvb, fi->start, fi->length)) {
        return 0;
    }
    line = (const char *)tvb_get_string_enc(t->pool, fi->ds_tvb, fi->start, fi->length, ENC_UTF_8);
    colon = strchr(line, ':');
    value = colon ? colon + 1 : line;
    value += strspn(value, " \t\r\n");
    return g_ascii_isdigit(*value) ? (uint32_t)MIN(g_ascii_strtoull(value, NULL, 10), UINT32_MAX)
                                   : 0;
}

static void read_header(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;

    switch (field) {
    case FIELD_MAX_FORWARDS:
        m->headers |= SL_HEADER_MAX_FORWARDS;
        break;
    case FIELD_CONTACT:
        sl_split_contact(&t->split, text_of(t, fi));
        break;
    case FIELD_RECORD_ROUTE_HOST:
        add_value(&m->record_route_hosts, text_of(t, fi));
        break;
    case FIELD_SERVER:
        m->server = text_of(t, fi);
        break;
    case FIELD_EXPIRES:
        m->has_expires = true;
        m->expires_s = fvalue_get_uinteger(SL_FVALUE(fi));
        break;
    case FIELD_ROUTE:
        m->headers |= SL_HEADER_ROUTE;
        break;
    default:
        m->has_retry_after = true;
        m->retry_after_s = leading_seconds(t, fi);
        break;
    }
}

static void read_reliable(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;

    switch (field) {
    case FIELD_SUPPORTED:
        m->supports_100rel |= sl_header_has_token(text_of(t, fi), "100rel");
        break;
    case FIELD_REQUIRE:
        m->requires_100rel |= sl_header_has_token(text_of(t, fi), "100rel");
        break;
    case FIELD_RSEQ:
        m->has_rseq = true;
        m->rseq = fvalue_get_uinteger(SL_FVALUE(fi));
        break;
    case FIELD_RACK_RSEQ:
        m->has_rack = true;
        m->rack_rseq = fvalue_get_uinteger(SL_FVALUE(fi));
        break;
    case FIELD_RACK_CSEQ_NUMBER:
        m->rack_cseq_number = fvalue_get_uinteger(SL_FVALUE(fi));
        break;
    default:
        m->rack_method = text_of(t, fi);
        break;
    }
}

static void read_timer(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;
    const char *text = text_of(t, fi);
    uint32_t seconds = (uint32_t)MIN(g_ascii_strtoull(text, NULL, 10), UINT32_MAX);

    if (!g_ascii_isdigit(text[0])) {
        return;
    }
    if (field == FIELD_MIN_SE) {
        m->has_min_se = true;
        m->min_se_s = seconds;
    } else {
        size_t length;

        m->has_session_expires = true;
        m->session_expires_s = seconds;
        m->has_refresher = sl_header_parameter(text, "refresher", &length) != NULL;
    }
}

/* The header fields of authentication come before the parameters that they hold. */
static void read_auth(struct target *t, enum field field, const field_info *fi)
{
    static const unsigned headers[] = {
        [FIELD_WWW_AUTHENTICATE] = SL_HEADER_WWW_AUTHENTICATE,
        [FIELD_PROXY_AUTHENTICATE] = SL_HEADER_PROXY_AUTHENTICATE,
        [FIELD_AUTHORIZATION] = SL_HEADER_CREDENTIALS,
        [FIELD_PROXY_AUTHORIZATION] = SL_HEADER_CREDENTIALS,
    };
    struct sl_message *m = t->message;
    struct sl_auth *auth;

    if (field <= FIELD_PROXY_AUTHORIZATION) {
        m->headers |= headers[field];
        m->auths.count++;
        return;
    }
    if (m->auths.count == 0 || m->auths.count > SL_AUTHS_MAX) {
        return;
    }
    auth = &m->auths.of[m->auths.count - 1];
    switch (field) {
    case FIELD_AUTH_REALM:
        auth->realm = unquoted(t, fi);
        break;
    case FIELD_AUTH_NONCE:
        auth->nonce = unquoted(t, fi);
        break;
    case FIELD_AUTH_USERNAME:
        auth->username = unquoted(t, fi);
        break;
    case FIELD_AUTH_ALGORITHM:
        auth->algorithm = unquoted(t, fi);
        break;
    case FIELD_AUTH_RESPONSE:
        auth->has_response = *unquoted(t, fi) != '\0';
        break;
    case FIELD_AUTH_AUTS:
        auth->has_auts = true;
        break;
    default:
        auth->stale = g_ascii_strcasecmp(unquoted(t, fi), "true") == 0;
        break;
    }
}

/* True for what nobody but the parties can read (RFC 3261 §23.3). */
static bool is_secret(const char *content_type)
{
    return sl_header_is_media_type(content_type, "application/pkcs7-mime");
}

static void read_body(struct target *t, enum field field, const field_info *fi)
{
    struct sl_message *m = t->message;

    switch (field) {
    case FIELD_CONTENT_TYPE:
        t->content_type = t->content_type ? t->content_type : text_of(t, fi);
        break;
    case FIELD_CONTENT_ENCODING:
        t->is_encoded = true;
        break;
    case FIELD_BODY:
        t->has_body = fi->length > 0;
        if (t->has_body && tvb_bytes_exist(fi->ds_tvb, fi->start, fi->length)) {
            m->body_digest = sl_hash_bytes(1, tvb_get_ptr(fi->ds_tvb, fi->start, fi->length),
                                           (size_t)fi->length);
        }
        break;
    default:
        t->parts++;
        t->has_sdp_part |= sl_header_is_media_type(text_of(t, fi), "application/sdp");
        t->has_secret_part |= is_secret(text_of(t, fi));
        break;
    }
}

/*
 * What the body holds, by its Content-Type: the same whether Wireshark dissects session
 * descriptions or not. Where the snap length cut the frame, a body that is not there may be what it
 * cut.
 */
static enum sl_body body_of(const struct target *t)
{
    if (!t->has_body) {
        return t->message->truncated ? SL_BODY_UNKNOWN : SL_BODY_NONE;
    }
    if (t->is_encoded || !t->content_type || is_secret(t->content_type)) {
        return SL_BODY_UNKNOWN;
    }
    if (g_ascii_strncasecmp(t->content_type, "multipart/", 10) == 0) {
        return t->has_sdp_part                   ? SL_BODY_SDP
               : t->parts && !t->has_secret_part ? SL_BODY_OTHER
                                                 : SL_BODY_UNKNOWN;
    }
    return sl_header_is_media_type(t->content_type, "application/sdp") ? SL_BODY_SDP
                                                                       : SL_BODY_OTHER;
}

static void read_field(struct target *t, enum field field, const field_info *fi)
{
    if (field <= FIELD_STATUS) {
        read_start_line(t, field, fi);
    } else if (field <= FIELD_CSEQ) {
        read_identity(t, field, fi);
    } else if (field <= FIELD_RETRY_AFTER) {
        read_header(t, field, fi);
    } else if (field <= FIELD_RACK_CSEQ_METHOD) {
        read_reliable(t, field, fi);
    } else if (field <= FIELD_MIN_SE) {
        read_timer(t, field, fi);
    } else if (field <= FIELD_AUTH_STALE) {
        read_auth(t, field, fi);
    } else {
        read_body(t, field, fi);
    }
}

/* --- the tree -------------------------------------------------------------------------------- */

static void finish(struct target *t)
{
    struct sl_message *m = t->message;
    int end = t->end >= 0 ? t->end : (int)tvb_captured_length(t->tvb);
    int length = end - t->start;

    m->body = body_of(t);
    if (length > 0 && tvb_bytes_exist(t->tvb, t->start, length)) {
        m->digest = sl_hash_bytes(0, tvb_get_ptr(t->tvb, t->start, length), (size_t)length);
    }
}

/* Reads the fields below NODE. A SIP message within this one is no message of the flow. */
static void read_below(const struct sl_reader *reader, const proto_node *node, struct target *t)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        const field_info *fi = PNODE_FINFO(child);
        int id = fi ? fi->hfinfo->id : -1;
        enum field field =
            id >= 0 && id < reader->hfids ? (enum field)reader->field_of[id] : FIELD_NONE;

        if (field == FIELD_SIP) {
            continue;
        }
        if (field != FIELD_NONE) {
            read_field(t, field, fi);
        }
        if (child->first_child) {
            read_below(reader, child, t);
        }
    }
}

/* The frame's messages: each `sip` node that is not below another one, in the tree's order. */
static void find_messages(const struct sl_reader *reader, const proto_node *node,
                          GPtrArray *messages)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        const field_info *fi = PNODE_FINFO(child);
        int id = fi ? fi->hfinfo->id : -1;

        if (id >= 0 && id < reader->hfids && reader->field_of[id] == FIELD_SIP) {
            g_ptr_array_add(messages, (gpointer)child);
        } else if (child->first_child) {
            find_messages(reader, child, messages);
        }
    }
}

/* A node's length is wrong in hidden trees of 4.0; the next message's start tells. */
static int end_of(const GPtrArray *nodes, unsigned i)
{
    const field_info *fi = PNODE_FINFO((const proto_node *)nodes->pdata[i]);
    const field_info *next =
        i + 1 < nodes->len ? PNODE_FINFO((const proto_node *)nodes->pdata[i + 1]) : NULL;

    return next && next->ds_tvb == fi->ds_tvb && next->start > fi->start ? next->start : -1;
}

void sl_reader_read(const struct sl_reader *reader, packet_info *pinfo, proto_tree *tree,
                    sl_reader_handler handler, void *data)
{
    enum sl_transport transport;
    GPtrArray *nodes;

    if (!tree || !read_layers(pinfo, &transport)) {
        return;
    }
    nodes = g_ptr_array_new();
    find_messages(reader, tree, nodes);
    for (unsigned i = 0; i < nodes->len; i++) {
        const proto_node *node = nodes->pdata[i];
        struct sl_message message;
        struct target target = {.message = &message,
                                .split = {reader->texts, &message},
                                .pool = pinfo->pool,
                                .tvb = PNODE_FINFO(node)->ds_tvb,
                                .start = PNODE_FINFO(node)->start,
                                .end = end_of(nodes, i)};

        sl_arena_clear(reader->texts);
        read_frame(pinfo, transport, &message);
        read_below(reader, node, &target);
        if (target.started) { /* else bytes from the middle of a stream */
            finish(&target);
            handler(&message, data);
        }
    }
    g_ptr_array_free(nodes, TRUE);
}
