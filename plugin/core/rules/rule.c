/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/rule.h"

#include <glib.h>
#include <string.h>

/* In the order of the documentation, which is also the order of the numbers. */
static const struct sl_rule_group *const groups[] = {
    &sl_rules_message, &sl_rules_message_responses,
    &sl_rules_invite,  &sl_rules_invite_responses,
    &sl_rules_ack,     &sl_rules_cancel,
    &sl_rules_prack,   &sl_rules_dialog_bye,
    &sl_rules_dialog,  &sl_rules_dialog_path,
    &sl_rules_offer,   &sl_rules_timer,
    &sl_rules_retry,   &sl_rules_other,
};

/* A name that users write, and what it means. */
struct named {
    const char *name;
    struct sl_text label;
};

/* clang-format off */
static const struct named group_names[] = {
    [SL_GROUP_MESSAGE] = {"message", SL_TEXT("单个消息", "Single messages")},
    [SL_GROUP_INVITE] = {"invite", SL_TEXT("INVITE事务", "INVITE transactions")},
    [SL_GROUP_ACK] = {"ack", SL_TEXT("ACK：确认最终应答", "ACK: confirming the final response")},
    [SL_GROUP_CANCEL] = {"cancel", SL_TEXT("CANCEL：取消INVITE", "CANCEL: giving an INVITE up")},
    [SL_GROUP_PRACK] = {"prack", SL_TEXT("可靠临时应答与PRACK", "Reliable provisional responses")},
    [SL_GROUP_DIALOG] = {"dialog", SL_TEXT("对话", "Dialogs")},
    [SL_GROUP_OFFER] = {"offer", SL_TEXT("媒体协商", "Offer and answer")},
    [SL_GROUP_TIMER] = {"timer", SL_TEXT("会话定时器", "Session timers")},
    [SL_GROUP_RETRY] = {"retry", SL_TEXT("重试", "Retries")},
    [SL_GROUP_OTHER] = {"other", SL_TEXT("其他请求", "Other requests")},
};

static const struct named severity_names[] = {
    [SL_SEVERITY_OFF] = {"off", SL_TEXT("关闭", "off")},
    [SL_SEVERITY_NOTE] = {"note", SL_TEXT("提示", "note")},
    [SL_SEVERITY_WARN] = {"warn", SL_TEXT("警告", "warning")},
    [SL_SEVERITY_ERROR] = {"error", SL_TEXT("错误", "error")},
};

static const struct sl_text part_labels[SL_RULE_PARTS] = {
    [SL_RULE_PART_MEANING] = SL_TEXT("含义", "Meaning"),
    [SL_RULE_PART_UNLESS] = SL_TEXT("不触发", "Stays silent"),
    [SL_RULE_PART_WHY] = SL_TEXT("影响", "Why it matters"),
    [SL_RULE_PART_NEXT] = SL_TEXT("排查", "What to check"),
};
/* clang-format on */

unsigned sl_rule_count(void)
{
    unsigned count = 0;

    for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
        count += groups[g]->count;
    }
    return count;
}

const struct sl_rule *sl_rule_at(unsigned index)
{
    for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
        if (index < groups[g]->count) {
            return groups[g]->rules[index];
        }
        index -= groups[g]->count;
    }
    g_return_val_if_reached(NULL);
}

unsigned sl_rule_index(const struct sl_rule *rule)
{
    unsigned index = 0;

    for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
        for (unsigned i = 0; i < groups[g]->count; i++, index++) {
            if (groups[g]->rules[i] == rule) {
                return index;
            }
        }
    }
    g_return_val_if_reached(0);
}

const struct sl_rule *sl_rule_find(const char *name)
{
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        if (strcmp(sl_rule_at(i)->name, name) == 0) {
            return sl_rule_at(i);
        }
    }
    return NULL;
}

const char *sl_group_name(enum sl_group group)
{
    return group_names[group].name;
}

const struct sl_text *sl_group_label(enum sl_group group)
{
    return &group_names[group].label;
}

const struct sl_text *sl_rule_part(const struct sl_rule *rule, enum sl_rule_part part)
{
    const struct sl_text *const parts[SL_RULE_PARTS] = {
        [SL_RULE_PART_MEANING] = &rule->meaning,
        [SL_RULE_PART_UNLESS] = &rule->unless,
        [SL_RULE_PART_WHY] = &rule->why,
        [SL_RULE_PART_NEXT] = &rule->next,
    };

    return parts[part]->zh ? parts[part] : NULL;
}

const struct sl_text *sl_rule_part_label(enum sl_rule_part part)
{
    return &part_labels[part];
}

const char *sl_severity_name(enum sl_severity severity)
{
    return severity_names[severity].name;
}

const struct sl_text *sl_severity_label(enum sl_severity severity)
{
    return &severity_names[severity].label;
}

bool sl_severity_parse(const char *name, enum sl_severity *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(severity_names); i++) {
        if (strcmp(severity_names[i].name, name) == 0) {
            *out = (enum sl_severity)i;
            return true;
        }
    }
    return false;
}
