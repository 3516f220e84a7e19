// SPDX-License-Identifier: EUPL-1.2
/* See digitise_dossier.h. */
#include "usecase/digitise_dossier.h"

#include "store/write_safety.h"

void
paper_files_digest(struct hash_run *run, struct paper_files files)
{
    for (size_t i = 0; i < files.n; i++) {
        hash_add_i64(run, files.v[i].component);
        hash_add(run, hash_bytes(&files.v[i].file.sha256));
    }
}

static struct hash
request_digest(struct str code, int64_t version, struct paper_files files)
{
    struct hash_run run;
    hash_begin(&run);
    hash_add_text(&run, S("digitise"));
    hash_add_text(&run, code);
    hash_add_i64(&run, version);
    paper_files_digest(&run, files);
    return hash_end(&run);
}

enum err
digitise_within(struct tx *tx, struct op *op, const struct site *site, struct dossier *d,
                int64_t version, struct paper_files files)
{
    struct act_input act = {.action = ACT_DIGITISE, .version = version};
    for (size_t i = 0; i < files.n; i++) {
        struct act_file file = {true, files.v[i].file};
        act.component = files.v[i].component;
        TRY(act_within(tx, op, site, d, &act, &file));
        act.version = d->version;
    }
    return OK;
}

static enum err
digitise_once(struct op *op, const struct site *site, struct str code, int64_t version,
              struct paper_files files, struct acted *ret)
{
    CLEANUP(tx_end) struct tx tx = {0};
    struct hash request = request_digest(code, version, files);
    TRY(verb_begin(op, site, &tx));
    TRY(write_once_claim(&tx, op, &request, code, &ret->is_repeated));
    TRY(read_dossier(&tx.rd, op->realm, code, &ret->dossier));
    if (!ret->is_repeated)
        TRY(digitise_within(&tx, op, site, &ret->dossier, version, files));
    return tx_commit(&tx);
}

enum err
digitise_dossier(struct op *op, const struct site *site, struct str code, int64_t version,
                 struct paper_files files, struct acted *ret)
{
    if (files.n == 0) {
        problem_add(&op->problems, S("papers"), MSG_PROBLEM_NO_SCAN);
        return ERR_INVALID;
    }
    return tell_conflict(op, digitise_once(op, site, code, version, files, ret));
}
