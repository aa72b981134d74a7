/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text from a capture, from a file name or from somebody's report, made safe for the place it goes
 * to. This is the one place where it happens: whatever a format writes is either a literal of ours
 * or comes through here.
 */
#ifndef SL_CHECK_SAFE_H
#define SL_CHECK_SAFE_H

#include <glib.h>

/*
 * All but JSON first show what a terminal or a browser would act on, or would not show: control
 * characters and invalid bytes as \xNN, format and bidirectional controls as \u{NNNN} (escape.h).
 */
enum sl_safe {
    SL_SAFE_TERMINAL,
    SL_SAFE_MARKUP,   /* HTML, SVG and XML: character data, and attributes in either quotes */
    SL_SAFE_MARKDOWN, /* running text or a table's cell; nothing in it formats, links or mentions */
    SL_SAFE_MERMAID,  /* a label or a name in a sequence diagram */
    SL_SAFE_JSON      /* between quotes; the value is kept, but for invalid bytes, shown as \xNN */
};

/* Appends TEXT (NULL appends nothing) to OUT, safe for PLACE. */
void sl_safe_text(GString *out, enum sl_safe place, const char *text);

/*
 * The same, but a text of more than 96 characters is cut and ends in an ellipsis, save in JSON:
 * for values of any length in what people read.
 */
void sl_safe_value(GString *out, enum sl_safe place, const char *text);

/* Appends the file name NAME as a URI reference, RFC 3986: relative if the name is. */
void sl_safe_uri(GString *out, const char *name);

#endif
