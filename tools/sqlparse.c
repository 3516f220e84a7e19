// SPDX-License-Identifier: EUPL-1.2
/*
 * See sqlparse.h. Line by line; the only look inside SQL is a scan that knows
 * quotes and comments, finds :name placeholders and the words that write.
 */
#include "sqlparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 4000 /* a string literal that every compiler takes */

void
sql_refuse(const struct sql_file *f, int line, const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%" STR_FMT ":%d: ", STR_ARG(f->path), line);
    va_start(ap, fmt);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is, one line above */
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A C identifier in lower case. */
static bool
is_name(struct str s)
{
    if (s.n == 0 || s.n > 60 || !(s.p[0] >= 'a' && s.p[0] <= 'z'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_word(s.p[i]) || (s.p[i] >= 'A' && s.p[i] <= 'Z'))
            return false;
    return true;
}

static struct str
next_word(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    struct str word = str_sub(*rest, 0, n);
    *rest = str_trim(str_sub(*rest, n, rest->n));
    return word;
}

static const struct {
    struct str word;
    enum sql_type type;
} plain_types[] = {
    {STR("int"), SQL_INT},         {STR("text"), SQL_TEXT},   {STR("bytes"), SQL_BYTES},
    {STR("bool"), SQL_BOOL},       {STR("date"), SQL_DATE},   {STR("hash"), SQL_HASH},
    {STR("instant"), SQL_INSTANT}, {STR("local"), SQL_LOCAL},
};

static void
parse_type(const struct sql_file *f, struct str type, struct str tag, struct sql_field *ret)
{
    if (str_eq(type, S("enum"))) {
        if (!is_name(tag))
            sql_refuse(f, ret->line, "enum needs the enum's name");
        ret->type = SQL_ENUM;
        ret->tag = tag;
        return;
    }
    if (tag.n)
        sql_refuse(f, ret->line, "\"%" STR_FMT "\" after the type", STR_ARG(tag));
    for (size_t i = 0; i < COUNT(plain_types); i++) {
        if (str_eq(plain_types[i].word, type)) {
            ret->type = plain_types[i].type;
            return;
        }
    }
    if (!str_ends(type, S("_id")) || !is_name(type))
        sql_refuse(f, ret->line, "no such type \"%" STR_FMT "\"", STR_ARG(type));
    ret->type = SQL_ID;
    ret->tag = type;
}

static void
parse_field(const struct sql_file *f, struct str part, struct sql_field *ret)
{
    struct str rest = str_trim(part);
    if (str_ends(rest, S("?"))) {
        ret->nullable = true;
        rest.n--;
    }
    ret->name = next_word(&rest);
    struct str type = next_word(&rest);
    struct str tag = next_word(&rest);
    if (!is_name(ret->name) || type.n == 0 || rest.n)
        sql_refuse(f, ret->line, "want \"name type\", got \"%" STR_FMT "\"", STR_ARG(part));
    parse_type(f, type, tag, ret);
}

static struct sql_field *
find_field(struct sql_fields *fields, struct str name)
{
    for (size_t i = 0; i < fields->n; i++)
        if (str_eq(fields->v[i].name, name))
            return &fields->v[i];
    return NULL;
}

static void
parse_fields(const struct sql_file *f, struct str list, int line, struct sql_fields *ret)
{
    struct str rest = str_trim(list);
    if (str_ends(rest, S(",")))
        rest.n--;
    if (rest.n == 0)
        sql_refuse(f, line, "empty list; leave the line out");
    while (rest.p) {
        struct sql_field field = {.line = line};
        parse_field(f, str_trim(str_cut(&rest, ',')), &field);
        if (find_field(ret, field.name))
            sql_refuse(f, line, "\"%" STR_FMT "\" twice", STR_ARG(field.name));
        if (ret->n == STMT_VALUES)
            sql_refuse(f, line, "more than %d values", STMT_VALUES);
        ret->v[ret->n++] = field;
    }
}

static const struct {
    struct str word;
    enum stmt_kind kind;
} kinds[] = {{STR("one"), STMT_ONE},   {STR("maybe"), STMT_MAYBE}, {STR("many"), STMT_MANY},
             {STR("exec"), STMT_EXEC}, {STR("late"), STMT_LATE},   {STR("change"), STMT_CHANGE}};

static struct sql_def *
parse_stmt(struct sql_file *f, struct str rest, int line)
{
    struct sql_def *d = NEW(f->a, struct sql_def);
    d->line = line;
    d->name = next_word(&rest);
    struct str kind = next_word(&rest);
    if (!is_name(d->name) || rest.n)
        sql_refuse(f, line, "want \"-- stmt: name kind\"");
    for (const struct sql_def *other = f->first; other; other = other->next)
        if (str_eq(other->name, d->name))
            sql_refuse(f, line, "statement \"%" STR_FMT "\" twice", STR_ARG(d->name));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_eq(kinds[i].word, kind)) {
            d->kind = kinds[i].kind;
            *f->tail = d;
            f->tail = &d->next;
            return d;
        }
    }
    sql_refuse(f, line, "kind is one, maybe, many, exec, late or change, not \"%" STR_FMT "\"",
               STR_ARG(kind));
}

/* --- inside SQL -------------------------------------------------------- */

struct scan {
    const struct sql_file *f;
    struct sql_def *d;
    struct buf *sqlite, *pg;
    int line;
    bool has_ended;
};

/* The length of a quoted run at the start of s, or 0. */
static size_t
quoted(const struct scan *scan, struct str s)
{
    if (s.p[0] != '\'' && s.p[0] != '"')
        return 0;
    size_t end = str_find(str_sub(s, 1, s.n), s.p[0]);
    if (end + 1 >= s.n)
        sql_refuse(scan->f, scan->line, "a quote is never closed");
    return end + 2;
}

static void
both(struct scan *scan, struct str s)
{
    buf_str(scan->sqlite, s);
    buf_str(scan->pg, s);
}

static size_t
placeholder(struct scan *scan, struct str s)
{
    size_t n = 1;
    while (n < s.n && is_word(s.p[n]))
        n++;
    struct sql_field *field = find_field(&scan->d->in, str_sub(s, 1, n - 1));
    if (!field)
        sql_refuse(scan->f, scan->line, ":%" STR_FMT " is not in the in: line",
                   STR_ARG(str_sub(s, 1, n - 1)));
    field->is_used = true;
    buf_printf(scan->sqlite, "?%d", (int)(field - scan->d->in.v) + 1);
    buf_printf(scan->pg, "$%d", (int)(field - scan->d->in.v) + 1);
    return n;
}

static bool
word_writes(struct str word)
{
    static const struct str words[] = {STR("insert"), STR("update"), STR("delete"), STR("replace")};
    for (size_t i = 0; i < COUNT(words); i++)
        if (word.n == words[i].n && strncasecmp(word.p, words[i].p, word.n) == 0)
            return true;
    return false;
}

static size_t
word(struct scan *scan, struct str s, bool is_first)
{
    size_t n = 0;
    while (n < s.n && is_word(s.p[n]))
        n++;
    struct str w = str_sub(s, 0, n);
    bool is_call = n < s.n && s.p[n] == '('; /* replace(…) is a function as well */
    if (word_writes(w) && (is_first || !is_call))
        scan->d->writes = true;
    both(scan, w);
    return n;
}

/* Takes the next piece of SQL and returns its length. */
static size_t
piece(struct scan *scan, struct str s, bool is_first)
{
    size_t n = quoted(scan, s);
    if (scan->has_ended && s.p[0] != '\n' && s.p[0] != ' ')
        sql_refuse(scan->f, scan->line, "something after the semicolon");
    if (n == 0 && is_word(s.p[0]))
        return word(scan, s, is_first);
    if (n == 0 && str_starts(s, S("::")))
        n = 2;
    else if (s.p[0] == ':' && s.n > 1 && is_word(s.p[1]))
        return placeholder(scan, s);
    else if (n == 0)
        n = 1;
    if (s.p[0] == ';')
        scan->has_ended = true;
    else
        both(scan, str_sub(s, 0, n));
    return n;
}

static void
scan_text(const struct sql_file *f, struct sql_def *d, struct sql_text text, struct buf *sqlite,
          struct buf *pg)
{
    struct scan scan = {.f = f, .d = d, .sqlite = sqlite, .pg = pg, .line = text.line};
    struct str rest = str_trim(text.raw);
    bool is_first = true;
    while (rest.n) {
        size_t n = str_starts(rest, S("--")) ? str_find(rest, '\n') : piece(&scan, rest, is_first);
        for (size_t i = 0; i < n; i++)
            scan.line += rest.p[i] == '\n';
        is_first = false;
        rest = str_sub(rest, n, rest.n);
    }
    if (!scan.has_ended)
        sql_refuse(f, d->line, "the statement does not end with a semicolon");
}

/* "insert into TARGET values ($1, $2, …)", all parameters in their order: TARGET, or NULL. */
static const char *
rows_of(const struct sql_file *f, const struct sql_def *d)
{
    struct str start = S("insert into "), end = S("values ("), rest = str_of(d->pg_sql);
    size_t at = str_search(rest, end);
    if (d->kind != STMT_EXEC || !str_starts(rest, start) || at == rest.n)
        return NULL;
    struct str target = str_trim(str_sub(rest, start.n, at - start.n));
    rest = str_sub(rest, at + end.n, rest.n);
    for (size_t i = 1; i <= d->in.n; i++) {
        char want[24];
        snprintf(want, sizeof want, "$%zu%s", i, i < d->in.n ? "," : ")");
        rest = str_trim(rest);
        if (!str_starts(rest, str_of(want)))
            return NULL;
        rest = str_sub(rest, strlen(want), rest.n);
    }
    return str_empty(rest) ? str_z(f->a, target) : NULL;
}

static const char *
finish_text(const struct sql_file *f, const struct sql_def *d, struct buf *b)
{
    if (b->failed)
        sql_refuse(f, d->line, "longer than %d bytes", TEXT_MAX);
    const char *z = str_z(f->a, str_trim(buf_view(b)));
    buf_free(b);
    if (*z == '\0')
        sql_refuse(f, d->line, "statement \"%" STR_FMT "\" has no text", STR_ARG(d->name));
    return z;
}

static void
scan_def(const struct sql_file *f, struct sql_def *d)
{
    struct buf sqlite, pg, ignored;
    buf_init(&sqlite, TEXT_MAX);
    buf_init(&pg, TEXT_MAX);
    buf_init(&ignored, TEXT_MAX);
    scan_text(f, d, d->text, &sqlite, d->pg.line ? &ignored : &pg);
    if (d->pg.line)
        scan_text(f, d, d->pg, &ignored, &pg);
    d->sqlite_sql = finish_text(f, d, &sqlite);
    d->pg_sql = finish_text(f, d, &pg);
    d->rows_of = rows_of(f, d);
    buf_free(&ignored);
    for (size_t i = 0; i < d->in.n; i++)
        if (!d->in.v[i].is_used)
            sql_refuse(f, d->in.v[i].line, "\"%" STR_FMT "\" is declared but never used",
                       STR_ARG(d->in.v[i].name));
}

static void
finish_def(const struct sql_file *f, struct sql_def *d)
{
    bool has_rows = d->kind == STMT_ONE || d->kind == STMT_MAYBE || d->kind == STMT_MANY;
    if (str_empty(str_trim(d->text.raw)))
        sql_refuse(f, d->line, "statement \"%" STR_FMT "\" has no text", STR_ARG(d->name));
    if (d->pg.line && str_empty(str_trim(d->pg.raw)))
        sql_refuse(f, d->line, "nothing after -- pg:");
    if (has_rows != (d->out.n > 0))
        sql_refuse(f, d->line,
                   has_rows ? "rows come back: an out: line is missing"
                            : "nothing comes back: out: says otherwise");
    scan_def(f, d);
    if (!has_rows && !d->writes)
        sql_refuse(f, d->line, "exec, late and change are for statements that write");
}

/* --- lines ------------------------------------------------------------- */

struct lines {
    struct sql_file *f;
    struct sql_def *d;
    struct sql_text *text; /* where plain lines go */
    int line;
};

static struct sql_def *
current(const struct lines *l)
{
    if (!l->d)
        sql_refuse(l->f, l->line, "no statement yet");
    if (!str_empty(str_trim(l->d->text.raw)))
        sql_refuse(l->f, l->line, "annotations stand before the text");
    return l->d;
}

static void
begin_def(struct lines *l, struct str rest)
{
    if (l->d)
        finish_def(l->f, l->d);
    l->d = parse_stmt(l->f, rest, l->line);
    l->d->text.line = l->line + 1;
    l->text = &l->d->text;
}

static void
begin_pg(struct lines *l, struct str rest)
{
    if (!l->d || l->d->pg.line || rest.n || str_empty(str_trim(l->d->text.raw)))
        sql_refuse(l->f, l->line, "-- pg: stands once, alone, after the text");
    l->d->pg.line = l->line + 1;
    l->text = &l->d->pg;
}

static void
add_include(struct lines *l, struct str rest)
{
    if (l->d || l->f->includes == COUNT(l->f->include) || !str_ends(rest, S(".h")) ||
        str_find(rest, '/') == rest.n)
        sql_refuse(l->f, l->line, "want \"-- include: room/name.h\" before the statements");
    l->f->include[l->f->includes++] = rest;
}

/* The place of a text by its name, f->lets when there is none. */
static size_t
find_let(const struct sql_file *f, struct str name)
{
    size_t i = 0;
    while (i < f->lets && !str_eq(f->let[i].name, name))
        i++;
    return i;
}

static void
add_let(struct lines *l, struct str rest)
{
    struct sql_file *f = l->f;
    struct str text = rest, name = next_word(&text), equals = next_word(&text);
    size_t i = find_let(f, name);
    if (l->d || i == COUNT(f->let) || !is_name(name) || !str_eq(equals, S("=")))
        sql_refuse(f, l->line, "want \"-- let: name = text\" before the statements");
    f->let[i].name = name;
    f->let[i].text = i < f->lets ? str_join(f->a, f->let[i].text, S(" "), text) : text;
    f->lets += i == f->lets;
}

/* The line with the text of each $name in its place. */
static struct str
expand(const struct lines *l, struct str s)
{
    size_t at = str_find(s, '$'), end = at + 1;
    if (at == s.n)
        return s;
    while (end < s.n && is_word(s.p[end]))
        end++;
    size_t i = find_let(l->f, str_sub(s, at + 1, end - at - 1));
    if (i == l->f->lets)
        sql_refuse(l->f, l->line, "no such text \"%" STR_FMT "\"",
                   STR_ARG(str_sub(s, at, end - at)));
    return str_join(l->f->a, str_sub(s, 0, at), l->f->let[i].text, expand(l, str_sub(s, end, s.n)));
}

/* "-- word: rest" is an annotation, and an unknown word is a mistake. */
static bool
annotation(struct lines *l, struct str s)
{
    size_t colon = str_find(s, ':');
    struct str name = str_trim(str_sub(s, 2, colon - 2));
    if (!str_starts(s, S("-- ")) || colon == s.n || !is_name(name))
        return false;
    struct str rest = str_trim(str_sub(s, colon + 1, s.n));
    if (str_eq(name, S("stmt")))
        begin_def(l, rest);
    else if (str_eq(name, S("in")))
        parse_fields(l->f, rest, l->line, &current(l)->in);
    else if (str_eq(name, S("out")))
        parse_fields(l->f, rest, l->line, &current(l)->out);
    else if (str_eq(name, S("pg")))
        begin_pg(l, rest);
    else if (str_eq(name, S("include")))
        add_include(l, rest);
    else if (str_eq(name, S("let")))
        add_let(l, rest);
    else
        sql_refuse(l->f, l->line, "no such annotation \"%" STR_FMT "\"", STR_ARG(name));
    return true;
}

static void
take_line(struct lines *l, struct str s)
{
    if (annotation(l, s))
        return;
    bool is_comment = str_starts(str_trim(s), S("--"));
    if (!l->text && !is_comment && !str_empty(str_trim(s)))
        sql_refuse(l->f, l->line, "text before the first statement");
    if (!l->text)
        return;
    if (str_empty(l->text->raw) && (is_comment || str_empty(str_trim(s)))) {
        l->text->line = l->line + 1;
        return;
    }
    if (str_empty(l->text->raw))
        l->text->line = l->line;
    l->text->raw = str_printf(l->f->a, "%" STR_FMT "%" STR_FMT "\n", STR_ARG(l->text->raw),
                              STR_ARG(is_comment ? S("") : s));
}

struct str
sql_base_name(struct str path)
{
    for (size_t at = str_find(path, '/'); at < path.n; at = str_find(path, '/'))
        path = str_sub(path, at + 1, path.n);
    return str_ends(path, S(".sql")) ? str_sub(path, 0, path.n - 4) : path;
}

void
sql_parse(struct arena *a, struct str path, struct str text, struct sql_file *ret)
{
    *ret = (struct sql_file){.a = a, .path = path, .base = sql_base_name(path)};
    ret->tail = &ret->first;
    struct lines l = {.f = ret};
    if (!str_is_utf8(text))
        sql_refuse(ret, 1, "not UTF-8");
    if (!is_name(ret->base))
        sql_refuse(ret, 1, "the file's name is not a name in lower case");
    while (text.p) {
        l.line++;
        take_line(&l, expand(&l, str_cut(&text, '\n')));
    }
    if (!l.d)
        sql_refuse(ret, l.line, "no statement");
    finish_def(ret, l.d);
}
