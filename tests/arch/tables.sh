# SPDX-License-Identifier: EUPL-1.2
# Tables printed by the program, against what documents and house rules say of them.
. tests/arch/tap.sh
motcua=$BUILD/src/main/motcua

# The first words in backticks of a table: column N of the lines of DOC that begin with |.
column() { awk -F'|' -v n="$2" '/^\|/ { print $(n + 1) }' "$1" | grep -o '`[a-z-]*`' | tr -d '`' | LC_ALL=C sort -u; }

# The page on the life of a dossier names every state and every action, and no others.
workflow() {
    doc=$1
    "$motcua" states >"$scratch/states" || return 1
    { awk 'NR > 1 { print $1; if ($3 in any) next; any[$3]; print $3 }' "$scratch/states"; echo draft; } |
        grep -v '^-$' | LC_ALL=C sort -u >"$scratch/said"
    column "$doc" 1 | diff "$scratch/said" - || { echo "$doc: the states differ"; return 1; }
    { awk 'NR > 1 { print $2 }' "$scratch/states"; printf 'submit\nreceive\n'; } | LC_ALL=C sort -u >"$scratch/said"
    column "$doc" 4 | diff "$scratch/said" - || { echo "$doc: the actions differ"; return 1; }
}
holds 'docs/rules/workflow.md names every state and action' workflow docs/rules/workflow.md
grep -v '^| `extended`' docs/rules/workflow.md >"$pile/short.md"
refuses 'a state that the page forgot is caught' 'the states differ' workflow short.md
sed 's/`send-back`/`throw-back`/' docs/rules/workflow.md >"$pile/other.md"
refuses 'an action by another name is caught' 'the actions differ' workflow other.md

# Every route has a right; what changes something asks for more than a GET.
routes() {
    "$motcua" rights | awk '{ print $1 }' >"$scratch/rights" && [ -s "$scratch/rights" ] || return 1
    awk -v rights="$scratch/rights" '
        BEGIN { while ((getline r < rights) > 0) is[r] }
        !($3 in is) { print "no such right: " $0; bad = 1 }
        NF < 4 { print "does not say what it is for: " $0; bad = 1 }
        { n++ }
        END { if (!n) print "no route"; exit bad || !n }' "$1"
}
"$motcua" routes >"$scratch/routes"
holds 'every route has a right and says what it is for' routes "$scratch/routes"
sample routes.txt <<<'GET    /secret    nobody-knows    what'
refuses 'a route with a right that does not exist is caught' 'no such right' routes routes.txt
: >"$pile/empty.txt"
refuses 'no route at all is a failure' 'no route' routes empty.txt
finish
