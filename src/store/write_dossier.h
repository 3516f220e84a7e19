// SPDX-License-Identifier: EUPL-1.2
/*
 * Facts about dossiers into the database. An event is written together with
 * everything that follows from it: the dossier's row, the step it ended, the
 * figures of the day. There is no other way to change a dossier.
 */
#ifndef STORE_WRITE_DOSSIER_H
#define STORE_WRITE_DOSSIER_H

#include "db/tx.h"
#include "domain/op.h"
#include "domain/tally.h"
#include "store/read_dossier.h"

/*
 * The next code of an authority's day: {unit code}-{yyMMdd}-{serial, 4 digits or more}.
 * Empty when the operation's once-key was answered before: then no number was given.
 */
NODISCARD enum err write_dossier_code(struct tx *tx, const struct op *op, struct unit_id unit,
                                      struct str unit_code, struct str *ret);

/* A new dossier with its papers and first event. ERR_CONFLICT when the code exists. */
NODISCARD enum err write_dossier_opened(struct tx *tx, const struct op *op,
                                        const struct dossier *after, const struct event *e,
                                        const struct papers *papers);

/*
 * One more event of a dossier that was read in this transaction. ERR_CONFLICT
 * when somebody else wrote one meanwhile.
 */
NODISCARD enum err write_dossier_event(struct tx *tx, const struct op *op,
                                       const struct dossier *before, const struct dossier *after,
                                       const struct event *e);

/* One event, and the dossier before it. */
struct past_event {
    struct dossier before;
    struct event event;
};

/* A dossier with all that happened to it, oldest first. */
struct dossier_past {
    struct dossier now;
    struct papers papers;
    struct stored_files files;
    const struct past_event *events;
    size_t n;
};

/*
 * A whole dossier, to fill a database for trials: as if every event had been
 * written, but for the figures, which the caller adds up and writes with
 * write_sum_…, and for the number of its code.
 */
NODISCARD enum err write_dossier_past(struct tx *tx, const struct op *op,
                                      const struct dossier_past *past);

/* Added to the figures of a unit: of a day (with its month and its week), of what is due on a day.
 */
NODISCARD enum err write_sum_tally(struct tx *tx, struct realm_id realm, struct unit_id unit,
                                   struct date day, const struct tally *sum);
NODISCARD enum err write_sum_cohort(struct tx *tx, struct realm_id realm, struct unit_id unit,
                                    struct date day, const struct cohort *sum);
NODISCARD enum err write_sum_open(struct tx *tx, struct realm_id realm, struct unit_id unit,
                                  const struct open_due *due);

/* The last number given to an authority on a day. */
NODISCARD enum err write_code_serial(struct tx *tx, struct realm_id realm, struct unit_id unit,
                                     struct date day, int64_t serial);

/* The file of a paper. */
NODISCARD enum err write_paper_file(struct tx *tx, struct realm_id realm, struct dossier_id id,
                                    int32_t seq, enum component_source source, struct file_id file);
NODISCARD enum err write_file(struct tx *tx, struct realm_id realm, const struct stored_file *f);

#endif
