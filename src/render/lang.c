// SPDX-License-Identifier: EUPL-1.2
/*
 * See lang.h. The plural form is chosen by the first whole number among the
 * arguments; only English has a second form, so the rule is "is it one?".
 */
#include "render/lang.h"

#include "base/num.h"
#include "render/format.h"

#define CODE(name, code, own) [name] = STR(code),
static const struct str codes[] = {LANG_LIST(CODE)};

#define OWN(name, code, own) [name] = STR(own),
static const struct str names[] = {LANG_LIST(OWN)};

static const struct msg_text *const catalogues[] = {
    [LANG_VI] = msg_texts_vi,
    [LANG_EN] = msg_texts_en,
    [LANG_TR] = msg_texts_tr,
};
_Static_assert(COUNT(catalogues) == LANG_COUNT, "a catalogue for every language");

struct str
lang_code(enum lang lang)
{
    return codes[lang];
}

struct str
lang_name(enum lang lang)
{
    return names[lang];
}

bool
lang_parse(struct str code, enum lang *ret)
{
    size_t at = 0;
    if (!word_find(codes, COUNT(codes), code, &at))
        return false;
    *ret = (enum lang)at;
    return true;
}

/* q=0.8 as 800; 1000 without one, 0 for what cannot be read. */
static int64_t
weight(struct str parameters)
{
    struct str s = str_trim(parameters);
    if (!str_starts(s, S("q=")))
        return 1000;
    s = str_sub(s, 2, s.n);
    struct str whole = str_cut(&s, '.');
    int64_t units = 0, part = 0;
    if (!parse_i64(whole, 0, 1, &units) || s.n > 3 || (s.n && !parse_i64(s, 0, 999, &part)))
        return 0;
    for (size_t i = s.n; i < 3; i++)
        part *= 10;
    return units * 1000 + part;
}

enum lang
lang_of_accept(struct str header)
{
    enum lang best = LANG_VI;
    int64_t best_weight = 0;
    while (header.p) {
        struct str parameters = str_trim(str_cut(&header, ','));
        struct str tag = str_trim(str_cut(&parameters, ';'));
        int64_t w = weight(parameters);
        enum lang lang = LANG_VI;
        if (lang_parse(str_cut(&tag, '-'), &lang) && w > best_weight) {
            best = lang;
            best_weight = w;
        }
    }
    return best;
}

struct str
lang_text(enum lang lang, enum msg id)
{
    ASSERT((size_t)id < MSG_COUNT);
    return catalogues[lang][id].one;
}

bool
lang_is_plain(enum lang lang, enum msg id)
{
    ASSERT((size_t)id < MSG_COUNT);
    return catalogues[lang][id].is_plain;
}

struct str
msg_id(enum msg id)
{
    ASSERT((size_t)id < MSG_COUNT);
    return msg_ids[id];
}

static struct str
form(enum lang lang, enum msg id, const struct msg_arg *arg, size_t n)
{
    ASSERT((size_t)id < MSG_COUNT);
    const struct msg_text *t = &catalogues[lang][id];
    if (t->many.n == 0)
        return t->one;
    for (size_t i = 0; i < n; i++)
        if (arg[i].kind == ARG_INT)
            return arg[i].number == 1 ? t->one : t->many;
    return t->one;
}

static void
print_arg(struct buf *b, void (*put)(struct buf *, struct str), enum lang lang,
          const struct msg_arg *arg)
{
    switch (arg->kind) {
    case ARG_NONE:
        return;
    case ARG_INT:
        format_i64(b, lang, arg->number);
        return;
    case ARG_STR:
        put(b, arg->text);
        return;
    case ARG_MSG:
        put(b, lang_text(lang, (enum msg)arg->number));
        return;
    case ARG_DATE:
        format_date_long(b, lang, (struct date){(int32_t)arg->number});
        return;
    case ARG_LOCAL:
        format_local_long(b, lang, (struct local){arg->number});
        return;
    case ARG_MONEY:
        format_money(b, lang, money_vnd(arg->number));
        return;
    case ARG_WORK:
        format_work(b, lang, (struct work){arg->number});
        return;
    case ARG_SHARE:
        format_share(b, lang, (struct share){arg->number, 10000});
        return;
    }
}

/* The index of the gap {0}…{9} that s begins with, or -1. */
static int
gap(struct str s)
{
    bool is = s.n >= 3 && s.p[0] == '{' && s.p[1] >= '0' && s.p[1] <= '9' && s.p[2] == '}';
    return is ? s.p[1] - '0' : -1;
}

void
lang_print_with(struct buf *b, void (*put)(struct buf *, struct str), enum lang lang, enum msg id,
                const struct msg_arg *arg, size_t n)
{
    struct str rest = form(lang, id, arg, n);
    for (;;) {
        size_t at = str_find(rest, '{');
        put(b, str_sub(rest, 0, at));
        if (at == rest.n)
            return;
        rest = str_sub(rest, at, rest.n);
        int i = gap(rest);
        if (i >= 0 && (size_t)i < n)
            print_arg(b, put, lang, &arg[i]);
        else if (i < 0)
            put(b, S("{"));
        rest = str_sub(rest, i < 0 ? 1 : 3, rest.n);
    }
}

void
lang_print(struct buf *b, enum lang lang, enum msg id, const struct msg_arg *arg, size_t n)
{
    lang_print_with(b, buf_str, lang, id, arg, n);
}

struct str
lang_say(struct arena *a, enum lang lang, enum msg id, const struct msg_arg *arg, size_t n)
{
    CLEANUP(buf_free) struct buf b;
    buf_init(&b, 64 * 1024);
    lang_print(&b, lang, id, arg, n);
    ASSERT(!b.failed);
    return str_dup(a, buf_view(&b));
}
