// SPDX-License-Identifier: EUPL-1.2
/*
 * sizes check|stats EXCEPTIONS FILE…: the size budget of house style, measured
 * on tokens. A function is what has a brace after its parameters at file level;
 * its lines are those between its braces; nesting counts braces of code, its own
 * included, not those of initialisers. An exception names what, how much and
 * why; one that is no longer needed is a breach too, so the list only shrinks.
 */
#include "lex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum {
    MAX_LINES = 80,
    MAX_NESTING = 4,
    MAX_PARAMETERS = 6,
    MAX_FILE = 600,
    MAX_HEADER = 250,
    MAX_TOOL = 500
};
enum { MAX_MEDIAN = 12, MAX_NINETIETH = 40 };
enum { FUNCTIONS = 40000, DEPTH = 200, GROUPS = 60, EXCEPTIONS = 100 };

struct function {
    struct str path, name;
    int line, lines, nesting, parameters;
};

/* One parenthesis that is open: what stood before it and what is in it. */
struct paren {
    struct token before;
    int commas, tokens;
};

struct reader {
    struct str path;
    struct token before;
    struct paren open[DEPTH], closed;
    char brace[DEPTH]; /* f function, b block, i anything else */
    int parens, braces, nesting;
    struct function now;
};

struct group {
    struct str name;
    int files, lines, other;
};

struct exception {
    struct str what, name;
    int64_t limit;
    bool used;
};

static struct {
    struct arena a;
    struct function *v;
    size_t n;
    struct group group[GROUPS];
    size_t groups;
    struct exception except[EXCEPTIONS];
    size_t exceptions;
    int breaches;
} all;

static void
exceptions_read(const char *path)
{
    struct str text = file_read(&all.a, path);
    while (text.p && all.exceptions < EXCEPTIONS) {
        struct str rest = str_cut(&text, '\n');
        struct exception e = {.what = str_cut(&rest, ' ')};
        if (str_empty(e.what) || e.what.p[0] == '#')
            continue;
        e.name = str_cut(&rest, ' ');
        if (!parse_i64(str_cut(&rest, ' '), 1, 100000, &e.limit) || str_empty(str_trim(rest))) {
            printf("%s: not `what name limit reason`: %" STR_FMT "\n", path, STR_ARG(e.name));
            all.breaches++;
        }
        all.except[all.exceptions++] = e;
    }
}

/* Says so when value is over its limit and no exception allows it. */
static void
measure(const char *what, struct str name, struct str where, int value, int limit)
{
    if (value <= limit)
        return;
    for (size_t i = 0; i < all.exceptions; i++) {
        struct exception *e = &all.except[i];
        if (str_eq(e->what, str_of(what)) && str_eq(e->name, name)) {
            e->used = true;
            if (value <= e->limit)
                return;
        }
    }
    printf("%" STR_FMT ": %s: %d, at most %d (%" STR_FMT ")\n", STR_ARG(where), what, value, limit,
           STR_ARG(name));
    all.breaches++;
}

static bool
is_jump_word(const struct token *t)
{
    return token_is(t, "return") || token_is(t, "sizeof");
}

/* What a brace opens, told by what stands before it. */
static char
brace_kind(const struct reader *r)
{
    const struct token *b = &r->before;
    bool called =
        token_is(b, ")") && r->closed.before.kind == TOKEN_WORD && !is_jump_word(&r->closed.before);
    if (r->braces == 0)
        return called ? 'f' : 'i';
    if (r->brace[r->braces - 1] == 'i')
        return 'i';
    bool block = called || token_is(b, "else") || token_is(b, "do") || token_is(b, ";") ||
                 token_is(b, "{") || token_is(b, "}") || token_is(b, ":") || token_is(b, "(");
    return block ? 'b' : 'i';
}

static void
brace_open(struct reader *r, const struct token *t)
{
    char kind = brace_kind(r);
    if (kind == 'f') {
        struct function now = {.path = r->path, .name = r->closed.before.text, .line = t->line};
        now.parameters = r->closed.tokens > 1 ? r->closed.commas + 1 : 0; /* (void) is one */
        r->now = now;
        r->nesting = 0;
    }
    if (r->braces < DEPTH)
        r->brace[r->braces++] = kind;
    if (kind != 'i' && ++r->nesting > r->now.nesting)
        r->now.nesting = r->nesting;
}

static void
brace_close(struct reader *r, const struct token *t)
{
    if (!r->braces)
        return;
    char kind = r->brace[--r->braces];
    r->nesting -= kind != 'i';
    if (kind != 'f' || all.n == FUNCTIONS)
        return;
    r->now.lines = t->line - r->now.line > 1 ? t->line - r->now.line - 1 : 0;
    all.v[all.n++] = r->now;
}

static void
paren_step(struct reader *r, const struct token *t)
{
    if (token_is(t, ")")) {
        if (r->parens)
            r->closed = r->open[--r->parens];
    } else if (token_is(t, "(")) {
        if (r->parens)
            r->open[r->parens - 1].tokens++;
        if (r->parens < DEPTH)
            r->open[r->parens++] = (struct paren){.before = r->before};
    } else if (r->parens) {
        r->open[r->parens - 1].tokens++;
        r->open[r->parens - 1].commas += token_is(t, ",");
    }
}

static int
lines_of(struct str source)
{
    int n = 0;
    for (size_t i = 0; i < source.n; i++)
        n += source.p[i] == '\n';
    return n;
}

static struct group *
group_of(struct str path)
{
    struct str rest = path, name = room_of(path);
    if (str_empty(name))
        name = str_cut(&rest, '/');
    for (size_t i = 0; i < all.groups; i++)
        if (str_eq(all.group[i].name, name))
            return &all.group[i];
    ASSERT(all.groups < GROUPS);
    all.group[all.groups].name = name;
    return &all.group[all.groups++];
}

static void
measure_file(struct str path, int lines)
{
    bool header = str_ends(path, S(".h")), tool = str_starts(path, S("tools/"));
    measure(header ? "header" : "file", path, path, lines,
            header ? MAX_HEADER
            : tool ? MAX_TOOL
                   : MAX_FILE);
}

static void
read_file(const char *name)
{
    struct str path = str_of(name), source = file_read(&all.a, name);
    struct group *g = group_of(path);
    int lines = lines_of(source);
    g->files++;
    if (!str_ends(path, S(".c")) && !str_ends(path, S(".h"))) {
        g->other += lines;
        return;
    }
    g->lines += lines;
    measure_file(path, lines);
    struct reader r = {.path = path};
    struct lexer l = lexer_of(source);
    for (struct token t; (t = lex(&l)).kind != TOKEN_END;) {
        if (t.kind == TOKEN_COMMENT || t.directive)
            continue;
        if (token_is(&t, "{"))
            brace_open(&r, &t);
        else if (token_is(&t, "}"))
            brace_close(&r, &t);
        paren_step(&r, &t);
        r.before = t;
    }
}

static void
measure_functions(void)
{
    for (size_t i = 0; i < all.n; i++) {
        const struct function *f = &all.v[i];
        struct str name =
            str_printf(&all.a, "%" STR_FMT ":%" STR_FMT, STR_ARG(f->path), STR_ARG(f->name));
        struct str where = str_printf(&all.a, "%" STR_FMT ":%d", STR_ARG(f->path), f->line);
        measure("lines", name, where, f->lines, MAX_LINES);
        measure("nesting", name, where, f->nesting, MAX_NESTING);
        measure("parameters", name, where, f->parameters, MAX_PARAMETERS);
    }
    for (size_t i = 0; i < all.exceptions; i++)
        if (!all.except[i].used) {
            printf("exception no longer needed: %" STR_FMT "\n", STR_ARG(all.except[i].name));
            all.breaches++;
        }
}

static int
by_lines(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* The lines of the functions of a group (all of src for none), sorted. */
static int *
lines_in(const struct group *g, size_t *n, int *deepest)
{
    int *v = NEW_ARRAY(&all.a, int, all.n + 1);
    *n = 0;
    *deepest = 0;
    for (size_t i = 0; i < all.n; i++) {
        const struct function *f = &all.v[i];
        if (g ? group_of(f->path) != g : str_empty(room_of(f->path)))
            continue;
        v[(*n)++] = f->lines;
        *deepest = f->nesting > *deepest ? f->nesting : *deepest;
    }
    qsort(v, *n, sizeof *v, by_lines);
    return v;
}

static void
print_row(const struct group *g, struct group sum)
{
    size_t n;
    int deepest;
    const int *v = lines_in(g, &n, &deepest);
    int median = n ? v[n / 2] : 0, ninetieth = n ? v[n * 9 / 10] : 0;
    printf("%-10" STR_FMT "%7d%9d%11zu%8d%6d%9d%9d%8d\n", STR_ARG(sum.name), sum.files, sum.lines,
           n, median, ninetieth, n ? v[n - 1] : 0, deepest, sum.other);
    if (!g) {
        measure("median", S("src"), S("src"), median, MAX_MEDIAN);
        measure("ninetieth", S("src"), S("src"), ninetieth, MAX_NINETIETH);
    }
}

static void
print_table(void)
{
    struct group sum = {.name = S("src")};
    printf("%-10s%7s%9s%11s%8s%6s%9s%9s%8s\n", "room", "files", "C lines", "functions", "median",
           "90 %", "longest", "deepest", "other");
    for (size_t i = 0; i < all.groups; i++) {
        const struct group *g = &all.group[i];
        print_row(g, *g);
        if (str_eq(g->name, S("tests")) || str_eq(g->name, S("tools")) ||
            str_eq(g->name, S("bench")))
            continue;
        sum.files += g->files;
        sum.lines += g->lines;
        sum.other += g->other;
    }
    print_row(NULL, sum);
}

int
main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    arena_init(&all.a, (size_t)1 << 29);
    all.v = NEW_ARRAY(&all.a, struct function, FUNCTIONS);
    exceptions_read(argv[2]);
    for (int i = 3; i < argc; i++)
        read_file(argv[i]);
    if (strcmp(argv[1], "stats") == 0)
        print_table();
    measure_functions();
    printf("%d files, %zu functions, %d breaches\n", argc - 3, all.n, all.breaches);
    int failed = all.breaches != 0;
    arena_free(&all.a);
    return failed;
}
