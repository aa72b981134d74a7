/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One index for everything that is found by a few pointers and numbers. */
#ifndef SL_INDEX_H
#define SL_INDEX_H

#include <stdint.h>

#include "arena.h"

/* What a key means; the comment says its words. Strings among them are interned. */
enum sl_index_kind {
    SL_INDEX_TRANSACTION, /* via, call, CSeq number, method, client, server */
    SL_INDEX_INVITE,      /* call, From tag, CSeq number */
    SL_INDEX_HOP,         /* invite, client, server, level or 0: newest transaction */
    SL_INDEX_FORK,        /* invite, To tag */
    SL_INDEX_LEG,         /* fork, transaction */
    SL_INDEX_LEG_BETWEEN, /* fork, client, server, level: newest leg */
    SL_INDEX_LANE,        /* call, From tag, client, server */
    SL_INDEX_REQUEST,     /* call, From tag, CSeq number, method */
    SL_INDEX_FAN,         /* invite or request, client, level */
    SL_INDEX_DIALOG,      /* call, one tag, other tag (in address order) */
    SL_INDEX_RELIABLE,    /* fork, RSeq */
    SL_INDEX_SEQUENCE,    /* call, From tag, To tag or 0, client, server, level */
    SL_INDEX_CALLER,      /* call, From tag: newest INVITE that asked for a dialog */
    SL_INDEX_UNACKED,     /* call, From tag, To tag, client, server: leg of the newest 2xx */
    SL_INDEX_EARLY,       /* as SL_INDEX_TRANSACTION: a response before its request */
    SL_INDEX_REFUSAL,     /* call, client, level, digest of the request */
    SL_INDEX_CHALLENGE,   /* call, method, client, server, level, realm */
    SL_INDEX_REDIRECTION, /* call, client */
    SL_INDEX_FAULT        /* rule, hash of the message's identity */
};

#define SL_INDEX_WORDS 6

struct sl_index;

/* A new index whose keys are kept in ARENA (borrowed). Free with sl_index_free. */
struct sl_index *sl_index_new(struct sl_arena *arena);
void sl_index_free(struct sl_index *index);

/* A key: its words in the order of the kind's comment. */
struct sl_key {
    uintptr_t word[SL_INDEX_WORDS + 1];
};

#define SL_KEY(kind, ...) (&(const struct sl_key){.word = {(kind), __VA_ARGS__}})
#define SL_WORD(pointer) ((uintptr_t)(pointer))

/* What KEY leads to, or NULL. */
void *sl_index_get(const struct sl_index *index, const struct sl_key *key);

/* Makes KEY lead to VALUE from now on. */
void sl_index_set(struct sl_index *index, const struct sl_key *key, void *value);

#endif
