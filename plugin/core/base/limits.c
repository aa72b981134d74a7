/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/limits.h"

/* clang-format off */
static const struct sl_limit_info infos[SL_LIMITS] = {
    [SL_LIMIT_VERDICT_ENTRIES] = {"verdict_entries", SL_VERDICT_ENTRIES_MAX, SL_TEXT(
        "一个事务的存疑问题过多：最早的几个按当时所知提前定论",
        "too many findings in doubt for one transaction: the oldest were settled by what was known then")},
    [SL_LIMIT_FORKS] = {"forks", SL_LOOK_BACK, SL_TEXT(
        "一个INVITE在一跳上的分叉过多：只逐个查看最新的几个",
        "too many forks of one INVITE on one hop: only the newest are looked through one by one")},
    [SL_LIMIT_HOPS] = {"hops", SL_LOOK_BACK, SL_TEXT(
        "一个To标签出现在过多的跳上：只逐个查看最新的几跳",
        "one To tag answered on too many hops: only the newest are looked through one by one")},
    [SL_LIMIT_VIA_TRANSACTIONS] = {"via_transactions", SL_VIA_TRANSACTIONS_MAX, SL_TEXT(
        "一个Via分支用于过多的事务：不再按它比较应答与请求",
        "one Via branch is that of too many transactions: responses are not compared with requests by it")},
    [SL_LIMIT_RSEQS] = {"rseqs", SL_RSEQS_LOOKED_UP_MAX, SL_TEXT(
        "一次跳过的RSeq过多：不再逐个查找对它们的PRACK",
        "too many RSeq numbers were skipped at once: PRACKs for them are not looked for")},
    [SL_LIMIT_VALUES] = {"values", SL_VALUES_MAX, SL_TEXT(
        "一个消息的Record-Route或Contact过多：后面的只计数",
        "a message has too many Record-Route or Contact values: the last are only counted")},
    [SL_LIMIT_AUTHS] = {"auths", SL_AUTHS_MAX, SL_TEXT(
        "一个消息的质询或凭证过多：后面的只计数",
        "a message has too many challenges or credentials: the last are only counted")},
};
/* clang-format on */

const struct sl_limit_info *sl_limit_info(enum sl_limit limit)
{
    return &infos[limit];
}
