/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/silence.h"

/* A copy of FIRST that the snap length cut: whether it was sent again cannot be told. */
static bool has_cut_copy(const struct sl_record *first)
{
    return first->repeats && (first->is_cut || first->repeats->newest->is_cut);
}

struct sl_doubt sl_silence_doubt(const struct sl_checker *c, const struct sl_record *first,
                                 const struct sl_expectation *expected,
                                 const struct sl_record *stopped)
{
    bool had_time = stopped && sl_record_elapsed(first, stopped) < 4 * c->timing->t1_ns
                        ? sl_record_elapsed(first, stopped) > c->timing->t1_ns
                        : !sl_clock_is_within(&c->clock, first, 4 * c->timing->t1_ns);

    if (sl_transport_is_reliable((enum sl_transport)first->transport) ||
        sl_record_sent(first) > 1 || !had_time || sl_never_comes(expected)) {
        return SL_NO_DOUBT;
    }
    return has_cut_copy(first) ? SL_DOUBT_BY(TRUNCATED, first->repeats->newest)
                               : SL_DOUBT(NOT_CAPTURED);
}

const struct sl_record *sl_leg_ended_by(const struct sl_leg *leg)
{
    const struct sl_dialog *dialog = leg->fork->dialog;
    const struct sl_record *ended = NULL;

    for (unsigned i = 0; dialog && i < G_N_ELEMENTS(dialog->side); i++) {
        const struct sl_request *bye = dialog->side[i].bye;

        if (bye && (!ended || bye->first->number < ended->number)) {
            ended = bye->first;
        }
    }
    return ended;
}
