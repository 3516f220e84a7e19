// SPDX-License-Identifier: EUPL-1.2
/*
 * migration_expand: one text of a migration into SQLite's or PostgreSQL's words.
 * A scan that knows quotes, comments, words and semicolons; it does not parse
 * SQL and must not learn to. What the two databases say differently beyond the
 * seven types stands in "-- only:" sections of the migration itself.
 */
#include "db/migrate.h"

#include <string.h>

static const struct {
    struct str word, sqlite, pg;
} type_words[] = {
    {STR("ID"), STR("INTEGER"), STR("bigint")},
    {STR("INT"), STR("INTEGER"), STR("bigint")},
    {STR("TEXT"), STR("TEXT"), STR("text COLLATE \"C\"")},
    {STR("DATE"), STR("TEXT"), STR("text COLLATE \"C\"")},
    {STR("INSTANT"), STR("INTEGER"), STR("bigint")},
    {STR("BOOL"), STR("INTEGER"), STR("boolean")},
    {STR("BYTES"), STR("BLOB"), STR("bytea")},
};

struct expansion {
    struct buf out;
    enum dialect dialect;
    int words;       /* of this statement so far */
    bool is_create;  /* its first word was create */
    bool is_table;   /* and its second table */
    bool is_without; /* the last word was without */
    bool is_without_rowid;
};

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
is_same(struct str word, struct str lower)
{
    return word.n == lower.n && strncasecmp(word.p, lower.p, word.n) == 0;
}

static struct str
type_of(struct str word, enum dialect dialect)
{
    for (size_t i = 0; i < COUNT(type_words); i++)
        if (str_eq(word, type_words[i].word))
            return dialect == DIALECT_SQLITE ? type_words[i].sqlite : type_words[i].pg;
    return word;
}

static void
take_word(struct expansion *x, struct str word)
{
    x->words++;
    if (x->words == 1)
        x->is_create = is_same(word, S("create"));
    if (x->words == 2)
        x->is_table = x->is_create && is_same(word, S("table"));
    bool was_without = x->is_without;
    x->is_without = x->is_table && is_same(word, S("without"));
    if (was_without && is_same(word, S("rowid")))
        x->is_without_rowid = true;
    else if (!x->is_without)
        buf_str(&x->out, type_of(word, x->dialect));
}

static void
end_statement(struct expansion *x)
{
    if (x->is_table && x->dialect == DIALECT_SQLITE)
        buf_str(&x->out, x->is_without_rowid ? S(" STRICT, WITHOUT ROWID") : S(" STRICT"));
    buf_char(&x->out, ';');
    x->words = 0;
    x->is_create = x->is_table = x->is_without = x->is_without_rowid = false;
}

/* The length of the quoted text or comment at the start of s, or 0. */
static size_t
verbatim(struct str s)
{
    if (str_starts(s, S("--")))
        return str_find(s, '\n');
    if (s.p[0] != '\'' && s.p[0] != '"')
        return 0;
    size_t end = str_find(str_sub(s, 1, s.n), s.p[0]) + 2;
    return end < s.n ? end : s.n;
}

static size_t
take_piece(struct expansion *x, struct str s)
{
    size_t n = verbatim(s);
    if (n == 0 && is_word(s.p[0])) {
        while (n < s.n && is_word(s.p[n]))
            n++;
        take_word(x, str_sub(s, 0, n));
        return n;
    }
    if (n == 0 && s.p[0] == ';') {
        end_statement(x);
        return 1;
    }
    n = n ? n : 1;
    buf_bytes(&x->out, s.p, n);
    return n;
}

/* The text with the lines for the other database made empty. */
static void
select_lines(struct str text, enum dialect dialect, struct buf *ret)
{
    bool is_ours = true;
    while (text.p) {
        struct str line = str_cut(&text, '\n');
        if (str_starts(line, S("-- only:"))) {
            struct str whom = str_trim(str_sub(line, 8, line.n));
            is_ours = str_eq(whom, S("all")) ||
                      str_eq(whom, dialect == DIALECT_SQLITE ? S("sqlite") : S("pg"));
        } else if (is_ours) {
            buf_str(ret, line);
        }
        if (text.p)
            buf_char(ret, '\n');
    }
}

struct str
migration_expand(struct arena *a, struct str text, enum dialect dialect)
{
    struct expansion x = {.dialect = dialect};
    struct buf lines;
    buf_init(&lines, text.n + 1);
    buf_init(&x.out, text.n * 8 + 1);
    select_lines(text, dialect, &lines);
    for (struct str rest = buf_view(&lines); rest.n;) {
        size_t n = take_piece(&x, rest);
        rest = str_sub(rest, n, rest.n);
    }
    ASSERT(!lines.failed && !x.out.failed);
    struct str expanded = str_dup(a, buf_view(&x.out));
    buf_free(&lines);
    buf_free(&x.out);
    return expanded;
}
