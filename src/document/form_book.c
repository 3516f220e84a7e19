// SPDX-License-Identifier: EUPL-1.2
/* Form 07: the book of dossiers of a receiving point, landscape, one row per dossier. */
#include "document/form_parts.h"

/* An open dossier has no day of return yet. */
static struct str
returned_at(struct arena *a, struct str returned)
{
    struct local at;
    return local_parse(returned, &at) ? words_moment_short(a, at) : S("");
}

static void
entry(struct page *pg, size_t i, const struct form_entry *f)
{
    struct arena *a = page_arena(pg);
    page_row(pg, (const struct str[]){words_number(a, (int64_t)i + 1), page_escape(a, f->code),
                                      page_escape(a, f->procedure), page_escape(a, f->party),
                                      word(a, W_07_ADDRESS, f->address, f->phone),
                                      page_escape(a, f->lead), words_moment_short(a, f->received),
                                      words_moment_short(a, f->due), returned_at(a, f->returned),
                                      page_escape(a, f->method), S("")});
}

void
form_book_set(struct page *pg, const struct form_book *f)
{
    struct arena *a = page_arena(pg);
    const struct column columns[] = {{0.04, ALIGN_CENTRE, word_text(W_ORDER)},
                                     {0.15, ALIGN_LEFT, word_text(W_07_COL_CODE)},
                                     {0.135, ALIGN_LEFT, word_text(W_07_COL_PROCEDURE)},
                                     {0.09, ALIGN_LEFT, word_text(W_07_COL_PARTY)},
                                     {0.115, ALIGN_LEFT, word_text(W_07_COL_ADDRESS)},
                                     {0.09, ALIGN_LEFT, word_text(W_07_COL_LEAD)},
                                     {0.087, ALIGN_CENTRE, word_text(W_07_COL_RECEIVED)},
                                     {0.087, ALIGN_CENTRE, word_text(W_07_COL_DUE)},
                                     {0.087, ALIGN_CENTRE, word_text(W_07_COL_RETURNED)},
                                     {0.072, ALIGN_LEFT, word_text(W_07_COL_METHOD)},
                                     {0.047, ALIGN_CENTRE, word_text(W_07_COL_SIGN)}};
    form_head_set(pg, FORM_BOOK, &f->head);
    form_title_set(pg, W_07_TITLE);
    page_para(pg, &style_plain,
              word(a, W_07_PERIOD, f->point, f->book, words_day_short(a, f->from),
                   words_day_short(a, f->to)));
    page_table(pg, columns, COUNT(columns));
    for (size_t i = 0; i < f->entries.n; i++)
        entry(pg, i, &f->entries.v[i]);
    page_table_end(pg);
}
