// SPDX-License-Identifier: EUPL-1.2
/* See load_dossiers.h. */
#include "main/load_dossiers.h"

#include <string.h>

#include "domain/code.h"
#include "domain/decide.h"
#include "domain/filing.h"
#include "main/demo_play.h"
#include "store/write_dossier.h"
#include "usecase/sums.h"

#define DAY_ARENA (1u << 30)
#define PAST_MAX 128
#define FILES_MAX (DRAFT_PAPERS + 2)
#define REFUSED_MAX 5 /* and one in a thousand */
#define FILE_KB_MIN 40
#define FILE_KB_MAX 1800
#define NUMBERED_DAYS 2 /* a day's dossiers were filed on it or the evening before */

/* The numbers given so far to each authority on one day. */
struct numbers {
    struct date day;
    int64_t *of; /* by place of the unit */
};

struct loader {
    const struct load_job *job;
    struct arena *a;
    const struct world *w;
    int64_t done, refused;
    struct str refusal; /* the first */
    struct arena day;   /* what belongs to the dossiers of one day */
    struct load_draw draw;
    struct sums sums;
    struct numbers numbers[NUMBERED_DAYS];
    int64_t *results; /* numbers of results, by place of the unit */
    /* The dossier in hand. */
    struct instant filed_at;
    struct dossier_past past;
    struct paper *paper;
    struct stored_file file[FILES_MAX];
    struct event history[PAST_MAX];
    struct past_event events[PAST_MAX];
    size_t n;
};

static struct op
op_at(struct loader *l, struct local at, struct position_id who)
{
    struct op op = {.realm = l->job->site->realm,
                    .source = l->job->source,
                    .actor = demo_actor(l->w, who, local_date(at)),
                    .now = local_instant(at, zone_vietnam),
                    .a = &l->day,
                    .request_id = S("load")};
    problems_init(&op.problems, &l->day);
    return op;
}

/* ---- numbers of codes ---- */

static enum err
write_numbers(struct loader *l, struct tx *tx, struct numbers *numbers)
{
    for (size_t i = 0; i < l->w->units.n; i++) {
        if (numbers->of[i] > 0)
            TRY(write_code_serial(tx, l->job->site->realm, l->w->units.v[i].id, numbers->day,
                                  numbers->of[i]));
        numbers->of[i] = 0;
    }
    return OK;
}

static enum err
next_code(struct loader *l, struct tx *tx, const struct unit *unit, struct date day,
          struct str *ret)
{
    struct numbers *numbers = &l->numbers[day.day % NUMBERED_DAYS];
    if (numbers->day.day != day.day) {
        TRY(write_numbers(l, tx, numbers));
        numbers->day = day;
    }
    *ret = dossier_code_make(&l->day, unit->code, day, ++numbers->of[unit->at]);
    return OK;
}

/* ---- one dossier in memory ---- */

/*
 * The row of a file whose bytes are nowhere: digest and size are made up. Its
 * identity is of the time of filing, because identities only go forward.
 */
static struct hash
add_file(struct loader *l, struct instant at, struct str code, struct file_id *ret)
{
    const struct source *source = &l->job->source;
    ASSERT(l->past.files.n < FILES_MAX);
    struct stored_file *f = &l->file[l->past.files.n++];
    *ret = (struct file_id){source->id(source->arg, l->filed_at)};
    struct str seed = {(const char *)ret, sizeof *ret};
    *f = (struct stored_file){.id = *ret,
                              .dossier = l->past.now.id,
                              .sha256 = hash_of_two(code, seed),
                              .name = str_join(&l->day, code, S(".pdf")),
                              .mime = S("application/pdf"),
                              .created_at = at,
                              .is_absent = true};
    int64_t roll = f->sha256.v[0] << 8 | f->sha256.v[1];
    f->size = (FILE_KB_MIN + roll * (FILE_KB_MAX - FILE_KB_MIN) / UINT16_MAX) * 1024 + roll % 1000;
    return f->sha256;
}

/* The papers of the procedure, with what was filed for each. */
static void
set_papers(struct loader *l, const struct planned_dossier *plan)
{
    size_t n = 0;
    const struct component *c = version_components(l->w, plan->version, &n);
    l->paper = NEW_ARRAY(&l->day, struct paper, n);
    for (size_t i = 0; i < n; i++)
        l->paper[i] = (struct paper){.seq = c[i].seq,
                                     .code = c[i].code,
                                     .name = c[i].name->vi,
                                     .originals = c[i].originals,
                                     .copies = c[i].copies,
                                     .is_required = c[i].is_required};
    for (size_t i = 0; i < plan->papers.n; i++) {
        const struct planned_paper *filed = &plan->papers.v[i];
        struct paper *p = &l->paper[filed->component - c];
        p->source = filed->is_reused ? SOURCE_REUSED : SOURCE_FILED;
        (void)add_file(l, l->filed_at, p->code, &p->file);
    }
    l->past.papers = (struct papers){l->paper, n};
}

static struct filing
filing_of(struct loader *l, const struct op *op, const struct planned_dossier *plan)
{
    const struct unit *above = unit_parent(l->w, plan->unit);
    bool is_watched = plan->unit->kind == UNIT_COMMUNE && above;
    struct scope_query query = {
        .version = plan->version->id, .channel = plan->channel, .on = op_today(op)};
    struct filing f = {.id = l->past.now.id,
                       .procedure = plan->procedure->id,
                       .procedure_version = plan->version->id,
                       .unit = plan->unit->id,
                       .area = is_watched ? above->id : plan->unit->id,
                       .channel = plan->channel,
                       .applicant = plan->applicant,
                       .components = (int32_t)l->past.papers.n,
                       .yields_result = !str_empty(plan->version->result_code),
                       .fee = site_fee(&l->day, l->job->site, &query)};
    for (size_t i = 0; i < l->past.papers.n; i++) {
        bool has_file = source_has_file(l->paper[i].source);
        f.required += l->paper[i].is_required;
        f.digitised += has_file;
        f.digitised_required += has_file && l->paper[i].is_required;
    }
    return f;
}

static struct decide_facts
facts_now(const struct loader *l)
{
    struct scope_query scope = dossier_scope(&l->past.now);
    return (struct decide_facts){.world = l->w,
                                 .calendar = site_calendar(l->job->site, l->past.now.unit),
                                 .limit = site_limit(l->job->site, &scope),
                                 .dossier = &l->past.now,
                                 .history = l->history,
                                 .n_history = l->n};
}

/* Takes the dossier over an event that was decided. */
static void
take_event(struct loader *l, const struct dossier *before, const struct event *e)
{
    l->history[l->n] = *e;
    l->events[l->n++] = (struct past_event){*before, *e};
    dossier_apply(&l->past.now, e);
}

static enum err
open_it(struct loader *l, struct tx *tx, const struct planned_dossier *plan)
{
    struct dossier nothing = {.state = ST_DRAFT};
    struct op op = op_at(l, plan->submitted, plan->received_by);
    struct event e;
    l->n = 0;
    l->filed_at = op.now;
    l->past = (struct dossier_past){.now = {.id = {op_id(&op)}}, .files = {l->file, 0}};
    set_papers(l, plan);
    struct filing filing = filing_of(l, &op, plan);
    TRY(next_code(l, tx, plan->unit, op_today(&op), &filing.code));
    l->past.now = dossier_begin(&filing);
    struct decide_facts facts = facts_now(l);
    TRY(dossier_decide_open(&op, &facts, &filing,
                            plan->channel == CHANNEL_ONLINE ? ACT_SUBMIT : ACT_RECEIVE, &e));
    take_event(l, &nothing, &e);
    return OK;
}

/* A scan, or the document that ends the work. */
static void
add_act_file(struct loader *l, const struct planned_dossier *plan, const struct planned_act *act,
             struct act_input *in)
{
    struct instant at = local_instant(act->at, zone_vietnam);
    struct file_id id;
    if (act->component > 0) {
        struct paper *p = &l->paper[act->component - 1];
        in->has_file = true;
        in->component = act->component;
        in->is_required = p->is_required;
        in->is_first_file = !source_has_file(p->source);
        in->is_reused = act->is_reused;
        in->file_hash = add_file(l, at, p->code, &p->file);
    } else if (!str_empty(act->result_number)) {
        in->has_file = true;
        in->result_hash = add_file(l, at, plan->version->result_code, &id);
        in->result_date = date_str(&l->day, local_date(act->at));
        in->result_number = str_printf(&l->day, "%jd/%d", (intmax_t)++l->results[plan->unit->at],
                                       date_civil(local_date(act->at)).year);
    }
}

/* An act that the rules refuse is left out when it was only a promise. */
static enum err
take_act(struct loader *l, const struct planned_dossier *plan, const struct planned_act *act)
{
    struct op op = op_at(l, act->at, act->position);
    struct act_input in = {.action = act->action,
                           .version = -1,
                           .reason = act->text,
                           .items = act->text,
                           .unit =
                               act->action == ACT_CONSULT ? l->past.now.area : (struct unit_id){0},
                           .step = act->step,
                           .due = act->due,
                           .amount = act->amount,
                           .is_online = act->is_online,
                           .way = act->way};
    struct event e;
    struct dossier before = l->past.now;
    struct decide_facts facts = facts_now(l);
    add_act_file(l, plan, act, &in);
    enum err err = dossier_decide(&op, &facts, &in, &e);
    if (act->action == ACT_EXTEND && (err == ERR_INVALID || err == ERR_STATE))
        return OK;
    TRY(err);
    if (act->action == ACT_DIGITISE)
        l->paper[act->component - 1].source = act->is_reused ? SOURCE_REUSED : SOURCE_SCANNED;
    take_event(l, &before, &e);
    return OK;
}

static enum err
play(struct loader *l, struct tx *tx, const struct planned_dossier *plan)
{
    enum err e = open_it(l, tx, plan);
    size_t i = 0;
    for (; i < plan->acts.n && l->n < PAST_MAX && e == OK; i++)
        e = take_act(l, plan, &plan->acts.v[i]);
    if (e != OK && i > 0 && l->refused == 0)
        l->refusal = str_printf(l->a, "%s: %" STR_FMT " of %" STR_FMT " in state %" STR_FMT,
                                err_name(e), STR_ARG(action_code(plan->acts.v[i - 1].action)),
                                STR_ARG(l->past.now.code), STR_ARG(state_code(l->past.now.state)));
    return e;
}

static void
add_sums(struct loader *l)
{
    int64_t unit = l->past.now.unit.v;
    for (size_t i = 0; i < l->n; i++) {
        const struct past_event *e = &l->events[i];
        const struct dossier *after = i + 1 < l->n ? &l->events[i + 1].before : &l->past.now;
        struct date day = local_date(local_of(e->event.at, zone_vietnam));
        sums_add_tally(&l->sums, unit, day, tally_of(&e->before, after, &e->event));
    }
    sums_add_cohort(&l->sums, unit, dossier_accepted_day(&l->past.now), cohort_of(&l->past.now));
    sums_add_open(&l->sums, unit, open_due_of(&l->past.now));
}

/* Nothing of it is written before the rules have agreed to all of it. */
static enum err
load_one(struct loader *l, struct tx *tx, const struct planned_dossier *plan)
{
    struct op op = op_at(l, plan->submitted, (struct position_id){0});
    enum err e = play(l, tx, plan);
    if (e == ERR_DENIED || e == ERR_STATE || e == ERR_INVALID || e == ERR_NOTFOUND) {
        l->refused++;
        return OK;
    }
    TRY(e);
    add_sums(l);
    l->done++;
    l->past.events = l->events;
    l->past.n = l->n;
    return write_dossier_past(tx, &op, &l->past);
}

/* ---- figures ---- */

static enum err
write_sum(struct tx *tx, struct realm_id realm, const struct sum *s)
{
    struct unit_id unit = {s->unit};
    size_t n = 0;
    if (s->kind == SUM_OPEN)
        return write_sum_open(tx, realm, unit,
                              &(struct open_due){.day = (int32_t)s->period,
                                                 .in_process = s->member[0],
                                                 .unanswered = s->member[1]});
    if (s->period < 10000000)
        return OK; /* a month or a week: written with its days */
    struct date day = date_of((int32_t)(s->period / 10000), (int32_t)(s->period / 100 % 100),
                              (int32_t)(s->period % 100));
#define GET(name, text) sum.name = s->member[n++];
    if (s->kind == SUM_COHORT) {
        struct cohort sum;
        COHORT_LIST(GET)
        return write_sum_cohort(tx, realm, unit, day, &sum);
    }
    struct tally sum;
    TALLY_LIST(GET)
#undef GET
    return write_sum_tally(tx, realm, unit, day, &sum);
}

static enum err
write_sums(struct loader *l)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(l->job->site->db, &l->day, &tx));
    for (size_t i = 0; i < l->sums.size; i++)
        if (l->sums.v[i].is_used)
            TRY(write_sum(&tx, l->job->site->realm, &l->sums.v[i]));
    for (size_t i = 0; i < NUMBERED_DAYS; i++)
        TRY(write_numbers(l, &tx, &l->numbers[i]));
    return tx_commit(&tx);
}

/* ---- the whole ---- */

static enum err
load_day(struct loader *l, const struct planned_dossier *v, size_t n)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(l->job->site->db, &l->day, &tx));
    tx_fill(&tx);
    for (size_t i = 0; i < n; i++)
        TRY(load_one(l, &tx, &v[i]));
    return tx_commit(&tx);
}

/* What the rules refused is drawn again, as long as that is rare. */
static enum err
load_days(struct loader *l)
{
    struct planned_dossier *v = NULL;
    size_t n = 0;
    int64_t wanted = l->job->dossiers;
    while (load_draw_day(&l->draw, &l->day, &v, &n)) {
        int64_t before = l->done;
        TRY(load_day(l, v, n));
        load_draw_lost(&l->draw, (int64_t)n - (l->done - before));
        arena_reset(&l->day);
        if (l->job->progress)
            l->job->progress(before, l->done, wanted);
        if (l->refused > REFUSED_MAX + wanted / 1000)
            return ERR_INVALID;
    }
    return l->done == wanted ? write_sums(l) : ERR_INVALID;
}

static enum err
refuse_more(struct loader *l, struct str *reterr)
{
    CLEANUP(read_end) struct reader rd = {0};
    bool has = false;
    read_begin(l->job->site->db, &l->day, &rd);
    TRY(read_any_dossier(&rd, l->job->site->realm, &has));
    *reterr = has ? S("the database has dossiers already") : S("");
    return has ? ERR_CONFLICT : OK;
}

enum err
load_dossiers(struct arena *a, const struct load_job *job, int64_t *ret, struct str *reterr)
{
    struct loader *l = NEW(a, struct loader);
    l->a = a;
    l->job = job;
    l->w = job->site->world;
    l->results = NEW_ARRAY(a, int64_t, l->w->units.n);
    for (size_t i = 0; i < NUMBERED_DAYS; i++)
        l->numbers[i].of = NEW_ARRAY(a, int64_t, l->w->units.n);
    sums_init(&l->sums, a);
    arena_init(&l->day, DAY_ARENA);
    load_draw_begin(a, job->site, job->facts, job->seed, job->dossiers, &l->draw);
    enum err e = refuse_more(l, reterr);
    if (e == OK) {
        e = load_days(l);
        *reterr = l->refusal;
    }
    *ret = l->done;
    arena_free(&l->day);
    return e;
}
