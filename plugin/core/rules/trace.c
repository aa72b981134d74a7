/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/trace.h"

#include "model/state.h"

struct sl_trace *sl_trace_new(uint32_t frame)
{
    struct sl_trace *trace = g_new0(struct sl_trace, 1);

    trace->frame = frame;
    trace->text = g_string_new(NULL);
    return trace;
}

void sl_trace_free(struct sl_trace *trace)
{
    if (trace) {
        g_string_free(trace->text, TRUE);
        g_free(trace);
    }
}

static const char *state_after(const struct sl_record *record)
{
    return sl_state_name(record ? (enum sl_state)record->state : SL_STATE_NONE)->name;
}

void sl_trace_learnt(struct sl_trace *trace, const struct sl_record *record,
                     const struct sl_record *before)
{
    const struct sl_method_info *method = sl_method_info((enum sl_method)record->method);

    g_string_append_printf(trace->text, "frame %u: ", record->frame);
    if (sl_record_is_response(record)) {
        g_string_append_printf(trace->text, "%u to ", record->status);
    }
    g_string_append_printf(trace->text, "%s, %s > %s\n", method ? method->name : "another method",
                           record->source->text, record->destination->text);
    if (record->transaction) {
        g_string_append_printf(trace->text, "  transaction %u: %s > %s\n",
                               record->transaction->number, state_after(before),
                               state_after(record));
    } else {
        g_string_append(trace->text, "  part of no INVITE transaction\n");
    }
    if (record->original) {
        g_string_append_printf(trace->text, "  %s of frame %u\n",
                               record->is_duplicate ? "capture duplicate, at which no rule looks,"
                                                    : "repeat",
                               record->original->frame);
    }
}

void sl_trace_looked(struct sl_trace *trace, const struct sl_rule *rule,
                     const struct sl_record *record)
{
    if (record->frame == trace->frame && !trace->has_event) {
        g_string_append_printf(trace->text, "  %s: looked, nothing\n", rule->name);
    }
    trace->has_event = false;
}

void sl_trace_wait(struct sl_trace *trace, const struct sl_rule *rule,
                   const struct sl_record *record, int64_t length_ns)
{
    if (record->frame == trace->frame) {
        g_string_append_printf(trace->text, "  %s: waits for %.3f s\n", rule->name,
                               (double)length_ns / 1e9);
        trace->has_event = true;
    }
}

void sl_trace_wait_over(struct sl_trace *trace, const struct sl_rule *rule,
                        const struct sl_record *record)
{
    if (record->frame == trace->frame) {
        g_string_append_printf(trace->text, "  %s: wait over%s\n", rule->name,
                               trace->has_event ? "" : ", nothing is missing");
    }
    trace->has_event = false;
}

void sl_trace_found(struct sl_trace *trace, const struct sl_finding *finding)
{
    trace->has_event = true;
    if (finding->record->frame == trace->frame) {
        g_string_append_printf(trace->text, "  %s: found\n", finding->rule->name);
    } else {
        g_string_append_printf(trace->text, "  %s: found on frame %u\n", finding->rule->name,
                               finding->record->frame);
    }
}
