// SPDX-License-Identifier: EUPL-1.2
/*
 * See scan_work.h. Limits: a page gets some seconds of processor time, a file at
 * most 500 pages, a PDF's page at most two metres, everything together half a
 * gigabyte of memory. No child has a network or sees anything but its job.
 */
#include "main/scan_work.h"

#include <signal.h>
#include <unistd.h>

#include "document/active.h"
#include "document/inside.h"
#include "document/reader.h"
#include "document/sniff.h"
#include "document/verify_parts.h"
#include "sys/files.h"

#define MIB ((uint64_t)1 << 20)
enum { RESULT_MAX = 32 << 20, SIDE_MAX_POINTS = 5670 };

static enum err
put_json(struct buf *out, json_t *json)
{
    size_t n = json_dumpb(json, NULL, 0, JSON_COMPACT);
    if (buf_reserve(out, n))
        out->n += json_dumpb(json, out->p + out->n, n, JSON_COMPACT);
    json_decref(json);
    return out->failed ? ERR_TOO_LARGE : OK;
}

static enum err
run_json(struct arena *a, const struct inside *in, json_t **ret)
{
    struct str text;
    TRY(inside_run(a, in, &text));
    *ret = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    return *ret ? OK : ERR_SYSTEM;
}

static json_t *
json_text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

/* --- looking -------------------------------------------------------------------------- */

static double
widest_side(qpdf_data q)
{
    double most = 0;
    for (int i = 0; i < qpdf_get_num_pages(q); i++) {
        qpdf_oh box = pdf_get(q, qpdf_get_page_n(q, (size_t)i), "/MediaBox");
        for (int k = 0; k < 4 && qpdf_oh_is_array(q, box); k++) {
            double side = pdf_number(q, qpdf_oh_get_array_item(q, box, k));
            side = side < 0 ? -side : side;
            most = side > most ? side : most;
        }
    }
    return most;
}

/* Signed or not is asked of the parsed file; whether it holds is verify-pdf's question. */
static enum err
look_pdf(struct arena *a, struct str bytes, json_t *ret)
{
    CLEANUP(pdf_close) qpdf_data q = NULL;
    size_t n = 0;
    TRY(pdf_open_foreign(bytes, &q));
    if (widest_side(q) > SIDE_MAX_POINTS)
        return ERR_TOO_LARGE;
    TRY(verify_find(a, q, bytes, NEW_ARRAY(a, struct sig_found, SIGS_MAX), &n));
    json_t *active = json_array();
    uint32_t found = active_find(a, q);
    for (unsigned i = 0; i < ACTIVE_COUNT; i++)
        if (found >> i & 1)
            json_array_append_new(active, json_text(active_name(i)));
    json_object_set_new(ret, "active", active);
    json_object_set_new(ret, "signed", json_boolean(n > 0));
    json_object_set_new(ret, "pages", json_integer(qpdf_get_num_pages(q)));
    return OK;
}

static enum err
look_work(void *arg, struct arena *a, struct buf *out)
{
    const struct scan_job *job = arg;
    struct sniff kind;
    TRY(sniff(a, job->bytes, str_of(job->path), &kind));
    json_t *ret = json_pack("{s:o, s:o, s:b}", "type", json_text(sniff_name(kind.type)), "mime",
                            json_text(kind.mime), "name_agrees", (int)kind.name_agrees);
    enum err e = OK;
    int pictures = 1;
    if (kind.type == SNIFF_PDF)
        e = look_pdf(a, job->bytes, ret);
    else if (kind.type != SNIFF_OTHER)
        e = reader_count(job->bytes, &pictures);
    if (kind.type != SNIFF_PDF)
        json_object_set_new(ret, "pages", json_integer(pictures));
    if (e == OK)
        return put_json(out, ret);
    json_decref(ret);
    return e;
}

enum err
scan_look(struct arena *a, const struct scan_job *job, json_t **ret)
{
    static const char *const readable[] = {DOCUMENT_MAGIC, NULL};
    struct scan_job copy = *job;
    const struct inside in = {.jail = {.memory = 512 * MIB,
                                       .cpu_seconds = 20,
                                       .wall_ms = 60000,
                                       .result_max = 1 << 20,
                                       .readable = readable},
                              .work = look_work,
                              .arg = &copy};
    return run_json(a, &in, ret);
}

/* --- drawing ---------------------------------------------------------------------------- */

static int
draw_child(void *arg, int out)
{
    const struct scan_job *job = arg;
    char last[16];
    (void)out;
    snprintf(last, sizeof last, "%d", job->pages_max);
    if (chdir(job->folder) != 0)
        return 1;
    execl("/usr/bin/pdftoppm", "pdftoppm", "-r", "200", "-jpeg", "-jpegopt", "quality=92", "-l",
          last, job->path, "p", (char *)NULL);
    return 1;
}

enum err
scan_draw(struct arena *a, const struct scan_job *job)
{
    static const char *const common[] = {"/usr/bin",         "/usr/lib",   "/lib",
                                         "/lib64",           "/usr/share", "/etc/fonts",
                                         "/etc/ld.so.cache", "/dev/null"};
    const char *readable[COUNT(common) + 2] = {0};
    const char *writable[] = {job->folder, NULL};
    struct scan_job copy = *job;
    memcpy(readable, common, sizeof common);
    readable[COUNT(common)] = job->path;
    const struct jail jail = {.memory = 1024 * MIB,
                              .cpu_seconds = 20 + 3 * (uint32_t)job->pages_max,
                              .wall_ms = 60000 + 20000 * (uint32_t)job->pages_max,
                              .file_size = 64 * MIB,
                              .flags = JAIL_EXEC | JAIL_THREADS,
                              .readable = readable,
                              .writable = writable};
    struct jail_report report;
    TRY(jail_run(a, &jail, draw_child, &copy, &report));
    if (report.end == JAIL_DONE)
        return OK;
    bool limit = report.end == JAIL_LATE || (report.end == JAIL_KILLED && report.code == SIGXCPU) ||
                 (report.end == JAIL_KILLED && report.code == SIGKILL);
    return limit ? ERR_TOO_LARGE : ERR_MALFORMED;
}

const char *
scan_drawn_path(struct arena *a, const struct scan_job *job, int i, int drawn)
{
    int digits = drawn >= 100 ? 3 : drawn >= 10 ? 2 : 1;
    return str_printf(a, "%s/p-%0*d.jpg", job->folder, digits, i).p;
}

const char *
scan_page_base(struct arena *a, const struct scan_job *job, int i)
{
    return str_printf(a, "%s/page-%d", job->folder, i).p;
}

/* --- reading ------------------------------------------------------------------------------ */

struct read_work {
    struct scan_job job;
    int drawn;
};

static const char *
refusal(enum err e)
{
    return e == ERR_TOO_LARGE ? "too-large" : "unreadable";
}

static json_t *
page_json(int i, const struct reader_page *p)
{
    json_t *codes = json_array();
    for (size_t k = 0; k < p->code_count; k++)
        json_array_append_new(codes,
                              json_pack("{s:s, s:o}", "kind", p->codes[k].is_qr ? "qr" : "code128",
                                        "text", json_text(p->codes[k].text)));
    json_t *warnings = json_array();
    if (p->is_coarse)
        json_array_append_new(warnings, json_string("low-resolution"));
    if (!p->is_blank && p->confidence < 60)
        json_array_append_new(warnings, json_string("low-confidence"));
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:f, s:i, s:b, s:o, s:o, s:o}", "page", i, "width",
                     p->wide, "height", p->high, "dpi", p->dpi, "turned", p->turned, "skew",
                     p->skew, "confidence", p->confidence, "blank", (int)p->is_blank, "warnings",
                     warnings, "codes", codes, "text", json_text(p->text));
}

static json_t *
read_one(struct arena *a, struct reader *r, const struct read_work *w, int i)
{
    struct reader_page page;
    struct str bytes = w->job.bytes;
    enum err e = OK;
    if (w->drawn)
        e = file_read(a, scan_drawn_path(a, &w->job, i, w->drawn), 64 * MIB, &bytes);
    if (e == OK)
        e = reader_page(r, a, bytes, w->drawn ? 0 : i - 1, scan_page_base(a, &w->job, i), &page);
    if (e == OK)
        return page_json(i, &page);
    return json_pack("{s:i, s:s}", "page", i, "refused", refusal(e));
}

static enum err
read_work(void *arg, struct arena *a, struct buf *out)
{
    const struct read_work *w = arg;
    int pictures = w->drawn;
    if (!w->drawn)
        TRY(reader_count(w->job.bytes, &pictures));
    struct reader *r = reader_open(a, w->job.language);
    if (!r)
        return ERR_SYSTEM;
    json_t *pages = json_array();
    for (int i = 1; i <= pictures && i <= w->job.pages_max; i++)
        json_array_append_new(pages, read_one(a, r, w, i));
    reader_close(r);
    return put_json(out, pages);
}

enum err
scan_read(struct arena *a, const struct scan_job *job, int drawn, json_t **ret)
{
    static const char *const readable[] = {"/usr/share/tesseract-ocr", "/dev/null",
                                           "/sys/devices/system/cpu", "/proc/cpuinfo", NULL};
    const char *writable[] = {job->folder, NULL};
    struct read_work work = {*job, drawn};
    const struct inside in = {.jail = {.memory = 1024 * MIB,
                                       .cpu_seconds = 20 + 12 * (uint32_t)job->pages_max,
                                       .wall_ms = 60000 + 60000 * (uint32_t)job->pages_max,
                                       .file_size = 64 * MIB,
                                       .result_max = RESULT_MAX,
                                       .readable = readable,
                                       .writable = writable},
                              .work = read_work,
                              .arg = &work};
    return run_json(a, &in, ret);
}

/* --- binding ------------------------------------------------------------------------------- */

struct bind_work {
    const struct str *parts;
    size_t n;
    const struct pdfa_facts *facts;
};

static enum err
bind_work(void *arg, struct arena *a, struct buf *out)
{
    const struct bind_work *w = arg;
    return bind_pages(a, w->parts, w->n, w->facts, out);
}

enum err
scan_bind(struct arena *a, const struct str *parts, size_t n, const struct pdfa_facts *facts,
          struct str *ret)
{
    static const char *const readable[] = {DOCUMENT_ICC, NULL};
    struct bind_work work = {parts, n, facts};
    const struct inside in = {.jail = {.memory = 1024 * MIB,
                                       .cpu_seconds = 60,
                                       .wall_ms = 120000,
                                       .result_max = 512 * MIB,
                                       .readable = readable},
                              .work = bind_work,
                              .arg = &work};
    return inside_run(a, &in, ret);
}
