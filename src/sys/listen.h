// SPDX-License-Identifier: EUPL-1.2
/*
 * Sockets that wait for clients: made here, or inherited from the service
 * manager (LISTEN_FDS). Whoever serves them does so elsewhere; nothing is read
 * or written here. After ERR_SYSTEM, errno says why.
 */
#ifndef SYS_LISTEN_H
#define SYS_LISTEN_H

#include "base/err.h"
#include "base/str.h"

/*
 * "127.0.0.1:8080", "[::1]:8080", ":8080" (all addresses), "unix:/path" (a dead
 * socket file there is replaced). Port 0 lets the kernel choose. ERR_MALFORMED.
 */
NODISCARD enum err socket_listen(struct str address, int *ret);

/* Whether an address has one of these forms; whether it can be had is not asked. */
bool socket_address_is_good(struct str address);

/* Descriptors handed over by the service manager, 0 when there are none. */
size_t socket_inherited(int *fds, size_t max);

/* The port a TCP socket listens on, 0 for others. */
uint16_t socket_port(int fd);

#endif
