// SPDX-License-Identifier: EUPL-1.2
/*
 * Event streams (server-sent events): who listens to which topic. Publishing
 * never waits for a listener. The last messages are kept in a ring, so a client
 * that comes back with Last-Event-ID loses nothing short; one that fell further
 * behind gets the event "reset" and asks for the page again.
 */
#ifndef NET_EVENTS_H
#define NET_EVENTS_H

#include "net/http.h"

struct events;

enum { EVENT_TOPICS_MAX = 8, EVENT_TOPIC_MAX = 63, EVENT_DATA_MAX = 1024 };

/* A hub that keeps so many messages and has at most so many listeners at once. */
struct events *events_make(size_t messages, size_t listeners);

/* name: event field, one word; data: one line of at most EVENT_DATA_MAX bytes. From any thread. */
void events_publish(struct events *hub, struct str topic, struct str name, struct str data);

/* Answers with a stream of these topics. ERR_BUSY when the hub is full. */
NODISCARD enum err answer_events(struct request *r, struct events *hub, const struct str *topics,
                                 size_t n);

size_t events_listeners(struct events *hub);

/* After server_stop. */
void events_free(struct events *hub);

#endif
