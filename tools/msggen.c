// SPDX-License-Identifier: EUPL-1.2
/*
 * Messages for people. The source text is English in messages.def, one line a
 * message: "ID | text with {0} {1} | plural text". Translations are gettext
 * files, found by msgctxt = ID; msgid must still be the English text, otherwise
 * the translation is stale and does not count.
 *
 *     msggen header OUT.h DEF…                       the enum of all ids
 *     msggen catalogue OUT.c DEF… -- LANG PO… -- …   the tables of all languages
 *     msggen check DEF… -- LANG PO… -- …             lists what is missing or stale
 *
 * It does not refuse a missing translation in the build (English stands in):
 * the check, which is a test, does.
 */
#define _GNU_SOURCE /* strsep; the build machine's programs get no project flags */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES 6000
#define LANGUAGES 4
#define LINE 4000

struct message {
    char *id, *one, *many; /* English; many is NULL without a plural */
    char *told[LANGUAGES]; /* the translation, NULL when missing */
    bool stale[LANGUAGES];
};

static struct message messages[MESSAGES];
static size_t message_count;
static const char *languages[LANGUAGES];
static size_t language_count;
static size_t faults;

static void
fault(const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "%s:%d: ", file, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    faults++;
}

static void
die(const char *what, const char *name)
{
    fprintf(stderr, "msggen: %s %s\n", what, name);
    exit(1);
}

static char *
copy(const char *z)
{
    char *p = strdup(z);
    if (!p)
        die("no memory for", z);
    return p;
}

static char *
trim(char *z)
{
    while (isspace((unsigned char)*z))
        z++;
    size_t n = strlen(z);
    while (n && isspace((unsigned char)z[n - 1]))
        z[--n] = 0;
    return z;
}

static struct message *
find(const char *id)
{
    for (size_t i = 0; i < message_count; i++)
        if (strcmp(messages[i].id, id) == 0)
            return &messages[i];
    return NULL;
}

static FILE *
open_or_die(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f)
        die("cannot open", path);
    return f;
}

static bool
is_id(const char *z)
{
    if (!isupper((unsigned char)*z))
        return false;
    for (; *z; z++)
        if (!isupper((unsigned char)*z) && !isdigit((unsigned char)*z) && *z != '_')
            return false;
    return true;
}

static void
read_row(const char *path, int number, char *row)
{
    char *rest = row;
    char *id = trim(strsep(&rest, "|"));
    char *one = rest ? trim(strsep(&rest, "|")) : NULL;
    char *many = rest ? trim(strsep(&rest, "|")) : NULL;
    if (!is_id(id) || !one || !*one || rest) {
        fault(path, number, "want ID | text | plural text");
        return;
    }
    if (find(id)) {
        fault(path, number, "%s is there already", id);
        return;
    }
    if (message_count == MESSAGES)
        die("too many messages in", path);
    messages[message_count++] = (struct message){
        .id = copy(id), .one = copy(one), .many = many && *many ? copy(many) : NULL};
}

static void
read_def(const char *path)
{
    FILE *f = open_or_die(path, "r");
    char line[LINE];
    for (int number = 1; fgets(line, sizeof line, f); number++) {
        char *row = trim(line);
        if (*row && *row != '#')
            read_row(path, number, row);
    }
    fclose(f);
}

/* One entry of a .po file while it is being read. */
struct entry {
    char id[LINE], one[LINE], told[LINE];
    bool fuzzy;
    int line;
};

/* Appends what the quoted string in row says. */
static void
unquote(const char *path, int number, const char *row, char *to)
{
    const char *p = strchr(row, '"');
    size_t n = strlen(to);
    if (!p)
        return;
    for (p++; *p && *p != '"'; p++) {
        char c = *p;
        if (c == '\\' && p[1])
            c = *++p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
        if (n + 1 >= LINE) {
            fault(path, number, "too long");
            return;
        }
        to[n++] = c;
    }
    to[n] = 0;
}

/* {0} and {1} must be in both or in neither; they may change places. */
static bool
same_gaps(const struct message *m, const char *told)
{
    static const char *const gaps[] = {"{0}", "{1}", "{2}", "{3}"};
    const char *english = m->many ? m->many : m->one;
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++)
        if (!strstr(english, gaps[i]) != !strstr(told, gaps[i]))
            return false;
    return true;
}

static void
end_entry(const char *path, struct entry *e, size_t language)
{
    if (e->id[0]) {
        struct message *m = find(e->id);
        if (!m)
            fault(path, e->line, "no message %s", e->id);
        else if (m->told[language])
            fault(path, e->line, "%s is translated twice", e->id);
        else if (strcmp(m->one, e->one) != 0 || e->fuzzy)
            m->stale[language] = true;
        else if (e->told[0] && !same_gaps(m, e->told))
            fault(path, e->line, "%s: the gaps {0} {1} differ from the English", e->id);
        else if (e->told[0])
            m->told[language] = copy(e->told);
    }
    *e = (struct entry){.line = 0};
}

static bool
starts(const char *row, const char *word)
{
    return strncmp(row, word, strlen(word)) == 0;
}

/* The part of the entry that a line of this keyword begins; NULL for one we skip. */
static char *
part(struct entry *e, const char *row)
{
    static char skipped[LINE];
    skipped[0] = 0;
    if (starts(row, "msgctxt "))
        return e->id;
    if (starts(row, "msgid "))
        return e->one;
    if (starts(row, "msgstr ") || starts(row, "msgstr[0] "))
        return e->told;
    return skipped;
}

static void
read_po(const char *path, size_t language)
{
    static struct entry e;
    static char line[LINE];
    FILE *f = open_or_die(path, "r");
    char *to = NULL;
    e = (struct entry){.line = 0};
    for (int number = 1; fgets(line, sizeof line, f); number++) {
        char *row = trim(line);
        if (!*row || starts(row, "msgctxt ") || (starts(row, "#") && e.told[0]))
            end_entry(path, &e, language);
        if (starts(row, "#, fuzzy"))
            e.fuzzy = true;
        if (!*row || *row == '#')
            continue;
        if (*row != '"')
            to = part(&e, row);
        if (starts(row, "msgctxt "))
            e.line = number;
        if (to)
            unquote(path, number, row, to);
    }
    end_entry(path, &e, language);
    fclose(f);
}

/* Reads DEF… -- LANG PO… -- LANG PO… */
static void
read_all(char **arg, int n)
{
    int i = 0;
    for (; i < n && strcmp(arg[i], "--") != 0; i++)
        read_def(arg[i]);
    while (i + 1 < n) {
        if (language_count == LANGUAGES)
            die("too many languages at", arg[i + 1]);
        languages[language_count] = arg[++i];
        for (i++; i < n && strcmp(arg[i], "--") != 0; i++)
            read_po(arg[i], language_count);
        language_count++;
    }
}

static void
write_header(FILE *out)
{
    fprintf(out, "/* Generated by msggen. */\n#ifndef MSG_H\n#define MSG_H\n");
    fprintf(out, "enum msg {\n    MSG_NONE,\n");
    for (size_t i = 0; i < message_count; i++)
        fprintf(out, "    MSG_%s,\n", messages[i].id);
    fprintf(out, "};\nenum { MSG_COUNT = %zu };\n#endif\n", message_count + 1);
}

static void
write_literal(FILE *out, const char *z)
{
    fputs("STR(\"", out);
    for (; *z; z++) {
        if (*z == '\n')
            fputs("\\n", out);
        else if (*z == '"' || *z == '\\')
            fprintf(out, "\\%c", *z);
        else
            fputc(*z, out);
    }
    fputs("\")", out);
}

/* Whether a page can print it as it is: one form, no gap, nothing to escape. */
static bool
is_plain(const char *one, const char *many)
{
    return !many && !strpbrk(one, "{&<>\"'\n");
}

static void
write_text(FILE *out, const struct message *m, const char *one, const char *many)
{
    fprintf(out, "    [MSG_%s] = {", m->id);
    write_literal(out, one);
    if (many) {
        fputs(", ", out);
        write_literal(out, many);
    }
    fputs(is_plain(one, many) ? ", .is_plain = true},\n" : "},\n", out);
}

static void
write_language(FILE *out, size_t language)
{
    fprintf(out, "const struct msg_text msg_texts_%s[MSG_COUNT] = {\n", languages[language]);
    for (size_t i = 0; i < message_count; i++) {
        const struct message *m = &messages[i];
        const char *told = m->told[language];
        write_text(out, m, told ? told : m->one, told ? NULL : m->many);
    }
    fprintf(out, "};\n");
}

static void
write_catalogue(FILE *out)
{
    fprintf(out, "/* Generated by msggen. */\n#include \"render/lang.h\"\n"
                 "const struct msg_text msg_texts_en[MSG_COUNT] = {\n");
    for (size_t i = 0; i < message_count; i++)
        write_text(out, &messages[i], messages[i].one, messages[i].many);
    fprintf(out, "};\n");
    for (size_t i = 0; i < language_count; i++)
        write_language(out, i);
    fprintf(out, "const struct str msg_ids[MSG_COUNT] = {\n");
    for (size_t i = 0; i < message_count; i++)
        fprintf(out, "    [MSG_%s] = STR(\"%s\"),\n", messages[i].id, messages[i].id);
    fprintf(out, "};\n");
}

static void
check_all(void)
{
    size_t told = 0;
    for (size_t i = 0; i < message_count; i++) {
        for (size_t k = 0; k < language_count; k++) {
            const struct message *m = &messages[i];
            told += m->told[k] != NULL;
            if (m->told[k])
                continue;
            fprintf(stderr, "%s %s: %s (%s)\n", languages[k], m->stale[k] ? "stale" : "missing",
                    m->id, m->one);
            faults++;
        }
    }
    printf("%zu messages, %zu translations\n", message_count, told);
}

int
main(int argc, char **argv)
{
    if (argc < 3)
        die("usage: msggen", "header|catalogue OUT DEF… | check DEF…");
    if (strcmp(argv[1], "check") == 0) {
        read_all(argv + 2, argc - 2);
        check_all();
        return faults != 0;
    }
    read_all(argv + 3, argc - 3);
    FILE *out = open_or_die(argv[2], "w");
    if (strcmp(argv[1], "header") == 0)
        write_header(out);
    else
        write_catalogue(out);
    return fclose(out) != 0 || faults != 0;
}
