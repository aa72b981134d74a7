/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page.h"

#include <string.h>

void sl_page_text(GString *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '\n':
        case '\r':
            g_string_append_c(out, ' ');
            break;
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        default:
            if (strchr("\\`*_[]>|~#!$", *text)) {
                g_string_append_c(out, '\\');
            }
            g_string_append_c(out, *text);
        }
    }
}
