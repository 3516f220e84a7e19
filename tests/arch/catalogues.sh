# SPDX-License-Identifier: EUPL-1.2
# Every message is translated into every language from the English it has today,
# and gettext's own checker finds nothing in the files.
. tests/arch/tap.sh

defs='' vi='' tr=''
for feature in $(cat src/features.txt); do
    defs="$defs src/$feature/messages.def"
    vi="$vi po/vi/${feature##*/}.po"
    tr="$tr po/tr/${feature##*/}.po"
done
MSGGEN=$BUILD/tools/msggen

for language in vi tr; do
    holds "every message is told in $language" "$MSGGEN" check $defs -- $language ${!language}
    for po in ${!language}; do
        holds "msgfmt finds nothing in $po" msgfmt --check --output-file=/dev/null "$po"
    done
done

sample a.def <<'EOS'
HELLO | Hello {0}. | Hello all {0}.
BYE | Goodbye.
EOS
sample good.po <<'EOS'
msgctxt "HELLO"
msgid "Hello {0}."
msgid_plural "Hello all {0}."
msgstr[0] "Chào {0}."

msgctxt "BYE"
msgid ""
"Good"
"bye."
msgstr "Tạm biệt."
EOS
holds 'a whole translation passes' env -C "$pile" "$MSGGEN" check a.def -- vi good.po
head -4 "$pile/good.po" | sample missing.po
refuses 'a missing translation is listed' 'vi missing: BYE' "$MSGGEN" check a.def -- vi missing.po
sed 's/"bye\."/"by."/' "$pile/good.po" | sample stale.po
refuses 'a translation of other English is stale' 'vi stale: BYE' "$MSGGEN" check a.def -- vi stale.po
sed 's/Chào {0}/Chào/' "$pile/good.po" | sample gap.po
refuses 'a lost gap is seen' 'the gaps' "$MSGGEN" check a.def -- vi gap.po
sed 's/BYE/BYEBYE/' "$pile/good.po" | sample unknown.po
refuses 'a translation of no message is seen' 'no message BYEBYE' "$MSGGEN" check a.def -- vi unknown.po
cat "$pile/a.def" "$pile/a.def" | sample twice.def
refuses 'an id used twice is refused' 'is there already' "$MSGGEN" header out.h twice.def
sample bad.def <<<'hello | Hello'
refuses 'an id in small letters is refused' 'want ID' "$MSGGEN" header out.h bad.def
finish
