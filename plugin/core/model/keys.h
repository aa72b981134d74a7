/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the index of a call leads to. */
#ifndef SL_KEYS_H
#define SL_KEYS_H

/* What a key means; the comment says its words. Strings among them are interned. */
enum sl_index_kind {
    SL_INDEX_TRANSACTION, /* via, CSeq number, method, client, server */
    SL_INDEX_INVITE,      /* From tag, CSeq number */
    SL_INDEX_HOP,         /* invite, client, server, level or 0: newest transaction */
    SL_INDEX_FORK,        /* invite, To tag */
    SL_INDEX_LEG,         /* fork, transaction */
    SL_INDEX_LEG_BETWEEN, /* fork, client, server, level: newest leg */
    SL_INDEX_SENDER_HOP,  /* From tag, client, server */
    SL_INDEX_REQUEST,     /* From tag, CSeq number, method */
    SL_INDEX_BRANCH_SET,  /* invite or request, client, level */
    SL_INDEX_DIALOG,      /* one tag, other tag (in address order) */
    SL_INDEX_RELIABLE,    /* fork, RSeq */
    SL_INDEX_SEQUENCE,    /* dialog (else To tag), From tag, client, server, level */
    SL_INDEX_CALLER,      /* From tag: newest INVITE that asked for a dialog */
    SL_INDEX_EARLY,       /* as SL_INDEX_TRANSACTION: a response before its request */
    SL_INDEX_REFUSAL,     /* client, level, digest of the request */
    SL_INDEX_CHALLENGE,   /* method, client, server, level, realm */
    SL_INDEX_REDIRECTION, /* client */
    SL_INDEX_KINDS        /* from here on those of the rules: rules/once-per-fault.c */
};

/* What the index of a store leads to; hosts and ports are found across calls. */
enum sl_store_key {
    SL_STORE_EXPECTATION /* host that waits, host it waits for, what for */
};

#endif
