/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/find.h"

#include "sip/method.h"

void sl_finding_restate(struct sl_checker *c, struct sl_finding *finding, unsigned wording,
                        const struct sl_value *values, unsigned count)
{
    g_assert(count <= SL_FINDING_VALUES_MAX);
    finding->wording = wording;
    finding->value_count = count;
    for (unsigned i = 0; i < count; i++) {
        finding->value[i] = values[i];
        if (values[i].kind == SL_VALUE_STRING) {
            finding->value[i].as.string = sl_arena_strdup(c->store->arena, values[i].as.string);
        }
    }
}

struct sl_finding *sl_record_finding(const struct sl_record *record, const struct sl_rule *rule)
{
    struct sl_finding *f = record->findings;

    while (f && f->rule != rule) {
        f = f->next_on_record;
    }
    return f;
}

struct sl_finding *sl_finding_add(struct sl_checker *c, const struct sl_rule *rule,
                                  struct sl_record *record, const struct sl_facts *facts,
                                  unsigned wording, const struct sl_value *values, unsigned count)
{
    struct sl_finding *finding = sl_arena_new_of(c->store->arena, struct sl_finding);
    struct sl_finding **end = &record->findings;

    finding->rule = rule;
    finding->record = record;
    if (facts) {
        finding->facts = *facts;
    }
    sl_finding_restate(c, finding, wording, values, count);
    while (*end) {
        end = &(*end)->next_on_record; /* at most one a rule */
    }
    *end = finding;
    sl_verdict_enter(c, finding);
    if (c->trace) {
        sl_trace_found(c->trace, finding);
    }
    return finding;
}

struct sl_value sl_method_value(enum sl_method method)
{
    static const struct sl_text other = SL_TEXT("未登记的方法", "an unregistered method");
    const struct sl_method_info *info = sl_method_info(method);

    return info ? SL_STRING(info->name) : SL_TEXT_VALUE(&other);
}
