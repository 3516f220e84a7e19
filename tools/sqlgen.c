// SPDX-License-Identifier: EUPL-1.2
/*
 * sqlgen IN.sql OUT.h OUT.c: for every statement a struct for its parameters, a
 * struct for a row, a table that says where each value lies, and functions that
 * the store calls. The functions only name their table; all work is in db/.
 *
 *     one     enum err sql_x(struct reader *, const struct sql_x_in *, struct sql_x_row *ret);
 *     maybe   … struct sql_x_row *ret, bool *ret_found);
 *     many    … struct sql_x_list *ret), and sql_x_open, sql_x_next, sql_x_done
 *     exec    enum err sql_x(struct tx *, const struct sql_x_in *);
 *     change  … int64_t *ret_changed);
 *
 * Statements that write take struct tx * in place of struct reader *; those
 * without parameters have no second argument.
 *
 * sqlgen --all NAME OUT.h OUT.c A.sql B.sql …: the list of all their lists.
 */
#include "sqlparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *member, *constant;
} types[] = {
    [SQL_INT] = {"int64_t", "SQL_INT"},
    [SQL_ENUM] = {"enum", "SQL_ENUM"},
    [SQL_BOOL] = {"bool", "SQL_BOOL"},
    [SQL_TEXT] = {"struct str", "SQL_TEXT"},
    [SQL_BYTES] = {"struct str", "SQL_BYTES"},
    [SQL_DATE] = {"struct date", "SQL_DATE"},
    [SQL_INSTANT] = {"struct instant", "SQL_INSTANT"},
    [SQL_LOCAL] = {"struct local", "SQL_LOCAL"},
    [SQL_ID] = {"struct", "SQL_ID"},
    [SQL_HASH] = {"struct hash", "SQL_HASH"},
};

static const char *const kind_names[] = {
    [STMT_ONE] = "STMT_ONE",   [STMT_MAYBE] = "STMT_MAYBE", [STMT_MANY] = "STMT_MANY",
    [STMT_EXEC] = "STMT_EXEC", [STMT_LATE] = "STMT_LATE",   [STMT_CHANGE] = "STMT_CHANGE",
};

/* NULL of text and bytes is p == NULL; everything else has a bool beside it. */
static bool
has_flag(const struct sql_field *field)
{
    return field->nullable && field->type != SQL_TEXT && field->type != SQL_BYTES;
}

/* --- the header -------------------------------------------------------- */

static void
put_struct(FILE *out, struct str name, const char *suffix, const struct sql_fields *fields)
{
    fprintf(out, "struct sql_%" STR_FMT "_%s {\n", STR_ARG(name), suffix);
    for (size_t i = 0; i < fields->n; i++) {
        const struct sql_field *field = &fields->v[i];
        fprintf(out, "    %s", types[field->type].member);
        if (field->tag.n)
            fprintf(out, " %" STR_FMT, STR_ARG(field->tag));
        fprintf(out, " %" STR_FMT ";\n", STR_ARG(field->name));
        if (has_flag(field))
            fprintf(out, "    bool has_%" STR_FMT ";\n", STR_ARG(field->name));
    }
    fprintf(out, "};\n");
}

/* The arguments that every function of a statement begins with. */
static void
put_arguments(FILE *out, const struct sql_def *d)
{
    fprintf(out, "struct %s", d->writes ? "tx *tx" : "reader *rd");
    if (d->in.n)
        fprintf(out, ", const struct sql_%" STR_FMT "_in *in", STR_ARG(d->name));
}

static void
put_prototype(FILE *out, const struct sql_def *d)
{
    fprintf(out, "sql_%" STR_FMT "(", STR_ARG(d->name));
    put_arguments(out, d);
    switch (d->kind) {
    case STMT_ONE:
        fprintf(out, ", struct sql_%" STR_FMT "_row *ret)", STR_ARG(d->name));
        break;
    case STMT_MAYBE:
        fprintf(out, ", struct sql_%" STR_FMT "_row *ret, bool *ret_found)", STR_ARG(d->name));
        break;
    case STMT_MANY:
        fprintf(out, ", struct sql_%" STR_FMT "_list *ret)", STR_ARG(d->name));
        break;
    case STMT_EXEC:
    case STMT_LATE:
        fprintf(out, ")");
        break;
    case STMT_CHANGE:
        fprintf(out, ", int64_t *ret_changed)");
        break;
    }
}

static void
put_cursor_open(FILE *out, const struct sql_def *d)
{
    fprintf(out, "sql_%" STR_FMT "_open(", STR_ARG(d->name));
    put_arguments(out, d);
    fprintf(out, ", struct cursor *ret)");
}

static void
put_declarations(FILE *out, const struct sql_file *f, const struct sql_def *d)
{
    fprintf(out, "\n/* %" STR_FMT ".sql:%d */\n", STR_ARG(f->base), d->line);
    if (d->in.n)
        put_struct(out, d->name, "in", &d->in);
    if (d->out.n)
        put_struct(out, d->name, "row", &d->out);
    if (d->kind == STMT_MANY)
        fprintf(out,
                "struct sql_%" STR_FMT "_list {\n    const struct sql_%" STR_FMT
                "_row *v;\n    size_t n;\n};\n",
                STR_ARG(d->name), STR_ARG(d->name));
    fprintf(out, "NODISCARD enum err ");
    put_prototype(out, d);
    fprintf(out, ";\n");
    if (d->kind == STMT_MANY) {
        fprintf(out, "void ");
        put_cursor_open(out, d);
        fprintf(out,
                ";\nbool sql_%" STR_FMT "_next(struct cursor *c, struct sql_%" STR_FMT
                "_row *ret);\nNODISCARD enum err sql_%" STR_FMT "_done(struct cursor *c);\n",
                STR_ARG(d->name), STR_ARG(d->name), STR_ARG(d->name));
    }
}

static void
put_header(FILE *out, const struct sql_file *f)
{
    fprintf(out, "/* Made by sqlgen from %" STR_FMT ".sql. */\n", STR_ARG(f->base));
    fprintf(out, "#ifndef SQL_%" STR_FMT "_H\n#define SQL_%" STR_FMT "_H\n\n", STR_ARG(f->base),
            STR_ARG(f->base));
    for (size_t i = 0; i < f->includes; i++)
        fprintf(out, "#include \"%" STR_FMT "\"\n", STR_ARG(f->include[i]));
    fprintf(out, "#include \"db/stmt.h\"\n");
    for (const struct sql_def *d = f->first; d; d = d->next)
        put_declarations(out, f, d);
    fprintf(out, "\nextern const struct stmt_list sql_%" STR_FMT "_statements;\n\n#endif\n",
            STR_ARG(f->base));
}

/* --- the code ---------------------------------------------------------- */

static void
put_literal(FILE *out, const char *z)
{
    fputc('"', out);
    for (; *z; z++) {
        if (*z == '\n')
            fputs("\\n\"\n        \"", out);
        else if (*z == '"' || *z == '\\')
            fprintf(out, "\\%c", *z);
        else
            fputc(*z, out);
    }
    fputc('"', out);
}

static void
put_values(FILE *out, struct str name, const char *suffix, const struct sql_fields *fields)
{
    fprintf(out, "static const struct sql_value %" STR_FMT "_%s[] = {\n", STR_ARG(name), suffix);
    for (size_t i = 0; i < fields->n; i++) {
        const struct sql_field *field = &fields->v[i];
        fprintf(out,
                "    {\"%" STR_FMT "\", %s, %s, offsetof(struct sql_%" STR_FMT "_%s, %" STR_FMT
                "), ",
                STR_ARG(field->name), types[field->type].constant,
                field->nullable ? "true" : "false", STR_ARG(name), suffix, STR_ARG(field->name));
        if (has_flag(field))
            fprintf(out, "offsetof(struct sql_%" STR_FMT "_%s, has_%" STR_FMT ")},\n",
                    STR_ARG(name), suffix, STR_ARG(field->name));
        else
            fprintf(out, "0},\n");
    }
    fprintf(out, "};\n");
}

static void
put_table(FILE *out, const struct sql_file *f, const struct sql_def *d)
{
    if (d->in.n)
        put_values(out, d->name, "in", &d->in);
    if (d->out.n)
        put_values(out, d->name, "row", &d->out);
    fprintf(out,
            "static const struct stmt %" STR_FMT "_stmt = {\n    .name = \"%" STR_FMT
            "\",\n    .where = \"%" STR_FMT ".sql:%d\",\n    .kind = %s,\n",
            STR_ARG(d->name), STR_ARG(d->name), STR_ARG(f->base), d->line, kind_names[d->kind]);
    if (d->in.n)
        fprintf(out, "    .in = %" STR_FMT "_in,\n    .n_in = %zu,\n", STR_ARG(d->name), d->in.n);
    if (d->out.n)
        fprintf(out,
                "    .out = %" STR_FMT "_row,\n    .n_out = %zu,\n    .row_size = sizeof(struct "
                "sql_%" STR_FMT "_row),\n",
                STR_ARG(d->name), d->out.n, STR_ARG(d->name));
    fprintf(out, "    .writes = %s,\n    .own_pg = %s,\n    .sqlite =\n        ",
            d->writes ? "true" : "false", d->pg.line ? "true" : "false");
    put_literal(out, d->sqlite_sql);
    fprintf(out, ",\n    .pg =\n        ");
    put_literal(out, d->pg_sql);
    if (d->rows_of) {
        fprintf(out, ",\n    .rows_of =\n        ");
        put_literal(out, d->rows_of);
    }
    fprintf(out, ",\n};\n\n");
}

static void
put_body(FILE *out, const struct sql_def *d)
{
    const char *in = d->in.n ? "in" : "NULL";
    const char *rd = d->writes ? "tx_reader(tx)" : "rd";
    switch (d->kind) {
    case STMT_ONE:
        fprintf(out, "    return stmt_one(%s, &%" STR_FMT "_stmt, %s, ret);\n", rd,
                STR_ARG(d->name), in);
        break;
    case STMT_MAYBE:
        fprintf(out, "    return stmt_maybe(%s, &%" STR_FMT "_stmt, %s, ret, ret_found);\n", rd,
                STR_ARG(d->name), in);
        break;
    case STMT_MANY:
        fprintf(out,
                "    struct row_list rows;\n    TRY(stmt_many(%s, &%" STR_FMT
                "_stmt, %s, &rows));\n    ret->v = rows.v;\n    ret->n = rows.n;\n    return OK;\n",
                rd, STR_ARG(d->name), in);
        break;
    case STMT_EXEC:
    case STMT_LATE:
        fprintf(out, "    return stmt_exec(tx, &%" STR_FMT "_stmt, %s);\n", STR_ARG(d->name), in);
        break;
    case STMT_CHANGE:
        fprintf(out, "    return stmt_change(tx, &%" STR_FMT "_stmt, %s, ret_changed);\n",
                STR_ARG(d->name), in);
        break;
    }
}

static void
put_functions(FILE *out, const struct sql_def *d)
{
    fprintf(out, "enum err\n");
    put_prototype(out, d);
    fprintf(out, "\n{\n");
    put_body(out, d);
    fprintf(out, "}\n\n");
    if (d->kind != STMT_MANY)
        return;
    fprintf(out, "void\n");
    put_cursor_open(out, d);
    fprintf(out, "\n{\n    cursor_open(ret, %s, &%" STR_FMT "_stmt, %s);\n}\n\n",
            d->writes ? "tx_reader(tx)" : "rd", STR_ARG(d->name), d->in.n ? "in" : "NULL");
    fprintf(out,
            "bool\nsql_%" STR_FMT "_next(struct cursor *c, struct sql_%" STR_FMT
            "_row *ret)\n{\n    return cursor_next(c, ret);\n}\n\n",
            STR_ARG(d->name), STR_ARG(d->name));
    fprintf(out,
            "enum err\nsql_%" STR_FMT "_done(struct cursor *c)\n{\n    return "
            "cursor_done(c);\n}\n\n",
            STR_ARG(d->name));
}

static void
put_code(FILE *out, const struct sql_file *f, const char *header)
{
    const char *slash = strrchr(header, '/');
    fprintf(out, "/* Made by sqlgen from %" STR_FMT ".sql. */\n#include \"%s\"\n\n",
            STR_ARG(f->base), slash ? slash + 1 : header);
    for (const struct sql_def *d = f->first; d; d = d->next) {
        put_table(out, f, d);
        put_functions(out, d);
    }
    fprintf(out, "static const struct stmt *const statements[] = {\n");
    for (const struct sql_def *d = f->first; d; d = d->next)
        fprintf(out, "    &%" STR_FMT "_stmt,\n", STR_ARG(d->name));
    fprintf(out,
            "};\nconst struct stmt_list sql_%" STR_FMT "_statements = {statements, "
            "COUNT(statements)};\n",
            STR_ARG(f->base));
}

/* --- files ------------------------------------------------------------- */

static FILE *
open_or_die(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static struct str
read_all(struct arena *a, const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *in = open_or_die(path, "r");
    char *p = arena_alloc(a, MOST);
    size_t n = fread(p, 1, MOST, in);
    fclose(in);
    return (struct str){p, n};
}

static void
close_or_die(FILE *out, const char *path)
{
    if (ferror(out) || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

static void
put_all(char **argv, int n)
{
    FILE *header = open_or_die(argv[1], "w");
    fprintf(header,
            "/* Made by sqlgen. */\n#ifndef SQL_ALL_%s\n#define SQL_ALL_%s\n\n#include "
            "\"db/stmt.h\"\n\nextern const struct stmt_lists %s;\n\n#endif\n",
            argv[0], argv[0], argv[0]);
    close_or_die(header, argv[1]);
    FILE *code = open_or_die(argv[2], "w");
    const char *slash = strrchr(argv[1], '/');
    fprintf(code, "/* Made by sqlgen. */\n#include \"%s\"\n\n", slash ? slash + 1 : argv[1]);
    for (int i = 3; i < n; i++)
        fprintf(code, "extern const struct stmt_list sql_%" STR_FMT "_statements;\n",
                STR_ARG(sql_base_name(str_of(argv[i]))));
    fprintf(code, "\nstatic const struct stmt_list *const lists[] = {\n");
    for (int i = 3; i < n; i++)
        fprintf(code, "    &sql_%" STR_FMT "_statements,\n",
                STR_ARG(sql_base_name(str_of(argv[i]))));
    fprintf(code, "};\nconst struct stmt_lists %s = {lists, COUNT(lists)};\n", argv[0]);
    close_or_die(code, argv[2]);
}

int
main(int argc, char **argv)
{
    struct arena a;
    struct sql_file f;
    if (argc > 5 && strcmp(argv[1], "--all") == 0) {
        put_all(argv + 2, argc - 2);
        return 0;
    }
    if (argc != 4) {
        fprintf(stderr, "usage: sqlgen IN.sql OUT.h OUT.c | --all NAME OUT.h OUT.c A.sql …\n");
        return 2;
    }
    arena_init(&a, (size_t)64 << 20);
    sql_parse(&a, str_of(argv[1]), read_all(&a, argv[1]), &f);
    FILE *header = open_or_die(argv[2], "w");
    put_header(header, &f);
    close_or_die(header, argv[2]);
    FILE *code = open_or_die(argv[3], "w");
    put_code(code, &f, argv[2]);
    close_or_die(code, argv[3]);
    arena_free(&a);
    return 0;
}
