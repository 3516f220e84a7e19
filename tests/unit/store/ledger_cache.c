// SPDX-License-Identifier: EUPL-1.2
/* What is kept of a dossier is found for its very version, whole, and by nobody else. */
#include "store/ledger_cache.h"

#include <pthread.h>

#include "harness.h"

static const struct realm_id realm = {1};

struct given {
    struct dossier d;
    struct event events[3];
    struct stored_file file;
    struct paper papers[2];
    struct history history;
    struct papers all_papers;
};

/* A dossier of that number and version, whose texts lie on the arena. */
static struct given *
given(struct arena *a, int64_t id, size_t version)
{
    struct given *g = NEW(a, struct given);
    *g = (struct given){.d = {.id = {id}, .version = (int64_t)version},
                        .file = {.id = {7}, .name = S("đơn.pdf"), .mime = S("application/pdf")}};
    for (size_t i = 0; i < version; i++)
        g->events[i] = (struct event){.seq = (int32_t)i + 1,
                                      .actor = str_printf(a, "người %jd", (intmax_t)id),
                                      .reason = i ? str_printf(a, "lý do %zu", i) : S(""),
                                      .detail = S("way\tpost")};
    g->papers[0] = (struct paper){.seq = 1, .code = S("GT.1"), .name = str_dup(a, S("Đơn"))};
    g->papers[1] = (struct paper){.seq = 2, .name = S("Giấy"), .file = {7}, .stored = &g->file};
    g->history = (struct history){g->events, version};
    g->all_papers = (struct papers){g->papers, COUNT(g->papers)};
    return g;
}

static void
put(struct ledger_cache *c, const struct given *g)
{
    ledger_cache_put(c, realm, &g->d, &g->history, &g->all_papers);
}

/* One on an arena of its own. */
static struct ledger_cache *
fresh(struct arena *lasting)
{
    arena_init(lasting, 16 * 1024 * 1024);
    return ledger_cache_new(lasting);
}

static bool
finds(struct ledger_cache *c, struct arena *a, int64_t id, int64_t version, struct history *history,
      struct papers *papers)
{
    struct dossier d = {.id = {id}, .version = version};
    return ledger_cache_find(c, a, realm, &d, history, papers);
}

static void
test_ledger_cache__what_was_put_is_found_whole_when_its_memory_is_gone(void)
{
    struct arena a, other;
    struct history history;
    struct papers papers;
    struct arena lasting;
    struct ledger_cache *c = fresh(&lasting);
    arena_init(&a, 1 << 20);
    arena_init(&other, 1 << 20);
    put(c, given(&a, 5, 3));
    arena_free(&a);
    CHECK(finds(c, &other, 5, 3, &history, &papers));
    CHECK_INT(history.n, 3);
    CHECK_INT(papers.n, 2);
    CHECK_INT(history.v[2].seq, 3);
    CHECK_STR(history.v[0].actor, S("người 5"));
    CHECK_STR(history.v[0].reason, S(""));
    CHECK_STR(history.v[2].reason, S("lý do 2"));
    CHECK_STR(event_detail(&history.v[1], S("way")), S("post"));
    CHECK_STR(papers.v[0].name, S("Đơn"));
    CHECK(papers.v[0].stored == NULL);
    CHECK_STR(papers.v[1].stored->name, S("đơn.pdf"));
    CHECK_STR(papers.v[1].stored->mime, S("application/pdf"));
    arena_free(&other);
    arena_free(&lasting);
}

static void
test_ledger_cache__another_version_realm_or_dossier_finds_nothing(void)
{
    struct arena a;
    struct history history;
    struct papers papers;
    struct arena lasting;
    struct ledger_cache *c = fresh(&lasting);
    arena_init(&a, 1 << 20);
    put(c, given(&a, 5, 2));
    CHECK(!finds(c, &a, 5, 1, &history, &papers));
    CHECK(!finds(c, &a, 5, 3, &history, &papers));
    CHECK(!finds(c, &a, 6, 2, &history, &papers));
    struct dossier d = {.id = {5}, .version = 2};
    CHECK(!ledger_cache_find(c, &a, (struct realm_id){2}, &d, &history, &papers));
    put(c, given(&a, 5, 3));
    CHECK(!finds(c, &a, 5, 2, &history, &papers));
    CHECK(finds(c, &a, 5, 3, &history, &papers));
    arena_free(&a);
    arena_free(&lasting);
}

static void
test_ledger_cache__what_is_long_or_does_not_fit_its_version_is_not_kept(void)
{
    struct arena a;
    struct history history;
    struct papers papers;
    struct arena lasting;
    struct ledger_cache *c = fresh(&lasting);
    arena_init(&a, 1 << 20);
    struct given *long_one = given(&a, 5, 3), *torn = given(&a, 6, 3);
    char *text = arena_alloc(&a, LEDGER_CACHE_MOST);
    memset(text, 'x', LEDGER_CACHE_MOST);
    long_one->events[1].reason = (struct str){text, LEDGER_CACHE_MOST};
    put(c, long_one);
    CHECK(!finds(c, &a, 5, 3, &history, &papers));
    torn->history.n = 2; /* an event came between two reads */
    put(c, torn);
    CHECK(!finds(c, &a, 6, 3, &history, &papers));
    arena_free(&a);
    arena_free(&lasting);
}

/* More dossiers than slots: every one that is found is the right one, and many are. */
static void
test_ledger_cache__slots_are_taken_over(void)
{
    struct arena a;
    struct history history;
    struct papers papers;
    struct arena lasting;
    struct ledger_cache *c = fresh(&lasting);
    int64_t found = 0;
    arena_init(&a, 1 << 24);
    for (int64_t id = 1; id <= 2 * LEDGER_CACHE_SLOTS; id++)
        put(c, given(&a, id << 20, 1));
    for (int64_t id = 1; id <= 2 * LEDGER_CACHE_SLOTS; id++) {
        if (!finds(c, &a, id << 20, 1, &history, &papers))
            continue;
        found++;
        CHECK_STR(history.v[0].actor, str_printf(&a, "người %jd", (intmax_t)(id << 20)));
    }
    CHECK(found > LEDGER_CACHE_SLOTS / 2 && found <= LEDGER_CACHE_SLOTS);
    arena_free(&a);
    arena_free(&lasting);
}

static struct ledger_cache *shared;

/* Two versions of one dossier, put and found by all at once. */
static void *
hammer(void *arg)
{
    bool *is_good = arg;
    struct arena a;
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < 2000; i++) {
        struct history history;
        struct papers papers;
        struct arena_mark mark = arena_mark(&a);
        size_t version = 1 + i % 2;
        put(shared, given(&a, 5, version));
        if (finds(shared, &a, 5, (int64_t)version, &history, &papers))
            *is_good = *is_good && history.n == version &&
                       str_eq(history.v[version - 1].actor, S("người 5")) &&
                       str_eq(papers.v[1].stored->name, S("đơn.pdf"));
        arena_rewind(&a, mark);
    }
    arena_free(&a);
    return NULL;
}

static void
test_ledger_cache__threads_find_whole_ledgers(void)
{
    pthread_t threads[4];
    bool is_good[4] = {true, true, true, true};
    struct arena lasting;
    shared = fresh(&lasting);
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK_INT(pthread_create(&threads[i], NULL, hammer, &is_good[i]), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        pthread_join(threads[i], NULL);
        CHECK(is_good[i]);
    }
    arena_free(&lasting);
}

TESTS(T(ledger_cache__what_was_put_is_found_whole_when_its_memory_is_gone),
      T(ledger_cache__another_version_realm_or_dossier_finds_nothing),
      T(ledger_cache__what_is_long_or_does_not_fit_its_version_is_not_kept),
      T(ledger_cache__slots_are_taken_over), T(ledger_cache__threads_find_whole_ledgers))
