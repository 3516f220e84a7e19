// SPDX-License-Identifier: EUPL-1.2
/* Packages: a whole one has a name and bytes for every file; no name leaves its folder. */
#include "document/bag.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena a;
    struct bag_report report;
    const struct pack_limits limits = {.entries = 100, .bytes = 4 << 20};
    arena_init(&a, (size_t)64 << 20);
    bag_read(&a, fuzz_str(bytes, n), &limits, &report);
    for (size_t i = 0; i < report.n; i++)
        ASSERT(str_empty(report.files[i].name) || pack_name_is_safe(report.files[i].name));
    arena_free(&a);
    return 0;
}
