// SPDX-License-Identifier: EUPL-1.2
/* See read_session.h. */
#include "store/read_session.h"

#include "store/safety.sql.h"

enum err
read_session(struct reader *rd, struct realm_id realm, const struct hash *key, struct instant now,
             struct session_row *ret)
{
    bool found = false;
    struct sql_session_find_row row;
    TRY(sql_session_find(rd, &(struct sql_session_find_in){.realm = realm, .key = *key, .now = now},
                         &row, &found));
    if (!found)
        return ERR_UNAUTHENTICATED;
    *ret = (struct session_row){row.person, row.position, row.csrf, row.created, row.expires};
    return OK;
}

enum err
read_token(struct reader *rd, struct realm_id realm, const struct hash *key, struct instant now,
           struct token_row *ret)
{
    bool found = false;
    struct sql_token_find_row row;
    TRY(sql_token_find(rd, &(struct sql_token_find_in){.realm = realm, .key = *key, .now = now},
                       &row, &found));
    if (!found)
        return ERR_UNAUTHENTICATED;
    *ret = (struct token_row){.key = *key,
                              .name = row.name,
                              .rights = {(uint64_t)row.rights},
                              .unit = row.unit,
                              .networks = row.networks,
                              .used = {(int32_t)row.used_day}};
    return OK;
}

enum err
read_login(struct reader *rd, struct realm_id realm, struct str login, struct login_row *ret)
{
    bool found = false;
    struct sql_person_by_login_row row;
    *ret = (struct login_row){0};
    TRY(sql_person_by_login(rd, &(struct sql_person_by_login_in){.realm = realm, .login = login},
                            &row, &found));
    if (found)
        *ret = (struct login_row){row.id, row.name, row.password};
    return OK;
}

enum err
read_secret(struct reader *rd, struct realm_id realm, struct str name, struct hash *ret)
{
    struct sql_secret_find_row row;
    bool found = false;
    TRY(sql_secret_find(rd, &(struct sql_secret_find_in){.realm = realm, .name = name}, &row,
                        &found));
    if (!found)
        return ERR_NOTFOUND;
    *ret = row.value;
    return OK;
}
