// SPDX-License-Identifier: EUPL-1.2
/*
 * See world_read.h: units, their events, positions, people. The enum beside each
 * reader names the places of its columns (world_columns.c).
 */
#include "domain/world_reading.h"

#define FILE_ROW(name, file) [name] = STR(file),
const struct str world_file_names[WORLD_FILE_COUNT] = {WORLD_FILE_LIST(FILE_ROW)};

const struct str reach_words[] = {[REACH_UNIT] = STR("unit"), [REACH_SUBTREE] = STR("subtree")};

enum err
reading_open(struct reading *r, enum world_file file)
{
    const struct world_columns *columns = &world_columns[file];
    TRY(tsv_parse(r->a, world_file_names[file], r->bytes[file], columns->v, columns->n, &r->table,
                  r->reterr));
    r->c = (struct tsv_cursor){.a = r->a, .t = &r->table, .row = SIZE_MAX};
    return OK;
}

bool
reading_next(struct reading *r)
{
    r->c.row++;
    return r->c.row < r->table.rows && str_empty(r->c.error);
}

enum err
reading_close(struct reading *r)
{
    if (str_empty(r->c.error))
        return OK;
    *r->reterr = r->c.error;
    return ERR_MALFORMED;
}

struct names
reading_names(struct tsv_cursor *c, size_t column)
{
    return (struct names){tsv_need(c, column), tsv_text(c, column + 1), tsv_text(c, column + 2)};
}

struct period
reading_period(struct tsv_cursor *c, size_t column)
{
    struct period p = {tsv_date(c, column, DATE_FIRST), tsv_date(c, column + 1, DATE_LAST)};
    if (p.from.day > p.to.day)
        tsv_fail(c, column + 1, "ends before it begins");
    return p;
}

enum confidence
reading_confidence(struct tsv_cursor *c, size_t column)
{
    return (enum confidence)tsv_choice(c, column, confidence_words, CONFIDENCE_COUNT);
}

uint32_t
reading_reference(struct tsv_cursor *c, size_t column, const struct text_index *index)
{
    uint32_t at = 0;
    if (!text_index_find(index, tsv_need(c, column), &at))
        tsv_fail(c, column, "no such code");
    return at;
}

struct text_index
reading_index(struct reading *r, const struct str *texts, size_t n)
{
    struct order_key *keys = NEW_ARRAY(r->a, struct order_key, n);
    struct str *text = NEW_ARRAY(r->a, struct str, n);
    uint32_t *at = NEW_ARRAY(r->a, uint32_t, n);

    for (size_t i = 0; i < n; i++)
        keys[i] = (struct order_key){.text = texts[i], .at = (uint32_t)i};
    order_sort(r->a, keys, n);
    for (size_t i = 0; i < n; i++) {
        text[i] = keys[i].text;
        at[i] = keys[i].at;
    }
    return (struct text_index){text, at, n};
}

/* The codes in one column of the open table. */
static struct text_index
column_index(struct reading *r, size_t column)
{
    struct str *texts = NEW_ARRAY(r->a, struct str, r->table.rows);
    for (size_t i = 0; i < r->table.rows; i++)
        texts[i] = tsv_cell(&r->table, i, column);
    return reading_index(r, texts, r->table.rows);
}

enum { UNITS_PARENT = 4 };

/* No unit stands under itself, however far up. */
static void
check_cycles(struct reading *r, const struct unit *rows)
{
    for (r->c.row = 0; r->c.row < r->table.rows && str_empty(r->c.error); r->c.row++) {
        int64_t up = rows[r->c.row].parent.v;
        for (int depth = 1; up > 0 && depth < UNIT_DEPTH_MAX; depth++)
            up = rows[up - 1].parent.v;
        if (up > 0)
            tsv_fail(&r->c, UNITS_PARENT, "stands under itself, or too deep");
    }
}

static enum err
read_units(struct reading *r)
{
    enum { CODE, OLD, GSO, KIND, PARENT = UNITS_PARENT, OFFICE, NAME, NAME_EN, NAME_TR, SHORT };
    enum { PLACEHOLDER = SHORT + 1, FROM };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_UNITS));
    struct unit *rows = NEW_ARRAY(r->a, struct unit, r->table.rows);
    r->units = column_index(r, CODE);
    while (reading_next(r)) {
        struct unit_id parent = {0};
        if (tsv_text(c, PARENT).n)
            parent.v = 1 + (int64_t)reading_reference(c, PARENT, &r->units);
        rows[c->row] = (struct unit){
            .id = {(int64_t)c->row + 1},
            .parent = parent,
            .code = tsv_need(c, CODE),
            .old_code = tsv_text(c, OLD),
            .gso = tsv_text(c, GSO),
            .office = tsv_text(c, OFFICE),
            .name = reading_names(c, NAME),
            .short_name = tsv_need(c, SHORT),
            .kind = (enum unit_kind)tsv_choice(c, KIND, unit_kind_words, UNIT_KIND_COUNT),
            .is_placeholder = tsv_flag(c, PLACEHOLDER),
            .valid = reading_period(c, FROM),
        };
    }
    if (str_empty(c->error))
        check_cycles(r, rows);
    r->facts->units.v = rows;
    r->facts->units.n = r->table.rows;
    return reading_close(r);
}

static enum err
read_unit_events(struct reading *r)
{
    enum { DAY, KIND, FROM, TO, BASIS };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_UNIT_EVENTS));
    struct unit_event *rows = NEW_ARRAY(r->a, struct unit_event, r->table.rows);
    while (reading_next(r)) {
        (void)tsv_need(c, DAY);
        rows[c->row] = (struct unit_event){
            .day = tsv_date(c, DAY, DATE_FIRST),
            .kind = (enum unit_event_kind)tsv_choice(c, KIND, unit_event_kind_words,
                                                     UNIT_EVENT_KIND_COUNT),
            .from = {1 + (int64_t)reading_reference(c, FROM, &r->units)},
            .to = {1 + (int64_t)reading_reference(c, TO, &r->units)},
            .basis = tsv_need(c, BASIS),
        };
    }
    r->facts->unit_events.v = rows;
    r->facts->unit_events.n = r->table.rows;
    return reading_close(r);
}

static struct rights
read_rights(struct tsv_cursor *c, size_t column)
{
    struct rights set = {0};
    struct str rest = tsv_need(c, column);
    while (rest.p && str_empty(c->error)) {
        enum right one;
        if (right_parse(str_cut(&rest, ','), &one))
            set = rights_with(set, one);
        else
            tsv_fail(c, column, "no such right");
    }
    return set;
}

static enum err
read_positions(struct reading *r)
{
    enum { CODE, UNIT, TYPE, NAME, NAME_EN, NAME_TR, REACH, RIGHTS, FROM };
    struct tsv_cursor *c = &r->c;

    TRY(reading_open(r, WORLD_POSITIONS));
    struct position *rows = NEW_ARRAY(r->a, struct position, r->table.rows);
    r->positions = column_index(r, CODE);
    while (reading_next(r)) {
        rows[c->row] = (struct position){
            .id = {(int64_t)c->row + 1},
            .unit = {1 + (int64_t)reading_reference(c, UNIT, &r->units)},
            .code = tsv_need(c, CODE),
            .name = reading_names(c, NAME),
            .type =
                (enum position_type)tsv_choice(c, TYPE, position_type_words, POSITION_TYPE_COUNT),
            .reach = (enum reach)tsv_choice(c, REACH, reach_words, COUNT(reach_words)),
            .rights = read_rights(c, RIGHTS),
            .valid = reading_period(c, FROM),
        };
    }
    r->facts->positions.v = rows;
    r->facts->positions.n = r->table.rows;
    return reading_close(r);
}

enum { PEOPLE_LOGIN, PEOPLE_NAME, PEOPLE_POSITION, PEOPLE_FROM, PEOPLE_TO, PEOPLE_DEMO };

/* A login stands on one row per position held; the first row makes the person. */
static size_t
read_person(struct reading *r, const struct text_index *logins, struct person *rows, size_t n)
{
    struct tsv_cursor *c = &r->c;
    struct str login = tsv_need(c, PEOPLE_LOGIN), name = tsv_need(c, PEOPLE_NAME);
    uint32_t first = logins->at[text_index_lower(logins, login)];

    if (first != c->row) {
        if (!str_eq(tsv_cell(&r->table, first, PEOPLE_NAME), name))
            tsv_fail(c, PEOPLE_NAME, "this login has another name above");
        return n;
    }
    rows[n] = (struct person){
        .id = {(int64_t)c->row + 1},
        .login = login,
        .name = name,
        .demo_role = tsv_text(c, PEOPLE_DEMO),
    };
    return n + 1;
}

static enum err
read_people(struct reading *r)
{
    struct tsv_cursor *c = &r->c;
    size_t n = 0;

    TRY(reading_open(r, WORLD_PEOPLE));
    struct text_index logins = column_index(r, PEOPLE_LOGIN);
    struct person *people = NEW_ARRAY(r->a, struct person, r->table.rows);
    struct holding *holdings = NEW_ARRAY(r->a, struct holding, r->table.rows);
    while (reading_next(r)) {
        n = read_person(r, &logins, people, n);
        if (c->error.n)
            break;
        uint32_t first = logins.at[text_index_lower(&logins, tsv_text(c, PEOPLE_LOGIN))];
        holdings[c->row] = (struct holding){
            .person = {(int64_t)first + 1},
            .position = {1 + (int64_t)reading_reference(c, PEOPLE_POSITION, &r->positions)},
            .valid = reading_period(c, PEOPLE_FROM),
        };
    }
    r->facts->people.v = people;
    r->facts->people.n = n;
    r->facts->holdings.v = holdings;
    r->facts->holdings.n = r->table.rows;
    return reading_close(r);
}

enum err
world_read(struct arena *a, const struct str bytes[WORLD_FILE_COUNT], struct world_facts *ret,
           struct str *reterr)
{
    struct reading r = {.a = a, .bytes = bytes, .facts = ret, .reterr = reterr};

    *ret = (struct world_facts){0};
    TRY(read_units(&r));
    TRY(read_unit_events(&r));
    TRY(read_positions(&r));
    TRY(read_people(&r));
    return world_read_catalogue(&r);
}
