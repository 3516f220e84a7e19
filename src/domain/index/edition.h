// SPDX-License-Identifier: EUPL-1.2
/*
 * An edition of an index: the tree of criteria with its points, the rules of its
 * leaves, the variables they read, classes, checks, and what corresponds to an
 * older edition. It is a text file that a lawyer edits (docs/indices.md) and
 * constant once it is read. Reading lists every fault with its place and refuses
 * the whole edition; there is no half-loaded one.
 */
#ifndef DOMAIN_INDEX_EDITION_H
#define DOMAIN_INDEX_EDITION_H

#include "base/date.h"
#include "domain/index/expr.h"

#define INDEX_TEXT_MAX (1024u * 1024u)
#define INDEX_NODES_MAX 2000
#define INDEX_VARIABLES_MAX 2000
#define INDEX_DEPTH_MAX 16
#define INDEX_POINTS_MAX 100 /* bands or options of one criterion */
#define INDEX_GROUPS_MAX 16
#define INDEX_CODE_MAX 60

/* name in C, word in the file */
#define INDEX_COMBINE_LIST(X)                                                                        \
    X(COMBINE_SUM, "sum")               /* points of the parts added */                              \
    X(COMBINE_MEAN, "weighted mean")    /* shares of the parts, by weight */                         \
    X(COMBINE_MIN, "minimum")           /* the share of the worst part */                            \
    X(COMBINE_NORMALISED, "normalised") /* parts on 1–10 between worst and best unit, by weight */ \
    X(COMBINE_COUNT, "count")           /* how many of the parts have full points */

#define INDEX_NA_LIST(X)                                                                           \
    X(NA_FULL, "full")       /* what does not apply gets all points */                             \
    X(NA_ZERO, "zero")       /* … none */                                                        \
    X(NA_RESCALE, "rescale") /* … is taken out and the rest stretched */

#define INDEX_MARK_LIST(X)                                                                         \
    X(MARK_NONE, "")                                                                               \
    X(MARK_SOURCE, "S")   /* read in a named source */                                             \
    X(MARK_VERIFIED, "V") /* reproduced published figures */                                       \
    X(MARK_KNOWN, "K")    /* general knowledge */                                                  \
    X(MARK_UNSURE, "U")   /* may be wrong: to be replaced by import */

#define INDEX_KIND_LIST(X)                                                                         \
    X(KIND_COUNT, "count")   /* a whole number, not negative */                                    \
    X(KIND_AMOUNT, "amount") /* a decimal that adds up over units */                               \
    X(KIND_RATE, "rate")     /* a decimal that does not: a share, a mean */                        \
    X(KIND_CHOICE, "choice") /* the code of an option */                                           \
    X(KIND_TEXT, "text")     /* a note; never in a formula */

#define INDEX_BETTER_LIST(X)                                                                       \
    X(BETTER_NEITHER, "neither")                                                                   \
    X(BETTER_MORE, "more")                                                                         \
    X(BETTER_LESS, "less")

#define INDEX_MERGED_LIST(X)                                                                       \
    X(MERGED_MEAN, "mean")           /* arithmetic mean of the predecessors' scores */             \
    X(MERGED_RECOMPUTE, "recompute") /* their values added, scored again */

#define INDEX_ENUM(name, word) name,
enum index_combine { INDEX_COMBINE_LIST(INDEX_ENUM) };
enum index_na { INDEX_NA_LIST(INDEX_ENUM) };
enum index_mark { INDEX_MARK_LIST(INDEX_ENUM) };
enum index_kind { INDEX_KIND_LIST(INDEX_ENUM) };
enum index_better { INDEX_BETTER_LIST(INDEX_ENUM) };
enum index_merged { INDEX_MERGED_LIST(INDEX_ENUM) };
#undef INDEX_ENUM

enum index_rule {
    RULE_NONE,     /* a branch */
    RULE_FORMULA,  /* points, kept between 0 and max */
    RULE_BANDS,    /* the points of the highest band reached */
    RULE_LINEAR,   /* straight lines between points */
    RULE_SURVEY,   /* max × those who said so / those asked */
    RULE_IMPORTED, /* an official value as it came */
    RULE_PENALTY,  /* points taken away */
    RULE_CHOICE,   /* the points of the option chosen by a person */
};

/* How sure we are, and why not surer. */
struct index_confidence {
    enum index_mark mark;
    struct str why;
};

struct index_variable {
    struct str code, title, source;
    enum index_kind kind;
    enum index_better better;
    struct expr low, high; /* bounds; n == 0: none */
    struct expr derived;   /* n > 0: computed, never entered */
    struct exact step;     /* the smallest change that a unit can make */
    struct exact effort;   /* of one step, for choosing the cheapest */
    struct index_confidence confidence;
    uint32_t line;
};

/* A band, a point of a line, or an option. */
struct index_point {
    struct exact at, points;
    struct str code, title;
};

struct index_node {
    struct str code, title, basis, metric, note, evidence;
    size_t parent;                /* the root is its own */
    size_t end;                   /* nodes i+1 … end-1 lie inside node i */
    size_t depth;                 /* 0: the root, the index itself */
    struct exact max;             /* points; 0 for a penalty */
    struct exact weight, weights; /* own weight; declared sum of the parts' weights */
    enum index_combine combine;
    enum index_rule rule;
    enum index_na na;
    struct index_confidence confidence;
    bool negative;     /* the more is measured, the worse */
    uint32_t groups;   /* bit per group of units it applies to */
    struct expr expr;  /* the rule's */
    struct expr of;    /* survey: those asked */
    uint16_t variable; /* choice */
    LIST(struct index_point) points;
    struct exact least;                 /* survey: fewer answers count for nothing */
    struct exact scale;                 /* imported: the value that gives max */
    struct exact limit;                 /* penalty: at most so much */
    struct exact low, high;             /* normalised between declared ends … */
    bool has_ends;                      /* … or between the units of the group */
    struct exact alone_low, alone_high; /* the ends for a unit that is scored by itself */
    bool has_alone;
    uint32_t line;
};

struct index_class {
    struct exact from; /* inclusive */
    bool otherwise;    /* whatever is below the others */
    struct str title;
    uint32_t line;
};

/* A claim about the values that must hold: "received + carried over = settled + open". */
struct index_check {
    struct str code, title;
    struct expr claim;
    uint32_t line;
};

/* One criterion here and what it was called there. */
struct index_match {
    size_t node;
    struct str there[8];
    size_t n;
};

struct index_mapping {
    struct str edition;
    LIST(struct index_match) matches;
    uint32_t line;
};

struct index_edition {
    struct str name, family, title, basis, note;
    struct date valid_from, valid_to;
    bool is_open; /* no last day */
    int places;   /* of displayed points */
    enum index_merged merged;
    struct index_confidence confidence;
    struct str group[INDEX_GROUPS_MAX];
    size_t groups;
    LIST(struct index_variable) variables;
    const uint16_t *derived; /* in an order that computes each after what it needs */
    size_t derived_n;
    expr_names names;
    LIST(struct index_node) nodes;    /* preorder; 0 is the index itself */
    LIST(struct index_class) classes; /* from the best down */
    LIST(struct index_check) checks;
    LIST(struct index_mapping) mappings;
};

/* The words of the file for a value, for printing. */
struct str index_combine_word(enum index_combine value);
struct str index_na_word(enum index_na value);
struct str index_mark_word(enum index_mark value);
struct str index_kind_word(enum index_kind value);
struct str index_rule_word(enum index_rule value);

/* Reads an edition. ERR_INVALID with every fault that was found. */
NODISCARD enum err index_edition_read(struct arena *a, struct str text, struct index_faults *faults,
                                      struct index_edition *ret);

/* False when there is none of that code. */
NODISCARD bool index_node_find(const struct index_edition *ed, struct str code, size_t *ret);
NODISCARD bool index_variable_find(const struct index_edition *ed, struct str code, uint16_t *ret);

static inline bool
index_is_leaf(const struct index_node *node)
{
    return node->rule != RULE_NONE;
}

/* The first part of a branch and the one after; equal to the branch's end when there is none. */
static inline size_t
index_first_part(size_t node)
{
    return node + 1;
}
static inline size_t
index_next_part(const struct index_edition *ed, size_t part)
{
    return ed->nodes.v[part].end;
}

#endif
