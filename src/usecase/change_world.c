// SPDX-License-Identifier: EUPL-1.2
/*
 * See change_world.h. What leans on a row is asked only of rows that go or
 * change in a way that matters, because it may read every event there is.
 */
#include "usecase/change_world.h"

#include "store/write_safety.h"
#include "store/write_world.h"

struct looking {
    struct op *op;
    struct reader *rd;
    const struct world_facts *is; /* as it is to be */
    struct leaned_versions leaned;
    bool has_leaned;
    const struct world_refusal **end;
};

static void
refuse(struct looking *l, const struct world_change *c, struct str why)
{
    struct world_refusal *refusal = NEW(l->op->a, struct world_refusal);
    *refusal = (struct world_refusal){.change = c, .why = why};
    *l->end = refusal;
    l->end = &refusal->next;
}

/* Whether a unit is to end, and no other to follow it. */
static bool
ends_for_good(const struct world_facts *is, struct str code)
{
    const struct unit *unit = NULL;
    for (size_t i = 0; i < is->units.n; i++)
        if (str_eq(is->units.v[i].code, code))
            unit = &is->units.v[i];
    if (!unit || unit->valid.to.day == DATE_LAST.day)
        return false;
    for (size_t i = 0; i < is->unit_events.n; i++)
        if (is->unit_events.v[i].from.v == unit->id.v && is->unit_events.v[i].to.v != unit->id.v)
            return false;
    return true;
}

static enum err
look_at_end(struct looking *l, const struct world_change *c, struct str code)
{
    bool is_open = false;
    if (!ends_for_good(l->is, code))
        return OK;
    TRY(read_unit_open(l->rd, l->op->realm, code, &is_open));
    if (is_open)
        refuse(l, c, S("it has open dossiers: say in unit_events.tsv which unit follows it"));
    return OK;
}

static enum err
look_at_unit(struct looking *l, const struct world_change *c)
{
    bool leans = false;
    if (c->kind == CHANGE_CELLS && world_change_touches(c, S("valid_to")))
        TRY(look_at_end(l, c, world_change_old(c, S("code"))));
    if (c->kind == CHANGE_NEW ||
        !(world_change_touches(c, S("kind")) || world_change_touches(c, S("parent"))))
        return OK;
    TRY(read_unit_leans(l->rd, l->op->realm, world_change_old(c, S("code")), &leans));
    if (leans && c->kind == CHANGE_GONE)
        refuse(l, c, S("dossiers, events or tokens name it: end it with valid_to instead"));
    else if (leans)
        refuse(l, c,
               S("dossiers, events or tokens name it: what it is and what it stands under "
                 "stays; end it with valid_to and let another follow"));
    return OK;
}

static enum err
look_at_position(struct looking *l, const struct world_change *c)
{
    bool leans = false;
    if (c->kind == CHANGE_NEW || !world_change_touches(c, S("unit")))
        return OK;
    TRY(read_position_leans(l->rd, l->op->realm, world_change_old(c, S("code")), &leans));
    if (leans)
        refuse(l, c, S("somebody acted in it: end it with valid_to instead"));
    return OK;
}

/* Whoever leaves at once has acted today, perhaps, and is out when it ends with yesterday. */
static enum err
look_at_holding(struct looking *l, const struct world_change *c)
{
    struct date to;
    struct instant last;
    if (c->kind == CHANGE_NEW || !world_change_touches(c, S("valid_to")))
        return OK;
    TRY(read_holding_last(l->rd, l->op->realm, world_change_old(c, S("login")),
                          world_change_old(c, S("position")), &last));
    struct date acted = local_date(local_of(last, zone_vietnam));
    if (last.us == 0)
        return OK;
    if (c->kind == CHANGE_GONE)
        refuse(l, c, S("this person acted in this position: end it with valid_to instead"));
    else if (date_parse(world_change_new(c, S("valid_to")), &to) && to.day < acted.day &&
             to.day < op_today(l->op).day - 1)
        refuse(l, c,
               str_join(l->op->a, S("this person acted in this position on "),
                        date_str(l->op->a, acted)));
    return OK;
}

/* The version that a row is or belongs to, if dossiers were filed under it; else NULL. */
static enum err
leaned_version(struct looking *l, const struct world_change *c, const struct leaned_version **ret)
{
    struct str (*cell)(const struct world_change *, struct str) =
        c->old_row ? world_change_old : world_change_new;
    struct str code = cell(c, c->table == WORLD_PROCEDURES ? S("code") : S("procedure"));
    struct str level = cell(c, S("level"));
    struct str began = cell(c, S("valid_from"));
    if (!l->has_leaned)
        TRY(read_versions_leaned(l->rd, l->op->realm, &l->leaned));
    l->has_leaned = true;
    *ret = NULL;
    for (size_t i = 0; i < l->leaned.n; i++) {
        const struct leaned_version *v = &l->leaned.v[i];
        struct str from =
            v->from.day == world_first_day().day ? S("") : date_str(l->op->a, v->from);
        if (str_eq(v->code, code) && str_eq(level_words[v->level], level) && str_eq(from, began))
            *ret = v;
    }
    return OK;
}

/* A version under which dossiers were filed stays, and does not end before the last of them. */
static enum err
look_at_version(struct looking *l, const struct world_change *c)
{
    const struct leaned_version *v = NULL;
    struct date to;
    if (c->kind == CHANGE_NEW || !world_change_touches(c, S("valid_to")))
        return OK;
    TRY(leaned_version(l, c, &v));
    if (v && c->kind == CHANGE_GONE)
        refuse(l, c, S("dossiers were filed under it: end it with valid_to instead"));
    else if (v && date_parse(world_change_new(c, S("valid_to")), &to) &&
             to.day < local_date(local_of(v->last, zone_vietnam)).day)
        refuse(l, c,
               str_join(l->op->a, S("a dossier was filed under it on "),
                        date_str(l->op->a, local_date(local_of(v->last, zone_vietnam)))));
    return OK;
}

/* Its steps, papers, cases and result are the process its dossiers are in; names may be mended. */
static enum err
look_at_part(struct looking *l, const struct world_change *c)
{
    const struct leaned_version *v = NULL;
    TRY(leaned_version(l, c, &v));
    if (v)
        refuse(l, c,
               S("dossiers were filed under this version, so its process stays: end the "
                 "version with valid_to in procedures.tsv and add another"));
    return OK;
}

static bool
changes_component(const struct world_change *c)
{
    return world_change_touches(c, S("code")) || world_change_touches(c, S("originals")) ||
           world_change_touches(c, S("copies")) || world_change_touches(c, S("required")) ||
           world_change_touches(c, S("digitise_rule")) ||
           world_change_touches(c, S("is_prior_result"));
}

static enum err
look_at(struct looking *l, const struct world_change *c)
{
    switch (c->table) {
    case WORLD_UNITS:
        return look_at_unit(l, c);
    case WORLD_UNIT_EVENTS:
        return c->kind == CHANGE_NEW ? OK : look_at_end(l, c, world_change_old(c, S("from")));
    case WORLD_POSITIONS:
        return look_at_position(l, c);
    case WORLD_PEOPLE:
        return look_at_holding(l, c);
    case WORLD_PROCEDURES:
        return look_at_version(l, c);
    case WORLD_STEPS:
        return look_at_part(l, c);
    case WORLD_COMPONENTS:
        return changes_component(c) ? look_at_part(l, c) : OK;
    case WORLD_CASES:
        return c->kind == CHANGE_GONE ? look_at_part(l, c) : OK;
    case WORLD_RESULTS:
        return c->kind != CHANGE_CELLS ? look_at_part(l, c) : OK;
    default: /* fees, exemptions, names: a dossier keeps what it needs of them */
        return OK;
    }
}

/* The world that is there; op->now becomes the realm's. */
static enum err
read_old(struct op *op, struct reader *rd, struct world_files *ret)
{
    struct realm_row realm;
    TRY(read_realm(rd, op->realm, &realm));
    if (realm.generation == 0)
        return ERR_STATE;
    op->now.us -= realm.clock_behind;
    TRY(read_world(rd, op->realm, &ret->facts));
    TRY(read_calendar(rd, op->realm, KNOWN_NOW, &ret->calendar));
    return world_tables_of(op->a, &ret->facts, &ret->calendar, &ret->tables, &op->trouble);
}

/* And how the files differ from it. */
static enum err
look(struct op *op, struct reader *rd, const struct world_files *files, struct world_files *ret_old,
     struct world_changed *ret)
{
    struct looking l = {.op = op, .rd = rd, .is = &files->facts, .end = &ret->refusals};
    *ret = (struct world_changed){0};
    TRY(read_old(op, rd, ret_old));
    ret->changes = world_compare(op->a, &ret_old->tables, &files->tables);
    for (size_t i = 0; i < ret->changes.n; i++)
        TRY(look_at(&l, &ret->changes.v[i]));
    return OK;
}

static enum err
with_trouble(struct op *op, enum err e)
{
    if (e == ERR_STATE)
        op->trouble = S("no world is loaded");
    return e;
}

enum err
read_world_files(struct op *op, struct db *db, struct world_files *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(db, op->a, &rd);
    return with_trouble(op, read_old(op, &rd, ret));
}

enum err
compare_world(struct op *op, struct db *db, const struct world_files *files,
              struct world_changed *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    struct world_files old;
    read_begin(db, op->a, &rd);
    return with_trouble(op, look(op, &rd, files, &old, ret));
}

static bool
changes_table(const struct world_changes *changes, int table)
{
    for (size_t i = 0; i < changes->n; i++)
        if (changes->v[i].table == table)
            return true;
    return false;
}

static bool
changes_limits(const struct world_changes *changes)
{
    /* A new version takes over the limits that reach into its time. */
    return changes_table(changes, WORLD_LIMITS) || changes_table(changes, WORLD_PROCEDURES);
}

static bool
changes_calendar(const struct world_changes *changes)
{
    return changes_table(changes, TABLE_CALENDAR) || changes_table(changes, TABLE_HOURS);
}

bool
world_changes_dates(const struct world_changes *changes)
{
    return changes_limits(changes) || changes_calendar(changes);
}

static enum err
write_all(struct tx *tx, struct op *op, const struct world_files *files,
          const struct world_facts *was, const struct world_changes *changes)
{
    struct world_facts facts = world_adopt(op, was, &files->facts);
    TRY(rewrite_world(tx, op->realm, &facts));
    if (changes_limits(changes))
        TRY(rewrite_limits(tx, op->realm, op->now, &facts));
    if (changes_calendar(changes))
        TRY(rewrite_calendar(tx, op->realm, op->now, &files->calendar));
    return write_audit(tx, op, S("change-world"), str_printf(op->a, "%zu rows", changes->n));
}

enum err
change_world(struct op *op, struct db *db, const struct world_files *files,
             struct world_changed *ret)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct world_files old;
    TRY(tx_begin(db, op->a, &tx));
    enum err e = look(op, &tx.rd, files, &old, ret);
    if (e == OK && ret->refusals)
        return ERR_INVALID;
    if (e == OK && ret->changes.n)
        e = write_all(&tx, op, files, &old.facts, &ret->changes);
    if (e == OK)
        e = tx_commit(&tx);
    return with_trouble(op, e);
}
