/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip-fields.h"

#include <string.h>

#include "base/hash.h"
#include "sip/header.h"
#include "sip/remarks.h"

/* --- the start line -------------------------------------------------------------------------- */

static void read_method(struct sl_sip_target *t, const char *text)
{
    t->is_started = true;
    t->message->method_name = text;
    t->message->method = sl_method_from_name(text);
}

static void read_request_uri(struct sl_sip_target *t, const char *text)
{
    t->is_started = true;
    t->message->request_uri = text;
}

static void read_status(struct sl_sip_target *t, uint32_t number)
{
    t->is_started = true;
    t->message->is_response = true;
    t->message->status = (uint16_t)MIN(number, UINT16_MAX);
}

/* --- what identifies the message ------------------------------------------------------------- */

static void read_via(struct sl_sip_target *t, const char *text)
{
    sl_split_via(&t->split, text);
}

static void read_from(struct sl_sip_target *t, const char *text)
{
    sl_split_from(&t->split, text);
}

static void read_to(struct sl_sip_target *t, const char *text)
{
    sl_split_to(&t->split, text);
}

/* The first one counts, where a message has several. */
static void read_call_id(struct sl_sip_target *t, const char *text)
{
    t->message->headers |= SL_HEADER_CALL_ID;
    t->message->call_id = t->message->call_id ? t->message->call_id : text;
}

static void read_cseq(struct sl_sip_target *t, const char *text)
{
    sl_split_cseq(&t->split, text);
}

/* --- other header fields --------------------------------------------------------------------- */

static void read_max_forwards(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_MAX_FORWARDS;
}

static void read_contact(struct sl_sip_target *t, const char *text)
{
    sl_split_contact(&t->split, text);
}

static void read_record_route_host(struct sl_sip_target *t, const char *text)
{
    struct sl_values *hosts = &t->message->record_route_hosts;

    if (hosts->count < SL_VALUES_MAX) {
        hosts->value[hosts->count] = text;
    }
    hosts->count++;
}

static void read_route(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_ROUTE;
}

static void read_event(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_EVENT;
}

static void read_subscription_state(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_SUBSCRIPTION_STATE;
}

static void read_refer_to(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_REFER_TO;
}

static void read_rack(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->message->headers |= SL_HEADER_RACK;
}

static void read_server(struct sl_sip_target *t, const char *text)
{
    t->message->server = text;
}

static void read_expires(struct sl_sip_target *t, uint32_t number)
{
    t->message->has_expires = true;
    t->message->expires_s = number;
}

/* The number at the beginning of TEXT, at most UINT32_MAX; false if it begins with none. */
static bool parse_seconds(const char *text, uint32_t *seconds)
{
    *seconds = (uint32_t)MIN(g_ascii_strtoull(text, NULL, 10), UINT32_MAX);
    return g_ascii_isdigit(*text);
}

/*
 * The bytes of the header field, not its value: Wireshark takes 0 where a comment or a parameter
 * follows the number (RFC 3261 §20.33).
 */
static void read_retry_after(struct sl_sip_target *t, const field_info *fi)
{
    const char *line, *colon, *value;
    struct sl_message *m = t->message;

    m->has_retry_after = true;
    m->retry_after_s = 0;
    if (!tvb_bytes_exist(fi->ds_tvb, fi->start, fi->length)) {
        return;
    }
    line = (const char *)tvb_get_string_enc(t->pool, fi->ds_tvb, fi->start, fi->length, ENC_UTF_8);
    colon = strchr(line, ':');
    value = colon ? colon + 1 : line;
    value += strspn(value, " \t\r\n");
    if (!parse_seconds(value, &m->retry_after_s)) {
        m->retry_after_s = 0;
    }
    sl_remarks_add_retry_after(&t->split, value);
}

/* --- what the sender says of why ------------------------------------------------------------- */

static void read_reason(struct sl_sip_target *t, const char *text)
{
    sl_remarks_add_reason(&t->split, text);
}

static void read_warning(struct sl_sip_target *t, const char *text)
{
    sl_remarks_add_warning(&t->split, text);
}

static void read_error_info(struct sl_sip_target *t, const char *text)
{
    sl_remarks_add_error_info(&t->split, text);
}

static void read_isup_type(struct sl_sip_target *t, uint32_t number)
{
    sl_remarks_add_isup(&t->split, number);
}

static void read_isup_cause(struct sl_sip_target *t, uint32_t number)
{
    sl_remarks_add_isup_cause(&t->split, number);
}

static void read_isup_location(struct sl_sip_target *t, uint32_t number)
{
    sl_remarks_add_isup_location(&t->split, number);
}

/* --- reliable provisional responses (RFC 3262) ----------------------------------------------- */

static void read_supported(struct sl_sip_target *t, const char *text)
{
    t->message->supports_100rel |= sl_header_has_token(text, "100rel");
}

static void read_require(struct sl_sip_target *t, const char *text)
{
    t->message->requires_100rel |= sl_header_has_token(text, "100rel");
}

static void read_rseq(struct sl_sip_target *t, uint32_t number)
{
    t->message->has_rseq = true;
    t->message->rseq = number;
}

static void read_rack_rseq(struct sl_sip_target *t, uint32_t number)
{
    t->message->has_rack = true;
    t->message->rack_rseq = number;
}

static void read_rack_cseq_number(struct sl_sip_target *t, uint32_t number)
{
    t->message->rack_cseq_number = number;
}

static void read_rack_cseq_method(struct sl_sip_target *t, const char *text)
{
    t->message->rack_method = text;
}

/* --- session timers (RFC 4028) --------------------------------------------------------------- */

static void read_session_expires(struct sl_sip_target *t, const char *text)
{
    struct sl_message *m = t->message;
    uint32_t seconds;
    size_t length;

    if (parse_seconds(text, &seconds)) {
        m->has_session_expires = true;
        m->session_expires_s = seconds;
        m->has_refresher = sl_header_parameter(text, "refresher", &length) != NULL;
    }
}

static void read_min_se(struct sl_sip_target *t, const char *text)
{
    uint32_t seconds;

    if (parse_seconds(text, &seconds)) {
        t->message->has_min_se = true;
        t->message->min_se_s = seconds;
    }
}

/* --- authentication: a header field, and below it its parameters ----------------------------- */

static void add_auth(struct sl_sip_target *t, unsigned header)
{
    t->message->headers |= header;
    t->message->auths.count++;
}

static void read_www_authenticate(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    add_auth(t, SL_HEADER_WWW_AUTHENTICATE);
}

static void read_proxy_authenticate(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    add_auth(t, SL_HEADER_PROXY_AUTHENTICATE);
}

static void read_credentials(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    add_auth(t, SL_HEADER_CREDENTIALS);
}

/* The challenge or credentials whose parameters are being read: the last ones. */
static struct sl_auth *current_auth(struct sl_sip_target *t)
{
    struct sl_auths *auths = &t->message->auths;

    return auths->count > 0 && auths->count <= SL_AUTHS_MAX ? &auths->of[auths->count - 1]
                                                            : &t->spare_auth;
}

/* TEXT without the quotes that Wireshark leaves around it. */
static const char *unquoted(const struct sl_sip_target *t, const char *text)
{
    size_t length = strlen(text);

    return length >= 2 && text[0] == '"' && text[length - 1] == '"'
               ? wmem_strndup(t->pool, text + 1, length - 2)
               : text;
}

static void read_realm(struct sl_sip_target *t, const char *text)
{
    current_auth(t)->realm = unquoted(t, text);
}

static void read_nonce(struct sl_sip_target *t, const char *text)
{
    current_auth(t)->nonce = unquoted(t, text);
}

static void read_username(struct sl_sip_target *t, const char *text)
{
    current_auth(t)->username = unquoted(t, text);
}

static void read_digest_response(struct sl_sip_target *t, const char *text)
{
    current_auth(t)->has_response = *unquoted(t, text) != '\0';
}

static void read_auts(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    current_auth(t)->has_auts = true;
}

static void read_stale(struct sl_sip_target *t, const char *text)
{
    current_auth(t)->stale = g_ascii_strcasecmp(unquoted(t, text), "true") == 0;
}

/* --- the body -------------------------------------------------------------------------------- */

static void read_content_type(struct sl_sip_target *t, const char *text)
{
    t->content_type = t->content_type ? t->content_type : text;
}

static void read_content_encoding(struct sl_sip_target *t, const field_info *fi)
{
    (void)fi;
    t->is_encoded = true;
}

static void read_body(struct sl_sip_target *t, const field_info *fi)
{
    t->has_body = fi->length > 0;
    if (t->has_body && tvb_bytes_exist(fi->ds_tvb, fi->start, fi->length)) {
        t->message->body_digest =
            sl_hash_bytes(1, tvb_get_ptr(fi->ds_tvb, fi->start, fi->length), (size_t)fi->length);
    }
}

/* True for what nobody but the parties can read (RFC 3261 §23.3). */
static bool is_secret(const char *content_type)
{
    return sl_header_is_media_type(content_type, "application/pkcs7-mime");
}

static bool is_multipart(const char *content_type)
{
    return content_type && g_ascii_strncasecmp(content_type, "multipart/", 10) == 0;
}

/* RFC 3204 §3.1 */
static bool is_isup(const char *content_type)
{
    return content_type && sl_header_is_media_type(content_type, "application/isup");
}

static void read_part_type(struct sl_sip_target *t, const char *text)
{
    t->parts++;
    t->has_sdp_part |= sl_header_is_media_type(text, "application/sdp");
    t->has_secret_part |= is_secret(text);
}

bool sl_sip_body_is_opaque(const struct sl_sip_target *t)
{
    return !is_multipart(t->content_type) && !is_isup(t->content_type);
}

/*
 * By the Content-Type: the same whether Wireshark dissects session descriptions or not. Where the
 * snap length cut the frame, a body that is not there may be what it cut.
 */
static enum sl_body body_of(const struct sl_sip_target *t)
{
    if (!t->has_body) {
        return t->message->truncated ? SL_BODY_UNKNOWN : SL_BODY_NONE;
    }
    if (t->is_encoded || !t->content_type || is_secret(t->content_type)) {
        return SL_BODY_UNKNOWN;
    }
    if (is_multipart(t->content_type)) {
        return t->has_sdp_part                   ? SL_BODY_SDP
               : t->parts && !t->has_secret_part ? SL_BODY_OTHER
                                                 : SL_BODY_UNKNOWN;
    }
    return sl_header_is_media_type(t->content_type, "application/sdp") ? SL_BODY_SDP
                                                                       : SL_BODY_OTHER;
}

void sl_sip_fields_end(struct sl_sip_target *t)
{
    t->message->body = body_of(t);
}

/* --- the table ------------------------------------------------------------------------------- */

/*
 * Each field costs a message that has it about a fiftieth of what all of tshark takes for it, so
 * that of Via, From, To, CSeq and Contact, which all messages have, the text is taken whole and
 * split up by the core.
 */
/* clang-format off */
const struct sl_sip_field sl_sip_fields[] = {
    {"sip.Method", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_method},
    {"sip.r-uri", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_request_uri},
    {"sip.Status-Code", SL_SIP_HEADER, SL_SIP_HEADER, .number = read_status},

    {"sip.Via", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_via},
    {"sip.From", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_from},
    {"sip.To", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_to},
    {"sip.Call-ID", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_call_id},
    {"sip.CSeq", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_cseq},

    {"sip.Max-Forwards", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_max_forwards},
    {"sip.Contact", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_contact},
    {"sip.Record-Route.host", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_record_route_host},
    {"sip.Route", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_route},
    {"sip.Server", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_server},
    {"sip.Expires", SL_SIP_HEADER, SL_SIP_HEADER, .number = read_expires},
    {"sip.Retry-After", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_retry_after},

    {"sip.Reason", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_reason},
    {"sip.Warning", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_warning},
    {"sip.Error-Info", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_error_info},

    {"sip.Supported", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_supported},
    {"sip.Require", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_require},
    {"sip.RSeq", SL_SIP_HEADER, SL_SIP_HEADER, .number = read_rseq},
    {"sip.Event", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_event},
    {"sip.Subscription-State", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_subscription_state},
    {"sip.Refer-To", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_refer_to},
    {"sip.RAck", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_rack},
    {"sip.RAck.RSeq.seq", SL_SIP_HEADER, SL_SIP_HEADER, .number = read_rack_rseq},
    {"sip.RAck.CSeq.seq", SL_SIP_HEADER, SL_SIP_HEADER, .number = read_rack_cseq_number},
    {"sip.RAck.CSeq.method", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_rack_cseq_method},

    {"sip.Session-Expires", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_session_expires},
    {"sip.Min-SE", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_min_se},

    {"sip.WWW-Authenticate", SL_SIP_HEADER, SL_SIP_AUTH, .item = read_www_authenticate},
    {"sip.Proxy-Authenticate", SL_SIP_HEADER, SL_SIP_AUTH, .item = read_proxy_authenticate},
    {"sip.Authorization", SL_SIP_HEADER, SL_SIP_AUTH, .item = read_credentials},
    {"sip.Proxy-Authorization", SL_SIP_HEADER, SL_SIP_AUTH, .item = read_credentials},
    {"sip.auth.realm", SL_SIP_AUTH, SL_SIP_AUTH, .text = read_realm},
    {"sip.auth.nonce", SL_SIP_AUTH, SL_SIP_AUTH, .text = read_nonce},
    {"sip.auth.username", SL_SIP_AUTH, SL_SIP_AUTH, .text = read_username},
    {"sip.auth.digest.response", SL_SIP_AUTH, SL_SIP_AUTH, .text = read_digest_response},
    {"sip.auth.auts", SL_SIP_AUTH, SL_SIP_AUTH, .item = read_auts},
    {"sip.auth.stale", SL_SIP_AUTH, SL_SIP_AUTH, .text = read_stale},

    {"sip.Content-Type", SL_SIP_HEADER, SL_SIP_HEADER, .text = read_content_type},
    {"sip.Content-Encoding", SL_SIP_HEADER, SL_SIP_HEADER, .item = read_content_encoding},
    {"sip.msg_body", SL_SIP_HEADER, SL_SIP_BODY, .item = read_body},
    {"mime_multipart.header.content-type", SL_SIP_BODY, SL_SIP_BODY, .text = read_part_type},
    {"isup.message_type", SL_SIP_BODY, SL_SIP_BODY, .number = read_isup_type},
    {"isup.cause_indicator", SL_SIP_BODY, SL_SIP_BODY, .number = read_isup_cause},
    {"q931.cause_location", SL_SIP_BODY, SL_SIP_BODY, .number = read_isup_location},
};
/* clang-format on */
const unsigned sl_sip_field_count = G_N_ELEMENTS(sl_sip_fields);

int sl_sip_field_hfid(const struct sl_sip_field *field)
{
    int id = proto_registrar_get_id_byname(field->abbrev);
    enum ftenum type = id > 0 ? proto_registrar_get_ftype(id) : FT_NONE;

    if (id <= 0 || (field->text && !SL_IS_STRING(type)) || (field->number && !SL_IS_UINT32(type))) {
        return 0;
    }
    return id;
}

/* The text of FI without white space at its end. */
static const char *text_of(const struct sl_sip_target *t, const field_info *fi)
{
    const char *text = fvalue_get_string(SL_FVALUE(fi));
    size_t length = strlen(text), kept = length;

    while (kept && g_ascii_isspace(text[kept - 1])) {
        kept--;
    }
    return kept == length ? text : wmem_strndup(t->pool, text, kept);
}

void sl_sip_field_read(const struct sl_sip_field *field, const field_info *fi,
                       struct sl_sip_target *t)
{
    if (field->text) {
        field->text(t, text_of(t, fi));
    } else if (field->number) {
        field->number(t, fvalue_get_uinteger(SL_FVALUE(fi)));
    } else {
        field->item(t, fi);
    }
}
