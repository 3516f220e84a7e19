// SPDX-License-Identifier: EUPL-1.2
/*
 * Form 01: receipt of a dossier and appointment for its result. Given when a
 * dossier is accepted; an electronic one is signed by the receiver only.
 */
#include "document/form_parts.h"

static const enum word papers[] = {[PAPER_ORIGINAL] = W_01_ORIGINAL,
                                   [PAPER_COPY] = W_01_COPY,
                                   [PAPER_ELECTRONIC] = W_01_ELECTRONIC};

static void
components(struct page *pg, const struct form_receipt *f)
{
    struct arena *a = page_arena(pg);
    const struct column columns[] = {{0.08, ALIGN_CENTRE, word_text(W_ORDER)},
                                     {0.58, ALIGN_LEFT, word_text(W_01_COL_NAME)},
                                     {0.18, ALIGN_CENTRE, word_text(W_01_COL_PAPER)},
                                     {0.16, ALIGN_CENTRE, word_text(W_01_COL_QUANTITY)}};
    page_para(pg, &style_plain, word_text(W_01_COMPONENTS));
    page_table(pg, columns, COUNT(columns));
    for (size_t i = 0; i < f->components.n; i++) {
        const struct form_component *c = &f->components.v[i];
        page_row(pg,
                 (const struct str[]){words_number(a, (int64_t)i + 1), page_escape(a, c->name),
                                      word_text(papers[c->paper]), words_number(a, c->quantity)});
    }
    page_table_end(pg);
}

/* Received, due, how the result is taken, the place in the book; the last goes with who signs. */
static void
times(struct page *pg, const struct form_receipt *f)
{
    struct arena *a = page_arena(pg);
    bool in_book = !str_empty(f->book) || !str_empty(f->order);
    bool has_result = !str_empty(f->result);
    struct str due = word(a, W_01_DUE, words_moment(a, f->due));
    struct str result = word(a, W_01_RESULT, f->result);
    form_line(pg, W_01_SETS, words_number(a, f->sets));
    form_line(pg, W_01_TERM, f->term);
    form_line(pg, W_01_RECEIVED, words_moment(a, f->received));
    (in_book || has_result ? page_para : form_last_para)(pg, &style_plain, due);
    if (has_result)
        (in_book ? page_para : form_last_para)(pg, &style_plain, result);
    if (in_book)
        form_last_para(pg, &style_plain, word(a, W_01_BOOK, f->book, f->order));
}

static void
signatures(struct page *pg, const struct form_receipt *f)
{
    const struct form_sign_block submitter = {.title = word_text(W_01_SUBMITTER),
                                              .hint = word_text(W_SIGN_HINT),
                                              .name = f->submitter.name};
    const struct form_sign_block receiver = {
        .title = word_text(W_01_RECEIVER),
        .hint = word_text(f->electronic ? W_SIGN_DIGITAL : W_SIGN_HINT),
        .name = f->receiver,
        .anchor = "sign"};
    form_sign_set(pg, f->electronic ? NULL : &submitter, &receiver);
}

void
form_receipt_set(struct page *pg, const struct form_receipt *f)
{
    form_head_set(pg, FORM_RECEIPT, &f->head);
    form_title_set(pg, W_01_TITLE);
    form_lookup_set(pg, &f->lookup);
    form_line(pg, W_CODE, f->lookup.code);
    form_line(pg, W_01_POINT, f->point);
    form_line(pg, W_01_OF, f->submitter.name);
    form_party_set(pg, &f->submitter);
    if (!str_empty(f->principal.name)) {
        form_line(pg, W_01_PRINCIPAL, f->principal.name);
        form_party_set(pg, &f->principal);
        form_line(pg, W_01_MANDATE, f->mandate);
    }
    form_line(pg, W_01_PROCEDURE, f->procedure);
    components(pg, f);
    times(pg, f);
    signatures(pg, f);
}
