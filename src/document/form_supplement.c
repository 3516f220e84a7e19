// SPDX-License-Identifier: EUPL-1.2
/* Form 02: what must be added to a dossier, listed once and completely. */
#include "document/form_parts.h"

void
form_supplement_set(struct page *pg, const struct form_supplement *f)
{
    struct arena *a = page_arena(pg);
    form_head_set(pg, FORM_SUPPLEMENT, &f->head);
    form_title_set(pg, W_02_TITLE);
    form_lookup_set(pg, &f->lookup);
    form_line(pg, W_CODE, f->lookup.code);
    form_line(pg, W_02_OF, f->party.name);
    form_line(pg, W_02_CONTENT, f->content);
    form_party_set(pg, &f->party);
    page_para(pg, &style_plain, word_text(W_02_ITEMS));
    for (size_t i = 0; i < f->items.n; i++)
        page_para(pg, &style_body,
                  word(a, W_02_ITEM, words_number(a, (int64_t)i + 1), f->items.v[i]));
    form_line(pg, W_02_REASON, f->reasons);
    if (!str_empty(f->contact))
        form_last_para(pg, &style_body, word(a, W_02_CONTACT, f->contact, f->contact_phone));
    const struct form_sign_block officer = {.title = word_text(W_02_OFFICER),
                                            .hint = word_text(W_SIGN_HINT),
                                            .name = f->officer,
                                            .anchor = "sign"};
    form_sign_set(pg, NULL, &officer);
}
