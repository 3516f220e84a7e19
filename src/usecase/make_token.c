// SPDX-License-Identifier: EUPL-1.2
/* See make_token.h. */
#include "usecase/make_token.h"

#include "base/fold.h"
#include "store/safety.sql.h"
#include "store/write_safety.h"
#include "store/write_session.h"

#define US_PER_DAY (INT64_C(86400) * 1000000)
#define DAYS_MAX 3660
#define NAME_MAX_CHARACTERS 100
#define ID_DIGITS 12

/* Whether an interface may be allowed it: signing in and changing the world are for people. */
static bool
is_for_interfaces(enum right r)
{
    return r != RIGHT_SIGNED_IN && r != RIGHT_WORLD_EDIT;
}

static struct rights
rights_all(void)
{
    struct rights all = {0};
    for (int r = 0; r < RIGHT_COUNT; r++)
        if (is_for_interfaces((enum right)r))
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
        if (!right_parse(code, &r) || !is_for_interfaces(r))
            problem_add_str(&op->problems, S("scope"), MSG_PROBLEM_RIGHT_UNKNOWN, code);
        else
            set = rights_with(set, r);
    }
    return set;
}

/* A name that moved the cursor could hide a token from whoever lists them. */
static bool
is_printable(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f)
            return false;
    return str_is_utf8(name);
}

enum err
make_token(struct op *op, const struct site *site, const struct token_input *in, struct str *ret)
{
    struct token_row row = {
        .name = in->name, .rights = rights_of_scope(op, in->scope), .networks = in->networks};
    const struct unit *unit = str_empty(in->unit) ? NULL : unit_by_code(site->world, in->unit);
    if (str_empty(in->name))
        problem_add(&op->problems, S("name"), MSG_PROBLEM_REQUIRED);
    if (text_length(in->name) > NAME_MAX_CHARACTERS)
        problem_add_int(&op->problems, S("name"), MSG_PROBLEM_TOO_LONG, NAME_MAX_CHARACTERS);
    if (!is_printable(in->name))
        problem_add(&op->problems, S("name"), MSG_PROBLEM_BAD_TEXT);
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
    TRY(verb_begin(op, site, &tx));
    TRY(write_token(&tx, op->realm, &key, &row, op->now,
                    (struct instant){op->now.us + in->days * US_PER_DAY}));
    TRY(write_audit(&tx, op, S("token"), in->name));
    return tx_commit(&tx);
}

struct str
token_id(struct arena *a, const struct hash *key)
{
    return str_sub(hash_hex(a, key), 0, ID_DIGITS);
}

struct str
token_scope(struct arena *a, struct rights rights)
{
    struct str scope = S("");
    if ((rights.bits & rights_all().bits) == rights_all().bits)
        return S("all");
    for (int r = 0; r < RIGHT_COUNT; r++)
        if (rights_has(rights, (enum right)r))
            scope = str_printf(a, "%" STR_FMT "%s%" STR_FMT, STR_ARG(scope), scope.n ? "," : "",
                               STR_ARG(right_code((enum right)r)));
    return scope;
}

/* The one that is meant: the id first, because a name may look like one. */
static enum err
find_token(struct reader *rd, const struct op *op, struct str which, struct hash *ret)
{
    struct sql_tokens_list rows;
    const struct hash *named = NULL;
    size_t n = 0;
    TRY(sql_tokens(rd, &(struct sql_tokens_in){.realm = op->realm}, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct sql_tokens_row *row = &rows.v[i];
        if (row->revoked.us || row->expires.us <= op->now.us)
            continue;
        *ret = row->key;
        if (str_eq(token_id(rd->a, &row->key), which))
            return OK;
        if (str_eq(row->name, which)) {
            named = &row->key;
            n++;
        }
    }
    if (n != 1)
        return n ? ERR_CONFLICT : ERR_NOTFOUND;
    *ret = *named;
    return OK;
}

enum err
revoke_token(struct op *op, const struct site *site, struct str which)
{
    struct hash key;
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    TRY(find_token(&tx.rd, op, which, &key));
    TRY(write_token_revoked(&tx, op->realm, &key, op->now));
    TRY(write_audit(&tx, op, S("token-revoked"), which));
    return tx_commit(&tx);
}

enum err
mark_tokens_used(struct op *op, const struct site *site, const struct hash *keys, size_t n)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(verb_begin(op, site, &tx));
    for (size_t i = 0; i < n; i++)
        TRY(write_token_used(&tx, op->realm, &keys[i], op_today(op)));
    return tx_commit(&tx);
}
