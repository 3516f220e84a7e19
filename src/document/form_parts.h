// SPDX-License-Identifier: EUPL-1.2
/*
 * What forms are made of: words of the law filled with escaped values, the head
 * with the national motto, labelled lines, signature blocks, the box with the
 * codes. Each form file puts these in its order and adds its own table.
 */
#ifndef DOCUMENT_FORM_PARTS_H
#define DOCUMENT_FORM_PARTS_H

#include "document/form.h"
#include "document/page.h"

#define WORD(id, text) id,
enum word {
#include "document/form_words.def"
};
#undef WORD

/* Markup of a word with its places filled; values are escaped. */
#define word(a, id, ...)                                                                           \
    word_fill((a), (id), (const struct str[]){__VA_ARGS__},                                        \
              COUNT(((const struct str[]){__VA_ARGS__})))
struct str word_fill(struct arena *a, enum word id, const struct str *values, size_t n);
struct str word_text(enum word id);

/* Days and moments as the law writes them; plain text. */
struct str words_day_short(struct arena *a, struct date d);
struct str words_moment(struct arena *a, struct local at);
struct str words_moment_short(struct arena *a, struct local at);
struct str words_number(struct arena *a, int64_t n);

/* Agency left, motto right, number, place and date. */
void form_head_set(struct page *pg, enum form form, const struct form_head *head);

/* The agency's name within a sentence. */
struct str form_agency(const struct form_head *head);

void form_title_set(struct page *pg, enum word title);

/* A line of the body with one value; nothing when the value is empty. */
void form_line(struct page *pg, enum word id, struct str value);
void form_party_set(struct page *pg, const struct form_party *party);

#define FORM_STRIP (10.0 * MM) /* what the strip of codes takes of the text's height */

struct form_sign_block {
    struct str title; /* markup */
    struct str hint;  /* markup, under the title */
    struct str name;
    const char *anchor; /* where a visible signature goes: see page_anchor */
};

/* Two signature blocks side by side, kept on one page; left may be NULL. */
void form_sign_set(struct page *pg, const struct form_sign_block *left,
                   const struct form_sign_block *right);
struct form_sign_block form_signer_block(struct arena *a, const struct form_signer *signer);

/* The last paragraph before the signatures; both on one page. */
void form_last_para(struct page *pg, const struct text_style *style, struct str markup);

/* The strip with QR and bar code at the foot of the first page; nothing without a code. */
void form_lookup_set(struct page *pg, const struct form_lookup *lookup);

/* One per form file. */
void form_receipt_set(struct page *pg, const struct form_receipt *f);
void form_supplement_set(struct page *pg, const struct form_supplement *f);
void form_refusal_set(struct page *pg, const struct form_refusal *f);
void form_apology_set(struct page *pg, const struct form_apology *f);
void form_stop_set(struct page *pg, const struct form_stop *f);
void form_control_set(struct page *pg, const struct form_control *f);
void form_book_set(struct page *pg, const struct form_book *f);
void form_decision_set(struct page *pg, const struct form_decision *f);
void form_separator_set(struct page *pg, const struct form_separator *f);

#endif
