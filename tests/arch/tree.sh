# SPDX-License-Identifier: EUPL-1.2
# The tree as a whole: licences, registered tests, packages, what documents name.
. tests/arch/tap.sh

# Every file that is ours, whether or not it is committed yet.
tree() {
    find . \( -name .git -o -name node_modules -o -name var -o -name 'build' -o -name 'build-*' \) -prune \
        -o -type f -printf '%P\n' | LC_ALL=C sort
}

# ---- no place of one machine, no host of a registry ----

strange_places='/work/(w[t]|main|shared|\.library)|/(home|Users)/[a-z]+/|/roo[t]/|/tm[p]/bash|registr[y]\.npmjs|deb\.debia[n]|pyp[i]\.org'
nowhere() { ! tree | tr '\n' '\0' | xargs -0 grep -HnIE -e "$strange_places"; }
holds 'no file names a place of one machine or the host of a registry' nowhere
sample src/place.c <<<"static const char *where = \"/ho""me/someone/motcua\";"
refuses 'a path of one machine is caught' src/place.c nowhere
rm -r "$pile/src"
sample package-lock.json <<<"{\"resolved\": \"https://regis""try.npmjs.org/x.tgz\"}"
refuses 'the host of a registry is caught' package-lock.json nowhere
rm "$pile/package-lock.json"

# ---- licences ----

# The globs of REUSE.toml that carry a licence, one a line, ** as *.
licensed_globs() {
    awk '/^path/ { paths = $0 } /^SPDX-License-Identifier/ { print paths; paths = "" }' REUSE.toml |
        grep -o '"[^"]*"' | tr -d '"' | sed 's|\*\*/||; s|\*\*|*|g'
}
licensed() {
    globs=$(licensed_globs) bad=0
    set -f
    # Those whose first lines do not say it, all asked at once.
    for file in $(tree | grep -v '^LICENSE' | tr '\n' '\0' |
        xargs -0 awk 'FNR == 1 && last { print last; last = "" } FNR == 1 { last = FILENAME }
            FNR <= 10 && /SPDX-License-Identifier: [A-Z]/ { last = "" }
            FNR > 10 { if (last) print last; last = ""; nextfile }
            END { if (last) print last }' | tr ' ' '?'); do
        for glob in $globs; do
            # shellcheck disable=SC2254 -- a pattern
            case $file in $glob | */$glob) continue 2 ;; esac
        done
        [ -s "$file" ] || continue
        echo "no licence: $file" && bad=1
    done
    set +f
    return $bad
}
holds 'every file has a licence, in itself or in REUSE.toml' licensed
holds 'LICENSE is the text that LICENSES/ holds' cmp LICENSE LICENSES/EUPL-1.2.txt
cp REUSE.toml "$pile"
sample orphan.js <<<'export const x = 1;'
refuses 'a file without a licence is caught' 'no licence: orphan.js' licensed
rm "$pile/orphan.js"

# ---- tests ----

# Every .c under tests/ is compiled into a test that runs, every .test.js and lock too.
registered() {
    cat "$1/meson-info/intro-targets.json" "$1/meson-info/intro-tests.json" | tr ',[{' '\n\n\n' | grep -o '"/[^"]*"' |
        tr -d '"' | sort -u >"$scratch/known"
    find tests -name '*.c' -o -name '*.test.js' -o -name '*.test.mjs' -o -path 'tests/arch/*.sh' ! -name tap.sh |
        sort | awk -v known="$scratch/known" '
            BEGIN { while ((getline line < known) > 0) { sub(/^.*\/tests\//, "tests/", line); is[line] } }
            !($0 in is) { print "not registered: " $0; bad = 1 }
            END { exit bad }' || return 1
    # Every program built under tests/ is run by a test (fuzzers only in their own build).
    cat "$1/meson-info/intro-tests.json" "$1/meson-info/intro-benchmarks.json" | grep -o '"/[^"]*"' |
        tr -d '"' | sort -u >"$scratch/run"
    bad=0
    for program in $(comm -23 "$scratch/known" "$scratch/run" | grep "^$1/tests/" | grep -v '/tests/fuzz/fuzz_'); do
        case $program in *.* | */include) continue ;; esac
        [ -f "$program" ] && [ -x "$program" ] || continue
        echo "never run: $program" && bad=1
    done
    return $bad
}
holds 'every test is registered and run' registered "$BUILD"
sample tests/unit/base/forgotten.c <<<'int main(void) { return 0; }'
refuses 'a test that is not registered is caught' 'not registered: tests/unit/base/forgotten.c' registered "$BUILD"
rm -r "$pile/tests"

# ---- packages ----

# Every library that a meson.build asks for has its package in packages/build.txt.
packaged() {
    bad=0
    for name in $(find meson.build src tests tools -name meson.build -exec cat {} + |
        grep -oE "(dependency|find_library)\('[^']*'" | sed "s/.*('//; s/'//" | sort -u); do
        case $name in threads | m | dl) continue ;; esac
        grep -qE "^[^#]*pc:$name( |\$)" packages/build.txt || { echo "no package for $name"; bad=1; }
    done
    return $bad
}
holds 'every library has its package in packages/build.txt' packaged
sample packages/build.txt <<<'libsodium-dev pc:libsodium'
sample meson.build <<<"dependency('libsodium')
dependency('liblost')"
mkdir -p "$pile/src" "$pile/tests" "$pile/tools"
refuses 'a library without a package is caught' 'no package for liblost' packaged

# ---- documents ----

# Every link and every `path/in/backticks` of a document exists, every name of the glossary too.
documents_true() {
    bad=0
    for doc in $(tree | grep '\.md$'); do
        dir=$(dirname "$doc")
        for link in $(grep -oE '\]\([^)# ]+' "$doc" | sed 's/](//' | grep -vE '^(https?|mailto):'); do
            [ -e "$dir/$link" ] || { echo "$doc: no $link"; bad=1; }
        done
        case $doc in
        docs/decisions/[0-9]*)
            grep -qF "($(basename "$doc"))" docs/decisions/README.md || { echo "$doc: not in the list of decisions"; bad=1; }
            ;;
        docs/glossary.md)
            grep '^|' "$doc" | sed 's/.*|\([^|]*\)|$/\1/' | grep -o '`[^`]*`' | tr -d '`' | sed 's/.* //' | sort -u >"$scratch/names"
            find src -name '*.h' -exec cat {} + 2>/dev/null | grep -owFf "$scratch/names" | sort -u >"$scratch/found"
            comm -23 "$scratch/names" "$scratch/found" | sed "s|.*|$doc: no & in the code|" | grep . && bad=1
            ;;
        esac
        for path in $(grep -oE '`(src|tests|tools|docs|data|packages|po|bench)/[A-Za-z0-9_./-]*`' "$doc" | tr -d '`'); do
            [ -e "$path" ] || [ -e "$path.c" ] || { echo "$doc: no $path"; bad=1; }
        done
    done
    return $bad
}
holds 'every file and name that a document gives exists' documents_true
sample lie.md <<<'See `src/gone.c` and [more](more.md).'
refuses 'a document that names a file which is gone is caught' 'lie.md: no src/gone.c' documents_true
sample docs/glossary.md <<<'| x | y | `struct unheard_of` |'
refuses 'a name of the glossary that is not in the code is caught' 'no unheard_of in the code' documents_true
sample docs/decisions/0009-odd.md <<<'An odd decision.'
refuses 'a decision that is not listed is caught' 'not in the list' documents_true
refuses 'a dead link is caught' 'lie.md: no more.md' documents_true

# ---- publiccode.yml says what the tree says ----

described() {
    version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" meson.build | head -1)
    grep -qxF "softwareVersion: \"$version\"" publiccode.yml || { echo "not version $version"; return 1; }
    languages=$({ echo en; ls po; } | sort | xargs)
    said=$(sed -n '/availableLanguages:/,/^[^ ]/s/^    - //p' publiccode.yml | sort | xargs)
    [ "$languages" = "$said" ] || { echo "languages are $languages, said are $said"; return 1; }
}
holds 'publiccode.yml gives the version and the languages of the tree' described
sample meson.build <<<"  version: '9.9.9',"
sample publiccode.yml <<<'softwareVersion: "0.1.0"'
refuses 'a version that is not the tree'"'"'s is caught' 'not version 9.9.9' described
finish
