/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reasons.md: Reason (Q.850 and the other protocols), Warning and ISUP, a table each. */
#include "page.h"

#include "sip/cause.h"
#include "sip/isup.h"
#include "sip/reason.h"
#include "sip/warning.h"

static const char *const introduction =
    "# 原因 · Reasons\n"
    "\n"
    "<!-- Made from the tables of plugin/core/sip (cause.c, reason.c, warning.c, isup.c): "
    "`cmake --build build --target docs`. -->\n"
    "\n"
    "这一页由原因表生成：Reason头域里的原因值（%u个Q.850原因和其他协议）、Warning头域的警告码，"
    "以及SIP-T、SIP-I携带的ISUP消息。字段`siplens.reason.*`、`siplens.warning.*`和"
    "`siplens.isup.*`显示的就是这些文字。\n"
    "\n"
    "This page is made from the tables of reasons: the causes of the Reason header field (%u of "
    "Q.850, and the other protocols), the codes of Warning, and the ISUP messages that SIP-T and "
    "SIP-I carry. The fields `siplens.reason.*`, `siplens.warning.*` and `siplens.isup.*` show "
    "these texts.\n"
    "\n"
    "[Q.850](#q850) · [产生位置 Locations](#locations) · [Reason的协议 Protocols of "
    "Reason](#protocols) · [Warning](#warning) · [ISUP](#isup)\n";

/* Both languages as two cells, which end the row. */
static void append_cells(GString *out, const struct sl_text *text)
{
    sl_page_text(out, text->zh);
    g_string_append(out, " | ");
    sl_page_text(out, text->en);
    g_string_append(out, " |\n");
}

static void append_heading(GString *out, const char *anchor, const char *title)
{
    g_string_append_printf(out, "\n## <a id=\"%s\"></a>%s\n\n", anchor, title);
}

/* --- Q.850 ----------------------------------------------------------------------------------- */

static void append_cause(GString *out, const struct sl_cause *cause)
{
    g_string_append_printf(out, "| <a id=\"q850-%u\"></a>%u | ", cause->value, cause->value);
    if (cause->status) {
        g_string_append_printf(out, "[%u](status-codes.md#%u)", cause->status, cause->status);
    }
    g_string_append(out, " | ");
    append_cells(out, &cause->text);
}

static void append_causes(GString *out)
{
    const struct sl_cause_class *class = NULL;

    append_heading(out, "q850", "Q.850");
    g_string_append(
        out, "ITU-T Q.850表1。SIP一栏是网关把它变成的状态码（RFC 3398 §7.2.4.1）；"
             "各厂商的网关常有自己的映射表。表中没有的值按本类的“未指明”看待。\n\n"
             "ITU-T Q.850, table 1. The column SIP has the status code that a gateway makes of it "
             "(RFC 3398 §7.2.4.1); many gateways have tables of their own. A value that is missing "
             "here counts as the unspecified one of its class.\n");
    for (unsigned i = 0; i < sl_cause_count(); i++) {
        const struct sl_cause *cause = sl_cause_at(i);

        if (sl_cause_class(cause->value) != class) {
            class = sl_cause_class(cause->value);
            g_string_append_printf(out, "\n### %u–%u %s · %s\n\n", class->first, class->last,
                                   class->name.zh, class->name.en);
            g_string_append(out, "| 原因值 Cause | SIP | 解释 | Explanation |\n");
            g_string_append(out, "| --- | --- | --- | --- |\n");
        }
        append_cause(out, cause);
    }
}

static void append_locations(GString *out)
{
    append_heading(out, "locations", "产生位置 · Locations");
    g_string_append(out, "Reason的location参数（RFC 8606）和ISUP原因指示里的位置。\n\n"
                         "The parameter location of Reason (RFC 8606), and the location in ISUP's "
                         "cause indicators.\n\n"
                         "| location | ISUP | 位置 | Location |\n| --- | --- | --- | --- |\n");
    for (unsigned i = 0; i < sl_location_count(); i++) {
        const struct sl_location *location = sl_location_at(i);

        g_string_append_printf(out, "| %s | %u | ", location->name, location->value);
        append_cells(out, &location->label);
    }
}

/* --- the other protocols of Reason ----------------------------------------------------------- */

static void append_protocol(GString *out, const struct sl_reason_protocol *protocol)
{
    g_string_append(out, "| ");
    sl_page_text(out, protocol->name);
    g_string_append(out, " | | ");
    sl_page_text(out, protocol->reference);
    g_string_append(out, " | ");
    append_cells(out, &protocol->text);
    for (unsigned i = 0; i < protocol->count; i++) {
        g_string_append_printf(out, "| | %u | | ", protocol->causes[i].value);
        append_cells(out, &protocol->causes[i].text);
    }
}

static void append_protocols(GString *out)
{
    append_heading(out, "protocols", "Reason的协议 · Protocols of Reason");
    g_string_append(
        out, "值为SIP状态码的协议，没有专门文字的值见[status-codes.md](status-codes.md)。\n\n"
             "Where the cause is a SIP status code, values without a text here are in "
             "[status-codes.md](status-codes.md).\n\n"
             "| 协议 Protocol | cause | 出处 Reference | 解释 | Explanation |\n"
             "| --- | --- | --- | --- | --- |\n");
    for (unsigned i = 0; i < sl_reason_protocol_count(); i++) {
        append_protocol(out, sl_reason_protocol_at(i));
    }
}

/* --- Warning and ISUP ------------------------------------------------------------------------ */

static void append_warnings(GString *out)
{
    append_heading(out, "warning", "Warning");
    g_string_append(out, "| 警告码 Code | 出处 Reference | 解释 | Explanation |\n"
                         "| --- | --- | --- | --- |\n");
    for (unsigned i = 0; i < sl_warn_code_count(); i++) {
        const struct sl_warn_code *code = sl_warn_code_at(i);

        g_string_append_printf(out, "| <a id=\"warning-%u\"></a>%u | %s | ", code->code, code->code,
                               code->reference);
        append_cells(out, &code->text);
    }
}

static void append_isup(GString *out)
{
    append_heading(out, "isup", "ISUP");
    g_string_append(out, "| 消息 Message | 名称 Name | 解释 | Explanation |\n"
                         "| --- | --- | --- | --- |\n");
    for (unsigned i = 0; i < sl_isup_count(); i++) {
        const struct sl_isup_message *message = sl_isup_at(i);

        g_string_append_printf(out, "| <a id=\"isup-%s\"></a>%s (0x%02x) | %s<br>%s | ",
                               message->name, message->name, message->type, message->label.zh,
                               message->label.en);
        append_cells(out, &message->text);
    }
}

void sl_page_reasons(GString *out)
{
    g_string_append_printf(out, introduction, sl_cause_count(), sl_cause_count());
    append_causes(out);
    append_locations(out);
    append_protocols(out);
    append_warnings(out);
    append_isup(out);
}
