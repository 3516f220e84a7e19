// SPDX-License-Identifier: EUPL-1.2
/*
 * motcua sign IN.pdf --out OUT.pdf --key ADDRESS [options]
 *
 * Signs once: PAdES B-B, B-T, B-LT or B-LTA. Exit 0 signed; 1 refused, with the reason as
 * one word on standard output; 2 usage, files, keys or services.
 * Two phases: --prepare writes a file with a gap and prints what is to be signed;
 * --signature completes it with a signature made elsewhere.
 */
#include <jansson.h>
#include <stdio.h>

#include "base/num.h"
#include "document/cms.h"
#include "document/signer.h"
#include "main/args.h"
#include "main/cmd_documents.h"
#include "main/exit_status.h"
#include "main/trust_args.h"
#include "sys/clock.h"
#include "sys/files.h"

enum { PDF_MAX = 128 << 20, IMAGE_MAX = 8 << 20 };

struct sign_args {
    const char *in, *out, *key, *pin, *certs, *trust, *crl, *ocsp, *tsa, *level, *role, *image,
        *text, *anchor, *place, *wide, *person, *reason, *location, *at, *ask, *prepare, *signature;
};

/* A visible mark's manners by role: ink, width on paper, offset from the place of the signature. */
static const struct {
    const char *name;
    enum ink ink;
    double wide, x;
    const char *anchor;
} roles[] = {{"leader", INK_BLUE, 110, 0, "sign"},
             {"initials", INK_BLUE, 34, 0, "initials"},
             {"seal", INK_RED, 102, -70, "sign"}};

static int
sign_usage(void)
{
    fputs("usage: motcua sign IN.pdf --out OUT.pdf --key file:KEY.pem|pkcs11:… [--pin-file FILE]\n"
          "  [--certs CHAIN.pem] [--trust CERTS.pem] [--crl LISTS.pem] [--ocsp URL] [--ask-ocsp]\n"
          "  [--level B|T|LT|LTA] [--tsa URL] [--signer ID] [--role leader|initials|seal]\n"
          "  [--image FILE.png] [--text LINES] [--anchor NAME | --place PAGE,X,Y] [--wide MM]\n"
          "  [--reason TEXT] [--location TEXT] [--at MOMENT]\n"
          "or in two phases: sign IN.pdf --prepare DRAFT.pdf --certs CHAIN.pem …\n"
          "                  sign DRAFT.pdf --signature FILE --certs CHAIN.pem --out OUT.pdf …\n",
          stderr);
    return EXIT_USAGE;
}

static int
sign_says(const char *what, struct str why)
{
    fprintf(stderr, "motcua sign: %s: %" STR_FMT "\n", what, STR_ARG(why));
    return EXIT_USAGE;
}

/* "2,120,40": page, and millimetres from its lower left corner. */
static bool
read_place(const char *text, struct sign_place *ret)
{
    struct str rest = str_of(text);
    int64_t n[3];
    for (size_t i = 0; i < COUNT(n); i++)
        if (!rest.p || !parse_i64(str_cut(&rest, ','), 0, 10000, &n[i]))
            return false;
    *ret = (struct sign_place){
        .page = (int)n[0], .x = (double)n[1] * 72 / 25.4, .y = (double)n[2] * 72 / 25.4};
    return !rest.p;
}

static bool
find_role(const char *name, size_t *ret)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (strcmp(name, roles[i].name) == 0) {
            *ret = i;
            return true;
        }
    return false;
}

static int
read_mark(struct arena *a, const struct sign_args *args, struct mark *mark,
          struct sign_order *order)
{
    size_t role = 0;
    int64_t wide = 0;
    if (args->role && !find_role(args->role, &role))
        return sign_says(args->role, S("no such role: leader, initials or seal"));
    *mark = (struct mark){.ink = roles[role].ink, .wide = roles[role].wide};
    if (args->wide && !parse_i64(str_of(args->wide), 5, 200, &wide))
        return sign_says(args->wide, S("not a width in millimetres"));
    if (wide)
        mark->wide = (double)wide * 72 / 25.4;
    if (args->image && file_read(a, args->image, IMAGE_MAX, &mark->png) != OK)
        return sign_says(args->image, S("cannot be read"));
    mark->text = str_of(args->text);
    order->where = (struct sign_place){
        .anchor = str_of(args->anchor ? args->anchor : roles[role].anchor), .x = roles[role].x};
    if (args->place && !read_place(args->place, &order->where))
        return sign_says(args->place, S("not a place like 1,120,40"));
    order->mark = args->image || args->text ? mark : NULL;
    return EXIT_OK;
}

static int
read_level(const struct sign_args *args, struct signer_job *job)
{
    static const char *const names[] = {"B", "T", "LT", "LTA"};
    size_t n = args->tsa ? 1 : 0;
    if (args->level)
        for (n = 0; n < COUNT(names) && strcmp(args->level, names[n]) != 0; n++)
            ;
    if (n == COUNT(names))
        return sign_says(args->level, S("no such level: B, T, LT or LTA"));
    if (n > 0 && !args->tsa)
        return sign_says(args->level, S("this level needs a time-stamp service: --tsa URL"));
    job->level = (enum sign_level)n;
    return EXIT_OK;
}

static int
read_job(struct arena *a, const struct sign_args *args, struct mark *mark, struct evidence *ev,
         struct signer_job *job)
{
    job->ev = ev;
    job->tsa = args->tsa;
    job->ocsp = args->ocsp;
    job->ask = args->ask || args->ocsp;
    job->person = str_of(args->person);
    job->now = sys_now();
    if (args->at && !instant_parse(str_of(args->at), &job->now))
        return sign_says(args->at, S("not a moment"));
    job->order = (struct sign_order){.reason = str_of(args->reason),
                                     .place = str_of(args->location),
                                     .at = job->now,
                                     .zone = zone_vietnam};
    enum err e = trust_read(a, args->trust, ev);
    if (e != OK)
        return sign_says(args->trust, str_of(trust_trouble(e)));
    e = trust_read(a, args->crl, ev);
    if (e != OK)
        return sign_says(args->crl, str_of(trust_trouble(e)));
    int status = read_level(args, job);
    return status ? status : read_mark(a, args, mark, &job->order);
}

static int
read_key(struct arena *a, const struct sign_args *args, struct key *key)
{
    struct key_spec spec = {.uri = str_of(args->key)};
    if (args->pin && file_read(a, args->pin, 4096, &spec.pin) != OK)
        return sign_says(args->pin, S("cannot be read"));
    spec.pin = str_trim(spec.pin);
    if (args->certs && file_read(a, args->certs, 1 << 20, &spec.certs) != OK)
        return sign_says(args->certs, S("cannot be read"));
    if (args->key)
        return key_open(a, &spec, key) == OK ? EXIT_OK : sign_says(args->key, key->trouble);
    return key_take_certs(spec.certs, key) == OK ? EXIT_OK
                                                 : sign_says("--certs", S("no certificate"));
}

static int
refused(enum cert_fault fault)
{
    printf("%" STR_FMT "\n", STR_ARG(cert_fault_code(fault)));
    return EXIT_NO;
}

/* The file itself would not have a signature, or not there, or not that mark. */
static int
document_trouble(const struct sign_args *args, enum err e)
{
    const char *where = args->place ? args->place : args->anchor ? args->anchor : "--role";
    switch ((int)e) {
    case ERR_DENIED:
        return sign_says(args->in, S("is encrypted; an encrypted file is not signed"));
    case ERR_NOTFOUND:
        return sign_says(where, S("the document has no such place"));
    case ERR_INVALID:
        return args->image ? sign_says(args->image, S("not a PNG that can be inked"))
                           : sign_says("--text", S("has letters that the fonts lack"));
    case ERR_TOO_LARGE:
    case ERR_TOO_MANY:
        return sign_says(args->in, S("is too large, or has too many signatures"));
    default:
        return sign_says(args->in, S("is not a PDF that can be signed as it is (broken?)"));
    }
}

/* What stopped the signature, with the thing named. */
static int
trouble(const struct sign_args *args, enum sign_stage stage, enum err e)
{
    const char *evidence = args->ocsp ? args->ocsp : args->crl ? args->crl : "--crl, --ask-ocsp";
    switch (stage) {
    case STAGE_DOCUMENT:
        return document_trouble(args, e);
    case STAGE_KEY:
        return sign_says(args->key ? args->key : args->signature,
                         S("the signature could not be made, or does not fit its gap"));
    case STAGE_STAMP:
        return sign_says(args->tsa, e == ERR_BUSY ? S("the time-stamp service does not answer")
                                                  : S("the time stamp does not hold (its imprint, "
                                                      "purpose, or authority: see --trust)"));
    case STAGE_EVIDENCE:
        return sign_says(evidence, S("no good revocation answer for every certificate of the "
                                     "signer's and the time stamp's chain"));
    }
    return EXIT_USAGE;
}

static int
keep(const char *out, struct str pdf)
{
    return file_write(out, pdf, 0644) == OK ? EXIT_OK : sign_says(out, S("cannot be written"));
}

/* First phase: the draft, and on standard output the bytes that the key must sign. */
static int
prepare_draft(struct arena *a, const struct sign_args *args, struct str pdf, struct key *key,
              struct signer_job *job)
{
    struct sign_draft draft;
    struct str bytes;
    enum cert_fault fault = signer_judge(a, key->cert, key->chain, job);
    if (fault != CERT_GOOD)
        return refused(fault);
    enum err e = signer_prepare(a, pdf, &job->order, &draft);
    if (e != OK)
        return document_trouble(args, e);
    e = cms_to_sign(a, key->cert, &draft.digest, &bytes);
    int status = e == OK ? keep(args->prepare, draft.pdf)
                         : sign_says(args->certs, S("its container cannot be made"));
    if (status == EXIT_OK)
        fwrite(bytes.p, 1, bytes.n, stdout);
    return status;
}

/* Second phase: a signature made elsewhere goes into its draft. */
static int
complete_draft(struct arena *a, const struct sign_args *args, struct str pdf, struct key *key,
               struct signer_job *job)
{
    struct sign_draft draft;
    struct str signature, done;
    if (file_read(a, args->signature, 4096, &signature) != OK)
        return sign_says(args->signature, S("cannot be read"));
    if (sign_resume(pdf, &draft) != OK)
        return sign_says(args->in, S("is not a prepared draft"));
    enum cert_fault fault = signer_judge(a, key->cert, key->chain, job);
    if (fault != CERT_GOOD)
        return refused(fault);
    const struct cms_signer who = {key->cert, key->chain};
    enum err e = signer_complete(a, &draft, &who, signature, job, &done);
    return e == OK ? keep(args->out, done) : trouble(args, *job->stage, e);
}

static int
sign_run(struct arena *a, const struct sign_args *args, struct evidence *ev, struct key *key)
{
    enum sign_stage stage = STAGE_DOCUMENT;
    struct signer_job job = {.stage = &stage};
    struct mark mark;
    struct str pdf, done;
    enum cert_fault fault = CERT_GOOD;
    int status = read_job(a, args, &mark, ev, &job);
    if (status == EXIT_OK)
        status = read_key(a, args, key);
    if (status != EXIT_OK)
        return status;
    if (file_read(a, args->in, PDF_MAX, &pdf) != OK)
        return sign_says(args->in, S("cannot be read"));
    job.order.name = cert_common_name(a, key->cert);
    if (args->prepare)
        return prepare_draft(a, args, pdf, key, &job);
    if (args->signature)
        return complete_draft(a, args, pdf, key, &job);
    enum err e = signer_sign(a, pdf, key, &job, &fault, &done);
    if (fault != CERT_GOOD)
        return refused(fault);
    if (e != OK && !str_empty(key->trouble))
        return sign_says(args->key, key->trouble);
    return e == OK ? keep(args->out, done) : trouble(args, stage, e);
}

int
cmd_sign(int argc, char **argv)
{
    struct sign_args args = {0};
    const struct arg_spec specs[] = {
        {"--out", &args.out, false},           {"--key", &args.key, false},
        {"--pin-file", &args.pin, false},      {"--certs", &args.certs, false},
        {"--trust", &args.trust, false},       {"--crl", &args.crl, false},
        {"--ocsp", &args.ocsp, false},         {"--ask-ocsp", &args.ask, true},
        {"--tsa", &args.tsa, false},           {"--level", &args.level, false},
        {"--role", &args.role, false},         {"--image", &args.image, false},
        {"--text", &args.text, false},         {"--anchor", &args.anchor, false},
        {"--place", &args.place, false},       {"--wide", &args.wide, false},
        {"--signer", &args.person, false},     {"--reason", &args.reason, false},
        {"--location", &args.location, false}, {"--at", &args.at, false},
        {"--prepare", &args.prepare, false},   {"--signature", &args.signature, false}};
    int rest = args_take(argc, argv, specs, COUNT(specs));
    bool whole = args.out && args.key, first = args.prepare && args.certs;
    bool second = args.signature && args.certs && args.out;
    if (rest != 1 || whole + first + second != 1)
        return sign_usage();
    args.in = argv[1];
    struct arena a;
    struct evidence ev = {0};
    struct key key = {0};
    arena_init(&a, (size_t)2 << 30);
    int status = sign_run(&a, &args, &ev, &key);
    key_close(&key);
    evidence_free(&ev);
    arena_free(&a);
    return status;
}
