// SPDX-License-Identifier: EUPL-1.2
/* See stored.h. A row without its bytes is a loss: a restore without the folder of files. */
#include "web/gate/stored.h"

#include "base/hash.h"

enum err
answer_stored(struct request *r, const struct stored_file *file, struct str type, struct str name)
{
    struct visit *v = visit_of(r);
    if (file->is_absent)
        return ERR_NOTFOUND;
    enum err e =
        answer_kept(r, v->web->files, &file->sha256, type, file->name.n ? file->name : name);
    if (e != ERR_NOTFOUND)
        return e;
    v->op.trouble =
        str_join(r->a, S("no bytes in the folder of files of "), hash_hex(r->a, &file->sha256));
    problem_add(&v->op.problems, S(""), MSG_PROBLEM_BYTES_MISSING);
    return ERR_SYSTEM;
}
