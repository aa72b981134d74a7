/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index of everything within a call that is found by a few pointers and numbers. */
#ifndef SL_INDEX_H
#define SL_INDEX_H

#include <stdint.h>

#include "base/table.h"

/* What a key means; the comment says its words. Strings among them are interned. */
enum sl_index_kind {
    SL_INDEX_TRANSACTION, /* via, CSeq number, method, client, server */
    SL_INDEX_INVITE,      /* From tag, CSeq number */
    SL_INDEX_HOP,         /* invite, client, server, level or 0: newest transaction */
    SL_INDEX_FORK,        /* invite, To tag */
    SL_INDEX_LEG,         /* fork, transaction */
    SL_INDEX_LEG_BETWEEN, /* fork, client, server, level: newest leg */
    SL_INDEX_LANE,        /* From tag, client, server */
    SL_INDEX_REQUEST,     /* From tag, CSeq number, method */
    SL_INDEX_FAN,         /* invite or request, client, level */
    SL_INDEX_DIALOG,      /* one tag, other tag (in address order) */
    SL_INDEX_RELIABLE,    /* fork, RSeq */
    SL_INDEX_SEQUENCE,    /* dialog (else To tag), From tag, client, server, level */
    SL_INDEX_CALLER,      /* From tag: newest INVITE that asked for a dialog */
    SL_INDEX_UNACKED,     /* From tag, To tag, client, server: leg of the newest 2xx */
    SL_INDEX_EARLY,       /* as SL_INDEX_TRANSACTION: a response before its request */
    SL_INDEX_REFUSAL,     /* client, level, digest of the request */
    SL_INDEX_CHALLENGE,   /* method, client, server, level, realm */
    SL_INDEX_REDIRECTION, /* client */
    SL_INDEX_FAULT        /* rule, hash of the message's identity */
};

#define SL_INDEX_WORDS 5

/* An index of one call; to be initialised with SL_INDEX_IN. Its keys are kept in the arena. */
struct sl_index {
    struct sl_table table;
};

/* An empty index in ARENA. */
#define SL_INDEX_IN(arena) ((struct sl_index){SL_TABLE_IN(arena)})

/* A key: its words in the order of the kind's comment. */
struct sl_key {
    unsigned count; /* of the words, the kind included */
    uintptr_t word[SL_INDEX_WORDS + 1];
};

#define SL_KEY(kind, ...)                                                                          \
    (&(const struct sl_key){.count = sizeof((const uintptr_t[]){(kind), __VA_ARGS__}) /            \
                                     sizeof(uintptr_t),                                            \
                            .word = {(kind), __VA_ARGS__}})
#define SL_WORD(pointer) ((uintptr_t)(pointer))

/* What KEY leads to, or NULL. */
void *sl_index_get(const struct sl_index *index, const struct sl_key *key);

/* Makes KEY lead to VALUE from now on. */
void sl_index_set(struct sl_index *index, const struct sl_key *key, void *value);

#endif
