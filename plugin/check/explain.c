/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include <string.h>

#include "base/lines.h"
#include "rules/rule.h"
#include "sip/cause.h"
#include "sip/isup.h"
#include "sip/reason.h"
#include "sip/status.h"
#include "sip/warning.h"

#define COLUMNS 80
#define INDENT 2

static void line(struct sl_out *out, unsigned indent, const char *text)
{
    sl_lines_wrap(sl_out_buffer(out), text, indent, COLUMNS - indent);
}

static void heading(struct sl_out *out, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void heading(struct sl_out *out, const char *format, ...)
{
    va_list values;
    g_autofree char *text = NULL;

    va_start(values, format);
    text = g_strdup_vprintf(format, values);
    va_end(values);
    line(out, 0, text);
}

/* Both languages, each in lines of its own; nothing for a text that is empty. */
static void both(struct sl_out *out, unsigned indent, const struct sl_text *text)
{
    if (text && text->zh && *text->zh) {
        line(out, indent, text->zh);
        line(out, indent, text->en);
    }
}

/* --- status codes ---------------------------------------------------------------------------- */

/* What the code means for requests of METHOD, where that is more than in general; else NULL. */
static const struct sl_text *special(unsigned code, int method)
{
    const struct sl_text *text = sl_status_explain(code, (enum sl_method)method);

    return text != sl_status_explain(code, SL_METHOD_OTHER) ? text : NULL;
}

static bool is_same(const struct sl_text *a, const struct sl_text *b)
{
    return a && b && strcmp(a->zh, b->zh) == 0 && strcmp(a->en, b->en) == 0;
}

/* The methods for which CODE means TEXT: "BYE, CANCEL, INFO". The first of them is *FIRST. */
static char *methods_of(unsigned code, const struct sl_text *text, int *first)
{
    GString *names = g_string_new(NULL);

    *first = SL_METHOD_OTHER;
    for (int m = 0; m < SL_METHOD_OTHER; m++) {
        if (is_same(special(code, m), text)) {
            *first = MIN(*first, m);
            g_string_append_printf(names, "%s%s", names->len ? ", " : "",
                                   sl_method_info((enum sl_method)m)->name);
        }
    }
    return g_string_free(names, FALSE);
}

/* What the code means for single methods: each text once, headed by all methods that have it. */
static void for_methods(struct sl_out *out, unsigned code)
{
    for (int m = 0; m < SL_METHOD_OTHER; m++) {
        const struct sl_text *text = special(code, m);
        int first;
        g_autofree char *names = methods_of(code, text, &first);

        if (first == m) {
            sl_out_printf(out, "\n");
            line(out, 0, names);
            both(out, INDENT, text);
        }
    }
}

static bool explain_code(struct sl_out *out, const char *word)
{
    guint64 code;
    const struct sl_status *status;
    const struct sl_class *class;

    if (!g_ascii_string_to_unsigned(word, 10, SL_STATUS_MIN, SL_STATUS_MAX, &code, NULL)) {
        return false;
    }
    status = sl_status_find((unsigned)code);
    class = sl_status_class((unsigned)code);
    if (status) {
        sl_out_printf(out, "%u %s %s\n%s, %uxx %s %s\n\n", status->code, status->label.zh,
                      status->label.en, status->reference, class->number, class->name.zh,
                      class->name.en);
    } else {
        sl_out_printf(out, "%u\n%uxx %s %s\n\n", (unsigned)code, class->number, class->name.zh,
                      class->name.en);
    }
    both(out, INDENT, sl_status_explain((unsigned)code, SL_METHOD_OTHER));
    for_methods(out, (unsigned)code);
    return true;
}

static bool explain_class(struct sl_out *out, const char *word)
{
    const struct sl_class *class;

    if (strlen(word) != 3 || g_ascii_strcasecmp(word + 1, "xx") != 0 || *word < '1' ||
        *word > '6') {
        return false;
    }
    class = sl_status_class((unsigned)(*word - '0') * 100);
    sl_out_printf(out, "%uxx %s %s\n\n", class->number, class->name.zh, class->name.en);
    both(out, INDENT, &class->explain);
    return true;
}

/* --- methods --------------------------------------------------------------------------------- */

static bool explain_method(struct sl_out *out, const char *word)
{
    g_autofree char *name = g_ascii_strup(word, -1);
    const struct sl_method_info *info = sl_method_info(sl_method_from_name(name));

    if (!info) {
        return false;
    }
    sl_out_printf(out, "%s %s\n%s\n\n", info->name, info->label.zh, info->reference);
    both(out, INDENT, &info->text);
    return true;
}

/* --- reasons --------------------------------------------------------------------------------- */

/*
 * What follows KIND in WORD: "34" in "q850:34" or "Q850 34". NULL if WORD is of another kind or
 * says no more.
 */
static const char *argument_of(const char *word, const char *kind)
{
    size_t length = strlen(kind);

    if (g_ascii_strncasecmp(word, kind, length) != 0 || !strchr(": ", word[length])) {
        return NULL;
    }
    word += length + strspn(word + length, ": ");
    return *word ? word : NULL;
}

/* The number after KIND in WORD, up to MOST. */
static bool number_of(const char *word, const char *kind, unsigned most, unsigned *number)
{
    const char *text = argument_of(word, kind);
    guint64 value;

    if (!text || !g_ascii_string_to_unsigned(text, 10, 0, most, &value, NULL)) {
        return false;
    }
    *number = (unsigned)value;
    return true;
}

static bool explain_cause(struct sl_out *out, const char *word)
{
    unsigned value;
    const struct sl_cause *cause;
    const struct sl_cause_class *class;

    if (!number_of(word, "q850", SL_CAUSE_MAX, &value) &&
        !number_of(word, "q.850", SL_CAUSE_MAX, &value)) {
        return false;
    }
    cause = sl_cause_find(value);
    class = sl_cause_class(value);
    heading(out, "Q.850 %u %s %s", value, cause ? cause->label.zh : "",
            cause ? cause->label.en : "");
    heading(out, "ITU-T Q.850, %u-%u %s %s", class->first, class->last, class->name.zh,
            class->name.en);
    if (cause && cause->status) {
        heading(out, "RFC 3398 §7.2.4.1: SIP %u %s", cause->status,
                sl_status_find(cause->status)->label.en);
    }
    sl_out_printf(out, "\n");
    both(out, INDENT, cause ? &cause->meaning : &class->unknown);
    both(out, INDENT, cause ? &cause->check : NULL);
    return true;
}

static bool explain_warning(struct sl_out *out, const char *word)
{
    unsigned number;
    const struct sl_warn_code *code;

    if (!number_of(word, "warning", 999, &number) || number < 100) {
        return false;
    }
    code = sl_warn_code_find(number);
    heading(out, "Warning %u %s %s", number, code ? code->label.zh : "",
            code ? code->label.en : "");
    sl_out_printf(out, "%s\n\n", code ? code->reference : "RFC 3261 §20.43");
    both(out, INDENT, sl_warn_code_explain(number));
    return true;
}

static bool explain_isup(struct sl_out *out, const char *word)
{
    const char *name = argument_of(word, "isup");
    const struct sl_isup_message *message = name ? sl_isup_from_name(name) : NULL;

    if (!message) {
        return false;
    }
    sl_out_printf(out, "%s %s %s\nITU-T Q.763, RFC 3372, RFC 3398\n\n", message->name,
                  message->label.zh, message->label.en);
    both(out, INDENT, &message->text);
    return true;
}

static bool explain_protocol(struct sl_out *out, const char *word)
{
    const char *name = argument_of(word, "reason");
    const struct sl_reason_protocol *protocol = name ? sl_reason_protocol_find(name) : NULL;

    if (!protocol) {
        return false;
    }
    sl_out_printf(out, "Reason %s\n%s\n\n", protocol->name, protocol->reference);
    both(out, INDENT, &protocol->text);
    for (unsigned i = 0; i < protocol->count; i++) {
        sl_out_printf(out, "\ncause=%u\n", protocol->causes[i].value);
        both(out, INDENT, &protocol->causes[i].text);
    }
    return true;
}

static bool explain_reason(struct sl_out *out, const char *word)
{
    return explain_cause(out, word) || explain_warning(out, word) || explain_isup(out, word) ||
           explain_protocol(out, word);
}

/* --- rules ----------------------------------------------------------------------------------- */

static void head_of(struct sl_out *out, const struct sl_rule *rule)
{
    sl_out_printf(out, "%s  %s  %s\n", rule->name, sl_severity_name(rule->severity),
                  sl_group_name(rule->group));
    line(out, INDENT, rule->reference);
    both(out, INDENT, &rule->summary);
}

static bool explain_rule(struct sl_out *out, const char *word)
{
    g_autofree char *name = g_ascii_strdown(word, -1);
    const struct sl_rule *rule = sl_rule_find(name);

    if (!rule) {
        return false;
    }
    head_of(out, rule);
    for (int i = 0; i < SL_RULE_PARTS; i++) {
        enum sl_rule_part part = (enum sl_rule_part)i;
        const struct sl_text *label = sl_rule_part_label(part);
        const struct sl_text *text = sl_rule_part(rule, part);

        if (text) {
            sl_out_printf(out, "\n%s %s\n", label->zh, label->en);
            both(out, INDENT, text);
        }
    }
    return true;
}

void sl_explain_rules(struct sl_out *out)
{
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        head_of(out, sl_rule_at(i));
    }
}

bool sl_explain_word(struct sl_out *out, const char *word)
{
    return explain_code(out, word) || explain_class(out, word) || explain_method(out, word) ||
           explain_rule(out, word) || explain_reason(out, word);
}
