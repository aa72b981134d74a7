/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which transaction a message belongs to, and what it changes there. This file records facts; the
 * rules judge them.
 *
 * On one hop a transaction is Call-ID, CSeq number and method, top Via branch and sent-by, and the
 * pair of hosts (RFC 3261 §17.1.3, §17.2.3). The branch alone does not do: real proxies, and the
 * examples of RFC 3665, use one again for a later INVITE and for BYE. Ports do not count: answers
 * go to the Via's port (§18.2.2). An ACK to a 2xx is a transaction of its own on the wire; here it
 * belongs to the INVITE that it confirms (§13.2.2.4).
 */
#include <string.h>

#include "capture-internal.h"
#include "transaction.h"

/* How many of the newest of a list are looked through one by one, where no index leads to them. */
#define LOOK_BACK 16

/* In place of a level: whatever the number of Vias. */
#define ANY_LEVEL 0

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* --- finding and making ---------------------------------------------------------------------- */

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

/*
 * Without the cookie a branch promises nothing, so the sender's tag is added to it; the rest of
 * §17.2.3's older comparison is in the transaction's key. The answer carries the Via as it was
 * sent (§8.2.6.2), so that sent-by is compared to the letter.
 */
static struct sl_via *via_of(struct sl_capture *c, const struct sl_message *m)
{
    GString *key = c->scratch;
    bool has_cookie = m->branch && strncmp(m->branch, "z9hG4bK", 7) == 0;
    struct sl_via *via;

    if (!(m->headers & SL_HEADER_VIA)) {
        return NULL;
    }
    g_string_assign(key, m->branch ? m->branch : "");
    g_string_append_c(key, '\n');
    g_string_append(key, m->sent_by ? m->sent_by : "");
    if (m->has_sent_by_port) {
        append_port(key, m->sent_by_port);
    }
    if (!has_cookie && m->from_tag) {
        g_string_append_c(key, '\n');
        g_string_append(key, m->from_tag);
    }
    via = g_hash_table_lookup(c->vias, key->str);
    if (!via) {
        via = sl_arena_new_of(c->arena, struct sl_via);
        via->key = sl_arena_strdup(c->arena, key->str);
        via->has_cookie = has_cookie;
        g_hash_table_insert(c->vias, (gpointer)via->key, via);
    }
    return via;
}

/* Where a transaction is looked for: a message's own key, with the method it is about. */
struct place {
    struct sl_via *via;
    struct sl_call *call;
    uint32_t cseq_number;
    enum sl_method method;
    struct sl_host *client, *server;
};

static const struct sl_key *key_of(const struct place *p, struct sl_key *key)
{
    *key = *SL_KEY(SL_INDEX_TRANSACTION, SL_WORD(p->via), SL_WORD(p->call), p->cseq_number,
                   p->method, SL_WORD(p->client), SL_WORD(p->server));
    return key;
}

static struct sl_transaction *find(const struct sl_capture *c, const struct place *p)
{
    struct sl_key key;

    return sl_index_get(c->index, key_of(p, &key));
}

static struct sl_invite *find_invite(const struct sl_capture *c, const struct sl_call *call,
                                     const char *from_tag, uint32_t cseq_number)
{
    return sl_index_get(c->index,
                        SL_KEY(SL_INDEX_INVITE, SL_WORD(call), SL_WORD(from_tag), cseq_number));
}

static struct sl_transaction *find_hop(const struct sl_capture *c, const struct sl_invite *invite,
                                       const struct sl_host *client, const struct sl_host *server,
                                       unsigned level)
{
    return sl_index_get(
        c->index, SL_KEY(SL_INDEX_HOP, SL_WORD(invite), SL_WORD(client), SL_WORD(server), level));
}

static struct sl_fork *find_fork(const struct sl_capture *c, const struct sl_invite *invite,
                                 const char *to_tag)
{
    return sl_index_get(c->index, SL_KEY(SL_INDEX_FORK, SL_WORD(invite), SL_WORD(to_tag)));
}

static const struct sl_key *dialog_key(const struct sl_call *call, const char *tag,
                                       const char *other_tag, struct sl_key *key)
{
    const char *low = MIN(tag, other_tag), *high = MAX(tag, other_tag);

    *key = *SL_KEY(SL_INDEX_DIALOG, SL_WORD(call), SL_WORD(low), SL_WORD(high));
    return key;
}

/* The leg of FORK between these hosts, whichever of them sends; else NULL. */
static struct sl_leg *leg_between(const struct sl_capture *c, const struct sl_fork *fork,
                                  const struct sl_host *client, const struct sl_host *server,
                                  unsigned level)
{
    struct sl_leg *leg = sl_index_get(c->index, SL_KEY(SL_INDEX_LEG_BETWEEN, SL_WORD(fork),
                                                       SL_WORD(client), SL_WORD(server), level));
    unsigned n = LOOK_BACK;

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

/* The INVITE transaction nearest to the hosts of RECORD that made the dialog of these tags. */
static struct sl_transaction *maker_of(const struct sl_capture *c, const struct sl_record *record,
                                       const char *from_tag, const char *to_tag)
{
    struct sl_key key;
    const struct sl_fork *fork =
        sl_index_get(c->index, dialog_key(record->call, from_tag, to_tag, &key));
    const struct sl_leg *leg;

    if (!fork) {
        return NULL;
    }
    leg = leg_between(c, fork, record->source, record->destination, ANY_LEVEL);
    if (!leg) {
        leg = leg_between(c, fork, record->destination, record->source, ANY_LEVEL);
    }
    return (leg ? leg : fork->legs)->transaction;
}

struct sl_fan *sl_invite_fan(const struct sl_capture *c, const struct sl_invite *invite,
                             const struct sl_host *host, unsigned level)
{
    return sl_index_get(c->index, SL_KEY(SL_INDEX_FAN, SL_WORD(invite), SL_WORD(host), level));
}

static struct sl_invite *make_invite(struct sl_capture *c, struct sl_call *call,
                                     const char *from_tag, uint32_t cseq_number)
{
    struct sl_invite *invite = find_invite(c, call, from_tag, cseq_number);

    if (!invite) {
        invite = sl_arena_new_of(c->arena, struct sl_invite);
        invite->call = call;
        invite->from_tag = from_tag;
        invite->cseq_number = cseq_number;
        sl_index_set(c->index,
                     SL_KEY(SL_INDEX_INVITE, SL_WORD(call), SL_WORD(from_tag), cseq_number),
                     invite);
    }
    return invite;
}

/* The fan or lane that KEY leads to; made of SIZE zeroed bytes if there is none. */
static void *get_or_make(struct sl_capture *c, const struct sl_key *key, size_t size)
{
    void *thing = sl_index_get(c->index, key);

    if (!thing) {
        thing = sl_arena_alloc(c->arena, size);
        sl_index_set(c->index, key, thing);
    }
    return thing;
}

static void join_invite(struct sl_capture *c, struct sl_transaction *t)
{
    t->number = ++c->transaction_count;
    t->invite = make_invite(c, t->call, t->from_tag, t->cseq_number);
    t->invite->newest_hop = t;
    t->lane = get_or_make(c,
                          SL_KEY(SL_INDEX_LANE, SL_WORD(t->call), SL_WORD(t->from_tag),
                                 SL_WORD(t->client), SL_WORD(t->server)),
                          sizeof *t->lane);
    t->lane->newest = t;
    t->fan = get_or_make(c, SL_KEY(SL_INDEX_FAN, SL_WORD(t->invite), SL_WORD(t->client), t->level),
                         sizeof *t->fan);
    t->fan->branches++;
    sl_index_set(
        c->index,
        SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server), t->level),
        t);
    sl_index_set(
        c->index,
        SL_KEY(SL_INDEX_HOP, SL_WORD(t->invite), SL_WORD(t->client), SL_WORD(t->server), ANY_LEVEL),
        t);
}

static struct sl_transaction *make(struct sl_look *look, const struct place *p)
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
    t->from_tag = sl_capture_intern(c, m->from_tag);
    t->level = m->via_count;
    t->next_on_via = p->via->transactions;
    p->via->transactions = t;
    p->via->transaction_count++;
    sl_index_set(c->index, key_of(p, &key), t);
    if (t->method == SL_METHOD_INVITE) {
        join_invite(c, t);
    }
    return t;
}

static struct sl_fork *make_fork(struct sl_capture *c, struct sl_invite *invite, const char *to_tag)
{
    struct sl_fork *fork = find_fork(c, invite, to_tag);
    struct sl_key key;

    if (fork) {
        return fork;
    }
    fork = sl_arena_new_of(c->arena, struct sl_fork);
    fork->invite = invite;
    fork->to_tag = to_tag;
    sl_index_set(c->index, SL_KEY(SL_INDEX_FORK, SL_WORD(invite), SL_WORD(to_tag)), fork);
    /* Of a re-INVITE the tags are those of a dialog that another INVITE made. */
    dialog_key(invite->call, invite->from_tag, to_tag, &key);
    if (to_tag && !sl_index_get(c->index, &key)) {
        sl_index_set(c->index, &key, fork);
    }
    return fork;
}

/* The leg of TO_TAG (not interned) on T, or NULL. */
static struct sl_leg *find_leg(struct sl_capture *c, const struct sl_transaction *t,
                               const char *to_tag)
{
    const struct sl_fork *fork;

    if (t->legs && same_text(t->legs->fork->to_tag, to_tag)) {
        return t->legs; /* nearly always */
    }
    fork = find_fork(c, t->invite, sl_capture_intern(c, to_tag));
    return fork ? sl_index_get(c->index, SL_KEY(SL_INDEX_LEG, SL_WORD(fork), SL_WORD(t))) : NULL;
}

static struct sl_leg *make_leg(struct sl_capture *c, struct sl_transaction *t, const char *to_tag)
{
    struct sl_leg *leg = find_leg(c, t, to_tag);
    struct sl_fork *fork;

    if (leg) {
        return leg;
    }
    fork = make_fork(c, t->invite, sl_capture_intern(c, to_tag));
    leg = sl_arena_new_of(c->arena, struct sl_leg);
    leg->transaction = t;
    leg->fork = fork;
    leg->next_on_fork = fork->legs;
    fork->legs = leg;
    leg->next_on_transaction = t->legs;
    t->legs = leg;
    sl_index_set(c->index, SL_KEY(SL_INDEX_LEG, SL_WORD(fork), SL_WORD(t)), leg);
    sl_index_set(c->index,
                 SL_KEY(SL_INDEX_LEG_BETWEEN, SL_WORD(fork), SL_WORD(t->client), SL_WORD(t->server),
                        t->level),
                 leg);
    return leg;
}

/* --- requests -------------------------------------------------------------------------------- */

/*
 * True if the parties have forgotten T by the time of RECORD, so that an equal request is a new
 * one: nothing happened for longer than any of its timers (§17.1.1.2, §17.1.2.2, §17.2).
 */
static bool is_over(const struct sl_capture *c, const struct sl_transaction *t,
                    const struct sl_record *record)
{
    int64_t silence = record->time_ns - t->last->time_ns;
    bool proceeds = t->first_response && !t->final;

    return silence > sl_settings_overdue_ns(&c->settings) &&
           (!proceeds || silence > c->settings.timer_c_ns);
}

/* RECORD, a request of T: its first copy on this hop, or a further one. */
static void add_request(struct sl_capture *c, struct sl_transaction *t, struct sl_record *record)
{
    record->own = t;
    t->last = record;
    if (!t->request) {
        t->request = t->request_copy = record;
        t->client_port = record->source_port;
        t->server_port = record->destination_port;
        return;
    }
    /*
     * A sender that repeats a request uses its ports again (§17.1.1.2). Other ports between the
     * same hosts are another look at it, such as a relay without Via on one machine.
     */
    if (!record->original && t->client_port == record->source_port &&
        t->server_port == record->destination_port) {
        sl_record_set_original(c, record, t->request);
    }
    if (record->original) {
        t->request_copy = record;
    }
}

static struct sl_transaction *place_request(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    struct sl_record *record = look->record;
    struct sl_transaction *t = find(c, place);

    if (t && t->request && is_over(c, t, record)) {
        sl_record_set_first(c, record);
        t = NULL;
    }
    if (!t) {
        t = make(look, place);
    }
    add_request(c, t, record);
    if (look->message->to_tag && look->message->from_tag && !t->maker) {
        t->maker = maker_of(c, record, t->from_tag, sl_capture_intern(c, look->message->to_tag));
    }
    return t;
}

/* A request of a dialog shows that the INVITE which asked for it was answered. */
static void note_use_of_dialog(struct sl_look *look)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_record *record = look->record;
    struct sl_invite *invite;
    bool from_callee = false;

    if (!m->to_tag) {
        return;
    }
    invite = sl_index_get(c->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(record->call),
                                           SL_WORD(sl_capture_intern(c, m->from_tag))));
    if (!invite) {
        invite = sl_index_get(c->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(record->call),
                                               SL_WORD(sl_capture_intern(c, m->to_tag))));
        from_callee = true;
    }
    if (!invite) {
        return;
    }
    if (!invite->use_of_dialog) {
        invite->use_of_dialog = record;
    }
    /* Only the caller may end an early dialog with BYE (§15). */
    if (!invite->use_of_session &&
        (record->method == SL_METHOD_INVITE || record->method == SL_METHOD_REFER ||
         (record->method == SL_METHOD_BYE && from_callee))) {
        invite->use_of_session = record;
    }
}

static void place_invite(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_transaction *t = place_request(look, place);

    look->record->transaction = t;
    if (t->request != look->record) {
        return;
    }
    t->has_expires = m->has_expires;
    t->expires_s = m->expires_s;
    t->state = sl_state_next(t->state, SL_EVENT_INVITE);
    t->invite->captured = true;
    t->invite->to_tag = sl_capture_intern(c, m->to_tag);
    if (!t->final) {
        t->lane->pending++;
    }
    if (!m->to_tag) {
        sl_index_set(c->index, SL_KEY(SL_INDEX_CALLER, SL_WORD(place->call), SL_WORD(t->from_tag)),
                     t->invite);
    }
    note_use_of_dialog(look);
}

static void place_cancel(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    const char *from_tag = sl_capture_intern(c, m->from_tag);
    struct place of_invite = *place;
    struct sl_transaction *own = place_request(look, place), *t;

    place->call->cancel_or_bye = true;
    of_invite.method = SL_METHOD_INVITE;
    t = own->parent ? own->parent : find(c, &of_invite);
    if (!t && !place->via->has_cookie) {
        /* Call-ID, From tag and CSeq number are all that an RFC 2543 peer promises to keep. */
        const struct sl_invite *invite = find_invite(c, place->call, from_tag, place->cseq_number);

        t = invite ? find_hop(c, invite, place->client, place->server, ANY_LEVEL) : NULL;
    }
    if (!t) {
        struct sl_lane *lane =
            sl_index_get(c->index, SL_KEY(SL_INDEX_LANE, SL_WORD(place->call), SL_WORD(from_tag),
                                          SL_WORD(place->client), SL_WORD(place->server)));

        if (lane && lane->pending) {
            look->lane = lane;
            look->record->transaction = lane->newest;
            return;
        }
        t = make(look, &of_invite); /* its INVITE came before the capture began */
    }
    look->record->transaction = t;
    t->last = look->record;
    if (own->parent) {
        return;
    }
    own->parent = t;
    t->fan->cancels++;
    if (!t->cancel) {
        t->cancel = own;
    }
    if (!t->invite->cancel) {
        t->invite->cancel = look->record;
    }
}

static void place_prack(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_transaction *own = place_request(look, place);
    struct sl_invite *invite;
    const struct sl_fork *fork;
    const struct sl_leg *leg;

    if (!m->has_rack) {
        return;
    }
    invite = find_invite(c, place->call, own->from_tag, m->rack_cseq_number);
    if (!invite) {
        return;
    }
    if (!invite->prack) {
        invite->prack = look->record;
    }
    fork = find_fork(c, invite, sl_capture_intern(c, m->to_tag));
    leg = fork ? leg_between(c, fork, place->client, place->server, m->via_count) : NULL;
    own->parent = leg ? leg->transaction : invite->newest_hop;
    own->parent->last = look->record;
    look->record->transaction = own->parent;
}

static void place_other(struct sl_look *look, const struct place *place)
{
    place_request(look, place);
    if (place->method == SL_METHOD_BYE) {
        place->call->cancel_or_bye = true;
    }
    note_use_of_dialog(look);
}

/* --- ACK ------------------------------------------------------------------------------------- */

/*
 * No captured INVITE has the number of this ACK. If an INVITE waits for an ACK with this branch, or
 * with these tags, then that is the one it must confirm.
 */
static struct sl_transaction *waiting_for_ack(const struct sl_look *look, const struct place *place,
                                              const char *from_tag, const char *to_tag)
{
    const struct sl_leg *leg =
        sl_index_get(look->capture->index,
                     SL_KEY(SL_INDEX_UNACKED, SL_WORD(place->call), SL_WORD(from_tag),
                            SL_WORD(to_tag), SL_WORD(place->client), SL_WORD(place->server)));
    unsigned n = LOOK_BACK;

    if (leg && !leg->ack) {
        return leg->transaction;
    }
    for (struct sl_transaction *t = place->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == SL_METHOD_INVITE && t->call == place->call && t->client == place->client &&
            t->server == place->server && t->unacknowledged) {
            return t;
        }
    }
    return NULL;
}

/* The hop of INVITE that this ACK belongs to, and how it came there. */
static struct sl_transaction *hop_of_ack(struct sl_look *look, struct sl_invite *invite,
                                         const struct place *place, const struct sl_fork *fork)
{
    const struct sl_capture *c = look->capture;
    unsigned level = look->message->via_count;
    const struct sl_leg *leg =
        fork ? leg_between(c, fork, place->client, place->server, level) : NULL;
    struct sl_transaction *t = leg ? leg->transaction : NULL;

    if (!t) {
        t = find_hop(c, invite, place->client, place->server, level);
    }
    if (!t) {
        t = find_hop(c, invite, place->client, place->server, ANY_LEVEL);
    }
    if (!t && (t = find_hop(c, invite, place->server, place->client, ANY_LEVEL))) {
        look->ack_comes_from_server = true;
    }
    if (!t) {
        look->ack_fit = SL_ACK_OTHER_HOP;
        t = fork && fork->legs ? fork->legs->transaction : invite->newest_hop;
    }
    return t;
}

static enum sl_ack_fit fit_of_ack(const struct sl_look *look, const struct sl_transaction *t,
                                  const struct sl_leg *leg)
{
    if (!t->final) {
        return SL_ACK_NO_FINAL;
    }
    if (!leg || !leg->final) {
        return SL_ACK_TO_TAG;
    }
    if (!look->ack_has_branch_of_invite && !sl_status_is_success(leg->final->status)) {
        return SL_ACK_BRANCH;
    }
    return SL_ACK_FITS;
}

static void record_ack(struct sl_look *look, struct sl_transaction *t, struct sl_leg *leg)
{
    struct sl_record *record = look->record;

    switch (look->ack_fit) {
    case SL_ACK_FITS:
        record->leg = leg;
        if (!leg->ack) {
            leg->ack = record;
            record->confirms = leg->final;
            t->unacknowledged--;
        }
        if (!t->ack) {
            t->ack = record;
        }
        t->state = sl_state_next(t->state, SL_EVENT_ACK);
        break;
    case SL_ACK_NO_FINAL:
        if (!t->early_ack) {
            t->early_ack = record;
            t->early_ack_to_tag = sl_capture_intern(look->capture, look->message->to_tag);
        }
        break;
    case SL_ACK_TO_TAG:
    case SL_ACK_BRANCH:
    case SL_ACK_CSEQ:
        if (!t->odd_ack) {
            t->odd_ack = record;
        }
        break;
    case SL_ACK_OTHER_HOP:
    case SL_ACK_UNPLACED:
        break;
    }
}

static void place_ack(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;
    struct sl_record *record = look->record;
    const char *from_tag = sl_capture_intern(c, m->from_tag);
    const char *to_tag = sl_capture_intern(c, m->to_tag);
    struct sl_transaction *t = find(c, place);
    struct sl_invite *invite =
        t ? t->invite : find_invite(c, place->call, from_tag, place->cseq_number);
    struct sl_fork *fork = invite ? find_fork(c, invite, to_tag) : NULL;
    struct sl_leg *leg;

    look->ack_has_branch_of_invite = t != NULL;
    look->ack_fit = SL_ACK_UNPLACED;
    if (!t && invite) {
        t = hop_of_ack(look, invite, place, fork);
    } else if (!t) {
        t = waiting_for_ack(look, place, from_tag, to_tag);
        if (t) {
            look->ack_fit = SL_ACK_CSEQ;
        } else {
            t = make(look, place); /* its INVITE came before the capture began */
            t->state = sl_state_next(t->state, SL_EVENT_ACK);
        }
        invite = t->invite;
    }
    if (record->original && record->original->transaction != t) {
        sl_record_set_first(c, record);
    }
    leg = find_leg(c, t, to_tag);
    if (look->ack_fit == SL_ACK_UNPLACED && t->request) {
        look->ack_fit = fit_of_ack(look, t, leg);
    } else if (look->ack_fit == SL_ACK_UNPLACED && leg && leg->final) {
        look->ack_fit = SL_ACK_FITS; /* the capture begins between INVITE and final response */
    }
    record->transaction = t;
    t->last = record;
    record_ack(look, t, leg);
    /* It shows that a final response existed which was not captured where it should have been. */
    if (to_tag && !look->ack_comes_from_server && !invite->ack &&
        (look->ack_fit == SL_ACK_OTHER_HOP || look->ack_fit == SL_ACK_NO_FINAL ||
         look->ack_fit == SL_ACK_UNPLACED)) {
        invite->ack = record;
    }
    if (fork && !fork->ack) {
        fork->ack = record;
    }
}

/* --- responses ------------------------------------------------------------------------------- */

/*
 * The request that a response answers where none went to the host it comes from: a server with
 * several addresses answers from any of them.
 */
static struct sl_transaction *find_by_requester(const struct place *p)
{
    unsigned n = LOOK_BACK;

    for (struct sl_transaction *t = p->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == p->method && t->call == p->call && t->cseq_number == p->cseq_number &&
            t->client == p->client && t->request) {
            return t;
        }
    }
    return NULL;
}

/* What only the next hop can have put into this 100, or NULL (§16.7 step 5). */
static const struct sl_text *forwarded_mark(const struct sl_look *look,
                                            const struct sl_transaction *t)
{
    static const struct sl_text to_tag = SL_TEXT("To标签", "To tag");
    static const struct sl_text contact = SL_TEXT("Contact头域", "Contact header field");
    static const struct sl_text server = SL_TEXT("Server头域", "Server header field");
    const struct sl_message *m = look->message;
    const struct sl_fan *next = sl_invite_fan(look->capture, t->invite, t->server, t->level + 1);

    if (!next || !next->trying) {
        return NULL;
    }
    if (m->to_tag && !t->invite->to_tag && same_text(m->to_tag, next->trying_to_tag)) {
        return &to_tag;
    }
    if (m->contact_text && same_text(m->contact_text, next->trying_contact)) {
        return &contact;
    }
    /* Neighbours often run the same software: only a proxy known to call itself otherwise. */
    if (m->server && t->server->server_is_known && !same_text(m->server, t->server->server) &&
        same_text(m->server, next->trying_server)) {
        return &server;
    }
    return NULL;
}

/* The sender of this response made it itself: no stateless proxy, and known by its Server header.
 */
static void note_own_response(struct sl_look *look)
{
    struct sl_host *host = look->record->source;

    host->makes_responses = true;
    if (!host->server_is_known) {
        host->server_is_known = true;
        host->server = sl_arena_strdup(look->capture->arena, look->message->server);
    }
}

static void record_trying(struct sl_look *look, struct sl_transaction *t)
{
    struct sl_capture *c = look->capture;
    const struct sl_message *m = look->message;

    look->forwarded_mark = forwarded_mark(look, t);
    if (!look->forwarded_mark) {
        note_own_response(look);
    }
    if (!t->fan->trying) {
        t->fan->trying = look->record;
        t->fan->trying_to_tag = sl_arena_strdup(c->arena, m->to_tag);
        t->fan->trying_contact = sl_arena_strdup(c->arena, m->contact_text);
        t->fan->trying_server = sl_arena_strdup(c->arena, m->server);
    }
}

static bool is_named(const struct sl_host *host, const char *text)
{
    size_t length;

    if (!text) {
        return false;
    }
    length = strlen(text);
    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    return strlen(host->text) == length && g_ascii_strncasecmp(host->text, text, length) == 0;
}

/*
 * Whether the ACK to this 2xx must pass the hosts of this hop: the caller is the one whose INVITE
 * has one Via, the callee is the Contact, a proxy that stays on the path is in Record-Route
 * (§12.1.2, §16.6 step 4). Names prove nothing, only addresses do.
 */
static void record_path_of_ack(struct sl_leg *leg, const struct sl_message *m)
{
    const struct sl_transaction *t = leg->transaction;

    leg->ack_passes_client = t->request && t->level == 1;
    leg->ack_passes_server = is_named(t->server, m->contact_host);
    for (unsigned i = 0; i < MIN(m->record_route_hosts.count, SL_VALUES_MAX); i++) {
        leg->ack_passes_client |= is_named(t->client, m->record_route_hosts.value[i]);
        leg->ack_passes_server |= is_named(t->server, m->record_route_hosts.value[i]);
    }
}

static void record_final(struct sl_look *look, struct sl_transaction *t, struct sl_leg *leg)
{
    struct sl_capture *c = look->capture;
    struct sl_record *record = look->record;
    bool success = sl_status_is_success(record->status);

    if (!t->final) {
        t->final = record;
        if (t->request) {
            t->lane->pending--;
        }
        t->fan->finals++;
        if (!t->invite->final) {
            t->invite->final = record;
        }
    }
    if (success && !t->success) {
        t->success = record;
    }
    if (!success && !t->failure) {
        t->failure = record;
    }
    /* A 2xx after a failure with the same To tag replaces it: it is what must be acknowledged. */
    if (!leg->final || (success && !sl_status_is_success(leg->final->status))) {
        if (!leg->final || leg->ack) {
            t->unacknowledged++;
        }
        leg->final = record;
        leg->ack = NULL;
        /* The ACK may have been captured before what it confirms. */
        if (t->early_ack && t->early_ack_to_tag && t->early_ack_to_tag == leg->fork->to_tag) {
            leg->ack = t->early_ack;
            t->early_ack->leg = leg;
            t->unacknowledged--;
        }
        if (success) {
            record_path_of_ack(leg, look->message);
            sl_index_set(c->index,
                         SL_KEY(SL_INDEX_UNACKED, SL_WORD(t->call), SL_WORD(t->from_tag),
                                SL_WORD(leg->fork->to_tag), SL_WORD(t->client), SL_WORD(t->server)),
                         leg);
        }
    }
    if (!record->is_duplicate) {
        leg->final_copy = record;
    }
}

static void record_response_to_invite(struct sl_look *look, struct sl_transaction *t)
{
    struct sl_record *record = look->record;
    struct sl_leg *leg = make_leg(look->capture, t, look->message->to_tag);

    record->leg = leg;
    record->transaction = t;
    /* A final response that differs in a detail, yet has code and tag of the first, repeats it. */
    if (!record->original && leg->final && leg->final->status == record->status &&
        leg->final->source_port == record->source_port &&
        leg->final->destination_port == record->destination_port) {
        sl_record_set_original(look->capture, record, leg->final);
    }
    if (sl_status_is_final(record->status)) {
        /* A proxy that asks for credentials and has handed nothing on speaks for itself (§22.3). */
        if (record->status == 407 &&
            !sl_invite_fan(look->capture, t->invite, t->server, t->level + 1)) {
            note_own_response(look);
        }
        record_final(look, t, leg);
        t->state = sl_state_next(t->state, sl_status_is_success(record->status) ? SL_EVENT_SUCCESS
                                                                                : SL_EVENT_FAILURE);
        return;
    }
    if (!record->is_duplicate) {
        t->last_provisional = record;
    }
    if (record->status >= 180 && record->status <= 183 && !t->first_ring) {
        t->first_ring = record;
    }
    if (record->status == 100) {
        record_trying(look, t);
    }
    t->state = sl_state_next(t->state, SL_EVENT_PROVISIONAL);
}

static void record_response_to_cancel(struct sl_look *look, struct sl_transaction *own)
{
    /* CANCEL is answered by each hop itself (§9.2), never by the one behind it. */
    note_own_response(look);
    if (own->parent && own->final == look->record) {
        own->parent->fan->cancel_answers++;
    }
}

static void place_response(struct sl_look *look, const struct place *place)
{
    struct sl_capture *c = look->capture;
    struct sl_record *record = look->record;
    struct sl_transaction *t = find(c, place);

    if (!t) {
        t = find_by_requester(place);
    }
    if (!t) {
        if (place->method != SL_METHOD_INVITE) {
            return;
        }
        t = make(look, place); /* the INVITE came before the capture began */
    }
    if (record->original && record->original->own != t) {
        sl_record_set_first(c, record); /* equal bytes, but of a transaction long over */
    }
    record->own = t;
    t->last = record;
    if (!t->first_response) {
        t->first_response = record;
    }
    if (t->method == SL_METHOD_INVITE) {
        record_response_to_invite(look, t);
        return;
    }
    if (sl_status_is_final(record->status) && !t->final) {
        t->final = record;
    }
    record->transaction = t->parent;
    if (t->parent) {
        t->parent->last = record;
    }
    if (t->method == SL_METHOD_CANCEL) {
        record_response_to_cancel(look, t);
    }
}

/* --- entry ----------------------------------------------------------------------------------- */

void sl_flow_place(struct sl_look *look)
{
    const struct sl_message *m = look->message;
    struct sl_record *record = look->record;
    struct place place = {
        .call = record->call, .cseq_number = m->cseq_number, .method = record->method};

    look->via = via_of(look->capture, m);
    if (!look->via || !record->call || !m->has_cseq_number) {
        return; /* it cannot be matched with anything */
    }
    place.via = look->via;
    place.client = m->is_response ? record->destination : record->source;
    place.server = m->is_response ? record->source : record->destination;
    if (m->is_response) {
        place_response(look, &place);
    } else if (m->method == SL_METHOD_INVITE) {
        place_invite(look, &place);
    } else if (m->method == SL_METHOD_ACK) {
        place.method = SL_METHOD_INVITE;
        place_ack(look, &place);
    } else if (m->method == SL_METHOD_CANCEL) {
        place_cancel(look, &place);
    } else if (m->method == SL_METHOD_PRACK) {
        place_prack(look, &place);
    } else {
        place_other(look, &place);
    }
    if (record->transaction) {
        record->transaction->truncated |= m->truncated;
        record->state = (uint8_t)record->transaction->state;
    }
}
