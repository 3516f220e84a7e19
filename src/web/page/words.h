// SPDX-License-Identifier: EUPL-1.2
/*
 * What the closed vocabularies of casework are called on a screen: message ids
 * for the words of tables, and the reader's language out of names that are data.
 * No sentence here; the texts are in messages.def.
 */
#ifndef WEB_PAGE_WORDS_H
#define WEB_PAGE_WORDS_H

#include "domain/dossier.h"
#include "domain/world.h"
#include "render/lang.h"
#include "render/mark.h"

/* The name in that language, Vietnamese where it was not given in another. */
struct str page_name(enum lang lang, const struct names *names);

/* An office in a list: without its place in Vietnamese, where short names are data. */
struct str page_office_name(enum lang lang, const struct unit *u);

/* A paper as the catalogue calls it; one that the catalogue no longer knows, as it was filed. */
struct str page_paper_name(enum lang lang, const struct world *w, struct version_id version,
                           struct str code, struct str filed);

enum msg page_step_word(enum step_role role);
enum msg page_channel_word(enum channel channel);
enum msg page_applicant_word(enum applicant_kind kind);

#endif
