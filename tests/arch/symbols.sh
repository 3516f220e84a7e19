# SPDX-License-Identifier: EUPL-1.2
# What the pure rooms call beyond themselves and base stays within tools/check/symbols.txt.
. tests/arch/tap.sh

# strangers ALLOWED ARCHIVE BASE… : undefined symbols of the archive that neither it nor
# base defines and that the room's line does not allow. Sanitiser and coverage calls pass.
strangers() {
    allowed=$1 archive=$2
    shift 2
    [ -f "$archive" ] || { echo "no archive $archive"; return 1; }
    nm --defined-only "$archive" "$@" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u >"$pile/defined"
    nm -u "$archive" | awk '$1 == "U" { print $2 }' | sort -u >"$pile/wanted"
    comm -23 "$pile/wanted" "$pile/defined" | awk -v allowed="$allowed" '
        BEGIN { n = split(allowed, list, " "); for (i = 1; i <= n; i++) ok["^" list[i] "$"] }
        /^(__asan|__ubsan|__sanitizer|__gcov|__stack_chk_fail$|_GLOBAL_OFFSET_TABLE_$)/ { next }
        { found = 0; for (re in ok) found = found || $1 ~ re }
        !found { print "calls " $1; bad = 1 }
        END { exit bad }'
}
allowed() { sed -n "s/^$1: *//p" tools/check/symbols.txt | tr '\n' ' '; }
archive() { find "$BUILD/src/$1" -name "lib$1.a"; }

base=$(archive base)
for room in base domain render; do
    [ -d "src/$room" ] || continue
    holds "$room calls nothing beyond its list" strangers "$(allowed $room)" "$(archive $room)" "$base"
done

sample loud.c <<<'#include <stdio.h>
#include <time.h>
void loud(void) { printf("%d", (int)time(0)); puts("x"); }'
cc -c -o "$pile/loud.o" "$pile/loud.c" && ar rc "$pile/loud.a" "$pile/loud.o"
refuses 'a rule that asks for the time is caught' 'calls time' strangers "$(allowed domain)" loud.a "$base"
refuses 'a rule that prints is caught' 'calls puts' strangers "$(allowed domain)" loud.a "$base"
refuses 'a missing archive is a failure' 'no archive' strangers '' gone.a "$base"
finish
