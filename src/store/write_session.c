// SPDX-License-Identifier: EUPL-1.2
/* See write_session.h. */
#include "store/write_session.h"

#include "store/safety.sql.h"

enum err
write_session(struct tx *tx, struct realm_id realm, const struct hash *key,
              const struct session_row *s)
{
    return sql_session_insert(tx, &(struct sql_session_insert_in){.realm = realm,
                                                                  .key = *key,
                                                                  .person = s->person,
                                                                  .position = s->position,
                                                                  .csrf = s->csrf,
                                                                  .created = s->created,
                                                                  .expires = s->expires});
}

enum err
write_session_end(struct tx *tx, struct realm_id realm, const struct hash *key)
{
    return sql_session_delete(tx, &(struct sql_session_delete_in){.realm = realm, .key = *key});
}

enum err
write_sessions_end(struct tx *tx, struct realm_id realm, struct str login)
{
    return sql_sessions_delete(tx,
                               &(struct sql_sessions_delete_in){.realm = realm, .login = login});
}

enum err
write_token(struct tx *tx, struct realm_id realm, const struct hash *key, const struct token_row *t,
            struct instant created, struct instant expires)
{
    return sql_token_insert(tx, &(struct sql_token_insert_in){.realm = realm,
                                                              .key = *key,
                                                              .name = t->name,
                                                              .rights = (int64_t)t->rights.bits,
                                                              .unit = t->unit,
                                                              .networks = t->networks,
                                                              .created = created,
                                                              .expires = expires});
}

enum err
write_token_used(struct tx *tx, struct realm_id realm, const struct hash *key, struct date day)
{
    return sql_token_use(tx,
                         &(struct sql_token_use_in){.realm = realm, .key = *key, .day = day.day});
}

enum err
write_token_revoked(struct tx *tx, struct realm_id realm, const struct hash *key, struct instant at)
{
    int64_t changed = 0;
    TRY(sql_token_revoke(tx, &(struct sql_token_revoke_in){.realm = realm, .key = *key, .at = at},
                         &changed));
    return changed > 0 ? OK : ERR_NOTFOUND;
}

enum err
write_password(struct tx *tx, struct realm_id realm, struct str login, struct str encoded)
{
    int64_t changed = 0;
    TRY(sql_person_password(
        tx, &(struct sql_person_password_in){.realm = realm, .login = login, .password = encoded},
        &changed));
    return changed > 0 ? OK : ERR_NOTFOUND;
}

enum err
write_password_held(struct tx *tx, struct realm_id realm, struct str login, struct str encoded)
{
    int64_t changed = 0;
    TRY(sql_person_password_hold(
        tx,
        &(struct sql_person_password_hold_in){.realm = realm, .login = login, .password = encoded},
        &changed));
    return changed > 0 ? OK : ERR_CONFLICT;
}

enum err
write_secret(struct tx *tx, struct realm_id realm, struct str name, const struct hash *value,
             struct instant created)
{
    return sql_secret_insert(
        tx, &(struct sql_secret_insert_in){
                .realm = realm, .name = name, .value = *value, .created = created});
}
