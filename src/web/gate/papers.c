// SPDX-License-Identifier: EUPL-1.2
/* See papers.h. What a file is, its first bytes say. */
#include "web/gate/papers.h"

#include "base/num.h"

#define NAME_BYTES 160
#define PAPER_FIELD "paper."

struct str
paper_field(struct arena *a, int32_t component)
{
    return str_printf(a, PAPER_FIELD "%d", (int)component);
}

static bool
parse_field(struct str name, int64_t *ret)
{
    return str_starts(name, S(PAPER_FIELD)) &&
           parse_i64(str_sub(name, sizeof PAPER_FIELD - 1, name.n), 1, INT32_MAX, ret);
}

static enum err
take_file(struct request *r, const struct upload *u, int32_t component, struct paper_file *ret)
{
    struct visit *v = visit_of(r);
    struct str type = upload_kind(u);
    if (str_empty(type)) {
        problem_add(&v->op.problems, u->field, MSG_PROBLEM_FILE_KIND);
        return ERR_INVALID;
    }
    TRY(upload_keep(r, u, v->web->files));
    bool has_name = u->filename.n && u->filename.n <= NAME_BYTES;
    *ret = (struct paper_file){
        .component = component,
        .file = {.sha256 = u->hash,
                 .size = (int64_t)u->size,
                 .name = has_name ? str_dup(r->a, u->filename) : u->field,
                 .mime = type},
    };
    return OK;
}

enum err
read_paper_files(struct request *r, struct paper_files *ret)
{
    struct uploads uploads = request_uploads(r);
    struct paper_file *v = NEW_ARRAY(r->a, struct paper_file, uploads.n);
    enum err worst = OK;
    *ret = (struct paper_files){.v = v};
    for (size_t i = 0; i < uploads.n; i++) {
        const struct upload *u = &uploads.v[i];
        int64_t component = 0;
        if (u->size == 0 || !parse_field(u->field, &component))
            continue;
        enum err e = take_file(r, u, (int32_t)component, &v[ret->n]);
        if (e == OK)
            ret->n++;
        else if (e == ERR_INVALID)
            worst = e;
        else
            return e;
    }
    return worst;
}
