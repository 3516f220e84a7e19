// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua scan IN… --out DIR [--clamd SOCKET] [--created MOMENT] [--max-pages N]
 *
 * Reads scans in the order given: each file is checked, its pages read, and the
 * pages of all files split into documents by the codes on them. DIR gets 001.pdf
 * (PDF/A with the text under the picture), 001.jpg, 001.txt … and report.json, which
 * is printed too. Exit 0 all taken, 1 some file was refused, 2 nothing could be done.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/num.h"
#include "document/clamd.h"
#include "document/code_text.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "main/scan_work.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { INPUT_MAX = 128 << 20, INPUTS_MAX = 500, PAGES_MAX = 2000 };

/* A page of the whole pile, with where its files lie. */
struct pile_page {
    int input, page;
    const char *base;
    const json_t *json;
};

struct scan {
    struct arena *a;
    const char *out, *clamd;
    struct instant created;
    int pages_max;
    json_t *inputs;
    struct pile_page pile[PAGES_MAX];
    size_t n;
    bool refused;
};

static json_t *
text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

/* --- one input ------------------------------------------------------------------------- */

static const char *
refusal_of(enum err e)
{
    switch ((int)e) {
    case ERR_TOO_LARGE:
        return "too-large";
    case ERR_DENIED:
        return "encrypted";
    case ERR_MALFORMED:
        return "unreadable";
    case ERR_TOO_MANY:
        return "too-many-signatures";
    default:
        return "failed";
    }
}

static void
refuse(struct scan *s, json_t *input, const char *why)
{
    json_object_set_new(input, "refused", json_string(why));
    s->refused = true;
}

/* Clean, or refused: no answer counts as not clean. */
static bool
is_clean(struct scan *s, struct str bytes, json_t *input)
{
    if (!s->clamd) {
        json_object_set_new(input, "malware", json_string("not-checked"));
        return true;
    }
    struct clamd_answer answer = clamd_ask(s->a, s->clamd, bytes);
    if (answer.verdict == CLAMD_CLEAN) {
        json_object_set_new(input, "malware", json_string("clean"));
        return true;
    }
    bool found = answer.verdict == CLAMD_FOUND;
    json_object_set_new(input, "malware", json_string(found ? "found" : "not-checked"));
    json_object_set_new(input, "malware_detail", text(answer.name));
    refuse(s, input, found ? "malware" : "malware-check-failed");
    return false;
}

/* What a type may not be; NULL when it may be read. */
static const char *
look_refusal(const struct scan *s, const json_t *look)
{
    const char *type = json_string_value(json_object_get(look, "type"));
    if (!type || strcmp(type, "other") == 0)
        return "type";
    if (!json_is_true(json_object_get(look, "name_agrees")))
        return "name-contradicts-content";
    if (json_integer_value(json_object_get(look, "pages")) > s->pages_max)
        return "too-many-pages";
    if (json_is_true(json_object_get(look, "signed")) &&
        json_array_size(json_object_get(look, "active")) > 0)
        return "active-content-in-signed-file";
    return NULL;
}

static void
take_pages(struct scan *s, const struct scan_job *job, int input, json_t *pages)
{
    size_t i;
    json_t *page;
    json_array_foreach(pages, i, page)
    {
        if (json_object_get(page, "refused")) {
            s->refused = true;
            continue;
        }
        if (s->n == PAGES_MAX) { /* never lost in silence */
            json_object_set_new(page, "refused", json_string("too-many-pages"));
            s->refused = true;
            continue;
        }
        s->pile[s->n++] =
            (struct pile_page){input, (int)i + 1, scan_page_base(s->a, job, (int)i + 1), page};
    }
}

static enum err
read_pages(struct scan *s, const struct scan_job *job, const json_t *look, int input, json_t *entry)
{
    json_t *pages = NULL;
    struct scan_job few = *job; /* time for as many pages as there are */
    few.pages_max = (int)json_integer_value(json_object_get(look, "pages"));
    int drawn = 0;
    if (strcmp(json_string_value(json_object_get(look, "type")), "pdf") == 0) {
        drawn = few.pages_max;
        TRY(scan_draw(s->a, &few));
    }
    TRY(scan_read(s->a, &few, drawn, &pages));
    json_object_set_new(entry, "pages", pages);
    take_pages(s, job, input, pages);
    return OK;
}

/* A signed file is never rewritten: it goes out as it came. */
static enum err
keep_signed(struct scan *s, const struct scan_job *job, int input, json_t *entry)
{
    const char *name = str_printf(s->a, "signed-%03d.pdf", input + 1).p;
    json_object_set_new(entry, "kept", json_string(name));
    return file_write(str_printf(s->a, "%s/%s", s->out, name).p, job->bytes, 0644);
}

static void
read_input(struct scan *s, struct scan_job *job, int input, json_t *entry)
{
    json_t *look = NULL;
    enum err e = scan_look(s->a, job, &look);
    if (e != OK) {
        refuse(s, entry, refusal_of(e));
        return;
    }
    json_object_update(entry, look);
    json_object_del(entry, "pages");
    const char *why = look_refusal(s, look);
    bool is_signed = json_is_true(json_object_get(look, "signed"));
    if (why)
        refuse(s, entry, why);
    else if (is_signed)
        e = keep_signed(s, job, input, entry);
    else
        e = read_pages(s, job, look, input, entry);
    if (e != OK)
        refuse(s, entry, refusal_of(e));
    json_decref(look);
}

static void
take_input(struct scan *s, const char *path, int input)
{
    struct scan_job job = {.path = realpath(path, arena_alloc(s->a, PATH_MAX)),
                           .folder = str_printf(s->a, "%s/.work/%03d", s->out, input + 1).p,
                           .language = "vie",
                           .pages_max = s->pages_max};
    json_t *entry = json_pack("{s:s}", "name", path);
    json_array_append_new(s->inputs, entry);
    enum err e = job.path ? file_read(s->a, job.path, INPUT_MAX, &job.bytes) : ERR_NOTFOUND;
    if (e == OK)
        e = file_folder(job.folder, 0755);
    if (e != OK) {
        refuse(s, entry, e == ERR_TOO_LARGE ? "too-large" : "cannot-be-opened");
        return;
    }
    struct hash h = hash_of(job.bytes);
    json_object_set_new(entry, "sha256", text(hash_hex(s->a, &h)));
    json_object_set_new(entry, "bytes", json_integer((json_int_t)job.bytes.n));
    if (is_clean(s, job.bytes, entry))
        read_input(s, &job, input, entry);
}

/* --- documents --------------------------------------------------------------------------- */

static void
fill_pages(const struct scan *s, struct scan_page *pages)
{
    for (size_t i = 0; i < s->n; i++) {
        const json_t *codes = json_object_get(s->pile[i].json, "codes");
        pages[i].is_blank = json_is_true(json_object_get(s->pile[i].json, "blank"));
        for (size_t k = 0; k < json_array_size(codes) && k < PAGE_CODES; k++)
            pages[i].codes[pages[i].code_count++] =
                str_of(json_string_value(json_object_get(json_array_get(codes, k), "text")));
    }
}

static json_t *
card_json(const struct card *c)
{
    char space[40];
    struct buf b = {.p = space, .size = sizeof space, .max = sizeof space};
    date_print(&b, c->born);
    json_t *born = text(buf_view(&b));
    b.n = 0;
    date_print(&b, c->issued);
    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o}", "id", text(c->id), "old_id",
                     text(c->old_id), "name", text(c->name), "born", born, "sex",
                     c->sex == CARD_MALE ? "male" : "female", "address", text(c->address), "issued",
                     text(buf_view(&b)));
}

/* Pages of one cut: where they came from, their text, the cards on them. */
static json_t *
describe(struct scan *s, const struct scan_cut *cut, const struct scan_page *pages,
         struct buf *all_text)
{
    json_t *list = json_array(), *cards = json_array();
    json_int_t sure = 0;
    for (size_t i = cut->from; i < cut->to; i++) {
        const struct pile_page *p = &s->pile[i];
        json_array_append_new(list,
                              json_pack("{s:i, s:i}", "input", p->input + 1, "page", p->page));
        sure += json_integer_value(json_object_get(p->json, "confidence"));
        const char *words = json_string_value(json_object_get(p->json, "text"));
        buf_str(all_text, str_of(words));
        buf_char(all_text, '\f');
        for (size_t k = 0; k < pages[i].code_count; k++) {
            struct code_view v = code_read(pages[i].codes[k]);
            if (v.meaning == CODE_CARD)
                json_array_append_new(cards, card_json(&v.card));
        }
    }
    return json_pack("{s:o, s:o, s:o, s:I, s:o}", "dossier", text(cut->dossier), "component",
                     text(cut->component), "pages", list, "confidence",
                     sure / (json_int_t)(cut->to - cut->from), "cards", cards);
}

static enum err
write_document(struct scan *s, const struct scan_cut *cut, size_t number, struct str words)
{
    size_t n = cut->to - cut->from;
    struct str *parts = NEW_ARRAY(s->a, struct str, n), pdf, thumb;
    for (size_t i = 0; i < n; i++)
        TRY(file_read(s->a, str_printf(s->a, "%s.pdf", s->pile[cut->from + i].base).p, INPUT_MAX,
                      &parts[i]));
    const struct pdfa_facts facts = {.title = str_empty(cut->dossier) ? S("scan") : cut->dossier,
                                     .author = S("Mot Cua"),
                                     .subject = cut->component,
                                     .created = s->created,
                                     .zone = zone_vietnam};
    TRY(scan_bind(s->a, parts, n, &facts, &pdf));
    TRY(file_write(str_printf(s->a, "%s/%03zu.pdf", s->out, number).p, pdf, 0644));
    TRY(file_write(str_printf(s->a, "%s/%03zu.txt", s->out, number).p, words, 0644));
    TRY(file_read(s->a, str_printf(s->a, "%s.thumb.jpg", s->pile[cut->from].base).p, INPUT_MAX,
                  &thumb));
    return file_write(str_printf(s->a, "%s/%03zu.jpg", s->out, number).p, thumb, 0644);
}

static json_t *
write_documents(struct scan *s)
{
    struct scan_page *pages = NEW_ARRAY(s->a, struct scan_page, s->n + 1);
    struct scan_cut *cuts = NEW_ARRAY(s->a, struct scan_cut, s->n + 1);
    json_t *list = json_array();
    fill_pages(s, pages);
    size_t n = scan_split(pages, s->n, cuts);
    for (size_t i = 0; i < n; i++) {
        struct buf words;
        buf_init(&words, 32 << 20);
        json_t *one = describe(s, &cuts[i], pages, &words);
        enum err e = write_document(s, &cuts[i], i + 1, buf_view(&words));
        buf_free(&words);
        json_object_set_new(one, "file", text(str_printf(s->a, "%03zu.pdf", i + 1)));
        json_object_set_new(one, "thumbnail", text(str_printf(s->a, "%03zu.jpg", i + 1)));
        json_object_set_new(one, "text", text(str_printf(s->a, "%03zu.txt", i + 1)));
        if (e != OK)
            refuse(s, one, refusal_of(e));
        json_array_append_new(list, one);
    }
    return list;
}

/* The meanings of codes stand beside them in the report. */
static void
name_codes(struct scan *s)
{
    static const char *const words[] = {[CODE_OTHER] = "other",
                                        [CODE_DOSSIER] = "dossier",
                                        [CODE_SEPARATOR] = "separator",
                                        [CODE_CARD] = "citizen-card"};
    for (size_t i = 0; i < s->n; i++) {
        size_t k;
        json_t *code;
        json_array_foreach(json_object_get(s->pile[i].json, "codes"), k, code)
        {
            struct code_view v =
                code_read(str_of(json_string_value(json_object_get(code, "text"))));
            json_object_set_new(code, "meaning", json_string(words[v.meaning]));
            if (!str_empty(v.dossier))
                json_object_set_new(code, "dossier", text(v.dossier));
        }
    }
}

/* --- the command ---------------------------------------------------------------------------- */

/* What only the work needed goes; names are ours, so nothing else can be met. */
static void
clean_up(struct scan *s, int inputs)
{
    for (int i = 0; i < inputs; i++) {
        struct scan_job job = {.folder = str_printf(s->a, "%s/.work/%03d", s->out, i + 1).p};
        for (int page = 1; page <= s->pages_max; page++) {
            const char *base = scan_page_base(s->a, &job, page);
            unlink(str_printf(s->a, "%s.pdf", base).p);
            unlink(str_printf(s->a, "%s.jpg", base).p);
            unlink(str_printf(s->a, "%s.thumb.jpg", base).p);
            for (int of = 1; of <= 100; of *= 10)
                unlink(scan_drawn_path(s->a, &job, page, of));
        }
        rmdir(job.folder);
    }
    rmdir(str_printf(s->a, "%s/.work", s->out).p);
}

static int
scan_run(struct scan *s, int inputs, char **paths)
{
    if (file_folder(s->out, 0755) != OK) {
        fprintf(stderr, "motcua scan: %s: cannot be made\n", s->out);
        return EXIT_USAGE;
    }
    s->inputs = json_array();
    for (int i = 0; i < inputs; i++)
        take_input(s, paths[i], i);
    name_codes(s);
    json_t *documents = write_documents(s);
    json_t *report = json_pack("{s:o, s:o}", "inputs", s->inputs, "documents", documents);
    char *bytes = arena_alloc(s->a, json_dumpb(report, NULL, 0, JSON_INDENT(1)) + 1);
    struct str printed = {bytes, json_dumpb(report, bytes, (size_t)64 << 20, JSON_INDENT(1))};
    json_decref(report);
    clean_up(s, inputs);
    fwrite(printed.p, 1, printed.n, stdout);
    putchar('\n');
    if (file_write(str_printf(s->a, "%s/report.json", s->out).p, printed, 0644) != OK)
        return EXIT_USAGE;
    return s->refused ? EXIT_NO : EXIT_OK;
}

int
cmd_scan(int argc, char **argv)
{
    struct arena a;
    arena_init(&a, (size_t)4 << 30);
    struct scan *s = NEW(&a, struct scan);
    *s = (struct scan){.a = &a, .created = sys_now(), .pages_max = 100};
    const char *created = NULL, *pages = NULL;
    int64_t most = 100;
    const struct arg_spec specs[] = {{"--out", &s->out, false},
                                     {"--clamd", &s->clamd, false},
                                     {"--created", &created, false},
                                     {"--max-pages", &pages, false}};
    int rest = args_take(argc, argv, specs, COUNT(specs)), status = EXIT_USAGE;
    if (created && !instant_parse(str_of(created), &s->created))
        fprintf(stderr, "motcua scan: %s: not a moment\n", created);
    else if (pages && !parse_i64(str_of(pages), 1, 500, &most))
        fprintf(stderr, "motcua scan: %s: not a number of pages from 1 to 500\n", pages);
    else if (rest > INPUTS_MAX)
        fprintf(stderr, "motcua scan: more than %d files at once\n", INPUTS_MAX);
    else if (rest >= 1 && s->out) {
        s->pages_max = (int)most;
        status = scan_run(s, rest, argv + 1);
    } else
        fputs("usage: motcua scan IN… --out DIR [--clamd SOCKET] [--created MOMENT] [--max-pages "
              "N]\n",
              stderr);
    arena_free(&a);
    return status;
}
