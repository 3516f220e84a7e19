// SPDX-License-Identifier: EUPL-1.2
/*
 * Each verb is made to fail at its first statement, then at its second, until it
 * succeeds: by an error, by the death of the process, by an answer that is lost
 * after the commit. After each, state, event, figures, outbox, audit line and
 * once-key are all there or all absent, the ledger agrees, and the same once-key
 * leads to one effect and no second.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "verbs/world.h"

static int fail_at;            /* the statement to fail, counted from 1; 0: none */
static _Thread_local int seen; /* statements of this thread */
static enum { BY_ERROR, BY_DEATH } fail_how;
static enum moment failed_at;

static enum err
at_statement(enum moment moment)
{
    if (++seen != fail_at)
        return OK;
    failed_at = moment;
    if (fail_how == BY_DEATH)
        _exit(moment == AT_COMMITTED ? 2 : 1);
    return moment == AT_COMMITTED ? ERR_BUSY : ERR_STORE;
}

/* --- verbs ------------------------------------------------------------------- */

struct done {
    struct str code;
    int64_t version;
    bool is_repeated;
};

struct verb {
    const char *name;
    enum err (*run)(struct op *op, struct str code, struct done *ret);
    bool opens;         /* a new dossier */
    int files, events;  /* that it leaves */
    enum action way[2]; /* which the dossier has come before; ACT_SUBMIT: none */
};

static enum err
file_by(struct op *op, enum channel channel, struct done *ret)
{
    struct submitted s;
    TRY(file_one(op, channel, S("Trần Thị Bưởi"), &s));
    *ret = (struct done){s.code, s.version, s.is_repeated};
    return OK;
}

static enum err
verb_submit(struct op *op, struct str code, struct done *ret)
{
    (void)code;
    return file_by(op, CHANNEL_ONLINE, ret);
}

static enum err
verb_receive(struct op *op, struct str code, struct done *ret)
{
    (void)code;
    return file_by(op, CHANNEL_DIRECT, ret);
}

static enum err
act_by(struct op *op, struct str code, enum action action, struct done *ret)
{
    struct acted acted;
    TRY(act_with(op, code, (struct act_input){.action = action, .version = 1}, &acted));
    *ret = (struct done){acted.dossier.code, acted.dossier.version, acted.is_repeated};
    return OK;
}

static enum err
verb_accept(struct op *op, struct str code, struct done *ret)
{
    return act_by(op, code, ACT_ACCEPT, ret);
}

/* Two scans at once: two events in one transaction. */
static enum err
verb_digitise(struct op *op, struct str code, struct done *ret)
{
    struct acted acted;
    struct paper_file scans[2];
    for (int32_t i = 0; i < 2; i++)
        scans[i] = (struct paper_file){.component = i + 1,
                                       .file = {.sha256 = hash_of(code),
                                                .size = 9,
                                                .name = S("scan.pdf"),
                                                .mime = S("application/pdf")}};
    TRY(digitise_dossier(op, &site, code, 1, (struct paper_files){scans, 2}, &acted));
    *ret = (struct done){acted.dossier.code, acted.dossier.version, acted.is_repeated};
    return OK;
}

/* A paper and a reply: two events in one transaction. */
static enum err
verb_supply(struct op *op, struct str code, struct done *ret)
{
    struct acted acted;
    TRY(supply_with(op, code, 3, &acted));
    *ret = (struct done){acted.dossier.code, acted.dossier.version, acted.is_repeated};
    return OK;
}

static const struct verb verbs[] = {
    {"submit", verb_submit, true, 1, 1, {0}},
    {"receive", verb_receive, true, 1, 1, {0}},
    {"accept", verb_accept, false, 0, 1, {0}},
    {"digitise", verb_digitise, false, 2, 2, {0}},
    {"supply", verb_supply, false, 1, 2, {ACT_ACCEPT, ACT_ASK_SUPPLEMENT}},
};

/* --- what must be there --------------------------------------------------------- */

static bool
is_same(const struct sql_kept_row *x, const struct sql_kept_row *y)
{
    return memcmp(x, y, sizeof *x) == 0;
}

/* One effect of the verb, all of it. */
static void
check_one_effect(const struct verb *verb, const struct sql_kept_row *before)
{
    struct sql_kept_row now = kept();
    CHECK_INT(now.dossiers - before->dossiers, verb->opens);
    CHECK_INT(now.serials - before->serials, verb->opens);
    CHECK_INT(now.versions - before->versions, verb->events);
    CHECK_INT(now.events - before->events, verb->events);
    CHECK_INT(now.messages - before->messages, verb->events);
    CHECK_INT(now.audits - before->audits, verb->events);
    CHECK_INT(now.onces - before->onces, 1);
    CHECK_INT(now.files - before->files, verb->files);
}

static enum err
attempt(const struct verb *verb, struct str code, struct str key, int at, struct done *ret)
{
    struct arena a;
    arena_init(&a, 16u << 20);
    struct op op = op_of(&a, key);
    seen = 0;
    fail_at = at;
    enum err e = verb->run(&op, code, ret);
    fail_at = 0;
    if (e == OK)
        ret->code = str_dup(&world_arena, ret->code);
    arena_free(&a);
    return e;
}

/* In a process that dies there: what it exited with; 0: it lived and succeeded. */
static int
attempt_and_die(const struct verb *verb, struct str code, struct str key, int at)
{
    int status = 0;
    db_close(site.db);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct done done;
        fail_how = BY_DEATH;
        if (world_open() != OK)
            _exit(9);
        _exit(attempt(verb, code, key, at, &done) == OK ? 0 : 8);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_ERR(world_open(), OK);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* --- the loops --------------------------------------------------------------------- */

/* The request again, as a client sends it whose answer was lost: the same, once. */
static void
check_repeated(const struct verb *verb, struct str code, struct str key,
               const struct sql_kept_row *before, bool was_done)
{
    struct done first, second;
    CHECK_ERR(attempt(verb, code, key, 0, &first), OK);
    CHECK_INT(first.is_repeated, was_done);
    CHECK_ERR(attempt(verb, code, key, 0, &second), OK);
    CHECK(second.is_repeated);
    CHECK_STR(second.code, first.code);
    CHECK_INT(second.version, first.version);
    check_one_effect(verb, before);
}

static struct str
subject_of(const struct verb *verb)
{
    size_t n = 0;
    while (n < COUNT(verb->way) && verb->way[n] != ACT_SUBMIT)
        n++;
    return verb->opens ? S("") : dossier_after(&world_arena, verb->way, n);
}

static void
one_loop_by_error(const struct verb *verb)
{
    struct done done;
    enum err e = ERR_STORE;
    int at = 0;
    struct str code = subject_of(verb), key = str_printf(&world_arena, "error-%s", verb->name);
    struct sql_kept_row before = kept();
    while (e != OK && ++at < 100) {
        e = attempt(verb, code, key, at, &done);
        if (e == ERR_BUSY && failed_at == AT_COMMITTED)
            break; /* done, and the answer lost */
        CHECK(e == OK || e == ERR_STORE);
        struct sql_kept_row now = kept();
        CHECK(e == OK || is_same(&now, &before));
        check_ledger();
    }
    CHECK(at >= 8 && at < 100); /* there was something to fail, and the commit was the last */
    CHECK(failed_at == AT_COMMITTED);
    check_one_effect(verb, &before);
    check_repeated(verb, code, key, &before, true);
    check_ledger();
    printf("# %s: %d statements\n", verb->name, at);
}

static void
one_loop_by_death(const struct verb *verb)
{
    int died = 1, at = 0;
    struct str code = subject_of(verb), key = str_printf(&world_arena, "death-%s", verb->name);
    struct sql_kept_row before = kept();
    while (died == 1 && ++at < 100) {
        died = attempt_and_die(verb, code, key, at);
        struct sql_kept_row now = kept();
        CHECK(died == 1 || died == 2);
        CHECK(died == 2 || is_same(&now, &before));
        check_ledger();
    }
    CHECK(at >= 8 && died == 2);
    check_one_effect(verb, &before);
    check_repeated(verb, code, key, &before, true);
    check_ledger();
}

static void
test_failpoints__a_verb_that_fails_at_any_statement_leaves_nothing(void)
{
    fail_how = BY_ERROR;
    for (size_t i = 0; i < COUNT(verbs); i++)
        one_loop_by_error(&verbs[i]);
}

static void
test_failpoints__a_process_that_dies_at_any_statement_leaves_all_or_nothing(void)
{
    /* On PostgreSQL a dead process is a connection cut, and dear to try: every other verb. */
    for (size_t i = 0; i < COUNT(verbs); i += is_pg ? 2 : 1)
        one_loop_by_death(&verbs[i]);
}

/* --- answers that are not yet on disk ------------------------------------------------- */

struct sender {
    pthread_t thread;
    struct str key;
    enum err e;
};

static void *
sender_main(void *arg)
{
    struct sender *s = arg;
    struct arena a;
    struct done done;
    arena_init(&a, 16u << 20);
    struct op op = op_of(&a, s->key);
    s->e = verb_submit(&op, S(""), &done);
    arena_free(&a);
    return NULL;
}

/* No file may grow beyond what the WAL is now; gives the usual limit. */
static struct rlimit
fill_disk(void)
{
    struct rlimit usual, tight;
    struct stat wal;
    CHECK(stat(str_printf(&world_arena, "%s/db-wal", folder).p, &wal) == 0);
    getrlimit(RLIMIT_FSIZE, &usual);
    tight = usual;
    tight.rlim_cur = (rlim_t)wal.st_size;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    return usual;
}

/*
 * While one transaction holds the turn, a filing, the same filing again and another
 * one queue up; they share its commit, and the commit fails. The second filing finds
 * the first one's dossier, but must not tell of it.
 */
static void
test_failpoints__a_repeated_answer_waits_until_it_is_on_disk(void)
{
    struct sender v[3] = {{.key = S("twice")}, {.key = S("twice")}, {.key = S("other")}};
    struct arena a;
    CLEANUP(tx_end) struct tx tx = {0};
    world_options = (struct db_options){.group_us = 5000000, .checkpoint_ms = 1000000};
    db_close(site.db);
    CHECK_ERR(world_open(), OK);
    (void)dossier_after(&world_arena, NULL, 0); /* so that there is a WAL */
    struct sql_kept_row before = kept();
    arena_init(&a, 1 << 20);
    CHECK_ERR(tx_begin(site.db, &a, &tx), OK);
    for (size_t i = 0; i < COUNT(v); i++)
        CHECK(pthread_create(&v[i].thread, NULL, sender_main, &v[i]) == 0 && usleep(50000) == 0);
    struct rlimit usual = fill_disk();
    enum err e = tx_commit(&tx);
    for (size_t i = 0; i < COUNT(v); i++)
        pthread_join(v[i].thread, NULL);
    setrlimit(RLIMIT_FSIZE, &usual);
    arena_free(&a);
    CHECK(e != OK);
    for (size_t i = 0; i < COUNT(v); i++)
        CHECK(v[i].e != OK);
    struct sql_kept_row now = kept();
    CHECK(is_same(&now, &before));
    check_ledger();
}

static const struct test tests[] = {
    T(failpoints__a_verb_that_fails_at_any_statement_leaves_nothing),
    T(failpoints__a_process_that_dies_at_any_statement_leaves_all_or_nothing),
    T(failpoints__a_repeated_answer_waits_until_it_is_on_disk), /* SQLite only: the last */
};

int
main(int argc, char **argv)
{
    bool on_pg = argc > 1 && strcmp(argv[1], "pg") == 0;
    return world_run(argc, argv, tests, COUNT(tests) - on_pg);
}
