/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dialogs: who has sent what within one. What is kept here is end to end, whatever the hop, and
 * small: the newest INVITE and the first BYE of each party, and what ended the dialog.
 */
#ifndef SL_DIALOG_H
#define SL_DIALOG_H

#include "model/arrival.h"

/*
 * The dialog of these tags (interned) in CALL, made if new. NULL where one is missing or both are
 * the same: the parties could not be told apart.
 */
struct sl_dialog *sl_dialog_of(struct sl_store *store, struct sl_call *call, const char *tag,
                               const char *other_tag);

/* The party of DIALOG with TAG (interned), and the other one. */
struct sl_side *sl_dialog_side(struct sl_dialog *dialog, const char *tag);
struct sl_side *sl_dialog_other_side(struct sl_dialog *dialog, const char *tag);

/* The dialog that RECORD is part of, or NULL. */
struct sl_dialog *sl_record_dialog(const struct sl_record *record);

/* FORK is new: it makes an early dialog, or belongs to the dialog of its re-INVITE. */
void sl_dialog_note_fork(struct sl_store *store, struct sl_fork *fork);

/* ARRIVAL's message is the first copy of T's request on its hop. */
void sl_dialog_note_request(struct sl_arrival *arrival, struct sl_transaction *t);

/* FORK has just got its first 2xx. */
void sl_dialog_note_accepted(struct sl_fork *fork);

/* ARRIVAL's message answers a BYE that was not captured. */
void sl_dialog_note_unseen_bye(struct sl_arrival *arrival);

/* ARRIVAL's message is the first final response of T on its hop (of its leg, for INVITE). */
void sl_dialog_note_final(struct sl_arrival *arrival, struct sl_transaction *t);

#endif
