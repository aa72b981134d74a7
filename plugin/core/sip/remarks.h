/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a sender says of why: the Reason, Warning, Retry-After and Error-Info header fields of a
 * message, and the ISUP message in its body. Few messages have any, and most of these say the same,
 * so that a message has a pointer, and equal remarks of a capture are kept once.
 */
#ifndef SL_REMARKS_H
#define SL_REMARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/table.h"
#include "sip/message.h"
#include "sip/reason.h"
#include "sip/retry-after.h"
#include "sip/split.h"
#include "sip/warning.h"

/* Values of one kind beyond the room are not kept. */
#define SL_REMARKS_MAX 8

struct sl_remarks {
    unsigned reason_count, warning_count;
    const struct sl_reason *reasons;
    const struct sl_warning *warnings;
    bool has_retry_after;
    struct sl_retry_after retry_after;
    const char *error_info; /* the first URI, or NULL */
    bool has_isup, has_isup_cause, has_isup_location;
    uint8_t isup_type, isup_cause, isup_location;
};

/*
 * Adds to the remarks of the message what one header field holds. VALUE need not live on. A second
 * Retry-After or Error-Info is ignored.
 */
void sl_remarks_add_reason(struct sl_split *split, const char *value);
void sl_remarks_add_warning(struct sl_split *split, const char *value);
void sl_remarks_add_retry_after(struct sl_split *split, const char *value);
void sl_remarks_add_error_info(struct sl_split *split, const char *value);

/* Adds the type of the first ISUP message in the body; its first cause, and where that arose. */
void sl_remarks_add_isup(struct sl_split *split, unsigned type);
void sl_remarks_add_isup_cause(struct sl_split *split, unsigned cause);
void sl_remarks_add_isup_location(struct sl_split *split, unsigned location);

/* What Error-Info is for. */
extern const struct sl_text sl_error_info_text;

/*
 * Appends to OUT what the ISUP message is, what its cause means and where that arose, in LANGUAGE;
 * nothing of a type and a cause that have no meaning.
 */
void sl_remarks_describe_isup(const struct sl_remarks *remarks, enum sl_language language,
                              GString *out);

/* Those in TABLE that say what REMARKS say: a copy of them if they are the first to do so. */
const struct sl_remarks *sl_remarks_intern(struct sl_table *table,
                                           const struct sl_remarks *remarks);

#endif
