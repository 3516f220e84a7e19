// SPDX-License-Identifier: EUPL-1.2
/*
 * documents [ROUNDS]: what the document room costs in processor time, beside the bare
 * libraries doing the least of the same job, in one run: making a refusal (form 03; Pango
 * and Cairo set as many words), signing it with an EC key (OpenSSL's CMS_sign over the same
 * bytes), verifying it (qpdf's parser and CMS_verify).
 * Then ROUNDS (10,000) documents are each made, signed and verified in this one process;
 * resident memory is printed on the way and must not grow by more than 8 MiB after the
 * first hundred. The commands do one job in a process each and keep nothing at all.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "document/cms.h"
#include "document/fonts.h"
#include "document/form.h"
#include "document/pdf_open.h"
#include "document/sign.h"
#include "document/verify.h"
#include "sys/service.h"

#define MOMENT ((struct instant){INT64_C(1714097700000000)})

static const struct form_refusal facts = {
    .head = {.parent = STR("PARENT AGENCY OF THE DISTRICT"),
             .agency = STR("ONE-STOP DESK"),
             .place = STR("Town"),
             .number = STR("7"),
             .mark = STR("TTPVHCC")},
    .lookup = {STR("H41.14-240426-0017"), STR("https://motcua.example/H41.14-240426-0017")},
    .party = {.name = STR("A Citizen"), .id = STR("040191000123"), .address = STR("A village")},
    .content = STR("A procedure with a fairly long name that takes more than one line of the page"),
    .reason = STR("A reason that is explained in a sentence or two, so that the paragraph wraps "
                  "over several lines as it does in life; not more than that, and not less."),
    .officer = STR("An Officer")};

enum { MEASURED = 200, MEASURED_ROUNDS = 10000, GROWTH_MAX = 8 << 20 };

struct bench {
    struct arena a;
    EVP_PKEY *key;
    X509 *cert;
    struct evidence ev;
    X509_STORE *store;
    struct str made, signed_once, container;
};

static double
cpu_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

static void
must(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "documents: %s failed\n", what);
    exit(1);
}

static struct str
make(struct bench *b)
{
    struct buf pdf;
    struct str trouble;
    buf_init(&pdf, 4 << 20);
    must(form_make(&b->a, FORM_REFUSAL, &facts, MOMENT, &pdf, &trouble) == OK, "making");
    struct str bytes = str_dup(&b->a, buf_view(&pdf));
    buf_free(&pdf);
    return bytes;
}

/* Pango and Cairo alone: one paragraph of about as many words on one page. */
static void
make_bare(struct bench *b)
{
    PangoFontMap *fonts = fonts_open();
    PangoContext *context = pango_font_map_create_context(fonts);
    PangoLayout *layout = pango_layout_new(context);
    cairo_surface_t *surface = cairo_pdf_surface_create("/dev/null", 595, 842);
    cairo_t *cr = cairo_create(surface);
    (void)b;
    pango_layout_set_width(layout, 460 * PANGO_SCALE);
    for (int i = 0; i < 3; i++) {
        pango_layout_set_text(layout, facts.reason.p, (int)facts.reason.n);
        cairo_move_to(cr, 70, 70 + 100 * i);
        pango_cairo_show_layout(cr, layout);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    g_object_unref(layout);
    g_object_unref(context);
    g_object_unref(fonts);
}

static struct str
raw_signature(struct bench *b, struct str bytes)
{
    size_t n = 256;
    unsigned char *value = arena_alloc(&b->a, n);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, b->key) == 1 &&
             EVP_DigestSign(ctx, value, &n, (const unsigned char *)bytes.p, bytes.n) == 1,
         "the key");
    EVP_MD_CTX_free(ctx);
    return (struct str){(const char *)value, n};
}

static struct str
sign(struct bench *b)
{
    const struct sign_order order = {.at = MOMENT, .zone = zone_vietnam};
    const struct cms_signer who = {b->cert, NULL};
    struct sign_draft draft;
    struct str bytes, container, done = {0};
    must(sign_prepare(&b->a, b->made, &order, &draft) == OK &&
             cms_to_sign(&b->a, b->cert, &draft.digest, &bytes) == OK &&
             cms_seal(&b->a, &who, &draft.digest, raw_signature(b, bytes), S(""), &container) ==
                 OK &&
             sign_finish(&b->a, &draft, container, &done) == OK,
         "signing");
    return done;
}

static void
verify_these(struct bench *b, struct str pdf)
{
    const struct verify_job job = {pdf, &b->ev, {INT64_C(1714100000000000)}};
    struct verify_report report;
    must(verify_pdf(&b->a, &job, &report) == OK && report.verdict == VERDICT_VALID, "verifying");
}

static void
verify(struct bench *b)
{
    verify_these(b, b->signed_once);
}

static void
make_once(struct bench *b)
{
    (void)make(b);
}

static void
sign_once(struct bench *b)
{
    (void)sign(b);
}

/* OpenSSL alone: a detached container over the same bytes, printed. */
static struct str
contain(struct bench *b)
{
    BIO *in = BIO_new_mem_buf(b->made.p, (int)b->made.n);
    CMS_ContentInfo *cms =
        CMS_sign(b->cert, b->key, NULL, in, CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP);
    unsigned char *der = NULL;
    int n = cms ? i2d_CMS_ContentInfo(cms, &der) : 0;
    must(n > 0, "bare signing");
    struct str copy = str_dup(&b->a, (struct str){(const char *)der, (size_t)n});
    OPENSSL_free(der);
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    return copy;
}

static void
sign_bare(struct bench *b)
{
    (void)contain(b);
}

/* qpdf and OpenSSL alone: the file parsed, a container over bytes of its size verified. */
static void
verify_bare(struct bench *b)
{
    CLEANUP(pdf_close) qpdf_data q = NULL;
    const unsigned char *der = (const unsigned char *)b->container.p;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &der, (long)b->container.n);
    BIO *in = BIO_new_mem_buf(b->made.p, (int)b->made.n);
    must(pdf_open(b->signed_once, &q) == OK && cms &&
             CMS_verify(cms, NULL, b->store, in, NULL, CMS_BINARY | CMS_DETACHED) == 1,
         "bare verifying");
    CMS_ContentInfo_free(cms);
    BIO_free(in);
}

/* Milliseconds of processor time per round. */
static double
measure(struct bench *b, void (*job)(struct bench *), int n)
{
    double from = cpu_ms();
    for (int i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&b->a);
        job(b);
        arena_rewind(&b->a, mark);
    }
    return (cpu_ms() - from) / n;
}

static void
say(const char *job, const char *what, double value, const char *unit)
{
    char name[128];
    snprintf(name, sizeof name, "documents_%s%s", job, what);
    printf("%-44s %10.2f %s\n", name, value, unit);
}

/* Every document made, signed and verified; false when memory has grown. */
static bool
memory_is_flat(struct bench *b, int rounds)
{
    uint64_t early = 0, now = 0;
    for (int i = 1; i <= rounds; i++) {
        struct arena_mark mark = arena_mark(&b->a);
        b->made = make(b);
        verify_these(b, sign(b));
        arena_rewind(&b->a, mark);
        if (i != 100 && i != 1000 && i != 10000 && i != rounds)
            continue;
        char what[48];
        now = service_usage().resident;
        early = early ? early : now;
        snprintf(what, sizeof what, "_memory_after_%d", i);
        say("rounds", what, (double)now / 1024, "KiB");
    }
    return now <= early + GROWTH_MAX;
}

static void
open_bench(struct bench *b)
{
    arena_init(&b->a, (size_t)1 << 30);
    b->key = EVP_EC_gen("P-256");
    b->cert = X509_new();
    X509_set_version(b->cert, 2);
    ASN1_TIME_set(X509_getm_notBefore(b->cert), 1700000000);
    ASN1_TIME_set(X509_getm_notAfter(b->cert), 1900000000);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(b->cert), "CN", MBSTRING_UTF8,
                               (const unsigned char *)"Bench", -1, -1, 0);
    X509_set_issuer_name(b->cert, X509_get_subject_name(b->cert));
    X509_set_pubkey(b->cert, b->key);
    X509_sign(b->cert, b->key, EVP_sha256());
    b->ev.anchors = sk_X509_new_null();
    sk_X509_push(b->ev.anchors, b->cert);
    b->store = X509_STORE_new();
    X509_STORE_add_cert(b->store, b->cert);
    X509_STORE_set_purpose(b->store, X509_PURPOSE_ANY);
    b->made = make(b);
    b->signed_once = sign(b);
    b->container = contain(b);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*ours)(struct bench *), (*bare)(struct bench *);
    } jobs[] = {{"make", make_once, make_bare},
                {"sign", sign_once, sign_bare},
                {"verify", verify, verify_bare}};
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : MEASURED_ROUNDS;
    int n = rounds < MEASURED ? rounds : MEASURED;
    struct bench b = {0};
    open_bench(&b);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        double ours = measure(&b, jobs[i].ours, n), bare = measure(&b, jobs[i].bare, n);
        say(jobs[i].name, "", ours, "ms");
        say(jobs[i].name, "_bare_libraries", bare, "ms");
        say(jobs[i].name, "_as_often_as_bare", bare / ours, "of the bare rate");
        say(jobs[i].name, "_per_cpu_second", 1000 / ours, "documents");
    }
    bool flat = memory_is_flat(&b, rounds);
    X509_STORE_free(b.store);
    arena_free(&b.a);
    return flat ? 0 : 1;
}
