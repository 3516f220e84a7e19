// SPDX-License-Identifier: EUPL-1.2
/* Form 04: the agency is late, apologises and names a new day; its head signs. */
#include "document/form_parts.h"

static const struct text_style style_to = {"P", 13, ALIGN_CENTRE, 0, 0};

void
form_apology_set(struct page *pg, const struct form_apology *f)
{
    struct arena *a = page_arena(pg);
    struct str agency = form_agency(&f->head);
    form_head_set(pg, FORM_APOLOGY, &f->head);
    form_title_set(pg, W_04_TITLE);
    form_lookup_set(pg, &f->lookup);
    page_para(pg, &style_to, word(a, W_04_TO, f->party.name));
    page_set_y(pg, page_y(pg) + 8);
    page_para(
        pg, &style_body,
        word(a, W_04_RECEIVED, words_day_short(a, local_date(f->received)), agency, f->procedure));
    form_party_set(pg, &f->party);
    form_line(pg, W_CODE, f->lookup.code);
    page_para(pg, &style_body, word(a, W_04_DUE, words_moment(a, f->due)));
    page_para(pg, &style_body, word(a, W_04_LATE, agency));
    page_para(pg, &style_body, word(a, W_04_REASON, f->reason));
    page_para(pg, &style_body, word(a, W_04_SORRY, agency, words_moment(a, f->new_due)));
    form_last_para(pg, &style_body, word_text(W_04_HOPE));
    const struct form_sign_block head = form_signer_block(a, &f->signer);
    form_sign_set(pg, NULL, &head);
}
