// SPDX-License-Identifier: EUPL-1.2
/* The columns of the files of a world: what world_read.c takes and world_table.c prints. */
#include "domain/world_read.h"

#define OF_COLUMNS STR("procedure"), STR("level"), STR("valid_from"), STR("valid_to")
#define SCOPE_COLUMNS OF_COLUMNS, STR("case"), STR("channel")

#define COLUMNS(...)                                                                               \
    {                                                                                              \
        (const struct str[]){__VA_ARGS__}, COUNT(((const struct str[]){__VA_ARGS__}))              \
    }

const struct world_columns world_columns[WORLD_FILE_COUNT] = {
    [WORLD_UNITS] = COLUMNS(STR("code"), STR("old_code"), STR("gso"), STR("kind"), STR("parent"),
                            STR("office"), STR("name"), STR("name_en"), STR("name_tr"),
                            STR("short_name"), STR("is_placeholder"), STR("valid_from"),
                            STR("valid_to"), STR("source"), STR("confidence")),
    [WORLD_UNIT_EVENTS] = COLUMNS(STR("day"), STR("kind"), STR("from"), STR("to"),
                                  STR("legal_basis"), STR("confidence")),
    [WORLD_POSITIONS] = COLUMNS(STR("code"), STR("unit"), STR("type"), STR("name"), STR("name_en"),
                                STR("name_tr"), STR("reach"), STR("rights"), STR("valid_from"),
                                STR("valid_to"), STR("legal_basis")),
    [WORLD_PEOPLE] = COLUMNS(STR("login"), STR("name"), STR("position"), STR("valid_from"),
                             STR("valid_to"), STR("demo_role")),
    [WORLD_FIELDS] =
        COLUMNS(STR("code"), STR("name"), STR("name_en"), STR("name_tr"), STR("district_office"),
                STR("commune_office"), STR("is_placeholder"), STR("valid_from"), STR("valid_to"),
                STR("legal_basis"), STR("confidence")),
    [WORLD_PROCEDURES] =
        COLUMNS(STR("code"), STR("level"), STR("valid_from"), STR("valid_to"), STR("field"),
                STR("name"), STR("name_en"), STR("name_tr"), STR("grade"), STR("is_placeholder"),
                STR("legal_basis"), STR("confidence")),
    [WORLD_ALIASES] = COLUMNS(OF_COLUMNS, STR("aliases"), STR("confidence")),
    [WORLD_RESULTS] = COLUMNS(OF_COLUMNS, STR("code"), STR("name"), STR("name_en"), STR("name_tr"),
                              STR("confidence")),
    [WORLD_COMPONENTS] =
        COLUMNS(OF_COLUMNS, STR("seq"), STR("code"), STR("name"), STR("name_en"), STR("name_tr"),
                STR("originals"), STR("copies"), STR("required"), STR("digitise_rule"),
                STR("is_prior_result"), STR("source"), STR("legal_basis"), STR("confidence")),
    [WORLD_STEPS] = COLUMNS(OF_COLUMNS, STR("seq"), STR("role"), STR("agency"), STR("office"),
                            STR("minutes"), STR("counted"), STR("legal_basis"), STR("confidence")),
    [WORLD_LIMITS] =
        COLUMNS(SCOPE_COLUMNS, STR("mode"), STR("days"), STR("cut_off"), STR("supplement"),
                STR("early"), STR("last_hour"), STR("legal_basis"), STR("confidence")),
    [WORLD_FEES] =
        COLUMNS(SCOPE_COLUMNS, STR("kind"), STR("code"), STR("name"), STR("price"), STR("first"),
                STR("then"), STR("cap"), STR("legal_basis"), STR("confidence")),
    [WORLD_FEE_EXEMPTIONS] =
        COLUMNS(STR("subject"), STR("fee_code"), STR("percent"), STR("valid_from"), STR("valid_to"),
                STR("reason"), STR("confidence")),
    [WORLD_CASES] = COLUMNS(OF_COLUMNS, STR("case"), STR("name"), STR("name_en"), STR("name_tr"),
                            STR("legal_basis"), STR("confidence")),
    [WORLD_LIFE_EVENTS] =
        COLUMNS(STR("code"), STR("seq"), STR("name"), STR("name_en"), STR("name_tr")),
    [WORLD_LIFE_EVENT_PROCEDURES] = COLUMNS(STR("event"), STR("seq"), STR("procedure")),
};
