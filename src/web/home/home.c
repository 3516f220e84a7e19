// SPDX-License-Identifier: EUPL-1.2
/*
 * See home.h. Life events come from the catalogue's data, the most used
 * procedures from what was filed lately; where little was filed yet, the
 * catalogue's own order fills up.
 */
#include "web/home/home.h"

#include "store/read_list.h"
#include "web/page/offer.h"

#define USED_SHOWN 6
#define NEWEST_COUNTED 200

static size_t
count_of_life(const struct world *w, struct str event)
{
    size_t n = 0;
    for (size_t i = 0; i < w->life_event_procedures.n; i++)
        n += str_eq(w->life_event_procedures.v[i].event, event);
    return n;
}

static void
list_lives(struct request *r, struct view_home_show *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct home_life *rows = NEW_ARRAY(r->a, struct home_life, w->life_events.n);
    size_t n = 0;
    for (size_t i = 0; i < w->life_events.n; i++) {
        const struct life_event *l = &w->life_events.v[i];
        size_t count = count_of_life(w, l->code);
        if (count)
            rows[n++] =
                (struct home_life){.url = url_query(r->a, URL("/procedures"), S("life"), l->code),
                                   .name = page_name(v->lang, &l->name),
                                   .count = (int64_t)count};
    }
    view->lives.v = rows;
    view->lives.n = n;
}

static struct url
url_procedure(struct arena *a, const struct procedure *p)
{
    return url_query(a, url_join(a, URL("/procedures"), p->code), S("level"),
                     level_words[p->level]);
}

static bool
has_row(const struct home_procedure *rows, size_t n, struct url url)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(url_str(rows[i].url), url_str(url)))
            return true;
    return false;
}

static void
add_used(struct request *r, const struct procedure *p, struct home_procedure *rows, size_t *n)
{
    const struct visit *v = visit_of(r);
    const struct procedure_version *version =
        p ? procedure_version_on(v->site->world, p, op_today(&v->op)) : NULL;
    if (!version || *n == USED_SHOWN || has_row(rows, *n, url_procedure(r->a, p)))
        return;
    rows[(*n)++] = (struct home_procedure){.url = url_procedure(r->a, p),
                                           .name = page_name(v->lang, &version->name),
                                           .level = page_level_word(p->level),
                                           .grade = page_grade_word(version->grade)};
}

static enum err
list_used(struct request *r, struct view_home_show *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct home_procedure *rows = NEW_ARRAY(r->a, struct home_procedure, USED_SHOWN);
    struct procedures_used used;
    size_t n = 0;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_procedures_used(&rd, v->op.realm, NEWEST_COUNTED, USED_SHOWN, &used));
    for (size_t i = 0; i < used.n; i++)
        add_used(r, procedure_by_id(w, used.v[i]), rows, &n);
    for (size_t i = 0; i < w->procedures.n && n < USED_SHOWN; i++)
        if (!w->procedures.v[i].is_placeholder)
            add_used(r, &w->procedures.v[i], rows, &n);
    view->used.v = rows;
    view->used.n = n;
    return OK;
}

static enum err
page_home(struct request *r)
{
    struct visit *v = visit_of(r);
    struct view_home_show view = {0};
    visit_frame(r, visit_text(v, MSG_HOME_TITLE), &view.frame);
    list_lives(r, &view);
    TRY(list_used(r, &view));
    view_home_show(&v->html, &view);
    return answer_page(r);
}

static const struct route rows[] = {
    {GET, STR("/"), page_home, NEED(RIGHT_PUBLIC), .says = STR("the public front door")},
};
const struct route_rows home_routes = ROWS(rows);
