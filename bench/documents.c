// SPDX-License-Identifier: EUPL-1.2
/*
 * documents [N]: what the document room costs in processor time, beside the bare
 * libraries doing the least of the same job, in one run: making a refusal (form
 * 03), signing it with an EC key, verifying it. Resident memory is read after a
 * tenth and after all of the N rounds; it must not have grown by more than 8 MiB.
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

struct bench {
    struct arena a;
    EVP_PKEY *key;
    X509 *cert;
    struct evidence ev;
    struct str made, signed_once;
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
    struct str bytes, container, done;
    must(sign_prepare(&b->a, b->made, &order, &draft) == OK &&
             cms_to_sign(&b->a, b->cert, &draft.digest, &bytes) == OK &&
             cms_seal(&b->a, &who, &draft.digest, raw_signature(b, bytes), S(""), &container) ==
                 OK &&
             sign_finish(&b->a, &draft, container, &done) == OK,
         "signing");
    return done;
}

static void
verify(struct bench *b)
{
    const struct verify_job job = {b->signed_once, &b->ev, {INT64_C(1714100000000000)}};
    struct verify_report report;
    must(verify_pdf(&b->a, &job, &report) == OK && report.verdict == VERDICT_VALID, "verifying");
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

static void
sign_bare(struct bench *b)
{
    (void)raw_signature(b, b->made);
}

/* The least of verifying: parse the file, and one public-key operation over its bytes. */
static void
verify_bare(struct bench *b)
{
    CLEANUP(pdf_close) qpdf_data q = NULL;
    struct str value = raw_signature(b, b->signed_once);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(pdf_open(b->signed_once, &q) == OK &&
             EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, b->key) == 1 &&
             EVP_DigestVerify(ctx, (const unsigned char *)value.p, value.n,
                              (const unsigned char *)b->signed_once.p, b->signed_once.n) == 1,
         "bare verifying");
    EVP_MD_CTX_free(ctx);
}

/* Milliseconds of processor time per round. */
static double
measure(struct bench *b, void (*job)(struct bench *), int n, uint64_t *early)
{
    double from = cpu_ms();
    for (int i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(&b->a);
        job(b);
        arena_rewind(&b->a, mark);
        if (i == n / 10)
            *early = service_usage().resident;
    }
    return (cpu_ms() - from) / n;
}

static void
say(const char *job, const char *what, double value, const char *unit)
{
    char name[64];
    snprintf(name, sizeof name, "documents_%s%s", job, what);
    printf("%-44s %10.2f %s\n", name, value, unit);
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
    b->made = make(b);
    b->signed_once = sign(b);
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
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 200, grown = 0;
    struct bench b = {0};
    open_bench(&b);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        uint64_t early = 0, ignored = 0;
        double ours = measure(&b, jobs[i].ours, n, &early);
        uint64_t late = service_usage().resident;
        double bare = measure(&b, jobs[i].bare, n, &ignored);
        say(jobs[i].name, "", ours, "ms");
        say(jobs[i].name, "_bare_libraries", bare, "ms");
        say(jobs[i].name, "_per_cpu_second", 1000 / ours, "documents");
        say(jobs[i].name, "_memory_growth", ((double)late - (double)early) / 1024, "KiB");
        grown |= late > early + (8u << 20);
    }
    arena_free(&b.a);
    return grown;
}
