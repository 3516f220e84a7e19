// SPDX-License-Identifier: EUPL-1.2
/* Form 05: work on a dossier stops: who asked, when, where it stood, what of the fees. */
#include "document/form_parts.h"

static const struct text_style style_to = {"P", 13, ALIGN_CENTRE, 0, 0};

void
form_stop_set(struct page *pg, const struct form_stop *f)
{
    struct arena *a = page_arena(pg);
    form_head_set(pg, FORM_STOP, &f->head);
    form_title_set(pg, W_05_TITLE);
    form_lookup_set(pg, &f->lookup);
    page_para(pg, &style_to, word(a, W_05_TO, f->party.name));
    page_set_y(pg, page_y(pg) + 8);
    form_party_set(pg, &f->party);
    page_para(pg, &style_body,
              word(a, W_05_STOP, form_agency(&f->head), f->lookup.code, f->procedure));
    page_para(pg, &style_body, word(a, W_05_ASKED, f->asked_by));
    page_para(pg, &style_body, word(a, W_05_AT, words_moment(a, f->at)));
    page_para(pg, &style_body, word(a, W_05_STATE, f->state));
    page_para(pg, &style_body, word(a, W_05_REASON, f->reason));
    if (!str_empty(f->fees))
        page_para(pg, &style_body, word(a, W_05_FEES, f->fees));
    form_last_para(pg, &style_body, word(a, W_05_END, form_agency(&f->head)));
    const struct form_sign_block signer = form_signer_block(a, &f->signer);
    form_sign_set(pg, NULL, &signer);
}
