/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page.h"

#include <string.h>

void sl_page_text(GString *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>&|~#!$", *text)) {
            g_string_append_c(out, '\\');
        }
        g_string_append_c(out, *text);
    }
}
