// SPDX-License-Identifier: EUPL-1.2
/*
 * Multipart bodies: the first byte says how long the pieces are. However a body
 * is cut, the same parts come out; and no more bytes come out than went in.
 */
#include "fuzz.h"

#include "base/hash.h"
#include "net/multipart.h"

static bool
feed(struct multipart *m, struct str in, struct hash_run *told, size_t *given)
{
    for (;;) {
        struct str data;
        switch (multipart_next(m, &in, &data)) {
        case PART_BEGIN:
            hash_add(told, S("["));
            hash_add(told, m->name);
            hash_add(told, m->filename);
            break;
        case PART_DATA:
            hash_add(told, data);
            *given += data.n;
            break;
        case PART_END:
            hash_add(told, S("]"));
            break;
        case PART_BAD:
            return false;
        case PART_MORE:
        case PART_DONE:
            return true;
        }
    }
}

static bool
tell(struct str body, size_t piece, struct hash *ret)
{
    struct multipart m;
    struct hash_run told;
    size_t given = 0;
    hash_begin(&told);
    ASSERT(multipart_start(&m, S("b")));
    for (size_t at = 0; at < body.n; at += piece)
        if (!feed(&m, str_sub(body, at, piece), &told, &given))
            return false;
    ASSERT(given <= body.n);
    *ret = hash_end(&told);
    return multipart_complete(&m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct hash whole, cut;
    if (n < 2)
        return 0;
    struct str body = fuzz_str(bytes + 1, n - 1);
    bool ok = tell(body, body.n, &whole);
    ASSERT(tell(body, 1 + bytes[0] % 64, &cut) == ok);
    if (ok)
        ASSERT(hash_eq(&whole, &cut));
    struct multipart m;
    if (multipart_start(&m, str_sub(body, 0, 80)))
        ASSERT(m.delimiter_n <= sizeof m.delimiter);
    return 0;
}
