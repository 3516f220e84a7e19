// SPDX-License-Identifier: EUPL-1.2
/* See write_safety.h. A once-key is bound to who sent it: two people or two interfaces may use the
 * same word. */
#include "store/write_safety.h"

#include "store/safety.sql.h"

enum err
write_outbox(struct tx *tx, const struct op *op, struct str topic, struct str subject)
{
    return sql_outbox_insert(tx, &(struct sql_outbox_insert_in){.realm = op->realm,
                                                                .id = op_id(op),
                                                                .at = op->now,
                                                                .topic = topic,
                                                                .subject = subject,
                                                                .payload = S("{}")});
}

enum err
write_audit(struct tx *tx, const struct op *op, struct str act, struct str subject)
{
    return sql_audit_insert(tx, &(struct sql_audit_insert_in){.realm = op->realm,
                                                              .id = op_id(op),
                                                              .at = op->now,
                                                              .kind = op->actor.kind,
                                                              .person = op->actor.person,
                                                              .position = op->actor.position,
                                                              .act = act,
                                                              .subject = subject,
                                                              .request = op->request_id});
}

struct hash
once_key(const struct op *op)
{
    const struct actor *a = &op->actor;
    int64_t who[] = {a->kind, a->person.v, a->unit.v, a->token ? a->token : a->own.v};
    size_t n = who[3] ? COUNT(who) : COUNT(who) - 1;
    struct str bytes = {(const char *)who, n * sizeof *who};
    return hash_of_two(bytes, op->once_key);
}

enum err
read_once(struct reader *rd, struct op *op, const struct hash *request, struct once *ret)
{
    *ret = (struct once){0};
    if (str_empty(op->once_key))
        return OK;
    struct sql_once_find_row row;
    TRY(sql_once_find(rd, &(struct sql_once_find_in){.realm = op->realm, .key = once_key(op)}, &row,
                      &ret->is_known));
    if (!ret->is_known)
        return OK;
    if (!hash_eq(&row.request, request)) {
        problem_add(&op->problems, S("Idempotency-Key"), MSG_PROBLEM_ONCE_REUSED);
        return ERR_INVALID;
    }
    ret->code = row.code;
    return OK;
}

enum err
write_once(struct tx *tx, const struct op *op, const struct hash *request, struct str code)
{
    if (str_empty(op->once_key))
        return OK;
    return sql_once_insert(tx, &(struct sql_once_insert_in){.realm = op->realm,
                                                            .key = once_key(op),
                                                            .request = *request,
                                                            .code = code,
                                                            .at = op->now});
}

enum err
write_once_claim(struct tx *tx, struct op *op, const struct hash *request, struct str code,
                 bool *ret_known)
{
    int64_t claimed = 0;
    struct once once;
    *ret_known = false;
    if (str_empty(op->once_key))
        return OK;
    TRY(sql_once_claim(tx,
                       &(struct sql_once_claim_in){.realm = op->realm,
                                                   .key = once_key(op),
                                                   .request = *request,
                                                   .code = code,
                                                   .at = op->now},
                       &claimed));
    if (claimed)
        return OK;
    TRY(read_once(&tx->rd, op, request, &once));
    *ret_known = once.is_known;
    return OK;
}
