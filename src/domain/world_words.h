// SPDX-License-Identifier: EUPL-1.2
/*
 * The closed vocabularies of the reference data, each one list: the name in
 * code and the word in data files, tables and the API. What they are called on
 * a screen is a message of the page that shows them.
 */
#ifndef DOMAIN_WORLD_WORDS_H
#define DOMAIN_WORLD_WORDS_H

#include "base/str.h"

#define LEVEL_LIST(X)                                                                              \
    X(LEVEL_COMMUNE, "commune") X(LEVEL_DISTRICT, "district") X(LEVEL_PROVINCE, "province")

#define UNIT_KIND_LIST(X)                                                                          \
    X(UNIT_PROVINCE, "province")                                                                   \
    X(UNIT_DISTRICT, "district")                                                                   \
    X(UNIT_COMMUNE, "commune") X(UNIT_DEPARTMENT, "department") X(UNIT_DESK, "desk")

#define UNIT_EVENT_KIND_LIST(X)                                                                    \
    X(UNIT_MERGED, "merge")                                                                        \
    X(UNIT_SPLIT, "split") X(UNIT_RENAMED, "rename") X(UNIT_DISSOLVED, "dissolve")

#define POSITION_TYPE_LIST(X)                                                                      \
    X(POSITION_CHAIR, "chair")           /* chủ tịch: signs results */                         \
    X(POSITION_VICE_CHAIR, "vice-chair") /* phó chủ tịch: signs what was delegated */         \
    X(POSITION_HEAD, "head")             /* trưởng phòng */                                    \
    X(POSITION_DEPUTY, "deputy")         /* phó trưởng phòng */                               \
    X(POSITION_SPECIALIST, "specialist") /* chuyên viên, công chức chuyên môn */            \
    X(POSITION_DESK, "desk-officer")     /* công chức tiếp nhận và trả kết quả */    \
    X(POSITION_CLERK, "clerk")           /* văn thư */                                           \
    X(POSITION_CASHIER, "cashier")       /* thu phí, lệ phí */                                 \
    X(POSITION_REFORM, "reform-desk")    /* cải cách hành chính */                            \
    X(POSITION_ADMIN, "administrator")   /* quản trị hệ thống */

/* Grade of online service (domain knowledge 1.3). */
#define GRADE_LIST(X)                                                                              \
    X(GRADE_NONE, "none")       /* information only */                                             \
    X(GRADE_PARTIAL, "partial") /* một phần */                                                 \
    X(GRADE_FULL, "full")       /* toàn trình */

/* Why a component must become digital (Circular 01/2023). */
#define DIGITISE_RULE_LIST(X)                                                                      \
    X(DIGITISE_NO, "no")                                                                           \
    X(DIGITISE_PRIOR_RESULT, "prior-result")                                                       \
    X(DIGITISE_SECTOR_LAW, "sector-law") X(DIGITISE_LOCAL_LIST, "local-list")

/* What a step of the internal process does. */
#define STEP_ROLE_LIST(X)                                                                          \
    X(STEP_RECEIVE, "receive")   /* check, scan, hand over */                                      \
    X(STEP_ASSIGN, "assign")     /* a leader says who works on it */                               \
    X(STEP_PROCESS, "process")   /* a specialist examines and drafts */                            \
    X(STEP_CHECK, "check")       /* the head of the office checks the draft */                     \
    X(STEP_APPROVE, "approve")   /* the leader of the agency signs */                              \
    X(STEP_REGISTER, "register") /* the clerk numbers and seals */                                 \
    X(STEP_FORWARD, "forward")   /* hand over to the next agency */                                \
    X(STEP_RETURN, "return")     /* hand the result over; not counted */

/* How well a fact is known: seen, verified, general knowledge, unsure. */
#define CONFIDENCE_LIST(X)                                                                         \
    X(CONFIDENCE_SEEN, "S")                                                                        \
    X(CONFIDENCE_VERIFIED, "V") X(CONFIDENCE_KNOWN, "K") X(CONFIDENCE_UNSURE, "U")

#define WORD_ENUM(name, code) name,
enum level { LEVEL_LIST(WORD_ENUM) };
enum unit_kind { UNIT_KIND_LIST(WORD_ENUM) };
enum unit_event_kind { UNIT_EVENT_KIND_LIST(WORD_ENUM) };
enum position_type { POSITION_TYPE_LIST(WORD_ENUM) };
enum grade { GRADE_LIST(WORD_ENUM) };
enum digitise_rule { DIGITISE_RULE_LIST(WORD_ENUM) };
enum step_role { STEP_ROLE_LIST(WORD_ENUM) };
enum confidence { CONFIDENCE_LIST(WORD_ENUM) };
#undef WORD_ENUM

#define WORD_ONE(name, code) +1
enum {
    LEVEL_COUNT = 0 LEVEL_LIST(WORD_ONE),
    UNIT_KIND_COUNT = 0 UNIT_KIND_LIST(WORD_ONE),
    UNIT_EVENT_KIND_COUNT = 0 UNIT_EVENT_KIND_LIST(WORD_ONE),
    POSITION_TYPE_COUNT = 0 POSITION_TYPE_LIST(WORD_ONE),
    GRADE_COUNT = 0 GRADE_LIST(WORD_ONE),
    DIGITISE_RULE_COUNT = 0 DIGITISE_RULE_LIST(WORD_ONE),
    STEP_ROLE_COUNT = 0 STEP_ROLE_LIST(WORD_ONE),
    CONFIDENCE_COUNT = 0 CONFIDENCE_LIST(WORD_ONE),
};
#undef WORD_ONE

/* The words in order of the enum: level_words[LEVEL_DISTRICT] is "district". */
extern const struct str level_words[LEVEL_COUNT];
extern const struct str unit_kind_words[UNIT_KIND_COUNT];
extern const struct str unit_event_kind_words[UNIT_EVENT_KIND_COUNT];
extern const struct str position_type_words[POSITION_TYPE_COUNT];
extern const struct str grade_words[GRADE_COUNT];
extern const struct str digitise_rule_words[DIGITISE_RULE_COUNT];
extern const struct str step_role_words[STEP_ROLE_COUNT];
extern const struct str confidence_words[CONFIDENCE_COUNT];

#endif
