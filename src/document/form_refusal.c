// SPDX-License-Identifier: EUPL-1.2
/* Form 03: a dossier is not accepted, and why. */
#include "document/form_parts.h"

void
form_refusal_set(struct page *pg, const struct form_refusal *f)
{
    struct arena *a = page_arena(pg);
    form_head_set(pg, FORM_REFUSAL, &f->head);
    form_title_set(pg, W_03_TITLE);
    form_lookup_set(pg, &f->lookup);
    form_line(pg, W_CODE, f->lookup.code);
    form_line(pg, W_03_OF, f->party.name);
    form_party_set(pg, &f->party);
    form_line(pg, W_02_CONTENT, f->content);
    page_para(pg, &style_plain, word_text(W_03_REFUSE));
    page_para(pg, &style_body, page_escape(a, f->reason));
    form_last_para(pg, &style_plain, word_text(W_03_THANKS));
    const struct form_sign_block submitter = {
        .title = word_text(W_01_SUBMITTER), .hint = word_text(W_SIGN_HINT), .name = f->party.name};
    const struct form_sign_block officer = {.title = word_text(W_03_OFFICER),
                                            .hint = word_text(W_SIGN_HINT),
                                            .name = f->officer,
                                            .anchor = "sign"};
    form_sign_set(pg, &submitter, &officer);
}
