/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text from a capture, from a file name or from somebody's report, made safe for the place it goes
 * to: a function a destination. This is the one place where it happens: whatever a report or a
 * message says is either a literal of ours or comes through here.
 *
 * All but JSON and file names first show what a terminal or a browser would act on, or would not
 * show: control characters and invalid bytes as \xNN, format and bidirectional controls and
 * characters without width as \u{NNNN} (escape.h). All append to OUT, and nothing where TEXT is
 * NULL.
 *
 * Reports of every format are printed in the logs of CI jobs too, whose runners take commands from
 * there: "##[", "##vso[" and "##teamcity[" anywhere in a line, "::" at its beginning. So no
 * function lets a second # follow another, and none begins a line of OUT with blanks and "::".
 */
#ifndef SL_SAFE_H
#define SL_SAFE_H

#include <glib.h>

/* What the functions that differ only in their destination have in common. */
typedef void (*sl_safe_fn)(GString *out, const char *text);

/* A terminal: a part of a line, as it can be shown. The whole line then passes sl_safe_log. */
void sl_safe_terminal(GString *out, const char *text);

/*
 * The log of a CI job, which is also what a terminal may be recorded to: LINES, whole and already
 * wrapped, of which the parts are safe for a terminal. What a runner would take for a command
 * is shown with \xNN in it: of "##[" the second #, of a line that begins with blanks and "::" the
 * first colon; of one that would fold what follows ("--- ", "+++ ", "~~~ ", "^^^ ") the first sign.
 */
void sl_safe_log(GString *out, const char *lines);

#define SL_SAFE_LOG_GROWTH 3 /* cells that the beginning of a line grows by in sl_safe_log */

/* True if sl_safe_log changes the beginning of LINE where it stands behind INDENT blanks. */
gboolean sl_safe_log_begins_command(const char *line, unsigned indent);

/* Standard error: "PROGRAM: WHAT: MESSAGE" and a line feed. WHAT may be NULL. */
void sl_safe_complaint(GString *out, const char *program, const char *what, const char *message);

/*
 * XML, HTML and SVG: character data, and attributes in double quotes. Nothing in it ends an
 * element, an attribute, a comment or a CDATA section, and all characters are allowed in XML 1.0.
 */
void sl_safe_markup(GString *out, const char *text);

/*
 * A string between double quotes in JSON. The value is kept, but for invalid bytes, shown as \xNN;
 * what a terminal must not get is written as \uNNNN.
 */
void sl_safe_json(GString *out, const char *text);

/* The same within an HTML script element, whose end and comments it cannot write. */
void sl_safe_script(GString *out, const char *text);

/*
 * The text of a SARIF message (2.1.0 §3.11), before it becomes a JSON string: no placeholder, no
 * embedded link, no mention.
 */
void sl_safe_sarif(GString *out, const char *text);

/*
 * Markdown: running text, a heading or a cell of a table. Nothing in it formats or makes HTML, a
 * table, a list or a quick action (a line that begins with a slash); nothing links but what looks
 * like a mail address. A mention of a user or an issue is broken by a word joiner, which is not
 * seen: a character reference alone does not break it, since forges look for mentions in the
 * rendered text.
 */
void sl_safe_markdown(GString *out, const char *text);

/* A label or a name in a Mermaid sequence diagram. */
void sl_safe_mermaid(GString *out, const char *text);

/* The file name TEXT as a URI reference, RFC 3986: relative if the name is. */
void sl_safe_uri(GString *out, const char *name);

/*
 * A part of a file name to be made from TEXT, on any system: letters, digits, dash, underscore and
 * dots within, all else an underscore; neither empty, hidden, an option, a device of Windows nor
 * longer than SL_SAFE_FILE_NAME bytes. Different texts may give one name.
 */
void sl_safe_file_name(GString *out, const char *text);

#define SL_SAFE_FILE_NAME 100

/*
 * The same as SAFE, but of a text of more than 96 characters the rest is cut off and an ellipsis
 * stands for it: for values of any length in what people read.
 */
void sl_safe_value(GString *out, sl_safe_fn safe, const char *text);

#endif
