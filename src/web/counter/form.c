// SPDX-License-Identifier: EUPL-1.2
/*
 * What the counter's form sends, and what a citizen card adds to it. A card that
 * was just scanned says who stands here; one that was left in its field while the
 * form was sent fills only what is empty.
 */
#include "base/card.h"
#include "web/counter/counter.h"

#define COUNTER(member, path, ...) FIELD(struct counter_fields, member, path, __VA_ARGS__)
static const struct field_row counter_rows[] = {
    COUNTER(card, "card", .label = MSG_COUNTER_CARD, .max = 800),
    COUNTER(go, "go", .label = MSG_COUNTER_READ, .max = 10),
    COUNTER(procedure, "procedure", .label = MSG_COUNTER_PROCEDURE, .required = true, .max = 60),
    COUNTER(case_code, "case", .label = MSG_COUNTER_CASE, .max = 10),
    COUNTER(kind, "applicant.kind", .label = MSG_COUNTER_KIND, .required = true,
            .words = &applicant_kind_words[1], .words_n = APPLICANT_KIND_COUNT),
    COUNTER(name, "applicant.name", .label = MSG_COUNTER_NAME, .max = 200),
    COUNTER(id_number, "applicant.id_number", .label = MSG_COUNTER_ID, .max = 30),
    COUNTER(phone, "applicant.phone", .label = MSG_COUNTER_PHONE, .max = 30),
    COUNTER(email, "applicant.email", .label = MSG_COUNTER_EMAIL, .max = 200),
    COUNTER(address, "applicant.address", .label = MSG_COUNTER_ADDRESS, .max = 400),
};
const struct form counter_form = FORM(counter_rows);

/* What the card says, where it goes: into what is empty, or over what stands there. */
static void
take(struct visit *v, struct str *field, struct str said, bool over)
{
    if (said.n && (over || str_empty(*field)))
        *field = str_dup(v->op.a, said);
}

bool
counter_take_card(struct visit *v, struct counter_fields *f, bool over)
{
    struct card card;
    if (str_empty(f->card))
        return false;
    if (!card_parse(f->card, &card)) {
        problem_add(&v->op.problems, S("card"), MSG_PROBLEM_CARD);
        return false;
    }
    take(v, &f->name, card.name, over);
    take(v, &f->id_number, card.id, over);
    take(v, &f->address, card.address, over);
    f->card = S(""); /* ready for the next card */
    return true;
}
