// SPDX-License-Identifier: EUPL-1.2
/*
 * See world_table.h: units, their events, positions, people, the calendar, and
 * how every table is put together. Those of the calendar have the columns of
 * calendar_read.c; that what is printed is read again is held by a test.
 */
#include "domain/world_sheet.h"

static void
begin(struct sheet *s, int table, struct str file, struct world_columns columns, size_t n)
{
    s->t = &s->ret->of[table];
    *s->t = (struct world_table){.file = file, .columns = columns};
    s->rows = NEW_ARRAY(s->a, struct world_row, n);
}

void
sheet_begin(struct sheet *s, enum world_file file, size_t n)
{
    begin(s, (int)file, world_file_names[file], world_columns[file], n);
}

void
sheet_row_at(struct sheet *s, uint32_t line)
{
    s->rows[s->t->n++] =
        (struct world_row){.line = line, .cells = NEW_ARRAY(s->a, struct str, s->t->columns.n)};
    s->cell = 0;
}

void
sheet_row(struct sheet *s, size_t i)
{
    sheet_row_at(s, s->is_from_files ? (uint32_t)i + 2 : 0);
}

void
sheet_text(struct sheet *s, struct str text)
{
    ASSERT(s->cell < s->t->columns.n);
    s->rows[s->t->n - 1].cells[s->cell++] = text;
}

void
sheet_int(struct sheet *s, int64_t n)
{
    sheet_text(s, str_printf(s->a, "%jd", (intmax_t)n));
}

void
sheet_some(struct sheet *s, int64_t n)
{
    if (n)
        sheet_int(s, n);
    else
        sheet_text(s, S(""));
}

void
sheet_flag(struct sheet *s, bool is_set)
{
    sheet_text(s, is_set ? S("1") : S("0"));
}

static void
sheet_date(struct sheet *s, struct date d)
{
    bool is_open = d.day <= world_first_day().day || d.day == DATE_LAST.day;
    sheet_text(s, is_open ? S("") : date_str(s->a, d));
}

void
sheet_period(struct sheet *s, struct period p)
{
    sheet_date(s, p.from);
    sheet_date(s, p.to);
}

void
sheet_names(struct sheet *s, const struct names *name)
{
    sheet_text(s, name->vi);
    sheet_text(s, name->en);
    sheet_text(s, name->tr);
}

void
sheet_none(struct sheet *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sheet_text(s, S(""));
}

static struct str
key_of(struct sheet *s, const struct world_row *row, const uint8_t *key, size_t key_n)
{
    struct str parts[12];
    size_t n = 0;
    ASSERT(key_n * 2 <= COUNT(parts));
    for (size_t i = 0; i < key_n; i++) {
        struct str cell = row->cells[key[i]];
        if (i)
            parts[n++] = S(" ");
        parts[n++] = str_empty(cell) ? S("-") : cell;
    }
    return str_join_all(s->a, parts, n);
}

/* A row of a file may belong to several versions: it is one row again. */
enum err
sheet_end(struct sheet *s, const uint8_t *key, size_t key_n, struct str *reterr)
{
    struct world_table *t = s->t;
    struct order_key *keys = NEW_ARRAY(s->a, struct order_key, t->n);
    struct world_row *rows = NEW_ARRAY(s->a, struct world_row, t->n);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        s->rows[i].key = key_of(s, &s->rows[i], key, key_n);
        keys[i] = (struct order_key){.text = s->rows[i].key, .at = (uint32_t)i};
    }
    order_sort(s->a, keys, t->n);
    for (size_t i = 0; i < t->n; i++) {
        const struct world_row *row = &s->rows[keys[i].at], *last = n ? &rows[n - 1] : NULL;
        bool is_same = last && str_eq(last->key, row->key);
        if (is_same && last->line != row->line) {
            *reterr = str_printf(s->a, "%" STR_FMT ":%u: %" STR_FMT " stands in line %u already",
                                 STR_ARG(t->file), row->line, STR_ARG(row->key), last->line);
            return ERR_INVALID;
        }
        if (!is_same)
            rows[n++] = *row;
    }
    t->rows = rows;
    t->n = n;
    return OK;
}

/* ---- units and people ---- */

static struct str
unit_code(const struct sheet *s, struct unit_id id)
{
    uint32_t at;
    return id_index_find(&s->units, id.v, &at) ? s->facts->units.v[at].code : S("");
}

static enum err
units(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_UNITS, s->facts->units.n);
    for (size_t i = 0; i < s->facts->units.n; i++) {
        const struct unit *u = &s->facts->units.v[i];
        sheet_row(s, i);
        sheet_text(s, u->code);
        sheet_text(s, u->old_code);
        sheet_text(s, u->gso);
        sheet_text(s, unit_kind_words[u->kind]);
        sheet_text(s, unit_code(s, u->parent));
        sheet_text(s, u->office);
        sheet_names(s, &u->name);
        sheet_text(s, u->short_name);
        sheet_flag(s, u->is_placeholder);
        sheet_period(s, u->valid);
        sheet_none(s, 2);
    }
    return SHEET_END(s, reterr, 0);
}

static enum err
unit_events(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_UNIT_EVENTS, s->facts->unit_events.n);
    for (size_t i = 0; i < s->facts->unit_events.n; i++) {
        const struct unit_event *e = &s->facts->unit_events.v[i];
        sheet_row(s, i);
        sheet_text(s, date_str(s->a, e->day));
        sheet_text(s, unit_event_kind_words[e->kind]);
        sheet_text(s, unit_code(s, e->from));
        sheet_text(s, unit_code(s, e->to));
        sheet_text(s, e->basis);
        sheet_none(s, 1);
    }
    return SHEET_END(s, reterr, 0, 2, 3);
}

static struct str
rights_text(struct sheet *s, struct rights set)
{
    struct str parts[RIGHT_COUNT * 2];
    size_t n = 0;
    for (int r = 0; r < RIGHT_COUNT; r++) {
        if (!rights_has(set, (enum right)r))
            continue;
        if (n)
            parts[n++] = S(",");
        parts[n++] = right_code((enum right)r);
    }
    return str_join_all(s->a, parts, n);
}

static enum err
positions(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_POSITIONS, s->facts->positions.n);
    for (size_t i = 0; i < s->facts->positions.n; i++) {
        const struct position *p = &s->facts->positions.v[i];
        sheet_row(s, i);
        sheet_text(s, p->code);
        sheet_text(s, unit_code(s, p->unit));
        sheet_text(s, position_type_words[p->type]);
        sheet_names(s, &p->name);
        sheet_text(s, reach_words[p->reach]);
        sheet_text(s, rights_text(s, p->rights));
        sheet_period(s, p->valid);
        sheet_none(s, 1);
    }
    return SHEET_END(s, reterr, 0);
}

static enum err
people(struct sheet *s, struct str *reterr)
{
    sheet_begin(s, WORLD_PEOPLE, s->facts->holdings.n);
    for (size_t i = 0; i < s->facts->holdings.n; i++) {
        const struct holding *h = &s->facts->holdings.v[i];
        uint32_t person, position;
        if (!id_index_find(&s->people, h->person.v, &person) ||
            !id_index_find(&s->positions, h->position.v, &position))
            continue; /* no row of the database does that: world_build refuses it */
        const struct person *p = &s->facts->people.v[person];
        sheet_row(s, i);
        sheet_text(s, p->login);
        sheet_text(s, p->name);
        sheet_text(s, s->facts->positions.v[position].code);
        sheet_period(s, h->valid);
        sheet_text(s, p->demo_role);
    }
    return SHEET_END(s, reterr, 0, 2, 3);
}

/* ---- the calendar ---- */

/* A row of the calendar may belong to a unit; out of a database it does. */
static bool
unit_is_there(struct sheet *s, struct str code, size_t i, struct str *reterr)
{
    bool is_there = str_empty(code);
    for (size_t k = 0; k < s->facts->units.n && !is_there; k++)
        is_there = str_eq(s->facts->units.v[k].code, code);
    if (!is_there)
        *reterr = str_printf(s->a, "%" STR_FMT ":%zu: unit: no such code: %" STR_FMT,
                             STR_ARG(s->t->file), i + 2, STR_ARG(code));
    return is_there;
}

static enum err
days(struct sheet *s, struct str *reterr)
{
    static const struct str columns[] = {STR("date"),   STR("kind"), STR("name"),
                                         STR("source"), STR("unit"), STR("confidence")};
    begin(s, TABLE_CALENDAR, S("calendar.tsv"), (struct world_columns){columns, COUNT(columns)},
          s->calendar->exceptions.n);
    for (size_t i = 0; i < s->calendar->exceptions.n; i++) {
        const struct calendar_exception *x = &s->calendar->exceptions.v[i];
        if (!unit_is_there(s, x->unit, i, reterr))
            return ERR_INVALID;
        sheet_row(s, i);
        sheet_date(s, x->date);
        sheet_text(s, day_kind_codes[x->kind]);
        sheet_text(s, x->name);
        sheet_text(s, x->source);
        sheet_text(s, x->unit);
        sheet_none(s, 1);
    }
    return SHEET_END(s, reterr, 0, 4);
}

static struct str
weekdays_text(struct sheet *s, uint8_t weekdays)
{
    char *digits = NEW_ARRAY(s->a, char, 7);
    size_t n = 0;
    for (int day = MONDAY; day <= SUNDAY; day++)
        if (weekdays >> day & 1)
            digits[n++] = (char)('1' + day);
    return (struct str){digits, n};
}

static struct str
sessions_text(struct sheet *s, const struct calendar_hours *h)
{
    struct buf b;
    buf_init(&b, 200);
    calendar_print_sessions(&b, h);
    struct str text = str_dup(s->a, buf_view(&b));
    buf_free(&b);
    return text;
}

static enum err
hours(struct sheet *s, struct str *reterr)
{
    static const struct str columns[] = {STR("valid_from"), STR("valid_to"),       STR("weekdays"),
                                         STR("sessions"),   STR("reception_only"), STR("source"),
                                         STR("unit"),       STR("confidence")};
    begin(s, TABLE_HOURS, S("hours.tsv"), (struct world_columns){columns, COUNT(columns)},
          s->calendar->hours.n);
    for (size_t i = 0; i < s->calendar->hours.n; i++) {
        const struct calendar_hours *h = &s->calendar->hours.v[i];
        if (!unit_is_there(s, h->unit, i, reterr))
            return ERR_INVALID;
        sheet_row(s, i);
        sheet_period(s, h->valid);
        sheet_text(s, weekdays_text(s, h->weekdays));
        sheet_text(s, sessions_text(s, h));
        sheet_flag(s, h->is_reception_only);
        sheet_text(s, h->source);
        sheet_text(s, h->unit);
        sheet_none(s, 1);
    }
    return SHEET_END(s, reterr, 6, 0, 2, 4);
}

/* ---- all of them ---- */

#define IDS(s, list)                                                                               \
    do {                                                                                           \
        struct order_key *keys = NEW_ARRAY((s)->a, struct order_key, (s)->facts->list.n);          \
        for (size_t i = 0; i < (s)->facts->list.n; i++)                                            \
            keys[i] = (struct order_key){.major = (s)->facts->list.v[i].id.v, .at = (uint32_t)i};  \
        (s)->list = index_of((s)->a, keys, (s)->facts->list.n);                                    \
    } while (0)

static struct id_index
index_of(struct arena *a, struct order_key *keys, size_t n)
{
    int64_t *id = NEW_ARRAY(a, int64_t, n);
    uint32_t *at = NEW_ARRAY(a, uint32_t, n);
    order_sort(a, keys, n);
    for (size_t i = 0; i < n; i++) {
        id[i] = keys[i].major;
        at[i] = keys[i].at;
    }
    return (struct id_index){id, at, n};
}

enum err
world_tables_of(struct arena *a, const struct world_facts *facts,
                const struct calendar_facts *calendar, struct world_tables *ret, struct str *reterr)
{
    struct sheet s = {.a = a,
                      .facts = facts,
                      .calendar = calendar,
                      .is_from_files = facts->step_lines != NULL,
                      .ret = ret};
    IDS(&s, units);
    IDS(&s, positions);
    IDS(&s, people);
    IDS(&s, fields);
    IDS(&s, procedures);
    IDS(&s, versions);
    TRY(units(&s, reterr));
    TRY(unit_events(&s, reterr));
    TRY(positions(&s, reterr));
    TRY(people(&s, reterr));
    TRY(sheet_catalogue(&s, reterr));
    TRY(days(&s, reterr));
    return hours(&s, reterr);
}

static void
print_line(struct buf *b, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(b, '\t');
        buf_str(b, cells[i]);
    }
    buf_char(b, '\n');
}

void
world_table_print(struct buf *b, const struct world_table *t)
{
    print_line(b, t->columns.v, t->columns.n);
    for (size_t i = 0; i < t->n; i++)
        print_line(b, t->rows[i].cells, t->columns.n);
}
