// SPDX-License-Identifier: EUPL-1.2
/*
 * From a dossier to the picture of its deadline (render/deadline_bar.h): the
 * small one of a list row from the few facts a row has, the full one from the
 * ledger. What is due when is decided in domain/deadline.h; here it only gets a
 * place on an axis and a mark.
 */
#ifndef WEB_PAGE_DEADLINE_H
#define WEB_PAGE_DEADLINE_H

#include "domain/decide.h"
#include "render/deadline_bar.h"
#include "web/page/words.h"

/*
 * So much working time before the appointment a dossier is due soon; an answer that is owed,
 * rule_answer_alert after the filing.
 */
#define SOON_MINUTES 480

/* What a list row knows; a moment that has not come is 0. */
struct page_life {
    enum state state;
    enum timeliness timeliness; /* once finished */
    struct local began;         /* accepted, or filed while the answer is owed */
    struct local due;           /* the appointment, or when the answer is owed */
    struct local paused, finished;
};

/* False when there is nothing to draw: no time was ever set. The mark is set in any case. */
bool page_bar(const struct calendar *cal, struct local now, const struct page_life *life,
              struct deadline_bar *ret);

/* The steps a dossier went through: label i ends at ends[i]. */
struct page_steps {
    const struct local *ends;
    const struct str *labels;
    size_t n;
};

struct page_course {
    struct deadline deadline;
    struct deadline_bar bar;
};

/*
 * The full bar of an accepted dossier, and the deadline it shows; explain as in
 * deadline_of. ERR_STATE before acceptance: then page_bar shows the answer that
 * is owed.
 */
NODISCARD enum err page_full_bar(struct arena *a, const struct decide_facts *f, struct local now,
                                 struct page_steps steps, struct explanation *explain,
                                 struct page_course *ret);

#endif
