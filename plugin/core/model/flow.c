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

#include "model/flow-ack.h"
#include "model/flow-request.h"
#include "model/flow-response.h"

void sl_flow_learn(struct sl_arrival *arrival)
{
    const struct sl_message *m = arrival->message;
    struct sl_record *record = arrival->record;
    struct sl_lookup at = {
        .call = record->call, .cseq_number = m->cseq_number, .method = record->method};

    if (record->call) {
        arrival->from_tag = sl_call_intern(record->call, m->from_tag);
        arrival->to_tag = sl_call_intern(record->call, m->to_tag);
    }
    arrival->via = sl_find_via(arrival->store, m);
    if (!arrival->via || !record->call || !m->has_cseq_number) {
        if (m->truncated) {
            record->destination->cut_frame = record->frame;
        }
        return; /* it cannot be matched with anything */
    }
    at.via = arrival->via;
    at.client = m->is_response ? record->destination : record->source;
    at.server = m->is_response ? record->source : record->destination;
    if (m->is_response) {
        sl_flow_response(arrival, &at);
    } else if (m->method == SL_METHOD_INVITE) {
        sl_flow_invite(arrival, &at);
    } else if (m->method == SL_METHOD_ACK) {
        at.method = SL_METHOD_INVITE;
        sl_flow_ack(arrival, &at);
    } else if (m->method == SL_METHOD_CANCEL) {
        sl_flow_cancel(arrival, &at);
    } else if (m->method == SL_METHOD_PRACK) {
        sl_flow_prack(arrival, &at);
    } else {
        sl_flow_other(arrival, &at);
    }
    if (record->transaction) {
        record->transaction->truncated |= m->truncated;
        record->state = (uint8_t)record->transaction->state;
    }
}
