// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua deadline: when something received at a moment is due, and why, line by
 * line. Asks the same function as the server; the calendar is that of a database
 * or, without one, of the data files. Knows no dossier and stores nothing.
 */
#include <stdio.h>

#include "base/num.h"
#include "domain/calendar_unit.h"
#include "domain/deadline.h"
#include "main/cmd.h"
#include "main/command.h"
#include "render/json.h"
#include "render/lang.h"

#define USAGE                                                                                      \
    "usage: motcua deadline --received YYYY-MM-DDTHH:MM --days N --mode hours|wd_end|cal_end\n"    \
    "                       [--unit CODE] [--db URL | --data FOLDER] [--format text|json]\n"       \
    "hours: N times 8 working hours; wd_end: closing time of the Nth working day after;\n"         \
    "cal_end: N calendar days on, rolled to a working day, at its closing time.\n"

#define DAYS_MAX 3650

struct question {
    struct local received;
    struct deadline_rule rule;
    struct str unit;
};

struct reply {
    struct deadline deadline;
    struct explanation explanation;
};

static bool
say(const char *what, struct str why)
{
    fprintf(stderr, "motcua deadline: %s%" STR_FMT "\n", what, STR_ARG(why));
    return false;
}

static bool
read_mode(const char *word, enum due_mode *ret)
{
    static const struct {
        struct str word;
        enum due_mode mode;
    } modes[] = {
        {STR("hours"), DUE_HOURS}, {STR("wd_end"), DUE_WD_END}, {STR("cal_end"), DUE_CAL_END}};
    for (size_t i = 0; i < COUNT(modes); i++) {
        if (!str_eq(str_of(word), modes[i].word))
            continue;
        *ret = modes[i].mode;
        return true;
    }
    return say("--mode is hours, wd_end or cal_end", S(""));
}

static bool
read_question(const char *received, const char *days, const char *mode, struct question *ret)
{
    int64_t n = 0;
    if (!local_parse(str_of(received), &ret->received))
        return say("--received is no moment YYYY-MM-DDTHH:MM: ", str_of(received));
    if (!parse_i64(str_of(days), 0, DAYS_MAX, &n))
        return say("--days is a number from 0 to 3650: ", str_of(days));
    if (!read_mode(mode, &ret->rule.mode))
        return false;
    ret->rule.amount = (int32_t)(ret->rule.mode == DUE_HOURS ? n * NOMINAL_DAY : n);
    return true;
}

static bool
world_of_files(struct arena *a, const char *folder, struct world *ret)
{
    struct str why = S("");
    struct world_facts facts;
    struct arena scratch;
    if (!data_world(a, "deadline", folder, &facts))
        return false;
    arena_init(&scratch, ARENA_PERM);
    enum err e = world_build(a, &scratch, &facts, ret, &why);
    arena_free(&scratch);
    return e == OK || say("", why);
}

/* The rows of everybody, or of one unit with all that it inherits. */
static bool
choose_rows(struct arena *a, const char *folder, struct str code, struct calendar_facts *facts)
{
    struct world w;
    const struct unit *unit = NULL;
    if (!str_empty(code)) {
        if (!world_of_files(a, folder, &w))
            return false;
        unit = unit_by_code(&w, code);
        if (!unit)
            return say("no such unit: ", code);
    }
    *facts = calendar_facts_of(a, facts, &w, unit);
    return true;
}

static bool
calendar_of_files(struct arena *a, const char *folder, struct str unit, struct calendar *ret)
{
    struct calendar_facts facts;
    if (!data_calendar(a, "deadline", folder, &facts) || !choose_rows(a, folder, unit, &facts))
        return false;
    return calendar_build(a, &facts, calendar_span.from, calendar_span.to, ret) == OK ||
           say("the calendar cannot be built", S(""));
}

static bool
ask(struct arena *a, const struct calendar *calendar, const struct question *q, struct reply *ret)
{
    struct clock_event start = {.kind = CLOCK_START, .at = q->received};
    ret->explanation = (struct explanation){.a = a};
    enum err e = deadline_of(calendar, &q->rule, (struct clock_events){&start, 1}, q->received,
                             &ret->explanation, &ret->deadline);
    return e == OK || say("the calendar does not reach so far", S(""));
}

static bool
ask_database(struct arena *a, const char *url, const struct question *q, struct reply *ret)
{
    struct site site;
    if (!command_site(a, "deadline", url, &site))
        return false;
    const struct unit *unit = unit_by_code(site.world, q->unit);
    bool answered = str_empty(q->unit) || unit
                        ? ask(a, calendar_of_unit(site.calendars, unit), q, ret)
                        : say("no such unit: ", q->unit);
    db_close(site.db);
    return answered;
}

static void
print_json(struct arena *a, const struct reply *r, struct buf *b)
{
    struct json j;
    json_open(&j, b, zone_vietnam);
    json_open_object(&j);
    json_member(&j, "normalised", r->deadline.normalised);
    json_member(&j, "due", r->deadline.due);
    json_member(&j, "minutes", r->deadline.allowed);
    json_member_bool(&j, "is_provisional", r->deadline.is_provisional);
    json_name(&j, "steps");
    json_open_array(&j);
    for (size_t i = 0; i < r->explanation.n; i++) {
        const struct explain_line *line = &r->explanation.v[i];
        json_open_object(&j);
        json_member(&j, "text", lang_say(a, LANG_EN, line->msg, line->arg, COUNT(line->arg)));
        json_member(&j, "from", line->from);
        json_member(&j, "to", line->to);
        json_member(&j, "minutes", line->minutes);
        json_member_int(&j, "days", line->days);
        json_member_bool(&j, "counted", line->is_counted);
        if (!str_empty(line->source))
            json_member(&j, "source", line->source);
        json_close_object(&j);
    }
    json_close_array(&j);
    json_close_object(&j);
    buf_char(b, '\n');
}

static void
print_moment(struct buf *b, const char *name, struct local at)
{
    buf_printf(b, "%-11s ", name);
    local_print(b, at);
    buf_char(b, '\n');
}

static void
print_text(struct arena *a, const struct reply *r, struct buf *b)
{
    print_moment(b, "normalised", r->deadline.normalised);
    print_moment(b, "due", r->deadline.due);
    for (size_t i = 0; i < r->explanation.n; i++) {
        const struct explain_line *line = &r->explanation.v[i];
        buf_lit(b, "  ");
        local_print(b, line->from);
        buf_printf(b, "  %" STR_FMT "\n",
                   STR_ARG(lang_say(a, LANG_EN, line->msg, line->arg, COUNT(line->arg))));
    }
}

static int
run(struct arena *a, const char *url, const char *folder, const struct question *q,
    enum format format)
{
    struct calendar calendar;
    struct reply r;
    if (url) {
        if (!ask_database(a, url, q, &r))
            return EXIT_USAGE;
    } else if (!calendar_of_files(a, data_folder(folder), q->unit, &calendar) ||
               !ask(a, &calendar, q, &r))
        return EXIT_USAGE;
    struct buf b;
    buf_init(&b, 1 << 20);
    (format == FORMAT_JSON ? print_json : print_text)(a, &r, &b);
    fwrite(b.p, 1, b.n, stdout);
    buf_free(&b);
    return EXIT_OK;
}

int
cmd_deadline(int argc, char **argv)
{
    const char *received = NULL, *days = NULL, *mode = NULL, *unit = "", *url = NULL,
               *folder = NULL, *word = NULL, *help = NULL;
    const struct arg_spec specs[] = {
        {"--received", &received, false}, {"--days", &days, false}, {"--mode", &mode, false},
        {"--unit", &unit, false},         {"--db", &url, false},    {"--data", &folder, false},
        {"--format", &word, false},       {"--help", &help, true}};
    enum format format;
    struct question q = {0};
    if (args_take(argc, argv, specs, COUNT(specs)) != 0 || help || !received || !days || !mode)
        return command_usage(help != NULL, USAGE);
    q.unit = str_of(unit);
    if (!format_parse(word, &format) || !read_question(received, days, mode, &q))
        return EXIT_USAGE;
    if (format == FORMAT_CSV)
        return command_usage(false, USAGE);
    struct arena a;
    arena_init(&a, ARENA_PERM);
    int status = run(&a, url, folder, &q, format);
    arena_free(&a);
    return status;
}
