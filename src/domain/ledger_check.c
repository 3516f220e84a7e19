// SPDX-License-Identifier: EUPL-1.2
/*
 * See ledger_check.h. It computes again what the verbs decided, from the ledger
 * alone, and compares; it never mends.
 */
#include "domain/ledger_check.h"

static bool
no(struct arena *a, struct str *ret, int32_t seq, const char *what)
{
    *ret = str_printf(a, "event %d: %s", seq, what);
    return false;
}

struct filing
ledger_filing(const struct ledger_facts *f)
{
    const struct dossier *d = f->stored;
    struct filing filing = {.id = d->id,
                            .code = d->code,
                            .procedure = d->procedure,
                            .procedure_version = d->procedure_version,
                            .case_code = d->case_code,
                            .unit = d->unit,
                            .area = d->area,
                            .channel = d->channel,
                            .applicant = d->applicant,
                            .data = d->data,
                            .components = f->papers,
                            .required = f->required,
                            .digitised = f->filed,
                            .digitised_required = f->filed_required,
                            .yields_result = d->yields_result,
                            .fee = d->fee};
    for (size_t i = 0; i < f->n; i++) {
        const struct event *e = &f->history[i];
        if (e->action == ACT_REQUIRE_FEE || e->action == ACT_IMPOSE)
            filing.fee -= e->amount;
        if (e->action == ACT_DIGITISE && (e->flags & EVENT_FIRST_FILE)) {
            filing.digitised--;
            filing.digitised_required -= (e->flags & EVENT_REQUIRED) != 0;
        }
    }
    return filing;
}

static bool
chain_agrees(struct arena *a, const struct ledger_facts *f, struct str *ret)
{
    struct buf scratch;
    struct hash prev = {{0}};
    bool agrees = true;
    buf_init(&scratch, 1 << 20);
    for (size_t i = 0; i < f->n && agrees; i++) {
        const struct event *e = &f->history[i];
        struct hash hash = event_hash(e, f->stored->code, &scratch);
        if (e->seq != (int32_t)i + 1)
            agrees = no(a, ret, e->seq, "the numbers have a gap");
        else if (!hash_eq(&e->prev, &prev))
            agrees = no(a, ret, e->seq, "does not follow the event before it");
        else if (!hash_eq(&e->hash, &hash))
            agrees = no(a, ret, e->seq, "was changed after it was written");
        prev = e->hash;
    }
    buf_free(&scratch);
    return agrees;
}

/* The first event carries the digest of what was filed. */
static bool
filing_agrees(struct arena *a, const struct ledger_facts *f, struct str *ret)
{
    struct filing filing = ledger_filing(f);
    if (!str_eq(filing_detail(a, &filing), f->history[0].detail))
        return no(a, ret, 1, "what was filed was changed afterwards");
    return true;
}

/* Dates and punctuality of one event, from the events up to it, by one set of rules. */
static bool
event_agrees_by(struct arena *a, const struct ledger_facts *f, const struct ledger_rules *rules,
                size_t i, struct str *ret)
{
    const struct event *e = &f->history[i];
    struct clock_events clock = dossier_clock(a, f->history, i + 1);
    struct local at = local_of(e->at, zone_vietnam);
    struct deadline d;
    if (clock.n == 0 && e->due.minute != 0)
        return no(a, ret, e->seq, "has an appointment before acceptance");
    if (clock.n == 0)
        return true;
    if (deadline_of(rules->calendar, &rules->limit, clock, at, NULL, &d) != OK)
        return no(a, ret, e->seq, "has no deadline by the calendar");
    if (d.has_due ? d.due.minute != e->due.minute : e->due.minute != 0)
        return no(a, ret, e->seq, "has another appointment than the events give");
    if (!state_is_over(e->to))
        return true;
    bool late = (e->flags & EVENT_LATE) != 0, early = (e->flags & EVENT_EARLY) != 0;
    if (late != (d.timeliness == TIME_LATE) || early != (d.timeliness == TIME_EARLY))
        return no(a, ret, e->seq, "is not as punctual as written");
    return true;
}

/* By what was known when it happened. */
static bool
event_agrees(struct arena *a, const struct ledger_facts *f, size_t i, struct str *ret)
{
    int64_t at = f->history[i].at.us;
    size_t k = f->rules_n;
    do {
        k--;
        bool has_begun = k == 0 || f->rules[k].from.us <= at + LEDGER_SWAP_US;
        if (has_begun && event_agrees_by(a, f, &f->rules[k], i, ret))
            return true;
    } while (k > 0 && f->rules[k].from.us > at - LEDGER_SWAP_US);
    return false;
}

/* Whether the event itself is a reason for another appointment. */
static bool
moves_clock(const struct event *e)
{
    return e->action == ACT_ACCEPT || e->action == ACT_EXTEND || e->action == ACT_RECALCULATE ||
           state_phase(e->from) != state_phase(e->to);
}

/* Others only carry it on, unless a pause or what was known by then has moved it. */
static bool
may_change_date(const struct ledger_facts *f, size_t i)
{
    int64_t before = i > 0 ? f->history[i - 1].due.minute : 0;
    return moves_clock(&f->history[i]) || f->history[i].due.minute != before;
}

static bool
dates_agree(struct arena *a, const struct ledger_facts *f, struct str *ret)
{
    for (size_t i = 0; i < f->n; i++) {
        struct arena_mark mark = arena_mark(a);
        bool agrees = !may_change_date(f, i) || event_agrees(a, f, i, ret);
        if (!agrees)
            return false;
        arena_rewind(a, mark);
    }
    return true;
}

static bool
fold_agrees(struct arena *a, const struct ledger_facts *f, struct str *ret)
{
    const struct dossier *d = f->stored;
    struct filing filing = ledger_filing(f);
    struct dossier fold = dossier_begin(&filing);
    for (size_t i = 0; i < f->n; i++)
        dossier_apply(&fold, &f->history[i]);
    const struct {
        const char *name;
        int64_t stored, folded;
    } members[] = {
        {"version", d->version, fold.version},
        {"holder", d->holder.v, fold.holder.v},
        {"state", d->state, fold.state},
        {"step", d->step, fold.step},
        {"submitted_at", d->submitted_at.us, fold.submitted_at.us},
        {"answer_due", d->answer_due.minute, fold.answer_due.minute},
        {"accepted_at", d->accepted_at.us, fold.accepted_at.us},
        {"due", d->due.minute, fold.due.minute},
        {"original_due", d->original_due.minute, fold.original_due.minute},
        {"paused_at", d->paused_at.us, fold.paused_at.us},
        {"step_at", d->step_at.us, fold.step_at.us},
        {"step_due", d->step_due.minute, fold.step_due.minute},
        {"finished_at", d->finished_at.us, fold.finished_at.us},
        {"returned_at", d->returned_at.us, fold.returned_at.us},
        {"timeliness", d->timeliness, fold.timeliness},
        {"supplements", d->supplements, fold.supplements},
        {"extensions", d->extensions, fold.extensions},
        {"components", d->components, fold.components},
        {"required", d->required, fold.required},
        {"digitised", d->digitised, fold.digitised},
        {"digitised_required", d->digitised_required, fold.digitised_required},
        {"result_digitised", d->result_digitised, fold.result_digitised},
        {"fee", d->fee, fold.fee},
        {"paid", d->paid, fold.paid},
        {"paid_online", d->paid_online, fold.paid_online},
        {"head", hash_eq(&d->head, &fold.head), true},
    };
    for (size_t i = 0; i < COUNT(members); i++) {
        if (members[i].stored == members[i].folded)
            continue;
        *ret = str_printf(a, "%s is %jd, the ledger gives %jd", members[i].name,
                          (intmax_t)members[i].stored, (intmax_t)members[i].folded);
        return false;
    }
    return true;
}

bool
ledger_agrees(struct arena *a, const struct ledger_facts *f, struct str *ret)
{
    if (f->n == 0) {
        *ret = S("has no events");
        return false;
    }
    return chain_agrees(a, f, ret) && filing_agrees(a, f, ret) && fold_agrees(a, f, ret) &&
           dates_agree(a, f, ret);
}
