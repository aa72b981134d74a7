/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/lookup.h"

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
struct sl_via *sl_find_via(struct sl_store *store, const struct sl_message *m)
{
    GString *key = store->scratch;
    bool has_cookie = m->branch && strncmp(m->branch, "z9hG4bK", 7) == 0;
    struct sl_via *via;
    uint64_t hash;
    void **slot;

    if (!(m->headers & SL_HEADER_VIA)) {
        return NULL;
    }
    g_string_assign(key, m->branch ? m->branch : "");
    g_string_append_c(key, '\n');
    /* Host names are the same in capitals (§7.3.1, RFC 4343). */
    for (const char *c = m->sent_by ? m->sent_by : ""; *c; c++) {
        g_string_append_c(key, g_ascii_tolower(*c));
    }
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
    slot = sl_table_find(&store->vias, hash, is_via, key->str);
    if (slot) {
        return *slot;
    }
    via = sl_arena_new_of(store->arena, struct sl_via);
    via->key = sl_arena_strdup(store->arena, key->str);
    via->has_cookie = has_cookie;
    sl_table_add(&store->vias, hash, via);
    return via;
}

bool sl_via_has_same_branch(const struct sl_via *a, const struct sl_via *b)
{
    size_t length = sl_via_branch_length(a);

    return length == sl_via_branch_length(b) && g_ascii_strncasecmp(a->key, b->key, length) == 0;
}

bool sl_via_has_same_sent_by(const struct sl_via *a, const struct sl_via *b)
{
    const char *of_a = a->key + sl_via_branch_length(a) + 1;
    const char *of_b = b->key + sl_via_branch_length(b) + 1;
    size_t length = strcspn(of_a, "\n");

    return length == strcspn(of_b, "\n") && strncmp(of_a, of_b, length) == 0;
}

bool sl_via_is_same_spelt_otherwise(const struct sl_via *a, const struct sl_via *b)
{
    return sl_via_has_same_branch(a, b) && sl_via_has_same_sent_by(a, b);
}

const struct sl_key *sl_lookup_key(enum sl_index_kind kind, const struct sl_lookup *at,
                                   struct sl_key *key)
{
    *key = *SL_KEY(kind, SL_WORD(at->via), at->cseq_number, at->method, SL_WORD(at->client),
                   SL_WORD(at->server));
    return key;
}

struct sl_transaction *sl_find_transaction(const struct sl_lookup *at)
{
    struct sl_key key;

    return sl_index_get(&at->call->index, sl_lookup_key(SL_INDEX_TRANSACTION, at, &key));
}

void sl_note_early_response(const struct sl_lookup *at, struct sl_record *response)
{
    struct sl_key key;

    sl_index_set(&at->call->index, sl_lookup_key(SL_INDEX_EARLY, at, &key), response);
}

struct sl_record *sl_find_early_response(const struct sl_lookup *at)
{
    struct sl_key key;

    return sl_index_get(&at->call->index, sl_lookup_key(SL_INDEX_EARLY, at, &key));
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

/* True if REQUEST goes between the ports of T; the sender's own is any over a reliable transport.
 */
static bool has_ports_of(const struct sl_record *request, const struct sl_transaction *t)
{
    return request->destination_port == t->server_port &&
           (request->source_port == t->client_port ||
            sl_transport_is_reliable((enum sl_transport)request->transport));
}

struct sl_leg *sl_find_leg_of_hop(const struct sl_fork *fork, const struct sl_record *request,
                                  unsigned level)
{
    unsigned n = SL_LOOK_BACK;

    if (request->source != request->destination) {
        return sl_find_leg_between(fork, request->source, request->destination, level);
    }
    for (struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        const struct sl_transaction *t = leg->transaction;

        if (t->client == request->source && t->server == request->source &&
            (t->request ? has_ports_of(request, t) : t->level == level)) {
            return leg;
        }
    }
    return NULL;
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
