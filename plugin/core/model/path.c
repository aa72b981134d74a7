/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model/path.h"

#include <glib.h>

#include "model/lookup.h"

static bool is_named(const struct sl_host *host, const char *text)
{
    size_t length;

    if (!text) {
        return false;
    }
    length = strlen(text);
    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    return strlen(host->text) == length && g_ascii_strncasecmp(host->text, text, length) == 0;
}

void sl_leg_note_path(struct sl_leg *leg, const struct sl_message *m)
{
    const struct sl_transaction *t = leg->transaction;

    if (t->client == t->server) {
        return; /* several hops on one address, and Record-Route names only that */
    }
    leg->ack_passes_client = t->request && t->level == 1;
    leg->ack_passes_server = is_named(t->server, m->contact_host);
    for (unsigned i = 0; i < MIN(m->record_route_hosts.count, SL_VALUES_MAX); i++) {
        leg->ack_passes_client |= is_named(t->client, m->record_route_hosts.value[i]);
        leg->ack_passes_server |= is_named(t->server, m->record_route_hosts.value[i]);
    }
}

/* True if the route set of the 2xx M leads over an address that is not HOST's own. */
static bool needs_route(const struct sl_host *host, const struct sl_message *m)
{
    for (unsigned i = 0; i < MIN(m->record_route_hosts.count, SL_VALUES_MAX); i++) {
        const char *name = m->record_route_hosts.value[i];

        /* A name may be one of the host's own. */
        if ((g_hostname_is_ip_address(name) || name[0] == '[') && !is_named(host, name)) {
            return true;
        }
    }
    return false;
}

void sl_leg_note_route_set(struct sl_leg *leg, const struct sl_message *m)
{
    const struct sl_transaction *t = leg->transaction;

    leg->client_needs_route = t->request && t->level == 1 && needs_route(t->client, m);
    leg->server_needs_route = is_named(t->server, m->contact_host) && needs_route(t->server, m);
}

bool sl_fork_has_hop_on_path(const struct sl_fork *fork)
{
    unsigned n = SL_LOOK_BACK;

    for (const struct sl_leg *leg = fork->legs; leg && n--; leg = leg->next_on_fork) {
        if (leg->ack_passes_client && leg->ack_passes_server) {
            return true;
        }
    }
    return false;
}
