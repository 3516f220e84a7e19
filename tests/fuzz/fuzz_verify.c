// SPDX-License-Identifier: EUPL-1.2
/*
 * The verifier on anything: it must say something and not fall. Nobody is
 * trusted here, so nothing may ever come out valid.
 */
#include "document/verify.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct evidence nobody = {0};
    struct verify_report report;
    const struct verify_job job = {
        .pdf = {(const char *)data, size}, .ev = &nobody, .now = {INT64_C(1714097700000000)}};
    arena_init(&a, (size_t)1 << 30);
    if (verify_pdf(&a, &job, &report) == OK)
        ASSERT(report.verdict != VERDICT_VALID);
    arena_free(&a);
    return 0;
}
