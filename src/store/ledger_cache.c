// SPDX-License-Identifier: EUPL-1.2
/*
 * See ledger_cache.h. A slot holds one dossier as one run of bytes: events, papers, files,
 * then all their texts. Who finds it copies the bytes and moves the texts after them; what
 * does not fit empties the slot.
 */
#include "store/ledger_cache.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

struct slot {
    struct realm_id realm;
    struct dossier_id id;
    int64_t version; /* 0 = empty */
    size_t events, papers, files, size;
    _Alignas(max_align_t) char bytes[LEDGER_CACHE_MOST];
};

struct ledger_cache {
    pthread_mutex_t lock;
    struct slot slots[LEDGER_CACHE_SLOTS];
};

struct ledger_cache *
ledger_cache_new(struct arena *a)
{
    struct ledger_cache *c = NEW(a, struct ledger_cache);
    pthread_mutex_init(&c->lock, NULL);
    return c;
}

/* Numbers of dossiers are moments: neighbours are spread over the slots. */
static struct slot *
slot_of(struct ledger_cache *c, struct dossier_id id)
{
    uint64_t spread = (uint64_t)id.v * UINT64_C(0x9E3779B97F4A7C15);
    return &c->slots[(spread >> 32) % LEDGER_CACHE_SLOTS];
}

/* --- the parts of a run of bytes ------------------------------------------ */

struct parts {
    struct event *events;
    struct paper *papers;
    struct stored_file *files;
    size_t n_events, n_papers, n_files;
    size_t fixed; /* size of the three, where the texts begin */
};

static struct parts
parts_in(const struct slot *s, void *bytes)
{
    struct parts p = {
        .events = bytes, .n_events = s->events, .n_papers = s->papers, .n_files = s->files};
    void *papers = p.events + s->events;
    p.papers = papers;
    void *files = p.papers + s->papers;
    p.files = files;
    p.fixed = s->events * sizeof(struct event) + s->papers * sizeof(struct paper) +
              s->files * sizeof(struct stored_file);
    return p;
}

static void
each_text(const struct parts *p, void (*visit)(struct str *text, void *arg), void *arg)
{
    for (size_t i = 0; i < p->n_events; i++) {
        visit(&p->events[i].actor, arg);
        visit(&p->events[i].reason, arg);
        visit(&p->events[i].detail, arg);
    }
    for (size_t i = 0; i < p->n_papers; i++) {
        visit(&p->papers[i].code, arg);
        visit(&p->papers[i].name, arg);
    }
    for (size_t i = 0; i < p->n_files; i++) {
        visit(&p->files[i].name, arg);
        visit(&p->files[i].mime, arg);
    }
}

/* --- finding -------------------------------------------------------------- */

struct moved {
    const char *from;
    char *to;
};

static void
move_text(struct str *text, void *arg)
{
    const struct moved *m = arg;
    text->p = m->to + (text->p - m->from);
}

/* Each paper with a file has the next of the files. */
static void
link_files(const struct parts *p)
{
    const struct stored_file *next = p->files;
    for (size_t i = 0; i < p->n_papers; i++)
        if (p->papers[i].stored)
            p->papers[i].stored = next++;
}

bool
ledger_cache_find(struct ledger_cache *c, struct arena *a, struct realm_id realm,
                  const struct dossier *d, struct history *ret, struct papers *ret_papers)
{
    struct slot *s = slot_of(c, d->id);
    struct moved m = {s->bytes, NULL};
    struct parts p = {0};
    pthread_mutex_lock(&c->lock);
    if (s->version == d->version && s->id.v == d->id.v && s->realm.v == realm.v) {
        m.to = arena_alloc(a, s->size);
        memcpy(m.to, s->bytes, s->size);
        p = parts_in(s, m.to);
    }
    pthread_mutex_unlock(&c->lock);
    if (!m.to)
        return false;
    each_text(&p, move_text, &m);
    link_files(&p);
    *ret = (struct history){p.events, p.n_events};
    *ret_papers = (struct papers){p.papers, p.n_papers};
    return true;
}

/* --- putting -------------------------------------------------------------- */

static void
pack_text(struct str *text, void *arg)
{
    struct slot *s = arg;
    bool fits = s->size <= sizeof s->bytes && text->n <= sizeof s->bytes - s->size;
    char *to = s->bytes + (fits ? s->size : 0);
    if (fits && text->n)
        memcpy(to, text->p, text->n);
    text->p = to;
    s->size += text->n; /* beyond the end: it does not fit */
}

static void
copy_parts(const struct parts *p, const struct history *history, const struct papers *papers)
{
    struct stored_file *file = p->files;
    if (history->n)
        memcpy(p->events, history->v, history->n * sizeof *history->v);
    if (papers->n)
        memcpy(p->papers, papers->v, papers->n * sizeof *papers->v);
    for (size_t i = 0; i < papers->n; i++)
        if (papers->v[i].stored)
            *file++ = *papers->v[i].stored;
}

/* False when it is too long. */
static bool
fill_slot(struct slot *s, const struct history *history, const struct papers *papers)
{
    s->events = history->n;
    s->papers = papers->n;
    s->files = 0;
    for (size_t i = 0; i < papers->n; i++)
        s->files += papers->v[i].stored != NULL;
    struct parts p = parts_in(s, s->bytes);
    if (p.fixed > sizeof s->bytes)
        return false;
    copy_parts(&p, history, papers);
    s->size = p.fixed;
    each_text(&p, pack_text, s);
    return s->size <= sizeof s->bytes;
}

void
ledger_cache_put(struct ledger_cache *c, struct realm_id realm, const struct dossier *d,
                 const struct history *history, const struct papers *papers)
{
    if ((int64_t)history->n != d->version)
        return;
    pthread_mutex_lock(&c->lock);
    struct slot *s = slot_of(c, d->id);
    s->realm = realm;
    s->id = d->id;
    s->version = fill_slot(s, history, papers) ? d->version : 0;
    pthread_mutex_unlock(&c->lock);
}
