// SPDX-License-Identifier: EUPL-1.2
/*
 * See events.h. One ring of the last messages, one number that counts them. A
 * listener knows the number it waits for; when it has told everything it sleeps
 * (its connection is suspended), and publishing wakes those whose topic it is.
 * A sleeping listener has seen everything, so messages of other topics just move
 * its number on.
 *
 * The lock of the hub is taken before anything of libmicrohttpd's, never inside.
 */
#include "net/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "sys/entropy.h"

enum { NAME_MAX_BYTES = 31, TOLD_MAX = EVENT_DATA_MAX + 160, BLOCK = 2048 };

struct message {
    char topic[EVENT_TOPIC_MAX + 1], name[NAME_MAX_BYTES + 1], data[EVENT_DATA_MAX + 1];
};

struct listener {
    struct events *hub;
    struct MHD_Connection *mhd;
    struct listener *next, *prev;
    bool asleep, beat;
    uint64_t wants; /* the number of the next message it has not seen */
    size_t topics_n;
    char topics[EVENT_TOPICS_MAX][EVENT_TOPIC_MAX + 1];
    size_t told_n, told_at; /* what is being sent */
    char told[TOLD_MAX];
};

struct events {
    pthread_mutex_t lock;
    bool closed;
    uint64_t next;  /* the number the next message gets; the first is 1 */
    uint32_t epoch; /* of this hub, so that numbers of an earlier one are not believed */
    size_t messages_max, listeners_max, listeners_n;
    struct listener *first;
    struct message ring[];
};

struct events *
events_make(size_t messages, size_t listeners)
{
    struct events *hub = calloc(1, sizeof *hub + messages * sizeof hub->ring[0]);
    if (!hub)
        BUG("out of memory");
    pthread_mutex_init(&hub->lock, NULL);
    hub->next = 1;
    hub->epoch = (uint32_t)random_u64();
    hub->messages_max = messages;
    hub->listeners_max = listeners;
    return hub;
}

void
events_free(struct events *hub)
{
    if (!hub)
        return;
    ASSERT(!hub->first);
    pthread_mutex_destroy(&hub->lock);
    free(hub);
}

static bool
copy_text(char *to, size_t max, struct str s)
{
    if (s.n > max || (s.n && memchr(s.p, '\n', s.n)) || (s.n && memchr(s.p, '\r', s.n)))
        return false;
    if (s.n)
        memcpy(to, s.p, s.n);
    to[s.n] = '\0';
    return true;
}

static bool
listens_to(const struct listener *l, const char *topic)
{
    for (size_t i = 0; i < l->topics_n; i++)
        if (strcmp(l->topics[i], topic) == 0)
            return true;
    return false;
}

static void
wake(struct listener *l)
{
    if (!l->asleep)
        return;
    l->asleep = false;
    MHD_resume_connection(l->mhd);
}

void
events_publish(struct events *hub, struct str topic, struct str name, struct str data)
{
    struct message m = {0};
    if (!copy_text(m.topic, EVENT_TOPIC_MAX, topic) || !copy_text(m.name, NAME_MAX_BYTES, name) ||
        !copy_text(m.data, EVENT_DATA_MAX, data))
        BUG("an event that no listener could read");
    pthread_mutex_lock(&hub->lock);
    uint64_t number = hub->next++;
    hub->ring[number % hub->messages_max] = m;
    for (struct listener *l = hub->first; l; l = l->next) {
        if (!l->asleep)
            continue;
        if (listens_to(l, m.topic))
            wake(l);
        else
            l->wants = hub->next;
    }
    pthread_mutex_unlock(&hub->lock);
}

static void
tell(struct listener *l, const struct message *m, uint64_t number)
{
    l->told_at = 0;
    l->told_n = (size_t)snprintf(l->told, sizeof l->told,
                                 "id: %08" PRIx32 "-%" PRIu64 "\nevent: %s\ndata: %s\n\n",
                                 l->hub->epoch, number, m->name, m->data);
}

static void
tell_text(struct listener *l, struct str text)
{
    l->told_at = 0;
    l->told_n = text.n;
    memcpy(l->told, text.p, text.n);
}

/* Finds the next thing to tell; false when there is none. */
static bool
find_next(struct listener *l)
{
    struct events *hub = l->hub;
    uint64_t oldest = hub->next > hub->messages_max ? hub->next - hub->messages_max : 1;
    if (l->wants < oldest) {
        static const struct message reset = {.name = "reset"};
        l->wants = hub->next;
        tell(l, &reset, hub->next - 1);
        return true;
    }
    while (l->wants < hub->next) {
        const struct message *m = &hub->ring[l->wants % hub->messages_max];
        uint64_t number = l->wants++;
        if (listens_to(l, m->topic)) {
            tell(l, m, number);
            return true;
        }
    }
    if (!l->beat)
        return false;
    l->beat = false;
    tell_text(l, S(":\n\n"));
    return true;
}

static ssize_t
listener_read(void *arg, uint64_t at, char *p, size_t n)
{
    struct listener *l = arg;
    struct events *hub = l->hub;
    ssize_t wrote = 0;
    (void)at;
    pthread_mutex_lock(&hub->lock);
    if (hub->closed) {
        wrote = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (l->told_at == l->told_n && !find_next(l)) {
        l->asleep = true;
        MHD_suspend_connection(l->mhd);
    } else {
        size_t left = l->told_n - l->told_at;
        if (left > n)
            left = n;
        memcpy(p, l->told + l->told_at, left);
        l->told_at += left;
        wrote = (ssize_t)left;
    }
    pthread_mutex_unlock(&hub->lock);
    return wrote;
}

static void
listener_done(void *arg)
{
    events_forget(arg);
}

void
events_forget(struct listener *l)
{
    struct events *hub = l->hub;
    pthread_mutex_lock(&hub->lock);
    if (l->prev)
        l->prev->next = l->next;
    else
        hub->first = l->next;
    if (l->next)
        l->next->prev = l->prev;
    hub->listeners_n--;
    pthread_mutex_unlock(&hub->lock);
    free(l);
}

/* The number after the one the client saw last; 0 (so: reset) when it is of another hub. */
static uint64_t
wanted_after(const struct events *hub, struct str last_id)
{
    char epoch[9];
    int64_t number = 0;
    snprintf(epoch, sizeof epoch, "%08" PRIx32, hub->epoch);
    if (!str_starts(last_id, str_of(epoch)) || last_id.n < 10 || last_id.p[8] != '-' ||
        !parse_i64(str_sub(last_id, 9, last_id.n), 0, INT64_MAX - 1, &number) ||
        (uint64_t)number >= hub->next)
        return 0;
    return (uint64_t)number + 1;
}

static bool
join(struct events *hub, struct listener *l, struct str last_id)
{
    pthread_mutex_lock(&hub->lock);
    bool room = hub->listeners_n < hub->listeners_max && !hub->closed;
    if (room) {
        l->wants = last_id.p ? wanted_after(hub, last_id) : hub->next;
        l->next = hub->first;
        if (l->next)
            l->next->prev = l;
        hub->first = l;
        hub->listeners_n++;
    }
    pthread_mutex_unlock(&hub->lock);
    return room;
}

enum err
answer_events(struct request *r, struct events *hub, const struct str *topics, size_t n)
{
    struct listener *l = calloc(1, sizeof *l);
    if (!l)
        BUG("out of memory");
    l->hub = hub;
    ASSERT(n <= EVENT_TOPICS_MAX);
    for (; l->topics_n < n; l->topics_n++)
        if (!copy_text(l->topics[l->topics_n], EVENT_TOPIC_MAX, topics[l->topics_n]))
            BUG("a topic that no event could have");
    tell_text(l, S("retry: 3000\n\n"));
    if (!join(hub, l, request_header(r, S("Last-Event-ID")))) {
        free(l);
        return ERR_BUSY;
    }
    struct answer *answer = &r->x->run->answer;
    ASSERT(answer->kind == ANSWER_NONE);
    answer->kind = ANSWER_EVENTS;
    answer->listener = l;
    answer->type = "text/event-stream; charset=utf-8";
    answer_header(r, S("X-Accel-Buffering"), S("no"));
    return OK;
}

struct MHD_Response *
events_response(struct listener *l, struct MHD_Connection *mhd)
{
    l->mhd = mhd;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, listener_read, l,
                                             listener_done);
}

size_t
events_listeners(struct events *hub)
{
    pthread_mutex_lock(&hub->lock);
    size_t n = hub->listeners_n;
    pthread_mutex_unlock(&hub->lock);
    return n;
}

/* A comment to everybody: who has gone is found out by it. */
void
events_beat(struct events *hub)
{
    pthread_mutex_lock(&hub->lock);
    for (struct listener *l = hub->first; l; l = l->next) {
        l->beat = true;
        wake(l);
    }
    pthread_mutex_unlock(&hub->lock);
}

void
events_close(struct events *hub)
{
    pthread_mutex_lock(&hub->lock);
    hub->closed = true;
    for (struct listener *l = hub->first; l; l = l->next)
        wake(l);
    pthread_mutex_unlock(&hub->lock);
}
