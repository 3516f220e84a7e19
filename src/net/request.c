// SPDX-License-Identifier: EUPL-1.2
/*
 * What a handler may ask of its request (http.h). Query, form and cookies are
 * parsed when first asked for and only once; everything is a slice of the
 * connection's memory or lies on the request's arena.
 */
#include "net/inside.h"

#include "net/field.h"

static struct run *
run_of(const struct request *r)
{
    return r->x->run;
}

struct str
request_param(const struct request *r, struct str name)
{
    for (size_t i = 0; i < r->params; i++)
        if (str_eq(r->param[i].name, name))
            return r->param[i].value;
    return (struct str){NULL, 0};
}

struct str
request_header(const struct request *r, struct str name)
{
    const char *value = NULL;
    size_t n = 0;
    if (MHD_lookup_connection_value_n(run_of(r)->conn->mhd, MHD_HEADER_KIND, name.p, name.n, &value,
                                      &n) != MHD_YES)
        return (struct str){NULL, 0};
    return value ? (struct str){value, n} : S("");
}

/* Cookies that cannot be read count as absent: a page must still be shown. */
struct str
request_cookie(struct request *r, struct str name)
{
    struct run *run = run_of(r);
    if (!run->has_cookies) {
        run->has_cookies = true;
        struct str header = request_header(r, S("Cookie"));
        if (header.p && cookies_parse(r->a, header, 64, &run->cookies) != OK)
            run->cookies = (struct pairs){NULL, 0};
    }
    return pairs_get(run->cookies, name);
}

enum err
request_query(struct request *r, struct pairs *ret)
{
    struct run *run = run_of(r);
    if (!run->has_query) {
        run->has_query = true;
        run->query_err =
            pairs_parse(r->a, r->query, run->conn->server->config.fields_max, &run->query);
    }
    *ret = run->query;
    return run->query_err;
}

static struct str
span_str(const struct incoming *in, struct span span)
{
    return str_sub(buf_view(&in->text), span.at, span.n);
}

static struct pairs
multipart_pairs(struct arena *a, const struct incoming *in)
{
    struct pair *v = NEW_ARRAY(a, struct pair, in->parts_n);
    for (uint32_t i = 0; i < in->parts_n; i++)
        v[i] = (struct pair){span_str(in, in->parts[i].name), span_str(in, in->parts[i].value)};
    return (struct pairs){v, in->parts_n};
}

static enum err
parse_form(struct request *r, struct run *run)
{
    if (r->x->incoming)
        run->form = multipart_pairs(r->a, r->x->incoming);
    else if (str_eq_nocase(r->x->type, S("application/x-www-form-urlencoded")))
        return pairs_parse(r->a, r->body, run->conn->server->config.fields_max, &run->form);
    return OK;
}

enum err
request_form(struct request *r, struct pairs *ret)
{
    struct run *run = run_of(r);
    if (!run->has_form) {
        run->has_form = true;
        run->form_err = parse_form(r, run);
    }
    *ret = run->form;
    return run->form_err;
}

struct uploads
request_uploads(const struct request *r)
{
    struct run *run = run_of(r);
    const struct incoming *in = r->x->incoming;
    if (!in || run->uploads.v)
        return run->uploads;
    struct upload *v = NEW_ARRAY(r->a, struct upload, in->files_n);
    for (uint32_t i = 0; i < in->files_n; i++) {
        const struct incoming_file *file = &in->files[i];
        v[i] = (struct upload){.field = span_str(in, file->field),
                               .filename = span_str(in, file->filename),
                               .type = span_str(in, file->type),
                               .size = file->size,
                               .hash = file->hash,
                               .fd = file->fd};
    }
    run->uploads = (struct uploads){v, in->files_n};
    return run->uploads;
}

struct str
request_type(const struct request *r)
{
    struct str type = r->x->type;
    char *p = str_z(r->a, type);
    for (size_t i = 0; i < type.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] + ('a' - 'A'));
    return (struct str){p, type.n};
}
