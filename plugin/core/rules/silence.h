/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the behaviour of a waiting party proves, before any timer does: who sends again has no
 * answer, and who over UDP does not, though there was time, has one (RFC 3261 §17.1.1.2, §17.1.2.2,
 * §13.3.1.4, §17.2.1).
 */
#ifndef SL_SILENCE_H
#define SL_SILENCE_H

#include "model/expectation.h"
#include "rules/find.h"

/* A message that was sent so often, the first copy counted, has no answer, however soon it was. */
#define SL_SENT_OFTEN 5u

/* FIRST, a first copy, was sent often enough to prove that its sender has no answer. */
static inline bool sl_is_sent_often(const struct sl_record *first)
{
    return sl_record_sent(first) >= SL_SENT_OFTEN;
}

/* RECORD is a copy of FIRST with which that is proven, once more or for the first time. */
static inline bool sl_proves_silence(const struct sl_record *record, const struct sl_record *first)
{
    return record->original == first && sl_record_last_sent(first) == record &&
           sl_is_sent_often(first);
}

/* How long FIRST was sent again: from its first copy to its latest. */
static inline int64_t sl_record_sent_for(const struct sl_record *first)
{
    return sl_record_elapsed(first, sl_record_last_sent(first));
}

/* ANSWER, if not NULL, came to FIRST before any timer was over, however many copies it took. */
static inline bool sl_comes_in_time(const struct sl_checker *checker, const struct sl_record *first,
                                    const struct sl_record *answer)
{
    return answer && sl_record_elapsed(first, answer) < sl_timing_overdue_ns(checker->timing);
}

/*
 * Whether the sender of FIRST may have what it waits for although the capture does not: over UDP it
 * had 4*T1 to send again, did not, and such messages do come from there (EXPECTED). STOPPED, if not
 * NULL, is what ended its sending whether answered or not: then one copy that was due is enough.
 */
struct sl_doubt sl_silence_doubt(const struct sl_checker *checker, const struct sl_record *first,
                                 const struct sl_expectation *expected,
                                 const struct sl_record *stopped);

/* The BYE, of whichever side, that ends the dialog of LEG, so that its 2xx is not sent again; or
 * NULL. */
const struct sl_record *sl_leg_ended_by(const struct sl_leg *leg);

#endif
