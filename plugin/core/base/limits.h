/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the core bounds so that a message costs the same whatever came before it, and why. What a
 * limit leaves out is counted in the capture (sl_capture_left_out), never dropped in silence.
 */
#ifndef SL_LIMITS_H
#define SL_LIMITS_H

#include "base/text.h"

/* clang-format off */
#define SL_VERDICT_ENTRIES_MAX   64 /* a verdict asks every doubt again */
#define SL_LOOK_BACK             16 /* lists that no index leads into are looked through one by one */
#define SL_VIA_TRANSACTIONS_MAX  16 /* a crowd behind one Via: its sender does not make branches unique */
#define SL_RSEQS_LOOKED_UP_MAX   16 /* each number that was skipped is looked up */
#define SL_VALUES_MAX            16 /* room for values of a header field in a message */
#define SL_AUTHS_MAX              4 /* room for challenges or credentials in a message, one an algorithm */
/* clang-format on */

enum sl_limit {
    SL_LIMIT_VERDICT_ENTRIES,  /* findings in doubt of one transaction */
    SL_LIMIT_FORKS,            /* To tags that answered one INVITE on one hop */
    SL_LIMIT_HOPS,             /* hops on which one To tag answered */
    SL_LIMIT_VIA_TRANSACTIONS, /* transactions behind one Via */
    SL_LIMIT_RSEQS,            /* RSeq numbers skipped at once */
    SL_LIMIT_VALUES,           /* values of Record-Route or Contact in a message */
    SL_LIMIT_AUTHS,            /* challenges or credentials in a message */
    SL_LIMITS
};

struct sl_limit_info {
    const char *name; /* for reports */
    unsigned most;
    struct sl_text effect; /* what it means for what is beyond */
};

const struct sl_limit_info *sl_limit_info(enum sl_limit limit);

#endif
