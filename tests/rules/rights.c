// SPDX-License-Identifier: EUPL-1.2
/*
 * Asks rights.cases for every action, type of position, relation and state, and
 * compares with what the domain answers for a real position of the district. A
 * combination without a row fails, and so does a row that no combination reaches.
 */
#include "domain/decide.h"

#include "harness.h"
#include "world_files.h"

enum { ROWS_MAX = 80, GROUPS_MAX = 20 };
static const struct str relations[] = {
    [REL_NONE] = STR("none"), [REL_REACH] = STR("reach"), [REL_HOLDER] = STR("holder")};

struct group {
    struct str name, list;
};
struct rule {
    struct str action, position, relation, state, answer;
    size_t used;
};
static struct group groups[GROUPS_MAX];
static struct rule rules[ROWS_MAX];
static size_t n_groups, n_rules;
static struct arena arena;

static struct str
next_word(struct str *line)
{
    *line = str_trim(*line);
    struct str word = str_sub(*line, 0, str_find(*line, ' '));
    *line = str_sub(*line, word.n, line->n);
    return word;
}

static void
read_line(struct str line)
{
    if (line.p[0] == '@') {
        CHECK(n_groups < GROUPS_MAX);
        groups[n_groups].name = next_word(&line);
        groups[n_groups++].list = str_trim(line);
        return;
    }
    CHECK(n_rules < ROWS_MAX);
    struct rule *r = &rules[n_rules++];
    r->action = next_word(&line);
    r->position = next_word(&line);
    r->relation = next_word(&line);
    r->state = next_word(&line);
    r->answer = next_word(&line);
    CHECK(str_eq(r->answer, S("yes")) || str_eq(r->answer, S("no")));
    CHECK(str_empty(str_trim(line)));
}

static void
read_rules(void)
{
    if (n_rules)
        return;
    arena_init(&arena, 16u << 20);
    struct str rest = test_file(&arena, "tests/rules/rights.cases");
    while (rest.p) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n && line.p[0] != '#')
            read_line(line);
    }
}

/* "*", a group, or words with commas between. */
static bool
fits(struct str list, struct str word)
{
    if (str_eq(list, S("*")))
        return true;
    for (size_t i = 0; i < n_groups; i++)
        if (str_eq(groups[i].name, list))
            list = groups[i].list;
    CHECK(list.p[0] != '@');
    while (list.p)
        if (str_eq(str_cut(&list, ','), word))
            return true;
    return false;
}

static struct rule *
rule_for(struct str action, struct str position, struct str relation, struct str state)
{
    for (size_t i = 0; i < n_rules; i++)
        if (fits(rules[i].action, action) && fits(rules[i].position, position) &&
            fits(rules[i].relation, relation) && fits(rules[i].state, state))
            return &rules[i];
    return NULL;
}

static struct actor
actor_of(const struct world *w, enum position_type type)
{
    for (size_t i = 0; i < w->positions.n; i++) {
        const struct position *p = &w->positions.v[i];
        if (p->type == type)
            return (struct actor){.kind = ACTOR_OFFICER,
                                  .person = {1},
                                  .position = p->id,
                                  .unit = p->unit,
                                  .reach = p->reach,
                                  .rights = p->rights};
    }
    CHECK_FAIL("nobody in the district is a %" STR_FMT, STR_ARG(position_type_words[type]));
}

/* A dossier that stands so to the actor: some authority, some office that has it. */
static bool
place(const struct world *w, const struct actor *actor, enum relation want, struct dossier *d)
{
    const struct unit *own = unit_by_id(w, actor->unit);
    d->unit = unit_agency(w, own)->id;
    for (size_t i = 0; i < w->units.n; i++) {
        d->holder = w->units.v[i].id;
        if (want == REL_NONE)
            d->unit = d->holder;
        if (dossier_relation(w, actor, d) == want)
            return true;
        struct unit_id authority = d->unit;
        d->unit = actor->unit;
        if (want == REL_REACH && dossier_relation(w, actor, d) == want)
            return true;
        d->unit = authority;
    }
    return false;
}

static void
ask(const struct world *w, const struct actor *actor, enum position_type type, struct dossier *d,
    enum relation relation)
{
    struct decide_facts f = {.world = w, .dossier = d};
    for (int s = 0; s < STATE_COUNT; s++) {
        d->state = (enum state)s;
        struct act_set acts = dossier_acts(&f, actor);
        for (int a = 0; a < ACTION_COUNT; a++) {
            struct str action = action_code((enum action)a), state = state_code((enum state)s);
            struct rule *r =
                rule_for(action, position_type_words[type], relations[relation], state);
            bool may = act_set_has(acts, (enum action)a);
            if (!r || may != str_eq(r->answer, S("yes")))
                CHECK_FAIL("%" STR_FMT " by a %" STR_FMT " (%" STR_FMT ") in %" STR_FMT
                           " is %s, the table says %" STR_FMT,
                           STR_ARG(action), STR_ARG(position_type_words[type]),
                           STR_ARG(relations[relation]), STR_ARG(state), may ? "yes" : "no",
                           STR_ARG(r ? r->answer : S("nothing")));
            r->used++;
        }
    }
}

static void
test_rights__every_combination_is_answered_as_the_table_says(void)
{
    const struct world *w = test_world();
    read_rules();
    for (int type = 0; type < POSITION_TYPE_COUNT; type++) {
        struct actor actor = actor_of(w, (enum position_type)type);
        for (int relation = 0; relation < (int)COUNT(relations); relation++) {
            struct dossier d = {.channel = CHANNEL_ONLINE};
            /* A department reaches no further than what it holds; its head might, elsewhere. */
            if (!place(w, &actor, (enum relation)relation, &d))
                actor.reach = REACH_SUBTREE;
            if (!place(w, &actor, (enum relation)relation, &d))
                CHECK_FAIL("no dossier is %" STR_FMT " of a %" STR_FMT,
                           STR_ARG(relations[relation]), STR_ARG(position_type_words[type]));
            ask(w, &actor, (enum position_type)type, &d, (enum relation)relation);
        }
    }
}

static void
test_rights__every_row_of_the_table_decides_something(void)
{
    read_rules();
    for (size_t i = 0; i < n_rules; i++)
        if (!rules[i].used)
            CHECK_FAIL("row %" STR_FMT " %" STR_FMT " is never reached", STR_ARG(rules[i].action),
                       STR_ARG(rules[i].position));
}

static void
test_rights__all_positions_of_a_type_have_the_same_rights(void)
{
    const struct world *w = test_world();
    for (size_t i = 0; i < w->positions.n; i++) {
        const struct position *p = &w->positions.v[i];
        CHECK(p->rights.bits == actor_of(w, p->type).rights.bits);
    }
}

static void
test_rights__a_right_is_read_by_its_code_and_nothing_else_is_one(void)
{
    enum right r = RIGHT_PUBLIC;
    for (int i = 0; i < RIGHT_COUNT; i++)
        CHECK(right_parse(right_code((enum right)i), &r) && r == (enum right)i);
    CHECK(!right_parse(S(""), &r) && !right_parse(S("dossier"), &r));
}

TESTS(T(rights__every_combination_is_answered_as_the_table_says),
      T(rights__every_row_of_the_table_decides_something),
      T(rights__all_positions_of_a_type_have_the_same_rights),
      T(rights__a_right_is_read_by_its_code_and_nothing_else_is_one))
