# SPDX-License-Identifier: EUPL-1.2
# TAP for the tests of the tree itself. Every lock is tried twice: on the tree,
# where it must hold, and on bad samples, where it must bite. Sourced with the
# working directory at the top of the tree; BUILD is the build folder.
set -u
BUILD=${BUILD:?the build folder}
CHECK=$BUILD/tools/check
scratch=$(mktemp -d) pile=$scratch/samples tests=0 failures=0
mkdir "$pile"
trap 'rm -rf "$scratch"' EXIT

# All C of ours, or that under the folders given.
ours() {
    [ $# -gt 0 ] || set -- src tests tools
    find "$@" -name '*.[ch]' | LC_ALL=C sort
}

verdict() { # title, file with what was said
    tests=$((tests + 1))
    if [ "$ok" = yes ]; then
        echo "ok $tests - $1"
    else
        failures=$((failures + 1))
        head -40 "$2" | sed 's/^/# /'
        echo "not ok $tests - $1"
    fi
}

# holds TITLE COMMAND… : the command must succeed.
holds() {
    title=$1
    shift
    ok=no
    "$@" >"$scratch/said" 2>&1 && ok=yes
    verdict "$title" "$scratch/said"
}

# refuses TITLE TEXT COMMAND… : it must fail, and say TEXT. Runs where the samples are.
refuses() {
    title=$1 text=$2
    shift 2
    ok=no
    (cd "$pile" && "$@") >"$scratch/said" 2>&1 || ok=yes
    grep -qF -e "$text" "$scratch/said" || ok=no
    verdict "$title" "$scratch/said"
}

# sample PATH : what comes on standard input, as a file of the samples.
sample() {
    mkdir -p "$pile/$(dirname "$1")"
    cat >"$pile/$1"
}

finish() {
    echo "1..$tests"
    [ "$failures" = 0 ]
}
