// SPDX-License-Identifier: EUPL-1.2
/*
 * htmlgen IN.html OUT.c: one template to one C function. The syntax is described
 * in src/render/README. The name comes from the path: web/dossier/show.html
 * gives void view_dossier_show(struct html *, const struct view_dossier_show *).
 *
 * It follows the HTML closely enough to know where a value stands, because that
 * decides what is safe; what a construct becomes is in htmlconstruct.c. It does
 * not check that elements are closed: the tests' HTML validator does.
 */
#include "htmlgen.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LITERAL 1800 /* under what C promises for one literal */

struct reading rd = {.line = 1};
static bool keeps_space;          /* inside pre or textarea */
static bool begun;                /* something has been put out: white space counts */
static char literal[LITERAL + 4]; /* a character that began before the limit is finished */
static size_t literal_n;

void
refuse(const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%s:%d: error: ", rd.path, rd.line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

bool
is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

bool
starts(const char *z, const char *word)
{
    return strncmp(z, word, strlen(word)) == 0;
}

/* --- Literal text --------------------------------------------------------- */

void
flush(void)
{
    if (literal_n == 0)
        return;
    fputs("    html_lit(h, \"", rd.out);
    for (size_t i = 0; i < literal_n; i++) {
        char c = literal[i];
        if (c == '\n')
            fputs("\\n", rd.out);
        else if (c == '"' || c == '\\' || c == '?')
            fprintf(rd.out, "\\%c", c);
        else
            fputc(c, rd.out);
    }
    fputs("\");\n", rd.out);
    literal_n = 0;
}

void
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
    while (rd.at < rd.n && isspace((unsigned char)rd.text[rd.at])) {
        if (keeps_space)
            put(rd.text[rd.at]);
        breaks |= rd.text[rd.at] == '\n';
        rd.line += rd.text[rd.at++] == '\n';
    }
    bool have = literal_n && isspace((unsigned char)literal[literal_n - 1]);
    if (!keeps_space && !have && begun)
        put(breaks && rd.here.where == TEXT ? '\n' : ' ');
}

void
c_line(const char *fmt, ...)
{
    va_list ap;
    flush();
    fprintf(rd.out, "#line %d \"%s\"\n    ", rd.line, rd.path);
    va_start(ap, fmt);
    vfprintf(rd.out, fmt, ap);
    va_end(ap);
    fputc('\n', rd.out);
    begun = true;
}

bool
is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
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
    if (starts(rd.here.attr, "on") || strcmp(rd.here.attr, "style") == 0 ||
        strcmp(rd.here.attr, "srcdoc") == 0 || strcmp(rd.here.attr, "http-equiv") == 0)
        refuse("the attribute %s is refused: pages carry no inline script and no inline style",
               rd.here.attr);
}

void
end_of_name(void)
{
    if (rd.here.where == ATTR_NAME)
        end_attr_name();
    rd.here.where = IN_TAG;
    rd.here.attr[0] = 0;
}

static void
end_tag(void)
{
    bool closing = rd.here.tag[0] == '/';
    const char *name = rd.here.tag + closing;
    bool keeps = strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0;
    if (keeps)
        keeps_space = !closing;
    bool raw = !closing && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0);
    rd.here.where = raw ? RAW : TEXT;
    if (!raw)
        rd.here.tag[0] = 0;
    rd.here.attr[0] = 0;
}

static void
begin_markup(void)
{
    if (starts(rd.text + rd.at, "<!--")) {
        rd.here.where = COMMENT;
        return;
    }
    char next = rd.text[rd.at + 1];
    if (next == '!')
        rd.here.where = DECLARATION;
    else if (isalpha((unsigned char)next) || next == '/')
        rd.here.where = TAG_NAME;
    else
        refuse("write &lt; for <");
    rd.here.tag[0] = 0;
    put(rd.text[rd.at++]);
}

static void
tag_char(char c)
{
    if (c == '>') {
        if (rd.here.where == ATTR_NAME)
            end_attr_name();
        end_tag();
    } else if (rd.here.where == AFTER_EQ) {
        if (c != '"')
            refuse("write %s=\"…\" with double quotes", rd.here.attr);
        rd.here.where = QUOTED;
    } else if (c == '=') {
        if (rd.here.where != ATTR_NAME)
            refuse("= without a name");
        end_attr_name();
        rd.here.where = AFTER_EQ;
    } else if (rd.here.where == TAG_NAME) {
        add(rd.here.tag, c);
    } else if (c != '/') {
        if (rd.here.where == IN_TAG)
            rd.here.attr[0] = 0;
        rd.here.where = ATTR_NAME;
        add(rd.here.attr, c);
    }
    put(c);
    rd.at++;
}

static void
tag_space(void)
{
    if (rd.here.where == AFTER_EQ)
        refuse("no space after =");
    end_of_name();
    put_space();
}

static void
comment_char(void)
{
    rd.line += rd.text[rd.at] == '\n';
    if (starts(rd.text + rd.at, "-->")) {
        rd.at += 3;
        rd.here.where = TEXT;
    } else {
        rd.at++;
    }
}

static void
raw_char(char c)
{
    if (c == '{')
        refuse("no brace inside <%s>: put it in an asset", rd.here.tag);
    if (c == '<' && rd.text[rd.at + 1] == '/') {
        rd.here.where = TEXT;
        return;
    }
    rd.line += c == '\n';
    put(c);
    rd.at++;
}

static void
text_char(char c)
{
    if (c == '<' && rd.here.where == TEXT) {
        begin_markup();
        return;
    }
    if (c == '"' && rd.here.where == QUOTED)
        rd.here.where = IN_TAG;
    if (c == '>' && rd.here.where == DECLARATION)
        rd.here.where = TEXT;
    put(c);
    rd.at++;
}

static void
step(void)
{
    char c = rd.text[rd.at];
    bool in_tag = rd.here.where == TAG_NAME || rd.here.where == IN_TAG ||
                  rd.here.where == ATTR_NAME || rd.here.where == AFTER_EQ;
    if (rd.here.where == COMMENT) {
        comment_char();
    } else if (rd.here.where == RAW) {
        raw_char(c);
    } else if (c == '{' && rd.text[rd.at + 1] == '{') {
        put(c);
        rd.at += 2;
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
    FILE *f = fopen(rd.path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        refuse("cannot be read");
    rd.n = (size_t)ftell(f);
    rewind(f);
    rd.text = calloc(1, rd.n + 8); /* zeros after the end: looking ahead is safe */
    if (!rd.text || fread(rd.text, 1, rd.n, f) != rd.n)
        refuse("cannot be read");
    fclose(f);
}

/* The last folder and the file without its ending: dossier_show. */
static void
view_name(char *to)
{
    const char *base = strrchr(rd.path, '/');
    const char *folder = base;
    while (folder && folder > rd.path && folder[-1] != '/')
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

/* <!-- web/dossier/show.h --> or <!-- web/page/frame.h: struct frame --> */
static void
head(void)
{
    char header[TAG_LENGTH], type[TAG_LENGTH], name[NAME];
    view_name(name);
    int n = sscanf(rd.text, "<!-- %200[a-z0-9_/.]: struct %100[a-z0-9_] -->", header, type);
    if (n < 1)
        refuse("the first line names the header: <!-- web/feature/file.h -->");
    if (n < 2)
        snprintf(type, sizeof type, "view_%s", name);
    fprintf(rd.out, "/* Generated by htmlgen from %s. */\n", rd.path);
    fprintf(rd.out, "#include \"%s\"\n\n#include \"render/html.h\"\n\n", header);
    fprintf(rd.out, "void\nview_%s(struct html *h, const struct %s *v)\n{\n    (void)v;\n", name,
            type);
}

int
main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: htmlgen IN.html OUT.c\n");
        return 2;
    }
    rd.path = argv[1];
    rd.out = fopen(argv[2], "w");
    if (!rd.out)
        refuse("cannot write %s", argv[2]);
    read_in();
    head();
    while (rd.at < rd.n)
        step();
    no_open_block();
    if (rd.here.where != TEXT)
        refuse("the file ends inside a tag");
    flush();
    fprintf(rd.out, "}\n");
    return fclose(rd.out) != 0;
}
