// SPDX-License-Identifier: EUPL-1.2
/*
 * What each figure is called and which list stands behind it: one row per figure.
 * A rate leads to the list of what it counts, so that the number of its rows and
 * the rate can be held against each other.
 */
#include "web/reports/reports.h"

#include "store/read_behind.h"

#define NO_LIST (-1)

struct named {
    enum report report;
    struct str figure;
    enum msg name;
    int list;    /* enum behind, or NO_LIST */
    bool is_bar; /* one of the parts that the chart shows */
};

static const struct named named[] = {
    {REPORT_CATALOGUE, STR("full"), MSG_REPORTS_FULL, NO_LIST, true},
    {REPORT_CATALOGUE, STR("partial"), MSG_REPORTS_PARTIAL, NO_LIST, true},
    {REPORT_CATALOGUE, STR("none"), MSG_REPORTS_NONE, NO_LIST, true},
    {REPORT_CATALOGUE, STR("total"), MSG_REPORTS_TOTAL, NO_LIST, false},
    {REPORT_CHANNEL, STR("received"), MSG_REPORTS_RECEIVED, BEHIND_RECEIVED, false},
    {REPORT_CHANNEL, STR("online"), MSG_REPORTS_ONLINE, BEHIND_ONLINE, true},
    {REPORT_CHANNEL, STR("direct"), MSG_REPORTS_DIRECT, BEHIND_DIRECT, true},
    {REPORT_CHANNEL, STR("post"), MSG_REPORTS_POST, BEHIND_POST, true},
    {REPORT_CHANNEL, STR("online_rate"), MSG_REPORTS_ONLINE_RATE, BEHIND_ONLINE, false},
    {REPORT_CHANNEL, STR("submitted"), MSG_REPORTS_SUBMITTED, BEHIND_SUBMITTED, false},
    {REPORT_CHANNEL, STR("refused"), MSG_REPORTS_REFUSED, BEHIND_REFUSED, false},
    {REPORT_DIGITISATION, STR("received"), MSG_REPORTS_RECEIVED, BEHIND_RECEIVED, true},
    {REPORT_DIGITISATION, STR("components_digitised"), MSG_REPORTS_DIGITISED, BEHIND_DIGITISED,
     true},
    {REPORT_DIGITISATION, STR("components_digitised_rate"), MSG_REPORTS_DIGITISED_RATE,
     BEHIND_DIGITISED, false},
    {REPORT_DIGITISATION, STR("fully_digitised"), MSG_REPORTS_FULLY, BEHIND_FULLY_DIGITISED, true},
    {REPORT_DIGITISATION, STR("fully_digitised_rate"), MSG_REPORTS_FULLY_RATE,
     BEHIND_FULLY_DIGITISED, false},
    {REPORT_DIGITISATION, STR("settled"), MSG_REPORTS_SETTLED_BY_NOW, BEHIND_SETTLED_BY_NOW, true},
    {REPORT_DIGITISATION, STR("results_due"), MSG_REPORTS_RESULTS_DUE, BEHIND_RESULTS_DUE, false},
    {REPORT_DIGITISATION, STR("results_digitised"), MSG_REPORTS_RESULTS, BEHIND_RESULTS, true},
    {REPORT_DIGITISATION, STR("results_digitised_rate"), MSG_REPORTS_RESULTS_RATE, BEHIND_RESULTS,
     false},
    {REPORT_SETTLEMENT, STR("received_total"), MSG_REPORTS_IN_HAND, BEHIND_IN_HAND, false},
    {REPORT_SETTLEMENT, STR("received_online"), MSG_REPORTS_ONLINE, BEHIND_ONLINE, false},
    {REPORT_SETTLEMENT, STR("received_direct_post"), MSG_REPORTS_NOT_ONLINE, BEHIND_NOT_ONLINE,
     false},
    {REPORT_SETTLEMENT, STR("carried_over"), MSG_REPORTS_CARRIED, BEHIND_CARRIED, false},
    {REPORT_SETTLEMENT, STR("settled_total"), MSG_REPORTS_SETTLED, BEHIND_SETTLED, false},
    {REPORT_SETTLEMENT, STR("settled_early"), MSG_REPORTS_EARLY, BEHIND_EARLY, true},
    {REPORT_SETTLEMENT, STR("settled_on_time"), MSG_REPORTS_ON_TIME, BEHIND_ON_TIME, true},
    {REPORT_SETTLEMENT, STR("settled_late"), MSG_REPORTS_LATE, BEHIND_LATE, true},
    {REPORT_SETTLEMENT, STR("closed"), MSG_REPORTS_CLOSED, BEHIND_CLOSED, false},
    {REPORT_SETTLEMENT, STR("in_process_total"), MSG_REPORTS_LEFT, BEHIND_LEFT, false},
    {REPORT_SETTLEMENT, STR("on_time_rate"), MSG_REPORTS_IN_TIME_RATE, BEHIND_IN_TIME, false},
    {REPORT_SETTLEMENT, STR("supplements"), MSG_REPORTS_SUPPLEMENTS, BEHIND_SUPPLEMENTS, false},
    {REPORT_SETTLEMENT, STR("extensions"), MSG_REPORTS_EXTENSIONS, BEHIND_EXTENSIONS, false},
    {REPORT_SETTLEMENT, STR("open_now"), MSG_REPORTS_OPEN, BEHIND_OPEN, false},
    {REPORT_SETTLEMENT, STR("overdue_now"), MSG_REPORTS_OVERDUE, BEHIND_OVERDUE, false},
    {REPORT_PAYMENT, STR("payments"), MSG_REPORTS_PAYMENTS, BEHIND_PAID, true},
    {REPORT_PAYMENT, STR("paid_online"), MSG_REPORTS_PAID_ONLINE, BEHIND_PAID_ONLINE, true},
    {REPORT_PAYMENT, STR("paid_online_rate"), MSG_REPORTS_PAID_ONLINE_RATE, BEHIND_PAID_ONLINE,
     false},
};

static const struct named *
find(enum report r, struct str figure)
{
    for (size_t i = 0; i < COUNT(named); i++)
        if (named[i].report == r && str_eq(named[i].figure, figure))
            return &named[i];
    return NULL;
}

enum msg
report_figure_name(enum report r, struct str figure)
{
    const struct named *n = find(r, figure);
    return n ? n->name : MSG_NONE;
}

/* The catalogue's own list, which is public: the procedures of that level and grade. */
static struct url
procedures(const struct visit *v, const struct report_input *in, struct str grade)
{
    struct url url = URL("/procedures");
    if (in->level.n)
        url = url_query(v->op.a, url, S("level"), in->level);
    return str_eq(grade, S("total")) ? url : url_query(v->op.a, url, S("grade"), grade);
}

/* As make_report understood it: the unit asked for, the person's own agency, or every unit. */
static struct str
unit_asked(const struct visit *v, const struct report_input *in)
{
    const struct world *w = v->site->world;
    const struct unit *unit = in->unit.n ? unit_by_code(w, in->unit) : NULL;
    if (!unit)
        unit = unit_by_id(w, v->op.actor.unit);
    if (unit && unit->kind != UNIT_PROVINCE)
        unit = unit_agency(w, unit);
    bool is_everywhere = !unit || (unit->kind == UNIT_PROVINCE && !in->unit.n);
    return is_everywhere ? S("all") : unit->code;
}

struct url
report_figure_url(const struct visit *v, const struct report_input *in,
                  const struct report_done *done, const struct figure *f)
{
    const struct named *n = find(done->report, f->name);
    if (!n || f->value == 0)
        return (struct url){0};
    if (done->report == REPORT_CATALOGUE)
        return procedures(v, in, f->name);
    enum behind list = (enum behind)n->list;
    struct report_input days = {.from = done->from, .to = done->to};
    if (behind_is_open(list))
        days = (struct report_input){0};
    days.level = in->level;
    days.unit = unit_asked(v, in);
    return url_query(v->op.a, report_ask_url(v, &days, URL("/figures"), false), S("kind"),
                     behind_word(list));
}

/* The finding: how many were late where that is told, else which part is the largest. */
static struct str
chart_title(const struct visit *v, const struct chart_bars *c, const struct chart_bar *late)
{
    const struct chart_bar *most = NULL;
    int64_t sum = 0;
    for (size_t i = 0; i < c->bars.n; i++) {
        sum += c->bars.v[i].value;
        if (!most || c->bars.v[i].value > most->value)
            most = &c->bars.v[i];
    }
    if (!most || sum == 0)
        return S("");
    const struct chart_bar *told = late ? late : most;
    struct msg_arg arg[] = {arg_str(told->label), arg_int(told->value), arg_int(sum)};
    return lang_say(v->op.a, v->lang, MSG_REPORTS_FINDING, arg, COUNT(arg));
}

/* Parts of one whole, or parts that are each held against the first. */
static bool
is_parts(enum report r)
{
    return r != REPORT_DIGITISATION && r != REPORT_PAYMENT;
}

void
report_chart(const struct visit *v, const struct report_input *in, const struct report_done *done,
             struct chart_bars *ret)
{
    struct chart_bar *bars = NEW_ARRAY(v->op.a, struct chart_bar, done->figures.n);
    const struct chart_bar *late = NULL;
    size_t n = 0;
    for (size_t i = 0; i < done->figures.n; i++) {
        const struct figure *f = &done->figures.v[i];
        const struct named *row = find(done->report, f->name);
        if (!row || !row->is_bar)
            continue;
        if (row->list == BEHIND_LATE)
            late = &bars[n];
        bars[n++] = (struct chart_bar){.label = visit_text(v, row->name),
                                       .value = f->value > 0 ? f->value : 0,
                                       .url = report_figure_url(v, in, done, f),
                                       .is_high = row->list == BEHIND_LATE && f->value > 0};
    }
    ret->bars.v = bars;
    ret->bars.n = n;
    ret->label_head = visit_text(v, MSG_REPORTS_FIGURE);
    ret->value_head = visit_text(v, MSG_REPORTS_VALUE);
    ret->source = visit_text(v, MSG_REPORTS_SOURCE);
    ret->as_at = op_local(&v->op);
    ret->title =
        is_parts(done->report) ? chart_title(v, ret, late) : visit_text(v, MSG_REPORTS_COMPARED);
}
