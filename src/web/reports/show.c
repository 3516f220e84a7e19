// SPDX-License-Identifier: EUPL-1.2
/*
 * The page of a report and its download. What cannot be asked comes back as the
 * same form with each problem at its field, as 422, and without figures.
 */
#include "web/reports/reports.h"

#include "web/page/offer.h"

static const struct {
    enum msg title, about;
} says[] = {
    [REPORT_CATALOGUE] = {MSG_REPORTS_CATALOGUE, MSG_REPORTS_ABOUT_CATALOGUE},
    [REPORT_CHANNEL] = {MSG_REPORTS_CHANNEL, MSG_REPORTS_ABOUT_CHANNEL},
    [REPORT_DIGITISATION] = {MSG_REPORTS_DIGITISATION, MSG_REPORTS_ABOUT_DIGITISATION},
    [REPORT_SETTLEMENT] = {MSG_REPORTS_SETTLEMENT, MSG_REPORTS_ABOUT_SETTLEMENT},
    [REPORT_PAYMENT] = {MSG_REPORTS_PAYMENT, MSG_REPORTS_ABOUT_PAYMENT},
};
_Static_assert(COUNT(says) == REPORT_COUNT, "every report has its words");

/* --- The form ------------------------------------------------------------- */

static void
show_reports(const struct visit *v, const struct report_input *in, enum report here,
             struct view_page_chips *ret)
{
    struct page_chip *chips = NEW_ARRAY(v->op.a, struct page_chip, REPORT_COUNT);
    for (int r = 0; r < REPORT_COUNT; r++)
        chips[r] = (struct page_chip){.url = report_ask_other(v, in, (enum report)r),
                                      .label = visit_text(v, says[r].title),
                                      .is_here = (int)here == r};
    ret->label = visit_text(v, MSG_REPORTS_WHICH);
    ret->list.v = chips;
    ret->list.n = REPORT_COUNT;
}

static void
show_levels(const struct visit *v, const struct report_input *in, struct view_reports_show *view)
{
    struct report_option *options = NEW_ARRAY(v->op.a, struct report_option, LEVEL_COUNT + 1);
    size_t n = 0;
    options[n++] = (struct report_option){S(""), visit_text(v, MSG_REPORTS_EVERY_LEVEL), false};
    for (int level = 0; level < LEVEL_COUNT; level++)
        options[n++] = (struct report_option){level_words[level],
                                              visit_text(v, page_level_word((enum level)level)),
                                              str_eq(in->level, level_words[level])};
    view->levels.v = options;
    view->levels.n = n;
}

/* All agencies within reach; nothing chosen means all of them together. */
static void
show_units(const struct visit *v, const struct report_input *in, struct view_reports_show *view)
{
    const struct world *w = v->site->world;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    const struct unit *top = own ? unit_agency(w, own) : NULL;
    struct report_option *options = NEW_ARRAY(v->op.a, struct report_option, w->units.n + 1);
    size_t n = 0;
    options[n++] = (struct report_option){S(""), visit_text(v, MSG_REPORTS_EVERY_UNIT), false};
    for (size_t i = 0; i < w->units.n; i++) {
        const struct unit *u = &w->units.v[i];
        if (unit_is_agency(u) && (!top || unit_within(u, top)))
            options[n++] = (struct report_option){u->code, page_name(v->lang, &u->name),
                                                  str_eq(in->unit, u->code)};
    }
    view->units.v = options;
    view->units.n = n > 2 ? n : 0; /* one agency alone is no choice */
}

static struct view_page_field
day_field(const struct visit *v, struct str name, enum msg label, struct str value,
          const struct view_page_errors *errors)
{
    return (struct view_page_field){.name = name,
                                    .label = visit_text(v, label),
                                    .type = S("date"),
                                    .value = value,
                                    .size = S("short"),
                                    .is_optional = false,
                                    .problem = page_problem_of(errors, name)};
}

static struct str
day_value(const struct visit *v, struct date d, struct str typed)
{
    return d.day ? date_str(v->op.a, d) : typed;
}

static void
show_form(struct request *r, const struct report_input *in, const struct report_done *done,
          struct view_reports_show *view)
{
    struct visit *v = visit_of(r);
    struct pairs query = {0};
    (void)!request_query(r, &query);
    page_errors_of(r->a, &v->op.problems, &view->errors);
    page_errors_name(&view->errors, S("from"), visit_text(v, MSG_REPORTS_FROM));
    page_errors_name(&view->errors, S("to"), visit_text(v, MSG_REPORTS_TO));
    page_errors_name(&view->errors, S("level"), visit_text(v, MSG_REPORTS_LEVEL));
    page_errors_name(&view->errors, S("unit"), visit_text(v, MSG_REPORTS_UNIT));
    view->level_problem = page_problem_of(&view->errors, S("level"));
    view->unit_problem = page_problem_of(&view->errors, S("unit"));
    view->report = in->name;
    view->title = says[done->report].title;
    view->about = says[done->report].about;
    view->is_catalogue = done->report == REPORT_CATALOGUE;
    show_reports(v, in, done->report, &view->reports);
    show_levels(v, in, view);
    show_units(v, in, view);
    view->from = day_field(v, S("from"), MSG_REPORTS_FROM,
                           day_value(v, done->from, pairs_get(query, S("from"))), &view->errors);
    view->to = day_field(v, S("to"), MSG_REPORTS_TO,
                         day_value(v, done->to, pairs_get(query, S("to"))), &view->errors);
}

/* --- The figures ---------------------------------------------------------- */

static struct str
value_of(const struct visit *v, const struct figure *f)
{
    struct buf b;
    buf_init(&b, 64);
    format_decimal(&b, v->lang, f->value, f->digits);
    if (f->digits)
        buf_char(&b, '%');
    struct str said = str_dup(v->op.a, buf_view(&b));
    buf_free(&b);
    return said;
}

static void
show_figures(const struct visit *v, const struct report_input *in, const struct report_done *done,
             struct view_reports_show *view)
{
    struct report_line *lines = NEW_ARRAY(v->op.a, struct report_line, done->figures.n);
    view->is_empty = true;
    for (size_t i = 0; i < done->figures.n; i++) {
        const struct figure *f = &done->figures.v[i];
        lines[i] = (struct report_line){.value = value_of(v, f),
                                        .name = report_figure_name(done->report, f->name),
                                        .url = report_figure_url(v, in, done, f),
                                        .is_rate = f->digits > 0,
                                        .is_total = i == 0 || str_eq(f->name, S("total"))};
        view->is_empty = view->is_empty && f->value == 0;
    }
    view->lines.v = lines;
    view->lines.n = done->figures.n;
    report_chart(v, in, done, &view->chart);
    view->has_chart = view->chart.title.n > 0 && !view->is_empty;
    view->has_figures = true;
}

static void
show_place(const struct visit *v, const struct report_input *in, const struct report_done *done,
           struct view_reports_show *view)
{
    const struct world *w = v->site->world;
    const struct unit *unit = in->unit.n ? unit_by_code(w, in->unit) : NULL;
    const struct unit *own = unit_by_id(w, v->op.actor.unit);
    size_t level = 0;
    if (!unit)
        unit = own ? unit_agency(w, own) : &w->units.v[0];
    view->place = page_name(v->lang, &unit->name);
    if (word_find(level_words, LEVEL_COUNT, in->level, &level))
        view->level = page_level_word((enum level)level);
    view->first = done->from;
    view->last = done->to;
    view->as_at = op_local(&v->op);
}

static void
show_downloads(const struct visit *v, const struct report_input *in, const struct report_done *done,
               struct view_reports_show *view)
{
    struct report_input same = *in;
    same.from = done->from;
    same.to = done->to;
    struct url api = url_join(v->op.a, URL("/api/v1/reports"), in->name);
    view->csv = report_ask_url(v, &same, URL("/reports/csv"), true);
    view->json = report_ask_url(v, &same, api, false);
}

static enum err
make(struct request *r, struct report_input *in, struct report_done *ret)
{
    struct visit *v = visit_of(r);
    *ret = (struct report_done){0};
    enum err e = report_ask_read(r, in);
    if (!report_parse(in->name, &ret->report))
        return ERR_NOTFOUND;
    return e == OK ? make_report(&v->op, v->site, in, ret) : e;
}

static enum err
page_report(struct request *r)
{
    struct visit *v = visit_of(r);
    struct report_input in;
    struct report_done done;
    struct view_reports_show *view = NEW(r->a, struct view_reports_show);
    enum err e = make(r, &in, &done);
    if (e != OK && e != ERR_INVALID)
        return e;
    show_form(r, &in, &done, view);
    visit_frame(r, visit_text(v, view->title), &view->frame);
    if (e == OK) {
        show_place(v, &in, &done, view);
        show_figures(v, &in, &done, view);
        show_downloads(v, &in, &done, view);
    } else
        answer_status(r, err_status(e));
    view_reports_show(&v->html, view);
    return answer_page(r);
}

static enum err
get_report_csv(struct request *r)
{
    struct report_input in;
    struct report_done done;
    TRY(make(r, &in, &done));
    figures_print_csv(r->out, &done.figures);
    struct str name =
        str_join(r->a, S("attachment; filename=\""), report_word(done.report), S(".csv\""));
    answer_header(r, S("Content-Disposition"), name);
    return answer(r, S("text/csv; charset=utf-8"));
}

static const struct route rows[] = {
    {GET, STR("/reports"), page_report, NEED(RIGHT_REPORT_READ),
     .says = STR("a report as a page, every figure with the list behind it")},
    {GET, STR("/reports/csv"), get_report_csv, NEED(RIGHT_REPORT_READ),
     .says = STR("the same figures as the command prints them")},
};
const struct route_rows reports_routes = ROWS(rows);
