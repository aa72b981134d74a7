/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "jsonl.h"

#include <epan/epan.h>

#include "json.h"
#include "report/message-chains.h"
#include "report/report.h"
#include "report/span.h"
#include "report/tally.h"

/* Raised when a reader of the format has to be changed; new members do not need that. */
#define FORMAT 1

struct writer {
    const struct sl_capture *capture;
    const struct sl_record *const *records;
    size_t count;
    struct sl_message_chains *chains;
    struct sl_json json;
    GString *text; /* for building one */
};

/* --- members --------------------------------------------------------------------------------- */

/* The time of RECORD since the capture began. */
static void put_time(struct writer *w, const struct sl_record *record)
{
    sl_json_put_seconds(&w->json, "time", record->time_ns - sl_capture_start(w->capture));
}

static void put_frame(struct writer *w, const char *name, const struct sl_record *record)
{
    if (record) {
        sl_json_put_number(&w->json, name, record->frame);
    } else {
        sl_json_put_null(&w->json, name);
    }
}

/* --- the capture ----------------------------------------------------------------------------- */

static void put_start(struct writer *w)
{
    int64_t ns = sl_capture_start(w->capture);
    int64_t part = ns % SL_NS_PER_S + (ns % SL_NS_PER_S < 0 ? SL_NS_PER_S : 0);
    GDateTime *start = g_date_time_new_from_unix_utc((ns - part) / SL_NS_PER_S);
    char *text = g_date_time_format(start, "%Y-%m-%dT%H:%M:%S");

    g_string_printf(w->text, "%s.%09dZ", text, (int)part);
    sl_json_put_string(&w->json, "start", sl_capture_has_time(w->capture) ? w->text->str : NULL);
    g_free(text);
    g_date_time_unref(start);
}

static void write_capture(struct writer *w)
{
    const struct sl_settings *settings = sl_capture_settings(w->capture);

    sl_json_begin_line(&w->json, "capture");
    sl_json_put_number(&w->json, "format", FORMAT);
    sl_json_put_string(&w->json, "siplens", SIPLENS_VERSION);
    sl_json_put_string(&w->json, "wireshark", epan_get_version());
    put_start(w);
    sl_json_put_seconds(&w->json, "duration",
                        sl_capture_now(w->capture) - sl_capture_start(w->capture));
    sl_json_put_number(&w->json, "frames", sl_capture_frames(w->capture));
    sl_json_put_bool(&w->json, "clock_broken", sl_capture_clock_is_broken(w->capture, NULL));
    sl_json_begin_object(&w->json, "settings");
    sl_json_put_number(&w->json, "t1_ms", (uint64_t)(settings->timing.t1_ns / SL_NS_PER_MS));
    sl_json_put_number(&w->json, "provisional_ms",
                       (uint64_t)(settings->timing.provisional_ns / SL_NS_PER_MS));
    sl_json_put_number(&w->json, "timer_c_s",
                       (uint64_t)(settings->timing.timer_c_ns / SL_NS_PER_S));
    sl_json_put_number(&w->json, "duplicate_ms",
                       (uint64_t)(settings->timing.duplicate_ns / SL_NS_PER_MS));
    sl_json_end_object(&w->json);
    sl_json_end_line(&w->json);
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

    sl_json_put_captured(&w->json, "branch", length ? via->key : NULL, (gssize)length);
}

static void put_party(struct writer *w, const char *name, const struct sl_host *host, uint16_t port)
{
    sl_json_begin_object(&w->json, name);
    sl_json_put_string(&w->json, "address", host->text);
    sl_json_put_number(&w->json, "port", port);
    sl_json_end_object(&w->json);
}

static void put_parties(struct writer *w, const struct sl_transaction *t,
                        const struct sl_record *first)
{
    bool from_client = is_from_client(t, first);

    put_party(w, "client", t->client, from_client ? first->source_port : first->destination_port);
    put_party(w, "server", t->server, from_client ? first->destination_port : first->source_port);
    sl_json_put_string(&w->json, "transport",
                       sl_transport_name((enum sl_transport)first->transport));
}

static void put_frames(struct writer *w, const struct sl_transaction *t)
{
    sl_json_begin_object(&w->json, "frames");
    put_frame(w, "invite", t->request);
    put_frame(w, "final", t->final);
    put_frame(w, "ack", t->ack);
    put_frame(w, "cancel", t->cancel ? t->cancel->request : NULL);
    sl_json_end_object(&w->json);
}

static void put_times(struct writer *w, const struct sl_transaction *t)
{
    sl_json_begin_object(&w->json, "times");
    for (unsigned i = 0; i < SL_SPANS; i++) {
        const char *name = sl_span_name((enum sl_span)i);
        int64_t ns;

        if (sl_transaction_span(t, (enum sl_span)i, &ns)) {
            sl_json_put_seconds(&w->json, name, ns);
        } else {
            sl_json_put_null(&w->json, name);
        }
    }
    sl_json_end_object(&w->json);
}

static void put_judgement(struct writer *w, const struct sl_transaction *t)
{
    struct sl_doubt reason;
    enum sl_verdict verdict = sl_transaction_verdict(w->capture, t, &reason);

    sl_json_put_string(&w->json, "state",
                       sl_state_name(sl_record_state(w->capture, t->last))->name);
    sl_json_put_string(&w->json, "outcome",
                       sl_outcome_name(sl_transaction_outcome(w->capture, t))->name);
    sl_json_put_string(&w->json, "verdict", sl_verdict_name(verdict)->name);
    if (sl_is_doubt(reason)) {
        const struct sl_text *text = &sl_doubt_name(reason.id)->text;

        sl_json_put_texts(&w->json, "incomplete", text->zh, text->en);
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

        sl_json_put_texts(&w->json, "label", zh ? zh : class->name.zh, en ? en : class->name.en);
    } else if (!sl_record_is_response(r) && info) {
        sl_json_put_texts(&w->json, "label", info->label.zh, info->name);
    } else {
        sl_json_put_null(&w->json, "label");
    }
}

static void put_message(struct writer *w, const struct sl_transaction *t, const struct sl_record *r)
{
    const struct sl_method_info *info = sl_method_info((enum sl_method)r->method);

    sl_json_begin_object(&w->json, NULL);
    sl_json_put_number(&w->json, "frame", r->frame);
    put_time(w, r);
    sl_json_put_string(&w->json, "from", is_from_client(t, r) ? "client" : "server");
    sl_json_put_string(&w->json, "method", info ? info->name : NULL);
    if (sl_record_is_response(r)) {
        sl_json_put_number(&w->json, "status", r->status);
    } else {
        sl_json_put_null(&w->json, "status");
    }
    put_label(w, r);
    put_frame(w, "repeat_of", r->original);
    sl_json_put_bool(&w->json, "duplicate", r->is_duplicate);
    sl_json_end_object(&w->json);
}

static void write_transaction(struct writer *w, const struct sl_record *first)
{
    const struct sl_transaction *t = first->transaction;

    sl_json_begin_line(&w->json, "transaction");
    sl_json_put_number(&w->json, "transaction", t->number);
    sl_json_put_number(&w->json, "call", t->call->number);
    sl_json_put_captured(&w->json, "call_id", t->call->id, -1);
    sl_json_put_number(&w->json, "cseq", t->cseq_number);
    sl_json_put_captured(&w->json, "from_tag", t->from_tag, -1);
    put_branch(w, t->via);
    put_parties(w, t, first);
    put_frames(w, t);
    put_times(w, t);
    put_judgement(w, t);
    sl_json_begin_array(&w->json, "messages");
    for (const struct sl_record *r = first; r; r = sl_message_chains_next(w->chains, r)) {
        put_message(w, t, r);
    }
    sl_json_end_array(&w->json);
    sl_json_end_line(&w->json);
}

/* --- findings -------------------------------------------------------------------------------- */

static void put_sentence(struct writer *w, const struct sl_finding *f, enum sl_language language)
{
    g_string_truncate(w->text, 0);
    sl_finding_describe(f, language, w->text);
    sl_json_put_string(&w->json, language == SL_ZH ? "zh" : "en", w->text->str);
}

static void put_evidence(struct writer *w, const struct sl_finding *f)
{
    sl_json_begin_array(&w->json, "evidence");
    for (unsigned i = 0; i < f->value_count; i++) {
        /* A wording may have a frame that this finding has not: 0. */
        if (f->value[i].kind == SL_VALUE_FRAME && f->value[i].as.number > 0) {
            sl_json_put_number(&w->json, NULL, (uint64_t)f->value[i].as.number);
        }
    }
    sl_json_end_array(&w->json);
}

static void put_counts_for(struct writer *w, const struct sl_finding *f)
{
    struct sl_transaction *decided[SL_FINDING_TRANSACTIONS_MAX];
    unsigned count = sl_finding_transactions(f, decided);

    sl_json_begin_array(&w->json, "counts_for");
    for (unsigned i = 0; i < count; i++) {
        sl_json_put_number(&w->json, NULL, decided[i]->number);
    }
    sl_json_end_array(&w->json);
}

static void write_violation(struct writer *w, const struct sl_finding *f)
{
    const struct sl_record *r = f->record;

    sl_json_begin_line(&w->json, "violation");
    sl_json_put_string(&w->json, "rule", f->rule->name);
    sl_json_put_string(&w->json, "severity",
                       sl_severity_name(sl_capture_severity(w->capture, f->rule)));
    sl_json_put_string(&w->json, "group", sl_group_name(f->rule->group));
    sl_json_put_string(&w->json, "reference", f->rule->reference);
    put_frame(w, "frame", r);
    put_time(w, r);
    put_party(w, "source", r->source, r->source_port);
    put_party(w, "destination", r->destination, r->destination_port);
    if (r->call) {
        sl_json_put_number(&w->json, "call", r->call->number);
    } else {
        sl_json_put_null(&w->json, "call");
    }
    sl_json_put_captured(&w->json, "call_id", r->call ? r->call->id : NULL, -1);
    if (r->transaction) {
        sl_json_put_number(&w->json, "transaction", r->transaction->number);
    } else {
        sl_json_put_null(&w->json, "transaction");
    }
    put_counts_for(w, f);
    put_sentence(w, f, SL_ZH);
    put_sentence(w, f, SL_EN);
    put_evidence(w, f);
    sl_json_end_line(&w->json);
}

/* --- the summary ----------------------------------------------------------------------------- */

static void put_counts(struct writer *w, const struct sl_tally *t)
{
    sl_json_put_number(&w->json, "messages", t->messages);
    sl_json_put_number(&w->json, "requests", t->requests);
    sl_json_put_number(&w->json, "responses", t->responses);
    sl_json_put_number(&w->json, "repeats", t->repeats);
    sl_json_put_number(&w->json, "duplicates", t->duplicates);
    sl_json_put_number(&w->json, "calls", t->calls);
    sl_json_put_number(&w->json, "transactions", t->transactions);
    sl_json_put_number(&w->json, "violations", t->findings);
}

static void put_counts_by_name(struct writer *w, const struct sl_tally *t)
{
    sl_json_begin_object(&w->json, "rules");
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        if (t->rules[i]) {
            sl_json_put_number(&w->json, sl_rule_at(i)->name, t->rules[i]);
        }
    }
    sl_json_end_object(&w->json);
    sl_json_begin_object(&w->json, "occasions");
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        sl_json_put_number(&w->json, sl_rule_at(i)->name,
                           sl_capture_occasions(w->capture, sl_rule_at(i)));
    }
    sl_json_end_object(&w->json);
    sl_json_begin_object(&w->json, "verdicts");
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        sl_json_put_number(&w->json, sl_verdict_name((enum sl_verdict)i)->name, t->verdicts[i]);
    }
    sl_json_end_object(&w->json);
    sl_json_begin_object(&w->json, "outcomes");
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        sl_json_put_number(&w->json, sl_outcome_name((enum sl_outcome)i)->name, t->outcomes[i]);
    }
    sl_json_end_object(&w->json);
    sl_json_begin_object(&w->json, "classes");
    for (unsigned i = 1; i < SL_CLASSES; i++) {
        const char name[] = {(char)('0' + i), '\0'};

        sl_json_put_number(&w->json, name, t->classes[i]);
    }
    sl_json_end_object(&w->json);
}

/* The calls that no transaction line names, so that a reader knows all of them. */
static void put_other_calls(struct writer *w)
{
    sl_json_begin_array(&w->json, "other_calls");
    for (size_t i = 0; i < w->count; i++) {
        const struct sl_call *call = w->records[i]->call;

        if (call && call->first == w->records[i] &&
            !sl_message_chains_has_transaction(w->chains, call)) {
            sl_json_begin_object(&w->json, NULL);
            sl_json_put_number(&w->json, "call", call->number);
            sl_json_put_captured(&w->json, "call_id", call->id, -1);
            put_frame(w, "frame", call->first);
            sl_json_end_object(&w->json);
        }
    }
    sl_json_end_array(&w->json);
}

static void write_summary(struct writer *w, bool is_brief)
{
    struct sl_tally tally;

    sl_tally_init(&tally);
    sl_tally_add(&tally, w->capture, w->records, w->count);
    sl_json_begin_line(&w->json, "summary");
    put_counts(w, &tally);
    put_counts_by_name(w, &tally);
    sl_tally_clear(&tally);
    if (!is_brief) {
        put_other_calls(w);
    }
    sl_json_end_line(&w->json);
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
    sl_json_init(&w.json, file);
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
    sl_json_clear(&w.json);
    g_string_free(w.text, TRUE);
    sl_message_chains_free(w.chains);
}
