// SPDX-License-Identifier: EUPL-1.2
/*
 * See address.h. Text goes through inet_pton, which takes numbers in their usual
 * spelling and nothing else; inside everything is 128 bits, so that one
 * comparison serves both families.
 */
#include "net/address.h"

#include <arpa/inet.h>

#include "base/num.h"

static const uint8_t MAPPED[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool
is_v4(const struct address *at)
{
    return memcmp(at->v, MAPPED, sizeof MAPPED) == 0;
}

bool
address_parse(struct str s, struct address *ret)
{
    char text[INET6_ADDRSTRLEN] = {0};
    struct address at = {0};
    if (s.n == 0 || s.n >= sizeof text || memchr(s.p, 0, s.n))
        return false;
    memcpy(text, s.p, s.n);
    if (inet_pton(AF_INET, text, at.v + sizeof MAPPED) == 1)
        memcpy(at.v, MAPPED, sizeof MAPPED);
    else if (inet_pton(AF_INET6, text, at.v) != 1)
        return false;
    *ret = at;
    return true;
}

bool
address_eq(const struct address *left, const struct address *right)
{
    return memcmp(left->v, right->v, sizeof left->v) == 0;
}

static struct address
address_mask(const struct address *at, uint8_t bits)
{
    struct address masked = {0};
    size_t whole = bits / 8u;
    memcpy(masked.v, at->v, whole);
    if (bits % 8u)
        masked.v[whole] = (uint8_t)(at->v[whole] & (0xff00u >> (bits % 8u)));
    return masked;
}

struct address
address_source(const struct address *at)
{
    return is_v4(at) ? *at : address_mask(at, 64);
}

bool
network_parse(struct str s, struct network *ret)
{
    size_t slash = str_find(s, '/');
    struct network net = {.bits = 128};
    if (!address_parse(str_sub(s, 0, slash), &net.base))
        return false;
    int64_t bits = 0, widest = is_v4(&net.base) ? 32 : 128;
    if (slash < s.n) {
        if (!parse_i64(str_sub(s, slash + 1, s.n), 0, widest, &bits))
            return false;
        net.bits = (uint8_t)(128 - widest + bits);
    }
    struct address masked = address_mask(&net.base, net.bits);
    if (!address_eq(&masked, &net.base))
        return false;
    *ret = net;
    return true;
}

bool
networks_parse(struct str list, struct network *ret, size_t max, size_t *ret_n)
{
    struct str rest = list;
    *ret_n = 0;
    while (rest.p && list.n)
        if (*ret_n == max || !network_parse(str_trim(str_cut(&rest, ',')), &ret[(*ret_n)++]))
            return false;
    return true;
}

bool
network_has(const struct network *net, const struct address *at)
{
    struct address masked = address_mask(at, net->bits);
    return address_eq(&masked, &net->base);
}

static bool
is_trusted(const struct network *trusted, size_t n, const struct address *at)
{
    for (size_t i = 0; i < n; i++)
        if (network_has(&trusted[i], at))
            return true;
    return false;
}

/* Takes the part after the last comma; false when nothing is left. */
static bool
cut_last(struct str *rest, struct str *part)
{
    if (!rest->p)
        return false;
    size_t at = rest->n;
    while (at && rest->p[at - 1] != ',')
        at--;
    *part = str_trim(str_sub(*rest, at, rest->n));
    *rest = at ? str_sub(*rest, 0, at - 1) : (struct str){NULL, 0};
    return true;
}

struct address
address_behind(const struct network *trusted, size_t n, struct address peer,
               struct str forwarded_for)
{
    struct str part;
    bool believed = is_trusted(trusted, n, &peer);
    while (believed && cut_last(&forwarded_for, &part)) {
        if (!address_parse(part, &peer))
            break;
        believed = is_trusted(trusted, n, &peer);
    }
    return peer;
}
