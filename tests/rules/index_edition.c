// SPDX-License-Identifier: EUPL-1.2
/*
 * Reads index_edition.cases: editions with the faults they must be refused for,
 * all of them and in the order of the file. And what holds for every edition
 * that comes with the program.
 */
#include "render/lang.h"
#include "rules/index_file.h"

static struct arena arena;

static const char head[] =
    "edition t\n    title: Thử\n    family: t\n    basis: không\n"
    "    valid: 2024-01-01 to open\n    max: 10\n"
    "    groups: district commune\n    confidence: U thử\n    combine: sum\n";

struct example {
    struct str title;
    struct buf text, want, got;
};

/* The next example of the file; false at the end. */
static bool
next_example(struct str *file, struct example *ret)
{
    struct buf *into = NULL;
    buf_reset(&ret->text);
    buf_reset(&ret->want);
    buf_reset(&ret->got);
    while (file->p) {
        struct str before = *file, line = str_cut(file, '\n');
        if (str_starts(line, S("== "))) {
            if (into) {
                *file = before;
                return true;
            }
            ret->title = line;
            into = &ret->text;
        } else if (str_eq(line, S("--"))) {
            into = &ret->want;
        } else if (into == &ret->text && str_eq(line, S("@head"))) {
            buf_str(into, str_of(head));
        } else if (into == &ret->text || (into && str_trim(line).n > 0)) {
            buf_str(into, line);
            buf_char(into, '\n');
        }
    }
    return into != NULL;
}

static void
print_faults(struct example *example, const struct index_faults *faults)
{
    for (const struct index_fault *f = faults->first; f; f = f->next) {
        struct str code = f->at.code.n > 0 ? f->at.code : S("-");
        buf_printf(&example->got, "%u:%u %" STR_FMT " %" STR_FMT, f->at.line, f->at.column,
                   STR_ARG(code), STR_ARG(msg_id(f->msg)));
        for (size_t i = 0; i < PROBLEM_ARGS && f->arg[i].kind != ARG_NONE; i++) {
            if (f->arg[i].text.n > 0)
                buf_printf(&example->got, " %" STR_FMT, STR_ARG(f->arg[i].text));
        }
        buf_char(&example->got, '\n');
    }
}

static void
test_index_edition__every_mistake_is_refused_at_its_place(void)
{
    struct example example = {0};
    struct arena file;
    int n = 0, wrong = 0;
    arena_init(&file, 1 << 22);
    arena_init(&arena, 1 << 26);
    buf_init(&example.text, 1 << 20);
    buf_init(&example.want, 1 << 20);
    buf_init(&example.got, 1 << 20);
    struct str text = index_file(&file, "tests/rules/index_edition.cases");
    for (; next_example(&text, &example); n++) {
        struct index_faults faults;
        struct index_edition ed;
        index_faults_init(&faults, &arena);
        enum err e = index_edition_read(&arena, buf_view(&example.text), &faults, &ed);
        print_faults(&example, &faults);
        if (!str_eq(buf_view(&example.got), buf_view(&example.want)) ||
            (e == OK) != (example.want.n == 0)) {
            wrong++;
            printf("# %" STR_FMT ", got:\n# ", STR_ARG(example.title));
            for (size_t i = 0; i < example.got.n; i++)
                printf(example.got.p[i] == '\n' ? "\n# " : "%c", example.got.p[i]);
            printf("\n");
        }
        arena_reset(&arena);
    }
    buf_free(&example.text);
    buf_free(&example.want);
    buf_free(&example.got);
    arena_free(&arena);
    arena_free(&file);
    CHECK_INT(wrong, 0);
    CHECK(n > 20);
}

/* What a mapping names exists in the other edition. */
static void
check_mapping(const struct index_mapping *mapping)
{
    struct index_edition there = index_shipped_edition(&arena, mapping->edition);
    size_t node;
    for (size_t i = 0; i < mapping->matches.n; i++) {
        const struct index_match *match = &mapping->matches.v[i];
        for (size_t j = 0; j < match->n; j++)
            CHECK(index_node_find(&there, match->there[j], &node));
    }
}

static void
test_index_edition__every_shipped_edition_is_read_and_says_how_sure_it_is(void)
{
    arena_init(&arena, 1 << 26);
    for (size_t i = 0; i < index_shipped_n; i++) {
        struct index_edition ed = index_shipped_edition(&arena, index_shipped[i].name);
        CHECK_STR(ed.name, index_shipped[i].name);
        CHECK(ed.confidence.mark != MARK_NONE && ed.confidence.why.n > 0);
        CHECK(ed.basis.n > 0 && ed.valid_from.day > 0);
        for (size_t j = 1; j < ed.nodes.n; j++)
            CHECK(ed.nodes.v[j].confidence.mark != MARK_NONE);
        for (size_t j = 0; j < ed.mappings.n; j++)
            check_mapping(&ed.mappings.v[j]);
    }
    CHECK(index_shipped_n >= 12);
    arena_free(&arena);
}

static void
test_index_edition__the_reader_refuses_what_is_too_large_or_not_utf8(void)
{
    struct index_edition ed;
    struct index_faults faults;
    struct buf b;
    arena_init(&arena, 1 << 27);
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_edition_read(&arena, S("edition t\xff"), &faults, &ed), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_NOT_UTF8);
    buf_init(&b, 4 << 20);
    for (size_t i = 0; i <= INDEX_TEXT_MAX; i++)
        buf_char(&b, ' ');
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_edition_read(&arena, buf_view(&b), &faults, &ed), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_FILE_TOO_LARGE);
    buf_reset(&b);
    buf_str(&b, str_of(head));
    for (int i = 0; i <= INDEX_NODES_MAX; i++)
        buf_printf(&b, "criterion c%d\n", i);
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_edition_read(&arena, buf_view(&b), &faults, &ed), ERR_INVALID);
    CHECK_INT(faults.first->msg, MSG_INDEX_FILE_TOO_LARGE);
    buf_free(&b);
    arena_free(&arena);
}

static void
test_index_edition__a_long_list_of_faults_is_cut_but_counted(void)
{
    struct index_edition ed;
    struct index_faults faults;
    struct buf b;
    size_t listed = 0;
    arena_init(&arena, 1 << 27);
    buf_init(&b, 1 << 20);
    buf_str(&b, str_of(head));
    for (int i = 0; i < 500; i++)
        buf_printf(&b, "what%d\n", i);
    index_faults_init(&faults, &arena);
    CHECK_ERR(index_edition_read(&arena, buf_view(&b), &faults, &ed), ERR_INVALID);
    for (const struct index_fault *f = faults.first; f; f = f->next)
        listed++;
    CHECK_INT(listed, INDEX_FAULTS_MAX);
    CHECK(faults.n >= 500);
    buf_free(&b);
    arena_free(&arena);
}

TESTS(T(index_edition__every_mistake_is_refused_at_its_place),
      T(index_edition__every_shipped_edition_is_read_and_says_how_sure_it_is),
      T(index_edition__the_reader_refuses_what_is_too_large_or_not_utf8),
      T(index_edition__a_long_list_of_faults_is_cut_but_counted))
