// SPDX-License-Identifier: EUPL-1.2
/*
 * What a procedure offers, in the reader's words: how long it takes, what it
 * costs, how far it goes online. Which rule and which fee hold is asked of the
 * domain; nothing is decided here.
 */
#ifndef WEB_PAGE_OFFER_H
#define WEB_PAGE_OFFER_H

#include "usecase/site.h"
#include "web/page/words.h"

/* A filing somebody thinks of: the version as it is today, by one channel. */
struct offer {
    const struct site *site;
    const struct procedure_version *version;
    enum channel channel;
    struct date day;
    enum lang lang;
};

enum msg page_grade_word(enum grade grade);
enum msg page_level_word(enum level level);

/* The limit of one case ("" for none), as a sentence without a full stop. */
struct str page_limit_words(struct arena *a, const struct offer *o, struct str case_code);

/* The limit over all cases: their common one, or that it depends. */
struct str page_limit_summary(struct arena *a, const struct offer *o);

/* What one case costs, for one copy; "" for none. */
struct str page_fee_words(struct arena *a, const struct offer *o, struct str case_code);

/* What it costs over all cases: one sum, or from … to …. */
struct str page_fee_summary(struct arena *a, const struct offer *o);

#endif
