/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule is: a few static functions and one row, which follows them, in the file of its group
 * (rules-<group>.c, or rules-<group>-<part>.c where it is long). Everything that names a rule
 * (expert fields, filters, reports, preferences, documentation) is derived from the row.
 */
#ifndef SL_RULE_H
#define SL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/doubt.h"

struct sl_checker;
struct sl_finding;
struct sl_look;
struct sl_record;

enum sl_severity { SL_SEVERITY_OFF, SL_SEVERITY_NOTE, SL_SEVERITY_WARN, SL_SEVERITY_ERROR };

enum sl_group {
    SL_GROUP_MESSAGE,
    SL_GROUP_INVITE,
    SL_GROUP_ACK,
    SL_GROUP_CANCEL,
    SL_GROUP_PRACK,
    SL_GROUP_DIALOG,
    SL_GROUP_OFFER,
    SL_GROUP_TIMER,
    SL_GROUP_RETRY,
    SL_GROUP_OTHER
};

/* Which messages a rule looks at. A message is offered to the rules of every set bit it has. */
enum sl_subject {
    SL_ON_REQUEST = 1u << 0,         /* every request */
    SL_ON_RESPONSE = 1u << 1,        /* every response */
    SL_ON_INVITE = 1u << 2,          /* an INVITE */
    SL_ON_ACK = 1u << 3,             /* an ACK */
    SL_ON_CANCEL = 1u << 4,          /* a CANCEL */
    SL_ON_INVITE_RESPONSE = 1u << 5, /* a response whose CSeq names INVITE */
    SL_ON_CANCEL_RESPONSE = 1u << 6, /* a response whose CSeq names CANCEL */
    SL_ON_PRACK = 1u << 7,           /* a PRACK */
    SL_ON_DIALOG = 1u << 8,          /* a request with a To tag, ACK and CANCEL apart */
    SL_ON_REPEAT = 1u << 9           /* repeats too; without it only first copies are offered */
};

#define SL_SUBJECTS (1u << 10)

/* How a sentence of a rule's finding is worded; most rules have one wording only. */
#define SL_WORDINGS_MAX 8

/* The name of the wording of a rule that has only one; others name theirs. */
enum { SL_SINGLE_WORDING };

struct sl_rule {
    const char *name; /* a promise: never renamed, never reused */
    enum sl_severity severity;
    enum sl_group group;
    bool documented; /* the project's source document states it; otherwise only the RFC does */
    const char *reference;
    /*
     * The rule needs elapsed time. Its findings are withheld where the capture's clock cannot be
     * trusted.
     */
    bool timed;
    /* Its finding proves that an INVITE transaction ended without a final response. */
    bool is_timeout;
    /* What is wrong, in general; a heading. */
    struct sl_text summary;
    /* The sentences of a finding; {0}, {1} … stand for its values. */
    struct sl_text wording[SL_WORDINGS_MAX];
    /*
     * What the documentation and explanations say, in one to three sentences each: what the rule
     * means and when it fires; what looks like it and stays silent (empty where the table of rules
     * knows nothing); why it matters in practice; what to check next.
     */
    struct sl_text meaning;
    struct sl_text unless;
    struct sl_text why;
    struct sl_text next;
    unsigned subjects; /* bits of enum sl_subject; 0 for a rule that only waits */
    /* Looks at one message as it arrives; NULL for a rule that only waits. */
    void (*check)(const struct sl_look *look);
    /* The wait that started with WAITED is over: if what it waited for is missing, say so. */
    void (*overdue)(struct sl_checker *checker, const struct sl_rule *rule,
                    struct sl_record *waited);
    /*
     * Whether the capture as known now proves the finding: no doubt if it does, otherwise the
     * reason why it cannot be told. Pure. A rule without this function is certain once found.
     */
    struct sl_doubt (*doubt)(const struct sl_checker *checker, const struct sl_finding *finding);
    /* Whether an answered call was ended by what FINDING says. NULL for a rule that never tells. */
    bool (*ends_call)(const struct sl_finding *finding);
};

/* Room for them. */
#define SL_RULES_MAX 128

/* The number of rules; they are numbered from 0 in the order of the documentation. */
unsigned sl_rule_count(void);

/* The rule of that number. */
const struct sl_rule *sl_rule_at(unsigned index);

/* The number of a rule of the table. */
unsigned sl_rule_index(const struct sl_rule *rule);

/* The rule of that name, or NULL. */
const struct sl_rule *sl_rule_find(const char *name);

/* "message", "invite" … */
const char *sl_group_name(enum sl_group group);

/* What the rules of the group are about; a heading. */
const struct sl_text *sl_group_label(enum sl_group group);

/* What there is to read about a rule, in the order in which it is told. */
enum sl_rule_part {
    SL_RULE_PART_MEANING,
    SL_RULE_PART_UNLESS,
    SL_RULE_PART_WHY,
    SL_RULE_PART_NEXT,
    SL_RULE_PARTS
};

/* That part of RULE; NULL where it has none. */
const struct sl_text *sl_rule_part(const struct sl_rule *rule, enum sl_rule_part part);

/* The heading of that part. */
const struct sl_text *sl_rule_part_label(enum sl_rule_part part);

/* "off", "note", "warn" or "error". */
const char *sl_severity_name(enum sl_severity severity);

/* The severity in words. */
const struct sl_text *sl_severity_label(enum sl_severity severity);

/* The severity of that name in *OUT; false if there is none. */
bool sl_severity_parse(const char *name, enum sl_severity *out);

/* The rules of one file: a group or a part of it, in the order of the documentation. */
struct sl_rule_group {
    const struct sl_rule *const *rules;
    unsigned count;
};

extern const struct sl_rule_group sl_rules_message;
extern const struct sl_rule_group sl_rules_message_responses;
extern const struct sl_rule_group sl_rules_invite;
extern const struct sl_rule_group sl_rules_invite_responses;
extern const struct sl_rule_group sl_rules_ack;
extern const struct sl_rule_group sl_rules_cancel;
extern const struct sl_rule_group sl_rules_prack;
extern const struct sl_rule_group sl_rules_dialog_bye;
extern const struct sl_rule_group sl_rules_dialog;
extern const struct sl_rule_group sl_rules_dialog_path;
extern const struct sl_rule_group sl_rules_offer;
extern const struct sl_rule_group sl_rules_timer;
extern const struct sl_rule_group sl_rules_retry;
extern const struct sl_rule_group sl_rules_other;

/* Defines NAME, the group of these rules. */
#define SL_RULES(name, ...)                                                                        \
    static const struct sl_rule *const listed[] = {__VA_ARGS__};                                   \
    const struct sl_rule_group name = {listed, sizeof listed / sizeof listed[0]}

#endif
