// SPDX-License-Identifier: EUPL-1.2
/*
 * See attempts.h. A fixed table with a lock of its own: two slots per try, one
 * for the name and one for the address, found by hash. Two names in one slot
 * share their count, which can only make the door narrower.
 */
#include "web/gate/attempts.h"

#include <pthread.h>

#include "base/hash.h"

#define SLOTS 4096u
#define US_PER_SECOND INT64_C(1000000)

struct slot {
    int64_t first_us; /* of the failures that are counted */
    int32_t failures; /* and what is being checked now */
};

static struct slot slots[GUESS_COUNT][SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct slot *
slot_of(enum guess what, struct str bytes)
{
    struct hash h = hash_of(bytes);
    return &slots[what][(h.v[0] | (unsigned)h.v[1] << 8) % SLOTS];
}

static struct slot *
slot_of_address(enum guess what, const struct address *peer)
{
    struct address source = address_source(peer);
    return slot_of(what, (struct str){(const char *)source.v, sizeof source.v});
}

static bool
is_open(struct slot *s, struct instant now)
{
    if (now.us - s->first_us > ATTEMPTS_SECONDS * US_PER_SECOND || now.us < s->first_us)
        *s = (struct slot){.first_us = now.us};
    return s->failures < ATTEMPTS_MAX;
}

bool
attempt_begin(enum guess what, const struct address *peer, struct str name, struct instant now)
{
    pthread_mutex_lock(&lock);
    struct slot *by_address = slot_of_address(what, peer), *by_name = slot_of(what, name);
    bool open = is_open(by_address, now);
    open = is_open(by_name, now) && open;
    by_address->failures += open;
    by_name->failures += open;
    pthread_mutex_unlock(&lock);
    return open;
}

/* Those of five minutes ago are forgotten already, and those of a name once it was right. */
static void
give_back(struct slot *s)
{
    if (s->failures > 0)
        s->failures--;
}

void
attempt_end(enum guess what, const struct address *peer, struct str name, enum guessed how)
{
    pthread_mutex_lock(&lock);
    if (how != GUESSED_WRONG)
        give_back(slot_of_address(what, peer));
    if (how == GUESSED_NOTHING)
        give_back(slot_of(what, name));
    if (how == GUESSED_RIGHT)
        *slot_of(what, name) = (struct slot){0};
    pthread_mutex_unlock(&lock);
}
