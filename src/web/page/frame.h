// SPDX-License-Identifier: EUPL-1.2
/*
 * What stands around every page: the head, the band or the officer's bar, the
 * navigation, the switches for language and theme, the foot. A page's view
 * struct holds a struct frame; its template begins with {> page_public_top frame}
 * or {> page_desk_top frame} and ends with the matching _end.
 */
#ifndef WEB_PAGE_FRAME_H
#define WEB_PAGE_FRAME_H

#include "render/html.h"

enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };

struct nav_link {
    struct url url;
    enum msg label;
    bool here;     /* the page we are on, or one below it */
    int64_t count; /* shown as a badge unless 0 */
};

struct lang_link {
    struct url url;
    struct str code, name;
    bool here;
};

struct frame {
    struct str title;      /* of the page, in the reader's language */
    struct str lang;       /* "vi" */
    struct str theme;      /* "light", "dark", or empty: as the system says */
    struct str place;      /* whose door this is: "UBND huyện Đô Lương" */
    struct str person;     /* who has signed in; empty for the public */
    struct str position;   /* and as what */
    struct str csrf;       /* the token of the forms in the frame */
    struct str notice;     /* what has just been done, in words; empty for nothing */
    struct str request_id; /* shown on error pages */
    struct url home;
    LIST(struct nav_link) nav;
    LIST(struct lang_link) langs;
    struct url theme_url;  /* where the other theme is chosen */
    bool is_dark;          /* the chosen theme; false also when none is chosen */
    struct url search_url; /* of the search field in the officer's bar; empty for none */
    struct str search;     /* what stands in it */
    struct url sign_in_url, sign_out_url;
    struct url css, js, icon;
};

/*
 * A frame with its switches, assets and language filled in; place, navigation and
 * person are the caller's. path is where the switches come back to.
 */
void frame_init(struct frame *f, struct arena *a, enum lang lang, enum theme theme,
                struct str path);

/* "light" and "dark"; anything else, also nothing, is THEME_AUTO. */
enum theme theme_parse(struct str s);

void view_page_public_top(struct html *h, const struct frame *v);
void view_page_public_end(struct html *h, const struct frame *v);
void view_page_desk_top(struct html *h, const struct frame *v);
void view_page_desk_end(struct html *h, const struct frame *v);

#endif
