// SPDX-License-Identifier: EUPL-1.2
/*
 * An administrative decision (Decree 30/2020, Annex III, model 1.2): bases in
 * italics, articles numbered, addressees at the left of the signature. The
 * number and the day are part of the text before anybody signs.
 */
#include "document/form_parts.h"

static const struct text_style style_about = {"P", 14, ALIGN_CENTRE, 0, 2};
static const struct text_style style_to_head = {"P", 12, ALIGN_LEFT, 0, 0};

static void
title(struct page *pg, const struct form_decision *f)
{
    struct arena *a = page_arena(pg);
    page_para(pg, &style_title, word_text(W_QD_TITLE));
    page_para(pg, &style_about, word(a, W_QD_ABOUT, f->about));
    double rule = page_width(pg) * 0.3;
    page_rule(pg, page_left(pg) + (page_width(pg) - rule) / 2, page_y(pg) + 3, rule);
    page_set_y(pg, page_y(pg) + 14);
    page_para(pg, &style_about, word(a, W_QD_AUTHORITY, f->authority));
    page_set_y(pg, page_y(pg) + 8);
}

/* The addressees stand left, beside the signature, and keep it company on its page. */
static void
recipients(struct page *pg, const struct form_strs *to)
{
    struct arena *a = page_arena(pg);
    double x = page_left(pg), y = page_y(pg) + 12, width = page_width(pg) * 0.46;
    y += page_text(pg, &style_to_head, x, y, width, word_text(W_RECIPIENTS));
    for (size_t i = 0; i < to->n; i++)
        y += 1 + page_text(pg, &style_small, x, y, width,
                           word(a, i + 1 < to->n ? W_RECIPIENT : W_RECIPIENT_LAST, to->v[i]));
}

void
form_decision_set(struct page *pg, const struct form_decision *f)
{
    struct arena *a = page_arena(pg);
    form_head_set(pg, FORM_DECISION, &f->head);
    title(pg, f);
    form_lookup_set(pg, &f->lookup);
    for (size_t i = 0; i < f->bases.n; i++)
        page_para(pg, &style_body, word(a, W_QD_BASE, f->bases.v[i]));
    if (!str_empty(f->proposal))
        page_para(pg, &style_body, word(a, W_QD_PROPOSAL, f->proposal));
    page_set_y(pg, page_y(pg) + 8);
    page_para(pg, &style_about, word_text(W_QD_DECIDES));
    page_set_y(pg, page_y(pg) + 4);
    for (size_t i = 0; i < f->articles.n; i++)
        (i + 1 < f->articles.n ? page_para : form_last_para)(
            pg, &style_body,
            word(a, W_QD_ARTICLE, words_number(a, (int64_t)i + 1), f->articles.v[i]));
    recipients(pg, &f->recipients);
    const struct form_sign_block signer = form_signer_block(a, &f->signer);
    form_sign_set(pg, NULL, &signer);
}
