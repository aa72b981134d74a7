/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/json-schema.h"

#include <string.h>

#include "model/state.h"
#include "report/span.h"
#include "report/verdict.h"
#include "rules/doubt.h"
#include "rules/finding.h"

static const struct {
    const char *name;
    enum sl_member first;
    const char *about;
} shapes[SL_SHAPES] = {
    [SL_SHAPE_CAPTURE] = {"capture", SL_MEMBER_CAPTURE_FORMAT, NULL},
    [SL_SHAPE_TRANSACTION] = {"transaction", SL_MEMBER_TRANSACTION_TRANSACTION,
                              "An INVITE transaction on one hop."},
    [SL_SHAPE_VIOLATION] = {"violation", SL_MEMBER_VIOLATION_RULE, NULL},
    [SL_SHAPE_SUMMARY] = {"summary", SL_MEMBER_SUMMARY_MESSAGES, NULL},
    [SL_SHAPE_SETTINGS] = {"settings", SL_MEMBER_SETTINGS_T1_MS, NULL},
    [SL_SHAPE_CHANGE] = {"change", SL_MEMBER_CHANGE_BY, NULL},
    [SL_SHAPE_FRAMES] = {"frames", SL_MEMBER_FRAMES_INVITE, NULL},
    [SL_SHAPE_MESSAGE] = {"message", SL_MEMBER_MESSAGE_FRAME, NULL},
    [SL_SHAPE_OTHER_CALL] = {"other_call", SL_MEMBER_OTHER_CALL_CALL, NULL},
    [SL_SHAPE_HIDDEN] = {"hidden", SL_MEMBER_HIDDEN_BY, NULL},
    [SL_SHAPE_PARTY] = {"party", SL_MEMBER_PARTY_ADDRESS, NULL},
    [SL_SHAPE_TEXT] = {"text", SL_MEMBER_TEXT_ZH, NULL},
    [SL_SHAPE_REASON] = {"reason", SL_MEMBER_REASON_ID, "What the capture does not show."},
};

#define ROW(in, id, called, ...)                                                                   \
    [SL_MEMBER_##in##_##id] = {.name = (called), .shape = SL_SHAPE_##in, __VA_ARGS__},
static const struct sl_member_info members[SL_MEMBERS] = {SL_MEMBERS_OF_ALL(ROW)};
#undef ROW

const struct sl_member_info *sl_member_info(enum sl_member member)
{
    return &members[member];
}

const char *sl_shape_name(enum sl_shape shape)
{
    return shapes[shape].name;
}

const char *sl_shape_about(enum sl_shape shape)
{
    return shapes[shape].about;
}

bool sl_shape_parse(const char *type, enum sl_shape *shape)
{
    for (unsigned i = 0; i < SL_SHAPE_LINES; i++) {
        if (strcmp(shapes[i].name, type) == 0) {
            *shape = (enum sl_shape)i;
            return true;
        }
    }
    return false;
}

enum sl_member sl_shape_first_member(enum sl_shape shape)
{
    return shapes[shape].first;
}

enum sl_member sl_shape_end_member(enum sl_shape shape)
{
    return shape + 1 < SL_SHAPES ? shapes[shape + 1].first : SL_MEMBERS;
}

bool sl_member_find(enum sl_shape shape, const char *name, enum sl_member *member)
{
    unsigned first = shapes[shape].first;
    unsigned count = sl_shape_end_member(shape) - first;

    for (unsigned i = 0; i < count; i++) {
        unsigned at = first + ((unsigned)*member - first + i) % count;

        if (strcmp(members[at].name, name) == 0) {
            *member = (enum sl_member)at;
            return true;
        }
    }
    return false;
}

/* --- words ----------------------------------------------------------------------------------- */

int sl_word_index(sl_word_fn word, const char *name)
{
    const char *at;

    for (unsigned i = 0; (at = word(i)) != NULL; i++) {
        if (strcmp(at, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *sl_word_verdict(unsigned index)
{
    return index < SL_VERDICTS ? sl_verdict_name((enum sl_verdict)index)->name : NULL;
}

const char *sl_word_outcome(unsigned index)
{
    return index < SL_OUTCOMES ? sl_outcome_name((enum sl_outcome)index)->name : NULL;
}

const char *sl_word_state(unsigned index)
{
    return index < SL_STATES ? sl_state_name((enum sl_state)index)->name : NULL;
}

const char *sl_word_doubt(unsigned index)
{
    return index + 1 < SL_DOUBTS ? sl_doubt_name((enum sl_doubt_id)(index + 1))->name : NULL;
}

const char *sl_word_severity(unsigned index)
{
    return index < SL_SEVERITY_ERROR ? sl_severity_name((enum sl_severity)(index + 1)) : NULL;
}

const char *sl_word_transport(unsigned index)
{
    return index <= SL_TRANSPORT_UNKNOWN ? sl_transport_name((enum sl_transport)index) : NULL;
}

const char *sl_word_span(unsigned index)
{
    return index < SL_SPANS ? sl_span_name((enum sl_span)index) : NULL;
}

const char *sl_word_class(unsigned index)
{
    static const char *const digits[] = {"1", "2", "3", "4", "5", "6"};

    return index < sizeof digits / sizeof digits[0] ? digits[index] : NULL;
}

const char *sl_word_side(unsigned index)
{
    static const char *const sides[] = {"server", "client"};

    return index < sizeof sides / sizeof sides[0] ? sides[index] : NULL;
}
