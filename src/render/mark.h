// SPDX-License-Identifier: EUPL-1.2
/*
 * Marks of a state: a shape and a colour that always stand beside a word, never
 * alone. Red is kept for what is late, so that it means something.
 */
#ifndef RENDER_MARK_H
#define RENDER_MARK_H

#include "render/html.h"

/* name, class in the style sheet */
#define MARK_LIST(X)                                                                               \
    X(MARK_OPEN, "open")       /* waits for somebody: a ring */                                    \
    X(MARK_ON_TIME, "on-time") /* a full circle, green */                                          \
    X(MARK_SOON, "soon")       /* half a circle, amber */                                          \
    X(MARK_LATE, "late")       /* an exclamation mark, lacquer red */                              \
    X(MARK_PAUSED, "paused")   /* two bars, slate */                                               \
    X(MARK_DONE, "done")       /* a tick, ink */                                                   \
    X(MARK_STOPPED, "stopped") /* a cross, ink: refused, withdrawn */

#define MARK_ENUM(name, style) name,
enum mark { MARK_LIST(MARK_ENUM) };
#undef MARK_ENUM

struct tag {
    enum mark mark;
    enum msg label;
};

/* The class of a mark, for attributes that C writes. */
struct str mark_class(enum mark mark);

/* Shape, colour and word: <span class="tag late">… Quá hạn</span> */
void html_tag(struct html *h, const struct tag *tag);

#endif
