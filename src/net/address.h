// SPDX-License-Identifier: EUPL-1.2
/*
 * Addresses of clients and networks of them, IPv4 written as IPv6 inside.
 * Pure: text and bytes only, no name is ever looked up.
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include "base/buf.h"

struct address {
    uint8_t v[16]; /* all zero: a local socket without address */
};

struct network {
    struct address base;
    uint8_t bits; /* of 128 */
};

/* "192.0.2.7", "2001:db8::1"; brackets or a port are refused. */
NODISCARD bool address_parse(struct str s, struct address *ret);
bool address_eq(const struct address *left, const struct address *right);

/* Whose address it is, for counting: one household of IPv6 is a /64; IPv4 counts whole. */
struct address address_source(const struct address *at);

/* "10.0.0.0/8", "2001:db8::/32", or one address. Bits beyond the prefix must be zero. */
NODISCARD bool network_parse(struct str s, struct network *ret);

/* Networks with commas between; *ret_n is how many. False also for more than max. */
NODISCARD bool networks_parse(struct str list, struct network *ret, size_t max, size_t *ret_n);
bool network_has(const struct network *net, const struct address *at);

/*
 * The client behind trusted proxies: X-Forwarded-For read from its right end, as
 * long as the one who speaks is trusted. Anything unreadable ends the walk at the
 * last address that was read.
 */
struct address address_behind(const struct network *trusted, size_t n, struct address peer,
                              struct str forwarded_for);

#endif
