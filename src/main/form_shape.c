// SPDX-License-Identifier: EUPL-1.2
/* See form_shape.h: tables only. */
#include "main/form_shape.h"

#define TEXT(T, m)                                                                                 \
    {                                                                                              \
#m, SHAPE_TEXT, offsetof(T, m), false, NULL, NULL                                          \
    }
#define NEED(T, m)                                                                                 \
    {                                                                                              \
#m, SHAPE_TEXT, offsetof(T, m), true, NULL, NULL                                           \
    }
#define NUMBER(T, m)                                                                               \
    {                                                                                              \
#m, SHAPE_NUMBER, offsetof(T, m), true, NULL, NULL                                         \
    }
#define FLAG(T, m)                                                                                 \
    {                                                                                              \
#m, SHAPE_FLAG, offsetof(T, m), false, NULL, NULL                                          \
    }
#define DAY(T, m)                                                                                  \
    {                                                                                              \
#m, SHAPE_DAY, offsetof(T, m), true, NULL, NULL                                            \
    }
#define MOMENT(T, m)                                                                               \
    {                                                                                              \
#m, SHAPE_MOMENT, offsetof(T, m), true, NULL, NULL                                         \
    }
#define ONE_OF(T, m, list)                                                                         \
    {                                                                                              \
#m, SHAPE_WORD, offsetof(T, m), true, NULL, list                                           \
    }
#define INSIDE(T, m, s)                                                                            \
    {                                                                                              \
#m, SHAPE_OBJECT, offsetof(T, m), true, &(s), NULL                                         \
    }
#define MAYBE(T, m, s)                                                                             \
    {                                                                                              \
#m, SHAPE_OBJECT, offsetof(T, m), false, &(s), NULL                                        \
    }
#define ROWS(T, m, s)                                                                              \
    {                                                                                              \
#m, SHAPE_ROWS, offsetof(T, m), true, &(s), NULL                                           \
    }
#define TEXTS(T, m)                                                                                \
    {                                                                                              \
#m, SHAPE_TEXTS, offsetof(T, m), true, NULL, NULL                                          \
    }
#define SHAPE(name, T, ...)                                                                        \
    static const struct shape_field name##_fields[] = {__VA_ARGS__};                               \
    static const struct shape name = {name##_fields, COUNT(name##_fields), sizeof(T)}

static const char *const paper_words[] = {"original", "copy", "electronic", NULL};
static const char *const pace_words[] = {"early", "on-time", "late", NULL};

SHAPE(head, struct form_head, TEXT(struct form_head, parent), NEED(struct form_head, agency),
      TEXT(struct form_head, called), NEED(struct form_head, place), DAY(struct form_head, on),
      TEXT(struct form_head, number), TEXT(struct form_head, mark));

SHAPE(lookup, struct form_lookup, NEED(struct form_lookup, code), TEXT(struct form_lookup, url));

SHAPE(party, struct form_party, NEED(struct form_party, name), TEXT(struct form_party, id),
      TEXT(struct form_party, address), TEXT(struct form_party, phone),
      TEXT(struct form_party, email));

SHAPE(signer, struct form_signer, TEXT(struct form_signer, authority),
      NEED(struct form_signer, post), NEED(struct form_signer, name));

SHAPE(component, struct form_component, NEED(struct form_component, name),
      ONE_OF(struct form_component, paper, paper_words), NUMBER(struct form_component, quantity));

SHAPE(receipt, struct form_receipt, INSIDE(struct form_receipt, head, head),
      INSIDE(struct form_receipt, lookup, lookup), TEXT(struct form_receipt, point),
      INSIDE(struct form_receipt, submitter, party), MAYBE(struct form_receipt, principal, party),
      TEXT(struct form_receipt, mandate), NEED(struct form_receipt, procedure),
      ROWS(struct form_receipt, components, component), NUMBER(struct form_receipt, sets),
      NEED(struct form_receipt, term), MOMENT(struct form_receipt, received),
      MOMENT(struct form_receipt, due), TEXT(struct form_receipt, result),
      TEXT(struct form_receipt, book), TEXT(struct form_receipt, order),
      NEED(struct form_receipt, receiver), FLAG(struct form_receipt, electronic));

SHAPE(supplement, struct form_supplement, INSIDE(struct form_supplement, head, head),
      MAYBE(struct form_supplement, lookup, lookup), INSIDE(struct form_supplement, party, party),
      NEED(struct form_supplement, content), TEXTS(struct form_supplement, items),
      TEXT(struct form_supplement, reasons), TEXT(struct form_supplement, contact),
      TEXT(struct form_supplement, contact_phone), NEED(struct form_supplement, officer));

SHAPE(refusal, struct form_refusal, INSIDE(struct form_refusal, head, head),
      MAYBE(struct form_refusal, lookup, lookup), INSIDE(struct form_refusal, party, party),
      NEED(struct form_refusal, content), NEED(struct form_refusal, reason),
      NEED(struct form_refusal, officer));

SHAPE(apology, struct form_apology, INSIDE(struct form_apology, head, head),
      INSIDE(struct form_apology, lookup, lookup), INSIDE(struct form_apology, party, party),
      NEED(struct form_apology, procedure), MOMENT(struct form_apology, received),
      MOMENT(struct form_apology, due), MOMENT(struct form_apology, new_due),
      NEED(struct form_apology, reason), INSIDE(struct form_apology, signer, signer));

SHAPE(stop, struct form_stop, INSIDE(struct form_stop, head, head),
      INSIDE(struct form_stop, lookup, lookup), INSIDE(struct form_stop, party, party),
      NEED(struct form_stop, procedure), NEED(struct form_stop, asked_by),
      MOMENT(struct form_stop, at), NEED(struct form_stop, state), TEXT(struct form_stop, fees),
      NEED(struct form_stop, reason), INSIDE(struct form_stop, signer, signer));

SHAPE(handover, struct form_handover, NEED(struct form_handover, from),
      NEED(struct form_handover, to), MOMENT(struct form_handover, at),
      ONE_OF(struct form_handover, pace, pace_words), TEXT(struct form_handover, note));

SHAPE(control, struct form_control, INSIDE(struct form_control, head, head),
      INSIDE(struct form_control, lookup, lookup), TEXT(struct form_control, procedure),
      NEED(struct form_control, lead), TEXT(struct form_control, partner),
      MOMENT(struct form_control, received), MOMENT(struct form_control, due),
      ROWS(struct form_control, handovers, handover));

SHAPE(entry, struct form_entry, NEED(struct form_entry, code), NEED(struct form_entry, procedure),
      NEED(struct form_entry, party), TEXT(struct form_entry, address),
      TEXT(struct form_entry, phone), TEXT(struct form_entry, lead),
      MOMENT(struct form_entry, received), MOMENT(struct form_entry, due),
      TEXT(struct form_entry, returned), TEXT(struct form_entry, method));

SHAPE(book, struct form_book, INSIDE(struct form_book, head, head), NEED(struct form_book, point),
      TEXT(struct form_book, book), DAY(struct form_book, from), DAY(struct form_book, to),
      ROWS(struct form_book, entries, entry));

SHAPE(decision, struct form_decision, INSIDE(struct form_decision, head, head),
      MAYBE(struct form_decision, lookup, lookup), NEED(struct form_decision, about),
      NEED(struct form_decision, authority), TEXTS(struct form_decision, bases),
      TEXT(struct form_decision, proposal), TEXTS(struct form_decision, articles),
      TEXTS(struct form_decision, recipients), INSIDE(struct form_decision, signer, signer));

SHAPE(separator, struct form_separator, INSIDE(struct form_separator, head, head),
      TEXT(struct form_separator, dossier), TEXT(struct form_separator, component));

const struct shape *
form_shape(enum form form)
{
    static const struct shape *const shapes[] = {
#define FORM_SHAPE(id, name, number, suffix) [id] = &name,
        FORM_LIST(FORM_SHAPE)
#undef FORM_SHAPE
    };
    return shapes[form];
}
