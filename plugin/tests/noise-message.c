/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The messages of a program of noise. */
#include "noise.h"

#include <string.h>

#include "base/arena.h"
#include "noise-program.h"

/* What an instruction that sends says of its message. */
enum flag {
    FLAG_TO_TAG = 1,
    FLAG_SDP = 2,
    FLAG_BODY = 4,
    FLAG_OPTIONS = 8, /* it has what the registers hold of options */
    FLAG_BACK = 16,   /* from the callee to the caller; of a response the other way round */
    FLAG_BRANCH = 32, /* a new branch first */
    FLAG_CSEQ = 64,   /* the next number first */
    FLAG_AUTH = 128
};

/* What the register of options says. */
enum option {
    OPTION_SUPPORTED = 1,
    OPTION_REQUIRE = 2,
    OPTION_RSEQ = 4,
    OPTION_SESSION = 8,
    OPTION_REFRESHER = 16,
    OPTION_MIN_SE = 32,
    OPTION_EXPIRES = 64,
    OPTION_RETRY_AFTER = 128
};

static struct sl_address address(const struct program *p, unsigned host)
{
    struct sl_address a = {.length = (uint8_t)p->address_length};

    if (a.length > 0) {
        a.bytes[0] = 10;
        a.bytes[a.length - 1] = (uint8_t)host;
    }
    return a;
}

static uint32_t seconds(const struct program *p)
{
    static const uint32_t of[] = {0,   1,    2,    30,    90,        180,
                                  600, 1800, 3600, 86400, INT32_MAX, UINT32_MAX};

    return of[p->seconds % G_N_ELEMENTS(of)];
}

static void add_options(const struct program *p, struct sl_message *m)
{
    m->supports_100rel = p->options & OPTION_SUPPORTED;
    m->requires_100rel = p->options & OPTION_REQUIRE;
    m->has_rseq = p->options & OPTION_RSEQ;
    m->rseq = p->rseq;
    m->has_session_expires = p->options & OPTION_SESSION;
    m->session_expires_s = seconds(p);
    m->has_refresher = p->options & OPTION_REFRESHER;
    m->has_min_se = p->options & OPTION_MIN_SE;
    m->min_se_s = seconds(p);
    m->has_expires = p->options & OPTION_EXPIRES;
    m->expires_s = seconds(p);
    m->has_retry_after = p->options & OPTION_RETRY_AFTER;
    m->retry_after_s = seconds(p);
}

static void add_values(const struct program *p, struct sl_message *m)
{
    static const char *const contacts[] = {"sip:a@10.0.0.1", "sip:%@[:;", "tel:+1", "sip:"};

    m->via_count = p->values & 3 ? p->values & 3 : 1;
    m->contact_host = p->values & 4 ? NULL : "10.0.0.1";
    m->contact_text = p->values & 4 ? NULL : "<sip:a@10.0.0.1>";
    m->contact_uris.count = p->values & 8 ? SL_VALUES_MAX + 1 : m->contact_host != NULL;
    m->record_route_hosts.count = p->values & 8 ? 2 : 0;
    for (unsigned i = 0; i < MIN(m->contact_uris.count, SL_VALUES_MAX); i++) {
        m->contact_uris.value[i] = contacts[(p->values + i) & 3];
    }
    for (unsigned i = 0; i < m->record_route_hosts.count; i++) {
        m->record_route_hosts.value[i] = i ? "10.0.0.3" : "10.0.0.2";
    }
}

static struct sl_message message(struct program *p, uint8_t flags, bool back)
{
    struct sl_message m = {
        .time_ns = p->now_ns,
        .source = address(p, back ? p->destination : p->source),
        .destination = address(p, back ? p->source : p->destination),
        .source_port = (uint16_t)(back ? p->port : 5060),
        .destination_port = (uint16_t)(back ? 5060 : p->port),
        .transport = p->transport,
        .truncated = p->is_cut,
        .headers = ((SL_HEADER_RACK << 1) - 1) & ~(unsigned)p->absent,
        .call_id = p->absent & SL_HEADER_CALL_ID ? NULL : p->call_id,
        .from_tag = p->from_tag,
        .to_tag = flags & FLAG_TO_TAG ? p->to_tag : NULL,
        .from_text = "<sip:a@example.com>",
        .to_text = "<sip:b@example.com>",
        .has_cseq_number = !p->has_no_cseq && !(p->absent & SL_HEADER_CSEQ),
        .cseq_number = p->cseq,
        .branch = p->absent & SL_HEADER_VIA ? NULL : p->branch,
        .sent_by = "10.0.0.1",
        .server = p->absent & 128 ? NULL : "server",
        .body = (flags & FLAG_SDP       ? SL_BODY_SDP
                 : !(flags & FLAG_BODY) ? SL_BODY_NONE
                 : p->body_digest & 1   ? SL_BODY_UNKNOWN
                                        : SL_BODY_OTHER),
        .body_digest = flags & (FLAG_SDP | FLAG_BODY) ? p->body_digest : 0,
    };

    add_values(p, &m);
    if (flags & FLAG_OPTIONS) {
        add_options(p, &m);
    }
    if (flags & FLAG_AUTH) {
        m.auths = p->auths;
    }
    return m;
}

static void send(struct program *p, struct sl_message *m)
{
    if (p->sent == NOISE_MESSAGES_MAX) {
        return;
    }
    m->frame = p->sent + 1;
    m->time_ns = p->now_ns;
    p->messages[p->sent % NOISE_REMEMBERED] = *m;
    p->sent++;
    sl_capture_tick(p->capture, p->now_ns);
    sl_capture_learn(p->capture, m);
}

static void begin(struct program *p, uint8_t flags)
{
    if (flags & FLAG_BRANCH) {
        char text[32];

        g_snprintf(text, sizeof text, "z9hG4bK%u", ++p->made);
        p->branch = sl_arena_strdup(p->texts, text);
        p->branches[p->made % G_N_ELEMENTS(p->branches)] = p->branch;
    }
    p->cseq += flags & FLAG_CSEQ ? 1 : 0;
    p->made++;
}

void noise_request(struct program *p, unsigned method, uint8_t flags)
{
    static const char *const odd[] = {"FOO", "invite"};
    struct sl_message m;

    begin(p, flags);
    m = message(p, flags, flags & FLAG_BACK);
    p->method = (enum sl_method)MIN(method, SL_METHOD_OTHER);
    m.method = p->method;
    m.method_name =
        p->method == SL_METHOD_OTHER ? odd[method & 1] : sl_method_info(p->method)->name;
    m.cseq_method = p->absent & 64 ? "INVITE" : m.method_name;
    m.request_uri = p->uri;
    m.digest = p->made;
    m.has_rack = p->method == SL_METHOD_PRACK;
    m.rack_rseq = p->rseq;
    m.rack_cseq_number = p->cseq - 1;
    m.rack_method = "INVITE";
    send(p, &m);
}

void noise_response(struct program *p, uint16_t status, uint8_t flags)
{
    const struct sl_method_info *info = sl_method_info(p->method);
    struct sl_message m;

    begin(p, flags & (FLAG_BRANCH | FLAG_CSEQ));
    m = message(p, flags, !(flags & FLAG_BACK));
    m.is_response = true;
    m.status = status;
    m.cseq_method = p->absent & 64 ? NULL : info ? info->name : "FOO";
    m.digest = p->made;
    send(p, &m);
}

void noise_again(struct program *p, unsigned back, uint8_t difference)
{
    struct sl_message m;

    if (p->sent <= back) {
        return;
    }
    m = p->messages[(p->sent - 1 - back) % NOISE_REMEMBERED];
    if (difference & 1) { /* handed on by the receiver */
        m.source = m.destination;
        m.destination = address(p, difference >> 5);
        m.branch = p->branch;
        m.via_count++;
    }
    if (difference) {
        m.digest = ++p->made;
    }
    if (difference & 4) {
        m.to_tag = p->to_tag;
    }
    if (difference & 8) {
        m.cseq_number = p->cseq;
    }
    send(p, &m);
}

uint16_t noise_code(unsigned n)
{
    static const uint16_t codes[] = {100, 180, 183, 200, 202, 302, 401, 407,
                                     408, 422, 481, 486, 487, 491, 500, 603};

    return codes[n % G_N_ELEMENTS(codes)];
}
