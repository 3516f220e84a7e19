// SPDX-License-Identifier: EUPL-1.2
/*
 * The words of an edition file for the values of our lists, from the same
 * lists as the enums. English, because they are the file's syntax and not text
 * for people; titles in the file are in the language of the edition.
 */
#include "domain/index/edition_keys.h"

#define INDEX_WORD(name, word) [name] = STR(word),
static const struct str combine_words[] = {INDEX_COMBINE_LIST(INDEX_WORD)};
static const struct str na_words[] = {INDEX_NA_LIST(INDEX_WORD)};
static const struct str mark_words[] = {INDEX_MARK_LIST(INDEX_WORD)};
static const struct str kind_words[] = {INDEX_KIND_LIST(INDEX_WORD)};
static const struct str better_words[] = {INDEX_BETTER_LIST(INDEX_WORD)};
static const struct str merged_words[] = {INDEX_MERGED_LIST(INDEX_WORD)};
static const struct str rule_words[] = {
    [RULE_NONE] = STR("branch"),     [RULE_FORMULA] = STR("formula"),
    [RULE_BANDS] = STR("bands"),     [RULE_LINEAR] = STR("linear"),
    [RULE_SURVEY] = STR("survey"),   [RULE_IMPORTED] = STR("imported"),
    [RULE_PENALTY] = STR("penalty"), [RULE_CHOICE] = STR("choice"),
};

struct str
index_combine_word(enum index_combine value)
{
    return combine_words[value];
}

struct str
index_na_word(enum index_na value)
{
    return na_words[value];
}

struct str
index_mark_word(enum index_mark value)
{
    return mark_words[value];
}

struct str
index_kind_word(enum index_kind value)
{
    return kind_words[value];
}

struct str
index_rule_word(enum index_rule value)
{
    return rule_words[value];
}

const struct index_words index_combine_words = {combine_words, COUNT(combine_words)};
const struct index_words index_na_words = {na_words, COUNT(na_words)};
const struct index_words index_mark_words = {mark_words, COUNT(mark_words)};
const struct index_words index_kind_words = {kind_words, COUNT(kind_words)};
const struct index_words index_better_words = {better_words, COUNT(better_words)};
const struct index_words index_merged_words = {merged_words, COUNT(merged_words)};
