// SPDX-License-Identifier: EUPL-1.2
/* See make_token.h. */
#include "usecase/make_token.h"

#include "base/fold.h"
#include "store/write_safety.h"
#include "store/write_session.h"

#define US_PER_DAY (INT64_C(86400) * 1000000)
#define DAYS_MAX 3660

/* Everything an interface may be allowed; the world is changed by people only. */
static struct rights
rights_all(void)
{
    struct rights all = {0};
    for (int r = RIGHT_PUBLIC; r < RIGHT_COUNT; r++)
        if (r != RIGHT_SIGNED_IN)
            all = rights_with(all, (enum right)r);
    return all;
}

static struct rights
rights_of_scope(struct op *op, struct str scope)
{
    if (str_eq(scope, S("all")))
        return rights_all();
    struct rights set = {0};
    struct str rest = scope;
    while (rest.p) {
        struct str code = str_trim(str_cut(&rest, ','));
        enum right r = RIGHT_PUBLIC;
        if (!right_parse(code, &r))
            problem_add_str(&op->problems, S("scope"), MSG_PROBLEM_RIGHT_UNKNOWN, code);
        else
            set = rights_with(set, r);
    }
    return set;
}

enum err
make_token(struct op *op, const struct site *site, const struct token_input *in, struct str *ret)
{
    struct token_row row = {
        .name = in->name, .rights = rights_of_scope(op, in->scope), .networks = in->networks};
    const struct unit *unit = str_empty(in->unit) ? NULL : unit_by_code(site->world, in->unit);
    if (str_empty(in->name) || text_length(in->name) > 100)
        problem_add(&op->problems, S("name"), MSG_PROBLEM_REQUIRED);
    if (!str_empty(in->unit) && !unit)
        problem_add_str(&op->problems, S("unit"), MSG_PROBLEM_UNIT_UNKNOWN, in->unit);
    if (in->days < 1 || in->days > DAYS_MAX)
        problem_add_int(&op->problems, S("days"), MSG_PROBLEM_DAYS, DAYS_MAX);
    if (op->problems.n)
        return ERR_INVALID;

    row.unit = unit ? unit->id : (struct unit_id){0};
    struct hash secret;
    op->source.random(op->source.arg, secret.v, sizeof secret.v);
    struct str hex = hash_hex(op->a, &secret);
    *ret = str_join(op->a, S("mc_"), hex);

    struct hash key = hash_of(*ret);
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, op->a, &tx));
    TRY(write_token(&tx, op->realm, &key, &row, op->now,
                    (struct instant){op->now.us + in->days * US_PER_DAY}));
    TRY(write_audit(&tx, op, S("token"), in->name));
    return tx_commit(&tx);
}

enum err
revoke_token(struct op *op, const struct site *site, struct str name)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(site->db, op->a, &tx));
    TRY(write_token_revoked(&tx, op->realm, name, op->now));
    TRY(write_audit(&tx, op, S("token-revoked"), name));
    return tx_commit(&tx);
}
