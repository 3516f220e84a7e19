// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua bag make OUT.zip [--info FILE.json] [--created MOMENT] FILE…
 * motcua bag check IN.zip [--out DIR]
 *
 * Archive packages (BagIt). Checking happens in a jailed child, which also unpacks
 * into DIR when everything holds. Exit 0 made or whole, 1 at fault, 2 files or usage.
 */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "document/bag.h"
#include "document/inside.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { FILE_MAX = 256 << 20, INFOS_MAX = 64 };

static int
bag_usage(void)
{
    fputs("usage: motcua bag make OUT.zip [--info FILE.json] [--created MOMENT] FILE…\n"
          "       motcua bag check IN.zip [--out DIR]\n",
          stderr);
    return EXIT_USAGE;
}

static int
bag_says(const char *what, const char *why)
{
    fprintf(stderr, "motcua bag: %s: %s\n", what, why);
    return EXIT_USAGE;
}

/* --- making ---------------------------------------------------------------------------- */

static struct str
last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash ? slash + 1 : path);
}

static bool
read_infos(struct arena *a, const char *path, struct bag *bag)
{
    struct bag_info *infos = NEW_ARRAY(a, struct bag_info, INFOS_MAX);
    struct str text;
    const char *name;
    json_t *value;
    bag->infos = infos;
    if (!path)
        return true;
    if (file_read(a, path, 1 << 20, &text) != OK)
        return false;
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    bool fine = json_is_object(json);
    json_object_foreach(json, name, value)
    {
        fine = fine && json_is_string(value) && bag->info_count < INFOS_MAX;
        if (fine)
            infos[bag->info_count++] = (struct bag_info){
                str_dup(a, str_of(name)), str_dup(a, str_of(json_string_value(value)))};
    }
    json_decref(json);
    return fine;
}

static int
by_name(const void *left, const void *right)
{
    const struct pack_entry *l = left, *r = right;
    return str_cmp(l->name, r->name);
}

static int
bag_make(struct arena *a, const char *out, const char *info, struct instant at, char **paths, int n)
{
    struct pack_entry *files = NEW_ARRAY(a, struct pack_entry, (size_t)n + 1);
    struct bag bag = {.files = files, .n = (size_t)n, .unix_time = at.us / 1000000};
    struct buf zip;
    if (!read_infos(a, info, &bag))
        return bag_says(info, "not an object of texts");
    for (int i = 0; i < n; i++) {
        files[i].name = last_part(paths[i]);
        if (file_read(a, paths[i], FILE_MAX, &files[i].bytes) != OK)
            return bag_says(paths[i], "cannot be read");
    }
    qsort(files, (size_t)n, sizeof *files, by_name);
    for (int i = 1; i < n; i++)
        if (str_eq(files[i].name, files[i - 1].name))
            return bag_says(str_z(a, files[i].name), "two files of one name");
    buf_init(&zip, (size_t)1 << 30);
    enum err e = bag_write(a, &bag, &zip);
    if (e == OK)
        e = file_write(out, buf_view(&zip), 0644);
    buf_free(&zip);
    if (e == ERR_INVALID || e == ERR_TOO_LARGE)
        return bag_says(out,
                        "a name or a line of --info that a package may not have, or too large");
    return e == OK ? EXIT_OK : bag_says(out, "cannot be written");
}

/* --- checking ---------------------------------------------------------------------------- */

struct check {
    struct str bytes;
    const char *folder; /* NULL: only look */
};

static json_t *
json_text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

/* Makes the folders above a file and writes it; names are safe, the jail makes sure. */
static enum err
unpack(struct arena *a, const char *folder, const struct pack_entry *file)
{
    struct str path = str_printf(a, "%s/%" STR_FMT, folder, STR_ARG(file->name));
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    TRY(file_folder(str_z(a, str_sub(path, 0, slash - 1)), 0755));
    return file_write(path.p, file->bytes, 0644);
}

static json_t *
report_json(const struct bag_report *r)
{
    json_t *files = json_array(), *infos = json_object();
    for (size_t i = 0; i < r->n; i++)
        json_array_append_new(files, json_pack("{s:o, s:I}", "name", json_text(r->files[i].name),
                                               "bytes", (json_int_t)r->files[i].bytes.n));
    for (size_t i = 0; i < r->info_count; i++)
        json_object_setn_new(infos, r->infos[i].name.p, r->infos[i].name.n,
                             json_text(r->infos[i].value));
    return json_pack("{s:b, s:o, s:o, s:o, s:o, s:o}", "whole", (int)(r->fault == BAG_FINE),
                     "fault", json_text(bag_fault_code(r->fault)), "archive",
                     json_text(pack_fault_code(r->pack)), "where", json_text(r->where), "files",
                     files, "info", infos);
}

static enum err
check_work(void *arg, struct arena *a, struct buf *out)
{
    const struct check *c = arg;
    const struct pack_limits limits = {0};
    struct bag_report report;
    bag_read(a, c->bytes, &limits, &report);
    if (report.fault != BAG_PACK)
        report.pack = PACK_FINE;
    for (size_t i = 0; c->folder && report.fault == BAG_FINE && i < report.n; i++)
        TRY(unpack(a, c->folder, &report.files[i]));
    json_t *json = report_json(&report);
    size_t n = json_dumpb(json, NULL, 0, JSON_COMPACT);
    if (buf_reserve(out, n))
        out->n += json_dumpb(json, out->p + out->n, n, JSON_COMPACT);
    json_decref(json);
    return OK;
}

static int
bag_check(struct arena *a, const char *path, const char *folder)
{
    struct check c = {.folder = folder};
    struct str text;
    if (file_read(a, path, FILE_MAX, &c.bytes) != OK)
        return bag_says(path, "cannot be read");
    if (folder && (file_folder(folder, 0755) != OK ||
                   !(c.folder = realpath(folder, arena_alloc(a, PATH_MAX)))))
        return bag_says(folder, "cannot be made");
    const char *writable[] = {c.folder, NULL};
    const struct inside in = {.jail = {.memory = (uint64_t)1 << 30,
                                       .cpu_seconds = 30,
                                       .wall_ms = 120000,
                                       .file_size = (uint64_t)256 << 20,
                                       .result_max = 8 << 20,
                                       .readable = pack_readable,
                                       .writable = writable},
                              .work = check_work,
                              .arg = &c};
    enum err e = inside_run(a, &in, &text);
    json_t *report = e == OK ? json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    int status = !report ? bag_says(path, "too large or too slow to be checked")
                 : json_is_true(json_object_get(report, "whole")) ? EXIT_OK
                                                                  : EXIT_NO;
    if (report)
        printf("%" STR_FMT "\n", STR_ARG(text));
    json_decref(report);
    return status;
}

int
cmd_bag(int argc, char **argv)
{
    const char *info = NULL, *when = NULL, *out = NULL;
    const struct arg_spec specs[] = {
        {"--info", &info, false}, {"--created", &when, false}, {"--out", &out, false}};
    struct instant created = sys_now();
    struct arena a;
    int n = args_take(argc, argv, specs, COUNT(specs)), status;
    if (n < 2)
        return bag_usage();
    if (when && !instant_parse(str_of(when), &created))
        return bag_says(when, "not a moment");
    arena_init(&a, (size_t)2 << 30);
    if (strcmp(argv[1], "make") == 0 && n >= 3)
        status = bag_make(&a, argv[2], info, created, argv + 3, n - 2);
    else if (strcmp(argv[1], "check") == 0 && n == 2)
        status = bag_check(&a, argv[2], out);
    else
        status = bag_usage();
    arena_free(&a);
    return status;
}
