// SPDX-License-Identifier: EUPL-1.2
/* See settings.h. One list, expanded into the rows. */
#include "main/settings.h"

#include "base/num.h"
#include "db/db.h"
#include "net/address.h"
#include "sys/listen.h"

#define MISTAKES_MAX (1u << 20) /* bytes; more is not told */

enum kind { TEXT, NUMBER, ADDRESS, DATABASE, FOLDER, WEB, NETWORKS };

struct setting {
    struct str name;
    enum kind kind;
    size_t at;
    struct str value;
    int64_t least, most;
    struct str text;
};

#define ROW(name, kind, value, least, most, text)                                                  \
    {STR(#name), kind, offsetof(struct settings, name), STR(value), least, most, STR(text)},
static const struct setting rows[] = {SETTING_LIST(ROW)};

/* Whether somebody could be led there: a scheme of the web and something after it. */
static bool
is_web_address(struct str url)
{
    struct str host = url;
    if (!str_starts(url, S("https://")) && !str_starts(url, S("http://")))
        return false;
    (void)str_cut(&host, '/');
    (void)str_cut(&host, '/');
    return host.n && host.p[0] != '/' && str_find(url, ' ') == url.n;
}

/* What a text of that kind must be, by the functions that use it; empty when it is. */
static struct str
text_fault(enum kind kind, struct str value)
{
    struct network networks[PROXIES_MAX];
    size_t n = 0;
    if (kind == ADDRESS && !socket_address_is_good(value))
        return S("ADDRESS:PORT with an address in numbers, :PORT or unix:/path");
    if (kind == DATABASE && !db_url_is_good(value))
        return S("sqlite:PATH or postgresql://…");
    if (kind == FOLDER && str_empty(value))
        return S("the path of a folder");
    if (kind == WEB && !str_empty(value) && !is_web_address(value))
        return S("an address that begins with https:// or http://");
    if (kind == NETWORKS && !networks_parse(value, networks, PROXIES_MAX, &n))
        return S("at most 16 networks like 10.1.0.0/16, with commas between");
    return S("");
}
_Static_assert(PROXIES_MAX == 16, "as the sentence says");

static enum err
set(struct arena *a, struct settings *s, const struct setting *row, struct str value,
    struct str *reterr)
{
    void *member = (char *)s + row->at;
    int64_t number = 0;
    struct str fault = S("");
    if (row->kind != NUMBER)
        fault = text_fault(row->kind, value);
    else if (!parse_i64(value, row->least, row->most, &number))
        fault =
            str_printf(a, "a number from %jd to %jd", (intmax_t)row->least, (intmax_t)row->most);
    if (fault.n) {
        *reterr = str_printf(a, "%" STR_FMT " is %" STR_FMT, STR_ARG(row->name), STR_ARG(fault));
        return ERR_INVALID;
    }
    if (row->kind == NUMBER)
        *(int64_t *)member = number;
    else
        *(struct str *)member = str_dup(a, value);
    return OK;
}

void
settings_init(struct settings *s)
{
    *s = (struct settings){0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *member = (char *)s + rows[i].at;
        if (rows[i].kind != NUMBER)
            *(struct str *)member = rows[i].value;
        else if (!parse_i64(rows[i].value, rows[i].least, rows[i].most, member))
            BUG("a default is out of its range");
    }
}

static const struct setting *
find(struct str name)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(rows[i].name, name))
            return &rows[i];
    return NULL;
}

enum err
settings_set(struct arena *a, struct settings *s, struct str name, struct str value,
             struct str *reterr)
{
    const struct setting *row = find(name);
    if (row)
        return set(a, s, row, value, reterr);
    *reterr = str_join(a, S("there is no setting called "), name);
    return ERR_INVALID;
}

/* One line of a file; is_set remembers which rows were. */
static enum err
take_line(struct arena *a, struct settings *s, struct str line, bool *is_set, struct str *reterr)
{
    struct str value = line;
    struct str name = str_trim(str_cut(&value, '='));
    const struct setting *row = find(name);
    if (!value.p) {
        *reterr = S("a line is: name = value");
        return ERR_INVALID;
    }
    if (row && is_set[row - rows]) {
        *reterr = str_join(a, name, S(" is set twice"));
        return ERR_INVALID;
    }
    if (row)
        is_set[row - rows] = true;
    return settings_set(a, s, name, str_trim(value), reterr);
}

enum err
settings_read(struct arena *a, struct settings *s, struct str file, struct str text,
              struct str *reterr)
{
    struct str rest = text, why = S("");
    bool is_set[COUNT(rows)] = {false};
    struct buf mistakes;
    buf_init(&mistakes, MISTAKES_MAX);
    for (int number = 1; rest.p; number++) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (str_empty(line) || line.p[0] == '#' || take_line(a, s, line, is_set, &why) == OK)
            continue;
        buf_printf(&mistakes, "%s%" STR_FMT ":%d: %" STR_FMT, mistakes.n ? "\n" : "", STR_ARG(file),
                   number, STR_ARG(why));
    }
    *reterr = str_dup(a, buf_view(&mistakes));
    buf_free(&mistakes);
    return reterr->n ? ERR_INVALID : OK;
}

void
settings_print(struct buf *b)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct setting *row = &rows[i];
        buf_printf(b, "%-18" STR_FMT " %-24" STR_FMT " %" STR_FMT, STR_ARG(row->name),
                   STR_ARG(row->value), STR_ARG(row->text));
        if (row->kind == NUMBER)
            buf_printf(b, " (%jd to %jd)", (intmax_t)row->least, (intmax_t)row->most);
        buf_char(b, '\n');
    }
}
