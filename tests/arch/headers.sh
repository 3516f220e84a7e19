# SPDX-License-Identifier: EUPL-1.2
# Every header compiles alone with $COMPILER. GCC is asked in the quick suite, Clang in the slow one.
. tests/arch/tap.sh
top=$PWD

# The include folders of the build, relative to it.
includes=$(grep -o '"command": *"[^"]*"' "$BUILD/compile_commands.json" | grep -oE ' -(I|isystem)[^ ]*' | sort -u | tr '\n' ' ')

# alone COMPILER HEADER… : compiles each in an empty file (alone.mk).
alone() {
    flags="-std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers $includes -I$top/src"
    compiler=$1
    shift
    out=$BUILD/headers/$compiler-$(echo "$flags" | cksum | cut -d' ' -f1)
    MAKEFLAGS='' make -C "$BUILD" -s -k -j2 -f "$top/tests/arch/alone.mk" \
        CC="$compiler" FLAGS="$flags" OUT="$out" HEADERS="$*"
}
compiler=${COMPILER:?gcc or clang}
holds "every header compiles alone with $compiler" alone "$compiler" $(ours src | grep '\.h$' | sed "s|^|$top/|")

sample needy.h <<<'struct str needy(void);
static inline unsigned long needy_length(void) { return needy().n; }'
refuses "a header that leans on another is caught by $compiler" needy alone "$compiler" "$pile/needy.h"
finish
