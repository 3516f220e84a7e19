// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua pdf FORM --data FILE.json --out FILE.pdf [--created MOMENT]
 * Sets a form from its facts. Exit 0 made, 1 the facts are refused, 2 usage or files.
 */
#include <stdio.h>

#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "main/form_shape.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { DATA_MAX = 16 << 20, PDF_MAX = 64 << 20 };

struct pdf_job {
    enum form form;
    const char *data, *out;
    struct instant created;
};

static int
pdf_usage(void)
{
    fputs("usage: motcua pdf FORM --data FILE.json --out FILE.pdf [--created MOMENT]\nFORM:",
          stderr);
    for (int i = 0; i < FORM_COUNT; i++)
        fprintf(stderr, " %" STR_FMT, STR_ARG(form_name((enum form)i)));
    fputs(", or 01 to 07\nThe facts of each form, filled in: data/examples/forms/FORM.json\n",
          stderr);
    return EXIT_USAGE;
}

static int
say(int status, const char *what, struct str why)
{
    fprintf(stderr, "motcua pdf: %s: %" STR_FMT "\n", what, STR_ARG(why));
    return status;
}

static int
pdf_make(struct arena *a, const struct pdf_job *job, const json_t *json)
{
    const struct shape *shape = form_shape(job->form);
    void *facts = arena_alloc(a, shape->size);
    struct str trouble = S("");
    if (shape_read(a, json, shape, facts, &trouble) != OK)
        return say(EXIT_NO, job->data, trouble);
    struct buf pdf;
    buf_init(&pdf, PDF_MAX);
    enum err e = form_make(a, job->form, facts, job->created, &pdf, &trouble);
    int status = EXIT_OK;
    if (e != OK)
        status = say(e == ERR_INVALID ? EXIT_NO : EXIT_USAGE, "cannot be set", trouble);
    else if (file_write(job->out, buf_view(&pdf), 0644) != OK)
        status = say(EXIT_USAGE, job->out, S("cannot be written"));
    buf_free(&pdf);
    return status;
}

static int
pdf_run(struct arena *a, const struct pdf_job *job)
{
    struct str text;
    if (file_read(a, job->data, DATA_MAX, &text) != OK)
        return say(EXIT_USAGE, job->data, S("cannot be read"));
    json_error_t where;
    json_t *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where);
    if (!json)
        return say(EXIT_NO, job->data, str_printf(a, "line %d: %s", where.line, where.text));
    int status = pdf_make(a, job, json);
    json_decref(json);
    return status;
}

int
cmd_pdf(int argc, char **argv)
{
    struct pdf_job job = {.created = sys_now()};
    const char *created = NULL;
    const struct arg_spec specs[] = {
        {"--data", &job.data, false}, {"--out", &job.out, false}, {"--created", &created, false}};
    int rest = args_take(argc, argv, specs, COUNT(specs));
    if (rest != 1 || !job.data || !job.out)
        return pdf_usage();
    if (!form_parse(str_of(argv[1]), &job.form)) {
        (void)say(EXIT_USAGE, argv[1], S("no such form"));
        return pdf_usage();
    }
    if (created && !instant_parse(str_of(created), &job.created))
        return say(EXIT_USAGE, created, S("not a moment"));
    struct arena a;
    arena_init(&a, 256 << 20);
    int status = pdf_run(&a, &job);
    arena_free(&a);
    return status;
}
