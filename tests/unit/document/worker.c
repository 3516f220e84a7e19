// SPDX-License-Identifier: EUPL-1.2
/*
 * The room as the server calls it: argv[1] is the helper, argv[2] a signed file.
 * A form is made, a wrong one named, signatures judged, refusals passed on.
 */
#include "document/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"

static struct worker w;
static const char *signed_pdf;
static struct arena a;

static const char refusal[] =
    "{\"head\":{\"agency\":\"A\",\"place\":\"B\",\"on\":\"2024-02-05\"},\"party\":{\"name\":\"C\"},"
    "\"content\":\"D\",\"reason\":\"E\",\"officer\":\"F\"}";

static void
test_worker__a_form_comes_back_as_a_document_and_leaves_nothing_behind(void)
{
    struct str pdf, trouble;
    const struct worker_form form = {S("refusal"), str_of(refusal), {INT64_C(1714097700000000)}};
    CHECK_ERR(worker_pdf(&a, &w, &form, &pdf, &trouble), OK);
    CHECK(str_starts(pdf, S("%PDF-1.4")) && pdf.n > 10000);
    CHECK_INT(rmdir(w.temp), 0); /* empty, or it could not go */
    CHECK_INT(mkdir(w.temp, 0700), 0);
}

static void
test_worker__facts_that_are_refused_are_named(void)
{
    struct str pdf, trouble;
    const struct worker_form form = {S("refusal"), S("{}"), {0}};
    CHECK_ERR(worker_pdf(&a, &w, &form, &pdf, &trouble), ERR_INVALID);
    CHECK(str_search(trouble, S("head: is missing")) < trouble.n);
}

static void
test_worker__signatures_are_judged(void)
{
    enum worker_verdict verdict = WORKER_VALID;
    struct str json;
    CHECK_ERR(worker_verify(&a, &w, signed_pdf, NULL, &verdict, &json), OK);
    CHECK_INT(verdict, WORKER_INVALID);
    CHECK(str_search(json, S("\"untrusted\"")) < json.n);
    CHECK_ERR(worker_verify(&a, &w, "/nowhere.pdf", NULL, &verdict, &json), ERR_MALFORMED);
}

static void
test_worker__what_keeps_a_file_from_being_signed_is_said(void)
{
    struct str trouble;
    const char *const args[] = {"--key", "file:/nowhere.pem", NULL};
    CHECK_ERR(worker_sign(&a, &w, signed_pdf, "/nowhere/x.pdf", args, &trouble), ERR_SYSTEM);
    CHECK(str_search(trouble, S("no readable key")) < trouble.n);
    const struct worker none = {"/nowhere/helper", w.temp};
    CHECK_ERR(worker_sign(&a, &none, signed_pdf, "x", args, &trouble), ERR_SYSTEM);
}

int
main(int argc, char **argv)
{
    static const struct test tests[] = {
        T(worker__a_form_comes_back_as_a_document_and_leaves_nothing_behind),
        T(worker__facts_that_are_refused_are_named), T(worker__signatures_are_judged),
        T(worker__what_keeps_a_file_from_being_signed_is_said)};
    char folder[] = "/tmp/motcua-worker-XXXXXX";
    if (argc != 3 || !mkdtemp(folder))
        return 2;
    arena_init(&a, (size_t)256 << 20);
    w = (struct worker){argv[1], folder};
    signed_pdf = argv[2];
    signal(SIGPIPE, SIG_IGN);
    int failed = tests_run(tests, COUNT(tests));
    rmdir(folder);
    return failed;
}
