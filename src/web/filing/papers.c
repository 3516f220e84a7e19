// SPDX-License-Identifier: EUPL-1.2
/*
 * See filing.h: the files. An upload is kept by its hash at once; from then on
 * the form carries hash, size, kind, day and name under a seal, so that nobody can
 * name a file that they did not send. What it is, its first bytes say.
 */
#include "base/fold.h"
#include "base/num.h"
#include "web/filing/filing.h"
#include "web/gate/seal.h"

#define NAME_BYTES 160
#define SIZE_MAX_BYTES (INT64_C(1) << 40)

static const struct str types[] = {STR("application/pdf"), STR("image/jpeg"), STR("image/png"),
                                   STR("image/tiff")};

static struct str
joined(struct arena *a, const char *prefix, struct str code)
{
    return str_printf(a, "%s%" STR_FMT, prefix, STR_ARG(code));
}

/* What the seal covers: whose form, which paper, which bytes, what they are called. */
static struct str
sealed_text(const struct visit *v, const struct filing_paper *p, struct str facts, struct str name)
{
    return str_join(v->op.a, v->csrf, S("\n"), p->component->code, S("\n"), facts, S("\n"), name);
}

static void
write_kept(const struct request *r, struct filing_paper *p, size_t type)
{
    const struct visit *v = visit_of(r);
    struct str hex = hash_hex(v->op.a, &p->file.sha256);
    struct str facts = str_printf(v->op.a, "%" STR_FMT ".%jd.%zu.%d", STR_ARG(hex),
                                  (intmax_t)p->file.size, type, upload_day(r).day);
    struct str seal = seal_make(v, S("kept"), sealed_text(v, p, facts, p->file.name));
    p->kept = str_join(v->op.a, facts, S("."), seal, S("."), p->file.name);
}

/* What came back; anything we did not write ourselves, or too long ago, counts as no file. */
static void
read_kept(const struct request *r, struct str kept, struct filing_paper *p)
{
    const struct visit *v = visit_of(r);
    struct str rest = kept, hash = str_cut(&rest, '.'), size = str_cut(&rest, '.'),
               type = str_cut(&rest, '.'), day = str_cut(&rest, '.'), seal = str_cut(&rest, '.');
    struct str facts = str_sub(kept, 0, hash.n + size.n + type.n + day.n + 3);
    int64_t n = 0, kind = 0, since = 0, today = upload_day(r).day;
    if (!rest.p || !hash_parse(hash, &p->file.sha256) || !parse_i64(size, 1, SIZE_MAX_BYTES, &n) ||
        !parse_i64(type, 0, (int64_t)COUNT(types) - 1, &kind) ||
        !parse_i64(day, today - UPLOAD_WAITS_DAYS + 1, today, &since) ||
        !seal_holds(v, S("kept"), sealed_text(v, p, facts, rest), seal))
        return;
    p->file.size = n;
    p->file.name = rest;
    p->file.mime = types[kind];
    p->kept = kept;
}

static enum err
take_upload(struct request *r, const struct upload *u, struct filing_paper *p)
{
    struct visit *v = visit_of(r);
    struct str type = upload_kind(u);
    for (size_t i = 0; i < COUNT(types); i++) {
        if (!str_eq(types[i], type))
            continue;
        TRY(upload_keep(r, u, v->web->files));
        p->file = (struct stored_file){
            .sha256 = u->hash,
            .size = (int64_t)u->size,
            .name = u->filename.n && u->filename.n <= NAME_BYTES ? u->filename : p->component->code,
            .mime = types[i]};
        write_kept(r, p, i);
        return OK;
    }
    problem_add(&v->op.problems, p->field, MSG_PROBLEM_FILE_KIND);
    return OK;
}

enum err
filing_read_papers(struct request *r, struct pairs sent, struct filing_form *f)
{
    struct visit *v = visit_of(r);
    struct uploads up = request_uploads(r);
    size_t n = 0;
    const struct component *c = version_components(v->site->world, f->version, &n);
    if (str_empty(v->csrf)) /* no session: the gate compared it with the visitor's cookie */
        v->csrf = pairs_get(sent, S("csrf"));
    f->papers = (struct filing_papers){NEW_ARRAY(r->a, struct filing_paper, n), n};
    for (size_t i = 0; i < n; i++) {
        struct filing_paper *p = &f->papers.v[i];
        *p = (struct filing_paper){.component = &c[i], .field = joined(r->a, "paper.", c[i].code)};
        p->is_later = pairs_get(sent, joined(r->a, "later.", c[i].code)).n > 0;
        struct str kept = pairs_get(sent, joined(r->a, "kept.", c[i].code));
        if (kept.n)
            read_kept(r, kept, p);
        for (size_t k = 0; k < up.n; k++)
            if (str_eq(up.v[k].field, p->field) && up.v[k].size > 0)
                TRY(take_upload(r, &up.v[k], p));
    }
    return OK;
}

void
filing_check_papers(struct visit *v, const struct filing_form *f)
{
    bool may_later = f->version->grade == GRADE_PARTIAL;
    for (size_t i = 0; i < f->papers.n; i++) {
        const struct filing_paper *p = &f->papers.v[i];
        bool is_there = p->kept.n || p->component->source.n || (may_later && p->is_later);
        if (p->component->is_required && !is_there)
            problem_add(&v->op.problems, p->field,
                        may_later ? MSG_FILING_PAPER_OR_LATER : MSG_FILING_PAPER_MISSING);
    }
}
