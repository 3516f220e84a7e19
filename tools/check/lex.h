// SPDX-License-Identifier: EUPL-1.2
/*
 * C source as tokens, for the checks of our own code. It knows comments,
 * strings and directives, and nothing of types or macros; a check reads tokens
 * in order and keeps its own state. Malformed source gives odd tokens, never an
 * endless loop.
 */
#ifndef TOOLS_CHECK_LEX_H
#define TOOLS_CHECK_LEX_H

#include "base/str.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_STRING, TOKEN_CHAR, TOKEN_COMMENT, TOKEN_OTHER };

struct token {
    enum token_kind kind;
    struct str text; /* with quotes or comment marks */
    int line;
    bool directive; /* part of a line that begins with # */
};

struct lexer {
    struct str rest;
    int line;
    bool fresh; /* nothing but white space on this line so far */
    bool directive;
};

/* The whole file on the arena; an unreadable file ends the program with a message. */
struct str file_read(struct arena *a, const char *path);

struct lexer lexer_of(struct str source);
struct token lex(struct lexer *l);

/* The path's room: "domain" for src/domain/x.c, empty outside src/. */
struct str room_of(struct str path);

static inline bool
token_is(const struct token *t, const char *text)
{
    return str_eq(t->text, str_of(text));
}

#endif
