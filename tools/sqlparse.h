// SPDX-License-Identifier: EUPL-1.2
/*
 * Reads one .sql file of named, annotated statements:
 *
 *     -- include: domain/dossier.h          for enums and ids of the annotations
 *     -- let: open = urgency > 0            $open stands for it in every line below
 *     -- stmt: dossier_by_ref  one          one, maybe, many, exec, late or change
 *     -- in:   realm realm_id, ref text
 *     -- out:  id dossier_id, state enum dossier_state, due_on date?
 *     select id, state, due_on from dossier where realm = :realm and ref = :ref;
 *     -- pg:                                only where PostgreSQL needs another text
 *     select …;
 *
 * Several in: and out: lines of a statement are joined, and let: lines of one name. Types: int text
 * bytes bool date instant local hash, <x>_id, enum <x>; a trailing ? means NULL may be. Refuses,
 * with file and line, everything it does not understand.
 */
#ifndef TOOLS_SQLPARSE_H
#define TOOLS_SQLPARSE_H

#include "db/stmt.h"

struct sql_field {
    struct str name, tag; /* tag: of the enum or the id */
    enum sql_type type;
    bool nullable;
    bool is_used; /* by a placeholder */
    int line;
};

struct sql_fields {
    struct sql_field v[STMT_VALUES];
    size_t n;
};

struct sql_text {
    struct str raw;
    int line;
};

struct sql_def {
    struct str name;
    enum stmt_kind kind;
    int line;
    bool writes;
    struct sql_fields in, out;
    struct sql_text text, pg;
    const char *sqlite_sql, *pg_sql; /* with ?1 and $1 */
    const char *rows_of; /* of an insert of all parameters as they are: "t" or "t(a, b)" */
    struct sql_def *next;
};

struct sql_file {
    struct arena *a;
    struct str path, base; /* base: file name without .sql */
    struct str include[20];
    size_t includes;
    struct {
        struct str name, text;
    } let[20];
    size_t lets;
    struct sql_def *first, **tail;
};

/* Ends the program with file:line: and the reason when the text is refused. */
void sql_parse(struct arena *a, struct str path, struct str text, struct sql_file *ret);

/* "store/dossier.sql" gives "dossier". */
struct str sql_base_name(struct str path);

NORETURN void sql_refuse(const struct sql_file *f, int line, const char *fmt, ...) PRINTF(3, 4);

#endif
