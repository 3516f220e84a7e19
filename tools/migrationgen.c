// SPDX-License-Identifier: EUPL-1.2
/*
 * migrationgen NAME OUT.h OUT.c 0001_first.sql 0002_second.sql …: the migrations
 * as a list of the given name, compiled into the program. Refuses a gap in the
 * numbers, because a history with holes cannot be applied in order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void
close_or_die(FILE *out, const char *path)
{
    if (ferror(out) || fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

static const char *
base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Bytes, not a literal: compilers need not take literals longer than 4095. */
static void
put_text(FILE *out, const char *path, int number)
{
    FILE *in = open_or_die(path, "r");
    fprintf(out, "static const char text_%d[] = {", number);
    size_t n = 0;
    for (int c = fgetc(in); c != EOF; c = fgetc(in), n++)
        fprintf(out, "%s%d,", n % 20 ? "" : "\n    ", c < 128 ? c : c - 256);
    fprintf(out, "0};\n");
    fclose(in);
}

static void
check_name(const char *path, int number)
{
    const char *name = base_name(path);
    char want[16];
    snprintf(want, sizeof want, "%04d_", number);
    if (strncmp(name, want, 5) != 0 || strlen(name) < 10 ||
        strcmp(name + strlen(name) - 4, ".sql") != 0) {
        fprintf(stderr, "%s: want a file named %sname.sql\n", path, want);
        exit(1);
    }
}

static void
put_code(FILE *out, const char *list, const char *header, char **files, int n)
{
    fprintf(out, "/* Made by migrationgen. */\n#include \"%s\"\n\n", base_name(header));
    for (int i = 0; i < n; i++) {
        check_name(files[i], i + 1);
        put_text(out, files[i], i + 1);
    }
    fprintf(out, "static const struct migration all[] = {\n");
    for (int i = 0; i < n; i++) {
        const char *name = base_name(files[i]);
        fprintf(out, "    {%d, \"%.*s\", {text_%d, sizeof text_%d - 1}},\n", i + 1,
                (int)strlen(name) - 4, name, i + 1, i + 1);
    }
    fprintf(out, "};\nconst struct migration_list %s = {all, COUNT(all)};\n", list);
}

int
main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: migrationgen NAME OUT.h OUT.c 0001_first.sql …\n");
        return 2;
    }
    FILE *header = open_or_die(argv[2], "w");
    fprintf(header,
            "/* Made by migrationgen. */\n#ifndef MIGRATIONS_%s\n#define MIGRATIONS_%s\n\n"
            "#include \"db/migrate.h\"\n\nextern const struct migration_list %s;\n\n#endif\n",
            argv[1], argv[1], argv[1]);
    close_or_die(header, argv[2]);
    FILE *code = open_or_die(argv[3], "w");
    put_code(code, argv[1], argv[2], argv + 4, argc - 4);
    close_or_die(code, argv[3]);
    return 0;
}
