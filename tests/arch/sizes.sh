# SPDX-License-Identifier: EUPL-1.2
# The size budget (tools/check/sizes.c).
. tests/arch/tap.sh

holds 'every function and file keeps the size budget' \
    "$CHECK/check-sizes" check tools/size-exceptions.txt $(ours)

sizes() { "$CHECK/check-sizes" check "$@"; }
: >"$pile/none.txt"
{ printf 'int\nlong_one(void)\n{\n'; yes '    x++;' | head -81; echo '}'; } | sample src/base/long.c
refuses 'a function of 81 lines is caught' 'lines: 81, at most 80 (src/base/long.c:long_one)' \
    sizes none.txt src/base/long.c

sample allowed.txt <<<'lines src/base/long.c:long_one 81 a sample'
holds 'an exception allows exactly what it names' env -C "$pile" "$CHECK/check-sizes" check allowed.txt src/base/long.c
sample idle.txt <<<'lines src/base/long.c:gone 81 a sample'
refuses 'an exception nobody needs is caught' 'no longer needed' sizes idle.txt src/base/long.c
sample mute.txt <<<'lines src/base/long.c:long_one 81'
refuses 'an exception without a reason is refused' 'not `what name limit reason`' sizes mute.txt src/base/long.c

sample src/base/deep.c <<'EOS'
void
deep(int n)
{
    for (;;) {
        while (n) {
            if (n) {
                switch (n) {
                case 1: n++;
                }
            }
        }
    }
}
EOS
refuses 'five braces are caught' 'nesting: 5, at most 4' sizes none.txt src/base/deep.c

sample src/base/wide.c <<<'int wide(int a, int b, int c, int d, int (*e)(int, int), int f, int g) { return a; }'
refuses 'seven parameters are caught' 'parameters: 7, at most 6' sizes none.txt src/base/wide.c

yes 'int x;' | head -601 | sample src/base/file.c
refuses 'a file of 601 lines is caught' 'file: 601, at most 600' sizes none.txt src/base/file.c
yes 'int x;' | head -251 | sample src/base/file.h
refuses 'a header of 251 lines is caught' 'header: 251, at most 250' sizes none.txt src/base/file.h

sample src/base/table.c <<'EOS'
static const struct s { int a[2][2]; } t[] = {{{{1, 2}, {3, 4}}}};
int
six(int a, int b, int c, int d, int e, int f)
{
    struct s x = (struct s){{{1, 2}, {3, 4}}};
    return f ? (struct s){{{a, b}, {c, d}}}.a[0][0] : x.a[0][e];
}
EOS
holds 'braces of initialisers are no nesting' env -C "$pile" "$CHECK/check-sizes" check none.txt src/base/table.c
finish
