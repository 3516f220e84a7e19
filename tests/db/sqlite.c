// SPDX-License-Identifier: EUPL-1.2
/*
 * What only SQLite has: one writer that serves many with one commit, and files.
 * Each test opens a database of its own on disk.
 */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "db/driver.h"
#include "world.h"

static char place[] = "/tmp/sqlite-XXXXXX";
static struct str why;

static struct str
path_of(const char *name)
{
    return str_printf(&arena, "%s/%s", place, name);
}

/* A fresh database under a name of its own, with the scratch schema. */
static void
open_fresh(const char *name, const struct db_options *options)
{
    int applied = 0;
    struct str url = str_printf(&arena, "sqlite:%s/%s", place, name);
    CHECK_ERR(db_open(&arena, url, options, &db, &why), OK);
    CHECK_ERR(db_migrate(&arena, db, scratch_migrations, (struct instant){1}, &applied, &why), OK);
}

struct client {
    pthread_t thread;
    int64_t number;
    int rounds;
    enum err e; /* of the last one */
    struct str said;
    struct arena a;
};

static enum err
commit_one(struct client *client, int64_t id)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_thing_add_in in = plain((struct realm_id){1}, id, "");
    in.ref = str_printf(&client->a, "c-%d", (int)id);
    char *big = arena_alloc(&client->a, 20000);
    memset(big, 'x', 20000);
    in.note = (struct str){big, 20000};
    TRY(tx_begin(db, &client->a, &tx));
    TRY(sql_thing_add(&tx, &in));
    enum err e = tx_commit(&tx);
    client->said = tx.rd.trouble;
    return e;
}

static void *
client_main(void *arg)
{
    struct client *client = arg;
    for (int i = 0; i < client->rounds; i++)
        client->e = commit_one(client, client->number * 1000 + i);
    return NULL;
}

static void
clients_start(struct client *clients, int n, int rounds)
{
    for (int i = 0; i < n; i++) {
        clients[i] = (struct client){.number = i + 1, .rounds = rounds};
        arena_init(&clients[i].a, (size_t)16 << 20);
        pthread_create(&clients[i].thread, NULL, client_main, &clients[i]);
    }
}

static void
clients_end(struct client *clients, int n)
{
    for (int i = 0; i < n; i++)
        pthread_join(clients[i].thread, NULL);
}

static void
clients_free(struct client *clients, int n)
{
    for (int i = 0; i < n; i++)
        arena_free(&clients[i].a);
}

static void
test_sqlite__who_waits_meanwhile_shares_one_commit(void)
{
    struct client clients[8];
    CLEANUP(tx_end) struct tx tx = {0};
    struct sql_counter_up_in up = {S("first")};
    struct db_options patient = {.group_us = 5000000};
    open_fresh("group", &patient);
    struct db_counts before = db_counts(db);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_counter_up(&tx, &up), OK);
    clients_start(clients, 8, 1);
    usleep(200000); /* all eight wait for the turn now */
    CHECK_ERR(tx_commit(&tx), OK);
    clients_end(clients, 8);
    struct db_counts after = db_counts(db);
    for (int i = 0; i < 8; i++)
        CHECK_ERR(clients[i].e, OK);
    CHECK_INT(count((struct realm_id){1}), 8);
    CHECK_INT(after.transactions - before.transactions, 9);
    CHECK(after.commits - before.commits <= 3);
    clients_free(clients, 8);
    db_close(db);
}

static void
test_sqlite__a_commit_that_fails_fails_all_who_share_it(void)
{
    struct client clients[4];
    CLEANUP(tx_end) struct tx tx = {0};
    struct db_options options = {.group_us = 5000000, .checkpoint_ms = 1000000};
    struct sql_counter_up_in up = {S("lost")};
    struct rlimit usual, tight;
    struct stat wal;
    open_fresh("fail", &options);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_counter_up(&tx, &up), OK);
    clients_start(clients, 4, 1);
    usleep(200000);
    CHECK(stat(path_of("fail-wal").p, &wal) == 0);
    getrlimit(RLIMIT_FSIZE, &usual);
    tight = usual;
    tight.rlim_cur = (rlim_t)wal.st_size; /* the disk is full from here on */
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    enum err first = tx_commit(&tx);
    clients_end(clients, 4);
    setrlimit(RLIMIT_FSIZE, &usual);
    CHECK_ERR(first, ERR_STORE);
    CHECK(str_starts(tx.rd.trouble, S("COMMIT: SQLite")));
    for (int i = 0; i < 4; i++)
        CHECK_ERR(clients[i].e, ERR_STORE);
    CHECK_INT(count((struct realm_id){1}), 0);
    CHECK_INT(counter("lost"), 0);
    clients_free(clients, 4);
    clients_start(clients, 4, 3); /* and the next ones succeed */
    clients_end(clients, 4);
    CHECK_INT(count((struct realm_id){1}), 12);
    clients_free(clients, 4);
    db_close(db);
}

/* What another connection sees: this thread's own readers would settle first. */
static void *
count_main(void *arg)
{
    struct client *client = arg;
    CLEANUP(read_end) struct reader rd;
    struct sql_thing_count_row row = {0};
    read_begin(db, &client->a, &rd);
    client->e = sql_thing_count(&rd, &(struct sql_thing_count_in){{1}}, &row);
    client->number = row.n;
    return NULL;
}

static int64_t
count_elsewhere(void)
{
    struct client client = {0};
    arena_init(&client.a, (size_t)1 << 20);
    pthread_create(&client.thread, NULL, count_main, &client);
    pthread_join(client.thread, NULL);
    CHECK_ERR(client.e, OK);
    arena_free(&client.a);
    return client.number;
}

static enum err
hold_one(int64_t id)
{
    struct client self = {.a = arena};
    tx_hold(db);
    enum err e = commit_one(&self, id);
    arena = self.a;
    return e;
}

/* Settles n verbs that ended well. */
static void
settle_well(size_t n)
{
    enum err ended[TX_HELD_MAX];
    tx_settle(&arena, db, ended, n);
    for (size_t i = 0; i < n; i++)
        CHECK_ERR(ended[i], OK);
}

/* Somebody was faster: what is shown with that must show it. */
static void
test_sqlite__who_was_refused_reads_what_refused_them(void)
{
    open_fresh("refused", &(struct db_options){.group_us = 5000000});
    CHECK_ERR(hold_one(1), OK);
    CHECK_ERR(hold_one(1), ERR_CONFLICT);
    CHECK_INT(count((struct realm_id){1}), 1);
    settle_well(2);
    CHECK_INT(count_elsewhere(), 1);
    db_close(db);
}

static void
test_sqlite__held_commits_are_there_when_they_are_settled(void)
{
    open_fresh("held", &(struct db_options){.group_us = 5000000});
    struct db_counts before = db_counts(db);
    for (int i = 1; i <= 5; i++)
        CHECK_ERR(hold_one(i), OK);
    CHECK_ERR(hold_one(3), ERR_CONFLICT); /* undoes itself and nobody else */
    CHECK_INT(count_elsewhere(), 0);
    settle_well(6);
    CHECK_INT(count_elsewhere(), 5);
    CHECK_INT(db_counts(db).commits - before.commits, 1);
    CHECK_ERR(hold_one(6), OK);
    CHECK_INT(count((struct realm_id){1}), 6); /* the same verb reads what it wrote */
    settle_well(1);
    CHECK_ERR(hold_one(7), OK);
    struct client clients[2];
    clients_start(clients, 2, 1); /* somebody who waits for the disk takes the group along */
    clients_end(clients, 2);
    CHECK_INT(count_elsewhere(), 9);
    settle_well(1);
    clients_free(clients, 2);
    db_close(db);
}

/* No file may grow beyond the WAL as it is, until what was the limit is set again. */
static struct rlimit
forbid_growth(const char *wal)
{
    struct rlimit usual, tight;
    struct stat st;
    CHECK(stat(path_of(wal).p, &st) == 0);
    getrlimit(RLIMIT_FSIZE, &usual);
    tight = usual;
    tight.rlim_cur = (rlim_t)st.st_size;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    return usual;
}

static void
test_sqlite__held_commits_that_fail_are_told_and_are_not_there(void)
{
    enum err ended[3];
    open_fresh("held-fail", &(struct db_options){.group_us = 5000000, .checkpoint_ms = 1000000});
    CHECK_ERR(hold_one(1), OK);
    CHECK_ERR(hold_one(2), OK);
    CHECK_ERR(hold_one(2), ERR_CONFLICT); /* for the sake of one that will not be there */
    struct rlimit usual = forbid_growth("held-fail-wal");
    tx_settle(&arena, db, ended, 3);
    setrlimit(RLIMIT_FSIZE, &usual);
    for (int i = 0; i < 3; i++)
        CHECK_ERR(ended[i], ERR_STORE);
    CHECK_INT(count_elsewhere(), 0);
    CHECK_ERR(hold_one(1), OK); /* and the next one succeeds */
    settle_well(1);
    CHECK_INT(count_elsewhere(), 1);
    db_close(db);
}

static void
test_sqlite__held_commits_of_several_groups_end_each_with_its_own(void)
{
    enum err ended[3];
    open_fresh("held-groups", &(struct db_options){.group_us = 1, .checkpoint_ms = 1000000});
    CHECK_ERR(hold_one(1), OK); /* so slow that its group is over with it */
    CHECK_INT(count_elsewhere(), 1);
    struct rlimit usual = forbid_growth("held-groups-wal");
    CHECK_ERR(hold_one(2), OK);
    setrlimit(RLIMIT_FSIZE, &usual);
    CHECK_ERR(hold_one(3), OK);
    tx_settle(&arena, db, ended, 3);
    CHECK_ERR(ended[0], OK);
    CHECK_ERR(ended[1], ERR_STORE);
    CHECK_ERR(ended[2], OK);
    CHECK_INT(count_elsewhere(), 2);
    db_close(db);
}

static int64_t
words(const char *query)
{
    CLEANUP(read_end) struct reader rd;
    struct sql_word_count_row row = {0};
    read_begin(db, &arena, &rd);
    CHECK_ERR(sql_word_count(&rd, &(struct sql_word_count_in){str_of(query)}, &row), OK);
    return row.n;
}

static void
test_sqlite__a_late_statement_shares_the_fate_of_its_transaction(void)
{
    CLEANUP(tx_end) struct tx tx = {0};
    open_fresh("late", &(struct db_options){.group_us = 5000000});
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_word_add_late(&tx, &(struct sql_word_add_late_in){S("kept")}), OK);
    tx_hold(db);
    CHECK_ERR(tx_commit(&tx), OK);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_word_add_late(&tx, &(struct sql_word_add_late_in){S("undone")}), OK);
    tx_end(&tx);
    CHECK_ERR(tx_begin(db, &arena, &tx), OK);
    CHECK_ERR(sql_word_add_late(&tx, &(struct sql_word_add_late_in){S("kept")}), OK);
    CHECK_ERR(tx_commit(&tx), OK);
    settle_well(1);
    CHECK_INT(words("kept"), 2);
    CHECK_INT(words("undone"), 0);
    db_close(db);
}

static void
test_sqlite__a_turn_that_does_not_come_is_busy_and_says_who_has_it(void)
{
    struct tx holder = {0}, late = {0};
    struct db_options hasty = {.wait_ms = 50};
    open_fresh("turn", &hasty);
    CHECK_ERR(tx_begin(db, &arena, &holder), OK);
    CHECK_ERR(tx_begin(db, &arena, &late), ERR_BUSY);
    CHECK(str_search(late.rd.trouble, S("sqlite.c:")) < late.rd.trouble.n);
    tx_end(&late);
    tx_end(&holder);
    CHECK_ERR(tx_begin(db, &arena, &late), OK);
    CHECK_ERR(tx_commit(&late), OK);
    db_close(db);
}

static void
test_sqlite__another_program_that_writes_makes_it_busy_not_wrong(void)
{
    struct db *other = NULL;
    struct tx mine = {0}, theirs = {0};
    struct db_options hasty = {.wait_ms = 50};
    struct str url = str_printf(&arena, "sqlite:%s/two", place);
    open_fresh("two", &hasty);
    CHECK_ERR(db_open(&arena, url, &hasty, &other, &why), OK);
    CHECK_ERR(tx_begin(other, &arena, &theirs), OK);
    CHECK_ERR(tx_begin(db, &arena, &mine), ERR_BUSY);
    tx_end(&theirs);
    CHECK_ERR(tx_begin(db, &arena, &mine), OK);
    tx_end(&mine);
    db_close(other);
    db_close(db);
}

static void
test_sqlite__no_more_readers_than_allowed(void)
{
    struct reader first, second;
    struct sql_counter_get_row row;
    struct sql_counter_get_in in = {S("all")};
    struct db_options few = {.wait_ms = 50, .readers = 1};
    open_fresh("readers", &few);
    read_begin(db, &arena, &first);
    read_begin(db, &arena, &second);
    CHECK_ERR(sql_counter_get(&first, &in, &row), OK);
    CHECK_ERR(sql_counter_get(&second, &in, &row), ERR_BUSY);
    read_end(&second);
    read_end(&first);
    read_begin(db, &arena, &second);
    CHECK_ERR(sql_counter_get(&second, &in, &row), OK);
    read_end(&second);
    CHECK_INT(db_counts(db).readers, 1);
    db_close(db);
}

static void
test_sqlite__a_reader_survives_more_statements_than_it_keeps(void)
{
    struct realm_id realm = {1};
    struct db_options small = {.statements = 2};
    open_fresh("cache", &small);
    for (int64_t i = 1; i < 10; i++) {
        struct sql_thing_add_in in = plain(realm, i, "");
        in.ref = str_printf(&arena, "r%d", (int)i);
        CHECK_ERR(add(&in), OK);
        CHECK_INT(count(realm), i);
        CHECK_INT(by_ref(realm, in.ref).id.v, i);
        CHECK_INT(counter("all"), 0);
    }
    db_close(db);
}

static void
test_sqlite__a_copy_of_a_running_database_is_whole(void)
{
    struct client clients[4];
    struct db *original;
    open_fresh("live", NULL);
    clients_start(clients, 4, 30);
    CHECK_ERR(db_backup(&arena, db, path_of("copy"), &why), OK);
    CHECK_ERR(db_backup(&arena, db, path_of("copy"), &why), ERR_CONFLICT);
    clients_end(clients, 4);
    clients_free(clients, 4);
    CHECK_ERR(db_backup(&arena, db, path_of("last"), &why), OK);
    original = db;
    open_fresh("last", NULL);
    CHECK_INT(count((struct realm_id){1}), 120);
    db_close(db);
    open_fresh("copy", NULL);
    CHECK(count((struct realm_id){1}) <= 120);
    db_close(db);
    db_close(original);
}

static void
test_sqlite__the_wal_is_begun_anew_when_it_is_long(void)
{
    struct client clients[4];
    struct stat wal;
    struct db_options eager = {.checkpoint_ms = 5, .wal_pages = 200};
    open_fresh("wal", &eager);
    clients_start(clients, 4, 200); /* 16 MB of notes */
    clients_end(clients, 4);
    clients_free(clients, 4);
    CHECK(stat(path_of("wal-wal").p, &wal) == 0);
    CHECK(wal.st_size < 12 << 20);
    CHECK_INT(count((struct realm_id){1}), 800);
    db_close(db);
}

static enum err
script(const char *text)
{
    CLEANUP(tx_end) struct tx tx = {0};
    TRY(tx_begin(db, &arena, &tx));
    TRY(db_script(&tx, str_of(text)));
    return tx_commit(&tx);
}

/* 1 is files, 2 is memory. A statement's journal in a file costs a verb as much as all else. */
static void
test_sqlite__only_migrations_sort_in_files(void)
{
    const char *sorts = "insert into sorts select temp_store from pragma_temp_store";
    struct migration more[3];
    int n = 0;
    open_fresh("sorts", NULL);
    memcpy(more, scratch_migrations.v, 2 * sizeof more[0]);
    more[2] = (struct migration){3, "0003_sorts",
                                 S("create table sorts (n INT not null check (n = 1));"
                                   "insert into sorts select temp_store from pragma_temp_store;")};
    CHECK_ERR(
        db_migrate(&arena, db, (struct migration_list){more, 3}, (struct instant){1}, &n, &why),
        OK);
    CHECK_INT(n, 1);
    CHECK_ERR(script(sorts), ERR_STORE);
    CHECK_ERR(script("drop table sorts; create table sorts (n integer check (n = 2)) strict"), OK);
    CHECK_ERR(script(sorts), OK);
    db_close(db);
}

/* Segments of a full-text index have the upper bits of their pages' numbers to themselves. */
static void
test_sqlite__a_full_text_index_is_brought_into_one_piece(void)
{
    const char *pieces =
        "insert into pieces select count(distinct id >> 37) from words_data where id > 10";
    open_fresh("words", NULL);
    CHECK_ERR(script("create virtual table words using fts5 (t, content='', detail='none');"
                     "create table pieces (n integer not null check (n = 1)) strict"),
              OK);
    for (int i = 0; i < 3; i++)
        CHECK_ERR(script("insert into words (t) values ('khai sinh'), ('khai tu')"), OK);
    CHECK_ERR(script(pieces), ERR_STORE);
    CHECK_ERR(db_analyze(&arena, db, false), OK);
    CHECK_ERR(script(pieces), OK);
    CHECK_ERR(script("insert into words (t) values ('ket hon')"), OK);
    CHECK_ERR(script(pieces), ERR_STORE);
    CHECK_ERR(db_analyze(&arena, db, true), OK);
    CHECK_ERR(script(pieces), OK);
    db_close(db);
}

/* The child commits and tells; the parent believes what was told. */
static void
commit_and_tell(int out)
{
    struct client client = {.number = 1};
    arena_init(&client.a, (size_t)1 << 20);
    open_fresh("killed", NULL);
    for (int64_t id = 1;; id++) {
        if (commit_one(&client, id) != OK || write(out, &id, sizeof id) != sizeof id)
            _exit(1);
        arena_reset(&client.a);
    }
}

static void
test_sqlite__what_was_acknowledged_before_a_kill_is_there(void)
{
    int ends[2];
    int64_t id = 0, last = 0;
    CHECK(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        commit_and_tell(ends[1]);
    close(ends[1]);
    while (last < 100 && read(ends[0], &id, sizeof id) == sizeof id)
        last = id;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &id, sizeof id) == sizeof id)
        last = id;
    close(ends[0]);
    CHECK(last >= 100);
    open_fresh("killed", NULL);
    int64_t there = count((struct realm_id){1});
    CHECK(there == last || there == last + 1);
    db_close(db);
}

/* Those of this process: others test at the same time. */
static int
count_folders(void)
{
    int n = 0;
    DIR *shm = opendir("/dev/shm");
    struct str prefix = str_printf(&arena, "motcua-%d-", (int)getpid());
    for (const struct dirent *d = shm ? readdir(shm) : NULL; d; d = readdir(shm))
        n += str_starts(str_of(d->d_name), prefix);
    if (shm)
        closedir(shm);
    return n;
}

static void
test_sqlite__a_database_in_memory_leaves_nothing(void)
{
    CHECK_ERR(db_open(&arena, S("sqlite::memory:"), NULL, &db, &why), OK);
    CHECK_INT(count_folders(), 1);
    db_close(db);
    CHECK_INT(count_folders(), 0);
}

static void
test_sqlite__addresses_that_mean_nothing_are_refused(void)
{
    CHECK_ERR(db_open(&arena, S("sqlite:"), NULL, &db, &why), ERR_INVALID);
    CHECK_ERR(db_open(&arena, S("mysql://x"), NULL, &db, &why), ERR_INVALID);
    CHECK_ERR(db_open(&arena, S("postgresql://h/x?nonsense=1"), NULL, &db, &why), ERR_INVALID);
    CHECK_ERR(db_open(&arena, S("sqlite:/nowhere/at/all"), NULL, &db, &why), ERR_STORE);
    CHECK(why.n && !db);
    db_close(db);
}

static const struct test tests[] = {
    T(sqlite__who_waits_meanwhile_shares_one_commit),
    T(sqlite__a_commit_that_fails_fails_all_who_share_it),
    T(sqlite__who_was_refused_reads_what_refused_them),
    T(sqlite__held_commits_are_there_when_they_are_settled),
    T(sqlite__held_commits_that_fail_are_told_and_are_not_there),
    T(sqlite__held_commits_of_several_groups_end_each_with_its_own),
    T(sqlite__a_late_statement_shares_the_fate_of_its_transaction),
    T(sqlite__a_turn_that_does_not_come_is_busy_and_says_who_has_it),
    T(sqlite__another_program_that_writes_makes_it_busy_not_wrong),
    T(sqlite__no_more_readers_than_allowed),
    T(sqlite__a_reader_survives_more_statements_than_it_keeps),
    T(sqlite__a_copy_of_a_running_database_is_whole),
    T(sqlite__the_wal_is_begun_anew_when_it_is_long),
    T(sqlite__only_migrations_sort_in_files),
    T(sqlite__a_full_text_index_is_brought_into_one_piece),
    T(sqlite__what_was_acknowledged_before_a_kill_is_there),
    T(sqlite__a_database_in_memory_leaves_nothing),
    T(sqlite__addresses_that_mean_nothing_are_refused),
};

int
main(void)
{
    arena_init(&arena, (size_t)64 << 20);
    if (!mkdtemp(place))
        return 1;
    int failed = tests_run(tests, COUNT(tests));
    pid_t child = fork();
    if (child == 0)
        execlp("rm", "rm", "-rf", place, (char *)NULL);
    waitpid(child, NULL, 0);
    arena_free(&arena);
    return failed;
}
