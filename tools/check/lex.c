// SPDX-License-Identifier: EUPL-1.2
/*
 * The lexer behind the checks. A string, a character and a comment are one
 * token each, whatever stands in them; that is all a check needs to tell code
 * from prose. Trigraphs and spliced identifiers are not understood, because the
 * compiler's warnings refuse them.
 */
#include "lex.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str
file_read(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    long size = 0;
    if (!f || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET) != 0) {
        perror(path);
        exit(2);
    }
    char *bytes = arena_alloc(a, (size_t)size + 1);
    if (fread(bytes, 1, (size_t)size, f) != (size_t)size) {
        perror(path);
        exit(2);
    }
    fclose(f);
    return (struct str){bytes, (size_t)size};
}

struct str
room_of(struct str path)
{
    if (!str_starts(path, S("src/")))
        return S("");
    struct str rest = str_sub(path, 4, path.n), room = str_cut(&rest, '/');
    return rest.p ? room : S("");
}

struct lexer
lexer_of(struct str source)
{
    return (struct lexer){.rest = source, .line = 1, .fresh = true};
}

static char
at(const struct lexer *l, size_t i)
{
    return i < l->rest.n ? l->rest.p[i] : 0;
}

/* Past white space and spliced lines; a line that ends without one ends its directive. */
static void
skip_white(struct lexer *l)
{
    while (l->rest.n &&
           (isspace((unsigned char)at(l, 0)) || (at(l, 0) == '\\' && at(l, 1) == '\n'))) {
        size_t n = at(l, 0) == '\\' ? 2 : 1;
        if (at(l, n - 1) == '\n') {
            l->line++;
            l->fresh = n == 1;
            l->directive = l->directive && n == 2;
        }
        l->rest = str_sub(l->rest, n, l->rest.n);
    }
}

static size_t
quoted_length(const struct lexer *l, char quote)
{
    size_t n = 1;
    while (n < l->rest.n && at(l, n) != quote && at(l, n) != '\n')
        n += at(l, n) == '\\' ? 2 : 1;
    return n + 1 < l->rest.n ? n + 1 : l->rest.n;
}

static size_t
comment_length(const struct lexer *l)
{
    if (at(l, 1) == '/')
        return str_find(l->rest, '\n');
    size_t end = str_search(str_sub(l->rest, 2, l->rest.n), S("*/")) + 4;
    return end < l->rest.n ? end : l->rest.n;
}

static size_t
word_length(const struct lexer *l)
{
    size_t n = 0;
    while (isalnum((unsigned char)at(l, n)) || at(l, n) == '_')
        n++;
    return n;
}

struct token
lex(struct lexer *l)
{
    skip_white(l);
    struct token t = {.line = l->line};
    char c = at(l, 0);
    size_t n = 1;
    if (!l->rest.n)
        return t;
    t.kind = TOKEN_OTHER;
    if (c == '#' && l->fresh) {
        l->directive = true;
    } else if (c == '/' && (at(l, 1) == '/' || at(l, 1) == '*')) {
        t.kind = TOKEN_COMMENT;
        n = comment_length(l);
    } else if (c == '"' || c == '\'') {
        t.kind = c == '"' ? TOKEN_STRING : TOKEN_CHAR;
        n = quoted_length(l, c);
    } else if (isalnum((unsigned char)c) || c == '_') {
        t.kind = TOKEN_WORD;
        n = word_length(l);
    } else if (c == '-' && at(l, 1) == '>') {
        n = 2;
    }
    t.text = str_sub(l->rest, 0, n);
    t.directive = l->directive;
    for (size_t i = 0; i < n; i++)
        l->line += at(l, i) == '\n';
    l->fresh = t.kind == TOKEN_COMMENT && l->fresh;
    l->rest = str_sub(l->rest, n, l->rest.n);
    return t;
}
