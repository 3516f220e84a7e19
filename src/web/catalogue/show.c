// SPDX-License-Identifier: EUPL-1.2
/*
 * See catalogue.h: the page of one procedure as it is in force today. Limits and
 * fees are those of the channel by which most people file: online where it is
 * offered, else the counter.
 */
#include "web/catalogue/catalogue.h"

static const enum msg confidence_words_of[] = {[CONFIDENCE_SEEN] = MSG_CATALOGUE_SURE_SEEN,
                                               [CONFIDENCE_VERIFIED] = MSG_CATALOGUE_SURE_VERIFIED,
                                               [CONFIDENCE_KNOWN] = MSG_CATALOGUE_SURE_KNOWN,
                                               [CONFIDENCE_UNSURE] = MSG_CATALOGUE_SURE_UNSURE};
static const enum msg who_words[] = {[LEVEL_COMMUNE] = MSG_CATALOGUE_WHO_COMMUNE,
                                     [LEVEL_DISTRICT] = MSG_CATALOGUE_WHO_DISTRICT,
                                     [LEVEL_PROVINCE] = MSG_CATALOGUE_WHO_PROVINCE};
static const enum msg where_words[] = {[GRADE_NONE] = MSG_CATALOGUE_WHERE_NONE,
                                       [GRADE_PARTIAL] = MSG_CATALOGUE_WHERE_PARTIAL,
                                       [GRADE_FULL] = MSG_CATALOGUE_WHERE_FULL};

static bool
find_version(const struct visit *v, struct str code, enum level level, const struct procedure **ret,
             const struct procedure_version **ret_version)
{
    const struct world *w = v->site->world;
    *ret = procedure_by_code(w, code, level);
    *ret_version = *ret ? procedure_version_on(w, *ret, op_today(&v->op)) : NULL;
    return *ret_version != NULL;
}

/* The level of the address, or the lowest that offers the procedure. */
static enum err
find_procedure(struct request *r, const struct procedure **ret,
               const struct procedure_version **ret_version)
{
    const struct visit *v = visit_of(r);
    struct str code = request_param(r, S("code")), word;
    struct pairs query;
    size_t at;
    TRY(request_query(r, &query));
    word = pairs_get(query, S("level"));
    if (word.n)
        return word_find(level_words, LEVEL_COUNT, word, &at) &&
                       find_version(v, code, (enum level)at, ret, ret_version)
                   ? OK
                   : ERR_NOTFOUND;
    for (int i = 0; i < LEVEL_COUNT; i++)
        if (find_version(v, code, (enum level)i, ret, ret_version))
            return OK;
    return ERR_NOTFOUND;
}

static void
list_papers(struct request *r, const struct procedure_version *version,
            struct view_catalogue_show *view)
{
    const struct visit *v = visit_of(r);
    size_t n = 0;
    const struct component *c = version_components(v->site->world, version, &n);
    struct catalogue_paper *rows = NEW_ARRAY(r->a, struct catalogue_paper, n);
    for (size_t i = 0; i < n; i++) {
        rows[i] = (struct catalogue_paper){.name = page_name(v->lang, c[i].name),
                                           .is_required = c[i].is_required,
                                           .is_known = c[i].source.n > 0,
                                           .originals = c[i].originals,
                                           .copies = c[i].copies};
        view->required_n += c[i].is_required;
    }
    view->papers.v = rows;
    view->papers.n = n;
    view->papers_n = (int64_t)n;
}

static void
list_cases(struct request *r, const struct offer *o, struct view_catalogue_show *view)
{
    size_t n = 0;
    const struct procedure_case *c = version_cases(o->site->world, o->version, &n);
    struct catalogue_case *rows = NEW_ARRAY(r->a, struct catalogue_case, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct catalogue_case){.name = page_name(o->lang, &c[i].name),
                                          .limit = page_limit_words(r->a, o, c[i].code),
                                          .fee = page_fee_words(r->a, o, c[i].code)};
    view->cases.v = rows;
    view->cases.n = n;
}

static void
list_steps(struct request *r, const struct procedure_version *version,
           struct view_catalogue_show *view)
{
    const struct visit *v = visit_of(r);
    size_t n = 0;
    const struct step *s = version_steps(v->site->world, version, &n);
    struct catalogue_step *rows = NEW_ARRAY(r->a, struct catalogue_step, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct catalogue_step){.role = page_step_word(s[i].role),
                                          .limit = {s[i].minutes},
                                          .is_counted = s[i].is_counted};
    view->steps.v = rows;
    view->steps.n = n;
}

static void
add_crumbs(struct request *r, const struct field *field, struct view_catalogue_show *view)
{
    struct page_crumb *crumbs = NEW_ARRAY(r->a, struct page_crumb, 2);
    crumbs[0] =
        (struct page_crumb){URL("/procedures"), visit_text(visit_of(r), MSG_CATALOGUE_TITLE)};
    crumbs[1] = (struct page_crumb){url_query(r->a, URL("/procedures"), S("field"), field->code),
                                    view->field};
    view->crumbs.list.v = crumbs;
    view->crumbs.list.n = 2;
}

static void
fill_facts(struct request *r, const struct procedure *p, const struct offer *o,
           struct view_catalogue_show *view)
{
    const struct visit *v = visit_of(r);
    const struct field *field = field_by_id(v->site->world, p->field);
    const struct procedure_version *version = o->version;
    view->code = p->code;
    view->name = page_name(v->lang, &version->name);
    view->field = page_name(v->lang, &field->name);
    view->who = visit_text(v, who_words[p->level]);
    view->limit = page_limit_summary(r->a, o);
    view->fee = page_fee_summary(r->a, o);
    view->result = version->result_code.n ? page_name(v->lang, &version->result_name) : S("");
    view->basis = version->basis;
    view->level = page_level_word(p->level);
    view->grade = page_grade_word(version->grade);
    view->where = where_words[version->grade];
    view->confidence = confidence_words_of[version->confidence];
    view->is_placeholder = p->is_placeholder;
    if (version->grade != GRADE_NONE)
        view->apply_url = url_query(r->a, url_join(r->a, URL("/apply"), p->code), S("level"),
                                    level_words[p->level]);
    add_crumbs(r, field, view);
}

enum err
page_catalogue_show(struct request *r)
{
    struct visit *v = visit_of(r);
    const struct procedure *p = NULL;
    const struct procedure_version *version = NULL;
    TRY(find_procedure(r, &p, &version));
    struct offer o = {.site = v->site,
                      .version = version,
                      .channel = version->grade == GRADE_NONE ? CHANNEL_DIRECT : CHANNEL_ONLINE,
                      .day = op_today(&v->op),
                      .lang = v->lang};
    struct view_catalogue_show view = {0};
    visit_frame(r, page_name(v->lang, &version->name), &view.frame);
    fill_facts(r, p, &o, &view);
    list_papers(r, version, &view);
    list_cases(r, &o, &view);
    list_steps(r, version, &view);
    view_catalogue_show(&v->html, &view);
    return answer_page(r);
}
