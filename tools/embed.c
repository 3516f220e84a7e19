// SPDX-License-Identifier: EUPL-1.2
/*
 * embed OUT.c OUT.h FILE…: files as tables in the program. Each gets a path with
 * a fingerprint of its content, so that browsers may keep it for ever, and two
 * compressed forms where they are smaller. In style sheets url("name") of a file
 * that came before becomes that file's path, and comments are left out. It is
 * for our own small files: nothing here is fast or frugal.
 */
#include <brotli/encode.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define FILES 40
#define NAME 160

struct bytes {
    unsigned char *p;
    size_t n;
};

struct embedded {
    char name[NAME], path[2 * NAME], id[NAME];
    const char *type;
    struct bytes raw;
};

static struct embedded files[FILES];
static size_t file_count;

static const char *const types[][2] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".woff2", "font/woff2"},
    {".png", "image/png"},
};

__attribute__((noreturn)) static void
die(const char *what, const char *name)
{
    fprintf(stderr, "embed: %s %s\n", what, name);
    exit(1);
}

static struct bytes
new_bytes(size_t n)
{
    struct bytes b = {.p = calloc(1, n + 1), .n = n};
    if (!b.p)
        die("no memory", "");
    return b;
}

static struct bytes
read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die("cannot read", path);
    struct bytes b = new_bytes((size_t)ftell(f));
    rewind(f);
    if (fread(b.p, 1, b.n, f) != b.n)
        die("cannot read", path);
    fclose(f);
    return b;
}

static const char *
type_of(const char *name)
{
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(end, types[i][0]) == 0)
            return types[i][1];
    die("no content type for", name);
}

/* FNV-1a: a fingerprint that changes with the content; it keeps no secret. */
static uint64_t
fingerprint(struct bytes b)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < b.n; i++)
        h = (h ^ b.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

static const struct embedded *
find(const char *name, size_t n)
{
    for (size_t i = 0; i < file_count; i++)
        if (strlen(files[i].name) == n && strncmp(files[i].name, name, n) == 0)
            return &files[i];
    return NULL;
}

static size_t
append(struct bytes *to, size_t n, const char *from, size_t more)
{
    if (n + more > to->n)
        die("a style sheet grows too much", "");
    memcpy(to->p + n, from, more);
    return n + more;
}

/* Writes the path for url("name") at p and returns what to skip. */
static size_t
link_url(struct bytes *to, size_t *n, const char *p)
{
    const char *name = p + strlen("url(\"");
    const char *end = strchr(name, '"');
    const struct embedded *target = end ? find(name, (size_t)(end - name)) : NULL;
    if (!target)
        die("a style sheet names a file that is not embedded before it:", name);
    *n = append(to, *n, "url(\"", 5);
    *n = append(to, *n, target->path, strlen(target->path));
    return (size_t)(end - p);
}

/* Takes the bytes that came in. */
static struct bytes
style_sheet(struct bytes in)
{
    const char *p = (const char *)in.p;
    struct bytes to = new_bytes(in.n + 64 * 1024);
    size_t n = 0;
    for (size_t i = 0; i < in.n;) {
        if (strncmp(p + i, "/*", 2) == 0) {
            const char *end = strstr(p + i, "*/");
            i = end ? (size_t)(end - p) + 2 : in.n;
        } else if (strncmp(p + i, "url(\"", 5) == 0) {
            i += link_url(&to, &n, p + i);
        } else if (isspace((unsigned char)p[i])) {
            bool joins = n && to.p[n - 1] != ' ' && !strchr("{};,", to.p[n - 1]);
            n = joins ? append(&to, n, " ", 1) : n;
            i++;
        } else {
            n = append(&to, n, p + i++, 1);
        }
    }
    to.n = n;
    free(in.p);
    return to;
}

static struct bytes
gzip(struct bytes in)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die("zlib fails", "");
    struct bytes out = new_bytes(deflateBound(&z, in.n) + 32);
    z.next_in = in.p;
    z.avail_in = (unsigned)in.n;
    z.next_out = out.p;
    z.avail_out = (unsigned)out.n;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        die("zlib fails", "");
    out.n = z.total_out;
    deflateEnd(&z);
    return out;
}

static struct bytes
brotli(struct bytes in)
{
    struct bytes out = new_bytes(BrotliEncoderMaxCompressedSize(in.n) + 32);
    if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, in.n,
                               in.p, &out.n, out.p))
        die("brotli fails", "");
    return out; /* NOLINT(clang-analyzer-unix.Malloc): write_smaller frees it */
}

static void
take(const char *path)
{
    if (file_count == FILES)
        die("too many files at", path);
    struct embedded *f = &files[file_count];
    const char *base = strrchr(path, '/');
    if ((size_t)snprintf(f->name, NAME, "%s", base ? base + 1 : path) >= NAME)
        die("too long a name", path);
    f->type = type_of(f->name);
    f->raw = read_file(path);
    if (strncmp(f->type, "text/css", 8) == 0)
        f->raw = style_sheet(f->raw);
    char stem[NAME];
    memcpy(stem, f->name, NAME);
    char *end = strrchr(stem, '.');
    *end++ = 0;
    snprintf(f->path, sizeof f->path, "/assets/%s.%012llx.%s", stem,
             (unsigned long long)(fingerprint(f->raw) >> 16), end);
    for (size_t i = 0; f->name[i]; i++)
        f->id[i] =
            (char)(isalnum((unsigned char)f->name[i]) ? toupper((unsigned char)f->name[i]) : '_');
    file_count++;
}

static void
write_bytes(FILE *out, const char *what, size_t number, struct bytes b)
{
    fprintf(out, "static const char %s_%zu[] = {", what, number);
    for (size_t i = 0; i < b.n; i++)
        fprintf(out, "%s%d,", i % 24 ? "" : "\n", (signed char)b.p[i]);
    fprintf(out, "\n};\n");
}

/* A compressed form, when it saves a tenth at least. Takes it. */
static bool
write_smaller(FILE *out, const char *what, size_t number, struct bytes packed, struct bytes raw)
{
    bool pays = packed.n < raw.n - raw.n / 10;
    if (pays)
        write_bytes(out, what, number, packed);
    free(packed.p);
    return pays;
}

static void
write_c(FILE *out)
{
    bool has_gzip[FILES] = {false}, has_brotli[FILES] = {false};
    fprintf(out, "/* Generated by embed. */\n#include \"web/page/asset.h\"\n");
    for (size_t i = 0; i < file_count; i++) {
        write_bytes(out, "raw", i, files[i].raw);
        has_gzip[i] = write_smaller(out, "gzip", i, gzip(files[i].raw), files[i].raw);
        has_brotli[i] = write_smaller(out, "brotli", i, brotli(files[i].raw), files[i].raw);
    }
    fprintf(out, "const struct embedded assets[ASSET_COUNT] = {\n");
    for (size_t i = 0; i < file_count; i++) {
        const struct embedded *f = &files[i];
        fprintf(out,
                "    [ASSET_%s] = {.name = STR(\"%s\"), .path = URL_STATIC(\"%s\"), .type = "
                "STR(\"%s\"),\n",
                f->id, f->name, f->path, f->type);
        fprintf(out, "     .raw = {raw_%zu, sizeof raw_%zu},\n", i, i);
        if (has_gzip[i])
            fprintf(out, "     .gzip = {gzip_%zu, sizeof gzip_%zu},\n", i, i);
        if (has_brotli[i])
            fprintf(out, "     .brotli = {brotli_%zu, sizeof brotli_%zu},\n", i, i);
        fprintf(out, "    },\n");
    }
    fprintf(out, "};\n");
}

static void
write_h(FILE *out)
{
    fprintf(
        out,
        "/* Generated by embed. */\n#ifndef ASSET_LIST_H\n#define ASSET_LIST_H\nenum asset_id {\n");
    for (size_t i = 0; i < file_count; i++)
        fprintf(out, "    ASSET_%s,\n", files[i].id);
    fprintf(out, "};\nenum { ASSET_COUNT = %zu };\n#endif\n", file_count);
}

int
main(int argc, char **argv)
{
    if (argc < 4)
        die("usage: embed", "OUT.c OUT.h FILE…");
    for (int i = 3; i < argc; i++)
        take(argv[i]);
    FILE *c = fopen(argv[1], "w"), *h = fopen(argv[2], "w");
    if (!c || !h)
        die("cannot write", argv[1]);
    write_c(c);
    write_h(h);
    for (size_t i = 0; i < file_count; i++)
        free(files[i].raw.p);
    return fclose(c) != 0 || fclose(h) != 0;
}
