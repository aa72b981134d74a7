/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a message costs must not grow with what came before it. The core is built for this test so
 * that every basic block that runs counts as a step: no clock, and the same on any machine.
 */
#include <glib.h>

#include "capture.h"

#define MESSAGES 40000 /* a shape; at 5 ms each, all waits end several times over */
#define TEXT_SIZE 32

static uint64_t steps;

void __sanitizer_cov_trace_pc(void);

void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

/* A caller at 192.0.2.1 and a callee at 192.0.2.2, and what their next message says. */
struct line {
    struct sl_capture *capture;
    uint32_t frame;
    unsigned number; /* of calls, forks, requests … so far */
    char call[TEXT_SIZE], from_tag[TEXT_SIZE], to_tag[TEXT_SIZE], branch[TEXT_SIZE];
    uint32_t cseq;
};

/* Shared by all messages. */
static struct sl_message message_of(struct line *line, bool forward, const char *method)
{
    struct sl_message m = {
        .frame = ++line->frame,
        .time_ns = line->frame * 5 * SL_NS_PER_MS,
        .source = {4, {192, 0, 2, forward ? 1 : 2}},
        .destination = {4, {192, 0, 2, forward ? 2 : 1}},
        .source_port = 5060,
        .destination_port = 5060,
        .digest = line->frame,
        .headers = SL_HEADER_VIA | SL_HEADER_FROM | SL_HEADER_TO | SL_HEADER_CALL_ID |
                   SL_HEADER_CSEQ | SL_HEADER_MAX_FORWARDS | SL_HEADER_CONTACT,
        .call_id = line->call,
        .from_tag = line->from_tag,
        .from_text = "<sip:a@example.com>",
        .has_cseq_number = true,
        .cseq_number = line->cseq,
        .cseq_method = method,
        .branch = line->branch,
        .sent_by = "192.0.2.1",
        .via_count = 1,
        .contact_host = forward ? "192.0.2.1" : "192.0.2.2",
    };

    return m;
}

static void learn(struct line *line, struct sl_message *m, bool has_to_tag, bool has_sdp)
{
    m->to_tag = has_to_tag ? line->to_tag : NULL;
    m->body = has_sdp ? SL_BODY_SDP : SL_BODY_NONE;
    m->body_digest = has_sdp;
    sl_capture_tick(line->capture, m->time_ns);
    sl_capture_learn(line->capture, m);
}

static void request(struct line *line, const char *method, bool has_to_tag, bool has_sdp)
{
    struct sl_message m;

    if (!g_str_equal(method, "ACK")) {
        line->cseq++;
    }
    g_snprintf(line->branch, TEXT_SIZE, "z9hG4bK%x", line->frame);
    m = message_of(line, true, method);
    m.method_name = method;
    m.method = sl_method_from_name(method);
    m.request_uri = "sip:b@192.0.2.2";
    learn(line, &m, has_to_tag, has_sdp);
}

static void response(struct line *line, uint16_t status, const char *method, bool has_sdp)
{
    struct sl_message m = message_of(line, false, method);

    m.is_response = true;
    m.status = status;
    learn(line, &m, status != 100, has_sdp);
}

static void next_text(struct line *line, char *text, const char *name)
{
    g_snprintf(text, TEXT_SIZE, "%s%u", name, line->number);
}

/* --- the shapes: each call goes on from the one before ---------------------------------------- */

static void new_call(struct line *line)
{
    next_text(line, line->call, "call");
    next_text(line, line->from_tag, "from");
    next_text(line, line->to_tag, "to");
    line->cseq = 0;
    line->number++;
}

static void ordinary_call(struct line *line)
{
    new_call(line);
    request(line, "INVITE", false, true);
    response(line, 100, "INVITE", false);
    response(line, 180, "INVITE", false);
    response(line, 200, "INVITE", true);
    request(line, "ACK", true, false);
    request(line, "BYE", true, false);
    response(line, 200, "BYE", false);
}

static void call_of_one_call_id(struct line *line)
{
    new_call(line);
    g_strlcpy(line->call, "one", TEXT_SIZE);
    request(line, "INVITE", false, true);
    response(line, 180, "INVITE", false);
    response(line, 200, "INVITE", true);
    request(line, "ACK", true, false);
    request(line, "BYE", true, false);
    response(line, 200, "BYE", false);
}

/* The one dialog of LINE; its INVITE comes first. */
static void one_dialog(struct line *line)
{
    if (line->number == 0) {
        new_call(line);
        request(line, "INVITE", false, true);
        response(line, 200, "INVITE", true);
        request(line, "ACK", true, false);
    }
}

static void request_of_one_dialog(struct line *line)
{
    one_dialog(line);
    request(line, "INFO", true, false);
    response(line, 200, "INFO", false);
}

static void reinvite_of_one_dialog(struct line *line)
{
    one_dialog(line);
    request(line, "INVITE", true, true);
    response(line, 200, "INVITE", true);
    request(line, "ACK", true, false);
}

static void update_of_one_dialog(struct line *line)
{
    one_dialog(line);
    request(line, "UPDATE", true, true);
    response(line, 200, "UPDATE", true);
}

/* A further place where the one INVITE of LINE rings. */
static void ringing_fork(struct line *line)
{
    if (line->number == 0) {
        new_call(line);
        request(line, "INVITE", false, true);
    }
    next_text(line, line->to_tag, "fork");
    line->number++;
    response(line, 180, "INVITE", false);
}

static void answering_fork(struct line *line)
{
    char branch[TEXT_SIZE];

    ringing_fork(line);
    response(line, 200, "INVITE", true);
    g_strlcpy(branch, line->branch, TEXT_SIZE);
    request(line, "ACK", true, false);
    g_strlcpy(line->branch, branch, TEXT_SIZE);
}

/* A further reliable 183 to the one INVITE of LINE, and its PRACK. */
static void reliable_response(struct line *line)
{
    char branch[TEXT_SIZE];
    struct sl_message m;
    uint32_t cseq;

    if (line->number == 0) {
        new_call(line);
        request(line, "INVITE", false, true);
    }
    cseq = line->cseq;
    line->cseq = 1;
    m = message_of(line, false, "INVITE");
    m.is_response = true;
    m.status = 183;
    m.has_rseq = m.requires_100rel = true;
    m.rseq = ++line->number;
    learn(line, &m, true, false);
    g_strlcpy(branch, line->branch, TEXT_SIZE);
    line->cseq = cseq + 1;
    g_snprintf(line->branch, TEXT_SIZE, "z9hG4bK%x", line->frame);
    m = message_of(line, true, "PRACK");
    m.method_name = "PRACK";
    m.method = SL_METHOD_PRACK;
    m.has_rack = true;
    m.rack_rseq = line->number;
    m.rack_cseq_number = 1;
    m.rack_method = "INVITE";
    learn(line, &m, true, false);
    response(line, 200, "PRACK", false);
    g_strlcpy(line->branch, branch, TEXT_SIZE);
}

static void repeated_invite(struct line *line)
{
    struct sl_message m;

    if (line->number == 0) {
        new_call(line);
        request(line, "INVITE", false, true);
    }
    m = message_of(line, true, "INVITE");
    m.method_name = "INVITE";
    m.method = SL_METHOD_INVITE;
    m.digest = 1;
    learn(line, &m, false, true);
}

static void refused_request(struct line *line)
{
    if (line->number == 0) {
        new_call(line);
    }
    request(line, "REGISTER", false, false);
    response(line, 403, "REGISTER", false);
}

static void unanswered_request(struct line *line)
{
    if (line->number == 0) {
        new_call(line);
    }
    request(line, "OPTIONS", false, false);
}

static void stray_response(struct line *line)
{
    if (line->number == 0) {
        new_call(line);
    }
    line->cseq++;
    response(line, 487, "INVITE", false);
}

/* --- counting -------------------------------------------------------------------------------- */

/* Steps a message in the second half of MESSAGES of SHAPE; then all of them are asked about. */
static double steps_of(void (*shape)(struct line *line))
{
    struct sl_settings settings;
    struct sl_catalogue *catalogue = sl_catalogue_new();
    struct line line = {0};
    uint64_t before;
    uint32_t from;

    sl_settings_init(&settings);
    line.capture = sl_capture_new(&settings, catalogue);
    while (line.frame < MESSAGES / 2) {
        shape(&line);
    }
    before = steps;
    from = line.frame;
    while (line.frame < MESSAGES) {
        shape(&line);
    }
    before = steps - before;
    from = line.frame - from;
    sl_capture_free(line.capture);
    sl_catalogue_free(catalogue);
    return (double)before / from;
}

static void no_shape_costs_twice_the_ordinary(void)
{
    static const struct {
        const char *name;
        void (*shape)(struct line *line);
    } shapes[] = {
        {"calls of one Call-ID", call_of_one_call_id},
        {"requests of one dialog", request_of_one_dialog},
        {"re-INVITEs of one dialog", reinvite_of_one_dialog},
        {"UPDATEs of one dialog", update_of_one_dialog},
        {"ringing forks of one INVITE", ringing_fork},
        {"answering forks of one INVITE", answering_fork},
        {"reliable responses to one INVITE", reliable_response},
        {"repeats of one INVITE", repeated_invite},
        {"refused requests of one call", refused_request},
        {"unanswered requests of one call", unanswered_request},
        {"stray responses of one call", stray_response},
    };
    double ordinary = steps_of(ordinary_call);

    g_assert_cmpfloat(ordinary, >, 10); /* steps are counted at all */
    g_test_message("ordinary calls: %.0f steps a message", ordinary);
    for (unsigned i = 0; i < G_N_ELEMENTS(shapes); i++) {
        double found = steps_of(shapes[i].shape);

        g_test_message("%s: %.0f steps a message", shapes[i].name, found);
        g_assert_cmpfloat(found, <=, 2 * ordinary);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/steps/no_shape_costs_twice_the_ordinary", no_shape_costs_twice_the_ordinary);
    return g_test_run();
}
