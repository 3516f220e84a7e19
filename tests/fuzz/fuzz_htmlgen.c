// SPDX-License-Identifier: EUPL-1.2
/* The template compiler: any bytes are refused or become C; its state is set anew for each. */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "refused.h"

int htmlgen_main(int argc, char **argv);
#define main htmlgen_main
#include "tools/htmlgen.c"
#undef main
#undef _GNU_SOURCE
#include "tools/htmlconstruct.c"

static void
compile(void *arg)
{
    (void)arg;
    head();
    while (rd.at < rd.n)
        step();
    no_open_block();
    if (rd.here.where != TEXT)
        refuse("the file ends inside a tag");
    flush();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n > 50000)
        return 0;
    rd = (struct reading){.path = "web/fuzz/fuzz.html", .n = n, .line = 1};
    keeps_space = begun = false;
    literal_n = depth = 0;
    rd.text = calloc(1, n + 8); /* as read_in leaves it */
    rd.out = fopen("/dev/null", "w");
    if (!rd.text || !rd.out)
        BUG("no file");
    memcpy(rd.text, bytes, n);
    (void)refused_run(compile, NULL);
    free(rd.text);
    return fclose(rd.out);
}
