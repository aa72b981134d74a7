/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of a capture, for the files of the heart that build it. */
#ifndef SL_CAPTURE_INTERNAL_H
#define SL_CAPTURE_INTERNAL_H

#include "base/arena.h"
#include "base/index.h"
#include "base/timer-queue.h"
#include "capture.h"

struct sl_clock {
    bool started;
    bool has_time; /* some frame had one */
    bool is_broken;
    int64_t broken_at_ns;
    int64_t first_ns; /* the time of the first frame */
    int64_t now_ns;   /* the newest frame time */
    int64_t last_ns;  /* the time of the previous frame */
    uint64_t frames;  /* how many there were */
};

/* The rules that look at one kind of message. */
struct sl_checks {
    const struct sl_rule *rule[SL_RULES_MAX];
    unsigned number[SL_RULES_MAX]; /* its sl_rule_index */
    unsigned count;
};

struct sl_capture {
    struct sl_settings settings;
    const struct sl_catalogue *catalogue; /* borrowed */
    struct sl_arena *arena;               /* owns everything below but the containers */
    struct sl_clock clock;
    GPtrArray *records;       /* of struct sl_record, in capture order */
    struct sl_table hosts;    /* of struct sl_host, by address */
    struct sl_table calls;    /* of struct sl_call, by Call-ID */
    struct sl_table vias;     /* of struct sl_via, by branch and sent-by */
    struct sl_table copies;   /* of struct sl_record without a call: first copies, by digest */
    struct sl_waits *answers; /* waits of 64*T1 + T1 */
    struct sl_waits *finals;  /* waits of Timer C */
    uint32_t call_count, transaction_count;
    unsigned occasions[SL_RULES_MAX];      /* messages each rule looked at, by sl_rule_index … */
    unsigned waits[SL_RULES_MAX];          /* … and waits it began */
    GString *scratch;                      /* for building keys */
    struct sl_checks *checks[SL_SUBJECTS]; /* by the subjects of a message, made when needed */
};

/* What a rule looks at: the message that has just been learnt, and where it belongs. */
enum sl_ack_fit {
    SL_ACK_UNPLACED,  /* no captured INVITE it could confirm */
    SL_ACK_FITS,      /* confirms a final response of its To tag */
    SL_ACK_OTHER_HOP, /* its INVITE was captured, but not between these hosts */
    SL_ACK_NO_FINAL,  /* its INVITE has no final response on this hop */
    SL_ACK_TO_TAG,    /* final responses of this hop all have another To tag */
    SL_ACK_BRANCH,    /* confirms a non-2xx, yet no INVITE of this hop has its branch */
    SL_ACK_CSEQ       /* the INVITE that waits for it has another CSeq number */
};

struct sl_look {
    struct sl_capture *capture;
    const struct sl_rule *rule;
    const struct sl_message *message;
    struct sl_record *record;
    const char *from_tag, *to_tag; /* of the message, interned; NULL without a Call-ID */
    enum sl_ack_fit ack_fit;       /* of an ACK */
    bool ack_has_branch_of_invite; /* of an ACK */
    bool ack_comes_from_server;    /* of an ACK: sent by the receiver of the INVITE */
    struct sl_via *via;            /* NULL without a Via */
    bool is_new;                   /* of a request: no copy of it was captured on any hop before */
    struct sl_fork *ack_fork;      /* of an ACK: the fork that it is for, or NULL */
    struct sl_record
        *earlier_offer;          /* of a request with an offer: its sender's open one, or NULL */
    struct sl_record *sequel_of; /* of a request: that with the highest CSeq number before it … */
    uint32_t sequel_of_number;   /* … on its hop, and that number */
    struct sl_record *skipped_by;    /* of a request: what skipped its number there, or NULL */
    struct sl_record *previous_rseq; /* of a reliable 1xx: the one with the RSeq before, or NULL */
    uint32_t previous_rseq_number;
    struct sl_fork *rack_fork; /* of a PRACK that fits nothing: the fork it must be about */
    /* Of a request: what the sender was told when it sent the like before; NULL if nothing. */
    struct sl_refusal *refusal;
    struct sl_redirection *redirection;
    struct sl_challenge *challenge; /* of a response: a challenge whose answer it refuses */
    struct sl_lane *lane;           /* of a CANCEL that agrees with no INVITE pending there */
    /* Of a 100: what in it came from the next hop's 100; NULL if nothing did. */
    const struct sl_text *forwarded_mark;
};

/* Finds, or makes, the place of MESSAGE in the model (flow.c). */
void sl_flow_place(struct sl_look *look);

/* Makes RECORD a repeat of ORIGINAL: a duplicate if it follows its newest copy that closely. */
void sl_record_set_original(struct sl_capture *capture, struct sl_record *record,
                            struct sl_record *original);

/* Makes RECORD a first copy, whatever had the same bytes before it. */
void sl_record_set_first(struct sl_capture *capture, struct sl_record *record);

/* The copy of TEXT that CALL keeps: equal texts give the same pointer. NULL gives NULL. */
const char *sl_call_intern(struct sl_call *call, const char *text);

/* Starts a wait for what must follow RECORD; RULE is asked when it is over. */
void sl_capture_wait_answer(struct sl_capture *capture, const struct sl_rule *rule,
                            struct sl_record *record);
void sl_capture_wait_final(struct sl_capture *capture, const struct sl_rule *rule,
                           struct sl_record *record);

/*
 * Records a finding of RULE on RECORD with FACTS (NULL: none) and COUNT values, which are copied
 * (strings too). It counts for the verdict of the INVITE transaction of RECORD and, if RECORD is a
 * request within a dialog, of the one that made the dialog. It is complete when it is recorded: its
 * doubt may be asked at once.
 */
struct sl_finding *sl_capture_add_finding(struct sl_capture *capture, const struct sl_rule *rule,
                                          struct sl_record *record, const struct sl_facts *facts,
                                          unsigned wording, const struct sl_value *values,
                                          unsigned count);

/*
 * True if FINDING is of a higher severity than THAN, or of the same and earlier. NULL for THAN
 * stands below all that is not switched off.
 */
bool sl_finding_is_worse(const struct sl_capture *capture, const struct sl_finding *finding,
                         const struct sl_finding *than);

/* What RULE found on RECORD, or NULL. */
struct sl_finding *sl_record_finding(const struct sl_record *record, const struct sl_rule *rule);

/* Gives FINDING another wording and other values: a fact that was learnt later. */
void sl_finding_restate(struct sl_capture *capture, struct sl_finding *finding, unsigned wording,
                        const struct sl_value *values, unsigned count);

/* The values as arguments of one call: a list and its length. */
#define SL_VALUES(...)                                                                             \
    (const struct sl_value[]){__VA_ARGS__},                                                        \
        sizeof((const struct sl_value[]){__VA_ARGS__}) / sizeof(struct sl_value)

/* A finding of the rule that is looking, on RECORD. */
#define SL_FIND(look, record, wording, ...) SL_FIND_WITH(look, record, NULL, wording, __VA_ARGS__)

/* The same with FACTS for its doubt. */
#define SL_FIND_WITH(look, record, facts, wording, ...)                                            \
    sl_capture_add_finding((look)->capture, (look)->rule, (record), (facts), (wording),            \
                           SL_VALUES(__VA_ARGS__))

/* The fan of the branches that HOST sent of ORIGIN, an sl_invite or sl_request, or NULL. */
struct sl_fan *sl_find_fan(const struct sl_call *call, const void *origin,
                           const struct sl_host *host, unsigned level);

/*
 * True if the client of TRANSACTION, an INVITE's, passed back a provisional response that none of
 * its branches is seen to have got: one that was not captured, perhaps on this branch.
 */
bool sl_has_unseen_provisional(const struct sl_transaction *transaction);

/*
 * The receiver of TRANSACTION is seen to hand the request on and itself gets no final response: its
 * own wait explains the silence.
 */
bool sl_waits_downstream(const struct sl_transaction *transaction);

/*
 * True once per end-to-end fault: a fault in a message that hops hand on is one finding, at its
 * first frame. LOOK's rule and the identity of its message make the key; ALSO, if not NULL, is
 * part of it for what each hop writes anew.
 */
bool sl_look_is_first_of_fault(const struct sl_look *look, const void *also);

#endif
