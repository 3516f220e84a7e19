// SPDX-License-Identifier: EUPL-1.2
/* The files in data/demo into the facts of scenario.h; nothing is drawn here. */
#include "base/num.h"
#include "base/tsv.h"
#include "domain/scenario.h"

#define FILE_ROW(name, file) [name] = STR(file),
const struct str scenario_file_names[SCENARIO_FILE_COUNT] = {SCENARIO_FILE_LIST(FILE_ROW)};

struct reading {
    struct arena *a;
    const struct str *bytes;
    struct scenario_facts *facts;
    struct str *reterr;
    struct tsv table;
    struct tsv_cursor c;
};

static enum err
open_file(struct reading *r, enum scenario_file file, const struct str *columns, size_t n)
{
    TRY(tsv_parse(r->a, scenario_file_names[file], r->bytes[file], columns, n, &r->table,
                  r->reterr));
    r->c = (struct tsv_cursor){.a = r->a, .t = &r->table, .row = SIZE_MAX};
    return OK;
}

static bool
next_row(struct reading *r)
{
    r->c.row++;
    return r->c.row < r->table.rows && str_empty(r->c.error);
}

static enum err
close_file(struct reading *r)
{
    if (str_empty(r->c.error))
        return OK;
    *r->reterr = r->c.error;
    return ERR_MALFORMED;
}

static enum err
read_period(struct reading *r)
{
    static const struct str columns[] = {STR("from"), STR("quarter_to"), STR("end")};
    struct tsv_cursor *c = &r->c;

    TRY(open_file(r, SCENARIO_PERIOD, columns, COUNT(columns)));
    while (next_row(r)) {
        r->facts->from = tsv_date(c, 0, DATE_FIRST);
        r->facts->quarter_to = tsv_date(c, 1, DATE_FIRST);
        if (!local_parse(tsv_need(c, 2), &r->facts->end))
            tsv_fail(c, 2, "not a moment");
    }
    return close_file(r);
}

/* The member of that name, or NULL. */
static int32_t *
figure(struct scenario_figures *f, struct str name)
{
#define FIGURE_FIND(member)                                                                        \
    if (str_eq(name, S(#member)))                                                                  \
        return &f->member;
    SCENARIO_FIGURE_LIST(FIGURE_FIND)
#undef FIGURE_FIND
    return NULL;
}

static enum err
read_figures(struct reading *r)
{
    static const struct str columns[] = {STR("name"), STR("value"), STR("meaning")};
    struct tsv_cursor *c = &r->c;

    TRY(open_file(r, SCENARIO_FIGURES, columns, COUNT(columns)));
    while (next_row(r)) {
        int32_t *member = figure(&r->facts->figures, tsv_need(c, 0));
        int32_t value = (int32_t)tsv_int(c, 1, 0, 1000000, 0);
        if (member)
            *member = value;
        else
            tsv_fail(c, 0, "no such figure");
    }
    return close_file(r);
}

static enum err
read_units(struct reading *r)
{
    static const struct str columns[] = {STR("level"),  STR("unit"), STR("name"),
                                         STR("weight"), STR("pace"), STR("late")};
    struct tsv_cursor *c = &r->c;

    TRY(open_file(r, SCENARIO_UNITS, columns, COUNT(columns)));
    struct scenario_unit *v = NEW_ARRAY(r->a, struct scenario_unit, r->table.rows);
    while (next_row(r)) {
        v[c->row] = (struct scenario_unit){
            .level = (enum level)tsv_choice(c, 0, level_words, LEVEL_COUNT),
            .unit = tsv_need(c, 1),
            .weight = (int32_t)tsv_int(c, 3, 1, 100000, 0),
            .pace = (int32_t)tsv_int(c, 4, 10, 500, 100),
            .late = (int32_t)tsv_int(c, 5, 0, 1000, 0),
        };
    }
    r->facts->units.v = v;
    r->facts->units.n = r->table.rows;
    return close_file(r);
}

static enum err
read_offers(struct reading *r)
{
    static const struct str columns[] = {STR("level"), STR("procedure"), STR("name"), STR("weight"),
                                         STR("applicant")};
    struct tsv_cursor *c = &r->c;

    TRY(open_file(r, SCENARIO_PROCEDURES, columns, COUNT(columns)));
    struct scenario_offer *v = NEW_ARRAY(r->a, struct scenario_offer, r->table.rows);
    while (next_row(r)) {
        v[c->row] = (struct scenario_offer){
            .level = (enum level)tsv_choice(c, 0, level_words, LEVEL_COUNT),
            .procedure = tsv_need(c, 1),
            .weight = (int32_t)tsv_int(c, 3, 1, 100000, 0),
            .applicant = (enum applicant_kind)(
                tsv_choice(c, 4, &applicant_kind_words[1], APPLICANT_KIND_COUNT) + 1),
        };
    }
    r->facts->offers.v = v;
    r->facts->offers.n = r->table.rows;
    return close_file(r);
}

static enum err
read_texts(struct reading *r)
{
    static const struct str columns[] = {STR("kind"), STR("weight"), STR("text")};
#define TEXT_WORD(name, word) [name] = STR(word),
    static const struct str words[SCENARIO_TEXT_COUNT] = {SCENARIO_TEXT_LIST(TEXT_WORD)};
#undef TEXT_WORD
    struct tsv_cursor *c = &r->c;

    TRY(open_file(r, SCENARIO_TEXTS, columns, COUNT(columns)));
    struct scenario_text *v = NEW_ARRAY(r->a, struct scenario_text, r->table.rows);
    while (next_row(r)) {
        v[c->row] = (struct scenario_text){
            .kind = (enum scenario_text_kind)tsv_choice(c, 0, words, COUNT(words)),
            .weight = (int32_t)tsv_int(c, 1, 1, 100000, 0),
            .text = tsv_need(c, 2),
        };
    }
    r->facts->texts.v = v;
    r->facts->texts.n = r->table.rows;
    return close_file(r);
}

enum err
scenario_read(struct arena *a, const struct str bytes[SCENARIO_FILE_COUNT],
              struct scenario_facts *ret, struct str *reterr)
{
    struct reading r = {.a = a, .bytes = bytes, .facts = ret, .reterr = reterr};

    *ret = (struct scenario_facts){0};
    TRY(read_period(&r));
    TRY(read_figures(&r));
    TRY(read_units(&r));
    TRY(read_offers(&r));
    return read_texts(&r);
}
