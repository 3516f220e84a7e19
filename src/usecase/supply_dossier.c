// SPDX-License-Identifier: EUPL-1.2
/* See supply_dossier.h. */
#include "usecase/supply_dossier.h"

#include "store/write_safety.h"

static struct hash
request_digest(struct str code, const struct supply_input *in)
{
    struct hash_run run;
    hash_begin(&run);
    hash_add_text(&run, S("supply"));
    hash_add_text(&run, code);
    hash_add_i64(&run, in->version);
    hash_add_text(&run, in->message);
    paper_files_digest(&run, in->papers);
    return hash_end(&run);
}

static struct actor
applicant_of(const struct dossier *d)
{
    return (struct actor){.kind = ACTOR_APPLICANT, .own = d->id, .name = d->applicant.name};
}

/* The papers one by one, then the reply. */
static enum err
act_all(struct tx *tx, struct op *op, const struct site *site, struct dossier *d,
        const struct supply_input *in)
{
    TRY(digitise_within(tx, op, site, d, in->version, in->papers));
    struct act_input act = {
        .action = d->state == ST_PRE_SUPPLEMENT ? ACT_COMPLETE : ACT_SUPPLY,
        .version = in->papers.n ? d->version : in->version,
        .reason = in->message,
    };
    return act_within(tx, op, site, d, &act, NULL);
}

/* The once-key is of whoever sent it; the acts are the applicant's. */
static enum err
act_as_applicant(struct tx *tx, struct op *op, const struct site *site, struct dossier *d,
                 const struct supply_input *in)
{
    struct actor sender = op->actor;
    op->actor = applicant_of(d);
    enum err e = act_all(tx, op, site, d, in);
    op->actor = sender;
    return e;
}

static enum err
supply_once(struct op *op, const struct site *site, struct str code, const struct supply_input *in,
            struct acted *ret)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct hash request = request_digest(code, in);
    TRY(verb_begin(op, site, &tx));
    TRY(write_once_claim(&tx, op, &request, code, &ret->is_repeated));
    TRY(read_dossier(&tx.rd, op->realm, code, &ret->dossier));
    if (!ret->is_repeated)
        TRY(act_as_applicant(&tx, op, site, &ret->dossier, in));
    return tx_commit(&tx);
}

enum err
supply_dossier(struct op *op, const struct site *site, struct str code,
               const struct supply_input *in, struct acted *ret)
{
    if (in->papers.n == 0 && str_empty(str_trim(in->message))) {
        problem_add(&op->problems, S("message"), MSG_PROBLEM_SUPPLY_EMPTY);
        return ERR_INVALID;
    }
    return tell_conflict(op, supply_once(op, site, code, in, ret));
}
