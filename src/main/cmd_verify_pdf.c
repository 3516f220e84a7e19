// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua verify-pdf FILE [--trust CERTS.pem] [--crl LISTS.pem] [--at MOMENT] [--format json|text]
 *
 * Exit 0 valid, 1 invalid, 3 unsigned, 2 cannot be read. The file is opened in a
 * jailed child only; what comes back is the report's text, read once more here.
 * Without --trust nobody is trusted, so no signature is valid.
 */
#include <stdio.h>

#include "document/inside.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "main/trust_args.h"
#include "main/verify_json.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { PDF_MAX = 256 << 20, REPORT_MAX = 4 << 20 };

static enum err
verify_work(void *arg, struct arena *a, struct buf *out)
{
    const struct verify_job *job = arg;
    struct verify_report report;
    TRY(verify_pdf(a, job, &report));
    json_t *json = verify_json(&report);
    size_t n = json_dumpb(json, NULL, 0, JSON_COMPACT);
    if (buf_reserve(out, n))
        out->n += json_dumpb(json, out->p + out->n, n, JSON_COMPACT);
    json_decref(json);
    return OK;
}

static int
verify_says(const char *what, const char *why)
{
    fprintf(stderr, "motcua verify-pdf: %s: %s\n", what, why);
    return EXIT_USAGE;
}

static bool
trusts(struct arena *a, const char *path, struct evidence *ev)
{
    enum err e = trust_read(a, path, ev);
    if (e != OK)
        verify_says(path, trust_trouble(e));
    return e == OK;
}

static int
cannot(const char *path, enum err e, bool json)
{
    const char *why = e == ERR_SYSTEM      ? "cannot be read"
                      : e == ERR_DENIED    ? "encrypted"
                      : e == ERR_NOTFOUND  ? "no such file"
                      : e == ERR_TOO_LARGE ? "too large or too slow"
                      : e == ERR_TOO_MANY  ? "too many signatures"
                                           : "not a PDF that can be read";
    if (json)
        printf("{\"verdict\":\"unreadable\",\"reason\":\"%s\",\"signatures\":[]}\n", why);
    return verify_says(path, why);
}

static int
status_of(const json_t *report)
{
    const char *verdict = json_string_value(json_object_get(report, "verdict"));
    if (!verdict)
        return EXIT_USAGE;
    if (strcmp(verdict, verdict_word(VERDICT_VALID)) == 0)
        return EXIT_OK;
    return strcmp(verdict, verdict_word(VERDICT_UNSIGNED)) == 0 ? EXIT_UNSIGNED : EXIT_NO;
}

static const char *
member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "-";
}

static void
print_lines(const json_t *report)
{
    size_t i;
    json_t *one;
    printf("%s\n", json_string_value(json_object_get(report, "verdict")));
    json_array_foreach(json_object_get(report, "signatures"), i, one)
    {
        const json_t *faults = json_object_get(one, "faults");
        printf("%zu. %s: %s, %s (%s)", i + 1,
               json_is_true(json_object_get(one, "valid")) ? "valid" : "invalid",
               member(one, "signer"), member(one, "time"), member(one, "time_source"));
        for (size_t k = 0; k < json_array_size(faults); k++)
            printf(" %s", json_string_value(json_array_get(faults, k)));
        putchar('\n');
    }
}

static int
verify_run(struct arena *a, const char *path, struct verify_job *job, bool json)
{
    enum err e = file_read(a, path, PDF_MAX, &job->pdf);
    if (e != OK)
        return cannot(path, e, json);
    const struct inside in = {.jail = {.memory = ((uint64_t)1 << 30) + 8 * job->pdf.n,
                                       .cpu_seconds = 30,
                                       .wall_ms = 60000,
                                       .result_max = REPORT_MAX},
                              .work = verify_work,
                              .arg = job};
    struct str text;
    e = inside_run(a, &in, &text);
    if (e != OK)
        return cannot(path, e, json);
    json_t *report = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    int status = report ? status_of(report) : EXIT_USAGE;
    if (report && json)
        printf("%" STR_FMT "\n", STR_ARG(text));
    else if (report)
        print_lines(report);
    json_decref(report);
    return status;
}

int
cmd_verify_pdf(int argc, char **argv)
{
    const char *trust = NULL, *crl = NULL, *at = NULL, *format = "text";
    const struct arg_spec specs[] = {{"--trust", &trust, false},
                                     {"--crl", &crl, false},
                                     {"--at", &at, false},
                                     {"--format", &format, false}};
    struct arena a;
    struct evidence ev = {0};
    struct verify_job job = {.ev = &ev, .now = sys_now()};
    int rest = args_take(argc, argv, specs, COUNT(specs)), status = EXIT_USAGE;
    bool json = strcmp(format, "json") == 0;
    if (rest != 1) {
        fputs("usage: motcua verify-pdf FILE [--trust CERTS.pem] [--crl LISTS.pem] [--at MOMENT]\n"
              "  [--format json|text]\n",
              stderr);
        return EXIT_USAGE;
    }
    if (!json && strcmp(format, "text") != 0)
        return verify_says(format, "no such format: json or text");
    if (at && !instant_parse(str_of(at), &job.now))
        return verify_says(at, "not a moment such as 2024-04-26T09:15:00+07:00");
    arena_init(&a, (size_t)1 << 30);
    if (trusts(&a, trust, &ev) && trusts(&a, crl, &ev))
        status = verify_run(&a, argv[1], &job, json);
    evidence_free(&ev);
    arena_free(&a);
    return status;
}
