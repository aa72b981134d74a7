/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Splits the texts of header fields into the facts of a message: Wireshark would do it too, but
 * each of its fields for a part costs as much as all that follows from the part.
 */
#ifndef SL_SPLIT_H
#define SL_SPLIT_H

#include "base/arena.h"
#include "sip/message.h"

/* Where the parts of a message go. */
struct sl_split {
    struct sl_arena *texts; /* owns them */
    struct sl_message *message;
};

/*
 * VALUE is what one header field of the name holds; it must live as long as the message. Fields
 * that may be repeated are given one after the other, in the order of the message.
 */
void sl_split_via(struct sl_split *split, const char *value);
void sl_split_from(struct sl_split *split, const char *value);
void sl_split_to(struct sl_split *split, const char *value);
void sl_split_cseq(struct sl_split *split, const char *value);
void sl_split_contact(struct sl_split *split, const char *value);

#endif
