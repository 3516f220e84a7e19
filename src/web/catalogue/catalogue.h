// SPDX-License-Identifier: EUPL-1.2
/*
 * The public catalogue: a list to search and filter, and one page per procedure
 * that says who, what, how long, how much and where before anything else.
 */
#ifndef WEB_CATALOGUE_CATALOGUE_H
#define WEB_CATALOGUE_CATALOGUE_H

#include "web/gate/visit.h"
#include "web/page/offer.h"
#include "web/page/parts.h"

extern const struct route_rows catalogue_routes;

/* What the address of the list asks for. */
struct catalogue_ask {
    struct str q;     /* as typed */
    struct str words; /* plain, or empty */
    int level, grade; /* -1: every one */
    const struct field *field;
    const struct life_event *life;
    int64_t from; /* of the first row shown, from 0 */
};

/* A procedure that is in force today, with what the filters ask. */
struct catalogue_entry {
    const struct procedure *p;
    const struct procedure_version *version;
    const struct field *field;
    bool is_in_life;  /* of the life event that was asked for */
    bool is_found;    /* by words and life event */
    bool is_called;   /* by its aliases, and not by its name */
    int32_t fit;      /* how well its name and aliases have the words as they were typed, 0…3 */
    int32_t nearness; /* thousandths, when no procedure has all the words */
    size_t demand;    /* how often it was asked for lately, as a rank; 0: most often */
};

struct catalogue_entries {
    struct catalogue_entry *v;
    size_t n;
};

struct catalogue_row {
    struct url url;
    struct str name, code, field, limit, fee;
    struct str aliases; /* when they are why it was found; empty */
    enum msg level, grade;
};

struct view_catalogue_list {
    struct frame frame;
    struct str q, level, grade, field, life; /* as the form sends them on */
    struct str life_name;
    struct view_page_chips levels, grades, fields;
    bool is_field_open;
    bool is_near;   /* no procedure has all the words: these are the nearest */
    bool has_chips; /* there is something to filter */
    LIST(struct catalogue_row) rows;
    struct view_page_pager pager; /* when has_pager: one page has no others to go to */
    bool has_pager;
    int64_t total;
    struct url all_url;
};
VIEW(catalogue_list);

struct catalogue_paper {
    struct str name;
    bool is_required, is_known;
    int64_t originals, copies;
};

struct catalogue_case {
    struct str name, limit, fee;
};

struct catalogue_step {
    enum msg role;
    struct str unit;
    struct work limit;
    bool is_counted;
};

struct view_catalogue_show {
    struct frame frame;
    struct view_page_crumbs crumbs;
    struct str name, code, field, who, limit, fee, result, basis;
    enum msg level, grade, where, confidence;
    int64_t papers_n, required_n;
    LIST(struct catalogue_paper) papers;
    LIST(struct catalogue_case) cases;
    LIST(struct catalogue_step) steps;
    struct url apply_url; /* empty: not offered online */
    bool is_placeholder;
};
VIEW(catalogue_show);

/* Marks what is found; true when nothing has all the words and the nearest are marked. */
bool catalogue_search(const struct catalogue_ask *ask, struct catalogue_entries *all);

/* The page of a procedure. */
enum err page_catalogue_show(struct request *r);

#endif
