// SPDX-License-Identifier: EUPL-1.2
/*
 * editiongen OUT.c FILE.edition…: the editions of indices as bytes in the
 * program, by name, sorted as given. It reads no meaning; that is the reader's
 * work (domain/index/edition_read.c), and a test reads every one of them.
 */
#include <stdio.h>
#include <string.h>

static int
write_bytes(FILE *out, const char *path, int n)
{
    FILE *in = fopen(path, "rb");
    int byte, column = 0;
    if (!in)
        return 1;
    fprintf(out, "static const unsigned char edition_%d[] = {", n);
    while ((byte = fgetc(in)) != EOF)
        fprintf(out, "%s%d,", column++ % 24 == 0 ? "\n    " : "", byte);
    fprintf(out, "\n    0};\n");
    return fclose(in) != 0;
}

/* The file's name without folder and ending. */
static void
write_name(FILE *out, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    fprintf(out, "%.*s", dot ? (int)(dot - name) : (int)strlen(name), name);
}

int
main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    int failed = !out;
    if (failed)
        return 2;
    fprintf(out, "/* Made by tools/editiongen.c from data/editions/. */\n"
                 "#include \"domain/index/shipped.h\"\n\n");
    for (int i = 2; i < argc; i++)
        failed |= write_bytes(out, argv[i], i);
    fprintf(out, "\nconst struct index_shipped index_shipped[] = {\n");
    for (int i = 2; i < argc; i++) {
        fprintf(out, "    {STR(\"");
        write_name(out, argv[i]);
        fprintf(out, "\"), {(const char *)edition_%d, sizeof edition_%d - 1}},\n", i, i);
    }
    fprintf(out, "};\nconst size_t index_shipped_n = COUNT(index_shipped);\n");
    return failed | (fclose(out) != 0);
}
