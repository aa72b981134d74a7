/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture.h"

#include "model/flow.h"
#include "rules/find.h"

/* The rules that look at one kind of message. */
struct sl_checks {
    const struct sl_rule *rule[SL_RULES_MAX];
    unsigned number[SL_RULES_MAX]; /* its sl_rule_index */
    unsigned count;
    unsigned messages; /* how many they looked at */
};

struct sl_capture {
    struct sl_settings settings;
    struct sl_store *store;
    struct sl_checker checker;
    struct sl_checks *checks[SL_SUBJECTS]; /* by the subjects of a message, made when needed */
};

struct sl_capture *sl_capture_new(const struct sl_settings *settings,
                                  const struct sl_catalogue *catalogue)
{
    struct sl_capture *c = g_new0(struct sl_capture, 1);

    c->settings = *settings;
    c->store = sl_store_new(&settings->timing);
    sl_checker_init(&c->checker, c->store, catalogue, settings->severity);
    return c;
}

void sl_capture_free(struct sl_capture *c)
{
    if (!c) {
        return;
    }
    sl_checker_clear(&c->checker);
    sl_store_free(c->store);
    g_free(c);
}

/* --- learning -------------------------------------------------------------------------------- */

void sl_capture_tick(struct sl_capture *c, int64_t time_ns)
{
    c->checker.clock.has_time = true;
    sl_checker_tick(&c->checker, time_ns);
}

void sl_capture_tick_untimed(struct sl_capture *c)
{
    sl_checker_tick(&c->checker, 0);
}

static unsigned subjects_of(const struct sl_look *look)
{
    const struct sl_record *record = look->record;
    unsigned within = look->message->to_tag ? SL_ON_DIALOG : 0u;

    if (sl_record_is_response(record)) {
        return SL_ON_RESPONSE | (record->method == SL_METHOD_INVITE   ? SL_ON_INVITE_RESPONSE
                                 : record->method == SL_METHOD_CANCEL ? SL_ON_CANCEL_RESPONSE
                                                                      : 0u);
    }
    switch (record->method) {
    case SL_METHOD_INVITE:
        return SL_ON_REQUEST | SL_ON_INVITE | within;
    case SL_METHOD_ACK:
        return SL_ON_REQUEST | SL_ON_ACK;
    case SL_METHOD_CANCEL:
        return SL_ON_REQUEST | SL_ON_CANCEL;
    case SL_METHOD_PRACK:
        return SL_ON_REQUEST | SL_ON_PRACK | within;
    default:
        return SL_ON_REQUEST | within;
    }
}

static struct sl_checks *checks_for(struct sl_capture *c, unsigned subjects)
{
    struct sl_checks *checks = c->checks[subjects];

    if (checks) {
        return checks;
    }
    checks = c->checks[subjects] = sl_arena_new_of(c->store->arena, struct sl_checks);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);

        if (rule->check && (rule->subjects & subjects & ~(unsigned)SL_ON_REPEAT) &&
            (!(subjects & SL_ON_REPEAT) || (rule->subjects & SL_ON_REPEAT))) {
            checks->number[checks->count] = i;
            checks->rule[checks->count++] = rule;
        }
    }
    return checks;
}

static void let_look(struct sl_look *look, const struct sl_checks *checks, unsigned i)
{
    look->rule = checks->rule[i];
    look->rule_index = checks->number[i];
    look->rule->check(look);
}

/* As check does without a trace. */
static void check_traced(struct sl_look *look, const struct sl_checks *checks)
{
    for (unsigned i = 0; i < checks->count; i++) {
        let_look(look, checks, i);
        sl_trace_looked(look->checker->trace, look->rule, look->record);
    }
}

static void check(struct sl_capture *c, struct sl_look *look)
{
    const struct sl_record *record = look->record;
    struct sl_checks *checks;

    if (record->is_duplicate) {
        return; /* an artefact of the capture: nobody sent this */
    }
    checks = checks_for(c, subjects_of(look) | (record->original ? SL_ON_REPEAT : 0u));
    checks->messages++;
    if (c->checker.trace) {
        check_traced(look, checks);
        return;
    }
    for (unsigned i = 0; i < checks->count; i++) {
        let_look(look, checks, i);
    }
}

/* What was captured of RECORD's INVITE transaction before it, or NULL. */
static const struct sl_record *before_on_transaction(const struct sl_capture *c,
                                                     const struct sl_record *record)
{
    for (uint32_t n = record->number; n-- > 0;) {
        const struct sl_record *before = c->store->records->pdata[n];

        if (before->transaction == record->transaction) {
            return before;
        }
    }
    return NULL;
}

struct sl_record *sl_capture_learn(struct sl_capture *c, const struct sl_message *message)
{
    struct sl_record *record = sl_store_add(c->store, message);
    struct sl_arrival arrival = {.store = c->store, .message = message, .record = record};
    struct sl_look look = {
        .checker = &c->checker, .message = message, .record = record, .arrival = &arrival};

    sl_flow_learn(&arrival);
    if (c->checker.trace && record->frame == c->checker.trace->frame) {
        sl_trace_learnt(c->checker.trace, record, before_on_transaction(c, record));
    }
    check(c, &look);
    return record;
}

/* --- questions ------------------------------------------------------------------------------- */

const struct sl_record *const *sl_capture_records(const struct sl_capture *c, size_t *count)
{
    *count = c->store->records->len;
    return (const struct sl_record *const *)c->store->records->pdata;
}

const struct sl_settings *sl_capture_settings(const struct sl_capture *c)
{
    return &c->settings;
}

const struct sl_catalogue *sl_capture_catalogue(const struct sl_capture *c)
{
    return c->checker.catalogue;
}

const struct sl_checker *sl_capture_checker(const struct sl_capture *c)
{
    return &c->checker;
}

size_t sl_capture_memory(const struct sl_capture *c)
{
    return sl_arena_taken(c->store->arena) + c->store->records->len * sizeof(gpointer);
}

uint64_t sl_capture_frames(const struct sl_capture *c)
{
    return c->checker.clock.frames;
}

bool sl_capture_has_time(const struct sl_capture *c)
{
    return c->checker.clock.has_time;
}

int64_t sl_capture_start(const struct sl_capture *c)
{
    return c->checker.clock.first_ns;
}

int64_t sl_capture_now(const struct sl_capture *c)
{
    return c->checker.clock.now_ns;
}

bool sl_capture_clock_is_broken(const struct sl_capture *c, int64_t *frame_time_ns)
{
    if (frame_time_ns) {
        *frame_time_ns = c->checker.clock.broken_at_ns;
    }
    return c->checker.clock.is_broken;
}

/* How many messages the rule of that INDEX looked at. */
static unsigned messages_of(const struct sl_capture *c, unsigned index)
{
    unsigned messages = 0;

    for (unsigned subjects = 0; subjects < SL_SUBJECTS; subjects++) {
        const struct sl_checks *checks = c->checks[subjects];

        for (unsigned i = 0; checks && i < checks->count; i++) {
            messages += checks->number[i] == index ? checks->messages : 0;
        }
    }
    return messages;
}

unsigned sl_capture_occasions(const struct sl_capture *c, const struct sl_rule *rule)
{
    unsigned index = sl_rule_index(rule);

    return rule->overdue ? c->checker.waits[index] : messages_of(c, index);
}

uint64_t sl_capture_left_out(const struct sl_capture *c, enum sl_limit limit)
{
    return c->store->left_out[limit];
}

enum sl_severity sl_capture_severity(const struct sl_capture *c, const struct sl_rule *rule)
{
    return sl_checker_severity(&c->checker, rule);
}

bool sl_finding_holds(const struct sl_capture *c, const struct sl_finding *finding)
{
    return sl_checker_holds(&c->checker, finding);
}

const struct sl_finding *sl_finding_cause(const struct sl_capture *c,
                                          const struct sl_finding *finding)
{
    return finding->cause && sl_finding_holds(c, finding->cause) ? finding->cause : NULL;
}

/* --- why not --------------------------------------------------------------------------------- */

void sl_capture_trace(struct sl_capture *c, uint32_t frame)
{
    sl_trace_free(c->checker.trace);
    c->checker.trace = sl_trace_new(frame);
}

/* Whether F is shown, and if not, why. */
static void append_standing(GString *out, const struct sl_capture *c, const struct sl_finding *f)
{
    struct sl_doubt doubt = f->rule->doubt ? f->rule->doubt(&c->checker, f) : SL_NO_DOUBT;

    g_string_append_printf(out, "  %s: ", f->rule->name);
    if (sl_finding_holds(c, f)) {
        g_string_append(out, "shown\n");
    } else if (!sl_is_doubt(doubt)) {
        g_string_append_printf(out, "not shown: %s\n",
                               sl_capture_severity(c, f->rule) == SL_SEVERITY_OFF
                                   ? "the rule is off"
                                   : "the clock is broken");
    } else {
        const struct sl_name *name = sl_doubt_name(doubt.id);

        g_string_append_printf(out, "not shown: %s (%s)", name->name, name->text.en);
        if (doubt.record) {
            g_string_append_printf(out, ", frame %u", doubt.record->frame);
        }
        g_string_append_c(out, '\n');
    }
}

char *sl_capture_trace_text(const struct sl_capture *c)
{
    const struct sl_trace *trace = c->checker.trace;
    GString *out = g_string_new(trace ? trace->text->str : "");

    for (guint i = 0; trace && i < c->store->records->len; i++) {
        const struct sl_record *record = c->store->records->pdata[i];

        for (const struct sl_finding *f = record->findings; f; f = f->next_on_record) {
            if (record->frame == trace->frame) {
                append_standing(out, c, f);
            }
        }
    }
    return g_string_free(out, FALSE);
}
