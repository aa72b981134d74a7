/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Responses: what they change on their hop. */
#include "model/retry.h"
#include "model/dialog.h"
#include "model/flow.h"
#include "model/offer.h"
#include "model/reliable.h"
#include "model/session.h"
#include "transaction.h"
#include "model/unanswered.h"

/*
 * The request that a response answers where none went to the host it comes from: a server with
 * several addresses answers from any of them.
 */
static struct sl_transaction *find_by_requester(const struct sl_place *p)
{
    unsigned n = SL_LOOK_BACK;

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
    const struct sl_fan *next = sl_find_fan(t->call, t->invite, t->server, t->level + 1);

    if (!next || !next->trying) {
        return NULL;
    }
    if (m->to_tag && !t->invite->to_tag && sl_same_text(m->to_tag, next->trying_to_tag)) {
        return &to_tag;
    }
    if (m->contact_text && sl_same_text(m->contact_text, next->trying_contact)) {
        return &contact;
    }
    /* Neighbours often run the same software: only a proxy known to call itself otherwise. */
    if (m->server && t->server->server_is_known && !sl_same_text(m->server, t->server->server) &&
        sl_same_text(m->server, next->trying_server)) {
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

void sl_leg_note_path(struct sl_leg *leg, const struct sl_message *m)
{
    const struct sl_transaction *t = leg->transaction;

    leg->ack_passes_client = t->request && t->level == 1;
    leg->ack_passes_server = is_named(t->server, m->contact_host);
    for (unsigned i = 0; i < MIN(m->record_route_hosts.count, SL_VALUES_MAX); i++) {
        leg->ack_passes_client |= is_named(t->client, m->record_route_hosts.value[i]);
        leg->ack_passes_server |= is_named(t->server, m->record_route_hosts.value[i]);
    }
}

/* True if the route set of the 2xx M leads over an address that is not HOST's own. */
static bool needs_route(const struct sl_host *host, const struct sl_message *m)
{
    for (unsigned i = 0; i < MIN(m->record_route_hosts.count, SL_VALUES_MAX); i++) {
        const char *name = m->record_route_hosts.value[i];

        /* A name may be one of the host's own. */
        if ((g_hostname_is_ip_address(name) || name[0] == '[') && !is_named(host, name)) {
            return true;
        }
    }
    return false;
}

/* A host of this hop that is a party itself (one Via, or the Contact) must use the route set. */
static void note_route_set(struct sl_leg *leg, const struct sl_message *m)
{
    const struct sl_transaction *t = leg->transaction;

    leg->client_needs_route = t->request && t->level == 1 && needs_route(t->client, m);
    leg->server_needs_route = is_named(t->server, m->contact_host) && needs_route(t->server, m);
}

static void record_final(struct sl_look *look, struct sl_transaction *t, struct sl_leg *leg)
{
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
        sl_attempts_note_final(look, t);
    }
    if (success && !t->success) {
        t->success = record;
    }
    if (!success && !t->failure) {
        t->failure = record;
    }
    if (success && !leg->fork->success) {
        leg->fork->success = record;
        leg->fork->success_body = (uint8_t)look->message->body;
    }
    if (!success && !leg->fork->failure) {
        leg->fork->failure = record;
    }
    /* A 2xx after a failure with the same To tag replaces it: it is what must be acknowledged. */
    if (!leg->final || (success && !sl_status_is_success(leg->final->status))) {
        if (!leg->final || leg->ack) {
            t->unacknowledged++;
        }
        leg->final = record;
        leg->ack = NULL;
        sl_dialog_note_final(look, t);
        sl_session_note_final(look, t);
        /* The ACK may have been captured before what it confirms. */
        if (t->early_ack && t->early_ack_to_tag && t->early_ack_to_tag == leg->fork->to_tag) {
            leg->ack = t->early_ack;
            t->early_ack->leg = leg;
            t->unacknowledged--;
        }
        if (success) {
            sl_leg_note_path(leg, look->message);
            note_route_set(leg, look->message);
            sl_index_set(&t->call->index,
                         SL_KEY(SL_INDEX_UNACKED, SL_WORD(t->from_tag), SL_WORD(leg->fork->to_tag),
                                SL_WORD(t->client), SL_WORD(t->server)),
                         leg);
        }
    }
    if (!record->is_duplicate) {
        leg->final_copy = record;
    }
}

/* T's server may have this provisional response from one of the branches that it sent on. */
static void note_relayed(struct sl_transaction *t)
{
    struct sl_fan *next = sl_find_fan(t->call, t->invite, t->server, t->level + 1);

    if (next) {
        next->upstream = t;
    }
}

static void record_response_to_invite(struct sl_look *look, struct sl_transaction *t)
{
    struct sl_record *record = look->record;
    struct sl_leg *leg = sl_make_leg(look->capture, t, look->to_tag);

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
        if (record->status == 407 && !sl_find_fan(t->call, t->invite, t->server, t->level + 1)) {
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
    } else {
        sl_reliable_note(look, leg);
        note_relayed(t);
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

/* LOOK's message shows that the request which it answers existed, though it was not captured. */
static void note_unseen_request(struct sl_look *look)
{
    switch (look->record->method) {
    case SL_METHOD_PRACK:
        sl_reliable_note_unseen_prack(look);
        break;
    case SL_METHOD_BYE:
        look->record->call->cancel_or_bye = true;
        sl_dialog_note_unseen_bye(look);
        break;
    case SL_METHOD_CANCEL:
        look->record->call->cancel_or_bye = true;
        break;
    default:
        break;
    }
}

void sl_flow_response(struct sl_look *look, const struct sl_place *place)
{
    struct sl_capture *c = look->capture;
    struct sl_record *record = look->record;
    struct sl_transaction *t = sl_find_transaction(place);

    if (!t) {
        t = find_by_requester(place);
    }
    if (!t) {
        if (place->method != SL_METHOD_INVITE) {
            note_unseen_request(look);
            sl_note_early_response(place, record);
            return;
        }
        t = sl_make_transaction(look, place); /* the INVITE came before the capture began */
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
        sl_offer_note_response(look, t);
        return;
    }
    sl_offer_note_response(look, t);
    if (sl_status_is_final(record->status) && !t->final) {
        t->final = record;
        if (t->fan) {
            t->fan->finals++;
        }
        sl_dialog_note_final(look, t);
        sl_session_note_final(look, t);
        sl_unanswered_note_final(t);
        sl_attempts_note_final(look, t);
    }
    record->transaction = t->parent;
    if (t->parent) {
        t->parent->last = record;
    }
    if (t->method == SL_METHOD_CANCEL) {
        record_response_to_cancel(look, t);
    }
}
