// SPDX-License-Identifier: EUPL-1.2
/*
 * The officer's work list: what the office has in hand, first due first; what the
 * whole authority or the district has open for those who watch over it; and the
 * search in everything the person may see. A page asks the database three
 * times (session, rows, counts), however long it is.
 */
#ifndef WEB_WORK_WORK_H
#define WEB_WORK_WORK_H

#include "store/read_dossier.h"
#include "store/read_list.h"
#include "web/gate/visit.h"
#include "web/page/deadline.h"
#include "web/page/parts.h"

extern const struct route_rows work_routes;

#define WORK_ROWS 50

/* The next page: after the last row, with its number for "51–100". */
struct work_after {
    int64_t urgency, id, n;
};

/* What the address asks for. */
struct work_ask {
    enum list_scope scope;
    const struct unit *unit; /* whose: the office, the authority, the district */
    struct str unit_chosen;  /* code of the authority that was picked, or empty */
    int64_t state;           /* LIST_EVERY_STATE, or one */
    bool overdue, today;     /* past now; from now to midnight */
    struct str search;
    struct work_after after;
};

/* Which scopes this person may choose, widest last. */
struct work_scopes {
    const struct unit *office, *authority, *area; /* NULL: not for this person */
};
struct work_scopes work_scopes_of(const struct visit *v);

/* Reads the query; ERR_INVALID with problems, ERR_NOTFOUND for a unit out of reach. */
NODISCARD enum err work_ask_read(struct request *r, struct work_ask *ret);

struct work_row {
    struct deadline_bar bar;
    struct url url;
    struct str code, person, procedure, holder;
    struct str place; /* the authority, where the list is of several */
    struct str pick;  /* "CODE:VERSION", when it can be done with others */
    struct local due;
    struct msg_arg left; /* working time, for the words of a late one */
    struct tag tag;
    enum msg step;
    bool has_bar, is_late, is_soon, has_due;
};

/* An act that can be done to several dossiers at once. */
struct work_bulk {
    struct str code;
    enum msg label;
};

struct view_work_list {
    struct frame frame;
    enum msg title;
    struct str who; /* whose list it is */
    struct view_page_chips scopes, chips, units;
    bool has_scopes, has_units, is_search, is_filtered, is_overdue, is_wide, may_receive;
    LIST(struct work_row) rows;
    struct work_row *own;        /* the same rows, for work_bulk_of */
    LIST(struct work_bulk) bulk; /* none: no row can be picked */
    struct url bulk_url;
    struct form_keys keys;
    LIST(struct page_option) pick; /* every authority of the district */
    struct view_page_pager pager;
    bool has_pager;
    struct str search;
    struct url all_url;
    enum msg empty, empty_next;
};
VIEW(work_list);

/* What became of one of several dossiers. */
struct work_done_row {
    struct url url;
    struct str code, person, why;
    struct tag tag;
};

struct view_work_done {
    struct frame frame;
    struct str title;
    struct url back;
    LIST(struct work_done_row) rows;
};
VIEW(work_done);

/*
 * Which acts the rows of a list offer for several at once: only what needs nothing but
 * to be pressed. Sets pick of the rows that may be picked (bulk.c).
 */
void work_bulk_of(struct request *r, const struct work_ask *ask, struct list_rows rows,
                  struct view_work_list *view);
enum err post_work_acts(struct request *r);

/* A unit in a narrow place: a commune by its short name; its district must not read the same. */
struct str work_unit_name(const struct visit *v, const struct unit *u);

/* Rows as the page shows them, on the request's arena. */
void work_rows_of(struct request *r, struct list_rows rows, struct view_work_list *view);

/* Chips over the list: scopes, states, units. */
void work_chips(struct request *r, const struct work_ask *ask, const struct open_counts *counts,
                struct view_work_list *view);
void work_unit_chips(struct request *r, const struct work_ask *ask,
                     const struct unit_counts *counts, struct view_work_list *view);

/* The address of the list with these filters, from its first row; the same of another path. */
struct url work_url(struct arena *a, const struct work_ask *ask);
struct url work_url_at(struct arena *a, struct url path, const struct work_ask *ask);

/* The page of what a search finds. */
NODISCARD enum err page_work_search(struct request *r, const struct work_ask *ask);

/* Frame and what all pages of the list share, then the answer. */
NODISCARD enum err work_show(struct request *r, const struct work_ask *ask,
                             struct view_work_list *view);

#endif
