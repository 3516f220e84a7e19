// SPDX-License-Identifier: EUPL-1.2
/* Files for papers of a dossier, as forms send them: any number in one body. */
#ifndef WEB_GATE_PAPERS_H
#define WEB_GATE_PAPERS_H

#include "usecase/digitise_dossier.h"
#include "web/gate/visit.h"

/* The name of the field for the file of that paper: paper.1, … */
struct str paper_field(struct arena *a, int32_t component);

/*
 * The files that came in such fields, their bytes kept. ERR_INVALID with a problem at each
 * field whose file is no paper; empty fields, and those of another name, are nobody's.
 */
NODISCARD enum err read_paper_files(struct request *r, struct paper_files *ret);

#endif
