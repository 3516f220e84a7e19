// SPDX-License-Identifier: EUPL-1.2
/*
 * See route.h. All patterns become one tree of segments: under each node the
 * literals in the order of bytes, and at most one name. Going down, a literal is
 * tried before the name and a dead end goes back; since it is a tree, no node is
 * visited twice for one path.
 */
#include "net/route.h"

#include <string.h>

#include "net/pairs.h"

struct node {
    struct str literal;
    struct node *first, *next; /* literal children, sorted; brother */
    struct node *named;        /* the child for any segment */
    const struct entry *by[METHOD_COUNT];
};

struct entry {
    const struct route *row;
    size_t number, names;
    struct str name[ROUTE_PARAMS_MAX];
};

struct router {
    struct arena *a;
    struct node root;
    struct entry *entries;
    size_t n;
};

#define METHOD_NAME(name) [name] = STR(#name),
static const struct str method_names[] = {METHOD_LIST(METHOD_NAME)};

struct str
method_name(enum method m)
{
    return method_names[m];
}

bool
method_parse(struct str name, enum method *ret)
{
    for (size_t i = 0; i < COUNT(method_names); i++)
        if (str_eq(method_names[i], name)) {
            *ret = (enum method)i;
            return true;
        }
    return false;
}

static bool
is_literal(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= 'A' && s.p[i] <= 'Z') &&
            !(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] && strchr("-._~", s.p[i])))
            return false;
    return s.n > 0;
}

static bool
is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '_')
            return false;
    return s.n > 0;
}

static struct node *
literal_child(struct arena *a, struct node *node, struct str literal)
{
    struct node **at = &node->first;
    while (*at && str_cmp((*at)->literal, literal) < 0)
        at = &(*at)->next;
    if (*at && str_eq((*at)->literal, literal))
        return *at;
    struct node *child = NEW(a, struct node);
    child->literal = literal;
    child->next = *at;
    *at = child;
    return child;
}

/* The child for one segment of a pattern; what is wrong with it otherwise. */
static const char *
pattern_step(struct arena *a, struct str segment, struct entry *entry, struct node **at)
{
    if (!str_starts(segment, S(":"))) {
        if (!is_literal(segment))
            return "a segment is neither a literal nor a name";
        *at = literal_child(a, *at, segment);
        return NULL;
    }
    struct str name = str_sub(segment, 1, segment.n);
    if (!is_name(name))
        return "a name is not lower case letters";
    for (size_t i = 0; i < entry->names; i++)
        if (str_eq(entry->name[i], name))
            return "a name is used twice";
    if (entry->names == ROUTE_PARAMS_MAX)
        return "too many names";
    entry->name[entry->names++] = name;
    if (!(*at)->named)
        (*at)->named = NEW(a, struct node);
    *at = (*at)->named;
    return NULL;
}

static const char *
row_trouble(const struct route *row)
{
    if (row->need <= 0)
        return "no right: say .need = NEED(RIGHT_...)";
    if (!row->handler)
        return "no handler";
    if (row->method == HEAD || row->method == OPTIONS)
        return "HEAD and OPTIONS are answered by the server";
    if ((row->flags & ROUTE_WRITE) && (row->flags & ROUTE_SLOW))
        return "both ROUTE_WRITE and ROUTE_SLOW";
    return str_starts(row->pattern, S("/")) ? NULL : "the pattern does not begin with /";
}

/* Puts one row into the tree; what is wrong with it otherwise. */
static const char *
router_add(struct arena *a, struct router *router, struct entry *entry)
{
    const char *trouble = row_trouble(entry->row);
    struct node *at = &router->root;
    struct str rest = str_sub(entry->row->pattern, 1, entry->row->pattern.n);
    size_t depth = 0;
    while (!trouble && rest.p && entry->row->pattern.n > 1) {
        if (++depth > ROUTE_SEGMENTS_MAX)
            return "too many segments";
        trouble = pattern_step(a, str_cut(&rest, '/'), entry, &at);
    }
    if (!trouble && at->by[entry->row->method])
        trouble = "another row has the same method and pattern";
    if (!trouble)
        at->by[entry->row->method] = entry;
    return trouble;
}

enum err
router_make(struct arena *a, const struct route_rows *features, size_t n, struct router **ret,
            struct str *why)
{
    struct router *router = NEW(a, struct router);
    router->a = a;
    for (size_t i = 0; i < n; i++)
        router->n += features[i].n;
    router->entries = NEW_ARRAY(a, struct entry, router->n);
    size_t number = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < features[i].n; j++, number++) {
            struct entry *entry = &router->entries[number];
            *entry = (struct entry){.row = &features[i].v[j], .number = number};
            const char *trouble = router_add(a, router, entry);
            if (trouble) {
                struct str method = method_name(entry->row->method);
                *why = str_printf(a, "route %" STR_FMT " %" STR_FMT ": %s", STR_ARG(method),
                                  STR_ARG(entry->row->pattern), trouble);
                return ERR_INVALID;
            }
        }
    *ret = router;
    return OK;
}

size_t
router_count(const struct router *router)
{
    return router->n;
}

const struct route *
router_row(const struct router *router, size_t number)
{
    return router->entries[number].row;
}

struct segments {
    size_t n;
    bool slash; /* one more slash at the end */
    struct str v[ROUTE_SEGMENTS_MAX];
};

static bool
is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == '/')
            return false;
    return s.n > 0 && !str_eq(s, S(".")) && !str_eq(s, S("..")) && str_is_utf8(s);
}

static enum match_kind
split_path(struct arena *a, struct str path, struct segments *ret)
{
    *ret = (struct segments){.n = 0};
    if (!str_starts(path, S("/")))
        return MATCH_BAD_PATH;
    struct str rest = str_sub(path, 1, path.n);
    while (rest.p && path.n > 1) {
        struct str raw = str_cut(&rest, '/'), plain;
        if (raw.n == 0 && !rest.p) {
            ret->slash = true;
            break;
        }
        if (!percent_decode(a, raw, false, &plain) || !is_plain(plain))
            return MATCH_BAD_PATH;
        if (ret->n == ROUTE_SEGMENTS_MAX)
            return MATCH_NONE;
        ret->v[ret->n++] = plain;
    }
    return MATCH_ROW;
}

static unsigned
node_methods(const struct node *node)
{
    unsigned methods = 0;
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (node->by[i])
            methods |= 1u << i;
    return methods & 1u << GET ? methods | 1u << HEAD : methods;
}

static const struct node *
literal_of(const struct node *node, struct str segment)
{
    for (const struct node *at = node->first; at; at = at->next)
        if (str_eq(at->literal, segment))
            return at;
    return NULL;
}

/*
 * The entry for the method at or below node, from segment depth on; collects the
 * methods of every node the whole path leads to. param[k] is set on the way down.
 */
static const struct entry *
descend(const struct node *node, const struct segments *s, size_t depth, enum method method,
        struct match *m)
{
    if (depth == s->n) {
        m->allow |= node_methods(node);
        return node->by[method == HEAD ? GET : method];
    }
    const struct node *literal = literal_of(node, s->v[depth]);
    const struct entry *found = literal ? descend(literal, s, depth + 1, method, m) : NULL;
    if (found || !node->named || m->n == ROUTE_PARAMS_MAX)
        return found;
    m->param[m->n++].value = s->v[depth];
    found = descend(node->named, s, depth + 1, method, m);
    if (!found)
        m->n--;
    return found;
}

void
router_match(const struct router *router, struct arena *a, enum method method, struct str path,
             struct match *ret)
{
    struct segments segments;
    ret->allow = 0;
    ret->n = 0;
    ret->row = NULL;
    ret->number = router->n;
    ret->kind = split_path(a, path, &segments);
    if (ret->kind != MATCH_ROW)
        return;
    const struct entry *found = descend(&router->root, &segments, 0, method, ret);
    if (!found || segments.slash) {
        ret->kind = ret->allow == 0                              ? MATCH_NONE
                    : !segments.slash                            ? MATCH_METHOD
                    : found && (method == GET || method == HEAD) ? MATCH_SLASH
                                                                 : MATCH_NONE;
        ret->n = 0;
        return;
    }
    ret->row = found->row;
    ret->number = found->number;
    for (size_t i = 0; i < ret->n; i++)
        ret->param[i].name = found->name[i];
}

struct str
allow_print(struct arena *a, unsigned allow)
{
    struct str list = S("");
    for (size_t i = 0; i < METHOD_COUNT; i++)
        if (allow & 1u << i)
            list = str_printf(a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(list), list.n ? ", " : "",
                              STR_ARG(method_names[i]));
    return list;
}
