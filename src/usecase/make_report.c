// SPDX-License-Identifier: EUPL-1.2
/* See make_report.h. */
#include "usecase/make_report.h"

#include "store/read_figures.h"

static const enum unit_kind kind_of_level[] = {[LEVEL_COMMUNE] = UNIT_COMMUNE,
                                               [LEVEL_DISTRICT] = UNIT_DISTRICT,
                                               [LEVEL_PROVINCE] = UNIT_PROVINCE};

/* Levels asked for: one, or all when the word is empty. */
static bool
read_level(struct op *op, struct str word, size_t *first, size_t *last)
{
    *first = 0;
    *last = LEVEL_COUNT - 1;
    if (str_empty(word))
        return true;
    if (word_find(level_words, LEVEL_COUNT, word, first)) {
        *last = *first;
        return true;
    }
    problem_add_str(&op->problems, S("level"), MSG_PROBLEM_LEVEL_UNKNOWN, word);
    return false;
}

static const struct unit *
read_unit(struct op *op, const struct world *w, struct str code)
{
    const struct unit *top = unit_by_id(w, op->actor.unit);
    const struct unit *unit = str_empty(code) ? top : unit_by_code(w, code);
    if (!str_empty(code) && (!unit || (top && !unit_within(unit, unit_agency(w, top)))))
        problem_add_str(&op->problems, S("unit"), MSG_PROBLEM_UNIT_UNKNOWN, code);
    if (unit && unit->kind != UNIT_PROVINCE)
        return unit_agency(w, unit);
    return str_empty(code) ? NULL : unit;
}

static enum err
read_sums(struct reader *rd, const struct figure_scope *scope, struct local now,
          struct report_sums *sums)
{
    struct figure_scope before = *scope;
    before.from = date_of(1900, 1, 1);
    before.to = date_add(scope->from, -1);
    TRY(read_tally(rd, scope, &sums->tally));
    TRY(read_tally(rd, &before, &sums->before));
    TRY(read_cohort(rd, scope, &sums->cohort));
    struct open open;
    TRY(read_open_sum(rd, scope, local_date(now), &open));
    sums->open = open_all(&open);
    sums->overdue = open.overdue;
    return OK;
}

enum err
make_report(struct op *op, const struct site *site, const struct report_input *in,
            struct report_done *ret)
{
    struct report_sums sums = {0};
    size_t first = 0, last = 0;
    *ret = (struct report_done){.from = in->from, .to = in->to};
    if (!report_parse(in->name, &ret->report))
        return ERR_NOTFOUND;
    if (ret->to.day == 0)
        ret->to = op_today(op);
    if (ret->from.day == 0)
        ret->from = date_of(date_civil(ret->to).year, 1, 1);
    if (ret->from.day > ret->to.day)
        problem_add(&op->problems, S("from"), MSG_PROBLEM_PERIOD);
    (void)read_level(op, in->level, &first, &last);
    const struct unit *unit = read_unit(op, site->world, in->unit);
    if (op->problems.n)
        return ERR_INVALID;

    struct figure_scope scope = {.realm = op->realm,
                                 .kind = first == last ? (int64_t)kind_of_level[first] : -1,
                                 .unit = unit ? unit->id : (struct unit_id){0},
                                 .from = ret->from,
                                 .to = ret->to};
    CLEANUP(read_end) struct reader rd = {0};
    verb_read(op, site, &rd);
    for (size_t level = first; level <= last && ret->report == REPORT_CATALOGUE; level++)
        TRY(read_grades(&rd, op->realm, (enum level)level, ret->to, sums.grade));
    if (ret->report != REPORT_CATALOGUE) {
        read_ahead(&rd);
        TRY(read_sums(&rd, &scope, op_local(op), &sums));
        read_now(&rd);
        TRY(read_sums(&rd, &scope, op_local(op), &sums));
    }
    report_figures(ret->report, &sums, &ret->figures);
    return OK;
}
