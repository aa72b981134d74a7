/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kinds.h"

#include <string.h>

#define BODY                                                                                       \
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"                    \
    "m=audio 4000 RTP/AVP 0\r\n"

/* What tells a message from others. Zero and NULL: the usual. */
struct message {
    const char *method; /* of the request, or of the one that is answered */
    unsigned status;    /* 0: a request */
    unsigned call, branch, cseq, from_tag, to_tag;
    const char *more; /* header lines */
    const char *body; /* of a session description, else none */
};

static void put(struct wire *w, const struct message *m)
{
    GString *s = w->text;
    size_t length = m->body ? strlen(m->body) : 0;

    g_string_truncate(s, 0);
    if (m->status) {
        g_string_append_printf(s, "SIP/2.0 %u X\r\n", m->status);
    } else {
        g_string_append_printf(s, "%s sip:b@192.0.2.2 SIP/2.0\r\n", m->method);
    }
    g_string_append_printf(s,
                           "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%u\r\n"
                           "Max-Forwards: 70\r\nFrom: <sip:a@e.org>;tag=f%u\r\nTo: <sip:b@e.org>",
                           m->branch, m->from_tag);
    if (m->to_tag) {
        g_string_append_printf(s, ";tag=t%u", m->to_tag);
    }
    g_string_append_printf(s,
                           "\r\nCall-ID: call%u\r\nCSeq: %u %s\r\n"
                           "Contact: <sip:x@192.0.2.%d>\r\n%s",
                           m->call, m->cseq ? m->cseq : 1, m->method, m->status ? 2 : 1,
                           m->more ? m->more : "");
    if (m->body) {
        g_string_append(s, "Content-Type: application/sdp\r\n");
    }
    g_string_append_printf(s, "Content-Length: %u\r\n\r\n%s", (unsigned)length,
                           m->body ? m->body : "");
    w->send(w, s, !m->status);
    w->sent++;
}

#define PUT(w, ...) put((w), &(const struct message){__VA_ARGS__})

/* An answered call; its dialog has the tags f0 and t1. */
static void dialog(struct wire *w)
{
    PUT(w, .method = "INVITE", .body = BODY);
    PUT(w, .method = "INVITE", .status = 200, .to_tag = 1, .body = BODY);
    PUT(w, .method = "ACK", .to_tag = 1, .branch = 1);
}

/* --- many messages ---------------------------------------------------------------------------- */

static void ordinary_calls(struct wire *w, unsigned n)
{
    for (unsigned i = 0; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .call = i, .branch = 3 * i, .body = BODY);
        PUT(w, .method = "INVITE", .status = 180, .call = i, .branch = 3 * i, .to_tag = 1);
        PUT(w, .method = "INVITE", .status = 200, .call = i, .branch = 3 * i, .to_tag = 1,
            .body = BODY);
        PUT(w, .method = "ACK", .call = i, .branch = 3 * i + 1, .to_tag = 1);
        PUT(w, .method = "BYE", .call = i, .branch = 3 * i + 2, .cseq = 2, .to_tag = 1);
        PUT(w, .method = "BYE", .status = 200, .call = i, .branch = 3 * i + 2, .cseq = 2,
            .to_tag = 1);
    }
}

static void branches(struct wire *w, unsigned n)
{
    for (unsigned i = 0; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .branch = i, .body = BODY);
        PUT(w, .method = "INVITE", .status = 486, .branch = i, .to_tag = 1 + i);
    }
}

static void forks(struct wire *w, unsigned n)
{
    PUT(w, .method = "INVITE", .body = BODY);
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .status = 180, .to_tag = i);
    }
}

static void repeats(struct wire *w, unsigned n)
{
    while (w->sent < n) {
        PUT(w, .method = "INVITE", .body = BODY);
    }
}

static void cseq_numbers(struct wire *w, unsigned n)
{
    dialog(w);
    for (unsigned i = 2; w->sent < n; i++) {
        PUT(w, .method = "INFO", .branch = i, .cseq = i, .to_tag = 1);
        PUT(w, .method = "INFO", .status = 200, .branch = i, .cseq = i, .to_tag = 1);
    }
}

/* Numbers with gaps that close later. */
static void cseq_gaps(struct wire *w, unsigned n)
{
    dialog(w);
    for (unsigned i = 2; w->sent < n; i++) {
        unsigned cseq = i + (i % 2 ? 7 : 0);

        PUT(w, .method = "INFO", .branch = i, .cseq = cseq, .to_tag = 1);
    }
}

static void unanswered(struct wire *w, unsigned n)
{
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "OPTIONS", .branch = i, .cseq = i);
    }
}

static void unanswered_refreshes(struct wire *w, unsigned n)
{
    PUT(w, .method = "INVITE", .body = BODY);
    PUT(w, .method = "INVITE", .status = 200, .to_tag = 1, .body = BODY,
        .more = "Require: timer\r\nSession-Expires: 90;refresher=uac\r\n");
    PUT(w, .method = "ACK", .to_tag = 1, .branch = 1);
    for (unsigned i = 2; w->sent < n; i++) {
        PUT(w, .method = "UPDATE", .branch = i, .cseq = i, .to_tag = 1, .body = BODY,
            .more = "Session-Expires: 90\r\n");
    }
}

static void rseq_numbers(struct wire *w, unsigned n)
{
    PUT(w, .method = "INVITE", .body = BODY, .more = "Supported: 100rel\r\n");
    for (unsigned i = 1; w->sent < n; i++) {
        g_autofree char *rseq = g_strdup_printf("Require: 100rel\r\nRSeq: %u\r\n", i);
        g_autofree char *rack = g_strdup_printf("RAck: %u 1 INVITE\r\n", i);

        PUT(w, .method = "INVITE", .status = 183, .to_tag = 1, .more = rseq);
        PUT(w, .method = "PRACK", .branch = i, .cseq = 1 + i, .to_tag = 1, .more = rack);
        PUT(w, .method = "PRACK", .status = 200, .branch = i, .cseq = 1 + i, .to_tag = 1);
    }
}

static void offers(struct wire *w, unsigned n)
{
    dialog(w);
    for (unsigned i = 2; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .branch = i, .cseq = i, .to_tag = 1, .body = BODY);
    }
}

static void registers(struct wire *w, unsigned n)
{
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "REGISTER", .branch = i, .cseq = i);
        PUT(w, .method = "REGISTER", .status = 401, .branch = i, .cseq = i, .to_tag = 1,
            .more = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\r\n");
    }
}

/* Each is without a To tag and without the right method in CSeq: findings of one call. */
static void findings(struct wire *w, unsigned n)
{
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .branch = i, .cseq = i);
        PUT(w, .method = "INVITE", .status = 200, .branch = i, .cseq = i);
    }
}

static void calls(struct wire *w, unsigned n)
{
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "INVITE", .call = i, .branch = i);
        PUT(w, .method = "INVITE", .status = 486, .call = i, .branch = i, .to_tag = 1);
    }
}

/* Over TCP: many in a segment. */
static void small_messages(struct wire *w, unsigned n)
{
    for (unsigned i = 1; w->sent < n; i++) {
        PUT(w, .method = "INFO", .branch = i, .cseq = i, .to_tag = 1);
    }
}

/* --- much in a message ------------------------------------------------------------------------ */

static void one_with(struct wire *w, unsigned n, const char *before, const char *each,
                     const char *after)
{
    GString *more = g_string_new(before);

    for (unsigned i = 0; i < n; i++) {
        g_string_append(more, each);
    }
    g_string_append(more, after);
    PUT(w, .method = "INVITE", .more = more->str);
    g_string_free(more, TRUE);
}

static void vias(struct wire *w, unsigned n)
{
    one_with(w, n, "", "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\n", "");
}

static void routes(struct wire *w, unsigned n)
{
    one_with(w, n, "", "Route: <sip:p;lr>\r\nRecord-Route: <sip:p;lr>\r\n", "");
}

static void long_header(struct wire *w, unsigned n)
{
    one_with(w, n, "Subject: ", "x", "\r\n");
}

static void long_via(struct wire *w, unsigned n)
{
    one_with(w, n, "Via: SIP/2.0/UDP h;x=", "\"", ";branch=z9hG4bK1\r\n");
}

static void commas(struct wire *w, unsigned n)
{
    one_with(w, n, "Contact: ", "<sip:a@b>,", "<sip:c>\r\n");
}

static void options(struct wire *w, unsigned n)
{
    one_with(w, n, "Supported: ", "x,", "100rel\r\n");
}

static void challenges(struct wire *w, unsigned n)
{
    one_with(w, n, "", "Authorization: Digest realm=\"r\", nonce=\"n\", username=\"u\"\r\n", "");
}

static void reasons(struct wire *w, unsigned n)
{
    one_with(w, n, "Reason: ", "Q.850;cause=16,", "SIP;cause=200\r\n");
}

static void media_lines(struct wire *w, unsigned n)
{
    GString *body = g_string_new(BODY);

    for (unsigned i = 1; i < n; i++) {
        g_string_append(body, "m=audio 4000 RTP/AVP 0\r\n");
    }
    PUT(w, .method = "INVITE", .body = body->str);
    g_string_free(body, TRUE);
}

const struct kind kinds[] = {
    {"ordinary calls", "message", ordinary_calls, false, 0},
    {"branches of a Call-ID", "message", branches, false, 0},
    {"forks", "message", forks, false, 0},
    {"repeats", "message", repeats, false, 0},
    {"CSeq numbers of a dialog", "message", cseq_numbers, false, 0},
    {"CSeq numbers with gaps", "message", cseq_gaps, false, 0},
    {"unanswered requests", "message", unanswered, false, 0},
    {"unanswered refreshes", "message", unanswered_refreshes, false, 0},
    {"RSeq numbers", "message", rseq_numbers, false, 0},
    {"offers", "message", offers, false, 0},
    {"REGISTERs of a Call-ID", "message", registers, false, 0},
    {"findings of a call", "message", findings, false, 0},
    {"calls in a report", "message", calls, false, 0},
    {"messages in a TCP segment", "message", small_messages, true, 200},
    {"Vias", "Via", vias, true, 0},
    {"Route entries", "entry", routes, true, 0},
    {"a long header field", "byte", long_header, true, 0},
    {"quotes in a Via", "byte", long_via, true, 0},
    {"commas in a list of Contacts", "comma", commas, true, 0},
    {"commas in a list of options", "comma", options, true, 0},
    {"credentials", "header field", challenges, true, 0},
    {"values of Reason", "value", reasons, true, 0},
    {"media lines", "line", media_lines, true, 0},
};
const unsigned kind_count = G_N_ELEMENTS(kinds);
