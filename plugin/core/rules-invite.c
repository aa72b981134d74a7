/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about INVITE transactions: that they are answered in time, and what is sent again. */
#include "capture-internal.h"
#include "doubt.h"

static bool is_before(const struct sl_record *record, int64_t deadline_ns)
{
    return record && record->time_ns < deadline_ns;
}

/*
 * The receiver of T is seen to hand the INVITE on and itself gets no final response: its own wait
 * explains the silence. A relay without Via does not add a level.
 */
static bool waits_downstream(const struct sl_capture *c, const struct sl_transaction *t)
{
    const struct sl_fan *next = sl_invite_fan(c, t->invite, t->server, t->level + 1);

    if (!next && t->server != t->client) {
        next = sl_invite_fan(c, t->invite, t->server, t->level);
    }
    return next && next->branches > next->finals;
}

/* --- no_response ----------------------------------------------------------------------------- */

static void check_response(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    struct sl_transaction *t = record->own;

    if (t && t->request == record && !t->first_response) {
        sl_capture_wait_answer(look->capture, look->rule, look->record);
    } else if (t && t->first_response == record && t->overdue) {
        sl_finding_restate(look->capture, t->overdue, 1,
                           SL_VALUES(SL_NUMBER(t->cseq_number), SL_STRING(t->server->text),
                                     SL_DURATION(sl_settings_overdue_ns(&look->capture->settings)),
                                     SL_FRAME(record->frame),
                                     SL_DURATION(sl_record_elapsed(t->request, record))));
    }
}

static void no_response_overdue(struct sl_capture *c, const struct sl_rule *rule,
                                struct sl_record *invite)
{
    struct sl_transaction *t = invite->own;

    if (!t->first_response) {
        t->overdue =
            sl_capture_add_finding(c, rule, invite, 0,
                                   SL_VALUES(SL_NUMBER(t->cseq_number), SL_STRING(t->server->text),
                                             SL_DURATION(sl_settings_overdue_ns(&c->settings))));
    }
}

static const struct sl_text *doubt_no_response(const struct sl_capture *c,
                                               const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    int64_t deadline = f->record->time_ns + sl_settings_overdue_ns(&c->settings);

    if (!t->client->addressed) {
        return &sl_doubt_one_direction;
    }
    if (sl_host_was_sent_more(t->client, t->request)) {
        return &sl_doubt_truncated;
    }
    if (is_before(t->invite->final, deadline) || is_before(t->invite->cancel, deadline)) {
        return &sl_doubt_settled_elsewhere;
    }
    if (t->invite->ack || t->invite->prack || t->invite->use_of_dialog) {
        return &sl_doubt_shown_later;
    }
    return waits_downstream(c, t) ? &sl_doubt_relayed : NULL;
}

/* --- provisional_late ------------------------------------------------------------------------ */

static void check_provisional_late(const struct sl_look *look)
{
    const struct sl_transaction *t = look->record->own;
    int64_t delay;

    /* A PRACK shows an earlier response that was not captured, and so does an ACK. */
    if (!t || !t->request || t->first_response != look->record || t->invite->prack ||
        t->invite->ack || sl_host_was_sent_more(t->client, t->request)) {
        return;
    }
    delay = sl_record_elapsed(t->request_copy, look->record);
    if (delay > look->capture->settings.provisional_ns) {
        SL_FIND(look, look->record, 0, SL_NUMBER(look->record->status), SL_DURATION(delay),
                SL_FRAME(t->request_copy->frame),
                SL_DURATION(look->capture->settings.provisional_ns));
    }
}

/* --- final_missing --------------------------------------------------------------------------- */

static void wait_for_final(const struct sl_look *look)
{
    if (look->record->own && !sl_status_is_final(look->record->status) &&
        !look->record->own->final) {
        sl_capture_wait_final(look->capture, look->rule, look->record);
    }
}

static void final_missing_overdue(struct sl_capture *c, const struct sl_rule *rule,
                                  struct sl_record *provisional)
{
    const struct sl_transaction *t = provisional->own;

    if (t->request && !t->final && !t->cancel && t->last_provisional == provisional) {
        sl_capture_add_finding(
            c, rule, t->request, 0,
            SL_VALUES(SL_NUMBER(provisional->status), SL_FRAME(provisional->frame),
                      SL_DURATION(c->settings.timer_c_ns), SL_NUMBER(t->cseq_number)));
    }
}

static const struct sl_text *doubt_final_missing(const struct sl_capture *c,
                                                 const struct sl_finding *f)
{
    const struct sl_transaction *t = f->record->own;
    int64_t deadline = t->last_provisional->time_ns + c->settings.timer_c_ns;

    if (sl_host_was_sent_more(t->client, t->last_provisional)) {
        return &sl_doubt_truncated;
    }
    if (t->invite->ack || t->invite->use_of_session) {
        return &sl_doubt_shown_later;
    }
    if (is_before(t->invite->final, deadline) || is_before(t->invite->cancel, deadline)) {
        return &sl_doubt_settled_elsewhere;
    }
    return waits_downstream(c, t) ? &sl_doubt_relayed : NULL;
}

/* --- repeats --------------------------------------------------------------------------------- */

/* A fault that goes on is one fault: true for the first repeat at which it shows. */
static bool is_first_repeat(const struct sl_look *look)
{
    return sl_look_is_first_of_fault(look, look->record->original);
}

static void check_invite_repeat(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_transaction *t = record->own;

    if (!t || !record->original || !t->first_response ||
        sl_transport_is_reliable(look->message->transport) ||
        sl_record_elapsed(t->first_response, record) < look->capture->settings.t1_ns ||
        !is_first_repeat(look)) {
        return;
    }
    SL_FIND(look, look->record, 0, SL_NUMBER(t->first_response->status),
            SL_FRAME(t->first_response->frame),
            SL_DURATION(sl_record_elapsed(t->first_response, record)),
            SL_FRAME(record->original->frame));
}

static void check_reliable_repeat(const struct sl_look *look)
{
    const struct sl_message *m = look->message;
    const struct sl_record *record = look->record;

    /* More than one Via: a stateless proxy may hand on the repeats of a UDP sender (§16.11). */
    if (!record->original || !sl_transport_is_reliable(m->transport) || m->via_count > 1) {
        return;
    }
    if (m->is_response ? m->status < 300 : m->method == SL_METHOD_ACK) {
        return;
    }
    if (!is_first_repeat(look)) {
        return;
    }
    if (m->is_response) {
        SL_FIND(look, look->record, 1, SL_NUMBER(m->status),
                SL_STRING(sl_transport_name(m->transport)), SL_FRAME(record->original->frame),
                SL_DURATION(sl_record_elapsed(record->original, record)));
    } else {
        SL_FIND(look, look->record, 0, SL_STRING(m->method_name),
                SL_STRING(sl_transport_name(m->transport)), SL_FRAME(record->original->frame),
                SL_DURATION(sl_record_elapsed(record->original, record)));
    }
}

/* --- the table ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct sl_rule rules[] = {
    {
        .name = "no_response", .severity = SL_SEVERITY_ERROR, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §17.1.1.2 (Timer B)",
        .timed = true, .is_timeout = true,
        .summary = SL_TEXT("INVITE没有得到任何应答", "An INVITE gets no response at all"),
        .wording = {SL_TEXT("INVITE（CSeq {0}）发往{1}后{2}内没有任何应答",
                            "no response to the INVITE (CSeq {0}) came from {1} within {2}"),
                    SL_TEXT("INVITE（CSeq {0}）发往{1}后{2}内没有任何应答；第{3}帧的应答来得太晚，在{4}之后",
                            "no response to the INVITE (CSeq {0}) came from {1} within {2}; the one in "
                            "frame {3} is late, {4} after the INVITE")},
        .subjects = SL_ON_INVITE | SL_ON_INVITE_RESPONSE, .check = check_response,
        .overdue = no_response_overdue, .doubt = doubt_no_response,
    },
    {
        .name = "provisional_late", .severity = SL_SEVERITY_NOTE, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §17.2.1", .timed = true,
        .summary = SL_TEXT("对INVITE的第一个应答来得太晚", "The first response to an INVITE is late"),
        .wording = {SL_TEXT("第一个应答{0}在第{2}帧的INVITE之后{1}才到，超过{3}；其间应当先有100",
                            "the first response, {0}, comes {1} after the INVITE in frame {2}, more than "
                            "{3}; a 100 was due before")},
        .subjects = SL_ON_INVITE_RESPONSE, .check = check_provisional_late,
    },
    {
        .name = "final_missing", .severity = SL_SEVERITY_WARN, .group = SL_GROUP_INVITE,
        .documented = true, .reference = "RFC 3261 §16.6 step 11 (Timer C), §16.8, §13.3.1.1",
        .timed = true, .is_timeout = true,
        .summary = SL_TEXT("INVITE没有得到最终应答", "An INVITE gets no final response"),
        .wording = {SL_TEXT("INVITE（CSeq {3}）最后一个临时应答是第{1}帧的{0}，此后{2}内没有最终应答，也没有CANCEL",
                            "the last provisional response to the INVITE (CSeq {3}) is the {0} in frame {1}; "
                            "within {2} of it came no final response, nor a CANCEL")},
        .subjects = SL_ON_INVITE_RESPONSE | SL_ON_REPEAT, .check = wait_for_final,
        .overdue = final_missing_overdue, .doubt = doubt_final_missing,
    },
    {
        .name = "invite_retransmitted_after_provisional", .severity = SL_SEVERITY_WARN,
        .group = SL_GROUP_INVITE, .reference = "RFC 3261 §17.1.1.2", .timed = true,
        .summary = SL_TEXT("收到应答后仍重发INVITE", "An INVITE is sent again after a response to it"),
        .wording = {SL_TEXT("第{1}帧已有应答{0}，{2}之后仍重发第{3}帧的INVITE：该应答没有到达主叫，或主叫不理会它",
                            "the INVITE of frame {3} is sent again {2} after the {0} in frame {1}: that "
                            "response does not arrive, or is ignored")},
        .subjects = SL_ON_INVITE | SL_ON_REPEAT, .check = check_invite_repeat,
    },
    {
        .name = "retransmission_over_reliable", .severity = SL_SEVERITY_WARN,
        .group = SL_GROUP_INVITE,
        .reference = "RFC 3261 §17.1.1.2, §17.1.2.2, §17.2.1", .timed = true,
        .summary = SL_TEXT("在可靠传输上重发", "A message is repeated over a reliable transport"),
        .wording = {SL_TEXT("第{2}帧的{0}请求在{1}上于{3}之后重发；可靠传输上不应重发",
                            "the {0} of frame {2} is sent again over {1} after {3}; a reliable transport "
                            "needs no repeats"),
                    SL_TEXT("第{2}帧的{0}应答在{1}上于{3}之后重发；可靠传输上不应重发",
                            "the {0} of frame {2} is sent again over {1} after {3}; a reliable transport "
                            "needs no repeats")},
        .subjects = SL_ON_REQUEST | SL_ON_RESPONSE | SL_ON_REPEAT, .check = check_reliable_repeat,
    },
};
/* clang-format on */

const struct sl_rule_group sl_rules_invite = SL_RULE_GROUP(rules);
