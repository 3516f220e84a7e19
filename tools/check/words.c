// SPDX-License-Identifier: EUPL-1.2
/*
 * words FILE…: what may not be written, and where. One table of words with the
 * rooms that may use them; string literals without letters of a foreign
 * language, SQL or markup; files that open as the house says; no unfinished
 * work without an issue; no silenced warning without a reason. It reads tokens,
 * so a word in a comment or a string is no breach.
 */
#include "lex.h"

#include <ctype.h>
#include <stdio.h>

/* in: rooms the ban covers, empty = everywhere; but: files and rooms exempt from it. */
struct ban {
    const char *word;
    bool call; /* only when followed by ( */
    const char *in, *but, *why;
};

#define PURE "domain render store usecase web job main"

static const struct ban bans[] = {
    {"malloc", true, PURE, "", "memory comes from an arena"},
    {"calloc", true, PURE, "", "memory comes from an arena"},
    {"realloc", true, PURE, "", "memory comes from an arena"},
    {"free", false, PURE, "", "an arena frees"},
    {"strdup", false, PURE, "", "use str_dup"},
    {"alloca", false, "", "", "use the arena"},
    {"strcpy", false, "", "", "use struct str or struct buf"},
    {"strncpy", false, "", "", "use struct str or struct buf"},
    {"strcat", false, "", "", "use struct buf"},
    {"sprintf", false, "", "", "use buf_printf"},
    {"vsprintf", false, "", "", "use buf_printf"},
    {"strtok", false, "", "", "use str_cut"},
    {"atoi", false, "", "", "use parse_i64"},
    {"atol", false, "", "", "use parse_i64"},
    {"gets", false, "", "", "never"},
    {"localtime", false, "", "", "use local_of with a zone"},
    {"gmtime", false, "", "", "use date_civil"},
    {"strftime", false, "", "", "languages are render's"},
    {"setlocale", false, "", "", "languages are render's, per request"},
    {"rand", true, "", "", "use sys/entropy.h"},
    {"random", true, "", "", "use sys/entropy.h"},
    {"double", false, "domain", "", "exact numbers only"},
    {"float", false, "domain", "", "exact numbers only"},
    {"long", false, "base " PURE, "", "use a fixed width or size_t"},
    {"time", true, "base db net document " PURE, "", "only sys knows the time"},
    {"clock_gettime", true, "base db net document " PURE, "", "only sys knows the time"},
    {"gettimeofday", true, "base db net document " PURE, "", "only sys knows the time"},
    {"getrandom", true, "base db net document " PURE, "", "only sys knows the kernel"},
    {"fork", true, "base db net document " PURE, "", "only sys knows the kernel"},
    {"printf", true, "base domain sys render db net document store usecase web job", "",
     "rooms do not talk to the terminal"},
    {"puts", true, "base domain sys render db net document store usecase web job", "",
     "rooms do not talk to the terminal"},
    {"perror", true, "base domain sys render db net document store usecase web job", "",
     "rooms do not talk to the terminal"},
    {"exit", true, "domain render db net document store usecase web job", "",
     "nothing below main exits"},
};

static int breaches;

static void
breach(struct str path, int line, const char *rule, struct str what, const char *why)
{
    printf("%" STR_FMT ":%d: [%s] %" STR_FMT ": %s\n", STR_ARG(path), line, rule, STR_ARG(what),
           why);
    breaches++;
}

/* Is the path one of these files (room/file.c), or in one of these rooms? */
static bool
is_among(struct str path, const char *list)
{
    struct str words = str_of(list), room = room_of(path);
    while (words.p) {
        struct str word = str_cut(&words, ' ');
        if (str_empty(word))
            continue;
        if (str_eq(word, room) || (str_find(word, '/') < word.n && str_ends(path, word)))
            return true;
    }
    return false;
}

static void
check_word(struct str path, const struct token *before, const struct token *t,
           const struct token *after)
{
    if (token_is(before, ".") || token_is(before, "->"))
        return; /* a member */
    if (token_is(before, "*") && token_is(after, ")"))
        return; /* the declaration of one that is a function pointer */
    for (size_t i = 0; i < COUNT(bans); i++) {
        const struct ban *ban = &bans[i];
        if (!token_is(t, ban->word) || (ban->call && !token_is(after, "(")))
            continue;
        if (ban->in[0] && !is_among(path, ban->in))
            continue;
        if (!is_among(path, ban->but))
            breach(path, t->line, "word", t->text, ban->why);
    }
    if (token_is(t, "struct") && token_is(before, "typedef"))
        breach(path, t->line, "word", S("typedef struct"), "a struct is called struct");
}

/* A letter outside ASCII: Latin with accents, Vietnamese, Turkish; not punctuation. */
static bool
has_foreign_letter(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i], next = (unsigned char)s.p[i + 1];
        if ((c == 0xC3 && next != 0x97 && next != 0xB7) || (c >= 0xC4 && c <= 0xC9) ||
            (c == 0xE1 && next >= 0xB8 && next <= 0xBB))
            return true;
    }
    return false;
}

static bool
opens_with(struct str text, const char *word)
{
    struct str w = str_of(word);
    for (size_t i = 0; i < w.n; i++)
        if (i >= text.n || tolower((unsigned char)text.p[i]) != w.p[i])
            return false;
    return true;
}

static bool
is_sql(struct str text)
{
    static const char *const verbs[] = {"select ", "insert into ", "delete from ", "create table ",
                                        "with recursive "};
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (opens_with(text, verbs[i]))
            return true;
    return opens_with(text, "update ") &&
           (str_search(text, S(" set ")) < text.n || str_search(text, S(" SET ")) < text.n);
}

static bool
is_markup(struct str text)
{
    for (size_t i = 0; i + 1 < text.n; i++)
        if (text.p[i] == '<' && (isalpha((unsigned char)text.p[i + 1]) || text.p[i + 1] == '/'))
            return true;
    return false;
}

static void
check_string(struct str path, const struct token *t)
{
    struct str inside = str_sub(t->text, 1, t->text.n - 2);
    if (str_empty(room_of(path)) || t->directive)
        return;
    if (has_foreign_letter(inside))
        breach(path, t->line, "language", t->text,
               "words for people belong to a catalogue, data to data/");
    if (is_sql(inside) && !is_among(path, "db"))
        breach(path, t->line, "sql", t->text, "statements live in store/*.sql");
    if (is_markup(inside) && is_among(path, "domain store usecase web job"))
        breach(path, t->line, "markup", t->text, "tags live in templates");
}

static bool
has_issue(struct str text)
{
    size_t i = str_find(text, '#');
    return i + 1 < text.n && isdigit((unsigned char)text.p[i + 1]);
}

static void
check_comment(struct str path, const struct token *t)
{
    static const char *const unfinished[] = {"TO"
                                             "DO",
                                             "FIX"
                                             "ME",
                                             "XX"
                                             "X"};
    struct str text = t->text;
    for (size_t i = 0; i < COUNT(unfinished); i++)
        if (str_search(text, str_of(unfinished[i])) < text.n && !has_issue(text))
            breach(path, t->line, "unfinished", str_of(unfinished[i]), "name the issue: #12");
    if (str_search(text, S("NOLINT")) < text.n && str_search(text, S("): ")) == text.n)
        breach(path, t->line, "silenced", S("NOLINT"), "NOLINT(check): reason");
    bool one_line = str_find(text, '\n') == text.n;
    struct str inside =
        str_starts(text, S("//")) ? str_sub(text, 2, text.n) : str_sub(text, 2, text.n - 4);
    inside = str_trim(inside);
    if (one_line && str_ends(inside, S(";")) && str_find(inside, '(') < inside.n)
        breach(path, t->line, "dead", inside, "code that is commented out is deleted");
}

/* The licence on the first line; in src and tools a comment that says what the file is for. */
static void
check_opening(struct str path, struct str source)
{
    struct lexer l = lexer_of(source);
    struct token first = lex(&l), second = lex(&l);
    if (first.line != 1 || !token_is(&first, "// SPDX-License-Identifier: EUPL-1.2"))
        breach(path, 1, "opening", S("first line"), "// SPDX-License-Identifier: EUPL-1.2");
    else if (second.kind != TOKEN_COMMENT && !str_starts(path, S("tests/")))
        breach(path, 2, "opening", S("no header comment"),
               "say what the file is for and what it refuses");
}

static void
check_file(struct arena *a, const char *name)
{
    struct str path = str_of(name), source = file_read(a, name);
    struct lexer l = lexer_of(source);
    struct token before = {0}, t = lex(&l);
    check_opening(path, source);
    while (t.kind != TOKEN_END) {
        struct token after = lex(&l);
        if (t.kind == TOKEN_WORD)
            check_word(path, &before, &t, &after);
        else if (t.kind == TOKEN_STRING)
            check_string(path, &t);
        else if (t.kind == TOKEN_COMMENT)
            check_comment(path, &t);
        if (t.kind != TOKEN_COMMENT)
            before = t;
        t = after;
    }
}

int
main(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, (size_t)1 << 28);
    for (int i = 1; i < argc; i++)
        check_file(&a, argv[i]);
    printf("%d files, %d breaches\n", argc - 1, breaches);
    arena_free(&a);
    return breaches || argc == 1;
}
