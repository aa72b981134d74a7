/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What settings files changed about a report: told in every format, so that nobody is deceived by a
 * file that came with a capture. The texts need no translation: names, values, and an arrow.
 */
#ifndef SL_CHECK_CHANGES_H
#define SL_CHECK_CHANGES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct sl_change {
    char *by;       /* the file */
    char *what;     /* "siplens.t1_ms: 500 → 250", "no_response: error → note" */
    uint64_t count; /* findings that this concerned */
    bool has_count; /* false: it is about no single finding */
};

/* In the order in which they came, none twice. Free with sl_changes_free. */
struct sl_changes;

struct sl_changes *sl_changes_new(void);
void sl_changes_free(struct sl_changes *changes);

/* Adds that BY changed WHAT; where that is known already, COUNT to it. Constant time. */
void sl_changes_add(struct sl_changes *changes, const char *by, const char *what, bool has_count,
                    uint64_t count);

/* Adds all of MORE. */
void sl_changes_add_all(struct sl_changes *changes, const struct sl_changes *more);

unsigned sl_changes_count(const struct sl_changes *changes);
const struct sl_change *sl_changes_at(const struct sl_changes *changes, unsigned index);

#endif
