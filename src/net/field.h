// SPDX-License-Identifier: EUPL-1.2
/*
 * Values of header fields that have a grammar of their own (RFC 9110): a value
 * with parameters, a list of codings with weights, a list of entity tags. Pure
 * functions, strict; what cannot be read counts as absent.
 */
#ifndef NET_FIELD_H
#define NET_FIELD_H

#include "base/str.h"

enum { FIELD_PARAMS_MAX = 8 };

/* text/html; charset="utf-8" */
struct field_value {
    struct str value; /* in the spelling of the client */
    size_t n;
    struct {
        struct str name, value; /* without quotes; \" inside is left as it came */
    } param[FIELD_PARAMS_MAX];
};

NODISCARD bool field_parse(struct str s, struct field_value *ret);

/* The parameter of that name in any case, p == NULL when absent. */
struct str field_param(const struct field_value *f, struct str name);

/* Whether it is weighed with nothing ("q=0", "q=0.0"): whoever says so wants none of it. */
bool field_is_refused(const struct field_value *f);

bool str_eq_nocase(struct str left, struct str right);

/* What Accept-Encoding takes. No header takes only what is plain. */
enum { CODING_GZIP = 1, CODING_BROTLI = 2 };
unsigned codings_accepted(struct str accept_encoding);

/* "7" of a list of entity tags (RFC 9110, 8.8.3), without its quotes. */
struct entity_tag {
    struct str value;
    bool is_weak;
};

/* Cuts the first off, with the blanks and commas behind it; false when there is none to read. */
NODISCARD bool tag_cut(struct str *rest, struct entity_tag *ret);

/* Whether If-None-Match names the tag (given without quotes); weak comparison, * matches. */
bool tags_have(struct str if_none_match, struct str tag);

#endif
