/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/json-out.h"

#include "formats/phrase.h"

struct sl_json sl_json_new(struct sl_out *out, unsigned broken)
{
    return (struct sl_json){.out = out, .broken = broken, .is_first = true};
}

static void break_line(struct sl_json *j)
{
    if (j->depth <= j->broken && j->broken > 0) {
        sl_out_printf(j->out, "\n%*s", (int)j->depth, "");
    }
}

/* What comes before a value. */
static void lead(struct sl_json *j, const char *name)
{
    if (j->depth > 0) {
        sl_out_string(j->out, j->is_first ? "" : ",");
        break_line(j);
    }
    j->is_first = false;
    if (name) {
        sl_out_string(j->out, "\"");
        sl_out_text(j->out, sl_safe_json, name);
        sl_out_string(j->out, "\":");
    }
}

void sl_json_begin(struct sl_json *j, const char *name, char bracket)
{
    lead(j, name);
    sl_out_printf(j->out, "%c", bracket);
    j->depth++;
    j->is_first = true;
}

void sl_json_end(struct sl_json *j, char bracket)
{
    bool is_broken = !j->is_first && j->depth <= j->broken;

    j->depth--;
    if (is_broken) {
        break_line(j);
    }
    sl_out_printf(j->out, "%c", bracket == '{' ? '}' : ']');
    j->is_first = false;
}

void sl_json_string(struct sl_json *j, const char *name, const char *text)
{
    lead(j, name);
    if (!text) {
        sl_out_string(j->out, "null");
        return;
    }
    sl_out_string(j->out, "\"");
    sl_out_text(j->out, sl_safe_json, text);
    sl_out_string(j->out, "\"");
}

void sl_json_number(struct sl_json *j, const char *name, uint64_t number)
{
    lead(j, name);
    sl_out_printf(j->out, "%" G_GUINT64_FORMAT, number);
}

void sl_json_bool(struct sl_json *j, const char *name, bool truth)
{
    lead(j, name);
    sl_out_string(j->out, truth ? "true" : "false");
}

void sl_json_null(struct sl_json *j, const char *name)
{
    lead(j, name);
    sl_out_string(j->out, "null");
}

void sl_json_reference(struct sl_json *j, const char *name, uint64_t number)
{
    if (number) {
        sl_json_number(j, name, number);
    } else {
        sl_json_null(j, name);
    }
}

void sl_json_seconds(struct sl_json *j, const char *name, int64_t ns)
{
    lead(j, name);
    sl_phrase_seconds(sl_out_buffer(j->out), ns);
}
