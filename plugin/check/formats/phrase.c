/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "formats/phrase.h"

#include <string.h>

const struct sl_text sl_phrase_ladders =
    SL_TEXT("阶梯图只画INVITE事务及其ACK、CANCEL和PRACK，不画BYE、UPDATE、INFO等其他请求",
            "Ladders show INVITE transactions, their ACK, CANCEL and PRACK; BYE, UPDATE, INFO and "
            "other requests are not drawn");

void sl_phrase_count(GString *out, uint64_t n, const char *noun)
{
    g_string_append_printf(out, "%" G_GUINT64_FORMAT " %s%s", n, noun, n == 1 ? "" : "s");
}

void sl_phrase_seconds(GString *out, int64_t ns)
{
    uint64_t size = ns < 0 ? (uint64_t)-ns : (uint64_t)ns;

    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT, ns < 0 ? "-" : "", size / 1000000000);
    if (size % 1000000000) {
        g_string_append_printf(out, ".%09" G_GUINT64_FORMAT, size % 1000000000);
        while (out->str[out->len - 1] == '0') {
            g_string_truncate(out, out->len - 1);
        }
    }
}

void sl_phrase_milliseconds(GString *out, int64_t ns)
{
    uint64_t ms = ((ns < 0 ? (uint64_t)-ns : (uint64_t)ns) + 500000) / 1000000;

    g_string_append_printf(out, "%s%" G_GUINT64_FORMAT ".%03u", ns < 0 ? "-" : "", ms / 1000,
                           (unsigned)(ms % 1000));
}

void sl_phrase_start(GString *out, sl_safe_fn safe, const char *start)
{
    const char *dot = strchr(start, '.');
    size_t digits = dot ? strspn(dot + 1, "0123456789") : 0;
    g_autofree char *brief = NULL;

    if (dot && strcmp(dot + 1 + digits, "Z") == 0) {
        while (digits > 0 && dot[digits] == '0') {
            digits--;
        }
        brief =
            g_strdup_printf("%.*sZ", (int)(dot - start + (digits ? 1 + (int)digits : 0)), start);
    }
    sl_safe_value(out, safe, brief ? brief : start);
}

void sl_phrase_party(GString *out, sl_safe_fn safe, const struct sl_party *party)
{
    g_autofree char *port = party->port ? g_strdup_printf(":%u", party->port) : g_strdup("");
    bool is_bracketed = strchr(party->address, ':') && party->port;
    g_autofree char *whole =
        g_strdup_printf("%s%s%s%s", is_bracketed ? "[" : "", *party->address ? party->address : "?",
                        is_bracketed ? "]" : "", port);

    sl_safe_value(out, safe, whole);
}

void sl_phrase_step(GString *out, sl_safe_fn safe, const struct sl_step *step)
{
    if (!step->status) {
        sl_safe_value(out, safe, step->method);
        return;
    }
    g_string_append_printf(out, "%u", step->status);
    if (step->label.en) {
        g_string_append_c(out, ' ');
        sl_safe_value(out, safe, step->label.en);
    }
}

const struct sl_text *sl_phrase_lack(const struct sl_result *result)
{
    static const struct sl_text unused = SL_TEXT("未能使用", "not used");
    static const struct sl_text cut = SL_TEXT("未能读完", "not used to its end");
    static const struct sl_text without_sip = SL_TEXT("没有SIP消息", "no SIP message");

    if (result->error) {
        return result->is_read ? &cut : &unused;
    }
    return sl_result_has_no_sip(result) ? &without_sip : NULL;
}

void sl_phrase_findings(GString *out, const uint64_t *count)
{
    static const char *const nouns[SL_SEVERITIES] = {
        [SL_SEVERITY_NOTE] = "note",
        [SL_SEVERITY_WARN] = "warning",
        [SL_SEVERITY_ERROR] = "error",
    };
    bool is_first = true;

    for (int s = SL_SEVERITY_ERROR; s >= SL_SEVERITY_NOTE; s--) {
        if (count[s]) {
            g_string_append(out, is_first ? "" : ", ");
            sl_phrase_count(out, count[s], nouns[s]);
            is_first = false;
        }
    }
    if (is_first) {
        g_string_append(out, "no findings");
    }
}

void sl_phrase_incomplete(GString *out, sl_safe_fn safe, const struct sl_hop *hop)
{
    g_string_append_printf(out, "call %u, transaction %u: incomplete", hop->call, hop->number);
    if (hop->incomplete.text.zh || hop->incomplete.text.en) {
        g_string_append(out, ": ");
        sl_phrase_both(out, safe, &hop->incomplete.text, " / ");
    }
}

/* By the summary: a brief report does not have the transactions themselves. */
void sl_phrase_more_incomplete(GString *out, const struct sl_result *result, uint64_t shown)
{
    if (result->verdicts[SL_VERDICT_INCOMPLETE] > shown) {
        g_string_append(out, "and ");
        sl_phrase_count(out, result->verdicts[SL_VERDICT_INCOMPLETE] - shown,
                        "more incomplete transaction");
    }
}

void sl_phrase_change(GString *out, sl_safe_fn safe, const struct sl_change *change)
{
    safe(out, change->by);
    g_string_append(out, ": ");
    safe(out, change->what);
    if (change->has_count) {
        g_string_append(out, ", ");
        sl_phrase_count(out, change->count, "finding");
    }
}

void sl_phrase_conclusion(GString *out, const struct sl_audit *audit)
{
    if (audit->options->fails) {
        g_string_append_printf(out, "%u of ", audit->failed);
        sl_phrase_count(out, audit->results->len, "capture");
        g_string_append_printf(out, " failed, with findings of severity %s%s",
                               sl_severity_name(audit->options->fail_on),
                               audit->options->fail_on < SL_SEVERITY_ERROR ? " or worse" : "");
    } else {
        sl_phrase_count(out, audit->results->len, "capture");
        g_string_append(out, ", ");
        sl_phrase_count(out, sl_audit_findings(audit), "finding");
        g_string_append(out, "; none counts as failed (--fail-on never)");
    }
    if (audit->unusable) {
        g_string_append_printf(out, "; %u could not be used, or not to the end", audit->unusable);
    }
}

bool sl_left_out_any(const struct sl_left_out *left)
{
    return left->findings || left->captures || left->notices || left->incomplete;
}

void sl_phrase_left_out(GString *out, const struct sl_left_out *left, enum sl_language language)
{
    const struct {
        uint64_t count;
        const char *zh, *before, *noun, *after;
    } parts[] = {
        {left->findings, "条发现", "", "finding", ""},
        {left->calls, "个呼叫的全部发现", "all of ", "call", ""},
        {left->captures, "个抓包的全部发现", "all of ", "capture", ""},
        {left->notices, "个抓包的说明", "", "notice", " about captures"},
        {left->incomplete, "个事务不完整的原因", "why ", "more transaction", " may be incomplete"},
    };
    bool is_zh = language == SL_ZH;
    const char *between = "";

    g_string_append(out, is_zh ? "篇幅有限，省略了：" : "Left out for want of room: ");
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i].count == 0) {
            continue;
        }
        g_string_append(out, between);
        between = is_zh ? "，" : ", ";
        if (is_zh) {
            g_string_append_printf(out, "%" G_GUINT64_FORMAT "%s", parts[i].count, parts[i].zh);
        } else {
            g_string_append(out, parts[i].before);
            sl_phrase_count(out, parts[i].count, parts[i].noun);
            g_string_append(out, parts[i].after);
        }
    }
    g_string_append(out, is_zh ? "。JSON Lines格式是完整的。" : ". The format jsonl has it all.");
}

void sl_phrase_both(GString *out, sl_safe_fn safe, const struct sl_text *text, const char *between)
{
    safe(out, text->zh);
    if (text->en && g_strcmp0(text->en, text->zh) != 0) {
        g_string_append(out, text->zh ? between : "");
        safe(out, text->en);
    }
}
