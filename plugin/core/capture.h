/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The checker of one capture: messages in, in frame order, each once; records, transactions and
 * findings out. Learning changes it, asking never does: the same question always gets the same
 * answer for what has been learnt so far.
 */
#ifndef SL_CAPTURE_H
#define SL_CAPTURE_H

#include <glib.h>
#include <stdint.h>

#include "base/limits.h"
#include "model/model.h"
#include "rules/finding.h"
#include "settings.h"
#include "sip/catalogue.h"

struct sl_capture;
struct sl_checker;

/*
 * A new checker with a copy of SETTINGS. CATALOGUE is borrowed and must outlive it. Free with
 * sl_capture_free.
 */
struct sl_capture *sl_capture_new(const struct sl_settings *settings,
                                  const struct sl_catalogue *catalogue);

/* Frees the checker and everything it handed out. NULL is allowed. */
void sl_capture_free(struct sl_capture *capture);

/*
 * Moves the clock to the time of a frame, of whatever protocol; waits that are over become
 * findings. To be called for every frame, before the messages of that frame are learnt.
 */
void sl_capture_tick(struct sl_capture *capture, int64_t time_ns);

/*
 * The same for a frame that has no time. Among others that have one it breaks the clock: when its
 * messages were sent cannot be told.
 */
void sl_capture_tick_untimed(struct sl_capture *capture);

/* Learns MESSAGE, the next of the capture. The record is owned by the capture. */
struct sl_record *sl_capture_learn(struct sl_capture *capture, const struct sl_message *message);

/* All records, in capture order. */
const struct sl_record *const *sl_capture_records(const struct sl_capture *capture, size_t *count);

const struct sl_settings *sl_capture_settings(const struct sl_capture *capture);
const struct sl_catalogue *sl_capture_catalogue(const struct sl_capture *capture);

/* How many frames, of whatever protocol, moved the clock. */
uint64_t sl_capture_frames(const struct sl_capture *capture);

/* How many bytes are kept of the capture, small change of its containers aside. */
size_t sl_capture_memory(const struct sl_capture *capture);

/* True once there was a frame with a time. Wireshark opens text and images, too: as one without. */
bool sl_capture_has_time(const struct sl_capture *capture);

/* The time of the first frame; 0 before any, and of one that has none. */
int64_t sl_capture_start(const struct sl_capture *capture);

/* The newest frame time seen; 0 before any. */
int64_t sl_capture_now(const struct sl_capture *capture);

/*
 * True where frame times jumped by more than a month or ran back by more than a second: rules that
 * need elapsed time are suspended then. *FRAME_TIME_NS, if not NULL, is the time at which it
 * showed.
 */
bool sl_capture_clock_is_broken(const struct sl_capture *capture, int64_t *frame_time_ns);

/*
 * How often RULE could have spoken: the messages it looked at, or the waits it began. A rule that
 * never had an occasion says nothing about the capture.
 */
unsigned sl_capture_occasions(const struct sl_capture *capture, const struct sl_rule *rule);

/*
 * How often LIMIT left something out: what siplens says of the capture may then lack something. 0
 * for captures that anybody but an attacker makes.
 */
uint64_t sl_capture_left_out(const struct sl_capture *capture, enum sl_limit limit);

/* The severity of a rule as the user set it. */
enum sl_severity sl_capture_severity(const struct sl_capture *capture, const struct sl_rule *rule);

/*
 * True if FINDING is to be shown: its rule is not switched off, the clock can be trusted if the
 * rule needs it, and the capture as known now leaves no doubt.
 */
bool sl_finding_holds(const struct sl_capture *capture, const struct sl_finding *finding);

/*
 * The finding of which FINDING is a consequence, so that it is no fault of its own; NULL if there
 * is none, or if that one does not hold.
 */
const struct sl_finding *sl_finding_cause(const struct sl_capture *capture,
                                          const struct sl_finding *finding);

/* For reports of the core: what the rules of CAPTURE work with. */
const struct sl_checker *sl_capture_checker(const struct sl_capture *capture);

/*
 * For contributors: from now on notes what the rules do about the messages of FRAME, which is yet
 * to come. Only one frame is traced.
 */
void sl_capture_trace(struct sl_capture *capture, uint32_t frame);

/*
 * What was noted, a line an event: state before and after, each rule that looked, waits, findings,
 * and of each finding on that frame whether it is shown now, or the doubt that keeps it silent.
 * English only; free with g_free.
 */
char *sl_capture_trace_text(const struct sl_capture *capture);

#endif
