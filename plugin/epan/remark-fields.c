/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remark-fields.h"

#include "sip/cause.h"
#include "sip/isup.h"

#define FIELDS(F)                                                                                  \
    F(reason_protocol, "reason.protocol", "原因 Reason", FT_STRING, BASE_NONE)                     \
    F(reason_cause, "reason.cause", "原因值 Cause", FT_UINT32, BASE_DEC)                           \
    F(reason_text, "reason.text", "文字 Text", FT_STRING, BASE_NONE)                               \
    F(reason_location, "reason.location", "产生位置 Location", FT_STRING, BASE_NONE)               \
    F(reason_zh, "reason.zh", "说明", FT_STRING, BASE_NONE)                                        \
    F(reason_en, "reason.en", "Explanation", FT_STRING, BASE_NONE)                                 \
    F(warning_code, "warning.code", "警告 Warning", FT_UINT16, BASE_DEC)                           \
    F(warning_agent, "warning.agent", "由谁加上 Added by", FT_STRING, BASE_NONE)                   \
    F(warning_text, "warning.text", "文字 Text", FT_STRING, BASE_NONE)                             \
    F(warning_zh, "warning.zh", "说明", FT_STRING, BASE_NONE)                                      \
    F(warning_en, "warning.en", "Explanation", FT_STRING, BASE_NONE)                               \
    F(retry_after, "retry_after", "多少秒后再试 Retry after (s)", FT_UINT32, BASE_DEC)             \
    F(retry_after_comment, "retry_after.comment", "注释 Comment", FT_STRING, BASE_NONE)            \
    F(retry_after_duration, "retry_after.duration", "此后可联系多少秒 Then reachable for (s)",     \
      FT_UINT32, BASE_DEC)                                                                         \
    F(retry_after_zh, "retry_after.zh", "说明", FT_STRING, BASE_NONE)                              \
    F(retry_after_en, "retry_after.en", "Explanation", FT_STRING, BASE_NONE)                       \
    F(error_info, "error_info", "错误信息 Error information", FT_STRING, BASE_NONE)                \
    F(error_info_zh, "error_info.zh", "说明", FT_STRING, BASE_NONE)                                \
    F(error_info_en, "error_info.en", "Explanation", FT_STRING, BASE_NONE)                         \
    F(isup_message, "isup.message", "ISUP消息 ISUP message", FT_STRING, BASE_NONE)                 \
    F(isup_cause, "isup.cause", "原因值 Cause", FT_UINT8, BASE_DEC)                                \
    F(isup_zh, "isup.zh", "说明", FT_STRING, BASE_NONE)                                            \
    F(isup_en, "isup.en", "Explanation", FT_STRING, BASE_NONE)

#define DECLARE(id, name, title, type, display) static int hf_##id = -1;
FIELDS(DECLARE)

static gint ett_remark = -1;

void sl_remark_fields_register(int proto)
{
#define REGISTER(id, name, title, type, display)                                                   \
    {&hf_##id, {title, "siplens." name, type, display, NULL, 0x0, NULL, HFILL}},
    static hf_register_info fields[] = {FIELDS(REGISTER)};
    static gint *subtrees[] = {&ett_remark};

    proto_register_field_array(proto, fields, (int)G_N_ELEMENTS(fields));
    proto_register_subtree_array(subtrees, (int)G_N_ELEMENTS(subtrees));
}

/* --- Reason ---------------------------------------------------------------------------------- */

static void add_reason_text(const struct sl_items *items, int hf, enum sl_language language,
                            const struct sl_reason *reason, const struct sl_catalogue *catalogue)
{
    GString *text = g_string_new(NULL);

    sl_reason_describe(reason, catalogue, language, text);
    sl_items_add_text(items, hf, language, text->str);
    g_string_free(text, TRUE);
}

static void add_reason(const struct sl_items *items, const struct sl_reason *reason,
                       const struct sl_catalogue *catalogue)
{
    proto_item *item = sl_items_add_captured(items, hf_reason_protocol, reason->protocol);
    struct sl_items below = sl_items_below(items, item, ett_remark);

    if (reason->has_cause) {
        struct sl_text label;
        bool is_named = sl_reason_label(reason, catalogue, &label);

        proto_item_append_text(item, ", %" G_GUINT32_FORMAT, reason->cause);
        if (is_named) {
            sl_items_append_label(items, item, &label);
        }
        sl_items_add_labelled(&below, hf_reason_cause, reason->cause, is_named ? &label : NULL);
    }
    sl_items_add_captured(&below, hf_reason_text, reason->text);
    sl_items_add_captured(&below, hf_reason_location, reason->location);
    add_reason_text(&below, hf_reason_zh, SL_ZH, reason, catalogue);
    add_reason_text(&below, hf_reason_en, SL_EN, reason, catalogue);
}

/* --- Warning, Retry-After, Error-Info -------------------------------------------------------- */

static void add_warning(const struct sl_items *items, const struct sl_warning *warning)
{
    const struct sl_warn_code *code = sl_warn_code_find(warning->code);
    const struct sl_text *text = sl_warn_code_explain(warning->code);
    proto_item *item =
        sl_items_add_labelled(items, hf_warning_code, warning->code, code ? &code->label : NULL);
    struct sl_items below = sl_items_below(items, item, ett_remark);

    sl_items_add_captured(&below, hf_warning_agent, warning->agent);
    sl_items_add_captured(&below, hf_warning_text, warning->text);
    sl_items_add_text(&below, hf_warning_zh, SL_ZH, text->zh);
    sl_items_add_text(&below, hf_warning_en, SL_EN, text->en);
}

static void add_retry_after_text(const struct sl_items *items, int hf, enum sl_language language,
                                 const struct sl_retry_after *retry)
{
    GString *text = g_string_new(NULL);

    sl_retry_after_describe(retry, language, text);
    sl_items_add_text(items, hf, language, text->str);
    g_string_free(text, TRUE);
}

static void add_retry_after(const struct sl_items *items, const struct sl_retry_after *retry)
{
    proto_item *item = sl_items_add_uint(items, hf_retry_after, retry->seconds);
    struct sl_items below = sl_items_below(items, item, ett_remark);

    sl_items_add_captured(&below, hf_retry_after_comment, retry->comment);
    if (retry->has_duration) {
        sl_items_add_uint(&below, hf_retry_after_duration, retry->duration_s);
    }
    add_retry_after_text(&below, hf_retry_after_zh, SL_ZH, retry);
    add_retry_after_text(&below, hf_retry_after_en, SL_EN, retry);
}

static void add_error_info(const struct sl_items *items, const char *uri)
{
    proto_item *item = sl_items_add_captured(items, hf_error_info, uri);
    struct sl_items below = sl_items_below(items, item, ett_remark);

    sl_items_add_text(&below, hf_error_info_zh, SL_ZH, sl_error_info_text.zh);
    sl_items_add_text(&below, hf_error_info_en, SL_EN, sl_error_info_text.en);
}

/* --- ISUP ------------------------------------------------------------------------------------ */

static void add_isup_text(const struct sl_items *items, int hf, enum sl_language language,
                          const struct sl_remarks *remarks)
{
    GString *text = g_string_new(NULL);

    sl_remarks_describe_isup(remarks, language, text);
    sl_items_add_text(items, hf, language, text->len ? text->str : NULL);
    g_string_free(text, TRUE);
}

/* Both languages are its value, whatever the user reads: filters must not depend on that. */
static proto_item *add_isup_message(const struct sl_items *items, unsigned type)
{
    const struct sl_isup_message *message = sl_isup_find(type);
    char *name =
        message ? g_strdup_printf("%s %s %s", message->name, message->label.zh, message->label.en)
                : g_strdup_printf("0x%02x", type);
    proto_item *item = sl_items_add_string(items, hf_isup_message, name);

    g_free(name);
    return item;
}

static void add_isup(const struct sl_items *items, const struct sl_remarks *remarks)
{
    proto_item *item = add_isup_message(items, remarks->isup_type);
    struct sl_items below = sl_items_below(items, item, ett_remark);

    if (remarks->has_isup_cause) {
        const struct sl_cause *cause = sl_cause_find(remarks->isup_cause);

        proto_item_append_text(item, ", %u", remarks->isup_cause);
        if (cause) {
            sl_items_append_label(items, item, &cause->label);
        }
        sl_items_add_labelled(&below, hf_isup_cause, remarks->isup_cause,
                              cause ? &cause->label : NULL);
    }
    add_isup_text(&below, hf_isup_zh, SL_ZH, remarks);
    add_isup_text(&below, hf_isup_en, SL_EN, remarks);
}

/* --- all of them ----------------------------------------------------------------------------- */

void sl_remark_fields_add(const struct sl_items *items, const struct sl_remarks *remarks,
                          const struct sl_catalogue *catalogue)
{
    for (unsigned i = 0; i < remarks->reason_count; i++) {
        add_reason(items, &remarks->reasons[i], catalogue);
    }
    for (unsigned i = 0; i < remarks->warning_count; i++) {
        add_warning(items, &remarks->warnings[i]);
    }
    if (remarks->has_retry_after) {
        add_retry_after(items, &remarks->retry_after);
    }
    if (remarks->error_info) {
        add_error_info(items, remarks->error_info);
    }
    if (remarks->has_isup) {
        add_isup(items, remarks);
    }
}
