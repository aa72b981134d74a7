/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladder.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct line {
    struct sl_message message;
    GPtrArray *strings; /* owns what message borrows */
};

static const char *keep(struct line *line, char *text)
{
    g_ptr_array_add(line->strings, text);
    return text;
}

static struct sl_address address_of(char letter)
{
    return (struct sl_address){.length = 4, .bytes = {192, 0, 2, (uint8_t)letter}};
}

static void set_defaults(struct line *line)
{
    struct sl_message *m = &line->message;

    m->headers = SL_HEADER_VIA | SL_HEADER_FROM | SL_HEADER_TO | SL_HEADER_CALL_ID |
                 SL_HEADER_CSEQ | SL_HEADER_MAX_FORWARDS | SL_HEADER_CONTACT |
                 SL_HEADER_WWW_AUTHENTICATE | SL_HEADER_PROXY_AUTHENTICATE | SL_HEADER_ROUTE |
                 SL_HEADER_EVENT | SL_HEADER_SUBSCRIPTION_STATE | SL_HEADER_REFER_TO |
                 SL_HEADER_RACK;
    m->call_id = "call";
    m->from_tag = "f";
    m->has_cseq_number = true;
    m->cseq_number = 1;
    m->via_count = 1;
    m->source_port = m->destination_port = 5060;
    m->transport = SL_TRANSPORT_UDP;
    m->sent_by = "client.example.com";
    m->request_uri = "sip:callee@example.com";
    m->from_text = "<sip:caller@example.com>";
}

static void drop_header(struct sl_message *m, const char *name)
{
    static const struct {
        const char *name;
        unsigned bit;
    } headers[] = {
        {"Via", SL_HEADER_VIA},
        {"From", SL_HEADER_FROM},
        {"To", SL_HEADER_TO},
        {"Call-ID", SL_HEADER_CALL_ID},
        {"CSeq", SL_HEADER_CSEQ},
        {"Max-Forwards", SL_HEADER_MAX_FORWARDS},
        {"Contact", SL_HEADER_CONTACT},
        {"WWW-Authenticate", SL_HEADER_WWW_AUTHENTICATE},
        {"Proxy-Authenticate", SL_HEADER_PROXY_AUTHENTICATE},
        {"Route", SL_HEADER_ROUTE},
        {"Event", SL_HEADER_EVENT},
        {"Subscription-State", SL_HEADER_SUBSCRIPTION_STATE},
        {"Refer-To", SL_HEADER_REFER_TO},
        {"RAck", SL_HEADER_RACK},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        if (strcmp(headers[i].name, name) == 0) {
            m->headers &= ~headers[i].bit;
            return;
        }
    }
    g_error("ladder: unknown header %s", name);
}

/* The newest; those beyond the room are only counted, and written where nobody looks. */
static struct sl_auth *auth_of(struct sl_message *m)
{
    static struct sl_auth beyond;

    g_assert(m->auths.count >= 1);
    return m->auths.count <= SL_AUTHS_MAX ? &m->auths.of[m->auths.count - 1] : &beyond;
}

static void set_further_key(struct line *line, const char *key, const char *value, const char *text,
                            unsigned number)
{
    struct sl_message *m = &line->message;

    if (strcmp(key, "rseq") == 0) {
        m->has_rseq = true;
        m->rseq = number;
    } else if (strcmp(key, "rack") == 0) {
        const char *cseq = strchr(value, '/');

        m->has_rack = true;
        m->rack_rseq = number;
        m->rack_cseq_number = cseq ? (unsigned)g_ascii_strtoull(cseq + 1, NULL, 10) : 1;
        m->rack_method = "INVITE";
    } else if (strcmp(key, "se") == 0) {
        m->has_session_expires = true;
        m->session_expires_s = number;
    } else if (strcmp(key, "minse") == 0) {
        m->has_min_se = true;
        m->min_se_s = number;
    } else if (strcmp(key, "hash") == 0) {
        m->body_digest = number;
    } else if (strcmp(key, "viaport") == 0) {
        m->has_sent_by_port = true;
        m->sent_by_port = (uint16_t)number;
    } else if (strcmp(key, "uri") == 0) {
        m->request_uri = text;
    } else if (strcmp(key, "retryafter") == 0) {
        m->has_retry_after = true;
        m->retry_after_s = number;
    } else if (strcmp(key, "realm") == 0) {
        m->headers |= m->is_response ? 0u : SL_HEADER_CREDENTIALS;
        m->auths.count++;
        auth_of(m)->realm = text;
    } else if (strcmp(key, "nonce") == 0) {
        auth_of(m)->nonce = text;
    } else if (strcmp(key, "user") == 0) {
        auth_of(m)->username = text;
    } else {
        g_error("ladder: unknown key %s", key);
    }
}

/* A word without a value; false if there is no such word. */
static bool set_word(struct sl_message *m, const char *word)
{
    if (strcmp(word, "tcp") == 0) {
        m->transport = SL_TRANSPORT_TCP;
    } else if (strcmp(word, "cut") == 0) {
        m->truncated = true;
    } else if (strcmp(word, "sdp") == 0) {
        m->body = SL_BODY_SDP;
    } else if (strcmp(word, "nosdp") == 0) {
        m->body = SL_BODY_NONE;
    } else if (strcmp(word, "body") == 0) {
        m->body = SL_BODY_OTHER;
    } else if (strcmp(word, "odd") == 0) {
        m->body = SL_BODY_UNKNOWN;
    } else if (strcmp(word, "100rel") == 0) {
        m->supports_100rel = true;
    } else if (strcmp(word, "require") == 0) {
        m->requires_100rel = true;
    } else if (strcmp(word, "refresher") == 0) {
        m->has_refresher = true;
    } else if (strcmp(word, "response") == 0) {
        auth_of(m)->has_response = true;
    } else if (strcmp(word, "auts") == 0) {
        auth_of(m)->has_auts = true;
    } else if (strcmp(word, "stale") == 0) {
        auth_of(m)->stale = true;
    } else {
        return false;
    }
    return true;
}

/* Another Contact each time. */
static void set_contact_uri(struct sl_message *m, const char *uri)
{
    if (uri && m->contact_uris.count < SL_VALUES_MAX) {
        m->contact_uris.value[m->contact_uris.count] = uri;
    }
    m->contact_uris.count += uri != NULL;
}

static void set_key(struct line *line, const char *key, const char *value)
{
    struct sl_message *m = &line->message;
    const char *text = strcmp(value, "-") == 0 ? NULL : keep(line, g_strdup(value));
    unsigned number = (unsigned)g_ascii_strtoull(value, NULL, 10);

    if (strcmp(key, "call") == 0) {
        m->call_id = text;
    } else if (strcmp(key, "from") == 0) {
        m->from_tag = text;
    } else if (strcmp(key, "to") == 0) {
        m->to_tag = text;
    } else if (strcmp(key, "branch") == 0) {
        m->branch = text;
    } else if (strcmp(key, "cseqmethod") == 0) {
        m->cseq_method = text;
    } else if (strcmp(key, "cseq") == 0) {
        m->cseq_number = number;
    } else if (strcmp(key, "vias") == 0) {
        m->via_count = number;
    } else if (strcmp(key, "sport") == 0) {
        m->source_port = (uint16_t)number;
    } else if (strcmp(key, "dport") == 0) {
        m->destination_port = (uint16_t)number;
    } else if (strcmp(key, "bytes") == 0) {
        m->digest = number;
    } else if (strcmp(key, "contact") == 0) {
        m->contact_text = m->contact_host = text;
        set_contact_uri(m, text);
    } else if (strcmp(key, "rr") == 0) {
        m->record_route_hosts.value[m->record_route_hosts.count++] = text;
    } else if (strcmp(key, "server") == 0) {
        m->server = text;
    } else if (strcmp(key, "expires") == 0) {
        m->has_expires = true;
        m->expires_s = number;
    } else {
        set_further_key(line, key, value, text, number);
    }
}

/* An ACK to a 2xx, and any other request, has a branch of its own; see ladder.h. */
static void set_branch(struct line *line)
{
    struct sl_message *m = &line->message;
    const char *method = m->is_response ? m->cseq_method : m->method_name;

    if (strcmp(method, "ACK") == 0 || strcmp(method, "CANCEL") == 0) {
        method = "INVITE";
    }
    m->branch = keep(line, g_strdup_printf("z9hG4bK-%s-%u", method, m->cseq_number));
}

static void parse_start(struct line *line, char **words)
{
    struct sl_message *m = &line->message;
    bool is_response = g_ascii_isdigit(words[2][0]);

    if (strlen(words[1]) != 3 || words[1][1] != '>') {
        g_error("ladder: hosts are written a>b, not %s", words[1]);
    }
    m->source = address_of(words[1][0]);
    m->destination = address_of(words[1][2]);
    m->is_response = is_response;
    if (is_response) {
        m->status = (uint16_t)g_ascii_strtoull(words[2], NULL, 10);
        m->cseq_method = keep(line, g_strdup(words[3]));
        m->body =
            m->status / 100 == 2 && strcmp(words[3], "INVITE") == 0 ? SL_BODY_SDP : SL_BODY_NONE;
    } else {
        m->method_name = m->cseq_method = keep(line, g_strdup(words[2]));
        m->method = sl_method_from_name(m->method_name);
        m->body = m->method == SL_METHOD_INVITE ? SL_BODY_SDP : SL_BODY_NONE;
    }
}

static void parse_line(struct line *line, char **words)
{
    bool has_branch = false;

    parse_start(line, words);
    for (char **w = words + (line->message.is_response ? 4 : 3); *w; w++) {
        char *equals = strchr(*w, '=');

        if (equals) {
            *equals = '\0';
            has_branch |= strcmp(*w, "branch") == 0;
            set_key(line, *w, equals + 1);
        } else if ((*w)[0] == '-') {
            drop_header(&line->message, *w + 1);
        } else if (!set_word(&line->message, *w)) {
            g_error("ladder: unknown word %s", *w);
        }
    }
    if (!has_branch) {
        set_branch(line);
    }
    if (line->message.body != SL_BODY_NONE && line->message.body != SL_BODY_UNKNOWN &&
        !line->message.body_digest) {
        line->message.body_digest = 1;
    }
}

static uint64_t digest_of(const struct sl_message *m)
{
    GString *s = g_string_new(NULL);
    uint64_t digest;

    g_string_printf(s, "%s %u %s %s %s %u %s %s %u %u", m->method_name ? m->method_name : "",
                    m->status, m->call_id ? m->call_id : "", m->from_tag ? m->from_tag : "",
                    m->to_tag ? m->to_tag : "", m->cseq_number,
                    m->cseq_method ? m->cseq_method : "", m->branch ? m->branch : "", m->via_count,
                    m->rseq);
    digest = sl_hash_bytes(0, s->str, s->len);
    g_string_free(s, TRUE);
    return digest;
}

static void play_line(struct ladder *ladder, const char *text)
{
    char *copy = g_strstrip(g_strdup(text));
    char **words = g_strsplit_set(copy, " \t", -1);
    struct line line = {.strings = g_ptr_array_new_with_free_func(g_free)};
    GPtrArray *tight = g_ptr_array_new();

    for (char **w = words; *w; w++) {
        if (**w) {
            g_ptr_array_add(tight, *w);
        }
    }
    g_ptr_array_add(tight, NULL);
    if (tight->len > 1) {
        double seconds = g_ascii_strtod(tight->pdata[0], NULL);

        line.message.time_ns = (int64_t)(seconds * 1e6 + 0.5) * 1000;
        sl_capture_tick(ladder->capture, line.message.time_ns);
        if (strcmp(tight->pdata[1], "tick") != 0) {
            set_defaults(&line);
            parse_line(&line, (char **)tight->pdata);
            line.message.digest =
                line.message.digest ? line.message.digest : digest_of(&line.message);
            line.message.frame = ++ladder->frame;
            sl_capture_learn(ladder->capture, &line.message);
        }
    }
    g_ptr_array_free(tight, TRUE);
    g_ptr_array_free(line.strings, TRUE);
    g_strfreev(words);
    g_free(copy);
}

void ladder_continue(struct ladder *ladder, const char *text)
{
    char **lines = g_strsplit(text, "\n", -1);

    for (char **l = lines; *l; l++) {
        play_line(ladder, *l);
    }
    g_strfreev(lines);
}

struct ladder *ladder_play(const char *text, const struct sl_settings *settings)
{
    struct ladder *ladder = g_new0(struct ladder, 1);
    struct sl_settings defaults;

    sl_settings_init(&defaults);
    ladder->catalogue = sl_catalogue_new();
    ladder->capture = sl_capture_new(settings ? settings : &defaults, ladder->catalogue);
    if (g_getenv("SIPLENS_TRACE")) {
        sl_capture_trace(ladder->capture, (uint32_t)atoi(g_getenv("SIPLENS_TRACE")));
    }
    ladder_continue(ladder, text);
    return ladder;
}

void ladder_free(struct ladder *ladder)
{
    if (g_getenv("SIPLENS_TRACE")) {
        char *trace = sl_capture_trace_text(ladder->capture);

        g_printerr("%s", trace);
        g_free(trace);
    }
    sl_capture_free(ladder->capture);
    sl_catalogue_free(ladder->catalogue);
    g_free(ladder);
}

const struct sl_record *ladder_record(const struct ladder *ladder, unsigned frame)
{
    size_t count;
    const struct sl_record *const *records = sl_capture_records(ladder->capture, &count);

    g_assert_cmpuint(frame, >=, 1);
    g_assert_cmpuint(frame, <=, count);
    return records[frame - 1];
}

char *ladder_findings(const struct ladder *ladder)
{
    size_t count;
    const struct sl_record *const *records = sl_capture_records(ladder->capture, &count);
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        for (const struct sl_finding *f = records[i]->findings; f; f = f->next_on_record) {
            if (sl_finding_holds(ladder->capture, f)) {
                g_string_append_printf(out, "%s%u %s", out->len ? "; " : "", records[i]->frame,
                                       f->rule->name);
            }
        }
    }
    return g_string_free(out, FALSE);
}
