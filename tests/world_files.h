// SPDX-License-Identifier: EUPL-1.2
/*
 * The shipped world for tests that run in the source folder: data/ read, built
 * and held for the rest of the program.
 */
#ifndef TESTS_WORLD_FILES_H
#define TESTS_WORLD_FILES_H

#include "domain/world.h"
#include "domain/world_read.h"
#include "harness.h"

static inline struct str
test_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        CHECK_FAIL("cannot open %s", path);
    size_t room = 1u << 20, n;
    char *p = arena_alloc(a, room);
    n = fread(p, 1, room, f);
    fclose(f);
    CHECK(n < room);
    return (struct str){p, n};
}

static inline void
test_world_bytes(struct arena *a, struct str bytes[WORLD_FILE_COUNT])
{
    for (size_t i = 0; i < WORLD_FILE_COUNT; i++)
        bytes[i] =
            test_file(a, str_z(a, str_printf(a, "data/%" STR_FMT, STR_ARG(world_file_names[i]))));
}

static inline const struct world *
test_world(void)
{
    static struct arena arena, scratch;
    static struct world world;
    struct str bytes[WORLD_FILE_COUNT], error = S("");
    struct world_facts facts;

    if (world.units.n)
        return &world;
    arena_init(&arena, 64u << 20);
    arena_init(&scratch, 512u << 20);
    test_world_bytes(&scratch, bytes);
    if (world_read(&scratch, bytes, &facts, &error) != OK ||
        world_build(&arena, &scratch, &facts, &world, &error) != OK)
        CHECK_FAIL("%" STR_FMT, STR_ARG(error));
    arena_free(&scratch);
    return &world;
}

#endif
