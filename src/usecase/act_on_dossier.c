// SPDX-License-Identifier: EUPL-1.2
/* See act_on_dossier.h. */
#include "usecase/act_on_dossier.h"

#include "store/write_dossier.h"
#include "store/write_safety.h"

static struct decide_facts
facts_of(const struct site *site, const struct dossier *d, const struct history *history)
{
    struct scope_query scope = dossier_scope(d);
    return (struct decide_facts){
        .world = site->world,
        .calendar = site_calendar(site, d->unit),
        .limit = site_limit(site, &scope),
        .dossier = d,
        .history = history->v,
        .n_history = history->n,
    };
}

enum err
load_decide_facts(struct reader *rd, const struct site *site, const struct dossier *d,
                  struct decide_facts *ret)
{
    struct history history;
    TRY(read_history(rd, site->realm, d->id, &history));
    *ret = facts_of(site, d, &history);
    return OK;
}

static enum err
read_both(struct reader *rd, const struct site *site, const struct dossier *d,
          struct history *ret_history, struct papers *ret_papers)
{
    TRY(read_history(rd, site->realm, d->id, ret_history));
    return read_papers(rd, site->realm, d->id, ret_papers);
}

enum err
load_page_facts(struct reader *rd, const struct site *site, const struct dossier *d,
                struct decide_facts *ret, struct papers *ret_papers)
{
    struct history history;
    bool is_kept = site->ledgers &&
                   ledger_cache_find(site->ledgers, rd->a, site->realm, d, &history, ret_papers);
    if (!is_kept) {
        read_ahead(rd);
        TRY(read_both(rd, site, d, &history, ret_papers));
        read_now(rd);
        TRY(read_both(rd, site, d, &history, ret_papers));
    }
    if (site->ledgers && !is_kept && !rd->is_tx)
        ledger_cache_put(site->ledgers, site->realm, d, &history, ret_papers);
    *ret = facts_of(site, d, &history);
    return OK;
}

/* What the ledger must say about the paper that a scan belongs to. */
static enum err
complete_paper(struct tx *tx, const struct op *op, const struct dossier *d, struct act_input *in)
{
    if (in->action != ACT_DIGITISE)
        return OK;
    struct papers papers;
    TRY(read_papers(&tx->rd, op->realm, d->id, &papers));
    for (size_t i = 0; i < papers.n; i++) {
        if (papers.v[i].seq != in->component)
            continue;
        in->is_required = papers.v[i].is_required;
        in->is_first_file = !source_has_file(papers.v[i].source);
    }
    return OK;
}

static enum err
write_act_file(struct tx *tx, const struct op *op, const struct dossier *d,
               const struct act_input *in, const struct act_file *file)
{
    if (!file || !file->is_given)
        return OK;
    struct stored_file f = file->file;
    f.id = (struct file_id){op_id(op)};
    f.dossier = d->id;
    f.created_at = op->now;
    TRY(write_file(tx, op->realm, &f));
    if (in->action != ACT_DIGITISE)
        return OK;
    enum component_source source = in->is_reused ? SOURCE_REUSED : SOURCE_SCANNED;
    if (op->actor.kind == ACTOR_APPLICANT)
        source = SOURCE_FILED;
    return write_paper_file(tx, op->realm, d->id, in->component, source, f.id);
}

static struct hash
request_digest(const struct act_input *in, struct str code, const struct act_file *file)
{
    const struct str texts[] = {code,      action_code(in->action), in->reason,
                                in->items, in->result_number,       in->result_date,
                                in->way};
    const int64_t numbers[] = {in->version, in->unit.v,    in->step,      in->due.minute,
                               in->amount,  in->is_online, in->component, in->is_reused};
    struct hash_run run;
    hash_begin(&run);
    for (size_t i = 0; i < COUNT(texts); i++)
        hash_add_text(&run, texts[i]);
    for (size_t i = 0; i < COUNT(numbers); i++)
        hash_add_i64(&run, numbers[i]);
    if (file && file->is_given)
        hash_add(&run, hash_bytes(&file->file.sha256));
    return hash_end(&run);
}

/* What everybody else is told about an act. */
static enum err
write_notices(struct tx *tx, struct op *op, enum action action, struct str code)
{
    struct str name = action_code(action);
    TRY(write_outbox(tx, op, str_join(op->a, S("dossier."), name), code));
    return write_audit(tx, op, name, code);
}

/* A history never goes back in time, whatever the clocks of two servers say. */
static struct instant
not_before(struct instant now, struct instant last)
{
    return now.us < last.us ? last : now;
}

enum err
act_within(struct tx *tx, struct op *op, const struct site *site, struct dossier *d,
           const struct act_input *input, const struct act_file *file)
{
    struct act_input in = *input;
    struct dossier before = *d;
    struct decide_facts facts;
    struct event e;
    if (file && file->is_given)
        in.file_hash = in.result_hash = file->file.sha256;
    in.has_file = file && file->is_given;
    TRY(load_decide_facts(&tx->rd, site, &before, &facts));
    if ((int64_t)facts.n_history != before.version)
        return ERR_CONFLICT; /* an event came between the two questions */
    op->now = not_before(op->now, facts.history[facts.n_history - 1].at);
    TRY(complete_paper(tx, op, &before, &in));
    TRY(dossier_decide(op, &facts, &in, &e));
    dossier_apply(d, &e);
    TRY(write_dossier_event(tx, op, &before, d, &e));
    TRY(write_act_file(tx, op, &before, &in, file));
    return write_notices(tx, op, e.action, d->code);
}

enum err
tell_conflict(struct op *op, enum err e)
{
    if (e == ERR_CONFLICT && !op->problems.n)
        problem_add(&op->problems, S(""), MSG_PROBLEM_CHANGED_MEANWHILE);
    return e;
}

/* A repeated request is answered with the dossier as it is now, when that is on disk. */
static enum err
act_once(struct op *op, const struct site *site, struct str code, const struct act_input *in,
         const struct act_file *file, struct acted *ret)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct hash request = request_digest(in, code, file);
    TRY(verb_begin(op, site, &tx));
    TRY(write_once_claim(&tx, op, &request, code, &ret->is_repeated));
    TRY(read_dossier(&tx.rd, op->realm, code, &ret->dossier));
    if (!ret->is_repeated)
        TRY(act_within(&tx, op, site, &ret->dossier, in, file));
    return tx_commit(&tx);
}

enum err
act_on_dossier(struct op *op, const struct site *site, struct str code, const struct act_input *in,
               const struct act_file *file, struct acted *ret)
{
    enum err e = act_once(op, site, code, in, file, ret);
    if (e == ERR_CONFLICT && in->version < 0) { /* it does not mind what came before it */
        problems_init(&op->problems, op->a);
        e = act_once(op, site, code, in, file, ret);
    }
    return tell_conflict(op, e);
}
