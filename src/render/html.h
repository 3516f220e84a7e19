// SPDX-License-Identifier: EUPL-1.2
/*
 * The HTML writer: a buffer, the reader's language and the zone of the clock on
 * the wall. What is written is escaped; only a literal goes out raw. The kind of
 * a value decides how it is written: html_value in text for people, html_attr in
 * attributes for machines (ISO dates, bare digits). Templates (README) compile
 * to calls of these; handlers never write a tag.
 */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "render/escape.h"
#include "render/format.h"
#include "render/url.h"

struct html {
    struct buf *b;
    enum lang lang;
    struct zone zone;
};

/* Raw, and therefore only a literal: the empty string before it refuses anything else. */
#define html_lit(h, literal) buf_bytes((h)->b, "" literal, sizeof(literal) - 1)

/* Declares the function of a template: VIEW(dossier_show); after struct view_dossier_show. */
#define VIEW(name) void view_##name(struct html *h, const struct view_##name *v)

static inline void
html_text(struct html *h, struct str s)
{
    escape_html(h->b, s);
}

static inline void
html_url(struct html *h, struct url u)
{
    escape_html(h->b, u.made);
}

void html_int(struct html *h, int n);
void html_i64(struct html *h, int64_t n);
void html_size(struct html *h, size_t n);
void html_date(struct html *h, struct date d);
void html_local(struct html *h, struct local at);
void html_instant(struct html *h, struct instant at);
void html_money(struct html *h, struct money m);
void html_share(struct html *h, struct share s);
void html_work(struct html *h, struct work w);
void html_octets(struct html *h, struct octets size);
void html_msg(struct html *h, enum msg id);
void html_message(struct html *h, enum msg id, const struct msg_arg *arg, size_t n);

/* With the weekday. */
void html_long_date(struct html *h, struct date d);
void html_long_local(struct html *h, struct local at);
void html_long_instant(struct html *h, struct instant at);

/* For machines. */
void html_attr_int(struct html *h, int n);
void html_attr_i64(struct html *h, int64_t n);
void html_attr_size(struct html *h, size_t n);
void html_attr_date(struct html *h, struct date d);
void html_attr_local(struct html *h, struct local at);
void html_attr_instant(struct html *h, struct instant at);
void html_attr_money(struct html *h, struct money m);

/* What stands after # in an address. */
void html_fragment(struct html *h, struct str id);

static inline bool
truth_i64(int64_t n)
{
    return n != 0;
}
static inline bool
truth_size(size_t n)
{
    return n != 0;
}
static inline bool
truth_str(struct str s)
{
    return s.n != 0;
}
static inline bool
truth_url(struct url u)
{
    return u.made.n != 0;
}
static inline bool
truth_pointer(const void *p)
{
    return p != NULL;
}

/* clang-format off */
#define html_value(h, x) _Generic((x), \
    struct str: html_text, struct url: html_url, enum msg: html_msg, \
    int: html_int, int64_t: html_i64, size_t: html_size, \
    struct date: html_date, struct local: html_local, struct instant: html_instant, \
    struct money: html_money, struct share: html_share, struct work: html_work, \
    struct octets: html_octets)((h), (x))

#define html_attr(h, x) _Generic((x), \
    struct str: html_text, struct url: html_url, enum msg: html_msg, \
    int: html_attr_int, int64_t: html_attr_i64, size_t: html_attr_size, \
    struct date: html_attr_date, struct local: html_attr_local, struct instant: html_attr_instant, \
    struct money: html_attr_money)((h), (x))

#define html_long(h, x) _Generic((x), \
    struct date: html_long_date, struct local: html_long_local, \
    struct instant: html_long_instant)((h), (x))

#define html_truth(x) _Generic((x), \
    bool: truth_i64, int: truth_i64, int64_t: truth_i64, size_t: truth_size, enum msg: truth_i64, \
    struct str: truth_str, struct url: truth_url, default: truth_pointer)(x)
/* clang-format on */

/* The address of x, or x when it is a pointer already (5 is what both compilers call one). */
#define HTML_POINTER(x) __builtin_choose_expr(__builtin_classify_type(x) == 5, (x), &(x))

#endif
