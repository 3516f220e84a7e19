// SPDX-License-Identifier: EUPL-1.2
/*
 * What pages are put together from: the error summary, fields, choices, chips,
 * the pager, crumbs, key figures, the timeline. Labels are struct str, because
 * configured forms bring theirs as data; for our own use lang_text(lang, MSG_…).
 * A field's name is also its id, so that the error summary can link to it.
 */
#ifndef WEB_PAGE_PARTS_H
#define WEB_PAGE_PARTS_H

#include "domain/problem.h"
#include "render/chart.h"
#include "render/mark.h"

/* One thing to put right, as a page shows it. */
struct page_problem {
    struct str field; /* empty: the whole form */
    struct str label; /* of the field, for the summary; may be empty */
    enum msg msg;
    struct msg_arg first, second;
};

/* {> page_problem p}: the problem beside its field; nothing when there is none. */
void view_page_problem(struct html *h, const struct page_problem *v);

/* {> page_errors errors}: on top of a form; nothing when the list is empty. */
struct view_page_errors {
    LIST(struct page_problem) list;
    struct page_problem *own; /* the same rows, for page_errors_name */
};
VIEW(page_errors);

/* The list as a page needs it. */
void page_errors_of(struct arena *a, const struct problems *problems, struct view_page_errors *ret);

/* Tells the summary how the page calls a field: "Ngày sinh: Mục này phải điền." */
void page_errors_name(struct view_page_errors *errors, struct str field, struct str label);

/* The first problem of that field, or one with msg MSG_NONE. */
struct page_problem page_problem_of(const struct view_page_errors *errors, struct str field);

/* {> page_field f}: label, hint, problem and one line of input. */
struct view_page_field {
    struct str name, label, hint;
    struct str type; /* "text", "date", "email", "tel", "password", … */
    struct str value;
    struct str size;                    /* "short", "tiny", "code-in" or empty */
    struct str autocomplete;            /* "name", "bday", "off", … or empty */
    struct str inputmode;               /* "numeric", "tel", … or empty */
    int64_t max;                        /* characters; 0: no limit told to the browser */
    bool is_optional, is_focus, is_big; /* big: the label is the page's heading */
    struct page_problem problem;
};
VIEW(page_field);

/* {> page_area f}: the same with several lines. */
void view_page_area(struct html *h, const struct view_page_field *v);

struct page_option {
    struct str value, label, hint;
    bool is_chosen;
};

/* {> page_select s}: a list to pick from; {> page_choices c}: radio buttons or boxes. */
struct view_page_choices {
    struct str name, label, hint;
    bool is_many; /* boxes instead of radio buttons */
    bool is_optional, is_big;
    LIST(struct page_option) options;
    struct page_problem problem;
};
VIEW(page_choices);
void view_page_select(struct html *h, const struct view_page_choices *v);

struct page_chip {
    struct url url;
    struct str label;
    int64_t count;
    bool has_count, is_here, is_late;
};

/* {> page_chips c}: filters with counts. */
struct view_page_chips {
    struct str label; /* for screen readers: what is filtered */
    LIST(struct page_chip) list;
};
VIEW(page_chips);

/* {> page_pager p}: empty urls are left out. */
struct view_page_pager {
    int64_t from, to, total;
    bool has_total;
    struct url first, before, after; /* a list that is walked by cursor knows no page before */
};
VIEW(page_pager);

struct page_crumb {
    struct url url;
    struct str label;
};

/* {> page_crumbs c}: the way from the start to the page above this one. */
struct view_page_crumbs {
    LIST(struct page_crumb) list;
};
VIEW(page_crumbs);

/* One key figure; value is printed already, in the reader's language. */
struct page_figure {
    struct url url;
    struct str name, value, unit;
    struct str change; /* "+0,8 điểm so với tuần trước"; may be empty */
    bool is_better, is_worse, is_late;
    struct sparkline line; /* none when line.v.n is 0 */
};

void view_page_figure(struct html *h, const struct page_figure *v);

/* {> page_figures f}: five of them in a row at most. */
struct view_page_figures {
    LIST(struct page_figure) list;
};
VIEW(page_figures);

struct page_event {
    struct local at;
    struct str what, who, note;
};

/* {> page_timeline t}: newest first. */
struct view_page_timeline {
    LIST(struct page_event) list;
};
VIEW(page_timeline);

#endif
