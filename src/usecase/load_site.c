// SPDX-License-Identifier: EUPL-1.2
/* See load_site.h. The calendar reaches from before the first dossier to beyond any appointment. */
#include "usecase/load_site.h"

#include "store/write_safety.h"
#include "store/write_world.h"

#define SCRATCH_MAX (64u * 1024u * 1024u)

/* The calendars keep pointing to the names of their days, so they must live as long. */
static struct calendar_facts
keep_texts(struct arena *a, const struct calendar_facts *facts)
{
    struct calendar_facts kept = *facts;
    struct calendar_exception *v = NEW_ARRAY(a, struct calendar_exception, facts->exceptions.n);
    for (size_t i = 0; i < facts->exceptions.n; i++) {
        v[i] = facts->exceptions.v[i];
        v[i].name = str_dup(a, v[i].name);
        v[i].source = str_dup(a, v[i].source);
    }
    kept.exceptions.v = v;
    return kept;
}

static enum err
build(struct arena *a, struct reader *rd, struct arena *scratch, struct site *ret,
      struct str *reterr)
{
    struct world_facts facts;
    struct calendar_facts days;
    struct world *world = NEW(a, struct world);
    struct calendars *calendars = NEW(a, struct calendars);
    struct realm_row realm;
    TRY(read_realm(rd, ret->realm, &realm));
    if (realm.generation == 0)
        return ERR_STATE;
    ret->generation = realm.generation;
    ret->clock_behind = realm.clock_behind;
    TRY(read_world(rd, ret->realm, &facts));
    TRY(read_calendar(rd, ret->realm, KNOWN_NOW, &days));
    TRY(world_build(a, scratch, &facts, world, reterr));
    struct calendar_facts kept = keep_texts(a, &days);
    TRY(calendars_build(a, &kept, world, calendar_span, calendars, reterr));
    ret->world = world;
    ret->calendars = calendars;
    ret->calendar = calendars->common;
    return OK;
}

enum err
load_site(struct arena *a, struct db *db, struct realm_id realm, struct site *ret,
          struct str *reterr)
{
    *ret = (struct site){.db = db, .realm = realm};
    *reterr = S("");
    struct arena rows, scratch;
    arena_init(&rows, SCRATCH_MAX);
    arena_init(&scratch, SCRATCH_MAX);
    struct reader rd;
    read_begin(db, &rows, &rd);
    enum err e = build(a, &rd, &scratch, ret, reterr);
    if (e != OK && str_empty(*reterr))
        *reterr = e == ERR_STATE ? S("no world is loaded") : str_dup(a, rd.trouble);
    else
        *reterr = str_dup(a, *reterr);
    read_end(&rd);
    arena_free(&scratch);
    arena_free(&rows);
    return e;
}

enum err
site_is_stale(struct arena *a, const struct site *site, bool *ret)
{
    struct realm_row realm;
    CLEANUP(read_end) struct reader rd = {0};
    read_begin(site->db, a, &rd);
    TRY(read_realm(&rd, site->realm, &realm));
    *ret = realm.generation != site->generation;
    return OK;
}

enum err
store_world(struct op *op, struct db *db, const struct world_facts *facts,
            const struct calendar_facts *calendar)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, op->a, &tx));
    TRY(write_world(&tx, op->realm, facts));
    TRY(write_calendar(&tx, op->realm, calendar));
    TRY(write_audit(&tx, op, S("load-world"), S("")));
    return tx_commit(&tx);
}
