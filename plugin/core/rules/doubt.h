/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a capture may leave in doubt: why a finding is not shown as yet, and why the verdict is
 * "incomplete". One list; the ids are a promise to those who read reports.
 */
#ifndef SL_DOUBT_H
#define SL_DOUBT_H

#include <stdbool.h>

#include "base/text.h"

struct sl_record;

enum sl_doubt_id {
    SL_DOUBT_NONE, /* the capture proves it */
    SL_DOUBT_STARTS_LATE,
    SL_DOUBT_ENDS_EARLY,
    SL_DOUBT_ONE_DIRECTION,
    SL_DOUBT_SHOWN_LATER,
    SL_DOUBT_NOT_CAPTURED,
    SL_DOUBT_RELAYED,
    SL_DOUBT_SETTLED_ELSEWHERE,
    SL_DOUBT_OTHER_PATH,
    SL_DOUBT_DIALOG_PATH,
    SL_DOUBT_ODD_ACK,
    SL_DOUBT_ODD_PRACK,
    SL_DOUBT_REFUTED, /* it is not so: nothing is missing either */
    SL_DOUBT_TRUNCATED,
    SL_DOUBT_CLOCK,
    SL_DOUBTS
};

/* A doubt, and the message that raises it; NULL where it is none single. */
struct sl_doubt {
    enum sl_doubt_id id;
    const struct sl_record *record;
};

/* The doubt ID without a message, for any ID but by the message RECORD, and none at all. */
#define SL_DOUBT(id_) ((struct sl_doubt){.id = SL_DOUBT_##id_})
#define SL_DOUBT_BY(id_, record_) ((struct sl_doubt){.id = SL_DOUBT_##id_, .record = (record_)})
#define SL_NO_DOUBT ((struct sl_doubt){.id = SL_DOUBT_NONE})

static inline bool sl_is_doubt(struct sl_doubt doubt)
{
    return doubt.id != SL_DOUBT_NONE;
}

/* "ends_early" … for filters and reports, and the reason in words. ID is none of NONE. */
const struct sl_name *sl_doubt_name(enum sl_doubt_id id);

#endif
