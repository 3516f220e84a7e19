# SPDX-License-Identifier: EUPL-1.2
# The dependency law of src/rooms.txt.
. tests/arch/tap.sh

holds 'every include keeps the law of the rooms' "$CHECK/check-rooms" src/rooms.txt $(ours src)

cp src/rooms.txt "$pile/rooms.txt"
line='// SPDX-License-Identifier: EUPL-1.2'
sample src/domain/up.c <<<"$line
#include \"store/read_dossier.h\""
refuses 'a rule that looks into the store is caught' 'src/domain/up.c:2: may not include "store/read_dossier.h"' \
    "$CHECK/check-rooms" rooms.txt src/domain/up.c

sample src/web/desk/write.c <<<'#include "store/write_dossier.h"'
refuses 'a page that writes past the verbs is caught' 'may not include "store/write_dossier.h"' \
    "$CHECK/check-rooms" rooms.txt src/web/desk/write.c

sample src/web/desk/read.c <<<'#include "store/read_dossier.h"'
holds 'a page may read' env -C "$pile" "$CHECK/check-rooms" rooms.txt src/web/desk/read.c

sample src/web/desk/neighbour.c <<<'#include "web/dossier/view.h"'
refuses 'a feature that includes another feature is caught' 'features of web' \
    "$CHECK/check-rooms" rooms.txt src/web/desk/neighbour.c

sample src/cellar/x.c <<<'int x;'
refuses 'a folder that is no room is caught' 'lies in no room' "$CHECK/check-rooms" rooms.txt src/cellar/x.c

sample cycle.txt <<'EOS'
base: domain
domain: base
EOS
refuses 'a law with a cycle is refused' 'base names domain, which is not above it' \
    "$CHECK/check-rooms" cycle.txt src/domain/up.c
refuses 'a run over no file at all is a failure' '0 files' "$CHECK/check-rooms" rooms.txt
finish
