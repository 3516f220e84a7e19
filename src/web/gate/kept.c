// SPDX-License-Identifier: EUPL-1.2
/* See kept.h. */
#include "web/gate/kept.h"

#define KEPT_PREFIX "kept."

static struct str
origin_host(struct str origin)
{
    size_t at = str_search(origin, S("://"));
    return at < origin.n ? str_sub(origin, at + 3, origin.n) : S("");
}

/* Browsers say where a form came from; one that does not gets nothing kept. */
static bool
is_from_our_page(const struct request *r)
{
    struct str host = origin_host(request_header(r, S("Origin")));
    struct str public = visit_of(r)->web->public_url;
    return host.n && (str_eq(host, request_header(r, S("Host"))) ||
                      (public.n && str_eq(host, origin_host(public))));
}

void
kept_of_request(struct request *r, bool for_sign_in, struct view_gate_kept *ret)
{
    struct pairs form;
    *ret = (struct view_gate_kept){0};
    bool is_form = r->route && r->route->form && r->method == POST;
    if (!is_form || !is_from_our_page(r) || request_form(r, &form) != OK ||
        !url_parse_local(r->a, r->path, &ret->to))
        return;
    struct kept_field *v = NEW_ARRAY(r->a, struct kept_field, form.n);
    size_t n = 0;
    for (size_t i = 0; i < form.n; i++) {
        struct str name = form.v[i].name;
        if (str_eq(name, S("csrf")) || str_eq(name, S("once")))
            continue;
        if (for_sign_in)
            name = str_join(r->a, S(KEPT_PREFIX), name);
        v[n++] = (struct kept_field){name, form.v[i].value};
    }
    ret->fields.v = v;
    ret->fields.n = n;
}

void
kept_of_sign_in(const struct request *r, struct pairs form, bool as_sent,
                struct view_gate_kept *ret)
{
    struct kept_field *v = NEW_ARRAY(r->a, struct kept_field, form.n);
    size_t n = 0;
    *ret = (struct view_gate_kept){0};
    for (size_t i = 0; i < form.n; i++) {
        struct str name = form.v[i].name;
        if (!str_starts(name, S(KEPT_PREFIX)))
            continue;
        if (as_sent)
            name = str_sub(name, sizeof KEPT_PREFIX - 1, name.n);
        v[n++] = (struct kept_field){name, form.v[i].value};
    }
    ret->fields.v = v;
    ret->fields.n = n;
}
