// SPDX-License-Identifier: EUPL-1.2
/*
 * See catalogue.h. The catalogue is in memory, so a search looks at every
 * procedure (search.c). A filter's count says what choosing it would give while
 * the other filters stay.
 */
#include "web/catalogue/catalogue.h"

#include "base/fold.h"
#include "base/num.h"
#include "base/order.h"
#include "store/read_list.h"

#define PAGE_ROWS 20
#define FROM_MAX 100000
#define Q_MAX 100
#define NEWEST_COUNTED 1000 /* so many of the newest filings say what is asked for most */
#define RANKED 100

static struct url
url_catalogue_procedure(struct arena *a, const struct procedure *p)
{
    return url_query(a, url_join(a, URL("/procedures"), p->code), S("level"),
                     level_words[p->level]);
}

static int
word_of(const struct str *words, size_t n, struct str word)
{
    size_t at;
    return word.n && word_find(words, n, word, &at) ? (int)at : -1;
}

static const struct life_event *
life_of(const struct world *w, struct str code)
{
    for (size_t i = 0; i < w->life_events.n; i++)
        if (str_eq(w->life_events.v[i].code, code))
            return &w->life_events.v[i];
    return NULL;
}

static enum err
read_ask(struct request *r, struct catalogue_ask *ret)
{
    const struct visit *v = visit_of(r);
    struct pairs q;
    TRY(request_query(r, &q));
    struct str typed = str_trim(pairs_get(q, S("q")));
    if (text_length(typed) > Q_MAX)
        return ERR_MALFORMED;
    *ret = (struct catalogue_ask){
        .q = typed,
        .words = text_plain(r->a, typed),
        .level = word_of(level_words, LEVEL_COUNT, pairs_get(q, S("level"))),
        .grade = word_of(grade_words, GRADE_COUNT, pairs_get(q, S("grade"))),
        .field = field_by_code(v->site->world, pairs_get(q, S("field"))),
        .life = life_of(v->site->world, pairs_get(q, S("life"))),
    };
    if (!parse_i64(pairs_get(q, S("from")), 0, FROM_MAX, &ret->from))
        ret->from = 0;
    return OK;
}

static bool
is_in_life(const struct world *w, const struct life_event *life, struct str code)
{
    for (size_t i = 0; i < w->life_event_procedures.n; i++) {
        const struct life_event_procedure *l = &w->life_event_procedures.v[i];
        if (str_eq(l->event, life->code) && str_eq(l->procedure, code))
            return true;
    }
    return false;
}

static struct catalogue_entries
list_entries(struct request *r, const struct catalogue_ask *ask)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct catalogue_entries all = {.v = NEW_ARRAY(r->a, struct catalogue_entry, w->procedures.n)};
    for (size_t i = 0; i < w->procedures.n; i++) {
        const struct procedure *p = &w->procedures.v[i];
        struct catalogue_entry e = {.p = p,
                                    .version = procedure_version_on(w, p, op_today(&v->op)),
                                    .field = field_by_id(w, p->field),
                                    .is_in_life = !ask->life || is_in_life(w, ask->life, p->code)};
        if (!e.version || !e.field)
            continue;
        all.v[all.n++] = e;
    }
    return all;
}

/* What people came for lately stands first in a list that nobody narrowed by words. */
static enum err
rank_by_demand(struct request *r, struct catalogue_entries *all)
{
    const struct visit *v = visit_of(r);
    struct procedures_used used;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_procedures_used(&rd, v->op.realm, NEWEST_COUNTED, RANKED, &used));
    for (size_t i = 0; i < all->n; i++)
        while (all->v[i].demand < used.n && used.v[all->v[i].demand].v != all->v[i].p->id.v)
            all->v[i].demand++;
    return OK;
}

static bool
fits(const struct catalogue_entry *e, int level, int grade, const struct field *field)
{
    return e->is_found && (level < 0 || (int)e->p->level == level) &&
           (grade < 0 || (int)e->version->grade == grade) && (!field || e->field == field);
}

static int64_t
count_fits(const struct catalogue_entries *all, int level, int grade, const struct field *field)
{
    int64_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += fits(&all->v[i], level, grade, field);
    return n;
}

static struct url
url_list(struct arena *a, const struct catalogue_ask *ask, int level, int grade,
         const struct field *field)
{
    struct url u = URL("/procedures");
    if (ask->q.n)
        u = url_query(a, u, S("q"), ask->q);
    if (level >= 0)
        u = url_query(a, u, S("level"), level_words[level]);
    if (grade >= 0)
        u = url_query(a, u, S("grade"), grade_words[grade]);
    if (field)
        u = url_query(a, u, S("field"), field->code);
    if (ask->life)
        u = url_query(a, u, S("life"), ask->life->code);
    return u;
}

/* One row of chips while it is filled. */
struct chip_row {
    struct page_chip *v;
    size_t n;
};

static void
add_chip(struct chip_row *row, struct url url, struct str label, int64_t count, bool is_here)
{
    if (count == 0 && !is_here)
        return;
    row->v[row->n++] = (struct page_chip){
        .url = url, .label = label, .count = count, .has_count = true, .is_here = is_here};
}

static void
chips_done(struct view_page_chips *ret, const struct chip_row *row, struct str label)
{
    ret->label = label;
    ret->list.v = row->v;
    ret->list.n = row->n;
}

static void
list_level_chips(struct request *r, const struct catalogue_ask *ask,
                 const struct catalogue_entries *all, struct view_catalogue_list *view)
{
    const struct visit *v = visit_of(r);
    struct chip_row row = {.v = NEW_ARRAY(r->a, struct page_chip, LEVEL_COUNT + 1)};
    for (int i = -1; i < LEVEL_COUNT; i++)
        add_chip(&row, url_list(r->a, ask, i, ask->grade, ask->field),
                 visit_text(v, i < 0 ? MSG_CATALOGUE_ALL_LEVELS : page_level_word((enum level)i)),
                 count_fits(all, i, ask->grade, ask->field), ask->level == i);
    chips_done(&view->levels, &row, visit_text(v, MSG_CATALOGUE_LEVEL));
}

static void
list_grade_chips(struct request *r, const struct catalogue_ask *ask,
                 const struct catalogue_entries *all, struct view_catalogue_list *view)
{
    const struct visit *v = visit_of(r);
    struct chip_row row = {.v = NEW_ARRAY(r->a, struct page_chip, GRADE_COUNT + 1)};
    add_chip(&row, url_list(r->a, ask, ask->level, -1, ask->field),
             visit_text(v, MSG_CATALOGUE_ALL_GRADES), count_fits(all, ask->level, -1, ask->field),
             ask->grade < 0);
    for (int i = GRADE_COUNT - 1; i >= 0; i--)
        add_chip(&row, url_list(r->a, ask, ask->level, i, ask->field),
                 visit_text(v, page_grade_word((enum grade)i)),
                 count_fits(all, ask->level, i, ask->field), ask->grade == i);
    chips_done(&view->grades, &row, visit_text(v, MSG_CATALOGUE_GRADE));
}

static void
list_field_chips(struct request *r, const struct catalogue_ask *ask,
                 const struct catalogue_entries *all, struct view_catalogue_list *view)
{
    const struct visit *v = visit_of(r);
    const struct world *w = v->site->world;
    struct chip_row row = {.v = NEW_ARRAY(r->a, struct page_chip, w->fields.n + 1)};
    add_chip(&row, url_list(r->a, ask, ask->level, ask->grade, NULL),
             visit_text(v, MSG_CATALOGUE_ALL_FIELDS), count_fits(all, ask->level, ask->grade, NULL),
             !ask->field);
    for (size_t i = 0; i < w->fields.n; i++) {
        const struct field *f = &w->fields.v[i];
        add_chip(&row, url_list(r->a, ask, ask->level, ask->grade, f), page_name(v->lang, &f->name),
                 count_fits(all, ask->level, ask->grade, f), ask->field == f);
    }
    chips_done(&view->fields, &row, visit_text(v, MSG_CATALOGUE_FIELD));
    view->is_field_open = ask->field != NULL;
}

static struct catalogue_row
row_of(struct request *r, const struct catalogue_entry *e)
{
    const struct visit *v = visit_of(r);
    struct offer o = {.site = v->site,
                      .version = e->version,
                      .channel = e->version->grade == GRADE_NONE ? CHANNEL_DIRECT : CHANNEL_ONLINE,
                      .day = op_today(&v->op),
                      .lang = v->lang};
    return (struct catalogue_row){.url = url_catalogue_procedure(r->a, e->p),
                                  .name = page_name(v->lang, &e->version->name),
                                  .aliases = e->is_called ? e->version->aliases : S(""),
                                  .code = e->p->code,
                                  .field = page_name(v->lang, &e->field->name),
                                  .limit = page_limit_summary(r->a, &o),
                                  .fee = page_fee_summary(r->a, &o),
                                  .level = page_level_word(e->p->level),
                                  .grade = page_grade_word(e->version->grade)};
}

/*
 * With words: the nearest first; names that hold what was typed before others,
 * shorter ones before longer ones, so that the very procedure stands on top.
 * Without: what was asked for most lately, then the catalogue's order.
 */
static struct order_key *
order_of(struct request *r, const struct catalogue_ask *ask, const struct catalogue_entries *all,
         size_t *n)
{
    struct order_key *keys = NEW_ARRAY(r->a, struct order_key, all->n);
    *n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct catalogue_entry *e = &all->v[i];
        if (!fits(e, ask->level, ask->grade, ask->field))
            continue;
        bool is_asked = ask->words.n > 0;
        keys[(*n)++] =
            (struct order_key){.major = is_asked ? -e->fit - e->nearness : (int64_t)e->demand,
                               .minor = is_asked ? (int64_t)e->version->name.vi.n : 0,
                               .at = (uint32_t)i};
    }
    order_sort(r->a, keys, *n);
    return keys;
}

static void
list_rows(struct request *r, const struct catalogue_ask *ask, const struct catalogue_entries *all,
          struct view_catalogue_list *view)
{
    size_t found = 0, n = 0;
    const struct order_key *keys = order_of(r, ask, all, &found);
    struct catalogue_row *rows = NEW_ARRAY(r->a, struct catalogue_row, PAGE_ROWS);
    for (size_t i = (size_t)ask->from; i < found && n < PAGE_ROWS; i++)
        rows[n++] = row_of(r, &all->v[keys[i].at]);
    view->rows.v = rows;
    view->rows.n = n;
    view->total = (int64_t)found;
}

static void
list_pager(struct request *r, const struct catalogue_ask *ask, struct view_catalogue_list *view)
{
    struct view_page_pager *p = &view->pager;
    struct url here = url_list(r->a, ask, ask->level, ask->grade, ask->field);
    int64_t n = (int64_t)view->rows.n;
    *p = (struct view_page_pager){
        .from = ask->from + 1, .to = ask->from + n, .total = view->total, .has_total = true};
    if (ask->from > 0)
        p->before =
            url_query_i64(r->a, here, S("from"), ask->from > PAGE_ROWS ? ask->from - PAGE_ROWS : 0);
    if (ask->from + n < view->total)
        p->after = url_query_i64(r->a, here, S("from"), ask->from + n);
    view->has_pager = ask->from > 0 || n < view->total;
}

static enum err
page_catalogue_list(struct request *r)
{
    struct visit *v = visit_of(r);
    struct catalogue_ask ask;
    TRY(read_ask(r, &ask));
    struct view_catalogue_list view = {.q = ask.q, .all_url = URL("/procedures")};
    visit_frame(r, visit_text(v, MSG_CATALOGUE_TITLE), &view.frame);
    if (ask.level >= 0)
        view.level = level_words[ask.level];
    if (ask.grade >= 0)
        view.grade = grade_words[ask.grade];
    if (ask.field)
        view.field = ask.field->code;
    if (ask.life) {
        view.life = ask.life->code;
        view.life_name = page_name(v->lang, &ask.life->name);
    }
    struct catalogue_entries all = list_entries(r, &ask);
    view.is_near = catalogue_search(&ask, &all);
    if (ask.words.n == 0)
        TRY(rank_by_demand(r, &all));
    view.has_chips = count_fits(&all, -1, -1, NULL) > 0;
    list_level_chips(r, &ask, &all, &view);
    list_grade_chips(r, &ask, &all, &view);
    list_field_chips(r, &ask, &all, &view);
    list_rows(r, &ask, &all, &view);
    list_pager(r, &ask, &view);
    view_catalogue_list(&v->html, &view);
    return answer_page(r);
}

static const struct route rows[] = {
    {GET, STR("/procedures"), page_catalogue_list, NEED(RIGHT_PUBLIC),
     .says = STR("the catalogue of procedures")},
    {GET, STR("/procedures/:code"), page_catalogue_show, NEED(RIGHT_PUBLIC),
     .says = STR("what a procedure takes, costs and needs")},
};
const struct route_rows catalogue_routes = ROWS(rows);
