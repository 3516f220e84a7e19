// SPDX-License-Identifier: EUPL-1.2
/*
 * See submit_dossier.h. Everything that can be refused without the database is
 * refused before the transaction begins, because on SQLite all transactions take
 * turns.
 */
#include "usecase/submit_dossier.h"

#include "domain/decide.h"
#include "domain/filing.h"
#include "store/write_dossier.h"
#include "store/write_safety.h"

/* The papers that the procedure lists, with what was filed for each. */
static struct papers
papers_of(struct op *op, const struct site *site, const struct subject *subject,
          const struct submit_input *in)
{
    size_t n = 0;
    const struct component *c = version_components(site->world, subject->version, &n);
    struct paper *v = NEW_ARRAY(op->a, struct paper, n);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct paper){.seq = c[i].seq,
                              .code = c[i].code,
                              .name = c[i].name->vi,
                              .originals = c[i].originals,
                              .copies = c[i].copies,
                              .is_required = c[i].is_required};
    for (size_t i = 0; i < in->papers.n; i++) {
        const struct filed_paper *filed = &in->papers.v[i];
        for (size_t k = 0; k < n; k++) {
            if (!str_eq(v[k].code, filed->code))
                continue;
            v[k].source = filed->source;
            if (source_has_file(filed->source))
                v[k].file = (struct file_id){op_id(op)};
        }
    }
    return (struct papers){v, n};
}

static struct str
paper_field(struct op *op, size_t i)
{
    return str_printf(op->a, "components[%zu]", i);
}

static void
check_papers(struct op *op, const struct site *site, const struct subject *subject,
             const struct submit_input *in)
{
    size_t n = 0;
    const struct component *c = version_components(site->world, subject->version, &n);
    for (size_t i = 0; i < in->papers.n; i++) {
        struct str code = in->papers.v[i].code;
        bool known = false, twice = false;
        for (size_t k = 0; k < n; k++)
            known = known || str_eq(c[k].code, code);
        for (size_t k = 0; k < i; k++)
            twice = twice || str_eq(in->papers.v[k].code, code);
        if (!known)
            problem_add_str(&op->problems, paper_field(op, i), MSG_PROBLEM_PAPER_UNKNOWN, code);
        else if (twice)
            problem_add_str(&op->problems, paper_field(op, i), MSG_PROBLEM_PAPER_TWICE, code);
    }
}

static struct filing
filing_of(struct op *op, const struct site *site, const struct subject *subject,
          const struct submit_input *in, const struct papers *papers)
{
    struct filing f = {
        .id = {op_id(op)},
        .procedure = subject->procedure->id,
        .procedure_version = subject->version->id,
        .case_code = in->case_code,
        .unit = subject->authority->id,
        .area = subject->area->id,
        .channel = in->channel,
        .applicant = in->applicant,
        .data = in->data,
        .components = (int32_t)papers->n,
        .yields_result = !str_empty(subject->version->result_code),
        .fee = site_fee(op->a, site,
                        &(struct scope_query){.version = subject->version->id,
                                              .case_code = in->case_code,
                                              .channel = (int32_t)in->channel,
                                              .on = op_today(op)}),
    };
    for (size_t i = 0; i < papers->n; i++) {
        const struct paper *p = &papers->v[i];
        bool has_file = source_has_file(p->source);
        f.required += p->is_required;
        f.digitised += has_file;
        f.digitised_required += has_file && p->is_required;
    }
    return f;
}

static enum err
write_filed_files(struct tx *tx, const struct op *op, struct dossier_id id,
                  const struct submit_input *in, const struct papers *papers)
{
    for (size_t i = 0; i < in->papers.n; i++) {
        for (size_t k = 0; k < papers->n; k++) {
            if (papers->v[k].file.v == 0 || !str_eq(papers->v[k].code, in->papers.v[i].code))
                continue;
            struct stored_file f = in->papers.v[i].file;
            f.id = papers->v[k].file;
            f.dossier = id;
            f.created_at = op->now;
            TRY(write_file(tx, op->realm, &f));
        }
    }
    return OK;
}

/* The dossier after its first event, and that event. */
static enum err
open_it(struct op *op, const struct site *site, const struct filing *filing, struct dossier *ret,
        struct event *ret_event)
{
    *ret = dossier_begin(filing);
    struct decide_facts facts = {
        .world = site->world, .calendar = site_calendar(site, filing->unit), .dossier = ret};
    TRY(dossier_decide_open(op, &facts, filing,
                            filing->channel == CHANNEL_ONLINE ? ACT_SUBMIT : ACT_RECEIVE,
                            ret_event));
    dossier_apply(ret, ret_event);
    return OK;
}

/* What the once-key stands for: the same key with another filing is a mistake. */
static struct hash
request_digest(const struct submit_input *in)
{
    const struct str texts[] = {in->procedure,
                                in->unit,
                                in->case_code,
                                in->applicant.name,
                                in->applicant.id_number,
                                in->applicant.phone,
                                in->applicant.email,
                                in->applicant.address,
                                in->data};
    struct hash_run run;
    hash_begin(&run);
    for (size_t i = 0; i < COUNT(texts); i++)
        hash_add_text(&run, texts[i]);
    hash_add_i64(&run, in->channel);
    hash_add_i64(&run, in->applicant.kind);
    for (size_t i = 0; i < in->papers.n; i++) {
        hash_add_i64(&run, in->papers.v[i].source);
        hash_add_text(&run, in->papers.v[i].code);
        hash_add(&run, hash_bytes(&in->papers.v[i].file.sha256));
    }
    return hash_end(&run);
}

/* What is filed, with everything that the database is not needed for. */
struct prepared {
    const struct submit_input *in;
    struct subject subject;
    struct papers papers;
    struct filing filing;
    struct hash request;
};

/* Known already: the same answer, but only when what it tells of is on disk. */
static enum err
repeat(struct tx *tx, struct op *op, const struct hash *request, struct submitted *ret)
{
    struct once once;
    struct dossier d;
    TRY(read_once(&tx->rd, op, request, &once));
    TRY(read_dossier(&tx->rd, op->realm, once.code, &d));
    TRY(tx_commit(tx));
    *ret = (struct submitted){d.code, d.state, d.version, d.answer_due, true};
    return OK;
}

static enum err
submit_once(struct op *op, const struct site *site, struct prepared *p, struct submitted *ret)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct dossier d;
    struct event e;
    TRY(verb_begin(op, site, &tx));
    TRY(write_dossier_code(&tx, op, p->subject.authority->id, p->subject.authority->code,
                           &p->filing.code));
    if (str_empty(p->filing.code))
        return repeat(&tx, op, &p->request, ret);
    TRY(open_it(op, site, &p->filing, &d, &e));
    TRY(write_dossier_opened(&tx, op, &d, &e, &p->papers));
    TRY(write_filed_files(&tx, op, d.id, p->in, &p->papers));
    TRY(write_outbox(&tx, op, S("dossier.submit"), d.code));
    TRY(write_audit(&tx, op, action_code(e.action), d.code));
    TRY(write_once(&tx, op, &p->request, d.code));
    TRY(tx_commit(&tx));
    *ret = (struct submitted){d.code, d.state, d.version, d.answer_due, false};
    return OK;
}

enum err
submit_dossier(struct op *op, const struct site *site, const struct submit_input *in,
               struct submitted *ret)
{
    struct prepared p = {.in = in};
    filing_find_subject(op, site->world, in->unit, in->procedure, in->channel, &p.subject);
    filing_check_applicant(op, &in->applicant);
    if (p.subject.version) {
        filing_check_case(op, site->world, p.subject.version, in->case_code);
        check_papers(op, site, &p.subject, in);
    }
    if (op->problems.n)
        return ERR_INVALID;
    ASSERT(p.subject.version); /* otherwise it is among the problems */

    p.papers = papers_of(op, site, &p.subject, in);
    p.filing = filing_of(op, site, &p.subject, in, &p.papers);
    p.request = request_digest(in);
    enum err e = submit_once(op, site, &p, ret);
    /* The same key at the same moment: whoever came second finds now what the first wrote. */
    return e == ERR_CONFLICT ? submit_once(op, site, &p, ret) : e;
}
