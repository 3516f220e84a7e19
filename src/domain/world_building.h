// SPDX-License-Identifier: EUPL-1.2
/*
 * What the two halves of building a world share (world_build.c the units and
 * people, world_build_catalogue.c the procedures): the facts, the world that
 * grows, and keys to sort by. Of no use to anybody else.
 */
#ifndef DOMAIN_WORLD_BUILDING_H
#define DOMAIN_WORLD_BUILDING_H

#include "domain/text_pool.h"
#include "domain/world.h"

struct building {
    struct arena *a, *scratch;
    const struct world_facts *facts;
    struct world *w;
    struct str *reterr;
    struct text_pool pool;
    struct order_key *keys; /* as many as the largest table has rows */
    struct unit *units;     /* the table being numbered */
    uint32_t placed;
};

/* ERR_INVALID with what, text and id as the reason. */
NODISCARD enum err building_refuse(struct building *b, const char *what, struct str text,
                                   int64_t id);

/* Sorts the first n keys; two equal ones are refused, what names the table. */
NODISCARD enum err building_sort_unique(struct building *b, size_t n, const char *what);

/* Sorts the first n keys and makes an index of their major numbers, or of their texts. */
NODISCARD enum err building_index_unique(struct building *b, size_t n, const char *what,
                                         struct id_index *ret);
NODISCARD enum err building_text_index(struct building *b, size_t n, const char *what,
                                       struct text_index *ret);

/* The texts, one after the other, as text_plain; kept with the world. */
struct str building_plain(struct building *b, const struct str *texts, size_t n);

static inline void
key_set(struct building *b, size_t i, struct str text, int64_t major, int64_t minor)
{
    b->keys[i] = (struct order_key){text, major, minor, (uint32_t)i};
}

/* Fills keys with one number of every row of a list. */
#define KEYS(b, list, member)                                                                      \
    for (size_t i = 0; i < (list).n; i++)                                                          \
    key_set((b), i, S(""), (list).v[i].member, 0)

#define TEXT_KEYS(b, list, member)                                                                 \
    for (size_t i = 0; i < (list).n; i++)                                                          \
    key_set((b), i, (list).v[i].member, 0, 0)

/* The catalogue, once units and people stand. */
NODISCARD enum err world_build_catalogue(struct building *b);

#endif
