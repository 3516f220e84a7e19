# SPDX-License-Identifier: EUPL-1.2
# What the template compiler refuses, and what the C compiler then refuses at the
# template's own line. Every refusal is tried; a page that is right must pass.
. tests/arch/tap.sh
top=$PWD
HTMLGEN=$BUILD/tools/htmlgen

sample web/demo/demo.h <<'EOS'
#include "render/html.h"
struct demo_row { struct str name; };
struct view_demo_page {
    struct str name; struct url url; bool is_new; double rate; enum odd { ODD } *odd;
    LIST(struct demo_row) rows;
};
VIEW(demo_page);
EOS

# template TEXT : a template of two lines, compiled.
template() {
    { echo '<!-- web/demo/demo.h -->'; cat; } | sample demo/page.html
}
compile() {
    "$HTMLGEN" demo/page.html page.c &&
        cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -I"$top/src" -I"$BUILD/tools" page.c
}
accepts() {
    template
    holds "$1" env -C "$pile" bash -c "$(declare -f compile); HTMLGEN=$HTMLGEN top=$top BUILD=$BUILD; compile"
}
bites() {
    template
    refuses "$1" "$2" compile
}

accepts 'a page that is right passes' <<<'<p class="{name}">{name}</p><a href="{url url}">x</a>'
bites 'a value in a script' 'no brace inside <script>' <<<'<script>var x = "{name}";</script>'
bites 'a value in a style' 'no brace inside <style>' <<<'<style>p { color: {name} }</style>'
bites 'an event handler' 'attribute onclick is refused' <<<'<p onclick="{name}">x</p>'
bites 'an event handler in capitals' 'attribute onclick is refused' <<<'<p ONCLICK="x()">x</p>'
bites 'a style attribute' 'attribute style is refused' <<<'<p style="color: red">x</p>'
bites 'a srcdoc attribute' 'attribute srcdoc is refused' <<<'<iframe srcdoc="{name}"></iframe>'
bites 'a refresh' 'attribute http-equiv is refused' <<<'<meta http-equiv="refresh" content="{name}">'
bites 'a value in an unquoted attribute' 'quote the attribute' <<<'<p class={name}>x</p>'
bites 'an unquoted attribute' 'double quotes' <<<'<p class=a>x</p>'
bites 'single quotes' 'double quotes' <<<"<p class='a'>x</p>"
bites 'a value as a tag' 'write &lt;' <<<'<{name}>x'
bites 'a value as part of a tag' 'no value inside a tag' <<<'<h{name}>x'
bites 'a value as an attribute' 'no value inside a tag' <<<'<p {name}>x</p>'
bites 'a value as part of a name' 'no value inside a tag' <<<'<p data-{name}="x">x</p>'
bites 'a string in href' 'only href="{url x}"' <<<'<a href="{name}">x</a>'
bites 'a string called an address' 'page.html:2' <<<'<a href="{url name}">x</a>'
bites 'a string after the start of an address' 'only href' <<<'<a href="/d/{name}">x</a>'
bites 'an address with a tail' 'is one value' <<<'<a href="{url url}/x">x</a>'
bites 'a string in src' 'only src' <<<'<img src="{name}" alt="">'
bites 'a string in action' 'only action' <<<'<form action="{name}"></form>'
bites 'a choice inside an address' 'an address is one value' <<<'<a href="{if is_new}x{/if}y">x</a>'
bites 'a member that is not there' 'page.html:2' <<<'<p>{nmae}</p>'
bites 'a member of an item that is not there' 'page.html:3' <<<'
{each r in rows}{r.nmae}{/each}'
bites 'a number that is not whole' 'page.html:2' <<<'<p>{rate}</p>'
bites 'a truth as text' 'page.html:2' <<<'<p>{is_new}</p>'
bites 'a message that is not there' 'MSG_NO_SUCH' <<<'<p>{t NO_SUCH}</p>'
bites 'a call' 'is not a member path' <<<'<p>{system("x")}</p>'
bites 'an expression' 'is not a member path' <<<'<p>{name + 1}</p>'
bites 'an index' 'is not a member path' <<<'<p>{rows.v[0]}</p>'
bites 'a comment that swallows code' 'is not a member path' <<<'<p>{name/*}</p>'
bites 'an if without an end' 'is not closed' <<<'{if is_new}x'
bites 'an end without an if' 'without a beginning' <<<'x{/if}'
bites 'the wrong end' 'closes the block' <<<'{if is_new}x{/each}'
bites 'an else of an each' 'belongs to an {if}' <<<'{each r in rows}x{else}y{/each}'
bites 'a block that ends inside another tag' 'at another place' <<<'{if is_new}<p class="{/if}">x</p>'
bites 'an attribute glued to a block' 'a space follows' <<<'<p{if is_new} class="x"{/if}id="y">x</p>'
bites 'a partial inside an attribute' 'only between tags' <<<'<p class="{> demo_page name}">x</p>'
bites 'a construct over two lines' 'is not closed' <<<'<p>{name
}</p>'
bites 'a lone angle' 'write &lt;' <<<'<p>1 < 2</p>'
bites 'a file that ends in a tag' 'ends inside a tag' <<<'<p class="x'

sample demo/page.html <<<'<p>no header</p>'
refuses 'a template without its header' 'the first line names the header' compile
finish
