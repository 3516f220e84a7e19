// SPDX-License-Identifier: EUPL-1.2
/*
 * The constructs of a template as C. In text and in quoted attributes a value is
 * escaped, in an address only a struct url is taken, in script, style, event
 * handlers, unquoted attributes and names no value is accepted at all. What a
 * value's type allows is left to the C compiler, which complains at the
 * template's line through #line.
 */
#define _GNU_SOURCE /* strsep; programs of the build machine get no project flags */
#include "htmlgen.h"

#include <ctype.h>
#include <string.h>

#define DEPTH 24

enum block_kind { BLOCK_IF, BLOCK_ELSE, BLOCK_EACH, BLOCK_EMPTY };

struct block {
    enum block_kind kind;
    int line;
    struct place place;
    char item[NAME], list[TAG_LENGTH];
};

static struct block blocks[DEPTH];
static size_t depth;

/* The C expression for a member path: a loop's item, or a member of the view. */
static const char *
path(const char *z, char *to, size_t size)
{
    size_t first = 0;
    while (is_word_char(z[first]))
        first++;
    for (const char *p = z; *p; p++) {
        bool dot = *p == '.' && islower((unsigned char)p[1]);
        bool arrow = *p == '-' && p[1] == '>' && islower((unsigned char)p[2]);
        if (!is_word_char(*p) && !dot && !arrow)
            refuse("'%s' is not a member path", z);
        p += arrow;
    }
    if (!islower((unsigned char)z[0]))
        refuse("'%s' is not a member path", z);
    for (size_t i = depth; i-- > 0;) {
        if (blocks[i].kind == BLOCK_EACH && strlen(blocks[i].item) == first &&
            strncmp(blocks[i].item, z, first) == 0) {
            if (z[first] == 0)
                snprintf(to, size, "(*%s)", blocks[i].item);
            else
                snprintf(to, size, "%s->%s", blocks[i].item, z + first + (z[first] == '.' ? 1 : 2));
            return to;
        }
    }
    snprintf(to, size, "v->%s", z);
    return to;
}

/* --- Where a value may stand ---------------------------------------------- */

static const char *const url_attrs[] = {
    "href", "src",        "action",   "formaction", "poster",     "cite",        "data",
    "ping", "xlink:href", "manifest", "srcset",     "background", "imagesrcset", NULL};
static const char *const people_attrs[] = {"title",   "alt",     "aria-label",  "aria-description",
                                           "label",   "summary", "placeholder", "aria-valuetext",
                                           "content", NULL};

static void
need_value_place(void)
{
    switch (rd.here.where) {
    case TEXT:
    case QUOTED:
        return;
    case RAW:
        refuse("no value inside <%s>", rd.here.tag);
    case AFTER_EQ:
        refuse("quote the attribute %s: a value in an unquoted attribute is refused", rd.here.attr);
    case COMMENT:
    case DECLARATION:
    case TAG_NAME:
    case IN_TAG:
    case ATTR_NAME:
        refuse("no value inside a tag: only in a quoted attribute");
    }
}

/* In an attribute that holds an address a value is the whole of it, or a fragment. */
static bool
is_fragment(const char *tag, size_t begin)
{
    return tag[0] != '#' && begin >= 2 && rd.text[begin - 1] == '#' && rd.text[begin - 2] == '"';
}

static void
address_value(const char *tag, size_t begin)
{
    char e[TAG_LENGTH];
    if (rd.text[rd.at] != '"')
        refuse("an address is one value: %s=\"{url x}\"", rd.here.attr);
    if (is_fragment(tag, begin))
        c_line("html_fragment(h, %s);", path(tag, e, sizeof e));
    else if (starts(tag, "url ") && rd.text[begin - 1] == '"')
        c_line("html_url(h, %s);", path(tag + 4, e, sizeof e));
    else
        refuse("only %s=\"{url x}\" with a struct url, or \"#{x}\"", rd.here.attr);
}

static void
value(const char *tag)
{
    char e[TAG_LENGTH];
    bool for_people = rd.here.where == TEXT || is_one_of(rd.here.attr, people_attrs);
    if (starts(tag, "url "))
        c_line("html_url(h, %s);", path(tag + 4, e, sizeof e));
    else if (starts(tag, "long "))
        c_line("html_long(h, %s);", path(tag + 5, e, sizeof e));
    else if (starts(tag, "plain "))
        c_line("html_attr(h, %s);", path(tag + 6, e, sizeof e));
    else if (tag[0] == '#')
        c_line("html_size(h, i_%s + 1);", tag + 1);
    else
        c_line("%s(h, %s);", for_people ? "html_value" : "html_attr", path(tag, e, sizeof e));
}

/* {t ID arg arg} or {t path arg arg} */
static void
translated(char *tag)
{
    char e[TAG_LENGTH];
    char *id = strsep(&tag, " ");
    size_t n = 0;
    flush();
    if (isupper((unsigned char)id[0]))
        c_line("html_message(h, MSG_%s,", id);
    else
        c_line("html_message(h, %s,", path(id, e, sizeof e));
    fputs(tag ? "        ((const struct msg_arg[]){" : "        NULL", rd.out);
    for (char *arg; (arg = strsep(&tag, " "));) {
        if (*arg)
            fprintf(rd.out, "%sMSG_ARG(%s)", n++ ? ", " : "", path(arg, e, sizeof e));
    }
    fprintf(rd.out, n ? "}), %zu);\n" : ", %zu);\n", n);
}

/* --- Blocks --------------------------------------------------------------- */

static void
open_block(enum block_kind kind)
{
    if (depth == DEPTH)
        refuse("too many blocks inside one another");
    blocks[depth++] = (struct block){.kind = kind, .line = rd.line, .place = rd.here};
}

static void
same_place(const struct block *b)
{
    if (b->place.where != rd.here.where || strcmp(b->place.tag, rd.here.tag) != 0 ||
        (rd.here.where == QUOTED && strcmp(b->place.attr, rd.here.attr) != 0))
        refuse("the block of line %d ends at another place of the HTML than it began", b->line);
}

static struct block *
top(const char *tag)
{
    if (depth == 0)
        refuse("{%s} without a beginning", tag);
    same_place(&blocks[depth - 1]);
    return &blocks[depth - 1];
}

static void
open_if(const char *word, const char *tag)
{
    char e[TAG_LENGTH];
    bool negated = tag[0] == '!';
    c_line("%s (%shtml_truth(%s)) {", word, negated ? "!" : "", path(tag + negated, e, sizeof e));
}

static void
open_each(char *tag)
{
    char e[TAG_LENGTH];
    char *item = strsep(&tag, " ");
    char *in = strsep(&tag, " ");
    if (!tag || strcmp(in, "in") != 0 || strlen(item) >= NAME)
        refuse("want {each item in list}");
    if (strcmp(item, "h") == 0 || strcmp(item, "v") == 0)
        refuse("an item may not be called h or v");
    path(tag, e, sizeof e);
    c_line("for (size_t i_%s = 0; i_%s < %s.n; i_%s++) {", item, item, e, item);
    c_line("const __typeof__(*%s.v) *const %s = &%s.v[i_%s]; (void)%s;", e, item, e, item, item);
    open_block(BLOCK_EACH);
    snprintf(blocks[depth - 1].item, NAME, "%s", item);
    snprintf(blocks[depth - 1].list, TAG_LENGTH, "%s", e);
}

static void
else_block(const char *tag)
{
    struct block *b = top(tag);
    if (b->kind != BLOCK_IF)
        refuse("{else} belongs to an {if}");
    if (starts(tag, "else if ")) {
        c_line("}");
        open_if("else if", tag + 8);
        return;
    }
    b->kind = BLOCK_ELSE;
    c_line("} else {");
}

static void
empty_block(void)
{
    struct block *b = top("empty");
    if (b->kind != BLOCK_EACH)
        refuse("{empty} belongs to an {each}");
    b->kind = BLOCK_EMPTY;
    c_line("}");
    c_line("if (%s.n == 0) {", b->list);
}

static void
close_block(const char *tag)
{
    struct block *b = top(tag);
    bool is_if = b->kind == BLOCK_IF || b->kind == BLOCK_ELSE;
    if (strcmp(tag, is_if ? "/if" : "/each") != 0)
        refuse("{%s} closes the block of line %d", tag, b->line);
    c_line("}");
    depth--;
}

/* {> name path} and {@name path} */
static void
call(const char *prefix, char *tag)
{
    char e[TAG_LENGTH];
    while (*tag == ' ')
        tag++;
    char *name = strsep(&tag, " ");
    for (const char *p = name; *p; p++)
        if (!is_word_char(*p))
            refuse("'%s' is not a name", name);
    if (!tag)
        refuse("want a name and what to give it");
    if (rd.here.where != TEXT)
        refuse("only between tags");
    c_line("%s_%s(h, HTML_POINTER(%s));", prefix, name, path(tag, e, sizeof e));
}

static bool
block_construct(char *tag)
{
    if (starts(tag, "if "))
        open_if("if", tag + 3), open_block(BLOCK_IF);
    else if (starts(tag, "each "))
        open_each(tag + 5);
    else if (strcmp(tag, "else") == 0 || starts(tag, "else if "))
        else_block(tag);
    else if (strcmp(tag, "empty") == 0)
        empty_block();
    else if (tag[0] == '/')
        close_block(tag);
    else
        return false;
    return true;
}

/* In a tag the next attribute keeps its distance: what was left out leaves no gap to glue. */
static void
after_block(bool in_tag)
{
    if (in_tag && !strchr(" \n\t>/{", rd.text[rd.at]))
        refuse("inside a tag a space follows this");
}

void
construct(void)
{
    char tag[TAG_LENGTH] = "";
    size_t begin = rd.at, n = 0;
    for (rd.at++; rd.at < rd.n && rd.text[rd.at] != '}'; rd.at++) {
        if (n + 1 == sizeof tag || rd.text[rd.at] == '\n' || rd.text[rd.at] == '{')
            refuse("a construct is not closed");
        tag[n++] = rd.text[rd.at];
    }
    tag[n] = 0;
    rd.at++;
    if (rd.here.where == TAG_NAME || rd.here.where == ATTR_NAME)
        end_of_name();
    bool in_tag = rd.here.where == IN_TAG;
    bool address = rd.here.where == QUOTED && is_one_of(rd.here.attr, url_attrs);
    if (!in_tag)
        need_value_place();
    if (address)
        address_value(tag, begin);
    else if (block_construct(tag))
        after_block(in_tag);
    else if (in_tag)
        need_value_place();
    else if (tag[0] == '>')
        call("view", tag + 1);
    else if (tag[0] == '@')
        call("html", tag + 1);
    else if (starts(tag, "t "))
        translated(tag + 2);
    else
        value(tag);
}

void
no_open_block(void)
{
    if (depth)
        refuse("the block of line %d is not closed", blocks[depth - 1].line);
}
