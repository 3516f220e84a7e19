# SPDX-License-Identifier: EUPL-1.2
# Every header compiles alone, under both compilers.
. tests/arch/tap.sh
top=$PWD

# The include folders of the build, relative to it.
includes=$(grep -o '"command": *"[^"]*"' "$BUILD/compile_commands.json" | grep -oE ' -(I|isystem)[^ ]*' | sort -u)

# alone COMPILER HEADER… : includes each header in an empty file, two at a time.
alone() {
    compiler=$1
    shift
    (cd "$BUILD" && printf '%s\0' "$@" | xargs -0 -n 1 -P 2 -I{} "$compiler" -std=c17 -D_GNU_SOURCE \
        -Wall -Wextra -Wpedantic -Werror -fsyntax-only $includes -I"$top/src" -include {} -x c /dev/null)
}
for compiler in gcc clang; do
    holds "every header compiles alone with $compiler" alone $compiler $(ours src | grep '\.h$' | sed "s|^|$top/|")
done

sample needy.h <<<'struct str needy(void);
static inline unsigned long needy_length(void) { return needy().n; }'
for compiler in gcc clang; do
    refuses "a header that leans on another is caught by $compiler" needy alone $compiler "$pile/needy.h"
done
finish
