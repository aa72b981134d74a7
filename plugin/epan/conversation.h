/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Analyze > Conversation Filter: the transaction, or the call, of the selected packet. */
#ifndef SL_EPAN_CONVERSATION_H
#define SL_EPAN_CONVERSATION_H

void sl_conversation_register(void);

#endif
