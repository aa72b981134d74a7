/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which messages make up each INVITE transaction, in capture order: what a ladder is drawn from.
 * Only reports ask for that, so it is put together when one does.
 */
#ifndef SL_MESSAGE_CHAINS_H
#define SL_MESSAGE_CHAINS_H

#include "capture.h"

struct sl_message_chains;

/* The chains of CAPTURE as known now, in one pass. Free with sl_message_chains_free. */
struct sl_message_chains *sl_message_chains_new(const struct sl_capture *capture);
void sl_message_chains_free(struct sl_message_chains *chains);

/* The number of INVITE transactions; theirs are 1 to that. */
uint32_t sl_message_chains_count(const struct sl_message_chains *chains);

/* The first message of the transaction of that NUMBER. */
const struct sl_record *sl_message_chains_first(const struct sl_message_chains *chains,
                                                uint32_t number);

/* The message of its transaction that follows RECORD, or NULL. */
const struct sl_record *sl_message_chains_next(const struct sl_message_chains *chains,
                                               const struct sl_record *record);

/* True if CALL has an INVITE transaction. */
bool sl_message_chains_has_transaction(const struct sl_message_chains *chains,
                                       const struct sl_call *call);

#endif
