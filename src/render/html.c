// SPDX-License-Identifier: EUPL-1.2
/*
 * See html.h. Nothing here decides what a page says; each function writes one
 * kind of value. Formats contain no character that HTML would read, so only
 * text from outside is escaped.
 */
#include "render/html.h"

void
html_int(struct html *h, int n)
{
    format_i64(h->b, h->lang, n);
}

void
html_i64(struct html *h, int64_t n)
{
    format_i64(h->b, h->lang, n);
}

void
html_size(struct html *h, size_t n)
{
    format_i64(h->b, h->lang, (int64_t)n);
}

void
html_date(struct html *h, struct date d)
{
    format_date(h->b, h->lang, d);
}

void
html_local(struct html *h, struct local at)
{
    format_local(h->b, h->lang, at);
}

void
html_instant(struct html *h, struct instant at)
{
    format_local(h->b, h->lang, local_of(at, h->zone));
}

void
html_money(struct html *h, struct money m)
{
    format_money(h->b, h->lang, m);
}

void
html_share(struct html *h, struct share s)
{
    format_share(h->b, h->lang, s);
}

void
html_work(struct html *h, struct work w)
{
    format_work(h->b, h->lang, w);
}

void
html_octets(struct html *h, struct octets size)
{
    format_bytes(h->b, h->lang, size.n);
}

void
html_msg(struct html *h, enum msg id)
{
    html_message(h, id, NULL, 0);
}

void
html_message(struct html *h, enum msg id, const struct msg_arg *arg, size_t n)
{
    if (lang_is_plain(h->lang, id))
        buf_str(h->b, lang_text(h->lang, id));
    else
        lang_print_with(h->b, escape_html, h->lang, id, arg, n);
}

void
html_long_date(struct html *h, struct date d)
{
    format_date_long(h->b, h->lang, d);
}

void
html_long_local(struct html *h, struct local at)
{
    format_local_long(h->b, h->lang, at);
}

void
html_long_instant(struct html *h, struct instant at)
{
    format_local_long(h->b, h->lang, local_of(at, h->zone));
}

void
html_attr_int(struct html *h, int n)
{
    buf_i64(h->b, n);
}

void
html_attr_i64(struct html *h, int64_t n)
{
    buf_i64(h->b, n);
}

void
html_attr_size(struct html *h, size_t n)
{
    buf_i64(h->b, (int64_t)n);
}

void
html_attr_date(struct html *h, struct date d)
{
    date_print(h->b, d);
}

void
html_attr_local(struct html *h, struct local at)
{
    local_print(h->b, at);
}

void
html_attr_instant(struct html *h, struct instant at)
{
    instant_print(h->b, at, h->zone);
}

void
html_attr_money(struct html *h, struct money m)
{
    buf_i64(h->b, m.minor);
}

void
html_fragment(struct html *h, struct str id)
{
    url_print_encoded(h->b, id);
}
