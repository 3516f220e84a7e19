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

enum msg page_step_word(enum step_role role);
enum msg page_channel_word(enum channel channel);
enum msg page_applicant_word(enum applicant_kind kind);

#endif
