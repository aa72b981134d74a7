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

/*
 * The call of a response without Call-ID: its branch, CSeq and hosts leave one request that it can
 * belong to; or NULL.
 */
static struct sl_call *call_of_response(const struct sl_lookup *at, const struct sl_message *m)
{
    struct sl_call *call = NULL;
    unsigned n = SL_LOOK_BACK;

    if (!m->is_response || !m->has_cseq_number || m->truncated) {
        return NULL;
    }
    for (const struct sl_transaction *t = at->via->transactions; t && n--; t = t->next_on_via) {
        if (t->method == at->method && t->cseq_number == at->cseq_number &&
            t->client == at->client && t->server == at->server && t->request && t->call != call) {
            if (call) {
                return NULL;
            }
            call = t->call;
        }
    }
    return call;
}

void sl_flow_learn(struct sl_arrival *arrival)
{
    const struct sl_message *m = arrival->message;
    struct sl_record *record = arrival->record;
    struct sl_lookup at = {.cseq_number = m->cseq_number,
                           .method = record->method,
                           .client = m->is_response ? record->destination : record->source,
                           .server = m->is_response ? record->source : record->destination};

    arrival->via = at.via = sl_find_via(arrival->store, m);
    if (!record->call && at.via) {
        record->call = call_of_response(&at, m);
    }
    at.call = record->call;
    if (record->call) {
        arrival->from_tag = sl_call_intern(record->call, m->from_tag);
        arrival->to_tag = sl_call_intern(record->call, m->to_tag);
    }
    if (!arrival->via || !record->call || !m->has_cseq_number) {
        if (m->truncated) {
            record->destination->cut_frame = record->frame;
        }
        return; /* it cannot be matched with anything */
    }
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
