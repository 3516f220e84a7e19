// SPDX-License-Identifier: EUPL-1.2
/*
 * The papers of a dossier with their files, and the way out for a file: always
 * as a download, under a type from a short list, never as a page of ours.
 */
#include "base/num.h"
#include "web/dossier/dossier.h"
#include "web/gate/stored.h"

static enum msg
paper_word(const struct paper *p)
{
    switch (p->source) {
    case SOURCE_NONE:
        return p->is_required ? MSG_PAPER_MISSING : MSG_PAPER_NONE;
    case SOURCE_SCANNED:
        return MSG_PAPER_SCANNED;
    case SOURCE_REUSED:
        return MSG_PAPER_REUSED;
    case SOURCE_FILED:
        return MSG_PAPER_FILED;
    case SOURCE_PAPER:
        return p->is_required ? MSG_PAPER_MISSING : MSG_PAPER_HANDED_IN;
    }
    return MSG_PAPER_NONE;
}

void
dossier_fill_papers(struct request *r, const struct dossier_facts *f,
                    struct view_dossier_show *view)
{
    struct dossier_paper *v = NEW_ARRAY(r->a, struct dossier_paper, f->papers.n);
    const struct visit *visit = visit_of(r);
    struct url base = url_join(r->a, view->here, S("files"));
    for (size_t i = 0; i < f->papers.n; i++) {
        const struct paper *p = &f->papers.v[i];
        const struct stored_file *file = p->stored;
        struct str name = page_paper_name(visit->lang, visit->site->world,
                                          f->dossier.procedure_version, p->code, p->name);
        v[i] = (struct dossier_paper){.name = name,
                                      .code = p->code,
                                      .originals = p->originals,
                                      .copies = p->copies,
                                      .is_required = p->is_required,
                                      .is_missing = p->is_required && !source_has_file(p->source),
                                      .state = paper_word(p),
                                      .input = paper_field(r->a, p->seq)};
        v[i].problem = page_problem_of(&view->scan_errors, v[i].input);
        page_errors_name(&view->scan_errors, v[i].input, name);
        if (!file)
            continue;
        v[i].has_file = true;
        v[i].is_absent = file->is_absent;
        v[i].file_name = file->name;
        v[i].size_kb = (file->size + 1023) / 1024;
        v[i].url = url_join_i64(r->a, base, file->id.v);
    }
    view->papers.v = v;
    view->papers.n = f->papers.n;
    view->upload_mb = visit->web->upload_mb;
    view->may_digitise = act_set_has(f->acts, ACT_DIGITISE);
    view->digitise = url_join(r->a, url_join(r->a, view->here, S("acts")), S("digitise"));
}

static struct str
safe_type(struct str type)
{
    static const struct str safe[] = {STR("application/pdf"), STR("image/jpeg"), STR("image/png"),
                                      STR("image/tiff")};
    for (size_t i = 0; i < COUNT(safe); i++)
        if (str_eq(safe[i], type))
            return safe[i];
    return S("application/octet-stream");
}

enum err
page_dossier_file(struct request *r)
{
    const struct visit *v = visit_of(r);
    struct dossier d;
    struct decide_facts facts;
    struct stored_file file;
    int64_t id = 0;
    if (!parse_i64(request_param(r, S("id")), 1, INT64_MAX, &id))
        return ERR_NOTFOUND;
    CLEANUP(read_end) struct reader rd = {0};
    visit_read(v, &rd);
    TRY(read_dossier(&rd, v->op.realm, request_param(r, S("code")), &d));
    TRY(load_decide_facts(&rd, v->site, &d, &facts));
    if (!dossier_may_read(v->site->world, &v->op.actor, &d, facts.history, facts.n_history))
        return ERR_NOTFOUND;
    TRY(read_file_by_id(&rd, v->op.realm, (struct file_id){id}, &file));
    if (file.dossier.v != d.id.v)
        return ERR_NOTFOUND;
    return answer_stored(r, &file, safe_type(file.mime), S("file"));
}
