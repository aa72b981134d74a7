/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/split.h"

#include <string.h>

#include "sip/header.h"

static const char *copy(struct sl_split *split, const char *text, size_t length)
{
    return sl_arena_strndup(split->texts, text, length);
}

/* The parameter, or NULL: an empty tag or branch tells no one from another, so it is as good as
 * none. */
static const char *parameter(struct sl_split *split, const char *value, const char *name)
{
    size_t length;
    const char *found = sl_header_parameter(value, name, &length);

    return found && length ? copy(split, found, length) : NULL;
}

static void add_value(struct sl_values *values, const char *text)
{
    if (values->count < SL_VALUES_MAX) {
        values->value[values->count] = text;
    }
    values->count++;
}

/* --- Via ------------------------------------------------------------------------------------- */

static const char *after_slash(const char *p)
{
    const char *slash = strchr(p, '/');

    return sl_header_skip_space(slash ? slash + 1 : p);
}

/* sent-protocol LWS sent-by (§20.42). */
static void read_sent_by(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;
    const char *transport = after_slash(after_slash(value)), *host, *end;
    uint32_t port;

    host = sl_header_skip_space(transport + sl_header_word_length(transport));
    if (*host == '[') {
        host++;
        end = host + strcspn(host, "]");
        m->sent_by = copy(split, host, (size_t)(end - host));
        end += *end == ']';
    } else {
        size_t length = sl_header_word_length(host);
        const char *colon = memchr(host, ':', length);

        end = colon ? colon : host + length;
        m->sent_by = copy(split, host, (size_t)(end - host));
    }
    end = sl_header_skip_space(end);
    if (*end == ':' && sl_header_number(sl_header_skip_space(end + 1), &port) &&
        port <= UINT16_MAX) {
        m->has_sent_by_port = true;
        m->sent_by_port = (uint16_t)port;
    }
}

void sl_split_via(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;

    if (!(m->headers & SL_HEADER_VIA)) {
        m->headers |= SL_HEADER_VIA;
        m->via_text = value;
        m->branch = parameter(split, value, "branch");
        read_sent_by(split, value);
    }
    for (; *value; value = sl_header_next_value(value)) {
        m->via_count++;
    }
}

/* --- who, and which transaction -------------------------------------------------------------- */

void sl_split_from(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;

    if (!(m->headers & SL_HEADER_FROM)) {
        m->headers |= SL_HEADER_FROM;
        m->from_text = value;
        m->from_tag = parameter(split, value, "tag");
    }
}

void sl_split_to(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;

    if (!(m->headers & SL_HEADER_TO)) {
        m->headers |= SL_HEADER_TO;
        m->to_text = value;
        m->to_tag = parameter(split, value, "tag");
    }
}

/* The text after the number that TEXT begins with. */
static const char *after_number(const char *text)
{
    while (g_ascii_isdigit(*text)) {
        text++;
    }
    return sl_header_skip_space(text);
}

void sl_split_cseq(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;

    if (!(m->headers & SL_HEADER_CSEQ)) {
        m->headers |= SL_HEADER_CSEQ;
        m->has_cseq_number = sl_header_number(value, &m->cseq_number);
        m->cseq_method = after_number(value);
    }
}

void sl_split_contact(struct sl_split *split, const char *value)
{
    struct sl_message *m = split->message;

    if (!(m->headers & SL_HEADER_CONTACT)) {
        m->headers |= SL_HEADER_CONTACT;
        m->contact_text = value;
    }
    for (; *value; value = sl_header_next_value(value)) {
        size_t length, host_length;
        const char *uri = sl_header_uri(value, &length), *host;

        if (length == 0 || *uri == '*') {
            continue; /* all bindings, of a REGISTER (§10.2.2) */
        }
        host_length = length;
        host = sl_header_host(uri, &host_length);
        if (host && !m->contact_host) {
            m->contact_host = copy(split, host, host_length);
        }
        add_value(&m->contact_uris, copy(split, uri, length));
    }
}
