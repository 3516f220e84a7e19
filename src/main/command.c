// SPDX-License-Identifier: EUPL-1.2
/* See command.h. */
#include "main/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/migrate.h"
#include "domain/calendar_read.h"
#include "domain/world_check.h"
#include "domain/world_read.h"
#include "render/lang.h"
#include "store/migrations.h"
#include "store/read_world.h"
#include "sys/clock.h"
#include "sys/entropy.h"
#include "sys/files.h"
#include "sys/id.h"

#define DATA_FILE_MAX (16u << 20)
#define SQLITE_FILE "sqlite:"

static int64_t
source_id(void *arg, struct instant now)
{
    (void)arg;
    (void)now;
    return id_make();
}

static void
source_random(void *arg, void *p, size_t n)
{
    (void)arg;
    random_bytes(p, n);
}

struct source
system_source(void)
{
    return (struct source){.id = source_id, .random = source_random};
}

struct op
system_op(struct arena *a)
{
    struct op op = {.realm = REALM,
                    .source = system_source(),
                    .now = sys_now(),
                    .a = a,
                    .actor = {.kind = ACTOR_SYSTEM, .name = S("motcua")}};
    for (int r = 0; r < RIGHT_COUNT; r++)
        op.actor.rights = rights_with(op.actor.rights, (enum right)r);
    problems_init(&op.problems, a);
    return op;
}

static bool
say(const char *command, const char *what, struct str why)
{
    fprintf(stderr, "motcua %s: %s: %" STR_FMT "\n", command, what, STR_ARG(why));
    return false;
}

static void
look_at_days(struct reader *rd, struct looked *ret)
{
    struct calendar_facts days;
    if (read_calendar(rd, REALM, KNOWN_NOW, &days) != OK)
        return;
    ret->has_days = true;
    ret->known_to = days.confirmed_to;
}

enum err
command_look(struct arena *a, struct str url, struct looked *ret, struct str *reterr)
{
    struct db *db = NULL;
    struct reader rd;
    struct realm_row realm = {0};
    int version = 0;
    *ret = (struct looked){0};
    TRY(db_open(a, url, NULL, &db, reterr));
    enum err e = db_schema_version(a, db, store_migrations, &version, reterr);
    if (e == OK && version > 0) {
        read_begin(db, a, &rd);
        e = read_realm(&rd, REALM, &realm);
        *reterr = rd.trouble;
        ret->has_world = realm.generation > 0;
        if (ret->has_world)
            look_at_days(&rd, ret);
        read_end(&rd);
    }
    db_close(db);
    struct instant now = {sys_now().us - realm.clock_behind};
    ret->today = local_date(local_of(now, zone_vietnam));
    return e;
}

void
command_warn_days(const char *command, struct date known_to, struct date today)
{
    char day[DATE_TEXT];
    if (known_to.day >= today.day + CALENDAR_AHEAD)
        return;
    fprintf(stderr,
            "motcua %s: warning: days off after %" STR_FMT " are not known: dates after it are "
            "computed without them, and move when they are announced (motcua world)\n",
            command, STR_ARG(date_text(day, known_to)));
}

bool
command_open(struct arena *a, const char *command, const char *url, struct db **ret)
{
    return command_open_with(a, command, url, NULL, ret);
}

/* Why a verb failed, which says no more than that the store did. */
static void
log_trouble(struct str by, struct str text)
{
    fprintf(stderr, "%" STR_FMT "%sstore: %" STR_FMT "\n", STR_ARG(by), by.n ? " " : "",
            STR_ARG(text));
}

bool
command_open_with(struct arena *a, const char *command, const char *url,
                  const struct db_options *options, struct db **ret)
{
    struct str why = S("");
    int applied = 0;
    if (!url)
        return say(command, "--db", S("is needed: sqlite:PATH or postgresql://…"));
    const char *shown = str_z(a, db_url_shown(a, str_of(url)));
    if (db_open(a, str_of(url), options, ret, &why) != OK)
        return say(command, shown, why);
    if (db_migrate(a, *ret, store_migrations, sys_now(), &applied, &why) == OK) {
        db_tell(*ret, log_trouble);
        return true;
    }
    db_close(*ret);
    return say(command, shown, why);
}

bool
command_exists(const char *command, const char *url)
{
    size_t n = sizeof SQLITE_FILE - 1;
    if (!url || strncmp(url, SQLITE_FILE, n) != 0 || url[n] == ':' || url[n] == '\0' ||
        access(url + n, F_OK) == 0)
        return true;
    return say(command, url, S("there is no such file; motcua load or motcua demo makes one"));
}

bool
command_site(struct arena *a, const char *command, const char *url, struct site *ret)
{
    struct db *db = NULL;
    struct str why = S("");
    if (!command_exists(command, url) || !command_open(a, command, url, &db))
        return false;
    if (load_site(a, db, REALM, ret, &why) == OK)
        return true;
    db_close(db);
    return say(command, str_z(a, db_url_shown(a, str_of(url))), why);
}

void
command_problems(const char *command, enum err e, const struct op *op)
{
    fprintf(stderr, "motcua %s: %s\n", command, err_name(e));
    for (const struct problem *p = op->problems.first; p; p = p->next) {
        struct str text = lang_say(op->a, LANG_EN, p->msg, p->arg, PROBLEM_ARGS);
        fprintf(stderr, "  %" STR_FMT ": %" STR_FMT "\n", STR_ARG(p->field), STR_ARG(text));
    }
    if (op->trouble.n)
        fprintf(stderr, "  %" STR_FMT "\n", STR_ARG(op->trouble));
}

bool
format_parse(const char *word, enum format *ret)
{
    static const char *const words[] = {"text", "json", "csv"};
    *ret = FORMAT_TEXT;
    if (!word)
        return true;
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcmp(word, words[i]) == 0) {
            *ret = (enum format)i;
            return true;
        }
    }
    fprintf(stderr, "motcua: --format is text, json or csv\n");
    return false;
}

int
command_usage(bool asked, const char *text)
{
    fputs(text, asked ? stdout : stderr);
    return asked ? EXIT_OK : EXIT_USAGE;
}

const char *
data_folder(const char *given)
{
    return given ? given : DATA_FOLDER;
}

bool
data_file(struct arena *a, const char *command, const char *folder, struct str name,
          struct str *ret)
{
    char *path = str_z(a, str_printf(a, "%s/%" STR_FMT, folder, STR_ARG(name)));
    if (file_read(a, path, DATA_FILE_MAX, ret) == OK)
        return true;
    return say(command, path, S("cannot be read"));
}

bool
data_world(struct arena *a, const char *command, const char *folder, struct world_facts *ret)
{
    struct str bytes[WORLD_FILE_COUNT], why = S("");
    for (int i = 0; i < WORLD_FILE_COUNT; i++)
        if (!data_file(a, command, folder, world_file_names[i], &bytes[i]))
            return false;
    return world_read(a, bytes, ret, &why) == OK || say(command, folder, why);
}

bool
data_calendar(struct arena *a, const char *command, const char *folder, struct calendar_facts *ret)
{
    struct str hours, days, why = S("");
    if (!data_file(a, command, folder, S("hours.tsv"), &hours) ||
        !data_file(a, command, folder, S("calendar.tsv"), &days))
        return false;
    return calendar_read(a, hours, days, ret, &why) == OK || say(command, folder, why);
}

static bool
check_world(struct arena *a, const char *command, const struct world_files *files)
{
    struct world w;
    struct calendars calendars;
    struct str why = S("");
    struct arena scratch;
    arena_init(&scratch, ARENA_PERM);
    enum err e = world_build(a, &scratch, &files->facts, &w, &why);
    if (e == OK)
        e = calendars_build(&scratch, &files->calendar, &w, calendar_span, &calendars, &why);
    why = str_dup(a, why);
    arena_free(&scratch);
    if (e != OK)
        return say(command, "the world", why);
    struct world_faults faults = world_check(a, &w);
    for (const struct world_fault *f = faults.first; f; f = f->next)
        say(command, "the world", str_join(a, world_fault_text(f->kind), S(": "), f->subject));
    return faults.n == 0;
}

bool
command_files(struct arena *a, const char *command, const char *folder, struct world_files *ret)
{
    struct str why = S("");
    if (!data_world(a, command, folder, &ret->facts) ||
        !data_calendar(a, command, folder, &ret->calendar))
        return false;
    if (world_tables_of(a, &ret->facts, &ret->calendar, &ret->tables, &why) != OK)
        return say(command, folder, why);
    return check_world(a, command, ret);
}

bool
command_load_world(struct arena *a, const char *command, struct db *db, const char *folder)
{
    struct world_files files;
    if (!command_files(a, command, folder, &files))
        return false;
    struct op op = system_op(a);
    enum err e = store_world(&op, db, &files.facts, &files.calendar);
    if (e == OK)
        return true;
    command_problems(command, e, &op);
    return false;
}
