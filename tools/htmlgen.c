// SPDX-License-Identifier: EUPL-1.2
/*
 * htmlgen IN.html OUT.c: one template to one C function. The syntax is described
 * in src/render/README. The name comes from the path: web/dossier/show.html
 * gives void view_dossier_show(struct html *, const struct view_dossier_show *).
 *
 * It follows the HTML closely enough to know where a value stands, because that
 * decides what is safe: in text and in quoted attributes it is escaped, in an
 * address only a struct url is taken, in script, style, event handlers, unquoted
 * attributes and names no value is accepted at all. What a value's type allows is
 * left to the C compiler, which complains at the template's line through #line.
 */
#define _GNU_SOURCE /* strsep; the build machine's programs get no project flags */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME 64
#define DEPTH 24
#define TAG_LENGTH 400
#define LITERAL 1800 /* under what C promises for one literal */

enum where { TEXT, COMMENT, DECLARATION, TAG_NAME, IN_TAG, ATTR_NAME, AFTER_EQ, QUOTED, RAW };

/* Where the reader stands in the HTML. Branches of an if must end where they began. */
struct place {
    enum where where;
    char tag[NAME], attr[NAME];
};

enum block_kind { BLOCK_IF, BLOCK_ELSE, BLOCK_EACH, BLOCK_EMPTY };

struct block {
    enum block_kind kind;
    int line;
    struct place place;
    char item[NAME], list[TAG_LENGTH];
};

static const char *in_path;
static char *text;
static size_t text_n, at;
static int line = 1;
static struct place here;
static struct block blocks[DEPTH];
static size_t depth;
static bool keeps_space; /* inside pre or textarea */
static bool begun;       /* something has been put out: white space counts */
static char literal[LITERAL + 4]; /* a character that began before the limit is finished */
static size_t literal_n;
static FILE *out;

__attribute__((noreturn)) static void
refuse(const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%s:%d: error: ", in_path, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

static bool
is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

static bool
starts(const char *z, const char *word)
{
    return strncmp(z, word, strlen(word)) == 0;
}

/* --- Literal text --------------------------------------------------------- */

static void
flush(void)
{
    if (literal_n == 0)
        return;
    fputs("    html_lit(h, \"", out);
    for (size_t i = 0; i < literal_n; i++) {
        char c = literal[i];
        if (c == '\n')
            fputs("\\n", out);
        else if (c == '"' || c == '\\' || c == '?')
            fprintf(out, "\\%c", c);
        else
            fputc(c, out);
    }
    fputs("\");\n", out);
    literal_n = 0;
}

static void
put(char c)
{
    bool continues = ((unsigned char)c & 0xC0) == 0x80;
    if (literal_n == sizeof literal || (literal_n >= LITERAL && !continues))
        flush();
    literal[literal_n++] = c;
    begun = true;
}

/* A run of white space: one space, or one line break, unless the element keeps it. */
static void
put_space(void)
{
    bool breaks = false;
    while (at < text_n && isspace((unsigned char)text[at])) {
        if (keeps_space)
            put(text[at]);
        breaks |= text[at] == '\n';
        line += text[at++] == '\n';
    }
    bool have = literal_n && isspace((unsigned char)literal[literal_n - 1]);
    if (!keeps_space && !have && begun)
        put(breaks && here.where == TEXT ? '\n' : ' ');
}

/* --- C ---------------------------------------------------------------------*/

__attribute__((format(printf, 1, 2))) static void
c_line(const char *fmt, ...)
{
    va_list ap;
    flush();
    fprintf(out, "#line %d \"%s\"\n    ", line, in_path);
    va_start(ap, fmt);
    vfprintf(out, fmt, ap);
    va_end(ap);
    fputc('\n', out);
    begun = true;
}

static bool
is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

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

static const char *const url_attrs[] = {"href",       "src",  "action",     "formaction", "poster", "cite",
                                        "data",       "ping", "xlink:href", "manifest",   "srcset", "background",
                                        "imagesrcset", NULL};
static const char *const people_attrs[] = {"title", "alt",     "aria-label", "aria-description",
                                           "label", "summary", "placeholder", "aria-valuetext",
                                           "content", NULL};

static void
need_value_place(void)
{
    switch (here.where) {
    case TEXT:
    case QUOTED:
        return;
    case RAW:
        refuse("no value inside <%s>", here.tag);
    case AFTER_EQ:
        refuse("quote the attribute %s: a value in an unquoted attribute is refused", here.attr);
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
    return tag[0] != '#' && begin >= 2 && text[begin - 1] == '#' && text[begin - 2] == '"';
}

static void
address_value(const char *tag, size_t begin)
{
    char e[TAG_LENGTH];
    if (text[at] != '"')
        refuse("an address is one value: %s=\"{url x}\"", here.attr);
    if (is_fragment(tag, begin))
        c_line("html_fragment(h, %s);", path(tag, e, sizeof e));
    else if (starts(tag, "url ") && text[begin - 1] == '"')
        c_line("html_url(h, %s);", path(tag + 4, e, sizeof e));
    else
        refuse("only %s=\"{url x}\" with a struct url, or \"#{x}\"", here.attr);
}

static void
value(const char *tag)
{
    char e[TAG_LENGTH];
    bool for_people = here.where == TEXT || is_one_of(here.attr, people_attrs);
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
    fputs(tag ? "        ((const struct msg_arg[]){" : "        NULL", out);
    for (char *arg; (arg = strsep(&tag, " "));) {
        if (*arg)
            fprintf(out, "%sMSG_ARG(%s)", n++ ? ", " : "", path(arg, e, sizeof e));
    }
    fprintf(out, n ? "}), %zu);\n" : ", %zu);\n", n);
}

/* --- Blocks --------------------------------------------------------------- */

static void
open_block(enum block_kind kind)
{
    if (depth == DEPTH)
        refuse("too many blocks inside one another");
    blocks[depth++] = (struct block){.kind = kind, .line = line, .place = here};
}

static void
same_place(const struct block *b)
{
    if (b->place.where != here.where || strcmp(b->place.tag, here.tag) != 0 ||
        (here.where == QUOTED && strcmp(b->place.attr, here.attr) != 0))
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
    if (here.where != TEXT)
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

static void
construct(void)
{
    char tag[TAG_LENGTH];
    size_t begin = at, n = 0;
    for (at++; at < text_n && text[at] != '}'; at++) {
        if (n + 1 == sizeof tag || text[at] == '\n' || text[at] == '{')
            refuse("a construct is not closed");
        tag[n++] = text[at];
    }
    tag[n] = 0;
    at++;
    bool in_tag = here.where == IN_TAG;
    bool address = here.where == QUOTED && is_one_of(here.attr, url_attrs);
    if (!in_tag)
        need_value_place();
    if (address)
        address_value(tag, begin);
    else if (block_construct(tag))
        return;
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

/* --- The HTML ------------------------------------------------------------- */

static void
add(char *name, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= NAME)
        refuse("a name is too long");
    name[n] = (char)tolower((unsigned char)c);
    name[n + 1] = 0;
}

static void
end_attr_name(void)
{
    if (starts(here.attr, "on") || strcmp(here.attr, "style") == 0 ||
        strcmp(here.attr, "srcdoc") == 0 || strcmp(here.attr, "http-equiv") == 0)
        refuse("the attribute %s is refused: pages carry no inline script and no inline style",
               here.attr);
}

static void
end_tag(void)
{
    bool closing = here.tag[0] == '/';
    const char *name = here.tag + closing;
    bool keeps = strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0;
    if (keeps)
        keeps_space = !closing;
    bool raw = !closing && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0);
    here.where = raw ? RAW : TEXT;
    if (!raw)
        here.tag[0] = 0;
    here.attr[0] = 0;
}

static void
begin_markup(void)
{
    if (starts(text + at, "<!--")) {
        here.where = COMMENT;
        return;
    }
    char next = text[at + 1];
    if (next == '!')
        here.where = DECLARATION;
    else if (isalpha((unsigned char)next) || next == '/')
        here.where = TAG_NAME;
    else
        refuse("write &lt; for <");
    here.tag[0] = 0;
    put(text[at++]);
}

static void
tag_char(char c)
{
    if (c == '>') {
        if (here.where == ATTR_NAME)
            end_attr_name();
        end_tag();
    } else if (here.where == AFTER_EQ) {
        if (c != '"')
            refuse("write %s=\"…\" with double quotes", here.attr);
        here.where = QUOTED;
    } else if (c == '=') {
        if (here.where != ATTR_NAME)
            refuse("= without a name");
        end_attr_name();
        here.where = AFTER_EQ;
    } else if (here.where == TAG_NAME) {
        add(here.tag, c);
    } else if (c != '/') {
        if (here.where == IN_TAG)
            here.attr[0] = 0;
        here.where = ATTR_NAME;
        add(here.attr, c);
    }
    put(c);
    at++;
}

static void
tag_space(void)
{
    if (here.where == AFTER_EQ)
        refuse("no space after =");
    if (here.where == ATTR_NAME)
        end_attr_name();
    here.where = IN_TAG;
    put_space();
}

static void
comment_char(void)
{
    line += text[at] == '\n';
    if (starts(text + at, "-->")) {
        at += 3;
        here.where = TEXT;
    } else {
        at++;
    }
}

static void
raw_char(char c)
{
    if (c == '{')
        refuse("no brace inside <%s>: put it in an asset", here.tag);
    if (c == '<' && text[at + 1] == '/') {
        here.where = TEXT;
        return;
    }
    line += c == '\n';
    put(c);
    at++;
}

static void
text_char(char c)
{
    if (c == '<' && here.where == TEXT) {
        begin_markup();
        return;
    }
    if (c == '"' && here.where == QUOTED)
        here.where = IN_TAG;
    if (c == '>' && here.where == DECLARATION)
        here.where = TEXT;
    put(c);
    at++;
}

static void
step(void)
{
    char c = text[at];
    bool in_tag = here.where == TAG_NAME || here.where == IN_TAG || here.where == ATTR_NAME ||
                  here.where == AFTER_EQ;
    if (here.where == COMMENT) {
        comment_char();
    } else if (here.where == RAW) {
        raw_char(c);
    } else if (c == '{' && text[at + 1] == '{') {
        put(c);
        at += 2;
    } else if (c == '{') {
        construct();
    } else if (isspace((unsigned char)c)) {
        if (in_tag)
            tag_space();
        else
            put_space();
    } else if (in_tag) {
        tag_char(c);
    } else {
        text_char(c);
    }
}

/* --- The file ------------------------------------------------------------- */

static void
read_in(void)
{
    FILE *f = fopen(in_path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        refuse("cannot be read");
    text_n = (size_t)ftell(f);
    rewind(f);
    text = calloc(1, text_n + 8); /* zeros after the end: looking ahead is safe */
    if (!text || fread(text, 1, text_n, f) != text_n)
        refuse("cannot be read");
    fclose(f);
}

/* The last folder and the file without its ending: dossier_show. */
static void
view_name(char *to)
{
    const char *base = strrchr(in_path, '/');
    const char *folder = base;
    while (folder && folder > in_path && folder[-1] != '/')
        folder--;
    if (!folder)
        refuse("a template lies in its feature's folder");
    int n = snprintf(to, NAME, "%s", folder);
    char *end = n < NAME ? strstr(to, ".html") : NULL;
    if (!end)
        refuse("a template's name ends in .html");
    *end = 0;
    for (char *p = to; *p; p++) {
        if (*p == '/')
            *p = '_';
        if (!is_word_char(*p))
            refuse("a template's name is made of letters, digits and _");
    }
}

/* <!-- web/dossier/show.h --> or <!-- web/layout/frame.h: struct frame --> */
static void
head(void)
{
    char header[TAG_LENGTH], type[TAG_LENGTH], name[NAME];
    view_name(name);
    int n = sscanf(text, "<!-- %200[a-z0-9_/.]: struct %100[a-z0-9_] -->", header, type);
    if (n < 1)
        refuse("the first line names the header: <!-- web/feature/file.h -->");
    if (n < 2)
        snprintf(type, sizeof type, "view_%s", name);
    fprintf(out, "/* Generated by htmlgen from %s. */\n", in_path);
    fprintf(out, "#include \"%s\"\n\n#include \"render/html.h\"\n\n", header);
    fprintf(out, "void\nview_%s(struct html *h, const struct %s *v)\n{\n    (void)v;\n", name, type);
}

int
main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: htmlgen IN.html OUT.c\n");
        return 2;
    }
    in_path = argv[1];
    out = fopen(argv[2], "w");
    if (!out)
        refuse("cannot write %s", argv[2]);
    read_in();
    head();
    while (at < text_n)
        step();
    if (depth)
        refuse("the block of line %d is not closed", blocks[depth - 1].line);
    if (here.where != TEXT)
        refuse("the file ends inside a tag");
    flush();
    fprintf(out, "}\n");
    return fclose(out) != 0;
}
