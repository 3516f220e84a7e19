// SPDX-License-Identifier: EUPL-1.2
/*
 * See lines.h. Counts first, then fills two arrays, so that the memory taken is
 * proportional to the text. It knows no heading and no key by name.
 */
#include "domain/index/lines.h"

struct cutter {
    struct index_faults *faults;
    struct index_block *blocks;
    struct index_line *lines;
    size_t nblocks, nlines;
    uint32_t line;
};

static bool
is_space(char c)
{
    return c == ' ' || c == '\t';
}

static void
complain(struct cutter *c, size_t column, enum msg msg, struct str what)
{
    index_fault_str(c->faults, (struct index_place){c->line, (uint32_t)column + 1, {NULL, 0}}, msg,
                    what);
}

/* The next word of *rest, which then begins behind it. */
static struct str
word(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && !is_space(rest->p[n]))
        n++;
    struct str w = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return w;
}

static void
heading(struct cutter *c, struct str text)
{
    struct index_block *block = &c->blocks[c->nblocks++];
    struct str rest = text;
    *block = (struct index_block){.kind = word(&rest), .line = c->line};
    block->name = word(&rest);
    block->column = block->name.n > 0 ? (uint32_t)(block->name.p - text.p) + 1 : 1;
    block->lines.v = c->lines + c->nlines;
    struct str in = word(&rest);
    if (in.n == 0)
        return;
    block->inside = word(&rest);
    if (!str_eq(in, S("in")) || block->inside.n == 0 || str_trim(rest).n > 0)
        complain(c, (size_t)(in.p - text.p), MSG_INDEX_HEADING_UNREADABLE, text);
}

static void
keyed(struct cutter *c, struct str text)
{
    struct str key = str_trim(str_sub(text, 0, str_find(text, ':')));
    size_t colon = str_find(text, ':');
    if (colon == text.n || c->nblocks == 0) {
        complain(c, 0, MSG_INDEX_LINE_UNREADABLE, str_trim(text));
        return;
    }
    struct str value = str_trim(str_sub(text, colon + 1, text.n));
    size_t column = value.n > 0 ? (size_t)(value.p - text.p) : colon;
    c->lines[c->nlines++] = (struct index_line){key, value, c->line, (uint32_t)column + 1};
    c->blocks[c->nblocks - 1].lines.n++;
}

void
index_lines_read(struct arena *a, struct str text, struct index_faults *faults, index_blocks *ret)
{
    size_t count = 1;
    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '\n';
    struct cutter c = {.faults = faults};
    if (count > INDEX_LINES_MAX) {
        complain(&c, 0, MSG_INDEX_FILE_TOO_LARGE, S(""));
        return;
    }
    c.blocks = NEW_ARRAY(a, struct index_block, count);
    c.lines = NEW_ARRAY(a, struct index_line, count);
    for (struct str rest = text; rest.p;) {
        struct str line = str_cut(&rest, '\n');
        c.line++;
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        struct str bare = str_trim(line);
        if (bare.n == 0 || bare.p[0] == '#')
            continue;
        if (is_space(line.p[0]))
            keyed(&c, line);
        else
            heading(&c, line);
    }
    ret->v = c.blocks;
    ret->n = c.nblocks;
}
