// SPDX-License-Identifier: EUPL-1.2
/*
 * rooms rooms.txt FILE…: the dependency law of the house. A line `room: others`
 * names the rooms whose headers a room may include; only rooms of earlier lines
 * count as others, so the law itself cannot hold a cycle. `store/read_` opens
 * only the headers that begin so. Feature folders of web do not include one
 * another; what two share lies in web/page/ or web/gate/.
 */
#include "lex.h"

#include <stdio.h>

struct law {
    struct str room[30], may[30];
    size_t n;
};

static struct law law;
static int breaches;

static void
breach(struct str path, int line, struct str what, struct str whom)
{
    printf("%" STR_FMT ":%d: may not include \"%" STR_FMT "\": %" STR_FMT "\n", STR_ARG(path), line,
           STR_ARG(whom), STR_ARG(what));
    breaches++;
}

static bool
is_earlier(struct str word)
{
    struct str rest = word, room = str_cut(&rest, '/');
    for (size_t i = 0; i < law.n; i++)
        if (str_eq(law.room[i], room))
            return true;
    return false;
}

/* Reads the law, refusing a room that names itself or one below it. */
static void
law_read(struct arena *a, const char *path)
{
    struct str text = file_read(a, path);
    for (int line = 1; text.p && law.n < COUNT(law.room); line++) {
        struct str rest = str_cut(&text, '\n'), room = str_trim(str_cut(&rest, ':'));
        if (str_empty(room) || room.p[0] == '#')
            continue;
        struct str words = law.may[law.n] = str_trim(rest);
        while (words.p) {
            struct str word = str_cut(&words, ' ');
            if (!str_empty(word) && !is_earlier(word)) {
                printf("%s:%d: %" STR_FMT " names %" STR_FMT ", which is not above it\n", path,
                       line, STR_ARG(room), STR_ARG(word));
                breaches++;
            }
        }
        law.room[law.n++] = room;
    }
}

/* Does that line of the law open the header "room/file.h"? */
static bool
opens(struct str words, struct str header)
{
    struct str file = header, room = str_cut(&file, '/');
    while (words.p) {
        struct str word = str_cut(&words, ' ');
        if (str_eq(word, room))
            return true;
        if (str_find(word, '/') < word.n && str_starts(header, word))
            return true;
    }
    return false;
}

/* "dossier" for web/dossier/routes.h, empty for web/gate.h. */
static struct str
feature_of(struct str path)
{
    struct str rest = path;
    (void)str_cut(&rest, '/');
    struct str feature = str_cut(&rest, '/');
    return rest.p ? feature : S("");
}

static void
check_include(struct str path, size_t room, int line, struct str header)
{
    struct str rest = header, other = str_cut(&rest, '/');
    if (!rest.p)
        return; /* generated beside the build, such as msg.h: belongs to no room */
    if (str_eq(other, law.room[room])) {
        struct str mine = feature_of(str_sub(path, 4, path.n)), theirs = feature_of(header);
        if (str_eq(other, S("web")) && !str_empty(mine) && !str_empty(theirs) &&
            !str_eq(mine, theirs) && !str_eq(theirs, S("page")) && !str_eq(theirs, S("gate")))
            breach(path, line, S("features of web do not include one another"), header);
    } else if (!opens(law.may[room], header)) {
        breach(path, line, S("src/rooms.txt does not open that room to this one"), header);
    }
}

static void
check_file(struct arena *a, const char *name)
{
    struct str path = str_of(name), room = room_of(path);
    size_t i = 0;
    while (i < law.n && !str_eq(law.room[i], room))
        i++;
    if (i == law.n) {
        printf("%s: lies in no room of src/rooms.txt\n", name);
        breaches++;
        return;
    }
    struct lexer l = lexer_of(file_read(a, name));
    struct token before = {0}, t;
    for (; (t = lex(&l)).kind != TOKEN_END; before = t)
        if (t.directive && t.kind == TOKEN_STRING && token_is(&before, "include"))
            check_include(path, i, t.line, str_sub(t.text, 1, t.text.n - 2));
}

int
main(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, (size_t)1 << 28);
    if (argc < 2)
        return 2;
    law_read(&a, argv[1]);
    for (int i = 2; i < argc; i++)
        check_file(&a, argv[i]);
    printf("%d files, %zu rooms, %d breaches\n", argc - 2, law.n, breaches);
    arena_free(&a);
    return breaches || argc == 2;
}
