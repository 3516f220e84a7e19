// SPDX-License-Identifier: EUPL-1.2
/* Addresses: what is read prints so that it is read as the same; a network holds its base. */
#include "fuzz.h"

#include "net/address.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str s = fuzz_str(bytes, n);
    struct address at, again;
    struct network net;
    if (address_parse(s, &at))
        ASSERT(network_parse(s, &net) && net.bits == 128 && network_has(&net, &at));
    if (network_parse(s, &net))
        ASSERT(net.bits <= 128 && network_has(&net, &net.base));
    if (address_parse(S("127.0.0.1"), &at) && network_parse(S("127.0.0.0/8"), &net)) {
        again = address_behind(&net, 1, at, s);
        ASSERT(n > 0 || address_eq(&again, &at));
    }
    return 0;
}
