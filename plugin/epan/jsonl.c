/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "jsonl.h"

#include <epan/epan.h>

#include "line-writer.h"
#include "report/message-chains.h"
#include "report/report.h"
#include "report/span.h"
#include "report/tally.h"

struct writer {
    const struct sl_capture *capture;
    const struct sl_record *const *records;
    size_t count;
    struct sl_message_chains *chains;
    struct sl_line_writer line;
    GString *text; /* for building one */
};

/* --- members --------------------------------------------------------------------------------- */

/* The time of RECORD since the capture began. */
static void put_time(struct writer *w, enum sl_member member, const struct sl_record *record)
{
    sl_line_put_seconds(&w->line, member, record->time_ns - sl_capture_start(w->capture));
}

static void put_frame(struct writer *w, enum sl_member member, const struct sl_record *record)
{
    sl_line_put_reference(&w->line, member, record ? record->frame : 0);
}

/* --- the capture ----------------------------------------------------------------------------- */

static void put_start(struct writer *w)
{
    int64_t ns = sl_capture_start(w->capture);
    int64_t part = ns % SL_NS_PER_S + (ns % SL_NS_PER_S < 0 ? SL_NS_PER_S : 0);
    GDateTime *start = g_date_time_new_from_unix_utc((ns - part) / SL_NS_PER_S);
    char *text = g_date_time_format(start, "%Y-%m-%dT%H:%M:%S");

    g_string_printf(w->text, "%s.%09dZ", text, (int)part);
    sl_line_put_string(&w->line, SL_MEMBER_CAPTURE_START,
                       sl_capture_has_time(w->capture) ? w->text->str : NULL);
    g_free(text);
    g_date_time_unref(start);
}

static void write_capture(struct writer *w)
{
    const struct sl_settings *settings = sl_capture_settings(w->capture);

    sl_line_begin(&w->line, SL_SHAPE_CAPTURE);
    sl_line_put_number(&w->line, SL_MEMBER_CAPTURE_FORMAT, SL_JSON_FORMAT);
    sl_line_put_string(&w->line, SL_MEMBER_CAPTURE_SIPLENS, SIPLENS_VERSION);
    sl_line_put_string(&w->line, SL_MEMBER_CAPTURE_WIRESHARK, epan_get_version());
    put_start(w);
    sl_line_put_seconds(&w->line, SL_MEMBER_CAPTURE_DURATION,
                        sl_capture_now(w->capture) - sl_capture_start(w->capture));
    sl_line_put_number(&w->line, SL_MEMBER_CAPTURE_FRAMES, sl_capture_frames(w->capture));
    sl_line_put_bool(&w->line, SL_MEMBER_CAPTURE_CLOCK_BROKEN,
                     sl_capture_clock_is_broken(w->capture, NULL));
    sl_line_begin_object(&w->line, SL_MEMBER_CAPTURE_SETTINGS);
    sl_line_put_number(&w->line, SL_MEMBER_SETTINGS_T1_MS,
                       (uint64_t)(settings->timing.t1_ns / SL_NS_PER_MS));
    sl_line_put_number(&w->line, SL_MEMBER_SETTINGS_PROVISIONAL_MS,
                       (uint64_t)(settings->timing.provisional_ns / SL_NS_PER_MS));
    sl_line_put_number(&w->line, SL_MEMBER_SETTINGS_TIMER_C_S,
                       (uint64_t)(settings->timing.timer_c_ns / SL_NS_PER_S));
    sl_line_put_number(&w->line, SL_MEMBER_SETTINGS_DUPLICATE_MS,
                       (uint64_t)(settings->timing.duplicate_ns / SL_NS_PER_MS));
    sl_line_end_object(&w->line);
    sl_line_end(&w->line);
}

/* --- a transaction --------------------------------------------------------------------------- */

/*
 * True if the client of T sent RECORD: the hosts tell, and where both are one, or neither is of
 * this hop, the kind of message does.
 */
static bool is_from_client(const struct sl_transaction *t, const struct sl_record *record)
{
    if (t->client != t->server && record->source == t->server && record->destination == t->client) {
        return false;
    }
    if (t->client != t->server && record->source == t->client && record->destination == t->server) {
        return true;
    }
    return !sl_record_is_response(record);
}

static void put_branch(struct writer *w, const struct sl_via *via)
{
    size_t length = sl_via_branch_length(via);

    sl_line_put_captured(&w->line, SL_MEMBER_TRANSACTION_BRANCH, length ? via->key : NULL,
                         (gssize)length);
}

static void put_party(struct writer *w, enum sl_member member, const struct sl_host *host,
                      uint16_t port)
{
    sl_line_begin_object(&w->line, member);
    sl_line_put_string(&w->line, SL_MEMBER_PARTY_ADDRESS, host->text);
    sl_line_put_number(&w->line, SL_MEMBER_PARTY_PORT, port);
    sl_line_end_object(&w->line);
}

static void put_parties(struct writer *w, const struct sl_transaction *t,
                        const struct sl_record *first)
{
    bool from_client = is_from_client(t, first);

    put_party(w, SL_MEMBER_TRANSACTION_CLIENT, t->client,
              from_client ? first->source_port : first->destination_port);
    put_party(w, SL_MEMBER_TRANSACTION_SERVER, t->server,
              from_client ? first->destination_port : first->source_port);
    sl_line_put_string(&w->line, SL_MEMBER_TRANSACTION_TRANSPORT,
                       sl_transport_name((enum sl_transport)first->transport));
}

static void put_frames(struct writer *w, const struct sl_transaction *t)
{
    sl_line_begin_object(&w->line, SL_MEMBER_TRANSACTION_FRAMES);
    put_frame(w, SL_MEMBER_FRAMES_INVITE, t->request);
    put_frame(w, SL_MEMBER_FRAMES_FINAL, t->final);
    put_frame(w, SL_MEMBER_FRAMES_ACK, sl_transaction_ack(t));
    put_frame(w, SL_MEMBER_FRAMES_CANCEL, t->cancel ? t->cancel->request : NULL);
    sl_line_end_object(&w->line);
}

static void put_times(struct writer *w, const struct sl_transaction *t)
{
    sl_line_begin_object(&w->line, SL_MEMBER_TRANSACTION_TIMES);
    for (unsigned i = 0; i < SL_SPANS; i++) {
        int64_t ns;
        bool is_known = sl_transaction_span(t, (enum sl_span)i, &ns);

        sl_line_put_span(&w->line, sl_span_name((enum sl_span)i), is_known ? &ns : NULL);
    }
    sl_line_end_object(&w->line);
}

/* Why the verdict is incomplete, and the message that leaves it so where there is one. */
static void put_reason(struct writer *w, struct sl_doubt reason)
{
    const struct sl_name *name = sl_doubt_name(reason.id);

    sl_line_begin_object(&w->line, SL_MEMBER_TRANSACTION_INCOMPLETE);
    sl_line_put_string(&w->line, SL_MEMBER_REASON_ID, name->name);
    if (reason.record) {
        sl_line_put_number(&w->line, SL_MEMBER_REASON_FRAME, reason.record->frame);
    }
    sl_line_put_string(&w->line, SL_MEMBER_REASON_ZH, name->text.zh);
    sl_line_put_string(&w->line, SL_MEMBER_REASON_EN, name->text.en);
    sl_line_end_object(&w->line);
}

static void put_judgement(struct writer *w, const struct sl_transaction *t)
{
    struct sl_doubt reason;
    enum sl_verdict verdict = sl_transaction_verdict(w->capture, t, &reason);

    sl_line_put_string(&w->line, SL_MEMBER_TRANSACTION_STATE,
                       sl_state_name(sl_record_state(w->capture, t->last))->name);
    sl_line_put_string(&w->line, SL_MEMBER_TRANSACTION_OUTCOME,
                       sl_outcome_name(sl_transaction_outcome(w->capture, t))->name);
    sl_line_put_string(&w->line, SL_MEMBER_TRANSACTION_VERDICT, sl_verdict_name(verdict)->name);
    if (sl_is_doubt(reason)) {
        put_reason(w, reason);
    }
}

static void put_label(struct writer *w, const struct sl_record *r)
{
    const struct sl_catalogue *catalogue = sl_capture_catalogue(w->capture);
    const struct sl_method_info *info = sl_method_info((enum sl_method)r->method);
    const struct sl_class *class = sl_status_class(r->status);

    if (sl_record_is_response(r) && class) {
        const char *zh = sl_catalogue_zh(catalogue, r->status);
        const char *en = sl_catalogue_phrase(catalogue, r->status);

        sl_line_put_texts(&w->line, SL_MEMBER_MESSAGE_LABEL, zh ? zh : class->name.zh,
                          en ? en : class->name.en);
    } else if (!sl_record_is_response(r) && info) {
        sl_line_put_texts(&w->line, SL_MEMBER_MESSAGE_LABEL, info->label.zh, info->name);
    } else {
        sl_line_put_null(&w->line, SL_MEMBER_MESSAGE_LABEL);
    }
}

static void put_message(struct writer *w, const struct sl_transaction *t, const struct sl_record *r)
{
    const struct sl_method_info *info = sl_method_info((enum sl_method)r->method);

    sl_line_begin_element(&w->line);
    sl_line_put_number(&w->line, SL_MEMBER_MESSAGE_FRAME, r->frame);
    put_time(w, SL_MEMBER_MESSAGE_TIME, r);
    sl_line_put_string(&w->line, SL_MEMBER_MESSAGE_FROM, sl_word_side(is_from_client(t, r)));
    sl_line_put_string(&w->line, SL_MEMBER_MESSAGE_METHOD, info ? info->name : NULL);
    sl_line_put_reference(&w->line, SL_MEMBER_MESSAGE_STATUS, r->status);
    put_label(w, r);
    put_frame(w, SL_MEMBER_MESSAGE_REPEAT_OF, r->original);
    sl_line_put_bool(&w->line, SL_MEMBER_MESSAGE_DUPLICATE, r->is_duplicate);
    sl_line_end_object(&w->line);
}

static void write_transaction(struct writer *w, const struct sl_record *first)
{
    const struct sl_transaction *t = first->transaction;

    sl_line_begin(&w->line, SL_SHAPE_TRANSACTION);
    sl_line_put_number(&w->line, SL_MEMBER_TRANSACTION_TRANSACTION, t->number);
    sl_line_put_number(&w->line, SL_MEMBER_TRANSACTION_CALL, t->call->number);
    sl_line_put_captured(&w->line, SL_MEMBER_TRANSACTION_CALL_ID, t->call->id, -1);
    sl_line_put_number(&w->line, SL_MEMBER_TRANSACTION_CSEQ, t->cseq_number);
    sl_line_put_captured(&w->line, SL_MEMBER_TRANSACTION_FROM_TAG, t->from_tag, -1);
    put_branch(w, t->via);
    put_parties(w, t, first);
    put_frames(w, t);
    put_times(w, t);
    put_judgement(w, t);
    sl_line_begin_array(&w->line, SL_MEMBER_TRANSACTION_MESSAGES);
    for (const struct sl_record *r = first; r; r = sl_message_chains_next(w->chains, r)) {
        put_message(w, t, r);
    }
    sl_line_end_array(&w->line);
    sl_line_end(&w->line);
}

/* --- findings -------------------------------------------------------------------------------- */

static void put_sentence(struct writer *w, enum sl_member member, const struct sl_finding *f,
                         enum sl_language language)
{
    g_string_truncate(w->text, 0);
    sl_finding_describe(f, language, w->text);
    sl_line_put_string(&w->line, member, w->text->str);
}

static void put_evidence(struct writer *w, const struct sl_finding *f)
{
    sl_line_begin_array(&w->line, SL_MEMBER_VIOLATION_EVIDENCE);
    for (unsigned i = 0; i < f->value_count; i++) {
        /* A wording may have a frame that this finding has not: 0. */
        if (f->value[i].kind == SL_VALUE_FRAME && f->value[i].as.number > 0) {
            sl_line_put_element(&w->line, (uint64_t)f->value[i].as.number);
        }
    }
    sl_line_end_array(&w->line);
}

static void put_counts_for(struct writer *w, const struct sl_finding *f)
{
    struct sl_transaction *decided[SL_FINDING_TRANSACTIONS_MAX];
    unsigned count = sl_finding_transactions(f, decided);

    sl_line_begin_array(&w->line, SL_MEMBER_VIOLATION_COUNTS_FOR);
    for (unsigned i = 0; i < count; i++) {
        sl_line_put_element(&w->line, decided[i]->number);
    }
    sl_line_end_array(&w->line);
}

static void write_violation(struct writer *w, const struct sl_finding *f)
{
    const struct sl_record *r = f->record;

    sl_line_begin(&w->line, SL_SHAPE_VIOLATION);
    sl_line_put_string(&w->line, SL_MEMBER_VIOLATION_RULE, f->rule->name);
    sl_line_put_string(&w->line, SL_MEMBER_VIOLATION_SEVERITY,
                       sl_severity_name(sl_capture_severity(w->capture, f->rule)));
    sl_line_put_string(&w->line, SL_MEMBER_VIOLATION_GROUP, sl_group_name(f->rule->group));
    sl_line_put_string(&w->line, SL_MEMBER_VIOLATION_REFERENCE, f->rule->reference);
    put_frame(w, SL_MEMBER_VIOLATION_FRAME, r);
    put_time(w, SL_MEMBER_VIOLATION_TIME, r);
    put_party(w, SL_MEMBER_VIOLATION_SOURCE, r->source, r->source_port);
    put_party(w, SL_MEMBER_VIOLATION_DESTINATION, r->destination, r->destination_port);
    sl_line_put_reference(&w->line, SL_MEMBER_VIOLATION_CALL, r->call ? r->call->number : 0);
    sl_line_put_captured(&w->line, SL_MEMBER_VIOLATION_CALL_ID, r->call ? r->call->id : NULL, -1);
    sl_line_put_reference(&w->line, SL_MEMBER_VIOLATION_TRANSACTION,
                          r->transaction ? r->transaction->number : 0);
    put_counts_for(w, f);
    put_sentence(w, SL_MEMBER_VIOLATION_ZH, f, SL_ZH);
    put_sentence(w, SL_MEMBER_VIOLATION_EN, f, SL_EN);
    put_evidence(w, f);
    sl_line_end(&w->line);
}

/* --- the summary ----------------------------------------------------------------------------- */

static void put_counts(struct writer *w, const struct sl_tally *t)
{
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_MESSAGES, t->messages);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_REQUESTS, t->requests);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_RESPONSES, t->responses);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_REPEATS, t->repeats);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_DUPLICATES, t->duplicates);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_CALLS, t->calls);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_TRANSACTIONS, t->transactions);
    sl_line_put_number(&w->line, SL_MEMBER_SUMMARY_VIOLATIONS, t->findings);
}

static void put_counts_by_name(struct writer *w, const struct sl_tally *t)
{
    sl_line_begin_object(&w->line, SL_MEMBER_SUMMARY_RULES);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        if (t->rules[i]) {
            sl_line_put_count(&w->line, sl_rule_at(i)->name, t->rules[i]);
        }
    }
    sl_line_end_object(&w->line);
    sl_line_begin_object(&w->line, SL_MEMBER_SUMMARY_OCCASIONS);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        sl_line_put_count(&w->line, sl_rule_at(i)->name,
                          sl_capture_occasions(w->capture, sl_rule_at(i)));
    }
    sl_line_end_object(&w->line);
    sl_line_begin_object(&w->line, SL_MEMBER_SUMMARY_VERDICTS);
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        sl_line_put_count(&w->line, sl_verdict_name((enum sl_verdict)i)->name, t->verdicts[i]);
    }
    sl_line_end_object(&w->line);
    sl_line_begin_object(&w->line, SL_MEMBER_SUMMARY_OUTCOMES);
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        sl_line_put_count(&w->line, sl_outcome_name((enum sl_outcome)i)->name, t->outcomes[i]);
    }
    sl_line_end_object(&w->line);
    sl_line_begin_object(&w->line, SL_MEMBER_SUMMARY_CLASSES);
    for (unsigned i = 1; i < SL_CLASSES; i++) {
        sl_line_put_count(&w->line, sl_word_class(i - 1), t->classes[i]);
    }
    sl_line_end_object(&w->line);
}

/* The calls that no transaction line names, so that a reader knows all of them. */
static void put_other_calls(struct writer *w)
{
    sl_line_begin_array(&w->line, SL_MEMBER_SUMMARY_OTHER_CALLS);
    for (size_t i = 0; i < w->count; i++) {
        const struct sl_call *call = w->records[i]->call;

        if (call && call->first == w->records[i] &&
            !sl_message_chains_has_transaction(w->chains, call)) {
            sl_line_begin_element(&w->line);
            sl_line_put_number(&w->line, SL_MEMBER_OTHER_CALL_CALL, call->number);
            sl_line_put_captured(&w->line, SL_MEMBER_OTHER_CALL_CALL_ID, call->id, -1);
            put_frame(w, SL_MEMBER_OTHER_CALL_FRAME, call->first);
            sl_line_end_object(&w->line);
        }
    }
    sl_line_end_array(&w->line);
}

static void write_summary(struct writer *w, bool is_brief)
{
    struct sl_tally tally;

    sl_tally_init(&tally);
    sl_tally_add(&tally, w->capture, w->records, w->count);
    sl_line_begin(&w->line, SL_SHAPE_SUMMARY);
    put_counts(w, &tally);
    put_counts_by_name(w, &tally);
    sl_tally_clear(&tally);
    if (!is_brief) {
        put_other_calls(w);
    }
    sl_line_end(&w->line);
}

/* Marks the calls in which something was found, in a new array by number, which may be 0. */
static bool *mark_calls(const struct writer *w)
{
    uint32_t last = 0;
    bool *marks;

    for (size_t i = 0; i < w->count; i++) {
        last = MAX(last, w->records[i]->call ? w->records[i]->call->number : 0);
    }
    marks = g_new0(bool, (size_t)last + 1);
    for (size_t i = 0; i < w->count; i++) {
        for (const struct sl_finding *f = w->records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(w->capture, f)) {
                marks[f->record->call ? f->record->call->number : 0] = true;
            }
        }
    }
    return marks;
}

/* Whether T is one of the first transactions that are incomplete, FOUND of which were before. */
static bool is_example(const struct writer *w, const struct sl_transaction *t, unsigned *found)
{
    struct sl_doubt reason;

    if (*found == SL_REPORT_INCOMPLETE ||
        sl_transaction_verdict(w->capture, t, &reason) != SL_VERDICT_INCOMPLETE) {
        return false;
    }
    (*found)++;
    return true;
}

static void write_transactions(struct writer *w, bool is_brief)
{
    bool *marks = is_brief ? mark_calls(w) : NULL;
    unsigned incomplete = 0;

    for (uint32_t number = 1; number <= sl_message_chains_count(w->chains); number++) {
        const struct sl_record *first = sl_message_chains_first(w->chains, number);

        if (!marks || is_example(w, first->transaction, &incomplete) ||
            marks[first->transaction->call->number]) {
            write_transaction(w, first);
        }
    }
    g_free(marks);
}

void sl_jsonl_write(const struct sl_capture *c, bool is_brief, FILE *file)
{
    struct writer w = {.capture = c};

    w.records = sl_capture_records(c, &w.count);
    w.chains = sl_message_chains_new(c);
    w.text = g_string_new(NULL);
    sl_line_init(&w.line, file);
    write_capture(&w);
    write_transactions(&w, is_brief);
    for (size_t i = 0; i < w.count; i++) {
        for (const struct sl_finding *f = w.records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(c, f)) {
                write_violation(&w, f);
            }
        }
    }
    write_summary(&w, is_brief);
    sl_line_clear(&w.line);
    g_string_free(w.text, TRUE);
    sl_message_chains_free(w.chains);
}
