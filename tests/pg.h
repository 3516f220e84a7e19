// SPDX-License-Identifier: EUPL-1.2
/*
 * A PostgreSQL of one's own: made in a temporary folder, reachable by a Unix
 * socket only, without fsync, thrown away after. As root it runs as another
 * user, because PostgreSQL refuses root. It dies with the test, however that ends.
 */
#ifndef TESTS_PG_H
#define TESTS_PG_H

#include <stdbool.h>

/* Starts it; a postgresql:// address, or NULL and a reason on stdout. */
const char *pg_server_start(void);

/* Kills it at once, as a power cut would, or lets it end; starts it again on the same data. */
bool pg_server_restart(bool immediate);

/* Ends it and removes its folder. */
void pg_server_stop(void);

#endif
