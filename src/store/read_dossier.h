// SPDX-License-Identifier: EUPL-1.2
/*
 * Facts about one dossier out of the database: the dossier as it is, its ledger,
 * its papers and files. Rows become domain structs and nothing is judged here:
 * who may see what is asked of domain/decide.h.
 */
#ifndef STORE_READ_DOSSIER_H
#define STORE_READ_DOSSIER_H

#include "db/reader.h"
#include "domain/step_run.h"

/* How a paper came: with a file, or (SOURCE_PAPER) handed in and not digitised yet. */
enum component_source { SOURCE_NONE, SOURCE_SCANNED, SOURCE_REUSED, SOURCE_FILED, SOURCE_PAPER };

static inline bool
source_has_file(enum component_source source)
{
    return source != SOURCE_NONE && source != SOURCE_PAPER;
}

struct stored_file {
    struct file_id id;
    struct dossier_id dossier;
    struct hash sha256;
    int64_t size;
    struct str name, mime;
    struct instant created_at;
    bool is_absent; /* its bytes are not kept here */
};

/* A paper of a dossier. */
struct paper {
    int32_t seq; /* 1… */
    struct str code, name;
    int32_t originals, copies;
    bool is_required;
    enum component_source source;
    struct file_id file;              /* 0 = none */
    const struct stored_file *stored; /* that file, where it was read; or NULL */
};

struct history {
    const struct event *v;
    size_t n;
};
struct papers {
    const struct paper *v;
    size_t n;
};
struct stored_files {
    const struct stored_file *v;
    size_t n;
};

/* ERR_NOTFOUND when there is no such code. Texts live on the reader's arena. */
NODISCARD enum err read_dossier(struct reader *rd, struct realm_id realm, struct str code,
                                struct dossier *ret);

/* Whether there is any dossier at all. */
NODISCARD enum err read_any_dossier(struct reader *rd, struct realm_id realm, bool *ret);

/* All events, oldest first, without their hashes. */
NODISCARD enum err read_history(struct reader *rd, struct realm_id realm, struct dossier_id id,
                                struct history *ret);

/* Adds the hashes, for who checks the chain; by the reader that read the history. */
NODISCARD enum err read_chain(struct reader *rd, struct realm_id realm, struct dossier_id id,
                              struct history *ret);

/* The papers in their order, each with its file. */
NODISCARD enum err read_papers(struct reader *rd, struct realm_id realm, struct dossier_id id,
                               struct papers *ret);
NODISCARD enum err read_files(struct reader *rd, struct realm_id realm, struct dossier_id id,
                              struct stored_files *ret);
NODISCARD enum err read_file_by_id(struct reader *rd, struct realm_id realm, struct file_id id,
                                   struct stored_file *ret);

/* The visits to its steps as they are stored, oldest first. */
NODISCARD enum err read_step_runs(struct reader *rd, struct realm_id realm, struct dossier_id id,
                                  struct step_runs *ret);

#endif
