// SPDX-License-Identifier: EUPL-1.2
/*
 * What the SQLite driver asks the schema: the name of a violated key, which
 * SQLite does not tell, and whether a statement is what its annotation says.
 * Neither happens while a request goes well, so nothing is cached here.
 */
#include "db/sqlite.h"

#include <string.h>

/* --- names of keys ------------------------------------------------------ */

/* One text out of one row, or the empty str. */
static struct str
ask(struct arena *a, sqlite3 *handle, const char *sql, struct str first, struct str second)
{
    sqlite3_stmt *s = NULL;
    struct str answer = S("");
    if (sqlite3_prepare_v2(handle, sql, -1, &s, NULL) != SQLITE_OK)
        return answer;
    sqlite3_bind_text64(s, 1, first.p, first.n, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_text64(s, 2, second.p, second.n, SQLITE_STATIC, SQLITE_UTF8);
    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) == SQLITE_TEXT)
        answer = str_dup(a, str_of((const char *)sqlite3_column_text(s, 0)));
    sqlite3_finalize(s);
    return answer;
}

/* The key of that table over exactly these columns, as its origin and its name. */
static const char which_key[] =
    "select l.origin || l.name from pragma_index_list(?1) l where l.\"unique\" and ?2 = "
    "(select group_concat(i.name, ', ') from pragma_index_info(l.name) i)";

/* "a.x, a.y" into "x, y"; *ret_table is "a". */
static struct str
bare_columns(struct arena *a, struct str message, struct str *ret_table)
{
    struct str columns = S("");
    *ret_table = str_sub(message, 0, str_find(message, '.'));
    while (message.p) {
        struct str part = str_trim(str_cut(&message, ','));
        struct str column = str_sub(part, str_find(part, '.') + 1, part.n);
        columns = str_printf(a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(columns), columns.n ? ", " : "",
                             STR_ARG(column));
    }
    return columns;
}

/* As PostgreSQL names a key that was given no name: table_x_y_key. */
static struct str
usual_name(struct arena *a, struct str table, struct str columns)
{
    struct str name = table;
    while (columns.p) {
        struct str column = str_trim(str_cut(&columns, ','));
        name = str_join(a, name, S("_"), column);
    }
    return str_join(a, name, S("_key"));
}

struct str
sqlite_constraint(struct arena *a, sqlite3 *handle, struct str message)
{
    struct str table;
    size_t colon = str_search(message, S("failed: "));
    struct str rest = str_sub(message, colon + 8, message.n);
    if (str_starts(rest, S("index '")))
        return str_sub(rest, 7, rest.n - 8);
    struct str columns = bare_columns(a, rest, &table);
    struct str key = ask(a, handle, which_key, table, columns);
    if (str_starts(key, S("pk")) || str_empty(key)) /* a rowid's key is in no list */
        return str_join(a, table, S("_pkey"));
    if (key.p[0] == 'u')
        return usual_name(a, table, columns);
    return str_sub(key, 1, key.n);
}

/* --- checking a statement ----------------------------------------------- */

static bool
declared_fits(const char *declared, enum sql_type type)
{
    switch (cell_kind_of(type)) {
    case CELL_INT:
    case CELL_BOOL:
        return strcmp(declared, "INTEGER") == 0 || strcmp(declared, "INT") == 0;
    case CELL_TEXT:
        return strcmp(declared, "TEXT") == 0;
    case CELL_BYTES:
        return strcmp(declared, "BLOB") == 0;
    case CELL_NULL:
        break;
    }
    return false;
}

/* Whether the column a result comes from may hold NULL; false when it comes from none. */
static bool
origin_nullable(sqlite3 *handle, sqlite3_stmt *s, int at)
{
    const char *table = sqlite3_column_table_name(s, at);
    int is_not_null = 1, is_key = 0;
    if (!table)
        return false;
    sqlite3_table_column_metadata(handle, NULL, table, sqlite3_column_origin_name(s, at), NULL,
                                  NULL, &is_not_null, &is_key, NULL);
    return !is_not_null && !is_key;
}

static enum err
check_column(struct reader *rd, const struct stmt *s, sqlite3 *handle, sqlite3_stmt *p, int at)
{
    const struct sql_value *want = &s->out[at];
    const char *name = sqlite3_column_name(p, at);
    const char *declared = sqlite3_column_decltype(p, at);
    if (strcmp(name, want->name) != 0)
        return trouble(rd, ERR_INVALID, s, "column %d is \"%s\", annotated \"%s\"", at + 1, name,
                       want->name);
    if (declared && !declared_fits(declared, want->type))
        return trouble(rd, ERR_INVALID, s, "column \"%s\" is %s, annotated otherwise", name,
                       declared);
    if (!want->nullable && origin_nullable(handle, p, at))
        return trouble(rd, ERR_INVALID, s, "column \"%s\" may be NULL: annotate it with ?", name);
    return OK;
}

static enum err
check_prepared(struct reader *rd, const struct stmt *s, sqlite3 *handle, sqlite3_stmt *p)
{
    if (sqlite3_column_count(p) != s->n_out)
        return trouble(rd, ERR_INVALID, s, "%d columns, annotated %d", sqlite3_column_count(p),
                       s->n_out);
    if (sqlite3_bind_parameter_count(p) > s->n_in)
        return trouble(rd, ERR_INVALID, s, "%d parameters, annotated %d",
                       sqlite3_bind_parameter_count(p), s->n_in);
    if ((sqlite3_stmt_readonly(p) != 0) == s->writes)
        return trouble(rd, ERR_INVALID, s, "it %s, taken otherwise",
                       s->writes ? "reads" : "writes");
    for (int i = 0; i < s->n_out; i++)
        TRY(check_column(rd, s, handle, p, i));
    return OK;
}

enum err
sqlite_check(struct reader *rd, const struct stmt *s)
{
    sqlite3 *handle = ((struct sqlite_conn *)rd->conn)->handle;
    sqlite3_stmt *p = NULL;
    const char *rest = NULL;
    if (sqlite3_prepare_v2(handle, s->sqlite, -1, &p, &rest) != SQLITE_OK)
        return trouble(rd, ERR_INVALID, s, "%s", sqlite3_errmsg(handle));
    enum err e = check_prepared(rd, s, handle, p);
    sqlite3_finalize(p);
    return e;
}
