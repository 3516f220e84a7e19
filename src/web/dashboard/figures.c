// SPDX-License-Identifier: EUPL-1.2
/*
 * The six key figures: how many, the line of twelve whole weeks, what the last of
 * them changed; the running week is too young for either. A change is called better or worse only
 * where that is plain.
 */
#include "web/dashboard/dashboard.h"

/* The weeks of a line: those that are over. */
enum { WHOLE_WEEKS = DASH_WEEKS - 1, LAST = WHOLE_WEEKS - 1, BEFORE = LAST - 1 };

static struct str
say(const struct visit *v, void (*print)(struct buf *, enum lang, int64_t), int64_t n)
{
    struct buf b;
    buf_init(&b, 128);
    print(&b, v->lang, n);
    struct str s = b.failed ? S("") : str_dup(v->op.a, buf_view(&b));
    buf_free(&b);
    return s;
}

static struct str
dash_say_count(const struct visit *v, int64_t n)
{
    return say(v, format_i64, n);
}

static void
print_hundredths(struct buf *b, enum lang lang, int64_t n)
{
    format_decimal(b, lang, n, 2);
}

struct str
dash_say_share(const struct visit *v, struct share s)
{
    struct buf b;
    buf_init(&b, 128);
    format_share(&b, v->lang, s);
    struct str said = b.failed ? S("") : str_dup(v->op.a, buf_view(&b));
    buf_free(&b);
    return said;
}

struct str
dash_say_date(const struct visit *v, struct date d,
              void (*format)(struct buf *, enum lang, struct date))
{
    struct buf b;
    buf_init(&b, 16);
    format(&b, v->lang, d);
    struct str said = b.failed ? S("") : str_dup(v->op.a, buf_view(&b));
    buf_free(&b);
    return said;
}

static int64_t
hundredths(struct share s)
{
    return s.whole > 0 ? (s.part * 20000 + s.whole) / (2 * s.whole) : -1;
}

static int64_t *
new_line(const struct visit *v, struct page_figure *f, enum msg said)
{
    int64_t *line = NEW_ARRAY(v->op.a, int64_t, WHOLE_WEEKS);
    f->line.said = visit_text(v, said);
    f->line.v.v = line;
    f->line.v.n = WHOLE_WEEKS;
    return line;
}

/* "Week 22/04–28/04: 280, up by 35" */
static void
set_change(const struct visit *v, const struct dash_sums *s, bool is_share, struct page_figure *f)
{
    int64_t last = f->line.v.v[LAST], before = f->line.v.v[BEFORE];
    if (last < 0 || before < 0 || (last == 0 && before == 0))
        return;
    int64_t by = last > before ? last - before : before - last;
    struct msg_arg arg[] = {arg_str(s->weeks[LAST].name),
                            is_share ? arg_share(last) : arg_int(last),
                            is_share ? arg_str(say(v, print_hundredths, by)) : arg_int(by)};
    enum msg msg = is_share ? MSG_DASH_UP_POINTS : MSG_DASH_UP;
    if (last < before)
        msg = is_share ? MSG_DASH_DOWN_POINTS : MSG_DASH_DOWN;
    if (last == before)
        msg = MSG_DASH_SAME;
    f->change = lang_say(v->op.a, v->lang, msg, arg, last == before ? 2 : 3);
    f->is_better = is_share && last > before;
    f->is_worse = is_share && last < before;
}

static struct page_figure
figure_received(const struct visit *v, const struct dash_sums *s)
{
    struct page_figure f = {.name = visit_text(v, MSG_DASH_RECEIVED),
                            .value = dash_say_count(v, s->tally.received)};
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_RECEIVED);
    for (size_t w = 0; w < WHOLE_WEEKS; w++)
        line[w] = s->weeks[w].tally.received;
    set_change(v, s, false, &f);
    return f;
}

/* By how many more were open at its end. */
static int64_t
grown_by(const struct tally *t)
{
    return t->received - t->settled - t->closed;
}

/* What a week left open: what is open now, without what came and went since. */
static struct page_figure
figure_open(const struct visit *v, const struct dash_sums *s)
{
    struct page_figure f = {.name = visit_text(v, MSG_DASH_OPEN),
                            .value = dash_say_count(v, s->open)};
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_OPEN);
    int64_t open = s->open - grown_by(&s->weeks[LAST + 1].tally);
    for (size_t w = WHOLE_WEEKS; w-- > 0;) {
        line[w] = open > 0 ? open : 0;
        open -= grown_by(&s->weeks[w].tally);
    }
    set_change(v, s, false, &f);
    return f;
}

static struct page_figure
figure_in_time(const struct visit *v, const struct dash_sums *s)
{
    const struct tally *all = &s->tally;
    struct page_figure f = {
        .name = visit_text(v, MSG_DASH_IN_TIME),
        .value = dash_say_share(v, (struct share){all->early + all->on_time, all->settled})};
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_IN_TIME);
    f.line.most = 10000;
    for (size_t w = 0; w < WHOLE_WEEKS; w++) {
        const struct tally *t = &s->weeks[w].tally;
        line[w] = hundredths((struct share){t->early + t->on_time, t->settled});
    }
    set_change(v, s, true, &f);
    return f;
}

static struct page_figure
figure_overdue(const struct visit *v, const struct dash_sums *s)
{
    struct page_figure f = {.name = visit_text(v, MSG_DASH_OVERDUE),
                            .value = dash_say_count(v, s->overdue),
                            .is_late = s->overdue > 0};
    struct msg_arg late = arg_int(s->tally.late);
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_LATE);
    for (size_t w = 0; w < WHOLE_WEEKS; w++)
        line[w] = s->weeks[w].tally.late;
    f.change = lang_say(v->op.a, v->lang, MSG_DASH_SETTLED_LATE, &late, 1);
    return f;
}

static struct page_figure
figure_online(const struct visit *v, const struct dash_sums *s)
{
    struct page_figure f = {
        .name = visit_text(v, MSG_DASH_ONLINE),
        .value = dash_say_share(v, (struct share){s->tally.received_online, s->tally.received})};
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_ONLINE);
    f.line.most = 10000;
    for (size_t w = 0; w < WHOLE_WEEKS; w++) {
        const struct tally *t = &s->weeks[w].tally;
        line[w] = hundredths((struct share){t->received_online, t->received});
    }
    set_change(v, s, true, &f);
    return f;
}

static struct page_figure
figure_digitised(const struct visit *v, const struct dash_sums *s)
{
    struct page_figure f = {
        .name = visit_text(v, MSG_DASH_DIGITISED),
        .value = dash_say_share(v, (struct share){s->cohort.fully_digitised, s->cohort.received})};
    int64_t *line = new_line(v, &f, MSG_DASH_LINE_DIGITISED);
    f.line.most = 10000;
    for (size_t w = 0; w < WHOLE_WEEKS; w++) {
        const struct cohort *c = &s->weeks[w].cohort;
        line[w] = hundredths((struct share){c->fully_digitised, c->received});
    }
    set_change(v, s, true, &f);
    return f;
}

void
dash_figures(const struct visit *v, const struct dash_sums *s, struct view_dashboard_show *view)
{
    struct page_figure *f = NEW_ARRAY(v->op.a, struct page_figure, 6);
    f[0] = figure_received(v, s);
    f[0].url = dash_link(&s->links, s->unit, false, BEHIND_RECEIVED, s->tally.received);
    f[1] = figure_open(v, s);
    f[1].url = dash_link(&s->links, s->unit, false, BEHIND_OPEN, s->open);
    f[2] = figure_in_time(v, s);
    f[2].url =
        dash_link(&s->links, s->unit, false, BEHIND_IN_TIME, s->tally.early + s->tally.on_time);
    f[3] = figure_overdue(v, s);
    f[3].url = dash_link(&s->links, s->unit, false, BEHIND_OVERDUE, s->overdue);
    f[4] = figure_online(v, s);
    f[4].url = dash_link(&s->links, s->unit, false, BEHIND_ONLINE, s->tally.received_online);
    f[5] = figure_digitised(v, s);
    f[5].url =
        dash_link(&s->links, s->unit, false, BEHIND_FULLY_DIGITISED, s->cohort.fully_digitised);
    view->figures.list.v = f;
    view->figures.list.n = 6;
}
