// SPDX-License-Identifier: EUPL-1.2
/*
 * See catalogue.h: which procedures are meant by what was typed. First those that
 * have every word: its beginning begins a word of the names, the field or the
 * code. Where there are none, those whose name is nearest: it shares the rarer
 * words, one letter may be wrong in each, and it says little else.
 *
 * What is compared is text_plain.
 */
#include "web/catalogue/catalogue.h"

#include "base/fold.h"

#define WORDS_MAX 24
#define NEAR_LETTERS 4   /* shorter words are not guessed at */
#define WHOLE 4          /* what a word counts that is found, in quarters of its weight */
#define NEARLY 3         /* and one with a wrong letter */
#define COMMON_WEIGHT 3  /* what a word of the question weighs that no name has */
#define NAME_WEIGHT 2    /* what each word of a name weighs, so that short ones come first */
#define NEAR_LEAST 250   /* thousandths that a name must be near, to be shown */
#define NEAR_OF_BEST 500 /* and of the nearest one */

struct words {
    struct str v[WORDS_MAX];
    int32_t weight[WORDS_MAX];
    size_t n;
};

/* --- The nearest ---------------------------------------------------------- */

/* At most one letter more, less or other. */
static bool
is_near(struct str left, struct str right)
{
    size_t head = 0, tail = 0;
    size_t shorter = left.n < right.n ? left.n : right.n;
    size_t longer = left.n < right.n ? right.n : left.n;
    if (longer - shorter > 1)
        return false;
    while (head < shorter && left.p[head] == right.p[head])
        head++;
    while (tail < shorter - head && left.p[left.n - 1 - tail] == right.p[right.n - 1 - tail])
        tail++;
    return longer - head - tail <= 1;
}

/* How well the text has that word: WHOLE, NEARLY or 0; *ret_n is how many words it has. */
static int32_t
word_in(struct str text, struct str word, size_t *ret_n)
{
    int32_t best = 0;
    struct str rest = text;
    *ret_n = 0;
    while (rest.p && rest.n) {
        struct str one = str_cut(&rest, ' ');
        (*ret_n)++;
        int32_t here = str_eq(one, word)                              ? WHOLE
                       : word.n >= NEAR_LETTERS && is_near(one, word) ? NEARLY
                                                                      : 0;
        best = here > best ? here : best;
    }
    return best;
}

/* The bits of how much rarer than always: a word in every name says nothing. */
static int32_t
rarity(size_t all, size_t with)
{
    int32_t bits = 0;
    for (size_t n = with; n > 0 && n < all; n *= 2)
        bits++;
    return with ? bits : COMMON_WEIGHT;
}

static struct words
split(struct str words)
{
    struct words ret = {.n = 0};
    struct str rest = words;
    while (rest.p && rest.n && ret.n < WORDS_MAX)
        ret.v[ret.n++] = str_cut(&rest, ' ');
    return ret;
}

/* The share of question and name that they have in common, in thousandths. */
static int32_t
nearness(struct str name, const struct words *words)
{
    int32_t shared = 0, asked = 0;
    size_t n = 0;
    for (size_t i = 0; i < words->n; i++) {
        shared += words->weight[i] * word_in(name, words->v[i], &n);
        asked += words->weight[i];
    }
    int32_t whole = asked + NAME_WEIGHT * (int32_t)n;
    return whole > 0 ? 2 * shared * 1000 / (WHOLE * whole) : 0;
}

static void
weigh(const struct catalogue_entries *all, struct words *words)
{
    for (size_t i = 0; i < words->n; i++) {
        size_t with = 0, length;
        for (size_t j = 0; j < all->n; j++)
            with += word_in(all->v[j].version->plain_name, words->v[i], &length) > 0;
        words->weight[i] = rarity(all->n, with);
    }
}

static void
search_nearest(struct str typed, struct catalogue_entries *all)
{
    struct words words = split(typed);
    int32_t best = NEAR_LEAST * 1000 / NEAR_OF_BEST;
    weigh(all, &words);
    for (size_t i = 0; i < all->n; i++) {
        struct catalogue_entry *e = &all->v[i];
        e->nearness = e->is_in_life ? nearness(e->version->plain_name, &words) : 0;
        best = e->nearness > best ? e->nearness : best;
    }
    for (size_t i = 0; i < all->n; i++)
        all->v[i].is_found = all->v[i].nearness * 1000 >= best * NEAR_OF_BEST;
}

/* 3: its first alias begins so; 2: the phrase is in an alias or the name; 1: its beginning is. */
static int32_t
fit(const struct procedure_version *v, struct str words)
{
    if (str_empty(words))
        return 0;
    if (text_has_phrase(str_sub(v->plain_aliases, 0, words.n + 1), words))
        return 3;
    if (text_has_phrase(v->plain_aliases, words) || text_has_phrase(v->plain_name, words))
        return 2;
    return str_search(v->plain_name, words) < v->plain_name.n;
}

bool
catalogue_search(const struct catalogue_ask *ask, struct catalogue_entries *all)
{
    size_t found = 0;
    for (size_t i = 0; i < all->n; i++) {
        struct catalogue_entry *e = &all->v[i];
        e->is_found = e->is_in_life && (str_empty(ask->q) || ask->words.n) &&
                      text_has_words(e->version->plain, ask->words);
        e->fit = fit(e->version, ask->words);
        e->is_called = text_has_phrase(e->version->plain_aliases, ask->words) &&
                       !text_has_words(e->version->plain_name, ask->words);
        found += e->is_found;
    }
    if (found || str_empty(ask->words))
        return false;
    search_nearest(ask->words, all);
    return true;
}
