// SPDX-License-Identifier: EUPL-1.2
/*
 * See verify_ledger.h. Dossiers come in lots by id; each lot has a snapshot of
 * its own, so that a long run does not hold an old one. Run it while nobody
 * writes, or expect a difference that is only a dossier in motion.
 */
#include "usecase/verify_ledger.h"

#include <string.h>

#include "domain/code.h"
#include "domain/ledger_check.h"
#include "store/dossier.sql.h"
#include "store/event.sql.h"
#include "store/figures.sql.h"
#include "store/read_dossier.h"
#include "usecase/known_rules.h"
#include "usecase/seal_days.h"
#include "usecase/sums.h"

#define LOT 200
#define LOT_ARENA (256u << 20)

/* The files of a lot, dossier by dossier, and those of the dossier in hand. */
struct files {
    struct sql_files_of_dossiers_row *v;
    size_t n, from, to;
};

struct verify {
    struct op *op;
    const struct site *site;
    struct all_known known;
    struct sums sums;
    struct str at; /* the dossier in hand */
    struct files files;
    struct verified *ret;
};

static bool
differ(struct verify *v, struct str subject, struct str what)
{
    v->ret->agrees = false;
    v->ret->difference = str_join(v->op->a, subject, S(": "), what);
    return false;
}

static void
count_papers(const struct papers *papers, struct ledger_facts *f)
{
    f->papers = (int32_t)papers->n;
    for (size_t i = 0; i < papers->n; i++) {
        bool has_file = source_has_file(papers->v[i].source);
        f->required += papers->v[i].is_required;
        f->filed += has_file;
        f->filed_required += has_file && papers->v[i].is_required;
    }
}

/* What the events add to the sums, event by event as the store did. */
static void
add_sums(struct verify *v, const struct ledger_facts *f)
{
    struct filing filing = ledger_filing(f);
    struct dossier before = {.state = ST_DRAFT}, after = dossier_begin(&filing);
    int64_t unit = f->stored->unit.v;
    for (size_t i = 0; i < f->n; i++) {
        dossier_apply(&after, &f->history[i]);
        struct date day = local_date(local_of(f->history[i].at, zone_vietnam));
        sums_add_tally(&v->sums, unit, day, tally_of(&before, &after, &f->history[i]));
        sums_add_event(&v->sums, day);
        before = after;
    }
    sums_add_cohort(&v->sums, unit, dossier_accepted_day(&after), cohort_of(&after));
    sums_add_open(&v->sums, unit, open_due_of(&after));
}

static bool
row_agrees(struct verify *v, const struct dossier *d, const struct sql_dossier_after_row *row)
{
    struct date accepted = dossier_accepted_day(d);
    struct date finished = local_date(local_or_none(d->finished_at));
    if (row->urgency != dossier_urgency(d))
        return differ(v, d->code, S("urgency is not what the dossier gives"));
    if (row->accepted_day != accepted.day || row->finished_day != finished.day)
        return differ(v, d->code, S("its days are not those of its events"));
    return true;
}

/* The visits of its steps, each with its limit and whether it was kept. */
static bool
runs_agree(struct verify *v, struct arena *a, const struct ledger_facts *f,
           const struct step_runs *stored)
{
    struct step_runs runs = step_runs_of(a, f->history, f->n);
    for (size_t i = 0; i < runs.n; i++)
        if (i == stored->n || !step_run_eq(&stored->v[i], &runs.v[i]))
            return differ(v, f->stored->code,
                          str_printf(v->op->a, "the step that event %d ended is not as written",
                                     runs.v[i].seq));
    return runs.n == stored->n ||
           differ(v, f->stored->code, S("has a step that no event of it ended"));
}

static bool
place_agrees(struct verify *v, const struct dossier *d)
{
    const struct procedure_version *version = version_by_id(v->site->world, d->procedure_version);
    return (version && version->procedure.v == d->procedure.v) ||
           differ(v, d->code, S("its procedure is not that of its version"));
}

/* Dossiers come by id, and so do their files. */
static void
files_of(struct files *files, struct dossier_id id)
{
    while (files->to < files->n && files->v[files->to].dossier.v < id.v)
        files->to++;
    files->from = files->to;
    while (files->to < files->n && files->v[files->to].dossier.v == id.v)
        files->to++;
}

static bool
has_file(const struct files *files, struct file_id id)
{
    for (size_t i = files->from; i < files->to; i++)
        if (files->v[i].id.v == id.v)
            return true;
    return false;
}

/* An event may name a file by its digest; one without says nothing. */
static bool
has_digest(const struct files *files, struct str hex)
{
    struct hash hash;
    if (str_empty(hex))
        return true;
    for (size_t i = files->from; hash_parse(hex, &hash) && i < files->to; i++)
        if (hash_eq(&files->v[i].sha256, &hash))
            return true;
    return false;
}

/* Whether each file that a paper or an event names is kept with this dossier. */
static bool
files_agree(struct verify *v, const struct ledger_facts *f, const struct papers *papers)
{
    files_of(&v->files, f->stored->id);
    for (size_t i = 0; i < papers->n; i++)
        if (papers->v[i].file.v && !has_file(&v->files, papers->v[i].file))
            return differ(
                v, f->stored->code,
                str_printf(v->op->a, "the file of paper %d is missing", papers->v[i].seq));
    for (size_t i = 0; i < f->n; i++) {
        const struct event *e = &f->history[i];
        if (!has_digest(&v->files, event_detail(e, S("file"))) ||
            !has_digest(&v->files, event_detail(e, S("result"))))
            return differ(v, f->stored->code,
                          str_printf(v->op->a, "the file of event %d is missing", e->seq));
    }
    return true;
}

static enum err
verify_dossier(struct verify *v, struct reader *rd, const struct sql_dossier_after_row *row)
{
    struct dossier d;
    struct history history;
    struct papers papers;
    struct step_runs runs;
    struct dossier_code code;
    struct str what = S("");
    TRY(read_dossier(rd, v->op->realm, row->code, &d));
    TRY(read_history(rd, v->op->realm, d.id, &history));
    TRY(read_chain(rd, v->op->realm, d.id, &history));
    TRY(read_papers(rd, v->op->realm, d.id, &papers));
    TRY(read_step_runs(rd, v->op->realm, d.id, &runs));
    struct ledger_facts f = {.stored = &d,
                             .history = history.v,
                             .n = history.n,
                             .rules = known_rules_of(rd->a, &v->known, v->site, &d),
                             .rules_n = v->known.n};
    count_papers(&papers, &f);
    if (!ledger_agrees(rd->a, &f, &what)) {
        differ(v, d.code, what);
        return OK;
    }
    if (!row_agrees(v, &d, row) || !place_agrees(v, &d) || !runs_agree(v, rd->a, &f, &runs) ||
        !files_agree(v, &f, &papers))
        return OK;
    add_sums(v, &f);
    if (dossier_code_parse(d.code, &code) && !code.is_foreign)
        sums_add_serial(&v->sums, d.unit.v, code.date, code.sequence);
    v->ret->dossiers++;
    v->ret->events += (int64_t)f.n;
    return OK;
}

/* All files of the dossiers after one, up to another. */
static enum err
load_files(struct verify *v, struct reader *rd, struct dossier_id after, struct dossier_id last)
{
    struct files *files = &v->files;
    size_t size = LOT * 4;
    *files = (struct files){.v = NEW_ARRAY(rd->a, struct sql_files_of_dossiers_row, size)};
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_files_of_dossiers_row row;
    sql_files_of_dossiers_open(
        rd, &(struct sql_files_of_dossiers_in){.realm = v->op->realm, .after = after, .last = last},
        &c);
    while (sql_files_of_dossiers_next(&c, &row)) {
        if (files->n == size) {
            struct sql_files_of_dossiers_row *old = files->v;
            size *= 2;
            files->v = NEW_ARRAY(rd->a, struct sql_files_of_dossiers_row, size);
            memcpy(files->v, old, files->n * sizeof *old);
        }
        files->v[files->n++] = row;
    }
    return sql_files_of_dossiers_done(&c);
}

static enum err
verify_rows(struct verify *v, struct reader *rd, struct dossier_id *last, size_t *ret_n)
{
    struct sql_dossier_after_list rows;
    TRY(sql_dossier_after(
        rd, &(struct sql_dossier_after_in){.realm = v->op->realm, .id = *last, .limit = LOT},
        &rows));
    if (rows.n)
        TRY(load_files(v, rd, *last, rows.v[rows.n - 1].id));
    for (size_t i = 0; i < rows.n && v->ret->agrees; i++) {
        struct arena_mark mark = arena_mark(rd->a);
        v->at = rows.v[i].code;
        TRY(verify_dossier(v, rd, &rows.v[i]));
        *last = rows.v[i].id;
        if (v->ret->agrees)
            arena_rewind(rd->a, mark);
    }
    v->at = S("");
    *ret_n = rows.n;
    return OK;
}

/* What the store says of a row that it cannot read outlives the reader's arena. */
static enum err
keep_trouble(struct verify *v, const struct reader *rd, enum err e)
{
    if (e != OK)
        v->op->trouble = str_printf(v->op->a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(v->at),
                                    v->at.n ? ": " : "", STR_ARG(rd->trouble));
    return e;
}

/* One lot after the last id; *ret_n is how many there were. */
static enum err
verify_lot(struct verify *v, struct arena *a, struct dossier_id *last, size_t *ret_n)
{
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(v->site->db, a, &rd);
    return keep_trouble(v, &rd, verify_rows(v, &rd, last, ret_n));
}

static enum err
verify_dossiers(struct verify *v)
{
    struct arena a;
    struct dossier_id last = {0};
    size_t n = LOT;
    enum err e = OK;
    arena_init(&a, LOT_ARENA);
    while (e == OK && v->ret->agrees && n == LOT) {
        e = verify_lot(v, &a, &last, &n);
        arena_reset(&a);
    }
    arena_free(&a);
    return e;
}

static const char *const sum_names[] = {[SUM_TALLY] = "tally",
                                        [SUM_COHORT] = "cohort",
                                        [SUM_OPEN] = "open_due",
                                        [SUM_SERIAL] = "code_serial",
                                        [SUM_EVENTS] = "seal"};

/* Takes a stored sum off; what is left in the end was never stored. */
static bool
take(struct verify *v, enum sum_kind kind, int64_t unit, int64_t period, const int64_t *members)
{
    struct sum *sum = sums_at(&v->sums, kind, unit, period);
    v->ret->sums++;
    for (size_t i = 0; i < SUM_MEMBERS; i++) {
        if (sum->member[i] != members[i]) {
            struct str what = str_printf(v->op->a, "member %zu is %jd, the ledger gives %jd", i + 1,
                                         (intmax_t)members[i], (intmax_t)sum->member[i]);
            return differ(v,
                          str_printf(v->op->a, "%s of unit %jd in %jd", sum_names[kind],
                                     (intmax_t)unit, (intmax_t)period),
                          what);
        }
        sum->member[i] = 0;
    }
    return true;
}

static bool
nothing_left(struct verify *v)
{
    for (size_t i = 0; i < v->sums.size; i++) {
        const struct sum *sum = &v->sums.v[i];
        bool is_sum = sum->is_used && sum->kind != SUM_EVENTS;
        for (size_t k = 0; is_sum && k < SUM_MEMBERS; k++)
            if (sum->member[k] != 0)
                return differ(v,
                              str_printf(v->op->a, "%s of unit %jd in %jd", sum_names[sum->kind],
                                         (intmax_t)sum->unit, (intmax_t)sum->period),
                              S("is missing"));
    }
    return true;
}

static enum err
verify_tallies(struct verify *v, struct reader *rd)
{
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_tally_all_row row;
    sql_tally_all_open(rd, &(struct sql_tally_all_in){.realm = v->op->realm}, &c);
    while (v->ret->agrees && sql_tally_all_next(&c, &row)) {
        struct tally t;
        int64_t members[SUM_MEMBERS] = {0};
#define GET_TALLY(name, text) t.name = row.name;
        TALLY_LIST(GET_TALLY)
        tally_members(t, members);
        (void)take(v, SUM_TALLY, row.unit.v, row.period, members);
    }
    return v->ret->agrees ? sql_tally_all_done(&c) : OK;
}

static enum err
verify_cohorts(struct verify *v, struct reader *rd)
{
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_cohort_all_row row;
    sql_cohort_all_open(rd, &(struct sql_cohort_all_in){.realm = v->op->realm}, &c);
    while (v->ret->agrees && sql_cohort_all_next(&c, &row)) {
        struct cohort t;
        int64_t members[SUM_MEMBERS] = {0};
#define GET_COHORT(name, text) t.name = row.name;
        COHORT_LIST(GET_COHORT)
        cohort_members(t, members);
        (void)take(v, SUM_COHORT, row.unit.v, row.period, members);
    }
    return v->ret->agrees ? sql_cohort_all_done(&c) : OK;
}

static enum err
verify_open(struct verify *v, struct reader *rd)
{
    CLEANUP(cursor_end) struct cursor c = {0};
    struct sql_open_due_all_row row;
    sql_open_due_all_open(rd, &(struct sql_open_due_all_in){.realm = v->op->realm}, &c);
    while (v->ret->agrees && sql_open_due_all_next(&c, &row)) {
        int64_t members[SUM_MEMBERS] = {row.in_process, row.unanswered};
        (void)take(v, SUM_OPEN, row.unit.v, row.day, members);
    }
    return v->ret->agrees ? sql_open_due_all_done(&c) : OK;
}

static enum err
verify_serials(struct verify *v, struct reader *rd)
{
    struct sql_code_serials_all_list rows;
    TRY(sql_code_serials_all(rd, &(struct sql_code_serials_all_in){.realm = v->op->realm}, &rows));
    for (size_t i = 0; i < rows.n && v->ret->agrees; i++) {
        int64_t members[SUM_MEMBERS] = {rows.v[i].serial};
        (void)take(v, SUM_SERIAL, rows.v[i].unit.v, rows.v[i].day, members);
    }
    return OK;
}

/* Days that no seal covered: the newest may wait for theirs, but none before a sealed one. */
static void
count_unsealed(struct verify *v, bool any_sealed, int64_t last_sealed)
{
    for (size_t i = 0; i < v->sums.size; i++) {
        const struct sum *sum = &v->sums.v[i];
        if (!sum->is_used || sum->kind != SUM_EVENTS || sum->member[0] == 0)
            continue;
        if (any_sealed && sum->period < last_sealed)
            differ(v, str_printf(v->op->a, "seal of day %jd", (intmax_t)sum->period),
                   S("is missing, and later days are sealed"));
        v->ret->unsealed += sum->period < op_today(v->op).day;
    }
}

static enum err
verify_seals(struct verify *v, struct reader *rd)
{
    struct sql_seals_list rows;
    struct hash prev = {{0}};
    TRY(sql_seals(rd, &(struct sql_seals_in){.realm = v->op->realm}, &rows));
    for (size_t i = 0; i < rows.n && v->ret->agrees; i++) {
        struct seal s = {.day = {(int32_t)rows.v[i].day}, .prev = prev};
        TRY(seal_compute(rd, v->op->realm, &s));
        if (!hash_eq(&s.hash, &rows.v[i].hash) || !hash_eq(&prev, &rows.v[i].prev) ||
            s.events != rows.v[i].events)
            differ(v, str_printf(v->op->a, "seal of day %d", s.day.day),
                   S("is not that of the day's events"));
        prev = rows.v[i].hash;
        v->ret->seals++;
        sums_at(&v->sums, SUM_EVENTS, 0, s.day.day)->member[0] = 0;
    }
    if (v->ret->agrees)
        count_unsealed(v, rows.n > 0, rows.n ? rows.v[rows.n - 1].day : 0);
    return OK;
}

static enum err
verify_kept(struct verify *v, struct reader *rd)
{
    TRY(verify_tallies(v, rd));
    TRY(verify_cohorts(v, rd));
    TRY(verify_open(v, rd));
    TRY(verify_serials(v, rd));
    return v->ret->agrees && nothing_left(v) ? verify_seals(v, rd) : OK;
}

static enum err
verify_sums(struct verify *v)
{
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(v->site->db, v->op->a, &rd);
    return keep_trouble(v, &rd, verify_kept(v, &rd));
}

enum err
verify_ledger(struct op *op, const struct site *site, struct verified *ret)
{
    struct verify v = {.op = op, .site = site, .ret = ret};
    *ret = (struct verified){.agrees = true};
    sums_init(&v.sums, op->a);
    TRY(load_known_rules(op->a, site, &v.known, &op->trouble));
    TRY(verify_dossiers(&v));
    return ret->agrees ? verify_sums(&v) : OK;
}
