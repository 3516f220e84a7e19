// SPDX-License-Identifier: EUPL-1.2
/*
 * No flipped byte passes: a small document is made, signed and verified in this
 * process, then every single byte of it is changed in turn; signed twice, it is
 * changed at many places from a fixed seed. Covered bytes may never come out
 * valid; of a container only what cannot say anything else may.
 */
#include "document/cms.h"
#include "document/sign.h"
#include "document/verify.h"

#include "harness.h"

enum { FLIPS = 150, CUTS = 60 };

static uint64_t state = 20240426;

static size_t
below(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(state >> 33) % n;
}

static struct str
small_pdf(struct arena *a)
{
    struct buf b;
    size_t at[5];
    static const char *const objects[] = {
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        "<< /Length 27 >>\nstream\n0 0 1 rg 100 100 50 50 re f\nendstream"};
    buf_init(&b, 8192);
    buf_lit(&b, "%PDF-1.4\n");
    for (int i = 0; i < 4; i++) {
        at[i] = b.n;
        buf_printf(&b, "%d 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    size_t table = b.n;
    buf_lit(&b, "xref\n0 5\n0000000000 65535 f \n");
    for (int i = 0; i < 4; i++)
        buf_printf(&b, "%010zu 00000 n \n", at[i]);
    buf_printf(&b, "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", table);
    struct str pdf = str_dup(a, buf_view(&b));
    buf_free(&b);
    return pdf;
}

/* A self-signed certificate that may sign, and is its own anchor. */
static X509 *
make_cert(EVP_PKEY *key)
{
    X509 *cert = X509_new();
    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 7);
    ASN1_TIME_set(X509_getm_notBefore(cert), 1700000000);
    ASN1_TIME_set(X509_getm_notAfter(cert), 1900000000);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
                               (const unsigned char *)"Tamper", -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(cert));
    X509_set_pubkey(cert, key);
    X509_EXTENSION *usage = X509V3_EXT_conf_nid(NULL, NULL, NID_key_usage, "digitalSignature");
    X509_add_ext(cert, usage, -1);
    X509_EXTENSION_free(usage);
    X509_sign(cert, key, EVP_sha256());
    return cert;
}

struct world {
    struct arena a;
    EVP_PKEY *key;
    X509 *cert;
    struct evidence ev;
    struct str signed_once, signed_twice;
};

static struct str
sign_once(struct world *w, struct str pdf)
{
    const struct sign_order order = {.at = {INT64_C(1714097700000000)}, .zone = zone_vietnam};
    struct sign_draft draft;
    struct str bytes, container, done;
    size_t n = 512;
    unsigned char *value = arena_alloc(&w->a, n);
    CHECK_ERR(sign_prepare(&w->a, pdf, &order, &draft), OK);
    CHECK_ERR(cms_to_sign(&w->a, w->cert, &draft.digest, &bytes), OK);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, w->key);
    CHECK(EVP_DigestSign(ctx, value, &n, (const unsigned char *)bytes.p, bytes.n) == 1);
    EVP_MD_CTX_free(ctx);
    struct str signature = {(const char *)value, n};
    const struct cms_signer who = {w->cert, NULL};
    CHECK_ERR(cms_seal(&w->a, &who, &draft.digest, signature, S(""), &container), OK);
    CHECK_ERR(sign_finish(&w->a, &draft, container, &done), OK);
    return done;
}

static void
world_open(struct world *w)
{
    *w = (struct world){0};
    arena_init(&w->a, (size_t)1 << 30);
    w->key = EVP_EC_gen("P-256");
    w->cert = make_cert(w->key);
    w->ev.anchors = sk_X509_new_null();
    sk_X509_push(w->ev.anchors, w->cert);
    w->signed_once = sign_once(w, small_pdf(&w->a));
    w->signed_twice = sign_once(w, w->signed_once);
}

static void
world_close(struct world *w)
{
    sk_X509_free(w->ev.anchors);
    X509_free(w->cert);
    EVP_PKEY_free(w->key);
    arena_free(&w->a);
}

static enum verdict
verdict_of(struct world *w, struct str pdf)
{
    struct arena_mark mark = arena_mark(&w->a);
    const struct verify_job job = {pdf, &w->ev, {INT64_C(1714100000000000)}};
    struct verify_report report;
    enum err e = verify_pdf(&w->a, &job, &report);
    arena_rewind(&w->a, mark);
    return e == OK ? report.verdict : VERDICT_INVALID;
}

/* Is the byte inside the digits of a container? */
static bool
in_container(struct str pdf, size_t at)
{
    size_t from = at;
    while (from > 0 && pdf.p[from] != '<' && pdf.p[from] != '>')
        from--;
    size_t to = at;
    while (to < pdf.n && pdf.p[to] != '>' && pdf.p[to] != '<')
        to++;
    return pdf.p[from] == '<' && to < pdf.n && pdf.p[to] == '>' && to - from > 30000;
}

static void
test_tamper__the_untouched_document_is_valid(void)
{
    struct world w;
    world_open(&w);
    CHECK_INT(verdict_of(&w, w.signed_twice), VERDICT_VALID);
    CHECK_INT(verdict_of(&w, small_pdf(&w.a)), VERDICT_UNSIGNED);
    world_close(&w);
}

static void
test_tamper__no_flipped_covered_bit_passes(void)
{
    struct world w;
    world_open(&w);
    char *p = str_z(&w.a, w.signed_twice);
    struct str pdf = {p, w.signed_twice.n};
    for (int i = 0; i < FLIPS;) {
        size_t at = below(pdf.n);
        if (in_container(w.signed_twice, at))
            continue;
        p[at] ^= (char)(1 << below(8));
        bool passed = verdict_of(&w, pdf) == VERDICT_VALID;
        if (passed)
            printf("# byte %zu of %zu\n", at, pdf.n);
        CHECK(!passed);
        p[at] = w.signed_twice.p[at];
        i++;
    }
    world_close(&w);
}

/* One bit of each byte, another bit for the next byte; digits of the container come after. */
static void
test_tamper__of_a_small_file_every_flipped_covered_byte_is_caught(void)
{
    struct world w;
    world_open(&w);
    char *p = str_z(&w.a, w.signed_once);
    struct str pdf = {p, w.signed_once.n};
    size_t covered = 0;
    for (size_t at = 0; at < pdf.n; at++) {
        if (in_container(w.signed_once, at))
            continue;
        covered++;
        p[at] ^= (char)(1 << (at % 8));
        if (verdict_of(&w, pdf) == VERDICT_VALID)
            CHECK_FAIL("byte %zu of %zu", at, pdf.n);
        p[at] = w.signed_once.p[at];
    }
    CHECK(covered > 1000);
    world_close(&w);
}

static bool
is_digit_of(char c, char other)
{
    return (c | 0x20) == (other | 0x20);
}

/*
 * Every digit of the container and of some zeros behind it becomes another digit: what the
 * signature does not protect is judged, or must be nothing.
 */
static void
test_tamper__of_a_small_file_every_changed_digit_of_the_container_is_caught(void)
{
    struct world w;
    world_open(&w);
    char *p = str_z(&w.a, w.signed_once);
    struct str pdf = {p, w.signed_once.n};
    size_t gap = str_search(pdf, S("/Contents <")) + 11, passed = 0;
    for (size_t i = 0; i < 1800; i++) {
        char old = w.signed_once.p[gap + i];
        p[gap + i] = is_digit_of(old, '0') ? '1' : '0';
        if (verdict_of(&w, pdf) == VERDICT_VALID) {
            printf("# digit %zu\n", i);
            passed++;
        }
        p[gap + i] = old;
    }
    CHECK_INT(passed, 0);
    world_close(&w);
}

static void
test_tamper__flips_inside_containers_never_fall_and_never_change_the_signer(void)
{
    struct world w;
    world_open(&w);
    char *p = str_z(&w.a, w.signed_twice);
    struct str pdf = {p, w.signed_twice.n};
    size_t gap = str_search(pdf, S("/Contents <")) + 11, caught = 0;
    for (int i = 0; i < FLIPS; i++) {
        size_t at = gap + below(1400);
        p[at] = "0123456789abcdef"[below(16)];
        caught += verdict_of(&w, pdf) != VERDICT_VALID;
        p[at] = w.signed_twice.p[at];
    }
    CHECK(caught > FLIPS / 2);
    world_close(&w);
}

static void
test_tamper__no_cut_passes_but_the_first_revision_itself(void)
{
    struct world w;
    world_open(&w);
    struct str pdf = w.signed_twice;
    for (int i = 0; i < CUTS; i++) {
        struct str cut = str_sub(pdf, 0, pdf.n - 2 - below(pdf.n / 3));
        if (!str_ends(cut, S("%%EOF")) && !str_ends(cut, S("%%EOF\n")))
            CHECK(verdict_of(&w, cut) != VERDICT_VALID);
    }
    world_close(&w);
}

TESTS(T(tamper__the_untouched_document_is_valid), T(tamper__no_flipped_covered_bit_passes),
      T(tamper__of_a_small_file_every_flipped_covered_byte_is_caught),
      T(tamper__of_a_small_file_every_changed_digit_of_the_container_is_caught),
      T(tamper__flips_inside_containers_never_fall_and_never_change_the_signer),
      T(tamper__no_cut_passes_but_the_first_revision_itself))
