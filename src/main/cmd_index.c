// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua index score   --edition NAME --values FILE.json [--format text|json] [--unit CODE]
 * motcua index explain --edition NAME --values FILE.json …
 * motcua index raise   --edition NAME --values FILE.json … [--by POINTS]
 * motcua index rank    --editions A,B --values DIR [--format text|json]
 * motcua index check   FILE.edition
 * motcua index list
 * NAME is a shipped edition or a path. It decides nothing: domain/index does.
 */
#include <stdio.h>

#include "domain/index/shipped.h"
#include "main/cmd.h"
#include "main/command.h"
#include "main/index_print.h"
#include "main/index_source.h"

#define ANSWER_MAX (256u << 20)
#define MEMORY_MAX ((size_t)2 << 30)
#define EDITIONS_MAX 16

struct index_job {
    struct arena *a;
    struct buf *b;
    const char *edition, *editions, *values, *peers, *format, *unit, *by, *help, *file;
    bool is_json;
};

static const char usage_text[] =
    "usage: motcua index score|explain|raise --edition NAME --values FILE.json\n"
    "                          [--unit CODE] [--peers FILE.json|DIR] [--format text|json]\n"
    "       motcua index raise … [--by POINTS]\n"
    "       motcua index rank --editions A,B --values DIR [--format text|json]\n"
    "       motcua index check FILE.edition\n"
    "       motcua index list\n";

static int
usage(void)
{
    return command_usage(false, usage_text);
}

/* One unit. */

struct single {
    struct index_edition ed;
    struct index_unit unit;
    struct index_values values;
    struct index_answer out;
    struct index_case c;
};

static bool
find_unit(const struct index_job *job, const index_units *units, struct index_unit *ret)
{
    if (!job->unit && units->n == 1) {
        *ret = units->v[0];
        return true;
    }
    for (size_t i = 0; job->unit && i < units->n; i++) {
        if (str_eq(units->v[i].code, str_of(job->unit))) {
            *ret = units->v[i];
            return true;
        }
    }
    return false;
}

static int
refused(const struct index_job *job, const struct index_faults *faults)
{
    index_say_faults(job->a, faults, str_of(job->edition), str_of(job->values));
    return EXIT_NO;
}

/* The other units, for criteria that are measured between units. */
static int
load_peers(const struct index_job *job, const index_units *beside, struct single *s,
           struct index_faults *faults)
{
    index_units units = *beside;
    int status = EXIT_OK;
    if (job->peers)
        status = index_load_any(job->a, job->peers, &units);
    if (status != EXIT_OK)
        return status;
    struct index_company company = {&s->unit, units.v, units.n};
    if (index_others_of(job->a, &s->ed, &company, faults, &s->c.peers) != OK)
        return refused(job, faults);
    return EXIT_OK;
}

/* Edition and values read and bound; the answer made ready. */
static int
load_single(const struct index_job *job, struct single *s, struct index_faults *faults)
{
    index_units units = {NULL, 0};
    if (!job->edition || !job->values)
        return usage();
    int status = index_load_edition(job->a, str_of(job->edition), &s->ed);
    if (status == EXIT_OK)
        status = index_load_units(job->a, job->values, &units);
    if (status != EXIT_OK)
        return status;
    if (!find_unit(job, &units, &s->unit))
        return index_say(EXIT_USAGE, str_of(job->values), "choose one of its units with --unit");
    if (s->unit.edition.n > 0 && !str_eq(s->unit.edition, s->ed.name))
        return index_say(EXIT_NO, s->unit.edition, "the values are for this edition");
    s->out = (struct index_answer){job->b, job->a, &s->ed, &s->unit, &s->values};
    s->c = (struct index_case){&s->ed, &s->values, {NULL}};
    if (index_values_bind(job->a, &s->ed, &s->unit, faults, &s->values) != OK)
        return refused(job, faults);
    return load_peers(job, &units, s, faults);
}

static int
run_score(const struct index_job *job)
{
    struct index_faults faults;
    struct index_score score;
    struct single s;
    index_faults_init(&faults, job->a);
    int status = load_single(job, &s, &faults);
    if (status != EXIT_OK)
        return status;
    if (index_score(job->a, &s.c, &faults, &score) != OK)
        return refused(job, &faults);
    (job->is_json ? index_json_score : index_text_score)(&s.out, &score);
    return EXIT_OK;
}

static int
run_explain(const struct index_job *job)
{
    struct index_faults faults;
    struct index_explanation x;
    struct single s;
    index_faults_init(&faults, job->a);
    int status = load_single(job, &s, &faults);
    if (status != EXIT_OK)
        return status;
    if (index_explain(job->a, &s.c, &faults, &x) != OK)
        return refused(job, &faults);
    (job->is_json ? index_json_explain : index_text_explain)(&s.out, &x);
    return EXIT_OK;
}

static int
run_raise(const struct index_job *job)
{
    struct index_faults faults;
    struct index_score score;
    struct exact target = exact_ratio(1, 10);
    index_raises raises;
    struct single s;
    index_faults_init(&faults, job->a);
    if (job->by && (!exact_parse(str_of(job->by), &target) || exact_sign(target) <= 0))
        return index_say(EXIT_USAGE, str_of(job->by), "is not a number of points");
    int status = load_single(job, &s, &faults);
    if (status != EXIT_OK)
        return status;
    if (index_score(job->a, &s.c, &faults, &score) != OK ||
        index_raise(job->a, &s.c, target, &faults, &raises) != OK)
        return refused(job, &faults);
    (job->is_json ? index_json_raise : index_text_raise)(&s.out, &score, target, &raises);
    return EXIT_OK;
}

/* Many units. */

struct ranking {
    const struct index_job *job;
    struct index_edition ed[EDITIONS_MAX];
    size_t editions;
    index_units units;
    struct index_period period[EDITIONS_MAX * 4];
    size_t periods;
    struct index_faults faults;
};

static int
load_editions(struct ranking *r)
{
    for (struct str rest = str_of(r->job->editions); rest.p;) {
        struct str name = str_cut(&rest, ',');
        if (r->editions == EDITIONS_MAX)
            return index_say(EXIT_USAGE, name, "too many editions");
        int status = index_load_edition(r->job->a, name, &r->ed[r->editions++]);
        if (status != EXIT_OK)
            return status;
    }
    return EXIT_OK;
}

/* The earliest period of an edition after a given one; false: none. */
static bool
next_period(const struct ranking *r, const struct index_edition *ed, struct str *period, bool first)
{
    bool found = false;
    struct str after = *period;
    for (size_t i = 0; i < r->units.n; i++) {
        const struct index_unit *unit = &r->units.v[i];
        if (!str_eq(unit->edition, ed->name) || (!first && str_cmp(unit->period, after) <= 0))
            continue;
        if (!found || str_cmp(unit->period, *period) < 0)
            *period = unit->period;
        found = true;
    }
    return found;
}

static int
score_period(struct ranking *r, const struct index_edition *ed, struct str period)
{
    struct index_unit *units = NEW_ARRAY(r->job->a, struct index_unit, r->units.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->units.n; i++) {
        const struct index_unit *unit = &r->units.v[i];
        if (str_eq(unit->edition, ed->name) && str_eq(unit->period, period))
            units[n++] = *unit;
    }
    if (r->periods == COUNT(r->period))
        return index_say(EXIT_USAGE, period, "too many periods");
    struct index_period *now = &r->period[r->periods++];
    if (index_period_score(r->job->a, ed, units, n, &r->faults, now) != OK ||
        (r->periods > 1 && index_period_compare(r->job->a, now, now - 1, &r->faults) != OK)) {
        index_say_faults(r->job->a, &r->faults, ed->name, period);
        return EXIT_NO;
    }
    return EXIT_OK;
}

static int
run_rank(const struct index_job *job)
{
    struct ranking *r = NEW(job->a, struct ranking);
    r->job = job;
    index_faults_init(&r->faults, job->a);
    if (!job->editions || !job->values)
        return usage();
    int status = load_editions(r);
    if (status == EXIT_OK)
        status = index_load_folder(job->a, job->values, &r->units);
    for (size_t i = 0; i < r->editions && status == EXIT_OK; i++) {
        struct str period = S("");
        bool more = next_period(r, &r->ed[i], &period, true);
        if (!more)
            return index_say(EXIT_NO, r->ed[i].name, "the folder has no values for it");
        for (; more && status == EXIT_OK; more = next_period(r, &r->ed[i], &period, false))
            status = score_period(r, &r->ed[i], period);
    }
    if (status == EXIT_OK)
        (job->is_json ? index_json_rank : index_text_rank)(job->b, job->a, r->period, r->periods);
    return status;
}

/* Editions. */

static int
run_check(const struct index_job *job)
{
    struct index_edition ed;
    size_t leaves = 0;
    if (!job->file)
        return usage();
    int status = index_load_edition(job->a, str_of(job->file), &ed);
    if (status != EXIT_OK)
        return status;
    for (size_t i = 0; i < ed.nodes.n; i++)
        leaves += index_is_leaf(&ed.nodes.v[i]);
    buf_printf(job->b, "%s: edition %" STR_FMT " is sound: ", job->file, STR_ARG(ed.name));
    buf_printf(job->b, "%zu criteria, %zu of them leaves, %zu variables\n", ed.nodes.n - 1, leaves,
               ed.variables.n);
    return EXIT_OK;
}

static int
run_list(const struct index_job *job)
{
    for (size_t i = 0; i < index_shipped_n; i++) {
        struct index_edition ed;
        int status = index_load_edition(job->a, index_shipped[i].name, &ed);
        if (status != EXIT_OK)
            return status;
        buf_printf(job->b, "%-30.*s %" STR_FMT " %" STR_FMT "\n", STR_ARG(ed.name),
                   STR_ARG(index_mark_word(ed.confidence.mark)), STR_ARG(ed.title));
    }
    return EXIT_OK;
}

static const struct {
    const char *name;
    int (*run)(const struct index_job *job);
    bool takes_file;
} commands[] = {
    {"score", run_score, false}, {"explain", run_explain, false}, {"raise", run_raise, false},
    {"rank", run_rank, false},   {"check", run_check, true},      {"list", run_list, false},
};

static int
run(struct index_job *job, int rest, char **argv)
{
    struct str format = job->format ? str_of(job->format) : S("text");
    job->is_json = str_eq(format, S("json"));
    if (rest < 1 || (!job->is_json && !str_eq(format, S("text"))))
        return usage();
    for (size_t i = 0; i < COUNT(commands); i++) {
        if (!str_eq(str_of(argv[1]), str_of(commands[i].name)))
            continue;
        if (rest != (commands[i].takes_file ? 2 : 1))
            return usage();
        job->file = commands[i].takes_file ? argv[2] : NULL;
        return commands[i].run(job);
    }
    return usage();
}

int
cmd_index(int argc, char **argv)
{
    struct arena a;
    struct buf b;
    struct index_job job = {.a = &a, .b = &b};
    const struct arg_spec specs[] = {
        {"--edition", &job.edition, false}, {"--editions", &job.editions, false},
        {"--values", &job.values, false},   {"--format", &job.format, false},
        {"--unit", &job.unit, false},       {"--by", &job.by, false},
        {"--peers", &job.peers, false},     {"--help", &job.help, true},
    };
    int rest = args_take(argc, argv, specs, COUNT(specs));
    if (rest < 0 || job.help)
        return command_usage(rest >= 0 && job.help, usage_text);
    arena_init(&a, MEMORY_MAX);
    buf_init(&b, ANSWER_MAX);
    int status = run(&job, rest, argv);
    if (status == EXIT_OK &&
        (b.failed || fwrite(b.p, 1, b.n, stdout) != b.n || fflush(stdout) != 0))
        status = index_say(EXIT_USAGE, S("output"), "cannot be written");
    buf_free(&b);
    arena_free(&a);
    return status;
}
