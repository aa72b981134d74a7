/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/message-chains.h"

#include "base/number-set.h"

/* In place of a message's number: there is none. */
#define NONE UINT32_MAX

/* First and last message, by number. */
struct chain {
    uint32_t first, last;
};

struct sl_message_chains {
    const struct sl_record *const *records;
    uint32_t *next;    /* by number of a message: that of the next one, or NONE */
    GArray *chain;     /* of struct chain; transaction N is at N - 1 */
    GByteArray *calls; /* the numbers of those that have a transaction */
};

static void add(struct sl_message_chains *chains, const struct sl_record *r)
{
    uint32_t number = r->transaction->number;

    /* Numbers are given in capture order: a new one is always the next. */
    if (number > chains->chain->len) {
        const struct chain chain = {.first = r->number, .last = r->number};

        g_assert(number == chains->chain->len + 1);
        g_array_append_val(chains->chain, chain);
    } else {
        struct chain *chain = &g_array_index(chains->chain, struct chain, number - 1);

        chains->next[chain->last] = r->number;
        chain->last = r->number;
    }
}

struct sl_message_chains *sl_message_chains_new(const struct sl_capture *c)
{
    struct sl_message_chains *chains = g_new0(struct sl_message_chains, 1);
    size_t count;

    chains->records = sl_capture_records(c, &count);
    chains->next = g_new(uint32_t, count);
    chains->chain = g_array_new(FALSE, FALSE, sizeof(struct chain));
    chains->calls = sl_numbers_new();
    for (size_t i = 0; i < count; i++) {
        chains->next[i] = NONE;
        if (chains->records[i]->transaction) {
            add(chains, chains->records[i]);
            sl_numbers_add(chains->calls, chains->records[i]->call->number);
        }
    }
    return chains;
}

void sl_message_chains_free(struct sl_message_chains *chains)
{
    g_free(chains->next);
    g_array_free(chains->chain, TRUE);
    g_byte_array_unref(chains->calls);
    g_free(chains);
}

uint32_t sl_message_chains_count(const struct sl_message_chains *chains)
{
    return chains->chain->len;
}

const struct sl_record *sl_message_chains_first(const struct sl_message_chains *chains,
                                                uint32_t number)
{
    return chains->records[g_array_index(chains->chain, struct chain, number - 1).first];
}

const struct sl_record *sl_message_chains_next(const struct sl_message_chains *chains,
                                               const struct sl_record *record)
{
    uint32_t next = chains->next[record->number];

    return next == NONE ? NULL : chains->records[next];
}

bool sl_message_chains_has_transaction(const struct sl_message_chains *chains,
                                       const struct sl_call *call)
{
    return sl_numbers_has(chains->calls, call->number);
}
