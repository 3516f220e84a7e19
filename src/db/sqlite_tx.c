// SPDX-License-Identifier: EUPL-1.2
/*
 * The write baton. SQLite has one writer; here transactions take turns on one
 * connection, and one COMMIT, one fsync, serves all that queued up meanwhile:
 *
 *   begin     wait for the turn; the first of a group says BEGIN IMMEDIATE;
 *             SAVEPOINT
 *   commit    RELEASE, and pass the turn to the next one who waits, without
 *             COMMIT; the last (nobody waits, or the group is full or old)
 *             says COMMIT for all; everybody returns only then
 *   rollback  ROLLBACK TO: undoes this one and nobody else; the turn goes on
 *   hold      commit of this thread leaves the group open and does not wait;
 *   settle    COMMIT, unless somebody else has said it meanwhile; what was held may
 *             lie in several groups then, and each verb shares the fate of its own
 *
 * No pause is ever made to let a group grow: it is whoever came during the last
 * fsync. What a maintainer could break: own->lock is never held while SQLite
 * works; the connection belongs to the holder of the turn; a group whose
 * transaction SQLite itself rolled back (disk full) is lost for all of it.
 */
#include "db/sqlite.h"
#include "sys/clock.h"

#include <stdio.h>
#include <string.h>

#define SAY(id, text)                                                                              \
    static const struct stmt say_##id = {.name = #id, .where = "sqlite_tx.c", .sqlite = text}
SAY(begin, "BEGIN IMMEDIATE");
SAY(commit, "COMMIT");
SAY(rollback, "ROLLBACK");
SAY(savepoint, "SAVEPOINT turn");
SAY(release, "RELEASE turn");
SAY(undo, "ROLLBACK TO turn");

#define RESTART_WAIT_MS 100   /* nobody writes meanwhile */
#define RESTART_PAUSE 1000000 /* microseconds after an attempt in vain */

static struct turn *
turn_of(const struct reader *rd)
{
    const struct sqlite_db *own = rd->db->impl;
    return own->holder; /* asked only by who holds it */
}

/*
 * A thread that does not wait for the disk after each commit. One for each
 * thread, because one thread runs one verb at a time.
 */
static _Thread_local struct hold {
    const struct sqlite_db *own; /* NULL: this thread waits */
    struct turn turn;            /* TURN_PENDING: something of it is in the open group */
    enum err ended[TX_HELD_MAX]; /* how each verb since settle ended, as far as is known */
    size_t n;                    /* how many those are */
    size_t from, to;             /* the verbs in the group joined last, until its end is known */
    char why[200];               /* the last group that failed */
    bool is_writing;             /* a transaction is open */
    bool is_behind;              /* the verb in hand committed: readers do not see it yet */
    const struct sqlite_db *saw; /* this thread looked into an open group and undid its own; */
    uint64_t saw_group;          /* which: what is read next must not be older */
} hold;

static bool
is_held(const struct sqlite_db *own)
{
    return hold.own == own && hold.turn.state == TURN_PENDING;
}

/* Its group ended, and so did the verbs in it. The lock is held. */
static void
learn_end(void)
{
    enum err e = hold.turn.result;
    for (size_t i = hold.from; i < hold.to; i++)
        if (hold.ended[i] == OK)
            hold.ended[i] = e;
    if (hold.from < hold.to && e != OK)
        memcpy(hold.why, hold.turn.why, sizeof hold.why);
    hold.from = hold.to;
}

/* --- the turn; all with the lock held ---------------------------------- */

static void
wake(struct turn *turn, enum turn_state state)
{
    turn->state = state;
    pthread_cond_signal(&turn->woken);
}

static void
pass_on(struct sqlite_db *own)
{
    own->holder = own->first;
    if (!own->holder)
        return;
    own->first = own->holder->next;
    if (!own->first)
        own->tail = &own->first;
    wake(own->holder, TURN_HELD);
}

static void
leave_queue(struct sqlite_db *own, struct turn *turn)
{
    struct turn **at = &own->first;
    while (*at != turn)
        at = &(*at)->next;
    *at = turn->next;
    if (!*at)
        own->tail = at;
}

static bool
wait_for_turn(struct sqlite_db *own, struct turn *turn, int64_t deadline)
{
    if (!own->holder) {
        own->holder = turn;
        turn->state = TURN_HELD;
        return true;
    }
    *own->tail = turn;
    own->tail = &turn->next;
    while (turn->state == TURN_WAITS && cond_wait_until(&turn->woken, &own->lock, deadline))
        ;
    if (turn->state == TURN_HELD)
        return true;
    leave_queue(own, turn);
    return false;
}

/* Among those who are told how the open group ends. */
static void
join_group(struct sqlite_db *own, struct turn *turn)
{
    turn->state = TURN_PENDING;
    turn->next = own->pending;
    own->pending = turn;
}

/* Tells everybody of the group how it ended. */
static void
end_group(struct sqlite_db *own, enum err e, const char *why)
{
    struct turn *next;
    for (struct turn *turn = own->pending; turn; turn = next) {
        next = turn->next;
        turn->result = e;
        snprintf(turn->why, sizeof turn->why, "%s", why);
        wake(turn, TURN_DONE);
    }
    own->pending = NULL;
    own->groups_ended++;
    own->group_n = 0;
    own->is_group_open = false;
}

/* Somebody will end it later, and it is neither full nor old. */
static bool
may_grow(const struct sqlite_db *own, const struct db_options *o)
{
    return (own->first || is_held(own)) && own->group_n < o->group_max &&
           sys_ticks() - own->group_at < o->group_us;
}

/* Wakes the checkpointer once; it forgets only when it has begun. */
static void
want_checkpoint(struct sqlite_db *own)
{
    if (!own->is_dirty)
        pthread_cond_signal(&own->checkpoint_wanted);
    own->is_dirty = true;
}

/* --- ending a group; the turn is held, the lock is not ------------------ */

static enum err
commit_group(struct sqlite_db *own, char *ret_why, size_t n)
{
    struct sqlite_conn *c = own->writer;
    int code = SQLITE_ABORT_ROLLBACK;
    snprintf(ret_why, n, "SQLite rolled the whole group back");
    if (!sqlite3_get_autocommit(c->handle)) {
        code = lates_run(&own->lates, c);
        if (code == SQLITE_OK)
            code = sqlite_say(c, own->group_n ? &say_commit : &say_rollback);
        if (code != SQLITE_OK)
            snprintf(ret_why, n, "COMMIT: SQLite %d: %s", code, sqlite3_errmsg(c->handle));
    }
    if (!sqlite3_get_autocommit(c->handle))
        sqlite_say(c, &say_rollback);
    lates_forget(&own->lates);
    if (code == SQLITE_OK)
        return OK;
    return sqlite_err(code);
}

/* Brings the open group to disk and tells it. The lock is held, and given up meanwhile. */
static void
close_group(struct db *db)
{
    struct sqlite_db *own = db->impl;
    char why[200] = "";
    pthread_mutex_unlock(&own->lock);
    enum err e = commit_group(own, why, sizeof why);
    atomic_fetch_add(&db->commits, e == OK && own->group_n > 0);
    pthread_mutex_lock(&own->lock);
    end_group(own, e, why);
    want_checkpoint(own);
}

/* Gives up the turn: to the next of the group, or after the group is on disk. */
static void
give_up_turn(struct db *db)
{
    struct sqlite_db *own = db->impl;
    pthread_mutex_lock(&own->lock);
    bool is_lost = sqlite3_get_autocommit(own->writer->handle) != 0;
    if (own->is_group_open && (is_lost || !may_grow(own, &db->options)))
        close_group(db);
    pass_on(own);
    pthread_mutex_unlock(&own->lock);
}

/* --- the three verbs --------------------------------------------------- */

static enum err
begin_in_group(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    struct sqlite_conn *c = own->writer;
    if (!own->is_group_open) {
        int code = sqlite_say(c, &say_begin);
        if (code != SQLITE_OK)
            return sqlite_failed(rd, c, &say_begin, code);
        own->is_group_open = true;
        own->group_at = sys_ticks();
    }
    lates_mark(&own->lates);
    int code = sqlite_say(c, &say_savepoint);
    return code == SQLITE_OK ? OK : sqlite_failed(rd, c, &say_savepoint, code);
}

static enum err
too_late(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    const char *file = own->holder ? own->holder->file : "nobody";
    int line = own->holder ? own->holder->line : 0;
    return trouble(rd, ERR_BUSY, NULL, "no turn to write in %d ms; it is with %s:%d",
                   rd->db->options.wait_ms, file, line);
}

enum err
sqlite_tx_begin(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    const struct tx *tx = (const struct tx *)rd;
    struct turn *turn = NEW(rd->a, struct turn);
    enum err e = OK;
    cond_init(&turn->woken);
    turn->file = tx->file;
    turn->line = tx->line;
    pthread_mutex_lock(&own->lock);
    if (!wait_for_turn(own, turn, sys_ticks() + (int64_t)rd->db->options.wait_ms * 1000))
        e = too_late(rd);
    pthread_mutex_unlock(&own->lock);
    if (e != OK) {
        pthread_cond_destroy(&turn->woken);
        return e;
    }
    e = begin_in_group(rd);
    if (e == OK) {
        rd->conn = &own->writer->base;
        hold.is_writing = true;
        return OK;
    }
    give_up_turn(rd->db);
    pthread_cond_destroy(&turn->woken);
    return e;
}

/* True when the savepoint could be released; a foreign key may wait for that moment. */
static enum err
release(struct reader *rd)
{
    const struct sqlite_db *own = rd->db->impl;
    struct sqlite_conn *c = own->writer;
    int open_keys = 0, ignored = 0;
    sqlite3_db_status(c->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open_keys, &ignored, 0);
    if (open_keys)
        return trouble(rd, ERR_STORE, NULL, "a deferred foreign key points nowhere");
    int code = sqlite_say(c, &say_release);
    return code == SQLITE_OK ? OK : sqlite_failed(rd, c, &say_release, code);
}

static void
undo(struct sqlite_db *own)
{
    struct sqlite_conn *c = own->writer;
    lates_rewind(&own->lates);
    if (sqlite3_get_autocommit(c->handle))
        return; /* SQLite undid everything already */
    if (sqlite_say(c, &say_undo) != SQLITE_OK || sqlite_say(c, &say_release) != SQLITE_OK)
        sqlite_say(c, &say_rollback);
}

/* The commit of a thread that holds: it stands in a group once, however many verbs it ran. */
static void
commit_held(struct db *db, struct turn *turn)
{
    struct sqlite_db *own = db->impl;
    pthread_mutex_lock(&own->lock);
    if (!is_held(own)) {
        learn_end();
        join_group(own, &hold.turn);
        hold.from = hold.n - 1;
    }
    hold.to = hold.n;
    own->group_n++;
    pthread_mutex_unlock(&own->lock);
    hold.is_behind = true;
    give_up_turn(db);
    pthread_cond_destroy(&turn->woken);
}

enum err
sqlite_tx_commit(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    struct turn *turn = turn_of(rd);
    enum err e = release(rd);
    if (e != OK) {
        sqlite_tx_rollback(rd);
        return e;
    }
    hold.is_writing = false;
    if (hold.own == own && hold.n > 0) {
        commit_held(rd->db, turn);
        return OK;
    }
    pthread_mutex_lock(&own->lock);
    join_group(own, turn);
    own->group_n++;
    pthread_mutex_unlock(&own->lock);
    give_up_turn(rd->db);
    pthread_mutex_lock(&own->lock);
    while (turn->state != TURN_DONE)
        pthread_cond_wait(&turn->woken, &own->lock);
    pthread_mutex_unlock(&own->lock);
    pthread_cond_destroy(&turn->woken);
    if (turn->result != OK)
        return trouble(rd, turn->result, NULL, "%s", turn->why);
    return OK;
}

void
sqlite_tx_rollback(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    struct turn *turn = turn_of(rd);
    hold.is_writing = false;
    undo(own);
    if (own->is_group_open && own->group_n > 0) {
        hold.saw = own;
        hold.saw_group = own->groups_ended;
        if (is_held(own))
            hold.to = hold.n; /* a refusal for the sake of what is lost may not stand */
    }
    give_up_turn(rd->db);
    pthread_cond_destroy(&turn->woken);
}

/* --- a thread that answers later ---------------------------------------- */

#define NO_LIMIT INT64_C(86400000000) /* a day: whoever settles must know how it ended */

void
sqlite_tx_hold(struct db *db)
{
    if (hold.own != db->impl) {
        hold = (struct hold){.own = db->impl, .turn.state = TURN_DONE};
        cond_init(&hold.turn.woken);
    }
    ASSERT(hold.n < TX_HELD_MAX);
    hold.ended[hold.n++] = OK;
    hold.is_behind = false;
}

static void
end_held(struct db *db)
{
    struct sqlite_db *own = db->impl;
    struct turn turn = {.file = __FILE__, .line = __LINE__};
    cond_init(&turn.woken);
    pthread_mutex_lock(&own->lock);
    while (is_held(own) && !wait_for_turn(own, &turn, sys_ticks() + NO_LIMIT))
        ;
    if (own->holder == &turn) {
        if (is_held(own))
            close_group(db);
        pass_on(own);
    }
    learn_end();
    pthread_mutex_unlock(&own->lock);
    pthread_cond_destroy(&turn.woken);
    hold.is_behind = false;
}

/*
 * Who was refused because of what others wrote reads no older state afterwards:
 * "somebody was faster" beside a page that knows nothing of it would be a lie.
 */
static void
end_seen(struct db *db)
{
    struct sqlite_db *own = db->impl;
    struct turn turn = {.file = __FILE__, .line = __LINE__};
    int64_t deadline = sys_ticks() + (int64_t)db->options.wait_ms * 1000;
    cond_init(&turn.woken);
    pthread_mutex_lock(&own->lock);
    if (hold.saw_group == own->groups_ended && wait_for_turn(own, &turn, deadline)) {
        if (hold.saw_group == own->groups_ended && own->is_group_open)
            close_group(db);
        pass_on(own);
    }
    pthread_mutex_unlock(&own->lock);
    pthread_cond_destroy(&turn.woken);
    hold.saw = NULL;
}

enum err
sqlite_tx_catch_up(struct reader *rd)
{
    struct sqlite_db *own = rd->db->impl;
    if (hold.saw == own && !hold.is_writing)
        end_seen(rd->db);
    if (hold.own != own || !hold.is_behind || hold.is_writing)
        return OK;
    end_held(rd->db);
    enum err e = hold.ended[hold.n - 1];
    return e == OK ? OK : trouble(rd, e, NULL, "%s", hold.why);
}

void
sqlite_tx_settle(struct reader *rd, enum err *ret_ended, size_t n)
{
    const struct sqlite_db *own = rd->db->impl;
    enum err e = OK;
    ASSERT(hold.own == own && hold.n == n);
    if (hold.saw == own)
        end_seen(rd->db);
    end_held(rd->db);
    for (size_t i = 0; i < n; i++) {
        ret_ended[i] = hold.ended[i];
        if (ret_ended[i] != OK)
            e = ret_ended[i];
    }
    hold.n = hold.from = hold.to = 0;
    if (e != OK)
        rd->failed = trouble(rd, e, NULL, "%s", hold.why);
}

/* --- checkpoints -------------------------------------------------------- */

/* Sleeps until something was committed, then a pause; false when closing. */
static bool
wait_for_work(struct sqlite_db *own, const struct db_options *o)
{
    pthread_mutex_lock(&own->lock);
    while (!own->is_dirty && !own->is_closing)
        pthread_cond_wait(&own->checkpoint_wanted, &own->lock);
    int64_t until = sys_ticks() + (int64_t)o->checkpoint_ms * 1000;
    while (!own->is_closing && sys_ticks() < until)
        cond_wait_until(&own->checkpoint_wanted, &own->lock, until);
    own->is_dirty = false;
    bool go_on = !own->is_closing;
    pthread_mutex_unlock(&own->lock);
    return go_on;
}

/*
 * Lets the next writer begin the WAL anew. It takes a turn for that, so that
 * nobody writes meanwhile; readers of old snapshots may still prevent it.
 */
static void
restart_wal(struct db *db)
{
    struct sqlite_db *own = db->impl;
    struct turn turn = {.file = __FILE__, .line = __LINE__};
    cond_init(&turn.woken);
    pthread_mutex_lock(&own->lock);
    if (wait_for_turn(own, &turn, sys_ticks() + (int64_t)db->options.wait_ms * 1000)) {
        if (own->is_group_open)
            close_group(db);
        pthread_mutex_unlock(&own->lock);
        int code = sqlite3_wal_checkpoint_v2(own->checkpoint_conn->handle, NULL,
                                             SQLITE_CHECKPOINT_RESTART, NULL, NULL);
        if (code == SQLITE_OK)
            atomic_store(&db->wal_pages, 0);
        else
            own->restart_at = sys_ticks() + RESTART_PAUSE;
        pthread_mutex_lock(&own->lock);
        pass_on(own);
    }
    pthread_mutex_unlock(&own->lock);
    pthread_cond_destroy(&turn.woken);
}

static void *
checkpoints(void *arg)
{
    struct db *db = arg;
    struct sqlite_db *own = db->impl;
    while (wait_for_work(own, &db->options)) {
        int pages = 0, done = 0;
        int code = sqlite3_wal_checkpoint_v2(own->checkpoint_conn->handle, NULL,
                                             SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
        if (code == SQLITE_OK)
            atomic_store(&db->wal_pages, pages);
        if (pages >= db->options.wal_pages && sys_ticks() >= own->restart_at)
            restart_wal(db);
    }
    return NULL;
}

enum err
sqlite_start_checkpoints(struct db *db, struct reader *rd)
{
    struct sqlite_db *own = db->impl;
    TRY(sqlite_open_conn(db, true, &own->checkpoint_conn, rd));
    sqlite3_busy_timeout(own->checkpoint_conn->handle, RESTART_WAIT_MS);
    if (pthread_create(&own->checkpointer, NULL, checkpoints, db) != 0)
        return trouble(rd, ERR_SYSTEM, NULL, "no thread for checkpoints");
    own->is_started = true;
    return OK;
}

void
sqlite_stop_checkpoints(struct db *db)
{
    struct sqlite_db *own = db->impl;
    pthread_mutex_lock(&own->lock);
    own->is_closing = true;
    pthread_cond_signal(&own->checkpoint_wanted);
    pthread_mutex_unlock(&own->lock);
    if (own->is_started)
        pthread_join(own->checkpointer, NULL);
    if (own->checkpoint_conn)
        sqlite_close_conn(&own->checkpoint_conn->base);
}
