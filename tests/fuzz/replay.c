// SPDX-License-Identifier: EUPL-1.2
/*
 * replay DIR [MUTATIONS]: gives a fuzz target every file of its corpus, and after
 * each a fixed number of mutations of it (bytes changed, cut, doubled) from a fixed
 * seed, so that two runs are the same. A corpus without a file is a failure.
 */
#include "base/num.h"
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 1 << 20 };

static int64_t mutations = 300;

static uint64_t state = 20240506;

static size_t
below(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(state >> 33) % n;
}

/* Changes, cuts or doubles a part of the bytes; returns how many there are now. */
static size_t
mutate(uint8_t *bytes, size_t n)
{
    static const uint8_t odd[] = {0,    '"', '\'', '<',  '&',  '%',  '\n',
                                  '\r', '-', '9',  0x7f, 0x80, 0xc3, 0xff};
    for (size_t times = 1 + below(4); times && n; times--) {
        size_t at = below(n), length = 1 + below(n - at);
        switch (below(4)) {
        case 0:
            bytes[at] ^= (uint8_t)(1u << below(8));
            break;
        case 1:
            bytes[at] = odd[below(sizeof odd)];
            break;
        case 2:
            memmove(bytes + at, bytes + at + length, n - at - length);
            n -= length;
            break;
        case 3:
            if (n + length <= LONGEST) {
                memmove(bytes + at + length, bytes + at, n - at);
                n += length;
            }
            break;
        }
    }
    return n;
}

/* An exact copy on the heap, so that a sanitiser sees a read past its end. */
static void
give(const uint8_t *bytes, size_t n)
{
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        abort();
    memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static size_t
replay(const char *path, uint8_t *seed, uint8_t *bytes)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return 0;
    size_t n = fread(seed, 1, LONGEST, f);
    fclose(f);
    give(seed, n);
    for (int64_t i = 0; i < mutations; i++) {
        memcpy(bytes, seed, n);
        give(bytes, mutate(bytes, n));
    }
    return 1 + (size_t)mutations;
}

int
main(int argc, char **argv)
{
    static uint8_t seed[LONGEST], bytes[LONGEST];
    size_t inputs = 0;
    char path[4096];
    if (argc == 3 && !parse_i64(str_of(argv[2]), 0, 100000, &mutations))
        return 2;
    DIR *dir = argc == 2 || argc == 3 ? opendir(argv[1]) : NULL;
    if (!dir)
        return 2;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        inputs += replay(path, seed, bytes);
    }
    closedir(dir);
    printf("1..1\n%s 1 - %zu inputs\n", inputs ? "ok" : "not ok", inputs);
    return inputs == 0;
}
