/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding and making the parts of the model: by their keys, each in constant time. */
#include <string.h>

#include "model/dialog.h"
#include "model/flow.h"
#include "base/hash.h"

static void append_port(GString *key, unsigned port)
{
    char digits[8], *p = digits + sizeof digits;

    *--p = '\0';
    do {
        *--p = (char)('0' + port % 10);
        port /= 10;
    } while (port);
    g_string_append_c(key, ':');
    g_string_append(key, p);
}

static bool is_via(const void *thing, const void *key)
{
    return strcmp(((const struct sl_via *)thing)->key, key) == 0;
}

/*
 * Without the cookie a branch promises nothing, so the sender's tag is added to it; the rest of
 * §17.2.3's older comparison is in the transaction's key. The answer carries the Via as it was
 * sent (§8.2.6.2), so that sent-by is compared to the letter.
 */
struct sl_via *sl_find_via(struct sl_capture *c, const struct sl_message *m)
{
    GString *key = c->scratch;
    bool has_cookie = m->branch && strncmp(m->branch, "z9hG4bK", 7) == 0;
    struct sl_via *via;
    uint64_t hash;
    void **place;

    if (!(m->headers & SL_HEADER_VIA)) {
        return NULL;
    }
    g_string_assign(key, m->branch ? m->branch : "");
    g_string_append_c(key, '\n');
    g_string_append(key, m->sent_by ? m->sent_by : "");
    /* A port that is left out is the transport's own (§18.1.1). */
    if (m->has_sent_by_port &&
        m->sent_by_port != (m->transport == SL_TRANSPORT_TLS ? 5061 : 5060)) {
        append_port(key, m->sent_by_port);
    }
    if (!has_cookie && m->from_tag) {
        g_string_append_c(key, '\n');
        g_string_append(key, m->from_tag);
    }
    hash = sl_hash_text(0, key->str);
    place = sl_table_find(&c->vias, hash, is_via, key->str);
    if (place) {
        return *place;
    }
    via = sl_arena_new_of(c->arena, struct sl_via);
    via->key = sl_arena_strdup(c->arena, key->str);
    via->has_cookie = has_cookie;
    sl_table_add(&c->vias, hash, via);
    return via;
}

static const struct sl_key *key_of(enum sl_index_kind kind, const struct sl_place *p,
                                   struct sl_key *key)
{
    *key = *SL_KEY(kind, SL_WORD(p->via), p->cseq_number, p->method, SL_WORD(p->client),
                   SL_WORD(p->server));
    return key;
}

struct sl_transaction *sl_find_transaction(const struct sl_place *p)
{
    struct sl_key key;

    return sl_index_get(&p->call->index, key_of(SL_INDEX_TRANSACTION, p, &key));
}

void sl_note_early_response(const struct sl_place *p, struct sl_record *response)
{
    struct sl_key key;

    sl_index_set(&p->call->index, key_of(SL_INDEX_EARLY, p, &key), response);
}

struct sl_record *sl_find_early_response(const struct sl_place *p)
{
    struct sl_key key;

    return sl_index_get(&p->call->index, key_of(SL_INDEX_EARLY, p, &key));
}

struct sl_invite *sl_find_invite(const struct sl_call *call, const char *from_tag,
                                 uint32_t cseq_number)
{
    return sl_index_get(&call->index, SL_KEY(SL_INDEX_INVITE, SL_WORD(from_tag), cseq_number));
}

struct sl_transaction *sl_find_hop(const struct sl_invite *invite, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level)
{
    return sl_index_get(&invite->call->index, SL_KEY(SL_INDEX_HOP, SL_WORD(invite), SL_WORD(client),
                                                     SL_WORD(server), level));
}

struct sl_fork *sl_find_fork(const struct sl_invite *invite, const char *to_tag)
{
    return sl_index_get(&invite->call->index,
                        SL_KEY(SL_INDEX_FORK, SL_WORD(invite), SL_WORD(to_tag)));
}

/* The leg of FORK between these hosts, whichever of them sends; else NULL. */
struct sl_leg *sl_find_leg_between(const struct sl_fork *fork, const struct sl_host *client,
                                   const struct sl_host *server, unsigned level)
{
    struct sl_leg *leg =
        sl_index_get(&fork->invite->call->index, SL_KEY(SL_INDEX_LEG_BETWEEN, SL_WORD(fork),
                                                        SL_WORD(client), SL_WORD(server), level));
    unsigned n = SL_LOOK_BACK;

    if (leg) {
        return leg;
    }
    for (leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->transaction->client == client && leg->transaction->server == server) {
            return leg;
        }
    }
    return NULL;
}

struct sl_transaction *sl_find_maker(const struct sl_record *record, const struct sl_dialog *dialog)
{
    const struct sl_fork *fork = dialog ? dialog->maker : NULL;
    const struct sl_leg *leg;

    if (!fork || !fork->legs) {
        return NULL;
    }
    leg = sl_find_leg_between(fork, record->source, record->destination, SL_ANY_LEVEL);
    if (!leg) {
        leg = sl_find_leg_between(fork, record->destination, record->source, SL_ANY_LEVEL);
    }
    return (leg ? leg : fork->legs)->transaction;
}

struct sl_fan *sl_find_fan(const struct sl_call *call, const void *origin,
                           const struct sl_host *host, unsigned level)
{
    return sl_index_get(&call->index, SL_KEY(SL_INDEX_FAN, SL_WORD(origin), SL_WORD(host), level));
}

/* True if a response of FORK was captured on one of the branches that T is one of. */
static bool is_seen_on_branch(const struct sl_fork *fork, const struct sl_transaction *t)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->transaction->client == t->client && leg->transaction->level == t->level) {
            return true;
        }
    }
    return false;
}

bool sl_has_unseen_provisional(const struct sl_transaction *t)
{
    const struct sl_transaction *upstream = t->fan ? t->fan->upstream : NULL;
    unsigned n = SL_LOOK_BACK;

    if (!upstream) {
        return false;
    }
    for (const struct sl_leg *leg = upstream->legs; leg && n--; leg = leg->next_on_transaction) {
        if (leg->fork->to_tag && !is_seen_on_branch(leg->fork, t)) {
            return true;
        }
    }
    return false;
}

bool sl_waits_downstream(const struct sl_transaction *t)
{
    const void *origin = t->invite ? (const void *)t->invite : t->origin;
    const struct sl_fan *next = sl_find_fan(t->call, origin, t->server, t->level + 1);

    /* A relay without Via does not add a level. */
    if (!next && t->server != t->client) {
        next = sl_find_fan(t->call, origin, t->server, t->level);
    }
    return next && next->branches > next->finals;
}

static struct sl_invite *make_invite(struct sl_capture *c, struct sl_call *call,
                                     const char *from_tag, uint32_t cseq_number)
{
    struct sl_invite *invite = sl_find_invite(call, from_tag, cseq_number);

    if (!invite) {
        invite = sl_arena_new_of(c->arena, struct sl_invite);
        invite->call = call;
        invite->from_tag = from_tag;
        invite->cseq_number = cseq_number;
        sl_index_set(&call->index, SL_KEY(SL_INDEX_INVITE, SL_WORD(from_tag), cseq_number), invite);
    }
    return invite;
}

void *sl_get_or_make(struct sl_call *call, const struct sl_key *key, size_t size)
{
    void *thing = sl_index_get(&call->index, key);

    if (!thing) {
        thing = sl_arena_alloc(call->index.table.arena, size);
        sl_index_set(&call->index, key, thing);
    }
    return thing;
}

static void join_fan(struct sl_transaction *t, const void *origin)
{
    t->fan =
        sl_get_or_make(t->call, SL_KEY(SL_INDEX_FAN, SL_WORD(origin), SL_WORD(t->client), t->level),
                       sizeof *t->fan);
    t->fan->branches++;
}

/* T, a hop of a request that may have been seen on other hops before. */
static void join_request(struct sl_look *look, struct sl_transaction *t)
{
    struct sl_capture *c = look->capture;
    const struct sl_key *key =
        SL_KEY(SL_INDEX_REQUEST, SL_WORD(t->from_tag), t->cseq_number, t->method);
    struct sl_request *request = sl_index_get(&t->call->index, key);

    /* A number that comes again after such a silence is another request, rightly or not. */
    if (!request ||
        look->record->time_ns - request->last_ns > sl_settings_overdue_ns(&c->settings)) {
        request = sl_arena_new_of(c->arena, struct sl_request);
        request->first = look->record;
        sl_index_set(&t->call->index, key, request);
    }
    request->last_ns = look->record->time_ns;
    t->origin = request;
    join_fan(t, request);
}

static void join_invite(struct sl_capture *c, struct sl_transaction *t)
{
    t->number = ++c->transaction_count;
    t->invite = make_invite(c, t->call, t->from_tag, t->cseq_number);
    t->invite->newest_hop = t;
    t->lane = sl_get_or_make(
        t->call,
        SL_KEY(SL_INDEX_LANE, SL_WORD(t->from_tag), SL_WORD(t->client), SL_WORD(t->server)),
        sizeof *t->lane);
    t->lane->newest = t;
    join_fan(t, t->invite);
    sl_index_set(
        &t->call->index,
        SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server), t->level),
        t);
    sl_index_set(&t->call->index,
                 SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server),
                        SL_ANY_LEVEL),
                 t);
}

/*
 * A request whose CSeq names another method gets answers that name it as well (§8.2.6.2): they are
 * found by that one.
 */
static void add_cseq_method(struct sl_transaction *t, struct sl_place p)
{
    struct sl_key key;

    p.method = t->cseq_method;
    if (p.method != t->method && p.method != SL_METHOD_INVITE && p.method != SL_METHOD_ACK &&
        p.method != SL_METHOD_CANCEL && !sl_find_transaction(&p)) {
        sl_index_set(&t->call->index, key_of(SL_INDEX_TRANSACTION, &p, &key), t);
    }
}

struct sl_transaction *sl_make_transaction(struct sl_look *look, const struct sl_place *p)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_transaction *t = sl_arena_new_of(c->arena, struct sl_transaction);
    struct sl_key key;

    t->method = p->method;
    t->cseq_method = m->cseq_method ? sl_method_from_name(m->cseq_method) : p->method;
    t->call = p->call;
    t->via = p->via;
    t->client = p->client;
    t->server = p->server;
    t->cseq_number = p->cseq_number;
    t->from_tag = look->from_tag;
    t->level = m->via_count;
    t->next_on_via = p->via->transactions;
    p->via->transactions = t;
    p->via->transaction_count++;
    sl_index_set(&t->call->index, key_of(SL_INDEX_TRANSACTION, p, &key), t);
    if (t->method == SL_METHOD_INVITE) {
        join_invite(c, t);
    } else if (t->method != SL_METHOD_CANCEL) {
        join_request(look, t);
        add_cseq_method(t, *p);
    }
    return t;
}

struct sl_fork *sl_make_fork(struct sl_capture *c, struct sl_invite *invite, const char *to_tag)
{
    struct sl_fork *fork = sl_find_fork(invite, to_tag);

    if (fork) {
        return fork;
    }
    fork = sl_arena_new_of(c->arena, struct sl_fork);
    fork->invite = invite;
    fork->to_tag = to_tag;
    sl_index_set(&invite->call->index, SL_KEY(SL_INDEX_FORK, SL_WORD(invite), SL_WORD(to_tag)),
                 fork);
    sl_dialog_note_fork(c, fork);
    return fork;
}

struct sl_leg *sl_find_leg(const struct sl_transaction *t, const char *to_tag)
{
    const struct sl_fork *fork;

    if (t->legs && t->legs->fork->to_tag == to_tag) {
        return t->legs; /* nearly always */
    }
    fork = sl_find_fork(t->invite, to_tag);
    return fork ? sl_index_get(&t->call->index, SL_KEY(SL_INDEX_LEG, SL_WORD(fork), SL_WORD(t)))
                : NULL;
}

struct sl_leg *sl_make_leg(struct sl_capture *c, struct sl_transaction *t, const char *to_tag)
{
    struct sl_leg *leg = sl_find_leg(t, to_tag);
    struct sl_fork *fork;

    if (leg) {
        return leg;
    }
    fork = sl_make_fork(c, t->invite, to_tag);
    leg = sl_arena_new_of(c->arena, struct sl_leg);
    leg->transaction = t;
    leg->fork = fork;
    leg->next_on_fork = fork->legs;
    fork->legs = leg;
    leg->next_on_transaction = t->legs;
    t->legs = leg;
    sl_index_set(&t->call->index, SL_KEY(SL_INDEX_LEG, SL_WORD(fork), SL_WORD(t)), leg);
    sl_index_set(&t->call->index,
                 SL_KEY(SL_INDEX_LEG_BETWEEN, SL_WORD(fork), SL_WORD(t->client), SL_WORD(t->server),
                        t->level),
                 leg);
    return leg;
}
