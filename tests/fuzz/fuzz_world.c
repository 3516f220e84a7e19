// SPDX-License-Identifier: EUPL-1.2
/*
 * The data files of the world, one after the other with form feeds between, and those
 * of the demonstration behind them: a refusal has a place, what is read can be built or
 * is refused with a reason.
 */
#include "fuzz.h"

#include "domain/scenario.h"
#include "domain/world_check.h"
#include "domain/world_table.h"
#include "domain/world_read.h"

/* Whatever could be read can be printed, or has a key that stands twice. */
static void
print(struct arena *a, const struct world_facts *facts)
{
    struct calendar_facts none = {0};
    struct world_tables tables;
    struct str why = {0};
    if (world_tables_of(a, facts, &none, &tables, &why) != OK)
        ASSERT(why.n > 0);
}

static void
build(struct arena *a, const struct world_facts *facts)
{
    struct arena scratch;
    struct world w;
    struct str why = {0};
    arena_init(&scratch, (size_t)1 << 26);
    if (world_build(a, &scratch, facts, &w, &why) == OK)
        (void)world_check(a, &w);
    else
        ASSERT(why.n > 0);
    arena_free(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str rest = fuzz_str(bytes, n), why = {0};
    struct str world[WORLD_FILE_COUNT], scenario[SCENARIO_FILE_COUNT];
    struct world_facts facts;
    struct scenario_facts course;
    struct arena a;
    if (n > 100000)
        return 0;
    for (size_t i = 0; i < WORLD_FILE_COUNT; i++)
        world[i] = rest.p ? str_cut(&rest, '\f') : S("");
    for (size_t i = 0; i < SCENARIO_FILE_COUNT; i++)
        scenario[i] = rest.p ? str_cut(&rest, '\f') : S("");
    arena_init(&a, (size_t)1 << 26);
    if (world_read(&a, world, &facts, &why) == OK) {
        print(&a, &facts);
        build(&a, &facts);
    } else {
        ASSERT(why.n > 0);
    }
    if (scenario_read(&a, scenario, &course, &why) != OK)
        ASSERT(why.n > 0);
    arena_free(&a);
    return 0;
}
