// SPDX-License-Identifier: EUPL-1.2
/*
 * Form 06: the control sheet that travels with a dossier, one row per handover.
 * Written from the event log; the column for signatures stays for paper copies.
 */
#include "document/form_parts.h"

static const enum word paces[] = {
    [PACE_EARLY] = W_06_EARLY, [PACE_ON_TIME] = W_06_ON_TIME, [PACE_LATE] = W_06_LATE};

static void
handover(struct page *pg, const struct form_handover *h)
{
    struct arena *a = page_arena(pg);
    page_row(pg, (const struct str[]){word(a, W_06_FROM_TO, h->from, h->to),
                                      words_moment_short(a, h->at), word_text(paces[h->pace]),
                                      page_escape(a, h->note), S("")});
}

void
form_control_set(struct page *pg, const struct form_control *f)
{
    struct arena *a = page_arena(pg);
    const struct column columns[] = {{0.33, ALIGN_LEFT, word_text(W_06_COL_UNIT)},
                                     {0.17, ALIGN_CENTRE, word_text(W_06_COL_AT)},
                                     {0.19, ALIGN_CENTRE, word_text(W_06_COL_PACE)},
                                     {0.17, ALIGN_LEFT, word_text(W_NOTE)},
                                     {0.14, ALIGN_CENTRE, word_text(W_06_SIGN)}};
    form_head_set(pg, FORM_CONTROL, &f->head);
    form_title_set(pg, W_06_TITLE);
    form_lookup_set(pg, &f->lookup);
    form_line(pg, W_06_CODE, f->lookup.code);
    form_line(pg, W_06_PROCEDURE, f->procedure);
    form_line(pg, W_06_LEAD, f->lead);
    form_line(pg, W_06_PARTNER, f->partner);
    page_para(pg, &style_plain,
              word(a, W_06_TIMES, words_moment(a, f->received), words_moment(a, f->due)));
    page_table(pg, columns, COUNT(columns));
    for (size_t i = 0; i < f->handovers.n; i++)
        handover(pg, &f->handovers.v[i]);
    page_table_end(pg);
}
