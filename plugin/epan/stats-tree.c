/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts of messages, INVITE transactions and violations as a statistics tree.
 *
 * Wireshark counts while packets pass, but what becomes of a transaction is known later. When the
 * window asks, all has been read; a tshark run of one pass has not. So every tree has a second tap
 * listener, which is drawn just before the tree (the newest listener is the first): it counts what
 * only later frames told.
 */
#include "stats-tree.h"

#include <epan/stats_tree.h>

#include "base/unconst.h"
#include "open-capture.h"
#include "prefs.h"
#include "report/tally.h"

/* The nodes that others are below. */
enum parent { REQUESTS, RESPONSES, VERDICTS, OUTCOMES, VIOLATIONS, PARENTS };

static const struct sl_text parent_names[PARENTS] = {
    [REQUESTS] = SL_TEXT("请求", "Requests"),
    [RESPONSES] = SL_TEXT("应答", "Responses"),
    [VERDICTS] = SL_TEXT("INVITE事务的结论", "Verdicts on INVITE transactions"),
    [OUTCOMES] = SL_TEXT("INVITE事务的结果", "Outcomes of INVITE transactions"),
    [VIOLATIONS] = SL_TEXT("违规", "Violations"),
};

/* One tree that is being shown. */
struct view {
    stats_tree *tree;
    int parents[PARENTS];  /* their nodes */
    GPtrArray *records;    /* of struct sl_record: what passed the tree's filter */
    struct sl_tally tally; /* of them, as known when they passed or were drawn last */
    GString *name;         /* for building that of a node */
    bool has_listener;     /* Wireshark frees listeners at its end, before their trees */
};

static GHashTable *views; /* k=stats_tree, v=struct view; owns v */

/* --- names ----------------------------------------------------------------------------------- */

/* "486 这里忙 Busy Here": CODE may be "", texts may be NULL. */
static const char *name_of(struct view *v, const char *code, const char *zh, const char *en)
{
    enum sl_languages languages = sl_prefs_languages();

    g_string_assign(v->name, code);
    if (zh && languages != SL_LANGUAGES_EN) {
        g_string_append_printf(v->name, "%s%s", v->name->len ? " " : "", zh);
    }
    if (en && languages != SL_LANGUAGES_ZH) {
        g_string_append_printf(v->name, "%s%s", v->name->len ? " " : "", en);
    }
    return v->name->str;
}

static const char *name_of_text(struct view *v, const struct sl_text *text)
{
    return name_of(v, "", text->zh, text->en);
}

static const char *name_of_status(struct view *v, unsigned status)
{
    const struct sl_catalogue *catalogue = sl_capture_catalogue(sl_open_capture());
    char code[8];

    g_snprintf(code, sizeof code, "%u", status);
    return name_of(v, code, sl_catalogue_zh(catalogue, status),
                   sl_catalogue_phrase(catalogue, status));
}

static const char *name_of_method(struct view *v, enum sl_method method)
{
    static const struct sl_text other = SL_TEXT("其他方法", "other methods");
    const struct sl_method_info *info = sl_method_info(method);

    return info ? name_of(v, info->name, info->label.zh, NULL) : name_of_text(v, &other);
}

/* --- nodes ----------------------------------------------------------------------------------- */

static void tick_parent(struct view *v, enum parent parent)
{
    tick_stat_node(v->tree, name_of_text(v, &parent_names[parent]), 0, TRUE);
}

static void tick_message(struct view *v, const struct sl_record *r)
{
    const struct sl_class *class = sl_status_class(r->status);
    char digits[] = "0xx";
    int below;

    if (!sl_record_is_response(r)) {
        tick_parent(v, REQUESTS);
        tick_stat_node(v->tree, name_of_method(v, (enum sl_method)r->method), v->parents[REQUESTS],
                       FALSE);
        return;
    }
    tick_parent(v, RESPONSES);
    if (class) {
        digits[0] = (char)('0' + class->number);
        below = tick_stat_node(v->tree, name_of(v, digits, class->name.zh, class->name.en),
                               v->parents[RESPONSES], TRUE);
        tick_stat_node(v->tree, name_of_status(v, r->status), below, FALSE);
    }
}

/*
 * Judgements are set, not ticked: a transaction may be judged anew, and a burst of them would say
 * nothing.
 */
static void set_parents(struct view *v)
{
    set_stat_node(v->tree, name_of_text(v, &parent_names[VERDICTS]), 0, TRUE,
                  (int)v->tally.transactions);
    set_stat_node(v->tree, name_of_text(v, &parent_names[OUTCOMES]), 0, TRUE,
                  (int)v->tally.transactions);
    set_stat_node(v->tree, name_of_text(v, &parent_names[VIOLATIONS]), 0, TRUE,
                  (int)v->tally.findings);
}

static void set_verdict(struct view *v, enum sl_verdict verdict)
{
    set_stat_node(v->tree, name_of_text(v, &sl_verdict_name(verdict)->text), v->parents[VERDICTS],
                  FALSE, (int)v->tally.verdicts[verdict]);
}

static void set_outcome(struct view *v, enum sl_outcome outcome)
{
    set_stat_node(v->tree, name_of_text(v, &sl_outcome_name(outcome)->text), v->parents[OUTCOMES],
                  FALSE, (int)v->tally.outcomes[outcome]);
}

static void set_rule(struct view *v, unsigned rule)
{
    set_stat_node(v->tree, sl_rule_at(rule)->name, v->parents[VIOLATIONS], FALSE,
                  (int)v->tally.rules[rule]);
}

/* What RECORD, just counted, may have changed. */
static void set_judgements_of(struct view *v, const struct sl_record *r)
{
    const struct sl_capture *c = sl_open_capture();

    set_parents(v);
    if (r->transaction) {
        set_verdict(v, sl_transaction_verdict(c, r->transaction, NULL));
        set_outcome(v, sl_transaction_outcome(c, r->transaction));
    }
    for (const struct sl_finding *f = r->findings; f; f = f->next_on_record) {
        if (sl_finding_holds(c, f)) {
            set_rule(v, sl_rule_index(f->rule));
        }
    }
}

/* Verdicts and outcomes are few: all are always there. Rules are, once they were broken. */
static void set_all_judgements(struct view *v, const struct sl_tally *before)
{
    set_parents(v);
    for (unsigned i = 0; i < SL_VERDICTS; i++) {
        set_verdict(v, (enum sl_verdict)i);
    }
    for (unsigned i = 0; i < SL_OUTCOMES; i++) {
        set_outcome(v, (enum sl_outcome)i);
    }
    for (unsigned i = 0; i < sl_rule_count(); i++) {
        if (v->tally.rules[i] || before->rules[i]) {
            set_rule(v, i);
        }
    }
}

/* --- what Wireshark calls -------------------------------------------------------------------- */

static tap_packet_status on_packet(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt,
                                   const void *data, tap_flags_t flags)
{
    struct view *v = g_hash_table_lookup(views, tree);
    const struct sl_record *record = data;

    (void)pinfo, (void)edt, (void)flags;
    g_ptr_array_add(v->records, sl_unconst(record));
    tick_message(v, record);
    /* What is known while reading may be taken back: then only what is drawn counts. */
    if (!sl_open_capture_is_reading()) {
        sl_tally_add(&v->tally, sl_open_capture(), &record, 1);
        set_judgements_of(v, record);
    }
    return TAP_PACKET_REDRAW;
}

static tap_packet_status before_draw_packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                            const void *record, tap_flags_t flags)
{
    (void)data, (void)pinfo, (void)edt, (void)record, (void)flags;
    return TAP_PACKET_REDRAW;
}

static void before_draw(void *data)
{
    struct view *v = data;
    struct sl_tally before = v->tally;

    if (v->records->len) {
        sl_tally_init(&v->tally);
        sl_tally_add(&v->tally, sl_open_capture(),
                     (const struct sl_record *const *)v->records->pdata, v->records->len);
        set_all_judgements(v, &before);
        sl_tally_clear(&before);
    }
}

static void lose_listener(void *data)
{
    struct view *v = data;

    v->has_listener = false;
}

static void forget(gpointer tree, gpointer view, gpointer data)
{
    struct view *v = view;

    (void)tree, (void)data;
    g_ptr_array_set_size(v->records, 0);
    sl_tally_clear(&v->tally);
    sl_tally_init(&v->tally);
}

static struct view *view_new(stats_tree *tree)
{
    struct view *v = g_new0(struct view, 1);
    GString *error;

    v->tree = tree;
    v->records = g_ptr_array_new();
    sl_tally_init(&v->tally);
    v->name = g_string_new(NULL);
    error = register_tap_listener(SL_TAP, v, NULL, TL_REQUIRES_NOTHING, NULL, before_draw_packet,
                                  before_draw, lose_listener);
    v->has_listener = !error;
    if (error) { /* without a filter there is nothing to be wrong with */
        g_string_free(error, TRUE);
    }
    return v;
}

static void view_free(gpointer view)
{
    struct view *v = view;

    if (v->has_listener) {
        remove_tap_listener(v);
    }
    g_ptr_array_free(v->records, TRUE);
    sl_tally_clear(&v->tally);
    g_string_free(v->name, TRUE);
    g_free(v);
}

/* Wireshark empties a tree by making its nodes anew. */
static void init(stats_tree *tree)
{
    struct view *v = g_hash_table_lookup(views, tree);

    if (!v) {
        v = view_new(tree);
        g_hash_table_insert(views, tree, v);
    }
    forget(tree, v, NULL);
    for (unsigned i = 0; i < PARENTS; i++) {
        v->parents[i] =
            stats_tree_create_node(tree, name_of_text(v, &parent_names[i]), 0, STAT_DT_INT, TRUE);
    }
    set_all_judgements(v, &v->tally);
}

static void clean_up(stats_tree *tree)
{
    g_hash_table_remove(views, tree);
}

void sl_stats_tree_forget(void)
{
    g_hash_table_foreach(views, forget, NULL);
}

void sl_stats_tree_register(void)
{
    views = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, view_free);
    stats_tree_register_plugin(SL_TAP, "siplens", "SIP Lens", 0, on_packet, init, clean_up);
}
