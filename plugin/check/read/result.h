/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of one capture: its calls, their INVITE transactions hop by hop, and what was
 * found. Read by jsonl-reader.c from JSON Lines, judged by grading.c, shown by the formats.
 *
 * Strings are what the reader got: valid UTF-8, and hostile in every other way.
 */
#ifndef SL_CHECK_RESULT_H
#define SL_CHECK_RESULT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "read/changes.h"
#include "report/span.h"
#include "report/verdict.h"
#include "sip/status.h"

#define SL_NO_TIME INT64_MIN
#define SL_NO_INDEX (-1)
#define SL_SEVERITIES (SL_SEVERITY_ERROR + 1)

struct sl_party {
    const char *address;
    unsigned port; /* 0: unknown */
};

/* A message of an INVITE transaction. */
struct sl_step {
    int64_t time_ns; /* since the capture began */
    const char *method;
    struct sl_text label; /* members may be NULL */
    uint32_t frame;
    uint32_t repeat_of; /* frame of the first copy; 0: this is the first */
    uint16_t status;    /* 0: a request */
    bool from_client;
    bool is_duplicate;
};

/* Why a verdict is incomplete: members may be NULL or 0. */
struct sl_reason {
    const char *id;
    uint32_t frame; /* of the message that leaves it open */
    struct sl_text text;
};

/* An INVITE transaction on one hop. */
struct sl_hop {
    uint32_t number;
    uint32_t call; /* its number */
    uint32_t cseq;
    const char *call_id;
    struct sl_party client;
    struct sl_party server;
    const char *transport;
    const char *from_tag; /* NULL: none */
    const char *branch;   /* NULL: none */
    const char *state;
    const char *outcome;
    uint32_t invite_frame, final_frame, ack_frame, cancel_frame; /* 0: none */
    int64_t span_ns[SL_SPANS];                                   /* SL_NO_TIME: none */
    enum sl_verdict verdict;
    struct sl_reason incomplete; /* what the capture does not show */
    unsigned first_step;         /* steps[first_step] … */
    unsigned step_count;
    int next_in_call; /* index of the call's next hop, or SL_NO_INDEX */
};

/* A finding. */
struct sl_violation {
    const char *rule;
    const char *group;
    const char *reference;
    struct sl_text text;
    int64_t time_ns; /* since the capture began */
    uint32_t frame;
    struct sl_party source, destination;              /* of the message; no address: not said */
    uint32_t call;                                    /* its number; 0: none */
    uint32_t transaction;                             /* its number; 0: none */
    uint32_t counts_for[SL_FINDING_TRANSACTIONS_MAX]; /* whose verdict it decides; 0: none */
    const char *call_id;                              /* NULL: none */
    const uint32_t *evidence;
    unsigned evidence_count;
    enum sl_severity severity;
    bool is_hidden;   /* the user does not want to see it: counted in hidings */
    bool is_listed;   /* not hidden, and within --max-findings */
    int next_in_call; /* index of the call's next finding, or SL_NO_INDEX */
};

/* A call: all that has one Call-ID. */
struct sl_call_result {
    uint32_t number; /* 0: what belongs to no call */
    uint32_t frame;  /* its first, where it has no INVITE transaction; otherwise 0 */
    const char *call_id;
    int first_hop, last_hop;             /* indices, or SL_NO_INDEX */
    int first_violation, last_violation; /* the same; hidden ones included */
    unsigned count[SL_SEVERITIES];       /* findings that are not hidden */
    unsigned unlisted;                   /* of these, how many are not listed */
};

/* Findings that are hidden for one reason. */
struct sl_hiding {
    char *why;
    uint64_t count;
};

/* How often a rule could have spoken. */
struct sl_occasion {
    const char *rule;
    uint64_t count;
};

struct sl_result {
    char *file;            /* as the user named it: any bytes */
    char *error;           /* why it was not read, or not to its end; NULL: all is well */
    char *warning;         /* what tshark said though it went well; NULL: nothing */
    bool is_tool_fault;    /* the error is of tshark or the plugin, not of this capture */
    bool is_read;          /* false: nothing is known but the error */
    const char *siplens;   /* the version that made the report; ours until one is read */
    const char *wireshark; /* NULL: not read */
    const char *start;     /* NULL: no frame, or none with a time */
    int64_t duration_ns;
    uint64_t frames;
    bool clock_is_broken;
    unsigned t1_ms, provisional_ms, timer_c_s, duplicate_ms;

    GArray *hops;       /* of struct sl_hop */
    GArray *steps;      /* of struct sl_step, those of a hop side by side */
    GArray *violations; /* of struct sl_violation, in frame order */
    GArray *calls;      /* of struct sl_call_result, by number */
    GArray *hidings;    /* of struct sl_hiding, owns why */
    struct sl_changes *changes;
    GArray *occasions;    /* of struct sl_occasion */
    bool has_other_calls; /* the calls without an INVITE transaction are all there */

    uint64_t messages, requests, responses, repeats, duplicates, call_count, transactions;
    uint64_t verdicts[SL_VERDICTS];
    uint64_t outcomes[SL_OUTCOMES];
    uint64_t classes[SL_CLASSES];
    uint64_t count[SL_SEVERITIES]; /* findings that are not hidden */
    uint64_t hidden, unlisted;

    GStringChunk *strings;    /* owns the const strings */
    GPtrArray *evidence;      /* owns the frame lists */
    GHashTable *interned;     /* set of them */
    GHashTable *call_index;   /* k=number of the call, v=index into calls */
    GHashTable *hop_index;    /* k=number of the transaction, v=index into hops */
    GHashTable *hiding_index; /* k=why, of hidings, v=index */
};

/* An empty result about the capture that the user calls FILE. Free with sl_result_free. */
struct sl_result *sl_result_new(const char *file);
void sl_result_free(struct sl_result *result);

/* A copy of TEXT that lives as long as RESULT; NULL for NULL. */
const char *sl_result_string(struct sl_result *result, const char *text);

/* The call of that number; made, without anything in it, if it is new. Valid until the next call
 * is made. */
struct sl_call_result *sl_result_call(struct sl_result *result, uint32_t number,
                                      const char *call_id);

/* Puts the calls in the order of their numbers: a report has those with an INVITE first. */
void sl_result_sort_calls(struct sl_result *result);

/* Adds HOP, or VIOLATION, to RESULT and to its call. */
void sl_result_add_hop(struct sl_result *result, const struct sl_hop *hop);
void sl_result_add_violation(struct sl_result *result, const struct sl_violation *violation);

/* The transaction of that number, or NULL. */
struct sl_hop *sl_result_hop(const struct sl_result *result, uint32_t number);

/* Counts COUNT more findings hidden for the reason WHY. */
void sl_result_hide(struct sl_result *result, const char *why, uint64_t count);

/* The elements of the arrays. */
#define sl_hop_at(result, i) (&g_array_index((result)->hops, struct sl_hop, (i)))
#define sl_step_at(result, i) (&g_array_index((result)->steps, struct sl_step, (i)))
#define sl_violation_at(result, i) (&g_array_index((result)->violations, struct sl_violation, (i)))
#define sl_call_at(result, i) (&g_array_index((result)->calls, struct sl_call_result, (i)))
#define sl_hiding_at(result, i) (&g_array_index((result)->hidings, struct sl_hiding, (i)))

/* True if the capture was read to its end and no SIP message was in it. */
bool sl_result_has_no_sip(const struct sl_result *result);

/* Findings of RESULT that are not hidden. */
uint64_t sl_result_findings(const struct sl_result *result);

/* Findings of CALL that are not hidden. */
unsigned sl_call_findings(const struct sl_call_result *call);

/* The worst severity of those; SL_SEVERITY_OFF if there are none. */
enum sl_severity sl_call_worst(const struct sl_call_result *call);

#endif
