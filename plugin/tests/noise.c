/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "noise.h"

#include "capture.h"
#include "report/verdict.h"

#define BYTES_PER_MESSAGE 8

static const char *pick(const char *const *choices, size_t count, unsigned n)
{
    return choices[n % count];
}

static void make_message(const uint8_t *b, uint32_t frame, int64_t now, struct sl_message *m)
{
    static const char *const tags[] = {"x", "y", NULL, "z", "x"};
    static const char *const branches[] = {"z9hG4bK1", "z9hG4bK2", "z9hG4bK3", "old", NULL};
    static const char *const calls[] = {"c1", "c2", "c1", NULL};
    static const char *const methods[] = {"INVITE", "ACK",   "CANCEL", "PRACK", "BYE",
                                          "UPDATE", "OTHER", "INVITE", "ACK"};
    static const uint16_t codes[] = {100, 180, 183, 200, 202, 302, 401, 407,
                                     403, 603, 422, 486, 487, 481, 500, 299};
    static const char *const contacts[] = {"sip:a@example.com", "sip:%@[:;", "tel:+1", "sip:"};

    *m = (struct sl_message){
        .frame = frame,
        .time_ns = now,
        .source = {4, {10, 0, 0, b[0] & 3}},
        .destination = {4, {10, 0, 0, (b[0] >> 2) & 3}},
        .source_port = 5060,
        .destination_port = (uint16_t)(5060 + (b[0] >> 7)),
        .transport = (b[0] >> 4) & 1 ? SL_TRANSPORT_TCP : SL_TRANSPORT_UDP,
        .truncated = (b[0] & 0x60) == 0x60,
        .digest = b[1],
        .is_response = b[2] & 1,
        .headers = b[3] == 0 ? b[4] : 0x1ff,
        .call_id = pick(calls, G_N_ELEMENTS(calls), b[5]),
        .from_tag = pick(tags, G_N_ELEMENTS(tags), b[5] >> 3),
        .to_tag = pick(tags, G_N_ELEMENTS(tags), b[6]),
        .has_cseq_number = b[3] != 1,
        .cseq_number = 1 + (b[6] >> 4) % 3,
        .branch = pick(branches, G_N_ELEMENTS(branches), b[7]),
        .sent_by = "host",
        .via_count = 1 + (b[7] >> 6),
        .has_expires = b[3] & 1,
        .expires_s = b[3],
        .has_rack = true,
        .rack_cseq_number = 1 + (b[3] & 1),
        .rack_rseq = 1 + (b[4] & 3),
        .rack_method = "INVITE",
        .has_rseq = (b[4] & 0x40) != 0,
        .rseq = 1 + (b[4] & 3),
        .supports_100rel = (b[4] & 4) != 0,
        .requires_100rel = (b[4] & 8) != 0,
        .request_uri = contacts[b[1] & 3],
        .from_text = "<sip:c@example.com>",
        .has_session_expires = (b[1] & 6) == 6,
        .session_expires_s = (b[4] & 0x20) ? UINT32_MAX - b[1] : b[1],
        .has_refresher = (b[4] & 0x10) != 0,
        .has_min_se = (b[3] & 2) != 0,
        .min_se_s = (b[3] & 4) ? UINT32_MAX : b[3],
        .has_retry_after = (b[1] & 8) != 0,
        .retry_after_s = b[1] >> 4,
        .body = (enum sl_body)(b[1] >> 6),
        .body_digest = b[1] >> 6,
        .auths = {b[4] >> 5, /* up to more than there is room for */
                  {{.realm = "r",
                    .nonce = (b[1] & 2) ? "n" : "m",
                    .username = (b[1] & 4) ? "u" : NULL,
                    .has_response = (b[1] & 16) != 0,
                    .stale = (b[1] & 48) == 48},
                   {.realm = NULL, .nonce = ""},
                   {.realm = "r", .nonce = "m", .username = "u", .has_response = true},
                   {.realm = "", .nonce = NULL, .username = "", .has_auts = true}}},
        .contact_uris = {.count = b[3] & 31},
        .contact_host = "10.0.0.1",
        .server = "server",
    };
    for (unsigned i = 0; i < MIN(m->contact_uris.count, SL_VALUES_MAX); i++) {
        m->contact_uris.value[i] = contacts[(b[4] + i) & 3];
    }
    m->cseq_method = pick(methods, G_N_ELEMENTS(methods), b[2] >> 1);
    if (m->is_response) {
        m->status = codes[(b[4] >> 1) % G_N_ELEMENTS(codes)];
    } else {
        m->method_name = b[3] == 2 ? "INVITE" : m->cseq_method;
        m->method = sl_method_from_name(m->method_name);
    }
}

static void ask_about(const struct sl_capture *capture, const struct sl_record *record,
                      GString *text)
{
    struct sl_doubt reason;
    enum sl_verdict verdict;

    g_assert_true(!record->original || !record->original->original || record->original != record);
    for (const struct sl_finding *f = record->findings; f; f = f->next_on_record) {
        g_assert_true(f->record == record);
        if (sl_finding_holds(capture, f)) {
            sl_finding_describe(f, SL_ZH, text);
            sl_finding_describe(f, SL_EN, text);
        }
    }
    if (!record->transaction) {
        return;
    }
    g_assert_cmpuint(record->transaction->number, >, 0);
    verdict = sl_transaction_verdict(capture, record->transaction, &reason);
    g_assert_true((verdict == SL_VERDICT_INCOMPLETE) == sl_is_doubt(reason));
    g_assert_true(verdict == sl_transaction_verdict(capture, record->transaction, NULL));
    g_assert_cmpint(sl_transaction_outcome(capture, record->transaction), <, SL_OUTCOMES);
    g_assert_cmpint(sl_record_state(capture, record), <, SL_STATES);
    g_assert_cmpuint(record->transaction->unacknowledged, <, 1000000);
}

void noise_play(const uint8_t *bytes, size_t size)
{
    struct sl_settings settings;
    struct sl_catalogue *catalogue = sl_catalogue_new();
    struct sl_capture *capture;
    const struct sl_record *const *records;
    size_t count;
    int64_t now = 0;
    GString *text = g_string_new(NULL);

    sl_settings_init(&settings);
    capture = sl_capture_new(&settings, catalogue);
    for (size_t i = 0; i + BYTES_PER_MESSAGE <= size; i += BYTES_PER_MESSAGE) {
        struct sl_message message;

        now += (int64_t)bytes[i + 1] * bytes[i + 1] * SL_NS_PER_MS;
        if (bytes[i + 1] == 255) {
            now += 40 * SL_NS_PER_S;
        }
        make_message(bytes + i, (uint32_t)(i / BYTES_PER_MESSAGE + 1), now, &message);
        sl_capture_tick(capture, now);
        ask_about(capture, sl_capture_learn(capture, &message), text);
    }
    sl_capture_tick(capture, now + 400 * SL_NS_PER_S);
    records = sl_capture_records(capture, &count);
    for (size_t i = 0; i < count; i++) {
        ask_about(capture, records[i], text);
    }
    g_assert_true(g_utf8_validate(text->str, -1, NULL));
    g_string_free(text, TRUE);
    sl_capture_free(capture);
    sl_catalogue_free(catalogue);
}
