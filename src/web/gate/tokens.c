// SPDX-License-Identifier: EUPL-1.2
/* See tokens.h. A short list with a lock of its own. */
#include "web/gate/tokens.h"

#include <pthread.h>
#include <string.h>

static struct hash noted[TOKENS_NOTED_MAX];
static size_t noted_n;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void
token_note(const struct hash *key)
{
    size_t i = 0;
    pthread_mutex_lock(&lock);
    while (i < noted_n && !hash_eq(&noted[i], key))
        i++;
    if (i == noted_n && noted_n < TOKENS_NOTED_MAX)
        noted[noted_n++] = *key;
    pthread_mutex_unlock(&lock);
}

size_t
tokens_take(struct hash ret[TOKENS_NOTED_MAX])
{
    pthread_mutex_lock(&lock);
    size_t n = noted_n;
    memcpy(ret, noted, n * sizeof noted[0]);
    noted_n = 0;
    pthread_mutex_unlock(&lock);
    return n;
}
