// SPDX-License-Identifier: EUPL-1.2
/* What the address of a report asks for. Fields of the form come as they are, also empty ones. */
#include "web/reports/reports.h"

#include "web/gate/form.h"

#define ASK(member, path, ...) FIELD(struct report_input, member, path, __VA_ARGS__)
static const struct field_row rows[] = {
    ASK(name, "report", .label = MSG_REPORTS_TITLE, .max = 20),
    ASK(level, "level", .label = MSG_REPORTS_LEVEL, .max = 20),
    ASK(unit, "unit", .label = MSG_REPORTS_UNIT, .max = 40),
    ASK(from, "from", .label = MSG_REPORTS_FROM),
    ASK(to, "to", .label = MSG_REPORTS_TO),
};
static const struct form ask_form = FORM(rows);

enum err
report_ask_read(struct request *r, struct report_input *ret)
{
    struct visit *v = visit_of(r);
    struct pairs query;
    *ret = (struct report_input){0};
    TRY(request_query(r, &query));
    enum err e = form_read_pairs(&v->op, &ask_form, query, ret);
    if (str_empty(ret->name))
        ret->name = report_word(REPORT_SETTLEMENT);
    return e;
}

struct url
report_ask_url(const struct visit *v, const struct report_input *in, struct url path, bool name)
{
    struct arena *a = v->op.a;
    struct url url = path;
    if (name)
        url = url_query(a, url, S("report"), in->name);
    if (in->level.n)
        url = url_query(a, url, S("level"), in->level);
    if (in->unit.n)
        url = url_query(a, url, S("unit"), in->unit);
    if (in->from.day)
        url = url_query_date(a, url, S("from"), in->from);
    if (in->to.day)
        url = url_query_date(a, url, S("to"), in->to);
    return url;
}

struct url
report_ask_other(const struct visit *v, const struct report_input *in, enum report r)
{
    struct report_input other = *in;
    other.name = report_word(r);
    return report_ask_url(v, &other, URL("/reports"), true);
}
