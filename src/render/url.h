// SPDX-License-Identifier: EUPL-1.2
/*
 * An address as its own type. Only the functions here make one, and they encode
 * what they are given, so that no text from outside becomes a scheme, a host or
 * a parameter. Templates accept nothing else in href, src and action. Never
 * write to the member; read it with url_str.
 */
#ifndef RENDER_URL_H
#define RENDER_URL_H

#include "base/date.h"

struct url {
    struct str made;
};

/* An address known when the program is written; only a literal. */
#define URL(literal) ((struct url){S(literal)})
#define URL_STATIC(literal)                                                                        \
    {                                                                                              \
        STR(literal)                                                                               \
    }

/* base/segment: one more segment, encoded; a slash inside it is encoded too. */
struct url url_join(struct arena *a, struct url base, struct str segment);
struct url url_join_i64(struct arena *a, struct url base, int64_t segment);

/* One more parameter, with ? or &; name and value are encoded. */
struct url url_query(struct arena *a, struct url base, struct str name, struct str value);
struct url url_query_i64(struct arena *a, struct url base, struct str name, int64_t value);
struct url url_query_date(struct arena *a, struct url base, struct str name, struct date value);

/* base#id */
struct url url_fragment(struct arena *a, struct url base, struct str id);

/*
 * A place of our own to go back to, as a request gave it: an absolute path that
 * no browser takes for another host. False for anything else.
 */
NODISCARD bool url_parse_local(struct arena *a, struct str s, struct url *ret);

/* Percent-encoded text, as in a segment. */
void url_print_encoded(struct buf *b, struct str s);

static inline struct str
url_str(struct url u)
{
    return u.made;
}

#endif
