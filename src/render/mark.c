// SPDX-License-Identifier: EUPL-1.2
/* See mark.h. The shapes are drawn in a box of 12 units in the colour of the text. */
#include "render/mark.h"

#define STYLE(name, style) [name] = STR(style),
static const struct str classes[] = {MARK_LIST(STYLE)};

#define SHAPE(path)                                                                                \
    STR("<svg class=\"mark\" width=\"12\" height=\"12\" viewBox=\"0 0 12 12\" "                    \
        "aria-hidden=\"true\"><path d=\"" path "\"/></svg>")

static const struct str shapes[] = {
    [MARK_OPEN] = SHAPE("M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"),
    [MARK_ON_TIME] = SHAPE("M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z"),
    [MARK_SOON] = SHAPE("M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 1.6a3.4 3.4 0 0 0 0 6.8z"),
    [MARK_LATE] = SHAPE("M4.6 0h2.8l-.5 7.5H5.1zM6 9a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z"),
    [MARK_PAUSED] = SHAPE("M2.5 1h2.4v10H2.5zM7.1 1h2.4v10H7.1z"),
    [MARK_DONE] = SHAPE("M1.7 5.6 4.6 8.5l5.7-6.7 1.4 1.2-7 8.2L.3 7z"),
    [MARK_STOPPED] =
        SHAPE("M2.4 1 6 4.6 9.6 1 11 2.4 7.4 6 11 9.6 9.6 11 6 7.4 2.4 11 1 9.6 4.6 6 1 2.4z"),
};

struct str
mark_class(enum mark mark)
{
    return classes[mark];
}

/* The shape alone, hidden from screen readers. */
static void
html_mark(struct html *h, const enum mark *mark)
{
    buf_str(h->b, shapes[*mark]);
}

void
html_tag(struct html *h, const struct tag *tag)
{
    html_lit(h, "<span class=\"tag ");
    buf_str(h->b, classes[tag->mark]);
    html_lit(h, "\">");
    html_mark(h, &tag->mark);
    html_msg(h, tag->label);
    html_lit(h, "</span>");
}
