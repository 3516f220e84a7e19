// SPDX-License-Identifier: EUPL-1.2
/* See worker.h. Files on their way have names nobody can guess and are gone afterwards. */
#include "document/worker.h"

#include <unistd.h>

#include "base/buf.h"
#include "sys/entropy.h"
#include "sys/files.h"
#include "sys/process.h"

enum { PDF_MAX = 128 << 20, REPORT_MAX = 64 << 20, ARGS_MAX = 640 };
enum { MAKE_MS = 60000, SIGN_MS = 120000, VERIFY_MS = 90000, SCAN_MS = 3600000 };

const char *
worker_program(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    while (n > 0 && path[n - 1] != '/')
        n--;
    return str_printf(a, "%.*s%s", (int)(n > 0 ? n : 0), path, "motcua-documents").p;
}

static const char *
temp_path(struct arena *a, const struct worker *w, const char *ending)
{
    return str_printf(a, "%s/%016llx%016llx%s", w->temp, (unsigned long long)random_u64(),
                      (unsigned long long)random_u64(), ending)
        .p;
}

static enum err
start(struct arena *a, const char *const *argv, uint32_t wall_ms, struct process_result *ret)
{
    const struct process p = {.argv = argv, .out_max = REPORT_MAX, .wall_ms = wall_ms};
    return process_run(a, &p, ret);
}

static const char *
moment(struct arena *a, struct instant at)
{
    char space[40];
    struct buf b = {.p = space, .size = sizeof space, .max = sizeof space};
    instant_print(&b, at, zone_vietnam);
    return str_z(a, buf_view(&b));
}

enum err
worker_pdf(struct arena *a, const struct worker *w, const struct worker_form *form, struct str *ret,
           struct str *trouble)
{
    const char *in = temp_path(a, w, ".json"), *out = temp_path(a, w, ".pdf");
    const char *const argv[] = {
        w->program, "pdf",       str_z(a, form->name),     "--data", in, "--out",
        out,        "--created", moment(a, form->created), NULL};
    struct process_result r = {.status = -1};
    enum err e = file_write(in, form->json, 0600);
    if (e == OK)
        e = start(a, argv, MAKE_MS, &r);
    if (e == OK && r.status == 0)
        e = file_read(a, out, PDF_MAX, ret);
    else if (e == OK)
        e = r.status == 1 ? ERR_INVALID : ERR_SYSTEM;
    *trouble = str_trim(r.err);
    unlink(in);
    unlink(out);
    return e;
}

enum err
worker_verify(struct arena *a, const struct worker *w, const char *pdf, const char *trust,
              enum worker_verdict *verdict, struct str *ret_json)
{
    static const enum worker_verdict by_status[] = {
        [0] = WORKER_VALID, [1] = WORKER_INVALID, [3] = WORKER_UNSIGNED};
    const char *const argv[] = {
        w->program, "verify-pdf", pdf, "--format", "json", trust ? "--trust" : NULL, trust, NULL};
    struct process_result r;
    TRY(start(a, argv, VERIFY_MS, &r));
    if (r.status < 0 || r.status > 3)
        return ERR_SYSTEM;
    if (r.status == 2)
        return ERR_MALFORMED;
    *verdict = by_status[r.status];
    *ret_json = str_trim(r.out);
    return OK;
}

enum err
worker_sign(struct arena *a, const struct worker *w, const char *in, const char *out,
            const char *const *args, struct str *trouble)
{
    const char *argv[ARGS_MAX] = {w->program, "sign", in, "--out", out};
    size_t n = 5;
    struct process_result r;
    for (size_t i = 0; args[i]; i++) {
        if (n + 1 >= ARGS_MAX)
            return ERR_TOO_MANY;
        argv[n++] = args[i];
    }
    TRY(start(a, argv, SIGN_MS, &r));
    *trouble = str_trim(r.status == 1 ? r.out : r.err);
    if (r.status == 0)
        return OK;
    return r.status == 1 ? ERR_DENIED : ERR_SYSTEM;
}

enum err
worker_scan(struct arena *a, const struct worker *w, const char *const *files, const char *folder,
            const char *clamd, struct str *ret_json)
{
    const char *argv[ARGS_MAX] = {w->program, "scan", "--out", folder};
    size_t n = 4;
    struct process_result r;
    if (clamd) {
        argv[n++] = "--clamd";
        argv[n++] = clamd;
    }
    for (size_t i = 0; files[i]; i++) {
        if (n + 1 >= ARGS_MAX)
            return ERR_TOO_MANY;
        argv[n++] = files[i];
    }
    TRY(start(a, argv, SCAN_MS, &r));
    *ret_json = str_trim(r.out);
    return r.status == 0 || r.status == 1 ? OK : ERR_SYSTEM;
}
