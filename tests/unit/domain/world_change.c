// SPDX-License-Identifier: EUPL-1.2
/*
 * From one world to another: the shipped files, with something put in place of
 * something else. What is printed is read again; what differs is told by its key;
 * rows keep their identities; mistakes are told with file and line.
 */
#include "domain/world_change.h"

#include <string.h>

#include "base/tsv.h"
#include "domain/calendar_read.h"
#include "world_files.h"

/* A world out of files, or the reason why there is none. */
struct read {
    struct str bytes[WORLD_TABLE_COUNT];
    struct world_facts facts;
    struct calendar_facts calendar;
    struct world_tables tables;
    struct str why;
};

static struct arena a;

static enum err
read_bytes(struct read *r)
{
    r->why = S("");
    TRY(world_read(&a, r->bytes, &r->facts, &r->why));
    TRY(calendar_read(&a, r->bytes[TABLE_HOURS], r->bytes[TABLE_CALENDAR], &r->calendar, &r->why));
    return world_tables_of(&a, &r->facts, &r->calendar, &r->tables, &r->why);
}

static struct read *
shipped(void)
{
    struct read *r = NEW(&a, struct read);
    test_world_bytes(&a, r->bytes);
    r->bytes[TABLE_CALENDAR] = test_file(&a, "data/calendar.tsv");
    r->bytes[TABLE_HOURS] = test_file(&a, "data/hours.tsv");
    CHECK_ERR(read_bytes(r), OK);
    return r;
}

/* A row more at the end of a file. */
static void
add(struct read *r, int file, const char *row)
{
    r->bytes[file] = str_join(&a, r->bytes[file], str_of(row), S("\n"));
}

/* What is written, where it stands first; "" writes at the beginning. */
static void
put(struct read *r, int file, const char *from, const char *to)
{
    struct str all = r->bytes[file];
    size_t at = str_search(all, str_of(from));
    CHECK(at < all.n);
    r->bytes[file] =
        str_join(&a, str_sub(all, 0, at), str_of(to), str_sub(all, at + str_of(from).n, all.n));
}

static struct str
line_of(const struct world_change *c)
{
    return str_join(&a, world_change_place(&a, c), S(" | "), world_change_key(c), S(" | "),
                    world_change_text(&a, c));
}

static int64_t
fresh_id(void *arg, struct instant now)
{
    (void)now;
    return ++*(int64_t *)arg;
}

static void
test_world_change__what_is_printed_is_read_again_as_the_same_world(void)
{
    struct read *was = shipped(), *is = NEW(&a, struct read);
    for (int t = 0; t < WORLD_TABLE_COUNT; t++) {
        struct buf b;
        buf_init(&b, 8 << 20);
        world_table_print(&b, &was->tables.of[t]);
        is->bytes[t] = str_dup(&a, buf_view(&b));
        buf_free(&b);
        CHECK(was->tables.of[t].n > 0);
    }
    CHECK_ERR(read_bytes(is), OK);
    CHECK_INT(world_compare(&a, &was->tables, &is->tables).n, 0);
    for (int t = 0; t < WORLD_TABLE_COUNT; t++)
        CHECK_INT(is->tables.of[t].n, was->tables.of[t].n);
}

static void
test_world_change__every_difference_is_told_by_its_key(void)
{
    struct read *was = shipped(), *is = shipped();
    add(is, TABLE_CALENDAR, "2027-01-01\tHOLIDAY\tTết Dương lịch\tĐiều 112\t\tK");
    put(is, WORLD_PEOPLE, "nghia.bc\tBùi Công Nghĩa\tH41.MC-TN1\t2021-07-01\t\t",
        "nghia.bc\tBùi Công Nghĩa\tH41.MC-TN1\t2021-07-01\t2026-11-30\t");
    put(is, WORLD_CASES, "\t02\tĐăng ký khai sinh quá hạn\t", "\t03\tQuá hạn\t");
    CHECK_ERR(read_bytes(is), OK);
    struct world_changes all = world_compare(&a, &was->tables, &is->tables);
    CHECK_INT(all.n, 4);
    CHECK_STR(line_of(&all.v[0]), S("people.tsv:81 | nghia.bc H41.MC-TN1 2021-07-01 | valid_to: "
                                    "- → 2026-11-30"));
    CHECK_STR(line_of(&all.v[1]), S("cases.tsv | 1.001193 commune 2022-01-01 02 | gone"));
    CHECK_STR(line_of(&all.v[2]), S("cases.tsv:3 | 1.001193 commune 2022-01-01 03 | new"));
    CHECK_STR(line_of(&all.v[3]), S("calendar.tsv:55 | 2027-01-01 - | new"));
}

static void
test_world_change__the_order_of_rows_and_of_rights_is_no_difference(void)
{
    struct read *was = shipped(), *is = shipped();
    struct str rest = is->bytes[WORLD_POSITIONS], header = str_cut(&rest, '\n'), turned = S("");
    while (rest.n) {
        struct str row = str_cut(&rest, '\n');
        turned = str_join(&a, row, S("\n"), turned);
    }
    is->bytes[WORLD_POSITIONS] = str_join(&a, header, S("\n"), turned);
    put(is, WORLD_POSITIONS, "dossier.file,dossier.read", "dossier.read,dossier.file");
    CHECK_ERR(read_bytes(is), OK);
    CHECK_INT(world_compare(&a, &was->tables, &is->tables).n, 0);
}

/* A version that ends and one that follows it: what hangs on the old one is as it was. */
static void
test_world_change__a_new_version_leaves_the_parts_of_the_old_one_alone(void)
{
    struct read *was = shipped(), *is = shipped();
    put(is, WORLD_PROCEDURES, "Birth registration\tDoğum kaydı\tfull\t0\t2022-01-01\t\t",
        "Birth registration\tDoğum kaydı\tfull\t0\t2022-01-01\t2026-12-31\t");
    add(is, WORLD_PROCEDURES,
        "1.001193\tcommune\tG15-TP07\tĐăng ký khai sinh\t\t\tfull\t0\t2027-01-01\t\tLuật mới\tS");
    CHECK_ERR(read_bytes(is), OK);
    struct world_changes all = world_compare(&a, &was->tables, &is->tables);
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].table != WORLD_PROCEDURES)
            CHECK(all.v[i].kind == CHANGE_NEW &&
                  str_search(world_change_key(&all.v[i]), S("2027-01-01")) <
                      world_change_key(&all.v[i]).n);
    CHECK(all.n > 5);
}

static void
test_world_change__rows_keep_their_identities_and_new_ones_get_their_own(void)
{
    struct read *was = shipped(), *is = shipped();
    int64_t last = 1000000;
    struct op op = {.a = &a, .source = {.id = fresh_id, .arg = &last}};
    add(is, WORLD_UNITS,
        "H41.ZZ\t\t\tdepartment\tH41\tZZ\tSở mới\t\t\tSở mới\t1\t2027-01-01\t\tthử\tK");
    /* the first unit is the province; every place in the file moves by one */
    put(is, WORLD_PEOPLE, "chutich\t",
        "moi.nv\tNguyễn Văn Mới\tH41.14-CT\t2020-01-01\t2020-12-31\t\nchutich\t");
    CHECK_ERR(read_bytes(is), OK);
    struct world_facts got = world_adopt(&op, &was->facts, &is->facts);
    CHECK_INT(got.people.n, was->facts.people.n + 1);
    CHECK_INT(got.people.v[0].id.v > 1000000, true);
    CHECK_STR(got.people.v[1].login, S("chutich"));
    CHECK_INT(got.people.v[1].id.v, was->facts.people.v[0].id.v);
    CHECK_INT(got.holdings.v[0].person.v, got.people.v[0].id.v);
    CHECK_INT(got.units.v[got.units.n - 1].id.v > 1000000, true);
    CHECK_INT(got.units.v[got.units.n - 1].parent.v, got.units.v[0].id.v);
    for (size_t i = 0; i < was->facts.steps.n; i++) {
        CHECK_INT(got.steps.v[i].id.v, was->facts.steps.v[i].id.v);
        CHECK_INT(got.steps.v[i].version.v, was->facts.steps.v[i].version.v);
    }
    CHECK_INT(last, 1000002);
}

static void
test_world_change__a_mistake_is_refused_with_file_and_line(void)
{
    char *big = NEW_ARRAY(&a, char, TSV_CELL_MAX + 64);
    struct buf b;
    buf_init(&b, TSV_CELL_MAX + 100);
    for (size_t i = 0; i <= TSV_CELL_MAX; i++)
        buf_char(&b, 'x');
    memcpy(big, b.p, b.n);
    buf_free(&b);
    const struct {
        int file;
        const char *row;
        const char *why;
    } cases[] = {
        {WORLD_UNITS, "H41.14\t\t\tdistrict\tH41\t\tA\t\t\tA\t1\t2011-01-01\t\t\t",
         "units.tsv:334: H41.14 stands in line "},
        {WORLD_UNITS, "H41.YY\t\t\tdepartment\tH41.YY\t\tA\t\t\tA\t1\t2011-01-01\t\t\t",
         "units.tsv:334: parent: stands under itself, or too deep"},
        {WORLD_UNITS, "H41.YY\t\t\tdepartment\tH99\t\tA\t\t\tA\t1\t2011-01-01\t\t\t",
         "units.tsv:334: parent: no such code"},
        {WORLD_PEOPLE, "a\tB\tH41.MC-TN1\t2026-02-01\t2026-01-01\t",
         "people.tsv:485: valid_to: ends before it begins"},
        {WORLD_PEOPLE, "nghia.bc\tBùi Công Nghĩa\tH41.MC-TN1\t2021-07-01\t2021-08-01\t",
         "people.tsv:485: nghia.bc H41.MC-TN1 2021-07-01 stands in line 81 already"},
        {WORLD_PEOPLE, "a\tB\tH41.MC-TN1", "people.tsv:485: fewer cells"},
        {WORLD_FEES, "1.001193\tcommune\t02\t\tfee\tL01\tA\t9000\t\t\t\t2022-01-01\t\tB\tS",
         "fees.tsv:124: 1.001193 commune 2022-01-01 L01 02 - stands in line 2 already"},
        {TABLE_CALENDAR, "2026-01-01\tHOLIDAY\tA\tB\t\tK",
         "calendar.tsv:55: 2026-01-01 - stands in line "},
        {TABLE_CALENDAR, "2027-01-01\tHOLIDAY\tA\tB\tH99\tK",
         "calendar.tsv:55: unit: no such code: H99"},
        {TABLE_CALENDAR, "2027-02-30\tHOLIDAY\tA\tB\t\tK", "calendar.tsv:55: date: "},
        {TABLE_HOURS, "2027-02-01\t2027-01-01\t12345\t08:00-12:00\t0\tA\t\tK",
         "hours.tsv:4: valid_to: ends before it begins"},
        {TABLE_CALENDAR, big, "calendar.tsv:55: a cell is longer than 65536 bytes"},
    };
    struct read *good = shipped();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct read r = *good;
        add(&r, cases[i].file, cases[i].row);
        CHECK(read_bytes(&r) != OK);
        if (!str_starts(r.why, str_of(cases[i].why)))
            CHECK_STR(r.why, str_of(cases[i].why));
    }
}

int
main(void)
{
    const struct test tests[] = {
        T(world_change__what_is_printed_is_read_again_as_the_same_world),
        T(world_change__every_difference_is_told_by_its_key),
        T(world_change__the_order_of_rows_and_of_rights_is_no_difference),
        T(world_change__a_new_version_leaves_the_parts_of_the_old_one_alone),
        T(world_change__rows_keep_their_identities_and_new_ones_get_their_own),
        T(world_change__a_mistake_is_refused_with_file_and_line),
    };
    arena_init(&a, (size_t)2 << 30);
    return tests_run(tests, COUNT(tests));
}
