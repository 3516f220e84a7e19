// SPDX-License-Identifier: EUPL-1.2
/* See settings.h. One list, expanded into the rows. */
#include "main/settings.h"

#include "base/num.h"

enum kind { TEXT, NUMBER };

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

static enum err
set(struct arena *a, struct settings *s, const struct setting *row, struct str value,
    struct str *reterr)
{
    void *member = (char *)s + row->at;
    if (row->kind == TEXT) {
        *(struct str *)member = str_dup(a, value);
        return OK;
    }
    int64_t number = 0;
    if (!parse_i64(value, row->least, row->most, &number)) {
        *reterr = str_printf(a, "%" STR_FMT " is a number from %jd to %jd", STR_ARG(row->name),
                             (intmax_t)row->least, (intmax_t)row->most);
        return ERR_INVALID;
    }
    *(int64_t *)member = number;
    return OK;
}

void
settings_init(struct settings *s)
{
    *s = (struct settings){0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        void *member = (char *)s + rows[i].at;
        if (rows[i].kind == TEXT)
            *(struct str *)member = rows[i].value;
        else if (!parse_i64(rows[i].value, rows[i].least, rows[i].most, member))
            BUG("a default is out of its range");
    }
}

enum err
settings_set(struct arena *a, struct settings *s, struct str name, struct str value,
             struct str *reterr)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (str_eq(rows[i].name, name))
            return set(a, s, &rows[i], value, reterr);
    *reterr = str_join(a, S("there is no setting called "), name);
    return ERR_INVALID;
}

enum err
settings_read(struct arena *a, struct settings *s, struct str file, struct str text,
              struct str *reterr)
{
    struct str rest = text, why = S("");
    for (int line = 1; rest.p; line++) {
        struct str value = str_trim(str_cut(&rest, '\n'));
        if (str_empty(value) || value.p[0] == '#')
            continue;
        struct str name = str_trim(str_cut(&value, '='));
        enum err e = ERR_INVALID;
        if (value.p)
            e = settings_set(a, s, name, str_trim(value), &why);
        else
            why = S("a line is: name = value");
        if (e == OK)
            continue;
        *reterr = str_printf(a, "%" STR_FMT ":%d: %" STR_FMT, STR_ARG(file), line, STR_ARG(why));
        return e;
    }
    return OK;
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
