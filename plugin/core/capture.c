/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture-internal.h"

#include <string.h>

#include "base/hash.h"

/* Frames of several interfaces come a little out of order; more than this is a broken clock. */
#define CLOCK_BACK_NS SL_NS_PER_S
/* No capture waits silently for a month: the time jumped. */
#define CLOCK_JUMP_NS (30 * 24 * 3600 * SL_NS_PER_S)

struct sl_capture *sl_capture_new(const struct sl_settings *settings,
                                  const struct sl_catalogue *catalogue)
{
    struct sl_capture *c = g_new0(struct sl_capture, 1);

    c->settings = *settings;
    c->catalogue = catalogue;
    c->arena = sl_arena_new();
    c->records = g_ptr_array_new();
    c->hosts = SL_TABLE_IN(c->arena);
    c->copies = SL_TABLE_IN(c->arena);
    c->calls = SL_TABLE_IN(c->arena);
    c->vias = SL_TABLE_IN(c->arena);
    c->answers = sl_waits_new();
    c->finals = sl_waits_new();
    c->scratch = g_string_new(NULL);
    return c;
}

void sl_capture_free(struct sl_capture *c)
{
    if (!c) {
        return;
    }
    g_ptr_array_free(c->records, TRUE);
    sl_waits_free(c->answers);
    sl_waits_free(c->finals);
    g_string_free(c->scratch, TRUE);
    sl_arena_free(c->arena);
    g_free(c);
}

/* --- the clock ------------------------------------------------------------------------------- */

static void end_waits(struct sl_capture *c, struct sl_waits *waits)
{
    struct sl_wait wait;

    while (sl_waits_pop(waits, c->clock.now_ns, &wait)) {
        wait.rule->overdue(c, wait.rule, wait.record);
    }
}

static void advance(struct sl_capture *c, int64_t time_ns)
{
    struct sl_clock *clock = &c->clock;

    clock->frames++;
    if (!clock->started) {
        clock->started = true;
        clock->first_ns = clock->now_ns = clock->last_ns = time_ns;
        return;
    }
    if (!clock->is_broken &&
        (time_ns < clock->last_ns - CLOCK_BACK_NS || time_ns > clock->last_ns + CLOCK_JUMP_NS)) {
        clock->is_broken = true;
        clock->broken_at_ns = time_ns;
    }
    clock->last_ns = time_ns;
    if (time_ns > clock->now_ns) {
        clock->now_ns = time_ns;
        end_waits(c, c->answers);
        end_waits(c, c->finals);
    }
}

void sl_capture_tick(struct sl_capture *c, int64_t time_ns)
{
    c->clock.has_time = true;
    advance(c, time_ns);
}

void sl_capture_tick_untimed(struct sl_capture *c)
{
    advance(c, 0);
}

static void begin_wait(struct sl_capture *c, struct sl_waits *waits, const struct sl_rule *rule,
                       struct sl_record *record, int64_t length_ns)
{
    const struct sl_wait wait = {
        .deadline_ns = record->time_ns + length_ns, .rule = rule, .record = record};

    c->waits[sl_rule_index(rule)]++;
    sl_waits_push(waits, &wait);
}

void sl_capture_wait_answer(struct sl_capture *c, const struct sl_rule *rule,
                            struct sl_record *record)
{
    begin_wait(c, c->answers, rule, record, sl_settings_overdue_ns(&c->settings));
}

void sl_capture_wait_final(struct sl_capture *c, const struct sl_rule *rule,
                           struct sl_record *record)
{
    begin_wait(c, c->finals, rule, record, c->settings.timer_c_ns);
}

/* --- learning -------------------------------------------------------------------------------- */

static bool is_text(const void *thing, const void *key)
{
    return strcmp(thing, key) == 0;
}

const char *sl_call_intern(struct sl_call *call, const char *text)
{
    uint64_t hash = text ? sl_hash_text(0, text) : 0;
    void **place = text ? sl_table_find(&call->texts, hash, is_text, text) : NULL;
    char *interned;

    if (!text || place) {
        return place ? *place : NULL;
    }
    interned = (char *)sl_arena_strdup(call->texts.arena, text);
    sl_table_add(&call->texts, hash, interned);
    return interned;
}

static const char *address_text(struct sl_capture *c, const struct sl_address *address)
{
    const uint8_t *b = address->bytes;
    GString *s = c->scratch;

    g_string_truncate(s, 0);
    if (address->length == 4) {
        g_string_printf(s, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    } else if (address->length == 16) {
        /* The longest run of zero groups is written :: (RFC 5952), as URIs have it. */
        unsigned best = 8, best_length = 1;

        for (unsigned i = 0; i < 8; i++) {
            unsigned n = 0;

            while (i + n < 8 && !b[2 * (i + n)] && !b[2 * (i + n) + 1]) {
                n++;
            }
            if (n > best_length) {
                best = i;
                best_length = n;
            }
        }
        for (unsigned i = 0; i < 8; i++) {
            if (i == best) {
                g_string_append(s, "::");
                i += best_length - 1;
                continue;
            }
            if (s->len && s->str[s->len - 1] != ':') {
                g_string_append_c(s, ':');
            }
            g_string_append_printf(s, "%x", (unsigned)b[2 * i] << 8 | b[2 * i + 1]);
        }
    } else {
        for (unsigned i = 0; i < address->length; i++) {
            g_string_append_printf(s, "%s%02x", i ? ":" : "", b[i]);
        }
    }
    return sl_arena_strdup(c->arena, s->str);
}

static bool is_host_at(const void *thing, const void *key)
{
    const struct sl_host *host = thing;

    return memcmp(&host->address, key, sizeof host->address) == 0;
}

static struct sl_host *host_of(struct sl_capture *c, const struct sl_address *address)
{
    uint64_t hash = sl_hash_bytes(0, address, sizeof *address);
    void **place = sl_table_find(&c->hosts, hash, is_host_at, address);
    struct sl_host *host;

    if (place) {
        return *place;
    }
    host = sl_arena_new_of(c->arena, struct sl_host);
    host->address = *address;
    host->text = address_text(c, address);
    sl_table_add(&c->hosts, hash, host);
    return host;
}

static bool is_call_of(const void *thing, const void *key)
{
    return strcmp(((const struct sl_call *)thing)->id, key) == 0;
}

static struct sl_call *call_of(struct sl_capture *c, const char *id, struct sl_record *first)
{
    uint64_t hash = sl_hash_text(0, id);
    void **place = sl_table_find(&c->calls, hash, is_call_of, id);
    struct sl_call *call;

    if (place) {
        return *place;
    }
    call = sl_arena_new_of(c->arena, struct sl_call);
    call->number = ++c->call_count;
    call->id = sl_arena_strdup(c->arena, id);
    call->first = first;
    call->index = SL_INDEX_IN(c->arena);
    call->texts = SL_TABLE_IN(c->arena);
    call->copies = SL_TABLE_IN(c->arena);
    sl_table_add(&c->calls, hash, call);
    return call;
}

/* Where the copies of RECORD are. */
static struct sl_table *copies_of(struct sl_capture *c, struct sl_record *record)
{
    return record->call ? &record->call->copies : &c->copies;
}

/* The same bytes between the same hosts and ports: a repeat, or a second look of the capture. */
static void find_original(struct sl_capture *c, struct sl_record *record, uint64_t bytes)
{
    struct sl_table *copies = copies_of(c, record);
    void **place;

    record->digest = sl_hash_mix(bytes, (uintptr_t)record->source);
    record->digest = sl_hash_mix(record->digest, (uintptr_t)record->destination);
    record->digest =
        sl_hash_mix(record->digest, (uint64_t)record->source_port << 16 | record->destination_port);
    place = sl_table_find(copies, record->digest, NULL, NULL);
    if (place) {
        sl_record_set_original(c, record, *place);
    } else {
        sl_table_add(copies, record->digest, record);
    }
}

void sl_record_set_original(struct sl_capture *c, struct sl_record *record,
                            struct sl_record *original)
{
    const struct sl_record *before = original->latest_copy ? original->latest_copy : original;

    record->original = original;
    record->is_duplicate = ABS(record->time_ns - before->time_ns) <= c->settings.duplicate_ns;
    original->latest_copy = record;
}

void sl_record_set_first(struct sl_capture *c, struct sl_record *record)
{
    record->original = NULL;
    record->is_duplicate = false;
    *sl_table_find(copies_of(c, record), record->digest, NULL, NULL) = record;
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

static const struct sl_checks *checks_for(struct sl_capture *c, unsigned subjects)
{
    struct sl_checks *checks = c->checks[subjects];

    if (checks) {
        return checks;
    }
    checks = c->checks[subjects] = sl_arena_new_of(c->arena, struct sl_checks);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);

        if (rule->check && (rule->subjects & subjects & ~SL_ON_REPEAT) &&
            (!(subjects & SL_ON_REPEAT) || (rule->subjects & SL_ON_REPEAT))) {
            checks->number[checks->count] = i;
            checks->rule[checks->count++] = rule;
        }
    }
    return checks;
}

static void check(struct sl_look *look)
{
    const struct sl_record *record = look->record;
    const struct sl_checks *checks;

    if (record->is_duplicate) {
        return; /* an artefact of the capture: nobody sent this */
    }
    checks = checks_for(look->capture, subjects_of(look) | (record->original ? SL_ON_REPEAT : 0u));
    for (unsigned i = 0; i < checks->count; i++) {
        look->rule = checks->rule[i];
        look->capture->occasions[checks->number[i]]++;
        look->rule->check(look);
    }
}

/* The method that a response answers. */
static enum sl_method cseq_method_of(const struct sl_message *message)
{
    return message->cseq_method ? sl_method_from_name(message->cseq_method) : SL_METHOD_OTHER;
}

struct sl_record *sl_capture_learn(struct sl_capture *c, const struct sl_message *message)
{
    struct sl_record *record = sl_arena_new_of(c->arena, struct sl_record);
    struct sl_look look = {.capture = c, .message = message, .record = record};

    record->number = c->records->len;
    record->frame = message->frame;
    record->time_ns = message->time_ns;
    record->source = host_of(c, &message->source);
    record->destination = host_of(c, &message->destination);
    record->source_port = message->source_port;
    record->destination_port = message->destination_port;
    record->transport = (uint8_t)message->transport;
    record->status = message->is_response ? message->status : 0;
    record->method = (uint8_t)(message->is_response ? cseq_method_of(message) : message->method);
    record->destination->addressed = true;
    if (message->call_id) {
        record->call = call_of(c, message->call_id, record);
        look.from_tag = sl_call_intern(record->call, message->from_tag);
        look.to_tag = sl_call_intern(record->call, message->to_tag);
    }
    g_ptr_array_add(c->records, record);
    find_original(c, record, message->digest);
    sl_flow_place(&look);
    check(&look);
    return record;
}

/* --- findings -------------------------------------------------------------------------------- */

void sl_finding_restate(struct sl_capture *c, struct sl_finding *finding, unsigned wording,
                        const struct sl_value *values, unsigned count)
{
    g_assert(count <= SL_FINDING_VALUES_MAX);
    finding->wording = wording;
    finding->value_count = count;
    for (unsigned i = 0; i < count; i++) {
        finding->value[i] = values[i];
        if (values[i].kind == SL_VALUE_STRING) {
            finding->value[i].as.string = sl_arena_strdup(c->arena, values[i].as.string);
        }
    }
}

struct sl_finding *sl_record_finding(const struct sl_record *record, const struct sl_rule *rule)
{
    struct sl_finding *f = record->findings;

    while (f && f->rule != rule) {
        f = f->next_on_record;
    }
    return f;
}

/* FINDING counts for the verdict of TRANSACTION from now on, without any doubt. */
static void charge_certain(const struct sl_capture *c, struct sl_transaction *transaction,
                           struct sl_finding *finding)
{
    struct sl_finding **worst =
        finding->rule->timed ? &transaction->worst_timed : &transaction->worst;

    if (sl_finding_is_worse(c, finding, *worst)) {
        *worst = finding;
    }
}

/*
 * A verdict asks every doubt again. A flood of doubtful findings must not make that long: of the
 * oldest one, what can be told by now stands. Only a timeout of the transaction itself is kept, as
 * the outcome asks for it: there is one a rule. Those of the requests within its dialog are many.
 */
#define SL_CHARGES_MAX 64

static void settle_oldest(const struct sl_capture *c, struct sl_transaction *transaction)
{
    struct sl_charge **oldest = &transaction->uncertain;
    struct sl_finding *finding;

    for (struct sl_charge **at = oldest; *at; at = &(*at)->next) {
        finding = (*at)->finding;
        if (!finding->rule->is_timeout || finding->record->transaction != transaction) {
            oldest = at;
        }
    }
    finding = (*oldest)->finding;
    if (sl_finding_holds(c, finding)) {
        charge_certain(c, transaction, finding);
    }
    *oldest = (*oldest)->next;
    transaction->uncertain_count--;
}

static void charge(struct sl_capture *c, struct sl_transaction *transaction,
                   struct sl_finding *finding)
{
    if (finding->rule->doubt) {
        struct sl_charge *entry = sl_arena_new_of(c->arena, struct sl_charge);

        entry->finding = finding;
        entry->next = transaction->uncertain;
        transaction->uncertain = entry;
        if (++transaction->uncertain_count > SL_CHARGES_MAX) {
            settle_oldest(c, transaction);
        }
    } else {
        charge_certain(c, transaction, finding);
    }
}

unsigned sl_finding_transactions(const struct sl_finding *f,
                                 struct sl_transaction *transactions[SL_FINDING_TRANSACTIONS_MAX])
{
    const struct sl_record *record = f->record;
    unsigned count = 0;

    if (record->transaction) {
        transactions[count++] = record->transaction;
    }
    if (!sl_record_is_response(record) && record->own && record->own->maker &&
        record->own->maker != record->transaction) {
        transactions[count++] = record->own->maker;
    }
    return count;
}

struct sl_finding *sl_capture_add_finding(struct sl_capture *c, const struct sl_rule *rule,
                                          struct sl_record *record, const struct sl_facts *facts,
                                          unsigned wording, const struct sl_value *values,
                                          unsigned count)
{
    struct sl_finding *finding = sl_arena_new_of(c->arena, struct sl_finding);
    struct sl_finding **end = &record->findings;
    struct sl_transaction *decided[SL_FINDING_TRANSACTIONS_MAX];

    finding->rule = rule;
    finding->record = record;
    if (facts) {
        finding->facts = *facts;
    }
    sl_finding_restate(c, finding, wording, values, count);
    while (*end) {
        end = &(*end)->next_on_record; /* at most one a rule */
    }
    *end = finding;
    count = sl_finding_transactions(finding, decided);
    for (unsigned i = 0; i < count; i++) {
        charge(c, decided[i], finding);
    }
    return finding;
}

/* --- questions ------------------------------------------------------------------------------- */

const struct sl_record *const *sl_capture_records(const struct sl_capture *c, size_t *count)
{
    *count = c->records->len;
    return (const struct sl_record *const *)c->records->pdata;
}

const struct sl_settings *sl_capture_settings(const struct sl_capture *c)
{
    return &c->settings;
}

const struct sl_catalogue *sl_capture_catalogue(const struct sl_capture *c)
{
    return c->catalogue;
}

uint64_t sl_capture_frames(const struct sl_capture *c)
{
    return c->clock.frames;
}

bool sl_capture_has_time(const struct sl_capture *c)
{
    return c->clock.has_time;
}

int64_t sl_capture_start(const struct sl_capture *c)
{
    return c->clock.first_ns;
}

int64_t sl_capture_now(const struct sl_capture *c)
{
    return c->clock.now_ns;
}

bool sl_capture_is_within(const struct sl_capture *c, const struct sl_record *record, int64_t ns)
{
    return !c->clock.is_broken && c->clock.now_ns - record->time_ns < ns;
}

bool sl_capture_clock_is_broken(const struct sl_capture *c, int64_t *frame_time_ns)
{
    if (frame_time_ns) {
        *frame_time_ns = c->clock.broken_at_ns;
    }
    return c->clock.is_broken;
}

unsigned sl_capture_occasions(const struct sl_capture *c, const struct sl_rule *rule)
{
    return rule->overdue ? c->waits[sl_rule_index(rule)] : c->occasions[sl_rule_index(rule)];
}

enum sl_severity sl_capture_severity(const struct sl_capture *c, const struct sl_rule *rule)
{
    return c->settings.severity[sl_rule_index(rule)];
}

bool sl_finding_holds(const struct sl_capture *c, const struct sl_finding *finding)
{
    const struct sl_rule *rule = finding->rule;

    return sl_capture_severity(c, rule) != SL_SEVERITY_OFF &&
           !(rule->timed && c->clock.is_broken) && !(rule->doubt && rule->doubt(c, finding));
}

bool sl_finding_is_worse(const struct sl_capture *c, const struct sl_finding *finding,
                         const struct sl_finding *than)
{
    enum sl_severity severity = sl_capture_severity(c, finding->rule);
    enum sl_severity other = than ? sl_capture_severity(c, than->rule) : SL_SEVERITY_OFF;

    return severity > other ||
           (than && severity == other && finding->record->number < than->record->number);
}
