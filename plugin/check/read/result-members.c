/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read/result-members.h"

/* How a C type is kept. An enum is an unsigned int to gcc and clang, an int to others. */
#define STORE(type, field)                                                                         \
    _Generic(((type *)0)->field,                                                                   \
             const char * : SL_STORE_STRING,                                                       \
             char * : SL_STORE_OWNED,                                                              \
             bool : SL_STORE_BOOL,                                                                 \
             uint16_t : SL_STORE_16,                                                               \
             uint32_t : SL_STORE_32,                                                               \
             int : SL_STORE_32,                                                                    \
             uint64_t : SL_STORE_64,                                                               \
             uint64_t * : SL_STORE_64,                                                             \
             int64_t : SL_STORE_NS,                                                                \
             int64_t * : SL_STORE_NS,                                                              \
             struct sl_party : SL_STORE_INSIDE,                                                    \
             struct sl_text : SL_STORE_INSIDE,                                                     \
             struct sl_reason : SL_STORE_INSIDE)
#define AT(type, field) .store = STORE(type, field), .offset = offsetof(type, field)

#define CAPTURE(id, field) [SL_MEMBER_CAPTURE_##id] = {AT(struct sl_result, field)}
#define SETTINGS(id, field) [SL_MEMBER_SETTINGS_##id] = {AT(struct sl_result, field)}
#define HOP(id, field) [SL_MEMBER_TRANSACTION_##id] = {AT(struct sl_hop, field)}
#define HOP_SHOWN(id, field)                                                                       \
    [SL_MEMBER_TRANSACTION_##id] = {AT(struct sl_hop, field), .is_shown = true}
#define FRAMES(id, field) [SL_MEMBER_FRAMES_##id] = {AT(struct sl_hop, field)}
#define STEP(id, field) [SL_MEMBER_MESSAGE_##id] = {AT(struct sl_step, field)}
#define FOUND(id, field) [SL_MEMBER_VIOLATION_##id] = {AT(struct sl_violation, field)}
#define SUM(id, field) [SL_MEMBER_SUMMARY_##id] = {AT(struct sl_result, field)}
#define PARTY(id, field) [SL_MEMBER_PARTY_##id] = {AT(struct sl_party, field)}
#define TEXT(id, field) [SL_MEMBER_TEXT_##id] = {AT(struct sl_text, field)}
#define REASON(id, field) [SL_MEMBER_REASON_##id] = {AT(struct sl_reason, field)}
/* An object that has no struct of its own: its members are in that around it. */
#define FLAT(member) [SL_MEMBER_##member] = {.store = SL_STORE_INSIDE}

static const struct sl_member_place places[SL_MEMBERS] = {
    CAPTURE(SIPLENS, siplens),
    CAPTURE(FILE, file),
    CAPTURE(ERROR, error),
    CAPTURE(WIRESHARK, wireshark),
    CAPTURE(START, start),
    CAPTURE(DURATION, duration_ns),
    CAPTURE(FRAMES, frames),
    CAPTURE(CLOCK_BROKEN, clock_is_broken),
    FLAT(CAPTURE_SETTINGS),
    SETTINGS(T1_MS, t1_ms),
    SETTINGS(PROVISIONAL_MS, provisional_ms),
    SETTINGS(TIMER_C_S, timer_c_s),
    SETTINGS(DUPLICATE_MS, duplicate_ms),
    [SL_MEMBER_CHANGE_BY] = {AT(struct sl_change, by)},
    [SL_MEMBER_CHANGE_WHAT] = {AT(struct sl_change, what)},

    HOP(TRANSACTION, number),
    HOP(CALL, call),
    HOP(CALL_ID, call_id),
    HOP(CSEQ, cseq),
    HOP(FROM_TAG, from_tag),
    HOP(BRANCH, branch),
    HOP(CLIENT, client),
    HOP(SERVER, server),
    HOP_SHOWN(TRANSPORT, transport),
    FLAT(TRANSACTION_FRAMES),
    FRAMES(INVITE, invite_frame),
    FRAMES(FINAL, final_frame),
    FRAMES(ACK, ack_frame),
    FRAMES(CANCEL, cancel_frame),
    HOP(TIMES, span_ns),
    HOP_SHOWN(STATE, state),
    HOP_SHOWN(OUTCOME, outcome),
    HOP(VERDICT, verdict),
    HOP(INCOMPLETE, incomplete),

    STEP(FRAME, frame),
    STEP(TIME, time_ns),
    STEP(FROM, from_client),
    [SL_MEMBER_MESSAGE_METHOD] = {AT(struct sl_step, method), .is_shown = true},
    STEP(STATUS, status),
    STEP(LABEL, label),
    STEP(REPEAT_OF, repeat_of),
    STEP(DUPLICATE, is_duplicate),

    FOUND(RULE, rule),
    [SL_MEMBER_VIOLATION_SEVERITY] = {AT(struct sl_violation, severity), .base = SL_SEVERITY_NOTE},
    FOUND(GROUP, group),
    FOUND(REFERENCE, reference),
    FOUND(FRAME, frame),
    FOUND(TIME, time_ns),
    FOUND(SOURCE, source),
    FOUND(DESTINATION, destination),
    FOUND(CALL, call),
    FOUND(CALL_ID, call_id),
    FOUND(TRANSACTION, transaction),
    FOUND(ZH, text.zh),
    FOUND(EN, text.en),

    SUM(MESSAGES, messages),
    SUM(REQUESTS, requests),
    SUM(RESPONSES, responses),
    SUM(REPEATS, repeats),
    SUM(DUPLICATES, duplicates),
    SUM(CALLS, call_count),
    SUM(TRANSACTIONS, transactions),
    SUM(VERDICTS, verdicts),
    SUM(OUTCOMES, outcomes),
    [SL_MEMBER_SUMMARY_CLASSES] = {.store = SL_STORE_64,
                                   .offset = offsetof(struct sl_result, classes[1])},

    [SL_MEMBER_OTHER_CALL_CALL] = {AT(struct sl_call_result, number)},
    [SL_MEMBER_OTHER_CALL_CALL_ID] = {AT(struct sl_call_result, call_id)},
    [SL_MEMBER_OTHER_CALL_FRAME] = {AT(struct sl_call_result, frame)},
    [SL_MEMBER_HIDDEN_BY] = {AT(struct sl_hiding, why)},
    [SL_MEMBER_HIDDEN_COUNT] = {AT(struct sl_hiding, count)},
    PARTY(ADDRESS, address),
    PARTY(PORT, port),
    TEXT(ZH, zh),
    TEXT(EN, en),
    REASON(ID, id),
    REASON(FRAME, frame),
    REASON(ZH, text.zh),
    REASON(EN, text.en),
};

const struct sl_member_place *sl_member_place(enum sl_member member)
{
    return &places[member];
}
