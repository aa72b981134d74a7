/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines of JSON, by Wireshark's own writer: each line is one object, and its members are put here,
 * with the names that report/json-schema.h gives them. A member of another kind than that table
 * says is not written, but a critical message.
 */
#ifndef SL_EPAN_LINE_WRITER_H
#define SL_EPAN_LINE_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>
#include <wsutil/json_dumper.h>

#include "report/json-schema.h"

struct sl_line_writer {
    json_dumper dumper;
    GString *scratch; /* a text of the capture, cleaned */
    GString *quoted;  /* a string as JSON */
};

/* Lines that go to FILE. Give back what WRITER holds with sl_line_clear. */
void sl_line_init(struct sl_line_writer *writer, FILE *file);
void sl_line_clear(struct sl_line_writer *writer);

/* A line of that shape, with its member "type". */
void sl_line_begin(struct sl_line_writer *writer, enum sl_shape shape);
void sl_line_end(struct sl_line_writer *writer);

/* A member that is an object or an array. */
void sl_line_begin_object(struct sl_line_writer *writer, enum sl_member member);
void sl_line_end_object(struct sl_line_writer *writer);
void sl_line_begin_array(struct sl_line_writer *writer, enum sl_member member);
void sl_line_end_array(struct sl_line_writer *writer);

/* An element of an array: an object, to be ended, or a number. */
void sl_line_begin_element(struct sl_line_writer *writer);
void sl_line_put_element(struct sl_line_writer *writer, uint64_t number);

/* In an object of the kind SL_JSON_COUNTS or SL_JSON_SPANS; NS is NULL where there is no span. */
void sl_line_put_count(struct sl_line_writer *writer, const char *word, uint64_t count);
void sl_line_put_span(struct sl_line_writer *writer, const char *word, const int64_t *ns);

void sl_line_put_null(struct sl_line_writer *writer, enum sl_member member);
void sl_line_put_bool(struct sl_line_writer *writer, enum sl_member member, bool truth);
void sl_line_put_number(struct sl_line_writer *writer, enum sl_member member, uint64_t number);

/* The number of a frame, call or transaction, or a status code; 0, which is none, is null. */
void sl_line_put_reference(struct sl_line_writer *writer, enum sl_member member, uint64_t number);

/* Nanoseconds as seconds, exactly: no number passes through a double. */
void sl_line_put_seconds(struct sl_line_writer *writer, enum sl_member member, int64_t ns);

/* A text of ours, or one that was checked, such as the user's labels. NULL is null. */
void sl_line_put_string(struct sl_line_writer *writer, enum sl_member member, const char *text);

/*
 * The first LENGTH bytes of a text of the capture (-1: all): made valid UTF-8 and harmless to a
 * terminal, but not shortened. NULL is null.
 */
void sl_line_put_captured(struct sl_line_writer *writer, enum sl_member member, const char *text,
                          gssize length);

/* An object of SL_SHAPE_TEXT. */
void sl_line_put_texts(struct sl_line_writer *writer, enum sl_member member, const char *zh,
                       const char *en);

#endif
