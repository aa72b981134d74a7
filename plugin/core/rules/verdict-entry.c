/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/verdict-entry.h"

bool sl_checker_holds(const struct sl_checker *c, const struct sl_finding *finding)
{
    const struct sl_rule *rule = finding->rule;

    return sl_checker_severity(c, rule) != SL_SEVERITY_OFF &&
           !(rule->timed && c->clock.is_broken) &&
           !(rule->doubt && sl_is_doubt(rule->doubt(c, finding)));
}

bool sl_finding_is_worse(const struct sl_checker *c, const struct sl_finding *finding,
                         const struct sl_finding *than)
{
    enum sl_severity severity = sl_checker_severity(c, finding->rule);
    enum sl_severity other = than ? sl_checker_severity(c, than->rule) : SL_SEVERITY_OFF;

    return severity > other ||
           (than && severity == other && finding->record->number < than->record->number);
}

/* FINDING counts for the verdict of TRANSACTION from now on, without any doubt. */
static void enter_certain(const struct sl_checker *c, struct sl_verdict_entries *entries,
                          struct sl_finding *finding)
{
    struct sl_finding **worst = finding->rule->timed ? &entries->worst_timed : &entries->worst;

    if (sl_finding_is_worse(c, finding, *worst)) {
        *worst = finding;
    }
}

/* FINDING held when it was too many; what was kept of such ones may have been refuted since. */
static void enter_settled(const struct sl_checker *c, struct sl_verdict_entries *entries,
                          struct sl_finding *finding)
{
    if (!entries->settled || !sl_checker_holds(c, entries->settled) ||
        sl_finding_is_worse(c, finding, entries->settled)) {
        entries->settled = finding;
    }
}

/*
 * A verdict asks every doubt again. A flood of doubtful findings must not make that long: of the
 * oldest ones that hold by now, one is kept, and asked again. Only a timeout of the transaction
 * itself is kept, as the outcome asks for it: there is one a rule. Those of the requests within its
 * dialog are many.
 */
static void settle_oldest(struct sl_checker *c, struct sl_transaction *transaction)
{
    struct sl_verdict_entry **oldest = &transaction->entries->uncertain;
    struct sl_finding *finding;

    for (struct sl_verdict_entry **at = oldest; *at; at = &(*at)->next) {
        finding = (*at)->finding;
        if (!finding->rule->is_timeout || finding->record->transaction != transaction) {
            oldest = at;
        }
    }
    /* There is one, since there are too many. */
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    finding = (*oldest)->finding;
    sl_store_leave_out(c->store, SL_LIMIT_VERDICT_ENTRIES);
    if (sl_checker_holds(c, finding)) {
        enter_settled(c, transaction->entries, finding);
    }
    *oldest = (*oldest)->next;
    transaction->entries->uncertain_count--;
}

static void enter(struct sl_checker *c, struct sl_transaction *transaction,
                  struct sl_finding *finding)
{
    if (!transaction->entries) {
        transaction->entries = sl_arena_new_of(c->store->arena, struct sl_verdict_entries);
    }
    if (finding->rule->doubt) {
        struct sl_verdict_entry *entry = sl_arena_new_of(c->store->arena, struct sl_verdict_entry);

        entry->finding = finding;
        entry->next = transaction->entries->uncertain;
        transaction->entries->uncertain = entry;
        if (++transaction->entries->uncertain_count > SL_VERDICT_ENTRIES_MAX) {
            settle_oldest(c, transaction);
        }
    } else {
        enter_certain(c, transaction->entries, finding);
    }
}

void sl_verdict_enter(struct sl_checker *c, struct sl_finding *finding)
{
    struct sl_transaction *decided[SL_FINDING_TRANSACTIONS_MAX];
    unsigned count = sl_finding_transactions(finding, decided);

    for (unsigned i = 0; i < count; i++) {
        enter(c, decided[i], finding);
    }
}
