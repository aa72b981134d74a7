/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/retry.h"

#include <string.h>

#include "base/hash.h"
#include "model/lookup.h"
#include "sip/header.h"
#include "sip/uri.h"

static unsigned auth_count(const struct sl_message *m)
{
    return MIN(m->auths.count, SL_AUTHS_MAX);
}

static uint64_t nonce_of(const struct sl_auth *auth)
{
    return sl_hash_text(0, auth->nonce);
}

/* --- requests -------------------------------------------------------------------------------- */

static uint64_t request_of(const struct sl_message *m)
{
    const char *from;
    size_t length;

    if (!m->request_uri || !m->from_text || m->truncated) {
        return 0;
    }
    from = sl_header_uri(m->from_text, &length);
    return sl_hash_text(sl_hash_text(sl_hash_bytes(0, from, length), m->request_uri),
                        m->method_name);
}

static void describe(struct sl_attempt *attempt, const struct sl_message *m)
{
    attempt->request = request_of(m);
    attempt->body = m->body_digest;
    attempt->is_whole =
        m->auths.count <= SL_AUTHS_MAX && (m->body == SL_BODY_NONE) == !m->body_digest;
    for (unsigned i = 0; i < auth_count(m); i++) {
        const struct sl_auth *auth = &m->auths.of[i];
        uint64_t h = sl_hash_text(sl_hash_text(nonce_of(auth), auth->realm), auth->username);

        attempt->credentials = sl_hash_mix(attempt->credentials, h);
        attempt->has_nonce |= auth->nonce && *auth->nonce;
    }
}

static const struct sl_key *refusal_key(const struct sl_transaction *t, struct sl_key *key)
{
    *key = *SL_KEY(SL_INDEX_REFUSAL, SL_WORD(t->client), t->level, t->attempt.request);
    return key;
}

static const struct sl_key *challenge_key(const struct sl_transaction *t, const char *realm,
                                          struct sl_key *key)
{
    *key = *SL_KEY(SL_INDEX_CHALLENGE, t->method, SL_WORD(t->client), SL_WORD(t->server), t->level,
                   SL_WORD(realm));
    return key;
}

static const struct sl_key *redirection_key(const struct sl_transaction *t, struct sl_key *key)
{
    *key = *SL_KEY(SL_INDEX_REDIRECTION, SL_WORD(t->client));
    return key;
}

static bool has_nonce(const struct sl_challenge *challenge, uint64_t nonce)
{
    for (unsigned i = 0; i < challenge->nonce_count; i++) {
        if (challenge->nonce[i] == nonce) {
            return true;
        }
    }
    return false;
}

/* The challenges that the credentials of T's request answer. */
static void note_answers(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_key key;

    for (unsigned i = 0; i < auth_count(m); i++) {
        const struct sl_auth *auth = &m->auths.of[i];
        struct sl_challenge *challenge =
            auth->realm && auth->nonce && auth->username && auth->has_response
                ? sl_index_get(&t->call->index,
                               challenge_key(t, sl_call_intern(t->call, auth->realm), &key))
                : NULL;

        if (challenge && has_nonce(challenge, nonce_of(auth))) {
            struct sl_answer *answer = sl_arena_new_of(store->arena, struct sl_answer);

            answer->challenge = challenge;
            answer->user = sl_call_intern(t->call, auth->username);
            answer->asks_for_another = auth->has_auts;
            answer->next = t->attempt.answers;
            t->attempt.answers = answer;
        }
    }
}

/* True if the request of T comes after the one that RESPONSE answers, and nothing followed yet. */
static bool is_next(const struct sl_transaction *t, const struct sl_record *response,
                    const struct sl_record *follower)
{
    return response && !follower && t->cseq_number > response->own->cseq_number;
}

/* An INVITE sent by the caller itself, not by a proxy. */
static bool is_of_caller(const struct sl_transaction *t)
{
    return t->method == SL_METHOD_INVITE && t->level == 1;
}

void sl_retry_note_request(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_refusal *refusal;
    struct sl_redirection *redirection;
    struct sl_key key;

    if (t->method == SL_METHOD_CANCEL) {
        return; /* as ACK, it cannot be sent again (§22.1) */
    }
    describe(&t->attempt, arrival->message);
    note_answers(arrival, t);
    refusal = sl_index_get(&t->call->index, refusal_key(t, &key));
    if (refusal && is_next(t, refusal->record, refusal->follower)) {
        refusal->follower = arrival->record;
        arrival->refusal = refusal;
    }
    redirection = is_of_caller(t) && !arrival->message->to_tag
                      ? sl_index_get(&t->call->index, redirection_key(t, &key))
                      : NULL;
    if (redirection && is_next(t, redirection->record, redirection->follower)) {
        redirection->follower = arrival->record;
        arrival->redirection = redirection;
    }
}

/* --- final responses ------------------------------------------------------------------------- */

static bool is_challenge(const struct sl_message *m)
{
    return m->status == 401 || m->status == 407;
}

static void read_realms(struct sl_call *call, struct sl_refusal *refusal,
                        const struct sl_message *m)
{
    refusal->has_odd_realm = m->truncated || m->auths.count > SL_AUTHS_MAX;
    for (unsigned i = 0; i < auth_count(m); i++) {
        const char *realm = m->auths.of[i].realm;

        if (realm) {
            refusal->realm[refusal->realm_count++] = sl_call_intern(call, realm);
        } else {
            refusal->has_odd_realm = true;
        }
    }
}

static void note_refusal(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    const struct sl_message *m = arrival->message;
    bool counts = sl_retry_is_rejection(m->status) || (is_challenge(m) && m->auths.count);
    struct sl_key key;
    struct sl_refusal *refusal;

    if (!t->attempt.request) {
        return;
    }
    refusal_key(t, &key);
    refusal = counts ? sl_get_or_make(t->call, &key, sizeof *refusal)
                     : sl_index_get(&t->call->index, &key);
    if (!refusal || (refusal->record && refusal->record->own->cseq_number > t->cseq_number)) {
        return;
    }
    *refusal = (struct sl_refusal){.record = counts ? arrival->record : NULL,
                                   .has_retry_after = m->has_retry_after,
                                   .retry_after_s = m->retry_after_s};
    if (counts && is_challenge(m)) {
        read_realms(t->call, refusal, m);
    }
}

/* True if M asks for credentials of REALM again, and not merely for a fresh nonce (§22.4). */
static bool is_refused(const struct sl_message *m, const char *realm)
{
    bool is_asked = false;

    for (unsigned i = 0; is_challenge(m) && i < auth_count(m); i++) {
        const struct sl_auth *auth = &m->auths.of[i];

        if (sl_same_text(auth->realm, realm)) {
            if (auth->stale) {
                return false;
            }
            is_asked = true;
        }
    }
    return is_asked;
}

/* What became of the answer that the request of T gave to a challenge. */
static void note_outcome(struct sl_arrival *arrival, const struct sl_transaction *t,
                         const struct sl_answer *answer)
{
    struct sl_challenge *challenge = answer->challenge;

    if (answer->asks_for_another || !is_refused(arrival->message, challenge->realm)) {
        challenge->refused = 0;
        return;
    }
    if (challenge->refused && t->request->number < challenge->newest->number) {
        return; /* it was under way when the one before it was refused */
    }
    /* Between numbers that do not adjoin there is room for one that was accepted. */
    if (challenge->user != answer->user ||
        (challenge->refused && t->cseq_number - challenge->newest->own->cseq_number != 1)) {
        challenge->refused = 0;
    }
    if (!challenge->refused++) {
        challenge->first = arrival->record;
    }
    challenge->user = answer->user;
    challenge->newest = arrival->record;
    arrival->challenge = challenge;
}

static bool is_answered(const struct sl_transaction *t, const struct sl_challenge *challenge)
{
    for (const struct sl_answer *a = t->attempt.answers; a; a = a->next) {
        if (a->challenge == challenge) {
            return true;
        }
    }
    return false;
}

static void note_challenge(struct sl_arrival *arrival, const struct sl_transaction *t,
                           const struct sl_auth *auth)
{
    const char *realm = sl_call_intern(t->call, auth->realm);
    struct sl_key key;
    struct sl_challenge *challenge;

    challenge = sl_get_or_make(t->call, challenge_key(t, realm, &key), sizeof *challenge);
    challenge->realm = realm;
    if (!is_answered(t, challenge)) {
        challenge->refused = 0;
    }
    if (challenge->record != arrival->record) {
        challenge->record = arrival->record;
        challenge->nonce_count = 0;
    }
    if (challenge->nonce_count < SL_AUTHS_MAX) {
        challenge->nonce[challenge->nonce_count++] = nonce_of(auth);
    }
}

static void note_redirection(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    struct sl_store *store = arrival->store;
    const struct sl_message *m = arrival->message;
    struct sl_key key;
    struct sl_redirection *redirection;

    if (m->status < 300 || m->status > 302 || !is_of_caller(t) || t->invite->to_tag) {
        return;
    }
    redirection = sl_get_or_make(t->call, redirection_key(t, &key), sizeof *redirection);
    *redirection = (struct sl_redirection){.record = arrival->record,
                                           .is_readable = m->contact_uris.count > 0 &&
                                                          m->contact_uris.count <= SL_VALUES_MAX &&
                                                          !m->truncated};
    for (unsigned i = 0; redirection->is_readable && i < m->contact_uris.count; i++) {
        redirection->is_readable = sl_uri_target(m->contact_uris.value[i], &redirection->target[i]);
        redirection->target_count++;
    }
    if (redirection->is_readable) {
        redirection->contact = sl_arena_strdup(store->arena, m->contact_uris.value[0]);
    }
}

void sl_retry_note_final(struct sl_arrival *arrival, struct sl_transaction *t)
{
    const struct sl_message *m = arrival->message;

    if (!t->request || t->method == SL_METHOD_CANCEL) {
        return;
    }
    note_refusal(arrival, t);
    for (const struct sl_answer *a = t->attempt.answers; a; a = a->next) {
        note_outcome(arrival, t, a);
    }
    for (unsigned i = 0; is_challenge(m) && i < auth_count(m); i++) {
        if (m->auths.of[i].realm) {
            note_challenge(arrival, t, &m->auths.of[i]);
        }
    }
    note_redirection(arrival, t);
}
