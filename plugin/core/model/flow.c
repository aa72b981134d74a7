/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which transaction a message belongs to, and what it changes there. This file records facts; the
 * rules judge them.
 *
 * On one hop a transaction is Call-ID, CSeq number and method, top Via branch and sent-by, and the
 * pair of hosts (RFC 3261 §17.1.3, §17.2.3). The branch alone does not do: real proxies, and the
 * examples of RFC 3665, use one again for a later INVITE and for BYE. Ports do not count: answers
 * go to the Via's port (§18.2.2). An ACK to a 2xx is a transaction of its own on the wire; here it
 * belongs to the INVITE that it confirms (§13.2.2.4).
 */
#include "model/flow.h"

void sl_flow_place(struct sl_look *look)
{
    const struct sl_message *m = look->message;
    struct sl_record *record = look->record;
    struct sl_place place = {
        .call = record->call, .cseq_number = m->cseq_number, .method = record->method};

    look->via = sl_find_via(look->capture, m);
    if (!look->via || !record->call || !m->has_cseq_number) {
        if (m->truncated) {
            record->destination->cut_frame = record->frame;
        }
        return; /* it cannot be matched with anything */
    }
    place.via = look->via;
    place.client = m->is_response ? record->destination : record->source;
    place.server = m->is_response ? record->source : record->destination;
    if (m->is_response) {
        sl_flow_response(look, &place);
    } else if (m->method == SL_METHOD_INVITE) {
        sl_flow_invite(look, &place);
    } else if (m->method == SL_METHOD_ACK) {
        place.method = SL_METHOD_INVITE;
        sl_flow_ack(look, &place);
    } else if (m->method == SL_METHOD_CANCEL) {
        sl_flow_cancel(look, &place);
    } else if (m->method == SL_METHOD_PRACK) {
        sl_flow_prack(look, &place);
    } else {
        sl_flow_other(look, &place);
    }
    if (record->transaction) {
        record->transaction->truncated |= m->truncated;
        record->state = (uint8_t)record->transaction->state;
    }
}
