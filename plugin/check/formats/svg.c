/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/svg.h"

#include <string.h>

#include "base/lines.h"
#include "formats/phrase.h"

/* Measures in CSS pixels. Two hosts make a drawing that, a little smaller, fits a phone. */
enum {
    LEFT = 84,    /* of the first life line: before it stand time and frame */
    GAP = 210,    /* between two life lines */
    RIGHT = 84,   /* behind the last one: half of its host */
    TOP = 40,     /* above the first row: the hosts */
    ROW = 44,     /* an arrow: a label above it and one below */
    FINDING = 18, /* a finding under its arrow */
    LABEL = 30,   /* cells of text that fit between two life lines */
    HOST = 21     /* the same of a host, in bold */
};

static unsigned x_of(unsigned column)
{
    return LEFT + column * GAP;
}

static unsigned height_of(const struct sl_rung *rung)
{
    unsigned height = rung->step ? ROW : 4;

    for (const struct sl_violation **v = rung->findings; v && *v; v++) {
        height += FINDING;
    }
    return height;
}

/* TEXT, which is safe for a terminal, cut to fit CELLS. */
static void fitting(struct sl_out *out, const char *text, unsigned cells)
{
    GString *cut = g_string_new(NULL);

    for (; *text; text = g_utf8_next_char(text)) {
        g_string_append_unichar(cut, g_utf8_get_char(text));
        if (sl_lines_width(cut->str) >= cells && *g_utf8_next_char(text)) {
            g_string_append(cut, "…");
            break;
        }
    }
    sl_out_text(out, sl_safe_markup, cut->str);
    g_string_free(cut, TRUE);
}

static void write_hosts(struct sl_out *out, const struct sl_ladder *ladder, unsigned height)
{
    for (guint i = 0; i < ladder->columns->len; i++) {
        GString *name = g_string_new(NULL);
        GString *brief = g_string_new(NULL);

        sl_phrase_party(name, sl_safe_terminal, sl_ladder_column(ladder, i));
        sl_lines_shorten(brief, name->str, HOST);
        sl_out_printf(out, "<text class=\"h\" x=\"%u\" y=\"%d\"><title>", x_of(i), TOP - 22);
        sl_out_text(out, sl_safe_markup, name->str);
        sl_out_string(out, "</title>");
        sl_out_text(out, sl_safe_markup, brief->str);
        sl_out_printf(out, "</text><path class=\"l\" d=\"M%u %dV%u\"/>\n", x_of(i), TOP - 14,
                      height - 8);
        g_string_free(brief, TRUE);
        g_string_free(name, TRUE);
    }
}

/*
 * "486 这里忙" above the arrow, "Busy Here" below it; "INVITE 邀请" alone. Below one that repeats
 * another stands that one's frame instead, which fits as a whole: a cut number is another number.
 */
static void write_labels(struct sl_out *out, const struct sl_step *step, unsigned middle,
                         unsigned y)
{
    GString *label = g_string_new(NULL);

    if (step->status) {
        g_string_append_printf(label, "%u", step->status);
    } else {
        sl_safe_value(label, sl_safe_terminal, step->method);
    }
    if (step->label.zh) {
        g_string_append_c(label, ' ');
        sl_safe_value(label, sl_safe_terminal, step->label.zh);
    }
    sl_out_printf(out, "<text class=\"m\" x=\"%u\" y=\"%u\">", middle, y - 6);
    fitting(out, label->str, LABEL);
    sl_out_string(out, "</text>");
    g_string_assign(label, "");
    if (step->repeat_of) {
        g_string_append_printf(label, "%s %u",
                               step->is_duplicate ? "抓包副本 duplicate of" : "重传 repeat of",
                               step->repeat_of);
    } else if (step->status) {
        sl_safe_value(label, sl_safe_terminal, step->label.en);
    }
    if (label->len) {
        sl_out_printf(out, "<text class=\"e\" x=\"%u\" y=\"%u\">", middle, y + 14);
        fitting(out, label->str, LABEL + 4);
        sl_out_string(out, "</text>");
    }
    g_string_free(label, TRUE);
}

static enum sl_severity worst_of(const struct sl_rung *rung)
{
    enum sl_severity worst = SL_SEVERITY_OFF;

    for (const struct sl_violation **v = rung->findings; v && *v; v++) {
        worst = MAX(worst, (*v)->severity);
    }
    return worst;
}

/* The class of an arrow by what the message is: request, response of a class, repeat. */
static void write_arrow(struct sl_out *out, const struct sl_rung *rung, unsigned y)
{
    const struct sl_step *step = rung->step;
    unsigned from = x_of(rung->from);
    unsigned to = x_of(rung->to);
    int head = to > from ? -7 : 7;

    sl_out_printf(out, "<g class=\"a c%u%s", step->status / 100, step->repeat_of ? " r" : "");
    if (rung->findings) {
        sl_out_printf(out, " bad s%d", worst_of(rung));
    }
    sl_out_string(out, "\">");
    if (from == to) { /* a host that talks to itself */
        sl_out_printf(out, "<path d=\"M%u %uh24v8h-18\"/>", from, y);
        write_labels(out, step, from + GAP / 2, y + 8);
    } else {
        sl_out_printf(out, "<path d=\"M%u %uH%u\"/><path class=\"p\" d=\"M%u %ul%d -4v8z\"/>", from,
                      y, to, to, y, head);
        write_labels(out, step, (from + to) / 2, y);
    }
    sl_out_string(out, "</g>\n");
}

static void write_findings(struct sl_out *out, const struct sl_rung *rung, unsigned y,
                           unsigned columns)
{
    unsigned middle =
        rung->step ? (x_of(rung->from) + x_of(rung->to)) / 2 : (x_of(0) + x_of(columns - 1)) / 2;

    for (const struct sl_violation **v = rung->findings; v && *v; v++) {
        sl_out_printf(out, "<text class=\"v s%d\" x=\"%u\" y=\"%u\"><title>", (*v)->severity,
                      middle, y);
        sl_phrase_both(sl_out_buffer(out), sl_safe_markup, &(*v)->text, "\n");
        sl_out_string(out, "</title>✗ ");
        sl_out_value(out, sl_safe_markup, (*v)->rule);
        sl_out_string(out, "</text>\n");
        y += FINDING;
    }
}

static void write_rung(struct sl_out *out, const struct sl_ladder *ladder,
                       const struct sl_rung *rung, unsigned y)
{
    unsigned line = y + 22;

    sl_out_printf(out, "<text class=\"t\" x=\"4\" y=\"%u\">", rung->step ? line - 2 : y + 15);
    sl_phrase_milliseconds(sl_out_buffer(out), rung->time_ns);
    sl_out_printf(out, "</text><text class=\"f\" x=\"4\" y=\"%u\">#%u</text>",
                  rung->step ? line + 11 : y + 27, rung->frame);
    if (rung->step) {
        write_arrow(out, rung, line);
    }
    write_findings(out, rung, rung->step ? y + ROW + 6 : y + 18, ladder->columns->len);
}

void sl_svg_write(struct sl_out *out, const struct sl_ladder *ladder)
{
    unsigned width = x_of(ladder->columns->len - 1) + RIGHT;
    unsigned height = TOP + 16;
    unsigned y = TOP;

    for (guint i = 0; i < ladder->rungs->len; i++) {
        height += height_of(sl_ladder_rung(ladder, i));
    }
    sl_out_printf(out,
                  "<div class=\"d\"><svg%s role=\"img\" width=\"%u\" height=\"%u\" "
                  "viewBox=\"0 0 %u %u\">\n",
                  ladder->columns->len <= 2 ? " class=\"n\"" : "", width, height, width, height);
    write_hosts(out, ladder, height);
    for (guint i = 0; i < ladder->rungs->len; i++) {
        write_rung(out, ladder, sl_ladder_rung(ladder, i), y);
        y += height_of(sl_ladder_rung(ladder, i));
    }
    sl_out_string(out, "</svg></div>\n");
}
