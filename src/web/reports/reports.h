// SPDX-License-Identifier: EUPL-1.2
/*
 * The reports as pages: the same figures that `motcua report` prints and the
 * interface answers, made by the same verb, with the list of dossiers behind each
 * of them, as a table, as bars where shares are meant, and as CSV.
 *
 * Nothing is computed here. Which units a person may ask for is decided by the
 * verb; what is out of reach is a problem at its field.
 */
#ifndef WEB_REPORTS_REPORTS_H
#define WEB_REPORTS_REPORTS_H

#include "usecase/make_report.h"
#include "web/gate/visit.h"
#include "web/page/parts.h"

extern const struct route_rows reports_routes;

/* --- What is asked (ask.c) --- */

/* Reads the address; what cannot be read is a problem at its field, and ERR_INVALID. */
NODISCARD enum err report_ask_read(struct request *r, struct report_input *ret);

/* The same question at another path; name: with the report's name as a parameter. */
struct url report_ask_url(const struct visit *v, const struct report_input *in, struct url path,
                          bool name);

/* The question about another report. */
struct url report_ask_other(const struct visit *v, const struct report_input *in, enum report r);

/* --- Figures (links.c) --- */

struct report_line {
    struct str value;
    enum msg name;
    struct url url; /* the list behind the figure; of catalogues, the procedures */
    bool is_rate, is_total;
};

/* What a figure is called. MSG_NONE would be a figure nobody has named: a test looks. */
enum msg report_figure_name(enum report r, struct str figure);

/* The list of exactly the dossiers that the figure counts; empty where it counts none. */
struct url report_figure_url(const struct visit *v, const struct report_input *in,
                             const struct report_done *done, const struct figure *f);

/* The figures that make up a whole, as bars. */
void report_chart(const struct visit *v, const struct report_input *in,
                  const struct report_done *done, struct chart_bars *ret);

/* --- The page (show.c) --- */

struct report_option {
    struct str value, label;
    bool is_chosen;
};

struct view_reports_show {
    struct frame frame;
    struct view_page_errors errors;
    struct page_problem level_problem, unit_problem;
    struct view_page_chips reports;
    struct str report; /* its word, for the form */
    enum msg title, about;
    LIST(struct report_option) levels, units;
    struct view_page_field from, to;
    struct str place;
    enum msg level;
    struct date first, last;
    struct local as_at;
    LIST(struct report_line) lines;
    struct chart_bars chart;
    struct url csv, json;
    bool has_figures, has_chart, is_empty, is_catalogue;
};
VIEW(reports_show);

#endif
