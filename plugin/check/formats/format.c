/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/format.h"

#include <glib.h>
#include <string.h>

static const struct sl_format formats[] = {
    {"text", true, sl_format_text},    {"json", false, sl_format_json},
    {"jsonl", false, sl_format_jsonl}, {"junit", false, sl_format_junit},
    {"sarif", true, sl_format_sarif},  {"markdown", true, sl_format_markdown},
    {"html", false, sl_format_html},
};

const struct sl_format *sl_format_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return &formats[i];
        }
    }
    return NULL;
}

char *sl_format_names(void)
{
    const char *names[G_N_ELEMENTS(formats) + 1] = {NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        names[i] = formats[i].name;
    }
    return g_strjoinv(", ", (char **)(gpointer)names);
}
