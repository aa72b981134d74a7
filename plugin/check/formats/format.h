/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats of a report: one function and one file each. */
#ifndef SL_CHECK_FORMAT_H
#define SL_CHECK_FORMAT_H

#include <stdbool.h>

#include "formats/out.h"

struct sl_audit;

struct sl_format {
    const char *name;
    bool is_brief; /* of calls in which nothing was found, shows how many there are, and
                      SL_REPORT_INCOMPLETE transactions that are incomplete */
    void (*write)(const struct sl_audit *audit, struct sl_out *out);
};

/* The format of that name, or NULL. */
const struct sl_format *sl_format_find(const char *name);

/* "text, json …". To be freed with g_free. */
char *sl_format_names(void);

void sl_format_text(const struct sl_audit *audit, struct sl_out *out);
void sl_format_json(const struct sl_audit *audit, struct sl_out *out);
void sl_format_jsonl(const struct sl_audit *audit, struct sl_out *out);
void sl_format_junit(const struct sl_audit *audit, struct sl_out *out);
void sl_format_sarif(const struct sl_audit *audit, struct sl_out *out);
void sl_format_markdown(const struct sl_audit *audit, struct sl_out *out);
void sl_format_html(const struct sl_audit *audit, struct sl_out *out);

#endif
