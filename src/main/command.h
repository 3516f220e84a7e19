// SPDX-License-Identifier: EUPL-1.2
/*
 * What the commands of motcua share: how one is called, how it opens its
 * database, in which form it answers. A command is one file, cmd_<name>.c.
 */
#ifndef MAIN_COMMAND_H
#define MAIN_COMMAND_H

#include "db/db.h"
#include "domain/op.h"
#include "main/args.h"
#include "main/exit_status.h"
#include "usecase/change_world.h"
#include "usecase/load_site.h"

#define ARENA_PERM (256u << 20)

/* One province per installation for now; the schema can hold more. */
#define REALM ((struct realm_id){1})

/* Identities and randomness of this process (sys). */
struct source system_source(void);

/* An operation of the system itself, by the wall clock. */
struct op system_op(struct arena *a);

/* Whether a database can be there: says so when the file of a sqlite: address is not. */
NODISCARD bool command_exists(const char *command, const char *url);

/*
 * What lies at an address, which is left as it is. *reterr says what failed: no such database,
 * or one of somebody else.
 */
struct looked {
    bool has_world;
    bool has_days;        /* false also of a database that waits for a migration */
    struct date known_to; /* the last day of which days off are known */
    struct date today;    /* of the realm */
};
NODISCARD enum err command_look(struct arena *a, struct str url, struct looked *ret,
                                struct str *reterr);

/* Warns when days off are known for less than CALENDAR_AHEAD days. */
void command_warn_days(const char *command, struct date known_to, struct date today);

/*
 * Opens the database and applies missing migrations; says on standard error what failed, and
 * from then on every failure of the store.
 */
NODISCARD bool command_open(struct arena *a, const char *command, const char *url, struct db **ret);

/* The same with options of the driver. */
NODISCARD bool command_open_with(struct arena *a, const char *command, const char *url,
                                 const struct db_options *options, struct db **ret);

/* The same of a database that is there already, and its site. */
NODISCARD bool command_site(struct arena *a, const char *command, const char *url,
                            struct site *ret);

/* Says "motcua COMMAND: what" and every problem of the operation, in English. */
void command_problems(const char *command, enum err e, const struct op *op);

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV };

/* "text", "json", "csv"; NULL is text. */
NODISCARD bool format_parse(const char *word, enum format *ret);

/* Prints the usage text and gives EXIT_OK when --help was asked for, else EXIT_USAGE. */
int command_usage(bool asked, const char *text);

/* A file of the data folder; says on standard error what cannot be read, as those below do. */
NODISCARD bool data_file(struct arena *a, const char *command, const char *folder, struct str name,
                         struct str *ret);

/* The facts of the world, and of its calendar, from the data files of a folder. */
NODISCARD bool data_world(struct arena *a, const char *command, const char *folder,
                          struct world_facts *ret);
NODISCARD bool data_calendar(struct arena *a, const char *command, const char *folder,
                             struct calendar_facts *ret);

/* All of it, checked as a whole: what no casework could go on with is said, line by line. */
NODISCARD bool command_files(struct arena *a, const char *command, const char *folder,
                             struct world_files *ret);

/* The realm's world from the data files of a folder, into an empty database. */
NODISCARD bool command_load_world(struct arena *a, const char *command, struct db *db,
                                  const char *folder);

/* Where the data files are: as --data says, or beside the program's source. */
const char *data_folder(const char *given);

#endif
