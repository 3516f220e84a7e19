// SPDX-License-Identifier: EUPL-1.2
/*
 * Two people at once. Each scene has two sessions that run a verb each, in threads
 * of their own; at every question a verb puts to the database, and at its commit,
 * the session stops and the scheduler says who goes on. All orders in which one is
 * overtaken by the other are played: the first goes k steps, the other comes, goes
 * j steps, the first goes to its end, the other to its own. Who waits for a lock
 * of the database is recognised by standing still, as PostgreSQL's isolation
 * tester does. After each order the scene's claim must hold, and in the end the
 * ledger. Many who run freely are in crowd.c.
 */
#include "base/num.h"
#include "usecase/set_password.h"
#include "usecase/sign_in.h"
#include "verbs/world.h"

/* A session that stands still so long waits for the other one (or the machine is slow:
 * then the order is another one, and the claims hold for that too). */
#define STILL_MS 25
#define STEPS_MAX 40

struct side {
    pthread_t thread;
    struct arena a;
    int id, allowed, taken; /* steps */
    bool is_done;
    void (*run)(struct side *s);
    /* what it does and what came of it */
    struct str code, key;
    struct act_input in;
    enum err e;
    bool is_told; /* why not */
    struct acted acted;
    struct submitted submitted;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static _Thread_local struct side *me;

/* --- the scheduler ----------------------------------------------------------- */

static enum err
at_statement(enum moment moment)
{
    if (!me || moment == AT_WRITE || moment == AT_COMMITTED)
        return OK;
    pthread_mutex_lock(&lock);
    me->taken++;
    pthread_cond_broadcast(&changed);
    while (me->taken > me->allowed)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return OK;
}

static void *
side_main(void *arg)
{
    me = arg;
    me->run(me);
    pthread_mutex_lock(&lock);
    me->is_done = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static struct timespec
soon(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += STILL_MS * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

/* One step further; false when it is done or stands still. */
static bool
step(struct side *s)
{
    pthread_mutex_lock(&lock);
    bool is_gone = s->is_done;
    if (!is_gone && s->taken > s->allowed) /* it stands at the gate */
        s->allowed = s->taken;
    pthread_cond_broadcast(&changed);
    struct timespec until = soon();
    bool in_time = true;
    while (!s->is_done && s->taken <= s->allowed && in_time)
        in_time = pthread_cond_timedwait(&changed, &lock, &until) == 0;
    bool goes_on = !is_gone && !s->is_done && s->taken > s->allowed;
    pthread_mutex_unlock(&lock);
    return goes_on;
}

static int
steps(struct side *s, int n)
{
    int i = 0;
    while (i < n && step(s))
        i++;
    return i;
}

static void
begin(struct side *s)
{
    s->allowed = s->taken = 0;
    s->is_done = false;
    CHECK(pthread_create(&s->thread, NULL, side_main, s) == 0);
    pthread_mutex_lock(&lock);
    while (!s->is_done && s->taken == 0)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

/* Lets go of both and waits for them. */
static void
finish(struct side *v)
{
    pthread_mutex_lock(&lock);
    v[0].allowed = v[1].allowed = 1000;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < 2; i++)
        pthread_join(v[i].thread, NULL);
}

/* --- scenes ------------------------------------------------------------------- */

static void
run_act(struct side *s)
{
    struct op op = op_of(&s->a, s->key);
    s->e = act_with(&op, s->code, s->in, &s->acted);
    s->is_told = op.problems.n > 0;
}

static void
run_submit(struct side *s)
{
    struct op op = op_of(&s->a, s->key);
    s->e = file_one(&op, CHANNEL_ONLINE, S("Lê Thị Hoa"), &s->submitted);
}

static void
run_supply(struct side *s)
{
    struct op op = op_of(&s->a, s->key);
    s->e = supply_with(&op, s->code, 3, &s->acted);
    s->is_told = op.problems.n > 0;
}

static int64_t
fresh(void)
{
    static int64_t n;
    return ++n;
}

static void
both_act(struct side *v, struct str code, enum action first, enum action second, int64_t version)
{
    for (int i = 0; i < 2; i++) {
        v[i].run = run_act;
        v[i].code = code;
        v[i].key = S("");
        v[i].in = (struct act_input){.action = i ? second : first, .version = version};
    }
}

static struct dossier
now_of(struct arena *a, struct str code, struct papers *papers)
{
    struct dossier d;
    struct reader rd;
    read_begin(site.db, a, &rd);
    enum err e = read_dossier(&rd, site.realm, code, &d);
    if (e == OK && papers)
        e = read_papers(&rd, site.realm, d.id, papers);
    read_end(&rd);
    CHECK_ERR(e, OK);
    return d;
}

#define SAYS(claim)                                                                                \
    do {                                                                                           \
        if (!(claim))                                                                              \
            CHECK_FAIL("%s: not so: %s (%s, %s)", order, #claim, err_name(v[0].e),                 \
                       err_name(v[1].e));                                                          \
    } while (0)

/* Exactly one of two acts on one version; the other is told. */
static void
one_wins(struct side *v, const char *order, int64_t version)
{
    SAYS((v[0].e == OK) + (v[1].e == OK) == 1);
    const struct side *loser = &v[v[0].e == OK], *winner = &v[v[0].e != OK];
    SAYS(loser->e == ERR_CONFLICT && loser->is_told);
    struct dossier d = now_of(&v[0].a, v[0].code, NULL);
    SAYS(d.version == version + 1);
    SAYS(d.state == winner->acted.dossier.state);
}

static void
prepare_button(struct side *v)
{
    both_act(v, dossier_after(&world_arena, NULL, 0), ACT_ACCEPT, ACT_ACCEPT, 1);
}

static void
check_button(struct side *v, const char *order)
{
    one_wins(v, order, 1);
}

static void
prepare_supply(struct side *v)
{
    struct str code = DOSSIER_AFTER(&world_arena, ACT_ACCEPT, ACT_ASK_SUPPLEMENT);
    both_act(v, code, ACT_SUPPLY, ACT_STOP, 3);
}

static void
check_supply(struct side *v, const char *order)
{
    one_wins(v, order, 3);
}

/* The applicant answers while an officer stops: two events, or one, never a part of two. */
static void
prepare_reply(struct side *v)
{
    prepare_supply(v);
    v[0].run = run_supply;
}

static void
check_reply(struct side *v, const char *order)
{
    SAYS((v[0].e == OK) + (v[1].e == OK) == 1);
    SAYS(v[v[0].e == OK].e == ERR_CONFLICT && v[v[0].e == OK].is_told);
    struct papers papers;
    struct dossier d = now_of(&v[0].a, v[0].code, &papers);
    SAYS(d.version == (v[0].e == OK ? 5 : 4));
    SAYS(d.state == (v[0].e == OK ? ST_IN_PROGRESS : ST_STOPPED));
}

/* The applicant presses twice: one reply, and both get its answer. */
static void
prepare_same_reply(struct side *v)
{
    prepare_supply(v);
    v[0].run = v[1].run = run_supply;
    v[0].key = v[1].key = str_printf(&world_arena, "reply-%" PRId64, fresh());
}

static void
check_same_reply(struct side *v, const char *order)
{
    SAYS(v[0].e == OK && v[1].e == OK);
    SAYS(v[0].acted.is_repeated + v[1].acted.is_repeated == 1);
    SAYS(now_of(&v[0].a, v[0].code, NULL).version == 5);
}

/* Neither names a version: the later one is judged by what the earlier one made. */
static void
prepare_unversioned(struct side *v)
{
    struct str code = DOSSIER_AFTER(&world_arena, ACT_ACCEPT, ACT_ASK_SUPPLEMENT);
    both_act(v, code, ACT_SUPPLY, ACT_STOP, -1);
}

static void
check_unversioned(struct side *v, const char *order)
{
    SAYS((v[0].e == OK) + (v[1].e == OK) == 1);
    SAYS(v[v[0].e == OK].e == ERR_STATE);
    struct dossier d = now_of(&v[0].a, v[0].code, NULL);
    SAYS(d.version == 4 && d.state == (v[0].e == OK ? ST_IN_PROGRESS : ST_STOPPED));
}

/* A payment and a scan fit together, in whichever order, when no version is named. */
static void
prepare_together(struct side *v)
{
    both_act(v, dossier_after(&world_arena, NULL, 0), ACT_PAY, ACT_DIGITISE, -1);
    v[0].in.amount = 8000;
}

static void
check_together(struct side *v, const char *order)
{
    struct papers papers;
    SAYS(v[0].e == OK && v[1].e == OK);
    struct dossier d = now_of(&v[0].a, v[0].code, &papers);
    SAYS(d.version == 3 && d.paid == 8000 && papers.v[0].source == SOURCE_SCANNED);
}

static void
prepare_same_key(struct side *v)
{
    both_act(v, dossier_after(&world_arena, NULL, 0), ACT_ACCEPT, ACT_ACCEPT, 1);
    v[0].key = v[1].key = str_printf(&world_arena, "act-%" PRId64, fresh());
}

/* One effect, and both get its answer. */
static void
check_same_key(struct side *v, const char *order)
{
    SAYS(v[0].e == OK && v[1].e == OK);
    SAYS(v[0].acted.is_repeated + v[1].acted.is_repeated == 1);
    SAYS(v[0].acted.dossier.version == 2 && v[1].acted.dossier.version == 2);
    SAYS(now_of(&v[0].a, v[0].code, NULL).version == 2);
}

static void
prepare_same_filing(struct side *v)
{
    v[0].run = v[1].run = run_submit;
    v[0].key = v[1].key = str_printf(&world_arena, "file-%" PRId64, fresh());
}

static void
check_same_filing(struct side *v, const char *order)
{
    SAYS(v[0].e == OK && v[1].e == OK);
    SAYS(v[0].submitted.is_repeated + v[1].submitted.is_repeated == 1);
    SAYS(str_eq(v[0].submitted.code, v[1].submitted.code));
}

static void
prepare_codes(struct side *v)
{
    for (int i = 0; i < 2; i++) {
        v[i].run = run_submit;
        v[i].key = str_printf(&world_arena, "code-%" PRId64, fresh());
    }
}

static int64_t
serial_of(struct str code)
{
    int64_t n = -1;
    (void)!parse_i64(str_sub(code, code.n - 4, code.n), 0, 9999, &n);
    return n;
}

/* Two codes, one after the other, none left out. */
static void
check_codes(struct side *v, const char *order)
{
    SAYS(v[0].e == OK && v[1].e == OK);
    int64_t gap = serial_of(v[0].submitted.code) - serial_of(v[1].submitted.code);
    SAYS(gap == 1 || gap == -1);
}

#define OLD_PASSWORD S("mật khẩu cũ của tôi")

static void
run_sign_in(struct side *s)
{
    struct op op = op_of(&s->a, S(""));
    struct signed_in signed_in;
    s->e = sign_in(&op, &site, s->code, OLD_PASSWORD, NULL, &signed_in);
}

static void
set_password_of(struct side *s, struct str password)
{
    struct op op = op_of(&s->a, S(""));
    s->e = set_password(&op, &site, s->code, password);
}

static void
run_set_password(struct side *s)
{
    set_password_of(s, S("mật khẩu mới của tôi"));
}

/* Somebody who holds a position that morning. */
static struct str
some_login(void)
{
    struct op op = op_of(&world_arena, S(""));
    const struct world *w = site.world;
    for (size_t i = 0; i < w->holdings.n; i++)
        if (period_has(w->holdings.v[i].valid, op_today(&op)))
            return person_by_id(w, w->holdings.v[i].person)->login;
    BUG("nobody holds a position");
}

/* Who signs in with the old password while it is changed is not signed in afterwards. */
static void
prepare_password(struct side *v)
{
    v[0].run = run_sign_in;
    v[1].run = run_set_password;
    v[0].code = v[1].code = some_login();
    set_password_of(&v[0], OLD_PASSWORD);
    CHECK_ERR(v[0].e, OK);
}

static void
check_password(struct side *v, const char *order)
{
    SAYS(v[1].e == OK && (v[0].e == OK || v[0].e == ERR_INVALID));
    SAYS(kept().sessions == 0);
}

/* --- orders --------------------------------------------------------------------- */

struct play {
    void (*prepare)(struct side *v);
    void (*check)(struct side *v, const char *order);
};

/* One order; how many steps the first could take before the other came. */
static void
play_order(const struct play *play, int first, int k, int j, int *ret_k, int *ret_j)
{
    struct side v[2] = {{.id = 0}, {.id = 1}};
    char order[60];
    snprintf(order, sizeof order, "%c goes %d, the other %d", 'A' + first, k, j);
    for (int i = 0; i < 2; i++)
        arena_init(&v[i].a, 16u << 20);
    play->prepare(v);
    begin(&v[0]);
    begin(&v[1]);
    *ret_k = steps(&v[first], k);
    *ret_j = steps(&v[!first], j);
    steps(&v[first], STEPS_MAX);
    steps(&v[!first], STEPS_MAX);
    finish(v);
    play->check(v, order);
    for (int i = 0; i < 2; i++)
        arena_free(&v[i].a);
}

/* On SQLite whoever has the turn keeps it, so few orders differ. */
static void
play_all(void (*prepare)(struct side *), void (*check)(struct side *, const char *))
{
    struct play play = {prepare, check};
    int orders = 0, did_k, did_j;
    for (int first = 0; first < 2; first++) {
        for (int k = 0, more_k = 1; more_k && k < STEPS_MAX; k += is_pg ? 1 : 3) {
            for (int j = 0, more_j = 1; more_j && j < STEPS_MAX; j += is_pg ? 1 : STEPS_MAX) {
                play_order(&play, first, k, j, &did_k, &did_j);
                more_k = did_k == k;
                more_j = did_j == j;
                orders++;
            }
        }
    }
    check_ledger();
    CHECK(orders >= 4);
    printf("# %d orders\n", orders);
}

static void
test_races__of_two_on_one_button_one_wins_and_the_other_is_told(void)
{
    play_all(prepare_button, check_button);
}

static void
test_races__a_supplement_that_comes_while_the_dossier_is_stopped(void)
{
    play_all(prepare_supply, check_supply);
}

static void
test_races__an_applicant_replies_while_the_dossier_is_stopped(void)
{
    play_all(prepare_reply, check_reply);
}

static void
test_races__the_same_reply_sent_twice_at_once_is_one_reply(void)
{
    play_all(prepare_same_reply, check_same_reply);
}

static void
test_races__who_names_no_version_is_judged_by_what_the_other_made(void)
{
    play_all(prepare_unversioned, check_unversioned);
}

static void
test_races__acts_that_do_not_exclude_each_other_both_succeed(void)
{
    play_all(prepare_together, check_together);
}

static void
test_races__the_same_act_sent_twice_at_once_is_done_once(void)
{
    play_all(prepare_same_key, check_same_key);
}

static void
test_races__the_same_filing_sent_twice_at_once_is_one_dossier(void)
{
    play_all(prepare_same_filing, check_same_filing);
}

static void
test_races__two_filings_take_two_codes_without_a_gap(void)
{
    play_all(prepare_codes, check_codes);
}

static void
test_races__no_session_of_an_old_password_outlives_its_change(void)
{
    play_all(prepare_password, check_password);
}

static const struct test tests[] = {
    T(races__of_two_on_one_button_one_wins_and_the_other_is_told),
    T(races__a_supplement_that_comes_while_the_dossier_is_stopped),
    T(races__an_applicant_replies_while_the_dossier_is_stopped),
    T(races__the_same_reply_sent_twice_at_once_is_one_reply),
    T(races__who_names_no_version_is_judged_by_what_the_other_made),
    T(races__acts_that_do_not_exclude_each_other_both_succeed),
    T(races__the_same_act_sent_twice_at_once_is_done_once),
    T(races__the_same_filing_sent_twice_at_once_is_one_dossier),
    T(races__no_session_of_an_old_password_outlives_its_change),
    T(races__two_filings_take_two_codes_without_a_gap),
};

int
main(int argc, char **argv)
{
    return world_run(argc, argv, tests, COUNT(tests));
}
