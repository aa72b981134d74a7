/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fields.h"

#include <string.h>

#include <epan/expert.h>
#include <epan/proto.h>

#include "items.h"
#include "prefs.h"
#include "remark-fields.h"
#include "report/span.h"
#include "report/verdict.h"

static int proto_siplens = -1;
static int expert_protocol = -1;

/*
 * The fields, and with them their variables: one list. The links to the other steps of a
 * transaction are of no type: Wireshark takes "request" for "so this one is the response", and a
 * message that links to its INVITE and to the final response would be either.
 */
#define FIELDS(F)                                                                                  \
    F(status_code, "status.code", "状态码 Status code", FT_UINT16, BASE_DEC, NULL)                 \
    F(status_class, "status.class", "类别 Class", FT_UINT8, BASE_DEC, VALS(class_values))          \
    F(status_phrase, "status.phrase", "注册短语 Registered phrase", FT_STRING, BASE_NONE, NULL)    \
    F(status_zh, "status.zh", "中文标签 Chinese label", FT_STRING, BASE_NONE, NULL)                \
    F(explain_zh, "status.explain.zh", "说明", FT_STRING, BASE_NONE, NULL)                         \
    F(explain_en, "status.explain.en", "Explanation", FT_STRING, BASE_NONE, NULL)                  \
    F(reference, "status.reference", "定义 Defined in", FT_STRING, BASE_NONE, NULL)                \
    F(documented, "status.documented", "源文档列出 In source document", FT_BOOLEAN, BASE_NONE,     \
      NULL)                                                                                        \
    F(method_zh, "method.zh", "方法", FT_STRING, BASE_NONE, NULL)                                  \
    F(method_en, "method.en", "Method", FT_STRING, BASE_NONE, NULL)                                \
    F(call, "call", "呼叫 Call", FT_UINT32, BASE_DEC, NULL)                                        \
    F(transaction, "transaction", "INVITE事务 INVITE transaction", FT_UINT32, BASE_DEC, NULL)      \
    F(state, "state", "状态 State", FT_UINT8, BASE_DEC, VALS(state_values))                        \
    F(outcome, "outcome", "结果 Outcome", FT_UINT8, BASE_DEC, VALS(outcome_values))                \
    F(verdict, "verdict", "结论 Verdict", FT_UINT8, BASE_DEC, VALS(verdict_values))                \
    F(verdict_frame, "verdict.frame", "结论依据 Verdict because of", FT_FRAMENUM, BASE_NONE, NULL) \
    F(incomplete_zh, "incomplete.zh", "不完整的原因", FT_STRING, BASE_NONE, NULL)                  \
    F(incomplete_en, "incomplete.en", "Why incomplete", FT_STRING, BASE_NONE, NULL)                \
    F(retransmission_of, "retransmission_of", "重传自 Retransmission of", FT_FRAMENUM, BASE_NONE,  \
      FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV))                                                     \
    F(duplicate_of, "duplicate_of", "抓包副本，首见于 Captured twice, first in", FT_FRAMENUM,      \
      BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_DUP_ACK))                                               \
    F(invite_frame, "invite_frame", "INVITE所在帧 INVITE in", FT_FRAMENUM, BASE_NONE, NULL)        \
    F(final_frame, "final_frame", "最终应答所在帧 Final response in", FT_FRAMENUM, BASE_NONE,      \
      NULL)                                                                                        \
    F(ack_frame, "ack_frame", "ACK所在帧 ACK in", FT_FRAMENUM, BASE_NONE,                          \
      FRAMENUM_TYPE(FT_FRAMENUM_ACK))                                                              \
    F(cancel_frame, "cancel_frame", "CANCEL所在帧 CANCEL in", FT_FRAMENUM, BASE_NONE, NULL)        \
    F(time_first_response, "time.first_response", "INVITE到第一个应答 INVITE to first response",   \
      FT_RELATIVE_TIME, BASE_NONE, NULL)                                                           \
    F(time_ring, "time.ring", "INVITE到振铃 INVITE to ringing", FT_RELATIVE_TIME, BASE_NONE, NULL) \
    F(time_answer, "time.answer", "INVITE到接通 INVITE to answer", FT_RELATIVE_TIME, BASE_NONE,    \
      NULL)                                                                                        \
    F(time_final, "time.final", "INVITE到最终应答 INVITE to final response", FT_RELATIVE_TIME,     \
      BASE_NONE, NULL)                                                                             \
    F(time_ack, "time.ack", "最终应答到ACK Final response to ACK", FT_RELATIVE_TIME, BASE_NONE,    \
      NULL)                                                                                        \
    F(violation, "violation", "违规 Violation", FT_STRING, BASE_NONE, NULL)                        \
    F(violation_severity, "violation.severity", "级别 Severity", FT_STRING, BASE_NONE, NULL)       \
    F(violation_zh, "violation.zh", "说明", FT_STRING, BASE_NONE, NULL)                            \
    F(violation_en, "violation.en", "Explanation", FT_STRING, BASE_NONE, NULL)                     \
    F(violation_reference, "violation.reference", "依据 Reference", FT_STRING, BASE_NONE, NULL)    \
    F(violation_frame, "violation.frame", "佐证帧 Proof in", FT_FRAMENUM, BASE_NONE, NULL)

#define DECLARE(id, name, title, type, display, strings) static int hf_##id = -1;
FIELDS(DECLARE)

static gint ett_message = -1;
static gint ett_violation = -1;

/* Filled from the names of the heart, so that there is no second list of them. */
static value_string class_values[8];
static value_string state_values[SL_STATES + 1];
static value_string outcome_values[SL_OUTCOMES + 1];
static value_string verdict_values[SL_VERDICTS + 1];

static expert_field ei_failure = EI_INIT;
static expert_field ei_rule[SL_RULES_MAX];
static ei_register_info expert_infos[SL_RULES_MAX + 1];

/* --- registration ---------------------------------------------------------------------------- */

/* The item of a value string: both languages. Never freed, as Wireshark keeps it. */
static value_string both_languages(uint32_t value, const struct sl_text *text)
{
    return (value_string){value, g_strdup_printf("%s %s", text->zh, text->en)};
}

static void fill_value_strings(void)
{
    for (unsigned i = 1; i <= 6; i++) {
        class_values[i - 1] = both_languages(i, &sl_status_class(i * 100)->name);
    }
    for (unsigned i = 0; i < SL_STATES; i++) {
        state_values[i] = both_languages(i, &sl_state_name((enum sl_state)i)->text);
    }
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        outcome_values[i] = both_languages(i, &sl_outcome_name((enum sl_outcome)i)->text);
    }
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        verdict_values[i] = both_languages(i, &sl_verdict_name((enum sl_verdict)i)->text);
    }
}

static int severity_of(enum sl_severity severity)
{
    switch (severity) {
    case SL_SEVERITY_ERROR:
        return PI_ERROR;
    case SL_SEVERITY_WARN:
        return PI_WARN;
    default:
        return PI_NOTE;
    }
}

static void register_expert_infos(int proto)
{
    unsigned count = sl_rule_count();

    for (unsigned i = 0; i < count; i++) {
        const struct sl_rule *rule = sl_rule_at(i);
        ei_register_info *info = &expert_infos[i];

        ei_rule[i] = (expert_field)EI_INIT;
        info->ids = &ei_rule[i];
        info->eiinfo.name = g_strdup_printf("siplens.%s", rule->name);
        info->eiinfo.group = rule->group == SL_GROUP_MESSAGE ? PI_PROTOCOL : PI_SEQUENCE;
        info->eiinfo.severity = severity_of(rule->severity);
        info->eiinfo.summary = g_strdup_printf("%s / %s", rule->summary.zh, rule->summary.en);
    }
    expert_infos[count].ids = &ei_failure;
    expert_infos[count].eiinfo.name = "siplens.failure_response";
    expert_infos[count].eiinfo.group = PI_RESPONSE_CODE;
    expert_infos[count].eiinfo.severity = PI_NOTE;
    expert_infos[count].eiinfo.summary = "失败应答 / Failure response";
    expert_register_field_array(expert_register_protocol(proto), expert_infos, (int)count + 1);
}

void sl_fields_register(int proto)
{
#define REGISTER(id, name, title, type, display, strings)                                          \
    {&hf_##id, {title, "siplens." name, type, display, strings, 0x0, NULL, HFILL}},
    static hf_register_info fields[] = {FIELDS(REGISTER)};
    static gint *subtrees[] = {&ett_message, &ett_violation};

    proto_siplens = proto;
    fill_value_strings();
    proto_register_field_array(proto, fields, (int)G_N_ELEMENTS(fields));
    proto_register_subtree_array(subtrees, (int)G_N_ELEMENTS(subtrees));
    sl_items_register(proto);
    sl_remark_fields_register(proto);
    register_expert_infos(proto);
}

void sl_fields_grade(const struct sl_settings *settings)
{
    static enum sl_severity shown[SL_RULES_MAX];

    expert_protocol = proto_get_id_by_filter_name("_ws.expert");
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        enum sl_severity before = shown[i] ? shown[i] : sl_rule_at(i)->severity;

        /* Only what our own preference changed: Wireshark has one for expert infos as well. */
        if (settings->severity[i] != before && settings->severity[i] != SL_SEVERITY_OFF) {
            expert_infos[i].eiinfo.severity = severity_of(settings->severity[i]);
            shown[i] = settings->severity[i];
        }
    }
}

/* --- items ----------------------------------------------------------------------------------- */

/* Where the items of one message go. */
struct place {
    struct sl_items items;
    const struct sl_capture *capture;
    const struct sl_record *record;
    packet_info *pinfo;
};

/* A link to another message of the capture; none to the frame that is being shown. */
static proto_item *add_frame(const struct place *p, int hf, const struct sl_record *to)
{
    proto_item *item;

    if (!to || to->frame == p->record->frame) {
        return NULL;
    }
    item = proto_tree_add_uint(p->items.tree, hf, p->items.tvb, 0, 0, to->frame);
    proto_item_set_generated(item);
    return item;
}

static void add_status(const struct place *p)
{
    const struct sl_catalogue *catalogue = sl_capture_catalogue(p->capture);
    unsigned code = p->record->status;
    enum sl_method method = (enum sl_method)p->record->method;
    const struct sl_class *class = sl_status_class(code);

    sl_items_add_uint(&p->items, hf_status_code, code);
    if (class) {
        proto_item_set_generated(proto_tree_add_uint_format_value(
            p->items.tree, hf_status_class, p->items.tvb, 0, 0, class->number, "%u %s (%s)",
            class->number, class->name.zh, class->name.en));
    }
    sl_items_add_text(&p->items, hf_status_phrase, SL_EN, sl_catalogue_phrase(catalogue, code));
    sl_items_add_text(&p->items, hf_status_zh, SL_ZH, sl_catalogue_zh(catalogue, code));
    sl_items_add_text(&p->items, hf_explain_zh, SL_ZH,
                      sl_catalogue_explain(catalogue, code, method, SL_ZH));
    sl_items_add_text(&p->items, hf_explain_en, SL_EN,
                      sl_catalogue_explain(catalogue, code, method, SL_EN));
    sl_items_add_string(&p->items, hf_reference, sl_catalogue_reference(catalogue, code));
    proto_item_set_generated(
        proto_tree_add_boolean(p->items.tree, hf_documented, p->items.tvb, 0, 0,
                               (guint32)sl_catalogue_is_documented(catalogue, code)));
}

static void add_method(const struct place *p)
{
    const struct sl_method_info *info = sl_method_info((enum sl_method)p->record->method);

    if (info) {
        sl_items_add_text(&p->items, hf_method_zh, SL_ZH, info->text.zh);
        sl_items_add_text(&p->items, hf_method_en, SL_EN, info->text.en);
    }
}

static void add_times(const struct place *p)
{
    const int fields[SL_SPANS] = {
        [SL_SPAN_FIRST_RESPONSE] = hf_time_first_response,
        [SL_SPAN_RING] = hf_time_ring,
        [SL_SPAN_ANSWER] = hf_time_answer,
        [SL_SPAN_FINAL] = hf_time_final,
        [SL_SPAN_ACK] = hf_time_ack,
    };

    for (unsigned i = 0; i < SL_SPANS; i++) {
        int64_t ns;
        nstime_t time;

        if (sl_record_span(p->record, (enum sl_span)i, &ns)) {
            time.secs = (time_t)(ns / SL_NS_PER_S);
            time.nsecs = (int)(ns % SL_NS_PER_S);
            proto_item_set_generated(
                proto_tree_add_time(p->items.tree, fields[i], p->items.tvb, 0, 0, &time));
        }
    }
}

/* What decided the verdict, where that is another message. */
static void add_worst(const struct place *p)
{
    const struct sl_finding *worst = sl_transaction_worst(p->capture, p->record->transaction);

    if (worst) {
        proto_item_append_text(add_frame(p, hf_verdict_frame, worst->record), ", %s",
                               worst->rule->name);
    }
}

static void add_transaction(const struct place *p)
{
    const struct sl_transaction *t = p->record->transaction;
    struct sl_doubt reason;

    sl_items_add_uint(&p->items, hf_transaction, t->number);
    sl_items_add_uint(&p->items, hf_state, sl_record_state(p->capture, p->record));
    sl_items_add_uint(&p->items, hf_outcome, sl_transaction_outcome(p->capture, t));
    sl_items_add_uint(&p->items, hf_verdict, sl_transaction_verdict(p->capture, t, &reason));
    add_worst(p);
    if (sl_is_doubt(reason)) {
        const struct sl_text *text = &sl_doubt_name(reason.id)->text;

        sl_items_add_text(&p->items, hf_incomplete_zh, SL_ZH, text->zh);
        sl_items_add_text(&p->items, hf_incomplete_en, SL_EN, text->en);
    }
    add_frame(p, hf_invite_frame, t->request);
    add_frame(p, hf_final_frame, t->final);
    add_frame(p, hf_ack_frame, sl_transaction_ack(t));
    add_frame(p, hf_cancel_frame, t->cancel ? t->cancel->request : NULL);
    add_times(p);
}

static const char *sentence(const struct place *p, const struct sl_finding *f,
                            enum sl_language language)
{
    GString *text = g_string_new(NULL);
    const char *copy;

    sl_finding_describe(f, language, text);
    copy = wmem_strdup(p->pinfo->pool, text->str);
    g_string_free(text, TRUE);
    return copy;
}

/* What the label of an expert info holds beside its text: "Expert Info (severity/group): ". */
#define EXPERT_ROOM (ITEM_LABEL_LENGTH - 48)

/*
 * Wireshark cuts the text of an expert info. What is too long in both languages has the sentence in
 * one, with the values, and the heading in the other if there is room; the tree has it all.
 */
static void append_expert_text(GString *out, const struct sl_finding *f,
                               enum sl_languages languages)
{
    const struct sl_text *heading = &f->rule->summary;
    size_t sentence;

    sl_finding_append(out, f, languages);
    if (out->len >= EXPERT_ROOM && languages == SL_LANGUAGES_BOTH) {
        g_string_truncate(out, 0);
        sl_finding_describe(f, SL_ZH, out);
        sentence = out->len;
        g_string_append_printf(out, " / %s", heading->en);
        if (out->len >= EXPERT_ROOM) {
            g_string_truncate(out, sentence);
        }
    }
    if (out->len >= ITEM_LABEL_LENGTH) {
        g_string_truncate(out, 0);
        sl_text_append(out, heading, languages);
    }
}

static void add_expert_info(const struct place *p, const struct sl_finding *f, proto_item *item)
{
    GString *text = g_string_new(NULL);

    append_expert_text(text, f, p->items.languages);
    expert_add_info_format(p->pinfo, item, &ei_rule[sl_rule_index(f->rule)], "%s", text->str);
    g_string_free(text, TRUE);
}

static void add_finding(const struct place *p, const struct sl_finding *f)
{
    struct place below = *p;
    proto_item *item = sl_items_add_string(&p->items, hf_violation, f->rule->name);

    below.items.tree = proto_item_add_subtree(item, ett_violation);
    sl_items_add_string(&below.items, hf_violation_severity,
                        sl_severity_name(sl_capture_severity(p->capture, f->rule)));
    sl_items_add_text(&below.items, hf_violation_zh, SL_ZH, sentence(p, f, SL_ZH));
    sl_items_add_text(&below.items, hf_violation_en, SL_EN, sentence(p, f, SL_EN));
    sl_items_add_string(&below.items, hf_violation_reference, f->rule->reference);
    for (unsigned i = 0; i < f->value_count; i++) {
        if (f->value[i].kind == SL_VALUE_FRAME) {
            sl_items_add_uint(&below.items, hf_violation_frame, (uint32_t)f->value[i].as.number);
        }
    }
    add_expert_info(p, f, item);
}

static void add_repeat(const struct place *p)
{
    const struct sl_record *r = p->record;

    add_frame(p, r->is_duplicate ? hf_duplicate_of : hf_retransmission_of, r->original);
}

/* --- one message ----------------------------------------------------------------------------- */

/* What the closed subtree says. */
static void summarise(const struct place *p, proto_item *item)
{
    const struct sl_record *r = p->record;
    const struct sl_catalogue *catalogue = sl_capture_catalogue(p->capture);
    const struct sl_method_info *info = sl_method_info((enum sl_method)r->method);
    const char *zh = r->status ? sl_catalogue_zh(catalogue, r->status)
                     : info    ? info->label.zh
                               : NULL;
    const char *en = r->status ? sl_catalogue_phrase(catalogue, r->status)
                     : info    ? info->name
                               : NULL;
    bool has_findings = false;

    if (r->status) {
        proto_item_append_text(item, ", %u", r->status);
    }
    if (zh && sl_items_show(&p->items, SL_ZH)) {
        proto_item_append_text(item, "%s %s", r->status ? "" : ",", zh);
    }
    if (en && (sl_items_show(&p->items, SL_EN) || !r->status)) {
        proto_item_append_text(item, "%s %s",
                               r->status || sl_items_show(&p->items, SL_ZH) ? "" : ",", en);
    }
    if (r->transaction) {
        const struct sl_text *text =
            &sl_verdict_name(sl_transaction_verdict(p->capture, r->transaction, NULL))->text;

        proto_item_append_text(item, ", %s%s%s", sl_items_show(&p->items, SL_ZH) ? text->zh : "",
                               p->items.languages == SL_LANGUAGES_BOTH ? " " : "",
                               sl_items_show(&p->items, SL_EN) ? text->en : "");
    }
    for (const struct sl_finding *f = r->findings; f; f = f->next_on_record) {
        if (sl_finding_holds(p->capture, f)) {
            proto_item_append_text(item, "%s%s", has_findings ? ", " : " [! ", f->rule->name);
            has_findings = true;
        }
    }
    if (has_findings) {
        proto_item_append_text(item, "]");
    }
}

static proto_item *add_message(struct place *p)
{
    const struct sl_record *r = p->record;
    proto_item *item =
        proto_tree_add_item(p->items.tree, proto_siplens, p->items.tvb, 0, 0, ENC_NA);

    proto_item_set_generated(item);
    summarise(p, item);
    p->items.tree = proto_item_add_subtree(item, ett_message);
    /* First what is wrong, then what the message means, then where it stands. */
    for (const struct sl_finding *f = r->findings; f; f = f->next_on_record) {
        if (sl_finding_holds(p->capture, f)) {
            add_finding(p, f);
        }
    }
    if (r->status) {
        add_status(p);
    } else {
        add_method(p);
    }
    if (r->remarks) {
        sl_remark_fields_add(&p->items, r->remarks, sl_capture_catalogue(p->capture));
    }
    if (r->call) {
        sl_items_add_uint(&p->items, hf_call, r->call->number);
    }
    if (r->original) {
        add_repeat(p);
    }
    if (r->transaction) {
        add_transaction(p);
    }
    return item;
}

static void add_failure(const struct place *p, proto_item *item)
{
    const struct sl_catalogue *catalogue = sl_capture_catalogue(p->capture);
    unsigned code = p->record->status;
    const char *zh = sl_items_show(&p->items, SL_ZH) ? sl_catalogue_zh(catalogue, code) : NULL;
    const char *en = sl_items_show(&p->items, SL_EN) ? sl_catalogue_phrase(catalogue, code) : NULL;

    expert_add_info_format(p->pinfo, item, &ei_failure, "%u%s%s%s%s", code, zh ? " " : "",
                           zh ? zh : "", en ? " " : "", en ? en : "");
}

void sl_fields_annotate(const struct sl_capture *capture, const struct sl_record *record,
                        tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    struct place place = {.items = {tvb, tree, sl_prefs_languages()},
                          .capture = capture,
                          .record = record,
                          .pinfo = pinfo};
    /* Most runs look at none of our fields: they must not pay for them. */
    bool is_shown = tree && (proto_field_is_referenced(tree, proto_siplens) ||
                             proto_field_is_referenced(tree, expert_protocol));
    proto_item *item = is_shown ? add_message(&place) : NULL;

    for (const struct sl_finding *f = record->findings; f && !is_shown; f = f->next_on_record) {
        if (sl_finding_holds(capture, f)) {
            add_expert_info(&place, f, NULL);
        }
    }
    if (record->status >= 400) {
        add_failure(&place, item);
    }
}

void sl_fields_append_info(const struct sl_capture *capture, const struct sl_record *record,
                           packet_info *pinfo)
{
    const struct sl_catalogue *catalogue = sl_capture_catalogue(capture);
    enum sl_languages languages = sl_prefs_languages();
    const char *before = col_get_text(pinfo->cinfo, COL_INFO);
    const char *zh = NULL, *en = NULL;
    bool has_findings = false;

    if (record->status && languages != SL_LANGUAGES_EN) {
        zh = sl_catalogue_zh(catalogue, record->status);
    }
    if (record->status && languages != SL_LANGUAGES_ZH) {
        en = sl_catalogue_phrase(catalogue, record->status);
        /* What the sender wrote is there already, and mostly it is the registered phrase. */
        en = en && before && strstr(before, en) ? NULL : en;
    }
    if (zh || en) {
        col_append_lstr(pinfo->cinfo, COL_INFO, " [", zh ? zh : "", zh && en ? " " : "",
                        en ? en : "", "]", COL_ADD_LSTR_TERMINATOR);
    }
    for (const struct sl_finding *f = record->findings; f; f = f->next_on_record) {
        if (sl_finding_holds(capture, f)) {
            col_append_lstr(pinfo->cinfo, COL_INFO, has_findings ? ", " : " [! ", f->rule->name,
                            COL_ADD_LSTR_TERMINATOR);
            has_findings = true;
        }
    }
    if (has_findings) {
        col_append_str(pinfo->cinfo, COL_INFO, "]");
    }
}
