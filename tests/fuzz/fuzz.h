// SPDX-License-Identifier: EUPL-1.2
/*
 * A fuzz target: one parser, any bytes, no crash, and what the parser promises
 * stated with ASSERT. Compiled with replay.c it runs in the ordinary suite,
 * with -Dfuzz=true it becomes a libFuzzer program.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static inline struct str
fuzz_str(const uint8_t *bytes, size_t n)
{
    return (struct str){(const char *)bytes, n};
}

#endif
