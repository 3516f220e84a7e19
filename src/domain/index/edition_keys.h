// SPDX-License-Identifier: EUPL-1.2
/*
 * The keys of every kind of block, as tables: word, reader, place of the field.
 * The manual of the format (docs/indices.md) lists the same words.
 */
#ifndef DOMAIN_INDEX_EDITION_KEYS_H
#define DOMAIN_INDEX_EDITION_KEYS_H

#include "domain/index/edition_raw.h"
#include "domain/index/lines.h"

struct index_key {
    struct str word;
    void (*read)(struct index_reading *r, const struct index_line *line, void *field);
    size_t offset; /* of the field in what the block fills */
    bool is_required, repeats;
};

struct index_keys {
    const struct index_key *v;
    size_t n;
};

/* The words that a key may have for value. */
struct index_words {
    const struct str *v;
    size_t n;
};
extern const struct index_words index_combine_words, index_na_words, index_mark_words;
extern const struct index_words index_kind_words, index_better_words, index_merged_words;

extern const struct index_keys index_edition_keys;   /* fills struct index_reading */
extern const struct index_keys index_class_keys;     /* struct index_class */
extern const struct index_keys index_variable_keys;  /* struct index_variable */
extern const struct index_keys index_derived_keys;   /* struct index_variable */
extern const struct index_keys index_check_keys;     /* struct index_check */
extern const struct index_keys index_criterion_keys; /* struct index_raw */

/* A mapping has criteria for keys. The tree must be laid out. */
void index_mapping_read(struct index_reading *r, const struct index_block *b,
                        struct index_mapping *ret);

#endif
