/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A result as JSON, with the members of report/json-schema.h: the same in the formats json and
 * jsonl. */
#ifndef SL_CHECK_RESULT_JSON_H
#define SL_CHECK_RESULT_JSON_H

#include "formats/json-out.h"
#include "read/result.h"
#include "report/json-schema.h"

/* The members of a line of that type, without the object around them and without its type. */
void sl_result_json_capture(struct sl_json *json, const struct sl_result *result);
void sl_result_json_transaction(struct sl_json *json, const struct sl_result *result,
                                const struct sl_hop *hop);
void sl_result_json_violation(struct sl_json *json, const struct sl_violation *violation);
void sl_result_json_summary(struct sl_json *json, const struct sl_result *result);

/* MEMBER, an object of the kind SL_JSON_COUNTS: the count of each word. */
void sl_result_json_counts(struct sl_json *json, enum sl_member member, const uint64_t *counts);

/* The arrays NAME of what settings files changed, and of what was hidden and why. */
void sl_result_json_changes(struct sl_json *json, const char *name,
                            const struct sl_changes *changes);
void sl_result_json_hidden(struct sl_json *json, const char *name, const GArray *hidings);

#endif
