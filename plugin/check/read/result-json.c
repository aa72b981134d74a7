/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/result-json.h"

#include "read/jsonl-reader.h"

static void optional_seconds(struct sl_json *j, const char *name, int64_t ns)
{
    if (ns == SL_NO_TIME) {
        sl_json_null(j, name);
    } else {
        sl_json_seconds(j, name, ns);
    }
}

static void both(struct sl_json *j, const char *name, const struct sl_text *text)
{
    if (!text->zh && !text->en) {
        sl_json_null(j, name);
        return;
    }
    sl_json_begin(j, name, '{');
    sl_json_string(j, "zh", text->zh);
    sl_json_string(j, "en", text->en);
    sl_json_end(j, '{');
}

static void party(struct sl_json *j, const char *name, const struct sl_party *party)
{
    sl_json_begin(j, name, '{');
    sl_json_string(j, "address", party->address);
    sl_json_number(j, "port", party->port);
    sl_json_end(j, '{');
}

void sl_result_json_capture(struct sl_json *j, const struct sl_result *r)
{
    sl_json_number(j, "format", SL_READER_FORMAT);
    sl_json_string(j, "siplens", r->siplens ? r->siplens : SIPLENS_VERSION);
    sl_json_string(j, "file", r->file);
    if (r->error) {
        sl_json_string(j, "error", r->error);
    }
    if (sl_changes_count(r->changes)) {
        sl_result_json_changes(j, "changed", r->changes);
    }
    if (!r->is_read) {
        return;
    }
    sl_json_string(j, "wireshark", r->wireshark);
    sl_json_string(j, "start", r->start);
    sl_json_seconds(j, "duration", r->duration_ns);
    sl_json_number(j, "frames", r->frames);
    sl_json_bool(j, "clock_broken", r->clock_is_broken);
    sl_json_begin(j, "settings", '{');
    sl_json_number(j, "t1_ms", r->t1_ms);
    sl_json_number(j, "provisional_ms", r->provisional_ms);
    sl_json_number(j, "timer_c_s", r->timer_c_s);
    sl_json_number(j, "duplicate_ms", r->duplicate_ms);
    sl_json_end(j, '{');
}

static void step(struct sl_json *j, const struct sl_step *s)
{
    sl_json_begin(j, NULL, '{');
    sl_json_number(j, "frame", s->frame);
    sl_json_seconds(j, "time", s->time_ns);
    sl_json_string(j, "from", s->from_client ? "client" : "server");
    sl_json_string(j, "method", *s->method ? s->method : NULL);
    sl_json_reference(j, "status", s->status);
    both(j, "label", &s->label);
    sl_json_reference(j, "repeat_of", s->repeat_of);
    sl_json_bool(j, "duplicate", s->is_duplicate);
    sl_json_end(j, '{');
}

void sl_result_json_transaction(struct sl_json *j, const struct sl_result *r,
                                const struct sl_hop *hop)
{
    sl_json_number(j, "transaction", hop->number);
    sl_json_number(j, "call", hop->call);
    sl_json_string(j, "call_id", hop->call_id ? hop->call_id : "");
    sl_json_number(j, "cseq", hop->cseq);
    sl_json_string(j, "from_tag", hop->from_tag);
    sl_json_string(j, "branch", hop->branch);
    party(j, "client", &hop->client);
    party(j, "server", &hop->server);
    sl_json_string(j, "transport", hop->transport);
    sl_json_begin(j, "frames", '{');
    sl_json_reference(j, "invite", hop->invite_frame);
    sl_json_reference(j, "final", hop->final_frame);
    sl_json_reference(j, "ack", hop->ack_frame);
    sl_json_reference(j, "cancel", hop->cancel_frame);
    sl_json_end(j, '{');
    sl_json_begin(j, "times", '{');
    for (int s = 0; s < SL_SPANS; s++) {
        optional_seconds(j, sl_span_name((enum sl_span)s), hop->span_ns[s]);
    }
    sl_json_end(j, '{');
    sl_json_string(j, "state", hop->state);
    sl_json_string(j, "outcome", hop->outcome);
    sl_json_string(j, "verdict", sl_verdict_name(hop->verdict)->name);
    if (hop->incomplete.en) {
        both(j, "incomplete", &hop->incomplete);
    }
    sl_json_begin(j, "messages", '[');
    for (unsigned i = 0; i < hop->step_count; i++) {
        step(j, sl_step_at(r, hop->first_step + i));
    }
    sl_json_end(j, '[');
}

void sl_result_json_violation(struct sl_json *j, const struct sl_violation *v)
{
    sl_json_string(j, "rule", v->rule);
    sl_json_string(j, "severity", sl_severity_name(v->severity));
    sl_json_string(j, "group", v->group);
    sl_json_string(j, "reference", v->reference);
    sl_json_number(j, "frame", v->frame);
    sl_json_seconds(j, "time", v->time_ns);
    if (*v->source.address) { /* reports of before have none */
        party(j, "source", &v->source);
        party(j, "destination", &v->destination);
    }
    sl_json_reference(j, "call", v->call);
    sl_json_string(j, "call_id", v->call_id);
    sl_json_reference(j, "transaction", v->transaction);
    sl_json_begin(j, "counts_for", '[');
    for (int i = 0; i < SL_FINDING_TRANSACTIONS_MAX && v->counts_for[i]; i++) {
        sl_json_number(j, NULL, v->counts_for[i]);
    }
    sl_json_end(j, '[');
    sl_json_string(j, "zh", v->text.zh ? v->text.zh : "");
    sl_json_string(j, "en", v->text.en ? v->text.en : "");
    sl_json_begin(j, "evidence", '[');
    for (unsigned i = 0; i < v->evidence_count; i++) {
        sl_json_number(j, NULL, v->evidence[i]);
    }
    sl_json_end(j, '[');
}

void sl_result_json_verdicts(struct sl_json *j, const char *name, const uint64_t *verdicts)
{
    sl_json_begin(j, name, '{');
    for (int v = 0; v < SL_VERDICTS; v++) {
        sl_json_number(j, sl_verdict_name((enum sl_verdict)v)->name, verdicts[v]);
    }
    sl_json_end(j, '{');
}

void sl_result_json_outcomes(struct sl_json *j, const char *name, const uint64_t *outcomes)
{
    sl_json_begin(j, name, '{');
    for (int o = 0; o < SL_OUTCOMES; o++) {
        sl_json_number(j, sl_outcome_name((enum sl_outcome)o)->name, outcomes[o]);
    }
    sl_json_end(j, '{');
}

void sl_result_json_classes(struct sl_json *j, const char *name, const uint64_t *classes)
{
    sl_json_begin(j, name, '{');
    for (int i = 1; i < SL_CLASSES; i++) {
        const char digit[] = {(char)('0' + i), '\0'};

        sl_json_number(j, digit, classes[i]);
    }
    sl_json_end(j, '{');
}

void sl_result_json_changes(struct sl_json *j, const char *name, const struct sl_changes *changes)
{
    sl_json_begin(j, name, '[');
    for (unsigned i = 0; i < sl_changes_count(changes); i++) {
        const struct sl_change *c = sl_changes_at(changes, i);

        sl_json_begin(j, NULL, '{');
        sl_json_string(j, "by", c->by);
        sl_json_string(j, "what", c->what);
        if (c->has_count) {
            sl_json_number(j, "count", c->count);
        }
        sl_json_end(j, '{');
    }
    sl_json_end(j, '[');
}

void sl_result_json_hidden(struct sl_json *j, const char *name, const GArray *hidings)
{
    sl_json_begin(j, name, '[');
    for (guint i = 0; i < hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(hidings, struct sl_hiding, i);

        sl_json_begin(j, NULL, '{');
        sl_json_string(j, "by", h->why);
        sl_json_number(j, "count", h->count);
        sl_json_end(j, '{');
    }
    sl_json_end(j, '[');
}

/* How often each rule was found broken, in the order of first findings. */
static void rules(struct sl_json *j, const struct sl_result *r)
{
    GHashTable *counts = g_hash_table_new(NULL, NULL); /* k=rule, one string each, v=how many */
    GPtrArray *order = g_ptr_array_new();

    for (guint i = 0; i < r->violations->len; i++) {
        gpointer rule = (gpointer)sl_violation_at(r, i)->rule;
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, rule));

        if (!sl_violation_at(r, i)->is_hidden) {
            g_hash_table_insert(counts, rule, GUINT_TO_POINTER(count + 1));
            if (count == 0) {
                g_ptr_array_add(order, rule);
            }
        }
    }
    sl_json_begin(j, "rules", '{');
    for (guint i = 0; i < order->len; i++) {
        const char *rule = g_ptr_array_index(order, i);

        sl_json_number(j, rule, GPOINTER_TO_UINT(g_hash_table_lookup(counts, rule)));
    }
    sl_json_end(j, '{');
    g_ptr_array_free(order, TRUE);
    g_hash_table_destroy(counts);
}

static void other_calls(struct sl_json *j, const struct sl_result *r)
{
    sl_json_begin(j, "other_calls", '[');
    for (guint i = 0; i < r->calls->len; i++) {
        const struct sl_call_result *call = sl_call_at(r, i);

        if (call->number && call->first_hop == SL_NO_INDEX) {
            sl_json_begin(j, NULL, '{');
            sl_json_number(j, "call", call->number);
            sl_json_string(j, "call_id", call->call_id ? call->call_id : "");
            sl_json_number(j, "frame", call->frame);
            sl_json_end(j, '{');
        }
    }
    sl_json_end(j, '[');
}

void sl_result_json_summary(struct sl_json *j, const struct sl_result *r)
{
    sl_json_number(j, "messages", r->messages);
    sl_json_number(j, "requests", r->requests);
    sl_json_number(j, "responses", r->responses);
    sl_json_number(j, "repeats", r->repeats);
    sl_json_number(j, "duplicates", r->duplicates);
    sl_json_number(j, "calls", r->call_count);
    sl_json_number(j, "transactions", r->transactions);
    sl_json_number(j, "violations", sl_result_findings(r));
    rules(j, r);
    sl_result_json_verdicts(j, "verdicts", r->verdicts);
    sl_result_json_outcomes(j, "outcomes", r->outcomes);
    sl_result_json_classes(j, "classes", r->classes);
    other_calls(j, r);
    if (r->hidden) {
        sl_result_json_hidden(j, "hidden", r->hidings);
    }
}
