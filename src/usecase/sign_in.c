// SPDX-License-Identifier: EUPL-1.2
/* See sign_in.h. */
#include "usecase/sign_in.h"

#include <string.h>

#include "base/password.h"
#include "store/write_safety.h"
#include "store/write_session.h"

#define US_PER_HOUR (INT64_C(3600) * 1000000)

/* Argon2id of nothing anybody knows: checking it costs as much as a real one. */
#define NOBODY                                                                                     \
    "$argon2id$v=19$m=19456,t=2,p=1$dGhpcyBpcyBub2JvZHlzIHNhbHQ$"                                  \
    "q0f1nN3eGmPbM0m4yVxw6mYk3b2Y5m7c1w0S0n9Q4rE"

struct hash
session_key(struct str sent)
{
    return hash_of(sent);
}

static struct str
random_hex(struct op *op)
{
    struct hash bytes;
    op->source.random(op->source.arg, bytes.v, sizeof bytes.v);
    return hash_hex(op->a, &bytes);
}

static enum err
refuse(struct op *op, enum msg msg)
{
    problem_add(&op->problems, S("login"), msg);
    return ERR_INVALID;
}

/* A position that the person holds on that day: the wanted one, or the first (want.v == 0). */
static const struct position *
held_position(const struct world *w, const struct person *person, struct date day,
              struct position_id want)
{
    struct places held = person_holdings(w, person);
    for (size_t i = 0; i < held.n; i++) {
        const struct holding *h = &w->holdings.v[held.at[i]];
        if (period_has(h->valid, day) && (want.v == 0 || want.v == h->position.v))
            return position_by_id(w, h->position);
    }
    return NULL;
}

static enum err
check_password(struct op *op, const struct site *site, struct str login, struct str password,
               struct login_row *ret)
{
    CLEANUP(read_end) struct reader rd = {0};
    verb_read(op, site, &rd);
    TRY(read_login(&rd, op->realm, login, ret));
    bool known = !str_empty(ret->password);
    bool matches = password_matches(op->a, known ? ret->password : S(NOBODY), password);
    return known && matches ? OK : refuse(op, MSG_PROBLEM_SIGN_IN);
}

struct new_session {
    struct hash key;
    const struct hash *earlier; /* the one that it takes the place of, or NULL */
    struct session_row row;
};

/* A password that was changed while it was checked has had its sessions ended already. */
static enum err
keep_session(struct op *op, const struct site *site, struct str login, struct str encoded,
             const struct new_session *session)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    enum err e = write_password_held(&tx, op->realm, login, encoded);
    if (e == ERR_CONFLICT)
        return refuse(op, MSG_PROBLEM_SIGN_IN);
    TRY(e);
    if (session->earlier)
        TRY(write_session_end(&tx, op->realm, session->earlier));
    TRY(write_session(&tx, op->realm, &session->key, &session->row));
    TRY(write_audit(&tx, op, S("sign-in"), login));
    return tx_commit(&tx);
}

enum err
sign_in(struct op *op, const struct site *site, struct str login, struct str password,
        const struct hash *earlier, struct signed_in *ret)
{
    struct login_row row;
    TRY(check_password(op, site, login, password, &row));
    const struct person *person = person_by_login(site->world, login);
    const struct position *position =
        person ? held_position(site->world, person, op_today(op), (struct position_id){0}) : NULL;
    if (!position)
        return refuse(op, MSG_PROBLEM_NO_POSITION);

    *ret = (struct signed_in){.key = random_hex(op),
                              .csrf = random_hex(op),
                              .person = person->id,
                              .position = position->id,
                              .expires = {op->now.us + SESSION_HOURS * US_PER_HOUR}};
    op->actor.kind = ACTOR_OFFICER;
    op->actor.person = person->id;
    op->actor.position = position->id;
    struct new_session session = {.key = session_key(ret->key),
                                  .earlier = earlier,
                                  .row = {.person = person->id,
                                          .position = position->id,
                                          .csrf = ret->csrf,
                                          .created = op->now,
                                          .expires = ret->expires}};
    return keep_session(op, site, login, row.password, &session);
}

enum err
sign_out(struct op *op, const struct site *site, const struct hash *key)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    TRY(write_session_end(&tx, op->realm, key));
    TRY(write_audit(&tx, op, S("sign-out"), S("")));
    return tx_commit(&tx);
}

enum err
actor_of_session(const struct world *w, const struct session_row *s, struct date today,
                 struct actor *ret)
{
    const struct person *person = person_by_id(w, s->person);
    const struct position *position = person ? held_position(w, person, today, s->position) : NULL;
    if (!position)
        return ERR_UNAUTHENTICATED;
    *ret = (struct actor){
        .kind = ACTOR_OFFICER,
        .person = person->id,
        .position = position->id,
        .unit = position->unit,
        .reach = position->reach,
        .rights = rights_with(rights_with(position->rights, RIGHT_PUBLIC), RIGHT_SIGNED_IN),
        .name = person->name,
    };
    return OK;
}

struct actor
actor_of_token(const struct token_row *t)
{
    int64_t token = 0;
    memcpy(&token, t->key.v, sizeof token);
    return (struct actor){
        .kind = ACTOR_TOKEN,
        .token = token,
        .unit = t->unit,
        .reach = REACH_SUBTREE,
        .rights = rights_with(t->rights, RIGHT_PUBLIC),
        .name = t->name,
    };
}
