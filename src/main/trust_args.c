// SPDX-License-Identifier: EUPL-1.2
/* See trust_args.h. One file may hold both kinds; the order does not matter. */
#include "main/trust_args.h"

#include "sys/files.h"

enum err
trust_read(struct arena *a, const char *path, struct evidence *ev)
{
    struct str pem;
    TRY(file_read(a, path, 16 << 20, &pem));
    return cert_read_pem(pem, &ev->anchors, &ev->crls);
}
