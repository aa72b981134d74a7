/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rules.md: an index by group, then a section for every rule. */
#include <string.h>

#include "page.h"
#include "rules/rule.h"

/* Where the captures are, as seen from plugin/doc. */
#define LINK "../../test-captures"

static const char *const introduction =
    "# 规则 · Rules\n"
    "\n"
    "<!-- Made from the rows of plugin/core/rules-*.c: `cmake --build build --target docs`. -->\n"
    "\n"
    "这一页由规则表生成：每条规则的含义、何时不触发、影响，接着该排查什么，"
    "以及哪些抓包能看到它。规则名就是过滤器（`siplens.ack_missing`），"
    "级别可以在首选项的表`siplens_rules`里逐条修改。\n"
    "\n"
    "This page is made from the table of rules: what each one means, when it stays silent, why it "
    "matters, what to check next, and the captures that show it. The name is also the filter "
    "(`siplens.ack_missing`); the preference table `siplens_rules` changes the severity of any "
    "of them.\n"
    "\n"
    "T1为500 ms、64\\*T1为32 s，可用首选项`siplens.t1_ms`修改；Timer C为180 s。"
    "“文档”表示项目的来源文档也有此规定，"
    "“RFC”表示只见于RFC。抓包长度截断了的消息，缺什么头域都不报；抓包的时间戳有跳变时，"
    "靠时间判断的规则都不下结论。\n"
    "\n"
    "T1 is 500 ms and 64\\*T1 is 32 s unless `siplens.t1_ms` says otherwise; Timer C is 180 s. "
    "“documented” means that the project's source document states the rule too, “RFC” that only "
    "the "
    "RFC does. Nothing is said to be missing from a message that was cut by the capture's snap "
    "length, and no rule that depends on time is judged where frame times jump.\n";

/* A row of a rule's table: what it says in each language. */
static void append_row(GString *out, const struct sl_text *head, const struct sl_text *text)
{
    if (!text) {
        return;
    }
    g_string_append_printf(out, "| **%s**<br>**%s** | ", head->zh, head->en);
    sl_page_text(out, text->zh);
    g_string_append(out, " | ");
    sl_page_text(out, text->en);
    g_string_append(out, " |\n");
}

/* One language of a wording, with … where a finding has its values. */
static void append_wording(GString *out, const char *wording)
{
    GString *plain = g_string_new(NULL);

    for (; *wording; wording++) {
        if (*wording == '{') {
            g_string_append(plain, "…");
            wording = strchr(wording, '}');
        } else {
            g_string_append_c(plain, *wording);
        }
    }
    sl_page_text(out, plain->str);
    g_string_free(plain, TRUE);
}

static void append_wordings(GString *out, const struct sl_rule *rule)
{
    for (unsigned w = 0; w < SL_WORDINGS_MAX && rule->wording[w].zh; w++) {
        g_string_append(out, w == 0 ? "| **原文**<br>**Wording** | " : "| | ");
        append_wording(out, rule->wording[w].zh);
        g_string_append(out, " | ");
        append_wording(out, rule->wording[w].en);
        g_string_append(out, " |\n");
    }
}

/* --- captures -------------------------------------------------------------------------------- */

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the recipes in FOLDER that begin with KIND, without their ending, sorted. */
static GPtrArray *find_captures(const char *folder, const char *kind)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_prefix(name, kind) && g_str_has_suffix(name, ".sip")) {
            g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(".sip")));
        }
    }
    if (dir) {
        g_dir_close(dir);
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

/* What a recipe says of itself: the comment it begins with, on one line. */
static void append_description(GString *out, const char *path)
{
    GString *description = g_string_new(NULL);
    char *text;

    if (g_file_get_contents(path, &text, NULL, NULL)) {
        char **lines = g_strsplit(text, "\n", -1);

        for (char **line = lines; *line && g_str_has_prefix(*line, "# "); line++) {
            g_string_append(description, *line + 1);
        }
        g_strfreev(lines);
        g_free(text);
    }
    sl_page_text(out, description->str);
    g_string_free(description, TRUE);
}

static void append_captures(GString *out, const char *captures, const struct sl_rule *rule,
                            const char *kind, const char *heading)
{
    char *folder = g_build_filename(captures, rule->name, NULL);
    GPtrArray *names = find_captures(folder, kind);

    if (names->len > 0) {
        g_string_append_printf(out, "\n%s\n\n", heading);
    }
    for (unsigned i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        char *recipe = g_strdup_printf("%s/%s.sip", folder, name);

        g_string_append_printf(out,
                               "- [%s](" LINK "/%s/%s.pcap) ([recipe](" LINK "/%s/%s.sip)):", name,
                               rule->name, name, rule->name, name);
        append_description(out, recipe);
        g_string_append_c(out, '\n');
        g_free(recipe);
    }
    g_ptr_array_unref(names);
    g_free(folder);
}

/* --- the page -------------------------------------------------------------------------------- */

static void append_rule(GString *out, const char *captures, const struct sl_rule *rule)
{
    const struct sl_text *severity = sl_severity_label(rule->severity);

    g_string_append_printf(out, "\n### <a id=\"%s\"></a>%s\n\n", rule->name, rule->name);
    g_string_append_printf(out, "%s %s · %s · %s · 过滤器 filter `siplens.%s`\n", severity->zh,
                           severity->en, rule->reference,
                           rule->documented ? "文档 documented" : "RFC", rule->name);
    g_string_append_printf(out, "\n| | %s | %s |\n| --- | --- | --- |\n", rule->summary.zh,
                           rule->summary.en);
    for (int i = 0; i < SL_RULE_PARTS; i++) {
        append_row(out, sl_rule_part_label((enum sl_rule_part)i),
                   sl_rule_part(rule, (enum sl_rule_part)i));
    }
    append_wordings(out, rule);
    append_captures(out, captures, rule, "trigger", "能看到它的抓包 · Captures that show it:");
    append_captures(out, captures, rule, "lookalike",
                    "看似而不报的抓包 · Captures that look like it and stay silent:");
}

static gboolean begins_group(unsigned index)
{
    return index == 0 || sl_rule_at(index)->group != sl_rule_at(index - 1)->group;
}

static void append_index(GString *out)
{
    g_string_append(out, "\n## 索引 · Index\n");
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);
        const struct sl_text *severity = sl_severity_label(rule->severity);

        if (begins_group(i)) {
            const struct sl_text *group = sl_group_label(rule->group);

            g_string_append_printf(out, "\n**[%s · %s](#group-%s)**\n\n", group->zh, group->en,
                                   sl_group_name(rule->group));
            g_string_append(out, "| 级别 Severity | 规则 Rule | 含义 | Meaning |\n");
            g_string_append(out, "| --- | --- | --- | --- |\n");
        }
        g_string_append_printf(out, "| %s %s | [%s](#%s) | %s | %s |\n", severity->zh, severity->en,
                               rule->name, rule->name, rule->summary.zh, rule->summary.en);
    }
}

gboolean sl_page_rules(GString *out, const char *captures, GError **error)
{
    GDir *dir = g_dir_open(captures, 0, error);

    if (!dir) {
        return FALSE;
    }
    g_dir_close(dir);
    g_string_append(out, introduction);
    append_index(out);
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        const struct sl_rule *rule = sl_rule_at(i);

        if (begins_group(i)) {
            const struct sl_text *group = sl_group_label(rule->group);

            g_string_append_printf(out, "\n## <a id=\"group-%s\"></a>%s · %s\n",
                                   sl_group_name(rule->group), group->zh, group->en);
        }
        append_rule(out, captures, rule);
    }
    return TRUE;
}
