// SPDX-License-Identifier: EUPL-1.2
/* motcua report NAME: a report as one JSON object, as lines, or as CSV; always the same members. */
#include <stdio.h>

#include "main/cmd.h"
#include "main/command.h"
#include "render/json.h"
#include "usecase/make_report.h"

#define USAGE                                                                                      \
    "usage: motcua report NAME --db URL [--level commune|district|province] [--unit CODE]\n"       \
    "                     [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--format text|json|csv]\n"        \
    "names:\n"

static int
usage(bool asked)
{
    command_usage(asked, USAGE);
    for (int r = 0; r < REPORT_COUNT; r++)
        fprintf(asked ? stdout : stderr, "  %-14" STR_FMT " %" STR_FMT "\n",
                STR_ARG(report_word((enum report)r)), STR_ARG(report_text((enum report)r)));
    return asked ? EXIT_OK : EXIT_USAGE;
}

static void
print_json(const struct report_done *done, struct buf *b)
{
    struct json j;
    json_open(&j, b, zone_vietnam);
    json_open_object(&j);
    json_member(&j, "report", report_word(done->report));
    json_member(&j, "from", done->from);
    json_member(&j, "to", done->to);
    for (size_t i = 0; i < done->figures.n; i++) {
        const struct figure *f = &done->figures.v[i];
        json_name_str(&j, f->name);
        json_put_decimal(&j, f->value, f->digits);
    }
    json_close_object(&j);
    buf_char(b, '\n');
}

static void
print_text(const struct report_done *done, struct buf *b)
{
    for (size_t i = 0; i < done->figures.n; i++) {
        buf_str(b, done->figures.v[i].name);
        buf_char(b, ' ');
        figure_print(b, &done->figures.v[i]);
        buf_char(b, '\n');
    }
}

static void
print_report(const struct report_done *done, enum format format, struct buf *b)
{
    if (format == FORMAT_JSON)
        print_json(done, b);
    else if (format == FORMAT_CSV)
        figures_print_csv(b, &done->figures);
    else
        print_text(done, b);
}

static bool
read_day(const char *word, struct date *ret)
{
    if (!word || date_parse(str_of(word), ret))
        return true;
    fprintf(stderr, "motcua report: %s is not a date YYYY-MM-DD\n", word);
    return false;
}

static int
run(struct arena *a, const char *url, const struct report_input *in, enum format format)
{
    struct site site;
    struct report_done done;
    if (!command_site(a, "report", url, &site))
        return EXIT_USAGE;
    struct op op = system_op(a);
    op.now = site_now(&site, op.now);
    enum err e = make_report(&op, &site, in, &done);
    if (e == OK) {
        struct buf b;
        buf_init(&b, 1 << 20);
        print_report(&done, format, &b);
        fwrite(b.p, 1, b.n, stdout);
        buf_free(&b);
    } else
        command_problems("report", e, &op);
    db_close(site.db);
    return e == OK ? EXIT_OK : EXIT_USAGE;
}

int
cmd_report(int argc, char **argv)
{
    const char *url = NULL, *level = "", *unit = "", *from = NULL, *to = NULL, *word = NULL,
               *help = NULL;
    const struct arg_spec specs[] = {{"--db", &url, false},    {"--level", &level, false},
                                     {"--unit", &unit, false}, {"--from", &from, false},
                                     {"--to", &to, false},     {"--format", &word, false},
                                     {"--help", &help, true}};
    enum format format;
    if (args_take(argc, argv, specs, COUNT(specs)) != 1 || help)
        return usage(help != NULL);
    enum report report;
    if (!report_parse(str_of(argv[1]), &report)) {
        fprintf(stderr, "motcua report: there is no report called %s\n", argv[1]);
        return usage(false);
    }
    struct report_input in = {
        .name = str_of(argv[1]), .level = str_of(level), .unit = str_of(unit)};
    if (!format_parse(word, &format) || !read_day(from, &in.from) || !read_day(to, &in.to))
        return EXIT_USAGE;
    struct arena a;
    arena_init(&a, ARENA_PERM);
    int status = run(&a, url, &in, format);
    arena_free(&a);
    return status;
}
