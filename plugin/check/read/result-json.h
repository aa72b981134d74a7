/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A result as JSON, with the members that plugin/doc/siplens-jsonl.schema.json describes: the same
 * in the formats json and jsonl.
 */
#ifndef SL_CHECK_RESULT_JSON_H
#define SL_CHECK_RESULT_JSON_H

#include "formats/json-out.h"
#include "read/result.h"

/* The members of a line of that type, without the object around them and without its type. */
void sl_result_json_capture(struct sl_json *json, const struct sl_result *result);
void sl_result_json_transaction(struct sl_json *json, const struct sl_result *result,
                                const struct sl_hop *hop);
void sl_result_json_violation(struct sl_json *json, const struct sl_violation *violation);
void sl_result_json_summary(struct sl_json *json, const struct sl_result *result);

/* The object NAME that counts transactions, and the array NAME of what was hidden and why. */
void sl_result_json_verdicts(struct sl_json *json, const char *name, const uint64_t *verdicts);
void sl_result_json_outcomes(struct sl_json *json, const char *name, const uint64_t *outcomes);
void sl_result_json_classes(struct sl_json *json, const char *name, const uint64_t *classes);
void sl_result_json_changes(struct sl_json *json, const char *name,
                            const struct sl_changes *changes);
void sl_result_json_hidden(struct sl_json *json, const char *name, const GArray *hidings);

#endif
