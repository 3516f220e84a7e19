// SPDX-License-Identifier: EUPL-1.2
/* See world_words.h: the words behind the lists. */
#include "domain/world_words.h"

#define WORD_ROW(name, code) [name] = STR(code),
const struct str level_words[LEVEL_COUNT] = {LEVEL_LIST(WORD_ROW)};
const struct str unit_kind_words[UNIT_KIND_COUNT] = {UNIT_KIND_LIST(WORD_ROW)};
const struct str unit_event_kind_words[UNIT_EVENT_KIND_COUNT] = {UNIT_EVENT_KIND_LIST(WORD_ROW)};
const struct str position_type_words[POSITION_TYPE_COUNT] = {POSITION_TYPE_LIST(WORD_ROW)};
const struct str grade_words[GRADE_COUNT] = {GRADE_LIST(WORD_ROW)};
const struct str digitise_rule_words[DIGITISE_RULE_COUNT] = {DIGITISE_RULE_LIST(WORD_ROW)};
const struct str step_role_words[STEP_ROLE_COUNT] = {STEP_ROLE_LIST(WORD_ROW)};
const struct str confidence_words[CONFIDENCE_COUNT] = {CONFIDENCE_LIST(WORD_ROW)};
