// SPDX-License-Identifier: EUPL-1.2
/* Replies of clamd: only one of them is "clean". */
#include "document/clamd.h"

#include "harness.h"

static void
test_clamd__only_ok_is_clean(void)
{
    struct arena a;
    arena_init(&a, 1 << 20);
    CHECK_INT(clamd_read(&a, (struct str){"stream: OK\0", 11}).verdict, CLAMD_CLEAN);
    struct clamd_answer found = clamd_read(&a, S("stream: Eicar-Test FOUND\n"));
    CHECK_INT(found.verdict, CLAMD_FOUND);
    CHECK_STR(found.name, S("Eicar-Test"));
    static const struct str failed[] = {STR(""),
                                        STR("OK"),
                                        STR("stream: "),
                                        STR("stream:  FOUND"),
                                        STR("stream: OK and more"),
                                        STR("INSTREAM size limit exceeded. ERROR"),
                                        STR("stream: not OK"),
                                        STR("\xff\xfe")};
    for (size_t i = 0; i < COUNT(failed); i++)
        CHECK_INT(clamd_read(&a, failed[i]).verdict, CLAMD_FAILED);
    arena_free(&a);
}

TESTS(T(clamd__only_ok_is_clean))
