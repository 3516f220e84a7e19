// SPDX-License-Identifier: EUPL-1.2
/*
 * What a leader looks at: a unit and those under it in figures, where it hurts,
 * and behind every number the list of dossiers it counts. Pages read sums only
 * (three statements and the session); dossiers are read by the lists alone.
 *
 * A person sees their own agency and the agencies directly under it. Any other
 * unit is as if it did not exist.
 */
#ifndef WEB_DASHBOARD_DASHBOARD_H
#define WEB_DASHBOARD_DASHBOARD_H

#include "store/read_behind.h"
#include "web/gate/visit.h"
#include "web/page/parts.h"

extern const struct route_rows dashboard_routes;

#define DASH_MONTHS 12
#define DASH_WEEKS 13 /* twelve whole ones and the running one */
#define DASH_DAYS 10  /* working days ahead */

/* The agency of the person who asks; NULL when there is none. */
const struct unit *dash_top(const struct visit *v);

/* The agency of that code within reach, or the person's own when code is empty; ERR_NOTFOUND. */
NODISCARD enum err dash_unit(const struct visit *v, struct str code, const struct unit **ret);

/* The name in short, as tables show it. */
struct str dash_name(const struct visit *v, const struct unit *u);

/* A share as the reader writes it, on the arena. */
struct str dash_say_share(const struct visit *v, struct share s);

/* A day as format_day or format_month writes it in the reader's language. */
struct str dash_say_date(const struct visit *v, struct date d,
                         void (*format)(struct buf *, enum lang, struct date));

/* --- The days a page is about (spans.c) --- */

enum span { SPAN_YEAR, SPAN_MONTH, SPAN_LAST, SPAN_TWELVE };
enum { SPAN_COUNT = SPAN_TWELVE + 1 };

/* The span of that word, this year when it is empty; ERR_INVALID with its problem. */
NODISCARD enum err dash_span(struct visit *v, struct str word, enum span *ret);

/* Its days: whole months, up to today. */
struct period dash_span_days(enum span span, struct date today);

/* Chips that lead from one span to another on the page at path. */
struct view_page_chips dash_span_chips(const struct visit *v, struct url path,
                                       const struct unit *unit, enum span here);

/* Why what this unit settled in a span was late (late.c). */
struct url dash_late_url(const struct visit *v, const struct unit *unit, enum span span);

/* --- Addresses (links.c) --- */

/* Where the lists of a page begin: the same days for all. */
struct dash_links {
    struct arena *a;
    struct url period, now;
};
struct dash_links dash_links_of(struct arena *a, struct date from, struct date to);

/* The list of a kind: of a unit with those under it, or (own) of itself only. n 0: no link. */
struct url dash_link(const struct dash_links *l, const struct unit *u, bool own, enum behind kind,
                     int64_t n);

/* The same address, of what was late for one reason or is overdue at one place only. */
struct url dash_link_late(struct arena *a, struct url base, const struct world *w,
                          const struct behind_late *late);

/* --- The sums of a page (sums.c) --- */

struct dash_unit_sums {
    const struct unit *unit;
    struct tally tally; /* of the span */
    struct cohort cohort;
    int64_t open, overdue;
    int64_t late[DASH_WEEKS]; /* settled late, week by week */
};

/* A month or a week, up to today. */
struct dash_period {
    struct date first, last;
    int64_t period;         /* domain/tally.h */
    struct str name, begin; /* "04/2024"; of a week "22/04–28/04" and "22/04" */
    struct dash_links links;
    struct tally tally;
    struct cohort cohort;
};

struct dash_sums {
    const struct unit *unit;
    struct date from, to, today; /* the span, whole months up to today */
    struct dash_links links;     /* of the span */
    struct dash_period months[DASH_MONTHS], weeks[DASH_WEEKS];
    struct tally tally;
    struct cohort cohort;
    int64_t open, overdue, waiting, later;
    struct date days[DASH_DAYS]; /* working days from today on */
    int64_t due[DASH_DAYS];      /* a day off counts for the working day before it */
    size_t day_n;
    LIST(struct dash_unit_sums) units; /* the unit itself first */
};

/* Reads all of it: four statements. */
NODISCARD enum err dash_sums_read(const struct visit *v, const struct unit *unit, enum span span,
                                  struct dash_sums **ret);

/* --- The page --- */

struct dash_number {
    int64_t n;
    struct url url;
};

struct dash_rate {
    struct share share;
    struct url url;
};

/* A line of the table by unit, by month or by week. */
struct dash_row {
    struct str name;
    struct url url; /* the unit's own page */
    struct dash_number received, settled, early, on_time, late, open, overdue;
    struct dash_rate online, digitised;
    bool is_total, is_high;
};

struct dash_cell {
    struct dash_number late;
    bool h1, h2, h3, h4, h5;
};

struct dash_heat_row {
    struct str name;
    LIST(struct dash_cell) cells;
};

/* The same figures of one span of time after the other. */
struct dash_table {
    struct str id; /* of its head, for the way there */
    enum msg title, span;
    LIST(struct dash_row) rows;
};

/* One measure of digitisation: so many of so many. */
struct dash_digitised {
    enum msg name;
    struct dash_number part, whole;
    struct share share;
};

struct view_dashboard_show {
    struct frame frame;
    struct view_page_crumbs crumbs;
    struct str unit;
    struct local as_at;
    struct date from, to;
    struct view_page_chips spans;
    struct view_page_figures figures;
    struct chart_bars late, due;
    struct url why;
    LIST(struct str) heat_weeks;
    LIST(struct dash_heat_row) heat;
    struct str heat_title;
    struct str channels_title;
    LIST(struct chart_bars) channels;
    LIST(struct dash_digitised) digitised;
    LIST(struct dash_row) units;
    LIST(struct dash_table) periods; /* by week, by month */
    bool has_crumbs, has_heat, has_units, is_empty;
};
VIEW(dashboard_show);
void view_dashboard_number(struct html *h, const struct dash_number *v);
void view_dashboard_rate(struct html *h, const struct dash_rate *v);
void view_dashboard_row(struct html *h, const struct dash_row *v);

/* Parts of the page, each from the sums (figures.c, charts.c, tables.c). */
void dash_figures(const struct visit *v, const struct dash_sums *s,
                  struct view_dashboard_show *view);
void dash_charts(const struct visit *v, const struct dash_sums *s,
                 struct view_dashboard_show *view);
void dash_tables(const struct visit *v, const struct dash_sums *s,
                 struct view_dashboard_show *view);

/* --- The list behind a figure (behind.c, behind_csv.c) --- */

#define BEHIND_ROWS 50

struct dash_list_row {
    struct url url; /* empty when the person may not open it */
    struct str code, person, procedure, unit;
    enum msg channel;
    struct date accepted;
    struct local due, finished;
    struct tag tag;
    struct msg_arg late_by; /* working time, when is_late and not is_anew */
    bool is_late, is_anew, has_accepted, has_due, has_finished;
};

struct view_dashboard_list {
    struct frame frame;
    struct view_page_crumbs crumbs;
    enum msg title, rule;
    struct str unit;
    enum msg level; /* MSG_NONE: every level */
    bool is_open, has_days, is_own;
    struct str procedure, office; /* of what was late or is overdue: where; empty for anywhere */
    enum msg step;                /* the same; MSG_NONE */
    struct date from, to;
    struct local as_at;
    int64_t total;
    struct url csv;
    LIST(struct dash_list_row) rows;
    struct view_page_pager pager;
    bool has_pager;
};
VIEW(dashboard_list);

/*
 * What the address of a list asks for: of a unit with those directly under it, of
 * it alone (own=1), of every unit (unit=all, for who watches over all), and of
 * these the units of one level.
 */
struct dash_ask {
    struct behind_query q;
    const struct unit *unit;
    bool is_own, is_everywhere, has_level;
    enum level level;
    int64_t seen; /* rows on the pages before */
};
NODISCARD enum err dash_ask_read(struct request *r, struct dash_ask *ret);

/* The way to a page that belongs to the dashboard of a unit. */
void dash_way(const struct visit *v, const struct unit *unit, struct view_page_crumbs *ret);

/* Whether this person may open the dossier of a row. */
bool dash_may_open(const struct visit *v, const struct list_row *row);

enum err page_dashboard_late(struct request *r);
enum err page_figures(struct request *r);
enum err get_figures_csv(struct request *r);

#endif
