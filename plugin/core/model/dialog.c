/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/dialog.h"

#include "model/lookup.h"

/* A new dialog of these tags, in the order of the index. */
static struct sl_dialog *make_dialog(struct sl_store *store, struct sl_call *call, const char *low,
                                     const char *high)
{
    struct sl_dialog *dialog = sl_arena_new_of(store->arena, struct sl_dialog);

    dialog->side[0].tag = low;
    dialog->side[1].tag = high;
    sl_index_set(&call->index, SL_KEY(SL_INDEX_DIALOG, SL_WORD(low), SL_WORD(high)), dialog);
    return dialog;
}

struct sl_dialog *sl_dialog_of(struct sl_store *store, struct sl_call *call, const char *tag,
                               const char *other_tag)
{
    const char *low = MIN(tag, other_tag), *high = MAX(tag, other_tag);
    struct sl_dialog *dialog;

    if (!tag || !other_tag || tag == other_tag) {
        return NULL;
    }
    dialog = sl_index_get(&call->index, SL_KEY(SL_INDEX_DIALOG, SL_WORD(low), SL_WORD(high)));
    return dialog ? dialog : make_dialog(store, call, low, high);
}

struct sl_side *sl_dialog_side(struct sl_dialog *dialog, const char *tag)
{
    return &dialog->side[dialog->side[0].tag == tag ? 0 : 1];
}

struct sl_side *sl_dialog_other_side(struct sl_dialog *dialog, const char *tag)
{
    return &dialog->side[dialog->side[0].tag == tag ? 1 : 0];
}

struct sl_dialog *sl_record_dialog(const struct sl_record *record)
{
    if (record->leg) {
        return record->leg->fork->dialog;
    }
    return record->own ? record->own->dialog : NULL;
}

/* RECORD (or NULL), with CSEQ_NUMBER, is SIDE's next request. */
static void note_number(struct sl_side *side, uint32_t cseq_number, struct sl_record *record)
{
    if (side->has_cseq && cseq_number > side->cseq_number + 1 && !side->gap) {
        side->gap = record;
    }
    if (!side->has_cseq || cseq_number > side->cseq_number) {
        side->cseq_number = cseq_number;
    }
    side->has_cseq = true;
}

void sl_dialog_note_fork(struct sl_store *store, struct sl_fork *fork)
{
    struct sl_invite *invite = fork->invite;
    struct sl_side *caller;

    fork->dialog = sl_dialog_of(store, invite->call, invite->from_tag, fork->to_tag);
    if (!fork->dialog || invite->to_tag) {
        return;
    }
    /* Within a dialog that is known, an INVITE that was not captured is a re-INVITE. */
    if (!invite->first && (fork->dialog->maker || fork->dialog->confirmed)) {
        return;
    }
    /* The next call of parties that use their tags again. */
    if (fork->dialog->bye_ok && invite->first &&
        invite->first->number > fork->dialog->bye_ok->number) {
        fork->dialog =
            make_dialog(store, invite->call, fork->dialog->side[0].tag, fork->dialog->side[1].tag);
    }
    /* Some callees use one To tag for whatever comes: a 401 and the call that follows it. */
    if (!fork->dialog->maker || !fork->dialog->maker->success) {
        fork->dialog->maker = fork;
    }
    caller = sl_dialog_side(fork->dialog, invite->from_tag);
    if (!caller->invite || !caller->invite->to_tag) {
        caller->invite = invite;
        caller->offer = invite->body == SL_BODY_SDP ? invite->first : NULL;
    }
    note_number(caller, invite->cseq_number, invite->first);
}

void sl_dialog_note_accepted(struct sl_fork *fork)
{
    struct sl_side *sender =
        fork->dialog ? sl_dialog_side(fork->dialog, fork->invite->from_tag) : NULL;

    if (sender &&
        (!sender->accepted || sender->accepted->invite->cseq_number < fork->invite->cseq_number)) {
        sender->accepted = fork;
    }
}

/* The INVITE that began the dialog of T, where T's sender made it, as it was sent on T's hop. */
static const struct sl_transaction *begun_by(const struct sl_transaction *t)
{
    const struct sl_fork *maker = t->dialog ? t->dialog->maker : NULL;
    const struct sl_leg *leg = maker && maker->invite->from_tag == t->from_tag
                                   ? sl_find_leg_between(maker, t->client, t->server, t->level)
                                   : NULL;

    return leg ? leg->transaction : NULL;
}

#define SKIPPED_MOST 2 /* numbers: more requests are hardly under way, and lost, at once */

/*
 * NUMBER, above all others, comes next in SEQUENCE: those that it skips may still come, as their
 * first copies may have been lost. Where it skips more than a few, its sender counts otherwise than
 * one up for each request (§12.2.1.1).
 */
static void raise_sequence(const struct sl_store *store, struct sl_sequence *sequence,
                           uint32_t number, struct sl_record *record)
{
    const unsigned room = 8 * sizeof sequence->missed;
    uint32_t step = number - sequence->cseq_number;

    if (sequence->jump && sl_record_elapsed(sequence->jump, record) > 64 * store->timing.t1_ns) {
        sequence->missed = 0;
    }
    sequence->missed = (uint8_t)(step < room ? sequence->missed << step : 0);
    if (step > 1 && step <= SKIPPED_MOST + 1) {
        sequence->missed |= (uint8_t)((1u << (step - 1)) - 1);
        sequence->jump = record;
    }
    sequence->cseq_number = number;
    sequence->record = record;
}

/* NUMBER, not above all others, comes in SEQUENCE: what skipped it, if it did not come before. */
static struct sl_record *fill_sequence(struct sl_sequence *sequence, uint32_t number)
{
    uint32_t below = sequence->cseq_number - number;
    unsigned bit = below >= 1 && below <= 8 * sizeof sequence->missed ? 1u << (below - 1) : 0;

    if (!(sequence->missed & bit)) {
        return NULL;
    }
    sequence->missed &= (uint8_t)~bit;
    return sequence->jump;
}

/*
 * The number before that of T's request, the first that its sender sends on its hop: that of the
 * INVITE, if it sent that elsewhere, else it is unknown; then just one request may be missing.
 */
static uint32_t number_before(const struct sl_transaction *t)
{
    const struct sl_fork *maker = t->dialog ? t->dialog->maker : NULL;

    if (maker && maker->invite->from_tag == t->from_tag &&
        maker->invite->cseq_number <= t->cseq_number) {
        return maker->invite->cseq_number;
    }
    return t->cseq_number - MIN(t->cseq_number, 2);
}

/*
 * What T's request follows on its hop: the highest CSeq number of its sender in the dialog there.
 * Where both tags are the same, the hosts tell the parties apart.
 */
static void note_sequence(struct sl_arrival *arrival, const struct sl_transaction *t)
{
    const void *dialog = t->dialog ? (const void *)t->dialog : arrival->to_tag;
    const struct sl_key *key = SL_KEY(SL_INDEX_SEQUENCE, SL_WORD(dialog), SL_WORD(t->from_tag),
                                      SL_WORD(t->client), SL_WORD(t->server), t->level);
    struct sl_sequence *sequence;
    const struct sl_transaction *first;

    if (t->method == SL_METHOD_CANCEL || !arrival->to_tag) {
        return;
    }
    sequence = sl_get_or_make(t->call, key, sizeof *sequence);
    first = sequence->record ? NULL : begun_by(t);
    if (first && first->request) {
        sequence->cseq_number = first->cseq_number;
        sequence->record = first->request;
    }
    arrival->sequel_of = sequence->record;
    arrival->sequel_of_number = sequence->cseq_number;
    if (!sequence->record) {
        sequence->cseq_number = number_before(t);
        raise_sequence(arrival->store, sequence, t->cseq_number, arrival->record);
    } else if (t->cseq_number > sequence->cseq_number) {
        raise_sequence(arrival->store, sequence, t->cseq_number, arrival->record);
    } else {
        arrival->skipped_by = fill_sequence(sequence, t->cseq_number);
    }
}

/* The first copy captured, on any hop, of what T carries on its own; NULL for a CANCEL. */
static const struct sl_record *first_of(const struct sl_transaction *t)
{
    return t->invite ? t->invite->first : t->origin ? t->origin->first : NULL;
}

void sl_dialog_note_request(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_store *store = arrival->store;
    struct sl_side *sender;

    if (t->invite && !t->invite->first) {
        t->invite->first = arrival->record;
        t->invite->body = (uint8_t)arrival->message->body;
    }
    arrival->is_new = first_of(t) == arrival->record;
    t->dialog = sl_dialog_of(store, t->call, t->from_tag, arrival->to_tag);
    note_sequence(arrival, t);
    if (!t->dialog || !arrival->is_new) {
        return;
    }
    sender = sl_dialog_side(t->dialog, t->from_tag);
    note_number(sender, t->cseq_number, arrival->record);
    if (t->invite) {
        t->invite->dialog = t->dialog;
        t->invite->previous = sender->invite == t->invite ? NULL : sender->invite;
        sender->invite = t->invite;
    } else if (t->method == SL_METHOD_BYE && !sender->bye) {
        sender->bye = t->origin;
    }
}

void sl_dialog_note_unseen_bye(struct sl_arrival *arrival)
{
    struct sl_store *store = arrival->store;
    const char *from_tag = arrival->from_tag;
    struct sl_dialog *dialog =
        sl_dialog_of(store, arrival->record->call, from_tag, arrival->to_tag);
    struct sl_side *sender = dialog ? sl_dialog_side(dialog, from_tag) : NULL;

    if (sender && !sender->unseen_bye) {
        sender->unseen_bye = arrival->record;
    }
    if (dialog && !dialog->bye_ok && sl_status_is_success(arrival->record->status)) {
        dialog->bye_ok = arrival->record;
    }
}

void sl_dialog_note_final(struct sl_arrival *arrival, struct sl_transaction *t)
{
    struct sl_record *record = arrival->record;
    struct sl_dialog *dialog = sl_record_dialog(record);
    bool success = sl_status_is_success(record->status);

    if (t->origin && !t->origin->final) {
        t->origin->final = record;
    }
    if (!dialog) {
        return;
    }
    if (success && t->method == SL_METHOD_BYE && !dialog->bye_ok) {
        dialog->bye_ok = record;
    }
    if (success && t->method == SL_METHOD_INVITE && !dialog->confirmed) {
        dialog->confirmed = record;
        if (!record->leg->fork->invite->to_tag) {
            dialog->maker = record->leg->fork;
        }
    }
    if ((record->status == 408 || record->status == 481) && t->dialog && !dialog->lost) {
        dialog->lost = record;
    }
}
