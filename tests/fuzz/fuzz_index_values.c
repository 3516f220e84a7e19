// SPDX-License-Identifier: EUPL-1.2
/*
 * What units entered for an index, a JSON file: read as `motcua index` reads it, and
 * bound to an edition; what is taken has values in their bounds, or faults that say why.
 */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "domain/index/shipped.h"
#include "main/index_source.h"

/* What a refusal says on standard error is not what is tried here. */
static void
be_silent(void)
{
    static FILE *nowhere;
    if (!nowhere && (nowhere = fopen("/dev/null", "w")))
        stderr = nowhere;
}

static void
bind_one(struct arena *a, const struct index_edition *ed, const struct index_unit *unit)
{
    struct index_faults faults;
    struct index_values values;
    index_faults_init(&faults, a);
    ASSERT((index_values_bind(a, ed, unit, &faults, &values) == OK) == (faults.n == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena a;
    struct index_edition edition;
    index_units units;
    char path[40];
    if (n > 50000)
        return 0;
    be_silent();
    int fd = memfd_create("values", MFD_CLOEXEC);
    if (fd < 0 || (n && write(fd, bytes, n) != (ssize_t)n))
        BUG("no file");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    arena_init(&a, (size_t)1 << 28);
    if (index_load_units(&a, path, &units) == EXIT_OK &&
        index_load_edition(&a, S("766-2022-2-4-6"), &edition) == EXIT_OK)
        for (size_t i = 0; i < units.n; i++)
            bind_one(&a, &edition, &units.v[i]);
    arena_free(&a);
    close(fd);
    return 0;
}
