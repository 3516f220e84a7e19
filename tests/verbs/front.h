// SPDX-License-Identifier: EUPL-1.2
/*
 * In front of the database room: every statement and every end of a transaction of
 * a verb passes here first. The linker puts __wrap_NAME before the room's NAME
 * (tests/verbs/meson.build), and at_statement() of the test decides. Readers outside
 * a transaction are left alone.
 */
#ifndef TESTS_VERBS_FRONT_H
#define TESTS_VERBS_FRONT_H

#include "db/stmt.h"
#include "db/tx.h"

enum moment { AT_BEGIN, AT_QUESTION, AT_WRITE, AT_COMMIT, AT_COMMITTED };

/* What happens instead of the next one; OK: it goes on as usual. */
static enum err at_statement(enum moment moment);

/* The real ones, and those in front of them; names are the linker's. */
#define WRAPPED(type, name, ...)                                                                   \
    type __real_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__);
WRAPPED(enum err, tx_begin_at, struct db *, struct arena *, struct tx *, const char *, int)
WRAPPED(enum err, tx_commit, struct tx *)
WRAPPED(enum err, stmt_one, struct reader *, const struct stmt *, const void *, void *)
WRAPPED(enum err, stmt_maybe, struct reader *, const struct stmt *, const void *, void *, bool *)
WRAPPED(enum err, stmt_many, struct reader *, const struct stmt *, const void *, struct row_list *)
WRAPPED(enum err, stmt_exec, struct tx *, const struct stmt *, const void *)
WRAPPED(enum err, stmt_change, struct tx *, const struct stmt *, const void *, int64_t *)
#undef WRAPPED

/* A failure of the transaction stays with it, as the database room has it. */
static enum err
hit(struct reader *rd, enum moment moment)
{
    enum err e = rd->is_tx && rd->failed == OK ? at_statement(moment) : OK;
    if (e != OK)
        rd->failed = e;
    return e;
}

enum err
__wrap_tx_begin_at(struct db *db, struct arena *a, struct tx *ret, const char *file, int line)
{
    TRY(at_statement(AT_BEGIN));
    return __real_tx_begin_at(db, a, ret, file, line);
}

enum err
__wrap_tx_commit(struct tx *tx)
{
    TRY(hit(&tx->rd, AT_COMMIT));
    TRY(__real_tx_commit(tx));
    return at_statement(AT_COMMITTED);
}

enum err
__wrap_stmt_one(struct reader *rd, const struct stmt *s, const void *in, void *ret)
{
    TRY(hit(rd, AT_QUESTION));
    return __real_stmt_one(rd, s, in, ret);
}

enum err
__wrap_stmt_maybe(struct reader *rd, const struct stmt *s, const void *in, void *ret, bool *found)
{
    TRY(hit(rd, AT_QUESTION));
    return __real_stmt_maybe(rd, s, in, ret, found);
}

enum err
__wrap_stmt_many(struct reader *rd, const struct stmt *s, const void *in, struct row_list *ret)
{
    TRY(hit(rd, AT_QUESTION));
    return __real_stmt_many(rd, s, in, ret);
}

enum err
__wrap_stmt_exec(struct tx *tx, const struct stmt *s, const void *in)
{
    TRY(hit(&tx->rd, AT_WRITE));
    return __real_stmt_exec(tx, s, in);
}

enum err
__wrap_stmt_change(struct tx *tx, const struct stmt *s, const void *in, int64_t *ret)
{
    TRY(hit(&tx->rd, AT_QUESTION));
    return __real_stmt_change(tx, s, in, ret);
}

#endif
