/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of JSON, by Wireshark's own writer: each line is one object, and its members are put here.
 */
#ifndef SL_EPAN_JSON_H
#define SL_EPAN_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>
#include <wsutil/json_dumper.h>

struct sl_json {
    json_dumper dumper;
    GString *scratch;
};

/* Lines that go to FILE. Give back what JSON holds with sl_json_clear. */
void sl_json_init(struct sl_json *json, FILE *file);
void sl_json_clear(struct sl_json *json);

/* An object that is a line, with the member "type". */
void sl_json_begin_line(struct sl_json *json, const char *type);
void sl_json_end_line(struct sl_json *json);

/* An object or an array; NAME is NULL for an element of an array. */
void sl_json_begin_object(struct sl_json *json, const char *name);
void sl_json_end_object(struct sl_json *json);
void sl_json_begin_array(struct sl_json *json, const char *name);
void sl_json_end_array(struct sl_json *json);

void sl_json_put_null(struct sl_json *json, const char *name);
void sl_json_put_bool(struct sl_json *json, const char *name, bool value);
void sl_json_put_number(struct sl_json *json, const char *name, uint64_t value);

/* Nanoseconds as seconds, exactly: no number passes through a double. */
void sl_json_put_seconds(struct sl_json *json, const char *name, int64_t ns);

/* A text of ours, or one that was checked, such as the user's labels. NULL is null. */
void sl_json_put_string(struct sl_json *json, const char *name, const char *text);

/*
 * The first LENGTH bytes of a text of the capture (-1: all): made valid UTF-8 and harmless to a
 * terminal, but not shortened. NULL is null.
 */
void sl_json_put_captured(struct sl_json *json, const char *name, const char *text, gssize length);

/* An object with a text in both languages. */
void sl_json_put_texts(struct sl_json *json, const char *name, const char *zh, const char *en);

#endif
