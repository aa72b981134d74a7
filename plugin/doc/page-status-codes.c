/* SPDX-License-Identifier: GPL-2.0-or-later */
/* status-codes.md: an index by class, then a section for every code. */
#include "page.h"
#include "sip/status.h"

static const char *const introduction =
    "# 状态码 · Status codes\n"
    "\n"
    "<!-- Made from the rows of plugin/core/status.c: `cmake --build build --target docs`. -->\n"
    "\n"
    "这一页由状态码表生成：%u个已登记的状态码，各有中文名称、英文原因短语、出处和解释。"
    "同一个状态码答复不同的方法，含义可以不同，方法一栏写明是答复哪个方法；"
    "首选项的表`siplens_status`可以增补状态码，或换掉这里的文字。“文档”一栏打勾的，"
    "项目的来源文档也列出了。\n"
    "\n"
    "This page is made from the table of status codes: the %u registered ones, each with its "
    "Chinese label, reason phrase, reference and explanation. What a code means can depend on the "
    "request it answers, which the method column names; the preference table `siplens_status` "
    "adds codes or replaces texts. “Documented” are those that the project's source document lists "
    "too.\n";

static void append_text(GString *out, const char *head, const struct sl_text *text)
{
    g_string_append_printf(out, "| %s | ", head);
    sl_page_text(out, text->zh);
    g_string_append(out, " | ");
    sl_page_text(out, text->en);
    g_string_append(out, " |\n");
}

/* The methods for which STATUS has TEXT; returns how many. */
static unsigned append_methods(GString *out, const struct sl_status *status,
                               const struct sl_text *text)
{
    unsigned count = 0;

    for (enum sl_method m = 0; m < SL_METHOD_OTHER; m++) {
        if (sl_status_explain(status->code, m) == text) {
            g_string_append_printf(out, "%s%s", count++ ? "<br>" : "", sl_method_info(m)->name);
        }
    }
    return count;
}

/* True if METHOD is the first for which STATUS has a text other than the general one. */
static bool begins_meaning(const struct sl_status *status, enum sl_method method)
{
    const struct sl_text *text = sl_status_explain(status->code, method);

    for (enum sl_method m = 0; m < method; m++) {
        if (sl_status_explain(status->code, m) == text) {
            return false;
        }
    }
    return method != SL_METHOD_ACK && text != &status->explain; /* an ACK is never answered */
}

/* The rows of a code for single methods; methods that share a text share a row. */
static void append_meanings(GString *out, const struct sl_status *status)
{
    const struct sl_text *rest = NULL; /* of so many methods that it can only be all others */

    for (enum sl_method m = 0; m < SL_METHOD_OTHER; m++) {
        const struct sl_text *text = sl_status_explain(status->code, m);
        GString *methods = g_string_new(NULL);

        if (begins_meaning(status, m)) {
            if (append_methods(methods, status, text) > SL_METHOD_OTHER / 2) {
                rest = text;
            } else {
                append_text(out, methods->str, text);
            }
        }
        g_string_free(methods, TRUE);
    }
    if (rest) {
        append_text(out, "其余方法<br>all others", rest);
    }
}

/* True if the general text is for INVITE alone, since every other method has one of its own. */
static bool is_about_invite(const struct sl_status *status)
{
    for (enum sl_method m = 0; m < SL_METHOD_OTHER; m++) {
        if ((sl_status_explain(status->code, m) == &status->explain) != (m == SL_METHOD_INVITE)) {
            return false;
        }
    }
    return true;
}

static void append_status(GString *out, const struct sl_status *status)
{
    g_string_append_printf(out, "\n### <a id=\"%u\"></a>%u %s · %s\n\n", status->code, status->code,
                           status->label.zh, status->label.en);
    g_string_append_printf(out, "%s · %s\n", status->reference,
                           status->documented ? "文档 documented" : "仅RFC RFC only");
    g_string_append(out, "\n| 方法 Method | 解释 | Explanation |\n| --- | --- | --- |\n");
    append_text(out, is_about_invite(status) ? "INVITE" : "一般<br>in general", &status->explain);
    append_meanings(out, status);
}

static bool begins_class(unsigned index)
{
    return index == 0 || sl_status_class(sl_status_at(index)->code) !=
                             sl_status_class(sl_status_at(index - 1)->code);
}

static void append_index(GString *out)
{
    g_string_append(out, "\n## 索引 · Index\n");
    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        if (begins_class(i)) {
            const struct sl_class *class = sl_status_class(status->code);

            g_string_append_printf(out, "\n**[%uxx %s · %s](#class-%u)**\n\n", class->number,
                                   class->name.zh, class->name.en, class->number);
            g_string_append(
                out, "| 状态码 Code | 名称 | Reason phrase | 出处 Reference | 文档 Documented |\n");
            g_string_append(out, "| --- | --- | --- | --- | --- |\n");
        }
        g_string_append_printf(out, "| [%u](#%u) | %s | %s | %s | %s |\n", status->code,
                               status->code, status->label.zh, status->label.en, status->reference,
                               status->documented ? "✓" : "");
    }
}

void sl_page_status_codes(GString *out)
{
    g_string_append_printf(out, introduction, sl_status_count(), sl_status_count());
    append_index(out);
    for (unsigned i = 0; i < sl_status_count(); i++) {
        const struct sl_status *status = sl_status_at(i);

        if (begins_class(i)) {
            const struct sl_class *class = sl_status_class(status->code);

            g_string_append_printf(out, "\n## <a id=\"class-%u\"></a>%uxx %s · %s\n\n",
                                   class->number, class->number, class->name.zh, class->name.en);
            sl_page_text(out, class->explain.zh);
            g_string_append(out, "\n\n");
            sl_page_text(out, class->explain.en);
            g_string_append_c(out, '\n');
        }
        append_status(out, status);
    }
}
