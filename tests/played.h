// SPDX-License-Identifier: EUPL-1.2
/*
 * A dossier played act by act through the rules alone, in the shipped world: filed
 * online with a commune, certified copies, five steps. Programs run in the source folder.
 */
#ifndef TESTS_PLAYED_H
#define TESTS_PLAYED_H

#include "domain/decide.h"
#include "rules/vietnam.h"
#include "world_files.h"

struct played {
    struct arena a;
    struct calendar calendar;
    struct op op; /* of the system, which may do everything */
    struct decide_facts facts;
    struct dossier dossier;
    struct event history[40];
};

static inline void
played_keep(struct played *p, const struct event *e)
{
    p->history[e->seq - 1] = *e;
    dossier_apply(&p->dossier, e);
    p->facts.history = p->history;
    p->facts.n_history = (size_t)e->seq;
    p->op.now.us += INT64_C(600) * 1000000;
}

static inline void
played_open(struct played *p, struct deadline_rule limit)
{
    const struct world *w = test_world();
    const struct procedure *procedure = procedure_by_code(w, S("1.001193"), LEVEL_COMMUNE);
    static struct calendar_facts days;
    struct filing filing = {.id = {1},
                            .code = S("H41.14.01-240506-0001"),
                            .procedure = procedure->id,
                            .procedure_version =
                                procedure_version_on(w, procedure, date_of(2024, 5, 6))->id,
                            .unit = unit_by_code(w, S("H41.14.01"))->id,
                            .area = unit_by_code(w, S("H41.14"))->id,
                            .channel = CHANNEL_ONLINE,
                            .applicant = {.kind = APPLICANT_CITIZEN, .name = S("An")},
                            .components = 2,
                            .required = 2,
                            .yields_result = true};
    struct event e;
    arena_free(&p->a); /* of the one before */
    *p = (struct played){0};
    arena_init(&p->a, 16u << 20);
    days = vietnam_facts();
    p->calendar = vietnam_calendar(&days);
    p->op = (struct op){.a = &p->a,
                        .now = local_instant(moment("2024-05-06T08:00"), zone_vietnam),
                        .actor = {.kind = ACTOR_SYSTEM, .name = S("test")}};
    for (int r = 0; r < RIGHT_COUNT; r++)
        p->op.actor.rights = rights_with(p->op.actor.rights, (enum right)r);
    problems_init(&p->op.problems, &p->a);
    p->facts = (struct decide_facts){
        .world = w, .calendar = &p->calendar, .limit = limit, .dossier = &p->dossier};
    p->dossier = dossier_begin(&filing);
    CHECK_ERR(dossier_decide_open(&p->op, &p->facts, &filing, ACT_SUBMIT, &e), OK);
    played_keep(p, &e);
}

/* What the rules say of an act now; done when they say OK. */
static inline enum err
played_act(struct played *p, struct act_input in)
{
    struct event e;
    problems_init(&p->op.problems, &p->a);
    if (in.version == 0)
        in.version = p->dossier.version;
    enum err err = dossier_decide(&p->op, &p->facts, &in, &e);
    if (err == OK)
        played_keep(p, &e);
    return err;
}

/* Accepted and handed over: at the specialist's step. */
static inline void
played_open_in_progress(struct played *p, struct deadline_rule limit)
{
    played_open(p, limit);
    CHECK_ERR(played_act(p, (struct act_input){.action = ACT_ACCEPT}), OK);
    CHECK_ERR(played_act(p, (struct act_input){.action = ACT_HAND_OVER}), OK);
}

static const struct deadline_rule five_days = {.mode = DUE_WD_END, .amount = 5};

#endif
