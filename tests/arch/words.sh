# SPDX-License-Identifier: EUPL-1.2
# What may not be written, and where (tools/check/words.c).
. tests/arch/tap.sh

holds 'no file of ours breaks the rules of words' "$CHECK/check-words" $(ours)

# bites TITLE TEXT PATH : the rest of a well-opened file on standard input must be caught.
bites() {
    title=$1 text=$2 path=$3
    { printf '// SPDX-License-Identifier: EUPL-1.2\n/* A sample. */\n'; cat; } | sample "$path"
    refuses "$title" "$text" "$CHECK/check-words" "$path"
}
bites 'malloc in a verb is caught' '[word] malloc' src/usecase/a.c <<<'void *f(void) { return malloc(3); }'
bites 'free handed over in a page is caught' '[word] free' src/web/a.c <<<'void g(void (*)(void *)); void f(void) { g(free); }'
bites 'sprintf is caught in a test too' '[word] sprintf' tests/unit/a.c <<<'void f(char *b) { sprintf(b, "x"); }'
bites 'double in domain is caught' '[word] double' src/domain/a.c <<<'static double rate;'
bites 'asking for the time outside sys is caught' '[word] time' src/job/a.c <<<'long f(void) { return time(0); }'
bites 'a banned word behind a macro is caught' '[word] strtok' src/net/a.c <<<'#define CUT(s) strtok(s, ",")'
bites 'printing in a rule is caught' '[word] printf' src/domain/b.c <<<'void f(void) { printf("x"); }'
bites 'a typedef for a struct is caught' '[word] typedef struct' src/base/a.c <<<'typedef struct a { int b; } a_t;'
bites 'a Vietnamese sentence in C is caught' '[language]' src/web/b.c <<<'const char *t = "Hồ sơ";'
bites 'a Turkish word in C is caught' '[language]' src/domain/c.c <<<'const char *t = "başvuru";'
bites 'SQL in C is caught' '[sql]' src/store/a.c <<<'const char *q = "select id from dossier";'
bites 'an update in C is caught' '[sql]' src/usecase/b.c <<<'const char *q = "UPDATE dossier SET state = 1";'
bites 'a tag in a handler is caught' '[markup]' src/web/desk/a.c <<<'const char *t = "<p>";'
bites 'unfinished work without an issue is caught' '[unfinished]' src/net/b.c <<<'/* TO''DO later */'
bites 'a silenced warning without a reason is caught' '[silenced]' src/net/c.c <<<'int x; // NOLINT'
bites 'commented-out code is caught' '[dead]' src/net/d.c <<<'// close_it(fd);'

sample src/net/e.c <<<'int x;'
refuses 'a file without a licence line is caught' '[opening]' "$CHECK/check-words" src/net/e.c
sample src/net/f.c <<<'// SPDX-License-Identifier: EUPL-1.2
int x;'
refuses 'a file that does not say what it is for is caught' '[opening] no header comment' "$CHECK/check-words" src/net/f.c

sample src/usecase/good.c <<'EOS'
// SPDX-License-Identifier: EUPL-1.2
/* Words in prose: malloc, printf("x"), double, TODO #12, select x from y. */
struct a { int (*free)(int); };
int f(struct a *a, int malloc_count) { return a->free(malloc_count) + 'x'; }
const char *dash = "a – b";
EOS
holds 'prose, members and longer names are no breach' env -C "$pile" "$CHECK/check-words" src/usecase/good.c
finish
