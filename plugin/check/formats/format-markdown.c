/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markdown, as code forges render it, with a sequence diagram (Mermaid) of each broken call. A
 * comment on GitHub has 65 536 characters, and a longer one is refused as a whole: the page holds
 * what is worst, and says what it leaves out.
 *
 * What there is room for is chosen in this order: the tables, each with a share of the page; why
 * captures were not used; the findings, call by call, the worst first; diagrams of those calls;
 * further findings; why transactions are incomplete.
 */
#include "formats/format.h"
#include "formats/markdown.h"
#include "formats/phrase.h"
#include "formats/worst.h"

#define PAGE 65535
#define DIAGRAMS 50 /* a page with more is not rendered in reasonable time */

/* Shares of the page, in characters. */
enum {
    OURS = 1500, /* the beginning, and what was left out */
    CAPTURES = 12000,
    RULES = 12000,
    HIDDEN = 6000,
    CHANGES = 6000,
    ERRORS = 12000,
    LATER = 12000 /* not for findings, as long as there are diagrams */
};

/* A call that is on the page. */
struct entry {
    const struct sl_worst *worst;
    char *findings;
    char *diagram; /* or NULL */
};

/* What is on the page of a capture. */
struct section {
    const struct sl_result *result;
    char *head;       /* NULL: it is not on the page */
    char *incomplete; /* or NULL */
    GPtrArray *calls; /* of struct entry, owned; or NULL */
    unsigned worst;   /* severity; above all others where it was not used */
    unsigned number;
};

struct page {
    const struct sl_audit *audit;
    GString *tables;
    struct section *sections; /* one a capture */
    GPtrArray *ranked;        /* the same, the worst first */
    GArray *calls;            /* of struct sl_worst */
    guint taken;              /* of these, how many are on the page */
    size_t room;              /* characters that are left */
    struct sl_left_out left;
    unsigned wanted_diagrams, diagrams;
};

/* --- captures by rank ------------------------------------------------------------------------- */

static gint by_worst(gconstpointer a, gconstpointer b)
{
    const struct section *x = *(struct section *const *)a;
    const struct section *y = *(struct section *const *)b;

    if (x->worst != y->worst) {
        return x->worst > y->worst ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* How bad R is, for the order of sections. */
static unsigned worst_of(const struct sl_result *r)
{
    for (unsigned s = SL_SEVERITY_ERROR; s > SL_SEVERITY_OFF && !r->error; s--) {
        if (r->count[s]) {
            return s;
        }
    }
    return r->error ? SL_SEVERITIES : SL_SEVERITY_OFF;
}

static struct section *new_sections(const struct sl_audit *audit)
{
    struct section *sections = g_new0(struct section, audit->results->len + 1);

    for (guint i = 0; i < audit->results->len; i++) {
        sections[i].result = sl_audit_result(audit, i);
        sections[i].worst = worst_of(sections[i].result);
        sections[i].number = i;
    }
    return sections;
}

static GPtrArray *ranked(struct section *sections, guint count)
{
    GPtrArray *all = g_ptr_array_new();

    for (guint i = 0; i < count; i++) {
        g_ptr_array_add(all, &sections[i]);
    }
    g_ptr_array_sort(all, by_worst);
    return all;
}

/* --- what is there room for ------------------------------------------------------------------- */

/* What WRITE makes of DATA, to be freed with g_free. */
static char *text_of(void (*write)(struct sl_out *, const struct sl_result *),
                     const struct sl_result *data)
{
    struct sl_out *out = sl_out_new_in_memory();
    char *text;

    write(out, data);
    text = g_strdup(sl_out_buffer(out)->str);
    sl_out_discard(out);
    return text;
}

/* True, and the room is taken, if LENGTH characters fit and leave LATER. */
static bool take(struct page *page, size_t length, size_t later)
{
    if (length + later > page->room) {
        return false;
    }
    page->room -= length;
    return true;
}

/* --- tables ---------------------------------------------------------------------------------- */

/* Appends the row in OUT, which is then empty, to TABLE, unless that makes it longer than SHARE. */
static bool add_row(GString *table, struct sl_out *out, size_t *length, size_t share)
{
    GString *row = sl_out_buffer(out);
    size_t more = sl_markdown_length(row->str);
    bool fits = *length + more <= share;

    if (fits) {
        g_string_append(table, row->str);
        *length += more;
    }
    g_string_truncate(row, 0);
    return fits;
}

static const struct section *row_of(const struct page *page, guint i, bool is_ranked)
{
    return is_ranked ? g_ptr_array_index(page->ranked, i) : &page->sections[i];
}

/* Appends a row for each capture, the worst first or as they came; returns how many have room. */
static guint add_capture_rows(GString *rows, struct page *page, struct sl_out *row, bool is_ranked)
{
    size_t length = 0;
    guint i = 0;

    for (; i < page->ranked->len; i++) {
        sl_markdown_capture_row(row, row_of(page, i, is_ranked)->result);
        if (!add_row(rows, row, &length, CAPTURES)) {
            break;
        }
    }
    return i;
}

static void add_captures(struct page *page, struct sl_out *row)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    guint shown = add_capture_rows(rows, page, row, false);

    if (shown < page->ranked->len) {
        g_string_truncate(rows, 0);
        shown = add_capture_rows(rows, page, row, true);
    }
    g_string_append_printf(
        page->tables,
        "| 抓包 capture | 开始于 starts at | 呼叫 calls | INVITE 事务 transactions "
        "| error | warn | note |  |\n|---|---|--:|--:|--:|--:|--:|---|\n%s",
        rows->str);
    if (shown < page->ranked->len) {
        g_string_append_printf(page->tables, "\n另有%u个抓包未列出 · %u more captures\n",
                               page->ranked->len - shown, page->ranked->len - shown);
    }
}

static void add_rules(struct page *page, struct sl_out *row)
{
    size_t length = 0;
    guint i = 0;

    if (page->audit->rules->len) {
        g_string_append(page->tables, "\n| 规则 rule | severity | n |  |\n|---|---|--:|---|\n");
    }
    for (; i < page->audit->rules->len; i++) {
        sl_markdown_rule_row(row, sl_audit_rule(page->audit, i));
        if (!add_row(page->tables, row, &length, RULES)) {
            break;
        }
    }
    if (i < page->audit->rules->len) {
        g_string_append_printf(page->tables, "\n另有%u条规则未列出 · %u more rules\n",
                               page->audit->rules->len - i, page->audit->rules->len - i);
    }
}

static void add_hidden(struct page *page, struct sl_out *row)
{
    uint64_t others = page->audit->hidden;
    size_t length = 0;

    for (guint i = 0; i < page->audit->hidings->len; i++) {
        const struct sl_hiding *h = &g_array_index(page->audit->hidings, struct sl_hiding, i);

        g_string_append(page->tables, i == 0 ? "\n" : "");
        sl_markdown_hiding(row, h);
        if (!add_row(page->tables, row, &length, HIDDEN)) {
            g_string_append_printf(page->tables,
                                   "- %" G_GUINT64_FORMAT " findings hidden by other settings\n",
                                   others);
            break;
        }
        others -= h->count;
    }
}

static void add_changes(struct page *page, struct sl_out *row)
{
    unsigned count = sl_changes_count(page->audit->changes);
    size_t length = 0;

    for (unsigned i = 0; i < count; i++) {
        g_string_append(page->tables,
                        i == 0 ? "\n由设置文件改动 Changed by a settings file:\n\n" : "");
        sl_markdown_change(row, sl_changes_at(page->audit->changes, i));
        if (!add_row(page->tables, row, &length, CHANGES)) {
            g_string_append_printf(page->tables, "- 另有%u处 · %u more\n", count - i, count - i);
            break;
        }
    }
}

static void add_tables(struct page *page)
{
    struct sl_out *row = sl_out_new_in_memory();

    add_captures(page, row);
    add_rules(page, row);
    sl_markdown_transactions(row, page->audit);
    g_string_append(page->tables, sl_out_buffer(row)->str);
    g_string_truncate(sl_out_buffer(row), 0);
    add_hidden(page, row);
    add_changes(page, row);
    sl_out_discard(row);
    page->room -= sl_markdown_length(page->tables->str);
}

/* --- what is chosen -------------------------------------------------------------------------- */

/* True if SECTION is on the page, or comes there with MORE characters, which are then taken. */
static bool take_for(struct page *page, struct section *section, size_t more, size_t later)
{
    g_autofree char *head = section->head ? NULL : text_of(sl_markdown_capture, section->result);

    if (!take(page, more + (head ? sl_markdown_length(head) : 0), later)) {
        return false;
    }
    if (head) {
        section->head = g_steal_pointer(&head);
    }
    return true;
}

static void choose_errors(struct page *page)
{
    size_t later = page->room > ERRORS ? page->room - ERRORS : 0;

    for (guint i = 0; i < page->audit->results->len; i++) {
        struct section *section = &page->sections[i];

        if ((section->result->error || section->result->clock_is_broken) &&
            !take_for(page, section, 0, later)) {
            return;
        }
    }
}

static void free_entry(gpointer data)
{
    struct entry *entry = data;

    g_free(entry->findings);
    g_free(entry->diagram);
    g_free(entry);
}

static bool choose_call(struct page *page, const struct sl_worst *worst, size_t later)
{
    struct section *section = &page->sections[worst->capture];
    struct sl_out *out = sl_out_new_in_memory();
    unsigned shown = sl_markdown_call(out, worst->result, worst->call);
    size_t length = sl_markdown_length(sl_out_buffer(out)->str);
    bool fits = take_for(page, section, length, later);

    if (fits) {
        struct entry *entry = g_new0(struct entry, 1);

        entry->worst = worst;
        entry->findings = g_strdup(sl_out_buffer(out)->str);
        if (!section->calls) {
            section->calls = g_ptr_array_new_with_free_func(free_entry);
        }
        g_ptr_array_add(section->calls, entry);
        page->left.findings -= shown;
    }
    sl_out_discard(out);
    return fits;
}

static void choose_calls(struct page *page, size_t later)
{
    while (page->taken < page->calls->len &&
           choose_call(page, sl_worst_at(page->calls, page->taken), later)) {
        page->taken++;
    }
}

/* The entry of WORST, which is on the page. */
static struct entry *entry_of(struct page *page, const struct sl_worst *worst)
{
    GPtrArray *calls = page->sections[worst->capture].calls;

    for (guint i = 0; i < calls->len; i++) {
        struct entry *entry = g_ptr_array_index(calls, i);

        if (entry->worst == worst) {
            return entry;
        }
    }
    return NULL;
}

static void choose_diagram(struct page *page, const struct sl_worst *worst)
{
    struct sl_out *out = sl_out_new_in_memory();

    if (sl_markdown_diagram(out, worst->result, worst->call) &&
        take(page, sl_markdown_length(sl_out_buffer(out)->str), 0)) {
        entry_of(page, worst)->diagram = g_strdup(sl_out_buffer(out)->str);
        page->diagrams++;
    }
    sl_out_discard(out);
}

/* Diagrams of the worst calls; one that is too long leaves its place to others. */
static void choose_diagrams(struct page *page)
{
    for (guint i = 0, tried = 0; i < page->taken && tried < DIAGRAMS; i++) {
        if (sl_worst_at(page->calls, i)->call->first_hop != SL_NO_INDEX) {
            choose_diagram(page, sl_worst_at(page->calls, i));
            tried++;
        }
    }
    for (guint i = 0; i < page->calls->len; i++) {
        page->wanted_diagrams += sl_worst_at(page->calls, i)->call->first_hop != SL_NO_INDEX;
    }
}

static void choose_incomplete(struct page *page)
{
    for (guint i = 0; i < page->audit->results->len; i++) {
        struct section *section = &page->sections[i];
        uint64_t count = section->result->verdicts[SL_VERDICT_INCOMPLETE];
        g_autofree char *text = NULL;

        if (count == 0) {
            continue;
        }
        text = page->left.incomplete ? NULL : text_of(sl_markdown_incomplete, section->result);
        if (text && !*text) {
            continue; /* a brief report does not have the reasons */
        }
        if (text && take_for(page, section, sl_markdown_length(text), 0)) {
            section->incomplete = g_steal_pointer(&text);
        } else {
            page->left.incomplete += count;
        }
    }
}

static void choose(struct page *page)
{
    page->room = PAGE - OURS;
    add_tables(page);
    choose_errors(page);
    choose_calls(page, LATER);
    choose_diagrams(page);
    choose_calls(page, 0);
    choose_incomplete(page);
    page->left.calls = page->calls->len - page->taken;
    for (guint i = 0; i < page->audit->results->len; i++) {
        const struct sl_result *r = page->sections[i].result;
        bool is_there = page->sections[i].head != NULL;

        page->left.captures += !page->sections[i].calls && sl_result_findings(r) > 0;
        page->left.notices += !is_there && (r->error || r->clock_is_broken);
    }
}

/* --- the page -------------------------------------------------------------------------------- */

static gint by_number(gconstpointer a, gconstpointer b)
{
    const struct sl_worst *x = (*(struct entry *const *)a)->worst;
    const struct sl_worst *y = (*(struct entry *const *)b)->worst;

    if (x->severity != y->severity) {
        return x->severity > y->severity ? -1 : 1;
    }
    return (x->place > y->place) - (x->place < y->place);
}

static void write_section(struct sl_out *out, struct section *section, bool *is_explained)
{
    sl_out_string(out, section->head ? section->head : "");
    if (section->calls) {
        g_ptr_array_sort(section->calls, by_number);
    }
    for (guint i = 0; section->calls && i < section->calls->len; i++) {
        const struct entry *entry = g_ptr_array_index(section->calls, i);

        sl_out_string(out, entry->findings);
        sl_out_string(out, entry->diagram ? entry->diagram : "");
        if (entry->diagram && !*is_explained) {
            sl_out_printf(out, "\n%s  \n%s\n", sl_phrase_ladders.zh, sl_phrase_ladders.en);
            *is_explained = true;
        }
    }
    sl_out_string(out, section->incomplete ? section->incomplete : "");
}

static void write_left_out(struct sl_out *out, const struct sl_left_out *left)
{
    if (sl_left_out_any(left)) {
        sl_phrase_left_out(sl_out_buffer(out), left, SL_ZH);
        sl_out_string(out, "  \n");
        sl_phrase_left_out(sl_out_buffer(out), left, SL_EN);
        sl_out_string(out, "\n\n");
    }
}

static void write_page(struct sl_out *out, struct page *page)
{
    unsigned undrawn = page->wanted_diagrams - page->diagrams;
    bool is_explained = false;

    sl_out_string(out, "# SIP Lens\n\n");
    sl_phrase_conclusion(sl_out_buffer(out), page->audit);
    sl_out_string(out, ".\n\n");
    write_left_out(out, &page->left);
    sl_out_string(out, page->tables->str);
    for (guint i = 0; i < page->ranked->len; i++) {
        write_section(out, g_ptr_array_index(page->ranked, i), &is_explained);
    }
    if (undrawn) {
        sl_out_string(out, "\n");
        sl_phrase_count(sl_out_buffer(out), undrawn, "more call");
        sl_out_string(out, " would have a diagram: the format html draws them.\n");
    }
}

static void clear(struct page *page)
{
    for (guint i = 0; i < page->audit->results->len; i++) {
        g_free(page->sections[i].head);
        g_free(page->sections[i].incomplete);
        g_clear_pointer(&page->sections[i].calls, g_ptr_array_unref);
    }
    g_ptr_array_free(page->ranked, TRUE);
    g_free(page->sections);
    g_array_free(page->calls, TRUE);
    g_string_free(page->tables, TRUE);
}

void sl_format_markdown(const struct sl_audit *audit, struct sl_out *out)
{
    struct page page = {
        .audit = audit,
        .tables = g_string_new(NULL),
        .sections = new_sections(audit),
        .calls = sl_worst_calls(audit),
        .left.findings = sl_audit_findings(audit) - audit->unlisted,
    };

    page.ranked = ranked(page.sections, audit->results->len);
    choose(&page);
    write_page(out, &page);
    clear(&page);
}
